"""What translators are given is what is said."""

from __future__ import annotations

from tests.words.gather import TEMPLATE, template


def test_the_template_lists_every_marked_text() -> None:
    """A translator who starts from the template misses nothing."""
    assert TEMPLATE.read_text("utf-8") == template(), "texts have changed: run `make words`"
