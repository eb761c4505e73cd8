"""Whatever is pressed, clicked, resized or looked away from: no crash, and no motion unasked."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual import events

from controller.records.intents import KEYS
from controller.tui.app import SessionApp
from controller.tui.drawing.canvas import Canvas
from controller.tui.keys.table import TICKS
from controller.tui.screen.frame import readable
from tests.tui.pressed import key_at
from tests.tui.sessions import Noting, moving, still
from tests.tui.test_stop_product import press_at, show
from tests.tui.told import told_moving, told_still

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.pilot import Pilot

    from controller.records.intents import Intent

SESSIONS: Final = moving() | still() | told_moving() | told_still()
STARTS: Final = frozenset({"ready", "new here", "ready by hand", "ready, stoppable"})
RESUMES: Final = frozenset({"paused", "trial over"})
_NAMES: Final = (
    "enter", "escape", "up", "down", "left", "right", "tab", "backspace", "delete", "home", "f1",
    "question_mark", "left_shift", "ctrl+j", "ctrl+q", "ctrl+p", "insert", "space", "pageup",
)  # fmt: skip

Action = tuple[str, object]
pressed = st.tuples(
    st.just("key"),
    st.sampled_from(_NAMES).map(lambda name: (name, None))
    | st.sampled_from("gsuwpcmqGM0123456789lhdbkoe?.&é").map(lambda char: (char, char))
    | st.characters(exclude_categories=["Cs"]).map(lambda char: ("some_name", char)),
)
actions = st.lists(
    pressed
    | st.just(("key", ("enter", "\r")))
    | st.tuples(st.just("click"), st.tuples(st.integers(0, 200), st.integers(0, 60)))
    | st.tuples(st.just("size"), st.tuples(st.integers(1, 200), st.integers(1, 60)))
    | st.just(("size", (80, 24)))
    | st.tuples(st.just("focus"), st.booleans())
    | st.tuples(st.just("screen"), st.sampled_from([*STARTS, *RESUMES, "eased"]))
    | st.tuples(st.just("screen"), st.sampled_from(sorted(SESSIONS))),
    max_size=30,
)


async def act(app: SessionApp, pilot: Pilot[int], step: Action, at: float) -> None:
    """Do one thing that a person or a window manager does."""
    match step:
        case "key", (str(name), character):
            app.post_message(key_at(name, at, character))  # type: ignore[arg-type]
        case "click", (int(x), int(y)):
            app.post_message(press_at(x, y))
        case "size", (int(width), int(height)):
            await pilot.resize_terminal(width, height)
        case "focus", bool(here):
            app.post_message(events.AppFocus() if here else events.AppBlur())
        case "screen", str(name):
            show(app, SESSIONS.view(name))
        case _:
            raise ValueError(step)
    await pilot.pause()


async def played(steps: Sequence[Action]) -> list[tuple[str, Intent]]:
    """Return what was asked of the operator, each with the screen it was asked on."""
    asked: list[tuple[str, Intent]] = []
    operator = Noting()
    app = SessionApp(operator)
    screen = "run"
    async with app.run_test(size=(80, 24)) as pilot:
        show(app, SESSIONS.view(screen))
        for number, step in enumerate(steps):
            screen = str(step[1]) if step[0] == "screen" else screen
            known, seen = len(operator.pressed), readable(*app.size) and not app.ui.help
            ticks = app.ui.ticks
            await act(app, pilot, step, number / 2)
            if not app.is_running:
                break
            app.redraw()
            for intent in operator.pressed[known:]:
                asked.append((screen, intent))
                assert_asked_for(step, intent, seen=seen, ticks=ticks)
        if app.is_running:
            canvas = app.screen.query_one(Canvas)
            lines = [canvas.render_line(y) for y in range(app.size.height)]
            assert {line.cell_length for line in lines} <= {app.size.width}
    assert app.mistake is None
    return asked


def assert_asked_for(step: Action, intent: Intent, *, seen: bool, ticks: int) -> None:
    """Say no if a motion was asked for by anything but its own key, where its name is read."""
    assert intent.key in KEYS
    assert intent.key != "stop"  # a stop goes its own way, `Operator.stop`
    if intent.key in ("start", "resume"):
        assert isinstance(step[1], tuple)
        assert step[1][1] in ("g", "G")
        assert seen
    if intent.key == "start":
        assert ticks == TICKS
    if intent.key == "faster":
        assert step == ("key", ("up", None))


@pytest.mark.long
@settings(max_examples=40, deadline=None)
@given(steps=actions)
def test_nothing_that_is_pressed_crashes_or_moves_a_belt_unasked(steps: list[Action]) -> None:
    """A start only by G on the screen that names it, behind four ticks; UP only behind DOWN."""
    for screen, intent in asyncio.run(played(steps)):
        if intent.key == "start":
            assert screen in STARTS
        if intent.key == "resume":
            assert screen in RESUMES
        if intent.key == "faster":
            assert screen in ("eased", "eased at the console")


def test_the_way_to_a_start_is_among_what_is_tried() -> None:
    """Or the property would hold of keys that do nothing."""
    ticked: list[Action] = [("key", ("enter", "\r"))] * TICKS
    asked = asyncio.run(played([("screen", "ready"), *ticked, ("key", ("g", "g"))]))
    assert [(screen, intent.key) for screen, intent in asked] == [("ready", "start")]
    asked = asyncio.run(
        played([("screen", "ready"), *ticked, ("size", (79, 24)), ("key", ("g", "g"))])
    )
    assert asked == []
    asked = asyncio.run(played([("screen", "paused"), ("key", ("g", "g"))]))
    assert [(screen, intent.key) for screen, intent in asked] == [("paused", "resume")]
    asked = asyncio.run(played([("screen", "eased"), ("key", ("up", None))]))
    assert [(screen, intent.key) for screen, intent in asked] == [("eased", "faster")]
