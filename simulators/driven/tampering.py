"""What others do to a treadmill that they drive: faults by name, and hands at its console.

`reprise treadmill`, by its screen and its control, and the fixture of the pytest plugin all do it
by this. The faults are `simulators.faults.OF_A_TREADMILL`.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from protocols.units import SECOND, Nanoseconds, StepsPerMinute
from simulators.faults import OF_A_TREADMILL, Fault, Kind, amount_in_words, amount_of, misfit
from simulators.link.injection import Injector
from simulators.treadmill.server import Foot, Press, Steps
from simulators.when import When
from simulators.written.document import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from random import Random

    from protocols.clock import Clock, Timer
    from simulators.driven.watched import WatchedStation

CONSOLE: Final = {
    "start": Press.START,
    "stop": Press.STOP,
    "faster": Press.FASTER,
    "slower": Press.SLOWER,
    "safety-key": Press.SAFETY_KEY,
}
"""The keys of a treadmill's own console by their names."""
_HIGHEST_STEPS: Final = 255
"""RSC counts them in one byte."""
_NOW: Final = When("", 0, Nanoseconds(0))


def kind_named(name: str) -> Kind:
    """Return a kind of fault that a treadmill can have.

    Raises:
        ValueError: there is none of that name; a sentence with the nearest.
    """
    if name not in OF_A_TREADMILL:
        known = tuple(map(str, OF_A_TREADMILL))
        raise ValueError(f'a treadmill has no fault "{name}"; {did_you_mean(name, known)}')
    return Kind(name)


def fault_named(name: str, amount: str | None, lasts: Nanoseconds, how: str) -> Fault:
    """Return a fault that begins now; it lasts until it is mended if ``lasts`` is 0.

    Args:
        name: as in `OF_A_TREADMILL`.
        amount: as ``--fault`` has it, ``20%``; None for the usual one.
        lasts: for how long.
        how: how whoever reads the sentence writes an amount.

    Raises:
        ValueError: there is no such fault, or something is missing or too much; a sentence.
    """
    kind = kind_named(name)
    wrong = misfit(kind, lasts, amount, mendable=True)
    if wrong is None:
        return Fault(kind, _NOW, lasts, amount_of(kind, amount))
    remedy = f"write {how}" if wrong.wanted else "leave it away"
    if wrong.part == "duration":
        remedy = "leave for_s away"
    raise ValueError(f"{kind} {wrong.says}; {remedy}.")


def steps_of(steps: object, nothing: str) -> StepsPerMinute | None:
    """Return steps a minute that somebody asks for, or None: as the belt asks.

    Raises:
        ValueError: it is neither; a sentence, in which None is called ``nothing``.
    """
    if steps is None:
        return None
    if isinstance(steps, int) and not isinstance(steps, bool) and 0 <= steps <= _HIGHEST_STEPS:
        return StepsPerMinute(steps)
    raise ValueError(
        f"steps is a whole number a minute from 0 to {_HIGHEST_STEPS}, or {nothing}: as the belt "
        "asks."
    )


class _Lasting(NamedTuple):
    fault: Fault
    end: Callable[[], None]
    timer: Timer | None


class Tampering:
    """Does it to one treadmill, and lets it tell of each thing."""

    def __init__(self, station: WatchedStation, clock: Clock, random: Random) -> None:
        """Begin with nothing wrong; ``random`` is for what faults leave to chance."""
        self._station, self._clock = station, clock
        self._injector = Injector(station, clock, random)
        self._lasting: dict[Kind, _Lasting] = {}

    @property
    def on(self) -> Mapping[Kind, Fault]:
        """The faults that last now; of each kind there is one at most."""
        return {kind: each.fault for kind, each in self._lasting.items()}

    def begin(self, fault: Fault) -> None:
        """Begin a fault now, whatever its ``when``; it takes the place of one of its kind."""
        kind, lasts = fault.kind, fault.lasts
        amount = amount_in_words(kind, fault.amount)
        told: dict[str, object] = {"amount": amount} if amount else {}
        self._station.tell(fault=kind, **told, **({"for_s": lasts / SECOND} if lasts else {}))
        end = self._injector.begin(fault)
        self._forget(kind)
        if end is None:
            return
        until = Nanoseconds(self._clock.now() + lasts)
        timer = self._clock.call_at(until, partial(self._over, kind)) if lasts else None
        self._lasting[kind] = _Lasting(fault, end, timer)

    def mend(self, kind: Kind) -> bool:
        """End a fault, if it lasts, and return whether it did."""
        lasted = self._forget(kind)
        if lasted:
            self._station.tell(mended=kind)
        return lasted

    def press(self, name: str) -> None:
        """Press a key of the console; KeyError if there is none such."""
        key = CONSOLE[name]
        self._station.tell(console=name)
        self._station.give(key)

    def step(self, per_minute: StepsPerMinute | None) -> None:
        """Let whoever is on the belt step so often, or None: as the belt asks."""
        self._station.tell(steps=per_minute)
        self._station.give(Steps(per_minute))

    def foot(self, *, on: bool) -> None:
        """Let somebody step on the belt, or off it."""
        self._station.tell(on_belt=on)
        self._station.give(Foot(on=on))

    def _over(self, kind: Kind) -> None:
        self.mend(kind)

    def _forget(self, kind: Kind) -> bool:
        was = self._lasting.pop(kind, None)
        if was is None:
            return False
        if was.timer is not None:
            was.timer.cancel()
        was.end()
        return True
