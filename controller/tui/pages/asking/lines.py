"""A question as lines: where one is, what is asked, and each key beside its words.

The more room there is, the larger the keys; no more is said in a larger terminal.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final, NamedTuple

from rich.cells import cell_len

from controller.coach.asking.calls import Call, call_words
from controller.tui.drawing.font import GLYPHS, ROWS, big, big_width
from controller.tui.drawing.ink import Line, Span, fit, words, wrapped
from controller.words.catalogue import tr

INDENT: Final = 3
_OR: Final = tr("or")
_CAP: Final = 7
"""How many cells a key takes."""
_APART: Final = 3
_SCALES: Final = (3, 2, 1)
_WIDEST: Final = 2
"""In characters: longer words are no number that fits into a row."""


class Shown(NamedTuple):
    """A question as it is drawn."""

    place: tuple[int, int]
    """Which one, and of how many."""
    text: str
    answers: tuple[tuple[str, str], ...] = ()
    """Keys with their words."""
    usual: str = ""
    """The key that ENTER stands for; empty for none."""
    hints: tuple[str, ...] = ()
    in_a_row: bool = False


def question_lines(
    shown: Shown, below: Sequence[Line], calls: Sequence[Line], width: int, rows: int
) -> list[Line]:
    """Return a question in at most ``rows`` lines.

    Args:
        shown: the question.
        below: what stands between it and its hints: a line to write in.
        calls: what has to be said before all else.
        width: of each line, in cells.
        rows: how many there are.
    """
    place = [_place(*shown.place), ()] if shown.place[1] > 1 else []
    head = [*calls, (), *place]
    head += [words(" " * INDENT, Span(each, "strong")) for each in _wrapped(shown.text, width)]
    hints = [
        words(" " * INDENT, Span(each, "dim"))
        for hint in shown.hints
        for each in _wrapped(hint, width)
    ]
    if len(head) + 1 + len(shown.answers) + len(below) > rows and not shown.in_a_row:
        head = [line for line in head if line]  # a key that is not seen is worse than no air
    fixed = len(head) + 1 + len(below)
    room = rows - fixed
    tail = [(), *hints] if hints else []
    # Air before the last line of the screen, as long as the answers are large.
    answers = _answers(shown, width, room - len(tail) - 1) or _answers(
        shown, width, room, tight=True
    )
    lines = [*head, (), *answers, *below]
    return [*lines, *tail][:rows]


def call_lines(calls: Sequence[Call], country: str, width: int) -> list[Line]:
    """Return the gravest call as lines that cannot be overlooked."""
    if not calls:
        return []
    style = "still" if calls[0] is Call.CRISIS else "danger"
    return [
        fit((Span(" " * INDENT, style), Span(each, style)), width, style)
        for text in call_words(calls[0], country)
        for each in _wrapped(text, width)
    ]


def _wrapped(text: str, width: int) -> list[str]:
    return wrapped(text, width - 2 * INDENT)


def _place(number: int, of: int) -> Line:
    done = Span("▆▆▆ " * number, "strong")
    told = tr("{n} of {all}").format(n=number, all=of)
    return words(" " * INDENT, Span(f" {told} ", "key"), "  ", done, Span("▁▁▁ " * (of - number)))


def _answers(shown: Shown, width: int, room: int, *, tight: bool = False) -> list[Line]:
    """Return the answers as large as there is room for; none where there is not enough of it."""
    if not shown.answers:
        return []
    large: Callable[..., list[Line]] = _big
    small: tuple[Callable[[Shown, int], list[Line]], ...] = (_capped, _airy, _close)
    if shown.in_a_row and all(len(each) <= _WIDEST for _, each in shown.answers):
        large, small = _big_row, (_capped_row, _close_row)
    makers: list[Callable[[Shown, int], list[Line]]] = [
        *(partial(large, scale=scale) for scale in _SCALES),
        *small,
    ]
    made = (maker(shown, width) for maker in makers)
    fitting = next((lines for lines in made if lines and len(lines) <= room), [])
    return makers[-1](shown, width) if tight and not fitting else fitting


def _usual(shown: Shown, key: str) -> tuple[str | Span, ...]:
    return (f"   {_OR} ", Span(" ENTER ", "key")) if shown.usual == key else ()


def _big(shown: Shown, width: int, scale: int) -> list[Line]:
    """Keys as large digits, their words beside the middle of each."""
    if any(key.upper() not in GLYPHS for key, _ in shown.answers):
        return []
    lines: list[Line] = []
    for key, does in shown.answers:
        drawn = big(key.upper(), scale)
        told = _beside(does, width - len(drawn[0]), len(drawn))
        for number, row in enumerate(drawn):
            lines.append(
                words(
                    "  " * INDENT,
                    Span(row.replace("#", "█"), "strong"),
                    "     ",
                    Span(told[number], "strong"),
                    *(_usual(shown, key) if number == (len(drawn) - 1) // 2 else ()),
                )
            )
        lines.append(())
    return lines[:-1]


def _beside(does: str, width: int, tall: int) -> list[str]:
    """Return words in the middle of so many lines; ENTER has its place beside them."""
    told = wrapped(does, width - 6 * INDENT - cell_len(f"   {_OR}  ENTER "))
    above = (tall - len(told)) // 2
    return [*[""] * above, *told, *[""] * (tall - above - len(told))]


def _capped(shown: Shown, width: int) -> list[Line]:
    """Keys as blocks of three lines."""
    lines: list[Line] = []
    for key, does in shown.answers:
        told = _beside(does, width - _CAP, 3)
        for number, face in enumerate(("", key.upper(), "")):
            usual = _usual(shown, key) if number == 1 else ()
            lines.append(
                words(
                    " " * INDENT,
                    Span(f"{face:^{_CAP}}", "key"),
                    " " * _APART,
                    Span(told[number], "strong"),
                    *usual,
                )
            )
        lines.append(())
    return lines[:-1]


def _airy(shown: Shown, width: int) -> list[Line]:
    apart = (_close(shown._replace(answers=(each,)), width) for each in shown.answers)
    return [line for lines in apart for line in (*lines, ())][:-1]


def _close(shown: Shown, width: int) -> list[Line]:
    lines: list[Line] = []
    for key, does in shown.answers:
        usual = _usual(shown, key)
        taken = 2 * INDENT + _CAP - 2 + _APART + sum(cell_len(_text(each)) for each in usual)
        first, *more = wrapped(does, width - taken)
        cap = Span(f"{key.upper():^{_CAP - 2}}", "key")
        lines.append(words(" " * INDENT, cap, " " * _APART, Span(first, "strong"), *usual))
        below = " " * (INDENT + _CAP - 2 + _APART)
        lines += [words(below, Span(each, "strong")) for each in more]
    return lines


def _text(part: str | Span) -> str:
    return part if isinstance(part, str) else part.text


def _big_row(shown: Shown, width: int, scale: int) -> list[Line]:
    """Numbers as large digits side by side, with the key below that is not the number itself."""
    numbers = [each for _, each in shown.answers]
    if any(char not in GLYPHS for each in numbers for char in each):
        return []
    used = sum(big_width(each, scale) for each in numbers)
    apart = (width - 2 * INDENT - used) // (len(numbers) - 1)
    if apart < _APART:
        return []
    gap = " " * min(apart, 2 * _APART)
    drawn = [big(each, scale) for each in numbers]
    lines = [
        words(" " * INDENT, Span(gap.join(each[row] for each in drawn).replace("#", "█"), "strong"))
        for row in range(ROWS * scale)
    ]
    below: list[str | Span] = [" " * INDENT]
    for key, number in shown.answers:
        wide = big_width(number, scale)
        below += [Span(f"{key.upper():^{wide}}", "key"), gap]
    return [*lines, (), words(*below[:-1]), *_enter_below(shown)]


def _capped_row(shown: Shown, width: int) -> list[Line]:
    return _row(shown, width, 3)


def _close_row(shown: Shown, width: int) -> list[Line]:
    return _row(shown, width, 1)


def _row(shown: Shown, width: int, tall: int) -> list[Line]:
    size = (width - 2 * INDENT + 1) // len(shown.answers) - 1
    size = min(size, _CAP)
    lines: list[Line] = []
    for number in range(tall):
        spans: list[str | Span] = [" " * INDENT]
        for key, _ in shown.answers:
            face = key.upper() if number == tall // 2 else ""
            spans += [Span(f"{face:^{size}}", "key"), " "]
        lines.append(words(*spans[:-1]))
    told = "".join(f"{each if each != key else '':^{size}} " for key, each in shown.answers)
    if told.strip():
        lines.append(words(" " * INDENT, Span(told.rstrip(), "strong")))
    return [*lines, *_enter_below(shown)]


def _enter_below(shown: Shown) -> list[Line]:
    does = next((each for key, each in shown.answers if key == shown.usual), "")
    return [(), words(" " * INDENT, Span(" ENTER ", "key"), f"  {does}")] if shown.usual else []
