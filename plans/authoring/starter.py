"""A first plan for somebody who writes one: a file with a note above each of its parts.

What the levels grow by keeps to the rules of lint (`plans.lint.rules`), so that a new file has
nothing to be warned of.
"""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING, Final, NamedTuple

from plans.lint.rules import (
    BOUT_GROWTH_TENTHS,
    FIRST_BOUT,
    FIRST_TOTAL,
    SAME_TOTAL,
    SHORTEST_BOUT,
    SMALL_STEP,
)
from plans.marked.quotes import double_quoted
from plans.notation.line import Bout, Pace, Repeat, print_duration, print_intervals
from plans.notation.parse import NotationError, parse_intervals
from plans.plan.keys import PLAN
from protocols.units import SECOND, Nanoseconds

if TYPE_CHECKING:
    from collections.abc import Iterator

FEWEST_REPEATS: Final = 4
"""One repeat more is then at most 25 % more running."""
_MOST_REPEATS: Final = 9
"""After so many, the runs get longer."""
_LONGEST_WALK: Final = Nanoseconds(5 * 60 * SECOND)
"""Between two runs."""
MOST_LEVELS: Final = 20
"""As many as a new file may have."""
_WIDTH: Final = 90
_ROUND: Final = tuple(
    Nanoseconds(seconds * SECOND)
    for seconds in (*range(45, 120, 15), *range(120, 300, 30), *range(300, 661, 60))
)
"""Lengths of runs that people write."""
_PLAIN: Final = re.compile(r"(?=.* )[A-Za-z][^\x00-\x1f#:\"'\\{}\[\]]*[^\x00-\x1f#:\"'\\{}\[\]\s]")
"""A text that needs no quotes; a single word may be one of YAML's own."""


class First(NamedTuple):
    """Runs and walks in turn."""

    repeats: int
    run: Nanoseconds
    walk: Nanoseconds

    @property
    def total(self) -> Nanoseconds:
        """How long the runs last together."""
        return Nanoseconds(self.repeats * self.run)

    def __str__(self) -> str:
        """Return the interval line: ``"8 x (30s jog, 2min walk)"``."""
        inside = (Bout(self.run, Pace.JOG), Bout(self.walk, Pace.WALK))
        return print_intervals((Repeat(self.repeats, inside),))


class Answers(NamedTuple):
    """What a file is made of."""

    id: str
    title: str
    weeks: int
    """Since the birth, before which nobody begins."""
    for_whom: str
    """In prose, as a plan has it."""
    first: First
    levels: int
    """How many at most: fewer if there is no small step any more."""
    jog: str
    """The speed, and perhaps its range, as it is written in a plan."""


def parse_first(text: str) -> First:
    """Return the first level of ``8 x (30s jog, 2min walk)``. Raises `NotationError`."""
    line = parse_intervals(text)
    match line:
        case (Repeat(repeats, (Bout(int() as run, Pace.JOG), Bout(int() as walk, Pace.WALK))),):
            first = First(repeats, run, walk)
        case _:
            raise _wrong(text, 'the first level is runs and walks: "8 x (30s jog, 2min walk)".')
    if repeats < FEWEST_REPEATS:
        raise _wrong(text, f"at least {FEWEST_REPEATS} times: one more is then a small step.")
    if not SHORTEST_BOUT <= run <= FIRST_BOUT:
        raise _wrong(text, f"the first runs last {_between(SHORTEST_BOUT, FIRST_BOUT)}.")
    if not SHORTEST_BOUT <= walk <= _LONGEST_WALK:
        raise _wrong(text, f"the walks between last {_between(SHORTEST_BOUT, _LONGEST_WALK)}.")
    if first.total > FIRST_TOTAL:
        most = print_duration(FIRST_TOTAL)
        raise _wrong(text, f"the first level has at most {most} of running.")
    return first


def _between(least: Nanoseconds, most: Nanoseconds) -> str:
    return f"{print_duration(least)} to {print_duration(most)}"


def _wrong(text: str, message: str) -> NotationError:
    return NotationError(0, len(text), "first-level", message)


def grow(first: First) -> Iterator[First]:
    """Yield level after level, each one small step after the one before, until there is none.

    One thing changes at a time: one repeat more, or longer runs at about the same total.
    """
    level: First | None = first
    while level is not None:
        yield level
        level = _next(level)


def _next(level: First) -> First | None:
    more = level._replace(repeats=level.repeats + 1)
    if level.repeats < _MOST_REPEATS and _small(level, more):
        return more
    for run in reversed(_ROUND):
        if level.run < run <= level.run * BOUT_GROWTH_TENTHS // 10:
            repeats = (2 * level.total + run) // (2 * run)
            longer = level._replace(repeats=repeats, run=run)
            if (
                repeats > 1
                and abs(longer.total - level.total) <= SAME_TOTAL
                and _small(level, longer)
            ):
                return longer
    return None


def _small(before: First, after: First) -> bool:
    most = min(max(before.total // 10, SMALL_STEP), before.total // 4)
    return after.total - before.total <= most


def starter(answers: Answers, schema: str | None) -> str:
    """Return the text of a new plan.

    Args:
        answers: what is asked of its author.
        schema: the address of the JSON Schema, for editors; None leaves the line out.
    """
    levels = [level for level, _ in zip(grow(answers.first), range(answers.levels), strict=False)]
    modeline = f"# yaml-language-server: $schema={schema}\n" if schema else ""
    parts = (
        "# A plan of Reprise. What stands behind a # is a note to you, and Reprise passes it over.",
        "format: reprise-plan 1",
        f"id: {answers.id}\ntitle: {_written(answers.title)}",
        _with_note("for-whom", _folded(answers.for_whom)),
        _with_note("basis", _folded("A draft. Not a published plan, not tested in a study.")),
        _with_note("sources", "[proposal]"),
        _with_note("reviewed", "not yet"),
        _with_note("entry", f"\n  since-birth: {answers.weeks} weeks\n  readiness: postpartum"),
        _with_note("policy", "cautious"),
        _with_note(
            "speeds",
            "\n  walk: 5.0 km/h (4.0 km/h to 6.0 km/h)\n  jog: " + answers.jog,
            "In brackets: between what the runner may choose.",
        ),
        _with_note("warm-up", "5min walk") + "\n" + _with_note("cool-down", "5min walk"),
        _with_note(
            "questions",
            "\n  anything: every walk\n  talk-test: once per half\n  reminder-in-runs: every 5min",
        ),
        _with_note("progression", _progression(len(levels))),
        _with_note(
            "cues",
            "\n  en:\n    walk:\n      - Breathe wide, into sides and back.\n"
            "    run:\n      - Ribs over pelvis, head over ribs.\n      - Let the ribs turn.",
        ),
        _with_note("levels", _levels(levels), _GROWTH, _LONG_FORM),
    )
    return modeline + "\n\n".join(parts) + "\n"


_GROWTH: Final = (
    "One thing changes from each level to the next: one repeat more, or longer runs at about the "
    "same total."
)
_LONG_FORM: Final = (
    "Where a line is not enough, a level is a table with work, and perhaps a note: docs/plans.md "
    "shows how."
)


def _levels(levels: list[First]) -> str:
    width = len(str(len(levels))) + 1
    rows = [f"{number}:".ljust(width) + f" {level}" for number, level in enumerate(levels, 1)]
    return "".join(f"\n  {row}" for row in rows)


def _progression(levels: int) -> str:
    first = min(3, levels)
    rest = [f"levels 1-{first}: 2 days"]
    if levels > first:
        later = f"levels {first + 1}-{levels}" if levels > first + 1 else f"level {levels}"
        rest.append(f"{later}: 1 day")
    rows = "".join(f"\n    {row}" for row in rest)
    return (
        f"\n  step-up-after: 2 clean sessions\n  rest:{rows}\n"
        "  at-most: [2 levels per 7 days, 4 sessions per week]"
    )


def _with_note(name: str, value: str, *more: str) -> str:
    """Return a key and its value below what the key is for."""
    key = next(key for key in PLAN if key.name == name)
    lines = [line for each in (key.about, *more) for line in textwrap.wrap(each, _WIDTH - 2)]
    gap = "" if value.startswith("\n") else " "
    return "".join(f"# {line}\n" for line in lines) + f"{name}:{gap}{value}"


def _written(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else double_quoted(text)


def _folded(text: str) -> str:
    return ">\n" + textwrap.indent(textwrap.fill(text, _WIDTH - 2), "  ")
