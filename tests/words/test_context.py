"""A short text that means two things is two texts for the translators."""

from __future__ import annotations

import pytest

from controller.words.catalogue import tr, trc
from tests.words.gather import gathered
from tests.words.invented import speak


def test_a_part_of_the_body_is_no_way_back() -> None:
    """English has one word for both."""
    found = gathered()
    assert found.get("back", "part of the body") is not None
    assert found.get("back") is not None


def test_it_is_looked_up_in_its_context(monkeypatch: pytest.MonkeyPatch) -> None:
    """And stays as it is in a context that nobody has."""
    assert trc("part of the body", "back") == tr("back") == "back"
    speak(monkeypatch)
    assert trc("part of the body", "back") == "«back»"
    assert trc("of a chair", "back") == "back"
