"""One treadmill on a clock, behind its radio; it lives on whether anybody is connected or not.

A `Station` is the treadmill and its first client's link; a machine that serves several clients has
a `FurtherLink` for each of the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, assert_never

from protocols.units import CentiKmh, Nanoseconds
from simulators.link.radio_end import Listener, Peer, RadioEnd, Reply, Timing
from simulators.treadmill import server as machine_side
from simulators.treadmill.machine import peripheral_of
from simulators.treadmill.server import (
    Connected,
    Disconnected,
    HungUp,
    Input,
    Refused,
    Subscribe,
    Treadmill,
    Unsubscribe,
    Value,
    Write,
    switched_on,
)

if TYPE_CHECKING:
    from protocols.clock import Clock, Timer
    from simulators.treadmill.machine import MachineProfile, Property

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
        others = range(1, radio.clients)
        self._further = [FurtherLink(self, client, clock) for client in others]
        self.links: tuple[RadioEnd, ...] = (self, *self._further)
        """One for each client that it serves, whether there is one or not."""

    @property
    def treadmill(self) -> Treadmill:
        """The state as of the last event; `simulators.treadmill.server` has it of a later one."""
        return self._treadmill

    @property
    def vacant(self) -> bool:
        """Whether one more client could connect."""
        return super().vacant or any(link.vacant for link in self._further)

    async def connect(self, listener: Listener) -> Peer | None:
        """Connect a client by the first link that is free."""
        if super().vacant:
            self.attach(listener)
            return self
        for link in self._further:
            if link.vacant:
                return await link.connect(listener)
        return None

    def lose_link(self) -> None:
        """Fall silent both ways, for all clients."""
        super().lose_link()
        for link in self._further:
            link.lose_link()

    def restore_link(self) -> None:
        """Let clients connect again, by every link."""
        super().restore_link()
        for link in self._further:
            link.restore_link()

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
                case HungUp(client):
                    self.links[client].hang_up()
                case Value():
                    self.let_out(output)
                case _:
                    assert_never(output)
        return refused

    def let_out(self, value: Value) -> None:
        """Send a value to the client that it is for."""
        self.links[value.client].send(value)

    def write(self, data: bytes, client: int = 0) -> Refused | None:
        """Take a write to the control point that has arrived; return the ATT error, if refused."""
        self.commands.append((self._clock.now(), data))
        return self.give(Write(data, client))

    def forbid(self, data: bytes, needed: Property) -> Refused:
        """Refuse a write of a kind that the control point does not offer; the machine is spared."""
        self.commands.append((self._clock.now(), data))
        return super().forbid(data, needed)

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


class FurtherLink(RadioEnd):
    """The link of another client than the first, to a treadmill that serves several."""

    def __init__(self, station: Station, client: int, clock: Clock) -> None:
        """Be free."""
        super().__init__(station.address, station.peripheral, station.timing, clock)
        self._station, self._client = station, client

    def give(self, given: Connected | Disconnected | Subscribe | Unsubscribe) -> Refused | None:
        """Let this client's link do something to the treadmill."""
        return self._station.give(given._replace(client=self._client))

    def write(self, data: bytes) -> Refused | None:
        """Take a write of this client that has arrived."""
        return self._station.write(data, self._client)

    def forbid(self, data: bytes, needed: Property) -> Refused:
        """Refuse a write of this client."""
        return self._station.forbid(data, needed)

    def read(self, characteristic: str) -> Reply:
        """Return what a read that has arrived brings."""
        return self._station.read(characteristic)
