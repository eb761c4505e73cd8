"""``doctor`` on a command line, and the way to what it does."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from controller.cli.profile import add_profile


def add_doctor_command(commands: Any) -> None:
    """Add the command."""
    doctor = commands.add_parser(
        "doctor",
        help="what of this computer works, and what to do about the rest",
        description="Looks at what a session needs. The exit code is 1 if something failed.",
    )
    doctor.add_argument("--json", action="store_true", help="print one JSON object")
    doctor.set_defaults(act=_doctor)
    closer = doctor.add_subparsers(metavar="WHAT")
    keys = closer.add_parser(
        "keys",
        help="what a keyboard, a clicker or a pedal sends, and which keys stop",
        description="Shows each key that arrives, and makes one a stop key if you wish. None can "
        "be taken away from those that always stop. No treadmill is near.",
    )
    add_profile(keys)
    keys.set_defaults(act=_keys)
    sound = closer.add_parser(
        "sound",
        help="play each tone, and let the voice speak",
        description="Plays every tone with its name, lets the voice speak, and says what they "
        "came from. The exit code is 1 if a tone was not played.",
    )
    add_profile(sound)
    sound.set_defaults(act=_sound)
    files = closer.add_parser(
        "files",
        help="every place that Reprise writes to, with sizes; how to keep or erase them",
        description="Lists what Reprise keeps on this computer and where, with sizes. Nothing is "
        "changed.",
    )
    files.set_defaults(act=_files)


def _doctor(args: argparse.Namespace) -> int:
    from controller.cli.doctor.command import run_doctor  # noqa: PLC0415

    return run_doctor(args)


def _keys(args: argparse.Namespace) -> int:
    from controller.cli.doctor.keys import run_doctor_keys  # noqa: PLC0415

    return run_doctor_keys(args)


def _files(args: argparse.Namespace) -> int:
    from controller.cli.doctor.files import tell_files  # noqa: PLC0415

    del args
    return tell_files()


def _sound(args: argparse.Namespace) -> int:
    from controller.cli.doctor.sound import run_doctor_sound  # noqa: PLC0415
    from controller.cli.settings.file import settings_of  # noqa: PLC0415

    settings, trouble = settings_of(args)
    if trouble:
        sys.stderr.write(f"reprise: {trouble}\n")
    return run_doctor_sound(settings)
