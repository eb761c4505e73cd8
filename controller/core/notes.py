"""What a session that has ended would still like to be told, standing. Nothing moves for it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from controller.core import numbers
from controller.core.judge import Reported
from controller.core.policy import Strength
from controller.core.reporting import named, verdict_of
from controller.core.state import Notes, SessionState
from controller.core.stopping import Commands
from controller.core.symptoms import STRENGTHS, TOO_MUCH, UNSURE
from protocols.units import Nanoseconds

SIGNS: Final = {1: "now", 2: "today", 3: "bulge", 0: "mistake"}
"""What may be told of them, the gravest first, by the number of `SignsGiven`; until then it stays
at the most serious (docs/screens.md, Referred)."""
_GRAVITY: Final = tuple(SIGNS.values())


def wanted(state: SessionState, now: Nanoseconds) -> Notes | None:
    """Return what is still to be told at the end of a session, or None.

    A report that named a place knows only the strictest of its symptoms; the belt has obeyed that
    one, so that the exact site can only be milder. "Too much" stopped it before it was asked where.
    """
    sites = tuple(number for number in range(len(state.course.reports)) if _open(state, number))
    signs = state.course.unwell
    if not state.contact.operator or not (sites or signs):
        return None
    return Notes(sites, signs, Nanoseconds(now + numbers.NOTES_LIMIT))


def _open(state: SessionState, number: int) -> bool:
    """Return whether it is still to be told where, or which of a place's symptoms, it was."""
    if unplaced(state.course.reports[number]):
        return True
    return len(members(state, number)) > 1 and not _repeats(state, number)


def unplaced(report: Reported) -> bool:
    """Return whether it was too much, and nobody has asked where."""
    return report.place == UNSURE.id and _too_much(report)


def _too_much(report: Reported) -> bool:
    return report.words == STRENGTHS[TOO_MUCH]


def members(state: SessionState, number: int) -> tuple[str, ...]:
    """Return the ids of the symptoms that a report may be of, if only its place was named."""
    report = state.course.reports[number]
    place = state.setup.policy.place(report.place)
    if place is None or report.label != place.name.capitalize():
        return ()
    return place.members


def _repeats(state: SessionState, number: int) -> bool:
    """Return whether an earlier report of the same place is asked about already."""
    reports = state.course.reports
    place = reports[number].place
    return any(
        each.place == place and len(members(state, before)) > 1
        for before, each in enumerate(reports[:number])
    )


def give_site(state: SessionState, number: int, symptom: str) -> SessionState:
    """Write the exact site into the reports of its place; anything else means "not sure".

    Of what was too much the place is told first, and then its site.

    Args:
        state: where the session stands.
        number: of the report in the history.
        symptom: an id, of a symptom or of a place.
    """
    ended = state.ended
    if ended is None or ended.notes is None or number not in ended.notes.sites:
        return state
    if _too_much(state.course.reports[number]):
        return _give_too_much(state, ended.notes, number, symptom)
    known, entry = members(state, number), state.setup.policy.entry(symptom)
    sites = tuple(each for each in ended.notes.sites if each != number)
    state = _left(state, replace(ended.notes, sites=sites))
    if symptom not in known or entry is None:
        return state
    place, label = state.course.reports[number].place, entry.symptom.label
    reports = tuple(
        replace(each, symptom=symptom, label=label)
        if each.place == place and members(state, other)
        else each
        for other, each in enumerate(state.course.reports)
    )
    return replace(state, course=replace(state.course, reports=reports))


def _give_too_much(state: SessionState, notes: Notes, number: int, told: str) -> SessionState:
    """Judge what was too much anew, by its place or its symptom; that it stopped the belt stays."""
    others = tuple(each for each in notes.sites if each != number)
    reports, policy = state.course.reports, state.setup.policy
    report = reports[number]
    first = unplaced(report)
    place = policy.place(told if first else report.place)
    if place is None or not (first or told in place.members):
        return _left(state, replace(notes, sites=others))
    before = replace(state, course=replace(state.course, reports=reports[:number]))
    said = named(before, place, TOO_MUCH, "" if first else told)
    verdict = verdict_of(before, said)
    refers = verdict is not None and verdict.action.strength.refers
    action = Strength.STOP_AND_REFER if refers else Strength.STOP
    placed = replace(
        report,
        symptom=said.symptom,
        value=said.value,
        action=action.name,
        label=said.label,
        place=place.id,
        rule="" if verdict is None else verdict.rule,
    )
    reports = (*reports[:number], placed, *reports[number + 1 :])
    state = replace(state, course=replace(state.course, reports=reports))
    sites = notes.sites if _open(state, number) else others
    return _left(state, replace(notes, sites=sites))


def give_signs(state: SessionState, choice: int) -> SessionState:
    """Take note of which signs there are, by `SIGNS`; what was done about them stays done.

    A graver one may come after the first: it counts at once. For a milder one the first is taken
    back (`take_signs_back`), so that a finger that slips makes nothing milder.
    """
    told = SIGNS.get(choice)
    if told is None or not _takes_signs(state):
        return state
    before = state.course.signs
    if before and _GRAVITY.index(told) >= _GRAVITY.index(before):
        return state
    return replace(state, course=replace(state.course, signs=told))


def take_signs_back(state: SessionState) -> SessionState:
    """Let it be as if nothing had been told of the signs: at the most serious."""
    if not _takes_signs(state):
        return state
    return replace(state, course=replace(state.course, signs=""))


def _takes_signs(state: SessionState) -> bool:
    return state.ended is not None and state.ended.notes is not None and state.ended.notes.signs


def _left(state: SessionState, notes: Notes) -> SessionState:
    if state.ended is None:
        return state
    left = notes if notes.sites or notes.signs else None
    return replace(state, ended=replace(state.ended, notes=left))


def notes_due(state: SessionState) -> Nanoseconds | None:
    """Return when nothing more is waited for."""
    ended = state.ended
    return None if ended is None or ended.notes is None else ended.notes.until


def close(state: SessionState, now: Nanoseconds, out: Commands) -> SessionState:  # noqa: ARG001
    """Wait for nothing more: the time is over, or nobody is there."""
    if state.ended is None or state.ended.notes is None:
        return state
    return replace(state, ended=replace(state.ended, notes=None))
