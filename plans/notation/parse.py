"""How durations and intervals are written, and what is wrong when they are not.

    ==================  ==========================================  =================
    to write            as                                          never
    ==================  ==========================================  =================
    minutes, seconds    5min 90s 1min30s 1m30s 1:30 1h05m           5, 5m (metres?)
    distance            0.1 mi, 400 metres, 0.4 km                  400m
    repeats             8 x (30s jog, 2min walk), also nested       8(30/120)
    ==================  ==========================================  =================

Durations become whole nanoseconds on the way in. For each reader here there is a printer, and
reading what was printed gives the same value again. Speeds and counts: `plans.notation.amounts`.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from plans.notation.line import MILLIMETRES, Bout, Distance, Intervals, Pace, Repeat
from plans.notation.slips import FRACTIONS, PACE_WORDS, REPEAT_WORDS, instead, strange
from plans.problems import listed, quoted
from protocols.units import SECOND, Nanoseconds

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_NESTING: Final = 4
"""Brackets inside brackets in an interval line."""
MAX_DIGITS: Final = 6
"""Of a number in an interval line."""


class NotationError(ValueError):
    """A text that is not in the notation.

    ``start`` and ``end`` are its place in the text, counted from 0, and ``end`` is the first
    character behind it; ``id`` is what kind of mistake it is, and ``message`` one sentence.
    """

    def __init__(self, start: int, end: int, problem_id: str, message: str) -> None:
        super().__init__(message)
        self.start = start
        self.end = end
        self.id = problem_id
        self.message = message


class _Token(NamedTuple):
    kind: str
    """``number``, ``word``, ``mark``, ``other`` or ``end``."""
    text: str
    start: int
    end: int


_TOKEN: Final = re.compile(
    r"(?P<number>[0-9]+(?:\.[0-9]+)?)|(?P<word>[^\W\d_" + FRACTIONS + "]+)"
    r"|(?P<mark>[(),:])|(?P<other>\S)"
)
_UNIT_SECONDS: Final = {"h": 3600, "min": 60, "m": 60, "s": 1}
_SPELLED_OUT: Final = {
    **dict.fromkeys(("hour", "hours"), "h"),
    **dict.fromkeys(("mins", "minute", "minutes"), "min"),
    **dict.fromkeys(("sec", "secs", "second", "seconds"), "s"),
}
_DISTANCES: Final = {
    **{unit: unit for unit in MILLIMETRES},
    **dict.fromkeys(("mile", "miles"), "mi"),
    **dict.fromkeys(("kms", "kilometre", "kilometres", "kilometer", "kilometers"), "km"),
    **dict.fromkeys(("metre", "meter", "meters"), "metres"),
}
_PACES: Final = {pace.value: pace for pace in Pace}


class _Reader:
    """Reads one text from left to right."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = list(_tokens(text))
        self._next = 0

    def peek(self, ahead: int = 0) -> _Token:
        token = self._tokens[min(self._next + ahead, len(self._tokens) - 1)]
        if token.kind == "other":
            raise _wrong(token, "character", strange(self._text, token.start))
        return token

    def take(self) -> _Token:
        token = self.peek()
        self._next += 1
        return token

    def finish(self) -> None:
        token = self.peek()
        if token.text == ")":
            raise _wrong(token, "bracket", 'this ")" closes nothing; is a "(" missing before it?')
        if token.kind != "end":
            raise self._no_comma(token)

    def _no_comma(self, token: _Token) -> NotationError:
        if token.text == "x":
            return _wrong(token, "repeat", f"how many times {_BEFORE_BRACKET}.")
        word = re.split(r"[\s(),]", self._text[token.start :], maxsplit=1)[0] or token.text
        message = f'a "," is missing before {quoted(word)}.'
        return NotationError(token.start, token.start + len(word), "comma", message)

    def intervals(self, depth: int = 0) -> Intervals:
        items = [self._interval(depth)]
        while self.peek().text == ",":
            self.take()
            items.append(self._interval(depth))
        return tuple(items)

    def _interval(self, depth: int) -> Bout | Repeat:
        number, after = self.peek(), self.peek(1)
        if number.text == "(":
            raise _wrong(number, "repeat", f"how many times {_BEFORE_BRACKET}.")
        if number.kind != "number":
            raise _wrong(number, "interval", f'an interval such as "5min walk" {_instead(number)}.')
        if after.text == "x":
            return self._repeat(depth)
        if after.text == "(":
            raise _wrong(
                number, "repeat", f'write "{number.text} x (" here, as in "8 x (30s jog)".'
            )
        if after.text.lower() in REPEAT_WORDS:
            message = instead(f"{number.text} x (", f"{number.text} {after.text}")
            raise NotationError(number.start, after.end, "repeat", message)
        return Bout(self._amount(), self._pace())

    def _amount(self) -> Nanoseconds | Distance:
        return self._distance() if self.peek(1).text in _DISTANCES else self.duration()

    def _distance(self) -> Distance:
        """``0.1 mi``, ``400 metres``."""
        number, word = self.take(), self.take()
        whole, _, decimals = number.text.partition(".")
        unit = _DISTANCES[word.text]
        if word.text not in (unit, "metre"):
            message = f'write "{number.text} {unit}" instead of "{number.text} {word.text}".'
            raise NotationError(number.start, word.end, "unit", message)
        if len(decimals) > 2:
            raise _wrong(number, "too-fine", "a distance has at most two decimals.")
        hundredths = int(whole) * 100 + int(decimals.ljust(2, "0"))
        if hundredths == 0:
            message = "an interval goes further than nothing."
            raise NotationError(number.start, word.end, "distance", message)
        return Distance(hundredths, unit)

    def _repeat(self, depth: int) -> Repeat:
        number, _, opening = self.take(), self.take(), self.take()
        if "." in number.text or int(number.text) == 0:
            raise _wrong(number, "repeat", "a repeat is done once, twice or more often.")
        if opening.text != "(":
            raise _wrong(opening, "repeat", f'"(" is missing after "{number.text} x".')
        if depth == MAX_NESTING:
            raise _wrong(opening, "nesting", f"brackets nest at most {MAX_NESTING} deep.")
        inside = self.intervals(depth + 1)
        closing = self.peek()
        if closing.kind == "end":
            last = re.split("[(,]", self._text)[-1].strip()
            message = f'this "(" is never closed; add ")" after {quoted(last)}.'
            raise _wrong(opening, "bracket", message)
        if closing.text != ")":
            raise self._no_comma(closing)
        self.take()
        return Repeat(int(number.text), inside)

    def _pace(self) -> Pace:
        token = self.take()
        pace = _PACES.get(token.text)
        if pace is None:
            known = listed(_PACES, "or")
            meant = PACE_WORDS.get(token.text.lower(), token.text.lower())
            if meant in _PACES:
                raise _wrong(token, "pace", instead(meant, token.text))
            if token.kind == "number" and token.start == self._tokens[self._next - 2].end:
                message = f'{token.text} what? Write the unit of each number: "1min30s".'
                raise _wrong(token, "no-unit", message)
            if token.kind == "word":
                raise _wrong(token, "pace", f"{quoted(token.text)} is no pace; write {known}.")
            raise _wrong(token, "pace", f"after a duration or a distance stands {known}.")
        return pace

    def duration(self) -> Nanoseconds:
        first = self.peek()
        if first.kind != "number":
            raise _wrong(first, "duration", f'a duration such as "5min" {_instead(first)}.')
        seconds = self._clock() if self.peek(1).text == ":" else self._with_units()
        if seconds == 0:
            raise NotationError(
                first.start, self._before_next(), "duration", "an interval lasts at least 1 s."
            )
        return Nanoseconds(seconds * SECOND)

    def _before_next(self) -> int:
        return self._tokens[self._next - 1].end

    def _clock(self) -> int:
        """``1:30`` or ``1:05:00``."""
        first = self.take()
        fields = [first.text]
        while self.peek().text == ":" and self.peek(1).kind == "number":
            self.take()
            fields.append(self.take().text)
        below = fields[1:]
        if (
            "." in "".join(fields)
            or not 1 <= len(below) <= 2
            or any(len(each) != 2 or int(each) > 59 for each in below)
        ):
            message = 'a time has two digits after each ":", up to 59: "1:30", "1:05:00".'
            raise NotationError(first.start, self._before_next(), "clock", message)
        seconds = 0
        for each in fields:
            seconds = seconds * 60 + int(each)
        return seconds

    def _with_units(self) -> int:
        """``5min``, ``1m30s``, ``1h05m``."""
        start = self.peek().start
        parts: list[tuple[int, str]] = []
        while self.peek().kind == "number" and (not parts or self.peek(1).text in _UNIT_SECONDS):
            number, unit = self.take(), self.peek()
            self._check_unit(number, unit)
            self.take()
            parts.append((int(number.text), unit.text))
        end = self._before_next()
        if len(parts) == 1 and parts[0][1] == "m":
            raise _minute_or_metre(parts[0][0], start, end)
        sizes = [_UNIT_SECONDS[unit] for _, unit in parts]
        in_order = all(large > small for large, small in itertools.pairwise(sizes))
        if not in_order or any(count > 59 for count, _ in parts[1:]):
            message = 'hours, then minutes, then seconds, each below 60: "1h05m", "1min30s".'
            raise NotationError(start, end, "duration", message)
        return sum(count * size for (count, _), size in zip(parts, sizes, strict=True))

    def _check_unit(self, number: _Token, unit: _Token) -> None:
        count, word = number.text, unit.text
        if word in _DISTANCES:
            message = f'a duration belongs here, such as "5min", not "{count} {word}".'
            raise NotationError(number.start, unit.end, "distance", message)
        if word in _SPELLED_OUT:
            message = f'write "{count}{_SPELLED_OUT[word]}" instead of "{count} {word}".'
            raise NotationError(number.start, unit.end, "unit", message)
        if word not in _UNIT_SECONDS:
            known = _SPELLED_OUT.get(word.lower(), word.lower())
            if known in _UNIT_SECONDS and known != "m":
                message = instead(f"{count}{known}", f"{count} {word}")
                raise NotationError(number.start, unit.end, "unit", message)
            if word == "," and self.peek(1).kind == "number" and self.peek(1).start == unit.end:
                decimals, of = self.peek(1), self.peek(2).text
                message = (
                    f'write a point instead of the comma: "{count}.{decimals.text} {of}".'
                    if of in _DISTANCES
                    else 'no decimals in a duration; write minutes and seconds: "1min30s".'
                )
                raise NotationError(number.start, decimals.end, "decimal-comma", message)
            if unit.kind == "word" and word.lower() not in (*_PACES, *PACE_WORDS):
                message = f"{quoted(word)} is no unit; a time has h, min or s, a distance metres, "
                raise _wrong(unit, "unit", f"{message}km or mi.")
            whole = count.split(".", maxsplit=1)[0]
            units = f'"{whole}min", "{whole}s" or "{whole}:00"'
            message = f"{count} what? A duration needs a unit: {units}."
            raise _wrong(number, "no-unit", message)
        if "." in count:
            message = 'durations have no decimals; write minutes and seconds: "1min30s".'
            raise NotationError(number.start, unit.end, "decimals", message)


_BEFORE_BRACKET: Final = 'stands before the bracket: "8 x (30s jog, 2min walk)"'


def _tokens(text: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "other"
        token = _Token(kind, match.group(), match.start(), match.end())
        if kind == "number" and len(token.text) > MAX_DIGITS:
            raise _wrong(token, "number", f"a number has at most {MAX_DIGITS} digits.")
        yield token
    end = len(text.rstrip())
    yield _Token("end", "", end, end + 1)


def _wrong(token: _Token, problem_id: str, message: str) -> NotationError:
    return NotationError(token.start, token.end, problem_id, message)


def _instead(token: _Token) -> str:
    return "is missing here" if token.kind == "end" else f"belongs here, not {quoted(token.text)}"


def _minute_or_metre(count: int, start: int, end: int) -> NotationError:
    both = "one minute or one metre" if count == 1 else f"{count} minutes or {count} metres"
    metres = f"{count} metre" if count == 1 else f"{count} metres"
    message = f'"{count}m" could be {both}; write "{count}min" or "{metres}".'
    return NotationError(start, end, "ambiguous-unit", message)


def parse_duration(text: str) -> Nanoseconds:
    """Return a duration above zero, in nanoseconds. Raises `NotationError`."""
    reader = _Reader(text)
    duration = reader.duration()
    reader.finish()
    return duration


def parse_intervals(text: str) -> Intervals:
    """Return an interval line as it was written, unexpanded. Raises `NotationError`."""
    reader = _Reader(text)
    line = reader.intervals()
    reader.finish()
    return line
