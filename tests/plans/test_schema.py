"""The JSON Schema: all that the reader accepts, and as much of what it refuses as can be seen."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import plans as room
from plans.authoring import patterns
from plans.authoring.schema import kind_of, kinds
from plans.notation.amounts import parse_count, parse_effort, parse_percent
from plans.notation.line import Bout, Distance, Intervals, Pace, Repeat, paces, print_intervals
from plans.notation.parse import MAX_NESTING, NotationError, parse_intervals
from plans.plan.keys import TABLES, Key
from plans.plan.model import Plan
from plans.plan.printer import print_plan
from plans.plan.progress import parse_at_most
from plans.plan.reader import read_plan
from plans.plan.speeds import parse_pace_speed
from plans.problems import PlanInvalid
from plans.provenance.sources import known_sources
from plans.shelf import plan_names, policy_names
from protocols.units import SECOND, Nanoseconds
from tests.lanes import one_in
from tests.plans.editor import SCHEMA, VALIDATOR, accepted, seen
from tests.plans.strategies import plans
from tests.plans.tables import Case, good, wrong_files

PLAN: Final = good("good.plan.yaml")

LIBRARY: Final = Path(room.__file__).parent / "library"
WRONG: Final = wrong_files("wrong_plans.txt", PLAN)

UNSEEN: Final = {
    "written-twice": "of two equal keys a YAML server itself complains",
    "control-character": "so it does of these",
    "anchor": "it is good YAML",
    "unknown-readiness": "which lists there are is for the shelf to say, as of policies",
    # No schema counts or compares numbers.
    "missing-level": "levels from 1 without a gap",
    "floor": "at least so many weeks",
    "speed-range": "a speed that fits its word",
    "range": "from slower to faster",
    "duration": "0s",
    "distance": "0 km",
    "every": "1 to 5 min",
    "clean-sessions": "at least 1",
    "rest-days": "at most so many",
    "weeks": "at most so many",
    "bound": "nor these",
    "session-too-long": "a sum",
    "too-many-intervals": "a product",
    # Nor does it know what stands elsewhere in the file.
    "no-entry": "there is a jog",
    "no-warm-up": "there is a jog",
    "no-cool-down": "there is a jog",
    "no-speed": "a pace is used",
    "rest-levels": "levels that are there, and in order",
    "rest-twice": "two rows about one level",
    "bound-twice": "two bounds of one kind",
    "no-step": "work without intervals",
    "say-twice": "words after words",
    "say-last": "words that nothing follows",
    "review": "which days a month has",
    # Nor how a text is written, once YAML has read it.
    "glued-note": "what stands behind a text",
    "curly-quotes": "no quotes around them",
    "split-line": "no quotes around it",
}
"""Mistakes that only the reader finds, and why the schema does not."""


def name(case: Case) -> str:
    """Return how pytest names a case."""
    return case.name


def test_the_schema_is_one() -> None:
    """It keeps to the draft that it names."""
    jsonschema.Draft7Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("plan", plan_names())
def test_a_bundled_plan_has_no_mistake(plan: str) -> None:
    """As an editor sees it."""
    text = (LIBRARY / f"{plan}.plan.yaml").read_text(encoding="utf-8")
    assert list(VALIDATOR.iter_errors(seen(text))) == []


def test_the_good_file_of_the_tables_has_no_mistake() -> None:
    """The wrong files differ from it in one place."""
    assert list(VALIDATOR.iter_errors(seen(PLAN))) == []


def ids_of(case: Case) -> set[str]:
    """Return the ids of what the reader says of a wrong file."""
    with pytest.raises(PlanInvalid) as caught:
        read_plan(case.text, "f")
    return {each.id for each in caught.value.problems}


@pytest.mark.parametrize("case", one_in(3, WRONG), ids=name)
def test_a_wrong_file_is_refused_unless_its_mistake_cannot_be_seen(case: Case) -> None:
    """Nothing that a schema can see gets past it."""
    assert not accepted(case.text) or ids_of(case) <= UNSEEN.keys()


def test_what_cannot_be_seen_is_not_seen() -> None:
    """The list of it is no longer than it has to be."""
    unseen = [ids_of(case) for case in WRONG if accepted(case.text)]
    assert set().union(*unseen) == UNSEEN.keys()


WHOLE: Final = """\
incline: 1 %
warning: >
  Week 4 nearly doubles
  the running.
notes: 2026
questions: {anything: every second walk, talk-test: never, reminder-in-runs: every 4:30}
progression:
  step-up-after: 1 clean session
  rest: {level 1: 2 days, levels 2-3: 1 day}
  at-most: [2 levels per 7 days, 1 session per day]
cues:
  en: {walk: ["Breathe wide.", 5], run: [Ribs over pelvis.]}
  "no": {walk: [Pust dypt.]}
levels:
  1: 2 x (0.1 mi jog, 2 x (400 metres walk)), 1:30 jog
  2:
    work:
      - 2min jog
      - do: 3 x (1min jog, 2min walk)
        cue: Exhale as you push.
        effort: 4 of 10
      - say: Half of it is done.
      - {do: 1 metre walk}
    note: A note.
    cues: {de: {run: [Aus.]}}
    effort: 10 of 10
    incline: 5 %
  3:
    work: 5min jog
"""
"""Every key that a plan may have, in place of the good file's levels."""


def test_every_key_in_every_form_is_accepted_by_both() -> None:
    """The reader and the schema know the same keys."""
    text = PLAN[: PLAN.index("levels:")] + WHOLE
    assert len(read_plan(text, "f").levels) == 3
    assert list(VALIDATOR.iter_errors(seen(text))) == []


def paths(node: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the way to every table in a tree."""
    if isinstance(node, dict):
        yield path
    for key, value in node.items() if isinstance(node, dict) else enumerate(node):
        if isinstance(value, dict | list):
            yield from paths(value, (*path, key))


TREE: Final = seen(PLAN[: PLAN.index("levels:")] + WHOLE)


@pytest.mark.parametrize("path", list(paths(TREE)), ids=str)
def test_no_table_has_a_key_of_which_nothing_is_known(path: tuple[str | int, ...]) -> None:
    """A slip in a key is seen wherever it is."""
    tree = seen(yaml.safe_dump(TREE))
    table = tree
    for step in path:
        table = table[step]
    assert VALIDATOR.is_valid(tree)
    table["Nobody knows"] = "5min walk"
    assert not VALIDATOR.is_valid(tree)


@pytest.mark.parametrize(
    ("good_line", "wrong_line"),
    [
        ("since-birth: 12 weeks", "since-birth: 12 week"),
        ("since-birth: 12 weeks", "since-birth: 1 weeks"),
        ("sources: [seed, proposal]", "sources: []"),
        ("sources: [seed, proposal]", "sources: seed"),
        ("warm-up:   5min walk", "warm-up:   5min jog"),
    ],
)
def test_what_is_nearly_right_is_refused_by_both(good_line: str, wrong_line: str) -> None:
    """One of a thing, none of it, or the other word."""
    assert PLAN.count(good_line) == 1
    text = PLAN.replace(good_line, wrong_line)
    assert not accepted(text)
    with pytest.raises(PlanInvalid):
        read_plan(text, "f")


@pytest.mark.parametrize("step", ["{}", "{say: Now., effort: 3 of 10}", "{cue: Now.}"])
def test_a_step_has_intervals_or_words(step: str) -> None:
    """And what is said of intervals goes with some."""
    text = PLAN[: PLAN.index("levels:")] + "levels:\n  1:\n    work:\n      - "
    assert accepted(text + "{say: Now.}")
    assert not accepted(text + step)


def keys() -> list[tuple[str, Key]]:
    """Return every key with its table."""
    return [(table, key) for table, held in TABLES.items() for key in held]


@pytest.mark.parametrize(("table", "key"), keys(), ids=lambda each: getattr(each, "name", each))
def test_an_example_is_good(table: str, key: Key) -> None:
    """What an editor offers behind a key is accepted there; and it says what the key is for."""
    schema = SCHEMA["properties"] if table == "plan" else None
    kind = kind_of(key, kinds())
    for example in (schema or {}).get(key.name, kind.schema).get("examples", []):
        assert jsonschema.Draft7Validator(kind.schema).is_valid(example)
    if kind.schema.get("type") != "object":
        value = seen(f"x: {key.example}")["x"]
        assert jsonschema.Draft7Validator(kind.schema).is_valid(value)


def test_sources_and_policies_are_offered_by_name() -> None:
    """Each source tells what it is."""
    offered = SCHEMA["properties"]["sources"]["items"]["oneOf"]
    assert [each["const"] for each in offered] == list(known_sources())
    assert all(known_sources()[each["const"]].citation in each["description"] for each in offered)
    assert SCHEMA["properties"]["policy"]["examples"] == list(policy_names())


def test_the_modeline_is_a_note_to_the_reader() -> None:
    """And so is its absence."""
    modeline = "# yaml-language-server: $schema=reprise-plan.schema.json\n"
    assert read_plan(modeline + PLAN, "f") == read_plan(PLAN, "f")


amounts = st.integers(1, 999_999).map(lambda seconds: Nanoseconds(seconds * SECOND)) | st.builds(
    Distance, st.integers(1, 9_999), st.sampled_from(["mi", "km", "metres"])
)
bout = st.builds(Bout, amounts, st.sampled_from(Pace))


def lines(depth: int) -> st.SearchStrategy[Intervals]:
    """Return interval lines with brackets up to ``depth`` deep."""
    item: st.SearchStrategy[Bout | Repeat] = bout
    if depth:
        item = bout | st.builds(Repeat, st.integers(1, 9), lines(depth - 1))
    return st.lists(item, min_size=1, max_size=3).map(tuple)


def fits(pattern: str, text: str) -> bool:
    """Whether a validator finds that a text has a pattern."""
    return re.search(pattern, text) is not None


@pytest.mark.long
@settings(max_examples=60, deadline=None)
@given(plans())
def test_any_plan_that_is_printed_is_accepted(plan: Plan) -> None:
    """Whatever a plan can say; but for YAML's own words as a whole text."""
    errors = VALIDATOR.iter_errors(seen(print_plan(plan)))
    assert [each for each in errors if not isinstance(each.instance, bool | None)] == []


@settings(deadline=None)
@given(lines(MAX_NESTING))
def test_what_is_printed_has_the_pattern(line: Intervals) -> None:
    """An interval line with a jog is no walk, one without is."""
    text = print_intervals(line)
    assert fits(patterns.INTERVALS, text)
    assert fits(patterns.WALKED, text) is (Pace.JOG not in paces(line))


PIECES: Final = (
    "5", "90", "1", "0", "059", "60", "1234567", "1.5", "0.25", "1.125", ":30", ":7", ":60", "min",
    "m", "s", "h", " ", "  ", "km", "mi", "metres", "metre", "miles", "minutes", "jog", "walk",
    "brisk", "run", "x", "(", ")", ",", ", ", "8 x (30s jog", "2min walk", "1h05m ", "1:30 jog",
    "-", "/", "4 x (", "\u0665",
)  # fmt: skip
INTERVAL_TEXTS: Final = st.lists(st.sampled_from(PIECES), min_size=1, max_size=9).map("".join)


def parse(text: str, read: Callable[[str], object]) -> str | None:
    """Return the id of what is wrong with a text, or None if it is read."""
    try:
        read(text)
    except NotationError as wrong:
        return wrong.id
    return None


@settings(max_examples=600, deadline=None)
@given(INTERVAL_TEXTS)
def test_a_pattern_knows_intervals_as_the_reader_does(text: str) -> None:
    """Whatever the keys: but for a duration or a distance of nothing, they agree."""
    wrong = parse(text, parse_intervals)
    if wrong not in ("duration", "distance"):
        assert fits(patterns.INTERVALS, text) is (wrong is None), (text, wrong)


SMALL: Final = (
    "7.5", "5", "0", "10", "1", "01", "12", "200", "3.14", "1.234", " ", "km/h", "mph", "8:00",
    "/km", "/mi", "(", ")", " to ", " (", "7.5 km/h", "7.0 km/h to 9.0 km/h", "%", " %",
    " of 10", " of 9", "week", " weeks", " days", " day", " levels", " level", " sessions",
    " per week", " per 7 days", " per day", " clean", " clean sessions", " clean session",
    " session", "every ",
)  # fmt: skip


@settings(max_examples=600, deadline=None)
@given(st.lists(st.sampled_from(SMALL), min_size=1, max_size=5).map("".join))
def test_a_pattern_knows_amounts_as_the_reader_does(text: str) -> None:
    """But for what takes arithmetic, they agree."""
    for pattern, read, arithmetic in (
        (
            patterns.SPEED,
            lambda held: parse_pace_speed(held, Pace.JOG),
            ("speed-range", "range"),
        ),
        (patterns.PERCENT, parse_percent, ()),
        (patterns.EFFORT, parse_effort, ()),
        (patterns.WEEKS, lambda held: parse_count(held, "weeks"), ()),
        (patterns.DAYS, lambda held: parse_count(held, "days"), ()),
        (patterns.CLEAN_SESSIONS, lambda held: parse_count(held, "clean sessions"), ()),
        (patterns.AT_MOST, parse_at_most, ("bound",)),
    ):
        wrong = parse(text, read)
        if wrong is None:
            assert fits(pattern, text), text
        elif wrong not in arithmetic:
            assert not fits(pattern, text), (text, wrong)
