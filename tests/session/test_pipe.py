"""The session's end of a pipe between two processes: what goes first, and what counts as gone."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

import pytest

from controller.records.intents import Intent, Renewal, intent_line, renewal_line
from controller.session.pipe import LinePipe, MemoryPipe

STOP = Intent("stop", because="the stop key")
WALK = Intent("walk")
PAUSE = Intent("pause")


class Spy:
    """A session that keeps what it is told, and says when it was the last thing waited for."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.told: list[Intent | Renewal | str] = []
        self._waiting: tuple[Callable[[], bool], asyncio.Future[None]] | None = None

    def intend(self, intent: Intent) -> None:
        """Keep a key."""
        self.note(intent)

    def renew(self, renewal: Renewal) -> None:
        """Keep a renewal."""
        self.note(renewal)

    def hang_up(self, because: str) -> None:
        """Keep the reason."""
        self.note(because)

    def note(self, what: Intent | Renewal | str) -> None:
        """Keep anything."""
        self.told.append(what)
        if self._waiting is not None and self._waiting[0]() and not self._waiting[1].done():
            self._waiting[1].set_result(None)

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait until something is true of what was told."""
        if not true():
            self._waiting = (true, asyncio.get_running_loop().create_future())
            await asyncio.wait_for(self._waiting[1], 20)


class Far:
    """The front end's end of the keys."""

    def __init__(self, keys: int) -> None:
        """Take the descriptor."""
        self._keys: int | None = keys

    def write(self, *lines: bytes) -> None:
        """Send lines in one piece."""
        assert self._keys is not None
        os.write(self._keys, b"".join(lines))

    def leave(self) -> None:
        """Close the keys' end, once."""
        if self._keys is not None:
            os.close(self._keys)
            self._keys = None


def served(act: Callable[[LinePipe, Far, Spy], Coroutine[Any, Any, None]]) -> list[object]:
    """Return what a session was told by a pipe on which ``act`` was done, until that was done."""

    async def main() -> list[object]:
        spy = Spy()
        keys_in, keys = os.pipe()
        records, records_out = os.pipe()
        far = Far(keys)
        loop = asyncio.get_running_loop()
        pipe = LinePipe(loop, keys_in, records_out, partial(spy.note, "gone"), spy.note)
        try:
            await act(pipe, far, spy)
            return list(spy.told)
        finally:
            far.leave()
            pipe._reader.join()
            os.close(records)  # only now can a write that is stuck in it return
            pipe.close()
            os.close(keys_in)
            os.close(records_out)

    return asyncio.run(main())


def test_a_stop_goes_before_the_keys_that_came_with_it() -> None:
    """What was pressed before a stop, and not taken yet, is not done behind it either."""
    renewal = Renewal(7, moving=True)

    async def act(pipe: LinePipe, far: Far, spy: Spy) -> None:
        pipe.attach_session(spy)
        far.write(
            *[intent_line(WALK), intent_line(PAUSE)] * 20, intent_line(STOP), renewal_line(renewal)
        )
        await spy.until(lambda: renewal in spy.told)

    assert served(act) == [STOP, renewal]


def test_what_she_told_of_herself_counts_behind_a_stop_that_came_with_it() -> None:
    """A stop asks for no clinician; the key before it did."""
    told = [Intent("unwell"), Intent("symptom", "chest", 1), Intent("site", "shin", 0)]
    told.append(Intent("signs", value=1))

    async def act(pipe: LinePipe, far: Far, spy: Spy) -> None:
        pipe.attach_session(spy)
        keys = [Intent("start"), told[0], WALK, *told, PAUSE, STOP]
        far.write(*map(intent_line, keys), renewal_line(Renewal(7, moving=True)))
        await spy.until(lambda: Renewal(7, moving=True) in spy.told)

    assert served(act) == [STOP, *told, Renewal(7, moving=True)]


def test_a_flood_of_keys_lets_the_loop_go_on() -> None:
    """Twenty keys at once, and then whatever else waits has its turn: the treadmill's data."""

    async def act(pipe: LinePipe, far: Far, spy: Spy) -> None:
        pipe.attach_session(spy)
        far.write(*[intent_line(WALK), intent_line(PAUSE)] * 500)
        await spy.until(lambda: bool(spy.told))
        asyncio.get_running_loop().call_soon(spy.note, "data")
        await spy.until(lambda: len(spy.told) == 1001)

    told = served(act)
    assert told.index("data") <= 100
    assert [each for each in told if each != "data"] == [WALK, PAUSE] * 500


def test_a_key_that_is_held_is_one_key() -> None:
    """Four hundred times any other key in one piece say what one says."""
    other = Intent("other")

    async def act(pipe: LinePipe, far: Far, spy: Spy) -> None:
        pipe.attach_session(spy)
        far.write(*[intent_line(other)] * 400, renewal_line(Renewal(7, moving=True)))
        await spy.until(lambda: Renewal(7, moving=True) in spy.told)

    assert len(served(act)) < 20


def test_a_line_that_cannot_be_read_is_a_lost_screen() -> None:
    """Whoever writes it is not in order; it is told once, however many there are."""

    async def act(pipe: LinePipe, far: Far, spy: Spy) -> None:
        pipe.attach_session(spy)
        far.write(b"hello\n", b"{}\n", intent_line(WALK))
        await spy.until(lambda: WALK in spy.told)

    assert served(act) == ["the screen sends what cannot be read", WALK]


def test_an_end_that_is_closed_is_a_lost_screen() -> None:
    """The front end has died: the session is told behind the last key."""

    async def act(pipe: LinePipe, far: Far, spy: Spy) -> None:
        pipe.attach_session(spy)
        far.write(intent_line(WALK))
        far.leave()
        await spy.until(lambda: "the screen is gone" in spy.told)

    assert served(act) == [WALK, "the screen is gone"]


def test_a_front_end_that_goes_before_there_is_a_session_is_told_to_both() -> None:
    """First to whoever makes the session, and then to the session as soon as it is there."""

    async def act(pipe: LinePipe, far: Far, spy: Spy) -> None:
        far.leave()
        await spy.until(lambda: "gone" in spy.told)
        pipe.attach_session(spy)

    assert served(act) == ["gone", "the screen is gone"]


def test_a_stop_before_there_is_a_session_calls_it_off() -> None:
    """Other keys mean nothing then; whoever makes the session is told who asked."""

    async def act(_pipe: LinePipe, far: Far, spy: Spy) -> None:
        far.write(intent_line(WALK), intent_line(STOP))
        await spy.until(lambda: bool(spy.told))

    assert served(act) == ["the stop key"]


def test_a_front_end_that_does_not_read_is_a_lost_screen() -> None:
    """It lives, and it shows nothing of what is so."""

    async def act(pipe: LinePipe, _far: Far, spy: Spy) -> None:
        pipe.attach_session(spy)
        for number in range(5_000):
            pipe.send({"n": number, "t": 0, "io": "out", "kind": "belt", "text": "x" * 500})
        await spy.until(lambda: bool(spy.told))

    assert served(act) == ["the screen does not read any more"]


@pytest.mark.parametrize("times", [1, 2])
def test_one_process_hangs_up_like_two(times: int) -> None:
    """A front end in the session's own process is missed, too."""
    spy, pipe = Spy(), MemoryPipe()
    pipe.attach_session(spy)
    for _ in range(times):
        pipe.hang_up()
    assert spy.told == ["the screen is gone"] * times
