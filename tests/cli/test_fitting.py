"""Lines that are read at a terminal: they end between words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from controller.cli.fitting import fitted

LINE = "  1:05  Noted: Knee, strong: walk, and run again when it is gone after one whole walk (I8)."


def test_a_long_line_goes_on_below_its_last_column() -> None:
    """A moment, or what was looked at, stays alone on the left."""
    assert list(fitted([LINE, "", "ok    locale  en_GB"], 60)) == [
        "  1:05  Noted: Knee, strong: walk, and run again when it is",
        "        gone after one whole walk (I8).",
        "",
        "ok    locale  en_GB",
    ]


@given(
    st.lists(st.text("ab -", max_size=9).map(str.strip).filter(bool), min_size=1, max_size=40),
    st.integers(20, 100),
)
def test_no_word_is_broken_or_lost(words: list[str], width: int) -> None:
    """And no line is longer than the terminal."""
    line = " ".join(words)
    lines = list(fitted([line], width))
    assert " ".join(lines).split() == line.split()
    assert all(len(each) <= max(width, 64) for each in lines)


def test_a_sentence_within_a_line_is_no_column() -> None:
    """Two spaces stand behind a point, too."""
    line = "  0:00  The belt stands.  G starts it after a countdown of ten seconds, and no sooner."
    assert list(fitted([line], 60))[1].startswith("        ten seconds")
