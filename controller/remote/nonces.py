"""Numbers that are good for one stop each: a request that is sent again is refused."""

from __future__ import annotations

import secrets
from typing import Final

_MOST: Final = 256
"""So many may be given out and not used; the oldest is forgotten first."""


class Nonces:
    """Those that were given out and are not used yet."""

    def __init__(self) -> None:
        """Begin with none."""
        self._open: dict[str, None] = {}

    def new(self) -> str:
        """Return a new one, of 128 random bits."""
        nonce = secrets.token_urlsafe(16)
        self._open[nonce] = None
        if len(self._open) > _MOST:
            del self._open[next(iter(self._open))]
        return nonce

    def use(self, nonce: str) -> bool:
        """Return whether it was given out, and is used for the first time."""
        if nonce not in self._open:
            return False
        del self._open[nonce]
        return True
