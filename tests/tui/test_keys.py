"""What each key means, in every state of a session."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controller.records.intents import KEYS, Intent
from controller.tui.keys import (
    SLAP_WITHIN,
    STOP,
    Local,
    Slap,
    is_stop,
    meaning,
)
from tests.tui.sessions import asked, fold_all, moving, still

STOP_KEYS = [
    "space", "pageup", "pagedown", "end", "ctrl+c", "ctrl+d", "ctrl+z", "ctrl+backslash",
    "shift+space", "ctrl+@", "shift+pageup", "alt+end",
]  # fmt: skip
NAMES = [
    *STOP_KEYS, *"abcdefghijklmnopqrstuvwxyz0123456789", "enter", "escape", "tab", "backspace",
    "up", "down", "left_shift", "f1", "question_mark", "home", "ctrl+j", "delete", "é", "ctrl+q",
]  # fmt: skip
VIEWS = {name: fold_all(records) for name, records in {**moving(), **still()}.items()}

_ANSWERS = ("nothing", "strength", "place", "back")


def character_of(name: str) -> str | None:
    """Return what a key types."""
    return name if len(name) == 1 else {"space": " ", "question_mark": "?"}.get(name)


def press(name: str, state: str, *, ticked: bool = False) -> Intent | Local:
    """Return what a key means in a state."""
    return meaning(name, character_of(name), VIEWS[state], ticked=ticked)


@pytest.mark.parametrize("state", VIEWS)
@pytest.mark.parametrize("name", STOP_KEYS)
def test_a_stop_key_stops_in_every_state(name: str, state: str) -> None:
    """Never delayed, never ignored, over every question."""
    assert press(name, state) == STOP
    assert is_stop(name, character_of(name))


@pytest.mark.parametrize("space", [" ", "\xa0", "\u3000"])
def test_a_space_is_a_space_however_it_was_typed(space: str) -> None:
    """Alt and an input method change the character, not what it means."""
    assert is_stop("whatever", space)


@given(
    name=st.sampled_from(NAMES),
    character=st.none() | st.characters() | st.sampled_from("gG"),
    state=st.sampled_from(list(VIEWS)),
    ticked=st.booleans(),
)
def test_only_g_on_the_screen_that_names_it_starts_a_belt(
    name: str, character: str | None, state: str, *, ticked: bool
) -> None:
    """No other key, and not G elsewhere, is ever a start or a resumption."""
    does = meaning(name, character, VIEWS[state], ticked=ticked)
    if isinstance(does, Intent):
        assert does.key in KEYS
        if does.key == "start":
            assert ticked
            assert state in {"ready", "new here", "ready by hand", "ready, stoppable"}
            assert character in ("g", "G")
        if does.key == "resume":
            assert state in {"paused", "trial over"}
            assert character in ("g", "G")


def test_the_start_is_ready_only_after_the_ticks() -> None:
    """G before the ticks says so; after them it starts."""
    assert press("g", "ready") is Local.TICK_FIRST
    assert press("g", "ready", ticked=True) == Intent("start")
    assert press("enter", "ready", ticked=True) is Local.TICK
    assert press("g", "paused") == Intent("resume")


@pytest.mark.parametrize("name", [each for each in NAMES if each not in STOP_KEYS])
def test_any_key_calls_a_countdown_off(name: str) -> None:
    """Whatever comes in these ten seconds is an intent."""
    assert press(name, "countdown") == Intent("other")


@pytest.mark.parametrize(
    ("name", "intent"),
    [
        ("s", Intent("wrong")), ("u", Intent("unwell")), ("w", Intent("walk")),
        ("p", Intent("pause")), ("x", Intent("other")), ("enter", Intent("other")),
        ("1", Intent("other")), ("g", Intent("other")), ("up", Intent("other")),
    ],
)  # fmt: skip
def test_keys_of_the_run(name: str, intent: Intent) -> None:
    """What look.md lists, and nothing else does anything."""
    assert press(name, "run") == intent


@pytest.mark.parametrize(
    ("name", "does"), [("escape", Local.SPACE_STOPS), ("q", Local.SPACE_STOPS)]
)
def test_leaving_keys_leave_nothing_while_the_belt_moves(name: str, does: Local) -> None:
    """They only lead to a line that names the stop key."""
    for state in ("run", "strength", "place", "stopping", "paused", "starting"):
        assert press(name, state) is does


@pytest.mark.parametrize("row", ["1234567890", "&é\"'(-è_çà"])
def test_the_strength_is_answered_with_a_digit(row: str) -> None:
    """On any row of digits, with Shift or without, as on a number pad."""
    view = VIEWS["strength"]
    for number, character in enumerate(row, 1):
        does = meaning("some_name", character, view, ticked=False)
        if number == 10:
            assert does == Intent("nothing")
        elif number <= 4:
            assert does == Intent("strength", value=number)
        else:
            assert does == Intent("other")
    assert press("enter", "strength") == Intent("nothing")
    assert press("u", "strength") == Intent("unwell")


def test_the_place_is_answered_with_a_digit_or_a_letter() -> None:
    """ENTER is not sure, BACKSPACE goes back to the strength; unknown keys answer nothing."""
    for number, letter in enumerate("lhdbkoe", 1):
        by_digit, by_letter = press(str(number), "place"), press(letter, "place")
        assert by_digit == by_letter
        assert isinstance(by_digit, Intent)
        assert by_digit.key == "place"
    assert press("1", "place") == Intent("place", symptom="leaking")
    assert meaning("h", "H", VIEWS["place"], ticked=False) == Intent("place", symptom="heavy")
    assert press("enter", "place") == Intent("place", symptom="unsure")
    assert press("backspace", "place") == Intent("back")
    assert press("8", "place") == Intent("other")
    assert press("0", "place") == Intent("other")
    assert press("u", "place") == Intent("unwell")


def test_a_place_without_a_list_can_still_be_not_sure() -> None:
    """A header without places leaves ENTER."""
    header, *rest = asked("place", 2)
    without = fold_all(({key: each for key, each in header.items() if key != "places"}, *rest))
    assert meaning("1", "1", without, ticked=False) == Intent("other")
    assert meaning("enter", "\r", without, ticked=False) == Intent("place", symptom="unsure")


@pytest.mark.parametrize("name", [each for each in NAMES if each not in STOP_KEYS])
@pytest.mark.parametrize("state", ["run", "warm-up", "stopping", "ready", "paused"])
def test_no_key_answers_a_question_that_is_not_open(name: str, state: str) -> None:
    """Without a question a digit is any other key."""
    does = press(name, state)
    assert not isinstance(does, Intent) or does.key not in _ANSWERS


def test_when_it_is_over_enter_leaves() -> None:
    """ENTER, ESC and Q leave a session that has ended, one that never began, and a connection."""
    for state in ("done", "refer", "not begun", "left"):
        assert press("enter", state) is Local.LEAVE
        assert press("q", state) is Local.LEAVE
        assert press("g", state, ticked=True) is Local.NOTHING
    assert press("q", "connecting") is Local.LEAVE
    assert press("enter", "connecting") is Local.NOTHING


def test_a_hand_on_the_keyboard_is_seen() -> None:
    """Three different keys within 0.2 s; not the same key, not slower, not with modifiers."""
    slap = Slap()
    assert [slap.hit(key, 5.0 + n / 20) for n, key in enumerate("fgh")] == [False, False, True]
    held = Slap()
    assert not any(held.hit("f", 5.0 + n / 20) for n in range(20))
    slow = Slap()
    assert not any(slow.hit(key, n * (SLAP_WITHIN / 2 + 0.01)) for n, key in enumerate("fghj"))
    shifted = Slap()
    assert not any(shifted.hit(key, 5.0) for key in ("left_shift", "left_control", "f", "g"))
