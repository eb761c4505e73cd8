"""What is known of the runner: from the treadmill's own sensors, a strap and a foot pod.

All of it is optional. An exception in here is our bug, but no reason to stop a belt that does not
depend on it: the source that it came from is ignored from then on, and that is told.
"""

from __future__ import annotations

from typing import Any, Final

from controller.core.belt import BeltSeen
from controller.core.cadence import Unit
from controller.core.events import CadenceReported
from controller.session import adapt
from controller.session.heart import Heart
from controller.words.with_values import MISTAKE
from protocols import gatt
from protocols.hrs import HeartRateMeasurement, decode_heart_rate_measurement
from protocols.link import Received
from protocols.units import Nanoseconds

CHARACTERISTICS: Final = (gatt.RSC_MEASUREMENT, gatt.HEART_RATE_MEASUREMENT)


class Sensors:
    """The sources of cadence and heart rate of one session."""

    def __init__(self) -> None:
        """Know of none."""
        self._strap, self._own, self._grips = Heart(), Heart(), Heart()
        self._strap_at = ""
        self._had_heart = False
        self._ignored: set[tuple[str, str]] = set()

    def take(
        self, received: Received, now: Nanoseconds, records: list[dict[str, Any]]
    ) -> CadenceReported | None:
        """Take a frame of one of `CHARACTERISTICS`, and return the cadence in it."""
        source = (received.sensor, received.characteristic)
        if source in self._ignored:
            return None
        try:
            if received.characteristic == gatt.RSC_MEASUREMENT:
                return adapt.cadence_event(received.data, worn=bool(received.sensor))
            self._beat(received, now)
        except Exception as bug:  # noqa: BLE001  # whatever it is, it is this sensor's alone
            self._ignored.add(source)
            because = MISTAKE.format(bug=f"{type(bug).__name__}: {bug}")
            records.append(told(received.sensor, "ignored", because=because))
        return None

    def take_grips(self, rate: int, now: Nanoseconds) -> None:
        """Take the heart rate in a frame of treadmill data; 0 is how a machine says none."""
        if rate or self._grips.rate is not None:
            self._grips = self._grips.told(HeartRateMeasurement(rate), now)

    def lost(self, sensor: str) -> None:
        """Forget what a strap said: what it says when it is found again begins anew."""
        if sensor == self._strap_at:
            self._strap = Heart()

    def shown(self, belt: BeltSeen, now: Nanoseconds) -> dict[str, Any]:
        """Return what the belt's record says of the runner; what is stale is None.

        A heart rate is in it once there was a source of one.
        """
        cadence = belt.cadence(now)
        fields: dict[str, Any] = {"cadence": cadence.steps(now)}
        if cadence.count and cadence.live(now):
            if cadence.unit is Unit.ASSUMED:
                fields["cadence_assumed"] = True
            if cadence.unit is Unit.IMPLAUSIBLE:
                fields["cadence_implausible"] = True
        strap, own, grips = hearts = (self._strap, self._own, self._grips)
        if not (strap.rate is None and own.rate is None and grips.rate is None):
            self._had_heart = True
        if self._had_heart:
            live = (rate for heart in hearts if (rate := heart.live(now)) is not None)
            fields["heart_rate"] = next(live, None)
        return fields

    def _beat(self, received: Received, now: Nanoseconds) -> None:
        frame = decode_heart_rate_measurement(received.data)
        if frame is None:
            return
        if received.sensor:
            self._strap, self._strap_at = self._strap.told(frame, now), received.sensor
        else:
            self._own = self._own.told(frame, now)


def told(sensor: str, state: str, *, name: str = "", because: str = "") -> dict[str, Any]:
    """Return the record of a sensor: found, lost or ignored."""
    return {"kind": "sensor", "sensor": sensor, "name": name, "state": state, "because": because}
