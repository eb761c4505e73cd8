"""Make the pictures of the screens in docs/images, from a simulated session on the very screens.

Run it from the top folder: ``.venv/bin/python docs/make_screenshots.py``.
"""

# ruff: noqa: INP001  # a script beside the pages that show its pictures, not a package
from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

from controller.records.format import Record
from controller.records.reader import Journal
from controller.tui.app import SessionApp
from controller.tui.replay import Player
from plans.compile import compile_session
from plans.shelf import find_plan, find_policy
from protocols.units import SECOND
from simulators.profiles import find_machine
from simulators.simulation import simulate

IMAGES: Final = Path(__file__).parent / "images"
SIZE: Final = (80, 24)
PLAN: Final = "postpartum-ladder"
LEVEL: Final = 3
_CELL: Final = re.compile(r"&[^;]+;|.")

SCENES: Final[dict[str, tuple[Callable[[Record], bool], float]]] = {
    "countdown": (lambda each: each.get("phase") == "countdown", 3),
    "run": (lambda each: _begins(each, "run", 2), 13),
    "question": (lambda each: _begins(each, "walk", 2), 7),
    "summary": (lambda each: each["kind"] == "ended", 5),
}
"""Each picture with the record that it follows, and by how many seconds."""


def _begins(record: Record, gait: str, number: int) -> bool:
    """Return whether an interval begins to count."""
    fields = ("kind", "gait", "number", "counting")
    return tuple(record.get(each) for each in fields) == ("segment", gait, number, True)


def record_session() -> Journal:
    """Return a whole session with nothing to note, simulated."""
    plan = find_plan(PLAN)
    result = simulate(
        compile_session(plan, LEVEL),
        find_policy(plan.policy),
        find_machine("generic"),
        about={
            "plan": plan.id,
            "title": plan.title,
            "level": LEVEL,
            "levels": len(plan.levels),
            "simulated": "generic",
        },
    )
    header, *records = result.records
    return Journal(header, tuple(records), cut=False)


def moment_of(journal: Journal, name: str) -> int:
    """Return when a picture is taken."""
    fits, after = SCENES[name]
    return int(next(r["t"] for r in journal.records if fits(r)) + after * SECOND)


async def picture(journal: Journal, moment: int) -> str:
    """Return the screen at a moment as SVG."""
    player = Player(journal)
    app = SessionApp(player)
    async with app.run_test(size=SIZE) as pilot:
        player.advance(moment)
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


async def main(journal: Journal) -> None:
    """Make every picture."""
    IMAGES.mkdir(exist_ok=True)
    for name in SCENES:
        svg = await picture(journal, moment_of(journal, name))
        (IMAGES / f"{name}.svg").write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(main(record_session()))
