"""Sensors beside the treadmill: a foot pod, a heart-rate strap and both in one, by their radio.

They live in the same room and see the belt that their wearer is on. All send once a second to
whoever has subscribed, as real ones do.
"""

from __future__ import annotations

from abc import abstractmethod
from enum import StrEnum, unique
from typing import TYPE_CHECKING, Final

from protocols import gatt
from protocols.hrs import HeartRateMeasurement, encode_heart_rate_measurement
from protocols.rsc import RscMeasurement, encode_rsc_measurement
from protocols.units import MILLISECOND, SECOND, Nanoseconds
from simulators.link.radio_end import RadioEnd, Reply, Timing
from simulators.treadmill import gait
from simulators.treadmill.machine import Peripheral
from simulators.treadmill.reporting import cadence
from simulators.treadmill.state import (
    Connected,
    Disconnected,
    Refused,
    Subscribe,
    Unsubscribe,
    Value,
)

if TYPE_CHECKING:
    from protocols.clock import Clock, Timer
    from simulators.link.station import Station

_PERIOD: Final = Nanoseconds(1 * SECOND)
_TIMING: Final = Timing(Nanoseconds(60 * MILLISECOND), Nanoseconds(420 * MILLISECOND))
"""What Linux asks for: 30 ms a connection interval, 420 ms (bluetooth.md 3.6)."""
_READ_NOT_PERMITTED: Final = Refused(0x02)
_WRITE_NOT_PERMITTED: Final = Refused(0x03)
_RESTING: Final = 70
"""Beats a minute on a belt that stands; each km/h adds ten. Nobody's heart, but it moves."""
_UNEVEN: Final = (0, 1, 2, 1)


@unique
class Counts(StrEnum):
    """What a foot pod puts where its cadence belongs (ftms.md 2.9)."""

    STEPS = "steps"
    STRIDES = "strides"
    POWER = "power"
    """A tenth of the power, as a Stryd can be set to."""


_FOOTPOD: Final = Peripheral(
    "Virtual Foot Pod",
    {},
    {gatt.RUNNING_SPEED_AND_CADENCE_SERVICE: {gatt.RSC_MEASUREMENT: ("notify",)}},
)
_STRAP: Final = Peripheral(
    "Virtual Strap", {}, {gatt.HEART_RATE_SERVICE: {gatt.HEART_RATE_MEASUREMENT: ("notify",)}}
)

_POD_AND_STRAP: Final = Peripheral("Virtual Pod and Strap", {}, _FOOTPOD.table | _STRAP.table)

SENSORS: Final = {"footpod": _FOOTPOD, "strap": _STRAP, "pod-and-strap": _POD_AND_STRAP}
"""By the name that goes between processes."""


class Sensor(RadioEnd):
    """A device that sends its values once a second."""

    def __init__(
        self, address: str, peripheral: Peripheral, treadmill: Station, clock: Clock
    ) -> None:
        """Be on somebody who stands on that treadmill."""
        super().__init__(address, peripheral, _TIMING, clock)
        self._treadmill = treadmill
        self._wanted: set[str] = set()
        self._next: Timer | None = None

    @abstractmethod
    def values(self) -> tuple[Value, ...]:
        """Return what it sends now to whoever wants all of it."""

    def give(self, given: Connected | Disconnected | Subscribe | Unsubscribe) -> Refused | None:
        """Send from the first subscription to the end of the last, or the link's."""
        match given:
            case Subscribe(characteristic):
                self._wanted.add(characteristic)
            case Unsubscribe(characteristic):
                self._wanted.discard(characteristic)
            case _:
                self._wanted.clear()
        if self._wanted and self._next is None:
            self._send_on()
        elif not self._wanted and self._next is not None:
            self._next.cancel()
            self._next = None
        return None

    def write(self, data: bytes) -> Refused | None:
        """Refuse it: there is nothing to be written."""
        del data
        return _WRITE_NOT_PERMITTED

    def read(self, characteristic: str) -> Reply:
        """Refuse it: there is nothing to be read."""
        del characteristic
        return _READ_NOT_PERMITTED

    def _send_on(self) -> None:
        self._next = self._clock.call_at(Nanoseconds(self._clock.now() + _PERIOD), self._tick)

    def _tick(self) -> None:
        self._send_on()
        for value in self.values():
            if value.characteristic in self._wanted:
                self.send(value)


class Footpod(Sensor):
    """On a foot of whoever walks on the belt."""

    def __init__(self, address: str, treadmill: Station, clock: Clock, counts: Counts) -> None:
        """Count in a unit of its own."""
        super().__init__(address, _FOOTPOD, treadmill, clock)
        self.counts = counts
        self.frozen = False
        """It repeats its last value."""
        self.miscounts: int | None = None
        """What it counts instead, whatever the foot does."""
        self._last: tuple[Value, ...] = ()

    def values(self) -> tuple[Value, ...]:
        """Return an RSC measurement: the foot's speed is the belt's."""
        if self.frozen and self._last:
            return self._last
        speed = self._treadmill.belt_speed()
        steps = cadence(self._treadmill.treadmill, self._clock.now())
        count = {
            Counts.STEPS: steps,
            Counts.STRIDES: steps // 2,
            Counts.POWER: speed * 3 // 100 if steps else 0,  # about 30 W for each km/h
        }[self.counts]
        measurement = RscMeasurement(
            running=gait.is_running(steps),
            speed=round(speed * 256 / 360),
            cadence=count if self.miscounts is None else self.miscounts,
        )
        self._last = (Value(gatt.RSC_MEASUREMENT, encode_rsc_measurement(measurement)),)
        return self._last


class Strap(Sensor):
    """Around a chest, or taken off."""

    def __init__(self, address: str, treadmill: Station, clock: Clock) -> None:
        """Be worn, and send intervals but no contact bits, as a Polar H10 does."""
        super().__init__(address, _STRAP, treadmill, clock)
        self.worn = True
        """Taken off, it goes on with its last value and without intervals (ftms.md 2.9)."""
        self.intervals = True
        self.contact: bool | None = None
        self._rate, self._sent = _RESTING, 0

    def values(self) -> tuple[Value, ...]:
        """Return a heart rate measurement."""
        if self.worn:
            self._sent += 1
            self._rate = _RESTING + self._treadmill.belt_speed() // 10 + _UNEVEN[self._sent % 4]
        intervals = (60 * 1024 // self._rate,) if self.worn and self.intervals else ()
        measurement = HeartRateMeasurement(self._rate, self.contact, rr_intervals=intervals)
        return (Value(gatt.HEART_RATE_MEASUREMENT, encode_heart_rate_measurement(measurement)),)


class PodAndStrap(Sensor):
    """One device with both services."""

    def __init__(self, address: str, treadmill: Station, clock: Clock, counts: Counts) -> None:
        """Be worn, and count in a unit of its own."""
        super().__init__(address, _POD_AND_STRAP, treadmill, clock)
        self._parts = (
            Footpod(address, treadmill, clock, counts),
            Strap(address, treadmill, clock),
        )

    def values(self) -> tuple[Value, ...]:
        """Return what a foot pod and a strap would send."""
        return tuple(value for part in self._parts for value in part.values())
