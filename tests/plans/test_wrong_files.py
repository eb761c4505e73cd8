"""What a person reads who has made a mistake: word for word, place for place."""

from __future__ import annotations

import pytest

from plans.plan.model import Entry
from plans.plan.reader import read_plan
from plans.problems import PlanInvalid, PolicyInvalid
from tests.lanes import one_in
from tests.plans.policies import read as read_policy
from tests.plans.tables import Case, good, wrong_files
from tests.within import within

PLAN = good("good.plan.yaml")
POLICY = good("good.policy.yaml")
WRONG_PLANS = wrong_files("wrong_plans.txt", PLAN)
BASED = good("good_based.policy.yaml")
WRONG_POLICIES = wrong_files("wrong_policies.txt", POLICY)
WRONG_BASED = wrong_files("wrong_based_policies.txt", BASED)


def name(case: Case) -> str:
    """Return how pytest names a case."""
    return case.name


def problems_of(text: str) -> PlanInvalid:
    """Return what is wrong with a plan."""
    with pytest.raises(PlanInvalid) as caught:
        read_plan(text, "my.plan.yaml")
    return caught.value


def test_the_good_files_of_the_tables_are_good() -> None:
    """The cases below are wrong for the one thing that they change."""
    assert read_plan(PLAN, "good.plan.yaml").id == "my-plan"
    assert read_policy(POLICY).policy.id == "mine"
    assert read_policy(BASED).policy.id == "stricter"


@pytest.mark.parametrize("case", WRONG_PLANS, ids=name)
def test_a_mistake_in_a_plan_is_named_with_its_place_and_remedy(case: Case) -> None:
    """Exactly the text of the table is printed."""
    assert str(problems_of(case.text)) == case.said


@pytest.mark.parametrize("case", [*WRONG_POLICIES, *WRONG_BASED], ids=name)
def test_a_mistake_in_a_policy_is_named_with_its_place_and_remedy(case: Case) -> None:
    """Exactly the text of the table is printed."""
    with pytest.raises(PolicyInvalid) as caught:
        read_policy(case.text)
    assert str(caught.value) == case.said


@pytest.mark.parametrize("case", one_in(4, WRONG_PLANS), ids=name)
@within(line_end=["\r\n", "\r", "\x85"])
def test_places_do_not_depend_on_how_lines_end(case: Case, line_end: str) -> None:
    """A file from another system, or with a byte order mark, gets the same words."""
    said = str(problems_of("\ufeff" + case.text.replace("\n", line_end)))
    assert said == case.said


def test_all_mistakes_come_in_one_pass_in_the_order_of_the_file() -> None:
    """Whoever mends a file sees everything at once."""
    text = (
        PLAN.replace("title: My plan", "titel: My plan")
        .replace("8 x (30s jog", "8 x (30 jog")
        .replace("5.0 km/h", "5.0")
        .replace("id: my-plan", "id: my plan")
        .replace("[seed, proposal]", "[sed, proposl]")
    )
    found = [(each.line, each.column, each.id) for each in problems_of(text).problems]
    assert found == [
        (3, 5, "id"),
        (4, 1, "unknown-key"),
        (7, 11, "unknown-source"),
        (7, 16, "unknown-source"),
        (15, 10, "no-unit"),
        (22, 12, "no-unit"),
    ]


def test_an_empty_file_is_told_its_first_line() -> None:
    """Whoever writes it there is told next what else a plan needs."""
    (problem,) = problems_of("").problems
    assert problem.remedy == "write format: reprise-plan 1"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "1:1: error: the file is empty; a plan begins with a format line."),
        ("# nothing\n", "1:1: error: the file is empty; a plan begins with a format line."),
        ("---\n", "1:1: error: the file is empty; a plan begins with a format line."),
        ("5min walk", '1:1: error: a plan is made of lines like "key: value".'),
        ("- a\n- b\n", '1:1: error: a plan is made of lines like "key: value".'),
        ("{" * 100_000, "1:13: error: more than 12 lists inside each other."),
        ("- " * 100_000, "1:25: error: more than 12 lists inside each other."),
        ("x" * (1 << 20) + "x", "1:1: error: the file is larger than 1 MiB;"),
        ("a: 1\n" * 12000, "10000:4: error: the file has more than 20,000 words and lists."),
        ("a: \x1b[2J", "1:4: error: the character U+001B cannot be shown,"),
        ("a: \ud800", "1:4: error: the character U+D800 cannot be shown,"),
        ("a: b\u202ec", "1:5: error: an invisible character stands here (U+202E); leave it out."),
        ("a:\tb", "1:3: error: a tab stands here,"),
        ("a:\n\tb: 1", "2:1: error: a tab stands here,"),
        ("%YAML 2.0\n---\na: b", "1:1: error: this is not YAML 1; leave the line out."),
        ("%YAML 1." + "9" * 5000 + "\n--- a", "1:1: error: an escape or a number"),
        ("a: !x!y z", '1:4: error: a value that begins with "!" is a YAML tag'),
        ("a: {b: c", '1:4: error: this "{" is never closed'),
        ("a: |x\n", "1:4: error: a text that begins so goes on in the next line"),
    ],
    ids=lambda value: repr(value[:20]),
)
def test_a_file_that_is_no_plan_at_all_gets_one_sentence(text: str, said: str) -> None:
    """Whatever it is, it is one problem with a place."""
    problems = problems_of(text)
    assert len(problems.problems) == 1
    assert str(problems).startswith("my.plan.yaml:" + said)


def test_an_alias_bomb_is_refused_at_its_first_anchor() -> None:
    """Nine lists of nine lists of nine lists are never expanded."""
    bomb = "a: &a [x, x]\n" + "".join(
        f"{name}: &{name} [{', '.join(['*' + before] * 9)}]\n"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    assert [(each.line, each.id) for each in problems_of(bomb).problems] == [(1, "anchor")]


def test_many_mistakes_are_all_kept_but_not_all_printed() -> None:
    """A terminal is not flooded."""
    invalid = problems_of(PLAN + "".join(f"  x{n}: 5min walk\n" for n in range(200)))
    assert len(invalid.problems) == 200
    assert str(invalid).endswith("\n... and 150 more")
    assert str(invalid).count("error: ") == 50


def test_a_misspelt_key_is_not_missing_as_well() -> None:
    """One mistake gets one message."""
    invalid = problems_of(PLAN.replace("title:", "titel:"))
    assert [each.id for each in invalid.problems] == ["unknown-key"]


def test_a_plan_that_only_walks_needs_neither_entry_nor_warm_up() -> None:
    """The first question comes in its first walk anyway."""
    text = PLAN.replace("jog,", "walk,").replace("since-birth: 12 weeks", "readiness: postpartum")
    text = text.replace("warm-up:   5min walk\ncool-down: 5min walk\n", "")
    plan = read_plan(text, "walk.plan.yaml")
    assert (plan.warm_up, plan.cool_down, plan.entry) == ((), (), Entry(None, "postpartum"))
    plan = read_plan(text.replace("entry:\n  readiness: postpartum\n", ""), "walk.plan.yaml")
    assert plan.entry == Entry(None, None)
