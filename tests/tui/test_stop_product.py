"""Every screen that can show while the belt may move, every way to stop, every size: a stop.

Both ways are tried: the driver's thread, which comes first, and the message loop behind it.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Final

import pytest
from textual import events

from controller.records.format import MAY_MOVE, SHELL
from controller.records.intents import Intent
from controller.settings.values import Settings
from controller.tui.app import SessionApp
from controller.tui.keys.table import STOP
from controller.tui.screen.frame import body_of, readable
from tests.lanes import one_in
from tests.tui.pressed import key_at
from tests.tui.sessions import Noting, moving, still
from tests.tui.told import told_moving, told_still

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from controller.records.view import View
    from controller.tui.screen.frame import Frame

SIZES: Final = [(80, 24), (100, 30), (160, 45), (60, 20), (8, 3)]
ADDED: Final = Settings(stop_keys=("left", "f5", ".", "b"))
KEYS: Final[tuple[tuple[str, str | None], ...]] = (
    ("space", " "), ("shift+space", " "), ("ctrl+@", None), ("pageup", None), ("pagedown", None),
    ("end", None), ("alt+end", None), ("ctrl+c", None), ("ctrl+d", None), ("ctrl+z", None),
    ("ctrl+backslash", None), ("some_name", "\xa0"), ("ideographic_space", "\u3000"),
    ("left", None), ("shift+left", None), ("f5", None), ("full_stop", "."), ("b", "b"),
    ("some_key", "B"),
)  # fmt: skip
"""The usual ones, as terminals send them, and behind them four that somebody's clicker has."""
USUAL: Final = 13
MOVING: Final = moving() | told_moving() | still().where(lambda name: name == "countdown")
STANDING: Final = (still() | told_still()).where(lambda name: "countdown" not in name)
_SECONDS: Final = count(1000.0)
"""A moment for each key; never the same twice."""


def stop_keys() -> list[events.Key]:
    """Return every stop key, so far apart that no hand is seen in them."""
    return [key_at(name, next(_SECONDS), typed) for name, typed in KEYS]


def press_at(x: int, y: int) -> events.MouseDown:
    """Return a press of a mouse or a finger, as the driver makes it."""
    return events.MouseDown(None, x, y, 0, 0, 1, shift=False, meta=False, ctrl=False)


def bar_rows(frame: Frame) -> list[int]:
    """Return the rows in which the bar is seen, by their colour."""
    return [
        y
        for y, line in enumerate(frame.lines)
        if all(each.style.startswith("bar") for each in line)
    ]


def show(app: SessionApp, view: View) -> None:
    """Put a screen before the person: as if these records had just come down the pipe."""
    app.view = view
    app.take({"n": view.number, "t": view.now, "io": SHELL, "kind": "beat"})
    app.redraw()


async def both_ways(
    app: SessionApp, operator: Noting, pilot: Pilot[int], *pressed: events.InputEvent
) -> tuple[list[str], list[str]]:
    """Return what the driver's thread asks of the operator, and then the message loop."""
    operator.stops.clear()
    for event in pressed:
        app.trigger.consider(event)
    first = operator.stops.copy()
    operator.stops.clear()
    for event in pressed:
        app.post_message(event)
    await pilot.pause()
    return first, operator.stops.copy()


@pytest.mark.asyncio
@pytest.mark.parametrize("size", one_in(3, SIZES))
async def test_every_way_stops_on_every_screen_at_every_size(size: tuple[int, int]) -> None:
    """Exactly one stop from either way, with the keys shown and without, and nothing else."""
    operator = Noting()
    app = SessionApp(operator, ADDED)
    async with app.run_test(size=size) as pilot:
        for name in MOVING:
            for shows_keys in (False, True):
                app.update_ui(help=shows_keys)
                show(app, MOVING.view(name))
                assert app.trigger.armed, name
                rows = bar_rows(app.frame())
                assert bool(rows) == (readable(*size) and name != "countdown"), name
                presses = [press_at(x, y) for y in rows for x in (0, size[0] - 1)]
                told = await both_ways(app, operator, pilot, *stop_keys(), *presses)
                stops = [STOP.because] * len(KEYS) + ["the bar"] * len(presses)
                assert told == (stops, stops), name
        assert operator.pressed == []
        assert app.return_code is None


@pytest.mark.asyncio
@pytest.mark.parametrize("size", one_in(3, SIZES))
async def test_a_hand_on_the_keyboard_stops_on_every_screen(size: tuple[int, int]) -> None:
    """The third key within 0.2 s; what the first two mean is asked for as ever."""
    operator = Noting()
    app = SessionApp(operator)
    async with app.run_test(size=size) as pilot:
        for name in MOVING:
            show(app, MOVING.view(name))
            at = next(_SECONDS)
            hand = [key_at(each, at + number / 20) for number, each in enumerate("fjx")]
            told = await both_ways(app, operator, pilot, *hand)
            # Before the belt moves any key calls the start off: there is nothing to stop.
            stops = ["a hand on the keyboard"]
            assert told == (stops, [] if name == "countdown" else stops), name
        assert not {"start", "resume", "faster"} & {each.key for each in operator.pressed}


@pytest.mark.asyncio
async def test_a_stop_key_asks_over_a_belt_that_stands_too() -> None:
    """A belt that is believed to stand may be asked; the driver's thread need not trouble."""
    operator = Noting()
    app = SessionApp(operator, ADDED)
    async with app.run_test(size=(80, 24)) as pilot:
        for name in STANDING:
            view = STANDING.view(name)
            show(app, view)
            if view.about is not None:  # before there is a session a stop key leaves
                told = await both_ways(app, operator, pilot, *stop_keys())
                asked = [STOP.because] * len(KEYS)
                assert told == (asked if view.may_move else [], asked), name
        assert operator.pressed == []


@pytest.mark.asyncio
async def test_a_key_that_was_not_added_stops_nothing() -> None:
    """Or the product would hold if every key stopped."""
    operator = Noting()
    app = SessionApp(operator)
    async with app.run_test(size=(80, 24)) as pilot:
        show(app, MOVING.view("run"))
        told = await both_ways(app, operator, pilot, *stop_keys()[USUAL:])
        assert told == ([], [])
        assert operator.pressed == [Intent("other")] * (len(KEYS) - USUAL)


def test_the_product_has_every_phase_and_every_body_over_a_moving_belt() -> None:
    """A new phase or a new screen is to stand in the table as well."""
    assert {MOVING.view(name).phase.name for name in MOVING} >= MAY_MOVE
    assert {body_of(MOVING.view(name)).__name__ for name in MOVING} == {
        "run_body", "question_body", "stopping_body", "starting_body", "danger_body",
        "countdown_body",
    }  # fmt: skip
