"""The real server on loopback, in the test's own loop, and clients that speak to it in bytes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final, NamedTuple

from controller.remote.address import Address
from controller.remote.board import Board
from controller.remote.news import News
from controller.remote.server import listen, make_server
from protocols.units import SECOND

TOKEN: Final = "a-token-of-twenty-two-l"  # noqa: S105  # of a test
WRONG: Final = "wrong"
RUNNING: Final = News("run", "RUN", "0:47", "RUN 2 OF 5", "left 16:42", "7.5", "7.5")._asdict()


class Answer(NamedTuple):
    """What came back; nothing at all has the status 0."""

    status: int
    headers: dict[str, str]
    body: bytes


class Time:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        """Begin an hour after the machine has."""
        self.now = 3600 * SECOND

    def __call__(self) -> int:
        """Return the time."""
        return self.now


class Events:
    """The states that come through a stream, until it ends."""

    def __init__(self, reader: asyncio.StreamReader) -> None:
        """Take what is read."""
        self._reader = reader

    def __aiter__(self) -> Events:
        return self

    async def __anext__(self) -> dict[str, Any]:
        while line := await self._reader.readline():
            if line.startswith(b"data: "):
                state: dict[str, Any] = json.loads(line[6:])
                return state
        raise StopAsyncIteration


class Served:
    """A page that is served, and what its presses came to."""

    def __init__(self, board: Board, port: int, time: Time, stops: list[int]) -> None:
        """Remember where."""
        self.board, self.port, self.time, self.stops = board, port, time, stops
        self.origin = f"http://127.0.0.1:{port}"

    async def ask(
        self,
        path: str = "/",
        *,
        method: str = "GET",
        token: str = TOKEN,
        body: bytes = b"",
        **headers: str,
    ) -> Answer:
        """Send one request and return its answer. A header that is given empty is left out."""
        given = {"host": f"127.0.0.1:{self.port}", **headers}
        if method == "POST":
            given = {"content-length": str(len(body)), "origin": self.origin, **given}
        lines = [f"{name.replace('_', '-')}: {value}" for name, value in given.items() if value]
        head = "\r\n".join([f"{method} /{token}{path} HTTP/1.1", *lines, "", ""])
        return await self.send(head.encode() + body)

    async def send(self, data: bytes) -> Answer:
        """Send bytes and return the answer, read to its end."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            writer.write(data)
            head, _, rest = (await reader.read()).partition(b"\r\n\r\n")
        except ConnectionError:
            return Answer(0, {}, b"")
        finally:
            writer.close()
        first, *lines = head.decode().split("\r\n")
        pairs = (line.partition(": ") for line in lines)
        status = int(first.split()[1]) if first else 0
        return Answer(status, {name.lower(): value for name, _, value in pairs}, rest)

    async def nonce(self) -> str:
        """Return the nonce of a page that is asked for now."""
        page = (await self.ask()).body.decode()
        return page.partition('name="nonce" value="')[2].partition('"')[0]

    async def press(self, nonce: str, **headers: str) -> Answer:
        """Send a stop, as the page's script does."""
        body = f"nonce={nonce}".encode()
        given = {"accept": "application/json", **headers}
        return await self.ask("/stop", method="POST", body=body, **given)

    @asynccontextmanager
    async def events(self) -> AsyncIterator[Events]:
        """Open the stream; every event is a state."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        head = f"GET /{TOKEN}/events HTTP/1.1\r\nhost: 127.0.0.1:{self.port}\r\n\r\n"
        writer.write(head.encode())
        try:
            yield Events(reader)
        finally:
            writer.close()


@asynccontextmanager
async def served() -> AsyncIterator[Served]:
    """Serve a page whose news are `RUNNING`."""
    listener = listen(Address())
    port: int = listener.getsockname()[1]
    time, stops = Time(), list[int]()
    board = Board(time)
    board.put(RUNNING)
    server = make_server(Address().at(port), TOKEN, board, lambda: stops.append(time.now), time)
    task = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        yield Served(board, port, time, stops)
    finally:
        server.should_exit = True
        await task
