"""What the run screen does with the room there is, and what a key says that means nothing."""

from __future__ import annotations

from typing import Any

import pytest

from controller.records.format import OUTPUT
from controller.tui.drawing.panel import scale_for
from controller.tui.keys.refused import (
    cooled_words,
    no_faster_words,
    pressed_words,
    refused_words,
    unheard_words,
    walked_words,
)
from controller.tui.keys.table import OTHER, WALK, WRONG, meaning
from controller.tui.screen.frame import draw, has_keys
from controller.tui.screen.talk import Ui
from protocols.units import SECOND
from tests.tui.sessions import Sessions, fold_all, in_run, more, moving, recorded, still, up_to
from tests.tui.test_frame import shown
from tests.tui.told import question, told_moving, walk

SESSIONS = (
    moving()
    | told_moving()
    | still()
    | Sessions(
        {
            "eased, asked": lambda: question(told_moving()["eased"], "strength"),
            "eased, faster": lambda: more(
                told_moving()["eased"], OUTPUT, "announce", seconds=3, speed=700
            ),
            "walk": walk,
            "walk, W": lambda: more(walk(), OUTPUT, "walk_asked"),
            "cool-down": lambda: up_to(recorded(), "segment", 60, role="cool-down", counting=True),
            "walking out, set too high": lambda: more(
                moving()["walking out"],
                OUTPUT,
                "changed",
                speed=650,
                higher=True,
                because="",
                until=None,
            ),
        }
    )
)


def ink_rows(name: str, size: tuple[int, int]) -> list[int]:
    """Return the rows in which something is written large."""
    lines = draw(SESSIONS.view(name), Ui(), *size).lines
    return [y for y, line in enumerate(lines) if any(s.style.endswith(" ink") for s in line)]


@pytest.mark.parametrize(
    ("size", "rows"), [((80, 24), 7), ((100, 30), 14), ((120, 32), 14), ((160, 45), 21)]
)
@pytest.mark.parametrize("name", ["run", "eased", "faster", "press +"])
def test_the_digits_are_as_large_as_they_can_be(
    name: str, size: tuple[int, int], rows: int
) -> None:
    """Seven rows at least; no row of ink touches the line above the panel, which is dark, too."""
    written = ink_rows(name, size)
    fits = {"run": rows, "eased": rows}.get(name, 7)
    assert len(written) >= fits
    above = draw(SESSIONS.view(name), Ui(), *size).lines[written[0] - 1]
    assert {span.style for span in above} <= {"run", "walk", "still"}


def test_an_interval_of_hours_is_read_whole() -> None:
    """Where word and time have no room side by side the time stays; the first line has the word."""
    segment: dict[str, Any] = {
        "gait": "walk", "role": "work", "number": 1, "of": 1, "duration": 100 * 60 * SECOND,
        "speed": 500, "counting": False, "index": 0, "detour": False,
    }  # fmt: skip
    view = fold_all(more(in_run(), OUTPUT, "segment", **segment))
    lines = draw(view, Ui(), 80, 24).lines
    ink = ["".join(s.text for s in line) for line in lines if any("ink" in s.style for s in line)]
    assert scale_for("", "100:00", 80, 9).number == 1
    assert len(ink) == 7
    assert max(len(line.rstrip()) for line in ink) <= 80
    assert ink[0].rstrip().endswith("█████")
    wide = draw(view, Ui(), 100, 24).lines
    assert sum(any("ink" in s.style for s in line) for line in wide) == 7


def test_a_speed_up_is_announced_over_the_keys() -> None:
    """The help takes the lower half, but not what is about to happen to the belt."""
    text = shown(moving()["faster"], Ui(help=True))
    assert "FASTER IN 2   to 7.5 km/h" in text
    assert "PAGE UP" in text


def test_the_way_down_is_told_where_it_was_learnt() -> None:
    """Before the belt moves: in how many seconds this one stands, from the plan's fastest."""
    header, *rest = still()["ready"]
    assert "to stand" not in shown((header, *rest))
    known = {"known": {"deceleration": 100, "lead": 3 * SECOND // 2}}
    learnt = {**header, "setup": {**header["setup"], **known}}
    text = " ".join(shown((learnt, *rest)).split())
    assert "From its fastest speed today this belt needs about 9 s to stand." in text


@pytest.mark.parametrize(
    ("state", "key", "character", "told"),
    [
        ("run", "x", "x", "That key does nothing here.  ? shows the keys."),
        ("run", "up", None, "UP only takes back what DOWN took."),
        ("noted, later", "up", None, "Something was noted: nothing becomes faster by a key now."),
        ("walking out", "up", None, "We walk to the end: nothing becomes faster now."),
        ("run", "backspace", None, "There is nothing to take back."),
        ("run", "enter", "\r", "Nothing is asked now.  S, if something is wrong."),
        ("run", "ampersand", "&", "Nothing is asked now.  S, if something is wrong."),
        ("strength", "7", "7", "That key does nothing here.  ? shows the keys."),
        ("talk", "up", None, "Nothing becomes faster while something is asked."),
        ("eased, asked", "up", None, "Nothing becomes faster while something is asked."),
        ("paused", "enter", "\r", "That key does nothing here.  ? shows the keys."),
        ("ready", "x", "x", "That key does nothing here.  ? shows the keys."),
        ("countdown", "x", "x", ""),
        ("stopping", "x", "x", ""),
        ("unknown", "x", "x", ""),
        ("alarm", "x", "x", ""),
        ("done", "x", "x", ""),
    ],
)
def test_a_key_that_means_nothing_says_so(
    state: str, key: str, character: str | None, told: str
) -> None:
    """Where a line can be read; what it says fits beside the keys."""
    assert refused_words(key, character, SESSIONS.view(state)) == told
    if told:
        assert meaning(key, character, SESSIONS.view(state), ticked=False) == OTHER
        assert told in shown_with(state, told)


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ("starting", "S asks once the belt moves; until then there is SPACE."),
        ("talk", "Answer this first, then S.  U, if you are unwell."),
        ("still there", "Answer this first, then S.  U, if you are unwell."),
        ("strength", "This is the question that S opens."),
        ("place", "This is the question that S opens."),
        ("which", "This is the question that S opens."),
        ("console question", ""),
        ("run", ""),
        ("noted", ""),
        ("stopping", ""),
        ("unknown", ""),
    ],
)
def test_where_s_opens_nothing_the_screen_says_why(state: str, told: str) -> None:
    """Nobody is left to press it again and to wait; everywhere else it is heard."""
    assert unheard_words(SESSIONS.view(state)) == told
    assert meaning("s", "s", SESSIONS.view(state), ticked=True) == WRONG
    if told:
        assert told in shown_with(state, told)


@pytest.mark.parametrize(
    ("state", "key", "told"),
    [
        ("run", "walk", ""),
        ("walk", "twice: walk on", ""),
        ("walk, W", "walk to the end", ""),
        ("warm-up", "twice: walk on", ""),
        ("walking out", "", "We walk to the end already."),
        ("cool-down", "", "We walk to the end already."),
        ("set too high", "walk", ""),
        ("walking out, set too high", "walk", ""),
        ("starting", None, "It begins with a walk; until the belt moves there is SPACE."),
        ("stopping", None, ""),
        ("ready", None, ""),
    ],
)
def test_w_is_offered_where_it_changes_something(state: str, key: str | None, told: str) -> None:
    """Seen by a runner: "W walk" on the way to the end, and a press that nothing came of."""
    view = SESSIONS.view(state)
    assert walked_words(view) == told
    text = shown_with(state, told)
    assert told in text
    if key is not None:
        line = next(each for each in text.splitlines() if "something is wrong" in each)
        assert line.rstrip().partition("then you tell")[2].split() == (
            f"W {key}".split() if key else []
        )
        assert meaning("w", "w", view, ticked=True) == WALK, "the session decides all the same"


def test_a_hint_names_no_page_of_keys_that_has_no_room() -> None:
    """Seen at 60 x 20: "? shows the keys", and ? that said that they have no room."""
    assert refused_words("x", "x", SESSIONS.view("run"), page=False) == (
        "That key does nothing here."
    )


@pytest.mark.parametrize("state", SESSIONS)
def test_the_key_of_the_keys_shows_them_where_it_is_said_to(state: str) -> None:
    """Where the screen has a page of keys; elsewhere nothing is drawn for it."""
    view = SESSIONS.view(state)
    changes = draw(view, Ui(help=True), 80, 24) != draw(view, Ui(), 80, 24)
    assert changes is has_keys(view, Ui())
    if "? " in refused_words("x", "x", view):
        assert changes


def shown_with(state: str, hint: str) -> str:
    """Return the screen of a state with a hint."""
    lines = draw(SESSIONS.view(state), Ui(hint=hint), 80, 24).lines
    return "\n".join("".join(span.text for span in line) for line in lines)


def test_the_whole_of_a_session_has_no_other_screens() -> None:
    """The table above has every phase that a session goes through."""
    phases = {each["phase"] for each in recorded() if each["kind"] == "phase"}
    assert phases <= {SESSIONS.view(name).phase.name for name in SESSIONS}


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ("run", ""),
        ("walking out", ""),
        ("cool-down", "This is the cool-down already."),
        ("starting", "It begins with a walk; until the belt moves there is SPACE."),
        ("stopping", ""),
        ("ready", ""),
    ],
)
def test_where_c_changes_nothing_the_screen_says_why(state: str, told: str) -> None:
    """It was silent there."""
    view = SESSIONS.view(state)
    assert cooled_words(view) == told
    if told:
        means = meaning("c", "c", view, ticked=True)
        assert pressed_words(means, "c", "c", view, page=True) == told
        assert told in shown_with(state, told)


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ("eased", ""),
        ("eased, faster", "The speed is about to change already: UP once it has."),
        ("cool-down", ""),
    ],
)
def test_where_up_waits_for_a_change_the_screen_says_so(state: str, told: str) -> None:
    """It was silent while a change was counted down, and on the way to a new speed."""
    view = SESSIONS.view(state)
    assert no_faster_words(view) == told
    assert view.offers_faster == (state != "cool-down")
    if view.offers_faster:
        means = meaning("up", None, view, ticked=True)
        assert pressed_words(means, "up", None, view, page=True) == told
    if told:
        assert told in shown_with(state, told)
