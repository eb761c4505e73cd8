"""The port for whatever makes a routine heard. A terminal's bell is the least of it."""

from __future__ import annotations

from typing import Final, Protocol

from controller.coach.preparation.score import Mark, Sound

_RINGS: Final = frozenset(
    {Sound.NAME, Sound.COUNT, Sound.OUT, Sound.BEAT, Sound.SIDE, Sound.ASK, Sound.END}
)


class Cues(Protocol):
    """Makes marks heard. It waits for nothing: the next mark may be a third of a second away."""

    def play(self, mark: Mark) -> None:
        """Make one heard."""


def rings(mark: Mark) -> bool:
    """Whether a bell that can do nothing but ring does so: once a repetition, with its effort."""
    return mark.sound in _RINGS
