"""Whom to see, behind a symptom that refers: first of all, and only then whom to call."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from controller.cli.session.plain import Teller
from controller.records.format import OUTPUT
from controller.settings.values import Settings
from controller.tui.screen.closing import last_line
from controller.tui.screen.frame import draw
from controller.tui.screen.signs import PARTS
from controller.tui.screen.talk import Ui
from controller.tui.screen.whom import NOBODY, words_afterwards
from tests.tui.sessions import fold_all, more, recorded
from tests.tui.test_frame import text_of

if TYPE_CHECKING:
    from controller.records.format import Record

PHYSIO = "Before you run again, see a pelvic-health physiotherapist."
FIND = "Your midwife or doctor can help you find one."
CLINICIAN = "Before you run again, see a clinician (doctor, midwife or physiotherapist)."
ALARMING = ("Sit down.", "REFERRED", "Please see a clinician", "WHICH OF THESE")
SIZES = ((80, 24), (100, 30), (160, 45))
SMALL = ((60, 20), (79, 40), (40, 23))
WRONG = "run1+0:10=wrong"
HEAVY = (WRONG, "run1+0:12=strength:3", "run1+0:14=place:heavy")
LEAKING = (WRONG, "run1+0:12=strength:2", "run1+0:14=place:leaking", "run1+0:16=which:leak_bowel")
BONE = (WRONG, "run1+0:12=strength:2", "run1+0:14=place:bone")
BULGE = ("run1+0:10=symptom:bulge:1",)
TOO_MUCH = (WRONG, "run1+0:12=strength:4")
CHEST = ("run1+0:10=symptom:chest:1",)
UNWELL = ("run1+0:10=unwell",)
SENT = {HEAVY: PHYSIO, LEAKING: PHYSIO, BULGE: PHYSIO, BONE: CLINICIAN, TOO_MUCH: CLINICIAN}


def screen(records: tuple[Record, ...], size: tuple[int, int], number: str = "") -> str:
    """Return what is read, in one line."""
    return " ".join(text_of(draw(fold_all(records), Ui(emergency=number), *size)).split())


@pytest.mark.parametrize("size", [*SIZES, *SMALL])
@pytest.mark.parametrize("script", SENT)
def test_whom_to_see_comes_first_and_the_list_is_there_in_case(
    script: tuple[str, ...], size: tuple[int, int]
) -> None:
    """Seen behind heaviness: an order to call an ambulance, and nobody to see."""
    text = screen(recorded(*script), size)
    assert SENT[script] in text
    assert (FIND in text) is (SENT[script] == PHYSIO)
    before = "If it is one of these" if script == TOO_MUCH else "Only if you have one of these"
    moments = [text.index(each) for each in (SENT[script], before, *(p.title for p in PARTS[:2]))]
    assert moments == sorted(moments)
    for part in PARTS[:2] if size[0] >= 60 else ():
        assert " ".join(part.signs) in text
    for words in ALARMING:
        assert words not in text


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("script", "told"), [
    (HEAVY, "Heavy, dragging, strong. "), (LEAKING, "Leaking wind or poo, clear."),
    (TOO_MUCH, "Too much, at a place that was not named."),
])  # fmt: skip
def test_what_it_was_stands_above(
    script: tuple[str, ...], told: str, size: tuple[int, int]
) -> None:
    """Once, as what has ended the session, and its last line is whole."""
    text = screen(recorded(*script), size)
    assert text.index(told) < text.index("Before you run again")
    assert text.endswith("ENTER close the session U unwell: whom to call")


@pytest.mark.parametrize("size", [*SIZES, *SMALL])
@pytest.mark.parametrize("script", [CHEST, UNWELL])
def test_a_warning_sign_is_told_as_ever(script: tuple[str, ...], size: tuple[int, int]) -> None:
    """Nothing of it becomes milder or later."""
    text = screen(recorded(*script), size)
    for part in PARTS:
        assert part.title in text
    assert "Before you run again" not in text
    assert "Only if" not in text
    if size in SIZES:
        assert "Sit down. Do not stay alone with it." in text


def test_unwell_behind_a_symptom_is_a_warning_sign() -> None:
    """The graver of the two has the word; a slip leaves what was noted before."""
    both = recorded(*HEAVY, "run1+0:30=unwell")
    assert "Sit down. Do not stay alone with it." in screen(both, (80, 24))
    slip = screen(more(both, OUTPUT, "signs", choice="mistake"), (80, 24))
    assert "You told that it was pressed by mistake." in slip
    assert "nothing is held against you" not in slip
    assert PHYSIO in slip
    assert "BACKSPACE choose again" in slip
    for key, part in enumerate(PARTS, 1):
        assert f"{key} {part.title}" in slip


def test_two_that_lead_to_two_are_both_told() -> None:
    """What each of them was stands before it."""
    both = more(
        recorded(*HEAVY), OUTPUT, "symptom", symptom="knee", label="Knee pain", words="too much",
        value=6, place="leg", action="stop", rule="I7",
    )  # fmt: skip
    text = screen(both, (80, 24))
    assert f"Heavy, dragging, strong. {PHYSIO} {FIND} Knee pain, too much. {CLINICIAN}" in text


@pytest.mark.parametrize(("number", "call"), [
    ("999", "call 999 now, "), ("", "call your emergency number (112, 999, 911) now, "),
])  # fmt: skip
def test_what_stays_on_the_terminal_says_the_same(number: str, call: str) -> None:
    """Whom to see, and then whom to call with a warning sign; of a warning sign as ever."""
    told = words_afterwards(fold_all(recorded(*HEAVY)), number)
    assert told.startswith(f"Heavy, dragging, strong. {PHYSIO} {FIND} For some signs you ")
    assert call in told
    assert words_afterwards(fold_all(recorded(*UNWELL)), "999").startswith("Please see a clinician")
    assert words_afterwards(fold_all(recorded()), "999") == ""


def plain(script: tuple[str, ...], settings: Settings | None = None) -> str:
    """Return what plain mode says of a session."""
    teller = Teller(settings or Settings(), "999")
    return "\n".join(line for record in recorded(*script) for line in teller.lines(record))


@pytest.mark.parametrize("script", SENT)
def test_plain_mode_says_whom_to_see(script: tuple[str, ...]) -> None:
    """Behind the end, and nothing of an ambulance before it."""
    text = plain(script)
    assert text.index("Stopped. The belt is still.") < text.index(SENT[script])
    assert text.index(SENT[script]) < text.index("call 999 now,")
    assert "Please see a clinician" not in text


def test_plain_mode_notes_whom_to_see() -> None:
    """Seen: "walk then stop and see a clinician"; a place that is a letter gives nobody away."""
    assert "strong: walk 3 min, then stop; see a pelvic-health physiotherapist" in plain(HEAVY)
    assert "clear: stop; see a clinician (rule I6)" in plain(BONE)
    before = plain(HEAVY, Settings(discreet=True)).split("Stopped. The belt")[0]
    assert "physiotherapist" not in before
    assert "walk 3 min, then stop; see a clinician" in before


@pytest.mark.parametrize("script", [CHEST, UNWELL])
def test_plain_mode_tells_a_warning_sign_as_ever(script: tuple[str, ...]) -> None:
    """No walk is left open, and nobody waits for an appointment."""
    text = plain(script)
    assert "Stopped. Please see a clinician before another session. The belt is still." in text
    assert "Before you run again" not in text


KNEE = (*TOO_MUCH, "run1+0:50=site:0:leg", "run1+0:55=site:0:knee")
LEG = KNEE[:-1]
DOWN = (*TOO_MUCH, "run1+0:50=site:0:heavy")
AFRAID = (*TOO_MUCH, "run1+0:50=site:0:else", "run1+0:55=site:0:fear")


@pytest.mark.parametrize("size", [*SIZES, *SMALL])
@pytest.mark.parametrize(("script", "told", "sees"), [
    (KNEE, "Knee pain, too much.", CLINICIAN), (DOWN, "Heavy, dragging, too much.", PHYSIO),
    (AFRAID, "Not confident to run this, too much.", ""),
])  # fmt: skip
def test_what_was_too_much_is_told_as_what_it_is_once_it_is_named(
    script: tuple[str, ...], told: str, sees: str, size: tuple[int, int]
) -> None:
    """Seen behind a knee: still a place that was not named, and still no other session."""
    text = screen(recorded(*script), size)
    assert sees in text
    assert bool(sees) is ("Before you run again" in text)
    assert "not named" not in text
    assert "not sure where" not in text.lower()
    assert ("CALL" in text) is (script == DOWN)
    if size in SIZES:
        assert told in text
    last = last_line(fold_all(recorded(*script)))
    assert last == f"Stopped.  The belt is still.  Because: {told}"


def test_plain_mode_says_anew_whom_to_see_once_it_is_named() -> None:
    """Or that it is nobody: who was told so before is not left with it."""
    for script, told in (
        (LEG, f"Hip to heel.\nHip to heel, too much. {CLINICIAN}"),
        (KNEE, f"Knee pain.\nKnee pain, too much. {CLINICIAN}"),
        (DOWN, f"Heavy, dragging.\nHeavy, dragging, too much. {PHYSIO} {FIND} For some"),
        (AFRAID, f"Something else.\n{NOBODY}"),
    ):
        assert f"It was: {told}" in plain(script)


def behind_the_end(script: tuple[str, ...], *signs: str) -> tuple[Record, ...]:
    """Return a session behind whose end the unwell key was pressed, and what was chosen then."""
    told = more(recorded(*script), OUTPUT, "unwell")
    for choice in signs:
        told = more(told, OUTPUT, "signs", choice=choice)
    return told


ENDS = {"nothing noted": (), "a knee": KNEE, "afraid": AFRAID, **{str(each): each for each in SENT}}


@pytest.mark.parametrize("size", [*SIZES, *SMALL])
@pytest.mark.parametrize("name", ENDS)
def test_unwell_by_mistake_behind_the_end_leaves_the_end_as_it_was(
    name: str, size: tuple[int, int]
) -> None:
    """Seen: whom to see about a pain was gone, and the terminal said to call an ambulance."""
    before = fold_all(recorded(*ENDS[name]))
    view = fold_all(behind_the_end(ENDS[name], "now", "", "mistake"))
    text = " ".join(text_of(draw(view, Ui(), *size)).split())
    was = " ".join(text_of(draw(before, Ui(), *size)).split())
    for told in (*SENT.values(), "Sit down."):
        assert (told in text) is (told in was), told
    assert "you pressed unwell" not in text.lower()
    assert last_line(view) == last_line(before)
    afterwards = words_afterwards(view, "999")
    assert afterwards == words_afterwards(before, "999") or "by mistake" in afterwards
    assert "CALL 999 NOW" not in afterwards
    assert view.exit_code == before.exit_code
    if size in SIZES:
        assert "BACKSPACE choose again" in text
    for part in PARTS:
        assert (f" {part.number} {part.title}" in text) is (part.choice in view.open_signs)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ENDS)
def test_the_call_that_was_chosen_is_read_from_afar_whatever_was_noted(
    name: str, size: tuple[int, int]
) -> None:
    """What was noted, and what is less urgent, gives way; a graver sign is still a key away."""
    for choice, part in zip(("now", "today", "bulge"), PARTS, strict=True):
        view = fold_all(behind_the_end(ENDS[name], choice))
        lines = draw(view, Ui(), *size).lines
        large = sum("██" in "".join(span.text for span in line) for line in lines)
        assert large >= 5 or view.site is not None, (name, choice)
        text = " ".join(text_of(draw(view, Ui(), *size)).split())
        assert part.title in text
        for graver in PARTS[: part.number - 1]:
            assert f" {graver.number} {graver.title}" in text or view.site is not None


@pytest.mark.parametrize("script", [(), KNEE, AFRAID])
def test_plain_mode_holds_nothing_against_her_where_nobody_is_to_be_seen(
    script: tuple[str, ...],
) -> None:
    """Seen in a replay: a pain that keeps her from running, and "nothing is held against you"."""
    teller = Teller(Settings(), "999")
    records = behind_the_end(script, "mistake")
    told = "\n".join(line for record in records for line in teller.lines(record))
    assert "You told that it was pressed by mistake." in told
    assert ("nothing is held against you" in told) is (script != KNEE)
