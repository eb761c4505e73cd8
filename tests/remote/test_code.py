"""The code that a camera reads, as half blocks."""

from __future__ import annotations

import segno

from controller.remote.code import code_lines

URL = "http://192.168.178.123:54321/0123456789abcdefghijkl/"


def test_the_blocks_are_the_code_and_a_margin() -> None:
    """Each line holds two rows: black where the code is."""
    rows = {" ": (0, 0), "▀": (1, 0), "▄": (0, 1), "█": (1, 1)}
    lines = code_lines(URL)
    drawn = [[rows[block][half] for block in line] for line in lines for half in (0, 1)]
    made = segno.make(URL, error="l", micro=False)
    size = len(made.matrix)
    inside = [row[2 : 2 + size] for row in drawn[2 : 2 + size]]
    assert inside == [list(map(bool, row)) for row in made.matrix]
    assert sum(map(sum, drawn)) == sum(map(sum, inside))
    assert {len(line) for line in lines} == {size + 4}


def test_it_has_room_in_the_smallest_terminal() -> None:
    """With the lines around it."""
    lines = code_lines(URL)
    assert len(lines) <= 20
    assert len(lines[0]) <= 80
