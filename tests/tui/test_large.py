"""What is written large is whole or not large at all: a figure that is cut reads as another one."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controller.core.state import Outcome
from controller.records.format import OUTPUT
from controller.tui.drawing.font import GLYPHS, big, big_width
from controller.tui.drawing.ink import width_of
from controller.tui.drawing.panel import banner, panel
from controller.tui.screen.frame import draw
from controller.tui.screen.talk import Ui
from protocols.units import SECOND, clock_time
from tests.tui.sessions import fold_all, in_run, more
from tests.tui.told import told_still
from tests.within import within

if TYPE_CHECKING:
    from collections.abc import Iterable

    from controller.tui.drawing.ink import Line

SIZES: Final = ((80, 24), (81, 25), (100, 30), (160, 45))
RAN: Final = tuple(
    SECOND * (60 * minutes + seconds)
    for minutes, seconds in product((0, 1, 9, 10, 28, 59, 88, 99), (0, 16, 59))
)
WORDS: Final = {"DONE", "STOPPED"}


def _rows(lines: Iterable[Line]) -> list[str]:
    """Return lines with a ``#`` wherever there is ink, and all else as it is."""
    return [
        "".join("#" * len(text) if style.endswith(" ink") else text for text, style in line)
        for line in lines
    ]


def _ink(rows: list[str]) -> int:
    return sum(row.count("#") for row in rows)


def stands(rows: list[str], text: str) -> int:
    """Return how much ink a text takes that stands there whole, at any scale; 0: it does not."""
    for scale in range(1, 7):
        drawn = big(text, scale)
        for top in range(len(rows) - len(drawn) + 1):
            left = rows[top].find(drawn[0])
            while left >= 0:
                cells = [row[left : left + len(drawn[0])] for row in rows[top : top + len(drawn)]]
                if cells == drawn:
                    return _ink(drawn)
                left = rows[top].find(drawn[0], left + 1)
    return 0


@pytest.mark.long
@pytest.mark.parametrize("outcome", [each.name.lower() for each in Outcome])
@within(ran=RAN, size=SIZES)
def test_no_running_time_is_cut_in_any_summary(
    outcome: str, ran: int, size: tuple[int, int]
) -> None:
    """Seen at 80 x 24: 0:30 beside STOPPED read as 0:0. Where it has no room it stands below."""
    still = more(in_run(), OUTPUT, "phase", phase="ended", was="stopping")
    ended = more(
        still, OUTPUT, "ended", outcome=outcome, cause="runner", because="x", confirmed=True,
        ran=ran,
    )  # fmt: skip
    lines = draw(fold_all(ended), Ui(), *size).lines
    rows, clock = _rows(lines), clock_time(ran)
    text = "\n".join("".join(span.text for span in line) for line in lines)
    found = {each: stands(rows, each) for each in (*WORDS, clock)}
    if outcome in ("refused", "stopped_and_refer"):
        return  # no panel: a list is read
    assert sum(bool(found[each]) for each in WORDS) == 1
    assert _ink(rows) == sum(found.values())
    assert f"running {clock}" in text
    word = next(each for each in WORDS if found[each])
    room = size[0] - 7 - big_width(word)  # two cells at either side and three between
    assert bool(found[clock]) == (0 < big_width(clock) <= room and ran > 0)


def test_a_site_that_is_asked_for_cuts_no_figure_either() -> None:
    """The summary is lower then."""
    for name in ("sites", "second site"):
        rows = _rows(draw(fold_all(told_still()[name]), Ui(), 80, 24).lines)
        assert _ink(rows) == stands(rows, "DONE") + stands(rows, "4:00")


LARGE: Final = st.text(sorted(set(GLYPHS) - {" ", "\N{THIN SPACE}"}), min_size=1, max_size=14)


@given(word=LARGE, number=st.sampled_from(["", "3", "10", "0:30", "99:59", "10.0"]),
       width=st.integers(80, 200), rows=st.integers(9, 50))  # fmt: skip
def test_a_panel_cuts_nothing(word: str, number: str, width: int, rows: int) -> None:
    """Whatever word a language has: one that has no room beside the number stands in small letters.

    And one cell at least is left at either side.
    """
    lines = panel("run", word, number, width, rows)
    ink = _rows(lines)
    text = "\n".join("".join(span.text for span in line) for line in lines)
    assert {width_of(line) for line in lines} == {width}
    assert not number or stands(ink, number)
    assert stands(ink, word) or word in text
    assert not any(row.startswith("#") or row.endswith("#") for row in ink)


@given(text=LARGE, width=st.integers(80, 200))
def test_a_banner_cuts_nothing(text: str, width: int) -> None:
    """It, too, says in small letters what has no room in large ones."""
    lines = banner(text, width, "danger")
    said = "\n".join("".join(span.text for span in line) for line in lines)
    assert stands(_rows(lines), text) or text in said
