"""What can happen to a session: every event that `step` takes.

An event is a fact with its values in wire units. The moment at which it happened is not part of
it: that is the argument ``now``.
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from protocols.units import CentiKmh, StepsPerMinute


class Woke(NamedTuple):
    """The moment that `wake_at` asked for has come."""


class BeltReported(NamedTuple):
    """The treadmill sent its data."""

    speed: CentiKmh
    elapsed: int | None
    """The machine's own elapsed time in seconds, if it reports one."""


class CadenceReported(NamedTuple):
    """A cadence sensor sent its data."""

    cadence: StepsPerMinute


class Console(Enum):
    """Who stopped the belt at the machine itself."""

    STOP = "the treadmill's own stop"
    SAFETY_KEY = "the safety key"


class MachineStopped(NamedTuple):
    """The treadmill says that it was stopped at its console."""

    by: Console


class StartRefused(NamedTuple):
    """The treadmill answered the Start with anything but success."""

    answer: str


class SlowingRefused(NamedTuple):
    """The treadmill answered a lower target with anything but success."""

    answer: str


class WriteStalled(NamedTuple):
    """A write to the treadmill has been pending for 1 s (law 8)."""


class WriteReturned(NamedTuple):
    """A write that had stalled has returned after all."""


class LinkLost(NamedTuple):
    """The radio link is gone. The belt is assumed to move on."""

    because: str


class LinkRestored(NamedTuple):
    """The radio link is back. It may be used to stop, and for nothing else."""


class OperatorLost(NamedTuple):
    """Nobody can reach the session any more: no lease, or the end of the pipe."""

    because: str


class StopPressed(NamedTuple):
    """The stop key, or anything that counts as one (a signal)."""

    because: str


class StartPressed(NamedTuple):
    """The explicit start key."""


class PausePressed(NamedTuple):
    """The pause key."""


class ResumePressed(NamedTuple):
    """The key that goes on after a pause."""


class KeyPressed(NamedTuple):
    """Any other key: during the countdown it calls the start off."""


class NothingToNote(NamedTuple):
    """The answer "nothing" to the symptom question."""


class SymptomReported(NamedTuple):
    """A symptom, told in answer to the question or at any other moment."""

    symptom: str
    value: int


Event = (
    Woke
    | BeltReported
    | CadenceReported
    | MachineStopped
    | StartRefused
    | SlowingRefused
    | WriteStalled
    | WriteReturned
    | LinkLost
    | LinkRestored
    | OperatorLost
    | StopPressed
    | StartPressed
    | PausePressed
    | ResumePressed
    | KeyPressed
    | NothingToNote
    | SymptomReported
)
