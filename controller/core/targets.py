"""What the belt was asked for, by us and at its console, and what it makes of it: values only.

`controller.core.drive` asks, `controller.core.obey` holds the belt against it, and
`controller.core.easing` is the runner's own wish to go more slowly.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from protocols.units import CentiKmh, Nanoseconds


@dataclass(frozen=True, slots=True)
class Eased:
    """How much slower than planned the runner goes (`controller.core.easing`)."""

    walk: CentiKmh = CentiKmh(0)
    """How much slower in every walk ..."""
    run: CentiKmh = CentiKmh(0)
    """... and in every run."""
    by: str = ""
    """What she said it with last: ``"console"`` or ``"runner"``, which is a key; empty: with
    nothing."""


@dataclass(frozen=True, slots=True)
class Drive:
    """What the belt was last asked for."""

    commanded: CentiKmh = CentiKmh(0)
    """The last target; in manual mode what she was last told to set."""
    confirmed: bool = False
    """Telemetry since the command showed the commanded speed."""
    asked: bool = False
    """A target has left since the belt began to move; until then it goes as the machine likes."""
    next_up_at: Nanoseconds = Nanoseconds(0)
    """No step up goes before ..."""
    next_down_at: Nanoseconds = Nanoseconds(0)
    """... and no step down before."""
    obey_by: Nanoseconds | None = None
    """By when the belt must have followed the last lower target; None: it has, or there is none."""
    hurried: bool = False
    """The present way down is for a symptom: the steeper ramp."""
    eased: Eased = field(default_factory=Eased)


@dataclass(frozen=True, slots=True)
class ConsoleChange:
    """A speed that somebody has set at the treadmill."""

    speed: CentiKmh
    at: Nanoseconds
    """When it was seen to be set."""
    higher: bool
    """It is faster than what was asked for; if not, it has been adopted."""
    because: str = ""
    """The ceiling that it is above, in words; empty where it is above none."""
    down_at: Nanoseconds | None = None
    """When the belt is asked down; None: it is left alone."""
    agreed: str = ""
    """What the runner has said that brings it down at once; empty while she has said nothing."""


@dataclass(frozen=True, slots=True)
class Obeys:
    """The belt, held against what it was asked for (`controller.core.obey`)."""

    shown: bool = False
    """It was seen at the last target."""
    judged_from: Nanoseconds = Nanoseconds(0)
    """From here on the last target's ramp, and the machine's lag, should be over."""
    level: CentiKmh = CentiKmh(0)
    """The speed that the last frames show ..."""
    frames: int = 0
    """... and how many do, as far as they have to be counted."""
    led_from: CentiKmh | None = None
    """On a way down that has not arrived: the least that it was seen at when a target went out."""
    rises: int = 0
    """How many frames in a row were faster than that."""
    up_to: CentiKmh = CentiKmh(0)
    """The last target up, while it was not seen there: it may still be on its way."""
    found_slower: bool = False
    """On its way down it was found below where it was led: somebody has made it slower."""
    change: ConsoleChange | None = None
    """What somebody has set at the console, as far as it still counts; None: nothing."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A speed-up that has been announced. It stands until the ramp has reached its end."""

    due: Nanoseconds
    said: int
    """The last count said; 1 is the last there is."""
    lapses_at: Nanoseconds
    """A step that has not gone by then has been held back, and is announced again (H6)."""
    speed: CentiKmh
    """What was announced last. Nothing faster goes on it, and no faster interval begins on it."""
