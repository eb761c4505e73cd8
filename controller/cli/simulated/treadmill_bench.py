"""A simulated treadmill as its screen sees it: folded from what it tells, and from its state."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

from controller.tui.treadmill.view import CommandSeen, FaultSeen, TreadmillView
from protocols.units import CentiKmh, Nanoseconds
from simulators.faults import FORMS, OF_A_TREADMILL, Fault, Kind, Unit, amount_in_words
from simulators.treadmill import reporting
from simulators.treadmill.server import target_speed
from simulators.when import When

if TYPE_CHECKING:
    from protocols.clock import Clock
    from simulators.driven.tampering import Tampering
    from simulators.driven.watched import WatchedStation
    from simulators.link.wire import Message

_KEPT: Final = 100
"""Commands, for a tall terminal."""
_LATE: Final = 1000
"""Milliseconds, of whatever comes later: a key says no amount."""
_FAULTS: Final = {
    kind: Fault(
        kind,
        When("", 0, Nanoseconds(0)),
        amount=_LATE if FORMS[kind].unit is Unit.MILLISECONDS else FORMS[kind].usual,
    )
    for kind in OF_A_TREADMILL
}
"""What the key of each begins."""


class StationBench:
    """Stands between a treadmill and its screen."""

    def __init__(
        self, station: WatchedStation, tampering: Tampering, clock: Clock, how: str
    ) -> None:
        """Take a treadmill that is reached by some radio."""
        self._station, self._tampering, self._clock = station, tampering, clock
        self._how = how
        self._commands: deque[CommandSeen] = deque(maxlen=_KEPT)
        self._happened = ""

    def hear(self, message: Message) -> None:
        """Take what the treadmill tells."""
        match message:
            case {"t": when, "command": data, "means": means, **rest}:
                answer = rest.get("answered") or rest.get("refused", "")
                says = rest.get("says") or rest.get("because", "no answer")
                self._commands.append(CommandSeen(when, data, means, answer, says))
            case {"phase": _}:
                pass  # it is read off the belt
            case {"t": when, **rest}:
                told = ", ".join(f"{key} {value}" for key, value in rest.items())
                self._happened = f"{when:.3f}  {told}"
            case _:
                pass

    def view(self) -> TreadmillView:
        """Return how it stands now."""
        station, now = self._station, self._clock.now()
        treadmill = station.treadmill
        steps = reporting.cadence(treadmill, now)
        on = self._tampering.on
        counters = treadmill.counters
        return TreadmillView(
            title=f"{station.machine.title} ({station.machine.name})",
            calls_itself=station.machine.radio.local_name,
            address=station.address,
            how=self._how,
            belt=station.belt_speed(),
            reported=reporting.shown_speed(treadmill, now),
            target=CentiKmh(target_speed(treadmill)),
            phase=treadmill.phase.value,
            client=station.linked,
            controlled=treadmill.link.controlled,
            on_belt=counters.walking,
            steps=steps,
            faults=tuple(
                FaultSeen(kind, amount_in_words(kind, fault.amount), FORMS[kind].means, kind in on)
                for kind, fault in _FAULTS.items()
            ),
            commands=tuple(self._commands),
            happened=self._happened,
        )

    def press(self, key: str) -> None:
        """Press a key of its console."""
        self._tampering.press(key)

    def toggle(self, fault: str) -> None:
        """Begin a fault, or mend it if it lasts."""
        kind = Kind(fault)
        if kind in self._tampering.on:
            self._tampering.mend(kind)
        else:
            self._tampering.begin(_FAULTS[kind])

    def foot(self, *, on: bool) -> None:
        """Let somebody step on the belt, or off it."""
        self._tampering.foot(on=on)
