"""Speed limits that can only come down, and remember who brought them down (law 3)."""

from __future__ import annotations

from dataclasses import dataclass

from protocols.units import CentiKmh


@dataclass(frozen=True, slots=True)
class Ceiling:
    """A limit and its reason."""

    speed: CentiKmh
    because: str
    """In words, for the runner."""


@dataclass(frozen=True, slots=True)
class Ceilings:
    """Every limit that was ever set, strictest last. There is no way to take one away."""

    history: tuple[Ceiling, ...]
    """One at least: what the machine can do."""

    @property
    def lowest(self) -> Ceiling:
        """The limit that counts."""
        return self.history[-1]

    def lowered(self, speed: CentiKmh, because: str) -> Ceilings:
        """Return ceilings at ``speed``; the very same object if that would not lower anything."""
        if speed >= self.lowest.speed:
            return self
        return Ceilings((*self.history, Ceiling(speed, because)))
