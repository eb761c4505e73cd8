"""The files of the house, as the tests here look at them."""

from __future__ import annotations

import re
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]

NOT_OURS: Final = {"__pycache__", "dist", "build", "node_modules"}


@cache
def files() -> tuple[Path, ...]:
    """Return every file that is tracked, or new and not ignored; sorted, as absolute paths.

    Without git, or in a folder that git knows nothing about, the tree is walked.
    """
    return _listed_by_git() or _walked()


def text(path: Path) -> str | None:
    """Return what a text file holds, or None for a binary file."""
    raw = path.read_bytes()
    if b"\0" in raw:
        return None
    return raw.decode("utf-8")


def file_on_page(name: str, page: str = "simulators.md") -> str:
    """Return a file that a page of docs/ shows: the block whose first line is ``# name``."""
    told = (ROOT / "docs" / page).read_text("utf-8")
    (found,) = re.findall(
        rf"^```\w+\n# {re.escape(name)}\n(.*?)^```$", told, re.MULTILINE | re.DOTALL
    )
    return str(found)


def _listed_by_git() -> tuple[Path, ...]:
    git = shutil.which("git")
    if git is None:
        return ()
    listing = subprocess.run(
        [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listing.returncode != 0:
        return ()
    names = listing.stdout.decode("utf-8").split("\0")
    return tuple(sorted(ROOT / name for name in names if name and (ROOT / name).is_file()))


def _walked() -> tuple[Path, ...]:
    def ours(path: Path) -> bool:
        folders = path.relative_to(ROOT).parts[:-1]
        return not any(
            name in NOT_OURS
            or name.endswith(".egg-info")
            or (name.startswith(".") and name != ".ci")
            for name in folders
        )

    return tuple(sorted(path for path in ROOT.rglob("*") if path.is_file() and ours(path)))
