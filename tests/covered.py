"""How much of each module do its own tests reach? `make covered`.

A module that only the stories of others run through is held by nobody when those stories change. So
each is measured by the tests of its lane alone (tests/mutants.py), lines and branches together.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final, NamedTuple

from tests.mutants import LANES, ROOT, Lane

LEAST: Final = 95.0
"""Of a hundred lines and branches: what is left are lines that no state comes to."""


class Reached(NamedTuple):
    """What the tests of a lane reach of its module: numbers of lines and branches, and what not."""

    lines: int
    branches: int
    missed: tuple[int, ...]
    half: tuple[tuple[int, int], ...]

    @property
    def percent(self) -> float:
        """Of all lines and branches, how many are reached."""
        whole = self.lines + self.branches
        return 100 * (whole - len(self.missed) - len(self.half)) / whole


def _own(lane: Lane) -> list[str]:
    """Return the files of a lane that has a whole room's which bear the module's name."""
    name = Path(lane.module).stem
    own = [
        str(each.relative_to(ROOT))
        for room in lane.tests
        for each in sorted((ROOT / room).glob(f"test_{name}*.py"))
    ]
    return own or [*lane.tests]


def reached(lane: Lane) -> Reached:
    """Run the tests of a lane, and return what they reach of its module.

    Raises:
        subprocess.CalledProcessError: A test of the lane fails.
    """
    with tempfile.TemporaryDirectory() as folder:
        # Ours measures the whole house, which takes ten times as long.
        settings = Path(folder) / "settings"
        # What mypy proves that nothing comes to is no gap.
        settings.write_text(
            f"[run]\nbranch = True\ninclude = {ROOT / lane.module}\n"
            "[report]\nexclude_also = case _:\n",
            "utf-8",
        )
        environment = {**os.environ, "COVERAGE_FILE": str(Path(folder) / "data")}

        def coverage(command: str, *words: str) -> None:
            subprocess.run(
                [sys.executable, "-m", "coverage", command, f"--rcfile={settings}", *words],
                cwd=ROOT,
                env=environment,
                check=True,
                stdout=subprocess.DEVNULL,
            )

        # Counting takes its time: no test is too slow here.
        pytest = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "-o", "timeout=0")
        coverage("run", *pytest, *_own(lane))
        made = Path(folder) / "json"
        coverage("json", "-q", "-o", str(made))
        file: dict[str, Any] = json.loads(made.read_text("utf-8"))["files"][lane.module]
    summary = file["summary"]
    return Reached(
        summary["num_statements"],
        summary["num_branches"],
        tuple(file["missing_lines"]),
        tuple((a, b) for a, b in file["missing_branches"]),
    )


def main() -> int:
    """Print a line for each lane; 1 if the tests of one of them leave out more than a twentieth."""
    parser = argparse.ArgumentParser(prog="python -m tests.covered", description=__doc__)
    parser.add_argument("lane", nargs="*", choices=[*LANES, []], help="these alone; else all")
    names = parser.parse_args().lane or list(LANES)
    left_out = False
    for name in names:
        seen = reached(LANES[name])
        left_out |= seen.percent < LEAST
        gaps = [*map(str, seen.missed), *(f"{a}->{b}" for a, b in seen.half)]
        print(f"{name:14} {seen.percent:6.1f} %  {' '.join(gaps)}", flush=True)  # noqa: T201
    return int(left_out)


if __name__ == "__main__":
    sys.exit(main())
