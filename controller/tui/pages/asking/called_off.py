"""Questions that were left: nothing was kept, and one key leads back to them."""

from __future__ import annotations

from dataclasses import dataclass

from controller.tui.drawing.ink import Line, Span, choices, words
from controller.tui.pages.page import Become, Close, Page, Stay, Turn


@dataclass(frozen=True, slots=True)
class CalledOff:
    """Says that nothing was kept."""

    left: Page
    """Where the questions were left."""

    @property
    def title(self) -> str:
        """As that of the questions."""
        return self.left.title

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """All of them stand beside what they do."""
        return (("ESC", "leave"),)

    def body(self, width: int, rows: int) -> list[Line]:
        """Return the sentence and the two ways."""
        del width
        lines = [
            (),
            words("   ", Span("CALLED OFF", "strong")),
            (),
            words("   Nothing of it was kept.  Nothing is lost, either: it can be asked again."),
            (),
            choices(("ENTER", "leave")),
            (),
            choices(("BACKSPACE", "back to the questions")),
        ]
        return lines[:rows]

    def press(self, key: str, char: str) -> Turn:
        """Leave, or go back."""
        del char
        match key:
            case "enter" | "escape":
                return Close()
            case "backspace":
                return Become(self.left)
            case _:
                return Stay()

    def returned(self, result: object) -> Turn:
        """Nothing is opened from here."""
        del result
        return Stay()
