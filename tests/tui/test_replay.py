"""A recorded session on the screen: the same View at every moment, and no belt anywhere."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any

import pytest
from textual import events

from controller.records.fold import fold
from controller.records.reader import Journal
from controller.records.view import View
from controller.tui.replay import Player, ReplayApp, replay_app
from protocols.units import SECOND
from tests.tui.pressed import key_at
from tests.tui.sessions import fold_all, recorded, until
from tests.tui.test_app import screen_text, settle

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from controller.records.format import Record


def journal() -> Journal:
    """Return the session as a journal is read."""
    return Journal(recorded()[0], recorded()[1:], cut=False)


async def press(pilot: Pilot[Any], app: ReplayApp, *names: str) -> None:
    """Press keys at moments that are far apart."""
    for name in names:
        app.post_message(key_at(name, app.clock(), {"comma": ",", "full_stop": "."}.get(name)))
        await pilot.pause()


@pytest.mark.asyncio
async def test_played_in_steps_it_is_the_session() -> None:
    """Every record is given once and in order, whatever the steps."""
    player = Player(journal())
    given: list[Record] = []
    await player.start(given.append)
    assert [record["t"] for record in given] == [0]
    for step in (0, 1, SECOND, 7 * SECOND, 400 * SECOND, recorded()[-1]["t"]):
        player.advance(step)
    assert tuple(given) == recorded()


@pytest.mark.parametrize("minute", [0, 5, 12, 30])
def test_a_seek_shows_what_the_screen_showed_then(minute: int) -> None:
    """Forwards and backwards, the View is that of all records up to the moment."""
    player = Player(journal())
    player.advance(20 * 60 * SECOND)
    at = minute * 60 * SECOND
    assert reduce(fold, player.seek(at), View()) == fold_all(until(recorded(), at))
    assert player.position == at


def test_a_seek_beyond_the_ends_stays_inside() -> None:
    """Before the first record and behind the last there is nothing."""
    player = Player(journal())
    assert list(player.seek(-SECOND)) == [recorded()[0]]
    assert list(player.seek(recorded()[-1]["t"] + SECOND)) == list(recorded())


@pytest.mark.asyncio
async def test_the_keys_of_a_replay(monkeypatch: pytest.MonkeyPatch) -> None:
    """SPACE pauses, brackets change the speed, arrows and comma and full stop seek, Q leaves."""
    app = replay_app(journal())
    assert isinstance(app, ReplayApp)
    now = [100.0]
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, app, "space")
        monkeypatch.setattr(app, "clock", lambda: now[0])
        app._play()
        await press(pilot, app, "home", "full_stop", "full_stop", "right")
        assert app.view.now == fold_all(until(recorded(), 130 * SECOND)).now
        await press(pilot, app, "left", "comma", "shift+right", "ctrl+left")
        assert app._player.position == 60 * SECOND
        await settle(pilot, app)
        text = screen_text(app)
        assert "REPLAY x1  1:00 / " in text.split("\n")[0]
        assert "PAUSED" in text.split("\n")[0]
        assert "SPACE pause" in text
        assert "STOP THE BELT" not in text
        await press(pilot, app, "right_square_bracket")
        for character in "]]]":
            app.post_message(events.Key("right_square_bracket", character))
            await pilot.pause()
        await press(pilot, app, "space")
        now[0] += 2.0
        app._play()
        assert app._player.position == 76 * SECOND
        await press(pilot, app, "end")
        await settle(pilot, app)
        assert "Done, the whole plan" in screen_text(app)
        await press(pilot, app, "q")
    assert app.return_value == 0


@pytest.mark.asyncio
async def test_a_replay_rings_no_bell_and_passes_no_key_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever was pressed then is in the records; what is pressed now goes nowhere."""
    did: list[object] = []
    player = Player(journal())
    for name in ("press", "stop"):
        monkeypatch.setattr(player, name, did.append)
    app = ReplayApp(player)
    monkeypatch.setattr(app, "bell", lambda: did.append("bell"))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, app, "enter", "g", "s", "u", "pageup")
        for second in range(0, 600, 5):
            app.seek(second * SECOND)
            app.redraw()
        assert app.view.course.interval is not None
        await pilot.click(offset=(40, 22))
        assert app.return_value is None
    assert did == []
