"""Walking, running or not known: the label's thresholds, a sensor's feet, and a drop."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controller.core.gait import BASELINE, Baseline, Feet, GaitSeen, Label, Seen
from protocols.units import CentiKmh, Nanoseconds
from tests.core.worlds import seconds

WALK, RUN, UNKNOWN = Label.WALK, Label.RUN, Label.UNKNOWN


def seen(*frames: tuple[float, int | None]) -> Seen:
    """Return what is seen after frames (second, steps)."""
    made = Seen()
    for when, steps in frames:
        made = made.stepped(steps, seconds(when))
    return made


def evenly(steps: int | None, begin: float, end: float) -> list[tuple[float, int | None]]:
    """Return frames of one cadence, one a second and one at the very end."""
    whole = [begin + each for each in range(int(end - begin) + 1)]
    return [(when, steps) for when in [*whole, *([end] if end not in whole else [])]]


@pytest.mark.parametrize("length", [4.9, 5.0, 5.1])
@pytest.mark.parametrize("steps", [1, 134, 135, *range(136, 145), 145, 146, 240])
@pytest.mark.parametrize("before", [UNKNOWN, WALK, RUN])
def test_the_thresholds(before: Label, steps: int, length: float) -> None:
    """145 and more runs, 135 and less walks, for 5 s; between the two the last word stands."""
    first = {UNKNOWN: [], WALK: evenly(120, 1, 7), RUN: evenly(160, 1, 7)}[before]
    made = seen(*first, *evenly(steps, 8, 8 + length))
    says = RUN if steps >= 145 else WALK if steps <= 135 else before
    assert made.label is (says if length >= 5 else before)


@pytest.mark.parametrize("other", [140, 120, 0])
def test_one_frame_of_anything_else_begins_the_five_seconds_anew(other: int) -> None:
    """Every frame must say so, from the first to the last."""
    frames = [*evenly(160, 1, 5), (6.0, other), *evenly(160, 7, 11.9)]
    assert seen(*frames).label is UNKNOWN
    assert seen(*frames, (12, 160)).label is RUN


def test_nobody_can_tell_is_not_known_at_once() -> None:
    """A count that makes no sense takes the label with it; no steps at all need their 5 s."""
    assert seen(*evenly(120, 1, 7), (8, None)).label is UNKNOWN
    assert seen(*evenly(120, 1, 7), *evenly(0, 8, 12)).label is WALK
    assert seen(*evenly(120, 1, 7), *evenly(0, 8, 13)).label is UNKNOWN


def test_a_gap_forgets_what_was_before_it() -> None:
    """Frames 3 s apart are no frames in a row, and a label does not outlive the silence."""
    assert seen(*evenly(160, 1, 7), (9.9, 160)).label is RUN
    assert seen(*evenly(160, 1, 7), (10, 160)).label is UNKNOWN
    assert seen((1, 160), (4, 160), (7, 160), (10, 160)).label is UNKNOWN
    assert seen(*evenly(160, 1, 7)).stale_at == seconds(10)
    assert Seen().stale_at is None


@given(st.lists(st.tuples(st.floats(0, 4), st.none() | st.integers(0, 300)), max_size=40))
def test_a_label_is_never_more_than_the_last_five_seconds_say(
    gaps: list[tuple[float, int | None]],
) -> None:
    """It changes to RUN or WALK only where each frame of the last 5 s says so."""
    made, now, frames = Seen(), 1.0, list[tuple[float, int | None]]()
    for gap, steps in gaps:
        now += gap
        before, made = made.label, made.stepped(steps, seconds(now))
        frames.append((now, steps))
        if made.label is before or made.label is UNKNOWN:
            continue
        last = [each for when, each in frames if when >= now - 5]
        assert all(each is not None for each in last)
        assert all((each or 0) >= 145 if made.label is RUN else 0 < (each or 0) <= 135
                   for each in last)  # fmt: skip


def test_feet_that_never_struck_a_moving_belt_prove_nothing() -> None:
    """Steps beside a standing belt are no steps on it; a belt that begins anew begins anew."""
    feet = Feet().told(80, seconds(1), moving=False)
    assert not feet.counted
    assert feet.told(80, seconds(2), moving=True).counted
    gait = GaitSeen(own=feet.told(80, seconds(2), moving=True))
    assert not gait.belt_begins().own.counted


def test_no_steps_are_counted_from_their_first_frame_and_not_through_a_gap() -> None:
    """A sensor that was silent for 3 s said nothing of the time between."""
    feet = Feet()
    for when in (1.0, 2, 3, 4.5):
        feet = feet.told(0, seconds(when), moving=True)
    assert feet.none_for == seconds(3.5)
    assert feet.told(0, seconds(7.4), moving=True).none_for == seconds(6.4)
    assert feet.told(0, seconds(7.5), moving=True).none_for == 0
    assert feet.told(90, seconds(5), moving=True).none_for == 0


def minute(steps: int = 160, speed: int = 800) -> Baseline:
    """Return a baseline of a minute's running, one frame a second from second 1."""
    made = Baseline()
    for each in range(BASELINE):
        made = made.stepped(steps, CentiKmh(speed), seconds(1 + each), runs=True)
    return made


@pytest.mark.parametrize(("steps", "low"), [(148, False), (147, True), (146, True), (160, False)])
def test_a_drop_of_eight_percent(steps: int, *, low: bool) -> None:
    """160 becomes 147.2: that and less is low, and says since when."""
    made = minute().stepped(steps, CentiKmh(800), seconds(70), runs=True)
    assert made.low_since == (seconds(70) if low else None)
    again = made.stepped(steps, CentiKmh(810), seconds(71), runs=False)
    assert again.low_since == made.low_since
    assert again.stepped(160, CentiKmh(800), seconds(72), runs=True).low_since is None
    assert again.stepped(steps, None, seconds(72), runs=True).low_since is None


def test_exactly_eight_percent_is_a_drop() -> None:
    """138 of 150."""
    made = minute(150)
    assert made.stepped(138, CentiKmh(800), seconds(70), runs=True).low_since == seconds(70)
    assert made.stepped(139, CentiKmh(800), seconds(70), runs=True).low_since is None


def test_a_baseline_needs_its_minute_of_running_at_one_speed() -> None:
    """No walk is in it, no other speed, and frames in a burst make it no shorter."""
    made = minute()
    assert made.samples == (160,) * BASELINE
    short = Baseline()
    for each in range(BASELINE):
        short = short.stepped(160, CentiKmh(800), seconds(1 + each / 4), runs=True)
    assert len(short.samples) == BASELINE // 4, "one a second, and not more"
    assert short.stepped(100, CentiKmh(800), seconds(90), runs=True).low_since is None
    assert short.stepped(100, CentiKmh(500), seconds(90), runs=False) == short
    assert made.stepped(155, CentiKmh(750), seconds(90), runs=True).samples == (155,)


def test_the_median_is_not_thrown_by_a_stumble() -> None:
    """Half of the minute is nonsense, too low and too high; the baseline is the runner's."""
    made = Baseline()
    for each in range(BASELINE):
        steps = (90, 240, 160, 160)[each % 4]
        made = made.stepped(steps, CentiKmh(800), Nanoseconds(seconds(1 + each)), runs=True)
    assert made.stepped(148, CentiKmh(800), seconds(90), runs=True).low_since is None
    assert made.stepped(147, CentiKmh(800), seconds(90), runs=True).low_since == seconds(90)
