"""``python -m tests.words.told``: sessions as told in a language in which every text is marked.

It is a process of its own: many texts are looked up once, at import.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator

import pytest

from tests.words.invented import speak


def _sessions() -> Iterator[tuple[str, str]]:
    """Yield what is said of each scene, by voice and line by line, with the names of the two."""
    # Imported behind the catalogue.
    from controller.cli.session.plain import Teller  # noqa: PLC0415
    from controller.records.fold import fold  # noqa: PLC0415
    from controller.records.view import View  # noqa: PLC0415
    from controller.settings.values import Settings  # noqa: PLC0415
    from controller.sound.heard import heard  # noqa: PLC0415
    from tests.scenarios.journals import recorded  # noqa: PLC0415
    from tests.scenarios.scenes import SCENES  # noqa: PLC0415

    quiet = Settings(cues=False, voice=True)  # a plan's own lines are in its own language
    for scene in SCENES:
        journal, teller, view = recorded(scene), Teller(quiet), View()
        for record in (journal.header, *journal.records):
            before, view = view, fold(view, record)
            sound = heard(before, view, quiet)
            yield from (("line", each) for each in teller.lines(record))
            if sound is not None and sound.words:
                yield "voice", sound.words


def main() -> None:
    """Print each text once, as a line of JSON."""
    speak(pytest.MonkeyPatch())
    for each in dict.fromkeys(_sessions()):
        sys.stdout.write(json.dumps(each) + "\n")


if __name__ == "__main__":
    main()
