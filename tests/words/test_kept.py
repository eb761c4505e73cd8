"""A diary is the same in every language."""

from __future__ import annotations

import json
import subprocess
import sys

from tests.house.tree import ROOT
from tests.words.kept import Kept, kept


def test_what_is_kept_of_an_answer_is_of_no_language() -> None:
    """Who reads her diary in another language, or another person's, reads the same answers."""
    command = [sys.executable, "-m", "tests.words.kept"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True)
    there, here = Kept(*json.loads(done.stdout)), kept()
    assert there.asked != here.asked, "it was not asked in another language"
    assert there.rows == here.rows
