"""A sound, as a value: a tone, and words for a voice."""

from __future__ import annotations

from enum import Enum, unique
from typing import NamedTuple


@unique
class Tone(Enum):
    """What the tones say; each has its own pitch and its own rhythm (`controller.sound.tones`)."""

    WALK = "walk"
    RUN = "run"
    QUESTION = "question"
    COUNT = "count"
    """Three, two, one: one each."""
    STOP = "stop"
    """The belt is being brought to a stop."""
    STILL = "still"
    """It stands."""
    WAIT = "wait"
    """Something has to be as it should before it goes on."""
    PRESS = "press"
    """A key of the treadmill's console is to be pressed."""
    ALARM = "alarm"
    IN = "in"
    """In body work: breathe in."""
    OUT = "out"
    BEAT = "beat"
    """Of a metronome."""


class Sound(NamedTuple):
    """What is heard at once: a tone, then the words, then the cue."""

    tone: Tone | None
    words: str = ""
    """Ours."""
    cue: str = ""
    """A line of the plan."""
    urgent: bool = False
    """It ends whatever is being said."""

    @property
    def speech(self) -> str:
        """What the voice says, in `controller.words.catalogue.LANGUAGE`."""
        return f"{self.words} {self.cue}".strip()

    @property
    def any(self) -> bool:
        """Whether there is anything to hear."""
        return self.tone is not None or bool(self.speech)
