"""``reprise plan preview``: a level on a treadmill and all levels by week, as text or a picture."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from typing import TYPE_CHECKING, Final, NamedTuple

from controller.cli.defaults import DEFAULT_MACHINE
from controller.cli.exits import EXIT_DONE
from controller.cli.extras import say_missing
from controller.cli.machines.ramps import find_ramps
from controller.cli.new_file import new_file
from controller.cli.plan.paces import PACES
from controller.cli.plan.words import work, wrapped
from controller.session.admission import NotPossible, fit
from controller.words.catalogue import tr, trn
from plans.plan.compile import compile_session
from plans.plan.speeds import told_speeds
from plans.preview.quickest import quickest, weeks
from plans.preview.text import ASCII, BLOCKS, NARROWEST, legend, staircase, strip
from plans.preview.timeline import rehearse
from plans.preview.totals import of_program, totals
from plans.shelf import open_plan, policy_of
from protocols.units import clock_time

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from controller.core.timeline import Program
    from plans.plan.model import Plan
    from plans.preview.text import Line, Signs
    from plans.preview.timeline import Timeline

_WIDEST: Final = 120
"""Cells that are used of a wide terminal, unless more are asked for."""
_COLOURS: Final = {"run": "\x1b[38;5;214m", "walk": "\x1b[38;5;75m", "mark": "\x1b[1m"}
"""Near the orange and the blue of the screens (`controller.tui.drawing.ink`), in 256 colours."""
_PLAIN: Final = "\x1b[0m"


class _Seen(NamedTuple):
    """A level, and what a treadmill makes of it."""

    machine: str
    program: Program
    timeline: Timeline


def preview_plan(args: argparse.Namespace) -> int:
    """Print the preview, or draw it into a file, and return the exit code.

    Raises:
        UnknownName, UnknownLevel, PlanInvalid, PolicyInvalid: the plan cannot be shown.
        MachineUnknown, MachineInvalid, MachinesInvalid: the treadmill cannot be found, or read.
        NotPossible: the treadmill cannot do the session, or cannot even be started.
        NewFileRefused, OSError: the picture cannot be written.
    """
    file = open_plan(args.plan)
    plan = file.plan
    program = compile_session(plan, args.level)
    machine = find_ramps(args.machine or DEFAULT_MACHINE)
    fit(program, machine.ramps.speeds, machine.name)
    path = _picture(args)
    timeline = rehearse(program, policy_of(file).policy, machine.ramps)
    if not timeline.seconds:
        raise NotPossible(
            tr("nothing is to be seen on {machine}: {reason}.").format(
                machine=machine.name, reason=timeline.unfinished
            )
        )
    seen = _Seen(machine.name, program, timeline)
    if path is not None:
        return _draw(path, plan, args.level, seen)
    width = args.width or _terminal()
    signs = BLOCKS if _shows_blocks() else ASCII
    lines: list[Line | str] = [
        *wrapped(f"{plan.id}, {_level(plan, args.level)}", "", "", width),
        *wrapped(_outcome(args.level, seen), "", "", width),
        *wrapped(_own_units(plan), "", "", width),
        legend(signs),
        *strip(timeline, program, width, signs),
        *wrapped(f"{caption(plan)}:", "", "", width),
        *stairs(plan, args.level, width, signs),
    ]
    sys.stdout.writelines(f"{line}\n" for line in _painted(lines))
    return EXIT_DONE


def stairs(plan: Plan, level: int, width: int, signs: Signs = BLOCKS) -> list[Line]:
    """Return the staircase of a plan's levels, with one of them marked."""
    return staircase(totals(plan), quickest(plan), level, width, signs)


def _picture(args: argparse.Namespace) -> Path | None:
    if args.png is not None:
        return new_file("--png", args.png, [".png"])
    return None if args.svg is None else new_file("--svg", args.svg, [".svg"])


def _level(plan: Plan, level: int) -> str:
    return tr("level {level} of {levels}: {work}").format(
        level=level, levels=len(plan.levels), work=work(plan.levels[level])
    )


def _outcome(level: int, seen: _Seen) -> str:
    """Return what the session comes to on the treadmill."""
    timeline = seen.timeline
    in_all = tr("On {treadmill}: {time}, {km} km").format(
        treadmill=seen.machine, time=_clock(timeline.seconds), km=f"{timeline.metres / 1000:.2f}"
    )
    planned = of_program(level, seen.program)
    if planned.runs:
        ran = _clock(timeline.seconds_at())
        in_all = tr("{in_all}; {ran} of it at 7.0 km/h or faster, {planned} planned").format(
            in_all=in_all, ran=ran, planned=clock_time(planned.running)
        )
    if timeline.unfinished:
        return tr("{in_all}. It does not get to its end there: {why}.").format(
            in_all=in_all, why=timeline.unfinished
        )
    return f"{in_all}."


def _own_units(plan: Plan) -> str:
    """Return the speeds as the author wrote them, if that was not in km/h as the scale is."""
    if not any(each.written for each in plan.speeds.values()):
        return ""
    told = (f"{PACES[pace]} {told_speeds(each)[each.usual]}" for pace, each in plan.speeds.items())
    return f"{', '.join(told)}."


def caption(plan: Plan) -> str:
    """Return what the staircase is of."""
    runs = any(each.runs for each in totals(plan))
    sessions = quickest(plan)
    in_weeks = weeks(sessions)
    told = tr("Minutes by level; at the quickest {sessions} in {weeks}")
    if runs:
        told = tr("Minutes of running by level; at the quickest {sessions} in {weeks}")
    return told.format(
        sessions=trn("{n} session", "{n} sessions", len(sessions)).format(n=len(sessions)),
        weeks=trn("{n} week", "{n} weeks", in_weeks).format(n=in_weeks),
    )


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d}"


def _draw(path: Path, plan: Plan, level: int, seen: _Seen) -> int:
    try:
        from plans.preview.picture import Shown, draw  # noqa: PLC0415
    except ModuleNotFoundError as missing:
        without = tr(", or leave --png and --svg out")
        return say_missing(missing, tr("a picture"), "matplotlib", "charts", without)
    told = _outcome(level, seen)
    shown = Shown(
        title=plan.title,
        below_title=tr("The plan {plan}, {review}. {outcome}").format(
            plan=plan.id, review=plan.review, outcome=told
        ),
        of_level=tr("Level {level}: {work}").format(level=level, work=work(plan.levels[level])),
        of_plan=caption(plan),
        program=seen.program,
        timeline=seen.timeline,
        level=level,
        levels=totals(plan),
        sessions=quickest(plan),
    )
    draw(shown, path)
    sys.stdout.write(tr("{outcome}\nThe picture is in {path}.\n").format(outcome=told, path=path))
    return EXIT_DONE


def _terminal() -> int:
    return max(NARROWEST, min(_WIDEST, shutil.get_terminal_size().columns))


def _shows_blocks() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"


def _painted(lines: list[Line | str]) -> Iterator[str]:
    """Yield lines of text, in colour where a person sees them and has not said no to it."""
    colours = _COLOURS if sys.stdout.isatty() and not os.environ.get("NO_COLOR") else {}
    for line in lines:
        if isinstance(line, str):
            yield line
            continue
        yield "".join(
            f"{colours[each.kind]}{each.text}{_PLAIN}" if each.kind in colours else each.text
            for each in line
        )
