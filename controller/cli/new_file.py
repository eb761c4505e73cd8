"""A file or folder that a person wants written: what is in the way of it, before anything is done.

No folder is made for a name that a person gives: a slip in it would else be a folder.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from controller.words.catalogue import tr
from plans.problems import printable


class NewFileRefused(Exception):  # noqa: N818  # blame is in the name (law 7)
    """A file that was asked for cannot be written; one sentence with what to write instead."""


def new_file(
    option: str, name: str, endings: Sequence[str] = (), *, replaces: bool = False
) -> Path:
    """Return the path of a file that is not there and can be made.

    Args:
        option: the word before it on the command line, as ``--journal``.
        name: what was written behind that.
        endings: how its name may end; any way if there are none.
        replaces: it may be there, if it is a file.

    Raises:
        NewFileRefused: it cannot be made.
    """
    path = Path(name)
    if not name or path.is_dir():
        raise _refused(option, name, tr("{file} is a folder; write the name of a new file in it."))
    if os.path.lexists(path) and not (replaces and path.is_file()):
        raise _refused(option, name, tr("{file} exists already; write the name of a new file."))
    if endings and not name.endswith(tuple(endings)):
        told = tr("{file} does not end in {endings}; write such a name.")
        raise _refused(option, name, told, endings=tr(" or ").join(endings))
    _look_around(option, path)
    return path


def new_folder(option: str, name: str) -> Path:
    """Return the path of a folder that can be written to, or can be made in one that is there.

    Raises:
        NewFileRefused: it is none of these.
    """
    path = Path(name)
    if path.is_dir():
        if not os.access(path, os.W_OK | os.X_OK):
            raise _refused(option, name, tr("{file} cannot be written to; choose another folder."))
    elif not name or os.path.lexists(path):
        raise _refused(option, name, tr("{file} is no folder; write the name of one."))
    else:
        _look_around(option, path)
    return path


def _look_around(option: str, path: Path) -> None:
    folder = path.absolute().parent
    if not folder.is_dir():
        here = printable(str(path.parent))
        told = tr('{file} cannot be made: there is no folder "{folder}"; make it.')
        raise _refused(option, str(path), told, folder=here)
    if not os.access(folder, os.W_OK | os.X_OK):
        told = tr("{file} cannot be made in that folder; choose another.")
        raise _refused(option, str(path), told)


def _refused(option: str, name: str, told: str, **more: str) -> NewFileRefused:
    return NewFileRefused(told.format(file=f'{option} "{printable(name)}"', **more))
