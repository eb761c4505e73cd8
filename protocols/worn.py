"""What a runner wears beside the treadmill, and how it is known in the air, without any IO."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum, unique
from typing import Final, NamedTuple

from protocols.gatt import (
    HEART_RATE_MEASUREMENT,
    HEART_RATE_SERVICE,
    RSC_MEASUREMENT,
    RUNNING_SPEED_AND_CADENCE_SERVICE,
)


@unique
class SensorKind(StrEnum):
    """What a sensor is worn for; one device may serve for both. The value names its option."""

    FOOTPOD = "footpod"
    STRAP = "strap"

    @property
    def called(self) -> str:
        """What people call it."""
        return _FACTS[self].called

    @property
    def service(self) -> str:
        """The service that it advertises, as of `protocols.gatt`."""
        return _FACTS[self].service

    @property
    def characteristic(self) -> str:
        """The characteristic that it is listened to for, as of `protocols.gatt`."""
        return _FACTS[self].characteristic


class _Facts(NamedTuple):
    called: str
    service: str
    characteristic: str


_FACTS: Final = {
    SensorKind.FOOTPOD: _Facts("foot pod", RUNNING_SPEED_AND_CADENCE_SERVICE, RSC_MEASUREMENT),
    SensorKind.STRAP: _Facts("heart-rate strap", HEART_RATE_SERVICE, HEART_RATE_MEASUREMENT),
}


class SensorSighting(NamedTuple):
    """A sensor that was heard."""

    address: str
    name: str
    """Empty if it has not said one; printable."""
    rssi: int | None
    """dBm; None if it is not known."""
    kinds: tuple[SensorKind, ...]
    """What it may be worn for: at least one."""


def kinds_of(services: Collection[str]) -> tuple[SensorKind, ...]:
    """Return what a device with these services, four hex digits each, may be worn for."""
    return tuple(kind for kind in SensorKind if kind.service in services)
