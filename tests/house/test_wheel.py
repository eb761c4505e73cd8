"""The wheel: four packages, and the files that they read at run time."""

from __future__ import annotations

import sys
import zipfile
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from tests.fresh.packed import Packed, contents, pack, unpack, wrong
from tests.house.tree import ROOT, files


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Packed:
    """Build the wheel and the source archive."""
    return pack(ROOT, tmp_path_factory.mktemp("dist"))


@pytest.mark.long
def test_the_wheel_holds_every_file_of_the_four_packages(packed: Packed) -> None:
    """A plan or a machine that is in the tree is in the wheel, and nothing else is."""
    held = {name for name in contents(packed.wheel) if ".dist-info/" not in name}
    packages = ("controller", "plans", "protocols", "simulators")
    here = {path.relative_to(ROOT) for path in files()}
    assert held == {path.as_posix() for path in here if path.parts[0] in packages}


@pytest.mark.long
def test_a_wheel_from_the_source_archive_is_the_same(packed: Packed, tmp_path: Path) -> None:
    """Byte by byte; and the metadata is such as an index takes."""
    assert [*wrong(packed, tmp_path)] == []


@pytest.mark.long
def test_a_wheel_that_is_not_the_same_is_seen(packed: Packed, tmp_path: Path) -> None:
    """A file that is only in one of them, and one that was changed."""
    other = tmp_path / packed.wheel.name
    with zipfile.ZipFile(other, "w") as archive:
        for name, raw in contents(packed.wheel).items():
            if name != "plans/shelf.py":
                archive.writestr(name, raw + b"#" * (name == "protocols/units.py"))
    seen = " ".join(wrong(Packed(other, packed.source), tmp_path / "work"))
    assert seen.count(" is not the same") == 2
    assert "plans/shelf.py" in seen
    assert "protocols/units.py" in seen


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets not everybody make links")
def test_links_in_a_folder_that_is_not_packed_hide_nothing(packed: Packed, tmp_path: Path) -> None:
    """`make mutants` leaves some to whole packages, in a folder that is walked before them."""
    tree = unpack(packed.source, tmp_path / "tree")
    (tree / "mutants").mkdir()
    (tree / "mutants" / "plans").symlink_to(tree / "plans")
    again = pack(
        unpack(pack(tree, tmp_path / "dist").source, tmp_path / "other"), tmp_path / "again"
    )
    assert contents(again.wheel) == contents(packed.wheel)


def test_what_the_wheel_offers_is_there(packed: Packed) -> None:
    """The command and the plugin for pytest: each names something that can be loaded."""
    (text,) = (
        raw.decode("utf-8")
        for name, raw in contents(packed.wheel).items()
        if name.endswith("/entry_points.txt")
    )
    lines = [line.partition(" = ") for line in text.splitlines() if " = " in line]
    assert [EntryPoint(name, value, "").load() for name, _, value in lines]
    assert {value for _, _, value in lines} == {
        "controller.cli.main:main",
        "simulators.pytest_plugin",
    }
