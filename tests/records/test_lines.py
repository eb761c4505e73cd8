"""Lines through real pipes: nobody waits, nothing is exchanged, the end is told once."""

from __future__ import annotations

import asyncio
import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controller.records.format import Record
from controller.records.lines import LineReader, RecordWriter


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    """A pipe whose ends are closed, whatever became of them."""
    ends = os.pipe()
    yield ends
    for end in ends:
        try:
            os.close(end)
        except OSError:
            continue


def record(number: int, text: str = "") -> Record:
    """Return some record."""
    return {"n": number, "t": 0, "io": "out", "kind": "belt", "text": text}


def test_a_reader_that_stands_still_holds_nobody_up(pipe: tuple[int, int]) -> None:
    """The pipe fills, the queue fills, the loss is told once, and every put returns."""
    _, out = pipe
    told: list[str] = []
    writer = RecordWriter(out, 10, name="test")
    writer.on_loss(lambda: told.append(threading.current_thread().name))
    for number in range(2_000):
        writer.put(record(number, "x" * 1000))
    assert told == ["MainThread"]
    assert not writer.complete
    os.close(pipe[0])  # only now can the write that is stuck in it return
    writer.close(10)
    assert writer.finished


def test_a_reader_that_is_gone_is_told(pipe: tuple[int, int]) -> None:
    """A closed pipe is a loss like any other, found out by the writer's thread."""
    told = threading.Event()
    writer = RecordWriter(pipe[1], 10, name="test")
    writer.on_loss(told.set)
    os.close(pipe[0])
    writer.put(record(1))
    assert told.wait(10)
    writer.close()


def test_a_loss_before_anybody_asks_is_told_when_somebody_does(pipe: tuple[int, int]) -> None:
    """Nobody misses it by listening late."""
    os.close(pipe[0])
    writer = RecordWriter(pipe[1], 10, name="test")
    writer.put(record(1))
    writer.close()
    told: list[bool] = []
    writer.on_loss(lambda: told.append(True))
    assert told == [True]


def test_a_write_that_takes_a_part_is_gone_on_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk or a pipe may take seven bytes at a time; the lines are whole all the same."""
    path = tmp_path / "lines"
    file = os.open(path, os.O_WRONLY | os.O_CREAT)
    write = os.write
    monkeypatch.setattr(os, "write", lambda fd, data: write(fd, bytes(data)[:7]))
    writer = RecordWriter(file, 10, name="test")
    for number in (1, 2, 3):
        writer.put(record(number))
    writer.close()
    os.close(file)
    assert [json.loads(line) for line in path.read_text().splitlines()] == [
        record(number) for number in (1, 2, 3)
    ]


def test_nothing_is_written_behind_a_gap(tmp_path: Path) -> None:
    """What is whole stays whole: after a record that cannot be written no other is."""
    path = tmp_path / "lines"
    file = os.open(path, os.O_WRONLY | os.O_CREAT)
    writer = RecordWriter(file, 10, name="test")
    for each in (record(1), {"n": 2, "t": 0, "io": "out", "kind": object()}, record(3)):
        writer.put(each)
    writer.close()
    os.close(file)
    assert [json.loads(line)["n"] for line in path.read_text().splitlines()] == [1]


@given(st.lists(st.integers(1, 400), max_size=40), st.integers(1, 97))
def test_lines_come_whole_however_they_were_cut(lengths: list[int], step: int) -> None:
    """Writes of any size give the same lines in the same order, and then one end."""
    sent = [bytes([65 + at % 26]) * length for at, length in enumerate(lengths)]

    async def main() -> list[bytes]:
        end, out = os.pipe()
        got: list[bytes] = []
        over: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        reader = LineReader(
            end, asyncio.get_running_loop(), got.extend, lambda: over.set_result(None)
        )
        data = b"".join(each + b"\n" for each in sent) + b"cut off"
        for at in range(0, len(data), step):
            os.write(out, data[at : at + step])
        os.close(out)
        await over
        reader.join()
        assert reader.ended
        os.close(end)
        return got

    assert asyncio.run(main()) == sent


def test_what_never_ends_a_line_is_given_up() -> None:
    """A stream without a newline is not read into memory for ever."""

    async def main() -> None:
        end, out = os.pipe()
        over: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        reader = LineReader(
            end, asyncio.get_running_loop(), lambda _lines: None, lambda: over.set_result(None)
        )
        flood = threading.Thread(target=_flood, args=(out,))
        flood.start()
        await over
        reader.join()
        os.close(end)
        flood.join()
        os.close(out)

    asyncio.run(main())


def _flood(out: int) -> None:
    try:
        for _ in range(100):
            os.write(out, b"x" * 65_536)
    except BrokenPipeError:
        return
