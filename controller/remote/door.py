"""The door: whoever has not the token finds nothing here, and is not told what there would be.

The token is the first part of the path. The Host header has to be ours, so that no name which a
stranger points at this computer opens the page to that stranger's scripts (DNS rebinding).
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Final

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from controller.remote.allowance import Allowance, Rate
from controller.remote.connections import Connections

STRANGERS: Final = Rate(10, 20), Rate(50, 100)
"""Answers to those without the token: an address, and all of them."""
HOLDERS: Final = Rate(20, 40), Rate(100, 200)
"""Answers to those with it. A stop is not counted: nobody has to wait to ask for one."""

MOST_HEADERS: Final = 8192
"""Bytes of a request before its body."""
_CONTENT: Final = (
    b"default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    b"img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS: Final = [
    (b"cache-control", b"no-store"),
    (b"content-security-policy", _CONTENT),
    # With "no-referrer" a browser would hide from us, too, which page has sent a form.
    (b"referrer-policy", b"same-origin"),
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"connection", b"close"),
]


class Door:
    """Lets requests with the token in, and takes it off their path."""

    def __init__(
        self,
        inside: ASGIApp,
        *,
        token: str,
        names: frozenset[str],
        connections: Connections,
        now: Callable[[], int],
    ) -> None:
        """Take what is behind it, and the Host headers that are ours."""
        self._inside, self._connections, self._now = inside, connections, now
        self._token = token.encode("ascii")
        self._names = names
        self._strangers, self._holders = Allowance(*STRANGERS), Allowance(*HOLDERS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        # Who has hung up already has no address any more.
        address, port = scope["client"] or ("", 0)
        now = self._now()
        path = self._behind_token(scope)
        if path is None or not self._is_ours(scope):
            await _refuse(send, 404 if self._strangers.take(address, now) else 429)
            return
        self._connections.know((address, port))
        if scope["method"] != "POST" and not self._holders.take(address, now):
            await _refuse(send, 429)
            return

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_HEADERS]
            await send(message)

        if not path:  # the last slash was lost on its way to the phone
            await RedirectResponse(f"{scope['path']}/", 308)(scope, receive, dressed)
            return
        within = {**scope, "path": path, "raw_path": path.encode()}
        try:
            await self._inside(within, receive, dressed)
        except TimeoutError:
            # What is answered is not taken. Only of who has gone uvicorn tells nothing in its log.
            self._connections.drop((address, port))
            while (await receive())["type"] != "http.disconnect":
                pass

    def _behind_token(self, scope: Scope) -> str | None:
        """Return the path behind the token, or None. How much of it was right takes no time."""
        path: str = scope["path"]
        shown, slash, rest = path[1:].partition("/")
        if not secrets.compare_digest(shown.encode("utf-8", "replace"), self._token):
            return None
        return slash + rest

    def _is_ours(self, scope: Scope) -> bool:
        headers = scope["headers"]
        if sum(len(name) + len(value) for name, value in headers) > MOST_HEADERS:
            return False
        named = [value for name, value in headers if name == b"host"]
        return len(named) == 1 and named[0].decode("latin-1").lower() in self._names


async def _refuse(send: Send, status: int) -> None:
    """Answer with a number and nothing else."""
    headers = [(b"content-length", b"0"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
