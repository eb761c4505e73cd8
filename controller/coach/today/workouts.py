"""Sessions that may begin: a level, what is easier than it, and the rest of one that was cut."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from controller.coach.today.values import Item, What, Workout
from controller.core.timeline import Gait
from controller.words.catalogue import tr
from plans.notation.line import print_intervals
from plans.plan.compile import compile_session, running_time, total_time
from plans.plan.part import only_runs
from protocols.units import SECOND

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from controller.coach.history import Session
    from plans.plan.model import Plan

_MINUTE: Final = 60


def workout(plan: Plan, level: int, now: datetime, runs: tuple[int, int] = (0, 0)) -> Workout:
    """Return a level of a plan, or some of its runs, as it would go if it began now."""
    program = compile_session(plan, level)
    if runs[0]:
        program = only_runs(program, *runs)
    lasts = total_time(program) // SECOND
    return Workout(
        plan=plan.id,
        level=level,
        levels=len(plan.levels),
        work=print_intervals(plan.levels[level].line),
        runs=program.runs,
        running_s=running_time(program) // SECOND,
        lasts_s=lasts,
        ends=now + timedelta(seconds=lasts),
        first_run=runs[0],
        last_run=runs[1],
    )


def easier_than(due: Workout, plan: Plan, now: datetime) -> tuple[Item, ...]:
    """Return what may be done in place of a session with runs."""
    return tuple(_easier(due, plan, now))


def _easier(due: Workout, plan: Plan, now: datetime) -> Iterator[Item]:
    half = (due.runs + 1) // 2
    if half < due.runs:
        yield Item(
            What.SESSION,
            (
                tr("the first {half} of {runs} runs") if half > 1 else tr("one of {runs} runs")
            ).format(half=half, runs=due.runs),
            tr("Fewer runs; the level and what was done at it stay as they are."),
            do=f"reprise run --level {due.level} --runs 1-{half}",
            workout=workout(plan, due.level, now, (1, half)),
        )
    if due.level > 1:
        yield Item(
            What.SESSION,
            tr("level {level}").format(level=due.level - 1),
            tr("One level easier; yours to choose on any day."),
            do=f"reprise run --level {due.level - 1}",
            workout=workout(plan, due.level - 1, now),
        )
    minutes = due.lasts_s // _MINUTE
    yield Item(
        What.SESSION,
        tr("walk only, {minutes} min").format(minutes=minutes),
        tr("No running today; the level stays as it is."),
        do=f"reprise walk {minutes}min",
    )


def rest_of(session: Session, plan: Plan, walking: Plan, now: datetime) -> Workout | None:
    """Return what is left of a session: the runs not begun, or minutes of a walk; None if nothing.

    The run that was cut is not done again. Where belts take long to get up to speed less running
    was counted than was done; the rest has still no more runs than the level.
    """
    of = next((each for each in (plan, walking) if each.id == session.plan), None)
    if of is None or session.level not in of.levels:
        return None
    program = compile_session(of, session.level)
    whole = workout(of, session.level, now)._replace(goes_on=session.id)
    if not program.runs:
        left = (whole.lasts_s - session.lasted_s) // _MINUTE * _MINUTE
        return whole._replace(lasts_s=left, ends=now + timedelta(seconds=left)) if left else None
    ran = begun = 0
    for segment in program.segments:
        if segment.gait is Gait.RUN and ran < session.ran_s:
            begun += 1
            ran += segment.duration // SECOND
    if not begun:
        return whole
    if begun >= program.runs:
        return None
    rest = workout(of, session.level, now, (begun + 1, program.runs))
    return rest._replace(goes_on=session.id)


def command(due: Workout, plan: Plan) -> str:
    """Return what begins it in a terminal, where ``plan`` is the one in use."""
    if due.goes_on and not due.runs:
        return f"reprise walk {due.lasts_s // 60}min"
    words = ["reprise run"] if due.plan == plan.id else ["reprise run", due.plan]
    words += [f"--level {due.level}"] if due.levels > 1 else []
    words += [f"--runs {due.first_run}-{due.last_run}"] if due.first_run else []
    return " ".join(words)
