"""A diary and a journal are the same in every language."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from typing import Any, Final

import pytest

from tests.house.tree import ROOT
from tests.scenarios.journals import kept as kept_journal
from tests.scenarios.scenes import SCENES
from tests.words.invented import OPENS
from tests.words.kept import Kept, kept

_SCENES: Final = {
    each.name: each
    for each in SCENES
    if each.name
    in (
        "I0-safety-key",
        "I1-unwell-key",
        "I2-too-much",
        "I4-gone",
        "I11-no-sentence",
        "I15-link-lost",
    )
}


def _said_by(module: str, *words: str) -> Any:
    command = [sys.executable, "-m", module, *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    assert not done.returncode, done.stderr.decode()
    return json.loads(done.stdout)


@pytest.mark.long
def test_what_is_kept_of_an_answer_is_of_no_language() -> None:
    """Who reads her diary in another language, or another person's, reads the same answers."""
    there, here = Kept(*_said_by("tests.words.kept")), kept()
    assert there.asked != here.asked, "it was not asked in another language"
    assert there.rows == here.rows


@pytest.mark.long
def test_a_journal_is_of_no_language() -> None:
    """What was said to her in her language is recorded as in English, byte for byte."""
    made = _said_by("tests.words.journaled", *_SCENES)
    assert made.keys() == _SCENES.keys() != set()
    for name, (told, journal) in made.items():
        assert OPENS in told, "it was not told in another language"
        assert journal.encode() == gzip.decompress(kept_journal(_SCENES[name]).read_bytes()), name
