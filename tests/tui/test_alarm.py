"""When the terminal's bell rings, and that what it says is seen by every eye."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rich.style import Style

from controller.records.format import OUTPUT, WATCH
from controller.settings.values import Settings
from controller.sound.announcer import Announcer
from controller.tui.app import SessionApp
from controller.tui.drawing.ink import STYLES
from tests.tui.sessions import Noting, asked, by_hand, fold_all, in_run, more, moving

if TYPE_CHECKING:
    from rich.color import Color

LARGE = ("run", "walk", "still", "bar", "danger")
LONG_AGO = 1000.0
MOVING = moving()


@pytest.mark.parametrize("name", ["unknown", "alarm", "unsupervised", "bug"])
def test_it_rings_every_second_while_the_belt_is_out_of_reach(name: str) -> None:
    """Sound off does not silence it; a key does, until the next alarm."""
    rings: list[float] = []
    now = LONG_AGO
    bell = Announcer(lambda: rings.append(now), None, Settings())
    view = fold_all(MOVING[name])
    for _ in range(4 * 5):
        bell.look(view, now, sound=False)
        now += 0.25
    assert rings == [LONG_AGO + second for second in range(5)]
    bell.silence(view)
    bell.look(view, now + 5, sound=True)
    assert len(rings) == 5
    bell.look(fold_all(in_run()), now + 6, sound=True)
    bell.look(view, now + 7, sound=True)
    assert len(rings) == 6


def test_it_is_over_when_the_belt_is_seen_to_stand() -> None:
    """Still, confirmed: nothing rings."""
    rings: list[bool] = []
    bell = Announcer(lambda: rings.append(True), None, Settings())
    dead = more(in_run(), WATCH, "unsupervised", because="it has died")
    end = more(
        dead, OUTPUT, "ended", outcome="stopped", cause="fault", because="", confirmed=True, ran=0
    )
    bell.look(fold_all(dead), LONG_AGO, sound=True)
    bell.look(fold_all(end), LONG_AGO + 5, sound=True)
    assert rings == [True]


@pytest.mark.parametrize("sound", [True, False])
def test_a_question_rings_once_if_the_sound_is_on(*, sound: bool) -> None:
    """Once for each question, not for each look at it."""
    rings: list[bool] = []
    bell = Announcer(lambda: rings.append(True), None, Settings())
    for records in (in_run(), asked(), asked(), in_run(), asked()):
        bell.look(fold_all(records), LONG_AGO, sound=sound)
    assert len(rings) == (2 if sound else 0)


@pytest.mark.parametrize("sound", [True, False])
def test_each_new_key_to_press_rings_once_if_the_sound_is_on(*, sound: bool) -> None:
    """Said again it rings again; looked at again it does not."""
    rings: list[bool] = []
    bell = Announcer(lambda: rings.append(True), None, Settings())
    told = by_hand()["press +"]
    again = more(told, OUTPUT, "press", key="faster", speed=750)
    for records in (told, told, again, again, by_hand()["pressed"], told):
        bell.look(fold_all(records), LONG_AGO, sound=sound)
    assert len(rings) == (3 if sound else 0)


def contrast(style: Style) -> float:
    """Return the contrast of text and ground as WCAG 2 has it, from 1 to 21."""

    def light(color: Color | None) -> float:
        assert color is not None
        linear = [
            each / 12.92 if (each := value / 255) <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4
            for value in color.get_truecolor()
        ]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, bright = sorted((light(style.color), light(style.bgcolor)))
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    "name", [each for each in STYLES if "ink" not in each and "of" not in each]
)
def test_every_text_can_be_read(name: str) -> None:
    """Texts have 7 to 1 or more; the coming part of the strip, a picture, 3 to 1."""
    needed = 3.0 if name == "to come" else 7.0
    assert contrast(Style.parse(STYLES[name])) >= needed


def test_run_and_walk_differ_in_brightness_too() -> None:
    """So that they are told apart without any colour at all."""
    run, walk = (Style.parse(STYLES[name]).bgcolor for name in ("run", "walk"))
    assert run is not None
    assert walk is not None
    grey = [sum(color.get_truecolor()) for color in (run, walk)]
    assert grey[0] > 1.5 * grey[1]


@pytest.mark.asyncio
async def test_no_colour_is_shown_where_none_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    """NO_COLOR leaves greys; the bar, the word and the shape stay."""
    monkeypatch.setenv("NO_COLOR", "1")
    app = SessionApp(Noting(in_run()))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.redraw()
        await pilot.pause()
        strips = app.screen._compositor.render_strips(app.size)
        seen = {
            color.get_truecolor()
            for strip in strips
            for segment in strip
            if segment.style is not None
            for color in (segment.style.color, segment.style.bgcolor)
            if color is not None
        }
        text = "\n".join(strip.text for strip in strips)
    assert len(seen) > 3
    assert all(len(set(color)) == 1 for color in seen), seen
    assert "STOP THE BELT" in text
    assert "/\\/\\" in text
