"""Questions line by line: single keys at a terminal, one answer a line from a pipe.

A set-up is read in lines, and so are the questions that stand among its own: whoever has just
typed ENTER behind every answer types it there as well, where it would answer the next question.

Nothing that is asked here is kept before its last answer, so that Ctrl-C and a closed pipe keep
nothing but a warning sign.
"""

from __future__ import annotations

import os
import select
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from controller.cli.terminal_input import next_line, wait_until_typed
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
_KEYS: Final = {"\r": ENTER, "\n": ENTER, "\x7f": BACK, "\b": BACK}
_ENDS: Final = ("\x04", "\x1a")
_UNKNOWN: Final = "?"
_ESCAPE: Final = "\x1b"
_STOP_HERE: Final = tr("These questions can wait: Ctrl-C closes them now, and the sign is kept.")
_CUT_S: Final = 0.1
"""What follows an escape within it may be the rest of an arrow that came in two reads."""


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
        in_setup: whether they stand among those of a set-up: they are read in lines, and a step
            back from the first of them leaves; then the form is returned open.
        place: of the form's only question among others, from 1, and of how many; None: its own.

    Raises:
        AnswersInvalid: nobody can be asked again, and an answer was none.
        KeyboardInterrupt: she left.
    """
    lines = in_setup or sys.platform == "win32"
    with _reader(lines=lines) as (read, again):
        open_ = Interview(form)
        say(f"{form.title}.")
        if again and lines and not in_setup:
            say(tr('"back" goes one question back; Ctrl-C keeps nothing but a warning sign.'))
        elif again and not lines:
            say(tr("BACKSPACE takes the last answer back; ESC keeps nothing but a warning sign."))
        while (question := open_.question) is not None:
            before = open_
            with _left(open_, keep):
                for line in _asked(open_, question, place or open_.place, lines=lines):
                    say(line)
                open_ = _answered(open_, question, read, say, again=again)
            if in_setup and open_ is before:
                break
            if open_.question is not None:
                with _left(open_, keep):
                    _say_calls(calls_so_far(open_), calls_so_far(before), country, say)
        return open_


@contextmanager
def _left(done: Interview, keep: KeepSigns) -> Iterator[None]:
    """Keep the warning signs of what is answered so far, if she leaves within the block.

    She may leave while a question is still being printed, too.
    """
    try:
        yield
    except KeyboardInterrupt:
        keep(done)
        raise
    except _NoAnswer as why:
        kept = (
            tr("Nothing but the warning sign was kept.") if keep(done) else tr("Nothing was kept.")
        )
        raise AnswersInvalid(f"{why} {kept}") from None


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


def _asked(
    open_: Interview, question: Question, place: tuple[int, int], *, lines: bool
) -> Iterator[str]:
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
    hint = question.hint
    if lines and hint == NO_ENTER:
        hint = tr("ENTER alone answers nothing here.")
    yield from textwrap.wrap(hint, _WIDTH, initial_indent=_INDENT, subsequent_indent=_INDENT)


def _answered(
    open_: Interview, question: Question, read: Callable[[], str], say: Say, *, again: bool
) -> Interview:
    while True:
        key = read()
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


@contextmanager
def _reader(*, lines: bool) -> Iterator[tuple[Callable[[], str], bool]]:
    """Give what reads the next key, empty at the end, and whether somebody can be asked again."""
    if not sys.stdin.isatty():
        yield _line, False
    elif lines or sys.platform == "win32":
        yield _prompted_line, True
    else:
        with _single_keys() as read:
            yield read, True


def _prompted_line() -> str:
    sys.stdout.write("> ")
    sys.stdout.flush()
    return _line()


def _line() -> str:
    line = next_line()
    if not line:
        return ""
    line = line.strip()
    return BACK if line.lower() == "back" else line or ENTER


@contextmanager
def _single_keys() -> Iterator[Callable[[], str]]:
    """Take each key at once, without echo, until the block ends; Ctrl-C still interrupts."""
    import termios  # noqa: PLC0415  # absent on Windows
    import tty  # noqa: PLC0415

    fd = sys.stdin.fileno()
    before = termios.tcgetattr(fd)
    waiting: list[str] = []

    def read() -> str:
        while not waiting:
            wait_until_typed(fd)
            data = os.read(fd, 64).decode("utf-8", "replace")
            if not data or data[0] in _ENDS:
                return ""
            if data == _ESCAPE:
                if not select.select([fd], [], [], _CUT_S)[0]:
                    raise KeyboardInterrupt  # as ESC leaves the same questions on a page
                data += os.read(fd, 64).decode("utf-8", "replace")
            # An arrow or a function key sends several characters, none of which is an answer.
            waiting.extend([_UNKNOWN] if data[0] == _ESCAPE else [_KEYS.get(e, e) for e in data])
        return waiting.pop(0)

    tty.setcbreak(fd)
    try:
        yield read
    finally:
        termios.tcsetattr(fd, termios.TCSADRAIN, before)
