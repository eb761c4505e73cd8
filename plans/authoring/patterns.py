"""The notation as regular expressions, for editors: what the JSON Schema says of a text.

Each accepts all that the reader accepts, and refuses what is wrong in its form. What takes
counting or knowledge stays with the reader: a duration of nothing, a speed too fast for its word,
a range the wrong way round, a line that lasts too long. Both Python and JavaScript read them.
"""

from __future__ import annotations

from typing import Final

from plans.marked.fields import IDENTIFIER
from plans.notation.line import Pace
from plans.notation.parse import MAX_DIGITS, MAX_NESTING

_NUMBER: Final = f"[0-9]{{1,{MAX_DIGITS}}}"
_BELOW_60: Final = f"0{{0,{MAX_DIGITS - 2}}}[0-5]?[0-9]"
_SECONDS: Final = rf"(?:\s*{_BELOW_60}\s*s)?"
_UNITS: Final = (
    rf"(?:{_NUMBER}\s*h(?:\s*{_BELOW_60}\s*(?:min|m))?{_SECONDS}"
    rf"|{_NUMBER}\s*min{_SECONDS}"
    rf"|{_NUMBER}\s*m\s*{_BELOW_60}\s*s"
    rf"|{_NUMBER}\s*s)"
)
_CLOCK: Final = rf"{_NUMBER}\s*:\s*[0-5][0-9](?:\s*:\s*[0-5][0-9])?"
_DISTANCE: Final = rf"{_NUMBER}(?:\.[0-9]{{1,2}})?\s*(?:km|mi|metres?)"
_TIMES: Final = rf"(?=0*[1-9]){_NUMBER}\s*x"

_SPEED: Final = r"(?:[0-9]{1,3}(?:\.[0-9]{1,2})? ?(?:km/h|mph)|[0-9]{1,2}:[0-5][0-9] ?/(?:km|mi))"


def _count(many: str) -> str:
    """Return the pattern of ``12 weeks`` and ``1 week``."""
    return f"(?:0{{0,3}}1 {many.removesuffix('s')}|(?!0{{0,3}}1 )[0-9]{{1,4}} {many})"


def _line(paces: tuple[Pace, ...], depth: int) -> str:
    """Return the pattern of intervals with brackets up to ``depth`` deep.

    The interval is written once for each depth: after it stands a comma and another one, or the
    end of what it is in.
    """
    words = "|".join(pace.value for pace in paces)
    interval = rf"(?:(?:{_UNITS}|{_DISTANCE})\s+|{_CLOCK}\s*)(?:{words})"
    if depth:
        interval = rf"(?:{interval}|{_TIMES}\s*\(\s*{_line(paces, depth - 1)}\))"
    return rf"(?:{interval}\s*(?:,\s*(?!$|[),])|(?=$|\))))+"


def _whole(pattern: str) -> str:
    return f"^{pattern}$"


_DURATION: Final = rf"(?:{_UNITS}|{_CLOCK})"
ID: Final = _whole(IDENTIFIER.pattern)
INTERVALS: Final = _whole(rf"\s*{_line(tuple(Pace), MAX_NESTING)}")
WALKED: Final = _whole(rf"\s*{_line((Pace.WALK, Pace.BRISK), MAX_NESTING)}")
SPEED: Final = _whole(rf"{_SPEED}(?: *\({_SPEED} to {_SPEED}\))?")
PERCENT: Final = _whole(r"0?(?:[0-4](?:\.[0-9])?|5(?:\.0)?) ?%")
EFFORT: Final = _whole(r"(?:0?[0-9]|10) of 10")
REMINDER: Final = _whole(rf"every \s*{_DURATION}\s*")
WEEKS: Final = _whole(_count("weeks"))
DAYS: Final = _whole(_count("days"))
CLEAN_SESSIONS: Final = _whole(_count("clean sessions"))
AT_MOST: Final = _whole(
    r"(?:0{0,2}1 (?:level|session)|(?!0{0,2}1 )[0-9]{1,3} (?:levels|sessions))"
    r" per (?:day|week|[0-9]{1,3} (?:days|weeks))"
)
_LEVEL: Final = "[1-9][0-9]{0,3}"
LEVEL_NUMBER: Final = _whole(_LEVEL)
LEVELS: Final = _whole(f"(?:level {_LEVEL}|levels {_LEVEL}-{_LEVEL})")
LANGUAGE: Final = "^[a-z]{2,3}$"
DAY: Final = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
FINGERPRINT: Final = "^[0-9a-f]{4}-[0-9a-f]{4}$"
