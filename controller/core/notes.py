"""What a session that has ended would still like to be told, standing. Nothing moves for it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from controller.core import numbers
from controller.core.afterwards import Given, Notes
from controller.core.judge import Reported
from controller.core.policy import Strength
from controller.core.reporting import named, verdict_of
from controller.core.state import Ended, Outcome, SessionState
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
    if not _stays(state) or not (sites or signs):
        return None
    return Notes(sites, signs, Nanoseconds(now + numbers.NOTES_LIMIT))


def _stays(state: SessionState) -> bool:
    """Return whether anything is waited for: somebody is there, and nobody told it to go."""
    return state.contact.operator and not state.contact.must_go


def hold(state: SessionState, now: Nanoseconds) -> SessionState:
    """Listen on, as long as for a note: somebody stays at the end.

    Whoever stops first may feel faint only then. The belt is watched no longer for it: it may be
    anybody's by now.
    """
    ended = state.ended
    if ended is None or ended.outcome is Outcome.REFUSED or not _stays(state):
        return state
    until = Nanoseconds(now + numbers.NOTES_LIMIT)
    notes = ended.notes or Notes((), signs=False, until=until)
    return replace(state, ended=replace(ended, notes=replace(notes, until=until, held=True)))


def tell_unwell(state: SessionState, now: Nanoseconds) -> SessionState:
    """Take note that she is unwell, standing, and ask which signs there are.

    What was told before stays: it can be taken back no more.
    """
    state = replace(state, course=replace(state.course, unwell=True))
    state = hold(state, now)
    ended = state.ended
    if ended is None or ended.notes is None or ended.notes.signs:
        return state
    notes = replace(ended.notes, signs=True, given=())
    return replace(state, ended=replace(ended, notes=notes))


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
    notes = ended.notes
    if notes.held:  # else nobody is told that it can be taken back, and the key is for the signs
        notes = replace(notes, given=(*notes.given, Given(number, state.course.reports)))
    if _too_much(state.course.reports[number]):
        return _give_too_much(state, notes, number, symptom)
    known, entry = members(state, number), state.setup.policy.entry(symptom)
    state = _left(state, _without(notes, number))
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
    reports, policy = state.course.reports, state.setup.policy
    report = reports[number]
    first = unplaced(report)
    place = policy.place(told if first else report.place)
    if place is None or not (first or told in place.members):
        return _left(state, _without(notes, number))
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
    return _left(state, notes if _open(state, number) else _without(notes, number))


def give_signs(state: SessionState, choice: int) -> SessionState:
    """Take note of which signs there are, by `SIGNS`; what was done about them stays done.

    A graver one may come after the first: it counts at once. For a milder one the first is taken
    back (`take_back`), so that a finger that slips makes nothing milder.
    """
    told, ended = SIGNS.get(choice), state.ended
    if told is None or ended is None or ended.notes is None or not ended.notes.signs:
        return state
    before = state.course.signs
    if before and _GRAVITY.index(told) >= _GRAVITY.index(before):
        return state
    state = replace(state, course=replace(state.course, signs=told))
    return replace(state, ended=replace(ended, notes=replace(ended.notes, given=())))


def take_back(state: SessionState) -> SessionState:
    """Take back what was told last behind the end: a site, or the signs.

    Without the signs it is as if nothing had been told of them: at the most serious.
    """
    ended = state.ended
    if ended is None or ended.notes is None:
        return state
    if ended.notes.given:
        return _take_site_back(state, ended, ended.notes)
    return replace(state, course=replace(state.course, signs="")) if ended.notes.signs else state


def _take_site_back(state: SessionState, ended: Ended, notes: Notes) -> SessionState:
    """Ask again for the site that was told last, and let the reports be what they were."""
    *given, last = notes.given
    sites = tuple(sorted({*notes.sites, last.number}))
    notes = replace(notes, sites=sites, given=tuple(given))
    state = replace(state, course=replace(state.course, reports=last.reports))
    return replace(state, ended=replace(ended, notes=notes))


def _without(notes: Notes, number: int) -> Notes:
    return replace(notes, sites=tuple(each for each in notes.sites if each != number))


def _left(state: SessionState, notes: Notes) -> SessionState:
    if state.ended is None:
        return state
    left = notes if notes.asks or notes.held else None
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


def told_to_go(state: SessionState, now: Nanoseconds, out: Commands) -> SessionState:
    """Wait for nothing more, and for nothing later either: it is told to go."""
    state = replace(state, contact=replace(state.contact, must_go=True))
    return close(state, now, out)
