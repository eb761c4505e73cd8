"""What can be done to a treadmill that others drive: faults by name, and hands at its console.

`FAULTS` is the one table of them: the screen shows it, and the control takes its names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from protocols.units import Nanoseconds, StepsPerMinute
from simulators.treadmill import Disobey, Foot, LoseControl, Press, Steps

if TYPE_CHECKING:
    from collections.abc import Callable

    from protocols.clock import Clock, Timer
    from simulators.watched import WatchedStation


class Fault(NamedTuple):
    """Something that goes wrong with a treadmill or its radio."""

    says: str
    """What is so while it lasts."""
    begin: Callable[[WatchedStation], None]
    mend: Callable[[WatchedStation], None] | None
    """None for what happens in a moment and does not last."""
    of_link: bool = False
    """The radio forgets it at the end of a link, so it begins again with the next one."""


FAULTS: Final = {
    "silent": Fault(
        "the radio is silent both ways; the link is lost",
        lambda station: station.lose_link(),
        lambda station: station.restore_link(),
    ),
    "answers-lost": Fault(
        "no answer of the control point arrives",
        lambda station: station.lose_answers(),
        lambda station: station.answer_again(),
        of_link=True,
    ),
    "unresponsive": Fault(
        "no request is carried out; data still come",
        lambda station: station.stop_responding(),
        lambda station: station.answer_again(),
        of_link=True,
    ),
    "disobey": Fault(
        "targets are answered and not followed",
        lambda station: _give(station, Disobey()),
        lambda station: station.obey_again(),
    ),
    "control-lost": Fault(
        "control is taken from the client",
        lambda station: _give(station, LoseControl()),
        None,
    ),
}

CONSOLE: Final = {
    "start": Press.START,
    "stop": Press.STOP,
    "faster": Press.FASTER,
    "slower": Press.SLOWER,
    "safety-key": Press.SAFETY_KEY,
}
"""The keys of a treadmill's own console by their names."""


class Tampering:
    """Does it to one treadmill, and lets it tell of each thing."""

    def __init__(self, station: WatchedStation, clock: Clock) -> None:
        """Begin with nothing wrong."""
        self._station, self._clock = station, clock
        self._on: dict[str, Timer | None] = {}
        station.on_connect = self._begin_of_link

    @property
    def on(self) -> frozenset[str]:
        """The faults that last now."""
        return frozenset(self._on)

    def begin(self, name: str, span: Nanoseconds | None = None) -> None:
        """Begin a fault, for so long or until it is mended; KeyError if there is none such."""
        fault = FAULTS[name]
        if fault.mend is not None:
            self._forget(name)
            self._on[name] = None
        told = {} if span is None else {"for_s": span / 1_000_000_000}
        self._station.tell(fault=name, **told)
        fault.begin(self._station)
        if fault.mend is not None and span is not None:
            until = Nanoseconds(self._clock.now() + span)
            self._on[name] = self._clock.call_at(until, lambda: self.mend(name))

    def mend(self, name: str) -> None:
        """End a fault, if it lasts."""
        mend = FAULTS[name].mend
        if name not in self._on or mend is None:
            return
        self._forget(name)
        mend(self._station)
        # Two may be ended by one way of the radio's; the other is still wanted.
        self._begin_of_link()
        self._station.tell(mended=name)

    def press(self, name: str) -> None:
        """Press a key of the console; KeyError if there is none such."""
        self._station.tell(console=name)
        _give(self._station, CONSOLE[name])

    def step(self, per_minute: StepsPerMinute | None) -> None:
        """Let whoever is on the belt step so often, or None: as the belt asks."""
        self._station.tell(steps=per_minute)
        _give(self._station, Steps(per_minute))

    def foot(self, *, on: bool) -> None:
        """Let somebody step on the belt, or off it."""
        self._station.tell(on_belt=on)
        _give(self._station, Foot(on=on))

    def _forget(self, name: str) -> None:
        timer = self._on.pop(name, None)
        if timer is not None:
            timer.cancel()

    def _begin_of_link(self) -> None:
        for name in self._on:
            if FAULTS[name].of_link:
                FAULTS[name].begin(self._station)


def _give(station: WatchedStation, given: Press | Steps | Foot | Disobey | LoseControl) -> None:
    station.give(given)
