"""How somebody goes on the belt, from a cadence sensor: walking or running, and whether at all.

The thresholds are evidence.md section 4: people left alone change between walking and running near
140 steps a minute, so at 145 they run, at 135 they walk, and between the two the last word stands.
None of it can make a belt faster. What it may do is in `controller.core.gait_rules`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum, unique
from typing import Final, NamedTuple

from controller.core.numbers import CADENCE_STALE_AFTER, STEADY_WITHIN
from protocols.units import SECOND, CentiKmh, Nanoseconds

_RUN_FROM: Final = 145
"""Steps a minute."""
_WALK_TO: Final = 135
_SEEN_FOR: Final = Nanoseconds(5 * SECOND)
"""A label changes when every frame has said so for this long."""
BASELINE: Final = 60
"""A baseline is the median of so many samples, one a second: a first minute of running."""
_SAMPLE_EVERY: Final = Nanoseconds(SECOND * 9 // 10)
"""Sensors send about once a second; a quicker one does not make the minute shorter."""
_LOW: Final = 92
"""Percent of the baseline: a drop of 8 % or more."""


@unique
class Label(Enum):
    """What is seen of the runner's gait."""

    UNKNOWN = "unknown"
    """No live sensor that makes sense, or not for long enough."""
    WALK = "walk"
    RUN = "run"


class Seen(NamedTuple):
    """The label, and what the last frames say if it is something else."""

    label: Label = Label.UNKNOWN
    leaning: Label = Label.UNKNOWN
    """What the last frames in a row say ..."""
    since: Nanoseconds = Nanoseconds(0)
    """... since then."""
    at: Nanoseconds = Nanoseconds(0)
    """When the last frame came."""

    def stepped(self, steps: int | None, now: Nanoseconds) -> Seen:
        """Return it after one more frame.

        Args:
            steps: of both feet a minute; None if nobody can tell.
            now: the moment.
        """
        if steps is None:
            return Seen(since=now, at=now)
        says = self.label if _WALK_TO < steps < _RUN_FROM else _says(steps)
        if now - self.at >= CADENCE_STALE_AFTER:
            return Seen(Label.UNKNOWN, says, now, now)
        if says is self.label or says is not self.leaning:
            return Seen(self.label, says, now, now)
        label = says if now - self.since >= _SEEN_FOR else self.label
        return Seen(label, self.leaning, self.since, now)

    @property
    def stale_at(self) -> Nanoseconds | None:
        """When the label is worth nothing any more, unless another frame comes."""
        if self.label is Label.UNKNOWN:
            return None
        return Nanoseconds(self.at + CADENCE_STALE_AFTER)


def _says(steps: int) -> Label:
    if steps == 0:
        return Label.UNKNOWN
    return Label.RUN if steps >= _RUN_FROM else Label.WALK


class Feet(NamedTuple):
    """One sensor's word on whether anybody's feet strike the moving belt."""

    counted: bool = False
    """It has counted steps since the belt last began to move; one that never did proves nothing."""
    none_since: Nanoseconds | None = None
    """When the first of the present frames without a step came."""
    at: Nanoseconds = Nanoseconds(0)
    """When its last frame came."""

    def told(self, count: int, now: Nanoseconds, *, moving: bool) -> Feet:
        """Return it after one frame; a gap in which the sensor was stale is no time of rest.

        ``count`` is a minute's, in the sensor's own unit; ``moving``: the belt is seen to.
        """
        if count:
            return Feet(self.counted or moving, None, now)
        begun = None if now - self.at >= CADENCE_STALE_AFTER else self.none_since
        return Feet(self.counted, now if begun is None else begun, now)

    @property
    def none_for(self) -> Nanoseconds:
        """For how long it has counted nothing, as far as frames show."""
        return Nanoseconds(0 if self.none_since is None else self.at - self.none_since)


@dataclass(frozen=True, slots=True)
class Baseline:
    """The runner's own cadence at one speed, and whether she has dropped below it."""

    speed: CentiKmh = CentiKmh(0)
    """Of the belt, while they were taken."""
    samples: tuple[int, ...] = ()
    """Steps a minute of both feet, one a second, until there are `BASELINE`."""
    sampled_at: Nanoseconds = Nanoseconds(0)
    low_since: Nanoseconds | None = None
    """Since when her cadence has been too low at that speed; None: it is not."""

    def stepped(
        self, steps: int, speed: CentiKmh | None, now: Nanoseconds, *, runs: bool
    ) -> Baseline:
        """Return it after one frame.

        Args:
            steps: of both feet a minute.
            speed: the belt's if it has been constant, else None.
            now: the moment.
            runs: she is seen to run.
        """
        here = speed is not None and abs(speed - self.speed) <= STEADY_WITHIN
        if here and len(self.samples) == BASELINE:
            low = 100 * steps <= _LOW * sorted(self.samples)[BASELINE // 2]
            since = (now if self.low_since is None else self.low_since) if low else None
            return self if since == self.low_since else replace(self, low_since=since)
        if speed is None or not runs:
            return self if self.low_since is None else replace(self, low_since=None)
        if not here:
            return Baseline(speed, (steps,), now)
        if now - self.sampled_at < _SAMPLE_EVERY:
            return self
        return replace(self, samples=(*self.samples, steps), sampled_at=now)


@dataclass(frozen=True, slots=True)
class GaitSeen:
    """All that a session knows of the gait."""

    seen: Seen = field(default_factory=Seen)
    own: Feet = field(default_factory=Feet)
    """By the treadmill's own sensor."""
    worn: Feet = field(default_factory=Feet)
    """By one on a foot."""
    baseline: Baseline = field(default_factory=Baseline)
    jog_since: Nanoseconds | None = None
    """Since when the belt has been at the speed of a jog in the present run."""
    held: bool = False
    """A step up is due, and a walking cadence holds it back."""
    reminded: int | None = None
    """The segment, by its index, in which the steps last gave reason to ask."""
    early: bool = False
    """The next walk's question comes at once."""
    sensed: bool | None = None
    """Whether steps were live when the first run was announced; None: none was yet."""

    @property
    def label(self) -> Label:
        """Walking, running, or not known."""
        return self.seen.label

    def stepped(self, seen: Seen, own: Feet, worn: Feet, baseline: Baseline) -> GaitSeen:
        """Return it with what one frame of a cadence sensor made of its parts."""
        return GaitSeen(
            seen,
            own,
            worn,
            baseline,
            self.jog_since,
            self.held,
            self.reminded,
            self.early,
            self.sensed,
        )

    def belt_begins(self) -> GaitSeen:
        """Return it as the belt begins to move: what was counted before proves nothing."""
        return replace(self, own=Feet(), worn=Feet())
