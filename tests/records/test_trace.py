"""What a belt did, out of a journal: speeds, targets, steps."""

from __future__ import annotations

import json
from itertools import zip_longest
from typing import TYPE_CHECKING

import pytest

from controller.records.reader import JournalInvalid, read_journal
from controller.records.trace import Point, read_trace
from tests.coach.people import SCENES, leave_journal

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


@pytest.mark.parametrize(
    "scene", sorted(each.name.removesuffix(".jsonl.gz") for each in SCENES.iterdir())
)
def test_a_trace_is_what_the_records_say_from_the_first_motion_on(
    scene: str, tmp_path: Path
) -> None:
    """Every recorded scene, against its records read one by one."""
    path = leave_journal(tmp_path, "one", scene)
    told = [each for each in read_journal(path).records if each["io"] == "out"]
    belt = [each for each in told if each["kind"] == "belt"]
    moved = belt[next(number for number, each in enumerate(belt) if each["speed"]) :]
    begins = moved[0]["t"]
    trace = read_trace(path)
    assert trace.belt == changes((each["t"] - begins, each["speed"]) for each in moved)
    assert trace.cadence == changes(
        (each["t"] - begins, each["cadence"]) for each in moved if each["cadence"] is not None
    )
    targets = [each for each in told if each["kind"] == "target"]
    assert trace.target == changes((max(0, each["t"] - begins), each["speed"]) for each in targets)
    assert trace.belt[0].at == 0


def changes(told: Iterable[tuple[int, int]]) -> tuple[Point, ...]:
    """Return the changes of a value, the latest of one moment, and the last moment."""
    points = [Point(at // 10**6, value) for at, value in told]
    kept = [
        each
        for before, each, after in zip([None, *points], points, [*points[1:], None], strict=False)
        if before is None or each.value != before.value or after is None
    ]
    return tuple(
        each for each, after in zip_longest(kept, kept[1:]) if after is None or each.at or after.at
    )


def test_a_belt_that_never_moved_leaves_no_trace(tmp_path: Path) -> None:
    """Neither speeds nor targets."""
    path = tmp_path / "still.jsonl"
    still = {"n": 1, "t": 1, "io": "out", "kind": "belt", "speed": 0, "cadence": None}
    aim = {"n": 2, "t": 2, "io": "out", "kind": "target", "speed": 500}
    path.write_text(
        "".join(json.dumps(each, separators=(",", ":")) + "\n" for each in (still, aim))
    )
    assert read_trace(path) == ((), (), ())


@pytest.mark.parametrize(
    ("wrong", "number"),
    [
        ('{"n":1,"t":1,"io":"out","kind":"belt","speed":', 2),
        ('{"n":1,"t":1,"io":"out","kind":"belt","speed":"fast","cadence":null}', 2),
        ('{"n":1,"t":1,"io":"out","kind":"belt","speed":5,"cadence":"many"}', 2),
        ('{"n":1,"io":"out","kind":"target","speed":5}', 2),
        ('["kind":"target"]', 2),
        ('["a",{"kind":"target"}]', 2),
        ("[" * 100_000 + '"kind":"target"', 2),
    ],
)
def test_a_damaged_line_is_named(wrong: str, number: int, tmp_path: Path) -> None:
    """One sentence with file and line."""
    path = tmp_path / "bad.jsonl"
    good = '{"n":1,"t":1,"io":"out","kind":"belt","speed":5,"cadence":null}'
    path.write_text(f"{good}\n{wrong}\n{good}\n")
    with pytest.raises(JournalInvalid) as caught:
        read_trace(path)
    assert str(caught.value).startswith(f"{path}:{number}: ")
    assert "\n" not in str(caught.value)


def test_a_last_line_that_was_cut_is_left_out(tmp_path: Path) -> None:
    """As a kill leaves it."""
    path = leave_journal(tmp_path, "one", "never-faster")
    whole = read_trace(path)
    lines = path.read_text().splitlines(keepends=True)
    last = max(number for number, each in enumerate(lines) if '"kind":"belt"' in each)
    path.write_text("".join(lines[:last]) + lines[last][:30])
    cut = read_trace(path).belt
    assert cut[-1].at < whole.belt[-1].at
    assert cut[:-1] == whole.belt[: len(cut) - 1]


def test_a_journal_that_is_not_there_is_told(tmp_path: Path) -> None:
    """As by the reader of whole journals."""
    with pytest.raises(JournalInvalid, match="cannot be read"):
        read_trace(tmp_path / "none.jsonl")
