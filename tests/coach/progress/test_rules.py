"""N1 to N13: what is next after each kind of session, check and gap (evidence.md 10.2)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import pytest

from controller.coach.history import (
    Aftermath,
    Birth,
    BirthKind,
    Choice,
    ClearanceKind,
    Screen,
    WhyStopped,
)
from controller.coach.progress.decision import Decision, Kind
from controller.coach.progress.occasions import occasions
from controller.coach.progress.rules import decide
from controller.coach.progress.signs import clean, signs_of
from plans.plan.model import Plan, Progression
from plans.policies.reader import PolicyFile
from plans.shelf import find_plan, open_policy
from tests.coach.stories import (
    LADDER,
    WALK,
    Told,
    at,
    before,
    checked,
    day,
    done,
    fact,
    history,
    jogged_on_the_spot,
    note,
    seen,
    walked,
)
from tests.plans.policies import read

CAUTIOUS: Final = open_policy("cautious")
STANDARD: Final = open_policy("standard")
PLAN: Final = find_plan(LADDER)
WALKING: Final = find_plan(WALK)
SEEN, PELVIC, EARLY = ClearanceKind.SEEN, ClearanceKind.PELVIC, ClearanceKind.EARLY


def decided(*told: Told, today: int, plan: Plan = PLAN, policy: PolicyFile = CAUTIOUS) -> Decision:
    """Return the decision of a day."""
    return decide(history(*told), plan, policy, day(today))


def short(decision: Decision) -> tuple[str, Kind, int]:
    """Return what a table says of it."""
    return decision.rule, decision.kind, decision.level


def after(*told: Told, today: int = 2, **others: Any) -> tuple[str, Kind, int]:
    """Return the decision in short."""
    return short(decided(*told, today=today, **others))


REFERRED: Final[dict[str, Any]] = {"outcome": "stopped_and_refer", "completed": False}

N1: Final = {
    "chest, noted": done(0, 5, note("chest", 1), **REFERRED),
    "told behind the unwell key": done(0, 5, signs="today", **REFERRED),
    "unwell, and nothing said": done(0, 5, **REFERRED),
    "unwell after a mild symptom": done(0, 5, note("heaviness", 1), signs="now", **REFERRED),
    "heavier bleeding on the next day": done(0, 5, check={"bleeding": True}),
    "a warning sign on the next day": done(0, 5, check={"warning_sign": True}),
    "a warning sign before": done(0, 5, pre={"warning_sign": True}),
}


@pytest.mark.parametrize("name", N1)
@pytest.mark.parametrize("plan", [PLAN, WALKING], ids=[LADDER, WALK])
def test_n1_a_warning_sign_keeps_the_belt_off_until_a_clinician_was_seen(
    name: str, plan: Plan
) -> None:
    """Walking, too; for years; and what else a clinician says yes to changes nothing."""
    story = N1[name]
    for today in (1, 9, 900):
        found = decided(story, today=today, plan=plan)
        assert short(found) == ("N1", Kind.REFER, 1)
        assert found.meanwhile == ""
        assert "until you record that a clinician has seen you" in found.because
    told_before = seen(-1, SEEN)
    said_before = seen(3, SEEN, on=-1)
    others = [seen(3, PELVIC), seen(3, EARLY)]
    assert after(story, told_before, said_before, *others, today=4, plan=plan)[0] == "N1"
    assert after(story, seen(3, SEEN), today=4, plan=plan)[1] is not Kind.REFER


def test_bleeding_that_is_no_more_than_before_is_a_gate_and_no_sign() -> None:
    """What is merely no period keeps running off (readiness), and not the walks of early weeks."""
    for plan in (PLAN, WALKING):
        told = done(0, 5, pre={"bleeding": True}, plan=plan.id)
        assert short(decided(told, today=3, plan=plan)) == ("N10", Kind.SAME, 5)


def test_n1_ends_one_level_easier() -> None:
    """A session that ended with a sign was no reason for more of it."""
    story = done(0, 5, note("chest", 1), **REFERRED)
    assert after(story, seen(3, SEEN), today=4) == ("N1", Kind.EASIER, 4)
    assert after(story, seen(3, SEEN), done(5, 4), today=7) == ("N10", Kind.SAME, 4)


def test_n1_counts_without_any_session() -> None:
    """Signs that were told at the set-up, or after the belt stood."""
    screen = fact(Screen(at(0), ("headache",)))
    assert after(screen) == ("N1", Kind.REFER, 1)
    assert after(fact(Screen(at(0), ()))) == ("N10", Kind.SAME, 1)
    later = fact(Aftermath(at(0, 11), "s0", None, None, ("fever",)))
    assert after(done(0, 5), later) == ("N1", Kind.REFER, 1)


def test_a_withdrawn_press_locks_nothing() -> None:
    """The unwell key, pressed by mistake: the session was cut, and no more."""
    assert after(done(0, 5, signs="mistake", **REFERRED)) == ("N9", Kind.SAME, 5)


N2: Final = {
    "heaviness 3": [done(0, 5, note("heaviness", 3), **REFERRED)],
    "a bulge": [done(0, 5, note("bulge", 1), **REFERRED)],
    "a bulge behind the unwell key": [done(0, 5, signs="bulge", **REFERRED)],
    "a bulge told at the screen": [done(0, 5), fact(Screen(at(1), ("bulge",)))],
    "a bulge since": [done(0, 5), fact(Aftermath(at(0, 11), "s0", 3, None, ("bulge",)))],
    "wind or poo 2": [done(0, 5, note("leak_bowel", 2), **REFERRED)],
    "still there after 2 min": [done(0, 5, note("heaviness", 1), rules=("I2",), **REFERRED)],
    "two sessions running": [
        done(-3, 5, note("leak_urine", 1)), done(0, 5, note("heaviness", 1)),
    ],
    "two runs, with a walk between": [
        done(-4, 5, note("leak_urine", 1)), walked(-2), done(0, 5, note("heaviness", 1)),
    ],
    "a run and the walk after it": [
        done(-1, 5, note("leak_urine", 1)), walked(0, note("heaviness", 1)),
    ],
    "three within 14 days": [
        done(-13, 5, note("leak_urine", 1)), done(-9, 4), done(-6, 4, note("leak_urine", 1)),
        done(-3, 4), done(0, 4, note("leak_urine", 1)),
    ],
    "any at level 1": [done(0, 1, note("leak_urine", 1))],
    "at level 1, on the next day only": [done(0, 1, check={"pelvic": True})],
    "at level 1, since": [done(0, 1), fact(Aftermath(at(0, 11), "s0", 3, None, ("heaviness",)))],
}  # fmt: skip


@pytest.mark.parametrize("name", N2)
@pytest.mark.parametrize("policy", [CAUTIOUS, STANDARD], ids=["cautious", "standard"])
def test_n2_pelvic_refers_and_walking_stays_open(name: str, policy: PolicyFile) -> None:
    """Until a pelvic-health physiotherapist was seen; another clinician is not enough."""
    for today in (2, 900):
        found = decided(*N2[name], today=today, policy=policy)
        assert short(found) == ("N2", Kind.REFER, 1)
        assert found.meanwhile == WALK
        assert "see a pelvic-health physiotherapist" in found.because
    assert after(*N2[name], seen(3, SEEN), today=4, policy=policy)[0] == "N2"
    assert after(*N2[name], seen(3, PELVIC), today=4, policy=policy)[1] is not Kind.REFER
    assert after(*N2[name], today=2, plan=WALKING)[1] is not Kind.REFER


@pytest.mark.parametrize(
    "told",
    [
        [done(-14, 9, note("leak_urine", 1)), done(-10, 8), done(-6, 8, note("leak_urine", 1)),
         done(-3, 7), done(0, 7, note("leak_urine", 1))],
        [done(-4, 5, note("leak_urine", 1)), done(-2, 4), done(0, 4, note("leak_urine", 1))],
        [done(-2, 5, note("urgency", 3)), done(0, 5, note("leak_urine", 1))],
        [done(0, 5, note("leak_bowel", 1))],
        [done(0, 5, note("pelvic_pain", 3))],
        [done(0, 2, note("leak_urine", 1))],
        [done(-1, 5), walked(0, note("leak_urine", 1), level=1)],
    ],
    ids=["three in 15 days", "two, with a clean run between", "urgency", "wind 1", "pain 3",
         "level 2", "a walk of level 1"],
)  # fmt: skip
def test_a_pelvic_symptom_alone_is_n7(told: list[Told]) -> None:
    """One, and neither strong nor again nor at level 1."""
    assert after(*told)[0] == "N7"


def test_after_a_referral_the_count_begins_anew() -> None:
    """She was seen about the first two; a third one alone is one."""
    told = [*N2["two sessions running"], seen(3, PELVIC), done(5, 4, note("heaviness", 1))]
    assert after(*told, today=7)[0] == "N7"
    assert after(*told, done(8, 4, note("heaviness", 1)), today=9)[0] == "N2"


def test_after_a_bulge_a_walk_comes_first() -> None:
    """When the physiotherapist was seen; it was a pelvic symptom, if not one of a number."""
    bulge = N2["a bulge behind the unwell key"]
    assert after(*bulge, seen(3, PELVIC), today=4) == ("N7", Kind.WALK, 1)


def test_a_clinician_seen_the_same_day_but_before_it_is_not_enough() -> None:
    """Told at 18:00; the session was at 19:00."""
    late = done(0, 5, note("chest", 1), at=at(0, 19), **REFERRED)
    assert after(late, seen(0, SEEN)) == ("N1", Kind.REFER, 1)


def test_what_a_clinician_accepted_is_the_baseline() -> None:
    """Up to its strength it is nothing to note, more than it counts, and strong always refers."""
    yes = seen(-9, PELVIC, accepted=(("leak_urine", 1),))
    for first in (done(-2, 5, note("leak_urine", 1)), done(-2, 5)):
        assert after(yes, first, done(0, 5, note("leak_urine", 1))) == ("N11", Kind.UP, 6)
    assert after(yes, done(0, 5, note("leak_urine", 2)))[0] == "N7"
    assert after(yes, done(0, 5, note("heaviness", 1)))[0] == "N7"
    much = seen(-9, PELVIC, accepted=(("leak_urine", 3),))
    assert after(much, done(0, 5, note("leak_urine", 3), **REFERRED))[0] == "N2"
    earlier = done(-20, 5, note("leak_urine", 1))
    assert after(earlier, yes, today=-18)[0] == "N7"


N3: Final = {
    "pain on bone": [done(0, 5, note("shin_foot_bone", 1))],
    "rule I6": [done(0, 5, rules=("I6",), **REFERRED)],
    "knee 6": [done(0, 5, note("knee", 6), completed=False, outcome="stopped")],
    "pain down below 6": [done(0, 5, note("pelvic_pain", 6), completed=False)],
    "knee 6 on the next day": [done(0, 5, check={"pain": (("knee", 6),)})],
    "knee 6 before a session": [done(0, 5), before(1, pain=(("knee", 6),))],
    "bone on the next day": [done(0, 5, check={"pain": (("bone", 1),)})],
    "bone before the first session": [before(0, pain=(("bone", 1),))],
    "bone since": [done(0, 5), fact(Aftermath(at(0, 11), "s0", 3, None, ("shin_foot_bone",)))],
    "the same pain ended two": [
        done(-3, 5, note("knee", 4), completed=False), done(0, 4, note("knee", 5), completed=False),
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", N3)
def test_n3_pain_refers(name: str) -> None:
    """Until a clinician was seen; no running till then."""
    found = decided(*N3[name], today=2)
    assert short(found) == ("N3", Kind.REFER, 1)
    assert found.meanwhile == WALK
    assert "see a clinician before the next run" in found.because
    assert after(*N3[name], seen(3, PELVIC), today=4)[0] == "N3"
    assert after(*N3[name], seen(3, SEEN), today=4)[1] is not Kind.REFER
    assert after(*N3[name], today=2, plan=WALKING)[1] is not Kind.REFER


def test_what_a_policy_sends_to_a_clinician_stays_with_one() -> None:
    """A stricter policy refers for a knee that hurts 4: no running, either."""
    mine = read(
        "format: reprise-policy 1\nid: mine\ntitle: Mine\nbased-on: cautious\nabout: A test.\n"
        "reviewed: not yet\nsymptoms:\n  knee:\n    4-10: stop and refer\n    source: [bim]\n"
    )
    story = done(0, 5, note("knee", 4), **REFERRED)
    assert after(story, policy=mine) == ("N3", Kind.REFER, 1)


def test_n3_counts_anew_after_a_clinician_was_seen() -> None:
    """The same pain ended a third one: that is one."""
    told = [*N3["the same pain ended two"], seen(3, SEEN)]
    third = done(5, 3, note("knee", 4), completed=False)
    assert after(*told, third, today=7)[0] == "N8"


def test_other_pains_or_ones_that_did_not_end_a_session_are_n8() -> None:
    """Two sites, or a session that went on to its end."""
    first = done(-3, 5, note("knee", 4), completed=False)
    assert after(first, done(0, 4, note("hip", 4), completed=False))[0] == "N8"
    assert after(first, done(0, 4, note("knee", 4)))[0] == "N8"


def test_n4_without_the_next_day_check_there_is_no_step_up() -> None:
    """From the next morning on; on the day itself it is still to come; late it counts as well."""
    told = [done(-4, 5), done(-2, 5), done(0, 5, check={"missing": True})]
    found = decided(*told, today=0)
    assert short(found) == ("N10", Kind.SAME, 5)
    found = decided(*told[1:], today=0)
    assert "the next-day check is still to come" in found.because
    for today in (1, 2, 7):
        assert after(*told, today=today) == ("N4", Kind.SAME, 5)
    assert after(*told, checked(6, "s0"), today=6) == ("N11", Kind.UP, 6)
    earlier = [done(-2, 5, check={"missing": True}), done(0, 5)]
    assert after(*earlier) == ("N10", Kind.SAME, 5)
    assert after(*earlier, checked(1, "s-2")) == ("N11", Kind.UP, 6)


def test_a_missing_check_never_softens_what_was_noted() -> None:
    """N4 stands before N7 and N8 in the table; the strictest counts."""
    gone = {"missing": True}
    assert after(done(0, 5, note("heaviness", 1), check=gone))[0] == "N7"
    assert after(done(0, 5, note("knee", 4), check=gone))[0] == "N8"
    assert after(done(0, 5, check=gone), today=10) == ("N12", Kind.EASIER, 4)


@pytest.mark.parametrize(
    "check",
    [{"pelvic": True}, {"worse": True}, {"pain": (("knee", 3),)}],
    ids=["pelvic", "a limp", "knee 3"],
)
def test_n5_more_than_before_means_rest_until_it_is_as_before(check: dict[str, Any]) -> None:
    """48 h at least, asked anew; then one level easier, after a pelvic one behind a walk (N7)."""
    story = done(0, 5, check=check)
    found = decided(story, today=1)
    assert short(found) == ("N5", Kind.REST, 4)
    assert (found.not_before, found.meanwhile) == (day(3), WALK)
    assert after(story, today=7) == ("N5", Kind.REST, 4)
    still = before(3, **({"pelvic": True} if "pelvic" in check else {"pain": (("knee", 3),)}))
    found = decided(story, still, today=3)
    assert (short(found), found.not_before) == (("N5", Kind.REST, 4), day(5))
    found = decided(story, still, before(5), today=5)
    if "pelvic" in check:
        assert short(found) == ("N7", Kind.WALK, 1)
    else:
        assert (short(found), found.not_before) == (("N5", Kind.EASIER, 4), day(5))
    assert after(story, before(3), done(3, 4), today=5) == ("N10", Kind.SAME, 4)


def test_pain_that_was_there_before_is_not_more() -> None:
    """The check before the session has the number; 1 and 2 that stay lead up, as in a session."""
    three = (("knee", 3),)
    assert after(done(0, 5, pre={"pain": three}, check={"pain": three}))[0] == "N9"
    assert after(done(0, 5, pre={"pain": three})) == ("N9", Kind.SAME, 5)
    assert after(done(0, 5, pre={"pain": three}, check={"pain": (("knee", 4),)}))[0] == "N5"
    assert after(done(0, 5, check={"pain": (("knee", 2),)})) == ("N9", Kind.SAME, 5)
    twos = {"pain": (("knee", 2),)}
    assert after(done(0, 5, pre=twos, check=twos)) == ("N10", Kind.SAME, 5)


def test_n6_a_symptom_in_the_warm_up_is_two_days_and_one_level() -> None:
    """Pain of 3, a limp; 2 is nothing to note."""
    for symptom, value in (("knee", 3), ("limp", 1)):
        found = decided(done(0, 5, note(symptom, value, warm_up=True)), today=1)
        assert (short(found), found.not_before) == (("N6", Kind.EASIER, 4), day(3))
    assert after(done(0, 5, note("knee", 2, warm_up=True))) == ("N10", Kind.SAME, 5)
    story = done(0, 5, note("heaviness", 1, warm_up=True))
    assert after(story)[:2] == ("N7", Kind.WALK)
    assert after(story, policy=STANDARD) == ("N6", Kind.EASIER, 4)


def test_n7_cautious_walks_and_tests_first() -> None:
    """Half an hour of walking and a minute on the spot with nothing; then one level easier."""
    story = done(0, 5, note("heaviness", 2))
    found = decided(story, today=1)
    assert short(found) == ("N7", Kind.WALK, 1)
    assert (found.meanwhile, found.not_before) == (WALK, day(1))
    not_enough = [
        [walked(2)],
        [jogged_on_the_spot(2)],
        [walked(2, lasted_s=1200), jogged_on_the_spot(2)],
        [walked(2, completed=False), jogged_on_the_spot(2)],
        [walked(2), jogged_on_the_spot(2, "heaviness")],
        [walked(2), jogged_on_the_spot(2, seconds=59)],
        [walked(2), jogged_on_the_spot(2, test="balance")],
        [jogged_on_the_spot(2), walked(3)],
        [walked(-1), jogged_on_the_spot(2)],
    ]
    for told in not_enough:
        assert after(story, *told, today=3)[1] is Kind.WALK
    enough = [walked(2), jogged_on_the_spot(2)]
    found = decided(story, *enough, today=3)
    assert (short(found), found.not_before) == (("N7", Kind.EASIER, 4), day(2))
    assert after(story, *enough, done(4, 4), today=6) == ("N10", Kind.SAME, 4)


def test_n7_standard_rests_a_day_more() -> None:
    """One day of the plan and one beside it."""
    found = decided(done(0, 5, note("heaviness", 2)), today=1, policy=STANDARD)
    assert (short(found), found.not_before) == (("N7", Kind.EASIER, 4), day(3))
    assert found.meanwhile == ""
    found = decided(done(0, 3, note("heaviness", 2)), today=1, policy=STANDARD)
    assert found.not_before == day(4)


@pytest.mark.parametrize(
    ("symptom", "value"), [("knee", 4), ("knee", 5), ("limp", 1), ("scar_caesarean", 4)]
)
def test_n8_clear_pain_is_one_level_easier(symptom: str, value: int) -> None:
    """After a day of rest."""
    for policy in (CAUTIOUS, STANDARD):
        found = decided(done(0, 5, note(symptom, value)), today=1, policy=policy)
        assert (short(found), found.not_before) == (("N8", Kind.EASIER, 4), day(2))
    assert after(done(0, 1, note(symptom, value))) == ("N8", Kind.EASIER, 1)


N9: Final = {
    "knee 3": [done(0, 5, note("knee", 3))],
    "pain that rises": [done(0, 5, note("knee", 1), note("knee", 2))],
    "more than told before": [done(0, 5, note("knee", 2), pre={"pain": (("knee", 1),)})],
    "sore since": [done(0, 5), fact(Aftermath(at(0, 11), "s0", 3, None, ("knee",)))],
    "effort 6": [done(0, 5, note("effort", 6))],
    "effort 6, told after": [done(0, 5), fact(Aftermath(at(0, 11), "s0", 6, None))],
    "urgency": [done(0, 5, note("urgency", 1))],
    "the door": [
        done(0, 5, completed=False, outcome="stopped"),
        fact(Aftermath(at(0, 11), "s0", 3, WhyStopped.ELSEWHERE)),
    ],
    "fewer runs chosen, and the door": [
        done(0, 5, completed=False, outcome="stopped", shortened=True)
    ],
    "fewer runs chosen, and knee 3": [done(0, 5, note("knee", 3), shortened=True)],
    "a bad night": [done(0, 5, pre={"rested": False})],
    "tired on the next day": [done(0, 5, check={"energy": 2})],
    "a rule slowed the belt": [done(0, 5, note("effort", 5), rules=("I11",))],
    "doming with pain": [done(0, 5, note("doming", 1), rules=("I12",))],
    "less running": [done(0, 5, completed=False)],
    "pain before": [done(0, 5, pre={"pain": (("knee", 3),)})],
    "sore on the next day": [done(0, 5, check={"pain": (("knee", 2),)})],
    "both days": [done(0, 5, note("effort", 6), check={"energy": 2})],
    "of many the gravest": [
        done(0, 5, note("urgency", 1), note("knee", 3), rules=("I9",), pre={"rested": False})
    ],
}


N9_SAYS: Final = {
    "knee 3": "On 2 March there was more than mild pain (knee)",
    "pain that rises": "On 2 March there was pain that rose (knee)",
    "more than told before": "On 2 March there was pain that rose (knee)",
    "sore since": "On 2 March there was something felt once the belt stood (knee)",
    "effort 6": "On 2 March there was effort above 5 of 10",
    "effort 6, told after": "On 2 March there was effort above 5 of 10",
    "urgency": "On 2 March there was something felt (need to pee)",
    "the door": "On 2 March there was an early end",
    "fewer runs chosen, and the door": "On 2 March there was an early end",
    "fewer runs chosen, and knee 3": "On 2 March there was more than mild pain (knee)",
    "a bad night": "On 2 March there was too little sleep, food or drink before it",
    "tired on the next day": "On the day after 2 March there was little energy",
    "a rule slowed the belt": "On 2 March there was easing by rule I11",
    "doming with pain": (
        "On 2 March there was something felt (ridge on the tummy) and easing by rule I12"
    ),
    "less running": "On 2 March there was less than planned",
    "pain before": "On 2 March there was pain before it (knee)",
    "sore on the next day": "On the day after 2 March there was pain (knee)",
    "both days": ("On 2 March there was effort above 5 of 10, and on the day after little energy"),
    "of many the gravest": (
        "On 2 March there was more than mild pain (knee) and something felt (need to pee)"
    ),
}


@pytest.mark.parametrize("name", N9)
def test_n9_anything_else_to_note_is_the_same_level(name: str) -> None:
    """However often it was done before with nothing; the sentence says what it was."""
    told = [done(-4, 5), done(-2, 5), *N9[name]]
    found = decided(*told, today=2)
    assert short(found) == ("N9", Kind.SAME, 5)
    assert found.because == f"{N9_SAYS[name]}: level 5 once more."


def test_a_clean_session_is_one_with_its_check() -> None:
    """Quiet, quiet on the next day, and asked."""
    quiet = [done(0, 5), done(0, 5, check={"missing": True}), done(0, 5, check={"energy": 2})]
    for story, wanted in zip(quiet, (True, False, False), strict=True):
        (occasion,) = occasions(history(story))
        assert clean(occasion, signs_of(occasion, CAUTIOUS.policy, {})) is wanted


def test_n10_is_once_more_until_it_was_often_enough() -> None:
    """A clean session may have pain 2 that stays, doming alone, effort 5, rule I10."""
    quiet = [note("knee", 2), note("knee", 2), note("doming", 1), note("effort", 5)]
    found = decided(done(0, 5, *quiet, rules=("I10",)), today=1)
    assert (short(found), found.not_before) == (("N10", Kind.SAME, 5), day(2))
    assert found.because == (
        "No more than mild pain (knee), effort of 5 of 10 and a note (ridge on the tummy), "
        "and 1 of 2 such sessions at this level done and checked: level 5 once more."
    )
    assert decided(done(0, 5), today=1).because == (
        "Nothing to note, and 1 of 2 such sessions at this level done and checked: "
        "level 5 once more."
    )


def test_n10_says_what_a_step_up_waits_for() -> None:
    """A next-day check that is still to come is no step that is too near."""
    often = [done(3 * number, 5) for number in range(5)]
    last = done(15, 5, check={"missing": True})
    to_come = "Nothing to note, and the next-day check is still to come: level 5 once more."
    assert decided(*often[:1], done(3, 5, check={"missing": True}), today=3).because == to_come
    assert decided(*often, last, today=15).because == to_come
    kept_up = [done(0, 25), done(2, 25), done(4, 25, check={"missing": True})]
    assert decided(*kept_up, today=4).because == to_come.replace("level 5", "level 25")
    ups = [done(-4, 5, ran_s=420), done(-2, 6, ran_s=420), done(0, 7, ran_s=480)]
    assert decided(*ups, plan=QUICK, today=2).because == (
        "Nothing to note, but the last step up is too near: level 7 once more."
    )


MILD: Final[dict[str, dict[str, Any]]] = {
    "mild pain (knee)": {"told": [note("knee", 2)]},
    "mild pain (hip)": {"pre": {"pain": (("hip", 2),)}, "check": {"pain": (("hip", 2),)}},
    "a note (breast)": {"told": [note("breast", 1)]},
    "what a clinician accepted (leaking pee)": {"told": [note("leak_urine", 1)]},
    "effort of 5 of 10": {"told": [note("effort", 5)]},
}  # fmt: skip


@pytest.mark.parametrize("words", MILD)
def test_a_step_up_says_what_was_noted_on_the_way(words: str) -> None:
    """In one of the sessions that it counts; what came before them is not spoken of."""
    fields = dict(MILD[words])
    told = fields.pop("told", ())
    yes = seen(-30, PELVIC, accepted=(("leak_urine", 1),))
    story = [yes, done(-2, 5, *told, **fields), done(0, 5)]
    found = decided(*story, today=1)
    assert found.because == (
        f"Level 5 was done twice with no more than {words}, next-day checks too: "
        "one level up, level 6."
    )
    once = decided(yes, done(0, 5, *told, **fields), today=1)
    assert once.because.startswith(f"No more than {words}, and 1 of 2 such sessions")
    harder = decided(*story, done(3, 6), today=4)
    assert harder.because.startswith("Nothing to note, and 1 of 2 such sessions")


@pytest.mark.parametrize(
    ("levels", "count"),
    [((5,), 1), ((5, 5), 2), ((4, 4, 5), 1), ((5, 4, 5), 2), ((6, 5), 1), ((5, 5, 6, 5), 1)],
)
def test_clean_sessions_count_on_end(levels: tuple[int, ...], count: int) -> None:
    """An easier one that she chose meanwhile is passed over; a harder one begins anew."""
    told = [done(3 * place, level) for place, level in enumerate(levels)]
    rule, kind, level = after(*told, today=3 * len(levels) - 1)
    assert (rule, kind) == (("N11", Kind.UP) if count >= 2 else ("N10", Kind.SAME))
    assert level == levels[-1] + (count >= 2)


def test_fewer_runs_by_choice_are_passed_over() -> None:
    """As Today says: the level stays, and what was done at it. By themselves they lead nowhere."""
    fewer = done(3, 5, shortened=True)
    found = decided(done(0, 5), fewer, today=5)
    assert short(found) == ("N10", Kind.SAME, 5)
    assert found.because == (
        "Nothing to note, in fewer runs as you chose; 1 of 2 whole ones stand: level 5 once more."
    )
    assert after(done(0, 5), fewer, done(6, 5), today=8) == ("N11", Kind.UP, 6)
    assert after(done(0, 5), fewer, done(6, 5, shortened=True), today=8) == ("N10", Kind.SAME, 5)
    hurt = done(3, 5, note("knee", 3), shortened=True)
    assert after(done(0, 5), hurt, done(6, 5), today=8) == ("N10", Kind.SAME, 5)
    unchecked = done(3, 5, shortened=True, check={"missing": True})
    assert after(done(0, 5), unchecked, today=5) == ("N4", Kind.SAME, 5)


def test_n11_two_clean_sessions_lead_one_level_up() -> None:
    """The sentence says why."""
    found = decided(done(-2, 5), done(0, 5), today=1)
    assert (short(found), found.not_before) == (("N11", Kind.UP, 6), day(2))
    assert found.because == (
        "Level 5 was done twice with nothing to note, next-day checks too: one level up, level 6."
    )
    assert set(found.sources) == {"army-T1", "UD-T4", "chop", "deering2024-T6"}
    spoilt = [done(-4, 5), done(-2, 5, note("knee", 3)), done(0, 5)]
    assert after(*spoilt) == ("N10", Kind.SAME, 5)


@pytest.mark.parametrize(("level", "rest"), [(1, 2), (3, 2), (4, 1), (24, 1)])
def test_n11_the_days_of_rest_are_those_of_the_level(level: int, rest: int) -> None:
    """Two at levels 1 to 3, else one."""
    told = [done(-3, level), done(0, level)]
    assert decided(*told, today=1).not_before == day(1 + rest)


def test_n11_the_last_level_is_kept_up() -> None:
    """There is none above it."""
    found = decided(done(-2, 25), done(0, 25), today=1)
    assert short(found) == ("N11", Kind.DONE, 25)


QUICK: Final = replace(PLAN, progression=Progression(1))


def test_a_plan_may_ask_for_less_and_gets_the_floor() -> None:
    """One session a level, no rest and no bounds: a day of rest, 2 levels and 4 sessions a week."""
    found = decided(done(0, 5), today=1, plan=QUICK)
    assert (short(found), found.not_before) == (("N11", Kind.UP, 6), day(2))
    ups = [done(-4, 5, ran_s=420), done(-2, 6, ran_s=420), done(0, 7, ran_s=480)]
    assert after(*ups, plan=QUICK, today=2) == ("N10", Kind.SAME, 7)
    assert after(*ups, plan=QUICK, today=4) == ("N10", Kind.SAME, 7)
    assert after(*ups, plan=QUICK, today=5) == ("N11", Kind.UP, 8)
    often = [done(number, 5) for number in (-5, -3, -1, 0)]
    assert decided(*often, today=0, plan=QUICK).not_before == day(2)
    assert decided(*often, done(1, 5), today=1, plan=QUICK).not_before == day(4)


def test_a_plan_may_ask_for_more() -> None:
    """Three clean sessions, four days of rest, one session a week."""
    strict = replace(PLAN, progression=find_plan("nine-week-30").progression)
    assert strict.progression.step_up_after == 3
    told = [done(-4, 5), done(-2, 5), done(0, 5)]
    assert after(*told[1:], plan=strict) == ("N10", Kind.SAME, 5)
    found = decided(*told, today=1, plan=strict)
    assert (short(found), found.not_before) == (("N11", Kind.UP, 6), day(3))


def test_a_week_runs_little_more_than_the_busiest_one_before() -> None:
    """6, 8 and 10 min: days of rest make room, and then it is one level up."""
    told = [done(number, 7, ran_s=360) for number in (-14, -11, -8)]
    told += [done(number, 7, ran_s=480) for number in (-5, -3, -1)]
    # Day 1: 3 x 8 + 10 = 34 min; before it at most 3 x 6, and 18 + 4 x 2 = 26.
    found = decided(*told, today=0)
    assert short(found) == ("N11", Kind.UP, 8)
    # Day 2: 2 x 8 + 10 = 26 min; before it at most 6 + 6 + 8, and 20 + 3 x 2 = 26.
    assert found.not_before == day(2)
    longer = [*told[:-1], done(-1, 7, ran_s=481)]
    assert decided(*longer, today=0).not_before == day(4)
    # Every other day: seven days hold three of them and now four, and that is no growth.
    even = [done(number, 7, ran_s=480) for number in range(-20, 1, 2)]
    assert decided(*even, today=1).not_before == day(2)
    short_of_history = told[2:]
    assert decided(*short_of_history, today=0).not_before == day(1)


@pytest.mark.parametrize(
    ("gap", "rule", "kind", "level"),
    [
        (7, "N11", Kind.UP, 11),
        (8, "N12", Kind.EASIER, 9),
        (14, "N12", Kind.EASIER, 9),
        (15, "N12", Kind.EASIER, 8),
        (28, "N12", Kind.EASIER, 8),
        (29, "N12", Kind.EASIER, 1),
        (400, "N12", Kind.EASIER, 1),
    ],
)
def test_n12_a_gap_makes_it_easier(gap: int, rule: str, kind: Kind, level: int) -> None:
    """By the days since the last session of the plan; walks in between do not count as one."""
    told = [done(-2, 10), done(0, 10)]
    assert after(*told, today=gap) == (rule, kind, level)
    assert after(*told, walked(6), today=gap) == (rule, kind, level)
    # The walk in between is a session: it is said which one the days count from.
    said = f"The last session of this plan was {gap} days ago: "
    assert decided(*told, walked(6), today=gap).because.startswith(said) == (rule == "N12")


def test_runs_are_no_gap_in_walking() -> None:
    """A session with runs has walks; whoever does both has not been away from the walking plan."""
    walks = [walked(-60), walked(-58)]
    assert after(*walks, today=0, plan=WALKING) == ("N12", Kind.EASIER, 1)
    assert after(*walks, done(-1, 3), today=0, plan=WALKING)[1:] == (Kind.DONE, 5)
    found = decided(*walks, done(-9, 3), today=0, plan=WALKING)
    assert short(found) == ("N12", Kind.EASIER, 4)
    assert found.because.startswith("The last session was 9 days ago: one level easier")


def test_n12_and_a_symptom_take_the_lower_level() -> None:
    """Not both, one after the other."""
    assert after(done(0, 10, note("knee", 4)), today=10) == ("N8", Kind.EASIER, 9)
    assert after(done(0, 10, note("knee", 4)), today=20) == ("N12", Kind.EASIER, 8)
    assert after(done(0, 2), today=20) == ("N12", Kind.EASIER, 1)
    assert after(done(0, 10, check={"worse": True}), today=20) == ("N5", Kind.REST, 8)


def test_the_latest_day_that_any_row_names_counts() -> None:
    """N6 asks for two days, and N7 for one more than the two of level 3."""
    found = decided(done(0, 3, note("heaviness", 1, warm_up=True)), today=1, policy=STANDARD)
    assert (short(found), found.not_before) == (("N6", Kind.EASIER, 2), day(4))


TWICE_FROM_5: Final = (
    done(0, 5, note("knee", 4)), done(3, 4), done(6, 4), done(9, 5, note("hip", 4)),
)  # fmt: skip
TWICE_TO_1: Final = (
    done(0, 2, note("knee", 4)), done(3, 1), done(6, 1), done(9, 1, note("hip", 4)),
)  # fmt: skip


@pytest.mark.parametrize("told", [TWICE_FROM_5, TWICE_TO_1], ids=["from 5", "to 1"])
def test_n13_the_second_time_suggests_a_physiotherapist(told: tuple[Told, ...]) -> None:
    """Any clinician ends it, and the count begins anew."""
    assert after(*told[:3], today=8)[0] == "N11"
    found = decided(*told, today=10)
    assert short(found) == ("N13", Kind.REFER, 1)
    assert found.meanwhile == WALK
    for kind in (SEEN, PELVIC):
        assert after(*told, seen(11, kind), today=12)[1] is Kind.EASIER
    level = told[-1].sessions[0].level
    once = [*told, seen(11, SEEN), done(12, level, note("knee", 4))]
    assert after(*once, today=14)[0] == "N8"


def test_n13_does_not_count_what_only_lasted_or_was_chosen() -> None:
    """A gap is no symptom; from two levels it is once each."""
    gaps = [done(0, 5), done(10, 4), done(20, 5), done(30, 4)]
    assert after(*gaps, today=31)[0] == "N10"
    for first in (6, 3):
        each_once = [done(0, first, note("knee", 4)), done(3, first - 1, note("hip", 4))]
        assert after(*each_once, today=5)[0] == "N8"


def test_the_plan_begins_with_level_1() -> None:
    """Whatever was done of another one."""
    found = decided(today=0)
    assert (short(found), found.not_before) == (("N10", Kind.SAME, 1), day(0))
    assert found.because == "Nothing of this plan was done yet: it begins with level 1."
    other = done(0, 9, plan="army-6")
    found = decided(other, today=0)
    assert (short(found), found.not_before) == (("N10", Kind.SAME, 1), day(3))


def test_a_birth_begins_anew() -> None:
    """Levels from before it do not count; a wrong date that was corrected does not either."""
    told = [done(-2, 5), done(0, 5)]
    born = Birth(at(3), day(3), BirthKind.VAGINAL)
    assert after(*told, fact(born), today=5) == ("N10", Kind.SAME, 1)
    right = Birth(at(4), day(-300), BirthKind.VAGINAL)
    assert after(*told, fact(born, right), today=5) == ("N11", Kind.UP, 6)


def test_an_easier_choice_counts_and_a_harder_one_does_not() -> None:
    """The last word since the last session."""
    told = [done(-2, 5), done(0, 5)]

    def choice(level: int, hour: int, plan: str = LADDER) -> Told:
        return fact(Choice(at(1, hour), plan, level))

    found = decided(*told, choice(4, 9), today=1)
    assert short(found) == ("N11", Kind.EASIER, 4)
    assert found.because == "You chose level 4: level 6 stays open to you."
    assert after(*told, choice(9, 9)) == ("N11", Kind.UP, 6)
    assert after(*told, choice(4, 9), choice(6, 10)) == ("N11", Kind.UP, 6)
    assert after(*told, choice(4, 9, WALK)) == ("N11", Kind.UP, 6)
    assert after(*told, choice(4, 9), done(3, 4), today=4) == ("N10", Kind.SAME, 4)
    assert after(*told, choice(4, 9), done(3, 5), today=4) == ("N11", Kind.UP, 6)
    assert after(*told, choice(0, 9)) == ("N11", Kind.EASIER, 1)


def test_a_session_and_its_rest_are_one_that_was_not_done_as_planned() -> None:
    """The door rang: what was noted in either counts, and so does a check of either."""
    cut = done(0, 5, completed=False, outcome="stopped", check={"missing": True})
    rest = done(0, 5, id="rest", at=at(0, 9, 40), goes_on="s0", pre={})
    assert after(done(-2, 5), cut, rest) == ("N9", Kind.SAME, 5)
    hurt = done(0, 5, note("knee", 4), id="rest", at=at(0, 9, 40), goes_on="s0", pre={})
    assert after(done(-2, 5), cut, hurt) == ("N8", Kind.EASIER, 4)
    alone = done(0, 5, goes_on="lost")
    assert after(done(-2, 5), alone) == ("N9", Kind.SAME, 5)


def walk(number: int, level: int, *noted: Any, **fields: Any) -> Told:
    """Return a session of the walking plan."""
    return walked(number, *noted, level=level, **fields)


def test_a_walking_plan_has_no_rules_of_running() -> None:
    """No rest, no referral for a pelvic symptom; levels by its own bound."""
    found = decided(walk(0, 2), today=0, plan=WALKING)
    assert (short(found), found.not_before) == (("N10", Kind.SAME, 2), day(1))
    up = decided(walk(0, 2), walk(1, 2), today=2, plan=WALKING)
    assert short(up) == ("N11", Kind.UP, 3)
    assert up.because.endswith(": one level up, level 3 of the walking plan.")
    assert found.because.endswith(": level 2 of the walking plan once more.")
    assert after(walk(0, 2, note("heaviness", 1)), plan=WALKING) == ("N9", Kind.SAME, 2)
    assert after(walk(0, 2, note("knee", 4)), plan=WALKING) == ("N9", Kind.SAME, 2)
    found = decided(walk(0, 2, check={"worse": True}), today=1, plan=WALKING)
    assert (short(found), found.not_before) == (("N5", Kind.EASIER, 1), day(1))
    quick = [walk(0, 2), walk(1, 3), walk(2, 3)]
    assert after(*quick, today=3, plan=WALKING) == ("N10", Kind.SAME, 3)
    assert after(*quick, today=8, plan=WALKING) == ("N11", Kind.UP, 4)
    assert after(walk(0, 5), walk(1, 5), today=2, plan=WALKING) == ("N11", Kind.DONE, 5)
    assert after(walk(0, 4), today=9, plan=WALKING) == ("N12", Kind.EASIER, 3)


BONE: Final[dict[str, Any]] = {"pain": (("shin_foot_bone", 1),)}
PAIN_BESIDE: Final[dict[str, dict[str, Any]]] = {
    "bone before": {"pre": BONE},
    "bone on the next day": {"check": BONE},
    "bone that stays": {"pre": BONE, "check": BONE},
    "knee 3 that stays": {"pre": {"pain": (("knee", 3),)}, "check": {"pain": (("knee", 3),)}},
    "knee 3, gone": {"pre": {"pain": (("knee", 3),)}},
}


@pytest.mark.parametrize("name", PAIN_BESIDE)
@pytest.mark.parametrize("plan", [PLAN, WALKING], ids=[LADDER, WALK])
def test_pain_told_before_or_on_the_next_day_is_something_to_note(name: str, plan: Plan) -> None:
    """Of bone any, else more than 2 (evidence.md 10.2): no step up, in walks neither."""
    told = [done(number, 3, plan=plan.id, **PAIN_BESIDE[name]) for number in (0, 3)]
    found = decided(*told, today=5, plan=plan)
    assert found.level <= 3
    assert found.kind not in (Kind.UP, Kind.DONE)
    assert "with nothing to note" not in found.because
    # Once a clinician was seen it counts anew; what was noted of it is no clean session.
    later = [*told, seen(5, SEEN), done(6, 3, plan=plan.id)]
    assert decided(*later, today=8, plan=plan).kind is Kind.SAME
    assert decided(*later, done(9, 3, plan=plan.id), today=11, plan=plan).kind is Kind.UP


@pytest.mark.parametrize("name", N3)
def test_the_walking_ladder_does_not_go_up_while_n3_refers(name: str) -> None:
    """However many walks had nothing to note since; after a clinician it goes on."""
    walks = [walk(number, 3) for number in (3, 5)]
    found = decided(*N3[name], *walks, today=6, plan=WALKING)
    assert short(found) == ("N3", Kind.SAME, 3)
    assert found.because.endswith(
        ": no walks above level 3 until you record that a clinician has seen you."
    )
    assert decided(*N3[name], *walks, seen(6, PELVIC), today=7, plan=WALKING).rule == "N3"
    assert after(*N3[name], *walks, seen(6, SEEN), today=7, plan=WALKING) == ("N11", Kind.UP, 4)


def test_a_referral_for_pain_keeps_nobody_from_the_walks_themselves() -> None:
    """At the level where she is, from the day on that the plan has; what is stricter counts."""
    bone = before(0, **BONE)
    found = decided(bone, today=0, plan=WALKING)
    assert (short(found), found.not_before) == (("N3", Kind.SAME, 1), day(0))
    assert after(bone, walk(0, 3), today=10, plan=WALKING) == ("N12", Kind.EASIER, 2)


def test_a_sentence_names_the_day_of_the_session_that_it_is_about() -> None:
    """Bone pain of a run was told again on the next day and before a walk: it is that run's."""
    hurt = done(0, 5, note("shin_foot_bone", 1), check=BONE)
    assert "was noted on 2 March" in decided(hurt, today=1).because
    assert "was noted on 2 March" in decided(hurt, before(3, **BONE), today=3).because
    told = walk(3, 3, pre=BONE, check=BONE)
    assert "was noted on 5 March" in decided(hurt, told, before(6, **BONE), today=6).because
    assert "was noted on 5 March" in decided(done(0, 5), before(3, **BONE), today=3).because
    assert "was noted on 3 March" in decided(done(0, 5, check=BONE), today=2).because
    since = fact(Aftermath(at(0, 11), "s0", 3, None, ("shin_foot_bone",)))
    assert "was noted on 2 March" in decided(done(0, 5, check=BONE), since, today=2).because


def test_a_plan_that_lost_levels_keeps_her_on_its_last() -> None:
    """The file was made shorter."""
    fewer = replace(PLAN, levels={number: PLAN.levels[number] for number in (1, 2, 3)})
    assert after(done(0, 9), plan=fewer) == ("N10", Kind.SAME, 3)
