"""Fitness Machine Status 0x2ADA and Training Status 0x2AD3 (FTMS v1.0 sections 4.17 and 4.10.1.2).

Real machines add bytes (``04 00 00`` on the UREVO E1L) and use reserved values, so only the
first bytes are read and the rest is kept.
"""

from __future__ import annotations

from enum import IntEnum, unique
from typing import NamedTuple

from protocols.units import CentiKmh


@unique
class StatusOp(IntEnum):
    """What happened at the machine."""

    RESET = 0x01
    STOPPED_OR_PAUSED_BY_USER = 0x02
    STOPPED_BY_SAFETY_KEY = 0x03
    STARTED_OR_RESUMED_BY_USER = 0x04
    TARGET_SPEED_CHANGED = 0x05
    TARGET_INCLINATION_CHANGED = 0x06
    CONTROL_PERMISSION_LOST = 0xFF


class MachineStatus(NamedTuple):
    """One status notification; ``parameter`` is every byte behind the op code."""

    op: int
    parameter: bytes

    @property
    def target_speed(self) -> CentiKmh | None:
        """The new target of a Target Speed Changed."""
        if self.op != StatusOp.TARGET_SPEED_CHANGED or len(self.parameter) < 2:
            return None
        return CentiKmh(int.from_bytes(self.parameter[:2], "little"))


class TrainingStatus(NamedTuple):
    """One training status; ``status`` may be reserved (E1L: 0x10 pausing, 0x11 paused)."""

    flags: int
    status: int | None
    string: bytes


def decode_machine_status(data: bytes) -> MachineStatus | None:
    """Return the status, or None for an empty value."""
    return MachineStatus(data[0], bytes(data[1:])) if data else None


def encode_machine_status(op: int, parameter: bytes = b"") -> bytes:
    """Return ``op [parameter]``."""
    return bytes([op]) + parameter


def decode_training_status(data: bytes) -> TrainingStatus:
    """Return the status; an empty or one-byte value (Domyos, Horizon 7.4AT) has none."""
    return TrainingStatus(
        flags=data[0] if data else 0,
        status=data[1] if len(data) > 1 else None,
        string=bytes(data[2:]),
    )


def encode_training_status(status: int) -> bytes:
    """Return a status without a string."""
    return bytes([0x00, status])
