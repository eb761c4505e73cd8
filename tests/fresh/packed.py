"""What is packed: the wheel and the source archive, built from the checkout without a network."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from packaging.metadata import Metadata


class Packed(NamedTuple):
    """The two files that somebody else gets."""

    wheel: Path
    source: Path


def pack(tree: Path, folder: Path) -> Packed:
    """Build both of a tree into a folder.

    Raises:
        subprocess.CalledProcessError: hatchling refuses.
    """
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-d", str(folder)],
        cwd=tree,
        capture_output=True,
        check=True,
    )
    (wheel,), (source,) = folder.glob("*.whl"), folder.glob("*.tar.gz")
    return Packed(wheel, source)


def unpack(source: Path, folder: Path) -> Path:
    """Return the tree that was in a source archive."""
    # By hand: `extractall` wants a filter from Python 3.12 on, and 3.11.2 knows none.
    with tarfile.open(source) as archive:
        for each in archive:
            held = archive.extractfile(each)
            if held is not None:
                path = folder / each.name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(held.read())
    (tree,) = folder.iterdir()
    return tree


def contents(wheel: Path) -> dict[str, bytes]:
    """Return every file of a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def wrong(packed: Packed, folder: Path) -> Iterator[str]:
    """Yield what is wrong with what was packed; ``folder`` is an empty one to work in."""
    held = contents(packed.wheel)
    again = contents(pack(unpack(packed.source, folder / "tree"), folder / "again").wheel)
    for name in sorted({*held, *again}):
        if held.get(name) != again.get(name):
            yield f"{name} is not the same in a wheel that is built from the source archive"
    (metadata,) = (text for name, text in held.items() if name.endswith(".dist-info/METADATA"))
    try:
        said = Metadata.from_email(metadata, validate=True)
    except ExceptionGroup as mistakes:
        yield from (f"metadata: {each}" for each in mistakes.exceptions)
        return
    if not (said.description or "").startswith("# Reprise"):
        yield "metadata: the description is not README.md"
    if said.description_content_type != "text/markdown":
        yield "metadata: nobody is told that the description is Markdown"
