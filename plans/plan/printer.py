"""Writes a plan as the file that reads as the same plan.

Levels are written in the short form wherever they say nothing but their intervals; what is as
usual is left out. A signature is not printed: it is over the bytes of the file that was signed.
"""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING, Final

from plans.marked.quotes import double_quoted
from plans.notation.amounts import print_count, print_effort, print_percent
from plans.notation.line import print_intervals
from plans.plan.model import Progression, Questions, Say, Step
from plans.plan.progress import print_at_most, print_rest_levels
from plans.plan.questions import print_anything, print_every, print_talk_test
from plans.plan.speeds import print_pace_speed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from plans.plan.model import Cues, Entry, Level, Plan

_WIDTH: Final = 88
_PLAIN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9 .()/%+-]*")
_PLAIN_IN_A_LINE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9 .()/%+,;'?!-]*")
"""What needs no quotes in square brackets, and in a line of its own."""


def print_plan(plan: Plan) -> str:
    """Return a plan as a file. Reading it gives the plan again, not reviewed."""
    parts = (
        ("format: reprise-plan 1",),
        _head(plan),
        _entry(plan.entry),
        _pair(0, "policy", plan.policy),
        ("speeds:", *(f"  {p.value}: {print_pace_speed(s)}" for p, s in plan.speeds.items())),
        _around(plan),
        _questions(plan.questions),
        _progression(plan.progression),
        _cues(0, plan.cues),
        ("levels:", *(row for number in plan.levels for row in _level(plan, number))),
    )
    blocks = ("".join(f"{row}\n" for row in part) for part in parts)
    return "\n".join(block for block in blocks if block)


def _head(plan: Plan) -> Iterator[str]:
    yield from _pair(0, "id", plan.id)
    yield from _pair(0, "title", plan.title)
    yield from _pair(0, "for-whom", plan.for_whom)
    yield from _pair(0, "basis", plan.basis)
    yield from _wrapped(f"sources: {_listed(plan.sources)}", "", " " * len("sources: ["))
    yield "reviewed: not yet"
    yield from _pair(0, "warning", plan.warning)
    yield from _pair(0, "notes", plan.notes)


def _entry(entry: Entry) -> Iterator[str]:
    if (entry.weeks_since_birth, entry.readiness, entry.also) == (None, None, ()):
        return
    yield "entry:"
    if entry.weeks_since_birth is not None:
        yield f"  since-birth: {print_count(entry.weeks_since_birth, 'weeks')}"
    yield from _pair(2, "readiness", entry.readiness or "")
    if entry.also:
        yield f"  also: [{', '.join(map(double_quoted, entry.also))}]"


def _around(plan: Plan) -> Iterator[str]:
    if plan.incline is not None:
        yield f"incline: {print_percent(plan.incline)}"
    for key, line in (("warm-up", plan.warm_up), ("cool-down", plan.cool_down)):
        if line:
            yield f"{key}: {print_intervals(line)}"


def _questions(questions: Questions) -> Iterator[str]:
    usual = Questions()
    if questions == usual:
        return
    yield "questions:"
    yield f"  anything: {print_anything(questions)}"
    if questions.talk_test is not usual.talk_test:
        yield f"  talk-test: {print_talk_test(questions)}"
    if questions.reminder != usual.reminder:
        yield f"  reminder-in-runs: {print_every(questions.reminder)}"


def _progression(progression: Progression) -> Iterator[str]:
    if progression == Progression():
        return
    yield "progression:"
    yield f"  step-up-after: {print_count(progression.step_up_after, 'clean sessions')}"
    if progression.rest:
        yield "  rest:"
    for rest in progression.rest:
        yield f"    {print_rest_levels(rest)}: {print_count(rest.days, 'days')}"
    if progression.at_most:
        yield f"  at-most: {_listed(print_at_most(each) for each in progression.at_most)}"


def _cues(indent: int, cues: Mapping[str, Cues]) -> Iterator[str]:
    if cues:
        yield f"{' ' * indent}cues:"
    for language, lines in cues.items():
        yield f"{' ' * indent}  {language}:"
        for key, told in zip(lines._fields, lines, strict=True):
            if told:
                yield f"{' ' * indent}    {key}:"
            yield from (f"{' ' * indent}      - {_quoted(line, _PLAIN_IN_A_LINE)}" for line in told)


def _level(plan: Plan, number: int) -> Iterator[str]:
    level = plan.levels[number]
    if level == type(level)((Step(level.line),)):
        yield f"  {number}: {print_intervals(level.line)}"
        return
    yield f"  {number}:"
    yield from _work(level)
    yield from _pair(4, "note", level.note)
    yield from _cues(4, level.cues)
    yield from _effort(4, level)
    if level.incline is not None:
        yield f"    incline: {print_percent(level.incline)}"


def _work(level: Level) -> Iterator[str]:
    if level.work == (Step(level.line),):
        yield f"    work: {print_intervals(level.line)}"
        return
    yield "    work:"
    for step in level.work:
        if isinstance(step, Say):
            yield f"      - say: {_quoted(step.text, _PLAIN_IN_A_LINE)}"
        elif step == Step(step.line):
            yield f"      - {print_intervals(step.line)}"
        else:
            yield f"      - do: {print_intervals(step.line)}"
            yield from _pair(8, "cue", step.cue)
            yield from _effort(8, step)


def _effort(indent: int, of: Level | Step) -> Iterator[str]:
    if of.effort is not None:
        yield f"{' ' * indent}effort: {print_effort(of.effort)}"


def _pair(indent: int, key: str, text: str) -> Iterator[str]:
    """Yield the lines of a key with a text; none for an empty text, and a long one folded."""
    if not text:
        return
    start = f"{' ' * indent}{key}: "
    short = start + _quoted(text, _PLAIN_IN_A_LINE)
    if len(short) <= _WIDTH:
        yield short
        return
    yield f"{start}>-"
    inner = " " * (indent + 2)
    yield from _wrapped(text, inner, inner)


def _wrapped(text: str, first: str, others: str) -> list[str]:
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=first,
        subsequent_indent=others,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _listed(texts: Iterable[str]) -> str:
    return f"[{', '.join(_quoted(text) for text in texts)}]"


def _quoted(text: str, plain: re.Pattern[str] = _PLAIN) -> str:
    """Return a text as a YAML scalar, in quotes where it needs them."""
    return text if plain.fullmatch(text) else double_quoted(text)
