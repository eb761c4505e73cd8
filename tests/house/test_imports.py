"""What an import loads: the law of the floors, seen from a fresh interpreter."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from typing import Final

import pytest

from tests.house.tree import ROOT

LOAD: Final = """
import importlib, pkgutil, sys
for name in sys.argv[1:]:
    module = importlib.import_module(name)
    for each in pkgutil.walk_packages(getattr(module, "__path__", ()), name + "."):
        importlib.import_module(each.name)
print("\\n".join(sys.modules))
"""
"""Imports modules with all that lies in them, and prints what the interpreter has then."""

PURE: Final = ("asyncio", "pydantic", "numpy", "yaml", "bleak", "textual", "logging")
LATER: Final = (
    *("pydantic", "numpy", "bleak", "filelock", "textual.app", "importlib.metadata"),
    "controller.core.state",
)
"""What no command needs before its first frame, or needs only once its door stands open."""
CODECS: Final = (
    "protocols.control_point",
    "protocols.device_information",
    "protocols.discovery",
    "protocols.explain",
    "protocols.fields",
    "protocols.ftms",
    "protocols.gatt",
    "protocols.hrs",
    "protocols.rsc",
    "protocols.units",
    "protocols.worn",
)


def loaded_by(*names: str) -> set[str]:
    """Return the modules that a fresh interpreter holds after these imports."""
    run = subprocess.run(
        [sys.executable, "-c", LOAD, *names],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return set(run.stdout.split())


@pytest.mark.long
@pytest.mark.parametrize(
    ("names", "unwanted"),
    [
        pytest.param(("controller.core.step",), PURE, id="step"),
        pytest.param(("controller.core",), PURE, id="core"),
        pytest.param(("controller.guard",), PURE, id="guard"),
        pytest.param(CODECS, PURE, id="codecs"),
        pytest.param(("controller.records",), ("pydantic", "numpy", "bleak"), id="records"),
        pytest.param(("controller.session",), ("textual", "bleak"), id="session"),
        pytest.param(
            ("controller.tui",),
            ("pydantic", "numpy", "bleak", "yaml", "controller.core", "controller.session"),
            id="screen",
        ),
        pytest.param(("controller.cli.main",), ("textual", "numpy", "bleak"), id="command line"),
        pytest.param(
            ("controller.cli.coach.today",),
            (
                *("pydantic", "asyncio", "numpy", "textual", "importlib.metadata"),
                "controller.core.state",
            ),
            id="today",
        ),
        pytest.param(("controller.cli.session.run",), LATER, id="run"),
        pytest.param(("controller.cli.home.command",), LATER, id="home"),
    ],
)
def test_an_import_loads_no_more_than_its_room_needs(
    names: tuple[str, ...], unwanted: tuple[str, ...]
) -> None:
    """A pure room loads no loop and no models; a session no screen; a command starts lean."""
    assert loaded_by(*names).isdisjoint(unwanted)


def test_the_look_at_an_import_sees_what_is_loaded() -> None:
    """The test above can fail: a module that imports asyncio is seen to have loaded it."""
    assert "asyncio" in loaded_by("asyncio.tasks")


def test_a_room_within_a_room_is_entered_for_nothing() -> None:
    """Whoever imports one file of it loads that file: its `__init__` is a sentence and no more."""
    inner = [
        path
        for folder in ("controller", "plans")
        for path in (ROOT / folder).rglob("__init__.py")
        if path.parent.parent not in (ROOT, ROOT / "controller")
    ]
    assert {"diary", "pages", "today", "marked"} <= {path.parent.name for path in inner}
    assert [path for path in inner if len(ast.parse(path.read_text("utf-8")).body) != 1] == []


def test_every_room_has_its_floor() -> None:
    """A new package or module of controller/ or protocols/ is named in the layers contract."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    (floors,) = [each for each in contracts if each["id"] == "floors"]
    named = {
        name.strip().strip("()")
        for layer in floors["layers"]
        for name in layer.replace("|", ":").split(":")
    }
    rooms = {
        f"{folder}.{path.stem}"
        for folder in ("controller", "protocols")
        for path in (ROOT / folder).iterdir()
        if path.name != "__init__.py" and (path.suffix == ".py" or (path / "__init__.py").is_file())
    }
    assert rooms <= named
