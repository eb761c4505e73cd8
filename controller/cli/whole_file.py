"""A whole new file in the place of an old one: a cut of the power leaves one, and never half."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path


def put_in_place(path: Path, data: bytes) -> None:
    """Write a file; one that was there keeps its mode, a new one is its owner's alone.

    A link stays a link: the file that it leads to is replaced.

    Raises:
        OSError: it cannot be written; the old file is as it was.
    """
    path = path.resolve()
    mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o600
    handle, made = tempfile.mkstemp(prefix=f"{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(made).chmod(mode)
        Path(made).replace(path)
    except BaseException:
        Path(made).unlink(missing_ok=True)
        raise
