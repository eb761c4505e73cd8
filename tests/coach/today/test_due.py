"""What is due: on each kind of day, in order, with why; and what is never offered."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controller.cli.session.admit import NotAdmitted, admit
from controller.cli.session.planned import Planned
from controller.coach.asking.told import held_by
from controller.coach.history import (
    Aftermath,
    Birth,
    BirthKind,
    Fact,
    History,
    NextDay,
    Noted,
    Practice,
    PreCheck,
    Screen,
    Session,
    Told,
    Trial,
    Weekly,
    WhyStopped,
)
from controller.coach.progress.decision import WAITS, Kind
from controller.coach.progress.rules import decide
from controller.coach.readiness.gates import State
from controller.coach.today.due import what_is_due
from controller.coach.today.values import Item, Today, What
from controller.words.days import day_and_year
from plans.plan.compile import compile_session
from plans.plan.model import Plan
from plans.preparation.routines import bundled_routines
from plans.shelf import find_plan, find_routine, open_policy
from tests.coach.ready import BORN, CHECKS, TODAY, at, ready, session, without
from tests.coach.strategies import histories
from tests.house.words import CLAIMS, TO_A_RUNNER, wrong

PLAN: Final = find_plan("postpartum-ladder")
WALKING: Final = find_plan("postpartum-walk")
POLICY: Final = open_policy("cautious")
ROUTINES: Final = tuple(find_routine(each) for each in bundled_routines())
DAY: Final = timedelta(days=1)
NOW: Final = at(TODAY, 13)
DONE_TODAY: Final = Practice(at(TODAY, 7), "breath", ())
"""So that body work is nothing that a table has to name."""
QUIET: Final[dict[str, Any]] = {
    "warning_sign": False,
    "bleeding": False,
    "pelvic": False,
    "pain": (),
    "rested": True,
    "safety_key": True,
}


def due(
    facts: tuple[Fact, ...], *sessions: Session, now: datetime = NOW, plan: Plan = PLAN
) -> Today:
    """Return what is due to somebody who has done her body work."""
    practice = (DONE_TODAY,) if facts else ()
    history = History((*facts, *practice), sessions)
    return what_is_due(history, plan, POLICY, CHECKS, now, walking=WALKING)


def kinds(today: Today) -> list[What]:
    """Return what is due, in order."""
    return [each.what for each in today.items]


def item(today: Today, what: What) -> Item:
    """Return the only item of a kind."""
    (one,) = (each for each in today.items if each.what is what)
    return one


def checked(done: Session, **more: Any) -> NextDay:
    """Return the next-day check of a session."""
    usual: dict[str, Any] = {
        "pelvic": False,
        "pain": (),
        "worse": False,
        "bleeding": False,
        "energy": 4,
        "warning_sign": False,
    }
    return NextDay(done.at + timedelta(hours=20), done.id, **{**usual, **more})


def before(hour: int = 10, **answers: Any) -> PreCheck:
    """Return the six questions, answered today."""
    return PreCheck(at(TODAY, hour), **{**QUIET, **answers})


THEN: Final = session(TODAY - 3 * DAY)
LONG_READY: Final = ready(TODAY - 5 * DAY)
CUT: Final = replace(
    session(TODAY, level=3), at=at(TODAY, 12), completed=False, outcome="stopped",
    planned_run_s=300, ran_s=160, lasted_s=1200,
)  # fmt: skip
ELSEWHERE: Final = Aftermath(at(TODAY, 12) + timedelta(minutes=21), CUT.id, 3, WhyStopped.ELSEWHERE)

DAYS: Final[dict[str, tuple[tuple[Fact, ...], tuple[Session, ...], list[What]]]] = {
    "nothing is known": ((), (), [What.SETUP]),
    "ready, nothing done": (ready(), (), [What.SESSION]),
    "the next-day check is open": (LONG_READY, (THEN,), [What.NEXT_DAY, What.SESSION]),
    "it was answered": ((*LONG_READY, checked(THEN)), (THEN,), [What.SESSION]),
    "done yesterday": (
        (*LONG_READY, checked(session(TODAY - DAY))),
        (session(TODAY - DAY),),
        [What.REST],
    ),
    "a week after the set-up": (ready(TODAY - 7 * DAY), (), [What.WEEKLY, What.SESSION]),
    "a week after the last": (
        (*ready(TODAY - 9 * DAY), Weekly(at(TODAY - 6 * DAY), 0, "same", 3, 3)),
        (),
        [What.SESSION],
    ),
    "leaking in daily life": (
        (*without(ready(), "pelvic"), Told(at(TODAY), "daily-pelvic", "some days a week")),
        (),
        [What.SESSION, What.NOT_YET],
    ),
    "a warning sign": ((*ready(), Screen(at(TODAY, 11), ("chest",))), (), [What.NOT_YET]),
    "no safety key": ((*ready(), before(safety_key=False)), (), [What.BEFORE]),
    "pain down below": (
        (*ready(), before(pain=(("pelvic_pain", 1),))),
        (),
        [What.SESSION, What.BEFORE],
    ),
    "milder the second time": (
        (*ready(), before(10, pelvic=True), before(11)),
        (),
        [What.SESSION, What.BEFORE],
    ),
    "the safety key, found": (
        (*ready(), before(10, safety_key=False), before(11)),
        (),
        [What.SESSION],
    ),
    "pain of 3 before": (
        (*ready(), before(pain=(("knee", 3),))),
        (),
        [What.SESSION, What.BEFORE],
    ),
    "bleeding": ((*ready(), before(bleeding=True)), (), [What.SESSION, What.BEFORE, What.NOT_YET]),
    "walked today": (
        (*without(ready(), "impact"),),
        (session(TODAY, plan=WALKING.id, has_runs=False, ran_s=0, planned_run_s=0),),
        [What.REST, What.NOT_YET],
    ),
    "a bad night": ((*ready(), before(rested=False)), (), [What.SESSION]),
    "cut for something else": (
        (*LONG_READY, ELSEWHERE),
        (CUT,),
        [What.REST_OF_SESSION, What.REST],
    ),
}


@pytest.mark.parametrize("name", DAYS)
def test_what_is_due_and_in_which_order(name: str) -> None:
    """Each day has just that, and each thing says why, in one sentence or more."""
    facts, sessions, expected = DAYS[name]
    now = at(TODAY, 12) + timedelta(minutes=30) if CUT in sessions else NOW
    today = due(facts, *sessions, now=now)
    assert kinds(today) == expected
    assert all(each.why.endswith(".") for each in today.items)
    stands = [each for each in today.items if each.what is What.BEFORE and "tomorrow" in each.why]
    waits = [each for each in today.items if each.what is What.REST]
    assert all(
        each.do.startswith("reprise ") for each in today.items if each not in (*stands, *waits)
    )


@pytest.mark.parametrize("name", [name for name in DAYS if name != "nothing is known"])
def test_body_work_comes_behind_what_is_told_in_large(name: str) -> None:
    """As on the page: behind the session, or behind why there is none; before why running waits."""
    facts, sessions, expected = DAYS[name]
    now = at(TODAY, 12) + timedelta(minutes=30) if CUT in sessions else NOW
    today = what_is_due(History(facts, sessions), PLAN, POLICY, CHECKS, now, walking=WALKING)
    waits = What.NOT_YET in expected and What.SESSION in expected
    order = [*(expected[:-1] if waits else expected), What.PREPARATION]
    sign = name == "a warning sign"
    assert kinds(today) == (expected if sign else [*order, *([What.NOT_YET] if waits else [])])


MISSING: Final = (
    (("walk",), "reprise prepare tests"),
    (("impact",), "reprise prepare tests"),
    (("walk", "impact"), "reprise prepare tests"),
    (("pelvic",), "reprise setup daily-pelvic"),
    (("bleeding", "walk"), "reprise setup bleeding"),
    (("wound", "bleeding"), "reprise setup"),
    (("weeks",), "reprise setup birth"),
    (("signs",), "reprise setup signs"),
)


@pytest.mark.parametrize(("gates", "do"), MISSING)
def test_what_is_missing_is_named_with_its_command(gates: tuple[str, ...], do: str) -> None:
    """The tests where only they are left; a question where one was never told."""
    facts = ready()
    for each in gates:
        facts = without(facts, each)
    assert item(due(facts), What.NOT_YET).do == do


TEN_WEEKS: Final = Birth(at(TODAY, 9), TODAY - 70 * DAY, BirthKind.VAGINAL)
LEAKING: Final = Told(at(TODAY, 12), "daily-pelvic", "some days a week")


@pytest.mark.parametrize("checked_too", [False, True])
def test_a_warning_sign_stands_before_whatever_else_is_due(*, checked_too: bool) -> None:
    """Seen by a runner: chest pain told behind bleeding stood below "NO RUNNING TODAY"."""
    told = (*ready(), before(10, bleeding=True), Screen(at(TODAY, 12), ("chest",)))
    if checked_too:
        told = (*told, before(12, warning_sign=True))
    done = session(at(TODAY - DAY))  # with its check of the next day still to come
    today = due(told, done)
    titles = [each.title for each in today.items]
    assert "NO RUNNING TODAY" not in titles
    assert kinds(today)[0] in (What.BEFORE, What.NOT_YET)
    assert titles[0].startswith("NOTHING ON THE BELT")
    assert What.NEXT_DAY in kinds(today)


def test_bleeding_before_a_session_says_when_to_call() -> None:
    """New or heavier bleeding is called for the same day (SAFETY.md), wherever it is told."""
    because = held_by(before(10, bleeding=True)).because
    assert "call your midwife or your doctor today" in because


@pytest.mark.parametrize("number", [1, 2, 3, 10])
def test_a_referral_is_told_behind_what_stands_until_tomorrow(number: int) -> None:
    """It stands longer; before it, it read as if it ended on the day, too."""
    because = held_by(before(10, pain=(("shin_foot_bone", number),))).because
    assert "That stands until tomorrow. No running until a clinician has been seen" in because


@pytest.mark.parametrize(
    "checks",
    [
        (before(10, bleeding=True, pain=(("low_back", 6),)),),
        (before(9, bleeding=True), before(10, pain=(("low_back", 6),))),
        (before(9, bleeding=True), before(10, safety_key=False)),
        (before(9, pain=(("shin_foot_bone", 1),), bleeding=True), before(10, pelvic=True)),
    ],
)
def test_whom_to_ask_is_told_behind_whatever_is_stronger(checks: tuple[PreCheck, ...]) -> None:
    """A review found it silenced: stronger pain, or a missing key, sends her to nobody."""
    because = held_by(*checks).because
    assert because.count("call your midwife or your doctor today") == 1
    on_bone = any(each.pain and each.pain[0][0] == "shin_foot_bone" for each in checks)
    assert because.count("No running until a clinician has been seen") == on_bone


def test_a_day_of_pain_that_ends_all_offers_no_walk_and_no_session_in_any_line() -> None:
    """A walk stood beside it, and a calendar invited to a session on that day."""
    open_ = due((*ready(), before(10, pain=(("pelvic_girdle", 5),))))
    assert (open_.belt, open_.next_session) == (False, TODAY + DAY)
    closed = due((*without(ready(), "impact"), before(10, pain=(("low_back", 6),))))
    told = {each.meanwhile for each in closed.gates} - {""}
    assert told == {"Rest; nothing on the belt, walking neither."}


def test_a_call_stands_before_pain_that_ends_all() -> None:
    """What waits for a clinician stands longer than until tomorrow."""
    sign = Screen(at(TODAY, 9), ("chest",))
    today = due((*ready(), sign, before(10, pain=(("low_back", 6),))))
    assert kinds(today)[:2] == [What.NOT_YET, What.BEFORE]


def test_the_weeks_are_not_said_to_be_opened_by_a_question() -> None:
    """Both reasons are named, each with what is towards it: time, or what is typed."""
    facts = (*without(ready(), "weeks"), TEN_WEEKS)
    alone = item(due(facts), What.NOT_YET)
    assert (alone.why, alone.do) == ("It takes: 12 weeks or more since the birth (10 weeks).", "")
    opens = day_and_year(TODAY + 14 * DAY)
    both = item(due((*facts, LEAKING)), What.NOT_YET)
    assert both.do == "reprise setup daily-pelvic"
    assert both.why.startswith(
        f"{alone.why} Time opens that, on {opens}. It takes, too: no leaking"
    )
    test = item(due(without(facts, "walk")), What.NOT_YET)
    assert test.do == "reprise prepare tests"
    assert "It takes, too: 30 min of quick walking" in test.why


def test_what_says_no_and_what_was_never_told_name_a_command_each() -> None:
    """The question comes first, and the reason of the other one is not said to be opened by it."""
    felt = (*without(ready(), "bleeding"), Trial(at(TODAY, 12), "hops", 10, 10, ("heaviness",)))
    shown = item(due(felt), What.NOT_YET)
    assert shown.do == "reprise setup bleeding"
    assert "Towards that: reprise prepare. It takes, too: no bleeding but a period" in shown.why
    told = (*without(without(ready(), "wound"), "bleeding"), LEAKING)
    whole = item(due(told), What.NOT_YET)
    assert whole.do == "reprise setup"
    assert whole.why.count("It takes") == 1


@pytest.mark.parametrize("noted", ["heaviness", "shin_foot_bone", "chest"])
def test_meanwhile_opens_no_walk_and_closes_none(noted: str) -> None:
    """A row names a walking plan; that one is open, or not, without it just the same."""
    then = replace(THEN, noted=(Noted(noted, 1, running=True, warm_up=False, at_s=400),))
    without_it = tuple(each._replace(meanwhile="") for each in POLICY.after)
    assert without_it != POLICY.after
    history = History((*LONG_READY, checked(then), DONE_TODAY), (then,))
    shown, same = (
        what_is_due(history, PLAN, policy, CHECKS, NOW, walking=WALKING)
        for policy in (POLICY, replace(POLICY, after=without_it))
    )
    assert shown == same
    assert (What.SESSION in kinds(shown)) == (noted != "chest")
    decided = decide(history, PLAN, replace(POLICY, after=without_it), TODAY)
    assert (decided.kind in WAITS, decided.meanwhile) == (True, "")


def test_what_only_a_clinician_opens_is_written_down_there() -> None:
    """A bulge; a test that was felt is not done again before its day."""
    bulge = due((*ready(), Screen(at(TODAY, 11), ("bulge",))))
    assert item(bulge, What.NOT_YET).do == "reprise setup clinician"
    felt = but_for(Trial(at(TODAY, 12), "hops", 10, 10, ("heaviness",)))
    assert item(due(felt), What.NOT_YET).do == "reprise prepare"


def but_for(trial: Trial) -> tuple[Fact, ...]:
    """Return what a person tells who is open in everything, but for a test."""
    return (*ready(), trial)


def test_the_plan_s_own_weeks_stand_among_what_decides_from_the_start() -> None:
    """And not only when all else is done."""
    later = replace(PLAN, id="later", entry=replace(PLAN.entry, weeks_since_birth=16))
    for facts in (ready(), without(ready(), "walk"), without(ready(), "weeks")):
        gates = due(facts, plan=later).gates
        row = next(each for each in gates if each.id == "plan")
        assert gates.index(row) == 1
        assert row.title == "later: 16 weeks or more since the birth"
        assert row.state is (State.OPEN if facts == without(ready(), "weeks") else State.NOT_YET)
        assert row.hard
    assert not [each for each in due(ready()).gates if each.id == "plan"]
    old = ready(born=TODAY - timedelta(weeks=16))
    row = next(each for each in due(old, plan=later).gates if each.id == "plan")
    assert (row.state, row.ask) == (State.YES, "")
    unborn = due(ready(born=None), plan=later)
    assert not [each for each in unborn.gates if each.id == "plan"]


def test_a_session_says_when_it_ends_what_is_easier_and_its_rule() -> None:
    """Minutes as the plan has them, and three ways to take less, none of them harder."""
    facts = (*LONG_READY, checked(THEN))
    today = due(facts, replace(THEN, level=3))
    due_now = item(today, What.SESSION)
    assert due_now.workout is not None
    assert due_now.title == "RUN AND WALK, level 3 of 25"
    assert (due_now.workout.runs, due_now.workout.lasts_s) == (5, 25 * 60)
    assert due_now.workout.ends == NOW + timedelta(minutes=25)
    assert (due_now.rule, due_now.do) == ("N10", "reprise run --level 3")
    assert [(each.title, each.do) for each in today.easier] == [
        ("the first 3 of 5 runs", "reprise run --level 3 --runs 1-3"),
        ("level 2", "reprise run --level 2"),
        ("walk only, 25 min", "reprise walk 25min"),
    ]
    fewer = today.easier[0].workout
    assert fewer is not None
    assert (fewer.runs, fewer.running_s, fewer.lasts_s) == (3, 180, 19 * 60)
    assert today.next_session == TODAY


def test_the_first_level_has_no_easier_one_and_one_run_no_fewer() -> None:
    """What cannot be is not offered."""
    assert [each.title for each in due(ready()).easier] == [
        "the first 4 of 8 runs",
        "walk only, 30 min",
    ]
    last = replace(THEN, level=25, planned_run_s=1800, ran_s=1800)
    assert [each.title for each in due((*LONG_READY, checked(last)), last).easier] == [
        "level 24",
        "walk only, 40 min",
    ]


def test_a_soft_gate_keeps_the_first_level() -> None:
    """What the door would refuse is not offered, and the reason is the door's."""
    facts = (*without(LONG_READY, "strength"), checked(THEN))
    shown = item(due(facts, replace(THEN, level=3)), What.SESSION)
    assert shown.do == "reprise run --level 1"
    assert (shown.rule, "level 1 alone" in shown.why) == ("", True)


@pytest.mark.parametrize(
    ("days", "hour", "open_", "from_memory"),
    [(0, 23, False, False), (1, 4, False, False), (1, 5, True, False), (1, 23, True, False),
     (2, 0, True, False), (2, 1, True, True), (9, 12, True, True)],
)  # fmt: skip
def test_when_the_next_day_check_is_open(
    *, days: int, hour: int, open_: bool, from_memory: bool
) -> None:
    """From the next morning until the next session; more than 36 hours later it is recalled."""
    today = due(LONG_READY, session(TODAY), now=at(TODAY + days * DAY, hour))
    found = today.first(What.NEXT_DAY)
    assert (found is not None) == open_
    if found is not None:
        assert ("from memory" in found.why, found.session) == (from_memory, session(TODAY).id)


def test_a_check_of_the_whole_counts_for_the_rest_of_a_session() -> None:
    """A session and its rest have one next-day check."""
    rest = replace(session(TODAY - DAY), id="rest", goes_on=session(TODAY - DAY).id)
    answered = (*LONG_READY, checked(session(TODAY - DAY)))
    both = (session(TODAY - DAY), replace(rest, at=rest.at + timedelta(minutes=40)))
    assert due(LONG_READY, *both).first(What.NEXT_DAY)
    assert due(answered, *both).first(What.NEXT_DAY) is None


def test_the_rest_of_a_session_has_only_what_was_not_begun() -> None:
    """Three runs of five were begun, the third was cut: two are left, for half an hour."""
    end = CUT.at + timedelta(seconds=CUT.lasted_s)
    facts = (*LONG_READY, ELSEWHERE)
    for minutes, open_ in ((0, True), (29, True), (30, False), (-1, False)):
        today = due(facts, CUT, now=end + timedelta(minutes=minutes))
        assert (today.first(What.REST_OF_SESSION) is not None) == open_
    rest = item(due(facts, CUT, now=end), What.REST_OF_SESSION)
    assert rest.do == f"reprise run --level 3 --runs 4-5 --goes-on {CUT.id}"
    assert rest.workout is not None
    assert (rest.workout.runs, rest.workout.goes_on) == (2, CUT.id)
    between = replace(CUT, ran_s=120)
    assert "--runs 3-5" in item(due(facts, between, now=end), What.REST_OF_SESSION).do
    leaking = (*facts, Told(at(TODAY, 12), "daily-pelvic", "every day"))
    assert due(leaking, CUT, now=end).first(What.REST_OF_SESSION) is None


def test_the_rest_of_a_walk_is_minutes() -> None:
    """A walk of 20 min that was cut after 11 has 9 left."""
    cut = replace(
        CUT, plan=WALKING.id, level=3, has_runs=False, lasted_s=11 * 60, ran_s=0, planned_run_s=0
    )
    leaking = (*without(LONG_READY, "pelvic"), Told(at(TODAY), "daily-pelvic", "every day"))
    now = cut.at + timedelta(minutes=15)
    rest = item(due((*leaking, ELSEWHERE), cut, now=now), What.REST_OF_SESSION)
    assert rest.do == f"reprise walk 9min --goes-on {cut.id}"
    nearly = replace(cut, lasted_s=19 * 60 + 20)
    now = cut.at + timedelta(minutes=20)
    assert due((*leaking, ELSEWHERE), nearly, now=now).first(What.REST_OF_SESSION) is None


@pytest.mark.parametrize(
    "other",
    [
        {"why": WhyStopped.BODY},
        {"why": WhyStopped.UNSAFE},
        {"why": WhyStopped.ENOUGH},
        {"since": ("leak_urine",)},
        {"noted": (Noted("knee", 1, running=True, warm_up=False, at_s=400),)},
        {"rules": ("I3",)},
        {"ran_s": 300},
        {"shortened": True},
        {"goes_on": "another"},
    ],
)
def test_no_rest_is_offered_of_a_session_in_which_anything_was_said(other: dict[str, Any]) -> None:
    """Nor of one in which every run was begun, or that was itself a part."""
    told = Aftermath(ELSEWHERE.at, CUT.id, 3, other.pop("why", ELSEWHERE.why_stopped))
    told = told._replace(since=other.pop("since", ()))
    now = at(TODAY, 12) + timedelta(minutes=30)
    today = due((*LONG_READY, told), replace(CUT, **other), now=now)
    assert today.first(What.REST_OF_SESSION) is None


@pytest.mark.parametrize(
    ("answers", "belt", "running"),
    [
        ({}, True, True),
        ({"pain": (("knee", 2),)}, True, True),
        ({"pain": (("hip", 1), ("knee", 3))}, True, False),
        ({"pelvic": True}, True, False),
        ({"bleeding": True}, True, False),
        ({"pain": (("shin_foot_bone", 2),)}, True, False),
        ({"pain": (("shin_foot_bone", 3),)}, False, False),
        ({"pain": (("pelvic_pain", 4),)}, False, False),
        ({"pain": (("hip", 1), ("knee", 6))}, False, False),
        ({"rested": False}, True, True),
        ({"safety_key": False}, False, False),
        ({"warning_sign": True}, False, False),
    ],
)
def test_what_the_six_answers_keep_off_today(
    *, answers: dict[str, Any], belt: bool, running: bool
) -> None:
    """Today alone, for what is no warning sign and closes no gate."""
    today = due((*ready(), before(**answers)))
    assert (today.belt, today.running) == (belt, running)
    shown = today.first(What.SESSION)
    offered = None if shown is None or shown.workout is None else shown.workout.runs > 0
    assert offered == (running if belt else None)
    tomorrow = due((*ready(), before(**answers)), now=NOW + DAY)
    if set(answers) <= {"pain", "rested", "safety_key"}:
        assert tomorrow.running


def test_after_a_session_its_key_and_its_night_hold_nothing_any_more() -> None:
    """They were of that session; the next has its own. What was felt stands until tomorrow."""
    for answers, stands in (({"safety_key": False}, False), ({"pain": (("knee", 3),)}, True)):
        facts = (*LONG_READY, before(hour=9, **answers))
        assert due(facts).first(What.BEFORE)
        assert bool(due(facts, session(TODAY)).first(What.BEFORE)) is stands
        assert not due(facts, now=NOW + DAY).first(What.BEFORE)


def test_what_keeps_running_off_by_a_rule_is_told_with_it() -> None:
    """Leaking at level 1: running waits for a physiotherapist, walking does not."""
    leaked = replace(
        THEN, noted=(Noted("leak_urine", 1, running=True, warm_up=False, at_s=400),), rules=("I2",)
    )
    today = due((*LONG_READY, checked(leaked)), leaked)
    assert decide(History(LONG_READY, (leaked,)), PLAN, POLICY, TODAY).kind is Kind.REFER
    shown = today.first(What.SESSION)
    assert shown is not None
    assert shown.workout is not None
    assert (shown.workout.plan, shown.workout.runs, today.easier) == (WALKING.id, 0, ())
    assert today.next_session is None
    # The door is open to her; the rule is not.
    mildly = replace(leaked, rules=())
    today = due((*LONG_READY, checked(mildly)), mildly)
    assert (today.running, today.next_session) == (True, None)
    held = item(today, What.REST)
    assert (held.title, held.rule) == ("NO RUNNING UNTIL A CLINICIAN WAS SEEN", "N2")


def test_the_walk_before_the_next_run_is_half_an_hour_whatever_the_walking_ladder_says() -> None:
    """N7 asks for it; a shorter one would not count, and the ladder takes weeks to get there."""
    leaked = replace(
        THEN, level=5, noted=(Noted("leak_urine", 1, running=True, warm_up=False, at_s=400),)
    )
    history = History((*LONG_READY, checked(leaked)), (leaked,))
    assert decide(history, PLAN, POLICY, TODAY).kind is Kind.WALK
    assert decide(history, WALKING, POLICY, TODAY).level < len(WALKING.levels)
    shown = due((*LONG_READY, checked(leaked)), leaked).first(What.SESSION)
    assert shown is not None
    assert shown.workout is not None
    assert (shown.workout.plan, shown.workout.lasts_s) == (WALKING.id, 30 * 60)


def test_body_work_waits_for_nothing_but_a_warning_sign() -> None:
    """Once a day, also on a day of rest, and not while a sign is open."""
    history = History(LONG_READY, (session(TODAY),))
    args = (PLAN, POLICY, CHECKS, NOW)
    shown = item(what_is_due(history, *args, walking=WALKING), What.PREPARATION)
    assert "not done yet" in shown.why
    twice = replace(history, facts=(*LONG_READY, Practice(at(TODAY - 4 * DAY), "breath", ())))
    shown = item(what_is_due(twice, *args, walking=WALKING), What.PREPARATION)
    assert "last done 4 days ago" in shown.why
    named = item(what_is_due(twice, *args, walking=WALKING, routines=ROUTINES), What.PREPARATION)
    assert named.do == "reprise prepare mobility"
    assert named.title.endswith(" MIN FOR THE BODY: Breath and pelvic floor")
    assert named.why == "Not done yet."
    sign = replace(history, facts=(*LONG_READY, Screen(at(TODAY), ("fever",))))
    assert what_is_due(sign, *args, walking=WALKING).first(What.PREPARATION) is None


def test_body_work_after_something_was_felt_is_gentle_or_rest() -> None:
    """As the list of routines says it (`suggest`); a day of rest names none of them."""
    felt = Practice(at(TODAY - DAY), "mobility", (), ("low_back",))
    args = (PLAN, POLICY, CHECKS, NOW)
    for routines, do, why in (
        (ROUTINES, "reprise prepare mobility", "breath, or rest."),
        (ROUTINES[1:], "reprise prepare", "a day of rest."),
    ):
        known = History((*LONG_READY, felt))
        today = what_is_due(known, *args, walking=WALKING, routines=routines)
        shown = item(today, What.PREPARATION)
        assert shown.do == do
        assert shown.why.endswith(why)


def test_body_work_that_was_hardly_begun_is_offered_again() -> None:
    """As the list of routines does; half of it is enough for a day."""
    names = tuple(each.id for each in ROUTINES[0].exercises)
    args = (PLAN, POLICY, CHECKS, NOW)
    for exercises, there in ((names[:1], True), (names, False)):
        known = History((*LONG_READY, Practice(at(TODAY), ROUTINES[0].id, exercises)))
        today = what_is_due(known, *args, walking=WALKING, routines=ROUTINES)
        assert (today.first(What.PREPARATION) is not None) is there


def test_no_strength_is_advised_on_a_day_on_which_something_was_felt() -> None:
    """Neither by the tests nor by the weeks, and no test is named that is not open."""
    felt = Practice(at(TODAY), "stacking", (), ("heaviness",))
    sentence = "Something was noted in the body work: breath, or rest."
    today = due((*without(ready(), "impact"), felt))
    impact = next(each for each in today.gates if each.id == "impact")
    assert impact.meanwhile == sentence
    assert item(today, What.NOT_YET).do == "reprise prepare"
    for facts in (
        (*ready(born=TODAY - timedelta(weeks=9)), felt),
        (*ready(born=TODAY - timedelta(weeks=13)), felt),
    ):
        later = due(facts, plan=replace(PLAN, entry=replace(PLAN.entry, weeks_since_birth=16)))
        closed = [each for each in later.gates if each.id in ("weeks", "plan") and each.meanwhile]
        assert closed
        assert all(each.meanwhile.endswith(sentence) for each in closed)


def test_a_plan_without_runs_asks_for_no_readiness_to_run() -> None:
    """Whoever uses the walking plan is told of walking."""
    facts: tuple[Fact, ...] = (
        Birth(at(TODAY), TODAY - timedelta(weeks=5), BirthKind.CAESAREAN),
        Screen(at(TODAY), ()),
    )
    today = due(facts, plan=WALKING)
    assert kinds(today) == [What.SESSION]
    assert item(today, What.SESSION).do == "reprise run --level 1"
    assert (today.weeks_since_birth, today.easier) == (5, ())


def test_a_plan_that_begins_later_is_waited_for_with_walks() -> None:
    """What its author wrote is kept to before the door has to say no."""
    plan, begins = find_plan("ten-week-n-to-1"), BORN + timedelta(weeks=53)
    today = due(ready(), plan=plan)
    rest, workout = item(today, What.REST), item(today, What.SESSION).workout
    assert rest.why.startswith("ten-week-n-to-1 begins 53 weeks after a birth: for you on ")
    assert (rest.until, today.next_session, today.running) == (begins, begins, False)
    assert workout is not None
    assert workout.plan == WALKING.id
    facts = ready(begins, born=BORN)
    workout = item(due(facts, now=at(begins, 13), plan=plan), What.SESSION).workout
    assert workout is not None
    assert workout.plan == plan.id


SOON: Final = st.integers(0, 9)


@pytest.mark.parametrize("plan", [PLAN, WALKING])
def test_what_would_end_a_session_is_told_before_all_else(plan: Plan) -> None:
    """With the number, and whom to see; there is no walk, nor the rest of a session, beside it."""
    told = before(hour=12, pain=(("shin_foot_bone", 7),))
    cut = (*LONG_READY, ELSEWHERE)
    now = at(TODAY, 12) + timedelta(minutes=30)
    assert due(cut, CUT, now=now).first(What.REST_OF_SESSION) is not None
    for today in (due((*LONG_READY, told), plan=plan), due((*cut, told), CUT, now=now, plan=plan)):
        first = today.items[0]
        assert (first.what, first.title) == (What.BEFORE, "NOTHING ON THE BELT TODAY")
        assert "Pain of 7 of 10" in first.why
        assert "until a clinician has been seen" in first.why
        assert first.do == ""
        assert not today.belt
        assert [each for each in (*today.items, *today.easier) if each.workout] == []
        assert [each.what for each in today.items].count(What.BEFORE) == 1


@pytest.mark.long
@given(histories(), SOON, st.sampled_from(["", *(each for each in CHECKS.gates)]), st.data())
def test_nothing_is_offered_that_the_door_would_refuse(
    told: History, days: int, missing: str, data: st.DataObject
) -> None:
    """Nor a level above the decision's; with a why, a rule that is there, and words that fit.

    The walk of half an hour that a run waits for is the plan's last (N7), and says so.
    """
    last = max((each.at for each in told.sessions), default=at(TODAY))
    now = last + timedelta(days=days, minutes=data.draw(st.integers(0, 90)))
    known = ready(now.date(), born=now.date() - timedelta(weeks=20))
    facts = without(known, missing) if missing else known
    history = replace(told, facts=(*told.facts, *facts))
    for plan in (PLAN, WALKING):
        today = what_is_due(history, plan, POLICY, CHECKS, now, walking=WALKING)
        for each in (*today.items, *today.easier):
            assert each.why
            assert not list(wrong(each.why, (*CLAIMS, *TO_A_RUNNER)))
            workout = each.workout
            if workout is None:
                continue
            of = PLAN if workout.plan == PLAN.id else WALKING
            refused = refusal(history, of, workout.level, now)
            assert refused == ""
            if each.what is What.SESSION:
                waits = decide(history, plan, POLICY, now.date())
                if (of, each.rule, workout.level) == (WALKING, "N7", max(WALKING.levels)):
                    assert (waits.kind, waits.rule, plan) == (Kind.WALK, "N7", PLAN)
                else:
                    assert workout.level <= decide(history, of, POLICY, now.date()).level


def refusal(history: History, plan: Plan, level: int, now: datetime) -> str:
    """Return what the door says of a session."""
    asked = Planned(plan, compile_session(plan, level), POLICY.policy, POLICY.review, {}, POLICY)
    try:
        admit(history, CHECKS, asked, level, now.date())
    except NotAdmitted as told:
        return str(told)
    return ""


def test_what_a_plan_asks_before_its_first_session_is_told_until_one_was_done() -> None:
    """A walk of another plan is none of it."""
    asked = ("30min of quick walking, without pain",)
    plan = replace(PLAN, entry=replace(PLAN.entry, also=asked))
    assert due(ready(TODAY), plan=PLAN).conditions == ()
    assert due(ready(TODAY), plan=plan).conditions == asked
    walk = session(TODAY - 3 * DAY, plan="postpartum-walk", has_runs=False)
    assert due(ready(TODAY), walk, plan=plan).conditions == asked
    assert due(ready(TODAY), session(TODAY - 3 * DAY), plan=plan).conditions == ()
