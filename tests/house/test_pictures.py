"""docs/screens.md shows every picture there is, under the names and words of the moments."""

from __future__ import annotations

import re
import runpy
from typing import Final

from tests.house.tree import ROOT

PAGE: Final = (ROOT / "docs" / "screens.md").read_text("utf-8")
REMEDY: Final = "python -m docs.make_screens"


def test_every_picture_is_shown_and_every_one_that_is_shown_is_there() -> None:
    """None is left behind when its moment is gone."""
    shown = re.findall(r"\(images/([^)]+)\)", PAGE)
    assert len(shown) == len(set(shown)), REMEDY
    assert set(shown) == {each.name for each in (ROOT / "docs" / "images").glob("*.svg")}, REMEDY


def test_the_pages_between_sessions_are_those_that_are_told() -> None:
    """Each moment, with its sizes and its words."""
    made = runpy.run_path(str(ROOT / "docs" / "make_screens.py"))["between"]()
    assert PAGE.endswith(made), REMEDY
