"""``python -m tests.bench``: print the tables of docs/performance.md."""

from __future__ import annotations

import argparse
import os
import platform
import sys

from tests.bench import deaths, decode, fuzz, nuisance


def main() -> int:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(prog="make bench ARGS=...", description=__doc__)
    parser.add_argument(
        "what", nargs="?", choices=("deaths", "nuisance", "decode", "fuzz"), default="deaths"
    )
    parser.add_argument("--minutes", type=int, default=60, help="nuisance: of the session's time")
    parser.add_argument("--speedup", type=int, default=20, help="nuisance: 1 is real time")
    parser.add_argument("--busy", type=int, default=0, help="nuisance: busy loops beside it")
    parser.add_argument("--repeats", type=int, default=5, metavar="N")
    parser.add_argument("--front", choices=("plain", "screen"), default="screen")
    parser.add_argument("--packets", type=int, default=fuzz.PACKETS, help="fuzz: of each kind")
    args = parser.parse_args()
    if args.what == "nuisance":
        *wrong, figures = nuisance.run(args.minutes, args.speedup, args.busy)
        sys.stdout.write("\n".join([*wrong, figures]) + "\n")
        return 1 if wrong else 0
    if args.what in ("decode", "fuzz"):
        failed = False
        for row in decode.rows() if args.what == "decode" else fuzz.run(args.packets):
            failed |= row.startswith("WRONG")
            sys.stdout.write(row + "\n")
            sys.stdout.flush()
        return 1 if failed else 0
    sys.stdout.write(
        f"Python {platform.python_version()}, {platform.system()}, {os.cpu_count()} processors, "
        f"{args.repeats} times each, front end: {args.front}\n\n"
    )
    for row in deaths.rows(args.repeats, ["--plain"] if args.front == "plain" else []):
        sys.stdout.write(row + "\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
