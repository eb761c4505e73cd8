"""Whatever a file holds, reading it gives a plan or `PlanInvalid`, and nothing else."""

from __future__ import annotations

import random
from collections.abc import Iterable
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from plans.authoring.tidy import tidy_plan
from plans.lint.linter import lint
from plans.plan.compile import compile_session, total_time
from plans.plan.model import LONGEST_SESSION, MOST_SEGMENTS
from plans.plan.printer import print_plan
from plans.plan.reader import read_plan, read_plan_file
from plans.policies.actions import ACTIONS, ONE_HIGHER
from plans.policies.bands import BANDS
from plans.problems import FileInvalid, PlanInvalid, PolicyInvalid, Problem
from tests.plans.policies import check_floor
from tests.plans.policies import read as read_policy
from tests.plans.strategies import unsigned
from tests.plans.tables import good

pytestmark = pytest.mark.long

PLAN = good("good.plan.yaml")
POLICY = good("good.policy.yaml")
BASED = good("good_based.policy.yaml")
WHOLE = good("whole.plan.yaml")
GOOD = st.sampled_from([PLAN, WHOLE, POLICY, BASED])

PIECES = (
    *" \n\t:-?,[]{}#&*!|>'\"%@`~\\\r\x00\x1b\x85\u2028\ufeff\ud800\u202e",
    ": ", "- ", "? ", "\n  ", "\n- ", "--- ", "...", "|2-\n", ">+\n", "!!str ", "&a ", "*a ",
    "<<: ", "%YAML 1.1\n---\n", "%TAG ! tag:x,2000:\n---\n", "\\x41", "\\UFFFFFFFF", "\\N",
    "# lint: allow step-too-big at 2 because x\n",
    "levels", "1", "8 x (", "30s jog", ")", "1:30", "5m", "999999", "null", "\N{PILE OF POO}",
    " (", " to ", "0.1 mi", " of 10", " %", "every ", " per ", "say: ", "do: ", "en", "levels 1-",
)  # fmt: skip
yaml_like = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=30).map("".join)


def check_told(invalid: FileInvalid) -> None:
    """Check that a refusal says something, at places that exist, that a terminal can show."""
    assert invalid.problems
    assert str(invalid).replace("\n", "").isprintable()
    check_places(invalid.problems)


def check_places(problems: Iterable[Problem]) -> None:
    """Check that each problem is a sentence about a place that exists."""
    for each in problems:
        assert each.line >= 1
        assert 1 <= each.column <= each.end_column
        assert each.message.endswith((".", "?"))
        if each.source_line is not None:
            assert each.column <= len(each.source_line) + 1


def read_both(text: str) -> None:
    """Read a text as a plan and as a policy."""
    try:
        file = read_plan_file(text, "f")
    except PlanInvalid as invalid:
        check_told(invalid)
    else:
        check_places(lint(file))
        plan = file.plan
        slowest = {pace: speed.least for pace, speed in plan.speeds.items()}
        for level in plan.levels:
            program = compile_session(plan, level, chosen=slowest)
            assert len(program.segments) <= MOST_SEGMENTS
            assert total_time(program) <= LONGEST_SESSION
        assert unsigned(read_plan(print_plan(plan), "f")) == unsigned(plan)
        tidied = read_plan(tidy_plan(text, "f"), "f")
        assert all(
            compile_session(tidied, level) == compile_session(plan, level) for level in plan.levels
        )
    try:
        policy = read_policy(text, "f").policy
    except PolicyInvalid as invalid:
        check_told(invalid)
    else:
        check_floor(policy)


@settings(max_examples=400, deadline=None)
@given(st.text() | yaml_like)
@example('a: "\\UFFFFFFFF"')
@example("%YAML 1." + "9" * 5000 + "\n---\n")
@example("? - :\n")
@example('"\\')
@example("a: >\n\t\n")
def test_any_text_is_read_or_refused(text: str) -> None:
    """No text gets through to a traceback."""
    read_both(text)


@settings(max_examples=300, deadline=None)
@given(GOOD, st.data())
def test_any_piece_put_anywhere_into_a_good_file_is_read_or_refused(
    base: str, data: st.DataObject
) -> None:
    """Slips of the keyboard in files that were good a moment ago."""
    start = data.draw(st.integers(0, len(base)))
    end = data.draw(st.integers(start, min(len(base), start + 12)))
    read_both(base[:start] + data.draw(yaml_like) + base[end:])


plain = st.text("abcxyz 0123456789:/().,-%", max_size=12)
trees: st.SearchStrategy[Any] = st.recursive(
    plain
    | st.sampled_from(["5min walk", "7.5 km/h", "stop", "pain", "12 weeks", "[seed]"])
    | st.sampled_from(["7.5 km/h (7 km/h to 9 km/h)", "0.1 mi jog", "3 of 10", "1 %", "2 days"])
    | st.sampled_from(["every 5min", "never", "2 clean sessions", "2 levels per week"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(plain, inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None)
@given(GOOD, trees, st.randoms(use_true_random=False))
def test_any_value_in_place_of_any_other_is_read_or_refused(
    base: str, tree: Any, chance: random.Random
) -> None:
    """A list for a text, a mapping for a number: well-formed files that mean nothing."""
    whole = yaml.load(base, Loader=yaml.BaseLoader)  # noqa: S506 - the base loader makes texts only
    node = whole
    while True:
        key = chance.choice(list(node))
        if not isinstance(node[key], dict) or chance.random() < 0.3:
            break
        node = node[key]
    node[key] = tree
    read_both(yaml.safe_dump(whole, sort_keys=False))


sentences = st.sampled_from([*ACTIONS, *BANDS, ONE_HIGHER, "note (I1)", "stop (I7)", "cautious"])
keys = st.sampled_from(
    ["0", "1-2", "3", "4-10", "0-10", "clear", "strong", "present", "knee", "do"]
)
edits = st.lists(
    st.tuples(st.integers(0, 200), st.sampled_from(["cut", "key", "value"]), keys, sentences),
    max_size=4,
)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from([POLICY, BASED]), edits)
def test_a_policy_with_any_words_in_any_lines_is_refused_or_keeps_the_floor(
    base: str, made: list[tuple[int, str, str, str]]
) -> None:
    """Edits that make sense: one action for another, one row for another, a line less."""
    lines = base.split("\n")
    for place, how, new_key, sentence in made:
        line = place % len(lines)
        key, colon, value = lines[line].partition(": ")
        if how == "cut":
            lines[line] = ""
        elif how == "key":
            indent = key[: len(key) - len(key.lstrip(" -"))]
            lines[line] = f"{indent}{new_key}{colon}{value}"
        elif colon:
            lines[line] = f"{key}{colon}{sentence}"
    read_both("\n".join(lines))


@given(st.text(max_size=300), st.integers(1, 320), st.integers(0, 320))
def test_an_excerpt_puts_its_carets_under_what_it_means(line: str, column: int, width: int) -> None:
    """However long the line, the first caret stands under the first character of the place."""
    column = min(column, len(line) + 1)
    problem = Problem("f", 1, column, column + width, "id", "wrong.", line)
    _, shown, carets = str(problem).split("\n")
    assert len(shown) <= len("    1 | ") + 100 + 2 * len("...")
    under = carets.index("^")
    if column <= len(line):
        assert line[column - 1].isprintable() <= (shown[under] == line[column - 1])
    assert set(carets[under:]) == {"^"}
    assert len(carets) <= max(len(shown), under + 1)
