"""The server's process: it is told what to show, and can say one word.

On its standard input come first where to listen and the token, as a line of JSON, then news, one
line each. On its standard output goes ``ready PORT`` or ``cannot REASON``, then ``stop`` for each
stop. The end of its input is the end of it.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Final

import uvicorn

from controller.records.lines import LineReader
from controller.remote.address import Address
from controller.remote.board import Board
from controller.remote.connections import Connections, protocol_of
from controller.remote.door import MOST_HEADERS, Door
from controller.remote.routes import make_routes

_INPUT: Final = 0
_OUTPUT: Final = 1
_GIVES_WAY: Final = 5
"""How much nicer it is than controller and screen: a flood of requests waits for them."""
_PATIENCE: Final = 1
"""In seconds: for what is being answered at the end."""


def listen(address: Address) -> socket.socket:
    """Return a socket that listens there.

    Raises:
        OSError: it cannot.
    """
    found = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
    family, *_, where = found[0]
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        if os.name == "posix":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(where)
        listener.listen(128)
        listener.setblocking(False)
    except OSError:
        listener.close()
        raise
    return listener


def make_server(
    address: Address,
    token: str,
    board: Board,
    stop: Callable[[], None],
    now: Callable[[], int] = time.monotonic_ns,
) -> uvicorn.Server:
    """Return the server of a page at that address, whose port is known."""
    connections = Connections()
    door = Door(
        make_routes(board, stop),
        token=token,
        names=address.names,
        connections=connections,
        now=now,
    )
    config = uvicorn.Config(
        door,
        http=protocol_of(connections),
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        date_header=False,
        h11_max_incomplete_event_size=MOST_HEADERS,
        timeout_graceful_shutdown=_PATIENCE,
    )
    return uvicorn.Server(config)


async def serve() -> None:
    """Serve until the input ends."""
    with open(_INPUT, "rb", buffering=0, closefd=False) as first:  # noqa: ASYNC230
        begin = json.loads(first.readline())
    address, token = Address(begin["host"], begin["port"]), begin["token"]
    try:
        listener = listen(address)
    except OSError as error:
        _say(f"cannot {error.strerror or error}")
        return
    board = Board(time.monotonic_ns)
    server = make_server(address.at(listener.getsockname()[1]), token, board, _pass_on)

    def on_lines(lines: list[bytes]) -> None:
        for line in lines[-2:]:  # the last news may come together with the end
            news = json.loads(line)
            if news is None:
                board.leave()
            else:
                board.put(news)

    def on_end() -> None:
        server.should_exit = True

    LineReader(_INPUT, asyncio.get_running_loop(), on_lines, on_end)
    _say(f"ready {listener.getsockname()[1]}")
    if os.name == "posix":
        os.set_blocking(_OUTPUT, False)
    await server.serve(sockets=[listener])


def _say(line: str) -> None:
    os.write(_OUTPUT, f"{line}\n".encode())


def _pass_on() -> None:
    # A pipe that is full holds stops that nobody has read; another one says nothing new.
    with suppress(OSError):
        _say("stop")


def main() -> None:
    """Be the server's process."""
    if hasattr(os, "nice"):
        os.nice(_GIVES_WAY)
    # Whatever a stranger sends must not fill a file.
    logging.disable(logging.WARNING)
    asyncio.run(serve())


if __name__ == "__main__":
    main()
