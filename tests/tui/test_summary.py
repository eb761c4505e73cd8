"""What a stop and the summary tell of a session: whole, and by one clock."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest

from controller.records.format import OUTPUT
from controller.tui.screen.closing import last_line
from controller.tui.screen.frame import draw
from controller.tui.screen.talk import Ui
from protocols.units import SECOND, clock_time
from tests.tui.sessions import first, fold_all, in_run, more, recorded, until
from tests.tui.test_frame import text_of

if TYPE_CHECKING:
    from controller.records.format import Record

SIZES: Final = ((80, 24), (81, 25), (100, 30), (160, 45))
LONG: Final = "Heaviness, dragging or pressure down below"


def ended(*labels: str, because: str = "x", cause: str = "rule") -> tuple[Record, ...]:
    """Return a session in which these were noted one after the other, and how it ended."""
    whole = recorded()
    records = until(whole, first(whole, "segment", 7, gait="walk", number=2, counting=True))
    for label in labels:
        records = more(
            records, OUTPUT, "symptom", after=2, symptom="x", label=label, words="clear", value=2,
            place="heavy", action="walk_then_stop_and_refer", rule="I3",
        )  # fmt: skip
        records = more(records, OUTPUT, "gone", label=label)
    records = more(records, OUTPUT, "phase", phase="ended", was="stopping")
    return more(
        records, OUTPUT, "ended", outcome="walked_out", cause=cause, because=because,
        confirmed=True, ran=60 * SECOND,
    )  # fmt: skip


def test_what_was_noted_has_the_clock_of_the_first_line() -> None:
    """Seen: 7:11 below a session that ended at 6:30, for one clock counted the countdown, too."""
    whole = recorded("run1+0:20=symptom:heaviness:2")
    at = fold_all(until(whole, first(whole, "symptom"))).position
    text = text_of(draw(fold_all(whole), Ui(), 80, 24))
    assert at != first(whole, "symptom")
    assert f" {clock_time(at)}  Heaviness, dragging" in text
    assert f" {clock_time(first(whole, 'symptom'))} " not in text


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 9])
def test_all_that_it_tells_is_whole_and_the_way_out_is_seen(
    count: int, size: tuple[int, int]
) -> None:
    """However much was noted: what has no room is counted, and a picture gives way to it."""
    labels = [f"{LONG} {number}" for number in range(count)]
    because = "nothing shows that it can be asked for anything, and the next step would be faster"
    view = fold_all(ended(*labels, because=because))
    view = view._replace(course=view.course._replace(refers=False))
    lines = text_of(draw(view, Ui(), *size)).split("\n")
    told = " ".join(" ".join(lines).split())
    follows = "clear: Walking for 3 min, then it is over. Then gone."
    shown = [each for each in labels if f"{each}, {follows}" in told]
    assert shown == labels[: len(shown)]
    assert shown
    assert (f"and {count - len(shown)} more, in the journal" in told) is (len(shown) < count)
    assert f"Because: {because}." in told
    assert told.endswith("ENTER leave U unwell: whom to call")


@pytest.mark.parametrize("size", SIZES)
def test_a_screen_that_did_not_answer_says_what_that_means(size: tuple[int, int]) -> None:
    """Two who tried it on a busy computer met it, and only a page said what to do."""
    view = fold_all(ended(because="the screen has stopped answering", cause="fault"))
    told = "the screen has stopped answering. The computer was too busy"
    assert f"Because: {told}" in " ".join(text_of(draw(view, Ui(), *size)).split())
    assert f"Because: {told}" in last_line(view)
    assert "too busy" not in last_line(fold_all(ended(because="the stop key", cause="runner")))


@pytest.mark.parametrize("speed", [0, 80, 1200])
@pytest.mark.parametrize(
    "because",
    [
        "the question was not answered",
        "the belt does not slow down, although it was asked to, and goes on at a speed of its own",
        "too much, at a place that was not named",
    ],
)
def test_a_stop_tells_its_whole_reason(because: str, speed: int) -> None:
    """Seen: "because: the question was not answe", behind the speed and the time."""
    stop: dict[str, Any] = {"cause": "rule", "outcome": "stopped", "because": because}
    stopping = more(in_run(), OUTPUT, "stop", **stop)
    stopping = more(stopping, OUTPUT, "phase", phase="stopping", was="running", after=75)
    stopping = more(stopping, OUTPUT, "belt", speed=speed, distance=900)
    for size in SIZES:
        told = " ".join(text_of(draw(fold_all(stopping), Ui(), *size)).split())
        assert f"because: {because}" in told
        assert "If it does not slow down" in told
