"""What the coach says to a runner is given to the translators, and what it keeps is not touched."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from controller.coach.asking.setup import SETUP
from tests.house.tree import ROOT
from tests.words.said import unmarked

_COACH: Final = ROOT / "controller" / "coach"
_SENTENCE: Final = re.compile(r"[a-z]{2} [a-z]{2}")
_KEPT: Final = {value for question in SETUP for _, _, value in question.choices}
"""Answers as the diary has them."""
_COMMAND: Final = "reprise "
_FILES: Final = sorted(
    each for each in _COACH.rglob("*.py") if each.parent.name != "diary"
)  # that room says statements to a database


def _name(path: Path) -> str:
    return path.relative_to(_COACH).with_suffix("").as_posix()


@pytest.mark.parametrize("path", _FILES, ids=_name)
def test_every_sentence_is_marked(path: Path) -> None:
    """A runner who reads another language reads none in English."""
    said = {each for each in unmarked(path.read_text("utf-8")) if _SENTENCE.search(each)}
    assert {each for each in said if not each.startswith(_COMMAND)} <= _KEPT
