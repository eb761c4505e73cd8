"""``reprise`` alone: the pages between sessions, and the way from there to a session and back.

What is begun from a page is what the same words on a command line would begin, with the same door
before it (`admit`); the pages are away meanwhile.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from contextlib import suppress

from controller.cli.coach.due import now
from controller.cli.coach.today import run_today
from controller.cli.exits import EXIT_DONE, EXIT_INTERRUPTED
from controller.cli.home.doer import HomeDoer
from controller.cli.home.errand import Errand
from controller.cli.terminal_input import at_terminal, forget_keys, next_line
from controller.words.catalogue import tr


def run_home(args: argparse.Namespace) -> int:
    """Show what is due until it is left, and return the exit code.

    Raises:
        DiaryTrouble, ChoiceInvalid, ChoiceRefused, UnknownName, FileInvalid, MachineUnknown: there
            is nothing to show.
        KeyboardInterrupt: a signal ended it.
    """
    if not at_terminal():
        return run_today(args)
    home = HomeDoer(args)
    while True:
        match asyncio.run(_shown(home)):
            case Errand() as errand:
                _run(args, home, errand)
            case str(word):
                sys.stdout.write(f"{word}\n")
                return EXIT_DONE
            case _:
                return EXIT_DONE


async def _shown(home: HomeDoer) -> object:
    from controller.tui.pages.app import show  # noqa: PLC0415  # textual, only where it is shown

    try:
        return await show(home.pages(), home)
    finally:
        await home.close()


def _run(args: argparse.Namespace, home: HomeDoer, errand: Errand) -> None:
    """Let a session be on its own screen; what it says as it ends is read before Today is back.

    Raises:
        KeyboardInterrupt: a signal to this process ended the session, and is meant for all of it.
    """
    began, code = now(), None
    with suppress(KeyboardInterrupt):  # a Ctrl-C at a prompt, which leads back to Today
        code = args.begin(errand.words, asks_after=False)
    home.came_back(errand, began)
    if code == EXIT_INTERRUPTED:
        raise KeyboardInterrupt
    if code != EXIT_DONE:
        _pause()


def _pause() -> None:
    """Leave what was said to be read; a key that was held goes no further."""
    forget_keys()
    sys.stdout.write(tr("\nENTER goes back to Today. "))
    sys.stdout.flush()
    next_line()
