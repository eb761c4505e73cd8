"""``reprise doctor sound``: each tone with its name, then the voice, and what they came from."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Final

from controller.cli.sounding import speaker
from controller.settings.values import Settings
from controller.sound.found import Found
from controller.sound.mouth import LONGEST
from controller.sound.sounds import Sound, Tone
from controller.sound.speaker import Speaker
from controller.words.catalogue import LANGUAGE, tr

EXIT_OK: Final = 0
EXIT_SILENT: Final = 1
_PATIENCE: Final = 5.0
"""In seconds: for whatever the process has to tell."""
_TURN: Final = 0.02
_APART: Final = 0.3
"""In seconds, between two tones."""
_OK, _WARN, _FAIL = "ok  ", "warn", "FAIL"
_TRIAL: Final = tr("Walk, 2 minutes, 5 of 8. Anything?")
_MEANS: Final = {
    Tone.WALK: tr("walk"),
    Tone.RUN: tr("run"),
    Tone.QUESTION: tr("a question waits for you"),
    Tone.COUNT: tr("3, 2, 1 before the belt begins, becomes faster, or is stopped as told"),
    Tone.STOP: tr("the belt is being brought to a stop"),
    Tone.STILL: tr("the belt is still"),
    Tone.WAIT: tr("it waits: for steps that run, or for keys that arrive"),
    Tone.PRESS: tr("press a key of the treadmill"),
    Tone.ALARM: tr("alarm: use the treadmill's own stop"),
    Tone.IN: tr("body work: breathe in"),
    Tone.OUT: tr("body work: breathe out"),
    Tone.BEAT: tr("body work: the beat"),
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
        told = tr("what plays them does not answer")
        _say(f"{_FAIL}  tones     {told}")
        _remedy(tr("the terminal's bell is left; reprise run --silent leaves all away"))
        return EXIT_SILENT
    found: Found = one.found
    _say(f"{_OK if found.tones else _FAIL}  tones     {found.tones or found.because}")
    if not found.tones:
        _remedy(tr("on Linux: install gstreamer, ffmpeg, or alsa-utils and mpg123"))
    voice = found.voice or tr("none was found")
    _say(f"{_OK if found.voice else _WARN}  voice     {voice}")
    if not found.voice:
        _remedy(tr("on Linux: install espeak-ng"))
    played = [_played(one, tone) for tone in Tone] if found.tones else [False]
    if found.voice:
        _say(f"                {_TRIAL}")
        one.play(Sound(None, _TRIAL), time.monotonic())
        _until(one, lambda: one.found is not None and one.found.speaks, _APART)
        _until(one, lambda: one.found is not None and not one.found.speaks, LONGEST)
        left = one.found.voice
        if left != found.voice:
            told = tr("{voice} did not speak; {other} is left").format(
                voice=found.voice, other=left or tr("no other")
            )
            _say(f"{_WARN}  voice     {told}")
    _say(
        tr(
            "Volume {volume} %. What was played and not heard: look at the system's own "
            "volume and at where its sound goes. The voice speaks {language}."
        ).format(volume=settings.volume, language=LANGUAGE)
    )
    return EXIT_OK if all(played) else EXIT_SILENT


def _played(one: Speaker, tone: Tone) -> bool:
    number = len(one.outcomes) + 1
    one.play(Sound(tone), time.monotonic())
    known = _until(one, lambda: number in one.outcomes, _PATIENCE)
    because = one.outcomes[number] if known else tr("nothing is known of it")
    _say(f"{_FAIL if because else _OK}  {tone.value:10}{because or _MEANS[tone]}")
    time.sleep(_APART)
    return not because


def _until(one: Speaker, what: Callable[[], bool], seconds: float) -> bool:
    began = time.monotonic()
    while not what() and time.monotonic() < began + seconds:
        time.sleep(_TURN)
        one.listen(time.monotonic())
    return what()


def _remedy(text: str) -> None:
    _say(f"                -> {text}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
