"""What a machine says it can do: Feature 0x2ACC and the Supported Ranges 0x2AD4, 0x2AD5, 0x2AD7.

FTMS v1.0 sections 4.3, 4.11, 4.12 and 4.15. Machines lie here (ftms.md 1, finding 5): a claim is
shown and compared with telemetry, never believed.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from protocols.fields import Bits, Field, Quantity, read
from protocols.units import CentiKmh, HeartRateRange, InclinationRange, SpeedRange

_FEATURES: Final = Bits(
    (
        "average_speed",
        "cadence",
        "total_distance",
        "inclination",
        "elevation_gain",
        "pace",
        "step_count",
        "resistance_level",
        "stride_count",
        "expended_energy",
        "heart_rate",
        "metabolic_equivalent",
        "elapsed_time",
        "remaining_time",
        "power_measurement",
        "force_on_belt_and_power",
        "user_data_retention",
    )
)
_TARGET_SETTINGS: Final = Bits(
    (
        "speed",
        "inclination",
        "resistance",
        "power",
        "heart_rate",
        "expended_energy",
        "step_number",
        "stride_number",
        "distance",
        "training_time",
        "time_in_2_hr_zones",
        "time_in_3_hr_zones",
        "time_in_5_hr_zones",
        "indoor_bike_simulation",
        "wheel_circumference",
        "spin_down",
        "cadence",
    )
)
_KMH: Final = Quantity("km/h", 100)
_PERCENT: Final = Quantity("%", 10)
_BPM: Final = Quantity("bpm")

FEATURE: Final = (Field("features", 4, _FEATURES), Field("target_settings", 4, _TARGET_SETTINGS))
"""The layout of 2ACC; those of the ranges are behind it."""
SPEED_RANGE: Final = tuple(
    Field(key, 2, _KMH) for key in ("minimum_kmh", "maximum_kmh", "increment_kmh")
)
INCLINATION_RANGE: Final = (
    Field("minimum_pct", 2, _PERCENT, signed=True),
    Field("maximum_pct", 2, _PERCENT, signed=True),
    Field("increment_pct", 2, _PERCENT),
)
HEART_RATE_RANGE: Final = tuple(
    Field(key, 1, _BPM) for key in ("minimum_bpm", "maximum_bpm", "increment_bpm")
)
"""The last of four layouts: the decoders and `protocols.explain` read by them."""


class Feature(NamedTuple):
    """Two sets of 32 bits (FTMS v1.0 tables 4.2 and 4.3), bit 0 the lowest."""

    features: int
    """What it can report."""
    target_settings: int
    """What it claims that it can be set to."""

    @property
    def speed_target(self) -> bool:
        """Bit 0 of the target settings: the machine claims that its speed can be set."""
        return bool(self.target_settings & 1)


def decode_feature(data: bytes) -> Feature | None:
    """Return the feature, or None if either half is cut short."""
    found = read(FEATURE, data)
    return Feature(*found) if len(found) == len(FEATURE) else None


def encode_feature(features: int, target_settings: int) -> bytes:
    """Return both halves, little-endian.

    Raises:
        OverflowError: one does not fit 32 bits.
    """
    return features.to_bytes(4, "little") + target_settings.to_bytes(4, "little")


def decode_speed_range(data: bytes) -> SpeedRange | None:
    """Return the range, or None if it is cut short or cannot be one.

    A range with no increment or with its ends exchanged says nothing that a belt could be
    driven by.
    """
    found = [CentiKmh(speed) for speed in read(SPEED_RANGE, data)]
    if len(found) < len(SPEED_RANGE):
        return None
    minimum, maximum, increment = found
    if increment == 0 or minimum >= maximum:
        return None
    return SpeedRange(minimum, maximum, increment)


def encode_speed_range(speed_range: SpeedRange) -> bytes:
    """Return minimum, maximum and increment in 0.01 km/h, each little-endian.

    Raises:
        OverflowError: one does not fit 16 bits.
    """
    return b"".join(speed.to_bytes(2, "little") for speed in speed_range)


def encode_inclination_range(inclinations: InclinationRange) -> bytes:
    """Return minimum, maximum and increment in 0.1 %, little-endian; downhill is negative.

    Raises:
        OverflowError: one does not fit 16 bits with a sign.
    """
    return b"".join(each.to_bytes(2, "little", signed=True) for each in inclinations)


def encode_heart_rate_range(heart_rates: HeartRateRange) -> bytes:
    """Return minimum, maximum and increment in beats per minute, a byte each.

    Raises:
        ValueError: one does not fit its byte.
    """
    return bytes(heart_rates)
