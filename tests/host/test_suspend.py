"""The delay lock, against a real D-Bus daemon with a small logind on it."""

from __future__ import annotations

import asyncio
import select
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from controller.host import suspend
from controller.host.suspend import START_LIMIT, SuspendWatch
from tests.host.buses import Daemon, Logind
from tests.host.waiting import DEADLINE, Gaps, until


class Told:
    """Counts how often a sleep was announced to us."""

    def __init__(self) -> None:
        """Begin with never."""
        self.times = 0

    def __call__(self) -> None:
        """Count one."""
        self.times += 1


def descriptors() -> int:
    """Return how many file descriptors this process has open."""
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.mark.asyncio
async def test_a_lock_is_asked_for_that_delays_sleep(daemon: Daemon) -> None:
    """What, who and mode are logind's words; the why may be shown to people."""
    async with Logind(daemon.address) as logind:
        watch = SuspendWatch(Told())
        assert not watch.held
        await watch.start()
        assert (watch.held, watch.because) == (True, "")
        assert logind.calls == [["sleep", "Reprise", "The treadmill is stopped first", "delay"]]
        assert logind.held() == 1
        await watch.close()
        assert not watch.held
        await until(lambda: logind.held() == 0)


@pytest.mark.asyncio
async def test_a_sleep_is_told_once_and_waits_until_it_is_let_go(daemon: Daemon) -> None:
    """The lock stays open over the announcement, and is closed by the controller's word."""
    told = Told()
    async with Logind(daemon.address) as logind:
        watch = SuspendWatch(told)
        await watch.start()
        watch.let_go()
        assert watch.held, "nothing waited, so there was nothing to let go"
        await logind.prepare(begins=True)
        await logind.prepare(begins=True)
        await until(lambda: told.times > 0)
        assert logind.held() == 1
        watch.let_go()
        assert not watch.held
        assert "about to sleep" in watch.because
        await until(lambda: logind.held() == 0)
        assert told.times == 1
        await watch.close()


@pytest.mark.asyncio
async def test_a_sleep_waits_no_longer_than_the_limit(
    daemon: Daemon, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A controller that never says a word holds nobody's laptop awake."""
    assert suspend.HOLD_LIMIT == 4.0
    monkeypatch.setattr(suspend, "HOLD_LIMIT", 0.1)
    async with Logind(daemon.address) as logind:
        watch = SuspendWatch(Told())
        await watch.start()
        await logind.prepare(begins=True)
        await until(lambda: logind.held() == 0)
        assert not watch.held
        await watch.close()


@pytest.mark.asyncio
async def test_the_lock_is_taken_again_after_a_sleep(daemon: Daemon) -> None:
    """A second closed lid finds us prepared, too."""
    told = Told()
    async with Logind(daemon.address) as logind:
        watch = SuspendWatch(told)
        await watch.start()
        for sleeps in (1, 2, 3):
            await logind.prepare(begins=True)
            await until(lambda sleeps=sleeps: told.times == sleeps)  # type: ignore[misc]
            watch.let_go()
            await until(lambda: logind.held() == 0)
            await logind.prepare(begins=False)
            await until(lambda: watch.held)
            assert logind.given() == sleeps + 1
        await watch.close()
        await until(lambda: logind.held() == 0)


@pytest.mark.asyncio
async def test_a_sleep_that_comes_to_nothing_leaves_the_lock(
    daemon: Daemon, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The limit of a suspend that was called off does not fall on what comes after it."""
    monkeypatch.setattr(suspend, "HOLD_LIMIT", 0.2)
    told = Told()
    async with Logind(daemon.address) as logind:
        watch = SuspendWatch(told)
        await watch.start()
        await logind.prepare(begins=True)
        await logind.prepare(begins=False)
        await until(lambda: told.times == 1)
        limit = time.monotonic() + 0.3
        await until(lambda: time.monotonic() > limit)
        assert watch.held
        assert (logind.given(), logind.held()) == (1, 1)
        await watch.close()


@pytest.mark.asyncio
async def test_a_logind_that_refuses_is_said(daemon: Daemon) -> None:
    """The sentence names the refusal, and what to do about it."""
    async with Logind(daemon.address) as logind:
        logind.refuses = True
        watch = SuspendWatch(Told())
        await watch.start()
        assert not watch.held
        assert "AccessDenied" in watch.because
        assert watch.because.endswith("do not close the lid while the belt moves.")
        await watch.close()


@pytest.mark.asyncio
async def test_without_a_logind_nothing_is_held(daemon: Daemon) -> None:
    """A bus alone delays no sleep."""
    assert daemon.address
    watch = SuspendWatch(Told())
    await watch.start()
    assert not watch.held
    assert "logind refused" in watch.because
    await watch.close()


@pytest.mark.asyncio
async def test_without_a_bus_nothing_is_held(nowhere: str) -> None:
    """As in a container, or on a system without D-Bus."""
    assert nowhere
    watch = SuspendWatch(Told())
    await watch.start()
    assert not watch.held
    assert "no system bus answers" in watch.because
    await watch.close()


async def _hung_bus(daemon: Daemon, _: Logind) -> None:
    daemon.hang()


async def _hung_logind(_: Daemon, logind: Logind) -> None:
    logind.answers = False


@pytest.mark.long
@pytest.mark.asyncio
@pytest.mark.parametrize("hang", [_hung_bus, _hung_logind], ids=["bus", "logind"])
async def test_a_hung_bus_or_logind_holds_nothing_up(
    daemon: Daemon, hang: Callable[[Daemon, Logind], object]
) -> None:
    """Start and close return in their time, and the loop beside them runs on."""
    async with Logind(daemon.address) as logind, Gaps() as gaps:
        done = hang(daemon, logind)
        assert asyncio.iscoroutine(done)
        await done
        watch = SuspendWatch(Told())
        began = time.monotonic()
        await watch.start()
        assert START_LIMIT * 0.9 < time.monotonic() - began < START_LIMIT + 0.5
        assert not watch.held
        assert "logind does not answer" in watch.because
        await watch.close()
    assert gaps.worst < 0.25


@pytest.mark.asyncio
async def test_a_bus_that_hangs_later_holds_no_close_up(daemon: Daemon) -> None:
    """The end of a session waits for nobody."""
    async with Logind(daemon.address), Gaps() as gaps:
        watch = SuspendWatch(Told())
        await watch.start()
        assert watch.held
        daemon.hang()
        began = time.monotonic()
        await watch.close()
        assert time.monotonic() - began < 0.5
    assert gaps.worst < 0.25


@pytest.mark.asyncio
async def test_a_bus_that_dies_is_noticed_without_asking_it(daemon: Daemon) -> None:
    """The lock is told to be gone, as nobody would announce a sleep any more."""
    async with Logind(daemon.address):
        watch = SuspendWatch(Told())
        await watch.start()
        daemon.end()
        await until(lambda: not watch.held)
        assert "went away" in watch.because
        await watch.close()


async def _let_in_and_leave(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Speak a bus's first words (D-Bus specification, "Authentication Protocol"), then hang up."""
    answers = {b"\0AUTH": b"OK 0123456789abcdef\r\n", b"NEGOTIATE_UNIX_FD": b"AGREE_UNIX_FD\r\n"}
    while (line := await reader.readline()).strip() != b"BEGIN":
        writer.write(answers[line.split()[0]])
    await reader.readexactly(1)
    writer.close()
    await writer.wait_closed()


@pytest.mark.asyncio
async def test_a_bus_that_hangs_up_is_no_bus(nowhere: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It let us in and went away before the first answer."""
    assert nowhere
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/bus"
        async with await asyncio.start_unix_server(_let_in_and_leave, path):
            monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={path}")
            watch = SuspendWatch(Told())
            await watch.start()
    assert not watch.held
    assert "no system bus answers" in watch.because


@pytest.mark.asyncio
async def test_a_lock_that_comes_too_late_is_given_back(daemon: Daemon) -> None:
    """Whoever has gone does not delay anybody's sleep unawares, and leaks no descriptor."""
    async with Logind(daemon.address) as logind:
        open_before = descriptors()
        watch = SuspendWatch(Told())
        await watch.start()
        await logind.prepare(begins=True)
        await until(lambda: watch._sleeping)
        watch.let_go()
        logind.answers = False
        await logind.prepare(begins=False)
        await until(lambda: len(logind.calls) == 2)
        logind.answer_late()
        # The loop does not turn, so the answer lies in the socket, unread, while we close.
        assert watch._bus is not None
        socket = watch._bus._fd
        assert socket is not None
        assert select.select([socket], [], [], DEADLINE)[0]
        assert not watch.held
        assert "does not answer" in watch.because
        await watch.close()
        await until(lambda: logind.held() == 0)
        assert logind.given() == 2
        assert descriptors() == open_before + 2  # logind's ends of the two locks


@pytest.mark.asyncio
async def test_a_start_that_is_called_off_leaves_nothing(daemon: Daemon) -> None:
    """A session that ends at once takes its half-made watch along."""
    async with Logind(daemon.address) as logind:
        logind.answers = False
        open_before = descriptors()
        start = asyncio.create_task(SuspendWatch(Told()).start())
        await until(lambda: len(logind.calls) == 1)
        start.cancel()
        await asyncio.gather(start, return_exceptions=True)
        assert start.cancelled()
        await until(lambda: descriptors() == open_before)


@pytest.mark.asyncio
async def test_only_linux_offers_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Elsewhere nothing is tried, and it is said."""
    monkeypatch.setattr(sys, "platform", "darwin")
    watch = SuspendWatch(Told())
    await watch.start()
    assert not watch.held
    assert "only Linux" in watch.because
    await watch.close()
