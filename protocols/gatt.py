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
SUPPORTED_HEART_RATE_RANGE: Final = "2AD7"
RSC_MEASUREMENT: Final = "2A53"
RSC_FEATURE: Final = "2A54"
SC_CONTROL_POINT: Final = "2A55"
HEART_RATE_MEASUREMENT: Final = "2A37"
MODEL_NUMBER: Final = "2A24"
SERIAL_NUMBER: Final = "2A25"
FIRMWARE_REVISION: Final = "2A26"
HARDWARE_REVISION: Final = "2A27"
SOFTWARE_REVISION: Final = "2A28"
MANUFACTURER_NAME: Final = "2A29"

NAMES: Final = {
    FITNESS_MACHINE_FEATURE: "fitness-machine-feature",
    TREADMILL_DATA: "treadmill-data",
    TRAINING_STATUS: "training-status",
    SUPPORTED_SPEED_RANGE: "supported-speed-range",
    SUPPORTED_INCLINATION_RANGE: "supported-inclination-range",
    SUPPORTED_HEART_RATE_RANGE: "supported-heart-rate-range",
    CONTROL_POINT: "fitness-machine-control-point",
    MACHINE_STATUS: "fitness-machine-status",
    RSC_MEASUREMENT: "rsc-measurement",
    RSC_FEATURE: "rsc-feature",
    SC_CONTROL_POINT: "sc-control-point",
    HEART_RATE_MEASUREMENT: "heart-rate-measurement",
    MANUFACTURER_NAME: "manufacturer-name",
    MODEL_NUMBER: "model-number",
    SERIAL_NUMBER: "serial-number",
    HARDWARE_REVISION: "hardware-revision",
    FIRMWARE_REVISION: "firmware-revision",
    SOFTWARE_REVISION: "software-revision",
}
"""The names of the characteristics as people type them."""

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
