"""Single keys from a terminal, made into intents (POSIX terminals only in this version)."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Final

from controller.records.fold import fold
from controller.records.format import Record
from controller.records.intents import Intent
from controller.records.view import View
from controller.tui.keys.answering import place_asked
from controller.tui.keys.table import NONE_ADDED, Local, Slap, meaning
from controller.tui.screen.signs import parts
from controller.words.catalogue import tr
from controller.words.later import tr_later
from controller.words.recorded import tr_recorded

STOP_KEYS: Final = frozenset({" ", "\x03", "\x04", "\x1a", "\x1c"})
"""SPACE, and what Ctrl-C, Ctrl-D, Ctrl-Z and Ctrl-\\ send once the terminal hands them over."""
_ARROWS: Final = {"\x1b[A": "up", "\x1bOA": "up", "\x1b[B": "down", "\x1bOB": "down"}
_ESCAPES: Final = ("\x1b[", "\x1bO")
_CUT: Final = 0.1
"""In seconds: what follows an escape within it may be the rest of a key that came in two reads."""
_NAMES: Final = {
    " ": "space", "\r": "enter", "\n": "enter", "\x7f": "backspace", "\b": "backspace",
    "\x1b": "escape",
}  # fmt: skip
"""How a screen names what a terminal sends."""


def keys_in(text: str) -> list[str]:
    """Return the names of the keys in what came at once; a stop among them is all there is.

    Of the keys that send more than one character only the two arrows that mean something are known.
    Every other one is a stop key, as PAGE UP, PAGE DOWN and END are.
    """
    keys: list[str] = []
    while text:
        arrow = _ARROWS.get(text[:3])
        if text[0] in STOP_KEYS or (arrow is None and text.startswith(_ESCAPES)):
            return ["space"]
        keys.append(arrow or _NAMES.get(text[0], text[0]))
        text = text[3 if arrow else 1 :]
    return keys


class Keys:
    """Reads keys as the screens do, and lists what cannot be seen here."""

    def __init__(
        self,
        say: Callable[[str], None],
        added: frozenset[str] = NONE_ADDED,
        emergency: str = "",
    ) -> None:
        """Begin with no session.

        Args:
            say: prints a line.
            added: further stop keys.
            emergency: the number of her country, if it is known.
        """
        self._emergency = emergency
        self._say = say
        self._added = added
        self._view = View()
        self._slap = Slap()
        self._escape_at = float("-inf")

    def told(self, record: Record) -> None:
        """Take a record in: what a key means depends on what is asked."""
        before, self._view = self._view, fold(self._view, record)
        asked, was = self._view.course.question, before.course.question
        if asked is not None and (was is None or was.step != asked.step):
            self._list_answers(asked.step)
        if self._view.asks_signs and not before.asks_signs:
            listed = parts(self._emergency)
            self._list(f"{part.title}: {' '.join(part.signs)}" for part in listed)
            self._say(tr("        M pressed by mistake, none of these   ENTER leave"))
        if self._view.answers.signs != before.answers.signs and self._view.undoes_signs:
            self._list_after_signs()
        hears = self._view.hears_unwell and not self._view.watch.gone
        if hears and not before.hears_unwell:
            self._say(tr("        U unwell: whom to call (heard for 15 seconds more)"))
        site = self._view.site
        if site is not None and site != before.site:
            told = tr("To finish your note {note}: which?")
            if site.where:
                told = tr("To finish your note {note}: where?")
            self._say(told.format(note=tr_recorded(site.label)))
            self._list(each.short for each in site.members)
            self._say(tr("        ENTER not sure   Q leave"))

    def _list_after_signs(self) -> None:
        """Tell the keys behind a choice; a graver one is a key away."""
        view = self._view
        graver = [part for part in parts(self._emergency) if part.choice in view.open_signs]
        for part in graver:
            self._say(f"        {part.number} {part.title}")
        leave = "Q" if view.site is not None else "ENTER"
        self._say(tr("        BACKSPACE choose again   {key} leave").format(key=leave))

    def _list_answers(self, step: str) -> None:
        about, place = self._view.about, place_asked(self._view)
        if step == "place" and about is not None:
            self._list(f"{each.letter.upper()}  {each.name}" for each in about.places)
            self._say(tr("        ENTER not sure   BACKSPACE another strength"))
        elif step == "which" and place is not None:
            self._list(each.short for each in place.members)
            self._say(tr("        ENTER not sure   BACKSPACE another place"))

    def _list(self, rows: Iterable[str]) -> None:
        for number, row in enumerate(rows, 1):
            self._say(f"        {number} {row}")

    def intents(self, text: str, at: float) -> list[Intent | None]:
        """Return what is meant by the keys that came at a moment, in seconds.

        A hand on the keyboard is a stop, as it is on the screen.
        """
        if text[0] in {"[", "O"} and at - self._escape_at <= _CUT:
            text = f"\x1b{text}"
        if text[-1] == "\x1b":
            self._escape_at = at
        keys = keys_in(text)
        hits = [self._slap.hit(key, at) for key in keys]  # each of them is to be seen
        if any(hits) and self._view.may_move:
            return [Intent("stop", because=tr_later("a hand on the keyboard"))]
        return [self.pressed(key) for key in keys]

    def pressed(self, key: str) -> Intent | None:
        """Return what a key means now; None: nothing more is to be answered, leave."""
        does = meaning(
            key, key if len(key) == 1 else None, self._view, ticked=True, added=self._added
        )
        if isinstance(does, Intent):
            return does
        view = self._view
        standing = view.site is not None or view.asks_signs or view.undoes_signs
        return None if does is Local.LEAVE and standing else Intent("other")


@contextmanager
def raw_keys(on_keys: Callable[[str], None]) -> Iterator[None]:
    """Give every key to ``on_keys`` at once, without echo, until the block ends.

    An empty string says that the terminal is gone.
    """
    import termios  # noqa: PLC0415  # absent on Windows, where --plain reads no keys yet
    import tty  # noqa: PLC0415

    fd = sys.stdin.fileno()
    before = termios.tcgetattr(fd)
    loop = asyncio.get_running_loop()

    def read() -> None:
        try:
            data = os.read(fd, 1024)
        except OSError:
            data = b""
        if not data:
            loop.remove_reader(fd)
        on_keys(data.decode("utf-8", "replace"))

    tty.setraw(fd, termios.TCSANOW)
    after = termios.tcgetattr(fd)
    after[1] |= termios.OPOST  # lines still end where they should
    termios.tcsetattr(fd, termios.TCSANOW, after)
    loop.add_reader(fd, read)
    try:
        yield
    finally:
        loop.remove_reader(fd)
        termios.tcsetattr(fd, termios.TCSANOW, before)  # waits for no terminal
