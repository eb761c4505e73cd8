"""How often somebody may ask: a bucket for each address and one for all of them together."""

from __future__ import annotations

from typing import Final, NamedTuple

from protocols.units import SECOND

_MOST_ADDRESSES: Final = 256
"""So many are remembered; the one that was silent longest is forgotten first."""


class Rate(NamedTuple):
    """So many a second in the long run, and so many at once."""

    each_second: int
    at_once: int


class _Bucket:
    """Tokens in parts of 1 / SECOND, so that nothing is rounded."""

    def __init__(self, rate: Rate, now: int) -> None:
        self._rate, self._at = rate, now
        self._full = rate.at_once * SECOND
        self._left = self._full

    def has_one(self, now: int) -> bool:
        """Fill up to ``now``, and return whether there is one."""
        self._left = min(self._full, self._left + (now - self._at) * self._rate.each_second)
        self._at = now
        return self._left >= SECOND

    def take(self) -> None:
        """Take one that is there."""
        self._left -= SECOND


class Allowance:
    """What every address has, and what all have together. ``now`` is in nanoseconds."""

    def __init__(self, each: Rate, everybody: Rate) -> None:
        """Begin full."""
        self._each = each
        self._everybody = _Bucket(everybody, 0)
        self._of: dict[str, _Bucket] = {}

    def take(self, address: str, now: int) -> bool:
        """Return whether that address may have one more, and take it then.

        An address that has none takes nothing from the others.
        """
        bucket = self._of.pop(address, None) or _Bucket(self._each, now)
        self._of[address] = bucket
        if len(self._of) > _MOST_ADDRESSES:
            del self._of[next(iter(self._of))]
        if not bucket.has_one(now) or not self._everybody.has_one(now):
            return False
        bucket.take()
        self._everybody.take()
        return True
