"""What every page's keys have in common, and those of the page that was on top."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from controller.tui.drawing.ink import Line, Span, paragraph, words
from controller.tui.pages.page import Close, Explained, Page, Stay, Turn
from controller.words.catalogue import tr

_EVERYWHERE: Final = (
    ("ENTER", tr("goes on")),
    ("ESC", tr("goes back, and asks nothing")),
    (tr("[letter]"), tr("what is written beside it")),
    ("SPACE", tr("and the other stop keys: nothing, for no belt moves here")),
    ("?", tr("these keys, and away again")),
)
_BELT: Final = tr(
    "No key here starts a belt: that is G, on the one page that says so, once you have ticked "
    "what stands there. From then on SPACE asks it to stop."
)


@dataclass(frozen=True, slots=True)
class HelpPage:
    """The keys in words."""

    of: Page
    """The page below."""
    title: str = tr("Keys")
    keys: tuple[tuple[str, str], ...] = ()

    def body(self, width: int, rows: int) -> list[Line]:
        """Return a line for each."""
        del rows
        keys = self.of.help if isinstance(self.of, Explained) else self.of.keys
        own = [_row(key, does) for key, does in keys]
        used = {key for key, _ in keys} & {"SPACE"}
        return [
            (),
            words("   ", Span(tr("Everywhere"), "strong")),
            *(_row(key, does) for key, does in _EVERYWHERE if key not in used),
            *([(), words("   ", Span(f"{self.of.title}", "strong")), *own] if own else []),
            (),
            *paragraph(_BELT, min(width, 80)),
        ]

    def press(self, key: str, char: str) -> Turn:
        """Close by the keys that one tries."""
        return Close() if char == "?" or key in ("f1", "enter") else Stay()

    def returned(self, result: object) -> Turn:
        """Nothing is opened from here."""
        del result
        return Stay()


def _row(key: str, does: str) -> Line:
    return words("   ", Span(f"{key:<11} ", "strong"), does)
