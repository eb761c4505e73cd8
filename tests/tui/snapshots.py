"""Screens as text, with a letter for the style of each cell; a change of one is a line of a diff.

``python -m tests.tui.snapshots`` makes the files anew: look at the diff before it is kept.
"""

from __future__ import annotations

from pathlib import Path
from string import ascii_letters
from typing import TYPE_CHECKING, Final

from controller.tui.drawing.ink import STYLES
from tests.tui.scenes import SIZES, scenes

if TYPE_CHECKING:
    from controller.tui.screen.frame import Frame

FOLDER: Final = Path(__file__).parent / "snapshots"
LETTERS: Final = dict(zip(STYLES, ascii_letters, strict=False))
"""Each style's letter; the files list them."""
_PLAIN: Final = LETTERS["text"]
LARGE: Final = ("run", "question")
"""Those that are kept at every size; the others at the smallest."""


def shots() -> dict[str, str]:
    """Return the text of every snapshot by the name of its file."""
    return {
        f"{name}-{width}x{height}.txt": as_text(scene.frame(width, height))
        for name, scene in scenes().items()
        for width, height in (SIZES if name in LARGE else SIZES[:1])
    }


def as_text(frame: Frame) -> str:
    """Return what is read, and below it how it looks; trailing plain cells are left out."""
    read = ["".join(span.text for span in line).rstrip() for line in frame.lines]
    looks = [
        "".join(LETTERS[span.style] * len(span.text) for span in line).rstrip(_PLAIN)
        for line in frame.lines
    ]
    used = {span.style for line in frame.lines for span in line}
    key = [f"{letter} {style}" for style, letter in LETTERS.items() if style in used]
    bar = f"the bar begins at row {frame.bar_top}" if frame.bar_top is not None else "no bar"
    return "\n".join([*read, "", bar, *key, "", *looks, ""])


def write() -> None:
    """Make every file anew, and take away what is none any more."""
    FOLDER.mkdir(exist_ok=True)
    made = shots()
    for old in FOLDER.iterdir():
        if old.name not in made:
            old.unlink()
    for name, text in made.items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write()
