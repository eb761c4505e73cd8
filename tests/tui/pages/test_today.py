"""Today: what it says of each life, and what each of its keys wants."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from controller.coach.readiness.gates import Gate, State
from controller.coach.readiness.pelvic import AS_ACCEPTED
from controller.coach.today.values import What
from controller.tui.drawing.font import big
from controller.tui.drawing.ink import Span
from controller.tui.pages.fitted import Section, fitted
from controller.tui.pages.frame import AROUND
from controller.tui.pages.page import Close, Do, Open, Stay, Turn
from controller.tui.pages.text import TextPage
from controller.tui.pages.today.easier import EasierPage
from controller.tui.pages.today.gates import gates_page
from controller.tui.pages.today.page import TodayPage
from controller.tui.pages.wishes import (
    Answers,
    Attend,
    Begin,
    Leave,
    Look,
    NotToday,
    Place,
    Visit,
)
from tests.tui.pages.shown import LIVES, SIZES, text_of, today_page


def text(page: TodayPage, size: tuple[int, int] = (80, 24)) -> str:
    """Return what a page says."""
    return text_of(page.body(size[0], size[1] - AROUND))


def flat(page: TodayPage, size: tuple[int, int] = (80, 24)) -> str:
    """Return it without the ends of lines."""
    return " ".join(text(page, size).split())


@pytest.mark.parametrize(
    ("life", "says"), [("a run is due", "RUN TODAY"), ("nine weeks", "WALK TODAY")]
)
def test_in_large_it_says_what_is_due_and_no_time_that_would_seem_to_run(
    life: str, says: str
) -> None:
    """As long as a session's own screen has the time that is left there."""
    inked = [line.strip() for line in text(today_page(life), (160, 45)).splitlines() if "█" in line]
    assert inked == [row.replace("#", "█").strip() for row in big(says)]


def test_no_key_of_today_seems_to_call_a_clinician() -> None:
    """D looks at the computer, whatever its command is called."""
    page = today_page("a run is due")
    assert not any("doctor" in does for _, does in (*page.keys, *page.help))
    assert ("D", "system: whether this computer is fit for a session") in page.help


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("life", "says"),
    [
        ("first start", ("A FEW QUESTIONS FIRST", "[ENTER] the first questions")),
        (
            "a run is due",
            (
                "RUN AND WALK, level 1 of 25",
                "8 x (30s jog, 2min walk)",
                "30 min on the belt. Begin now and you are done at 14:10.",
                "Nothing of this plan was done yet: it begins with level 1.",
                "rule N10",
                "[ENTER] six questions, then find the treadmill",
                "[E] easier: the first 4 of 8 runs / walk only, 30 min",
                "[B] 6 min for the body: breath and pelvic floor (not done yet)",
                "[N] not today; nothing is lost",
                "Mo Tu We Th Fr Sa Su",
                "r run w walk",
            ),
        ),
        (
            "much is due",
            (
                "REST until Thursday 9 April",
                "rule N4",
                "[ENTER] six questions about the day after",
                "[2] the check of the week",
                "1 0 4 min 0 days",
            ),
        ),
        (
            "half told",
            (
                "WALK, level 1 of 5 of the plan postpartum-walk",
                "not yet. Here is everything that decides it:",
                "yes no warning sign",
                "open no leaking, heaviness or bulge in daily life",
                "[R] tell it anew, any day",
                "[C] a clinician said",
            ),
        ),
        ("leaking", ("not yet no leaking, heaviness or bulge in daily life", "[W] all of it")),
        (
            "warning sign",
            (
                "NOTHING ON THE BELT YET",
                "[ENTER] write down what a clinician said about it",
                "NOTHING ON THE BELT YET FIRST Call your emergency number (112, 999, 911) now.",
                "not yet no warning sign",
                "[C] a clinician said",
            ),
        ),
        (
            "pain today",
            (
                "WALK",
                "Pain of 5: no running above 2; a walk is open.",
                "[ENTER] the walk that is open: ",
                "That stands until tomorrow.",
            ),
        ),
        ("no safety key", ("NOTHING ON THE BELT TODAY", "[ENTER] the six questions again")),
        (
            "cut for the door",
            ("THE REST OF YOUR SESSION", "runs 4 to 5", "its rest is open until 14:00"),
        ),
        ("nine weeks", ("WALK", "not yet 12 weeks or more since the birth")),
    ],
)
def test_what_it_says(life: str, says: tuple[str, ...], size: tuple[int, int]) -> None:
    """On every terminal; whether a physiotherapist has reviewed the rules is never left out."""
    told = flat(today_page(life), size)
    for each in says:
        assert each in told, (each, told)
    assert "Rules: not reviewed by a physiotherapist. Not a medical device. [A] about" in told


def test_two_ways_on_are_told_where_there_is_room() -> None:
    """And always behind W."""
    page = today_page("leaking")
    assert "Two ways:" in flat(page, (100, 40))
    turn = page.press("w", "w")
    assert isinstance(turn, Open)
    assert isinstance(turn.page, TextPage)
    told = " ".join(each.text for each in turn.page.paragraphs)
    assert "Two ways:" in told
    assert "It is asked again from 21 April 2026 on." in told


@pytest.mark.parametrize(
    ("do", "says"),
    [
        ("", "It says yes from 21 April 2026 on."),
        ("reprise setup bleeding", "It is asked again from 21 April 2026 on."),
        ("reprise prepare", "These tests wait until 21 April 2026."),
    ],
)
def test_a_day_is_told_with_what_it_brings(do: str, says: str) -> None:
    """Time opens something, a question is put again, or tests may be done again."""
    gate = Gate(
        "it",
        "It",
        hard=True,
        state=State.NOT_YET,
        because="why",
        until=date(2026, 4, 21),
        ask="Wait.",
        do=do,
    )
    page = gates_page(replace(today_page("leaking").today, gates=(gate,)))
    assert any(each.text == f"Wait. {says}" for each in page.paragraphs)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("life", LIVES)
def test_nothing_is_cut_in_the_middle(life: str, size: tuple[int, int]) -> None:
    """What there is no room for is left out, and W has it."""
    assert "…" not in text(today_page(life), size)


def test_what_was_told_stands_without_its_day_where_that_has_no_room() -> None:
    """In the smallest terminal; in a larger one with it."""
    page = today_page("leaking")
    assert 'every wound healed, also after a quick walk "yes" not yet' in flat(page)
    assert '"yes", told on 7 April 2026' in flat(page, (160, 45))


def test_whom_to_call_is_as_strong_as_the_title() -> None:
    """It stands right below it."""
    lines = today_page("warning sign").body(80, 22)
    (call,) = (line for line in lines if "Call your emergency" in text_of([line]))
    assert [span.style for span in call if "Call" in span.text] == ["strong"]


def test_the_keys_that_are_told_nowhere_else_are_behind_the_question_mark() -> None:
    """Each that the last line names, in more words, and whatever it has no room for."""
    page = today_page("a run is due")
    told = dict(page.help)
    assert set(dict(page.keys)) | {"W", "C"} == set(told)
    assert all(len(does) > len(short) for key, short in page.keys if (does := told[key]) != short)
    for key in told:
        assert page.press(key.lower(), key.lower()) != Stay(), key


def test_news_come_first() -> None:
    """And no smaller terminal leaves them out."""
    told = flat(today_page("leaking", ("Call 112 now.", "Kept in the diary.")))
    assert told.startswith("NEWS Call 112 now. Kept in the diary. TODAY")


def wishes(page: TodayPage, *keys: str) -> list[Turn]:
    """Return what each key leads to."""
    return [page.press(key, key if len(key) == 1 else "") for key in keys]


@pytest.mark.parametrize(
    ("life", "order"),
    [
        ("first start", [What.SETUP]),
        ("a run is due", [What.SESSION]),
        ("much is due", [What.NEXT_DAY, What.WEEKLY]),
        ("cut for the door", [What.REST_OF_SESSION]),
        ("no safety key", [What.BEFORE]),
        ("warning sign", [What.NOT_YET]),
        ("warning sign, and the week", [What.NOT_YET, What.WEEKLY]),
        ("pain today", [What.SESSION]),
    ],
)
def test_enter_does_what_stands_beside_it(life: str, order: list[What]) -> None:
    """The first that is due; the others by their numbers."""
    page = today_page(life)
    expected: list[Turn] = []
    for what in order:
        item = page.today.first(what)
        assert item is not None
        session = what in (What.SESSION, What.REST_OF_SESSION)
        expected.append(Do(Begin(item) if session else Attend(item)))
    numbers = [str(number) for number in range(1, len(order) + 1)]
    assert wishes(page, *numbers) == expected
    assert wishes(page, "enter") == (expected[:1] or [Stay()])
    assert wishes(page, str(len(order) + 1), "0") == [Stay(), Stay()]


def test_letters_lead_where_they_say() -> None:
    """Small or large."""
    page = today_page("half told")
    body, waits = page.today.first(What.PREPARATION), page.today.first(What.NOT_YET)
    assert body is not None
    assert waits is not None
    assert wishes(page, *"hltsdacpHbrnq") == [
        *(Do(Visit(place)) for place in (
            Place.HISTORY, Place.PLANS, Place.BODY, Place.SETUP, Place.DOCTOR, Place.ABOUT,
            Place.CLINICIAN, Place.PRACTICE, Place.HISTORY,
        )),
        Do(Attend(body)),
        Do(Attend(waits)),
        Do(NotToday()),
        Do(Leave()),
    ]  # fmt: skip


def test_a_letter_without_its_thing_does_nothing() -> None:
    """Nothing easier than a walk, and no gate is closed."""
    assert wishes(today_page("half told"), "e") == [Stay()]
    assert wishes(today_page("a run is due"), "r") == [Stay()]


def test_something_easier_is_chosen_by_its_number() -> None:
    """And begins as any session does."""
    page = today_page("a run is due")
    turn = page.press("e", "e")
    assert isinstance(turn, Open)
    easier = turn.page
    assert isinstance(easier, EasierPage)
    told = text_of(easier.body(80, 22))
    assert "20 min, done at 14:00 if you begin now" in told
    assert "walk only, 30 min" in told
    for number, item in enumerate(page.today.easier, 1):
        assert easier.press(str(number), str(number)) == Close(item)
        assert page.returned(item) == Do(Begin(item))
    assert easier.press("3", "3") == Stay()
    assert page.returned(None) == Do(Look())
    assert page.returned("a sentence") == Stay("a sentence")


def test_what_another_page_was_closed_with_is_handed_up() -> None:
    """Today does not know what it is; a turn that comes back is taken."""
    page = today_page("half told")
    assert page.returned(7) == Do(Answers(7))
    assert page.returned(Stay("so")) == Stay("so")


def test_on_a_simulated_treadmill_the_session_says_so() -> None:
    """No six questions before it."""
    page = replace(today_page("a run is due"), simulated=True)
    assert "[ENTER] begin on the simulated treadmill; it enters no diary" in flat(page)


def test_a_clinicians_yes_is_told_where_the_words_do_not_fit() -> None:
    """Else the row would say that there is no leaking, beside what was told of it."""
    page = today_page("half told")
    because = "Jane Smith, pelvic-health physiotherapist said yes on 24 November 2026"
    gates = tuple(
        each._replace(state=State.YES, because=because, brief=AS_ACCEPTED)
        if each.id == "pelvic"
        else each
        for each in page.today.gates
    )
    assert gates != page.today.gates
    told = flat(replace(page, today=replace(page.today, gates=gates)))
    assert "yes no leaking, heaviness or bulge in daily life as accepted" in told


def test_what_was_just_answered_is_not_promised_again() -> None:
    """ENTER leads to the treadmills at once."""
    page = replace(today_page("a run is due"), answered=True)
    assert "[ENTER] find the treadmill" in flat(page)
    assert "six questions" not in flat(page)


@pytest.mark.parametrize("life", LIVES)
def test_a_large_terminal_has_room_for_everything(life: str) -> None:
    """Each thing that is due, everything that decides about running, and both weeks."""
    page = today_page(life)
    told = flat(page, (160, 45))
    due = page.today.items
    assert [each.title for each in due if each.what in _TITLED and each.title not in told] == []
    if page.today.first(What.NOT_YET) is not None:
        hard = [each for each in page.today.gates if each.hard]
        assert [each.title for each in hard if f"{each.state.value} {each.title}" not in told] == []
    assert ("* today" in told) == (life != "first start")


_TITLED = (What.SETUP, What.REST_OF_SESSION, What.SESSION, What.BEFORE, What.REST)


def section(*heights: int, rank: int) -> Section:
    """Return a section that can be so many lines."""
    return Section(tuple([(Span(f"{rank}"),)] * height for height in heights), rank)


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (30, "112222999"),
        (12, "112222999"),
        (11, "12222999"),
        (10, "2222999"),
        (8, "22999"),
        (6, "22999"),
        (4, "2299"),
    ],
)
def test_the_least_needed_shrinks_first(rows: int, told: str) -> None:
    """What a step frees too much goes back to the most needed; then empty lines go, and the end."""
    made = fitted([section(2, 1, 0, rank=1), section(4, 2, rank=2), section(3, rank=9)], rows)
    assert "".join(span.text for line in made for span in line) == told
    assert len(made) <= rows


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("life", ["a run is due", "half told", "leaking"])
def test_what_a_plan_asks_before_its_first_session_is_never_left_out(
    life: str, size: tuple[int, int]
) -> None:
    """Where it has no room a line leads to the page that has all of it."""
    page = today_page(life)
    asked = tuple(f"{number} weeks of quick walking, without pain" for number in range(1, 9))
    page = replace(page, today=replace(page.today, conditions=asked))
    told = flat(page, size)
    assert "Your plan asks something else before its first session: W" in told or asked[-1] in told
    assert "[A] about" in told
    assert all(each in text_of(gates_page(page.today).body(100, 200)) for each in asked)
