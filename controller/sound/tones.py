"""The tones: short WAV files, made at first need. No recording of anybody's is used."""

from __future__ import annotations

import math
import os
import sys
import tempfile
import wave
import zlib
from array import array
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

from controller.sound.sounds import Tone

RATE: Final = 22_050
"""Samples a second, 16 bits, one channel."""
LOUDEST: Final = 10 ** (-12 / 20)
"""Of full scale: -12 dBFS, the peak at a volume of 100 %."""
_RISE: Final = 0.015
"""In seconds: nothing begins with a crack, which is what frightens."""
_FALL: Final = 0.045
_OVERTONE: Final = 0.2
"""Of the second harmonic: a little of it is heard better through a small loudspeaker."""
_FULL: Final = 32_767


class Note(NamedTuple):
    """A pitch for a while; 0 Hz is a rest."""

    hertz: int
    milliseconds: int
    loudness: float = 1.0


_A4, _C5, _D5, _E5, _G5, _A5, _H5, _D6 = 440, 523, 587, 659, 784, 880, 988, 1175
_D4, _F4, _H4 = 294, 349, 494

TONES: Final[Mapping[Tone, tuple[Note, ...]]] = {
    Tone.WALK: (Note(_E5, 220), Note(_A4, 380)),
    Tone.RUN: (Note(_C5, 110), Note(_E5, 110), Note(_G5, 110), Note(1047, 260)),
    Tone.QUESTION: (Note(_D5, 180, 0.6), Note(0, 140), Note(_D5, 260, 0.6)),
    Tone.COUNT: (Note(_A5, 120),),
    Tone.STOP: (Note(_D4, 900),),
    Tone.STILL: (Note(_F4, 300), Note(0, 60), Note(_D4, 500)),
    Tone.WAIT: (Note(_F4, 130), Note(0, 90), Note(_F4, 130), Note(0, 90), Note(_F4, 130)),
    Tone.PRESS: (Note(_G5, 90), Note(0, 70), Note(_G5, 90), Note(0, 70), Note(_H5, 320)),
    Tone.ALARM: (Note(_H5, 140), Note(740, 140)) * 3,
    Tone.IN: (Note(_A4, 160, 0.5), Note(_H4, 240, 0.5)),
    Tone.OUT: (Note(_H4, 120, 0.5), Note(_A4, 200, 0.5), Note(_F4, 260, 0.5)),
    Tone.BEAT: (Note(_D6, 60, 0.6),),
}
"""Each differs from every other in pitch and in rhythm, for ears that hear only one of them."""


def seconds(tone: Tone) -> float:
    """Return how long a tone is."""
    return sum(each.milliseconds for each in TONES[tone]) / 1000


def make(folder: Path, volume: int, tones: Iterable[Tone] = tuple(Tone)) -> dict[Tone, Path]:
    """Return the file of each tone; those that are not there yet are made.

    Args:
        folder: where they are kept; it is made, too.
        volume: in percent of the loudest, 0 to 100.
        tones: which.

    Raises:
        OSError: they cannot be kept there.

    """
    folder.mkdir(parents=True, exist_ok=True)
    return {tone: _made(folder, tone, volume) for tone in tones}


def _made(folder: Path, tone: Tone, volume: int) -> Path:
    notes = TONES[tone]
    # Other notes, or another way of making them, have another name.
    of = zlib.crc32(repr((notes, volume, RATE, _RISE, _FALL, _OVERTONE)).encode())
    path = folder / f"{tone.value}-{of:08x}.wav"
    if not path.exists():
        _write(path, samples(notes, volume))
    return path


def _write(path: Path, of: array[int]) -> None:
    """Write a file that is whole or not there."""
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file, wave.open(file, "wb") as into:
            into.setnchannels(1)
            into.setsampwidth(2)
            into.setframerate(RATE)
            into.writeframes(of.tobytes())
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def samples(notes: Iterable[Note], volume: int) -> array[int]:
    """Return the notes as little-endian samples."""
    loudest = LOUDEST * _FULL * volume / 100
    out = array("h")
    for note in notes:
        count = RATE * note.milliseconds // 1000
        turn = 2 * math.pi * note.hertz / RATE
        scale = note.loudness * loudest / _CREST
        out.extend(
            round(
                scale
                * _swell(at, count)
                * (math.sin(turn * at) + _OVERTONE * math.sin(2 * turn * at))
            )
            for at in range(count)
        )
    if sys.byteorder == "big":
        out.byteswap()
    return out


def _swell(at: int, count: int) -> float:
    """Return how far a note has come up, or has gone down: a raised cosine at both ends."""
    share = min(1.0, at / (_RISE * RATE), (count - at) / (_FALL * RATE))
    return 0.5 - 0.5 * math.cos(math.pi * share)


_CREST: Final = max(
    math.sin(at / 1000) + _OVERTONE * math.sin(at / 500) for at in range(round(2000 * math.pi))
)
"""The peak of a note before it is scaled."""
