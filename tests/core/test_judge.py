"""Policy, history and report in, action and rule out: every rule on its own, and all together."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controller.core.judge import Reported, Verdict, judge, strictest
from controller.core.policy import Action, Again, During, Policy, Strength, When
from protocols.units import CentiKmh, Nanoseconds
from tests.core.worlds import policy_of
from tests.within import within

CAUTIOUS, STANDARD = policy_of("cautious"), policy_of("standard")
BARE = replace(CAUTIOUS, during=())
NOTE, CUE, SLOW, AGAIN = Strength.NOTE, Strength.CUE, Strength.SLOW, Strength.WALK
WALK_OUT, WALK_REFER = Strength.WALK_TO_THE_END, Strength.WALK_THEN_STOP_AND_REFER
STOP, REFER = Strength.STOP, Strength.STOP_AND_REFER


def told(*reports: tuple[str, int], policy: Policy = CAUTIOUS) -> tuple[Reported, ...]:
    """Return a history: each report with what it came to."""
    history: tuple[Reported, ...] = ()
    for symptom, value in reports:
        verdict = judge(policy, history, symptom, value)
        assert verdict is not None
        action = verdict.action.strength.name
        history = (*history, Reported(symptom, value, Nanoseconds(0), action, symptom, str(value)))
    return history


def comes_to(
    symptom: str,
    value: int,
    *before: tuple[str, int],
    policy: Policy = CAUTIOUS,
    stays: bool = False,
) -> tuple[Strength, str]:
    """Return action and rule of a report behind others."""
    history = told(*before, policy=policy)
    verdict = judge(policy, history, symptom, value, again=stays, stays=stays)
    assert verdict is not None
    return verdict.action.strength, verdict.rule


RULES = [
    # I2 and I5: a second pelvic symptom that sends to a walk
    (STANDARD, "heaviness", 1, [], (AGAIN, "I4")),
    (STANDARD, "heaviness", 1, [("heaviness", 1)], (WALK_OUT, "I5")),
    (STANDARD, "heaviness", 2, [("leak_urine", 1)], (WALK_OUT, "I5")),
    (STANDARD, "heaviness", 3, [("leak_urine", 1)], (WALK_REFER, "I2")),
    (STANDARD, "heaviness", 1, [("urgency", 3)], (AGAIN, "I4")),
    (STANDARD, "urgency", 3, [("heaviness", 1)], (NOTE, "")),
    (STANDARD, "fear", 1, [("heaviness", 1)], (AGAIN, "")),
    (STANDARD, "leak_urine", 1, [], (AGAIN, "I4")),
    (STANDARD, "heaviness", 1, [("knee", 5)], (AGAIN, "I4")),
    (CAUTIOUS, "pelvic_pain", 2, [], (WALK_OUT, "")),
    (CAUTIOUS, "pelvic_pain", 2, [("pelvic_pain", 1)], (REFER, "I2")),
    (CAUTIOUS, "pelvic_pain", 2, [("pelvic_pain", 0)], (WALK_OUT, "")),
    (CAUTIOUS, "pelvic_pain", 5, [("pelvic_pain", 1)], (REFER, "I2")),
    # I8: pain that sends to a walk, or a limp, twice
    (CAUTIOUS, "knee", 4, [], (AGAIN, "I8")),
    (CAUTIOUS, "knee", 4, [("hip", 5)], (WALK_OUT, "I8")),
    (CAUTIOUS, "knee", 4, [("hip", 3)], (AGAIN, "I8")),
    (CAUTIOUS, "knee", 3, [("hip", 5)], (SLOW, "I9")),
    (CAUTIOUS, "limp", 1, [], (AGAIN, "I8")),
    (CAUTIOUS, "limp", 1, [("limp", 1)], (WALK_OUT, "I8")),
    (CAUTIOUS, "limp", 1, [("knee", 4)], (WALK_OUT, "I8")),
    (CAUTIOUS, "limp", 1, [("knee", 3)], (AGAIN, "I8")),
    # I9: up by two since the start, or limping: one band higher
    (CAUTIOUS, "knee", 2, [("knee", 1)], (NOTE, "I10")),
    (CAUTIOUS, "knee", 2, [("knee", 0)], (SLOW, "I9")),
    (CAUTIOUS, "knee", 3, [("knee", 2)], (SLOW, "I9")),
    (CAUTIOUS, "knee", 3, [("knee", 1)], (AGAIN, "I9")),
    (CAUTIOUS, "knee", 3, [("knee", 1), ("knee", 2)], (AGAIN, "I9")),
    (CAUTIOUS, "knee", 3, [("hip", 0)], (SLOW, "I9")),
    (CAUTIOUS, "knee", 4, [("knee", 2)], (STOP, "I9")),
    (CAUTIOUS, "knee", 7, [("knee", 2)], (STOP, "I7")),
    (CAUTIOUS, "knee", 1, [("limp", 1)], (SLOW, "I9")),
    (CAUTIOUS, "heaviness", 2, [("limp", 1)], (WALK_OUT, "I3")),
    # I12: doming
    (CAUTIOUS, "doming", 1, [], (CUE, "I12")),
    (CAUTIOUS, "doming", 1, [("doming", 1)], (CUE, "I12")),
    (CAUTIOUS, "doming", 1, [("doming", 1), ("doming", 2)], (SLOW, "I12")),
    (CAUTIOUS, "doming", 1, [("knee", 1)], (WALK_OUT, "I12")),
    (CAUTIOUS, "doming", 1, [("knee", 0)], (CUE, "I12")),
    (CAUTIOUS, "doming", 1, [("shin_foot_bone", 1)], (WALK_OUT, "I12")),
    (CAUTIOUS, "doming", 1, [("heaviness", 1)], (WALK_OUT, "I12")),
    (CAUTIOUS, "doming", 1, [("fear", 1)], (CUE, "I12")),
    (CAUTIOUS, "doming", 1, [("urgency", 1)], (WALK_OUT, "I12")),
    (CAUTIOUS, "urgency", 1, [("doming", 1)], (WALK_OUT, "I12")),
    (CAUTIOUS, "doming", 1, [("scar_caesarean", 1)], (WALK_OUT, "I12")),
    (CAUTIOUS, "doming", 1, [("scar_caesarean", 0)], (CUE, "I12")),
    (CAUTIOUS, "scar_caesarean", 1, [("doming", 1)], (WALK_OUT, "I12")),
    (CAUTIOUS, "scar_caesarean", 1, [], (SLOW, "")),
    (CAUTIOUS, "doming", 1, [("limp", 1)], (CUE, "I12")),
    (CAUTIOUS, "knee", 1, [("doming", 1)], (WALK_OUT, "I12")),
    (CAUTIOUS, "knee", 0, [("doming", 1)], (NOTE, "I10")),
    (CAUTIOUS, "fear", 1, [("doming", 1)], (AGAIN, "")),
    (CAUTIOUS, "heaviness", 3, [("doming", 1)], (WALK_REFER, "I2")),
    # urgency with leaking
    (CAUTIOUS, "urgency", 1, [], (NOTE, "")),
    (STANDARD, "urgency", 1, [("leak_urine", 1)], (WALK_OUT, "I3")),
    (STANDARD, "leak_urine", 1, [("urgency", 1)], (WALK_OUT, "I3")),
    (STANDARD, "leak_bowel", 1, [("urgency", 1)], (WALK_OUT, "I3")),
    (STANDARD, "heaviness", 1, [("urgency", 1)], (AGAIN, "I4")),
]


@pytest.mark.parametrize(("policy", "symptom", "value", "before", "expected"), RULES)
def test_each_rule_of_the_session(
    policy: Policy,
    symptom: str,
    value: int,
    before: list[tuple[str, int]],
    expected: tuple[Strength, str],
) -> None:
    """What one answer alone does not decide, from the decision table."""
    assert comes_to(symptom, value, *before, policy=policy) == expected


STAYS = [
    ("heaviness", 1, (WALK_REFER, "I2")),
    ("heaviness", 3, (WALK_REFER, "I2")),
    ("pelvic_pain", 2, (WALK_REFER, "I2")),
    ("pelvic_pain", 4, (REFER, "I2")),
    ("leak_bowel", 2, (REFER, "I2")),
    ("limp", 1, (STOP, "I7")),
    ("knee", 4, (AGAIN, "I8")),
    ("fear", 1, (AGAIN, "")),
]


@pytest.mark.parametrize(("symptom", "value", "expected"), STAYS)
def test_what_is_still_there(symptom: str, value: int, expected: tuple[Strength, str]) -> None:
    """Pelvic counts as strong, a limp stops; a second report is a rule of its own."""
    assert comes_to(symptom, value, (symptom, value), stays=True) == expected


LESS = [
    ("heaviness", 1, (AGAIN, "I4")),
    ("pelvic_pain", 2, (WALK_OUT, "")),
    ("limp", 1, (AGAIN, "I8")),
    ("knee", 4, (AGAIN, "I8")),
]


@pytest.mark.parametrize(("symptom", "value", "expected"), LESS)
def test_what_has_become_less(symptom: str, value: int, expected: tuple[Strength, str]) -> None:
    """It is the same report still, and no second one: its own row speaks."""
    verdict = judge(STANDARD, told((symptom, value), policy=STANDARD), symptom, value, again=True)
    assert verdict is not None
    assert (verdict.action.strength, verdict.rule) == expected


@pytest.mark.parametrize("value", [-1, 0])
@pytest.mark.parametrize("symptom", ["heaviness", "chest", "itch"])
def test_nothing_is_no_report(symptom: str, value: int) -> None:
    """An unknown symptom, or nothing on a scale without a row for it."""
    assert judge(CAUTIOUS, (), symptom, value) is None
    assert judge(CAUTIOUS, (), "knee", -1) is None


def _with(symptom: str, *actions: Action | None) -> Policy:
    """Return a policy in which so many rules speak of a symptom that is told."""
    entry = CAUTIOUS.entry(symptom)
    assert entry is not None
    rules = tuple(
        During(f"R{number}", When.DOMING_WITH, action, ()) for number, action in enumerate(actions)
    )
    return replace(CAUTIOUS, during=rules)


SLOWS = [
    Action(SLOW, slow_percent=percent, slow_at_least=CentiKmh(least))
    for percent, least in product((0, 10, 20), (0, 50, 100))
]
WALKS = [
    Action(AGAIN, again=Again(percent, CentiKmh(least), length, onset))
    for percent, least, length, onset in product((0, 10), (0, 50), (75, 100), (0, 50, 90))
]
_HISTORY = told(("doming", 1))


@pytest.mark.parametrize("first", SLOWS)
@pytest.mark.parametrize("second", SLOWS)
def test_of_two_that_are_equally_strong_the_stricter_amounts_count(
    first: Action, second: Action
) -> None:
    """Whatever the order in the file."""
    for actions in ((first, second), (second, first)):
        verdict = judge(_with("knee", *actions), _HISTORY, "knee", 1)
        assert verdict is not None
        assert verdict.action.slow_percent == max(first.slow_percent, second.slow_percent)
        assert verdict.action.slow_at_least == max(first.slow_at_least, second.slow_at_least)


@pytest.mark.parametrize("first", WALKS)
@within(second=WALKS)
def test_of_two_walks_the_least_running_is_left(first: Action, second: Action) -> None:
    """Shorter, slower, and by the earlier onset; an onset that does not count takes nothing off."""
    for actions in ((first, second), (second, first)):
        verdict = judge(_with("knee", *actions), _HISTORY, "knee", 1)
        assert verdict is not None
        a, b, least = first.again, second.again, verdict.action.again
        assert least.percent == min(a.percent, b.percent)
        assert least.slow_percent == max(a.slow_percent, b.slow_percent)
        assert least.slow_at_least == max(a.slow_at_least, b.slow_at_least)
        onsets = [each for each in (a.onset_percent, b.onset_percent) if each]
        assert least.onset_percent == min(onsets, default=0)


@pytest.mark.parametrize("slow", SLOWS)
@within(walk=WALKS)
def test_a_walk_does_not_take_back_what_slows_the_runs(slow: Action, walk: Action) -> None:
    """The walk counts, and the runs behind it are as slow as without it."""
    for actions in ((slow, walk), (walk, slow)):
        verdict = judge(_with("knee", *actions), _HISTORY, "knee", 1)
        assert verdict is not None
        assert verdict.action.strength is AGAIN
        a, both = walk.again, verdict.action.again
        assert both.slow_percent == max(a.slow_percent, slow.slow_percent)
        assert both.slow_at_least == max(a.slow_at_least, slow.slow_at_least)
        assert (both.percent, both.onset_percent) == (a.percent, a.onset_percent)
        assert verdict.rule == f"R{actions.index(walk)}"


def test_the_shorter_walk_before_a_referral_counts() -> None:
    """Of two that differ in nothing else."""
    walks = [Action(WALK_REFER, walk_first=Nanoseconds(each)) for each in (60, 180)]
    for actions in (walks, walks[::-1]):
        verdict = judge(_with("knee", *actions), _HISTORY, "knee", 1)
        assert verdict == Verdict(walks[0], verdict.rule if verdict else "")


ALL = [Action(each) for each in Strength]


@pytest.mark.parametrize("first", ALL)
@pytest.mark.parametrize("second", ALL)
def test_the_stronger_counts_and_a_referral_is_never_lost(first: Action, second: Action) -> None:
    """A stop that meets a walk before a referral is a stop and a referral."""
    verdict = judge(_with("knee", first, second), _HISTORY, "knee", 1)
    assert verdict is not None
    strongest = max(first.strength, second.strength)
    refers = first.strength.refers or second.strength.refers
    expected = REFER if refers and strongest is STOP else strongest
    assert verdict.action.strength is expected


SYMPTOMS = [each.symptom for each in STANDARD.entries]
REPORTS = st.sampled_from(SYMPTOMS).flatmap(
    lambda symptom: st.tuples(st.just(symptom.id), st.integers(1, symptom.highest))
)


@given(st.lists(REPORTS, max_size=5), REPORTS, st.booleans())
def test_a_history_never_makes_anything_milder(
    before: list[tuple[str, int]],
    now: tuple[str, int],
    stays: bool,  # noqa: FBT001
) -> None:
    """Whatever was told before: not less than the row alone asks for, and no referral is lost."""
    for policy in (CAUTIOUS, STANDARD):
        alone = judge(replace(policy, during=()), (), *now)
        history = told(*before, policy=policy)
        behind = judge(policy, history, *now, again=stays, stays=stays)
        assert alone is not None
        assert behind is not None
        assert behind.action.strength >= alone.action.strength
        assert behind.action.strength.refers >= alone.action.strength.refers


@given(st.lists(st.sampled_from(SYMPTOMS), min_size=1, max_size=6), st.integers(1, 4))
def test_a_place_is_judged_as_its_strictest(members: list[object], strength: int) -> None:
    """No member of a group would ask for more than the group does."""
    ids = [getattr(each, "id", "") for each in members]
    found = strictest(STANDARD, (), ids, strength)
    assert found is not None
    assert found[0].symptom.id in ids
    for each in ids:
        alone = strictest(STANDARD, (), (each,), strength)
        assert alone is not None
        assert alone[2].action.strength <= found[2].action.strength
    assert strictest(STANDARD, (), ("itch",), strength) is None
    assert strictest(STANDARD, (), ("itch", *ids), strength) == found


@pytest.mark.parametrize(
    ("milder", "stricter"),
    [
        (Again(), Again(percent=75)),
        (Again(), Again(onset_percent=90)),
        (Again(), Again(onset_percent=100)),
        (Again(onset_percent=90), Again(onset_percent=50)),
        (Again(), Again(slow_at_least=CentiKmh(50))),
        (Again(slow_at_least=CentiKmh(50)), Again(10, CentiKmh(50))),
        (Again(10, CentiKmh(50)), Again(10, CentiKmh(50), 75)),
    ],
)
def test_of_two_symptoms_that_ask_for_a_walk_the_one_that_leaves_less_counts(
    milder: Again, stricter: Again
) -> None:
    """In whatever order a place has them."""
    asked = {"fear": Action(AGAIN, again=milder), "limp": Action(AGAIN, again=stricter)}
    entries = tuple(
        replace(each, rows=(replace(each.rows[0], action=asked[each.symptom.id]),))
        for each in CAUTIOUS.entries
        if each.symptom.id in asked
    )
    policy = replace(CAUTIOUS, entries=entries, during=())
    for members in (("fear", "limp"), ("limp", "fear")):
        found = strictest(policy, (), members, 1)
        assert found is not None
        assert found[0].symptom.id == "limp"


def test_what_was_accepted_is_noted_and_nothing_before_it_makes_more_of_it() -> None:
    """Neither itself, told again, nor another that was accepted; anything else does."""
    accepted = (("heaviness", 1), ("leak_urine", 2))
    before = told(("leak_urine", 1), policy=STANDARD)
    noted = (replace(before[0], accepted=True),)
    for history, strength in ((noted, NOTE), ((), NOTE)):
        verdict = judge(STANDARD, history, "heaviness", 1, accepted=accepted)
        assert verdict is not None
        assert verdict.action.strength is strength
    more = judge(STANDARD, before, "heaviness", 2, accepted=accepted)
    assert more is not None
    assert (more.action.strength, more.rule) == (WALK_OUT, "I5")


def test_accepted_leaking_makes_nothing_of_an_accepted_urge_and_other_leaking_does() -> None:
    """What is asked together is asked of what was not accepted; the verdict says which it is."""
    accepted = (("urgency", 3), ("leak_urine", 1))
    leaked = told(("leak_urine", 1))
    alone = Verdict(Action(NOTE), "", accepted=True)
    assert (
        judge(CAUTIOUS, (replace(leaked[0], accepted=True),), "urgency", 1, accepted=accepted)
        == alone
    )
    beside = judge(CAUTIOUS, leaked, "urgency", 1, accepted=accepted)
    assert beside is not None
    assert (beside.action.strength, beside.rule, beside.accepted) == (WALK_OUT, "I3", False)


def test_what_leads_to_nothing_anyway_was_not_accepted() -> None:
    """A note of the policy's own is none of a clinician's, and what leads to more is neither."""
    assert judge(CAUTIOUS, (), "knee", 1) == Verdict(Action(NOTE), "I10", accepted=False)
    assert judge(CAUTIOUS, (), "heaviness", 1) == Verdict(Action(WALK_OUT), "I3", accepted=False)


def test_a_place_is_judged_with_what_was_accepted() -> None:
    """Of two the one that was not accepted asks for more; of one that was, nothing."""
    accepted = (("heaviness", 1),)
    found = strictest(CAUTIOUS, (), ("heaviness",), 1, accepted)
    assert found is not None
    assert found[2] == Verdict(Action(NOTE), "", accepted=True)
    found = strictest(CAUTIOUS, (), ("heaviness", "leak_urine"), 1, accepted)
    assert found is not None
    assert found[0].symptom.id == "leak_urine"
