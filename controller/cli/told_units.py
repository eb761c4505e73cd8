"""Kilometres or miles: the set-up asks for it, and the setting is where the answer is kept.

Before there were settings the diary kept it. Such an answer is taken over once, where the file of
settings does not say anything of units yet.
"""

from __future__ import annotations

import argparse
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from controller.cli.profile import settings_path
from controller.cli.settings_file import SettingsInvalid, change, read_file
from controller.coach.history import Fact, History, Told
from controller.coach.units_told import TAKEN, TOLD, UNITS, units_after


def take_over(args: argparse.Namespace, history: History) -> None:
    """Make what an older diary was told of units the setting, if nothing has been chosen since.

    A file that cannot be read or written is no reason to end: it is tried again the next time.
    """
    told, path = history.told(UNITS), settings_path(args)
    if told is None or told.value not in TAKEN:
        return
    held = read_file(path)
    if UNITS not in held.named and not held.problems:
        with suppress(SettingsInvalid, OSError):
            change(path, UNITS, TAKEN[told.value])


def with_setting(args: argparse.Namespace, history: History, at: datetime) -> History:
    """Return what is known of her, with the setting as what was told last of units."""
    take_over(args, history)
    held = read_file(settings_path(args))
    if UNITS not in held.named:
        return history
    told = Told(at, UNITS, TOLD[held.settings.units])
    return replace(history, facts=(*history.facts, told))


def without_units(args: argparse.Namespace, facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """Put what was told of units into the settings, and return the facts that the diary keeps.

    A pace stays one, of the same unit of length.

    Raises:
        SettingsInvalid, OSError: it could not be.
    """
    path = settings_path(args)
    for fact in facts:
        if isinstance(fact, Told) and fact.key == UNITS and fact.value in TAKEN:
            held = read_file(path)
            after = units_after(fact.value, held.settings.units)
            if UNITS not in held.named or after is not held.settings.units:
                change(path, UNITS, after)
    return tuple(each for each in facts if not (isinstance(each, Told) and each.key == UNITS))
