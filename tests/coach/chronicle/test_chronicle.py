"""What was done, as values: words for ids and numbers, counts, and what each session led to."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given, settings

from controller.coach.chronicle.counts import ran_on_words, tally, weeks
from controller.coach.chronicle.making import chronicle_of
from controller.coach.chronicle.mood import unnamed_mood, without_mood
from controller.coach.chronicle.values import NOT_DONE, NOT_DUE, Chronicle, Felt, noted_words
from controller.coach.diary.sittings import read_session
from controller.coach.history import (
    Aftermath,
    Birth,
    BirthKind,
    ClearanceKind,
    History,
    Noted,
    PreCheck,
    Screen,
    Weekly,
)
from controller.coach.names import name_of
from controller.coach.progress.decisions import deciding, decisions
from controller.coach.progress.occasions import occasions
from controller.coach.progress.rules import decide
from controller.coach.readiness.judge import readiness
from plans.readiness.checks import known_checks
from plans.shelf import find_plan, open_policy
from tests.coach.people import leave_journal
from tests.coach.stories import (
    LADDER,
    WALK,
    at,
    checked,
    day,
    done,
    fact,
    history,
    note,
    seen,
    walked,
)
from tests.coach.strategies import histories

if TYPE_CHECKING:
    from pathlib import Path

    from controller.coach.progress.decision import Decision

PLANS: Final = {
    name: (plan, open_policy(plan.policy)) for name in (LADDER, WALK) for plan in [find_plan(name)]
}


def told(known: History, today: int, since: date | None = None) -> Chronicle:
    """Return what was done, up to a day."""
    return chronicle_of(known, PLANS, LADDER, day(today), since)


def naive(known: History, plan: str, today: date) -> dict[str, Decision]:
    """Return each decision by the history as it was when the next session began."""
    found = occasions(known)
    made = {}
    for each, following in zip_longest(found, found[1:]):
        if each.session.plan != plan:
            continue
        then, until = known, today
        if following is not None:
            moment, until = following.session.at, following.on
            then = History(
                tuple(fact for fact in known.facts if fact.at <= moment),
                tuple(session for session in known.sessions if session.at < moment),
            )
        made[each.session.id] = decide(then, *PLANS[plan], until)
    return made


@pytest.mark.long
@settings(max_examples=60)
@given(histories())
def test_a_decision_is_what_the_history_said_when_the_next_session_began(known: History) -> None:
    """Worked out at one go it is the same as each by itself, of runs and of walks."""
    today = max((each.at.date() for each in known.sessions), default=day(0)) + timedelta(days=3)
    for plan in PLANS:
        assert decisions(known, *PLANS[plan], today) == naive(known, plan, today)


@pytest.mark.long
@settings(max_examples=60)
@given(histories())
def test_a_decision_of_a_moment_is_what_was_known_at_it(known: History) -> None:
    """Behind every answer and every session; worked out at one go, it is as each by itself."""
    moments = [each.at for each in (*known.facts, *known.sessions)]
    today = max((each.date() for each in moments), default=day(0))
    for plan in PLANS:
        decided = deciding(known, *PLANS[plan], today)
        for moment in moments:
            then = History(
                tuple(each for each in known.facts if each.at <= moment),
                tuple(each for each in known.sessions if each.at <= moment),
            )
            assert decided(moment) == decide(then, *PLANS[plan], moment.date())


def test_what_was_told_too_late_changes_no_decision_of_before() -> None:
    """A check that came after the next session, a birth told then, the rest of a cut one."""
    known = history(
        done(-4, 2),
        done(0, 3, check={"missing": True}, completed=False),
        done(2, 3),
        checked(3, "s0", pelvic=True),
        done(4, 3, id="rest", goes_on="s0"),
        fact(Birth(at(5, 7), day(3), BirthKind.VAGINAL)),
        done(6, 3),
    )
    assert decisions(known, *PLANS[LADDER], day(8)) == naive(known, LADDER, day(8))
    assert told(known, 8).entries[1].decision == naive(known, LADDER, day(8))["s0"]
    decided = deciding(known, *PLANS[LADDER], day(8))
    for moment in [each.at for each in (*known.facts, *known.sessions)]:
        then = History(
            tuple(each for each in known.facts if each.at <= moment),
            tuple(each for each in known.sessions if each.at <= moment),
        )
        assert decided(moment) == decide(then, *PLANS[LADDER], moment.date())


@pytest.mark.parametrize(
    ("symptom", "value", "strength"),
    [
        ("heaviness", 1, "a little"),
        ("heaviness", 3, "strong"),
        ("doming", 2, "clear"),
        ("knee", 2, "a little (1-2)"),
        ("knee", 3, "clear (3)"),
        ("knee", 5, "strong (4-5)"),
        ("knee", 6, "too much (6-10)"),
        ("bulge", 1, ""),
        ("effort", 7, "judged as 7 of 10"),
    ],
)
def test_a_strength_is_told_as_it_was_said(symptom: str, value: int, strength: str) -> None:
    """The bands of the keys; a number that nobody said is not printed."""
    (entry,) = told(history(done(0, 3, Noted(symptom, value, True, False, 498))), 1).entries
    assert entry.felt == (Felt(symptom, name_of(symptom), strength, 498, "run"),)
    assert entry.felt[0].when == "8:18, run"


def test_a_session_says_what_its_journal_and_its_checks_say(tmp_path: Path) -> None:
    """Golden numbers of a recorded session: heaviness in the first run, walked to the end."""
    session = read_session(leave_journal(tmp_path, "one", "I3-heaviness-a-little"))
    assert session is not None
    known = History((), (session,))
    (entry,) = chronicle_of(known, PLANS, LADDER, date(2026, 5, 14)).entries
    assert (entry.on, entry.began, entry.plan) == (date(2026, 5, 13), "8:00", "scenes-jog")
    assert (entry.levels, entry.decision) == (0, None)
    assert (entry.ran_s, entry.planned_run_s, entry.lasted_s) == (10, 90, 382)
    assert entry.felt == (Felt("heaviness", "heaviness", "a little", 77, "run"),)
    assert (entry.ended, entry.held_back) == ("walked to the end", "rule I3")
    assert (entry.before, entry.check) == ("", "")


def test_checks_are_told_in_words() -> None:
    """Of before, with the pain; of the next day, with what was more; one from memory is marked."""
    known = history(
        done(
            0, 3,
            pre={"pain": (("knee", 2), ("hip", 0)), "rested": False},
            check={"pelvic": True, "worse": True, "pain": (("shin_foot_bone", 1),), "energy": 2},
        ),
        done(4, 3, check={"missing": True}),
        checked(6, "s4"),
        done(8, 3, check={"missing": True}),
        done(10, 3, check={"missing": True}, rules=("I3", "I2")),
    )  # fmt: skip
    first, second, third, last = told(known, 10).entries
    assert first.before == "knee 2, not well rested"
    assert first.check == (
        "pelvic: more than told before, one sore spot on bone 1, a limp, or stiffer than before; "
        "energy 2 of 5"
    )
    assert second.before == "nothing"
    assert second.morning(day(10)) == "nothing; energy 4 of 5 (recalled)"
    assert third.morning(day(10)) == NOT_DONE
    assert last.morning(day(10)) == NOT_DUE
    assert first.held_back == (
        "no rule slowed or ended it; something was told before it; "
        "something was told on the day after"
    )
    assert (second.held_back, last.held_back) == ("no rule slowed or ended it", "rules I3, I2")


def test_no_session_with_something_noted_says_that_no_rule_held_her_back() -> None:
    """It tells who accepted it, or what was noted; and behind it a rule may hold."""
    leak, knee = note("leak_urine", 1), note("knee", 2)
    yes = seen(-9, ClearanceKind.PELVIC, accepted=(("leak_urine", 1),))
    known = history(
        yes,
        done(0, 5, leak),
        done(3, 5, leak, knee),
        done(6, 5, note("leak_urine", 1)._replace(beyond=True), note("heaviness", 1)),
        walked(8, check={"pain": (("shin_foot_bone", 1),)}),
        walked(10),
        done(20, 5),
    )
    whom = "A. Name on Sat 21 Feb 2026"
    assert [each.held_back for each in told(known, 21).entries] == [
        f"within what was accepted by {whom}: leaking pee, a little",
        f"within what was accepted by {whom}: leaking pee, a little; noted: knee, a little (1-2)",
        "noted: leaking pee, a little, heaviness, a little",
        "no rule slowed or ended it; something was told on the day after",
        "no rule slowed or ended it",
        "no rule slowed or ended it",
    ]
    quiet = told(history(done(0, 5), done(3, 5)), 4).entries
    assert {each.held_back for each in quiet} == {"no rule held you back"}
    (mild,) = told(history(done(0, 5, pre={"pain": (("knee", 1),)})), 2).entries
    assert mild.held_back == "no rule slowed or ended it; something was told before it"


def test_all_is_counted_once() -> None:
    """Running and walking, weeks without a session, checks that are due and done."""
    known = history(
        done(0, 1),
        walked(2),
        done(14, 2, Noted("knee", 2, True, False, 60), ran_s=300, ran_on_s=130),
        done(15, 2, check={"missing": True}),
        fact(Aftermath(at(15, 10), "s15", 6, None, ("heaviness",))),
    )
    chronicle = told(known, 15)
    counts = tally(chronicle.entries, chronicle.today)
    assert (counts.runs, counts.walks) == (3, 1)
    assert (counts.running_s, counts.lasted_s) == (420 + 300 + 420, 4 * 1800)
    assert ran_on_words(counts) == ", 2:10 of it after something was noted"
    assert ran_on_words(counts._replace(ran_on_s=0)) == ""
    assert (counts.noted, counts.checks_done, counts.checks_due) == (2, 3, 3)
    assert [(each.monday, each.tally.running_s) for each in weeks(chronicle.entries, day(22))] == [
        (day(0), 420), (day(7), 0), (day(14), 720), (day(21), 0),
    ]  # fmt: skip
    assert weeks((), day(0)) == ()
    assert chronicle.entries[-1].effort == 6
    assert chronicle.entries[-1].felt[0].when == "after"


def test_running_in_the_rest_of_a_session_comes_after_what_was_noted_before() -> None:
    """A session and its rests are one: from the first symptom on all of it was run on."""
    knee = Noted("knee", 1, True, False, 60)
    known = history(
        done(0, 3, completed=False, ran_s=100),
        done(1, 3, knee, id="rest", goes_on="s0", ran_s=90, ran_on_s=40),
        done(2, 3, id="another", goes_on="s0", ran_s=60),
    )
    (entry,) = told(known, 3).entries
    assert (entry.ran_s, entry.ran_on_s) == (250, 100)


def test_a_report_can_begin_on_a_day_and_still_knows_what_was_before() -> None:
    """Decisions and clinicians' words rest on all that is known."""
    known = history(
        done(0, 1),
        seen(1, ClearanceKind.PELVIC, accepted=(("leak_urine", 1),)),
        fact(Weekly(at(1), 3, "better", 4, 2), Weekly(at(9), 2, "same", 4, 2)),
        done(8, 2),
    )
    chronicle = told(known, 9, since=day(7))
    assert [each.id for each in chronicle.entries] == ["s8"]
    assert [each.leaks for each in chronicle.weekly] == ["2"]
    assert chronicle.begins == day(7)
    assert chronicle.clinicians[0].accepted == "leaking pee up to a little"
    assert chronicle.next == decide(known, *PLANS[LADDER], day(9))


@pytest.mark.parametrize("kind", [ClearanceKind.PELVIC, ClearanceKind.EARLY])
def test_a_yes_that_was_written_down_anew_names_the_one_that_counts(kind: ClearanceKind) -> None:
    """Each names the last of its kind: what was mistyped under a clinician's name is nobody's."""
    chronicle = told(history(seen(1, kind), seen(2, kind), seen(3, kind)), 9)
    words = "Replaced by the one written down on Thu 5 Mar 2026 at 18:00."
    assert [each.replaced_words for each in chronicle.clinicians] == [words, words, ""]


def test_a_yes_replaces_none_of_another_kind_and_none_after_which_a_child_was_born() -> None:
    """Whoever was seen about a sign was seen; a yes before the birth counts no more."""
    seen_twice = told(history(seen(1, ClearanceKind.SEEN), seen(2, ClearanceKind.SEEN)), 9)
    other = told(history(seen(1, ClearanceKind.EARLY), seen(2, ClearanceKind.PELVIC)), 9)
    born = fact(Birth(at(0), day(1), BirthKind.VAGINAL))
    before = seen(2, ClearanceKind.PELVIC, on=0)
    late = told(history(born, seen(1, ClearanceKind.PELVIC), before), 9)
    for chronicle in (seen_twice, other, late):
        assert [each.replaced for each in chronicle.clinicians] == [None, None]


def test_nothing_of_the_mood_is_told_unasked() -> None:
    """Thoughts of harm that were reported stay out, and so does their number."""
    dark = Noted("mood", 1, running=False, warm_up=False, at_s=60)
    known = history(done(0, 1, dark, Noted("knee", 2, True, False, 70)), done(3, 1, dark))
    chronicle = without_mood(told(known, 4))
    assert [[one.symptom for one in each.felt] for each in chronicle.entries] == [["knee"], []]
    assert tally(chronicle.entries, day(4)).noted == 1


def test_a_history_that_names_no_mood_leads_where_the_other_does() -> None:
    """Thoughts of harm keep the belt off as a warning sign without a name."""
    dark = Noted("mood", 1, running=False, warm_up=False, at_s=60)
    check = PreCheck(at(1), True, False, False, (), True, True)
    for known in (
        history(done(0, 1, dark, Noted("knee", 2, True, False, 70))),
        history(done(0, 1), fact(check, Screen(at(1), ("mood",)))),
        history(fact(Screen(at(1), ("mood", "bulge")))),
    ):
        named, unnamed = (
            readiness(each, known_checks(), day(2)) for each in (known, unnamed_mood(known))
        )
        assert not named.belt
        assert not unnamed.belt
        assert "dark thoughts" in named.because
        assert unnamed.because.replace("a warning sign", "dark thoughts") == named.because
        assert unnamed.running is named.running
    for signs in ("now", "today", "bulge", "mistake"):
        known = history(done(0, 1, dark, signs=signs))
        named, unnamed = (
            readiness(each, known_checks(), day(2)) for each in (known, unnamed_mood(known))
        )
        assert (unnamed.belt, unnamed.running) == (named.belt, named.running) == (False, False)
    quiet = history(done(0, 1, Noted("knee", 2, True, False, 70)), fact(Screen(at(1), ("chest",))))
    assert unnamed_mood(quiet) == quiet


def test_what_was_noted_fits_where_it_stands() -> None:
    """The first with its strength, then how many more; what is too long is cut."""
    felt = (Felt("knee", "knee", "clear (3)", 1, "run"), Felt("hip", "hip", "", None, "after"))
    assert noted_words((), 20) == "nothing"
    assert noted_words(felt, 20) == "knee, clear (3) +1"
    assert noted_words(felt, 12) == "knee, cl… +1"
    assert noted_words(felt[1:], 20) == "hip, after"
