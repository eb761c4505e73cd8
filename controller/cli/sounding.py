"""Finds what sounds for a session: its process, and whether a plan's lines can be said."""

from __future__ import annotations

import argparse
from pathlib import Path

from platformdirs import user_cache_path

from controller.settings.values import Settings
from controller.sound.speaker import Speaker
from controller.sound.words import OF_CUES
from plans.plan.model import Plan


def tones_folder() -> Path:
    """Return where the tones are kept; they can be made again at any time."""
    return Path(user_cache_path("reprise")) / "tones"


def speaker(settings: Settings) -> Speaker:
    """Return what sounds, not started yet."""
    return Speaker(tones_folder(), settings.volume)


def says_cues(plan: Plan, args: argparse.Namespace) -> bool:
    """Return whether the cues of a session are in the language of the voice.

    Only of that is it known which words the voice never says.
    """
    level = plan.levels.get(args.level)
    held = [plan.cues, *([] if level is None else [level.cues])]
    return args.language == OF_CUES and all(OF_CUES in each for each in held if each)
