"""docs/months.md: what stands there is what comes of it now."""

from __future__ import annotations

import runpy
from concurrent.futures import Future
from pathlib import Path
from typing import Any, Final

import pytest

from simulators.people import person_names

ROOT: Final = Path(__file__).parents[2]
PAGE: Final = (ROOT / "docs" / "months.md").read_text("utf-8")
_ANEW: Final = (
    "run .venv/bin/python docs/make_months_page.py: some ten minutes of every processor, and it "
    "says how far it is; other work can go on meanwhile"
)
_WEEKS: Final = 2


def _maker() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "docs" / "make_months_page.py"))


def test_it_was_made_of_the_runners_and_rules_that_there_are() -> None:
    """To make all of it anew takes minutes: so the page says of what it was made."""
    assert _maker()["digest"]() in PAGE, _ANEW


def test_every_runner_has_her_table() -> None:
    """Under her name, with as many weeks as it says."""
    sections = PAGE.split("\n## ")[1:]
    tables = {each.split("\n", 1)[0]: each for each in sections if "```text" in each}
    assert tuple(tables) == person_names()
    for table in tables.values():
        rows = table.split("```")[1].splitlines()[2:]
        assert [int(each[:4]) for each in rows] == list(range(1, 27))


def test_whoever_waits_for_it_is_told_how_many_runners_are_left() -> None:
    """In the order in which they are done; and one that breaks is not passed over."""
    made: dict[Future[str], str] = {}
    for name in ("slow", "quick", "broken"):
        made[Future()] = name
    slow, quick, broken = made
    quick.set_result("## quick")
    told = _maker()["as_done"](made)
    assert next(told) == "quick: done, 2 runners left"
    slow.set_result("## slow")
    assert next(told) == "slow: done, 1 runner left"
    broken.set_exception(ValueError("no such plan"))
    with pytest.raises(ValueError, match="no such plan"):
        next(told)


@pytest.mark.long
def test_the_first_weeks_come_out_as_they_stand_there() -> None:
    """Of one runner, by the very shell, core and coach of today."""
    table = PAGE.split("\n## candid\n")[1].split("```")[1].splitlines()[1:]
    assert _maker()["first_weeks"]("candid", _WEEKS) == table[: _WEEKS + 1], _ANEW
