"""Break the code in one place after the other, and see whether a test fails: `make mutants`.

mutmut is given a folder and a configuration for each module, so that a mutant meets the tests of
its own room and no others: a guard that only the core's tests hold to its laws would be held by
nobody when the core changes. It is quicker, too: each function of a module that is being mutated
costs a detour. docs/testing.md has the score, and what survives and why.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any, Final, NamedTuple

ROOT: Final = Path(__file__).parents[1]
FOLDER: Final = ROOT / "mutants"
LINKED: Final = ("plans", "simulators", "tests")
COPIED: Final = ("controller", "protocols")
_PROPERTY: Final = re.compile(
    r"^    @property\n(    def (\w+)\(.*?)(?=\n\n    \S|\n\n\n|\n\Z)", re.MULTILINE | re.DOTALL
)


class Lane(NamedTuple):
    """A module, and the tests that have to hold it."""

    module: str
    tests: tuple[str, ...]


LANES: Final = {
    "guard": Lane("controller/guard/__init__.py", ("tests/guard",)),
    "control_point": Lane(
        "protocols/control_point.py",
        (
            "tests/protocols/test_control_point.py",
            "tests/protocols/test_control_point_refused.py",
            "tests/protocols/test_control_point_repeats.py",
            "tests/protocols/test_control_point_slower.py",
        ),
    ),
    **{
        name: Lane(f"controller/core/{name}.py", ("tests/core",)) for name in ("by_hand", "cadence")
    },
    # The other rooms have tests that are quick, and hold them by themselves.
    **{
        name: Lane(f"controller/core/{name}.py", tuple(f"tests/core/{each}.py" for each in tests))
        for name, tests in {
            "accepted": ("test_accepted",),
            "answers": ("test_answers_table",),
            "asking": ("test_asking",),
            "belt": ("test_belt", "test_cadence", "test_frames", "test_known"),
            "ceilings": ("test_ceilings",),
            "choices": (
                "test_choices",
                "test_paces",
                "test_console_and_runner",
                "test_product",
            ),
            "course": ("test_course",),
            "drive": ("test_drive",),
            "easing": ("test_obey", "test_paces"),
            "faster": ("test_faster",),
            "gait": ("test_gait", "test_gait_rules", "test_frames"),
            "gait_rules": ("test_gait_rules",),
            "judge": ("test_judge",),
            "keys": ("test_keys",),
            "known": ("test_known",),
            "notes": ("test_notes", "test_too_much", "test_unsure"),
            "obey": (
                "test_obey",
                "test_disobedient",
                "test_console_and_runner",
                "test_console_slower",
                "test_product",
            ),
            "policy": ("test_policy",),
            "questions": ("test_state",),
            "reactions": ("test_reactions",),
            "reporting": ("test_reporting",),
            "standstill": ("test_standstill",),
            "starting": ("test_starting",),
            "state": ("test_state", "test_frames"),
            "step": ("test_step",),
            "stopping": ("test_stopping",),
            "symptoms": ("test_policy",),
            "timeline": ("test_state",),
        }.items()
    },
}


def configuration(lane: Lane) -> str:
    """Return a pyproject.toml for a lane: mutmut's part, and pytest's as in our own."""
    ours = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    mutmut = {
        "source_paths": ["controller", "protocols"],
        "only_mutate": [lane.module],
        "also_copy": ["plans", "simulators"],
        "pytest_add_cli_args_test_selection": lane.tests,
        # Hypothesis' own profile: the same examples each time, and no deadline on a busy computer.
        "pytest_add_cli_args": ["--hypothesis-profile=ci", "-p", "no:cacheprovider"],
        # Each run begins anew, so that nothing has to be known for the next one.
        "track_dependencies": False,
        "on_dependency_change": "ignore",
        "use_git_change_detection": False,
    }
    return _table("mutmut", mutmut) + _table(
        "pytest.ini_options", ours["tool"]["pytest"]["ini_options"]
    )


def _table(name: str, values: dict[str, Any]) -> str:
    """Return a table of strings, numbers, bools and lists, which JSON writes as TOML does."""
    lines = (f"{key} = {json.dumps(value)}\n" for key, value in values.items())
    return f"[tool.{name}]\n{''.join(lines)}\n"


def undecorated(source: str) -> str:
    """Return a module whose properties are functions that become properties behind their `def`.

    mutmut leaves a function alone that has a decorator.
    """
    return _PROPERTY.sub(r"\1\n\n    \2 = property(\2)", source)


def lay_out(name: str) -> Path:
    """Return a fresh folder for a lane; nothing of an earlier run counts."""
    place = FOLDER / name
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    for folder in LINKED:
        (place / folder).symlink_to(ROOT / folder, target_is_directory=True)
    for folder in COPIED:
        shutil.copytree(ROOT / folder, place / folder, ignore=shutil.ignore_patterns("__pycache__"))
    module = place / LANES[name].module
    module.write_text(undecorated(module.read_text("utf-8")), encoding="utf-8")
    (place / "pyproject.toml").write_text(configuration(LANES[name]), encoding="utf-8")
    return place


def run(name: str, workers: int) -> bool:
    """Run a lane, say what it has come to, and return whether mutmut could."""
    place = lay_out(name)
    mutmut = [sys.executable, "-m", "mutmut"]
    done = subprocess.run([*mutmut, "run", "--max-children", str(workers)], cwd=place, check=False)
    if done.returncode:
        return False
    results = subprocess.run(
        [*mutmut, "results", "--all", "true"], cwd=place, capture_output=True, text=True, check=True
    )
    lines = results.stdout.splitlines()
    left = [line for line in lines if not line.endswith((": killed", ": timeout"))]
    sys.stdout.write(f"\n{name}: {len(lines) - len(left)} of {len(lines)} made a test fail.\n")
    sys.stdout.writelines(f"{line}\n" for line in left)
    sys.stdout.write(f"(cd {place.relative_to(ROOT)}; mutmut show NAME) shows one.\n")
    return True


def main() -> int:
    """Run the lanes that were asked for, one after the other."""
    parser = argparse.ArgumentParser(prog="make mutants ARGS=...", description=__doc__)
    parser.add_argument("lanes", nargs="*", metavar="LANE", help=f"of {', '.join(LANES)}")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, metavar="N")
    args = parser.parse_args()
    for name in args.lanes:
        if name not in LANES:
            parser.error(f"there is no lane {name!r}; there are: {', '.join(LANES)}")
    failed = [each for each in args.lanes or LANES if not run(each, args.workers)]
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
