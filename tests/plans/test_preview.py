"""A plan as it is seen in a terminal, character by character."""

from __future__ import annotations

from typing import Final

import pytest

from controller.cli.machines.ramps import find_ramps
from plans.plan.compile import compile_session
from plans.plan.model import Plan
from plans.preview.quickest import quickest
from plans.preview.text import ASCII, BLOCKS, NARROWEST, Line, Signs, legend, staircase, strip
from plans.preview.timeline import Timeline, rehearse
from plans.preview.totals import totals
from plans.shelf import find_policy
from tests.plans.small_plan import SMALL, plan_of


def text(lines: list[Line]) -> list[str]:
    """Return the lines without their kinds."""
    return ["".join(piece.text for piece in line) for line in lines]


def strip_of(plan: Plan, level: int, width: int, signs: Signs = BLOCKS) -> list[Line]:
    """Return a level's strip on the ordinary treadmill."""
    program = compile_session(plan, level)
    timeline: Timeline = rehearse(program, find_policy("cautious"), find_ramps("generic").ramps)
    return strip(timeline, program, width, signs)


STRIP: Final = [
    " 7.5 │            █████▇     ██████",
    "     │            ██████     ██████",
    " 5.0 │ ▒▒▒▒▒▒▒▒▒▒▒██████▒▒▒▒▒██████▒▒▒▒▒▒▒▒▒▒",
    "     │ ▒▒▒▒▒▒▒▒▒▒▒██████▒▒▒▒▒██████▒▒▒▒▒▒▒▒▒▒▒",
    "     │░▒▒▒▒▒▒▒▒▒▒▒██████▒▒▒▒▒██████▒▒▒▒▒▒▒▒▒▒▒",
    "     │▒▒▒▒▒▒▒▒▒▒▒▒██████▒▒▒▒▒██████▒▒▒▒▒▒▒▒▒▒▒",
    "     └┴─────────┴─────────┴─────────┴─────────",
    "  min 0         2         4         6",
    " asks   ?               ?          ?    ?",
]
STAIRS: Final = [
    "   3 │      ███",
    "     │   ▃▃▃███",
    "     │   ██████",
    "   1 │▅▅▅██████",
    "     │█████████",
    "     └┴──┴──┴──",
    "level 1  2  3",
    " week 1     2",
    "      level 2 ▲",
]


def test_the_strip_of_a_level() -> None:
    """Two runs of a minute between walks, with a question in each walk."""
    assert text(strip_of(SMALL, 2, 46)) == STRIP


def test_the_staircase_of_a_plan() -> None:
    """Three levels; a bound holds the third back until the second week."""
    assert text(staircase(totals(SMALL), quickest(SMALL), 2, 46, BLOCKS)) == STAIRS


def test_without_blocks_it_is_the_same_picture() -> None:
    """A terminal that is not UTF-8 gets ASCII, and a full cell stays one."""
    lines = [
        *text(strip_of(SMALL, 2, 46, ASCII)),
        *text(staircase(totals(SMALL), quickest(SMALL), 2, 46, ASCII)),
        *text([legend(ASCII)]),
    ]
    assert all(line.isascii() for line in lines)
    full = [line.translate(str.maketrans("█▒│└┴─▲", "#:|++-^")) for line in [*STRIP, *STAIRS]]
    for line, other in zip(lines, full, strict=False):
        assert len(line) <= len(other)
        assert all(
            ours == theirs for ours, theirs in zip(line, other, strict=False) if theirs in "#?"
        )


@pytest.mark.parametrize("width", [NARROWEST, 80, 133])
def test_nothing_is_wider_than_was_asked_for(width: int) -> None:
    """Strip and staircase keep to their width, of few levels as of many."""
    many = plan_of(*(f"{seconds}s jog" for seconds in range(30, 180)))
    assert max(map(len, text(strip_of(SMALL, 1, width)))) <= width
    for level in (1, 75, 150):
        stairs = text(staircase(totals(many), quickest(many), level, width, BLOCKS))
        assert max(map(len, stairs)) <= width
        assert stairs[-1].split() in (["▲", "level", str(level)], ["level", str(level), "▲"])


def test_no_run_falls_between_two_columns() -> None:
    """A run that is shorter than a column is seen all the same, and each apart from the others."""
    short = plan_of("6 x (15s jog, 4min walk)")
    top = text(strip_of(short, 1, NARROWEST))[0][6:]
    assert len(top.split()) == 6
    assert set(top) <= set(BLOCKS.run) | {" "}


def test_what_is_run_is_told_from_what_is_walked_without_colour() -> None:
    """The kinds and the characters say the same in every cell."""
    for line in strip_of(SMALL, 3, 60)[:6]:
        for piece in line[1:]:
            signs = {"run": BLOCKS.run, "walk": BLOCKS.walk, "": ""}[piece.kind]
            assert set(piece.text) <= {*signs, " "}


def test_a_plan_that_only_walks_shows_its_minutes() -> None:
    """There is no running to show, so the steps are the minutes in all."""
    walks = plan_of("7min walk", "12min walk")
    stairs = text(staircase(totals(walks), quickest(walks), 1, 46, ASCII))
    assert stairs[0] == "  15 |   :::"
    assert stairs[1:3] == ["  10 |   :::", "     |::::::"]
