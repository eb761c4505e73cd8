"""Where the page is served: an address of this computer, and what a phone has to be given."""

from __future__ import annotations

import ipaddress
import socket
from typing import Final, NamedTuple

import psutil

from controller.words.catalogue import tr

_HIGHEST_PORT: Final = 65_535


class AddressInvalid(Exception):  # noqa: N818  # as `PlanInvalid`
    """An address cannot be served on; the sentence says why, and what to write instead."""


class Address(NamedTuple):
    """A host, by name or number and without brackets, and a port; 0 is any that is free."""

    host: str = "127.0.0.1"
    port: int = 0

    def at(self, port: int) -> Address:
        """Return the address with the port that was found free."""
        return Address(self.host, port)

    @property
    def netloc(self) -> str:
        """As it stands in a URL and in a browser's Host header, which leave port 80 out."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port in (0, 80) else f"{host}:{self.port}"

    @property
    def names(self) -> frozenset[str]:
        """Every Host header that is ours; another one is a stranger's name for this computer."""
        own = {self.netloc.lower()}
        if self.loopback:
            own.add(Address("localhost", self.port).netloc)
        return frozenset(own)

    @property
    def loopback(self) -> bool:
        """Only this computer can reach it."""
        if self.host.lower() == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


def read_address(text: str) -> Address:
    """Return what ``HOST``, ``HOST:PORT``, ``:PORT`` or ``[HOST]:PORT`` says.

    Raises:
        AddressInvalid: it is none of these, or an address that no phone can be given.
    """
    host, port = _parted(text)
    try:
        number = ipaddress.ip_address(host)
    except ValueError:
        if not _is_name(host):
            told = tr(
                "{text!r} is no address; write HOST:PORT, for example 192.168.1.5:8080, or "
                "nothing for this computer alone"
            )
            raise AddressInvalid(told.format(text=text)) from None
        return Address(host, port)
    if number.is_unspecified:
        told = tr("{text!r} is every address at once; write the one that the phone reaches")
        raise AddressInvalid(told.format(text=text) + _own_addresses())
    return Address(str(number), port)


def _parted(text: str) -> tuple[str, int]:
    if text.startswith("["):
        host, _, rest = text[1:].partition("]")
        port = rest[1:] if rest.startswith(":") else rest and "none"
    elif text.count(":") > 1:
        host, port = text, ""
    else:
        host, _, port = text.partition(":")
    if port and not (port.isascii() and port.isdecimal() and 1 <= int(port) <= _HIGHEST_PORT):
        told = tr("{text!r} has no port from 1 to {highest} behind its colon")
        raise AddressInvalid(told.format(text=text, highest=_HIGHEST_PORT))
    return host or Address().host, int(port or 0)


def _is_name(host: str) -> bool:
    labels = host.rstrip(".").split(".")
    plain = host.isascii() and all(label.replace("-", "").isalnum() for label in labels)
    return plain and len(host) <= 253 and not labels[-1].isdecimal()


def _own_addresses() -> str:
    found = tr(" or ").join(lan_addresses())
    return f": {found}" if found else ""


def lan_addresses() -> list[str]:
    """Return the IPv4 addresses of this computer by which others may reach it."""
    cards = psutil.net_if_addrs().values()
    numbers = [each.address for card in cards for each in card if each.family is socket.AF_INET]
    return [each for each in numbers if not ipaddress.ip_address(each).is_loopback]
