"""When the runner is asked: ``questions`` of a plan, read and printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from plans.marked.fields import Fields
from plans.notation.line import print_duration
from plans.notation.parse import NotationError, parse_duration
from plans.plan.keys import QUESTIONS, optional, required
from plans.plan.model import LONGEST_RUN_UNREMINDED, SHORTEST_REMINDER, Questions
from plans.problems import Findings, quoted
from protocols.units import Nanoseconds

if TYPE_CHECKING:
    from plans.marked.tree import Table

_ANYTHING: Final = {"every walk": 1, "every second walk": 2}
_TALK_TEST: Final = {"once per half": True, "never": False}
_EVERY: Final = "every "


def read_questions(findings: Findings, table: Table | None) -> Questions:
    """Return when the plan asks; what it does not say is as usual."""
    if table is None:
        return Questions()
    fields = Fields(
        findings, table, '"questions"', required=required(QUESTIONS), optional=optional(QUESTIONS)
    )
    return Questions(
        every=_ANYTHING.get(fields.one_of("anything", tuple(_ANYTHING)), 1),
        talk_test=_TALK_TEST.get(fields.one_of("talk-test", tuple(_TALK_TEST)), True),
        reminder=fields.notation("reminder-in-runs", parse_every, LONGEST_RUN_UNREMINDED),
    )


def parse_every(text: str) -> Nanoseconds:
    """Return how often a run is reminded: ``every 5min``. Raises `NotationError`."""
    if not text.startswith(_EVERY):
        message = f'{quoted(text)} does not say how often; write it like "every 5min".'
        raise NotationError(0, len(text), "every", message)
    try:
        often = parse_duration(text[len(_EVERY) :])
    except NotationError as error:
        start, end = error.start + len(_EVERY), error.end + len(_EVERY)
        raise NotationError(start, end, error.id, error.message) from None
    if not SHORTEST_REMINDER <= often <= LONGEST_RUN_UNREMINDED:
        bounds = f"{print_duration(SHORTEST_REMINDER)} to {print_duration(LONGEST_RUN_UNREMINDED)}"
        raise NotationError(0, len(text), "every", f"a run is reminded every {bounds}.")
    return often


def print_every(often: Nanoseconds) -> str:
    """Return how often a run is reminded as it is written: ``"every 5min"``."""
    return f"{_EVERY}{print_duration(often)}"


def print_anything(questions: Questions) -> str:
    """Return in which walks is asked, as it is written: ``"every walk"``."""
    return next(words for words, every in _ANYTHING.items() if every == questions.every)


def print_talk_test(questions: Questions) -> str:
    """Return when the talk test is asked, as it is written: ``"once per half"``."""
    return next(words for words, asked in _TALK_TEST.items() if asked is questions.talk_test)
