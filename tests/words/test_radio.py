"""What the protocols say to a runner is what the translators are given."""

from __future__ import annotations

from typing import Final

from controller.words.radio import SAID, SAID_WITH_VALUES
from tests.house.tree import ROOT
from tests.words.said import unmarked, without_names

_FILES: Final = ("bleak_find", "bleak_link", "bleak_scan", "discovery", "sensor_link", "worn")
_LISTED: Final = {without_names(each) for each in (*SAID, *SAID_WITH_VALUES)}
_NOT_SHOWN: Final = {"no sensor at {}"}
"""It is caught where it is raised."""


def _said() -> set[str]:
    folder = ROOT / "protocols"
    sources = ((folder / f"{name}.py").read_text("utf-8") for name in _FILES)
    return {text for source in sources for text in unmarked(source)}


def test_all_that_the_protocols_say_is_listed() -> None:
    """A sentence that is new there is new for the translators, too."""
    sentences = {text for text in _said() if " " in text}
    assert sentences - _NOT_SHOWN <= _LISTED


def test_nothing_is_listed_that_nobody_says() -> None:
    """A sentence that was changed there does not stay here as it was."""
    assert _said() >= _LISTED | _NOT_SHOWN
