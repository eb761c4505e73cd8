"""What is known of the belt, from telemetry alone.

Rule: silence is not zero, and zero is not still while steps or the machine's own time run on
(S8). An answer of the control point never gets here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from controller.core.cadence import STEADY_FOR, Cadence
from controller.core.numbers import (
    COAST_RATE,
    ELAPSED_QUIET,
    FROZEN_AFTER,
    PAIRED,
    PERIODS_KEPT,
    SILENT_AT_LEAST,
    SILENT_AT_MOST,
    SILENT_PERIODS,
    STEADY_WITHIN,
    TICK_WITHIN,
    TICKS,
    USUAL_PERIOD,
    WORN_LAG,
    ZERO_FRAMES,
)
from protocols.units import SECOND, CentiKmh, Nanoseconds


class Motion(NamedTuple):
    """How the belt was seen to move."""

    rest_at: Nanoseconds = Nanoseconds(0)
    """By now it has run out, from the fastest that it was seen at, if it was asked to."""
    steady: CentiKmh = CentiKmh(0)
    """The speed around which it has stayed ..."""
    steady_since: Nanoseconds = Nanoseconds(0)
    """... since then."""

    def seen(self, speed: CentiKmh, now: Nanoseconds, coast_rate: CentiKmh = COAST_RATE) -> Motion:
        """Return it after one more frame.

        ``coast_rate`` is the deceleration, 0.01 km/h per second, that is expected of this machine.
        A machine that reports its target shows a ramp that its belt follows later, so every frame
        counts, and not the last one alone (Q30).
        """
        near = bool(speed) and abs(speed - self.steady) <= STEADY_WITHIN
        steady, since = (self.steady, self.steady_since) if near else (speed, now)
        runs_out = Nanoseconds(now + speed * SECOND // coast_rate if speed else 0)
        return Motion(max(self.rest_at, runs_out), steady, since)


class Rhythm(NamedTuple):
    """How often the machine sends. It is worked out once for each frame, and asked far oftener."""

    gaps: tuple[Nanoseconds, ...] = ()
    """The last spans between two frames, newest last."""
    period: Nanoseconds = USUAL_PERIOD
    """The median of the last gaps, or the usual period."""
    silent_after: Nanoseconds = Nanoseconds(USUAL_PERIOD * SILENT_PERIODS)
    """Without a frame for this long nothing is known of the belt."""

    def after(self, gap: Nanoseconds) -> Rhythm:
        """Return it after one more frame; two of a pair are one report."""
        if gap < PAIRED:
            return self
        gaps = (*self.gaps, gap)[-PERIODS_KEPT:]
        if len(gaps) < PERIODS_KEPT:
            return Rhythm(gaps)
        period = sorted(gaps)[PERIODS_KEPT // 2]
        silent = max(SILENT_AT_LEAST, min(Nanoseconds(period * SILENT_PERIODS), SILENT_AT_MOST))
        return Rhythm(gaps, period, silent)


@dataclass(frozen=True, slots=True)
class BeltSeen:
    """The last telemetry and what it adds up to."""

    speed: CentiKmh | None = None
    """As last reported; None before the first frame, and it may be old (`fresh`)."""
    at: Nanoseconds | None = None
    """When that frame came."""
    rhythm: Rhythm = field(default_factory=Rhythm)
    motion: Motion = field(default_factory=Motion)
    zero_frames: int = 0
    """How many frames in a row said 0."""
    zero_since: Nanoseconds | None = None
    """When the first of the present zero frames came."""
    elapsed: int | None = None
    """The machine's own elapsed time in seconds, as last told; None if it never told any."""
    elapsed_changed_at: Nanoseconds = Nanoseconds(0)
    """When that last grew."""
    ticks: int = 0
    """How many seconds in a row the machine's clock has counted while the belt moved."""
    own: Cadence = field(default_factory=Cadence)
    """The treadmill's own cadence sensor."""
    worn: Cadence = field(default_factory=Cadence)
    """A sensor on a foot."""

    def reported(
        self,
        speed: CentiKmh,
        elapsed: int | None,
        now: Nanoseconds,
        coast_rate: CentiKmh = COAST_RATE,
    ) -> BeltSeen:
        """Return what is known after one frame of treadmill data.

        Args:
            speed: as reported.
            elapsed: the machine's own elapsed time in seconds; None if the frame has none.
            now: the moment.
            coast_rate: as of `Motion.seen`.
        """
        zero = speed == 0
        rhythm = self.rhythm if self.at is None else self.rhythm.after(Nanoseconds(now - self.at))
        runs = elapsed is not None and (self.elapsed is None or elapsed > self.elapsed)
        if zero or elapsed is None:
            ticks = 0
        elif not runs:
            ticks = self.ticks
        else:
            ticks = self.ticks + 1 if now - self.elapsed_changed_at <= TICK_WITHIN else 0
        return BeltSeen(
            speed,
            now,
            rhythm,
            self.motion.seen(speed, now, coast_rate),
            zero_frames=self.zero_frames + 1 if zero else 0,
            zero_since=(self.zero_since if self.zero_frames else now) if zero else None,
            elapsed=self.elapsed if elapsed is None else elapsed,
            elapsed_changed_at=now if runs else self.elapsed_changed_at,
            ticks=ticks,
            own=self.own,
            worn=self.worn,
        )

    def stepped(self, count: int, now: Nanoseconds, *, worn: bool = False) -> BeltSeen:
        """Return what is known after one frame of a cadence sensor, on a foot if ``worn``.

        ``count`` is a minute's, in the sensor's own unit.
        """
        steady = self.even_speed(now)
        return BeltSeen(
            self.speed,
            self.at,
            self.rhythm,
            self.motion,
            self.zero_frames,
            self.zero_since,
            self.elapsed,
            self.elapsed_changed_at,
            self.ticks,
            own=self.own if worn else self.own.counted(count, steady, now),
            worn=self.worn.counted(count, steady, now) if worn else self.worn,
        )

    def even_speed(self, now: Nanoseconds) -> CentiKmh | None:
        """Return the belt's speed if it has been the same for `STEADY_FOR`, else None."""
        evenly = self.fresh(now) and now - self.motion.steady_since >= STEADY_FOR
        return self.speed if evenly else None

    def cadence(self, now: Nanoseconds) -> Cadence:
        """Return the sensor to believe: the one on a foot while it is live."""
        return self.worn if self.worn.live(now) else self.own

    @property
    def moving(self) -> bool:
        """The last frame showed motion."""
        return self.speed is not None and self.speed > 0

    def fresh(self, now: Nanoseconds) -> bool:
        """Return whether the last frame is recent enough to mean anything."""
        return self.at is not None and now - self.at < self.rhythm.silent_after

    @property
    def frozen(self) -> bool:
        """The machine's clock counted seconds and stands, while the belt is said to move.

        A clock that never counted them is not judged: many machines have none.
        """
        at = self.at
        return (
            self.ticks >= TICKS and at is not None and at - self.elapsed_changed_at >= FROZEN_AFTER
        )

    @property
    def stepping(self) -> bool:
        """A live cadence sensor counted steps at about the time of the last frame.

        Whatever it counts, strides too, it would count none.
        """
        return self._counts(self.own) or self._walks_on

    @property
    def contradicted(self) -> bool:
        """The reported zero is spoken against by steps or by the machine's own time."""
        since = self.zero_since
        return self._counts(self.own) or (
            self.elapsed is not None
            and since is not None
            and self.elapsed_changed_at > since + ELAPSED_QUIET
        )

    @property
    def _walks_on(self) -> bool:
        """A sensor on a foot counts, and may still be on a belt that runs out.

        Once it has rested, or the belt has had its time, it goes about with its owner and says
        nothing more of the belt. It puts *still* off, and raises no alarm.
        """
        rested, since = self.worn.rested_at, self.zero_since
        on_it = rested is None or since is None or rested < since
        in_time = self.at is None or self.at < self.motion.rest_at + WORN_LAG
        return self._counts(self.worn) and on_it and in_time

    def _counts(self, sensor: Cadence) -> bool:
        return self.at is not None and sensor.live(self.at) and bool(sensor.count)

    @property
    def still(self) -> bool:
        """The belt stands: it is reported to, and has had the time to run out.

        It says nothing about now: whoever asks must know that the frame is fresh.
        """
        return self.reported_still and self.at is not None and self.at >= self.motion.rest_at

    @property
    def reported_still(self) -> bool:
        """The last frame, and those before it, show that the belt stands; nothing denies it."""
        if self.speed != 0 or self.at is None or self.zero_frames < ZERO_FRAMES or self.stepping:
            return False
        return self.elapsed is None or self.at - self.elapsed_changed_at >= ELAPSED_QUIET
