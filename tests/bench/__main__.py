"""Measure what docs/performance.md tells of: tables on stderr, JSON on stdout.

Without a word: all that has a bar. A bar that is missed is said and is no failure.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from tests.bench import (
    deaths,
    decode,
    diary,
    fleet,
    fuzz,
    keys,
    nuisance,
    pyftms_client,
    report,
    session,
    step,
    stop,
)
from tests.bench.figures import Row, about, as_json, tables

BARRED: Final[dict[str, tuple[Callable[[int], Iterable[Row]], int]]] = {
    "decode": (decode.rows, 2000),
    "step": (step.rows, 5),
    "session": (session.rows, 20),
    "stop": (stop.rows, 200),
    "symptom": (stop.symptom_rows, 50),
    "keys": (keys.rows, 100),
    "diary": (diary.rows, 20),
    "report": (report.rows, 8),
    "fleet": (fleet.rows, 8),
}
"""What has a bar, and how often it is measured at least."""


def main() -> int:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(prog="make bench ARGS=...", description=__doc__)
    parser.add_argument("what", nargs="?", choices=(*BARRED, "deaths", "nuisance", "fuzz"))
    parser.add_argument("--minutes", type=int, default=60, help="nuisance: of the session's time")
    parser.add_argument("--speedup", type=int, default=20, help="nuisance: 1 is real time")
    parser.add_argument("--busy", type=int, default=0, help="nuisance: busy loops beside it")
    parser.add_argument("--repeats", type=_positive, metavar="N")
    parser.add_argument("--front", choices=("plain", "screen"), default="screen")
    parser.add_argument("--packets", type=int, default=fuzz.PACKETS, help="fuzz: of each kind")
    parser.add_argument("--json", type=Path, metavar="FILE", help="instead of stdout")
    args = parser.parse_args()
    if args.what == "nuisance":
        *wrong, figures = nuisance.run(args.minutes, args.speedup, args.busy)
        sys.stdout.write("\n".join([*wrong, figures]) + "\n")
        return 1 if wrong else 0
    if args.what == "fuzz":
        failed = False
        for row in fuzz.run(args.packets):
            failed |= row.startswith("WRONG")
            sys.stdout.write(row + "\n")
            sys.stdout.flush()
        return 1 if failed else 0
    if args.what == "deaths":
        return _deaths(args.repeats or 5, args.front)
    return _barred([args.what] if args.what else [*BARRED], args.repeats, args.json)


def _positive(text: str) -> int:
    if text.isascii() and text.isdigit() and int(text) > 0:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0.")


def _barred(names: list[str], repeats: int | None, file: Path | None) -> int:
    sys.stderr.write("".join(f"{name}: {value}\n" for name, value in about().items()) + "\n")
    found: list[Row] = []
    for name in names:
        measure, times = BARRED[name]
        rows = list(measure(repeats or times))
        sys.stderr.write(tables(rows) + "\n")
        found += rows
    notes = [f"missed: {each.group}: {each.name}" for each in found if each.met is False]
    notes += [pyftms_client.MISSING] if pyftms_client.MISSING else []
    sys.stderr.write("".join(note + "\n" for note in notes))
    text = as_json(found, notes) + "\n"
    if file is None:
        sys.stdout.write(text)
    else:
        file.write_text(text, encoding="utf-8")
    return 0


def _deaths(repeats: int, front: str) -> int:
    sys.stdout.write(
        f"Python {platform.python_version()}, {platform.system()}, {os.cpu_count()} processors, "
        f"{repeats} times each, front end: {front}\n\n"
    )
    for row in deaths.rows(repeats, ["--plain"] if front == "plain" else []):
        sys.stdout.write(row + "\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
