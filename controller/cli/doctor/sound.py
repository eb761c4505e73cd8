"""``reprise doctor sound``: each tone with its name, then the voice, and what they came from."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Final

from controller.cli.sounding import speaker
from controller.settings.values import Settings
from controller.sound import english
from controller.sound.found import Found
from controller.sound.mouth import LONGEST
from controller.sound.sounds import Sound, Tone
from controller.sound.speaker import Speaker

EXIT_OK: Final = 0
EXIT_SILENT: Final = 1
_PATIENCE: Final = 5.0
"""In seconds: for whatever the process has to tell."""
_TURN: Final = 0.02
_APART: Final = 0.3
"""In seconds, between two tones."""
_TRIAL: Final = "Walk, 2 minutes, 5 of 8. Anything?"
_MEANS: Final = {
    Tone.WALK: "walk",
    Tone.RUN: "run",
    Tone.QUESTION: "a question waits for you",
    Tone.COUNT: "3, 2, 1 before the belt begins, becomes faster, or is stopped as told",
    Tone.STOP: "the belt is being brought to a stop",
    Tone.STILL: "the belt is still",
    Tone.WAIT: "it waits: for steps that run, or for keys that arrive",
    Tone.PRESS: "press a key of the treadmill",
    Tone.ALARM: "alarm: use the treadmill's own stop",
    Tone.IN: "body work: breathe in",
    Tone.OUT: "body work: breathe out",
    Tone.BEAT: "body work: the beat",
}


def run_doctor_sound(settings: Settings) -> int:
    """Play everything, say what was found, and return 0 if every tone was played, otherwise 1."""
    one = speaker(settings)
    one.start()
    try:
        return _told(one, settings)
    finally:
        one.close()


def _told(one: Speaker, settings: Settings) -> int:
    if not _until(one, lambda: one.found is not None, _PATIENCE) or one.found is None:
        _say("FAIL  tones     what plays them does not answer")
        _say("                -> the terminal's bell is left; reprise run --silent leaves all away")
        return EXIT_SILENT
    found: Found = one.found
    _say(f"{'ok  ' if found.tones else 'FAIL'}  tones     {found.tones or found.because}")
    if not found.tones:
        _say("                -> on Linux: install gstreamer, ffmpeg, or alsa-utils and mpg123")
    _say(f"{'ok  ' if found.voice else 'warn'}  voice     {found.voice or 'none was found'}")
    if not found.voice:
        _say("                -> on Linux: install espeak-ng")
    played = [_played(one, tone) for tone in Tone] if found.tones else [False]
    if found.voice:
        _say(f"                {_TRIAL}")
        one.play(Sound(None, _TRIAL), time.monotonic())
        _until(one, lambda: one.found is not None and one.found.speaks, _APART)
        _until(one, lambda: one.found is not None and not one.found.speaks, LONGEST)
        left = one.found.voice
        if left != found.voice:
            _say(f"warn  voice     {found.voice} did not speak; {left or 'no other'} is left")
    _say(
        f"Volume {settings.volume} %. What was played and not heard: look at the system's own "
        f"volume and at where its sound goes. The voice speaks {english.LANGUAGE}."
    )
    return EXIT_OK if all(played) else EXIT_SILENT


def _played(one: Speaker, tone: Tone) -> bool:
    number = len(one.outcomes) + 1
    one.play(Sound(tone), time.monotonic())
    known = _until(one, lambda: number in one.outcomes, _PATIENCE)
    because = one.outcomes[number] if known else "nothing is known of it"
    _say(f"{'FAIL' if because else 'ok  '}  {tone.value:10}{because or _MEANS[tone]}")
    time.sleep(_APART)
    return not because


def _until(one: Speaker, what: Callable[[], bool], seconds: float) -> bool:
    began = time.monotonic()
    while not what() and time.monotonic() < began + seconds:
        time.sleep(_TURN)
        one.listen(time.monotonic())
    return what()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
