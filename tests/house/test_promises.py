"""What is promised and what is guarded against, each with a test that exists."""

from __future__ import annotations

import ast
import re
from functools import cache
from typing import Final

import pytest

from tests.house.tree import ROOT

TEST: Final = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
ROW: Final = re.compile(r"^\| (?P<no>[SHQ]\d+) \|(?P<told>.*)\|(?P<shown>[^|]*)\|$", re.MULTILINE)
UNTESTED: Final = "no test yet: issue 6"
QUIRKS: Final = 58


def rows(page: str) -> list[tuple[str, str]]:
    """Return the number of each row of a page's tables, with the cell that names its tests."""
    held = (ROOT / page).read_text("utf-8")
    return [(match["no"], match["shown"].strip()) for match in ROW.finditer(held)]


def is_there(file: str, name: str) -> bool:
    """Return whether pytest would find a test of that name in a file, without running anything."""
    return name in _top_level(file)


@cache
def _top_level(file: str) -> frozenset[str]:
    path = ROOT / file
    if not path.is_file():
        return frozenset()
    found: set[str] = set()
    for node in ast.parse(path.read_text("utf-8")).body:
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                found.add(name)
            case ast.Assign(targets=[ast.Name(id=name)]):  # hypothesis: TestX = Machine.TestCase
                found.add(name)
            case _:
                pass
    return frozenset(each for each in found if each.lower().startswith("test"))


PAGES: Final = ("SAFETY.md", "docs/hazards.md")


@pytest.mark.parametrize("page", PAGES)
def test_every_test_that_a_page_names_exists(page: str) -> None:
    """A test that was renamed takes its promise along."""
    named = TEST.findall((ROOT / page).read_text("utf-8"))
    assert named
    assert [f"{file}::{name}" for file, name in named if not is_there(file, name)] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_row_names_a_test_or_says_that_there_is_none(page: str) -> None:
    """A promise is shown by a test; only a quirk may wait for its machine, and says so."""
    found = rows(page)
    assert found
    bare = [
        number
        for number, shown in found
        if not TEST.search(shown) and not (number.startswith("Q") and shown == UNTESTED)
    ]
    assert bare == []


@pytest.mark.parametrize(
    ("page", "cells"), [("SAFETY.md", {"S": 3}), ("docs/hazards.md", {"H": 4, "Q": 5})]
)
def test_every_row_has_a_cell_for_each_head(page: str, cells: dict[str, int]) -> None:
    """What is done about a hazard and the test that shows it are two cells, and not one."""
    held = (ROOT / page).read_text("utf-8")
    odd = [
        match["no"]
        for match in ROW.finditer(held)
        if match[0].count(" | ") + 1 != cells[match["no"][0]]
    ]
    assert odd == []


@pytest.mark.parametrize(
    ("page", "letter", "count"), [("SAFETY.md", "S", None), ("docs/hazards.md", "Q", QUIRKS)]
)
def test_rows_are_numbered_through(page: str, letter: str, count: int | None) -> None:
    """None is missing and none is there twice; of quirks there are as many as are known."""
    numbers = [int(number[1:]) for number, _ in rows(page) if number.startswith(letter)]
    assert numbers == [*range(1, (count or len(numbers)) + 1)]


@pytest.mark.parametrize(
    ("name", "there"),
    [
        ("test_rows_are_numbered_through", True),
        ("test_that_nobody_wrote", False),
        ("rows", False),
    ],
)
def test_a_name_is_looked_up(name: str, *, there: bool) -> None:
    """The look itself can fail; a helper is no test, and a file that is gone has none."""
    assert is_there("tests/house/test_promises.py", name) is there
    assert not is_there("tests/house/test_of_old.py", name)
