"""What a bad radio, or a bad host below the controller, does to one link while it lasts.

A link layer never loses a single notification (bluetooth.md 1, Bumble trap 6); hosts and machines
do, so it is here all the same.
"""

from __future__ import annotations

from collections import deque
from functools import partial
from typing import TYPE_CHECKING, Final

from protocols.gatt import CONTROL_POINT
from protocols.units import MILLISECOND, Nanoseconds
from simulators.faults import Fault, Kind

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from protocols.clock import Clock
    from simulators.treadmill.state import Value

_HANGS_UP_AFTER: Final = Nanoseconds(50 * MILLISECOND)
"""From a connection to its end, by a machine that does not want it."""


class Interference:
    """Stands between a device and its client (`simulators.link.radio_end.RadioEnd`)."""

    def __init__(self, clock: Clock, random: Random) -> None:
        """Interfere with nothing yet; ``random`` says which values are lost, and how late."""
        self._clock, self._random = clock, random
        self._faults: list[Fault] = []
        self._held: deque[Callable[[], None]] = deque()
        self._links = 0
        self._on_the_way = 0
        """Values that come later; those behind them do not overtake them."""
        self._last = 0

    def begin(self, fault: Fault) -> None:
        """Let it begin."""
        self._faults.append(fault)

    def end(self, fault: Fault) -> None:
        """Let it end; what it held comes now, in order."""
        self._faults.remove(fault)
        while self._held and not self._has(Kind.STALL):
            self._held.popleft()()

    def link_ended(self) -> None:
        """Forget what was on its way: it belonged to a link that is no more."""
        self._links += 1
        self._held.clear()
        self._on_the_way = 0

    def linked(self, hang_up: Callable[[], None]) -> None:
        """Take note of a new link, and end it if it is not wanted."""
        if self._has(Kind.DISCONNECT):
            when = Nanoseconds(self._clock.now() + _HANGS_UP_AFTER)
            self._clock.call_at(when, partial(self._unless_ended, self._links, hang_up))

    def refuses(self, characteristic: str) -> bool:
        """Return whether a subscription to it is refused."""
        return any(
            each.kind is Kind.REFUSED_SUBSCRIPTIONS and each.amount in (0, int(characteristic, 16))
            for each in self._faults
        )

    def arrives(self, again: Callable[[], None]) -> bool:
        """Return whether a request or a command arrives now; one that is held comes ``again``."""
        return not self._has(Kind.LOST_WRITES) and self._passes(again)

    def returns(self, again: Callable[[], None]) -> bool:
        """Return whether a response comes back now; one that is held comes ``again``."""
        lost = self._has(Kind.HUNG_REQUESTS) or self._has(Kind.LOST_WRITES)
        return not lost and self._passes(again)

    def send(self, value: Value, deliver: Callable[[Value], None]) -> None:
        """Deliver a value of the device now, later, twice or never."""
        answer = value.characteristic == CONTROL_POINT
        if self._loses(Kind.LOST_ANSWERS if answer else Kind.LOST_NOTIFICATIONS):
            return
        times = 2 if answer and self._has(Kind.DOUBLED_ANSWERS) else 1
        for _ in range(times):
            self._send_one(value, deliver, late=self._lateness(answer=answer))

    def _send_one(self, value: Value, deliver: Callable[[Value], None], *, late: int) -> None:
        come = partial(self._come, value, deliver)
        if not late and not self._on_the_way:
            come()
            return
        self._on_the_way += 1
        self._last = max(self._last, self._clock.now() + late)
        arrive = partial(self._unless_ended, self._links, partial(self._arrived, come))
        self._clock.call_at(Nanoseconds(self._last), arrive)

    def _arrived(self, come: Callable[[], None]) -> None:
        self._on_the_way -= 1
        come()

    def _come(self, value: Value, deliver: Callable[[Value], None]) -> None:
        if self._passes(partial(deliver, value)):
            deliver(value)

    def _passes(self, again: Callable[[], None]) -> bool:
        held = self._has(Kind.STALL) or bool(self._held)
        if held:
            self._held.append(again)
        return not held

    def _unless_ended(self, link: int, action: Callable[[], None]) -> None:
        if link == self._links:
            action()

    def _has(self, kind: Kind) -> bool:
        return any(each.kind is kind for each in self._faults)

    def _amounts(self, kind: Kind) -> list[int]:
        return [each.amount or 0 for each in self._faults if each.kind is kind]

    def _loses(self, kind: Kind) -> bool:
        return any(
            amount == 100 or self._random.randrange(100) < amount for amount in self._amounts(kind)
        )

    def _lateness(self, *, answer: bool) -> int:
        if answer:
            late = sum(self._amounts(Kind.LATE_ANSWERS))
        else:
            late = sum(self._amounts(Kind.DELAY))
            late += sum(self._random.randint(0, each) for each in self._amounts(Kind.JITTER))
        return late * MILLISECOND
