from __future__ import annotations

from functools import partial
from typing import NamedTuple

import pytest

from protocols.gatt import CONTROL_POINT, MACHINE_STATUS, TRAINING_STATUS, TREADMILL_DATA
from protocols.units import MILLISECOND, CentiKmh, Nanoseconds
from simulators.profiles import find_machine
from simulators.treadmill.server import (
    Connected,
    HungUp,
    Input,
    Refused,
    Subscribe,
    Treadmill,
    Value,
    Write,
    belt_speed,
    switched_on,
    update,
    wake_at,
)
from tests.simulators.room import DistantRoom, InRoom, RadioRoom, Room, in_room_of


class Heard(NamedTuple):
    """A value and when it came out."""

    milliseconds: float
    characteristic: str
    data: bytes


class Bench:
    """A treadmill on a bench: connected, subscribed, and written to at given milliseconds."""

    def __init__(self, name: str, *, subscribed: bool = True) -> None:
        self.treadmill: Treadmill = switched_on(find_machine(name))
        self.heard: list[Heard] = []
        self.refused: list[int] = []
        self.hung_up: list[float] = []
        self.at(0, Connected())
        if subscribed:
            for short in (TREADMILL_DATA, TRAINING_STATUS, CONTROL_POINT, MACHINE_STATUS):
                self.at(0, Subscribe(short))

    def at(self, milliseconds: float, given: Input | None = None) -> Bench:
        """Let time pass, wake-up by wake-up, and then let something happen."""
        now = Nanoseconds(round(milliseconds * MILLISECOND))
        while (wake := wake_at(self.treadmill)) is not None and wake <= now:
            self._update(wake, None)
        self._update(now, given)
        return self

    def write(self, milliseconds: float, hexadecimal: str) -> Bench:
        """Write to the control point at a moment."""
        return self.at(milliseconds, Write(bytes.fromhex(hexadecimal)))

    def values(self, characteristic: str, since: float = 0) -> list[Heard]:
        """Return what one characteristic sent."""
        return [
            each
            for each in self.heard
            if each.characteristic == characteristic and each.milliseconds >= since
        ]

    def answers(self) -> list[str]:
        """Return what the control point sent, as hex."""
        return [each.data.hex(" ") for each in self.values(CONTROL_POINT)]

    def speed(self, milliseconds: float) -> CentiKmh:
        """Return the belt's true speed at a moment not before the last."""
        return belt_speed(self.treadmill, round(milliseconds * MILLISECOND))

    def _update(self, now: Nanoseconds, given: Input | None) -> None:
        self.treadmill, outputs = update(self.treadmill, now, given)
        for output in outputs:
            match output:
                case Value(characteristic, data):
                    self.heard.append(Heard(now / MILLISECOND, characteristic, data))
                case Refused(att_error):
                    self.refused.append(att_error)
                case HungUp():
                    self.hung_up.append(now / MILLISECOND)


@pytest.fixture(params=[Room, DistantRoom, RadioRoom], ids=["here", "distant", "radio"])
def in_room(request: pytest.FixtureRequest) -> InRoom:
    """Run a story among treadmills in this process, and again as if they were in another."""
    return partial(in_room_of, request.param)


@pytest.fixture
def generic() -> Bench:
    """A treadmill that keeps to the specification."""
    return Bench("generic")


@pytest.fixture
def e1l() -> Bench:
    """A UREVO E1L."""
    return Bench("urevo-e1l")


@pytest.fixture
def urtm024() -> Bench:
    """A UREVO URTM024."""
    return Bench("urevo-urtm024")


@pytest.fixture
def omega_z() -> Bench:
    """A Horizon Omega Z."""
    return Bench("horizon-omega-z")
