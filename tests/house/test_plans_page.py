"""docs/plans.md: a first-time author can follow it to the letter."""

from __future__ import annotations

import re
import runpy
import shlex
from pathlib import Path
from typing import Final

import pytest

from controller.cli.exits import EXIT_DONE, EXIT_INVALID_FILE
from plans.lint.linter import lint
from plans.plan.reader import read_plan, read_plan_file
from tests.cli.test_simulate import reprise
from tests.house.tree import ROOT
from tests.plans.tables import good

PAGE: Final = (ROOT / "docs" / "plans.md").read_text("utf-8")
PLAN: Final = good("good.plan.yaml")


def blocks(language: str) -> list[str]:
    """Return the blocks of the page that are in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


COMMANDS: Final = [line for block in blocks("sh") for line in block.splitlines()]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Go to an empty folder."""
    place = tmp_path / "place"
    place.mkdir()
    monkeypatch.chdir(place)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return place


def test_the_reference_is_fresh() -> None:
    """`python docs/make_plans_page.py` would change nothing."""
    maker = runpy.run_path(str(ROOT / "docs" / "make_plans_page.py"))
    assert maker["made_anew"](PAGE) == PAGE
    assert "| **`levels`** |" in PAGE


@pytest.mark.long
def test_its_commands_can_be_typed_one_after_the_other(here: Path) -> None:
    """Each of them does what it says, from an empty folder to a simulated session."""
    assert COMMANDS[0] == "reprise plan new"
    assert {"check", "preview", "simulate"} <= {
        word for line in COMMANDS for word in line.split()[1:3]
    }
    for line in COMMANDS:
        name, *words = shlex.split(line)
        assert name == "reprise"
        done = reprise(*words)
        # What a symptom leads to has a code of its own.
        expected = (EXIT_DONE, 4) if "--at" in words else (EXIT_DONE,)
        assert done.returncode in expected, (line, done.stderr)
        assert done.stdout
    assert [each.name for each in here.iterdir()] == ["my.plan.yaml"]


def test_the_mistake_that_it_shows_is_said_so(here: Path) -> None:
    """Place, words and caret, in the file that the page has just made."""
    assert reprise("plan", "new").returncode == EXIT_DONE
    path = here / "my.plan.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("warm-up: 5min walk", "warm-up: 5 walk"), encoding="utf-8")
    done = reprise("plan", "check", "my.plan.yaml")
    assert done.returncode == EXIT_INVALID_FILE
    assert done.stdout in blocks("text")


def test_the_levels_that_it_shows_first_are_those_of_a_new_plan(here: Path) -> None:
    """Word for word."""
    assert reprise("plan", "new").returncode == EXIT_DONE
    shown = blocks("yaml")[0].splitlines()
    assert shown[0] == "levels:"
    lines = (here / "my.plan.yaml").read_text("utf-8").splitlines()
    at = lines.index("levels:")
    # The columns are those of a plan with fewer levels.
    assert [" ".join(line.split()) for line in lines[at : at + len(shown)]] == [
        " ".join(line.split()) for line in shown
    ]


@pytest.mark.parametrize(
    "levels", [block for block in blocks("yaml") if block.startswith("levels:")]
)
def test_the_levels_that_it_shows_can_be_used(levels: str) -> None:
    """In place of those of any plan."""
    assert read_plan(PLAN[: PLAN.index("levels:")] + levels, "f").levels


def test_the_comment_for_lint_that_it_shows_is_one() -> None:
    """It keeps a step that is too big."""
    (comment,) = (block for block in blocks("yaml") if block.startswith("#"))
    levels = "".join(f"  {n}: {4 + n // 5} x (1min jog, 2min walk)\n" for n in range(1, 5))
    text = PLAN[: PLAN.index("levels:")] + "levels:\n" + levels + "  5: 9 x (1min jog, 2min walk)\n"
    before = {each.id: each.severity.name for each in lint(read_plan_file(text, "f"))}
    after = {each.id: each.severity.name for each in lint(read_plan_file(comment + text, "f"))}
    assert before["step-too-big"] == "WARNING"
    assert after == before | {"step-too-big": "ALLOWED"}
