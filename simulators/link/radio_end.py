"""One end of a radio link on a clock: delays, silence and loss, whatever the device behind it is.

Requests are answered one at a time, as ATT has it, each after the round trip, and each runs to its
end whatever became of the task that asked: a cancelled write still reaches the machine
(law 6).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import deque
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from protocols.gatt import CONTROL_POINT, FITNESS_MACHINE_SERVICE
from protocols.units import SECOND, Nanoseconds
from simulators.treadmill.state import (
    Connected,
    Disconnected,
    Refused,
    Subscribe,
    Unsubscribe,
    Value,
)

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from protocols.clock import Clock, Timer
    from simulators.link.interference import Interference
    from simulators.treadmill.machine import Peripheral, Property

UNLIKELY_ERROR: Final = 0x0E
"""The ATT error of a request that the link did not survive (bluetooth.md 3.5)."""

_ATT_TIMEOUT: Final = 30 * SECOND
"""A transaction without an answer ends its bearer (bluetooth.md 3.3)."""
_WRITE_NOT_PERMITTED: Final = Refused(0x03)
_SUBSCRIPTION_REFUSED: Final = 0x11
"""Insufficient Resources: what a machine with no place for a subscription says."""

Reply = bytes | Refused
"""What a request comes back with; a write that was accepted brings no bytes."""


class Listener(Protocol):
    """The client's end of the link."""

    def receive(self, value: Value) -> None:
        """Take a notification or an indication."""

    def dropped(self) -> None:
        """Take note that the link is gone; called once."""


class Peer(Protocol):
    """What bleak's side needs of a treadmill or a sensor, in this process or in another."""

    @property
    def peripheral(self) -> Peripheral:
        """What it offers."""

    @property
    def vacant(self) -> bool:
        """Whether it advertises."""

    @property
    def linked(self) -> bool:
        """Whether this computer holds a link to it, whoever asked for that."""

    async def connect(self, listener: Listener) -> Peer | None:
        """Connect a client, and return its link from there on; None if that cannot be done."""

    async def disconnect(self, listener: Listener) -> None:
        """End the client's link: what is under way fails, it is told so, the belt runs on."""

    def command(self, data: bytes) -> None:
        """Send a write command to the control point."""

    def request_write(self, data: bytes, reply: asyncio.Future[Reply]) -> None:
        """Send a write request to the control point and settle ``reply`` when it is answered."""

    def request_read(self, characteristic: str, reply: asyncio.Future[Reply]) -> None:
        """Send a read request and settle ``reply`` when it is answered."""

    def request(self, given: Subscribe | Unsubscribe, reply: asyncio.Future[Reply]) -> None:
        """Send a request that changes a subscription, and settle ``reply`` likewise."""


class Timing(NamedTuple):
    """How a link behaves in time."""

    att_round_trip: Nanoseconds
    """From a request to its response."""
    supervision_timeout: Nanoseconds
    """For so long a link is silent before both ends call it lost."""


class RadioEnd(ABC):
    """A device at an address, as far as it is a link."""

    def __init__(self, address: str, peripheral: Peripheral, timing: Timing, clock: Clock) -> None:
        """Be in reach, with no link."""
        self.address = address
        self.peripheral = peripheral
        self.timing = timing
        self.on_change: Callable[[], None] = lambda: None
        """Called when it may have become vacant or linked, or ceased to be."""
        self.reachable = True
        self.interference: Interference | None = None
        """What comes between it and its client beside the link's own delays."""
        self._clock = clock
        fitness = peripheral.table.get(FITNESS_MACHINE_SERVICE, {})
        self._offers = fitness.get(CONTROL_POINT, ())
        self._listener: Listener | None = None
        self._carries = False
        self._answers_lost = self._unresponsive = False
        self._supervision: Timer | None = None
        self._waiting: deque[asyncio.Future[Reply]] = deque()
        self._answers_until = Nanoseconds(0)

    @abstractmethod
    def give(self, given: Connected | Disconnected | Subscribe | Unsubscribe) -> Refused | None:
        """Let the link do something to the device; return the ATT error if it is refused."""

    @abstractmethod
    def write(self, data: bytes) -> Refused | None:
        """Take a write that has arrived; return the ATT error if it is refused, else None."""

    def forbid(self, data: bytes, needed: Property) -> Refused:
        """Refuse a write that has arrived, of a kind that the control point does not offer."""
        del data, needed
        return _WRITE_NOT_PERMITTED

    @abstractmethod
    def read(self, characteristic: str) -> Reply:
        """Return what a read that has arrived brings."""

    @property
    def vacant(self) -> bool:
        """Whether a client could connect: then, and only then, the machine advertises."""
        return self.reachable and self._listener is None

    @property
    def linked(self) -> bool:
        """Whether a link is held, though it may have fallen silent."""
        return self._listener is not None

    @property
    def carries(self) -> bool:
        """Whether a link is held and the radio works."""
        return self._listener is not None and self._carries

    def send(self, value: Value) -> None:
        """Send a value to the client, if the radio carries it."""
        if self._answers_lost and value.characteristic == CONTROL_POINT:
            return
        if self._listener is None or not self._carries:
            return
        if self.interference is None:
            self._listener.receive(value)
        else:
            self.interference.send(value, self._deliver)

    async def connect(self, listener: Listener) -> Peer | None:
        """Connect a client that has the link for itself, if it was `vacant`."""
        if not self.vacant:
            return None
        self.attach(listener)
        return self

    async def disconnect(self, listener: Listener) -> None:
        """End the client's link at once."""
        self.detach(listener)

    def attach(self, listener: Listener) -> None:
        """Connect a client; the caller has seen that the treadmill is `vacant`."""
        self._listener = listener
        self._carries = True
        self._answers_lost = self._unresponsive = False
        self.give(Connected())
        self.on_change()
        if self.interference is not None:
            self.interference.linked(self.hang_up)

    def detach(self, listener: Listener) -> None:
        """End the client's link: what is under way fails, it is told so, the belt runs on."""
        self._listener = None
        if self._supervision is not None:
            self._supervision.cancel()
            self._supervision = None
        self.give(Disconnected())
        if self.interference is not None:
            self.interference.link_ended()
        while self._waiting:
            settle(self._waiting.popleft(), Refused(UNLIKELY_ERROR))
        self._answers_until = self._clock.now()
        self.on_change()
        listener.dropped()

    def hang_up(self) -> None:
        """End the link from the machine's side, if there is one."""
        if self._listener is not None:
            self.detach(self._listener)

    def lose_link(self) -> None:
        """Fall silent both ways; both ends find out after the supervision timeout."""
        self.reachable = False
        self.lose_client()

    def lose_client(self) -> None:
        """Hear of the client no more; this end finds out after the supervision timeout."""
        self._carries = False
        listener = self._listener
        if listener is not None and self._supervision is None:
            timeout = self.timing.supervision_timeout
            when = Nanoseconds(self._clock.now() + timeout)
            self._supervision = self._clock.call_at(when, partial(self.detach, listener))
        self.on_change()

    def restore_link(self) -> None:
        """Let clients connect again; a link that fell silent is lost all the same."""
        self.reachable = True
        self.on_change()

    def lose_answers(self) -> None:
        """Let no answer of the control point arrive any more, for as long as this link lasts."""
        self._answers_lost = True

    def stop_responding(self) -> None:
        """Carry out and answer no ATT request any more, for as long as this link lasts."""
        self._unresponsive = True

    def command(self, data: bytes) -> None:
        """Send a write command to the control point: it is on the air at once."""
        if not self._carries:
            return
        between = self.interference
        if between is None or between.arrives(partial(self._deliver_command, data)):
            self._written(data, "write-without-response")

    def request_write(self, data: bytes, reply: asyncio.Future[Reply]) -> None:
        """Send a write request to the control point and settle ``reply`` when it is answered."""
        self._request(partial(self._written, data, "write"), reply)

    def request(self, given: Subscribe | Unsubscribe, reply: asyncio.Future[Reply]) -> None:
        """Send a request that changes a subscription, and settle ``reply`` likewise."""
        self._request(partial(self._subscribe, given), reply)

    def request_read(self, characteristic: str, reply: asyncio.Future[Reply]) -> None:
        """Send a read request and settle ``reply`` when it is answered."""
        self._request(partial(self.read, characteristic), reply)

    def _request(self, exchange: Callable[[], Reply | None], reply: asyncio.Future[Reply]) -> None:
        round_trip = self.timing.att_round_trip
        begins = max(self._clock.now(), self._answers_until)
        self._answers_until = Nanoseconds(begins + round_trip)
        self._waiting.append(reply)
        if self.interference is not None:
            given_up = Nanoseconds(self._clock.now() + _ATT_TIMEOUT)
            self._clock.call_at(given_up, partial(self._give_up, reply))
        arrives = Nanoseconds(begins + round_trip // 2)
        self._clock.call_at(arrives, partial(self._arrive, exchange, reply, self._answers_until))

    def _arrive(
        self,
        exchange: Callable[[], Reply | None],
        reply: asyncio.Future[Reply],
        returns: Nanoseconds,
    ) -> None:
        if not self._carries or reply not in self._waiting or self._unresponsive:
            return
        between = self.interference
        if between is None or between.arrives(partial(self._exchange, exchange, reply, returns)):
            self._exchange(exchange, reply, returns)

    def _exchange(
        self,
        exchange: Callable[[], Reply | None],
        reply: asyncio.Future[Reply],
        returns: Nanoseconds,
    ) -> None:
        answer = exchange() or b""
        self._clock.call_at(returns, partial(self._return, reply, answer))

    def _return(self, reply: asyncio.Future[Reply], answer: Reply) -> None:
        if not self._carries or reply not in self._waiting:
            return
        between = self.interference
        if between is None or between.returns(partial(self._settle, reply, answer)):
            self._settle(reply, answer)

    def _settle(self, reply: asyncio.Future[Reply], answer: Reply) -> None:
        self._waiting.remove(reply)
        settle(reply, answer)

    def _give_up(self, reply: asyncio.Future[Reply]) -> None:
        """End a link in which a request has hung for too long: nothing more can be asked in it."""
        if reply in self._waiting:
            self.hang_up()

    def _subscribe(self, given: Subscribe | Unsubscribe) -> Refused | None:
        between = self.interference
        if between is not None and between.refuses(given.characteristic):
            return Refused(_SUBSCRIPTION_REFUSED)
        return self.give(given)

    def _deliver(self, value: Value) -> None:
        if self._listener is not None and self._carries:
            self._listener.receive(value)

    def _deliver_command(self, data: bytes) -> None:
        if self._carries:
            self._written(data, "write-without-response")

    def _written(self, data: bytes, needed: Property) -> Refused | None:
        return self.write(data) if needed in self._offers else self.forbid(data, needed)


def settle(reply: asyncio.Future[Reply], answer: Reply) -> None:
    """Answer a request, unless nobody waits for it any more."""
    if not reply.done():  # it is, if the task that asked was cancelled
        reply.set_result(answer)
