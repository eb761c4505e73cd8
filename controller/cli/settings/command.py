"""``reprise settings``: what each is and can be, one of them, or another value for it."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any, Final

from controller.cli.exits import EXIT_DONE, EXIT_INVALID_FILE
from controller.cli.profile import settings_path
from controller.cli.settings.file import change, read_file
from controller.settings.file import Read, all_keys, refused
from controller.settings.table import BY_KEY, SETTINGS, Setting, ValueRefused
from controller.words.catalogue import tr

_FORMAT: Final = "reprise-settings 1"


class SettingRefused(Exception):  # noqa: N818  # blame is in the name (law 7)
    """There is no such setting, or it cannot be that; one sentence with what is possible."""


def run_settings(args: argparse.Namespace) -> int:
    """Print or change settings, and return the exit code.

    Raises:
        SettingRefused, SettingsInvalid, ProfileInvalid, OSError: nothing was changed.
    """
    path = settings_path(args)
    wanted = SETTINGS if args.key is None else (_setting(args.key),)
    if args.value is None:
        held = read_file(path)
    else:
        setting = wanted[0]
        try:
            held = change(path, setting.key, setting.kind.read(args.value))
        except ValueRefused:
            raise SettingRefused(f"{refused(setting.key, args.value)}.") from None
    if args.json:
        sys.stdout.write(json.dumps(_as_json(wanted, held, str(path)), ensure_ascii=False) + "\n")
    elif args.key is None:
        sys.stdout.writelines(f"{line}\n" for line in _table(held))
        sys.stdout.write(
            tr("\nreprise settings KEY VALUE changes one. They are in {path}.\n").format(path=path)
        )
    else:
        sys.stdout.write(
            tr("{setting} is {value}.\n").format(
                setting=wanted[0].key, value=wanted[0].words(held.settings)
            )
        )
    for problem in held.problems:
        sys.stderr.write(f"{problem}\n")
    return EXIT_INVALID_FILE if held.problems else EXIT_DONE


def _setting(key: str) -> Setting:
    setting = BY_KEY.get(key)
    if setting is not None:
        return setting
    near = get_close_matches(key, BY_KEY, n=1)
    there = f"{all_keys()}."
    if near:
        there = tr('did you mean "{key}"? {known}').format(
            key=near[0], known=f"{there[:1].upper()}{there[1:]}"
        )
    raise SettingRefused(tr('there is no setting "{key}"; {known}').format(key=key, known=there))


def _table(held: Read) -> Iterator[str]:
    key = max(len(each.key) for each in SETTINGS)
    value = max(len(each.words(held.settings)) for each in SETTINGS)
    for each in SETTINGS:
        yield f"{each.key:<{key}}  {each.words(held.settings):<{value}}  {each.means}"
        yield f"{'':<{key}}  {'':<{value}}  ({each.kind.possible})"


def _as_json(wanted: tuple[Setting, ...], held: Read, path: str) -> dict[str, Any]:
    return {
        "format": _FORMAT,
        "file": path,
        "settings": {each.key: each.kind.written(each.of(held.settings)) for each in wanted},
        "in_file": sorted(held.named),
        "problems": list(held.problems),
    }
