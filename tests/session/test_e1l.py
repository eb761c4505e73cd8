"""The capture of a UREVO E1L through decode, session and screen, against the committed timeline."""

from __future__ import annotations

import json
from functools import cache

import pytest

from controller.tui.screen.frame import draw
from controller.tui.screen.talk import Ui
from tests.session.e1l import (
    LOST_AT,
    STARTED_AT,
    STOPPED_AT,
    STORIES,
    TIMELINE,
    Watcher,
    as_text,
    tell,
    timeline,
    trace,
)

OURS, OTHERS, SUCCESSOR = "as the capture was driven", "somebody else's belt", "a successor"


@cache
def told(story: str) -> Watcher:
    """Return what came of one session; telling it again makes the same."""
    return tell(STORIES[story])


def row(story: str, at: int) -> dict[str, object]:
    """Return how things stood at a millisecond of the capture."""
    return [each for each in told(story).rows if each["at"] <= at][-1]


def sent(story: str) -> list[tuple[int, str]]:
    """Return what the session wrote, and when."""
    return [(each["at"], data) for each in told(story).rows for data in each.get("sent", ())]


def test_the_timeline_is_the_recorded_one() -> None:
    """Phase, speed, distance, steps, alarm, sentences and bytes, each at its millisecond.

    ``python -m tests.session.e1l`` writes it anew; what changed is for a reviewer to read.
    """
    assert as_text(timeline()).splitlines() == TIMELINE.read_text(encoding="utf-8").splitlines()


def test_the_recording_is_json_for_others() -> None:
    """Whoever wants to compare another program can read it."""
    assert set(json.loads(TIMELINE.read_text(encoding="utf-8"))) == set(STORIES)


def test_a_session_that_is_driven_as_the_capture_was() -> None:
    """Our start and stop go out when its client's did (ftms.md 6.1), and nothing else that moves.

    The machine counts down for 3.0 s after the console's start key, and shows motion 225 ms after
    the 07. Telemetry shows the stop 405 ms after it; its answer, after 45 ms, is not taken for one.
    """
    writes = [
        (round(each["t"] * 1000), each["hex"].replace(" ", ""))
        for each in trace()
        if each["type"] == "write_command" and each["hex"] in ("07", "08 01")
    ]
    assert writes == [(STARTED_AT, "07"), (STOPPED_AT, "0801")]
    assert [each for each in sent(OURS) if each[1] != "00"] == writes
    assert row(OURS, 18_862)["phase"] == "starting"
    assert (row(OURS, 18_863)["phase"], row(OURS, 18_863)["speed"]) == ("running", "2.25")
    answered = row(OURS, STOPPED_AT + 45)
    assert (answered["phase"], answered["speed"]) == ("stopping", "2.25")
    assert row(OURS, STOPPED_AT + 404)["speed"] == "2.25"
    assert row(OURS, STOPPED_AT + 405)["speed"] == "2.09"
    assert row(OURS, STOPPED_AT)["distance"] == 40
    assert row(OURS, STOPPED_AT)["steps"] == 78


@pytest.mark.parametrize("story", [OURS, SUCCESSOR])
def test_a_link_that_ends_while_the_belt_slows_down_is_not_a_stop(story: str) -> None:
    """The capture ends at 1.77 km/h; nobody saw that belt stop, and ours says so."""
    before, after = row(story, LOST_AT - 1), row(story, LOST_AT)
    assert (before["phase"], before["speed"]) == ("stopping", "1.77")
    assert (after["phase"], after["speed"]) == ("unknown", "1.77")
    assert "link to the treadmill is lost" in str(after["alarm"])
    screen = "\n".join(
        "".join(span.text for span in line) for line in draw(told(story).view, Ui(), 80, 24).lines
    )
    assert "USE THE TREADMILL'S OWN STOP" in screen


def test_somebody_else_s_belt_is_refused_and_left_alone() -> None:
    """It moves when it is first seen: not a byte is sent, while it stops and starts again."""
    assert row(OTHERS, 353)["phase"] == "ended"
    assert sent(OTHERS) == []
    speeds = [each["speed"] for each in told(OTHERS).rows if each["at"] > 4_000]
    assert list(dict.fromkeys(speeds)) == ["0.32", "0.0", "2.25"]


def test_a_successor_sends_the_stop_before_it_hears_anything() -> None:
    """And then sees the belt slow down."""
    assert sent(SUCCESSOR) == [(STOPPED_AT, "0801")]
    assert row(SUCCESSOR, STOPPED_AT + 404)["phase"] == "unknown"
    assert row(SUCCESSOR, STOPPED_AT + 405)["phase"] == "stopping"
