"""Lines for a terminal that may take nothing: an operating system's pipe stands for it."""

from __future__ import annotations

import io
import os
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple

import pytest

from controller.cli.session.printer import MOST_WAITING, Printer


class Wire(NamedTuple):
    """A stream, and the end at which it is read, or not."""

    stream: io.TextIOWrapper
    far: int

    def block(self) -> int:
        """Take nothing any more; return how many bytes wait already."""
        fd, put = self.stream.fileno(), 0
        os.set_blocking(fd, False)
        with suppress(BlockingIOError):
            while True:
                put += os.write(fd, b"." * 4096)
        os.set_blocking(fd, True)
        return put


@pytest.fixture
def wire() -> Iterator[Wire]:
    """Return a wire that takes what is written, up to the room in a pipe."""
    far, near = os.pipe()
    with os.fdopen(near, "w", encoding="ascii") as stream:
        yield Wire(stream, far)
    with suppress(OSError):  # a test has closed it
        os.close(far)


def never() -> None:
    """Nothing is lost."""
    raise AssertionError("the reader is there")


def read(far: int, least: int) -> str:
    """Return what comes, until there are so many bytes."""
    got = b""
    while len(got) < least:
        got += os.read(far, 65_536)
    return got.decode()


def test_all_is_written_in_order_before_it_closes(wire: Wire) -> None:
    """What the stream's letters do not have is a question mark."""
    printer = Printer(never)
    for each in ("one", "two", "thr\N{LATIN SMALL LETTER E WITH ACUTE}e"):
        printer.say(each, wire.stream)
    assert printer.close()
    assert os.read(wire.far, 100) == b"one\ntwo\nthr?e\n"


def test_what_is_too_much_is_left_out_and_that_is_said(wire: Wire) -> None:
    """The newest stay: they say what is now."""
    before, printer = wire.block(), Printer(never)
    printer.say("first", wire.stream)
    while not printer.stuck:
        pass  # it is in the middle of the first line
    for number in range(MOST_WAITING + 3):
        printer.say(f"{number}", wire.stream)
    told = read(wire.far, before)
    while f"\n{MOST_WAITING + 2}\n" not in told:
        told += read(wire.far, 1)
    assert "first\n(3 lines are left out here: the terminal took nothing.)\n3\n4\n" in told
    assert printer.close()


def test_it_ends_while_nothing_is_taken(wire: Wire) -> None:
    """With a line that nobody has read; the thread is left in the terminal."""
    before, printer = wire.block(), Printer(never)
    printer.say("last", wire.stream)
    assert not printer.close()
    assert read(wire.far, before + len("last\n")).endswith("last\n")


def test_a_reader_that_has_gone_is_told(wire: Wire) -> None:
    """By the thread, once."""
    told = threading.Event()
    os.close(wire.far)
    printer = Printer(told.set)
    printer.say("one", wire.stream)
    assert told.wait(10)
    assert printer.close()
