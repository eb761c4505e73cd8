"""The policies that come with Reprise say what the evidence page says, value by value."""

from __future__ import annotations

from typing import Final

import pytest

from controller.core.policy import Action, Again, Strength, When, slower_by
from controller.core.symptoms import Category, value_of
from controller.core.timeline import JOG_FLOOR
from plans.policies.actions import ACTIONS, MEANS, WHENS, words_of
from plans.policies.floor import FILED
from plans.policies.symptoms import known_symptoms
from plans.provenance.sources import known_sources
from plans.shelf import find_policy, open_policy, policy_names
from protocols.units import SECOND, CentiKmh, Nanoseconds
from tests.plans.policies import FLOOR, check_floor, letters, values

C: Final = Category
_BANDS: Final = "NNNSWWXXXXX"
# Category, end of the scale, place (ADR 0013), and what each value leads to in `cautious`: the
# letters of tests/plans/policies.py, from 1 on (from 0 on where the scale goes to 10).
EVIDENCE: Final = {
    "leak_urine": (C.PELVIC, 3, "leaking", "EER"),
    "leak_bowel": (C.PELVIC, 3, "leaking", "EFF"),
    "heaviness": (C.PELVIC, 3, "heavy", "EER"),
    "bulge": (C.PELVIC, 1, "", "F"),
    "pelvic_pain": (C.PELVIC, 10, "below", "NEEEXXXXXXX"),
    "urgency": (C.PELVIC, 3, "else", "NNN"),
    "doming": (C.ABDOMINAL, 2, "else", "CC"),
    "scar_caesarean": (C.ABDOMINAL, 10, "below", "NSSEEEXXXXX"),
    "low_back": (C.PAIN, 10, "back", _BANDS),
    "pelvic_girdle": (C.PAIN, 10, "back", "NNNEXXXXXXX"),
    "hip": (C.PAIN, 10, "leg", _BANDS),
    "buttock": (C.PAIN, 10, "leg", _BANDS),
    "knee": (C.PAIN, 10, "leg", _BANDS),
    "outer_thigh": (C.PAIN, 10, "leg", _BANDS),
    "heel_arch": (C.PAIN, 10, "leg", _BANDS),
    "shin_foot_bone": (C.BONE, 10, "bone", "NEEFFFFFFFF"),
    "calf_achilles": (C.PAIN, 10, "leg", _BANDS),
    "limp": (C.GAIT, 1, "else", "W"),
    "breast": (C.COMFORT, 3, "else", "NSW"),
    "effort": (C.EFFORT, 10, "", "NNNNNNSSWWW"),
    "fatigue": (C.SYSTEMIC, 3, "else", "NEX"),
    "fear": (C.COMFORT, 1, "else", "W"),
    "trip": (C.SAFETY, 1, "", "X"),
    "bleeding": (C.RED, 1, "", "F"),
    "chest": (C.RED, 1, "", "F"),
    "breath": (C.RED, 1, "", "F"),
    "faint": (C.RED, 1, "", "F"),
    "calf_clot": (C.RED, 1, "", "F"),
    "headache": (C.RED, 1, "", "F"),
    "belly": (C.RED, 1, "", "F"),
    "fever": (C.RED, 1, "", "F"),
    "wound": (C.RED, 1, "", "F"),
    "neuro": (C.RED, 1, "", "F"),
    "mood": (C.RED, 1, "", "F"),
}
STANDARD: Final = {"leak_urine": "WWR", "heaviness": "WWR"}
"""I4: only here it differs."""

DURING: Final = {
    When.PELVIC_STAYS: ("I2", Strength.WALK_THEN_STOP_AND_REFER),
    When.PELVIC_PAIN_AGAIN: ("I2", Strength.STOP_AND_REFER),
    When.URGENCY_WITH: ("I3", Strength.WALK_TO_THE_END),
    When.PELVIC_AGAIN: ("I5", Strength.WALK_TO_THE_END),
    When.LIMP_STAYS: ("I7", Strength.STOP),
    When.PAIN_AGAIN: ("I8", Strength.WALK_TO_THE_END),
    When.PAIN_RISES: ("I9", None),
    When.DOMING_AGAIN: ("I12", Strength.SLOW),
    When.DOMING_WITH: ("I12", Strength.WALK_TO_THE_END),
}


@pytest.mark.parametrize(
    ("table", "where"),
    [(set(EVIDENCE), "EVIDENCE"), (set(FLOOR), "FLOOR of tests/plans/policies.py")],
)
def test_the_symptoms_are_those_of_the_tables(table: set[str], where: str) -> None:
    """Those of a session, and the one that is asked for off the belt."""
    missing = {*known_symptoms().symptoms} ^ table
    assert not missing, f"type {missing} into {where}, from its sources, or take it out"


def test_what_a_floor_is_for_is_filed_in_code() -> None:
    """A file alone cannot say that a pain is none; an urge to pee has no floor."""
    for each in known_symptoms().symptoms.values():
        wanted = each.category in (C.PELVIC, C.PAIN, C.BONE, C.SAFETY, C.RED)
        if wanted and each.id != "urgency":
            assert each.id in FILED, f"file {each.id} in plans/policies/floor.py, and in its FLOOR"


@pytest.mark.parametrize("symptom_id", EVIDENCE)
def test_each_symptom_is_filed_and_judged_as_the_table_says(symptom_id: str) -> None:
    """Category, scale, place, and each value of the scale in both policies."""
    category, highest, place, cautious = EVIDENCE[symptom_id]
    symptom = known_symptoms().symptoms[symptom_id]
    assert (symptom.category, symptom.highest, symptom.place) == (category, highest, place)
    assert letters(find_policy("cautious"), symptom_id) == cautious
    assert letters(find_policy("standard"), symptom_id) == STANDARD.get(symptom_id, cautious)


@pytest.mark.parametrize("name", policy_names())
def test_the_rules_during_a_session_are_those_of_the_table(name: str) -> None:
    """I2, I3, I5, I7 to I9, I12, and the symptoms' own."""
    found = {
        each.when: (each.rule, each.action.strength if each.action else None)
        for each in find_policy(name).during
    }
    assert found == DURING
    assert set(found) == set(When)


@pytest.mark.parametrize(
    ("name", "symptom_id", "value", "rule"),
    [
        *[("cautious", "heaviness", value, "I3") for value in (1, 2)],
        *[("standard", "heaviness", value, "I4") for value in (1, 2)],
        *[(name, "leak_urine", 3, "I2") for name in policy_names()],
        ("cautious", "bulge", 1, "I2"),
        ("cautious", "leak_bowel", 2, "I2"),
        ("cautious", "chest", 1, "I1"),
        ("cautious", "knee", 2, "I10"),
        ("cautious", "knee", 3, "I9"),
        ("cautious", "knee", 5, "I8"),
        ("cautious", "limp", 1, "I8"),
        ("cautious", "knee", 6, "I7"),
        ("cautious", "shin_foot_bone", 3, "I6"),
        ("cautious", "effort", 6, "I11"),
        ("cautious", "effort", 8, "I11"),
        ("cautious", "doming", 1, "I12"),
        ("cautious", "trip", 1, "I0"),
        ("cautious", "fear", 1, ""),
    ],
)
def test_a_row_names_the_rule_of_the_decision_table(
    name: str, symptom_id: str, value: int, rule: str
) -> None:
    """Evidence.md 10.1."""
    entry = find_policy(name).entry(symptom_id)
    row = entry.row(value) if entry else None
    assert row is not None
    assert row.rule == rule


def test_the_amounts_are_those_of_the_decision_table() -> None:
    """I2: three minutes. I4: 0.9 of the onset. I8: 10 %, x 0.75. I9: 10 %. I11: 0.5 km/h."""
    half, tenth = CentiKmh(50), Again(slow_percent=10, slow_at_least=CentiKmh(50), percent=75)
    three_minutes = Nanoseconds(3 * 60 * SECOND)
    wanted = {
        ("cautious", "heaviness", 3): Action(
            Strength.WALK_THEN_STOP_AND_REFER, walk_first=three_minutes
        ),
        ("standard", "heaviness", 2): Action(Strength.WALK, again=Again(onset_percent=90)),
        ("cautious", "knee", 4): Action(Strength.WALK, again=tenth),
        ("cautious", "limp", 1): Action(Strength.WALK, again=tenth),
        ("cautious", "knee", 3): Action(Strength.SLOW, slow_percent=10, slow_at_least=half),
        ("cautious", "effort", 7): Action(Strength.SLOW, slow_at_least=half),
        ("cautious", "effort", 8): Action(Strength.WALK, again=Again(slow_at_least=half)),
        ("cautious", "breast", 2): Action(Strength.SLOW, slow_percent=10, slow_at_least=half),
        ("cautious", "breast", 3): Action(Strength.WALK, again=tenth),
        ("cautious", "fear", 1): Action(Strength.WALK),
    }
    for (name, symptom_id, value), action in wanted.items():
        entry = find_policy(name).entry(symptom_id)
        row = entry.row(value) if entry else None
        assert row is not None
        assert row.action == action, (name, symptom_id, value)


@pytest.mark.parametrize("name", policy_names())
def test_every_row_and_rule_names_known_sources(name: str) -> None:
    """And the policy says that nobody has signed it, and that no study has tested it."""
    held = open_policy(name)
    policy = held.policy
    assert policy.id == name
    assert policy.reviewed is False
    assert "no study has tested" in held.about
    rows = [row.sources for entry in policy.entries for row in entry.rows]
    rows += [rule.sources for rule in policy.during]
    rows += list(known_symptoms().sources.values())
    assert all(sources and set(sources) <= known_sources().keys() for sources in rows)


@pytest.mark.parametrize("name", policy_names())
def test_a_bundled_policy_keeps_the_floor_and_has_a_row_for_whatever_is_said(name: str) -> None:
    """Each value, each key of the question, and values beyond the scale."""
    policy = find_policy(name)
    check_floor(policy)
    for entry in policy.entries:
        highest = entry.symptom.highest
        strengths = {value_of(highest, key) for key in (1, 2, 3, 4)}
        for value in {*values(entry.symptom.id), *strengths, highest + 1, 99}:
            assert entry.row(value) is not None
        assert [each.lowest for each in entry.rows[1:]] == [
            each.highest + 1 for each in entry.rows[:-1]
        ]
        assert (entry.rows[0].lowest, entry.rows[-1].highest) == (int(highest < 10), highest)


def test_the_sentences_of_actions_can_be_told_apart() -> None:
    """A row prints as it was written."""
    assert {words_of(action): action for action in ACTIONS.values()} == dict(ACTIONS)


def test_a_sentence_that_slows_tells_where_that_is_a_walk_to_the_end() -> None:
    """The slowest run, in steps of 0.1 km/h, that is still one when it is slower by so much."""
    assert {*MEANS} <= {*ACTIONS, *WHENS}
    for sentence, action in ACTIONS.items():
        again = action.again
        percent = action.slow_percent or again.slow_percent
        least = action.slow_at_least or again.slow_at_least
        speeds = [CentiKmh(each) for each in range(700, 1000, 10)]
        if percent or least:
            stays = next(each for each in speeds if slower_by(each, percent, least) >= JOG_FLOOR)
            assert f"below {stays / 100} km/h" in MEANS[sentence]


def test_the_places_are_those_of_the_question() -> None:
    """Letters, members, and where a third list is asked at once (ADR 0013)."""
    found = [(each.letter, each.id, each.members, each.which) for each in known_symptoms().places]
    leg = ("hip", "buttock", "knee", "outer_thigh", "calf_achilles", "heel_arch")
    others = ("urgency", "doming", "limp", "breast", "fear", "fatigue")
    wanted = [
        ("L", "leaking", ("leak_urine", "leak_bowel"), True),
        ("H", "heavy", ("heaviness",), False),
        ("D", "below", ("pelvic_pain", "scar_caesarean"), False),
        ("B", "back", ("low_back", "pelvic_girdle"), False),
        ("K", "leg", leg, False),
        ("O", "bone", ("shin_foot_bone",), False),
        ("E", "else", others, True),
    ]
    wrong = {each[1] for each in {*found} ^ {*wanted}}
    assert not wrong, f"type the letter and the members of {wrong} here, as in symptoms.yaml"
    assert found == wanted, "the places come in the order of this table"


def test_every_symptom_has_a_name_short_enough_for_a_list_and_a_question() -> None:
    """What stands beside a key fits there; a question ends as one."""
    for each in known_symptoms().symptoms.values():
        assert 0 < len(each.short) <= 22, each.short
        assert "?" in each.question
        assert each.label
