"""Fitness Machine Status 0x2ADA and Training Status 0x2AD3 (FTMS v1.0 sections 4.17 and 4.10).

Real machines add bytes (``04 00 00`` on the UREVO E1L) and use reserved values, so only the
first bytes are read and the rest is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum, unique
from typing import Final, NamedTuple

from protocols.fields import Field, Quantity, Words, numbered, read
from protocols.ftms.control import CONTROL_INFORMATION, SIMULATION
from protocols.units import CentiKmh


@unique
class StatusOp(IntEnum):
    """What happened at the machine; op codes without a name here are shown as numbers."""

    RESET = 0x01
    STOPPED_OR_PAUSED_BY_USER = 0x02
    STOPPED_BY_SAFETY_KEY = 0x03
    STARTED_OR_RESUMED_BY_USER = 0x04
    TARGET_SPEED_CHANGED = 0x05
    TARGET_INCLINATION_CHANGED = 0x06
    TARGET_RESISTANCE_CHANGED = 0x07
    TARGET_POWER_CHANGED = 0x08
    TARGET_HEART_RATE_CHANGED = 0x09
    TARGETED_ENERGY_CHANGED = 0x0A
    TARGETED_STEPS_CHANGED = 0x0B
    TARGETED_STRIDES_CHANGED = 0x0C
    TARGETED_DISTANCE_CHANGED = 0x0D
    TARGETED_TRAINING_TIME_CHANGED = 0x0E
    INDOOR_BIKE_SIMULATION_CHANGED = 0x12
    CONTROL_PERMISSION_LOST = 0xFF


OP: Final = Field(
    "op", 1, Words({op: op.name.lower() for op in StatusOp}, other="unknown_0x{:02x}")
)
"""The first byte of a machine status."""
PARAMETERS: Final[Mapping[int, tuple[Field, ...]]] = {
    StatusOp.STOPPED_OR_PAUSED_BY_USER: (CONTROL_INFORMATION,),
    StatusOp.TARGET_SPEED_CHANGED: (Field("new_target_speed_kmh", 2, Quantity("km/h", 100)),),
    StatusOp.TARGET_INCLINATION_CHANGED: (
        Field("new_target_inclination_pct", 2, Quantity("%", 10), signed=True),
    ),
    StatusOp.TARGET_RESISTANCE_CHANGED: (Field("new_target_resistance", 1, Quantity(per=10)),),
    StatusOp.TARGET_POWER_CHANGED: (Field("new_target_power_w", 2, Quantity("W"), signed=True),),
    StatusOp.TARGET_HEART_RATE_CHANGED: (Field("new_target_heart_rate_bpm", 1, Quantity("bpm")),),
    StatusOp.TARGETED_ENERGY_CHANGED: (Field("new_targeted_energy_kcal", 2, Quantity("kcal")),),
    StatusOp.TARGETED_STEPS_CHANGED: (Field("new_targeted_steps", 2),),
    StatusOp.TARGETED_STRIDES_CHANGED: (Field("new_targeted_strides", 2),),
    StatusOp.TARGETED_DISTANCE_CHANGED: (Field("new_targeted_distance_m", 3, Quantity("m")),),
    StatusOp.TARGETED_TRAINING_TIME_CHANGED: (
        Field("new_targeted_training_time_s", 2, Quantity("s")),
    ),
    StatusOp.INDOOR_BIKE_SIMULATION_CHANGED: SIMULATION,
}
"""What follows the op code; an op that is not here has no parameter that we name."""

TRAINING: Final = Field(
    "status",
    1,
    Words(
        numbered(
            "other idle warming_up low_intensity_interval high_intensity_interval "
            "recovery_interval isometric heart_rate_control fitness_test speed_too_low "
            "speed_too_high cool_down watt_control manual_mode pre_workout post_workout"
        )
    ),
)
"""The second byte of a training status (FTMS v1.0 section 4.10.1.2)."""
STRING_PRESENT: Final = 0x01
EXTENDED_STRING: Final = 0x02
"""Bits of a training status's flags (FTMS v1.0 section 4.10.1.1)."""


class MachineStatus(NamedTuple):
    """One status notification."""

    op: int
    """As of `StatusOp`, or a number that has no name there."""
    parameter: bytes
    """Every byte behind the op code."""

    @property
    def target_speed(self) -> CentiKmh | None:
        """The new target of a Target Speed Changed; None for another op or one cut short."""
        op = StatusOp.TARGET_SPEED_CHANGED
        found = read(PARAMETERS[op], self.parameter) if self.op == op else []
        return CentiKmh(found[0]) if found else None


class TrainingStatus(NamedTuple):
    """One training status."""

    flags: int
    """`STRING_PRESENT`, `EXTENDED_STRING`."""
    status: int | None
    """It may be reserved (E1L: 0x10 pausing, 0x11 paused); None if it is missing."""
    string: bytes
    """Every byte behind the status: UTF-8, if the flags say so."""


def decode_machine_status(data: bytes) -> MachineStatus | None:
    """Return the status, or None for an empty value."""
    return MachineStatus(data[0], bytes(data[1:])) if data else None


def encode_machine_status(op: int, parameter: bytes = b"") -> bytes:
    """Return ``op [parameter]``.

    Raises:
        ValueError: ``op`` does not fit its byte.
    """
    return bytes([op]) + parameter


def decode_training_status(data: bytes) -> TrainingStatus:
    """Return the status; an empty or one-byte value (Domyos, Horizon 7.4AT) has none."""
    return TrainingStatus(
        flags=data[0] if data else 0,
        status=data[1] if len(data) > 1 else None,
        string=bytes(data[2:]),
    )


def encode_training_status(status: int, string: bytes = b"", room: int | None = None) -> bytes:
    """Return a status, with a string if there is one.

    Args:
        status: of `TRAINING`.
        string: UTF-8.
        room: bytes that a notification holds; None is any number, as for a read. A string that does
            not fit is cut off in it, and the flag for an extended string tells the client to read
            the rest (section 4.10.1.1).

    Raises:
        ValueError: ``status`` does not fit its byte.
    """
    if not string:
        return bytes([0x00, status])
    fits = room is None or len(string) + 2 <= room
    flags = STRING_PRESENT if fits else STRING_PRESENT | EXTENDED_STRING
    return (bytes([flags, status]) + string)[:room]
