"""The situations in which the belt is to stop or slow, and a radio that notes what it is handed.

They are those of ftms.md 8.1, one for each way in which a control point keeps a client waiting.
The link takes 30 ms for a round trip.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from protocols.ftms import STOP, Op
from protocols.units import MILLISECOND, Nanoseconds
from simulators.link.air import SimulatedAir
from simulators.profiles import find_machine
from simulators.treadmill.machine import MachineProfile
from tests.bench.figures import NEVER

if TYPE_CHECKING:
    from protocols.clock import Clock
    from simulators.link.backends import SimulatedClient

HERE: Final = "5E:1F:7E:AD:00:01"
PATIENCE: Final = 6.0
"""Seconds after which what has not arrived never will."""
_GENERIC: Final = find_machine("generic")
_LATE: Final = 1430
"""Milliseconds; a Horizon's own figure (ftms.md 8.1)."""


class When(Enum):
    """What the stop finds under way."""

    FRESH = auto()
    """Connected, and nothing was written yet."""
    IDLE = auto()
    """Control was asked for, and everything that will be answered has been."""
    IN_FLIGHT = auto()
    """A set-speed has been handed to the radio."""


def is_stop(data: bytes) -> bool:
    """Return whether these bytes are the stop."""
    return data == STOP


class Situation(NamedTuple):
    """How things stand when the stop is asked for."""

    name: str
    when: When
    between: tuple[int, int]
    """Milliseconds from the moment that `when` tells of to the stop."""
    machine: MachineProfile = _GENERIC
    fault: Callable[[SimulatedAir], None] | None = None
    """Happens when the set-speed is handed over."""
    bar: float | None = None
    """Milliseconds for our p99, to the transport (issue 4)."""


def _changed(**rows: Any) -> MachineProfile:
    return replace(_GENERIC, control_point=replace(_GENERIC.control_point, **rows))


# Not strict: one that is would refuse the stop (ATT 0xFE) until it has answered the set-speed.
_SLOW: Final = _changed(answers_after=Nanoseconds(_LATE * MILLISECOND), strict=False)
_SILENT: Final = _changed(never_answers=(Op.REQUEST_CONTROL, Op.SET_TARGET_SPEED))
_NO_CONTROL: Final = find_machine("horizon-omega-z")

SITUATIONS: Final = (
    Situation("idle, control held", When.IDLE, (200, 1200), bar=2),
    Situation("control not yet requested", When.FRESH, (0, 0), bar=2),
    Situation("set-speed acked after 1.43 s", When.IN_FLIGHT, (40, 1000), _SLOW, bar=5),
    Situation(
        "set-speed, its indication lost",
        When.IN_FLIGHT,
        (40, 1000),
        fault=lambda air: air.lose_answers(HERE),
        bar=5,
    ),
    Situation("Request Control never answered", When.IDLE, (200, 1200), _NO_CONTROL, bar=5),
    Situation("the same, set-speed in flight", When.IN_FLIGHT, (40, 1000), _SILENT, bar=5),
    Situation("inside a running ATT write", When.IN_FLIGHT, (1, 28), bar=35),
    Situation(
        "an ATT write that never returns",
        When.IN_FLIGHT,
        (100, 1000),
        fault=lambda air: air.stop_responding(HERE),
    ),
)


@dataclass
class Radio:
    """A treadmill in the air, and when a client's transport was handed what."""

    clock: Clock
    situation: Situation
    reached: int = 0
    """The situation is that of the first set-speed of so much at least; in 0.01 km/h."""
    handed: list[tuple[Nanoseconds, bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Put the treadmill there."""
        self.air = SimulatedAir(self.clock)
        self.air.add(HERE, self.situation.machine)
        self.set_speed = asyncio.Event()
        """The set-speed was handed over."""
        client, note = self.air.client_backend, self._note

        async def write(self: SimulatedClient, to: Any, data: Any, response: bool) -> None:  # noqa: FBT001
            note(bytes(data))
            await client.write_gatt_char(self, to, data, response)

        self.client_backend = type("NotingClient", (client,), {"write_gatt_char": write})

    def _note(self, data: bytes) -> None:
        self.handed.append((self.clock.now(), data))
        target = int.from_bytes(data[1:], "little")
        asked = data[0] == Op.SET_TARGET_SPEED and target >= self.reached
        if asked and not self.set_speed.is_set():
            self.set_speed.set()
            if self.situation.fault is not None:
                self.situation.fault(self.air)


class Sample(NamedTuple):
    """Milliseconds from the moment of asking; `NEVER` for what did not come."""

    handed: float
    arrived: float


def between(situation: Situation, share: float) -> float:
    """Return the seconds to wait for one of many samples, spread evenly."""
    first, last = situation.between
    return (first + (last - first) * share) / 1000


async def sample_of(
    radio: Radio, asked: Nanoseconds, wanted: Callable[[bytes], bool] = is_stop
) -> Sample:
    """Return when the first bytes that are wanted came."""

    def since(events: list[tuple[Nanoseconds, bytes]]) -> float:
        found = (when for when, data in events if wanted(data) and when >= asked)
        return (next(found, NEVER) - asked) / MILLISECOND

    until = asked + PATIENCE * 1000 * MILLISECOND
    arrived = radio.air.commands
    while since(arrived(HERE)) == NEVER and radio.clock.now() < until:  # noqa: ASYNC110  # no event
        await asyncio.sleep(0.02)
    return Sample(since(radio.handed), since(arrived(HERE)))
