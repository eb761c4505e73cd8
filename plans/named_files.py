"""Finds a file by a name or a path, and reads its text, or says why there is none."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from plans.marked.tree import MAX_SIZE, TOO_LARGE
from plans.problems import (
    LINE_BREAK,
    FileInvalid,
    Findings,
    Problem,
    Span,
    UnknownName,
    about_file,
    did_you_mean,
    listed,
    quoted,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

YAML: Final = (".yaml", ".yml")
"""How a name ends that is a path."""
_CALLED: Final = {"readiness": "list of checks"}
"""What is no plan and no policy, as messages have it."""
_OTHER_FILES: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")
"""How files of word processors begin, and PDFs."""


def inside(folder: Path, ending: str) -> dict[str, Path]:
    """Return the files of a folder by what their names have before the ending."""
    return {path.name.removesuffix(ending): path for path in sorted(folder.glob(f"*{ending}"))}


def find(name_or_path: str, what: str, known: Mapping[str, Path]) -> Path:
    """Return the file of that name among those that are known, or else of that path.

    Args:
        name_or_path: an id, or the path of a ``*.yaml`` file.
        what: it is, ``"plan"``.
        known: files by their ids.

    Raises:
        UnknownName: there is neither.
    """
    if name_or_path in known:
        return known[name_or_path]
    if name_or_path.endswith(YAML):
        path = Path(name_or_path)
        try:
            # A pipe or a device would be read for ever.
            if path.is_file():
                return path
        except OSError as error:
            message = f"the file {quoted(name_or_path)} cannot be reached: {error.strerror}."
            raise UnknownName(message) from None
        raise UnknownName(_no_file(path))
    if Path(name_or_path).suffix and Path(name_or_path).is_file():
        message = (
            f"the name of {quoted(name_or_path)} does not end in .{what}.yaml; rename the file."
        )
        raise UnknownName(message)
    raise UnknownName(unknown(name_or_path, what, known, f", or the path of a file *.{what}.yaml"))


def unknown(name: str, what: str, known: Iterable[str], or_else: str = "") -> str:
    """Return the sentence that there is none of that name, with what there is and the nearest."""
    known = tuple(known)
    near = did_you_mean(name, known)
    sentence = f"there is no {_CALLED.get(what, what)} {quoted(name)}; there is {listed(known)}"
    return f'{sentence}; did you mean "{near}"?' if near else f"{sentence}{or_else}."


def _no_file(path: Path) -> str:
    name = quoted(str(path))
    if path.is_dir():
        return f"{name} is a folder; name a file in it."
    if path.is_symlink():
        return f"{name} is a link that leads to no file."
    return f"there is no file {name}."


def text_of(path: Path, shown: str, blame: type[FileInvalid]) -> str:
    """Return what a file holds; ``shown`` is how problems name it. Raises ``blame``."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_SIZE + 1)
    except OSError as error:
        message = f"the file cannot be read: {error.strerror}."
        raise blame([about_file(shown, "unreadable", message)]) from None
    if len(data) > MAX_SIZE:
        raise blame([about_file(shown, "too-large", TOO_LARGE)])
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise blame(_not_utf_8(data, error.start, shown)) from None


def _not_utf_8(data: bytes, start: int, shown: str) -> list[Problem]:
    if data.startswith(_OTHER_FILES):
        message = "this is a document of another program; save it from there as plain text."
        return [about_file(shown, "not-text", message)]
    findings = Findings(shown, data.decode(errors="replace"))
    before = LINE_BREAK.split(data[:start].decode())
    column = len(before[-1]) + 1
    message = "this is not UTF-8 text; save the file again with the encoding UTF-8."
    findings.add(Span(len(before), column, column + 1), "not-utf-8", message)
    return findings.problems
