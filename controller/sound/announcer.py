"""Turns what a screen knows into what is heard; under everything lies the terminal's bell."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from controller.records.view import View
from controller.settings.values import Settings
from controller.sound.heard import ALARM_AGAIN, alarms, heard
from controller.sound.sounds import Sound, Tone
from controller.sound.speaker import Outlet

_EVERY: Final = 1.0
"""In seconds: how often an alarm sounds while it lasts."""
_RINGS: Final = frozenset({Tone.QUESTION, Tone.PRESS})
"""What wants something of her: a bell says it where no tone can."""


class Sounds(NamedTuple):
    """What there is to be heard with."""

    outlet: Outlet | None = None
    """Makes tones and speech; None: there is the terminal's bell alone."""
    says_cues: bool = True
    """The plan's cues are in the language of the voice."""
    on: bool = True
    """Tones and speech are on, until a key turns them off."""

    def heard(self, settings: Settings) -> Settings:
        """Return what is wanted of the sounds; cues in another language are only shown."""
        return settings._replace(cues=settings.cues and self.says_cues)


SILENT: Final = Sounds()
"""The bell alone."""


class Announcer:
    """Hears of changes by looking at one View after the other.

    An alarm sounds once a second while the belt is out of reach, by tone and by bell, and no
    setting keeps it from that; a key does, until the next alarm.

    Args:
        ring: rings the terminal's bell.
        outlet: makes tones and speech; None: there is the bell alone.
        settings: what is wanted of both.

    """

    def __init__(self, ring: Callable[[], None], outlet: Outlet | None, settings: Settings) -> None:
        self._ring, self._outlet, self._settings = ring, outlet, settings
        self._before = View()
        self._sounded_at = float("-inf")
        self.silenced = False
        """A person has heard the alarm."""
        self._silenced: tuple[object, ...] = ()
        """What was the matter when it was silenced."""

    def look(self, view: View, now: float, *, sound: bool) -> None:
        """Let be heard what has changed; ``now`` is in seconds of any clock that does not jump."""
        new, self._before = heard(self._before, view, self._settings), view
        if not view.in_danger or alarms(view) != self._silenced:
            self.silenced = False
        if view.in_danger:
            if not self.silenced and now - self._sounded_at >= _EVERY:
                self._sounded_at = now
                self._make(new or ALARM_AGAIN, now)
        elif new is not None and sound:
            self._make(new, now)

    def silence(self, view: View) -> None:
        """Take note that a person has heard it; the next alarm sounds again."""
        if view.in_danger and not self.silenced and self._outlet is not None:
            self._outlet.hush()
        self.silenced = view.in_danger
        self._silenced = alarms(view)

    def _make(self, sound: Sound, now: float) -> None:
        if self._outlet is not None:
            self._outlet.play(sound, now)
        if sound.tone is Tone.ALARM or (sound.tone in _RINGS and not self._works(now)):
            self._ring()

    def _works(self, now: float) -> bool:
        return self._outlet is not None and self._outlet.works(now)
