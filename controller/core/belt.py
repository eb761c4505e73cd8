"""What is known of the belt, from telemetry alone.

Rule: silence is not zero, and zero is not still while steps or the machine's own time run on
(law 7). An answer of the control point never gets here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from controller.core.numbers import (
    CADENCE_STALE_AFTER,
    COAST_RATE,
    ELAPSED_QUIET,
    PERIODS_KEPT,
    SILENT_AT_LEAST,
    SILENT_AT_MOST,
    SILENT_PERIODS,
    USUAL_PERIOD,
    ZERO_FRAMES,
)
from protocols.units import SECOND, CentiKmh, Nanoseconds, StepsPerMinute


@dataclass(frozen=True, slots=True)
class BeltSeen:
    """The last telemetry and what it adds up to."""

    speed: CentiKmh | None = None
    at: Nanoseconds | None = None
    gaps: tuple[Nanoseconds, ...] = ()
    """The last spans between two frames, newest last."""
    moved_at: Nanoseconds = Nanoseconds(0)
    """When motion was last reported, and how fast it was."""
    moved_speed: CentiKmh = CentiKmh(0)
    zero_frames: int = 0
    zero_since: Nanoseconds | None = None
    """When the first of the present zero frames came."""
    elapsed: int | None = None
    elapsed_changed_at: Nanoseconds = Nanoseconds(0)
    cadence: StepsPerMinute | None = None
    cadence_at: Nanoseconds = Nanoseconds(0)

    def reported(self, speed: CentiKmh, elapsed: int | None, now: Nanoseconds) -> BeltSeen:
        """Return what is known after one frame of treadmill data."""
        zero = speed == 0
        gap = () if self.at is None else (Nanoseconds(now - self.at),)
        return replace(
            self,
            speed=speed,
            at=now,
            gaps=(*self.gaps, *gap)[-PERIODS_KEPT:],
            moved_at=self.moved_at if zero else now,
            moved_speed=self.moved_speed if zero else speed,
            zero_frames=self.zero_frames + 1 if zero else 0,
            zero_since=(self.zero_since if self.zero_frames else now) if zero else None,
            elapsed=elapsed,
            elapsed_changed_at=now if elapsed != self.elapsed else self.elapsed_changed_at,
        )

    def stepped(self, cadence: StepsPerMinute, now: Nanoseconds) -> BeltSeen:
        """Return what is known after one frame of a cadence sensor."""
        return replace(self, cadence=cadence, cadence_at=now)

    @property
    def moving(self) -> bool:
        """The last frame showed motion."""
        return self.speed is not None and self.speed > 0

    @property
    def period(self) -> Nanoseconds:
        """How often the machine sends: the median of the last gaps, or the usual period."""
        if len(self.gaps) < PERIODS_KEPT:
            return USUAL_PERIOD
        return sorted(self.gaps)[PERIODS_KEPT // 2]

    @property
    def silent_after(self) -> Nanoseconds:
        """Without a frame for this long nothing is known of the belt."""
        return max(SILENT_AT_LEAST, min(Nanoseconds(self.period * SILENT_PERIODS), SILENT_AT_MOST))

    def fresh(self, now: Nanoseconds) -> bool:
        """Return whether the last frame is recent enough to mean anything."""
        return self.at is not None and now - self.at < self.silent_after

    @property
    def stepping(self) -> bool:
        """A live cadence sensor counted steps at about the time of the last frame."""
        return (
            bool(self.cadence)
            and self.at is not None
            and self.at - self.cadence_at < CADENCE_STALE_AFTER
        )

    @property
    def contradicted(self) -> bool:
        """The reported zero is spoken against by steps or by the machine's own time."""
        return self.stepping or (
            self.elapsed is not None
            and self.zero_since is not None
            and self.elapsed_changed_at > self.zero_since + ELAPSED_QUIET
        )

    @property
    def still(self) -> bool:
        """The belt stands: it is reported to, and has had the time to run out.

        It says nothing about now: whoever asks must know that the frame is fresh.
        """
        coasts = Nanoseconds(self.moved_speed * SECOND // COAST_RATE)
        return self.reported_still and self.at is not None and self.at >= self.moved_at + coasts

    @property
    def reported_still(self) -> bool:
        """The last frame, and those before it, show that the belt stands; nothing denies it."""
        if self.speed != 0 or self.at is None or self.zero_frames < ZERO_FRAMES or self.stepping:
            return False
        return self.elapsed is None or self.at - self.elapsed_changed_at >= ELAPSED_QUIET
