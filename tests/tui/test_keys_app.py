"""What a device sends is shown as a session would take it, and a stop key more is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controller.tui.drawing.ink import STYLES, width_of
from controller.tui.keys.app import KeysApp
from controller.tui.keys.lines import Keyboard, key_lines
from controller.tui.keys.table import is_stop, meaning, own_name, usable, why_no_stop_key
from tests.tui.pressed import key_at
from tests.tui.test_any_keys import SESSIONS

if TYPE_CHECKING:
    from textual.pilot import Pilot


def text_of(keyboard: Keyboard, told: str = "", size: tuple[int, int] = (80, 24)) -> list[str]:
    """Return the page as lines of text."""
    lines = key_lines(keyboard, told, *size)
    assert len(lines) == size[1]
    assert {width_of(line) for line in lines} == {size[0]}
    assert {span.style for line in lines for span in line} <= set(STYLES)
    return ["".join(span.text for span in line).rstrip() for line in lines]


def row(keyboard: Keyboard, name: str) -> list[str]:
    """Return the words of the row of a key."""
    return next(line.split() for line in text_of(keyboard) if line.startswith(f"   {name} "))


@pytest.mark.parametrize(
    ("name", "character", "told"),
    [
        ("pagedown", None, "STOPS THE BELT"),
        ("space", " ", "STOPS THE BELT"),
        ("ctrl+c", None, "STOPS THE BELT"),
        ("f5", None, "STOPS THE BELT"),
        ("shift+f5", None, "STOPS THE BELT"),
        ("full_stop", ".", "nothing"),
        ("7", "7", "answers"),
        ("egrave", "è", "answers"),
        ("enter", "\r", "answers"),
        ("g", "g", "begins"),
        ("u", "u", "unwell"),
        ("down", None, "slower"),
        ("left_shift", None, "nothing by itself"),
    ],
)
def test_a_key_is_shown_with_what_it_means(name: str, character: str | None, told: str) -> None:
    """By its name and what it types; whether it stops is what a session would say."""
    keyboard = Keyboard(("f5",))
    keyboard.take(name, character, 1.0)
    words = row(keyboard, name)
    assert told in " ".join(words)
    assert ("STOPS" in words) is is_stop(name, character, usable(("f5",)))


def test_repeats_are_counted_and_the_time_between_keys_is_told() -> None:
    """A key that is held is one row; a clicker that sends two keys for a press is seen to."""
    keyboard = Keyboard(())
    for at in (1.0, 1.5, 1.533, 1.566):
        keyboard.take("right", None, at)
    keyboard.take("b", "b", 2.066)
    assert row(keyboard, "right")[-2:] == ["4", "33"]
    assert row(keyboard, "b")[-2:] == ["1", "500"]
    assert row(keyboard, "b")[1] == '"b"'


def test_a_hand_on_the_keyboard_is_seen() -> None:
    """Three different keys within 0.2 s, as in a session."""
    keyboard = Keyboard(())
    for at, name in enumerate("fhj"):
        keyboard.take(name, name, 1.0 + at / 20)
    assert "three keys at once: STOPS THE BELT" in " ".join(row(keyboard, "j"))


@pytest.mark.parametrize("size", [(80, 24), (160, 45), (20, 5), (1, 1)])
def test_the_page_fills_its_cells(size: tuple[int, int]) -> None:
    """However many keys have come, of whatever name."""
    keyboard = Keyboard(("f5", "enter"))
    for number in range(100):
        keyboard.take("x" * number or "漢", "\x1b" if number % 2 else "漢", number / 3)
    text_of(keyboard, "told", size)


@pytest.mark.parametrize(
    "name",
    ["space", "end", "enter", "0", "7", "&", "è", "backspace", "escape", "g", "s", "u", "shift"],
)
def test_some_keys_cannot_be_added(name: str) -> None:
    """Those that stop already, answer, begin or say what is wrong; a file may name them in vain."""
    assert why_no_stop_key(name)
    assert usable([name]) == frozenset()


@given(st.text(max_size=10), st.text(max_size=3), st.sampled_from(sorted(SESSIONS)))
def test_an_added_key_only_ever_makes_a_stop_of_it(name: str, other: str, state: str) -> None:
    """Every other key means what it meant; the usual stop keys stop whatever is added."""
    added = usable([name])
    view = SESSIONS.view(state)
    for each in (name, other, "space", "pageup", "end", "ctrl+c"):
        character = each if len(each) == 1 else None
        before = meaning(each, character, view, ticked=True)
        after = meaning(each, character, view, ticked=True, added=added)
        modified = each.lower().rpartition("+")[2]
        if own_name(each, character) in added or modified in added:
            assert is_stop(each, character, added)
        else:
            assert after == before
        if is_stop(each, character):
            assert is_stop(each, character, added)


async def typed(pilot: Pilot[int], *names: str) -> None:
    """Press keys, so far apart that no hand is seen in them."""
    for at, name in enumerate(names):
        pilot.app.post_message(key_at(name, float(at)))
    await pilot.pause()


@pytest.mark.asyncio
async def test_enter_adds_what_was_pressed_last_and_backspace_takes_away() -> None:
    """What was kept is what stops; what could not be kept is told and does not."""
    kept: list[tuple[str, ...]] = []
    answer = [""]

    def keep(added: tuple[str, ...]) -> str:
        kept.append(added)
        return answer[0]

    app = KeysApp(("f5",), keep)
    async with app.run_test(size=(80, 24)) as pilot:
        await typed(pilot, "left", "enter")
        assert kept == [("f5", "left")]
        assert app.told == "LEFT stops the belt."
        await typed(pilot, "left", "enter", "7", "enter", "g", "enter")
        assert len(kept) == 1
        assert app.keyboard.why_not
        answer[0] = "Not kept: the disk is full"
        await typed(pilot, "right", "enter")
        assert (app.told, app.keyboard.added) == ("Not kept: the disk is full", ("f5", "left"))
        answer[0] = ""
        await typed(pilot, "backspace")
        assert (kept[-1], app.keyboard.added) == ((), ())
        await typed(pilot, "ctrl+c", "space", "q")
        assert app.is_running
        await typed(pilot, "escape")
    assert app.return_value == 0
