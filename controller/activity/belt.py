"""How fast and how far the belt ran, by what the treadmill told: what is known of each moment."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from controller.activity.activity import DistanceBy
from controller.core.belt import Rhythm
from controller.records.observed import FASTEST, Frame
from protocols.units import SECOND, CentiKmh, Nanoseconds

_BURST: Final = 10
"""Metres by which a counter may grow in no time: behind a stall of the radio frames come in one."""
_CM_OF_SPEED: Final = 36 * SECOND // 10
"""One hundredth of a km/h is 1000 cm in an hour: a centimetre takes so many ns at it."""


class Known(NamedTuple):
    """What is known of the belt at a moment."""

    speed: CentiKmh
    distance: int
    """In cm, since the first frame."""


class BeltRun:
    """The frames of a session, and the silences between them."""

    def __init__(self, frames: Sequence[Frame], ends: Nanoseconds, lost: Iterable[int]) -> None:
        """Take the frames, in their order.

        Args:
            frames: at least one.
            ends: when the session did.
            lost: when the link was lost; what lies between two frames there is a silence.
        """
        self._frames = frames
        self._at = [each.at for each in frames]
        self._silent = _silences(self._at, ends, frozenset(lost))
        counted = _counted([each for each in frames if each.distance is not None])
        self.by = DistanceBy.COUNTER if any(counted.values()) else DistanceBy.SPEED
        self._distance = _filled(self._at, counted) if any(counted.values()) else self._integrated()

    def known(self, now: Nanoseconds) -> Known | None:
        """Return what is known of a moment; None if the treadmill was silent, or not yet heard."""
        index = bisect_right(self._at, now) - 1
        if index < 0 or (index in self._silent and now > self._at[index]):
            return None
        return Known(self._frames[index].speed, self._distance[index])

    def distance(self, now: Nanoseconds) -> int:
        """Return how far it had run by a moment, as far as that was told; in cm."""
        index = bisect_right(self._at, now) - 1
        return 0 if index < 0 else self._distance[index]

    def fastest(self, begins: Nanoseconds, ends: Nanoseconds) -> CentiKmh | None:
        """Return the fastest that was told in a span; None if nothing was."""
        first, last = bisect_right(self._at, begins - 1), bisect_right(self._at, ends)
        return max((each.speed for each in self._frames[first:last]), default=None)

    def silent(self, begins: Nanoseconds, ends: Nanoseconds) -> Nanoseconds:
        """Return for how much of a span the treadmill was silent."""
        spans = ((max(begins, self._at[i]), min(ends, until)) for i, until in self._silent.items())
        return Nanoseconds(sum(max(0, until - since) for since, until in spans))

    def _integrated(self) -> list[int]:
        """Return the distance at each frame, from speeds: the belt is in between on its way."""
        doubled, found = 0, []
        for index, each in enumerate(self._frames):
            before = self._frames[max(0, index - 1)]
            if index - 1 not in self._silent:
                doubled += (each.speed + before.speed) * (each.at - before.at)
            found.append(doubled // (2 * _CM_OF_SPEED))
        return found


def _silences(at: Sequence[Nanoseconds], ends: Nanoseconds, lost: frozenset[int]) -> dict[int, int]:
    """Return until when it was silent behind a frame, by the frame's index.

    How long is a silence depends on how often the machine sends, as in a session.
    """
    rhythm, found = Rhythm(), {}
    for index, (since, until) in enumerate(zip(at, [*at[1:], max(at[-1], ends)], strict=True)):
        gap = Nanoseconds(until - since)
        if gap > rhythm.silent_after or any(since <= each < until for each in lost):
            found[index] = int(until)
        else:
            rhythm = rhythm.after(gap)
    return found


def _counted(frames: Sequence[Frame]) -> dict[Nanoseconds, int]:
    """Return by how much the machine's own counter had grown, in cm, by moment.

    A counter that goes back, or on by more than any belt can, has begun anew: it is followed from
    there, and the jump is nobody's distance.
    """
    grown, found = 0, {}
    last, changed = (frames[0].distance, frames[0].at) if frames else (0, Nanoseconds(0))
    for each in frames:
        if each.distance != last:
            grew = (each.distance or 0) - (last or 0)
            most = _BURST + FASTEST * (each.at - changed) // (_CM_OF_SPEED * 100)
            grown += grew * 100 if 0 <= grew <= most else 0
            last, changed = each.distance, each.at
        found[each.at] = grown
    return found


def _filled(at: Sequence[Nanoseconds], counted: dict[Nanoseconds, int]) -> list[int]:
    """Return a distance for each frame: a frame without one leaves it as it was."""
    distance, found = 0, []
    for each in at:
        distance = counted.get(each, distance)
        found.append(distance)
    return found
