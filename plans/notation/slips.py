"""What people write in place of the notation, and what to write instead: sentences only.

Nothing here is accepted: a slip is told with its remedy, so that a plan has one form. The slips are
those of handouts and word processors: ``6 × (1' run / 2' walk)``, ``8 min/km``, ``3/10``.
"""

# ruff: noqa: RUF001, RUF002 - characters that look like others are what this file is about
from __future__ import annotations

import re
from typing import Final

from plans.problems import quoted

BULLETS: Final = "•·*-–— "
"""What stands before the items of a list."""
FRACTIONS: Final = "½¼¾⅓⅔"

PACE_WORDS: Final = {
    **dict.fromkeys(("run", "runs", "running", "jogs", "jogging"), "jog"),
    **dict.fromkeys(("walks", "walking", "rest", "recover", "recovery"), "walk"),
}
"""Other words for a pace."""
REPEAT_WORDS: Final = ("x", "times", "rounds", "sets", "reps")
"""Other words for the "x" of a repeat, in lower case."""

_MARKS: Final = (
    ("×✕✖*", 'write "x" instead of {}.'),
    ("[{（", 'write "(" instead of {}.'),
    ("]}）", 'write ")" instead of {}.'),
    (FRACTIONS, 'an amount is in whole units; write "30s" or "1min30s" instead of {}.'),
    ("@", 'the speed of a pace stands below "speeds"; leave {} and the speed out.'),
    ("#", "put a space before {}, where a note to yourself begins."),
    ("“”„«»‘", "leave the quotes out; a line of intervals needs none."),
)
_MINUTES: Final = "'’′"
_SECONDS: Final = '"”″'
_RANGES: Final = "-–—~"
_BETWEEN: Final = "/+;&|>→-–—"


def strange(text: str, start: int) -> str:
    """Return what to write instead of the character at ``start``, which has no meaning there."""
    mark = text[start]
    named = f'"{mark}"' if mark != '"' else "this quote"
    after_number = text[:start].rstrip()[-1:].isdigit()
    before_number = text[start + 1 :].lstrip()[:1].isdigit()
    if after_number and mark in _MINUTES:
        return f'write "min" for minutes, as in "5min", instead of {named}.'
    if after_number and mark in _SECONDS:
        return f'write "s" for seconds, as in "30s", instead of {named}.'
    if after_number and before_number and mark in _RANGES:
        return f"{named} makes a range, and a belt needs one number; write one of the two."
    if after_number and before_number and mark == "/":
        return f'an amount is in whole units; write "30s" or "0.25 mi" instead of {named}.'
    for marks, sentence in _MARKS:
        if mark in marks:
            return sentence.format(named)
    if mark in _BETWEEN and text[:start].strip():
        return f'write "," between intervals instead of {named}.'
    return f"{named} has no meaning here; leave it out."


_SPEED: Final = re.compile(
    r"([0-9]{1,3}(?:\.[0-9]{1,2})?) *(?:(km ?/ ?h|km/hr|kmh|kph)|mph|mi/h|miles per hour)",
    re.IGNORECASE,
)
_PACE: Final = re.compile(
    r"([0-9]{1,2})(?:[:.'’]([0-5][0-9]))? *(?:min|minutes)? *(?:/|per) *"
    r"(?:(km|kilometre|kilometer)|mi|mile)",
    re.IGNORECASE,
)


def speed(text: str) -> str | None:
    """Return how a speed or pace in other units' names is written, or None if it is none."""
    found = _SPEED.fullmatch(text)
    if found:
        return f"{found[1]} {'km/h' if found[2] else 'mph'}"
    found = _PACE.fullmatch(text)
    if found is None or int(found[1] + (found[2] or "")) == 0:
        return None
    return f"{int(found[1])}:{found[2] or '00'} /{'km' if found[3] else 'mi'}"


def instead(right: str, wrong: str) -> str:
    """Return the sentence that gives the one form."""
    return f'write "{right}" instead of {quoted(wrong)}.'
