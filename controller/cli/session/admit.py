"""The door before every session on a real treadmill: is it open to this person today?

The same decision for every way in. A simulated session is never asked.
"""

from __future__ import annotations

import argparse
import textwrap
from datetime import date, timedelta
from typing import Final

from controller.cli.coach.diary_file import open_diary
from controller.cli.session.planned import Planned
from controller.coach.history import History, WhyStopped
from controller.coach.progress.decision import WAITS, Decision
from controller.coach.progress.rules import decide
from controller.coach.readiness.gates import Gate, Readiness, State
from controller.coach.readiness.judge import WALKING, readiness
from controller.coach.readiness.known import Known
from controller.core.accepted import Accepted
from plans.problems import quoted
from plans.provenance.review import told_day
from plans.readiness.checks import Checks

_WALK: Final = "reprise walk 20min"
_WIDTH: Final = 80
_SETUP: Final = "reprise setup"
_OPEN_TODAY: Final = f"Open today: reprise run {WALKING}, and reprise prepare."


class NotAdmitted(Exception):  # noqa: N818  # it is nobody's mistake
    """A session is not open today; all that there is to say of it, in lines."""


def known_history(args: argparse.Namespace) -> History:
    """Return what is known of whoever a command is for.

    Raises:
        DiaryTrouble: the diary cannot be read; then nothing is known, and nothing is opened.
        ProfileInvalid: there can be no such profile.
    """
    with open_diary(args) as diary:
        return diary.history()


def admit(history: History, checks: Checks, asked: Planned, level: int, today: date) -> None:
    """Return if a session is open to a person on a day.

    Args:
        history: all that is known of her.
        checks: the list of what decides.
        asked: the session, of which it counts whether it has runs.
        level: of its plan.
        today: the day by the clock on the wall.

    Raises:
        NotAdmitted: it is not; with why, until when, what opens it and what to do meanwhile.
    """
    found = readiness(history, checks, today)
    runs = asked.program.runs > 0
    if runs and not history.facts:
        raise NotAdmitted(_filled(_NOTHING_TOLD))
    if not found.belt or (runs and not found.running):
        raise NotAdmitted(_closed(found, asked, level))
    if not runs:
        return
    if asked.plan.entry.readiness not in (None, checks.id):
        raise NotAdmitted(_filled(_other_list(asked, checks)))
    too_soon = _plan_begins(Known(history, checks, today), asked)
    if too_soon:
        raise NotAdmitted(_filled(too_soon))
    if found.first_level_only and level > 1:
        gate = next(each for each in found.gates if each.id == "strength")
        raise NotAdmitted(
            _filled(
                f"{_name(asked, level)} is not open today; level 1 is. {_capital(gate.title)}: "
                f"{gate.state.value} ({gate.because}). {gate.ask} {gate.meanwhile}"
            )
        )
    decision = decide(history, asked.plan, asked.policy_file, today)
    not_next = _not_next(decision, history, level, today)
    if not_next:
        raise NotAdmitted(_filled(f"{_name(asked, level)} is not open today; {not_next}"))


_NOTHING_TOLD: Final = (
    "running: not yet, for nothing is known of you, and nobody runs here before the questions that "
    f"decide about it: {_SETUP} asks them, in about two minutes. Walking is open once the warning "
    "signs were asked there."
)


def _not_next(decision: Decision, history: History, level: int, today: date) -> str:
    """Return why a level is not what is next, or nothing; an easier one always may be."""
    why = f"{decision.because} (rule {decision.rule})"
    if decision.kind in WAITS:
        meanwhile = f" Open meanwhile: reprise run {decision.meanwhile or WALKING}."
        return f"no run is. {why}{meanwhile}"
    if level > decision.level:
        return f"level {decision.level} is. {why}"
    if decision.not_before > today and not _goes_on(history, today):
        return f"from {told_day(decision.not_before)} on it is. {why} A walk is open: {_WALK}."
    return ""


def _goes_on(history: History, today: date) -> bool:
    """Whether today's session was cut by the door or the phone: its rest needs no rest before it.

    How long that may be later is Today's to say.
    """
    if not history.sessions:
        return False
    last = max(history.sessions, key=lambda each: each.at)
    told = history.after(last.id)
    cut = told is not None and told.why_stopped is WhyStopped.ELSEWHERE
    return cut and not last.completed and last.at.date() == today


def accepted_by(history: History, checks: Checks, today: date) -> Accepted:
    """Return what a clinician has accepted of a person, as a session takes it."""
    return tuple(Known(history, checks, today).baseline().items())


def _other_list(asked: Planned, checks: Checks) -> str:
    named = quoted(asked.plan.entry.readiness or "")
    return (
        f"{asked.plan.id} asks for the checks {named}, and there is no such list; "
        f"write in its file, under entry, readiness: {checks.id}."
    )


def _plan_begins(known: Known, asked: Planned) -> str:
    """Return why a plan of its own later beginning is not open yet, or nothing."""
    weeks = asked.plan.entry.weeks_since_birth
    if known.birth is None or weeks is None or weeks <= known.checks.weeks:
        return ""
    begins = known.birth.on + timedelta(weeks=weeks)
    if known.today >= begins:
        return ""
    return (
        f"{asked.plan.id} begins {weeks} weeks after a birth: for you on {told_day(begins)}. "
        f"A walk is open: {_WALK}."
    )


def _closed(found: Readiness, asked: Planned, level: int) -> str:
    waits = found.closed()
    if not found.belt:
        waits = tuple(each for each in waits if each.id == "signs")
    told = waits if not found.belt else tuple(each for each in found.gates if each.hard)
    # What was told or tried leads; that the rest is still to come is seen in the list.
    first = [each for each in waits if each.state is State.NOT_YET] or list(waits[:1])
    why = "Running: not yet. Here is all that decides it:" if found.belt else found.because
    lines = (
        f"{_name(asked, level)} is not open today. {why}",
        *(_row(each) for each in told),
        *(f"{_capital(each.title)}: {each.ask}" for each in first),
        f"Meanwhile: {' '.join(dict.fromkeys(each.meanwhile for each in first))}",
        *([_OPEN_TODAY] if found.meanwhile else []),
        f"{_SETUP} asks all of this, and what was told can be told anew any day.",
    )
    return "\n".join(_filled(each) for each in lines)


def _name(asked: Planned, level: int) -> str:
    plan = asked.plan
    return f"{plan.id}, level {level}," if len(plan.levels) > 1 else plan.title


def _row(gate: Gate) -> str:
    until = ""
    if gate.until is not None:
        day = told_day(gate.until)
        until = f"; from {day} on" if gate.id == "weeks" else f"; again from {day} on"
    return f"  {gate.state.value:<9} {gate.title} ({gate.because}{until})"


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _filled(text: str) -> str:
    indent = " " * 12 if text.startswith("  ") else ""
    return textwrap.fill(text, _WIDTH, subsequent_indent=indent, break_on_hyphens=False)
