"""The names of radios, and what is wrong with one; nothing here needs Bumble."""

from __future__ import annotations

import argparse
import ipaddress
import re
from difflib import get_close_matches
from typing import Final, NamedTuple

_KINDS: Final = (
    *("hci-socket", "usb", "pyusb", "serial", "vhci", "pty", "file", "udp"),
    *("tcp-client", "tcp-server", "ws-client", "ws-server", "unix", "unix-client", "unix-server"),
    *("android-emulator", "android-netsim"),
)
"""What Bumble 0.0.236 opens."""

_HEX: Final = "[0-9A-Fa-f]{1,4}"
_USB: Final = rf"!?(\d+|{_HEX}:{_HEX}([/#].+?)?|\d+-[\d.]+)(\+sco=\d+)?!?"
_HOST: Final = r"[^\s,]+:\d{1,5}"
_FORMS: Final = {
    "usb": (_USB, "usb:0 for the first dongle, or usb:VENDOR:PRODUCT in hexadecimal"),
    "pyusb": (_USB, "pyusb:0 for the first dongle, or pyusb:VENDOR:PRODUCT in hexadecimal"),
    "hci-socket": (r"\d*", "hci-socket:0 for the adapter hci0"),
    "serial": (r"\S.*", "serial:/dev/ttyACM0"),
    "tcp-client": (_HOST, "tcp-client:127.0.0.1:9000"),
    "udp": (_HOST + "," + _HOST, "udp:127.0.0.1:9000,127.0.0.1:9001"),
    "file": (r".+", "file:/dev/ttyACM0"),
    "unix": (r".+", "unix:/run/hci"),
    "unix-client": (r".+", "unix-client:/run/hci"),
    "unix-server": (r".+", "unix-server:/run/hci"),
    "ws-client": (r"wss?://.+", "ws-client:ws://127.0.0.1:9000"),
    "ws-server": (_HOST, "ws-server:127.0.0.1:9000"),
}
"""What stands behind the colon, and an example; the others need nothing there."""
_METADATA: Final = re.compile(r"\[\w+=[^\]]*\]")
"""What Bumble takes before or behind it, ``[driver=rtk]``."""


class RadioUnavailable(Exception):  # noqa: N818  # blame is in the name (law 7)
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
        ArgumentTypeError: there is no such kind, it is not written as that kind is, or it is an
            endpoint that `find_endpoint` refuses.
    """
    kind, _, what = text.partition(":")
    if kind == "tcp-server":
        find_endpoint(text)
    elif kind not in _KINDS:
        nearest = get_close_matches(kind, _KINDS, n=1)
        remedy = f"did you mean {nearest[0]}?" if nearest else f"there are {', '.join(_KINDS)}."
        raise argparse.ArgumentTypeError(f"{text!r} is no kind of radio; {remedy}")
    elif kind in _FORMS:
        form, example = _FORMS[kind]
        if not re.fullmatch(form, _METADATA.sub("", what, count=1)):
            raise argparse.ArgumentTypeError(f"{text!r} names no radio; write {example}.")
    return text
