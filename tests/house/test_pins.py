"""The pins: exact, hashed, and without a word about where they came from."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import packages_distributions
from typing import Final

import pytest

from tests.house.tree import ROOT

PIN: Final = re.compile(r"(?P<name>[a-z0-9-]+)==(?P<version>[\w.!+]+)( ; [^\\]+)? \\")
HASH: Final = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")


def pins(name: str) -> dict[str, str]:
    """Return the version of each package in a requirements file."""
    found = {}
    for line in (ROOT / name).read_text("utf-8").splitlines():
        if match := PIN.fullmatch(line):
            found[match["name"]] = match["version"]
    return found


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_a_requirements_file_holds_pins_and_hashes_only(name: str) -> None:
    """No index, no link, no path: every line is a pin, a hash or a comment."""
    lines = (ROOT / name).read_text("utf-8").splitlines()
    odd = [
        line
        for line in lines
        if not (PIN.fullmatch(line) or HASH.fullmatch(line) or line.startswith("# "))
    ]
    assert odd == []
    assert pins(name)


def test_both_sets_pin_the_same_versions() -> None:
    """The run set is a part of the dev set, so that one .venv can hold both."""
    assert pins("requirements.txt").items() <= pins("requirements-dev.txt").items()


def test_nobody_is_brought_a_plugin_of_pytest_but_ours() -> None:
    """It would be loaded by every pytest beside Reprise, and warn of settings that are not made."""
    assert [name for name in pins("requirements.txt") if name.startswith("pytest")] == []


@pytest.mark.long
def test_nobody_is_brought_what_no_room_imports() -> None:
    """Neither with Reprise nor with one of its extras."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = [project["dependencies"], *project["optional-dependencies"].values()]
    brought = {re.split(r"[><=]", each)[0].lower() for extra in asked for each in extra}
    sources = [
        path.read_text("utf-8")
        for room in ("controller", "plans", "protocols", "simulators")
        for path in (ROOT / room).rglob("*.py")
    ]
    used = {
        distribution.lower()
        for package, distributions in packages_distributions().items()
        if any(re.search(rf"^ *(from|import) {package}\b", each, re.MULTILINE) for each in sources)
        for distribution in distributions
    }
    assert brought - used == set()
