"""Both sets of colours: how strong they are, and whether every kind of sight tells them apart.

Contrast is WCAG 2.2's (relative luminance, success criteria 1.4.3 and 1.4.6). The colours as a
person without one kind of cone sees them are by Vienot, Brettel and Mollon 1999 (protan, deutan)
and, for tritan, by the matrix of Machado, Oliveira and Fernandes 2009 at full severity; all in
linear light.
"""

from __future__ import annotations

from itertools import combinations

import pytest
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip

from controller.settings.values import Contrast, Settings
from controller.tui.app import SessionApp
from controller.tui.drawing.canvas import Canvas
from controller.tui.drawing.font import big
from controller.tui.drawing.ink import STYLES, THEMES
from controller.tui.screen.frame import draw
from controller.tui.screen.talk import Ui
from tests.tui.sessions import Noting, fold_all, in_run, moving, still
from tests.within import within

RGB = tuple[float, float, float]
LEAST = {Contrast.NORMAL: 4.5, Contrast.HIGH: 7.0}
SOLID = [name for name in STYLES if name.endswith("ink") or name == "bar of time"]
"""Cells that are filled: nothing is read in them, they stand out from what is around them."""
AROUND = {name: name.removesuffix(" ink") for name in SOLID} | {"bar of time": "text"}
READ = [name for name in STYLES if name not in SOLID]
LARGE = ("run", "walk", "still", "bar", "danger")
SIGHT: dict[str, tuple[RGB, RGB, RGB]] = {
    "every cone": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": ((0.11238, 0.88762, 0), (0.11238, 0.88762, 0), (0.00401, -0.00401, 1)),
    "deutan": ((0.29275, 0.70725, 0), (0.29275, 0.70725, 0), (-0.02234, 0.02234, 1)),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
    "no cone": ((0.2126, 0.7152, 0.0722),) * 3,
}
each_theme = pytest.mark.parametrize("contrast", Contrast)


def linear(name: str, contrast: Contrast) -> tuple[RGB, RGB]:
    """Return text and ground of a style in linear light."""
    style = Style.parse(THEMES[contrast][name])
    found: list[RGB] = []
    for colour in (style.color, style.bgcolor):
        assert colour is not None
        told = (each / 255 for each in colour.get_truecolor())
        red, green, blue = (
            each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in told
        )
        found.append((red, green, blue))
    return found[0], found[1]


def seen(colour: RGB, sight: str) -> RGB:
    """Return a colour as it is seen."""
    red, green, blue = (
        min(1.0, max(0.0, sum(a * b for a, b in zip(row, colour, strict=True))))
        for row in SIGHT[sight]
    )
    return red, green, blue


def contrast_of(one: RGB, other: RGB) -> float:
    """Return the contrast of two colours, 1 to 21."""
    dark, light = sorted(0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in (one, other))
    return (light + 0.05) / (dark + 0.05)


def apart(one: RGB, other: RGB) -> bool:
    """Return whether two grounds differ so that nobody takes them for one.

    By luminance (3 to 1, WCAG 1.4.11), or plainly by hue: a third of the range of one colour.
    """
    hue = max(abs(a - b) for a, b in zip(one, other, strict=True))
    return contrast_of(one, other) >= 3 or hue >= 1 / 3


@each_theme
def test_the_sets_have_the_same_names(contrast: Contrast) -> None:
    """What can be drawn in one can be drawn in the other."""
    assert THEMES[contrast].keys() == STYLES.keys()


@each_theme
@pytest.mark.parametrize("name", READ)
@within(sight=SIGHT)
def test_what_is_read_stands_out(name: str, sight: str, contrast: Contrast) -> None:
    """For every kind of sight: 4.5 to 1, and 7 to 1 where strong colours are asked for."""
    text, ground = (seen(each, sight) for each in linear(name, contrast))
    assert contrast_of(text, ground) >= LEAST[contrast]


@each_theme
@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("name", SOLID)
def test_large_letters_stand_out(name: str, sight: str, contrast: Contrast) -> None:
    """They are filled cells, in the colour of the panel's text, on the panel's ground."""
    ink, ground = linear(name, contrast)
    assert ink == ground  # no matter what a terminal makes of a block
    around = linear(AROUND[name], contrast)[1]
    assert contrast_of(seen(ink, sight), seen(around, sight)) >= LEAST[contrast]


ALIKE = {
    Contrast.NORMAL: {("run", "danger"), ("walk", "still"), ("walk", "bar"), ("still", "bar")},
    Contrast.HIGH: {("run", "danger"), ("walk", "bar")},
}
"""Grounds that somebody may take for one another; run and walk are never among them."""
STATES = {"run": "RUN", "warm-up": "WALK", "paused": "PAUSE", "alarm": "USE ITS"}
"""A screen of each, and what stands on it in large letters."""
SHAPES = {"run": "\\", "warm-up": "━"}


@each_theme
def test_grounds_that_look_alike_are_known(contrast: Contrast) -> None:
    """For every kind of sight that has colours; a pair more has to be looked at by a person."""
    found = {
        pair
        for sight in SIGHT
        if sight != "no cone"
        for pair in combinations(LARGE, 2)
        if not apart(*(seen(linear(name, contrast)[1], sight) for name in pair))
    }
    assert found == ALIKE[contrast]


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
def test_states_have_words_and_shapes(size: tuple[int, int]) -> None:
    """Without any colour: each has a word of its own in large letters, a shape or none."""
    every = moving() | still()
    for name, word in STATES.items():
        frame = draw(fold_all(every[name]), Ui(), *size)
        lines = ["".join(span.text for span in line) for line in frame.lines]
        above, bar = lines[: frame.bar_top], lines[frame.bar_top or size[1] :]
        assert [each for each in STATES.values() if _large(each, above)] == [word]
        assert [each for each in SHAPES if SHAPES[each] in "".join(above)] == [name][
            : name in SHAPES
        ]
        assert ("STOP THE BELT" in "".join(bar)) is (name != "paused")


def rows(word: str, scale: int) -> list[str]:
    """Return it as it is drawn."""
    return [row.replace("#", "█") for row in big(word, scale)]


def _large(word: str, lines: list[str]) -> bool:
    """Return whether a word stands there, of whatever size."""
    return any(
        all(any(row.strip() in line for line in lines) for row in rows(word, scale))
        for scale in range(1, 7)
    )


@pytest.mark.asyncio
@pytest.mark.parametrize("contrast", Contrast)
async def test_without_colour_the_letters_remain(
    monkeypatch: pytest.MonkeyPatch, contrast: Contrast
) -> None:
    """NO_COLOR: grey, and as strong; words, digits and the shape are what they were."""
    coloured = await _strips(contrast)
    monkeypatch.setenv("NO_COLOR", "1")
    grey = await _strips(contrast)
    assert [strip.text for strip in grey] == [strip.text for strip in coloured]
    assert any("/\\/\\/\\" in strip.text for strip in grey)
    for strip in grey:
        for segment in strip:
            assert segment.style is not None
            for colour in (segment.style.color, segment.style.bgcolor):
                assert colour is not None
                red, green, blue = colour.get_truecolor()
                assert red == green == blue


@pytest.mark.asyncio
async def test_strong_colours_reach_the_terminal() -> None:
    """A run is black on yellow where that is the setting, and orange where it is not."""
    grounds = []
    for contrast in Contrast:
        strips = await _strips(contrast)
        style = strips[4]._segments[0].style  # what goes to the terminal
        assert style is not None
        assert style.bgcolor is not None
        grounds.append(style.bgcolor.get_truecolor().hex)
    assert grounds == ["#ff9f1c", "#ffd500"]


async def _strips(contrast: Contrast) -> list[Strip]:
    """Return the lines of the run screen as the terminal gets them."""
    app = SessionApp(Noting(in_run()), Settings(contrast=contrast))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.redraw()
        await pilot.pause()
        canvas = app.screen.query_one(Canvas)
        return canvas.render_lines(Region(0, 0, 80, 24))
