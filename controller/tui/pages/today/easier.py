"""What may be done in place of the session that is due: hers to choose, and nobody asks why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from controller.coach.today.values import Item
from controller.tui.drawing.ink import Line, Span, words, wrapped
from controller.tui.pages.page import Close, Stay, Turn
from controller.words.catalogue import tr

_MINUTE: Final = 60


@dataclass(frozen=True, slots=True)
class EasierPage:
    """A list; closes with the `Item` that was chosen."""

    items: tuple[Item, ...]
    title: str = tr("Something easier")
    keys: tuple[tuple[str, str], ...] = ()

    def body(self, width: int, rows: int) -> list[Line]:
        """Return each with its key, how long it takes, and what it means."""
        del rows
        lines: list[Line] = [(), words("   ", Span(tr("EASIER TODAY"), "strong")), ()]
        for number, item in enumerate(self.items, 1):
            due = item.workout
            took = ""
            if due is not None:
                minutes = -(-due.lasts_s // _MINUTE)
                told = tr("{n} min, done at {time} if you begin now")
                took = told.format(n=minutes, time=f"{due.ends:%H:%M}")
            title = Span(item.title, "strong")
            beside = ("   ", took) if took else ()
            lines.append(words("   ", Span(f" {number} ", "key"), "  ", title, *beside))
            if due is not None and due.runs and not due.first_run:
                lines += [words(" " * 8, each) for each in wrapped(due.work, width - 11)]
            lines += [words(" " * 8, Span(each, "dim")) for each in wrapped(item.why, width - 11)]
            lines.append(())
        return lines

    def press(self, key: str, char: str) -> Turn:
        """Choose by its number."""
        del key
        if not (char.isascii() and char.isdecimal()) or not 1 <= int(char) <= len(self.items):
            return Stay()
        return Close(self.items[int(char) - 1])

    def returned(self, result: object) -> Turn:
        """Nothing is opened from here."""
        del result
        return Stay()
