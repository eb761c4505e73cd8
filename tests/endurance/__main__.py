"""Live through hours of sessions in real processes, and say what grew and what came too late."""

from __future__ import annotations

import argparse
import math
import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Final

from tests.bench.figures import about
from tests.endurance import hour, lateness, soak
from tests.endurance.flat import table, trends
from tests.endurance.sampling import Sample

_COMPLETED: Final = "completed"
_STOPPED: Final = "stopped: the stop key"


def main() -> int:
    """Run what was asked for; 1 if anything grew, was missed by us, or did not end as it should."""
    parser = argparse.ArgumentParser(prog="make endurance ARGS=...", description=__doc__)
    parser.add_argument("what", nargs="?", choices=_WHAT, help="if none is named, one by one")
    parser.add_argument("--hours", type=_above_0, default=8, help="walks, pages: in their own time")
    parser.add_argument("--speedup", type=int, default=20, help="walks, pages: 1 to 100")
    parser.add_argument("--minutes", type=_above_0, default=60, help="hour: in real time")
    parser.add_argument(
        "--busy", type=int, default=os.cpu_count() or 1, help="hour: busy loops beside it"
    )
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="what was noted, a new folder")
    args = parser.parse_args()
    if args.keep is not None and args.keep.exists():
        parser.error(f"--keep {args.keep}: it is there already; name a folder that is not.")
    sys.stderr.write("".join(f"{name}: {value}\n" for name, value in about().items()) + "\n")
    with ExitStack() as open_things:
        folder = args.keep or Path(open_things.enter_context(tempfile.TemporaryDirectory()))
        os.environ["XDG_CONFIG_HOME"] = str(folder / "config")  # nobody's settings
        wrong = 0
        for each in [args.what] if args.what else _WHAT:
            (folder / each).mkdir(parents=True)
            wrong += _WHAT[each](args, folder / each)
    return 1 if wrong else 0


def _above_0(text: str) -> float:
    with suppress(ValueError):
        if 0 < float(text) < math.inf:
            return float(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a number above 0.")


def _walks(args: argparse.Namespace, folder: Path) -> int:
    return _told("walks", *soak.walks(folder, args.hours, args.speedup))


def _pages(args: argparse.Namespace, folder: Path) -> int:
    return _told("pages", *soak.pages(folder, args.hours, args.speedup))


def _told(what: str, samples: list[Sample], outcomes: list[str]) -> int:
    found = [*trends(samples)]
    sys.stdout.write(f"\n{what}: {len(outcomes)} sessions: {', '.join(outcomes)}\n\n{table(found)}")
    grown = sum(not each.flat for each in found)
    return grown + sum(each != _COMPLETED for each in outcomes)


def _hour(args: argparse.Namespace, folder: Path) -> int:
    hour.hold(folder, args.minutes, args.busy)
    return told_hour(folder)


def told_hour(folder: Path) -> int:
    """Tell what `hour.hold` left in a folder, and return how much of it must not be."""
    found = lateness.read(folder)
    key = "" if found.key is None else f"; the stop key took {found.key:.1f} ms to the radio"
    sys.stdout.write(f"\nhour: {found.outcome}{key}\n\n")
    for line in lateness.table(found.moments):
        sys.stdout.write(line + "\n")
    sys.stdout.write("\n")
    for line in [*found.wrong, *lateness.lines(found.missed, found.began)]:
        sys.stdout.write(line + "\n")
    grown = [*trends(found.samples, hour.WARM_UP)]
    sys.stdout.write(f"\n{table(grown)}")
    ours = sum(each.ours for each in found.missed)
    ends = found.outcome != _STOPPED
    return len(found.wrong) + ours + ends + sum(not each.flat for each in grown)


_WHAT: Final[dict[str, Callable[[argparse.Namespace, Path], int]]] = {
    "walks": _walks,
    "pages": _pages,
    "hour": _hour,
}

if __name__ == "__main__":
    sys.exit(main())
