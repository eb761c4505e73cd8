"""The door for a file that somebody names where a bundled machine, runner or scenario may stand.

A name that ends in ``.yaml`` or ``.yml`` is a file's. Only a regular file is read, and of it no
more than a person writes: a pipe or a device would be read for ever.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from simulators.written.document import MAX_SIZE, TOO_LARGE, Place, YamlInvalid, YamlProblem
from simulators.written.sentences import LINE_BREAK, printable

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

ENDINGS: Final = (".yaml", ".yml")
"""How a file's name ends."""
_MARK: Final = "\ufeff"
"""Some editors put it before a file."""


def names_a_file(name: str) -> bool:
    """Return whether somebody's own file is meant, and nothing that is bundled."""
    return name.endswith(ENDINGS)


def ending_hint(name: str) -> str:
    """Return what to add to a sentence on an unknown name that looks like a file's, or nothing."""
    looks_so = re.search(r"[/\\]|\.[A-Za-z]+$", name) is not None
    return " A file's name ends in .yaml or .yml." if looks_so else ""


def text_of_own(name: str, blame: type[LookupError]) -> str:
    """Return what stands in somebody's file.

    Args:
        name: its path, as it was written.
        blame: what to raise if there is no such file.

    Raises:
        LookupError: as ``blame``, with one sentence: it is not there, or cannot be read.
        YamlInvalid: it is there, and is no text.
    """
    path = Path(name)
    try:
        if path.is_dir():
            raise blame(f'"{printable(name)}" is a folder; write the name of a file in it.')
        if path.exists() and not path.is_file():
            raise blame(f'"{printable(name)}" is a pipe or a device; write the name of a file.')
        with path.open("rb") as file:
            data = file.read(MAX_SIZE + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise blame(f'there is no file "{printable(name)}"; write the name of another.') from None
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "that is no file's name"
        raise blame(
            f'the file "{printable(name)}" cannot be read: {why}; write the name of another.'
        ) from None
    return _text_of(data, name)


def text_of_bundled(file: Traversable) -> str:
    """Return what stands in a file that comes with Reprise, or beside one that was named."""
    return _text_of(file.read_bytes(), str(file))


def _text_of(data: bytes, file: str) -> str:
    """Return the text that a file's bytes are, without a byte order mark.

    Raises:
        YamlInvalid: they are none, or too many.
    """
    if len(data) > MAX_SIZE:
        raise YamlInvalid([YamlProblem(Place(file, 1, 1), TOO_LARGE)])
    try:
        return data.decode().removeprefix(_MARK)
    except UnicodeDecodeError as error:
        before = LINE_BREAK.split(data[: error.start].decode())
        source = LINE_BREAK.split(data.decode(errors="replace"))[len(before) - 1]
        message = "this is not UTF-8 text; save the file again with the encoding UTF-8."
        place = Place(file, len(before), len(before[-1]) + 1, source)
        raise YamlInvalid([YamlProblem(place, message)]) from None
