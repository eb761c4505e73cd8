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
from controller.cli.settings.file import SettingsInvalid, change, read_file
from controller.coach.asking.units import TAKEN, TOLD, UNITS, units_after
from controller.coach.history import Fact, History, Told
from controller.words.catalogue import tr


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


def without_units(
    args: argparse.Namespace, facts: tuple[Fact, ...]
) -> tuple[tuple[Fact, ...], str]:
    """Put what was told of units into the settings, and return the facts that the diary keeps.

    A pace stays one, of the same unit of length. What the settings cannot take keeps no other
    answer from the diary, least of all a warning sign: it stays a fact, as in an older diary.

    Returns:
        The facts, and why the settings are as they were, in a sentence; or nothing.
    """
    told = [each for each in facts if isinstance(each, Told) and each.key == UNITS]
    path = settings_path(args)
    try:
        for fact in told:
            held = read_file(path)
            after = units_after(str(fact.value), held.settings.units)
            if fact.value in TAKEN and not (UNITS in held.named and after is held.settings.units):
                change(path, UNITS, after)
    except SettingsInvalid as invalid:
        return facts, tr("Units: {reason}").format(reason=invalid)
    except OSError as error:
        return facts, tr(
            "Units: {path} cannot be written ({reason}); they are as they were."
        ).format(path=path, reason=error.strerror)
    return tuple(each for each in facts if each not in told), ""
