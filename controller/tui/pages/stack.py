"""Pages on a stack: what a key does to them, and what is drawn. It knows no terminal."""

from __future__ import annotations

from typing import Final, assert_never

from controller.tui.drawing.ink import Line
from controller.tui.keys.table import is_stop
from controller.tui.pages.frame import draw_page
from controller.tui.pages.help import HelpPage
from controller.tui.pages.page import Become, Close, Do, Live, Open, Page, Stay, Turn
from controller.tui.pages.wishes import Doer, Leave
from controller.words.catalogue import tr

NO_BELT: Final = tr("No belt moves here. ESC goes back; Q on Today leaves.")
_NOTHING: Final = tr("That key does nothing here.  ? shows the keys.")
_LEAVES: Final = tr("Q leaves.")


class Stack:
    """The pages that are open; the last one has the keys."""

    def __init__(self, pages: tuple[Page, ...], doer: Doer) -> None:
        """Take the pages, the lowest first, and who does what they want done."""
        self._pages, self._doer = list(pages), doer
        self._hint = ""
        self.over = False
        """The last page is closed, or one wanted to leave."""
        self.result: object = None
        """With what."""

    @property
    def depth(self) -> int:
        """How many pages are open."""
        return len(self._pages)

    @property
    def top(self) -> Page:
        """The page that has the keys."""
        return self._pages[-1]

    def draw(self, size: tuple[int, int]) -> tuple[Line, ...]:
        """Return the screen for so many columns and lines."""
        return draw_page(self.top, self._doer.head, self._hint, size, deep=self.depth > 1)

    def press(self, key: str, char: str) -> None:
        """Let the top page take a key; what it has no use for means the same on every page."""
        self._hint = ""
        turn = self.top.press(key, char)
        self._take(turn if turn != Stay() else self._everywhere(key, char))

    def at(self, now: int) -> None:
        """Let time change the top page; ``now`` in nanoseconds."""
        if isinstance(self.top, Live):
            turn = self.top.at(now)
            if turn != Stay():  # a hint stands until the next key
                self._take(turn)

    def _everywhere(self, key: str, char: str) -> Turn:
        """Return what a key does on a page that has no use for it."""
        if key == "escape":
            return Close() if self.depth > 1 else Stay(_LEAVES)
        if is_stop(key, char):
            return Stay(NO_BELT)
        if char == "?" or key == "f1":
            return Open(HelpPage(self.top))
        return Stay(_NOTHING) if len(char) == 1 and char.isprintable() else Stay()

    def _take(self, turn: Turn) -> None:
        """Do what a turn says, and what follows from it."""
        while True:
            match turn:
                case Stay(hint):
                    self._hint = hint
                    return
                case Become(page):
                    self._pages[-1] = page
                    return
                case Open(page):
                    self._pages.append(page)
                    return
                case Close(result) if self.depth == 1:
                    self.over, self.result = True, result
                    return
                case Close(result):
                    if isinstance(self._pages.pop(), HelpPage):
                        return  # the page below did not open it
                    turn = self.top.returned(result)
                case Do(Leave(result)):
                    self.over, self.result = True, result
                    return
                case Do(what):
                    turn = self.top.returned(self._doer.do(what))
                case _:
                    assert_never(turn)
