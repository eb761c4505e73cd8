"""What a policy says of the next session: the rows that come with Reprise, and their floor."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import pytest

from controller.coach.progress.decision import Kind
from plans.notation.line import Pace, paces
from plans.policies.after import (
    FLOOR_AFTER,
    NEXTS,
    RULE_OF,
    RULES_AFTER,
    WALKING_PLANS,
    AfterWhen,
    NextKind,
    takes_meanwhile,
)
from plans.problems import PolicyInvalid
from plans.provenance.sources import known_sources
from plans.shelf import find_plan, open_policy, plan_names, policy_names
from tests.plans.policies import read
from tests.within import within

W: Final = AfterWhen
# Evidence.md 10.2, typed from the page: the rule, what it leads to, and what is open meanwhile.
_PELVIC: Final = "refer to pelvic-health physiotherapist"
EVIDENCE: Final = {
    W.WARNING: ("N1", "refer to a clinician, nothing on the belt", False),
    W.PELVIC_STRONG: ("N2", _PELVIC, True),
    W.PELVIC_AGAIN: ("N2", _PELVIC, True),
    W.PELVIC_AT_FIRST: ("N2", _PELVIC, True),
    W.BONE: ("N3", "refer to a clinician", True),
    W.PAIN_ENDS_AGAIN: ("N3", "refer to a clinician", True),
    W.UNCHECKED: ("N4", "same level", False),
    W.STILL_THERE: ("N5", "rest until it is as before, then one level easier", True),
    W.WARM_UP: ("N6", "2 days of rest, then one level easier", False),
    W.PELVIC_GONE: ("N7", "walk session, then re-test, then one level easier", True),
    W.PAIN_GONE: ("N8", "1 day of rest, then one level easier", False),
    W.NOTED: ("N9", "same level", False),
    W.NOT_YET: ("N10", "same level", False),
    W.CLEAN: ("N11", "one level up", False),
    W.AWAY_8: ("N12", "one level easier", False),
    W.AWAY_15: ("N12", "two levels easier", False),
    W.AWAY_29: ("N12", "level 1, after the readiness checks", False),
    W.EASIER_AGAIN: ("N13", _PELVIC, True),
}
STANDARD: Final = {W.PELVIC_GONE: ("N7", "one extra rest day, then one level easier", False)}

# Which sentences are strict enough, from the brief of the floor and not from the program.
REFERS: Final = {
    "refer to a clinician, nothing on the belt",
    "refer to a clinician",
    "refer to pelvic-health physiotherapist",
}
ENOUGH: Final = {
    W.WARNING: {"refer to a clinician, nothing on the belt"},
    W.PELVIC_STRONG: REFERS,
    W.PELVIC_AGAIN: REFERS,
    W.PELVIC_AT_FIRST: REFERS,
    W.BONE: REFERS,
    W.PAIN_ENDS_AGAIN: REFERS,
    W.STILL_THERE: {each for each in NEXTS if each not in ("same level", "one level up")},
    W.CLEAN: set(NEXTS),
}
HEAD: Final = """\
format: reprise-policy 1
id: mine
title: Mine
based-on: cautious
about: A test.
reviewed: not yet
after:
"""


@pytest.mark.parametrize("name", policy_names())
def test_the_rows_are_those_of_the_table(name: str) -> None:
    """All of N1 to N13 in their order, each with known sources."""
    table = EVIDENCE if name == "cautious" else EVIDENCE | STANDARD
    rows = open_policy(name).after
    found = {each.when: (each.rule, each.next, bool(each.meanwhile)) for each in rows}
    assert found == table
    assert [each.when for each in rows] == list(W)
    assert [*dict.fromkeys(each.rule for each in rows)] == [f"N{n}" for n in range(1, 14)]
    assert all(each.sources and set(each.sources) <= known_sources().keys() for each in rows)
    assert all(takes_meanwhile(each.next) for each in rows if each.meanwhile)


@pytest.mark.parametrize("when", list(W))
@within(words=NEXTS)
def test_a_row_may_do_what_the_floor_allows_and_nothing_milder(when: AfterWhen, words: str) -> None:
    """Every moment with every sentence; only the last of them leads up, and only in one moment."""
    enough = ENOUGH.get(when, set(NEXTS) - {"one level up"})
    row = f"  - rule: {RULE_OF[when]}\n    when: {when.value}\n    next: {words}\n"
    text = f"{HEAD}{row}    source: [proposal]\n"
    if words in enough:
        assert {each.when: each.next for each in read(text).after}[when] == words
        return
    with pytest.raises(PolicyInvalid) as caught:
        read(text)
    (problem,) = caught.value.problems
    assert (problem.id, problem.line, problem.column) == ("floor", 10, 11)


def test_sentences_go_from_strict_to_mild_and_never_two_levels_up() -> None:
    """By kind, then by how many levels easier; the kinds are those of a decision."""
    order = [(each.kind, -each.easier) for each in NEXTS.values()]
    assert all(first <= second for first, second in pairwise(order))
    assert [each.name for each in NextKind] == [each.name for each in Kind if each != Kind.DONE]
    assert all(each.easier >= 0 for each in NEXTS.values())
    assert set(RULE_OF) == set(AfterWhen)
    assert tuple(f"N{number}" for number in range(1, 14)) == RULES_AFTER
    assert all(set(each.enough) < set(NEXTS) for each in FLOOR_AFTER)


def test_what_is_open_meanwhile_is_every_plan_without_runs() -> None:
    """No file can name one with runs there."""
    without = [
        name
        for name in plan_names()
        if not any(Pace.JOG in paces(each.line) for each in find_plan(name).levels.values())
    ]
    assert tuple(without) == WALKING_PLANS
