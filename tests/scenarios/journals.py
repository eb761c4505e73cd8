"""The journals of the scenes: made by the very command line, kept packed, read again."""

from __future__ import annotations

import gzip
import io
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

from controller.cli.main import main
from controller.records.reader import Journal, parse_journal
from tests.house.tree import ROOT
from tests.scenarios.scenes import Scene

FOLDER: Final = ROOT / "tests" / "recordings" / "scenes"


class Made(NamedTuple):
    """What the command line brought about."""

    exit_code: int
    told: str
    """What it printed."""
    complaints: str
    journal: bytes


def make(scene: Scene) -> Made:
    """Run a scene's command line, with a journal."""
    told, complaints = io.StringIO(), io.StringIO()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "journal"
        words = [str(ROOT / each) if each.endswith(".yaml") else each for each in scene.command]
        with redirect_stdout(told), redirect_stderr(complaints):
            code = main([*words, "--journal", str(path)])
        return Made(code, told.getvalue(), complaints.getvalue(), path.read_bytes())


def kept(scene: Scene) -> Path:
    """Return where a scene's journal is kept."""
    return FOLDER / f"{scene.name}.jsonl.gz"


def packed(journal: bytes) -> bytes:
    """Return a journal packed, without the day and the name of the file."""
    return gzip.compress(journal, mtime=0)


@cache
def recorded(scene: Scene) -> Journal:
    """Return the journal that is kept."""
    text = gzip.decompress(kept(scene).read_bytes()).decode("utf-8")
    return parse_journal(text, kept(scene).name)
