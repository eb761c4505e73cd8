"""What the one widget leaves behind."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable
from typing import Final

import pytest
from textual.app import App
from textual.strip import Strip

from controller.tui.app import SessionApp
from controller.tui.drawing.canvas import Canvas
from controller.tui.keys.app import KeysApp
from tests.tui.sessions import Noting, in_run

RUN: Final = in_run()
APPS: Final[dict[str, Callable[[], App[int]]]] = {
    "a session": lambda: SessionApp(Noting(RUN)),
    "doctor keys": lambda: KeysApp((), lambda _keys: ""),
}


@pytest.mark.long
@pytest.mark.parametrize("name", APPS)
def test_no_line_outlives_the_app_that_drew_it(name: str) -> None:
    """Sessions and pages follow each other in one process; Textual keeps caches of the gone."""

    async def once() -> None:
        app = APPS[name]()
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            assert app.screen.query_one(Canvas).size.height == 24

    asyncio.run(once())
    before = drawn()
    for _ in range(3):
        asyncio.run(once())
    assert drawn() <= before


def drawn() -> int:
    """Return how many drawn lines there are in this process."""
    gc.collect()
    return sum(isinstance(each, Strip) for each in gc.get_objects())
