"""Make the journals of the scenes and docs/scenarios.md: ``python -m tests.scenarios``."""

from __future__ import annotations

import sys

from tests.scenarios.journals import FOLDER, kept, make, packed
from tests.scenarios.page import PAGE, page
from tests.scenarios.scenes import SCENES


def write() -> None:
    """Write them all, in place of those that are there."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.jsonl.gz"):
        old.unlink()
    for scene in SCENES:
        kept(scene).write_bytes(packed(make(scene).journal))
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{len(SCENES)} journals in {FOLDER.name}, and {PAGE.name}\n")


write()
