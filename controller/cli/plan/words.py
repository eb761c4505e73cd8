"""What a plan says of itself, in words that a person reads; the words of a plan's file are kept."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final

from plans.marked.quotes import double_quoted
from plans.notation.amounts import print_count, print_effort, print_percent
from plans.notation.line import Pace, print_duration, print_intervals
from plans.plan.model import Say
from plans.plan.speeds import told_speeds
from plans.provenance.sources import known_sources
from protocols.units import SECOND, Nanoseconds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from plans.plan.model import AtMost, Cues, Entry, Level, PaceSpeed, Plan, Progression
    from plans.preview.totals import Totals
    from protocols.units import DeciPercent

WIDTH: Final = 80


def minutes(span: Nanoseconds) -> str:
    """Return a span as minutes, with one decimal where there is need: ``"10.5"``."""
    return f"{span / (60 * SECOND):.1f}".removesuffix(".0")


def extent(levels: Sequence[Totals]) -> str:
    """Return how far a plan goes: ``4 to 30 min of running``."""
    runs = any(each.runs for each in levels)
    spans = [each.running if runs else each.total for each in levels]
    first, last = minutes(spans[0]), minutes(spans[-1])
    what = "min of running" if runs else "min of walking"
    return f"{first} {what}" if first == last else f"{first} to {last} {what}"


def entry(held: Entry) -> Iterator[str]:
    """Yield each condition of those who may begin."""
    if held.weeks_since_birth is not None:
        yield f"{print_count(held.weeks_since_birth, 'weeks')} or more since the birth"
    if held.readiness is not None:
        yield f'the checks of the list "{held.readiness}" are passed'
    yield from held.also


def speed(held: PaceSpeed) -> str:
    """Return a speed, and between what the runner may choose."""
    told = told_speeds(held)
    if held.least == held.most:
        return told[held.usual]
    return f"{told[held.usual]}; {told[held.least]} to {told[held.most]} to choose from"


def questions(plan: Plan) -> Iterator[str]:
    """Yield when the runner is asked; of runs only where there are any."""
    held = plan.questions
    often = "in every walk"
    if held.every > 1:
        often = "in every second walk, the first, the last, and the one after 5min of running"
    yield f"whether she feels anything: {often}"
    if Pace.JOG in plan.speeds:
        yield f"whether she could have talked: {'once per half' if held.talk_test else 'never'}"
        yield f"a reminder of the symptom key: every {print_duration(held.reminder)} of a run"


def progression(held: Progression) -> Iterator[str]:
    """Yield how the plan goes from session to session."""
    yield f"a step up after {print_count(held.step_up_after, 'clean sessions')} at a level"
    for rest in held.rest:
        levels = f"level {rest.first}"
        if rest.first != rest.last:
            levels = f"levels {rest.first} to {rest.last}"
        yield f"{print_count(rest.days, 'days')} of rest after a session of {levels}"
    for bound in held.at_most:
        yield f"at most {_bound(bound)}"


def _bound(bound: AtMost) -> str:
    days = print_count(bound.days, "days")
    if bound.what == "levels":
        return f"{print_count(bound.number, 'levels')} up in {days}"
    return f"{print_count(bound.number, bound.what)} in {days}"


def sources(plan: Plan) -> Iterator[str]:
    """Yield the id of each source with its kind, citation and link."""
    known = known_sources()
    for name in plan.sources:
        held = known[name]
        which = name if name == held.kind else f"{name}, {held.kind}"
        yield f"{which}: {held.citation}{f' {held.link}' if held.link else ''}"


def work(level: Level) -> str:
    """Return the intervals of a level as they are written."""
    return print_intervals(level.line)


def cues(held: Mapping[str, Cues]) -> Iterator[str]:
    """Yield the lines to think of, by language: ``walks (en): "Let go."``."""
    for language, told in held.items():
        for what, lines in (("walks", told.walk), ("runs", told.run)):
            if lines:
                yield f"{what} ({language}): {' '.join(map(double_quoted, lines))}"


def incline(held: DeciPercent) -> str:
    """Return an incline, and who sets it."""
    return f"incline {print_percent(held)}, by the treadmill's own keys"


def beside(level: Level) -> Iterator[str]:
    """Yield what a level says beside its intervals, and what its steps say."""
    if level.note:
        yield level.note
    if level.effort is not None:
        yield f"effort {print_effort(level.effort)}"
    if level.incline is not None:
        yield incline(level.incline)
    for told in cues(level.cues):
        yield f"cues for {told}"
    said = ""
    for step in level.work:
        if isinstance(step, Say):
            said = step.text
            continue
        line = print_intervals(step.line)
        if said:
            yield f'before {line}: "{said}"'
        own = [f'cue "{step.cue}"'] if step.cue else []
        own += [f"effort {print_effort(step.effort)}"] if step.effort is not None else []
        if own:
            yield f"in {line}: {', '.join(own)}"
        said = ""
    if said:
        yield f'before the cool-down: "{said}"'


def bullets(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines with a dash each, broken to fit."""
    for line in lines:
        yield from wrapped(line, "  - ", "    ")


def wrapped(text: str, first: str, others: str, width: int = WIDTH) -> list[str]:
    """Return a text in lines with something before each; a long word, as a link, stays whole."""
    return textwrap.wrap(
        text,
        width,
        initial_indent=first,
        subsequent_indent=others,
        break_long_words=False,
        break_on_hyphens=False,
    )
