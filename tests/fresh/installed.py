"""An environment of its own, outside the checkout, with nothing in it but the wheel."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from tests.fresh.looks import ALWAYS, EXTRAS, Look

_IMPORT_ALL: Final = """
import importlib, pkgutil, sys
missing = set()
for room in ("controller", "plans", "protocols", "simulators"):
    for each in pkgutil.walk_packages(importlib.import_module(room).__path__, room + "."):
        if each.name.endswith("__main__") or each.name == "simulators.pytest_plugin":
            continue
        try:
            importlib.import_module(each.name)
        except ModuleNotFoundError as error:
            missing.add(error.name.partition(".")[0])
print(*sorted(missing))
"""
"""Prints which packages are not there; every warning is an error."""


class Installed:
    """Reprise in an environment of its own, and somebody who was never there before."""

    def __init__(self, folder: Path) -> None:
        """Make the environment in a new folder."""
        self._folder = folder
        self._bin = folder / "venv" / "bin"
        for each in ("home", "here", "run"):
            (folder / each).mkdir(parents=True, mode=0o700)
        subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)

    def install(self, wheel: Path, extras: Sequence[str], wheels: Path) -> None:
        """Install a wheel with extras from a folder of wheels alone; without a network.

        Raises:
            subprocess.CalledProcessError: it cannot be; pip has said why.
        """
        named = f"{wheel}[{','.join(extras)}]" if extras else str(wheel)
        pip = [str(self._bin / "python"), "-m", "pip", "--disable-pip-version-check", "install"]
        # As for somebody whose pip has no settings: nothing else is looked at for wheels.
        alone = {**os.environ, "PIP_CONFIG_FILE": os.devnull, "PIP_FIND_LINKS": str(wheels)}
        subprocess.run([*pip, "--quiet", "--no-index", named], env=alone, check=True)

    def wrong(self, extras: Iterable[str]) -> Iterator[str]:
        """Yield what is not as it has to be, with these extras and no others."""
        there = {*extras}
        sound = self._python("-m", "pip", "check")
        if sound.returncode:
            yield sound.stdout
        loaded = self._python("-W", "error", "-c", _IMPORT_ALL)
        if loaded.returncode or (len(there) == len(EXTRAS) and loaded.stdout.strip()):
            yield f"importing all of it: {loaded.stdout}{loaded.stderr}"
        for look in ALWAYS:
            yield from self._look(look)
        for extra, look in EXTRAS.items():
            if extra in there:
                yield from self._look(look)
            else:
                yield from self._look(Look(look.words, f"install its extra {extra}", (2, 5)))

    def left(self) -> Iterator[str]:
        """Take the program away, and yield what should have stayed, or gone, and did not."""
        home = self._folder / "home"
        before = {each for each in home.rglob("*") if each.is_file()}
        self._python("-m", "pip", "uninstall", "--quiet", "--yes", "reprise").check_returncode()
        gone = [each for each in before if not each.is_file()]
        if gone or not before:
            yield f"with the program went what it had kept: {gone or 'nothing was kept'}"
        ours = ("controller", "plans", "protocols", "simulators")
        for site in (self._folder / "venv").rglob("site-packages"):
            yield from (f"{site / each} is still there" for each in ours if (site / each).exists())
        if (self._bin / "reprise").exists():
            yield "the command is still there"

    def _look(self, look: Look) -> Iterator[str]:
        done = self._run([str(self._bin / "reprise"), *look.words.split()])
        told = done.stdout + done.stderr
        if done.returncode not in look.codes or look.says not in told or "Traceback" in told:
            yield f"reprise {look.words}: ended with {done.returncode}, and said:\n{told[-2000:]}"

    def _python(self, *words: str) -> subprocess.CompletedProcess[str]:
        return self._run([str(self._bin / "python"), *words])

    def _run(self, words: list[str]) -> subprocess.CompletedProcess[str]:
        folder = self._folder
        told = {"HOME": folder / "home", "XDG_RUNTIME_DIR": folder / "run"}
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR") if name in os.environ}
        return subprocess.run(
            words,
            cwd=folder / "here",
            env={**kept, **{name: str(path) for name, path in told.items()}},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
