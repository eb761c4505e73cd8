"""The file in which a fleet is kept: what a kill leaves, and what is not of this fleet."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from simulators.fleet.kept import Kept, KeptInvalid
from simulators.fleet.lives import Lived, Outcome, dead

ABOUT: Final = {"plan": "a", "seed": 1, "policies": {"b": "c"}}
FIRST: Final = Lived(0, (Outcome(1, 2, 3, None, 5, 6, 7),))
SECOND: Final = Lived(9, (Outcome(1, 2, 3, 4, 5, 6, 7),))


def _kept(path: Path, *lives: Lived) -> list[Lived]:
    with Kept(path, ABOUT) as kept:
        for each in lives:
            kept.add(each)
        return kept.lives


def test_what_was_added_is_there_again(tmp_path: Path) -> None:
    """In the order in which it was done; a runner of whom a process died is done again."""
    path = tmp_path / "fleet.jsonl"
    assert _kept(path, FIRST, dead(3)) == []
    assert _kept(path, SECOND) == [FIRST]
    assert _kept(path) == [FIRST, SECOND]


def test_a_file_cut_at_any_byte_can_be_gone_on_with(tmp_path: Path) -> None:
    """Whole lines count, and what is added behind the cut is whole, too."""
    path = tmp_path / "fleet.jsonl"
    _kept(path, FIRST, SECOND)
    whole = path.read_bytes()
    for size in range(len(whole) + 1):
        path.write_bytes(whole[:size])
        lines = whole[:size].count(b"\n")
        assert _kept(path) == [FIRST, SECOND][: max(0, lines - 1)]
        with Kept(path, ABOUT) as kept:
            for each in [FIRST, SECOND][len(kept.lives) :]:
                kept.add(each)
        assert path.read_bytes() == whole


@pytest.mark.parametrize("name", list(ABOUT))
def test_another_fleet_is_not_gone_on_with(tmp_path: Path, name: str) -> None:
    """The sentence says what differs, and nothing is changed."""
    path = tmp_path / "fleet.jsonl"
    _kept(path, FIRST)
    whole = path.read_bytes()
    with pytest.raises(KeptInvalid, match=rf"another fleet \({name} differs\)"):
        Kept(path, ABOUT | {name: "other"})
    assert path.read_bytes() == whole


@pytest.mark.parametrize("line", [b"{", b"[]", b'"x"', b'{"format": "reprise-journal 2"}', b"\xff"])
def test_a_file_of_something_else_is_left_alone(tmp_path: Path, line: bytes) -> None:
    """Somebody's own file may have that name."""
    path = tmp_path / "mine"
    path.write_bytes(line + b"\n")
    with pytest.raises(KeptInvalid, match="is not the file of a fleet"):
        Kept(path, ABOUT)
    assert path.read_bytes() == line + b"\n"


@pytest.mark.parametrize("line", ["{}", "1", '{"runner": 1, "outcomes": [{}]}', "nonsense"])
def test_a_damaged_line_is_named_with_its_place(tmp_path: Path, line: str) -> None:
    """Before anything is done."""
    path = tmp_path / "fleet.jsonl"
    _kept(path, FIRST)
    with path.open("a") as file:
        file.write(line + "\n")
    with pytest.raises(KeptInvalid, match=r"fleet\.jsonl:3:1: is no line of a fleet"):
        Kept(path, ABOUT)
