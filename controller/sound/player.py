"""Plays one tone at a time with playsound3; whatever that does, it is noticed and told."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from controller.sound.sounds import Tone
from controller.sound.tones import make, seconds
from controller.words.catalogue import tr

if TYPE_CHECKING:
    from playsound3.playsound3 import Sound as Playing

PATIENCE: Final = 2.0
"""In seconds: how much longer than its tone a player may take, its own start included."""


class Outcome(NamedTuple):
    """What became of a tone."""

    number: int
    because: str
    """Why it was not heard; empty if nothing speaks against it."""


class _Now(NamedTuple):
    number: int
    playing: Playing
    until: float


class Player:
    """The tones' only player. It raises nothing; a moment is in seconds of a steady clock."""

    def __init__(self, folder: Path, volume: int) -> None:
        """Look for a player, and make the tones that are not in the folder yet."""
        self._now: _Now | None = None
        self._outcomes: list[Outcome] = []
        self._files: dict[Tone, Path] = {}
        self.found = ""
        """What plays, as playsound3 calls it; empty if there is nothing."""
        self.because = ""
        """Why nothing can be played; empty if it can."""
        try:
            self._files = make(folder, volume)
            # Its import runs every player that there may be; one that misbehaves makes it fail.
            import playsound3  # noqa: PLC0415
        except Exception as error:  # noqa: BLE001  # of whatever is installed here
            self.because = f"{type(error).__name__}: {error}"
            return
        self._play = playsound3.playsound
        self.found = playsound3.DEFAULT_BACKEND or ""
        if not self.found:
            self.because = tr("no program that plays a sound was found")

    @property
    def busy(self) -> bool:
        """Something plays, or is to be told of."""
        return self._now is not None or bool(self._outcomes)

    def take(self, number: int, name: str, now: float) -> None:
        """Play a tone in place of the one that plays."""
        self.hush()
        if self.because:
            self._outcomes.append(Outcome(number, self.because))
            return
        try:
            tone = Tone(name)
            playing = self._play(self._files[tone], block=False)
        except Exception as error:  # noqa: BLE001  # a program that went away, and the like
            self._outcomes.append(Outcome(number, f"{type(error).__name__}: {error}"))
            return
        self._now = _Now(number, playing, now + seconds(tone) + PATIENCE)

    def look(self, now: float) -> list[Outcome]:
        """Return what has become of tones since the last look. One that was cut is not told of."""
        if self._now is not None:
            number, playing, until = self._now
            if not playing.is_alive():
                self._now = None
                code = playing.subprocess.poll()
                why = (
                    tr("{program} ended with code {code}").format(program=self.found, code=code)
                    if code
                    else ""
                )
                self._outcomes.append(Outcome(number, why))
            elif now > until:
                self.hush()
                self._outcomes.append(
                    Outcome(
                        number, tr("{program} does not come to an end").format(program=self.found)
                    )
                )
        outcomes, self._outcomes = self._outcomes, []
        return outcomes

    def hush(self) -> None:
        """End what plays."""
        if self._now is None:
            return
        playing, self._now = self._now.playing, None
        if isinstance(playing.subprocess, subprocess.Popen):
            playing.subprocess.kill()  # one that hangs hears no polite signal
            playing.subprocess.wait()
        else:
            playing.stop()
