"""The tones as files: how long, how loud, how they begin, and that no two can be confused."""

from __future__ import annotations

import itertools
import wave
from pathlib import Path
from typing import Final

import numpy as np
import pytest

from controller.sound import tones
from controller.sound.sounds import Tone
from controller.sound.tones import LOUDEST, RATE, TONES, make, seconds
from controller.sound.worker import LAST

_FULL: Final = 32_768
_BEGINNING: Final = 0.002
"""In seconds: the ear takes a jump within it for a crack."""
_APART: Final = 4
"""In hundredths of a second: more than this one of their stretches differs."""
_WINDOW: Final = 0.01
"""In seconds, of which the loudness is taken."""


def read(path: Path) -> np.ndarray:
    """Return a file as numbers from -1 to 1."""
    with wave.open(str(path), "rb") as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE)
        return np.frombuffer(file.readframes(file.getnframes()), "<i2") / _FULL


def loudest_pitches(wave_: np.ndarray) -> set[int]:
    """Return the pitches, to the semitone from A4 on, that hold a quarter of the strongest."""
    spectrum = np.abs(np.fft.rfft(wave_ * np.hanning(len(wave_)), 1 << 17))
    hertz = np.fft.rfftfreq(1 << 17, 1 / RATE)
    low = (hertz > 100) & (hertz < 2000)
    peaks = hertz[low][spectrum[low] > spectrum[low].max() / 4]
    return {int(each) for each in np.round(12 * np.log2(peaks / 440))}


def rhythm(wave_: np.ndarray) -> tuple[int, ...]:
    """Return how long each stretch of sound or of silence is, in hundredths of a second."""
    size = int(_WINDOW * RATE)
    blocks = np.abs(wave_[: len(wave_) // size * size]).reshape(-1, size).max(axis=1)
    heard = blocks > blocks.max() / 5
    return tuple(len(list(group)) for _, group in itertools.groupby(heard))


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[Tone, Path]:
    """Make all at full volume."""
    return make(tmp_path_factory.mktemp("tones"), 100)


@pytest.mark.parametrize("tone", Tone)
def test_a_tone_is_short_begins_softly_and_leaves_headroom(
    files: dict[Tone, Path], tone: Tone
) -> None:
    """-12 dBFS at the most, over within the time that the process has when it ends."""
    heard = read(files[tone])
    assert len(heard) / RATE == pytest.approx(seconds(tone), abs=0.001)
    assert seconds(tone) < LAST
    peak = np.abs(heard).max()
    assert LOUDEST / 2.1 < peak <= LOUDEST + 1 / _FULL
    assert np.abs(heard[: int(_BEGINNING * RATE)]).max() < peak / 10
    assert np.abs(heard[-int(_BEGINNING * RATE) :]).max() < peak / 10
    assert np.abs(np.diff(heard)).max() < peak / 2, "no step that cracks"


def test_no_two_tones_share_pitch_or_rhythm(files: dict[Tone, Path]) -> None:
    """Either alone tells them apart: measured, not read from the table."""
    heard = {tone: read(path) for tone, path in files.items()}
    pitches = {tone: frozenset(loudest_pitches(each)) for tone, each in heard.items()}
    rhythms = {tone: rhythm(each) for tone, each in heard.items()}
    for one, other in itertools.combinations(Tone, 2):
        assert pitches[one] != pitches[other], (one, other)
        first, second = rhythms[one], rhythms[other]
        apart = max(abs(a - b) for a, b in zip(first, second, strict=False))
        assert len(first) != len(second) or apart > _APART, (one, other)


def test_a_question_is_softer_than_a_change_and_an_alarm_as_loud_as_any(
    files: dict[Tone, Path],
) -> None:
    """It is asked beside others; what matters most is never the softest."""
    peaks = {tone: np.abs(read(path)).max() for tone, path in files.items()}
    assert peaks[Tone.QUESTION] < 0.7 * peaks[Tone.WALK]
    assert peaks[Tone.ALARM] >= max(peaks.values()) * 0.99


@pytest.mark.parametrize("volume", [0, 1, 50, 100])
def test_the_volume_is_a_share_of_the_loudest(tmp_path: Path, volume: int) -> None:
    """At 0 % nothing is left."""
    peak = np.abs(read(make(tmp_path, volume, [Tone.RUN])[Tone.RUN])).max()
    assert peak == pytest.approx(LOUDEST * volume / 100, abs=0.002)


def test_a_file_is_made_once_and_anew_when_its_notes_are_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is there is taken; nothing half written is ever left."""
    first = make(tmp_path, 80)
    before = {path: path.stat().st_mtime_ns for path in first.values()}
    assert make(tmp_path, 80) == first
    assert {path: path.stat().st_mtime_ns for path in first.values()} == before
    monkeypatch.setattr(tones, "TONES", {**TONES, Tone.COUNT: TONES[Tone.BEAT]})
    assert make(tmp_path, 80)[Tone.COUNT] != first[Tone.COUNT]
    assert len(list(tmp_path.iterdir())) == len(Tone) + 1


def test_a_disk_that_is_full_leaves_no_half_of_a_tone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name appears when the file is whole, and what was begun is taken away."""

    class Full(wave.Wave_write):
        def writeframes(self, data: object) -> None:  # noqa: ARG002
            raise OSError(28, "No space left on device")

    def full(file: object, _mode: str) -> Full:
        return Full(file)  # type: ignore[arg-type]

    monkeypatch.setattr(wave, "open", full)
    with pytest.raises(OSError, match="No space"):
        make(tmp_path, 80)
    assert list(tmp_path.iterdir()) == []
