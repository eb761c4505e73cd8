"""``reprise plan new``: six questions, and a plan with a note above each of its parts."""

from __future__ import annotations

import argparse
import re
import shlex
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

from controller.cli import terminal_input
from controller.cli.exits import EXIT_DONE, EXIT_INTERRUPTED
from controller.cli.new_file import new_file
from controller.cli.plan.schema import keep_schema
from controller.words.catalogue import tr
from plans.authoring.starter import MOST_LEVELS, Answers, parse_first, starter
from plans.marked.fields import LONGEST_LINE
from plans.notation.amounts import parse_count, print_count
from plans.notation.line import Pace
from plans.notation.parse import NotationError
from plans.plan.model import EARLIEST_WEEKS
from plans.plan.reader import read_plan
from plans.plan.speeds import parse_pace_speed, tidy_pace_speed

T = TypeVar("T")
Ask = Callable[[str], str]
"""Shows a question and returns the line that was typed; raises `EOFError` at its end."""

_ENDING: Final = ".plan.yaml"
_MOST_WEEKS: Final = 520
_LONGEST_FOR_WHOM: Final = 500


def new_plan(args: argparse.Namespace) -> int:
    """Ask, write a new file, say where it lies, and return the exit code.

    Nothing is written before the last answer. Without a terminal nobody is asked.

    Raises:
        NewFileRefused: there is such a file, or it cannot be made.

    """
    path = new_file(tr("the plan"), args.file, [_ENDING])
    asks = not args.yes and sys.stdin.isatty() and sys.stderr.isatty()
    try:
        answers = interview(_ask if asks else _nobody, _say, _id_of(path))
    except (EOFError, KeyboardInterrupt):
        _say(tr("\nNothing was written."))
        return EXIT_INTERRUPTED
    text = starter(answers, _schema())
    # A file that its own reader refuses would be a mistake of ours, and is better not there.
    levels = len(read_plan(text, path.name).levels)
    with path.open("x", encoding="utf-8") as file:
        file.write(text)
    sys.stdout.write(f"{path}\n")
    if levels < answers.levels:
        _say(
            tr("It has {levels} levels: no small step leads on from the last one.").format(
                levels=levels
            )
        )
    _say(
        tr("Change it as you like, and then: reprise plan check {file}").format(
            file=shlex.quote(str(path))
        )
    )
    return EXIT_DONE


def interview(ask: Ask, say: Callable[[str], None], name: str) -> Answers:
    """Return what somebody answers; an empty line takes what stands in the brackets.

    Args:
        ask: asks one question.
        say: tells what is wrong with an answer.
        name: the id of the plan.

    Raises:
        EOFError: there will be no more answers.

    """

    def answer(question: str, usual: str, parse: Callable[[str], T]) -> T:
        while True:
            text = ask(f"{question} [{usual}] ").strip() or usual
            try:
                return parse(text)
            except NotationError as wrong:
                say(f"  {wrong.message}")

    say(tr("A new plan. ENTER takes what stands in brackets; all can be changed in the file."))
    title = answer(tr("Title"), "Back to running, one small step at a time", _line)
    weeks = answer(tr("Not before how many weeks after a birth"), print_count(12, "weeks"), _weeks)
    whom = f"People {weeks} weeks or more after a birth who pass the readiness checks."
    return Answers(
        id=name,
        title=title,
        weeks=weeks,
        for_whom=answer(tr("For whom"), whom, _prose),
        first=answer(tr("First level"), "8 x (30s jog, 2min walk)", parse_first),
        levels=answer(tr("How many levels"), print_count(12, "levels"), _levels),
        jog=answer(tr("Speed of a jog"), "7.5 km/h (7.0 km/h to 9.0 km/h)", _jog),
    )


def _ask(question: str) -> str:
    return terminal_input.ask(question, sys.stderr)


def _nobody(_question: str) -> str:
    return ""


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def _schema() -> str | None:
    """Return the address of the schema; a computer that keeps none gets a plan without it."""
    try:
        return keep_schema().as_uri()
    except OSError as error:
        _say(
            tr("Editors will not complete this file: {file}: {reason}.").format(
                file=error.filename, reason=error.strerror
            )
        )
        return None


def _id_of(path: Path) -> str:
    """Return the id that a file's name stands for: ``Woche 1.plan.yaml`` is ``woche-1``."""
    plain = unicodedata.normalize("NFKD", path.name.removesuffix(_ENDING)).lower()
    words = re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode())
    return "-".join(words)[:LONGEST_LINE].strip("-") or "my-plan"


def _wrong(text: str, message: str) -> NotationError:
    return NotationError(0, len(text), "answer", message)


def _line(text: str) -> str:
    if len(text) > LONGEST_LINE:
        raise _wrong(text, tr("a title has at most {most} characters.").format(most=LONGEST_LINE))
    return _prose(text)


def _prose(text: str) -> str:
    if not text.isprintable():
        raise _wrong(text, tr("there are characters in it that cannot be shown; type it again."))
    if len(text) > _LONGEST_FOR_WHOM:
        raise _wrong(
            text,
            tr("write at most {most} characters here; more in the file.").format(
                most=_LONGEST_FOR_WHOM
            ),
        )
    return text


def _weeks(text: str) -> int:
    return _count(text, "weeks", EARLIEST_WEEKS, _MOST_WEEKS)


def _levels(text: str) -> int:
    return _count(text, "levels", 2, MOST_LEVELS)


def _count(text: str, what: str, least: int, most: int) -> int:
    """Return a number with or without its word: beside the question it can mean one thing only."""
    bare = text.isascii() and text.isdecimal() and len(text) <= 4
    number = int(text) if bare else parse_count(text, what)
    if not least <= number <= most:
        raise _wrong(
            text,
            tr("write {least} to {most}.").format(least=least, most=print_count(most, what)),
        )
    return number


def _jog(text: str) -> str:
    parse_pace_speed(text, Pace.JOG)
    return tidy_pace_speed(text)
