"""A terminal too small for the screens: what is asked, what answers it, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest

from controller.records.format import OUTPUT
from controller.tui.keys.answering import answer
from controller.tui.screen.frame import draw
from controller.tui.screen.signs import MISTAKE, PARTS, parts
from controller.tui.screen.talk import Ui
from protocols.units import SECOND
from tests.tui.scenes import scenes
from tests.tui.sessions import asked, fold_all, more, moving, recorded, still
from tests.tui.test_frame import text_of
from tests.tui.told import told_moving, told_still, walk

if TYPE_CHECKING:
    from controller.records.format import Record

SMALL: Final = ((60, 20), (79, 40), (79, 23), (40, 12), (200, 23))
TOLD: Final = told_moving()
ASKED: Final[dict[str, tuple[str, ...]]] = {
    "strength": (
        "ANYTHING TO NOTE?", "ENTER NOTHING", "1 A LITTLE", "2 CLEAR", "3 STRONG", "4 TOO MUCH",
        "U UNWELL",
    ),
    "place": ("CLEAR - WHERE?", "ENTER not sure", "1 LEAKING", "BACKSPACE change", "U unwell"),
    "which": ("WHICH?", "ENTER not sure", "1 A DOME DOWN THE MIDDLE", "6 SUDDEN", "U unwell"),
    "still there": (
        "HEAVINESS: STILL THERE?", "ENTER GONE", "1 LESS", "2 THE SAME", "3 MORE", "U unwell",
    ),
    "talk": ("COULD YOU TALK?", "ENTER EASILY", "1 JUST ABOUT", "2 NO", "U unwell"),
    "console question": ("MADE FASTER AT THE TREADMILL", "ENTER GO ON", "W WALK ON", "U unwell"),
}  # fmt: skip


def session(name: str) -> tuple[Record, ...]:
    """Return a session with a question open."""
    if name in ("strength", "place"):
        return asked(name, 2 if name == "place" else None)
    return TOLD[name]


def small(records: tuple[Record, ...], size: tuple[int, int], ui: Ui | None = None) -> str:
    """Return what is read, in one line."""
    return " ".join(text_of(draw(fold_all(records), ui or Ui(), *size)).split())


@pytest.mark.parametrize("size", SMALL)
@pytest.mark.parametrize("name", ASKED)
def test_a_question_names_each_of_its_keys(name: str, size: tuple[int, int]) -> None:
    """Seen after S: "ANYTHING? ENTER: nothing", and she had just said that something is wrong."""
    text = small(session(name), size)
    assert "SPACE stops the belt" in text
    for words in ASKED[name] if size[1] >= 20 else ASKED[name][:2]:
        assert words in text
    assert "later the belt stops" in text
    assert " s left. " in text


@pytest.mark.parametrize("name", ASKED)
def test_the_keys_stand_together_where_there_is_no_room_for_each(name: str) -> None:
    """As ranges; what a key answers is what it answers on the screen."""
    text = small(session(name), (40, 6))
    for words in ("ENTER", "U unwell" if name != "strength" else "U UNWELL"):
        assert words in text
    ranges = {"strength": "1-4 how much", "which": "1-6 which", "talk": "1-2 less easily"}
    assert ranges.get(name, "") in text
    view = fold_all(session(name))
    digits = [key for key in "123456789" if answer(key, key, view) is not None]
    if digits:
        assert f" {digits[0]}-{digits[-1]} " in text


@pytest.mark.parametrize("size", SMALL[:3])
def test_an_answer_says_what_was_noted_what_follows_and_how_to_take_it_back(
    size: tuple[int, int],
) -> None:
    """As the screen does; without an answer, and when its time is over, nothing."""
    text = small(TOLD["noted"], size)
    assert "NOTED HIP TO HEEL, STRONG. Walking now. We run again when it is gone after" in text
    assert "BACKSPACE takes it back 0:03" in text
    assert "NOTED NOTHING BACKSPACE takes it back 0:04" in small(TOLD["noted, nothing"], size)
    assert "BACKSPACE" not in small(TOLD["noted, later"], size)
    assert "BACKSPACE" not in small(walk(), size)


def test_what_cannot_be_answered_asks_nothing() -> None:
    """Over an alarm, and behind the end."""
    question: dict[str, Any] = {"state": "open", "step": "strength", "until": 20 * SECOND}
    for name in ("alarm", "unknown", "unsupervised"):
        text = small(more(moving()[name], OUTPUT, "question", **question), (60, 20))
        assert "ANYTHING" not in text
        assert "USE THE TREADMILL'S OWN STOP" in text
    assert "WHERE" not in small(told_still()["signs"], (60, 20))


@pytest.mark.parametrize("size", SMALL)
def test_a_note_that_is_to_be_finished_is_asked_with_its_keys(size: tuple[int, int]) -> None:
    """Seen at 60 x 20: that it was over, while digits and ENTER answered a question unseen."""
    text = small(told_still()["sites"], size)
    assert "IT IS OVER. ESC leaves TO FINISH YOUR NOTE run 3: hip to heel, a little: which?" in text
    for words in ("1 hip", "6 heel, arch", "ENTER not sure"):
        assert words in text
    second = small(told_still()["second site"], size)
    assert "run 4: leaking, clear: which? 1 pee 2 wind or poo ENTER not sure" in second
    assert "TO FINISH" not in small(told_still()["sites named"], size)
    both = small(told_still()["signs, then sites"], size)
    assert "SEE A CLINICIAN. ESC leaves" in both
    assert "TO FINISH YOUR NOTE run 3: hip to heel" in both
    assert "ENTER not sure" in both
    assert ("1 hip" if size[1] >= 20 else "1-6 which") in both


@pytest.mark.parametrize("size", SMALL)
def test_a_belt_that_is_stopped_says_what_to_hold_and_what_else_stops_it(
    size: tuple[int, int],
) -> None:
    """As the large screen does; by hand, too, where a hand is to stop it."""
    held = "HOLD THE RAIL. If it does not slow down: the treadmill's own stop, or the safety key."
    assert f"STOPPING {held} because: the stop key" in small(moving()["stopping"], size)
    assert f"PRESS STOP ON THE TREADMILL. {held}" in small(moving()["asked, press stop"], size)


@pytest.mark.parametrize("size", SMALL)
def test_an_end_says_how_and_why(size: tuple[int, int]) -> None:
    """What stays on the terminal afterwards stands there before."""
    assert "IT IS OVER. ENTER leaves U unwell: whom to call Done, the whole plan. The" in small(
        still()["done"], size
    )
    assert "Not begun: None found." in small(still()["not begun"], size)
    assert "Not begun: the belt moves already." in small(still()["refused"], size)
    stopped = recorded("7:00=stop")
    assert "Stopped. The belt is still. Because: the stop key." in small(stopped, size)
    left = small(still()["left"], size)
    assert "USE THE TREADMILL'S OWN STOP, OR PULL THE SAFETY KEY ENTER leave" in left


def test_why_it_ended_takes_no_room_from_the_signs_of_a_call() -> None:
    """They are graver; it comes back where they have no room anyway."""
    why = "Because: Heavy, dragging, strong."
    symptom = scenes()["referred-symptom"].records
    assert " ".join(PARTS[1].signs) in small(symptom, (60, 20))
    assert why not in small(symptom, (60, 20))
    assert why in small(symptom, (60, 16))
    assert why in small(symptom, (79, 23))


def test_a_walk_and_a_run_name_the_keys_for_what_is_wrong() -> None:
    """And a hint is read there as anywhere."""
    assert "S something is wrong U unwell" in small(walk(), (60, 20))
    assert "Nothing is asked now." in small(walk(), (60, 20), Ui(hint="Nothing is asked now."))


@pytest.mark.parametrize("size", [*SMALL, (40, 23)])
@pytest.mark.parametrize("number", ["", "000"])
def test_whom_to_call_stands_in_a_terminal_of_any_size(size: tuple[int, int], number: str) -> None:
    """Seen at 60 x 20 behind the unwell key: nothing but that it is over, and a key to leave."""
    ui = Ui(emergency=number)
    text = small(scenes()["referred"].records, size, ui)
    assert "WHICH OF THESE IS IT? ENTER leaves" in text
    assert "M pressed by mistake, none of these" in text
    signs = [" ".join(part.signs) in text for part in parts(number)]
    assert len({*signs}) == 1, "all, or only whom to call"
    assert signs[0] or size[0] < 60
    for key, part in enumerate(parts(number), 1):
        assert f"{key} {part.title}" in text
    told = small(still()["refer"], size, ui)
    assert "SEE A CLINICIAN. ENTER leaves" in told
    for part in parts(number):
        assert f" {part.title}" in told
    assert "pressed by mistake" not in told


def test_what_was_chosen_of_the_list_comes_first_and_a_slip_calls_nobody() -> None:
    """A choice stands above the others; whoever pressed by mistake is told that it is over."""
    unwell = scenes()["referred"].records
    chosen = small(more(unwell, OUTPUT, "signs", choice="bulge"), (60, 20))
    physio, now = (chosen.index(PARTS[which].title) for which in (2, 0))
    assert physio < now
    assert f"1 {PARTS[0].title}" in chosen
    assert f"3 {PARTS[2].title}" not in chosen
    assert "BACKSPACE choose again" in chosen
    slip = small(more(unwell, OUTPUT, "signs", choice=MISTAKE), (60, 20))
    assert "IT IS OVER. ENTER leaves BACKSPACE choose again" in slip
    assert "CALL" not in slip


@pytest.mark.parametrize("size", SMALL)
@pytest.mark.parametrize("name", ["done", "refer"])
def test_the_end_names_the_key_for_who_is_unwell(name: str, size: tuple[int, int]) -> None:
    """A terminal of any size; it is read over a belt that stands."""
    assert "U unwell: whom to call" in small(still()[name], size)


@pytest.mark.parametrize("size", SMALL)
def test_before_a_start_the_way_out_is_named(size: tuple[int, int]) -> None:
    """Nothing can be ticked there, and nobody knew how to leave."""
    assert "STILL ESC leave" in small(still()["ready"], size)
