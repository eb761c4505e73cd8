"""Puts a new content in the place of a file's old one: whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def rewrite(path: Path, text: str | bytes) -> None:
    """Replace what a file holds; its mode stays, and a link to it stays a link.

    Args:
        path: of a file; if it is not there, a new one will be its owner's alone.
        text: the whole of it, or its bytes; ends of lines are written as they are.

    Raises:
        OSError: it cannot be written; the file is as it was.

    """
    try:
        _replace(path.resolve(), text.encode() if isinstance(text, str) else text)
    except OSError as error:
        # Whoever reads it knows the file, and not the one that was to take its place.
        raise OSError(error.errno, error.strerror, str(path)) from error


def _replace(path: Path, content: bytes) -> None:
    handle, made = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            Path(made).chmod(path.stat().st_mode & 0o7777)
        Path(made).replace(path)
    except BaseException:
        Path(made).unlink(missing_ok=True)
        raise
