"""Body work on the pages is heard by tones, with real programs, and as the settings have it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Final

import pytest

from controller.cli.home.sounds import HomeSounds
from controller.cli.profile import settings_path
from controller.cli.settings.file import change
from controller.coach.preparation.score import Mark, Sound
from controller.sound.sounds import Tone
from protocols.units import Nanoseconds
from tests.host.programs import Programs
from tests.host.waiting import until
from tests.sound.programs import PLAYS
from tests.sound.test_commands import played, with_player

pytestmark = [
    pytest.mark.asyncio,
    pytest.mark.skipif(sys.platform == "win32", reason="the stand-ins are shell scripts"),
]

BEAT: Final = Mark(Nanoseconds(0), Sound.BEAT, "", 1)


class NotingBell:
    """Notes what it rings for."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.rung: list[Mark] = []

    def play(self, mark: Mark) -> None:
        """Ring."""
        self.rung.append(mark)


def heard(programs: Programs) -> list[Tone]:
    """Return the tones that were played, none before there were any."""
    try:
        return played(programs)
    except FileNotFoundError:
        return []


async def test_tones_begin_with_the_first_mark_and_heed_what_is_set(
    tmp_path: Path, programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bell stands in until a tone was played; no tones, no bell, as soon as that is set."""
    for kept in ("CACHE", "CONFIG"):
        monkeypatch.setenv(f"XDG_{kept}_HOME", str(tmp_path))
    with_player(programs, PLAYS)
    args, bell = argparse.Namespace(profile="ana", silent=False), NotingBell()
    sounds = HomeSounds(args, bell)
    try:
        sounds.play(BEAT)
        assert bell.rung == [BEAT]
        await until(lambda: heard(programs) == [Tone.BEAT])
        change(settings_path(args), "tones", False)
        sounds.close()
        sounds.play(BEAT)
    finally:
        sounds.close()
    assert bell.rung == [BEAT]
    assert heard(programs) == [Tone.BEAT]
