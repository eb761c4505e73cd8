"""What the room of plans says to a runner is what the translators are given."""

from __future__ import annotations

from datetime import date
from typing import Final

import pytest

from controller.words.files import SAID, SAID_WITH_VALUES
from controller.words.recorded import tr_recorded
from plans.policies.bands import SHAPES
from plans.preparation.routines import POSITIONS
from plans.provenance.review import NO_REVIEW, Review, Signature, told_day
from tests.words.invented import OPENS, speak

DAY: Final = date(2026, 5, 20)
SIGNED: Final = Signature("Maria", DAY, "3f9c-21aa")


def test_all_that_is_said_there_is_listed() -> None:
    """Positions, the row of a sign that is there, and whether a file was reviewed."""
    rows = set().union(*(shape.words for shape in SHAPES.values()))
    strengths = {"a little", "clear", "strong"}
    assert {str(NO_REVIEW), *POSITIONS.values(), *(rows - strengths)} == set(SAID)
    reviewed, changed = SAID_WITH_VALUES
    assert str(Review("3f9c-21aa", SIGNED)) == reviewed.format(who="Maria", day=told_day(DAY))
    assert str(Review("0000-0000", SIGNED)) == changed.format(day=told_day(DAY))


@pytest.mark.parametrize("review", [NO_REVIEW, Review("3f9c-21aa", SIGNED), Review("", SIGNED)])
def test_a_review_is_told_in_her_language(review: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has signed it."""
    speak(monkeypatch)
    assert tr_recorded(str(review)).startswith(OPENS)
