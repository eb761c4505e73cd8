"""The system's own voices, as programs. What is said goes in by standard input where that can be.

What is said comes in part from a plan that a stranger wrote, so it is never part of a command that
something would read.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from typing import Final, NamedTuple

from controller.words.catalogue import LANGUAGE


class Voice(NamedTuple):
    """One program that speaks until it ends."""

    program: str
    arguments: Callable[[int, str], tuple[str, ...]]
    """Made of the volume in percent and of what is said."""
    reads: bool = True
    """What is said is read from standard input, in UTF-8."""
    hushes: tuple[str, ...] = ()
    """Ends what it said, where something else does the speaking."""

    def command(self, volume: int, text: str) -> list[str]:
        """Return the whole command."""
        return [self.program, *self.arguments(volume, text)]


def _say(_volume: int, _text: str) -> tuple[str, ...]:
    return ("-f", "-")


def _espeak(volume: int, _text: str) -> tuple[str, ...]:
    return ("-v", LANGUAGE, "-a", str(volume), "--stdin")


def _spd_say(volume: int, text: str) -> tuple[str, ...]:
    return ("--wait", "--language", LANGUAGE, "--volume", str(volume - 100), "--", text)


_POWERSHELL: Final = (
    "[Console]::InputEncoding = [Text.Encoding]::UTF8; Add-Type -AssemblyName System.Speech; "
    "$voice = New-Object System.Speech.Synthesis.SpeechSynthesizer; $voice.Volume = {volume}; "
    "$voice.Speak([Console]::In.ReadToEnd())"
)


def _powershell(volume: int, _text: str) -> tuple[str, ...]:
    return ("-NoProfile", "-NonInteractive", "-Command", _POWERSHELL.format(volume=volume))


_VOICES: Final[dict[str, tuple[Voice, ...]]] = {
    "darwin": (Voice("say", _say),),
    "win32": (Voice("powershell", _powershell),),
}
_ELSEWHERE: Final = (
    # It speaks by itself, so whoever ends it ends the speech; speech-dispatcher has to be asked.
    Voice("espeak-ng", _espeak),
    Voice("espeak", _espeak),
    Voice("spd-say", _spd_say, reads=False, hushes=("spd-say", "--cancel")),
)
"""The `say` of macOS speaks at the volume of the system; Windows and macOS were never tried."""


def voices() -> list[Voice]:
    """Return those of this computer, the best first."""
    known = _VOICES.get(sys.platform, _ELSEWHERE)
    return [each for each in known if shutil.which(each.program)]
