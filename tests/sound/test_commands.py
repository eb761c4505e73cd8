"""Sound as a person meets it: a session line by line, `--silent`, and `reprise doctor sound`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from controller.cli.doctor import sound as doctor_sound
from controller.cli.main import main
from controller.sound.sounds import Tone
from tests.cli.terminals import at_a_terminal
from tests.host.programs import Programs
from tests.sound import programs as stand_in

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(sys.platform == "win32", reason="the stand-ins are shell scripts"),
]


def at_home(folder: Path) -> dict[str, str]:
    """Return an environment in which everything is kept in a folder."""
    kept = {f"XDG_{each}_HOME": str(folder) for each in ("CACHE", "CONFIG", "DATA", "STATE")}
    return {**os.environ, **kept}


def with_player(programs: Programs, script: str) -> None:
    """Let tones be played, and words be said."""
    programs.put("aplay", script)
    programs.put("mpg123", stand_in.IS_THERE)
    programs.put("espeak-ng", stand_in.SPEAKS)


def played(programs: Programs) -> list[Tone]:
    """Return the tones that were played, in order."""
    return [Tone(Path(line.split()[-1]).name.split("-")[0]) for line in programs.said("aplay")]


@pytest.mark.parametrize("silent", [False, True])
def test_a_session_line_by_line_is_heard(
    tmp_path: Path, programs: Programs, *, silent: bool
) -> None:
    """The count, the walk, the stop, and that the belt stands; with --silent nothing at all."""
    with_player(programs, stand_in.PLAYS)
    words = ["run", "postpartum-walk", "--simulate", "--plain", "--speedup", "10"]
    presses = [("G starts it", "g"), ("WALK", " ")]
    seen, code = at_a_terminal(
        [*words, *(["--silent"] if silent else [])],
        presses,
        environment=at_home(tmp_path),
        moment=0.5,
    )
    assert code == 0, seen
    assert "The belt is still." in seen
    if silent:
        with pytest.raises(FileNotFoundError):
            programs.said("aplay")
        return
    tones = played(programs)
    assert Tone.COUNT in tones, tones
    assert [each for each in tones if each is not Tone.COUNT] == [Tone.WALK, Tone.STOP, Tone.STILL]
    with pytest.raises(FileNotFoundError):
        programs.said("espeak-ng")


Doctor: TypeAlias = Callable[[], tuple[int, str]]


@pytest.fixture
def doctor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Doctor:
    """Run the doctor's sound in this process, without its pauses; its code and its text."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(doctor_sound, "_APART", 0.05)

    def run() -> tuple[int, str]:
        code = main(["doctor", "sound"])
        return code, capsys.readouterr().out

    return run


def test_the_doctor_plays_each_tone_with_its_name(doctor: Doctor, programs: Programs) -> None:
    """And lets the voice speak; what plays and what speaks is said."""
    with_player(programs, stand_in.PLAYS)
    code, told = doctor()
    assert code == 0, told
    assert played(programs) == list(Tone)
    assert "ok    tones     alsa" in told
    assert "ok    voice     espeak-ng" in told
    for tone in Tone:
        assert f"ok    {tone.value} " in told
    (said,) = programs.said("espeak-ng")
    assert said.endswith(": Walk, 2 minutes, 5 of 8. Anything?")


@pytest.mark.usefixtures("programs")
def test_the_doctor_says_what_is_not_there(doctor: Doctor) -> None:
    """With what to do about it, and an exit code."""
    code, told = doctor()
    assert code == 1
    assert "no program that plays a sound was found" in told
    assert "install espeak-ng" in told


def test_the_doctor_tells_of_what_breaks(doctor: Doctor, programs: Programs) -> None:
    """A voice that did not speak is none."""
    with_player(programs, stand_in.PLAYER_BREAKS)
    programs.put("espeak-ng", stand_in.VOICE_BREAKS)
    code, told = doctor()
    assert code == 1
    assert "FAIL  walk      alsa ended with code 1" in told
    assert "warn  voice     espeak-ng did not speak; no other is left" in told


def test_the_doctor_does_not_wait_for_ever(doctor: Doctor, programs: Programs) -> None:
    """A player that hangs as soon as it is asked for its version takes the process with it."""
    with_player(programs, stand_in.HANGS_WHEN_ASKED)
    code, told = doctor()
    assert code == 1
    assert "what plays them does not answer" in told
