"""A week with no leaks counted says so plainly where leaking was told in it."""

from __future__ import annotations

from typing import Final

import pytest

from controller.coach.chronicle.weekly import weekly_checks
from controller.coach.history import Aftermath, ClearanceKind, Practice, Trial, Weekly
from controller.report.page import render
from controller.settings.values import Units
from tests.coach.stories import Told, at, before, checked, done, fact, history, note, seen, walked
from tests.report.made import ABOUT, chronicle, read


def counted(number: int, leaks: int = 0) -> Told:
    """Return a check of the week of that day, at eight."""
    return fact(Weekly(at(number, 8), leaks, "same", 4, 2))


LEAK: Final = note("leak_urine", 1)
PELVIC: Final = "leaking, heaviness or pain down below was told on"
TOLD: Final = {
    "leaking was told in the session of Fri 6 Mar 2026": done(4, 3, LEAK),
    "leaking was told in the session of Mon 2 Mar 2026": walked(0, note("leak_bowel", 1)),
    "leaking was told after the session of Fri 6 Mar 2026": fact(
        Aftermath(at(4, 11), "s4", 3, None, ("leak_urine",))
    ),
    "leaking was told at body work or a test on Thu 5 Mar 2026": fact(
        Practice(at(3), "stack", (), ("knee", "leak_urine")),
        Trial(at(3, 10), "plank", 40, None, ("leak_urine",)),
    ),
    f"{PELVIC} Sat 7 Mar 2026": checked(5, "s4", pelvic=True),
    f"{PELVIC} Fri 6 Mar 2026": before(4, pelvic=True),
}


@pytest.mark.parametrize("words", TOLD)
def test_no_leaks_stand_beside_what_was_told_of_it(words: str) -> None:
    """In a session, after it, on the next day, at body work; she is not corrected."""
    (check,) = weekly_checks(history(TOLD[words], counted(7)), None)
    assert check.leaks == f"0; {words}"


@pytest.mark.parametrize(
    "told",
    [
        done(-1, 3, LEAK),
        done(7, 3, LEAK),
        done(4, 3, note("heaviness", 1), note("leak_urine", 0)),
        fact(Practice(at(3), "stack", (), ("knee",))),
    ],
    ids=["a week before", "after it", "heaviness", "a knee"],
)
def test_what_is_not_of_that_week_or_no_leaking_is_not_told(told: Told) -> None:
    """Eight days before, on the day itself but later."""
    (check,) = weekly_checks(history(told, counted(7)), None)
    assert check.leaks == "0"


def test_a_number_that_is_more_than_none_stands_alone() -> None:
    """What she counted is hers."""
    (check,) = weekly_checks(history(done(4, 3, LEAK), counted(7, 2)), None)
    assert check.leaks == "2"


def test_the_page_says_it_in_the_row() -> None:
    """What a clinician accepted is told too; each in the order of time."""
    yes = seen(-9, ClearanceKind.PELVIC, accepted=(("leak_urine", 1),))
    known = history(yes, done(2, 3, LEAK), done(4, 3, LEAK), counted(7))
    text = read(render(chronicle(known, 8), ABOUT, {}, Units.KMH)).text
    assert (
        "Mon 9 Mar 2026 0; leaking was told in the session of Wed 4 Mar 2026; "
        "leaking was told in the session of Fri 6 Mar 2026 same 4"
    ) in text
