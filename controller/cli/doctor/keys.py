"""``reprise doctor keys``: what a keyboard, a clicker or a pedal sends, and a stop key more."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Final

from controller.cli.profile import settings_path
from controller.cli.settings.file import SettingsInvalid, change, read_file
from controller.cli.terminal_input import at_terminal
from controller.words.catalogue import tr

_KEY: Final = "stop-keys"
_EXIT_USAGE: Final = 2


def run_doctor_keys(args: argparse.Namespace) -> int:
    """Show keys until Escape, and return the exit code.

    Raises:
        ProfileInvalid: there is no such profile.
    """
    if not at_terminal():
        sys.stderr.write(
            tr("reprise doctor keys: run it in a terminal; it shows what is pressed.\n")
        )
        return _EXIT_USAGE
    from controller.tui.keys.app import KeysApp  # noqa: PLC0415

    path = settings_path(args)
    held = read_file(path)
    code = KeysApp(held.settings.stop_keys, lambda added: _keep(path, added)).run()
    for problem in held.problems:
        sys.stderr.write(f"{problem}\n")
    return 0 if code is None else code


def _keep(path: Path, added: tuple[str, ...]) -> str:
    try:
        held = change(path, _KEY, added)
    except (SettingsInvalid, OSError) as error:
        return tr("Not kept: {error}").format(error=error)
    return (
        ""
        if held.settings.stop_keys == added
        else tr("Not kept: {path} says something else.").format(path=path)
    )
