"""How Reprise looks and sounds: every setting with its value, changed by LEFT and RIGHT at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

from controller.settings.file import Read
from controller.settings.table import SETTINGS, Choice, Kind, Names, Number, Setting, Switch
from controller.tui.drawing.ink import Line, Span, block, choices, paragraph, words, wrapped
from controller.tui.pages.page import Become, Do, Stay, Turn
from controller.tui.pages.settings.wishes import Changed, ChangeSetting
from controller.words.catalogue import tr

_KEY: Final = max(len(each.key) for each in SETTINGS) + 2
_VALUE: Final = 10
_MEANS: Final = 5 + _KEY + _VALUE
_STEP: Final = 5
"""From number to number."""
_NOTHING: Final = tr("Nothing was changed here yet.")
_BY_PRESSING: Final = tr("reprise doctor keys, typed outside, adds stop keys and takes them away.")


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """The list; one is marked in it."""

    held: Read
    """As the file has them."""
    marked: int = 0
    undo: tuple[tuple[int, Any], ...] = ()
    """What was before each change that was made here, with its place in the list."""
    title: str = tr("Settings")

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """What can be pressed."""
        undo = (("BACKSPACE", tr("undo")),) if self.undo else ()
        return (("UP DOWN", tr("choose")), ("LEFT RIGHT", tr("change")), *undo)

    def body(self, width: int, rows: int) -> list[Line]:
        """Return what is wrong in the file, and all settings."""
        told = [line for each in self.held.problems for line in paragraph(each, width, "strong")]
        listed = [self._row(place, width) for place in range(len(SETTINGS))]
        about = [(), *self._about(width)]
        left = rows - sum(map(len, listed)) - len(about) - 2
        told = told[: max(1, left)]
        apart: list[Line] = [()] if left - len(told) >= len(SETTINGS) else []
        rest = [line for each in listed for line in (*each, *apart)]
        return block([(), *told, *([()] if told else []), *rest, *about], width, rows)

    def press(self, key: str, char: str) -> Turn:
        """Move the mark, change what is marked, or take the last change back."""
        del char
        match key:
            case "up" | "down":
                to = self.marked + (1 if key == "down" else -1)
                return Become(replace(self, marked=min(max(0, to), len(SETTINGS) - 1)))
            case "left" | "right":
                return self._change(1 if key == "right" else -1)
            case "backspace" if self.undo:
                *before, (place, value) = self.undo
                return self._wants(replace(self, marked=place, undo=tuple(before)), value)
            case "backspace":
                return Stay(_NOTHING)
            case _:
                return Stay()

    def returned(self, result: object) -> Turn:
        """Show what the file says now, or why it says the same."""
        match result:
            case Changed(SettingsPage() as page, held):
                return Become(replace(page, held=held))
            case str():
                return Stay(result)
            case _:
                return Stay()

    def _change(self, step: int) -> Turn:
        setting = SETTINGS[self.marked]
        if isinstance(setting.kind, Names):
            return Stay(_BY_PRESSING)
        before = setting.of(self.held.settings)
        value = stepped(setting.kind, before, step)
        if value == before:
            return Stay(_can_be(setting))
        return self._wants(replace(self, undo=(*self.undo, (self.marked, before))), value)

    def _wants(self, page: SettingsPage, value: Any) -> Turn:
        return Do(ChangeSetting(SETTINGS[page.marked].key, value, page))

    def _row(self, place: int, width: int) -> list[Line]:
        setting, marked = SETTINGS[place], place == self.marked
        value = setting.words(self.held.settings)
        first, *more = wrapped(setting.means, width - _MEANS - 3)
        shown = Span(f" {value} ", "key") if marked else Span(f" {value} ", "strong")
        row = words(
            Span("   > " if marked else "     ", "strong"),
            Span(f"{setting.key:<{_KEY}}", "strong" if marked else "text"),
            shown,
            " " * (_VALUE - len(value) - 2),
            Span(first, "dim"),
        )
        return [row, *(words(" " * _MEANS, Span(line, "dim")) for line in more)]

    def _about(self, width: int) -> list[Line]:
        setting = SETTINGS[self.marked]
        told = " ".join((_can_be(setting), tr("A change is kept at once.")))
        return [*paragraph(told, width), choices(("LEFT", tr("before")), ("RIGHT", tr("next")))]


def _can_be(setting: Setting) -> str:
    told = tr("{setting} can be {values}.")
    return told.format(setting=setting.key, values=setting.kind.possible)


def stepped(kind: Kind, value: Any, step: int) -> Any:
    """Return the value before (-1) or behind (1) another; the same at the end of a row of numbers.

    What can only be this or that goes round.
    """
    match kind:
        case Switch():
            return not value
        case Choice(of):
            row = list(of)
            return row[(row.index(value) + step) % len(row)]
        case Number(least, most, can_be_none):
            return _number(value, step * _STEP, (least, most), none=can_be_none)
        case _:
            raise TypeError(f"no steps are known from {value!r}")


def _number(value: int | None, by: int, ends: tuple[int, int], *, none: bool) -> int | None:
    """Return the number that lies so far away; none is below the least."""
    least, most = ends
    if value is None:
        return least if by > 0 else None
    if none and value == least and by < 0:
        return None
    return min(max(least, value + by), most)
