"""``make`` in a checkout without a network: what it says, and that the next call goes through."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_NO_NETWORK: Final = "could not be installed, for the reason above."
_MOVED: Final = "This folder was moved or copied"


def wrong(tree: Path, wheels: Path) -> Iterator[str]:
    """Yield what is wrong with a set-up in a tree that has none yet; the tree moves meanwhile.

    Without a network pip finds nothing, or the wheels in a folder, as it would find them there.
    """
    yield from _made(tree, {}, 2, _NO_NETWORK)
    yield from _made(tree, {"PIP_FIND_LINKS": str(wheels)}, 0, "Setting up .venv")
    yield from _made(tree, {}, 0, "is up to date")
    moved = tree.rename(tree.with_name("moved here"))
    yield from _made(moved, {}, 2, _MOVED)
    yield from _made(moved, {"PIP_FIND_LINKS": str(wheels)}, 0, "Setting up .venv")
    done = subprocess.run(
        [moved / ".venv" / "bin" / "reprise", "--version"], capture_output=True, check=False
    )
    if done.returncode:
        yield f"the command in a folder that was moved: {done.stderr.decode()}"


def _made(tree: Path, pip: dict[str, str], code: int, says: str) -> Iterator[str]:
    # Not as a part of the make that has called this.
    ours = {name: value for name, value in os.environ.items() if "MAKE" not in name}
    done = subprocess.run(
        ["make", ".venv/ready-run", "UV=", f"PYTHON={sys.executable}"],
        cwd=tree,
        env={**ours, "PIP_CONFIG_FILE": os.devnull, "PIP_NO_INDEX": "1", **pip},
        capture_output=True,
        text=True,
        check=False,
    )
    told = done.stdout + done.stderr
    if done.returncode != code or says not in told:
        yield f"make in {tree.name}: ended with {done.returncode}, and said:\n{told[-2000:]}"
    elif code and _NO_NETWORK not in told.splitlines()[-2]:
        yield f"make in {tree.name}: its last word is not what to do:\n{told[-2000:]}"
