"""A line that says what came of a key: how long it stands, and that it is true while it does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from controller.records.format import OUTPUT
from controller.records.intents import Intent
from controller.tui.app import SessionApp
from controller.tui.keys.refused import HINT_FOR
from tests.tui.pressed import key_at
from tests.tui.sessions import Noting, in_run, more, moving, still
from tests.tui.test_app import screen_text, settle
from tests.tui.told import told_moving, told_still, walk

if TYPE_CHECKING:
    from controller.records.format import Record

SESSIONS = moving() | still() | told_moving() | told_still()
ASKED = "Nothing becomes faster while something is asked."


def told(app: SessionApp, records: tuple[Record, ...], kind: str, **fields: Any) -> None:
    """Give one record more."""
    app.take(more(records, OUTPUT, kind, **fields)[-1])


@pytest.mark.asyncio
@pytest.mark.parametrize("name", ["run", "talk", "paused", "signs"])
async def test_a_hint_goes_by_itself(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Seen in a walk: it stood for minutes, in the place of a line that is always to be read."""
    now = [100.0]
    app = SessionApp(Noting(SESSIONS[name]))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot, app)
        monkeypatch.setattr(app, "clock", lambda: now[0])
        before = screen_text(app)
        await pilot.press("up" if name != "signs" else "?")
        now[0] += HINT_FOR - 0.1
        await settle(pilot, app)
        assert screen_text(app) != before
        now[0] += 0.1
        await settle(pilot, app)
        assert screen_text(app) == before


@pytest.mark.asyncio
async def test_that_a_start_was_called_off_stands_until_a_key(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nothing else waits for its line, and who looks up later reads it, too."""
    app = SessionApp(Noting(SESSIONS["countdown"]))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot, app)
        told(app, SESSIONS["countdown"], "phase", phase="still", was="countdown")
        at = app.clock() + 10 * HINT_FOR
        monkeypatch.setattr(app, "clock", lambda: at)
        await settle(pilot, app)
        assert "Called off." in screen_text(app)


@pytest.mark.asyncio
async def test_why_up_does_nothing_goes_with_the_question_that_is_why() -> None:
    """The real reason, for as long as it is one."""
    app = SessionApp(operator := Noting(SESSIONS["talk"]))
    async with app.run_test(size=(80, 24)) as pilot:
        app.post_message(key_at("up", 1.0))
        await settle(pilot, app)
        assert ASKED in screen_text(app)
        told(app, SESSIONS["talk"], "question", state="held", step="talk", until=None)
        assert app.ui.hint == ASKED
        told(app, SESSIONS["talk"], "question", state="answered")
        await settle(pilot, app)
        assert ASKED not in screen_text(app)
    assert operator.pressed == [Intent("other")]


@pytest.mark.asyncio
async def test_the_first_w_in_a_walk_says_what_the_second_does() -> None:
    """Nothing about the belt shows it; on the way to the end a line says that W adds nothing."""
    app = SessionApp(operator := Noting(walk()))
    async with app.run_test(size=(80, 24)) as pilot:
        app.post_message(key_at("w", 1.0))
        await settle(pilot, app)
        assert app.ui.hint == ""
        told(app, walk(), "walk_asked")
        await settle(pilot, app)
        assert "Walking.  W again: walk to the end." in screen_text(app)
        told(app, walk(), "phase", phase="walking out", was="running")
        assert app.ui.hint == ""
        app.post_message(key_at("w", 2.0))
        await settle(pilot, app)
        assert "We walk to the end already." in screen_text(app)
    assert operator.pressed == [Intent("walk")] * 2


@pytest.mark.asyncio
@pytest.mark.parametrize("name", ["signs", "refer", "signs, then sites", "done", "not begun"])
async def test_the_key_of_the_keys_is_answered_where_it_has_none_to_show(name: str) -> None:
    """Seen on the page of whom to call: it was silent, and took the next ENTER for itself."""
    app = SessionApp(Noting(SESSIONS[name]))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot, app)
        before = screen_text(app).splitlines()
        await pilot.press("?")
        await settle(pilot, app)
        after = screen_text(app).splitlines()
        words = "No more keys do anything here than this screen names."
        assert app.ui.hint == words
        changed = [line for line in zip(before, after, strict=True) if line[0] != line[1]]
        if name != "signs, then sites":  # it has no line that is empty
            assert [(was.strip(), now.strip()) for was, now in changed] == [("", words)]
        assert not app.ui.help
        await pilot.press("escape")
    assert app.return_value is not None


@pytest.mark.asyncio
async def test_the_page_of_keys_goes_with_the_screen_that_has_it() -> None:
    """So that the first ENTER behind the end leaves, and no key is spent on what nobody sees."""
    app = SessionApp(Noting(in_run()))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("?")
        assert app.ui.help
        for record in SESSIONS["refer"][len(in_run()) :]:
            app.take(record)
        assert not app.ui.help
        await pilot.press("enter")
    assert app.return_value == 4


@pytest.mark.asyncio
async def test_a_small_terminal_is_told_of_no_key_that_has_no_room() -> None:
    """As `refused_words` has it; the size is the screen's."""
    app = SessionApp(Noting(in_run()))
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("x")
        await settle(pilot, app)
        assert "That key does nothing here." in screen_text(app)
        assert "?" not in screen_text(app)
