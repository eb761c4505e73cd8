"""Does what the page that finds the treadmill wants done, for the session that waits for it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final, TypeAlias, assert_never

from controller.cli.home.errand import Errand
from controller.cli.settings.file import settings_of
from controller.coach.history import History
from controller.tui.pages.find.page import FindPage
from controller.tui.pages.find.wishes import Choose, ListenNoMore, LookAround, Looked
from controller.tui.pages.page import Do
from controller.tui.pages.wishes import Leave
from controller.words.catalogue import tr

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable

    from controller.cli.home.machine_finder import MachineFinder

FindWish: TypeAlias = LookAround | Choose | ListenNoMore

_HANGS: Final = tr(
    "reprise: this computer's Bluetooth does not answer, and may still listen; "
    "if the treadmill is not found, switch Bluetooth off and on.\n"
)


class HomeFinding:
    """Finds treadmills, for one session after the other."""

    def __init__(self, parse: Callable[[list[str]], Namespace], if_simulated: list[str]) -> None:
        """Take what reads a command line, and the words that a simulated session has more."""
        self._parse = parse
        self._if_simulated = if_simulated
        self._words: list[str] = []
        """Of the session that waits."""
        self._finder: MachineFinder | None = None

    def page(self, title: str, words: list[str], history: History) -> FindPage:
        """Return the page for the session of a command line, with speeds as the settings have them.

        Raises:
            Refused, ChoiceInvalid: the plan cannot be had.
        """
        # bleak, only where it is listened.
        from controller.cli.home.machine_finder import MachineFinder, program_of  # noqa: PLC0415
        from controller.cli.home.scanner import RadioScanner  # noqa: PLC0415

        args = self._parse(words)
        program, units = program_of(args, history), settings_of(args)[0].units
        self._words, self._finder = words, MachineFinder(program, RadioScanner(), units)
        return FindPage(title)

    async def close(self) -> None:
        """Listen no more, and return when the computer does not either, or that was told."""
        finder, self._finder = self._finder, None
        if finder is not None and not await finder.close():
            sys.stderr.write(_HANGS)

    def do(self, wish: FindWish) -> object:
        """Do what the page wants that was returned last, and return what it hopes for."""
        finder = self._finder
        if finder is None:
            raise LookupError("nothing is looked for")
        match wish:
            case LookAround(page):
                return Looked(page, finder.around())
            case ListenNoMore():
                finder.end()
                return None
            case Choose(key):
                chosen = finder.choose(key)
                if isinstance(chosen, str):
                    return chosen
                words = [*self._words, *chosen.words]
                words += self._if_simulated if chosen.simulated else []
                return Do(Leave(Errand(words, chosen.simulated)))
            case _:
                assert_never(wish)
