"""The page of settings: every one can be changed, at once, and every change can be undone."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.geometry import Region

from controller.cli.settings.file import change, read_file
from controller.settings.file import Read
from controller.settings.table import SETTINGS
from controller.settings.values import Contrast, Settings, Units
from controller.tui.drawing.canvas import Canvas
from controller.tui.drawing.ink import width_of
from controller.tui.pages.app import PagesApp
from controller.tui.pages.page import Stay
from controller.tui.pages.settings.page import SettingsPage, stepped
from controller.tui.pages.settings.wishes import Changed, ChangeSetting
from controller.tui.pages.stack import Stack
from protocols.units import StepsPerMinute
from tests.tui.pages.shown import KEYS, SIZES, STOP_KEYS, Noting, text_of, today_page

ARROWS: Final = ("up", "down", "left", "right", "backspace")


class Disk(Noting):
    """Keeps settings in a file, or in none."""

    def __init__(self, path: Path | None = None) -> None:
        super().__init__()
        self.path, self.held = path, Read()

    def do(self, what: object) -> object:
        """Answer as whoever shows the pages does."""
        if not isinstance(what, ChangeSetting):
            return Stay()
        if self.path is not None:
            return Changed(what.page, change(self.path, what.key, what.value))
        field = what.key.replace("-", "_")
        self.held = Read(self.held.settings._replace(**{field: what.value}))
        return Changed(what.page, self.held)


def opened(disk: Noting, held: Read | None = None) -> Stack:
    """Return the page above Today."""
    return Stack((today_page("a run is due"), SettingsPage(held or Read())), disk)


def press(stack: Stack, *keys: str) -> None:
    """Press keys."""
    for key in keys:
        stack.press(key, "")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("problems", [(), ("/some/where/settings.toml:1:9: " + "wrong " * 60,)])
def test_it_fits_with_every_setting_and_what_it_can_be(
    size: tuple[int, int], problems: tuple[str, ...]
) -> None:
    """Whatever is wrong in the file."""
    stack = opened(Noting(), Read(problems=problems))
    for each in SETTINGS:
        lines = stack.draw(size)
        assert [line for line in lines if width_of(line) > size[0]] == []
        seen = text_of(lines)
        assert f"> {each.key}" in seen
        assert all(other.key in seen for other in SETTINGS)
        assert f"{each.key} can be {each.kind.possible}" in " ".join(seen.split())
        press(stack, "down")


@pytest.mark.parametrize(("key", "char"), [*KEYS, *STOP_KEYS], ids=str)
def test_escape_leads_back(key: str, char: str) -> None:
    """Whatever was pressed; and no stop key changes anything."""
    disk = Disk()
    stack = opened(disk)
    stack.press(key, char)
    if (key, char) in STOP_KEYS:
        assert disk.held == Read()
    press(stack, "escape", "escape")
    assert stack.depth == 1


@pytest.mark.parametrize("key", ["left", "right"])
@pytest.mark.parametrize("place", range(len(SETTINGS)), ids=[each.key for each in SETTINGS])
def test_every_setting_changes_or_says_why_not(place: int, key: str) -> None:
    """No key on any row ends the pages; names of keys are told where they are pressed."""
    disk = Disk()
    disk.held = Read(Settings(volume=50, cadence_target=StepsPerMinute(170), stop_keys=("f5",)))
    stack = opened(disk, disk.held)
    before = disk.held
    press(stack, *["down"] * place, key)
    if SETTINGS[place].key == "stop-keys":
        assert disk.held == before
        assert "reprise doctor keys" in text_of(stack.draw((80, 24)))
    else:
        assert disk.held != before


def test_a_change_is_in_the_file_at_once_and_can_be_undone(tmp_path: Path) -> None:
    """In the order in which it was done, last first."""
    path = tmp_path / "settings.toml"
    stack = opened(Disk(path))
    press(stack, "right", "down", "left", "down", "left")
    assert read_file(path).settings == Settings(units=Units.MPH, tones=False, volume=75)
    assert "undo" in text_of(stack.draw((80, 24)))
    press(stack, "backspace")
    assert read_file(path).settings == Settings(units=Units.MPH, tones=False)
    press(stack, "backspace", "backspace")
    assert read_file(path).settings == Settings()
    press(stack, "backspace")
    assert "Nothing was changed here yet." in text_of(stack.draw((80, 24)))


def test_what_cannot_be_kept_is_said_and_nothing_looks_changed() -> None:
    """The value is that of the file."""

    class Full(Noting):
        def do(self, what: object) -> object:
            super().do(what)
            return "It cannot be kept (settings.toml: No space left on device)."

    stack = opened(Full())
    press(stack, "right")
    seen = text_of(stack.draw((80, 24)))
    assert "No space left on device" in seen
    assert "mph" not in seen.splitlines()[2]
    press(stack, "backspace")
    assert "Nothing was changed here yet." in text_of(stack.draw((80, 24)))


@pytest.mark.parametrize(
    ("key", "before", "step", "after"),
    [
        ("tones", True, 1, False), ("tones", False, -1, True),
        ("units", Units.PER_MILE, 1, Units.KMH), ("units", Units.KMH, -1, Units.PER_MILE),
        ("contrast", Contrast.NORMAL, 1, Contrast.HIGH),
        ("volume", 80, 1, 85), ("volume", 98, 1, 100), ("volume", 100, 1, 100),
        ("volume", 3, -1, 0), ("volume", 0, -1, 0),
        ("cadence-target", None, 1, 120), ("cadence-target", None, -1, None),
        ("cadence-target", 120, -1, None), ("cadence-target", 122, -1, 120),
        ("cadence-target", 220, 1, 220),
    ],
)  # fmt: skip
def test_the_steps(key: str, before: object, step: int, after: object) -> None:
    """This or that goes round; numbers end, and none lies below the least target."""
    kind = next(each.kind for each in SETTINGS if each.key == key)
    assert stepped(kind, before, step) == after


@pytest.mark.asyncio
async def test_the_strong_colours_are_on_every_page_at_once() -> None:
    """And go again; every line is drawn anew, not only what has changed."""
    noting = Noting()
    app = PagesApp((today_page("a run is due"),), noting)
    async with app.run_test(size=(80, 24)):
        backgrounds = []
        for contrast in (Contrast.NORMAL, Contrast.HIGH, Contrast.NORMAL):
            noting.contrast = contrast
            app.redraw()
            (canvas,) = app.screen.query(Canvas)
            (strip, *_) = canvas.render_lines(Region(0, 23, 80, 1))
            backgrounds.append(
                {each.style.bgcolor.name for each in strip if each.style and each.style.bgcolor}
            )
    assert backgrounds == [{"#0d1117"}, {"#000000"}, {"#0d1117"}]


@given(st.lists(st.sampled_from(ARROWS), max_size=60))
def test_undone_to_the_end_all_is_as_it_was(keys: list[str]) -> None:
    """And every value on the way is one that can be."""
    disk = Disk()
    stack = opened(disk)
    for key in keys:
        press(stack, key)
        for each in SETTINGS:
            value = each.of(disk.held.settings)
            assert each.kind.read(each.kind.written(value)) == value
    press(stack, *["backspace"] * len(keys))
    assert disk.held.settings == Settings()
