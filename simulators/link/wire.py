"""The wire between the simulated world and its clients: an address, and lines of JSON.

An address is text, ``unix:PATH`` or ``tcp:HOST:PORT``. No end of a wire ever waits for the other:
what is not read piles up to `MOST_UNREAD` bytes, and then the wire is cut.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import sys
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

if TYPE_CHECKING:
    from collections.abc import Callable

Message = dict[str, Any]
"""A JSON object, in a line of its own."""

LONGEST_LINE: Final = 64 * 1024
"""Bytes. A longer one is no message, and is not collected any further."""

MOST_UNREAD: Final = 256 * 1024
"""Bytes that wait for a slow reader, beyond what the operating system holds for it."""

_WITHIN: Final = 5.0
"""Seconds for the other end to answer to a blocking socket."""


class Place(NamedTuple):
    """Where the world listens: a path of a socket, or else a host and a port."""

    path: str
    host: str
    port: int

    def __str__(self) -> str:
        return f"unix:{self.path}" if self.path else f"tcp:{self.host}:{self.port}"


def find_place(address: str) -> Place:
    """Return the place that an address names.

    Raises:
        ValueError: it names none; one sentence says how an address looks.
    """
    kind, _, rest = address.partition(":")
    if kind == "unix" and rest:
        return Place(rest, "", 0)
    host, _, port = rest.rpartition(":")
    if kind == "tcp" and host and port.isascii() and port.isdigit() and int(port) < 65536:
        return Place("", host, int(port))
    raise ValueError(f"{address!r} is no place to listen; write unix:PATH or tcp:HOST:PORT.")


def encode(message: Message) -> bytes:
    """Return the line of a message."""
    return json.dumps(message, separators=(",", ":")).encode() + b"\n"


def decode(line: bytes) -> Message | None:
    """Return the message of a line, or None if it is none; nothing is raised for any bytes."""
    try:
        message = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return message if isinstance(message, dict) else None


class Wire(asyncio.Protocol):
    """One end of a connection; whoever uses it says what it does with what comes.

    It is cut at the first line that is no message.
    """

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._unfinished = b""

    def heard(self, message: Message) -> None:
        """Take a message."""
        raise NotImplementedError

    def gone(self) -> None:
        """Take note, once, that no more will come."""
        raise NotImplementedError

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the transport from the loop."""
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Take bytes from the loop and hand on the messages that are whole."""
        *lines, self._unfinished = (self._unfinished + data).split(b"\n")
        for line in lines:
            message = decode(line)
            if message is None:
                self.cut()
            elif self.open:
                self.heard(message)
        if len(self._unfinished) > LONGEST_LINE:
            self.cut()

    def connection_lost(self, _error: Exception | None) -> None:
        """Take the end from the loop."""
        self._transport = None
        self.gone()

    @property
    def open(self) -> bool:
        """Whether anything can be sent."""
        return self._transport is not None and not self._transport.is_closing()

    def send(self, message: Message) -> None:
        """Send a message without ever waiting; into a wire that is cut it goes unheard."""
        if self._transport is None or self._transport.is_closing():
            return
        self._transport.write(encode(message))
        if self._transport.get_write_buffer_size() > MOST_UNREAD:
            self.cut()

    def cut(self) -> None:
        """End the connection at once; what has not left yet is not sent."""
        if self._transport is not None:
            self._transport.abort()

    def close(self) -> None:
        """End the connection behind what was sent."""
        if self._transport is not None:
            self._transport.close()


async def listen(place: Place, make: Callable[[], Wire]) -> tuple[asyncio.Server, Place]:
    """Listen, and return the server and the place with the port that was chosen for port 0.

    A socket in the file system is made for its owner alone.

    Raises:
        OSError: the place cannot be listened at.
    """
    loop = asyncio.get_running_loop()
    if not place.path:
        server = await loop.create_server(make, place.host, place.port)
        return server, place._replace(port=server.sockets[0].getsockname()[1])
    if sys.platform == "win32":
        raise OSError("there are no unix sockets here; use tcp:127.0.0.1:0")
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    umask = os.umask(0o177)  # from its first moment, so not by a chmod
    try:
        listening.bind(place.path)
    except OSError:
        listening.close()
        raise
    finally:
        os.umask(umask)
    return await loop.create_unix_server(make, sock=listening), place


async def dial(place: Place, make: Callable[[], Wire]) -> Wire:
    """Connect to a listening world.

    Raises:
        OSError: nothing listens there.
    """
    loop = asyncio.get_running_loop()
    if not place.path:
        return (await loop.create_connection(make, place.host, place.port))[1]
    return (await loop.create_unix_connection(make, place.path))[1]


def dial_blocking(place: Place) -> socket.socket:
    """Connect without a loop; the socket waits for some seconds and no longer.

    Raises:
        OSError: nothing listens there.
    """
    if not place.path:
        return socket.create_connection((place.host, place.port), _WITHIN)
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(_WITHIN)
    try:
        connection.connect(place.path)
    except OSError:
        connection.close()
        raise
    return connection
