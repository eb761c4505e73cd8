"""The screens are as they were; what has changed is to be seen in a diff, and meant."""

from __future__ import annotations

import difflib

import pytest

from tests.tui.snapshots import FOLDER, shots

SHOTS = shots()


@pytest.mark.parametrize("name", SHOTS)
def test_a_screen_is_as_it_was(name: str) -> None:
    """Every cell and its style. If the change is meant: python -m tests.tui.snapshots."""
    before = (FOLDER / name).read_text("utf-8").splitlines()
    now = SHOTS[name].splitlines()
    changed = "\n".join(difflib.unified_diff(before, now, "as it was", "as it is now", "", "", 1))
    assert not changed, f"{name}\n{changed}\nIf this is meant: python -m tests.tui.snapshots"


def test_no_file_is_left_behind() -> None:
    """A scene that is gone leaves no file that nobody compares."""
    assert {each.name for each in FOLDER.iterdir()} == set(SHOTS)
