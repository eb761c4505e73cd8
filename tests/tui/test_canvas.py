"""What the one widget leaves behind."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable
from typing import Final

import pytest
from textual.strip import Strip

from controller.tui.app import SessionApp
from controller.tui.drawing.canvas import Canvas, canvases
from controller.tui.keys.app import KeysApp
from controller.tui.pages.app import PagesApp
from controller.tui.treadmill.app import TreadmillApp
from tests.tui import test_treadmill_app
from tests.tui.pages import shown, test_pages
from tests.tui.sessions import Noting, in_run

Drawing = SessionApp | KeysApp | PagesApp | TreadmillApp
APPS: Final[dict[str, Callable[[], Drawing]]] = {
    "a session": lambda: SessionApp(Noting(in_run())),
    "doctor keys": lambda: KeysApp((), lambda _keys: ""),
}
OTHERS: Final[dict[str, Callable[[], Drawing]]] = {
    "pages": lambda: PagesApp((test_pages.Counting(),), shown.Noting()),  # type: ignore[arg-type]
    "a treadmill": lambda: TreadmillApp(test_treadmill_app.Noting()),
}


@pytest.mark.asyncio
@pytest.mark.parametrize("name", APPS | OTHERS)
async def test_a_timer_that_outlives_the_screens_draws_nothing(name: str) -> None:
    """Seen on a busy computer: an app that was being closed ended with a mistake."""
    app = (APPS | OTHERS)[name]()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert list(canvases(app))
    assert not app.screen_stack
    if isinstance(app, SessionApp):
        app.update_ui(hint="something to draw")
    app.redraw()


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
