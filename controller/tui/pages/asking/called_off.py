"""Questions that were left: only a warning sign is kept, and one key leads back to them."""

from __future__ import annotations

from dataclasses import dataclass

from controller.coach.asking.calls import Call, calls, waits
from controller.coach.history import Fact
from controller.tui.drawing.ink import Line, Span, choices, words, wrapped
from controller.tui.pages.asking.follows import follow
from controller.tui.pages.asking.keep import Keep, SignsKept
from controller.tui.pages.asking.lines import INDENT, call_lines
from controller.tui.pages.page import Become, Close, Do, Page, Stay, Turn
from controller.words.catalogue import tr


def leaving(signs: tuple[Fact, ...]) -> tuple[str, str]:
    """Return the key that leaves, and what it does."""
    return "ESC", tr("leave, keep the warning sign") if signs else tr("leave, keep nothing")


@dataclass(frozen=True, slots=True)
class CalledOff:
    """Says what is kept, and keeps it on the way out."""

    left: Page
    """Where the questions were left."""
    signs: tuple[Fact, ...] = ()
    """The warning signs that were told (`controller.coach.asking.told.signs_if_left`)."""
    country: str = ""

    @property
    def title(self) -> str:
        """As that of the questions."""
        return self.left.title

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """All of them stand beside what they do."""
        return (("ESC", tr("leave")),)

    def body(self, width: int, rows: int) -> list[Line]:
        """Return what is kept, and the two ways."""
        told = (
            (self._kept, waits(self.signs))
            if self.signs
            else (tr("Nothing of it was kept.  Nothing is lost, either: it can be asked again."),)
        )
        lines = [
            *call_lines(calls(self.signs), self.country, width),
            (),
            words(" " * INDENT, Span(tr("CALLED OFF"), "strong")),
            (),
            *(
                words(" " * INDENT, line)
                for each in told
                for line in wrapped(each, width - 2 * INDENT)
            ),
            (),
            choices(("ENTER", tr("leave"))),
            (),
            choices(("BACKSPACE", tr("back to the questions"))),
        ]
        return lines[:rows]

    @property
    def _kept(self) -> str:
        if calls(self.signs) == (Call.BULGE,):
            return tr("Something bulging below is kept, and nothing else.")
        return tr("The warning sign is kept, and nothing else.")

    def press(self, key: str, char: str) -> Turn:
        """Leave, or go back."""
        del char
        match key:
            case "enter" | "escape":
                return Do(Keep(self.signs)) if self.signs else Close()
            case "backspace":
                return Become(self.left)
            case _:
                return Stay()

    def returned(self, result: object) -> Turn:
        """Say why the sign was not kept, or whom to call."""
        return follow(self.signs, self.country, result, SignsKept(self.signs))
