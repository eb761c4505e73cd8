"""``reprise plan show``: all that a plan says, and its levels as a table or one of them whole."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING, Any, Final

from controller.cli.exits import EXIT_DONE
from controller.cli.plan.as_json import as_json, level_as_json
from controller.cli.plan.paces import PACES
from controller.cli.plan.words import (
    WIDTH,
    beside,
    bullets,
    cues,
    entry,
    incline,
    progression,
    questions,
    slowed,
    sources,
    speed,
    work,
    wrapped,
)
from controller.core.timeline import Gait
from controller.words.catalogue import tr, trn
from plans.notation.amounts import print_effort
from plans.notation.line import Pace, print_intervals
from plans.plan.compile import compile_session
from plans.plan.model import READINESS_LISTS, Step
from plans.plan.speeds import told_speeds
from plans.preview.totals import change, of_program, totals
from plans.shelf import open_plan, policy_of
from protocols.units import clock_time

if TYPE_CHECKING:
    from collections.abc import Iterator

    from controller.core.timeline import Program, Segment
    from plans.plan.model import Level, Plan
    from plans.preview.totals import Totals
    from protocols.units import CentiKmh

_HEADINGS: Final = (
    tr("level"),
    tr("work"),
    tr("runs"),
    tr("longest"),
    tr("running"),
    tr("total"),
    tr("change"),
)
_WORK: Final = 31
"""Cells of the work; a longer one goes on beneath."""


def show_plan(args: argparse.Namespace) -> int:
    """Print a plan, or one of its levels, and return the exit code.

    Raises:
        UnknownName, UnknownLevel, PlanInvalid, PolicyInvalid: it cannot be shown.
    """
    file = open_plan(args.plan)
    policy_of(file)
    plan = file.plan
    if args.level is None:
        lines = [_json(as_json(plan))] if args.json else list(whole(plan))
    else:
        program = compile_session(plan, args.level)
        told = level_as_json(plan, args.level, program)
        lines = [_json(told)] if args.json else list(one_level(plan, args.level, program))
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return EXIT_DONE


def _json(told: dict[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False)


def whole(plan: Plan) -> Iterator[str]:
    """Yield all that a plan says, its levels as a table."""
    yield from wrapped(f"{plan.title} ({plan.id}), {plan.review}", "", "")
    if plan.warning:
        yield from ("", *wrapped(plan.warning, tr("WARNING: "), "  "))
    yield from ("", *wrapped(plan.for_whom, tr("For whom: "), "  "))
    yield from wrapped(plan.basis, tr("Basis: "), "  ")
    if plan.notes:
        yield from wrapped(plan.notes, tr("Notes: "), "  ")
    if conditions := [*entry(plan.entry), *_whatever_it_says(plan)]:
        yield from ("", tr("Before the first session:"), *bullets(conditions))
    yield from ("", tr("Speeds:"))
    for pace, held in plan.speeds.items():
        yield from wrapped(speed(held), f"  {PACES[pace]:<6}", " " * 8)
        if pace is Pace.JOG and (none := slowed(held)):
            yield from wrapped(none, " " * 8, " " * 8)
    if plan.incline is not None:
        yield f"{_capital(incline(plan.incline))}."
    if plan.cues:
        yield from ("", tr("Cues, one after the other, one for each interval:"))
        yield from bullets(cues(plan.cues))
    yield from ("", tr("Symptom policy: {policy}. The runner is asked:").format(policy=plan.policy))
    yield from bullets(questions(plan))
    yield from ("", tr("From session to session:"), *bullets(progression(plan.progression)))
    yield from ("", *_table(plan))
    yield from ("", tr("Sources:"))
    for told in sources(plan):
        yield from wrapped(told, "  ", "    ")


def _whatever_it_says(plan: Plan) -> Iterator[str]:
    """Yield that the list of checks holds for a plan with runs that does not name it, too."""
    if plan.entry.readiness is None and Pace.JOG in plan.speeds:
        yield tr(
            'the checks of the list "{list}", though the plan does not name it: all of them hold '
            "before anybody's first run"
        ).format(list=READINESS_LISTS[0])


def _table(plan: Plan) -> Iterator[str]:
    """Yield the table of the levels."""
    yield _row(_HEADINGS).rstrip()
    before: Totals | None = None
    for each in totals(plan):
        held = plan.levels[each.level]
        cells = (
            str(each.level),
            work(held),
            str(each.runs),
            clock_time(each.longest),
            clock_time(each.running),
            clock_time(each.total),
            change(before, each),
        )
        yield from _rows(cells)
        for told in beside(held):
            yield from wrapped(told, "       ", "         ")
        before = each
    yield from wrapped(
        tr(
            "Times are minutes and seconds at the speed meant, warm-up and cool-down in the "
            "total. The changes of speed come on top; reprise plan preview shows them."
        ),
        "",
        "",
    )


def _row(cells: tuple[str, ...]) -> str:
    level, worked, runs, longest, running, total, changed = cells
    return (
        f"{level:>5}  {worked:<{_WORK}} {runs:>4} {longest:>7} {running:>7} {total:>6}  {changed}"
    )


def _rows(cells: tuple[str, ...]) -> Iterator[str]:
    """Yield a row of the table; what does not fit into work or change goes on beneath it."""
    level, worked, runs, longest, running, total, changed = cells
    room = WIDTH - len(_row(("", "", "", "", "", "", "")))
    left, right = wrapped(worked, "", "", _WORK), wrapped(changed, "", "", room)
    yield _row((level, left[0], runs, longest, running, total, right[0]))
    for at in range(1, max(len(left), len(right))):
        more = (left[at] if at < len(left) else "", right[at] if at < len(right) else "")
        yield _row(("", more[0], "", "", "", "", more[1])).rstrip()


def one_level(plan: Plan, number: int, program: Program) -> Iterator[str]:
    """Yield a level, interval by interval."""
    level, held = plan.levels[number], of_program(number, program)
    heading = tr("{title} ({plan}), level {level} of {levels}").format(
        title=plan.title, plan=plan.id, level=number, levels=len(plan.levels)
    )
    yield from wrapped(heading, "", "")
    yield from wrapped(work(level), "", "")
    yield from _said_of(plan, level)
    if held.runs:
        yield trn(
            "{n} run, the longest {longest}; {running} of running, {total} in all.",
            "{n} runs, the longest {longest}; {running} of running, {total} in all.",
            held.runs,
        ).format(
            n=held.runs,
            longest=clock_time(held.longest),
            running=clock_time(held.running),
            total=clock_time(held.total),
        )
    else:
        yield tr("{time} of walking.").format(time=clock_time(held.total))
    yield ""
    begins, told = 0, _told(plan)
    for segment in program.segments:
        yield _interval(begins, segment, told)
        for what, words in ((tr("said"), segment.note), (tr("cue"), segment.cue)):
            if words:
                yield from wrapped(words, f"{' ' * 8}{what}: ", " " * 10)
        begins += segment.duration


def _said_of(plan: Plan, level: Level) -> Iterator[str]:
    if level.note:
        yield from wrapped(level.note, "", "")
    if level.effort is not None:
        yield tr("Effort {effort}.").format(effort=print_effort(level.effort))
    steepness = plan.incline if level.incline is None else level.incline
    if steepness is not None:
        yield f"{_capital(incline(steepness))}."
    for step in level.work:
        if isinstance(step, Step) and step.effort is not None:
            told = tr("{intervals}: effort {effort}.").format(
                intervals=print_intervals(step.line), effort=print_effort(step.effort)
            )
            yield from wrapped(told, "", "  ")


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _told(plan: Plan) -> dict[CentiKmh, str]:
    return {
        speed: told for held in plan.speeds.values() for speed, told in told_speeds(held).items()
    }


def _interval(begins: int, segment: Segment, told: dict[CentiKmh, str]) -> str:
    gait = tr("run") if segment.gait is Gait.RUN else tr("walk")
    speed = tr("at {speed}  asks") if segment.asks else tr("at {speed}")
    return (
        f"{clock_time(begins):>6}  {tr(segment.role.value):<9} {gait:<4} "
        f"{clock_time(segment.duration):>6} {speed.format(speed=told[segment.speed])}"
    )
