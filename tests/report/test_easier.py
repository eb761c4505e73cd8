"""A level that became easier: the report says from where, when, and by which rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from controller.coach.chronicle.beside import with_tellings
from controller.coach.chronicle.making import chronicle_of
from controller.coach.history import Choice, ClearanceKind
from controller.report.page import facts, lines, render
from controller.settings.values import Units
from tests.coach.stories import LADDER, Told, at, day, done, fact, history, note, seen, walked
from tests.report.made import ABOUT, PLANS, chronicle, read

if TYPE_CHECKING:
    from controller.coach.chronicle.values import Easier

AWAY: Final = (done(0, 3), done(2, 4), walked(9), walked(16), done(24, 2))
"""Walks all the while, and no run for 22 days."""
BECAUSE: Final = "The last session of this plan was 22 days ago: 2 levels easier, level 2."


def easier(*told: Told, today: int = 40) -> list[Easier | None]:
    """Return for each session why it is easier than the one before it."""
    return [each.easier for each in chronicle(history(*told), today).entries]


def test_days_without_a_run_are_told_where_the_level_is() -> None:
    """In the summary, on a terminal too, and beside the session of that day."""
    made = chronicle(history(*AWAY), 25)
    first = dict(facts(made, ABOUT))
    assert first["Level"] == "2 of 25 now; 3 at the beginning of this time, 4 at most"
    said = f"N12 led from level 4 to 2 on Thu 26 Mar 2026 ({BECAUSE})"
    assert first["Rules"] == said
    assert ("Rules", said) in list(lines(made, ABOUT))
    text = read(render(made, ABOUT, {}, Units.KMH)).text
    assert said in text
    assert text.count(f"Level 4 to 2: {BECAUSE} (N12)") == 1


def test_the_session_before_counts_though_the_time_begins_after_it() -> None:
    """A report of two weeks says it, too."""
    known = history(*AWAY)
    made = with_tellings(
        chronicle_of(known, PLANS, LADDER, day(25), day(20)), known, *PLANS[LADDER]
    )
    (entry,) = made.entries
    assert entry.easier is not None
    assert (entry.easier.before, entry.easier.level, entry.easier.rule) == (4, 2, "N12")
    assert dict(facts(made, ABOUT))["Level"] == "2 of 25"


def test_what_a_symptom_made_easier_names_its_rule() -> None:
    """By what was known when the easier one began, and not by what came of that one."""
    *_, last = easier(done(0, 5, note("knee", 4)), done(3, 4, note("knee", 6)))
    assert last is not None
    assert (last.rule, last.level) == ("N8", 4)
    assert "one level easier, level 4." in last.because


@pytest.mark.parametrize("more", [(), (fact(Choice(at(1, 12), LADDER, 2)),)])
def test_an_easier_level_that_no_rule_asked_for_is_told_so(more: tuple[Told, ...]) -> None:
    """She may always take less, and write down that she chose it."""
    known = history(done(0, 4), *more, done(2, 2))
    made = chronicle(known, 3)
    last = made.entries[-1].easier
    assert last is not None
    none = "No rule of the policy as it is now asked for level 2."
    assert (last.rule, last.because) == ("", none)
    assert dict(facts(made, ABOUT))["Rules"] == f"from level 4 to 2 on Wed 4 Mar 2026 ({none})"
    assert last.words == f"Level 4 to 2: {none}"


def test_a_level_between_is_the_rules_and_the_rest_is_not() -> None:
    """Both are told."""
    *_, last = easier(done(0, 6), done(22, 1))
    assert last is not None
    assert last.rule == "N12"
    assert last.because == (
        "The last session of this plan was 22 days ago: 2 levels easier, level 4. "
        "No rule of the policy as it is now asked for level 1."
    )


def test_a_rule_that_kept_running_off_is_no_reason_for_a_level() -> None:
    """It names the first level, and lets none begin."""
    *_, last = easier(done(0, 4, note("knee", 6)), done(2, 1))
    assert last is not None
    assert (last.rule, last.because) == (
        "",
        "No rule of the policy as it is now asked for level 1.",
    )
    seen_since = seen(1, ClearanceKind.SEEN)
    *_, last = easier(done(0, 4, note("knee", 6)), seen_since, done(2, 3))
    assert last is not None
    assert last.rule == "N3"


def test_the_same_level_and_a_harder_one_need_no_reason() -> None:
    """Neither does a walk between two runs."""
    told = (done(0, 3), done(2, 3), walked(4, level=1), done(5, 4))
    assert easier(*told) == [None] * 4
    level = dict(facts(chronicle(history(*told), 6), ABOUT))["Level"]
    assert level == "4 of 25 now; 3 at the beginning of this time, 4 at most"
    again = dict(facts(chronicle(history(done(0, 3), done(2, 4), done(4, 3)), 5), ABOUT))
    assert again["Level"] == "3 of 25 now; 3 at the beginning of this time, 4 at most"
