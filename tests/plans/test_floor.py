"""No file can make a policy milder than the floor; every stricter one is welcome."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

import plans
from controller.core.policy import Strength, When
from controller.core.symptoms import UNSURE, Category
from plans.policies.actions import ACTIONS, ONE_HIGHER, does_less
from plans.policies.floor import FILED, FLOOR, FLOOR_DURING
from plans.policies.rules import FIXED, RULES
from plans.policies.symptoms import known_symptoms, read_symptoms
from plans.problems import PolicyInvalid, SymptomsInvalid
from plans.provenance.sources import known_sources
from tests.lanes import one_in
from tests.plans import policies
from tests.plans.policies import ENOUGH, check_floor, letter_of, read, values

HEAD: Final = """\
format: reprise-policy 1
id: mine
title: Mine
based-on: cautious
about: A test.
reviewed: not yet
"""
SYMPTOMS: Final = (Path(plans.__file__).parent / "policies" / "symptoms.yaml").read_text("utf-8")
WORDS: Final = {1: ["present"], 2: ["a little", "clear"], 3: ["a little", "clear", "strong"]}


def edges(table: str) -> list[int]:
    """Return the places of a table at which something else begins or ends."""
    last = len(table) - 1
    return [
        place
        for place in range(len(table))
        if place in (0, last) or not table[place - 1] == table[place] == table[place + 1]
    ]


def with_row(symptom_id: str, value: int, sentence: str) -> str:
    """Return a policy in which one value of a symptom leads to this; all others do the most."""
    all_values = values(symptom_id)
    names = WORDS.get(len(all_values)) or [str(each) for each in all_values]
    rows = "".join(
        f"    {name}: {sentence if each == value else 'stop and refer'}\n"
        for name, each in zip(names, all_values, strict=True)
    )
    return f"{HEAD}symptoms:\n  {symptom_id}:\n{rows}    source: [proposal]\n"


@pytest.mark.parametrize("symptom_id", one_in(3, policies.FLOOR))
def test_a_row_may_do_what_the_floor_allows_and_nothing_milder(symptom_id: str) -> None:
    """Every symptom, every value at which its floor changes, every action that there is."""
    table = policies.FLOOR[symptom_id]
    for place in edges(table):
        value = values(symptom_id)[place]
        for sentence, action in ACTIONS.items():
            allowed = letter_of(action.strength) in ENOUGH[table[place]]
            try:
                policy = read(with_row(symptom_id, value, sentence)).policy
            except PolicyInvalid as invalid:
                told = {each.id for each in invalid.problems}
                assert ("floor" in told) is not allowed, (value, sentence)
                assert told <= {"floor", "milder-when-stronger"}
            else:
                assert allowed, (value, sentence)
                entry = policy.entry(symptom_id)
                row = entry.row(value) if entry else None
                assert row is not None
                assert row.action == action
                check_floor(policy)


@pytest.mark.parametrize("when", When)
def test_a_rule_may_do_what_the_floor_allows_and_nothing_milder(when: When) -> None:
    """Every moment, every action, and the word for the next band."""
    least = policies.FLOOR_DURING.get(when, "n")
    for sentence in (*ACTIONS, ONE_HIGHER):
        action = ACTIONS.get(sentence)
        allowed = letter_of(action.strength) in ENOUGH[least] if action else least == "n"
        text = f"{HEAD}during:\n  - rule: I1\n    when: {when.value}\n    do: {sentence}\n"
        text += "    source: [proposal]\n"
        try:
            policy = read(text).policy
        except PolicyInvalid as invalid:
            told = [each.id for each in invalid.problems]
            assert told == ["floor"], sentence
            assert not allowed, sentence
        else:
            assert allowed, sentence
            assert next(each.action for each in policy.during if each.when is when) == action


@pytest.mark.parametrize("when", policies.FLOOR_DURING)
def test_a_rule_of_the_floor_cannot_be_left_out(when: When) -> None:
    """A file that is based on no other has to have it."""
    head, *rules = read_good().split("  - rule:")
    kept = [each for each in rules if when.value not in each]
    assert len(kept) == len(rules) - 1
    with pytest.raises(PolicyInvalid) as caught:
        read("  - rule:".join((head, *kept)))
    (problem,) = caught.value.problems
    assert problem.id == "floor"
    assert f'"{when.value}"' in problem.message


def read_good() -> str:
    """Return the policy of these tests that is based on no other."""
    return (Path(__file__).parent / "good.policy.yaml").read_text("utf-8")


@pytest.mark.parametrize("symptom_id", FILED)
def test_the_list_of_symptoms_can_neither_leave_out_nor_refile_what_the_floor_holds(
    symptom_id: str,
) -> None:
    """Otherwise leaking could become a mild pain, and a red flag a comfort."""
    head, tail = SYMPTOMS.split(f"  {symptom_id}:\n", maxsplit=1)
    end = tail.find("\n  ", tail.index("    source:"))
    body, rest = (tail[: end + 1], tail[end + 1 :]) if end >= 0 else (tail, "")
    scale = FILED[symptom_id].highest
    other = "0-2" if scale != 2 else "0-3"
    category = "comfort"
    lines = body.split("\n")
    wrong_category = [f"    category: {category}" if "category:" in x else x for x in lines]
    wrong_scale = [f"    scale: {other}" if "scale:" in x else x for x in lines]
    for changed in (wrong_category, wrong_scale):
        text = f"{head}  {symptom_id}:\n" + "\n".join(changed) + rest
        with pytest.raises(SymptomsInvalid) as caught:
            read_symptoms(text, "symptoms.yaml")
        (problem,) = caught.value.problems
        assert problem.id == "floor"
        assert symptom_id in problem.message
    with pytest.raises(SymptomsInvalid) as caught:
        read_symptoms(head + rest, "symptoms.yaml")
    left_out = [each for each in caught.value.problems if each.id == "floor"]
    assert [f'"{symptom_id}"' in each.message for each in left_out] == [True]


def test_every_red_flag_and_pelvic_symptom_of_the_list_is_held_by_the_floor() -> None:
    """A new one cannot be forgotten; urgency alone is only noted.

    Of the others the floor holds what makes somebody fall on a belt, and limping.
    """
    held = {symptom for least in FLOOR for symptom in least.symptoms}
    listed = known_symptoms().symptoms.values()
    wanted = {
        each.id
        for each in listed
        if each.category in (Category.RED, Category.PELVIC, Category.BONE, Category.PAIN)
    }
    bare = wanted - held - {"urgency"}
    assert not bare, f"{bare}: no floor; put it into FLOOR of plans/policies/floor.py"
    assert "urgency" not in held, "an urge to pee is only noted"
    assert held - wanted == {"limp", "fatigue", "trip", "scar_caesarean"}
    unfiled = held - FILED.keys()
    assert not unfiled, f"{unfiled}: put it into FILED of plans/policies/floor.py"
    unsure = set(UNSURE.members) - held
    assert not unsure, f"{unsure}: what may be meant by UNSURE has a floor"


def test_the_actions_are_listed_from_mild_to_strong() -> None:
    """There is one for each strength; the later in the list never does less, but may not refer."""
    strengths = [each.strength for each in ACTIONS.values()]
    assert strengths == sorted(strengths)
    assert set(strengths) == set(Strength)
    actions = list(ACTIONS.values())
    for place, action in enumerate(actions):
        for other in actions[place:]:
            lost = action.strength.refers and not other.strength.refers
            assert does_less(other, action) is lost


def test_the_floor_and_the_fixed_rules_name_known_sources() -> None:
    """Whoever is refused can look up why."""
    named = {source for least in (*FLOOR, *FLOOR_DURING) for source in least.sources}
    named |= {source for each in FIXED for source in each.sources}
    assert named <= known_sources().keys()
    assert [each.rule for each in FIXED if each.rule in RULES] == ["I0", "I13", "I13", "I14", "I15"]
