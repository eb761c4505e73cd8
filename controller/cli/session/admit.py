"""The door before every session on a real treadmill: is it open to this person today?

The same decision for every way in. A simulated session is never asked.
"""

from __future__ import annotations

import textwrap
from datetime import date
from typing import Final

from controller.cli.session.planned import Planned
from controller.coach.asking.told import Held, Off, held_on
from controller.coach.history import History, WhyStopped
from controller.coach.progress.decision import WAITS, Decision
from controller.coach.progress.rules import decide
from controller.coach.readiness.gates import Again, Gate, Readiness, State
from controller.coach.readiness.judge import WALKING, readiness
from controller.coach.readiness.known import Known
from controller.core.accepted import Accepted
from controller.words.catalogue import tr
from controller.words.days import day_and_year
from plans.problems import quoted
from plans.readiness.checks import Checks

_WALK: Final = "reprise walk 20min"
_AGAIN: Final = {
    Again.OPENS: tr("{because}; from {day} on"),
    Again.ASKED: tr("{because}; asked again from {day} on"),
    Again.TESTED: tr("{because}; its tests wait until {day}"),
}
_WALK_INSTEAD: Final = tr("A walk is open: {walk}.").format(walk=_WALK)
_WIDTH: Final = 80
_SETUP: Final = "reprise setup"
_OPEN_TODAY: Final = tr("Open today: reprise run {plan}, and reprise prepare.").format(plan=WALKING)


class NotAdmitted(Exception):  # noqa: N818  # it is nobody's mistake
    """A session is not open today; all that there is to say of it, in lines."""


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
    held = held_on(history, today)
    if held.ends_all:  # all else is asked once more before a session
        keep_off(held, asked)
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
                tr(
                    "{session} is not open today; level 1 is. {gate}: {state} ({because}). {advice}"
                ).format(
                    session=_name(asked, level),
                    gate=_capital(gate.title),
                    state=tr(gate.state.value),
                    because=gate.because,
                    advice=f"{gate.ask} {gate.meanwhile}",
                )
            )
        )
    decision = decide(history, asked.plan, asked.policy_file, today)
    not_next = _not_next(decision, history, level, today)
    if not_next:
        raise NotAdmitted(
            _filled(
                tr("{session} is not open today; {why}").format(
                    session=_name(asked, level), why=not_next
                )
            )
        )


def keep_off(held: Held, asked: Planned) -> None:
    """Return if what was answered before a session does not keep this one off.

    Raises:
        NotAdmitted: it does.
    """
    if held.off is Off.BELT:
        raise NotAdmitted(held.because)
    if held.off is Off.RUNNING and asked.program.runs:
        raise NotAdmitted(f"{held.because} {_WALK_INSTEAD}")


_NOTHING_TOLD: Final = tr(
    "running: not yet, for nothing is known of you, and nobody runs here before the questions that "
    "decide about it: {setup} asks them, in about two minutes. Walking is open once the warning "
    "signs were asked there."
).format(setup=_SETUP)


def _not_next(decision: Decision, history: History, level: int, today: date) -> str:
    """Return why a level is not what is next, or nothing; an easier one always may be."""
    why = tr("{because} (rule {rule})").format(because=decision.because, rule=decision.rule)
    if decision.kind in WAITS:
        return tr("no run is. {why} Open meanwhile: reprise run {plan}.").format(
            why=why, plan=decision.meanwhile or WALKING
        )
    if level > decision.level:
        return tr("level {level} is. {why}").format(level=decision.level, why=why)
    if decision.not_before > today and not _goes_on(history, today):
        return tr("from {day} on it is. {why} A walk is open: {walk}.").format(
            day=day_and_year(decision.not_before), why=why, walk=_WALK
        )
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
    return tr(
        "{plan} asks for the checks {checks}, and there is no such list; "
        "write in its file, under entry, readiness: {id}."
    ).format(plan=asked.plan.id, checks=named, id=checks.id)


def _plan_begins(known: Known, asked: Planned) -> str:
    """Return why a plan of its own later beginning is not open yet, or nothing."""
    weeks = asked.plan.entry.weeks_since_birth
    begins = known.plan_begins(weeks)
    if begins is None:
        return ""
    return tr(
        "{plan} begins {weeks} weeks after a birth: for you on {day}. A walk is open: {walk}."
    ).format(plan=asked.plan.id, weeks=weeks, day=day_and_year(begins), walk=_WALK)


def _closed(found: Readiness, asked: Planned, level: int) -> str:
    waits = found.closed()
    if not found.belt:
        waits = tuple(each for each in waits if each.id == "signs")
    told = waits if not found.belt else tuple(each for each in found.gates if each.hard)
    # What was told or tried leads; that the rest is still to come is seen in the list.
    first = [each for each in waits if each.state is State.NOT_YET] or list(waits[:1])
    why = tr("Running: not yet. Here is all that decides it:") if found.belt else found.because
    lines = (
        tr("{session} is not open today. {why}").format(session=_name(asked, level), why=why),
        *(_row(each) for each in told),
        *(f"{_capital(each.title)}: {each.ask}" for each in first),
        tr("Meanwhile: {advice}").format(
            advice=" ".join(dict.fromkeys(each.meanwhile for each in first))
        ),
        *([_OPEN_TODAY] if found.meanwhile else []),
        tr("{setup} asks all of this, and what was told can be told anew any day.").format(
            setup=_SETUP
        ),
    )
    return "\n".join(_filled(each) for each in lines)


def _name(asked: Planned, level: int) -> str:
    plan = asked.plan
    return (
        tr("{plan}, level {level},").format(plan=plan.id, level=level)
        if len(plan.levels) > 1
        else plan.title
    )


def _row(gate: Gate) -> str:
    because = gate.because
    if gate.until is not None:
        because = _AGAIN[gate.again].format(because=because, day=day_and_year(gate.until))
    return f"  {tr(gate.state.value):<9} {gate.title} ({because})"


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _filled(text: str) -> str:
    indent = " " * 12 if text.startswith("  ") else ""
    return textwrap.fill(text, _WIDTH, subsequent_indent=indent, break_on_hyphens=False)
