"""Nothing is left in English where another language is spoken."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from functools import cache
from typing import Final

import pytest

from controller.settings.table import SETTINGS
from plans.preparation.routines import bundled_routines
from plans.shelf import plan_names, policy_names, readiness_names
from tests.house.tree import ROOT
from tests.words.drawn import PARTS
from tests.words.look_alike import look_alike

_WORD: Final = re.compile(r"[A-Za-z]{3,}")
_NOT_WORDS: Final = (
    re.compile(r"\{[a-z]+\}"),  # fields, which `page.js` fills
    re.compile(r"(?:/[\w.-]+){2,}"),  # paths
    re.compile(r"\b(?:\d+(?:h|min|s))+ (?:jog|walk|brisk|run)\b"),  # a plan's notation
    re.compile(r"\b[0-9a-f]{4}-[0-9a-f]{4}\b"),  # fingerprints of files
)
_UNITS: Final = ("km/h", "mph", "min/km", "min/mi", "steps/min", "min")
_NAMES: Final = (
    "Reprise",
    # As keyboards have them, and as the tester of keys has them from Textual.
    *("ENTER", "BACKSPACE", "SPACE", "ESC", "PAGE UP", "PAGE DOWN", "END", "HOME", "TAB", "DELETE"),
    *("UP DOWN", "LEFT RIGHT", "UP", "DOWN", "LEFT", "RIGHT", "CTRL"),
    # Files, and settings with their values, which are written in a file and behind a command.
    *(
        *plan_names(),
        *policy_names(),
        *readiness_names(),
        *bundled_routines(),
        "scenes-jog",
        "scenes-faster",
    ),
    *(each.key for each in SETTINGS),
    *("on", "off", "none", "normal", "high"),
)
_MADE_UP: Final = (
    # By tests: names of treadmills, reasons, and what somebody has told or written.
    *("Treadmill in the cellar", "Treadmill", "Showing", "Ergo 8"),
    "A treadmill that follows the specification",  # in a file of `simulators/profiles`
    *("The belt does not slow down", "It was started there", "None found."),
    *("The belt moves already", "Heavy, dragging"),
    *("The ladder", "Cautious", "as it comes with Reprise", "not reviewed"),
    *("A. Name", "She may run."),
)
_PREVIEW: Final = ("level", "week")
"""Below the staircase of a plan, which the room of plans draws, for authors before all."""
_KEYS_OF_TEXTUAL: Final = (
    *("enter", "escape", "backspace", "tab", "delete", "up", "down", "left", "right", "home"),
    *("space", "pageup", "pagedown", "end", "ctrl", "backslash"),
)
_ALSO: Final = {"keys": _KEYS_OF_TEXTUAL, "pages": _PREVIEW}
"""What is right in one part only."""


@cache
def _drawn() -> dict[str, dict[str, str]]:
    command = [sys.executable, "-m", "tests.words.drawn"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    assert not done.returncode, done.stderr.decode()
    found: dict[str, dict[str, str]] = json.loads(done.stdout)
    return found


@cache
def _english(text: str, also: tuple[str, ...] = ()) -> list[str]:
    """Return the words of a text that are neither in the other language nor nobody's."""
    if not _WORD.search(text):
        return []
    for pattern in _NOT_WORDS:
        text = pattern.sub(" ", text)
    text = _any_of(_MADE_UP, re.IGNORECASE).sub(" ", text)
    return _WORD.findall(_any_of((*_NAMES, *_UNITS, *also)).sub(" ", text))


@cache
def _any_of(phrases: tuple[str, ...], flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=len, reverse=True)
    told = "|".join(rf"(?<![\w-]){re.escape(each)}(?![\w-])" for each in longest_first)
    return re.compile(told, flags)


@pytest.mark.long
@pytest.mark.parametrize("part", PARTS)
def test_no_english_word_is_left(part: str) -> None:
    """On a screen and a page, in a line, in what is spoken, and in the report."""
    places = _drawn()[part]
    assert places
    also = _ALSO.get(part, ())
    left = {
        f"{place}: {line.strip()}"
        for place, text in places.items()
        for line in text.splitlines()
        if _english(line, also)
    }
    assert not left


@pytest.mark.long
@pytest.mark.parametrize("part", PARTS)
def test_the_other_language_is_spoken(part: str) -> None:
    """So that an empty screen proves nothing."""
    spoken = [text for text in _drawn()[part].values() if not text.isascii()]
    assert len(spoken) > len(_drawn()[part]) // 2


def test_a_word_of_ours_is_seen() -> None:
    """Unless it is in the other language, a name, a unit or notation."""
    assert _english("Hold the rail.") == ["Hold", "the", "rail"]
    assert _english(f"{look_alike('Hold the rail.')} SPACE 7.5 km/h 5 x (1min jog)") == []
    assert _english("the next-day ENTERS") == ["the", "next", "day", "ENTERS"]


def test_fields_stay_as_they_are() -> None:
    """The language for tests changes letters, and nothing else."""
    assert look_alike("Run {n} of {all:.1f}") == "Ŕúń {n} óḟ {all:.1f}"
    assert len(look_alike("HELD at {speed}")) == len("HELD at {speed}")
