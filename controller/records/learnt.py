"""What was learnt of one treadmill, in small frozen values, and their way into a file and back.

Whatever was not seen is None. Nothing here is guessed, and nothing has a default that a machine
might not have.
"""

from __future__ import annotations

from enum import Enum, unique
from typing import Any, Final, NamedTuple

from controller.core import numbers
from controller.core.known import MachineKnown
from protocols.units import SECOND, CentiKmh, Nanoseconds

FINEST: Final = 100_000
"""So many of the units in which a native step is kept make 0.01 km/h: 0.1 mph is whole in them."""
_LATEST_START: Final = Nanoseconds(60 * SECOND)
_START_MARGIN: Final = Nanoseconds(2 * SECOND)


@unique
class Unit(Enum):
    """In which unit a machine's speeds really are; the specification knows km/h only."""

    KMH = "km/h"
    MPH = "mph"


class Measured(NamedTuple):
    """A quantity as it was measured: ns, or 0.01 km/h per second."""

    middle: int
    """The median."""
    least: int
    most: int
    n: int
    """How often."""


class Learnt(NamedTuple):
    """All that a session may teach of its treadmill."""

    period: Measured | None = None
    """Between two frames of treadmill data."""
    shown: Measured | None = None
    """From a new target or a stop to the first frame that shows it."""
    lag: Measured | None = None
    """... to where the ramp that the frames show began."""
    start: Measured | None = None
    """From Start to the first frame with motion."""
    still_until: Measured | None = None
    """From Start to the last frame without."""
    acceleration: Measured | None = None
    deceleration: Measured | None = None
    step: int | None = None
    """The grid on which the machine's speeds lie, in 1/`FINEST` of 0.01 km/h."""
    reports_target: bool | None = None
    """The speed in its frames is what it makes for, and not what its belt does."""
    rested: bool | None = None
    """The metres that it counts ended with its speed: its belt stands when it says 0."""
    targets: Unit | None = None
    """The unit in which it takes a target."""
    reports: Unit | None = None
    """The unit in which it reports its speed."""

    @property
    def mph(self) -> bool:
        """One of its speeds is not what it says."""
        return Unit.MPH in (self.targets, self.reports)


NOTHING_LEARNT: Final = Learnt()


def moved(learnt: Learnt) -> bool:
    """Return whether it is more than what a belt that stands still shows, its period."""
    return learnt._replace(period=None) != NOTHING_LEARNT


def known_of(learnt: Learnt) -> MachineKnown:
    """Return what a session goes by.

    Of several measurements it takes the one that makes it wait longer, and of the lags the least:
    a belt that is asked to slow down early must not do so before a run is as long as it counts.
    A deceleration that only the reported speed stands for (it may be a target's ramp) never
    shortens a wait: the metres have to speak for it.
    """
    slowest = None if learnt.deceleration is None else CentiKmh(learnt.deceleration.least)
    return MachineKnown(
        lead=None if learnt.lag is None else Nanoseconds(learnt.lag.least),
        shown=None if learnt.shown is None else Nanoseconds(learnt.shown.most),
        deceleration=slowest,
        follows_belt=learnt.reports_target is False and learnt.rested is True,
        mph=learnt.mph,
    )


def start_delay_of(learnt: Learnt) -> Nanoseconds:
    """Return the longest that a machine may take from Start to motion.

    Half as long again as the longest that was seen, and 2 s: starts differ (the Omega Z's by
    1.8 s, ftms.md 6.2), and who gives up too early misses a late one. Never less than where
    nothing was learnt: quick starts do not rule a late one out (H14).
    """
    if learnt.start is None:
        return numbers.START_DELAY
    longest = learnt.start.most * 3 // 2 + _START_MARGIN
    return Nanoseconds(max(numbers.START_DELAY, min(longest, _LATEST_START)))


_MEASURED: Final = (
    "period",
    "shown",
    "lag",
    "start",
    "still_until",
    "acceleration",
    "deceleration",
)
_UNITS: Final = ("targets", "reports")


def to_json(learnt: Learnt) -> dict[str, Any]:
    """Return what was seen, ready for JSON; what was not seen has no key."""
    held: dict[str, Any] = {}
    for name, value in learnt._asdict().items():
        if isinstance(value, Measured):
            held[name] = value._asdict()
        elif isinstance(value, Unit):
            held[name] = value.value
        elif value is not None:
            held[name] = value
    return held


def from_json(held: Any) -> Learnt:
    """Return what `to_json` made.

    Raises:
        ValueError: it is something else; the message names the key.
    """
    if not isinstance(held, dict):
        raise ValueError(f"{held!r} is not an object")  # noqa: TRY004  # one error for the caller
    unknown = sorted(set(held) - set(Learnt._fields))
    if unknown:
        raise ValueError(f"{unknown[0]!r} is nothing that is learnt")
    found: dict[str, Any] = {}
    for name, value in held.items():
        if name in _MEASURED:
            found[name] = _measured(name, value)
        elif name in _UNITS:
            found[name] = _unit(name, value)
        elif name == "step":
            found[name] = _positive(name, value)
        elif isinstance(value, bool):
            found[name] = value
        else:
            raise ValueError(f"{name!r} is {value!r} and not true or false")
    return Learnt(**found)


def _measured(name: str, value: Any) -> Measured:
    if not isinstance(value, dict) or set(value) != set(Measured._fields):
        raise ValueError(f"{name!r} does not have {', '.join(Measured._fields)}, and no more")
    found = Measured(**{key: _whole(f"{name}.{key}", each) for key, each in value.items()})
    if found.n < 1 or not found.least <= found.middle <= found.most:
        raise ValueError(f"{name!r} is not least, middle and most, in this order, of n")
    if name.endswith("eration") and found.least < 1:
        raise ValueError(f"{name!r} is not above 0")
    return found


def _whole(name: str, value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**63:
        raise ValueError(f"{name!r} is {value!r} and not a whole number")
    return value


def _positive(name: str, value: Any) -> int:
    if _whole(name, value) == 0:
        raise ValueError(f"{name!r} is not above 0")
    return int(value)


def _unit(name: str, value: Any) -> Unit:
    try:
        return Unit(value)
    except ValueError:
        raise ValueError(f"{name!r} is {value!r} and not km/h or mph") from None
