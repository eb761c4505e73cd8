"""Sleep and screen lock held off, by stand-ins as real processes and by the real programs."""

from __future__ import annotations

import asyncio
import ctypes
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from types import SimpleNamespace

import psutil
import pytest

from controller.host import inhibitor
from controller.host.awake import (
    Awake,
    hold_awake,
    hold_by_caffeinate,
    hold_by_execution_state,
    hold_by_systemd,
)
from tests.host.buses import Daemon, Desktop, Logind
from tests.host.programs import CAFFEINATES, ENDS, HANGS, INHIBITS, REFUSES, Programs
from tests.host.waiting import DEADLINE, Gaps, lives, until

WHY = "A belt may move"
DIES_HOLDING = """
import asyncio, os, signal, sys
from controller.host import inhibitor
from controller.host.awake import hold_by_caffeinate, hold_by_systemd

signal.signal(signal.SIGHUP, signal.SIG_DFL)  # whoever runs the tests may have it ignored
inhibitor.PROOF_LIMIT = 60.0  # what a busy computer needs to start a shell is not asked here

async def main():
    awake = await (hold_by_caffeinate() if sys.argv[1] == "caffeinate" else hold_by_systemd("why"))
    print(awake.sleep, flush=True)
    await asyncio.Event().wait()

asyncio.run(main())
"""


@pytest.mark.asyncio
@pytest.mark.usefixtures("nowhere")
async def test_systemd_inhibit_holds_until_it_is_released(programs: Programs) -> None:
    """On a bare console its idle lock is the screen's lock too."""
    programs.put("systemd-inhibit", INHIBITS)
    awake = await hold_by_systemd(WHY)
    assert (awake.sleep, awake.lock, awake.because) == (True, True, "")
    said = ["--what=sleep:idle", "--mode=block", "--who=Reprise", f"--why={WHY}", "cat"]
    assert programs.said("systemd-inhibit") == said
    pid = programs.pid("systemd-inhibit")
    assert lives(pid)
    await awake.release()
    assert not lives(pid)
    assert (awake.sleep, awake.lock) == (False, False)
    await awake.release()


@pytest.mark.parametrize("way", ["systemd-inhibit", "caffeinate"])
@pytest.mark.parametrize("death", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.usefixtures("nowhere")
def test_the_holder_ends_with_whoever_started_it(
    way: str, death: signal.Signals, programs: Programs
) -> None:
    """However the controller dies, the computer may sleep again."""
    programs.put("systemd-inhibit", INHIBITS)
    programs.put("caffeinate", CAFFEINATES)
    parent = subprocess.Popen(
        [sys.executable, "-c", DIES_HOLDING, way], stdout=subprocess.PIPE, text=True
    )
    with parent:
        try:
            assert parent.stdout is not None
            assert parent.stdout.readline() == "True\n"
            asyncio.run(until(lambda: programs.pid(way) != 0))
            pid = programs.pid(way)
            assert lives(pid)
            parent.send_signal(death)
        except BaseException:
            parent.kill()  # or leaving would wait for it for ever
            raise
    assert parent.returncode == -death
    asyncio.run(until(lambda: not lives(pid)))


@pytest.mark.asyncio
@pytest.mark.usefixtures("nowhere")
async def test_a_holder_that_is_killed_is_noticed(programs: Programs) -> None:
    """What is said to be held is looked at each time."""
    programs.put("systemd-inhibit", INHIBITS)
    awake = await hold_by_systemd(WHY)
    assert awake.sleep
    os.kill(programs.pid("systemd-inhibit"), signal.SIGKILL)
    await until(lambda: not awake.sleep)
    assert "systemd-inhibit has ended" in awake.because
    await awake.release()


@pytest.mark.asyncio
@pytest.mark.usefixtures("nowhere")
async def test_a_refusal_is_said_in_its_own_words(programs: Programs) -> None:
    """The last line that the program wrote, and what to do now."""
    programs.put("systemd-inhibit", REFUSES)
    awake = await hold_by_systemd(WHY)
    assert (awake.sleep, awake.lock) == (False, False)
    assert awake.because == (
        "Neither sleep nor the screen lock is held off (Failed to inhibit: Access denied): turn "
        "both off in the system's settings before the belt moves."
    )
    await awake.release()


@pytest.mark.asyncio
@pytest.mark.usefixtures("nowhere")
async def test_a_system_without_the_program_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a Linux without systemd."""
    monkeypatch.setenv("PATH", "")
    awake = await hold_by_systemd(WHY)
    assert not awake.sleep
    assert "systemd-inhibit cannot be started" in awake.because
    await awake.release()


@pytest.mark.long
@pytest.mark.asyncio
@pytest.mark.usefixtures("nowhere")
async def test_a_program_that_hangs_is_not_held_and_is_killed(programs: Programs) -> None:
    """It is given up after its time, the loop runs on, and nothing of it is left."""
    programs.put("systemd-inhibit", HANGS)
    async with Gaps() as gaps:
        began = time.monotonic()
        awake = await hold_by_systemd(WHY)
        assert time.monotonic() - began < 2.5
    assert gaps.worst < 0.25
    assert not awake.sleep
    assert "systemd-inhibit did not answer" in awake.because
    await until(lambda: not lives(programs.pid("systemd-inhibit")))
    await awake.release()


@pytest.mark.asyncio
@pytest.mark.usefixtures("nowhere")
async def test_holding_that_is_called_off_leaves_nothing(programs: Programs) -> None:
    """A session that ends while the program has not answered takes it along."""
    programs.put("systemd-inhibit", HANGS)
    holding = asyncio.create_task(hold_by_systemd(WHY))
    await until(lambda: programs.pid("systemd-inhibit") != 0)
    holding.cancel()
    await asyncio.gather(holding, return_exceptions=True)
    assert holding.cancelled()
    await until(lambda: not lives(programs.pid("systemd-inhibit")))


@pytest.mark.asyncio
@pytest.mark.usefixtures("nowhere")
@pytest.mark.parametrize("turns", range(12))
async def test_holding_can_be_called_off_at_any_turn_of_the_loop(
    programs: Programs, turns: int
) -> None:
    """Also while the process is half made, where asyncio by itself would wait for ever."""
    programs.put("systemd-inhibit", INHIBITS)
    before = psutil.Process().children()
    holding = asyncio.create_task(hold_by_systemd(WHY))
    for _ in range(turns):
        await asyncio.sleep(0)
    holding.cancel()
    await asyncio.wait([holding], timeout=DEADLINE)
    assert holding.cancelled()
    assert psutil.Process().children() == before


@pytest.mark.asyncio
async def test_the_desktop_is_asked_not_to_lock(
    daemon: Daemon, programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The request stands while the connection does, and both end with the release."""
    programs.put("systemd-inhibit", REFUSES)
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    async with Desktop(daemon.address) as desktop:
        awake = await hold_by_systemd(WHY)
        assert desktop.calls == [["Reprise", WHY]]
        assert (awake.sleep, awake.lock) == (False, True)
        assert awake.because.startswith("Sleep is not held off (Failed to inhibit")
        await awake.release()
        assert not awake.lock


@pytest.mark.asyncio
async def test_a_desktop_that_goes_away_is_noticed(
    daemon: Daemon, programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lock is no longer said to be held once the bus has died."""
    programs.put("systemd-inhibit", INHIBITS)
    monkeypatch.setenv("DISPLAY", ":0")
    async with Desktop(daemon.address):
        awake = await hold_by_systemd(WHY)
        assert awake.lock
        daemon.end()
        await until(lambda: not awake.lock)
        assert awake.sleep
        assert awake.because.startswith("The screen lock is not held off (the bus went away)")
        await awake.release()


def _refuses(desktop: Desktop, _: Daemon) -> None:
    desktop.refuses = True


def _is_silent(desktop: Desktop, _: Daemon) -> None:
    desktop.answers = False


def _hangs(_: Desktop, daemon: Daemon) -> None:
    daemon.hang()


@pytest.mark.long
@pytest.mark.asyncio
@pytest.mark.parametrize("happens", [_refuses, _is_silent, _hangs])
async def test_a_desktop_that_does_not_agree_holds_nothing_up(
    daemon: Daemon,
    programs: Programs,
    monkeypatch: pytest.MonkeyPatch,
    happens: Callable[[Desktop, Daemon], None],
) -> None:
    """Sleep is held all the same, and the lock is said not to be: logind's is not the desktop's."""
    programs.put("systemd-inhibit", INHIBITS)
    monkeypatch.setenv("DISPLAY", ":0")
    async with Desktop(daemon.address) as desktop, Gaps() as gaps:
        happens(desktop, daemon)
        awake = await hold_by_systemd(WHY)
        assert (awake.sleep, awake.lock) == (True, False)
        assert awake.because.startswith("The screen lock is not held off (")
        await awake.release()
    assert gaps.worst < 0.25


@pytest.mark.asyncio
async def test_a_bus_that_dies_under_a_question_is_said(
    daemon: Daemon, programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The question gets no answer, and it is known at once that it never will."""
    programs.put("systemd-inhibit", INHIBITS)
    monkeypatch.setenv("DISPLAY", ":0")
    async with Desktop(daemon.address) as desktop:
        desktop.answers = False
        holding = asyncio.create_task(hold_by_systemd(WHY))
        await until(lambda: len(desktop.calls) == 1)
        daemon.end()
        awake = await holding
        assert awake.sleep
        assert awake.because.startswith("The screen lock is not held off (the bus went away)")
        await awake.release()


@pytest.mark.asyncio
async def test_a_desktop_without_a_screen_saver_is_said(
    daemon: Daemon, programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is a bus, and nobody on it who would answer."""
    assert daemon.address
    programs.put("systemd-inhibit", INHIBITS)
    monkeypatch.setenv("DISPLAY", ":0")
    awake = await hold_by_systemd(WHY)
    assert (awake.sleep, awake.lock) == (True, False)
    assert "org.freedesktop.ScreenSaver refused" in awake.because
    await awake.release()


@pytest.mark.asyncio
async def test_the_real_systemd_inhibit_proves_its_lock(daemon: Daemon) -> None:
    """Against a small logind: held once the lock is given, and given back on release."""
    if shutil.which("systemd-inhibit") is None:
        pytest.skip("there is no systemd-inhibit here: it comes with systemd")
    async with Logind(daemon.address) as logind:
        awake = await hold_by_systemd(WHY)
        assert awake.sleep, awake.because
        assert logind.calls == [["sleep:idle", "Reprise", WHY, "block"]]
        assert logind.held() == 1
        await awake.release()
        await until(lambda: logind.held() == 0)


@pytest.mark.long
@pytest.mark.asyncio
@pytest.mark.parametrize("answers", [True, False], ids=["refuses", "is silent"])
async def test_the_real_systemd_inhibit_is_not_believed_before_its_lock(
    daemon: Daemon, *, answers: bool
) -> None:
    """Neither when logind says no, nor while it says nothing."""
    if shutil.which("systemd-inhibit") is None:
        pytest.skip("there is no systemd-inhibit here: it comes with systemd")
    async with Logind(daemon.address) as logind:
        logind.refuses, logind.answers = True, answers
        awake = await hold_by_systemd(WHY)
        assert not awake.sleep
        assert ("Failed to inhibit" if answers else "did not answer") in awake.because
        assert logind.given() == 0
        await awake.release()


@pytest.mark.asyncio
async def test_caffeinate_watches_our_process_and_ends_on_release(programs: Programs) -> None:
    """It holds the display too, so the screen does not lock by itself."""
    programs.put("caffeinate", CAFFEINATES)
    awake = await hold_by_caffeinate()
    assert (awake.sleep, awake.lock, awake.because) == (True, True, "")
    assert programs.said("caffeinate") == ["-dims", "-w", str(os.getpid())]
    pid = programs.pid("caffeinate")
    assert lives(pid)
    began = time.monotonic()
    await awake.release()
    assert time.monotonic() - began < inhibitor.END_LIMIT, "it was killed rather than asked"
    assert not lives(pid)


@pytest.mark.asyncio
@pytest.mark.parametrize("script", [ENDS, REFUSES])
async def test_a_caffeinate_that_ends_at_once_holds_nothing(
    programs: Programs, script: str
) -> None:
    """Whatever it returned: one that is gone holds nothing."""
    programs.put("caffeinate", script)
    awake = await hold_by_caffeinate()
    assert (awake.sleep, awake.lock) == (False, False)
    assert awake.because.count("(") == 1
    await awake.release()


class Kernel32:
    """Keeps an execution state as Windows does, or refuses."""

    def __init__(self, *, refuses: bool) -> None:
        """Begin without a state."""
        self.states: list[int] = []
        self.refuses = refuses

    @property
    def SetThreadExecutionState(self) -> Callable[[int], int]:  # noqa: N802  # its name
        """Return the function, which takes attributes like one of ctypes."""

        def call(state: int) -> int:
            self.states.append(state)
            return 0 if self.refuses else 0x80000000

        return call


@pytest.mark.asyncio
@pytest.mark.parametrize("refuses", [False, True])
async def test_windows_is_told_by_its_flags(
    monkeypatch: pytest.MonkeyPatch, *, refuses: bool
) -> None:
    """Continuous with system and display, and continuous alone to take it back."""
    kernel = Kernel32(refuses=refuses)
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
    awake = hold_by_execution_state()
    assert (awake.sleep, awake.lock) == (not refuses, not refuses)
    assert ("Windows refused" in awake.because) is refuses
    await awake.release()
    assert kernel.states == ([0x80000003] if refuses else [0x80000003, 0x80000000])
    assert not awake.sleep


@pytest.mark.asyncio
@pytest.mark.usefixtures("nowhere")
@pytest.mark.parametrize(
    ("platform", "program"), [("linux", "systemd-inhibit"), ("darwin", "caffeinate")]
)
async def test_each_system_has_its_own_way(
    platform: str, program: str, programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program of the system is started, and of no other."""
    programs.put("systemd-inhibit", INHIBITS)
    programs.put("caffeinate", CAFFEINATES)
    monkeypatch.setattr(sys, "platform", platform)
    awake: Awake = await hold_awake(WHY)
    assert awake.sleep
    other = {"systemd-inhibit", "caffeinate"} - {program}
    assert programs.pid(program)
    assert [programs.pid(each) for each in other] == [0]
    await awake.release()


@pytest.mark.asyncio
@pytest.mark.usefixtures("nowhere")
async def test_holding_does_not_delay_the_loop(programs: Programs) -> None:
    """Starting a process costs the loop a few milliseconds at most, ten times in a row."""
    programs.put("systemd-inhibit", INHIBITS)
    async with Gaps() as gaps:
        for _ in range(10):
            awake = await hold_by_systemd(WHY)
            assert awake.sleep
            await awake.release()
    assert gaps.worst < 0.25


def test_the_limits_add_up_to_what_is_promised() -> None:
    """A program that hangs costs a start no more than about two seconds."""
    assert inhibitor.PROOF_LIMIT + inhibitor.STAYS_FOR + inhibitor.END_LIMIT < 2
