"""Sensors beside the treadmill: a foot pod and a heart-rate strap, as their radio shows them.

They live in the same room and see the belt that their wearer is on. Both send once a second to
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
from simulators import gait
from simulators.machine import Peripheral
from simulators.radio_end import RadioEnd, Reply, Timing
from simulators.state import Connected, Disconnected, Refused, Subscribe, Unsubscribe, Value

if TYPE_CHECKING:
    from protocols.clock import Clock, Timer
    from simulators.station import Station

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


FOOTPOD: Final = Peripheral(
    "Virtual Foot Pod",
    {},
    {gatt.RUNNING_SPEED_AND_CADENCE_SERVICE: {gatt.RSC_MEASUREMENT: ("notify",)}},
)
STRAP: Final = Peripheral(
    "Virtual Strap", {}, {gatt.HEART_RATE_SERVICE: {gatt.HEART_RATE_MEASUREMENT: ("notify",)}}
)

SENSORS: Final = {"footpod": FOOTPOD, "strap": STRAP}
"""By the name that goes between processes."""


class Sensor(RadioEnd):
    """A device that sends one value a second."""

    def __init__(
        self, address: str, peripheral: Peripheral, treadmill: Station, clock: Clock
    ) -> None:
        """Be on somebody who stands on that treadmill."""
        super().__init__(address, peripheral, _TIMING, clock)
        self._treadmill = treadmill
        self._next: Timer | None = None

    @abstractmethod
    def value(self) -> Value:
        """Return what it sends now."""

    def give(self, given: Connected | Disconnected | Subscribe | Unsubscribe) -> Refused | None:
        """Send from the subscription to its end, or the link's."""
        match given:
            case Subscribe():
                self._send_on()
            case Unsubscribe() | Disconnected() if self._next is not None:
                self._next.cancel()
                self._next = None
            case _:
                pass
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
        self.send(self.value())


class Footpod(Sensor):
    """On a foot of whoever walks on the belt."""

    def __init__(self, address: str, treadmill: Station, clock: Clock, counts: Counts) -> None:
        """Count in a unit of its own."""
        super().__init__(address, FOOTPOD, treadmill, clock)
        self.counts = counts

    def value(self) -> Value:
        """Return an RSC measurement: the foot's speed is the belt's."""
        speed = self._treadmill.belt_speed()
        walking = self._treadmill.treadmill.counters.walking
        steps = gait.cadence(speed) if walking else 0
        count = {
            Counts.STEPS: steps,
            Counts.STRIDES: steps // 2,
            Counts.POWER: speed * 3 // 100 if steps else 0,  # about 30 W for each km/h
        }[self.counts]
        measurement = RscMeasurement(
            running=walking and gait.is_running(speed),
            speed=round(speed * 256 / 360),
            cadence=count,
        )
        return Value(gatt.RSC_MEASUREMENT, encode_rsc_measurement(measurement))


class Strap(Sensor):
    """Around a chest, or taken off."""

    def __init__(self, address: str, treadmill: Station, clock: Clock) -> None:
        """Be worn, and send intervals but no contact bits, as a Polar H10 does."""
        super().__init__(address, STRAP, treadmill, clock)
        self.worn = True
        """Taken off, it goes on with its last value and without intervals (ftms.md 2.9)."""
        self.intervals = True
        self.contact: bool | None = None
        self._rate, self._sent = _RESTING, 0

    def value(self) -> Value:
        """Return a heart rate measurement."""
        if self.worn:
            self._sent += 1
            self._rate = _RESTING + self._treadmill.belt_speed() // 10 + _UNEVEN[self._sent % 4]
        intervals = (60 * 1024 // self._rate,) if self.worn and self.intervals else ()
        measurement = HeartRateMeasurement(self._rate, self.contact, rr_intervals=intervals)
        return Value(gatt.HEART_RATE_MEASUREMENT, encode_heart_rate_measurement(measurement))
