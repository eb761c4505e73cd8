"""What a plan says of itself, in words that a person reads; the words of a plan's file are kept."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final

from controller.core.policy import slower_by
from controller.core.timeline import JOG_FLOOR
from controller.words.catalogue import tr, trn
from plans.marked.quotes import double_quoted
from plans.notation.amounts import print_count, print_effort, print_percent
from plans.notation.line import Pace, print_duration, print_intervals
from plans.plan.model import Say
from plans.plan.speeds import told_speeds
from plans.policies.actions import SLOWING
from plans.provenance.sources import known_sources
from protocols.units import SECOND, Nanoseconds, kmh

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
    if first == last:
        told = tr("{minutes} min of running") if runs else tr("{minutes} min of walking")
        return told.format(minutes=first)
    told = (
        tr("{first} to {last} min of running") if runs else tr("{first} to {last} min of walking")
    )
    return told.format(first=first, last=last)


def entry(held: Entry) -> Iterator[str]:
    """Yield each condition of those who may begin."""
    if held.weeks_since_birth is not None:
        yield trn(
            "{n} week or more since the birth",
            "{n} weeks or more since the birth",
            held.weeks_since_birth,
        ).format(n=held.weeks_since_birth)
    if held.readiness is not None:
        yield tr('the checks of the list "{list}" are passed').format(list=held.readiness)
    yield from held.also


def speed(held: PaceSpeed) -> str:
    """Return a speed, and between what the runner may choose."""
    told = told_speeds(held)
    if held.least == held.most:
        return told[held.usual]
    return tr("{usual}; {least} to {most} to choose from").format(
        usual=told[held.usual], least=told[held.least], most=told[held.most]
    )


def slowed(held: PaceSpeed) -> str:
    """Return which slower runs are none any more, at the speed that is meant; empty: all are."""
    none = [each for each in SLOWING if slower_by(held.usual, *each) < JOG_FLOOR]
    if not none:
        return ""
    told = tr("At {speed}, what slows a run by {percent} % ends the running: it is below {jog}.")
    if len(none) == len(SLOWING):
        told = tr("At {speed}, whatever slows a run ends the running: it is below {jog}.")
    return told.format(
        speed=told_speeds(held)[held.usual], percent=none[0][0], jog=f"{kmh(JOG_FLOOR)} km/h"
    )


def questions(plan: Plan) -> Iterator[str]:
    """Yield when the runner is asked; of runs only where there are any."""
    held = plan.questions
    if held.every > 1:
        yield tr(
            "whether she feels anything: in every second walk, the first, the last, and the one "
            "after 5min of running"
        )
    else:
        yield tr("whether she feels anything: in every walk")
    if Pace.JOG in plan.speeds:
        yield (
            tr("whether she could have talked: once per half")
            if held.talk_test
            else tr("whether she could have talked: never")
        )
        yield tr("a reminder of the symptom key: every {time} of a run").format(
            time=print_duration(held.reminder)
        )


def progression(held: Progression) -> Iterator[str]:
    """Yield how the plan goes from session to session."""
    yield tr("a step up after {sessions} at a level").format(
        sessions=print_count(held.step_up_after, "clean sessions")
    )
    for rest in held.rest:
        levels = tr("level {level}").format(level=rest.first)
        if rest.first != rest.last:
            levels = tr("levels {first} to {last}").format(first=rest.first, last=rest.last)
        yield tr("{days} of rest after a session of {levels}").format(
            days=_days(rest.days), levels=levels
        )
    for bound in held.at_most:
        yield tr("at most {amount} in {days}").format(amount=_bound(bound), days=_days(bound.days))


def _days(number: int) -> str:
    return trn("{n} day", "{n} days", number).format(n=number)


def _bound(bound: AtMost) -> str:
    n = bound.number
    if bound.what == "levels":
        return trn("{n} level up", "{n} levels up", n).format(n=n)
    return trn("{n} session", "{n} sessions", n).format(n=n)


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
        for what, lines in (
            (tr("walks ({language}): {cues}"), told.walk),
            (tr("runs ({language}): {cues}"), told.run),
        ):
            if lines:
                yield what.format(language=language, cues=" ".join(map(double_quoted, lines)))


def incline(held: DeciPercent) -> str:
    """Return an incline, and who sets it."""
    return tr("incline {percent}, by the treadmill's own keys").format(percent=print_percent(held))


def beside(level: Level) -> Iterator[str]:
    """Yield what a level says beside its intervals, and what its steps say."""
    if level.note:
        yield level.note
    if level.effort is not None:
        yield tr("effort {effort}").format(effort=print_effort(level.effort))
    if level.incline is not None:
        yield incline(level.incline)
    for told in cues(level.cues):
        yield tr("cues for {cues}").format(cues=told)
    said = ""
    for step in level.work:
        if isinstance(step, Say):
            said = step.text
            continue
        line = print_intervals(step.line)
        if said:
            yield tr('before {intervals}: "{said}"').format(intervals=line, said=said)
        own = [tr('cue "{cue}"').format(cue=step.cue)] if step.cue else []
        own += (
            [tr("effort {effort}").format(effort=print_effort(step.effort))]
            if step.effort is not None
            else []
        )
        if own:
            yield tr("in {intervals}: {more}").format(intervals=line, more=", ".join(own))
        said = ""
    if said:
        yield tr('before the cool-down: "{said}"').format(said=said)


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
