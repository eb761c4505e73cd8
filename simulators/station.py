"""One treadmill on a clock, behind its radio; it lives on whether anybody is connected or not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, assert_never

from protocols.units import CentiKmh, Nanoseconds
from simulators import treadmill as machine_side
from simulators.machine import peripheral_of
from simulators.radio_end import RadioEnd, Reply, Timing
from simulators.treadmill import (
    HungUp,
    Input,
    Refused,
    Treadmill,
    Value,
    Write,
    switched_on,
)

if TYPE_CHECKING:
    from protocols.clock import Clock, Timer
    from simulators.machine import MachineProfile

_READ_NOT_PERMITTED: Final = Refused(0x02)


class Station(RadioEnd):
    """A treadmill at an address."""

    def __init__(self, address: str, machine: MachineProfile, clock: Clock) -> None:
        """Switch the treadmill on; its time is the clock's."""
        radio = machine.radio
        timing = Timing(radio.att_round_trip, radio.supervision_timeout)
        super().__init__(address, peripheral_of(machine), timing, clock)
        self.machine = machine
        self.commands: list[tuple[Nanoseconds, bytes]] = []
        self._treadmill = switched_on(machine)
        self.belts = [self._treadmill.belt]
        """Each course that the belt took, in order: what it truly did, for whoever judges it."""
        self._timer: Timer | None = None
        self._armed: Nanoseconds | None = None

    @property
    def treadmill(self) -> Treadmill:
        """The state as of the last event; ask `simulators.treadmill` for a moment since then."""
        return self._treadmill

    def belt_speed(self) -> CentiKmh:
        """Return how fast the belt runs now, whatever the machine reports."""
        return machine_side.belt_speed(self._treadmill, self._clock.now())

    def give(self, given: Input | None) -> Refused | None:
        """Let something happen to the treadmill now; return the ATT error if it is refused."""
        now = self._clock.now()
        self._treadmill, outputs = machine_side.update(self._treadmill, now, given)
        if self._treadmill.belt is not self.belts[-1]:
            self.belts.append(self._treadmill.belt)
        self._arm()
        refused = None
        for output in outputs:
            match output:
                case Refused():
                    refused = output
                case HungUp():
                    self._hang_up()
                case Value():
                    self.send(output)
                case _:
                    assert_never(output)
        return refused

    def _hang_up(self) -> None:
        if self._listener is not None:
            self.detach(self._listener)

    def write(self, data: bytes) -> Refused | None:
        """Take a write to the control point that has arrived."""
        self.commands.append((self._clock.now(), data))
        return self.give(Write(data))

    def read(self, characteristic: str) -> Reply:
        """Return what a read that has arrived brings."""
        value = machine_side.read(self._treadmill, characteristic)
        return _READ_NOT_PERMITTED if value is None else value

    def _wake(self) -> None:
        self._armed = None
        self.give(None)

    def _arm(self) -> None:
        """Keep one timer on the clock, for the moment the treadmill asks for."""
        wake = machine_side.wake_at(self._treadmill)
        if wake == self._armed:
            return
        if self._timer is not None:
            self._timer.cancel()
        self._armed = wake
        self._timer = None if wake is None else self._clock.call_at(wake, self._wake)
