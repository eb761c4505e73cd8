"""Build the wheel, install it alone, and use it as somebody does who has no checkout."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from tests.fresh import checkout
from tests.fresh.installed import Installed
from tests.fresh.looks import EXTRAS
from tests.fresh.packed import pack, unpack, wrong
from tests.house.tree import ROOT

_PINS: Final = ROOT / "requirements-dev.txt"
_WHEELS: Final = ROOT / ".venv" / "wheels"
"""`make clean` takes them away, and a change of the pins makes them anew."""


def main() -> int:
    """Look at what was asked for; 1 if anything is not as it has to be."""
    parser = argparse.ArgumentParser(prog="make fresh ARGS=...", description=__doc__)
    parser.add_argument(
        "extras",
        nargs="*",
        choices=[*EXTRAS, "none", "all"],
        default=["none", "all"],
        help="environments: without extras, with one, with all; none and all if not set",
    )
    chosen = dict.fromkeys(parser.parse_args().extras)
    began, found = time.monotonic(), 0
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        packed = pack(ROOT, folder / "dist")
        found += _told("the wheel and the source archive", wrong(packed, folder / "unpacked"))
        _keep_wheels(folder / "tool")
        tree = unpack(packed.source, folder / "checkout")
        found += _told("make without a network", checkout.wrong(tree, _WHEELS))
        for each in chosen:
            extras = {"none": [], "all": [*EXTRAS]}.get(each, [each])
            here = Installed(folder / each)
            here.install(packed.wheel, extras, _WHEELS)
            found += _told(f"installed, extras: {each}", here.wrong(extras))
            found += _told(f"taken away, extras: {each}", here.left())
    sys.stdout.write(f"Python {sys.version.split()[0]}, {time.monotonic() - began:.0f} s\n")
    return 1 if found else 0


def _keep_wheels(folder: Path) -> None:
    """Fetch the pinned wheels, once; everything else here needs no network."""
    ready = _WHEELS / "ready"
    if ready.exists() and ready.read_bytes() == _PINS.read_bytes():
        return
    # The environment of a checkout may be without pip.
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    fetch = [str(folder / "bin" / "python"), "-m", "pip", "download", "--quiet"]
    pinned = ["--require-hashes", "-r", str(_PINS), "-d", str(_WHEELS)]
    subprocess.run([*fetch, *pinned], check=True)
    ready.write_bytes(_PINS.read_bytes())


def _told(what: str, mistakes: Iterable[str]) -> int:
    count = 0
    for count, each in enumerate(mistakes, 1):  # noqa: B007  # it is how many there were
        sys.stdout.write(f"not so   {what}: {each}\n")
    if not count:
        sys.stdout.write(f"ok       {what}\n")
    sys.stdout.flush()
    return count


if __name__ == "__main__":
    sys.exit(main())
