"""Which treadmill a session is on: what is in the air, as it is heard, and one key to choose.

The list changes under the eyes, and ENTER never takes what was not there to be read: the mark
stays at its machine, and where it has moved by itself no ENTER counts for a moment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from controller.tui.drawing.ink import (
    Line,
    Span,
    block,
    ends,
    paragraph,
    printable,
    shortened,
    width_of,
    words,
)
from controller.tui.pages.find.wishes import (
    FULL,
    UNHEARD,
    Around,
    Choose,
    ListenNoMore,
    LookAround,
    Looked,
    Nearby,
)
from controller.tui.pages.frame import WIDEST
from controller.tui.pages.page import Become, Close, Do, Open, Stay, Turn
from controller.tui.pages.settled import NEW, TOO_SOON, Settled
from controller.words.catalogue import tr

LOOK_EVERY: Final = 500_000_000
"""In nanoseconds: how often what is around is asked for."""
_SILENT_S: Final = 8
"""After so many seconds of silence what helps is said in full."""
_STEPS: Final = "▂▄▆█"
_NOTHING: Final = tr("No treadmill is chosen yet; UP and DOWN move the mark.")
_AGAIN: Final = tr("It is tried again by itself every few seconds.")
_SIMULATED: Final = tr("SIMULATED")
_WAKE: Final = tr("Press a button on the treadmill: many sleep after 2 minutes.")
_INDENT: Final = 5
_RIGHT: Final = 3
_BELOW_LIST: Final = 2


@dataclass(frozen=True, slots=True)
class FindPage:
    """The list of what is heard, with a mark at one of it."""

    session: str
    """What is to begin, in a few words."""
    around: Around = UNHEARD
    chosen: str = ""
    """The key of the marked one; empty: none is."""
    moved: bool = False
    """The mark was moved by hand: it stays where it is."""
    settled: Settled = NEW
    asked: int | None = None
    """When what is around was asked for last, in nanoseconds."""
    title: str = tr("Find the treadmill")

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """What can be pressed."""
        return (("UP DOWN", tr("choose")), ("ENTER", tr("use it")), ("ESC", tr("back")))

    def body(self, width: int, rows: int) -> list[Line]:
        """Return the state of the search, the list, and what helps."""
        width = min(width, WIDEST)
        head = [(), *self._head(width), ()]
        helps = self._helps(width)
        room = rows - len(head)
        blocks = [_row(each, width, marked=each.key == self.chosen) for each in self._shown]
        # What helps is cut before the list is, and the list shows its marked row at least.
        whole = sum(map(len, blocks)) + len(helps)
        if whole > room and self._can_choose:
            least = len(helps) if len(helps) <= room // 3 else 0
            helps = helps[:least]
        shown = _window(blocks, self._at, room - len(helps))
        return block([*head, *shown, *helps], width, rows)

    def press(self, key: str, char: str) -> Turn:
        """Move the mark, use what is marked, or go back."""
        del char
        match key:
            case "escape":
                return Do(ListenNoMore())
            case "up" | "down":
                return self._move(-1 if key == "up" else 1)
            case "enter" if not self.settled.counts:
                return Stay(TOO_SOON)
            case "enter":
                return self._use()
            case _:
                return Stay()

    def returned(self, result: object) -> Turn:
        """Take what is around now, or what came of a choice."""
        match result:
            case Looked(FindPage() as page, around):
                return Become(page.showing(around))
            case Stay() | Become() | Open() | Close() | Do():
                return result
            case str():
                return Stay(result)
            case _:
                return Close()

    def at(self, now: int) -> Turn:
        """Ask what is around, every now and then."""
        settled = self.settled.at(now)
        if self.asked is not None and now - self.asked < LOOK_EVERY:
            return Stay() if settled == self.settled else Become(replace(self, settled=settled))
        return Do(LookAround(replace(self, settled=settled, asked=now)))

    def showing(self, around: Around) -> FindPage:
        """Return the page with what is around now; the mark may move, and then keys wait."""
        there = {each.key for each in around.machines}
        first = next(
            (each.key for each in around.machines if not (each.refused or each.simulated)), ""
        )
        stays = self.chosen in there and (self.moved or self.chosen == first)
        chosen = self.chosen if stays else first
        settled = self.settled if chosen == self.chosen else NEW
        moved = self.moved and stays
        return replace(self, around=around, chosen=chosen, moved=moved, settled=settled)

    @property
    def _shown(self) -> tuple[Nearby, ...]:
        return self.around.machines

    @property
    def _can_choose(self) -> bool:
        return any(not each.refused and not each.simulated for each in self._shown)

    @property
    def _at(self) -> int:
        """The place of the marked one; the first if none is."""
        keys = [each.key for each in self._shown]
        return keys.index(self.chosen) if self.chosen in keys else 0

    def _move(self, step: int) -> Turn:
        if not self._shown:
            return Stay()
        keys = [each.key for each in self._shown]
        at = self._at + step if self.chosen in keys else (0 if step > 0 else len(keys) - 1)
        chosen = keys[min(max(0, at), len(keys) - 1)]
        return Become(replace(self, chosen=chosen, moved=True))

    def _use(self) -> Turn:
        machine = next((each for each in self._shown if each.key == self.chosen), None)
        if machine is None:
            return Stay(_NOTHING)
        return Stay(machine.refused) if machine.refused else Do(Choose(machine.key))

    def _head(self, width: int) -> list[Line]:
        if self.around.trouble:
            return paragraph(self.around.trouble, width, "strong")
        heard = sum(not each.simulated for each in self._shown)
        told = tr("{n} heard").format(n=heard) if heard else tr("nothing heard yet")
        left = words("   ", Span(tr("LISTENING"), "strong"), f"  {told}, {self.around.seconds} s")
        purpose = tr("for {session}").format(session=self.session)
        right = words(Span(f"{purpose}{' ' * _RIGHT}", "dim")) if self.session else ()
        lines = [ends(left, right, width)]
        return lines if self._can_choose else [*lines, *paragraph(_WAKE, width)]

    def _helps(self, width: int) -> list[Line]:
        around = self.around
        silent = not self._can_choose and around.seconds >= _SILENT_S
        if not (around.trouble or silent):
            return []
        lines: list[Line] = [(), words("   ", Span(tr("WHAT HELPS"), "strong"))]
        again = (_AGAIN,) if around.trouble else ()
        for each in (*around.helps, *again):
            first, *more = paragraph(each, width - _INDENT, indent=0)
            lines += [words("   - ", *first), *(words(" " * _INDENT, *line) for line in more)]
        return lines


def _row(each: Nearby, width: int, *, marked: bool) -> list[Line]:
    """Return a machine in lines: what it is, and what it can do or why it cannot be used."""
    style = "dim" if each.refused else "strong" if marked else "text"
    right = words(*_signal(each), " " * _RIGHT)
    mark = [Span(f"  {each.mark}", "dim")] if each.mark else []
    sign = [Span(f" {_SIMULATED} ", "danger"), Span("  ")] if each.simulated else []
    room = width - _INDENT - width_of((*sign, *mark)) - width_of(right) - 1
    (title,) = shortened(each.title or tr("a machine without a name"), max(1, room), 1) or ["?"]
    pointer = "   > " if marked else " " * _INDENT
    lines = [ends(words(Span(pointer, "strong"), *sign, Span(title, style), *mark), right, width)]
    below = each.refused or each.can
    told = f"{each.key}: {below}" if not each.simulated else below
    lines += [
        words(" " * _INDENT, Span(line, "dim"))
        for line in shortened(told, width - _INDENT - _RIGHT, 3 if each.refused else 2)
    ]
    return [*lines, ()]


def _signal(each: Nearby) -> tuple[str | Span, ...]:
    if not each.signal:
        return ()
    if each.quiet_s:
        return (Span(tr("not heard for {seconds} s").format(seconds=each.quiet_s), "dim"),)
    bars = _STEPS[: each.bars] + "." * (FULL - each.bars)
    return (Span(bars, "strong"), f" {printable(tr(each.signal)):<9}")


def _window(blocks: Sequence[list[Line]], at: int, rows: int) -> list[Line]:
    """Return the blocks around one of them that have room, and how many are above and below."""
    if sum(map(len, blocks)) <= rows:
        return [line for each in blocks for line in each]
    room = max(1, rows - _BELOW_LIST)
    first = last = at
    used = len(blocks[at])
    while True:
        if last + 1 < len(blocks) and used + len(blocks[last + 1]) <= room:
            last += 1
            used += len(blocks[last])
        elif first > 0 and used + len(blocks[first - 1]) <= room:
            first -= 1
            used += len(blocks[first])
        else:
            break
    above = _more(tr("{n} more above: UP"), first)
    below = len(blocks) - 1 - last
    under = _more(tr("{n} more below: DOWN"), below)
    shown = [line for each in blocks[first : last + 1] for line in each]
    return [above, *shown[: max(1, room)], under]


def _more(told: str, count: int) -> Line:
    return words(" " * _INDENT, Span(told.format(n=count) if count else "", "dim"))
