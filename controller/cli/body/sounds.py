"""Body work by tones and voice: nobody looks at a screen from a plank."""

from __future__ import annotations

import time
from typing import Final

from controller.coach.preparation import score
from controller.coach.preparation.cues import Cues
from controller.coach.preparation.score import Mark
from controller.settings.values import Settings
from controller.sound.sounds import Sound, Tone
from controller.sound.speaker import Outlet
from controller.sound.words import speakable
from controller.words.catalogue import tr

_TONES: Final = {
    score.Sound.NAME: Tone.WAIT,
    score.Sound.COUNT: Tone.COUNT,
    score.Sound.IN: Tone.IN,
    score.Sound.OUT: Tone.OUT,
    score.Sound.BEAT: Tone.BEAT,
    score.Sound.SIDE: Tone.WAIT,
    score.Sound.ASK: Tone.QUESTION,
    score.Sound.END: Tone.STILL,
}
_OURS: Final = (score.Sound.SIDE, score.Sound.ASK, score.Sound.END)
_BEATS: Final = 10
"""So many beats are counted at a time."""


class BodySounds:
    """Makes marks heard. A bell rings for them until a tone is known to have been played.

    Args:
        outlet: makes tones and speech; it has been started.
        settings: what is wanted of both.
        bell: what rings where no tone is heard.

    """

    def __init__(self, outlet: Outlet, settings: Settings, bell: Cues) -> None:
        self._outlet, self._settings, self._bell = outlet, settings, bell

    def play(self, mark: Mark) -> None:
        """Make one heard."""
        now = time.monotonic()
        sound = heard(mark, self._settings)
        if sound is not None:
            self._outlet.play(sound, now)
        if self._settings.tones and not self._outlet.works(now):
            self._bell.play(mark)


def heard(mark: Mark, settings: Settings) -> Sound | None:
    """Return what is to be heard of a mark; None for nothing.

    The first repetition says what to do, those that follow are counted. What a routine's author
    wrote is said as a plan's cues are: not in discreet mode, and not where it names a symptom.
    """
    words, written = _said(mark)
    says_cue = settings.cues and not settings.discreet and speakable(written)
    sound = Sound(
        _TONES.get(mark.sound) if settings.tones else None,
        words if settings.voice else "",
        written if settings.voice and says_cue else "",
    )
    return sound if sound.any else None


def _said(mark: Mark) -> tuple[str, str]:
    """Return what is said of a mark: in our words, and in the author's."""
    match mark.sound:
        case score.Sound.NAME:
            return "", mark.words
        case score.Sound.IN | score.Sound.OUT if mark.number <= 1:
            return "", mark.words
        case score.Sound.IN:
            return str(mark.number), ""
        case score.Sound.BEAT:
            return (str(mark.number) if mark.number % _BEATS == 0 else ""), ""
        case score.Sound.TIME:
            # For translators: said for "min" and "s", behind a number and a space.
            return mark.words.replace(" min", tr(" minutes")).replace(" s", tr(" seconds")), ""
        case _:
            return (mark.words if mark.sound in _OURS else ""), ""
