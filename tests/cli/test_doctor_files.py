"""``reprise doctor files``: every place that Reprise writes to is told, and nothing more."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from controller.cli.doctor import files
from controller.cli.doctor.files import Kept, kept
from controller.cli.main import main
from tests.house.tree import ROOT

ANY_END: Final = frozenset({0, 1, 4, 5})
"""Of a session: on a busy computer the controller may miss its screen, and end it."""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Go to a computer that Reprise was never on."""
    for name, folder in (("HOME", "h"), ("XDG_RUNTIME_DIR", "r"), ("TMPDIR", "t")):
        (tmp_path / folder).mkdir(mode=0o700)  # or it is not taken for one of her own
        monkeypatch.setenv(name, str(tmp_path / folder))
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        monkeypatch.delenv(f"XDG_{name}_HOME", raising=False)
    monkeypatch.delenv("REPRISE_PROFILE", raising=False)
    return tmp_path


def reprise(home: Path, *words: str, ends: frozenset[int] = frozenset({0})) -> str:
    """Do what the command does in that folder, and return what it says."""
    done = subprocess.run(
        [sys.executable, "-m", "controller.cli.main", *words],
        cwd=home,
        env=os.environ,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in ends, done.stdout + done.stderr
    return done.stdout


@pytest.mark.long
def test_all_that_was_written_is_told_and_the_rest_was_taken_away(home: Path) -> None:
    """By a session, settings, plans and another profile."""
    walk = ("walk", "1min", "--simulate", "--plain", "--speedup", "20", "--silent")
    reprise(home, *walk, ends=ANY_END)
    reprise(home, "settings", "units", "mph")
    reprise(home, "settings", "units", "mph", "--profile", "anna")
    reprise(home, "plan", "schema", "--path")
    reprise(home, "plan", "new", "my.plan.yaml", "--yes")
    reprise(home, "plan", "use", "my.plan.yaml")
    told = reprise(home, "doctor", "files")
    written = {each for each in home.rglob("*") if each.is_file()} - {home / "my.plan.yaml"}
    assert len(written) >= 6
    assert {each for each in written if not any(_is(each, row) for row in kept())} == set()
    assert [*(home / "t").iterdir()] == []
    assert [*(home / "r").rglob("*.lock")] == []  # a simulated world takes its lock along
    assert files._OTHER not in told
    for row in kept():
        there = any(_is(each, row) for each in written)
        assert str(row.folder) in told
        assert (f": {row.what}" in told) is there, row


def _is(path: Path, row: Kept) -> bool:
    """Return whether a file is of a row: itself, or within a folder of it."""
    return any(
        each.parent == row.folder and each.match(row.pattern) for each in (path, *path.parents)
    )


def test_sizes_and_counts_are_those_of_the_files(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Line by line: of a folder all that is in it, of a pattern all that fits; strangers too."""
    data, config = home / "h/.local/share/reprise", home / "h/.config/reprise"
    for path, size in (
        (data / "diary.sqlite", 12_345),
        (data / "diary.sqlite-wal", 0),
        (data / "sessions" / "one.jsonl", 999_000),
        (data / "sessions" / "two.jsonl", 1_000),
        (data / "notes.txt", 999),
        (config / "settings.toml", 1),
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x" * size)
    assert main(["doctor", "files"]) == 0
    assert capsys.readouterr().out.splitlines()[:6] == [
        f"{data}  (1.0 MB)",
        "       12 kB  diary*.sqlite*  2 files: the diary: what you told, and each session",
        "      1.0 MB  sessions        2 files: journals of sessions on real treadmills",
        "   999 bytes  notes.txt       1 file: not made by Reprise",
        f"{config}  (1 byte)",
        "      1 byte  settings.toml  1 file: settings",
    ]


def test_a_folder_within_another_is_told_once(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As on Windows, where settings and diary share a folder and logs lie in it."""
    data = home / "data"
    (data / "Logs").mkdir(parents=True)
    for path in (data / "settings.toml", data / "Logs" / "controller.log"):
        path.write_text("x", "utf-8")
    (data / "profiles").mkdir()
    rows = [
        Kept(data, "profiles", "of other profiles"),
        Kept(data, "settings.toml", "settings"),
        Kept(data / "Logs", "*.log", "logs"),
    ]
    monkeypatch.setattr(files, "kept", lambda: rows)
    assert main(["doctor", "files"]) == 0
    assert capsys.readouterr().out.splitlines()[:5] == [
        f"{data}  (1 byte)",
        "     0 bytes  profiles       0 files: of other profiles",
        "      1 byte  settings.toml  1 file: settings",
        f"{data / 'Logs'}  (1 byte)",
        "      1 byte  controller.log  1 file: logs",
    ]


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1000, "1.0 kB"), (9_999, "10.0 kB"),
     (10_000, "10 kB"), (999_999, "1000 kB"), (1_500_000, "1.5 MB"), (2 * 10**9, "2.0 GB"),
     (3 * 10**12, "3000 GB")],
)  # fmt: skip
def test_a_size_is_said_as_people_say_it(count: int, said: str) -> None:
    """Two or three digits, but for what is larger than any diary."""
    assert files._size(count) == said


def test_no_folder_of_the_system_is_used_that_is_not_told() -> None:
    """Whoever writes to another of the user's folders adds it to the list."""
    used = {
        name
        for room in ("controller", "plans", "protocols", "simulators")
        for path in (ROOT / room).rglob("*.py")
        for name in _of_platformdirs(path.read_text("utf-8"))
    }
    told = set(_of_platformdirs(Path(files.__file__).read_text("utf-8")))
    assert used == told


def _of_platformdirs(source: str) -> Iterator[str]:
    if "platformdirs" in source:
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.ImportFrom) and node.module == "platformdirs":
                yield from (each.name for each in node.names)
