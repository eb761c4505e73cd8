"""Answers that open nothing, because a sign told before them stands."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from controller.coach.history import Clearance, ClearanceKind, Fact, History, Screen, Told
from controller.coach.readiness.stands import still_stands
from tests.coach.ready import CHECKS, TODAY, at, session

BEFORE = TODAY - timedelta(days=7)
CHEST = Screen(at(TODAY), ("chest",))
BULGE = Screen(at(TODAY), ("bulge",))
NONE = Screen(at(TODAY, 20), ())


def said(kind: ClearanceKind, on: date, *accepted: tuple[str, int]) -> Clearance:
    """Return what a clinician said, written down in the evening of the sign."""
    return Clearance(at(TODAY, 20), kind, "Dr. Example", on, "Yes.", accepted)


SEEN_BEFORE = said(ClearanceKind.SEEN, BEFORE)
SEEN = said(ClearanceKind.SEEN, TODAY)


@pytest.mark.parametrize(
    ("sign", "fact", "says"),
    [
        (CHEST, NONE, "The warning sign of 7 April 2026 stands"),
        (CHEST, SEEN_BEFORE, "31 March 2026 was before the warning sign of 7 April 2026: this doe"),
        (CHEST, SEEN, ""),
        (CHEST, said(ClearanceKind.EARLY, BEFORE), "The warning sign of 7 April 2026 stands"),
        (CHEST, said(ClearanceKind.PELVIC, TODAY, ("heaviness", 1)), "The warning sign of 7 April"),
        (CHEST, Told(at(TODAY, 20), "country", "DE"), ""),
        (CHEST, BULGE, ""),
        (BULGE, NONE, "The bulge of 7 April 2026 stands"),
        (BULGE, SEEN, "The bulge of 7 April 2026 stands"),
        (BULGE, said(ClearanceKind.SEEN, TODAY, ("bulge", 1)), ""),
        (BULGE, said(ClearanceKind.SEEN, BEFORE, ("bulge", 1)), "7 April 2026: this does not open"),
        (Screen(at(TODAY), ()), NONE, ""),
        (Screen(at(TODAY), ()), SEEN_BEFORE, ""),
    ],
)
def test_what_stands_behind_an_answer(sign: Fact, fact: Fact, says: str) -> None:
    """Said of what was meant to open something, and only while it does not."""
    told = still_stands(History((sign, fact)), (fact,), CHECKS.signs)
    assert (says in told) if says else (told == "")


def test_the_last_sign_that_nobody_was_seen_about_is_named() -> None:
    """One that a clinician has seen is over; of the belt and the running it is the belt's."""
    early = Screen(at(TODAY - timedelta(days=9)), ("fever",))
    told = still_stands(History((BULGE, early, CHEST, SEEN_BEFORE)), (SEEN_BEFORE,), CHECKS.signs)
    assert "the warning sign of 7 April 2026: this does not open the treadmill" in told


def test_a_session_that_referred_for_a_sore_spot_on_bone_stands() -> None:
    """Running waits, by the rule that ended it."""
    ended = session(TODAY, outcome="stopped_and_refer", rules=("I6",))
    told = still_stands(History((NONE,), (ended,)), (NONE,), CHECKS.signs)
    assert "What was told on 7 April 2026 stands" in told
    assert "running waits" in told
