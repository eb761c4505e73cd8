"""The stop key in a real terminal, while a thousand changes a second are heard."""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from controller.tui.keys.table import STOP
from tests.host.programs import Programs
from tests.sound import programs as stand_in
from tests.tui.sessions import in_run
from tests.tui.test_stop_first import WITHIN, Terminal

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(sys.platform == "win32", reason="a pty is POSIX"),
]

PRESSES: Final = 20
MOST: Final = 2000
_PLAYERS: Final = {
    "plays": stand_in.PLAYS,
    "hangs": stand_in.PLAYER_HANGS,
    "hangs when asked": stand_in.HANGS_WHEN_ASKED,
    "breaks": stand_in.PLAYER_BREAKS,
    "no device": None,
}


def measured(folder: Path, kind: str, heard: Callable[[], bool] = lambda: True) -> list[float]:
    """Return in how many seconds each press came to the operator, from the driver's thread.

    On a slow machine what plays is late: presses go on until it was heard, within reason.
    """
    records = folder / "records.jsonl"
    records.write_text("".join(json.dumps(record) + "\n" for record in in_run()))
    terminal = Terminal(records, kind, "tests.sound.noisy_screen")
    took: list[float] = []
    try:
        assert terminal.next_line()[1] == "noisy"
        while len(took) < PRESSES or (len(took) < MOST and not heard()):
            pressed = time.monotonic_ns()
            os.write(terminal.master, b" ")
            moment, because = terminal.next_line()
            assert because == STOP.because
            took.append((moment - pressed) / 1e9)
            assert terminal.next_line()[1] == STOP.because, "the loop asks for it as well"
    finally:
        terminal.close()
    return took


def shown(took: list[float]) -> None:
    """Print the figures; pytest -s shows them."""
    ms = sorted(1000 * each for each in took)
    sys.stdout.write(f" median {statistics.median(ms):.2f} ms, worst {ms[-1]:.2f} ms\n")


@pytest.mark.parametrize("player", _PLAYERS)
def test_no_player_holds_a_stop(tmp_path: Path, programs: Programs, player: str) -> None:
    """Whether it plays, hangs, fails or is not there; the voice hangs in each."""
    script = _PLAYERS[player]
    if script is not None:
        programs.put("aplay", script)
        programs.put("mpg123", stand_in.IS_THERE)
    programs.put("espeak-ng", stand_in.VOICE_HANGS)

    def heard() -> bool:
        try:
            return player != "plays" or len(programs.said("aplay")) > 1
        except FileNotFoundError:
            return False  # not yet

    took = measured(tmp_path, "plays", heard)
    shown(took)
    assert heard(), "it was heard meanwhile"
    assert statistics.median(took) < WITHIN, took


@pytest.mark.parametrize("kind", ["silent", "never reads", "dies", "is not there"])
def test_no_process_that_sounds_holds_a_stop(tmp_path: Path, kind: str) -> None:
    """A full pipe, a broken one and none; and without any, to compare."""
    took = measured(tmp_path, kind)
    shown(took)
    assert statistics.median(took) < WITHIN, took
