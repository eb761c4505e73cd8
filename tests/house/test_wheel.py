"""The wheel: four packages, and the files that they read at run time."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

from tests.house.tree import ROOT, files

if TYPE_CHECKING:
    from pathlib import Path


def test_the_wheel_holds_every_file_of_the_four_packages(tmp_path: Path) -> None:
    """A plan or a machine that is in the tree is in the wheel, and nothing else is."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if ".dist-info/" not in name}
    packages = ("controller", "plans", "protocols", "simulators")
    here = {path.relative_to(ROOT) for path in files()}
    assert packed == {path.as_posix() for path in here if path.parts[0] in packages}
