"""The large letters can say the words of every language."""

from __future__ import annotations

from string import ascii_uppercase, digits
from typing import Final

import pytest
from rich.cells import cell_len

from controller.tui.drawing.font import GLYPHS, ROWS, big, big_width
from controller.tui.drawing.panel import panel

OTHERS: Final = ("ИДТИ", "БІГ", "ΤΡΕΞΕ", "歩く", "걷기")
"""Alphabets that have no large letters here."""


@pytest.mark.parametrize("letter", ascii_uppercase + digits)
def test_every_letter_has_a_glyph_of_its_own(letter: str) -> None:
    """Two that looked the same could not be told apart from afar; no digit stands in a word."""
    kind = ascii_uppercase if letter in ascii_uppercase else digits
    assert [each for each in kind if GLYPHS[each] == GLYPHS[letter]] == [letter]
    assert [len(row) for row in GLYPHS[letter]] == [7] * ROWS


@pytest.mark.parametrize(
    ("text", "plain"), [("GRÜN", "GRUN"), ("été", "ETE"), ("ŻÓŁTY", None), ("ÅT", "AT")]
)
def test_accents_are_left_out(text: str, plain: str | None) -> None:
    """As on signs in capitals; a letter that is one of its own stays what it is."""
    if plain is None:
        assert text in big(text)
    else:
        assert big(text, 2) == big(plain, 2)


@pytest.mark.parametrize("text", [*OTHERS, "RUN", "Ü+1:30"])
@pytest.mark.parametrize("scale", [1, 3])
def test_every_row_is_as_wide_as_it_is_said_to_be(text: str, scale: int) -> None:
    """Also where a letter takes two cells."""
    rows = big(text, scale)
    assert len(rows) == ROWS * scale
    assert {cell_len(row) for row in rows} == {big_width(text, scale)}


@pytest.mark.parametrize("word", OTHERS)
def test_a_word_without_glyphs_stands_beside_the_large_time(word: str) -> None:
    """It is read, and the number is drawn as ever."""
    lines = panel("run", word, "1:30", 80, 12)
    said = ["".join(span.text for span in line) for line in lines]
    assert sum(word in line for line in said) == 1
    assert {cell_len(line) for line in said} == {80}
    assert any("█" in line for line in said)
