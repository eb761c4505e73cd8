"""What a runner reads line by line, and hears, is all of it looked up."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import Final

import pytest

from tests.house.tree import ROOT
from tests.words.invented import CLOSES, OPENS

_INNERMOST: Final = re.compile(f"{OPENS}[^{OPENS}{CLOSES}]*{CLOSES}")


@pytest.fixture(scope="module")
def told() -> list[tuple[str, str]]:
    """All that is said of the scenes, from a process that speaks the invented language."""
    command = [sys.executable, "-m", "tests.words.told"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [tuple(json.loads(line)) for line in done.stdout.splitlines()]


def outside(text: str) -> str:
    """Return what of a text stands in no message."""
    while (less := _INNERMOST.sub("", text)) != text:
        text = less
    return text


@pytest.mark.long
@pytest.mark.parametrize("how", ["line", "voice"])
def test_nothing_that_is_said_of_a_session_stays_english(
    told: list[tuple[str, str]], how: str
) -> None:
    """What stands in no message is a clock time, or what is between two sentences."""
    said = [text for kind, text in told if kind == how]
    assert len(said) > 30
    assert {text for text in said if re.search(r"[^\d:.; ]", outside(text))} == set()
