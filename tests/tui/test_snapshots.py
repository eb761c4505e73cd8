"""The screens are as they were; what has changed is to be seen in a diff, and meant."""

from __future__ import annotations

import difflib

from tests.tui.snapshots import FOLDER, shots


def test_the_screens_are_as_they_were() -> None:
    """Every cell and its style. No scene is without a file, and no file without a scene."""
    before = {each.name: each.read_text("utf-8") for each in FOLDER.iterdir()}
    now = shots()
    assert set(before) == set(now)
    changed = [
        line
        for name, text in before.items()
        for line in difflib.unified_diff(
            text.splitlines(), now[name].splitlines(), f"{name}, as it was", "as it is", "", "", 1
        )
    ]
    told = "\n".join(changed)
    assert not changed, f"{told}\nIf this is meant: python -m tests.tui.snapshots"
