"""Makes body work heard on the pages: by tones and voice from its first mark on, or by a bell."""

from __future__ import annotations

import argparse

from controller.cli.body.sounds import BodySounds
from controller.cli.settings.file import settings_of
from controller.cli.sounding import speaker
from controller.coach.preparation.cues import Cues
from controller.coach.preparation.score import Mark
from controller.sound.speaker import Outlet


class HomeSounds:
    """Tones and voice, as the settings have them.

    Args:
        args: for whom, and whether it is to be silent.
        bell: what rings where no tone is heard.

    """

    def __init__(self, args: argparse.Namespace, bell: Cues) -> None:
        self._args, self._bell = args, bell
        self._outlet: Outlet | None = None
        self._cues: Cues = bell

    def play(self, mark: Mark) -> None:
        """Make a mark heard."""
        if self._outlet is None and not self._args.silent:
            settings, _ = settings_of(self._args)
            self._outlet = speaker(settings)
            self._outlet.start()
            self._cues = BodySounds(self._outlet, settings, self._bell)
        self._cues.play(mark)

    def close(self) -> None:
        """Be silent; what is played next is heard as the settings have it then."""
        outlet, self._outlet = self._outlet, None
        if outlet is not None:
            outlet.close()
