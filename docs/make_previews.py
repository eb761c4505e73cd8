"""Make the picture of a plan in docs/images, by the very command that everybody has.

Run it from the top folder: ``.venv/bin/python docs/make_previews.py``.
"""

# ruff: noqa: INP001  # a script beside the pages that show its picture, not a package
from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from controller.cli.main import main

IMAGES: Final = Path(__file__).parent / "images"
PLAN: Final = "postpartum-ladder"
LEVEL: Final = 3
PICTURE: Final = IMAGES / f"preview-{PLAN}.png"

if __name__ == "__main__":
    PICTURE.unlink(missing_ok=True)
    sys.exit(main(["plan", "preview", PLAN, "--level", str(LEVEL), "--png", str(PICTURE)]))
