"""Who is connected: few strangers at a time, each for a few seconds, and few who have the token.

A newcomer is always let in, at the cost of the connection that has waited longest: whoever holds
connections open keeps nobody out. HTTP itself is uvicorn's.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any, Final

from uvicorn.protocols.http.h11_impl import H11Protocol

MOST_STRANGERS: Final = 64
"""Connections that have not shown the token."""
MOST_KNOWN: Final = 24
"""Connections that have: event streams, and what is answered at the moment."""
PATIENCE: Final = 5.0
"""In seconds: a request that has not come whole by then, and is no stranger's, never comes."""
_BUFFER: Final = 4096
"""Bytes that may wait for a reader that is slow: old news are worse than none."""

Peer = tuple[str, int]


class Connections:
    """Those that are open, the oldest first."""

    def __init__(self) -> None:
        """Begin with none."""
        self._strangers: dict[Peer, asyncio.Transport] = {}
        self._known: dict[Peer, asyncio.Transport] = {}

    def came(self, peer: Peer, transport: asyncio.Transport) -> None:
        """Let a newcomer in; where there is no room, the greediest address makes it."""
        self._strangers[peer] = transport
        if len(self._strangers) > MOST_STRANGERS:
            greediest = Counter(host for host, _ in self._strangers).most_common(1)[0][0]
            oldest = next(each for each in self._strangers if each[0] == greediest)
            self._strangers.pop(oldest).abort()

    def went(self, peer: Peer) -> None:
        """Forget one."""
        self._strangers.pop(peer, None)
        self._known.pop(peer, None)

    def know(self, peer: Peer) -> None:
        """Count one as one that has the token."""
        transport = self._strangers.pop(peer, None)
        if transport is None:
            return
        self._known[peer] = transport
        if len(self._known) > MOST_KNOWN:
            self._known.pop(next(iter(self._known))).abort()

    def drop(self, peer: Peer) -> None:
        """Hang up on one that has the token and takes nothing."""
        transport = self._known.pop(peer, None)
        if transport is not None:
            transport.abort()

    def late(self, peer: Peer) -> None:
        """Hang up on a stranger who has taken too long."""
        transport = self._strangers.pop(peer, None)
        if transport is not None:
            transport.abort()


def protocol_of(connections: Connections) -> type[asyncio.Protocol]:
    """Return uvicorn's protocol, kept in that list."""

    class Kept(H11Protocol):
        """One connection. It lasts for one request: an answer closes it."""

        _peer: Peer
        _deadline: asyncio.TimerHandle

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            transport.set_write_buffer_limits(high=_BUFFER)
            self._peer = transport.get_extra_info("peername")[:2]
            self._deadline = self.loop.call_later(PATIENCE, connections.late, self._peer)
            connections.came(self._peer, transport)

        def connection_lost(self, exc: Exception | None) -> None:
            self._deadline.cancel()
            connections.went(self._peer)
            super().connection_lost(exc)

    return Kept
