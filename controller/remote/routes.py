"""What is behind the door: the page, its two files, the events, and the stop."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from importlib.resources import files
from typing import Final
from urllib.parse import parse_qs

from jinja2 import Environment
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route, Router
from starlette.types import Receive, Scope, Send

from controller.remote.board import OLD, Board
from controller.remote.nonces import Nonces
from controller.remote.page_words import NOT_TAKEN, WORDS
from protocols.units import MILLISECOND

_LONGEST_BODY: Final = 256
_PATIENCE: Final = 5.0
"""In seconds: for a body to come, and for an event to be taken."""
_BEAT: Final = 1.0
"""In seconds: an event comes at least this often."""


def make_routes(board: Board, stop: Callable[[], None]) -> Router:
    """Return the application; ``stop`` passes a stop on and waits for nothing."""
    pages = _Pages(board, stop)
    return Router(
        routes=[
            Route("/", pages.page),
            Route("/page.css", _file("page.css", "text/css")),
            Route("/page.js", _file("page.js", "text/javascript")),
            Route("/events", _Events(board)),
            Route("/stop", pages.stop, methods=["POST"]),
        ],
        redirect_slashes=False,
    )


def _file(name: str, kind: str) -> Callable[[Request], Response]:
    body = (files(__package__) / name).read_bytes()
    return lambda _request: Response(body, media_type=kind)


class _Pages:
    def __init__(self, board: Board, stop: Callable[[], None]) -> None:
        self._board, self._stop = board, stop
        self._nonces = Nonces()
        text = (files(__package__) / "page.html").read_text("utf-8")
        self._template = Environment(autoescape=True).from_string(text)

    async def page(self, _request: Request) -> Response:
        """Return the page as things stand; without scripts it asks again every two seconds."""
        html = self._template.render(
            state=self._board.state(),
            words=WORDS,
            nonce=self._nonces.new(),
            old_after=OLD // MILLISECOND,
        )
        return Response(html, media_type="text/html")

    async def stop(self, request: Request) -> Response:
        """Pass a stop on, if this page has sent it, and for the first time."""
        if request.headers.get("origin") != f"http://{request.headers['host']}":
            return Response(status_code=403)
        nonce = await _nonce_in(request)
        if nonce is None:
            return Response(status_code=413)
        first = self._nonces.use(nonce)
        if first:
            self._stop()
            self._board.passed_on()
        if "application/json" in request.headers.get("accept", ""):
            return JSONResponse({"nonce": self._nonces.new()}, 202 if first else 409)
        return RedirectResponse("./", 303) if first else Response(NOT_TAKEN, 409, None, "text/html")


async def _nonce_in(request: Request) -> str | None:
    """Return the nonce of a form, "" if there is none, or None if it is too long or too slow."""
    body = b""
    try:
        async with asyncio.timeout(_PATIENCE):
            async for part in request.stream():
                body += part
                if len(body) > _LONGEST_BODY:
                    return None
    except (TimeoutError, ClientDisconnect):
        return None
    return parse_qs(body.decode("latin-1")).get("nonce", [""])[0]


class _Events:
    """The stream. Every event is the whole state, so whoever comes back has missed nothing."""

    def __init__(self, board: Board) -> None:
        self._board = board

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        """Send states until the reader, or the session, has gone.

        Raises:
            TimeoutError: the reader takes nothing any more.
        """
        headers = [(b"content-type", b"text/event-stream; charset=utf-8")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        gone = asyncio.ensure_future(_gone(receive))
        try:
            while not gone.done():
                number, state = self._board.number, json.dumps(self._board.state())
                event = f"retry: 1000\nid: {number}\ndata: {state}\n\n".encode()
                async with asyncio.timeout(_PATIENCE):
                    more = not self._board.left
                    await send({"type": "http.response.body", "body": event, "more_body": more})
                if not more:
                    return
                await self._board.wait(number, _BEAT)
        finally:
            gone.cancel()


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
