"""One place says what a speed is shown in: no screen, line or page of hers has its own unit."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Final

import pytest

from tests.house.tree import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

UNIT: Final = re.compile(r"km/h|[ \d]mph\b|[ \d]/(?:km|mi)\b")
WIRE: Final = ROOT / "controller/tui/treadmill/lines.py"
"""What a simulated treadmill is asked for and does, for developers: in the unit of the wire."""
SHOWN: Final = sorted(
    path
    for pattern in (
        *("controller/tui/**/*.py", "controller/cli/session/plain*.py", "controller/report/*.py"),
        *("controller/coach/asking/entries.py", "controller/coach/asking/speeds.py"),
        *("controller/cli/session/around.py", "controller/cli/home/*.py"),
        "controller/cli/coach/setup.py",
    )
    for path in ROOT.glob(pattern)
    if path != WIRE
)


def units_in(path: Path) -> Iterator[str]:
    """Yield each text in a file with a unit of speed in it, and each way around the one place."""
    tree = ast.parse(path.read_text("utf-8"))
    told = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield from (f"{node.lineno}: {each}" for each in UNIT.findall(node.value))
        if isinstance(node, ast.ImportFrom) and node.module == "protocols.units":
            yield from (f"{node.lineno}: {each.name}" for each in node.names if each.name == "kmh")


@pytest.mark.parametrize("path", SHOWN, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_screen_names_a_unit_of_its_own(path: Path) -> None:
    """`controller.settings.speeds` does, for all of them."""
    assert list(units_in(path)) == []


def test_the_rule_sees_what_it_forbids(tmp_path: Path) -> None:
    """Texts, parts of texts, and the import; not a docstring."""
    wrong = tmp_path / "wrong.py"
    wrong.write_text(
        '"""In km/h."""\nfrom protocols.units import kmh\nX = f"{kmh(1)} km/h"\nY = "3 mph"\n'
    )
    assert list(units_in(wrong)) == ["2: kmh", "4:  mph", "3: km/h"]
