"""Where one person's settings lie on the disk, and how one of them is changed there."""

from __future__ import annotations

import argparse
import stat
from pathlib import Path
from typing import Any, Final

from controller.cli.profile import settings_path
from controller.cli.rewriting import rewrite
from controller.settings.file import Read, read_settings, with_value
from controller.settings.table import BY_KEY
from controller.settings.values import Settings
from controller.words.catalogue import tr

_LARGEST: Final = 65_536
"""Bytes: more than any settings take, and read in a moment."""
_WAIT_S: Final = 5.0
"""So long a change waits for one that another process makes."""
_REMEDY: Final = tr("mend the file or move it away, and set it again")


class SettingsInvalid(Exception):  # noqa: N818  # blame is in the name (law 7)
    """The file cannot be understood or changed; one sentence with a remedy."""


def read_file(path: Path) -> Read:
    """Return what a file says; nothing if there is none. It never raises."""
    text, why = _text(path)
    return Read(problems=(why,)) if why else read_settings(text, str(path))


def settings_of(args: argparse.Namespace) -> tuple[Settings, str]:
    """Return the settings of whoever a command is for, and what is to be said of their file.

    What is wrong in it never keeps a session from being shown or stopped: it is as if that were
    not there.

    Raises:
        ProfileInvalid: as `controller.cli.profile.profile_name`.
    """
    held = read_file(settings_path(args))
    if not held.problems:
        return held.settings, ""
    return held.settings, tr("{problem} Until then it is as if that were not there.").format(
        problem=held.problems[0]
    )


def change(path: Path, key: str, value: Any) -> Read:
    """Change one setting, and return what the file says then.

    Args:
        path: of the file; it need not be there.
        key: of the setting.
        value: of its kind.

    Raises:
        SettingsInvalid: no line of the file can be changed alone; nothing was.
        OSError: it cannot be written; it is as it was.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415 - most commands only read

    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(path.with_suffix(".lock"), timeout=_WAIT_S):
            text, why = _text(path)
            made = None if why else with_value(text, key, BY_KEY[key].kind.written(value))
            if made is None:
                held = read_file(path)
                problem = next(
                    iter(held.problems),
                    tr("{path}: {key} is not on a line of its own.").format(path=path, key=key),
                )
                raise SettingsInvalid(
                    tr("{problem} Nothing was changed: {remedy}.").format(
                        problem=problem, remedy=_REMEDY
                    )
                )
            rewrite(path, made)
    except Timeout:
        raise SettingsInvalid(
            tr("{path}: another process is changing it; try again.").format(path=path)
        ) from None
    return read_file(path)


def _text(path: Path) -> tuple[str, str]:
    """Return what stands in a file, and why that cannot be told."""
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode) and not stat.S_ISDIR(about.st_mode):
            # It might be read for ever.
            return "", tr("{path}: it is no file; move it away.").format(path=path)
        if about.st_size > _LARGEST:
            return "", tr(
                "{path}: it is larger than any settings are; mend it or move it away."
            ).format(path=path)
        return path.read_bytes().decode(), ""  # its lines end as they do
    except (FileNotFoundError, NotADirectoryError):
        return "", ""
    except OSError as error:
        return "", tr("{path}: it cannot be read ({reason}); make it readable.").format(
            path=path, reason=error.strerror
        )
    except UnicodeDecodeError:
        return "", tr("{path}: it is not UTF-8; mend it or move it away.").format(path=path)
