"""Live through hours of sessions in real processes, and say what grew and what came too late."""

from __future__ import annotations

import argparse
import math
import os
import sys
import tempfile
from collections.abc import Callable, Iterable
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Final

from tests.bench.figures import about
from tests.endurance import hour, lateness, soak
from tests.endurance.flat import Trend, table, trends

_COMPLETED: Final = "completed: the plan was done"
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
    samples = soak.walks(folder, args.hours, args.speedup)
    return told_soak("walks", trends(samples, soak.WALKS_MEMORY), folder.glob("walk-*"))


def _pages(args: argparse.Namespace, folder: Path) -> int:
    samples = soak.pages(folder, args.hours, args.speedup)
    return told_soak("pages", trends(samples, soak.PAGES_MEMORY), [folder])


def _hour(args: argparse.Namespace, folder: Path) -> int:
    hour.hold(folder, args.minutes, args.busy)
    return told_hour(folder)


def told_soak(what: str, judged: Iterable[Trend], folders: Iterable[Path]) -> int:
    """Tell what grew and what ended early, and return how much of it must not be."""
    found = [*judged]
    accounts = [each for folder in sorted(folders) for each in lateness.read(folder)]
    sys.stdout.write(f"\n{what}: {len(accounts)} sessions\n\n{table(found)}\n")
    if not found:
        _tell("No process lived long enough to be judged: give it more --hours.")
        return 1
    early = [each for each in accounts if each.outcome != _COMPLETED]
    for each in early:
        _tell(each.outcome, *each.wrong, *lateness.lines(each.last, each.began))
    return sum(not each.flat for each in found) + sum(not each.excused for each in early)


def told_hour(folder: Path) -> int:
    """Tell what `hour.hold` left in a folder, and return how much of it must not be."""
    (found,), took = lateness.read(folder), lateness.key_took(folder)
    key = "" if took is None else f"; the stop key took {took:.1f} ms to the radio"
    _tell(f"\nhour: {found.outcome}{key}\n", *lateness.table(found.moments), "")
    _tell(*found.wrong, *lateness.lines(found.missed, found.began))
    ours = sum(each.ours for each in found.missed)
    return len(found.wrong) + ours + (found.outcome != _STOPPED)


def _tell(*lines: str) -> None:
    sys.stdout.write("".join(line + "\n" for line in lines))


_WHAT: Final[dict[str, Callable[[argparse.Namespace, Path], int]]] = {
    "walks": _walks,
    "pages": _pages,
    "hour": _hour,
}

if __name__ == "__main__":
    sys.exit(main())
