"""When a heart rate is stale: taken off, out of reach, frozen, or none at all."""

from __future__ import annotations

import pytest

from controller.session.heart import FROZEN_FOR, FROZEN_FRAMES, SILENT_FOR, Heart
from protocols.hrs import HeartRateMeasurement as Frame
from protocols.hrs import decode_heart_rate_measurement
from protocols.units import SECOND, Nanoseconds

BEATS = (0x0200,)


def after(*frames: Frame | bytes) -> tuple[Heart, Nanoseconds]:
    """Return what is known after one frame a second, and the moment of the last."""
    heart, now = Heart(), Nanoseconds(0)
    for each in frames:
        now = Nanoseconds(now + SECOND)
        frame = decode_heart_rate_measurement(each) if isinstance(each, bytes) else each
        assert frame is not None
        heart = heart.told(frame, now)
    return heart, now


def shown(*frames: Frame | bytes) -> int | None:
    """Return what is shown at the last frame."""
    heart, now = after(*frames)
    return heart.live(now)


def test_a_strap_that_was_taken_off() -> None:
    """Polar H10: `00 6f` again and again, after frames with intervals (ftms.md 2.9)."""
    worn, off = bytes.fromhex("10 6f 1d 02"), bytes.fromhex("00 6f")
    assert shown(worn, *[off] * (FROZEN_FRAMES - 1)) == 111
    assert shown(worn, *[off] * FROZEN_FRAMES) is None
    assert shown(worn, *[off] * 30) is None
    assert shown(worn, *[off] * 30, worn) == 111


def test_a_slow_heart_leaves_frames_without_an_interval() -> None:
    """At 45 beats a minute every fourth frame or so has none; that is no reason."""
    beat, none = Frame(45, rr_intervals=BEATS), Frame(45)
    assert shown(*[beat, beat, beat, none] * 10) == 45
    assert shown(*[beat, none, none, none] * 10) == 45


def test_a_rate_that_changes_is_not_frozen() -> None:
    """Whether or not there are intervals."""
    assert shown(Frame(100, rr_intervals=BEATS), *[Frame(100 + n % 2) for n in range(40)]) == 101


def test_contact_lost_is_stale_at_once() -> None:
    """And contact made is not, nor is a sensor that does not tell."""
    assert shown(Frame(120, contact=True)) == 120
    assert shown(Frame(120)) == 120
    assert shown(Frame(120, contact=True), Frame(120, contact=False)) is None


def test_silence_is_stale() -> None:
    """Three seconds after the last frame."""
    heart, now = after(Frame(120))
    assert heart.live(Nanoseconds(now + SILENT_FOR - 1)) == 120
    assert heart.live(Nanoseconds(now + SILENT_FOR)) is None


def test_a_sensor_without_intervals_freezes_after_a_minute() -> None:
    """The same value for 60 s; anything else in between begins anew."""
    seconds = FROZEN_FOR // SECOND
    assert shown(*[Frame(120)] * seconds) == 120
    assert shown(*[Frame(120)] * (seconds + 1)) is None
    assert shown(*[Frame(120)] * seconds, Frame(121), *[Frame(120)] * seconds) == 120


@pytest.mark.parametrize(
    ("rate", "told"), [(0, None), (1, 1), (240, 240), (241, None), (255, None), (999, None)]
)
def test_what_is_no_heart_rate(rate: int, told: int | None) -> None:
    """0 is how sensors say none; nobody's heart beats faster than 240 times a minute."""
    assert shown(Frame(rate)) == told
