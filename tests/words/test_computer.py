"""What the computer's room says to a runner is what the translators are given."""

from __future__ import annotations

from typing import Final

from controller.words.computer import SAID, SAID_WITH_VALUES
from tests.house.tree import ROOT
from tests.words.said import unmarked, without_names

_LISTED: Final = {without_names(each) for each in (*SAID, *SAID_WITH_VALUES)}
_NOT_READ: Final = {"The treadmill is stopped first", "{}; {}"}
"""Logind shows the first to whoever asks it; the second puts two reasons into one sentence."""


def _said() -> set[str]:
    folder = ROOT / "controller" / "host"
    sources = (each.read_text("utf-8") for each in folder.glob("*.py"))
    return {text for source in sources for text in unmarked(source)}


def test_all_that_the_computer_says_is_listed() -> None:
    """A sentence that is new there is new for the translators, too."""
    sentences = {text for text in _said() if " " in text}
    assert sentences - _NOT_READ <= _LISTED


def test_nothing_is_listed_that_nobody_says() -> None:
    """A sentence that was changed there does not stay here as it was."""
    assert _said() >= _LISTED | _NOT_READ
