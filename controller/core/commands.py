"""What the core may ask for. A command is a wish: the guard judges the bytes made of it."""

from __future__ import annotations

from enum import Enum, unique
from typing import NamedTuple

from protocols.units import CentiKmh, Nanoseconds


class StartBelt(NamedTuple):
    """Start (0x07). Only ever the end of a countdown that a person began."""

    because: str


class SetSpeed(NamedTuple):
    """Set Target Speed (0x02)."""

    speed: CentiKmh
    because: str
    until: Nanoseconds | None = None
    """Of a faster one: what has not left by then does not leave, and is announced again (H6).
    None: at any time."""


class StopBelt(NamedTuple):
    """Stop (0x08 01), in the stop lane."""

    because: str
    final: bool
    """True unless the runner paused: after a final stop nothing can start the belt again."""


class PauseBelt(NamedTuple):
    """Pause (0x08 02), the last rung of the stop ladder and nothing else (S7)."""

    because: str


@unique
class ConsoleKey(Enum):
    """A key of the treadmill's own console."""

    START = "start"
    FASTER = "faster"
    SLOWER = "slower"
    STOP = "stop"


class Instruct(NamedTuple):
    """Say which key the runner is to press, and up to which speed (manual mode)."""

    key: ConsoleKey
    speed: CentiKmh | None
    """Which the belt then has: for a start its lowest one, for an arrow key the target; None:
    stop."""


class Announce(NamedTuple):
    """Say that the belt goes faster in so many seconds."""

    seconds: int
    speed: CentiKmh
    """What the belt is led up to."""


class AnnounceStop(NamedTuple):
    """Say that the belt is asked to stop in so many seconds."""

    seconds: int


class RaiseAlarm(NamedTuple):
    """Say, loudly and until further notice, that the belt may not be under control."""

    because: str


class EndAlarm(NamedTuple):
    """The reason for the alarm is gone."""


Command = (
    StartBelt
    | SetSpeed
    | StopBelt
    | PauseBelt
    | Instruct
    | Announce
    | AnnounceStop
    | RaiseAlarm
    | EndAlarm
)
"""All that a step may ask for."""
