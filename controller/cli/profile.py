"""``--profile NAME``: whose sessions and whose diary, where two people share a computer."""

from __future__ import annotations

import argparse
import os
import re
from contextlib import suppress
from pathlib import Path
from typing import Final

from platformdirs import user_config_path, user_data_path

from controller.words.catalogue import tr

DEFAULT: Final = "default"
VARIABLE: Final = "REPRISE_PROFILE"
_PROFILES: Final = "profiles"
_NAME: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,31}")
_ALLOWED: Final = tr("letters a to z, digits, - and _ (at most 32, a letter or digit first)")


class ProfileInvalid(Exception):  # noqa: N818  # blame is in the name (law 7)
    """No profile can be called so; one sentence with a remedy."""


def add_profile(parser: argparse.ArgumentParser) -> None:
    """Let a command be told whose it is."""
    parser.add_argument(
        "--profile",
        type=_name,
        metavar="NAME",
        help=f"whose sessions, diary and settings; {DEFAULT} if neither this nor {VARIABLE} is set",
    )


def profile_name(args: argparse.Namespace) -> str:
    """Return whose a command is: as it was told, or as the environment says.

    Two names that differ in nothing but capital letters would be two people on some computers and
    one on others: whoever was there first is the one.

    Raises:
        ProfileInvalid: the environment says what cannot be a name, or it is another's but for
            capital letters.
    """
    name = str(args.profile or os.environ.get(VARIABLE) or DEFAULT)
    if not _NAME.fullmatch(name):
        raise ProfileInvalid(
            tr("{variable} is {name!r}; the name of a profile has {allowed}.").format(
                variable=VARIABLE, name=name, allowed=_ALLOWED
            )
        )
    there = _names()
    alike = [each for each in there if each.casefold() == name.casefold()]
    if alike and name not in there:
        raise ProfileInvalid(
            tr(
                "There is a profile {profile} already: write {profile}, or a name that differs "
                "from it in more than capital letters; {name} does not."
            ).format(profile=alike[0], name=name)
        )
    return name


def profile_names() -> list[str]:
    """Return whose sessions, diary or settings are kept on this computer, the default first."""
    others = {*_names()} - {DEFAULT}
    return [DEFAULT, *sorted(filter(_NAME.fullmatch, others))]


def profile_folder(args: argparse.Namespace) -> Path:
    """Return where all is kept that belongs to one person; the folder need not be there.

    Raises:
        ProfileInvalid: as `profile_name`.
    """
    return _folder_of(args, Path(user_data_path("reprise")))


def journals_folder(args: argparse.Namespace) -> Path:
    """Return where the journals of a person's sessions on real treadmills are.

    Raises:
        ProfileInvalid: as `profile_name`.
    """
    return profile_folder(args) / "sessions"


def diary_path(args: argparse.Namespace) -> Path:
    """Return where a person's diary is.

    Raises:
        ProfileInvalid: as `profile_name`.
    """
    return profile_folder(args) / "diary.sqlite"


def choice_path(args: argparse.Namespace) -> Path:
    """Return where it is kept which plan a person uses.

    Raises:
        ProfileInvalid: as `profile_name`.
    """
    return _folder_of(args, Path(user_config_path("reprise"))) / "plan.json"


def settings_path(args: argparse.Namespace) -> Path:
    """Return where a person's settings are.

    Raises:
        ProfileInvalid: as `profile_name`.
    """
    return _folder_of(args, Path(user_config_path("reprise"))) / "settings.toml"


def _names() -> list[str]:
    """Return the profiles that there are, and the one that everybody has."""
    names = {DEFAULT}
    for folder in (user_data_path("reprise"), user_config_path("reprise")):
        with suppress(OSError):
            names |= {each.name for each in (Path(folder) / _PROFILES).iterdir()}
    return sorted(names)


def _folder_of(args: argparse.Namespace, folder: Path) -> Path:
    name = profile_name(args)
    # Where things lay before there were profiles.
    return folder if name == DEFAULT else folder / _PROFILES / name


def _name(text: str) -> str:
    if not _NAME.fullmatch(text):
        raise argparse.ArgumentTypeError(
            tr("{text!r} is not a name of {allowed}").format(text=text, allowed=_ALLOWED)
        )
    return text
