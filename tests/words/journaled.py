"""Plays scenes in the language of `invented`, and says of each what was told and recorded.

``python -m tests.words.journaled SCENE ...``: a process of its own, for the language is read when
rooms are imported.
"""

# ruff: noqa: PLC0415  # the command line is imported when the language is set

from __future__ import annotations

import json
import sys

import pytest

from tests.words.invented import speak


def main() -> None:
    """Write lists of what was printed and of the journal, as JSON by the scene's name."""
    speak(pytest.MonkeyPatch())
    from tests.scenarios.journals import make
    from tests.scenarios.scenes import SCENES

    scenes = {each.name: each for each in SCENES}
    made = {name: make(scenes[name]) for name in sys.argv[1:]}
    told = {name: [each.told, each.journal.decode()] for name, each in made.items()}
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
