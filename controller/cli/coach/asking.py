"""Questions line by line: an answer and ENTER, at a terminal as from a pipe.

Not single keys, which a page has: whoever typed ENTER behind one of them answered the next
question by it. Nothing that is asked here is kept before its last answer, so that Ctrl-C and a
closed pipe keep nothing but a warning sign.
"""

from __future__ import annotations

import signal
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from controller.cli.terminal_input import next_line
from controller.coach.asking.calls import Call, call_words, calls_so_far
from controller.coach.asking.daily import WHICH
from controller.coach.asking.entries import Entries
from controller.coach.asking.interview import Interview
from controller.coach.asking.questions import ENTER, NO_ENTER, Form, Question
from controller.coach.asking.reading import EntryInvalid
from controller.coach.asking.setup import SAID_BACK, Reads
from controller.words.catalogue import tr

Say = Callable[[str], object]
KeepSigns = Callable[[Interview], bool]
"""Keeps the warning signs of questions that were left; returns whether there were any."""

BACK: Final = "backspace"
_WIDTH: Final = 80
_INDENT: Final = " " * 8
_STOP_HERE: Final = tr("These questions can wait: Ctrl-C closes them now, and the sign is kept.")


class AnswersInvalid(Exception):  # noqa: N818  # blame is in the name (law 7)
    """What came through a pipe answers nothing; one sentence that says what was kept."""


class _NoAnswer(Exception):  # noqa: N818  # as above
    """Nobody can be asked again; the sentence says why, and not yet what is kept."""


def fill_in(  # noqa: PLR0913  # what is asked, of whom, and where it stands
    form: Form,
    say: Say,
    country: str,
    keep: KeepSigns,
    *,
    in_setup: bool = False,
    place: tuple[int, int] | None = None,
) -> Interview:
    """Ask all questions of a form and return it with its answers.

    Whom to call is said as soon as an answer asks for it. Behind the last one the caller says it.

    Args:
        form: the questions.
        say: prints a line.
        country: two letters as told in the set-up, or nothing.
        keep: is called where she leaves before the last answer.
        in_setup: whether they stand among those of a set-up: a step back from the first of them
            leaves; then the form is returned open.
        place: of the form's only question among others, from 1, and of how many; None: its own.

    Raises:
        AnswersInvalid: nobody can be asked again, and an answer was none.
        KeyboardInterrupt: she left.
    """
    open_ = Interview(form)
    say(f"{form.title}.")
    if sys.stdin.isatty() and not in_setup:
        say(tr('ENTER behind each answer; "back" goes one back; Ctrl-C keeps only a warning sign.'))
    while (question := open_.question) is not None:
        before = open_
        with _left(open_, keep):
            for line in _asked(open_, question, place or open_.place):
                say(line)
            open_ = _answered(open_, question, say)
        if in_setup and open_ is before:
            break
        if open_.question is not None:
            with _left(open_, keep):
                _say_calls(calls_so_far(open_), calls_so_far(before), country, say)
    return open_


@contextmanager
def _left(done: Interview, keep: KeepSigns) -> Iterator[None]:
    """Keep the warning signs of what is answered so far, if she leaves within the block.

    She may leave while a question is still being printed, too, and by closing the window: then a
    signal comes, or nothing can be printed or read any more.
    """
    try:
        with _left_by_signals():
            yield
    except (KeyboardInterrupt, OSError):
        keep(done)
        raise
    except _NoAnswer as why:
        kept = (
            tr("Nothing but the warning sign was kept.") if keep(done) else tr("Nothing was kept.")
        )
        raise AnswersInvalid(f"{why} {kept}") from None


@contextmanager
def _left_by_signals() -> Iterator[None]:
    """Let a closed window, and whoever ends the process, be as Ctrl-C."""

    def leave(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    kinds = [getattr(signal, name) for name in ("SIGHUP", "SIGTERM") if hasattr(signal, name)]
    before = {each: signal.signal(each, leave) for each in kinds}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def fill_in_clearance(asked: Entries, say: Say, country: str, keep: KeepSigns) -> Entries:
    """Ask what a clinician said; in a terminal all of it is shown before it is kept.

    Its last answer can be taken back as any other: it stands under a clinician's name.

    Raises:
        As `fill_in_entries`.
    """
    asked = fill_in_entries(asked, say, country, keep)
    while sys.stdin.isatty():
        for given in asked.given:
            _say_wrapped(f"{given.question.text} {given.words}", say, _INDENT)
        sys.stdout.write(tr('ENTER keeps it, "back" goes one question back.') + " > ")
        sys.stdout.flush()
        line = next_line()
        if not line:
            raise AnswersInvalid(tr("That was not confirmed. Nothing was kept."))
        if line.strip().lower() in (BACK, "back"):
            asked = fill_in_entries(asked.back(), say, country, keep)
        elif not line.strip():
            break
    return asked


def fill_in_entries(asked: Entries, say: Say, country: str, keep: KeepSigns) -> Entries:
    """Ask the questions of a set-up, a line each, and return them answered.

    Whom to call is said as by `fill_in`.

    Raises:
        AnswersInvalid: nobody can be asked again, and an answer was none.
        KeyboardInterrupt: she left.
    """
    leave = tr("Ctrl-C leaves, and keeps nothing but a warning sign.")
    back = tr('ENTER takes what stands in brackets; "back" goes one question back.')
    _say_wrapped(f"{back} {leave}", say)
    while (question := asked.question) is not None:
        if question.reads is Reads.SIGNS:
            form, place = asked.signs.form, asked.place
            signs = fill_in(form, say, country, keep, in_setup=True, place=place)
            asked = asked.back() if signs.question is not None else asked.screened(signs)
            if signs.question is None and asked.question is not None:
                called = calls_so_far(signs)
                with _left(signs, keep):
                    _say_calls(called, (), country, say)
                    if Call.NOW in called and sys.stdin.isatty():
                        _say_wrapped(_STOP_HERE, say, _INDENT)
            continue
        number, of = asked.place
        with _left(asked.signs, keep):
            if of > 1 and question.key in WHICH:
                _say_wrapped(question.text, say, _INDENT)
            else:
                told = tr("{number} of {all}  {question}") if of > 1 else "{question}"
                _say_wrapped(told.format(number=number, all=of, question=question.text), say)
            for key, words, _ in question.choices:
                say(f"{_INDENT}{key}  {words}")
            for hint in asked.hints:
                _say_wrapped(hint, say, _INDENT)
            before, asked = asked, _line_for(asked, say) or asked.back()
        if question.reads in SAID_BACK and len(asked.given) > len(before.given):
            _say_wrapped(f"- {asked.given[-1].words}", say, _INDENT)
    return asked


def _line_for(asked: Entries, say: Say) -> Entries | None:
    """Ask until a line answers; None: one question back."""
    prompt = f"[{asked.usual_told}]" if asked.usual else ">"
    while True:
        sys.stdout.write(f"{prompt} ")
        sys.stdout.flush()
        line = next_line()
        if not sys.stdin.isatty():
            say("")
        if not line:
            raise _ended(prompt)
        if line.strip().lower() in (BACK, "back"):
            return None
        try:
            return asked.answer(line)
        except EntryInvalid as wrong:
            if not sys.stdin.isatty():
                raise _NoAnswer(f"{wrong}") from None
            say(f"  {wrong}")


def _say_calls(asked_for: tuple[Call, ...], said: tuple[Call, ...], country: str, say: Say) -> None:
    for call in asked_for:
        if call not in said:
            for line in call_words(call, country):
                _say_wrapped(line, say, _INDENT)


def _say_wrapped(text: str, say: Say, indent: str = "") -> None:
    for line in textwrap.wrap(text, _WIDTH, initial_indent=indent, subsequent_indent=indent):
        say(line)


def _asked(open_: Interview, question: Question, place: tuple[int, int]) -> Iterator[str]:
    number, of = place
    own = question.id in open_.form.questions and of > 1
    told = tr("{number} of {all}").format(number=number, all=of) + "  " if own else ""
    yield from textwrap.wrap(
        f"{told:<8}{question.text}", _WIDTH, subsequent_indent=_INDENT, drop_whitespace=False
    )
    if not question.in_a_row:
        for each in question.answers:
            key = each.key.upper()
            if each.key == question.usual:
                key = tr("{key} or ENTER").format(key=key)
            yield from textwrap.wrap(
                each.words,
                _WIDTH,
                initial_indent=f"{_INDENT}{key}  ",
                subsequent_indent=" " * len(f"{_INDENT}{key}  "),
            )
    alone = tr("ENTER alone answers nothing here.")
    hint = alone if question.hint == NO_ENTER else question.hint
    yield from textwrap.wrap(hint, _WIDTH, initial_indent=_INDENT, subsequent_indent=_INDENT)


def _answered(open_: Interview, question: Question, say: Say) -> Interview:
    again = sys.stdin.isatty()
    while True:
        if again:
            sys.stdout.write("> ")
            sys.stdout.flush()
        key = _line()
        if not key:
            raise _ended(question.text)
        if key == BACK:
            return open_.back()
        pressed = open_.press(_key_of(question, key))
        if pressed is not None:
            _say_wrapped(f"- {pressed.answered[-1].answer.words}", say, _INDENT)
            return pressed
        keys = " ".join(each.key.upper() for each in question.answers)
        why = tr("That answers nothing here; the keys are {keys}.").format(keys=keys)
        if key == ENTER:
            why = tr("ENTER answers nothing here; the keys are {keys}.").format(keys=keys)
        if not again:
            raise _NoAnswer(f'"{question.text}" {why}')
        say(f"{_INDENT}{why}")


def _key_of(question: Question, key: str) -> str:
    """Return the key of a line: the key itself, or the value in words (``yes``, ``10``)."""
    if question.answer(key) is not None:
        return key
    by_value = (each.key for each in question.answers if each.value == key.lower())
    return next(by_value, key)


def _ended(text: str) -> _NoAnswer:
    return _NoAnswer(tr('the answers end at "{question}".').format(question=text.strip()))


def _line() -> str:
    line = next_line()
    if not line:
        return ""
    line = line.strip()
    return BACK if line.lower() == "back" else line or ENTER
