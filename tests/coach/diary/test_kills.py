"""A kill at any moment of a write: nothing that was acknowledged is lost, nothing is half."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOT

pytestmark = pytest.mark.long


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system forks no writers to be killed")
def test_200_kills_lose_nothing(tmp_path: Path) -> None:
    """Opening passes integrity_check each time, and what was told stands there in order.

    Some are killed before they have written anything, and most in the middle of a write.
    """
    run = subprocess.run(
        [sys.executable, "-m", "tests.coach.diary.kills", str(tmp_path), "200", "8"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    seen = json.loads(run.stdout)
    assert seen["kills"] == 200
    assert seen["acknowledged"] >= 100
    assert seen["unsaid"] > 0
    assert seen["empty"] > 0
