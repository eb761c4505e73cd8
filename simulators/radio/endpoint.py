"""The names of radios, and what is wrong with one; nothing here needs Bumble."""

from __future__ import annotations

import argparse
import ipaddress
from difflib import get_close_matches
from typing import Final, NamedTuple

_KINDS: Final = (
    *("hci-socket", "usb", "pyusb", "serial", "vhci", "pty", "file", "udp"),
    *("tcp-client", "tcp-server", "ws-client", "ws-server", "unix", "unix-client", "unix-server"),
    *("android-emulator", "android-netsim"),
)
"""What Bumble 0.0.236 opens."""


class RadioUnavailable(Exception):  # noqa: N818  # blame is in the name (design.md law 9)
    """A radio cannot be used, or not any more; one sentence says what would help."""


class Endpoint(NamedTuple):
    """Where a Bluetooth host in another process may connect: this computer, and a port or 0."""

    host: str
    port: int


def find_endpoint(text: str) -> Endpoint:
    """Return the endpoint that an argument names.

    Raises:
        ArgumentTypeError: it names none, or one that other computers could reach.
    """
    kind, _, rest = text.partition(":")
    host, _, port = rest.rpartition(":")
    try:
        loopback = ipaddress.ip_address(host).is_loopback
    except ValueError:
        loopback = False
    if (
        kind == "tcp-server"
        and loopback
        and port.isascii()
        and port.isdigit()
        and int(port) < 65536
    ):
        return Endpoint(host, int(port))
    raise argparse.ArgumentTypeError(
        f"{text!r} is no endpoint on this computer; write tcp-server:127.0.0.1:PORT."
    )


def radio_name(text: str) -> str:
    """Return an argument that names a radio.

    Raises:
        ArgumentTypeError: there is no such kind, or it is an endpoint that `find_endpoint` refuses.
    """
    kind = text.partition(":")[0]
    if kind == "tcp-server":
        find_endpoint(text)
    elif kind not in _KINDS:
        nearest = get_close_matches(kind, _KINDS, n=1)
        remedy = f"did you mean {nearest[0]}?" if nearest else f"there are {', '.join(_KINDS)}."
        raise argparse.ArgumentTypeError(f"{text!r} is no kind of radio; {remedy}")
    return text
