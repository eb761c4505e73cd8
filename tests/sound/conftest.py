"""A computer on which nothing sounds but what a test puts there."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from controller.sound.speaker import Speaker
from tests.host.programs import Programs

_NEEDED = ("sh", "cat", "sleep")


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Programs:
    """Leave only what the stand-ins are made with on the PATH."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in _NEEDED:
        found = shutil.which(name)
        assert found is not None
        (folder / name).symlink_to(found)
    monkeypatch.setenv("PATH", "")
    held = Programs(folder, monkeypatch)
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.delenv("PLAYSOUND3_BACKEND", raising=False)
    return held


@pytest.fixture
def speaker(tmp_path: Path) -> Iterator[Callable[..., Speaker]]:
    """Make speakers, and close them whatever becomes of the test."""
    made: list[Speaker] = []

    def make(*command: str, volume: int = 80) -> Speaker:
        made.append(Speaker(tmp_path / "tones", volume, command))
        made[-1].start()
        return made[-1]

    yield make
    for each in made:
        each.close()
