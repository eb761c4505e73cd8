"""What each key means, in every state of a session."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controller.records.format import OUTPUT, WATCH
from controller.records.intents import KEYS, Intent
from controller.tui.keys.table import (
    SLAP_WITHIN,
    STOP,
    Local,
    Slap,
    is_stop,
    meaning,
)
from tests.tui.sessions import asked, fold_all, in_run, more, moving, still
from tests.tui.told import told_moving, told_still
from tests.within import within

STOP_KEYS = [
    "space", "pageup", "pagedown", "end", "ctrl+c", "ctrl+d", "ctrl+z", "ctrl+backslash",
    "shift+space", "ctrl+@", "shift+pageup", "alt+end",
]  # fmt: skip
NAMES = [
    *STOP_KEYS, *"abcdefghijklmnopqrstuvwxyz0123456789", "enter", "escape", "tab", "backspace",
    "up", "down", "left_shift", "f1", "question_mark", "home", "ctrl+j", "delete", "é", "ctrl+q",
]  # fmt: skip
SESSIONS = moving() | still() | told_moving() | told_still()

_ANSWERS = (
    "nothing", "strength", "place", "which", "degree", "talk", "go-on", "back", "site", "signs",
)  # fmt: skip
_RUN_KEYS = {
    "s": Intent("wrong"), "u": Intent("unwell"), "w": Intent("walk"), "p": Intent("pause"),
    "c": Intent("cool-down"), "down": Intent("slower"),
}  # fmt: skip
_ELSE = ("doming", "limp", "fatigue", "breast", "fear", "urgency")
_UNSURE_WHICH = Intent("which", symptom="unsure")
_STEPS: dict[str, dict[str, Intent]] = {
    "strength": {
        **dict.fromkeys(("enter", "0", "ctrl+j"), Intent("nothing")),
        **{str(number): Intent("strength", value=number) for number in (1, 2, 3, 4)},
    },
    "place": {
        **dict.fromkeys(("enter", "ctrl+j"), Intent("place", symptom="unsure")),
        "backspace": Intent("back"),
        **{
            key: Intent("place", symptom=place)
            for keys, place in zip(
                ("1l", "2h", "3d", "4b", "5k", "6o", "7e"),
                ("leaking", "heavy", "below", "back", "leg", "bone", "else"),
                strict=True,
            )
            for key in keys
        },
    },
    "which": {
        **dict.fromkeys(("enter", "ctrl+j"), _UNSURE_WHICH), "backspace": Intent("back"),
        **{str(n): Intent("which", symptom=each) for n, each in enumerate(_ELSE, 1)},
    },
    "still there": {
        **dict.fromkeys(("enter", "ctrl+j", "0"), Intent("degree", value=0)),
        **{str(number): Intent("degree", value=number) for number in (1, 2, 3)},
    },
    "talk": {
        **dict.fromkeys(("enter", "ctrl+j", "0"), Intent("talk", value=0)),
        "1": Intent("talk", value=1), "2": Intent("talk", value=2),
    },
    "talk, undo": {
        **dict.fromkeys(("enter", "ctrl+j", "0"), Intent("talk", value=0)),
        "1": Intent("talk", value=1), "2": Intent("talk", value=2), "backspace": Intent("back"),
    },
    "console question": dict.fromkeys(("enter", "ctrl+j"), Intent("go-on")),
    "noted": {"backspace": Intent("back")},
    "noted, later": {},
    "eased": {"up": Intent("faster")},
    "run": {},
}  # fmt: skip
"""By what is asked: the keys that mean something there and not elsewhere in a run."""


def character_of(name: str) -> str | None:
    """Return what a key types."""
    return name if len(name) == 1 else {"space": " ", "question_mark": "?"}.get(name)


def press(name: str, state: str, *, ticked: bool = False) -> Intent | Local:
    """Return what a key means in a state."""
    return meaning(name, character_of(name), SESSIONS.view(state), ticked=ticked)


@pytest.mark.parametrize("state", SESSIONS)
@within(name=STOP_KEYS)
def test_a_stop_key_stops_in_every_state(name: str, state: str) -> None:
    """Never delayed, never ignored, over every question."""
    assert press(name, state) == STOP
    assert is_stop(name, character_of(name))


@pytest.mark.parametrize("space", [" ", "\xa0", "\u3000"])
def test_a_space_is_a_space_however_it_was_typed(space: str) -> None:
    """Alt and an input method change the character, not what it means."""
    assert is_stop("whatever", space)


@pytest.mark.parametrize("key", ["ctrl+с", "ctrl+ψ", "ctrl+shift+я"])  # noqa: RUF001  # not a c
def test_a_letter_of_another_alphabet_with_ctrl_stops(key: str) -> None:
    """What Ctrl-C is called there depends on layout and terminal; alone it is a letter."""
    assert is_stop(key, None)
    letter = key.rpartition("+")[2]
    assert not is_stop(letter, letter)


@given(
    name=st.sampled_from(NAMES),
    character=st.none() | st.characters() | st.sampled_from("gG"),
    state=st.sampled_from(list(SESSIONS)),
    ticked=st.booleans(),
)
def test_only_g_on_the_screen_that_names_it_starts_a_belt(
    name: str, character: str | None, state: str, *, ticked: bool
) -> None:
    """No other key, and not G elsewhere, is ever a start or a resumption."""
    does = meaning(name, character, SESSIONS.view(state), ticked=ticked)
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
    assert press(name, "countdown") == Intent("unwell" if name == "u" else "other")


@pytest.mark.parametrize("state", ["run", "countdown", "paused", "starting", "ready"])
def test_unwell_is_heard_before_the_belt_moves_too(state: str) -> None:
    """She is told whom to call by the key that every screen lists, wherever the session stands."""
    assert press("u", state) == Intent("unwell")


@pytest.mark.parametrize("state", _STEPS)
@within(name=[each for each in NAMES if each not in (*STOP_KEYS, "é")])
def test_every_key_at_every_step(name: str, state: str) -> None:
    """What the screen lists, beside the keys of the run; nothing else does anything."""
    own: dict[str, Intent | Local] = {
        "escape": Local.SPACE_STOPS, "q": Local.SPACE_STOPS, "m": Local.SOUND,
        "question_mark": Local.HELP, "f1": Local.HELP, "left_shift": Local.NOTHING,
    }  # fmt: skip
    meant = {**_RUN_KEYS, **own, **_STEPS[state]}
    assert press(name, state) == meant.get(name, Intent("other"))


def test_faster_is_offered_only_where_a_wish_of_hers_is_to_be_taken_back() -> None:
    """Never behind a symptom, over a question, in a walk that is not eased, or by itself."""
    eased = SESSIONS["eased"]
    symptom = {"symptom": "knee", "label": "Knee", "words": "a little", "action": "note"}
    question = {"step": "strength", "strength": None, "until": None, "state": "open"}
    back = {"walk": 0, "run": 0, "by": "runner"}
    told: dict[str, dict[str, Any]] = {"symptom": symptom, "question": question, "eased": back}
    for kind, fields in told.items():
        view = fold_all(more(eased, OUTPUT, kind, **fields))
        assert meaning("up", None, view, ticked=False) == Intent("other")
    out = fold_all(more(eased, OUTPUT, "phase", phase="walking out", was="running"))
    assert meaning("up", None, out, ticked=False) == Intent("other")
    assert meaning("down", None, out, ticked=False) == Intent("slower")


def test_an_answer_is_taken_back_for_as_long_as_the_record_says() -> None:
    """Then BACKSPACE is any other key; so it is where the answer brought the belt to a stop."""
    noted = SESSIONS["noted"]
    until = noted[-1]["until"]
    for after, does in ((2.9, "back"), (3.0, "other")):
        view = fold_all(more(noted, "shell", "beat", after=after))
        assert meaning("backspace", None, view, ticked=False) == Intent(does)
        assert (view.undo_until == until) is (does == "back")
    stops = fold_all(more(noted, OUTPUT, "phase", phase="stopping", was="running"))
    assert meaning("backspace", None, stops, ticked=False) == Intent("other")
    assert meaning("backspace", None, SESSIONS.view("still there"), ticked=False) == Intent("other")


def test_the_exact_site_is_named_with_a_digit() -> None:
    """One report at a time; ENTER is not sure, ESC leaves, and nothing is a start."""
    knee = Intent("site", symptom="knee", value=0)
    assert press("3", "sites") == knee
    assert meaning("x", '"', SESSIONS.view("sites"), ticked=False) == knee
    assert press("enter", "sites") == Intent("site", symptom="unsure", value=0)
    assert press("2", "second site") == Intent("site", symptom="leak_bowel", value=1)
    assert press("3", "second site") is Local.NOTHING
    assert press("m", "sites") is Local.SOUND
    for name in ("escape", "q"):
        assert press(name, "sites") is Local.LEAVE
    assert press("enter", "sites named") is Local.LEAVE
    assert press("3", "sites named") is Local.NOTHING


def test_the_signs_are_chosen_standing_and_a_graver_one_still_after() -> None:
    """1 to 3 and M behind the unwell key's stop only; BACKSPACE opens the whole list again."""
    for key, value in (("1", 1), ("2", 2), ("3", 3), ("m", 0)):
        assert press(key, "signs") == Intent("signs", value=value)
    assert press("4", "signs") is Local.NOTHING
    assert press("enter", "signs") is Local.LEAVE
    assert press("1", "signs: now") is Local.NOTHING
    assert press("0", "signs") is Local.NOTHING
    for state, graver in (("today", {1}), ("bulge", {1, 2}), ("mistake", {1, 2, 3})):
        for value in (1, 2, 3):
            does = press(str(value), f"signs: {state}")
            assert does == (Intent("signs", value=value) if value in graver else Local.NOTHING)
    for state in ("signs: now", "signs: mistake", "signs, then sites"):
        assert press("backspace", state) == Intent("back")
    assert press("backspace", "signs") is Local.NOTHING
    assert press("m", "signs: now") is Local.SOUND
    assert press("1", "refer") is Local.NOTHING
    assert press("1", "signs, then sites") == Intent("site", symptom="hip", value=0)
    unwell = SESSIONS["signs"]
    moves = fold_all(more(unwell, OUTPUT, "alarm", because="it moved again"))
    assert meaning("1", "1", moves, ticked=False) == Intent("other")
    gone = fold_all(more(unwell, WATCH, "left", exit_code=4))
    assert meaning("1", "1", gone, ticked=False) is Local.NOTHING


def test_unwell_is_heard_behind_every_end_of_a_session_that_began() -> None:
    """Until she said so; what never began has its belt to itself."""
    for state in ("done", "refer", "sites", "sites named"):
        assert press("u", state) == Intent("unwell"), state
        assert meaning("U", "U", SESSIONS.view(state), ticked=False) == Intent("unwell")
    for state in ("not begun", "refused", "signs", "signs: now", "signs: mistake"):
        assert press("u", state) is Local.NOTHING, state


def test_unwell_that_only_a_dead_controller_heard_can_be_said_again() -> None:
    """Its successor ends the session for another reason, and has no list to choose from."""
    told = (*more(in_run(), OUTPUT, "unwell"), *more(in_run(), WATCH, "successor")[-1:])
    told = more(told, OUTPUT, "stop", because="it has died", cause="fault")
    over = more(
        told, OUTPUT, "ended", outcome="stopped", cause="fault", because="it has died",
        confirmed=True, ran=0,
    )  # fmt: skip
    view = fold_all(over)
    assert view.answers.unwell
    assert meaning("u", "u", view, ticked=False) == Intent("unwell")
    again = fold_all(more(over, OUTPUT, "unwell"))
    assert meaning("1", "1", again, ticked=False) == Intent("signs", value=1)


def test_a_site_that_was_named_can_be_taken_back() -> None:
    """As long as somebody is there to hear it."""
    for state in ("second site", "sites named"):
        assert press("backspace", state) == Intent("back")
    assert press("backspace", "sites") is Local.NOTHING
    gone = fold_all(more(SESSIONS["sites named"], WATCH, "left", exit_code=0))
    assert meaning("backspace", None, gone, ticked=False) is Local.NOTHING
    again = fold_all(more(SESSIONS["sites named"], OUTPUT, "unwell"))
    assert meaning("backspace", None, again, ticked=False) is Local.NOTHING


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
    view = SESSIONS.view("strength")
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


def test_a_letter_is_a_place_in_either_case() -> None:
    """And Shift or a locked keyboard changes no digit."""
    assert meaning("upper_h", "H", SESSIONS.view("place"), ticked=False) == Intent(
        "place", symptom="heavy"
    )
    assert meaning("ampersand", "&", SESSIONS.view("which"), ticked=False) == Intent(
        "which", symptom="doming"
    )
    assert meaning("x", "à", SESSIONS.view("talk"), ticked=False) == Intent("talk", value=0)


def test_a_place_without_a_list_can_still_be_not_sure() -> None:
    """A header without places leaves ENTER."""
    header, *rest = asked("place", 2)
    without = fold_all(({key: each for key, each in header.items() if key != "places"}, *rest))
    assert meaning("1", "1", without, ticked=False) == Intent("other")
    header, *rest = SESSIONS["which"]
    places = [{**each, "members": []} for each in header["places"]]
    bare = fold_all(({**header, "places": places}, *rest))
    assert meaning("1", "1", bare, ticked=False) == Intent("other")
    assert meaning("enter", "\r", bare, ticked=False) == _UNSURE_WHICH
    assert meaning("enter", "\r", without, ticked=False) == Intent("place", symptom="unsure")


@pytest.mark.parametrize("state", ["run", "warm-up", "stopping", "ready", "paused"])
@within(name=[each for each in NAMES if each not in STOP_KEYS])
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
