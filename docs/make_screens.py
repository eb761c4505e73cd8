"""Make the pictures of the screens in docs/images, and the page that shows them.

Run it from the top folder: ``.venv/bin/python -m docs.make_screens``. The moments are those of the
snapshots (tests/tui/scenes.py) and of tests/cli/between.py, on the very screens.
"""

# ruff: noqa: INP001  # a script beside the pages that show its pictures, not a package
from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from controller.tui.app import SessionApp
from controller.tui.pages.app import PagesApp
from tests.cli.between import lived, moments
from tests.tui.scenes import SIZES, scenes
from tests.tui.sessions import Noting
from tests.tui.snapshots import LARGE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.cli.between import Moment
    from tests.tui.scenes import Scene

IMAGES: Final = Path(__file__).parent / "images"
PAGE: Final = Path(__file__).parent / "screens.md"
_CELL: Final = re.compile(r"&[^;]+;|.")
_HEAD: Final = """# The screens

Made by `python -m docs.make_screens`: [a session's](#a-session), of level 3 and simulated, and
[the pages between sessions](#between-sessions). All are at 80 x 24 unless a size is told.

# A session

A larger terminal makes the digits larger and adds nothing; a smaller one shows the state, the
time, the stop key and the keys of what is asked. On a larger one the keys are behind `?`. `SPACE`
stops the belt wherever it may move. `reprise doctor keys` shows what a clicker or a pedal sends,
and makes a stop key of it.
"""
_BETWEEN: Final = """# Between sessions

`reprise` alone shows these. The diary in them is made up, and its Today is a Tuesday. No key of
theirs starts a belt; what a key does is written beside it or in the last line, the rest behind `?`.
"""


class _StandingStill(PagesApp):
    """Pages that no time changes."""

    def tick(self) -> None:
        """Let it be."""


async def page_picture(moment: Moment, width: int, height: int) -> str:
    """Return a page between sessions at a moment as SVG."""
    with lived(moment) as (doer, stack):
        app = _StandingStill((), doer)
        app.stack = stack
        async with app.run_test(size=(width, height)) as pilot:
            app.redraw()
            await pilot.pause()
            return tidy(app.export_screenshot())


async def picture(scene: Scene, width: int, height: int) -> str:
    """Return the screen at a moment as SVG."""
    app = SessionApp(Noting(scene.records))
    async with app.run_test(size=(width, height)) as pilot:
        app.update_ui(**scene.ui._asdict())
        app.redraw()
        await pilot.pause()
        return tidy(app.export_screenshot())


def tidy(svg: str) -> str:
    """Leave fonts from elsewhere out, and put each text where it is seen to begin.

    Spaces at the ends of a text are dropped by some programs that draw SVG.
    """
    svg = re.sub(r"\s*@font-face \{.*?\}", "", svg, flags=re.DOTALL)

    def trim(found: re.Match[str]) -> str:
        before, x, between, length, after, text = found.groups()
        cells = len(_CELL.findall(text))
        if not cells:
            return found[0]
        cell = float(length) / cells
        inner = re.sub(r"^(?:&#160;)+", "", text)
        left = (len(text) - len(inner)) // len("&#160;")
        kept = re.sub(r"(?:&#160;)+$", "", inner)
        size = len(_CELL.findall(kept)) * cell
        x = f"{float(x) + left * cell:.1f}"
        return f'{before}x="{x}"{between}textLength="{size:.1f}"{after}>{kept}</text>'

    return re.sub(
        r'(<text [^>]*?)x="([\d.]+)"([^>]*?)textLength="([\d.]+)"([^>]*)>([^<]*)</text>', trim, svg
    )


def page() -> str:
    """Return the text of the page."""
    parts = [_HEAD]
    for name, scene in scenes().items():
        parts.append(_part(name, scene.about, name, SIZES[1:] if name in LARGE else ()))
    return "\n\n".join([*(part.rstrip() for part in parts), between()])


def between() -> str:
    """Return the second half of the page."""
    parts = [_BETWEEN]
    for name, moment in moments().items():
        parts.append(_part(name, moment.about, f"page-{name}", moment.sizes[1:]))
    return "\n\n".join(part.rstrip() for part in parts) + "\n"


def _part(name: str, about: str, file: str, larger: Sequence[tuple[int, int]]) -> str:
    """Return what the page says of one screen, with its pictures."""
    told = [f"![{about}](images/{file}.svg)"]
    told += [
        f"At {width} x {height}:\n\n![The same at {width} x {height}]"
        f"(images/{file}-{width}x{height}.svg)"
        for width, height in larger
    ]
    return "\n\n".join([f"## {name.replace('-', ' ').capitalize()}", about, *told])


async def main() -> None:
    """Make every picture, and the page."""
    for name, scene in scenes().items():
        for width, height in SIZES if name in LARGE else SIZES[:1]:
            size = "" if (width, height) == SIZES[0] else f"-{width}x{height}"
            svg = await picture(scene, width, height)
            (IMAGES / f"{name}{size}.svg").write_text(svg, encoding="utf-8")
    for name, moment in moments().items():
        for number, (width, height) in enumerate(moment.sizes):
            size = f"-{width}x{height}" if number else ""
            svg = await page_picture(moment, width, height)
            (IMAGES / f"page-{name}{size}.svg").write_text(svg, encoding="utf-8")
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    scenes()  # sessions are simulated on loops of their own
    asyncio.run(main())
