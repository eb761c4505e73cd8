"""Short names of the services and characteristics that Reprise speaks (Assigned Numbers).

Everywhere above the radio a characteristic is its 16-bit number as four hex digits, as in
journals and in the specification.
"""

from __future__ import annotations

from typing import Final

FITNESS_MACHINE_SERVICE: Final = "1826"
RUNNING_SPEED_AND_CADENCE_SERVICE: Final = "1814"
HEART_RATE_SERVICE: Final = "180D"

FITNESS_MACHINE_FEATURE: Final = "2ACC"
TREADMILL_DATA: Final = "2ACD"
TRAINING_STATUS: Final = "2AD3"
SUPPORTED_SPEED_RANGE: Final = "2AD4"
SUPPORTED_INCLINATION_RANGE: Final = "2AD5"
CONTROL_POINT: Final = "2AD9"
MACHINE_STATUS: Final = "2ADA"
RSC_MEASUREMENT: Final = "2A53"
HEART_RATE_MEASUREMENT: Final = "2A37"

_BASE: Final = "-0000-1000-8000-00805f9b34fb"


def full_uuid(short: str) -> str:
    """Return the 128-bit form, in the lower case that bleak compares with."""
    return f"0000{short.lower()}{_BASE}"


def short_uuid(full: str) -> str:
    """Return the four hex digits of a 128-bit form, or the form itself if it is not the SIG's."""
    lowered = full.lower()
    if lowered.endswith(_BASE) and lowered.startswith("0000"):
        return lowered[4:8].upper()
    return lowered
