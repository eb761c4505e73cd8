"""Routines in words: the list with what suits today, one in full, and the same as JSON."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from controller.coach.preparation.suggestion import Listed, Preparation, done_words
from controller.coach.readiness.self_tests import dose_words
from controller.words.catalogue import tr, trn
from plans.notation.line import print_duration
from plans.preparation.routines import POSITIONS, Exercise, Routine
from plans.readiness.self_tests import print_dose
from protocols.units import SECOND

FORMAT: Final = "reprise-preparation 1"
_WIDTH: Final = 80
_LEGS: Final = {
    "none": tr("{number}. {title}, {dose}"),
    "one": tr("{number}. {title}, {dose}, on one leg"),
    "two": tr("{number}. {title}, {dose}, on two legs"),
}
_INDENT: Final = " " * 9


def list_lines(found: Preparation, today: date) -> Iterator[str]:
    """Yield the list, line by line."""
    days = found.suggestion.days
    yield tr("BODY WORK   on {days} of the last 7 days").format(days=days)
    if found.closed:
        yield from filled(found.closed, "")
    for each in found.suggestion.listed:
        yield ""
        yield f"{each.id}: {each.title}"
        yield f"         {_extent(each)}; {done_words(each, today)}"
        if each.note:
            yield f"         {each.note}"
    yield ""
    if not found.closed:
        chosen = found.suggestion.routine
        told = tr("today:   {routine}. {because}").format(
            routine=chosen or tr("nothing"), because=found.suggestion.because
        )
        yield from filled(told, _INDENT)
        if chosen:
            yield tr("do:      reprise prepare {routine}").format(routine=chosen)
    if found.tests:
        yield tr("tests:   {tests}").format(tests=", ".join(each.id for each in found.tests))
        yield tr("do:      reprise prepare tests")
    else:
        yield from filled(tr("tests:   {reason}").format(reason=found.no_tests), _INDENT)


def _extent(listed: Listed) -> str:
    return trn(
        "{minutes} min, {n} exercise", "{minutes} min, {n} exercises", listed.exercises
    ).format(minutes=listed.minutes, n=listed.exercises)


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
    yield from filled(routine.about, "")
    yield tr("since the birth: {weeks}; after a caesarean: {more_weeks}").format(
        weeks=_weeks(routine.weeks), more_weeks=_weeks(routine.weeks_after_caesarean)
    )
    yield tr("sources: {sources}; {review}.").format(
        sources=", ".join(routine.sources), review=routine.review
    )
    for number, each in enumerate(routine.exercises, 1):
        yield ""
        yield from _exercise(number, each)


def _exercise(number: int, each: Exercise) -> Iterator[str]:
    dose = dose_words(each.dose)
    yield _LEGS[each.legs].format(number=number, title=each.title, dose=dose)
    yield from _row(tr("place"), POSITIONS[each.position])
    if each.breath is not None:
        inhale, exhale = print_duration(each.breath.inhale), print_duration(each.breath.exhale)
        yield from _row(tr("in"), f"{each.on_in} ({inhale})")
        yield from _row(tr("out"), f"{each.on_out} ({exhale})")
    yield from _row(tr("how"), each.how)
    yield from _row(tr("feel"), each.feel)
    yield from _row(tr("stop if"), each.stop_when)
    yield from _row(tr("from"), ", ".join(each.sources))


def _weeks(number: int) -> str:
    return trn("{n} week", "{n} weeks", number).format(n=number)


def _row(name: str, text: str) -> list[str]:
    return filled(f"   {name:<9}{text}", " " * 12)


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


def filled(text: str, indent: str) -> list[str]:
    """Return a text in lines that fit a terminal; all but the first are indented."""
    return textwrap.wrap(
        text, _WIDTH, subsequent_indent=indent, break_on_hyphens=False, drop_whitespace=True
    )
