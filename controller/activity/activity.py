"""An activity: what was done in a session, without what it was called and why it was so.

A file for other programs ends up where others read it, and the name of a plan says much.

Law: nothing in it is invented. Where the treadmill was silent there is no speed and no distance.
Moments are counted from when the belt first moved.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum
from typing import NamedTuple

from protocols.units import MILLISECOND, SECOND, CentiKmh, Nanoseconds, StepsPerMinute


class DistanceBy(Enum):
    """Where the distance is from."""

    COUNTER = "counter"
    """The treadmill counts it."""
    SPEED = "speed"
    """It is the sum of the speeds that the treadmill told."""


class Sample(NamedTuple):
    """One second of it."""

    second: int
    lap: int
    """The index of the lap that it is in."""
    paused: bool
    speed: CentiKmh | None
    """None: nothing was heard of the treadmill then."""
    distance: int | None
    """In cm, since the beginning; None as the speed."""
    cadence: StepsPerMinute | None
    heart_rate: int | None
    """Beats a minute."""

    @property
    def heard(self) -> bool:
        """The treadmill was not silent then."""
        return self.speed is not None


class Lap(NamedTuple):
    """One interval, the ramp to its speed included; the last one ends with the session."""

    begins: Nanoseconds
    ends: Nanoseconds
    paused: Nanoseconds
    """How long of it she paused."""
    gait: str
    role: str
    distance: int
    """In cm."""
    fastest: CentiKmh | None
    """None if nothing was heard of the treadmill in it."""

    @property
    def milliseconds(self) -> int:
        """How long it is; those of all laps add up to the session's."""
        return self.ends // MILLISECOND - self.begins // MILLISECOND

    @property
    def timer_milliseconds(self) -> int:
        """The same without pauses."""
        return self.milliseconds - self.paused // MILLISECOND


class NotedThen(NamedTuple):
    """Something that was felt, and when it was told."""

    at: Nanoseconds
    words: str


class Activity(NamedTuple):
    """The whole of it."""

    start: datetime
    """When the belt first moved, to the second; its offset is where that was."""
    runs: bool
    """It was planned with runs."""
    simulated: bool
    distance_by: DistanceBy
    silent: Nanoseconds
    """How long nothing was heard of the treadmill."""
    laps: tuple[Lap, ...]
    samples: tuple[Sample, ...]
    noted: tuple[NotedThen, ...]
    """In the order of telling; what was told behind the end stands at the end. It goes into a file
    only if that is asked for."""

    @property
    def milliseconds(self) -> int:
        """How long it lasted."""
        return self.laps[-1].ends // MILLISECOND

    @property
    def timer_milliseconds(self) -> int:
        """How long it lasted without pauses."""
        return sum(lap.timer_milliseconds for lap in self.laps)

    @property
    def distance(self) -> int:
        """How far, in cm."""
        return sum(lap.distance for lap in self.laps)

    @property
    def end(self) -> datetime:
        """When it ended, to the millisecond."""
        return self.at(self.laps[-1].ends)

    def at(self, moment: Nanoseconds) -> datetime:
        """Return a moment by the clock on the wall, to the millisecond."""
        return self.start + timedelta(milliseconds=moment // MILLISECOND)

    def when(self, second: int) -> datetime:
        """Return the moment of one of its seconds."""
        return self.start + timedelta(seconds=second)

    def rests(self, lap: Lap) -> bool:
        """Return whether a lap is a walk between runs; in a session without runs it is the work."""
        return self.runs and lap.gait == "walk"

    def noted_by_second(self) -> dict[int, str]:
        """Return what was told, by the second in which it was."""
        found: dict[int, str] = {}
        for each in self.noted:
            second = each.at // SECOND
            found[second] = f"{found[second]}; {each.words}" if second in found else each.words
        return found

    def lap_at(self, moment: Nanoseconds) -> int:
        """Return the index of the lap that a moment is in."""
        return sum(lap.ends <= moment for lap in self.laps[:-1])

    def samples_of(self, lap: int) -> list[Sample]:
        """Return the samples of a lap, by its index."""
        return [each for each in self.samples if each.lap == lap]
