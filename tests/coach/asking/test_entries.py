"""The set-up while it is answered: where one is in it, and how a line was understood."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

import pytest

from controller.coach.asking.daily import DAILY_BULGE, WHICH
from controller.coach.asking.entries import Entries, clearance_asked, score_asked, setup_questions
from controller.coach.asking.setup import CLINICIAN, Reads
from controller.coach.history import History

AT: Final = datetime(2026, 8, 13, 8, tzinfo=UTC)
_PELVIC: Final = "2"
"""With which a clinician's yes to running as it is now brings four questions more."""


def open_setup(key: str | None = None) -> Entries:
    """Return the questions of the set-up, or those of one key, with nothing answered."""
    return Entries(setup_questions(key), AT)


def places(asked: Entries, **answers: str) -> dict[str, tuple[int, int]]:
    """Answer all questions and return the place of each; those not named have their first key."""
    seen = {}
    while (question := asked.question) is not None:
        seen[question.key] = asked.place
        if question.reads is Reads.SIGNS:
            signs = asked.signs.press("0")
            assert signs is not None
            asked = asked.screened(signs)
        elif question.key in answers:
            asked = asked.answer(answers[question.key])
        elif question.choices:
            asked = asked.answer(question.choices[0][0])
        else:
            day = question.reads in (Reads.BIRTH, Reads.DAY)
            asked = asked.answer("2026-05-01" if day else "DE" if not question.usual else "")
    return seen


@pytest.mark.parametrize("often", ["0", "1", "2", "3"])
def test_the_set_up_has_as_many_questions_at_its_end_as_at_its_beginning(often: str) -> None:
    """What only an answer brings has the place of the question that brought it."""
    seen = places(open_setup(), **{"daily-pelvic": often})
    assert {of for _, of in seen.values()} == {12}
    assert (set(seen) >= set(WHICH)) == (often != "0")
    assert {seen[each] for each in WHICH if each in seen} <= {seen["daily-pelvic"]}
    own = [number for key, (number, _) in seen.items() if key not in WHICH]
    assert own == sorted(set(own))


def test_what_was_taken_back_is_given_again_by_enter() -> None:
    """From the first answer on, each as it was; another one may be given all the same."""
    asked = open_setup("daily-pelvic").answer("2").answer("1").answer("0")
    again = asked.back().back().back()
    assert (again.usual, again.given) == ("some days a week", ())
    again = again.answer("").answer("0")
    assert again.usual == "no"
    assert [each.value for each in again.answer("").given] == ["some days a week", "no", "no"]
    assert [each.value for each in asked.given] == ["some days a week", "yes", "no"]


def test_a_sign_and_a_clinicians_yes_are_asked_anew_on_the_way_back() -> None:
    """No ENTER gives either; their words are offered, as any others."""
    daily = open_setup("daily-pelvic").answer("1").answer("0").answer("0").answer("0")
    assert daily.question is not None
    assert daily.question.key == DAILY_BULGE
    told = daily.answer("1").back()
    assert (told.usual, told.signs.answered) == ("", ())
    asked = clearance_asked(AT, History(), {}).answer(_PELVIC)
    assert asked.back().usual == ""
    asked = asked.answer("Dr. Example").answer("2026-05-01").answer("Yes.")
    assert asked.back().usual == "Yes."
    for _ in range(4):
        back = asked.answer("1").back()
        assert (back.question, back.usual) == (asked.question, asked.usual)
        asked = back.answer("1")


def test_what_is_asked_to_change_one_answer_has_no_place() -> None:
    """One question and what its answer brings."""
    assert set(places(open_setup("daily-pelvic"), **{"daily-pelvic": "1"}).values()) == {(1, 1)}


@pytest.mark.parametrize(("kind", "all_"), [("1", 5), (_PELVIC, 8), ("3", 4)])
def test_how_much_is_asked_about_a_clinician_is_told_once_it_is_known(kind: str, all_: int) -> None:
    """It is the first answer's, so that the first question tells no number that would grow."""
    seen = places(clearance_asked(AT, History(), {}), **{CLINICIAN: kind, "who": "Dr. Example"})
    first, *others = seen.values()
    assert first == (1, 1)
    assert others == [(number, all_) for number in range(2, all_ + 1)]


@pytest.mark.parametrize(
    ("line", "understood"),
    [
        ("3.8.2026", "3 August 2026"),
        ("8.3.2026", "8 March 2026"),
        ("2026-08-03", "3 August 2026"),
        ("3 aug 2026", "3 August 2026"),
        (" 3.8.2026 ", "3 August 2026"),
        ("none", "none"),
        ("3.8.202", ""),
        ("13.8.2999", ""),
        ("", ""),
    ],
)
def test_a_day_is_said_back_in_words(line: str, understood: str) -> None:
    """Which of two numbers is the month cannot be seen in 3.8.2026; before ENTER and after it."""
    asked = open_setup()
    assert asked.understood(line) == understood
    if understood:
        assert asked.answer(line).given[-1].words == understood


def test_the_day_of_a_questionnaire_is_said_back_and_words_are_not() -> None:
    """What can be understood in one way only needs no second telling."""
    asked = score_asked(AT)
    assert asked.understood("1") == ""
    asked = asked.answer("1")
    assert asked.understood("7") == ""
    assert asked.answer("7").understood("1.2.2026") == "1 February 2026"


def test_a_country_is_said_back_as_it_is_taken() -> None:
    """With what it means where no number is known; a warning sign has no line at all."""
    asked = open_setup("country")
    assert asked.understood("uk") == "GB"
    assert asked.understood("jp").startswith("JP (its emergency number is not known here")
    assert open_setup("signs").understood("0") == ""
