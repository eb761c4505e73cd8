"""What decides about walking and running, as values that a screen can draw."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum, unique
from typing import TYPE_CHECKING, Final, NamedTuple

from controller.words.later import tr_later

if TYPE_CHECKING:
    from collections.abc import Sequence


@unique
class State(Enum):
    """How a gate stands; the value, looked up, is what a runner reads."""

    YES = tr_later("yes")
    NOT_YET = tr_later("not yet")
    """It was told or tried, and keeps her from running."""
    OPEN = tr_later("open")
    """It was not told or tried yet, or too long ago."""


@unique
class Again(Enum):
    """What a day brings that a gate waits for."""

    OPENS = "opens"
    """Time alone opens it."""
    ASKED = "asked"
    """Its question is put once more."""
    TESTED = "tested"
    """Its tests may be done, if nothing else keeps them off."""


_TESTS: Final = "reprise prepare"
"""What is typed towards a gate of tests begins so."""


class Gate(NamedTuple):
    """One thing that decides."""

    id: str
    title: str
    """What has to be so: ``"no warning sign"``."""
    hard: bool
    """Whether running waits for it."""
    state: State
    because: str
    """What is known of it, no whole sentence: ``"none, told on 7 April 2026"``."""
    until: date | None
    """The day from which it can be otherwise by itself, or is asked again; None for any day."""
    ask: str
    """What opens it; empty if it says yes."""
    meanwhile: str = ""
    """What to do until then; empty if it says yes."""
    do: str = ""
    """What to type towards it; empty if it says yes, or only time opens it."""
    brief: str = ""
    """``because`` for where there is little room; empty: there are no fewer words for it."""

    @property
    def again(self) -> Again:
        """What comes on the day of ``until``."""
        if self.do.startswith(_TESTS):
            return Again.TESTED
        return Again.ASKED if self.do else Again.OPENS


class Felt(NamedTuple):
    """Something that was felt, or told of, and that keeps tests off for a while."""

    what: str
    """Where it was told, the beginning of a sentence."""
    on: date
    until: date
    """The first day on which it keeps nothing off any more."""
    tests_only: bool
    """It keeps nothing else off than tests: work for strength goes on."""
    walking: bool = False
    """It keeps the test of walking off, too, which is otherwise open after something was felt."""


@dataclass(frozen=True, slots=True)
class Readiness:
    """What is open today."""

    belt: bool
    """Any session, walking too."""
    running: bool
    first_level_only: bool
    """Of a plan with runs; it stays so until a soft gate says yes."""
    gates: tuple[Gate, ...]
    because: str
    """One sentence."""
    meanwhile: str
    """The id of the plan that is open while running is not; empty if running is, or none is."""
    offered: tuple[str, ...] = ()
    """The tests that may be done today, ids of the list of checks."""
    waits: tuple[Gate, ...] = ()
    """What the tests wait for that are not offered; time alone opens none of it but the weeks."""
    felt: Felt | None = None
    """What keeps tests off until a day, if something does."""

    def closed(self) -> tuple[Gate, ...]:
        """Return the gates that running waits for."""
        return tuple(each for each in self.gates if each.hard and each.state is not State.YES)


def first_reason(closed: Sequence[Gate]) -> Gate | None:
    """Return the gate that a sentence names first: what says no comes before what is open."""
    told = (each for each in closed if each.state is State.NOT_YET)
    return next(told, next(iter(closed), None))
