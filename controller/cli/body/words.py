"""Routines in words: the list with what suits today, one in full, and the same as JSON."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from controller.coach.preparation.suggestion import Listed, Preparation, done_words
from plans.notation.amounts import print_count
from plans.notation.line import print_duration
from plans.preparation.routines import POSITIONS, Exercise, Routine
from plans.readiness.self_tests import print_dose
from protocols.units import SECOND

FORMAT: Final = "reprise-preparation 1"
_WIDTH: Final = 80
_INDENT: Final = " " * 9


def list_lines(found: Preparation, today: date) -> Iterator[str]:
    """Yield the list, line by line."""
    days = found.suggestion.days
    yield f"BODY WORK   on {days} of the last 7 days"
    if found.closed:
        yield from _filled(found.closed, "")
    for each in found.suggestion.listed:
        yield ""
        yield f"{each.id}: {each.title}"
        yield f"         {_extent(each)}; {done_words(each, today)}"
        if each.note:
            yield f"         {each.note}"
    yield ""
    if not found.closed:
        chosen = found.suggestion.routine
        yield from _filled(f"today:   {chosen or 'nothing'}. {found.suggestion.because}", _INDENT)
        if chosen:
            yield f"do:      reprise prepare {chosen}"
    if found.tests:
        yield f"tests:   {', '.join(each.id for each in found.tests)}"
        yield "do:      reprise prepare tests"
    else:
        yield from _filled(f"tests:   {found.no_tests}", _INDENT)


def _extent(listed: Listed) -> str:
    return f"{listed.minutes} min, {print_count(listed.exercises, 'exercises')}"


def list_json(found: Preparation) -> dict[str, Any]:
    """Return the list as JSON has it."""
    return {
        "format": FORMAT,
        "days": found.suggestion.days,
        "today": found.suggestion.routine or None,
        "because": found.suggestion.because,
        "closed": found.closed or None,
        "routines": [
            {**each._asdict(), "last": None if each.last is None else each.last.isoformat()}
            for each in found.suggestion.listed
        ],
        "tests": [each._asdict() for each in found.tests],
        "no_tests": found.no_tests or None,
    }


def show_lines(routine: Routine) -> Iterator[str]:
    """Yield a routine in full, line by line."""
    yield f"{routine.id}: {routine.title}"
    yield from _filled(routine.about, "")
    since = print_count(routine.weeks, "weeks")
    yield f"since the birth: {since}; after a caesarean: " + print_count(
        routine.weeks_after_caesarean, "weeks"
    )
    yield f"sources: {', '.join(routine.sources)}; {routine.review}."
    for number, each in enumerate(routine.exercises, 1):
        yield ""
        yield from _exercise(number, each)


def _exercise(number: int, each: Exercise) -> Iterator[str]:
    legs = f", on {each.legs} leg{'s' if each.legs == 'two' else ''}"
    yield f"{number}. {each.title}, {print_dose(each.dose)}{legs if each.legs != 'none' else ''}"
    yield from _row("place", POSITIONS[each.position])
    if each.breath is not None:
        inhale, exhale = print_duration(each.breath.inhale), print_duration(each.breath.exhale)
        yield from _row("in", f"{each.on_in} ({inhale})")
        yield from _row("out", f"{each.on_out} ({exhale})")
    yield from _row("how", each.how)
    yield from _row("feel", each.feel)
    yield from _row("stop if", each.stop_when)
    yield from _row("from", ", ".join(each.sources))


def _row(name: str, text: str) -> list[str]:
    return _filled(f"   {name:<9}{text}", " " * 12)


def show_json(routine: Routine) -> dict[str, Any]:
    """Return a routine as JSON has it; durations in whole seconds."""
    return {
        "format": FORMAT,
        "id": routine.id,
        "title": routine.title,
        "pillar": routine.pillar,
        "about": routine.about,
        "review": str(routine.review),
        "weeks": routine.weeks,
        "weeks_after_caesarean": routine.weeks_after_caesarean,
        "rest_s": routine.rest // SECOND,
        "sources": list(routine.sources),
        "exercises": [_exercise_json(each) for each in routine.exercises],
    }


def _exercise_json(each: Exercise) -> dict[str, Any]:
    breath = each.breath
    return {
        **each._asdict(),
        "dose": print_dose(each.dose),
        "breath": None
        if breath is None
        else {"in_s": breath.inhale // SECOND, "out_s": breath.exhale // SECOND},
    }


def _filled(text: str, indent: str) -> list[str]:
    return textwrap.wrap(
        text, _WIDTH, subsequent_indent=indent, break_on_hyphens=False, drop_whitespace=True
    )
