"""``reprise doctor``: every look is bounded, none hides another, and each says what to do."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import threading
import time
from pathlib import Path
from typing import Any, Final

import pytest

from controller.cli.doctor import computer as check_computer
from controller.cli.doctor.bluetooth import bluetooth_probes
from controller.cli.doctor.command import look_at
from controller.cli.doctor.finding import Finding, Probe, State, aside, look_within, ok
from simulators.virtual_time import VirtualClock, run_virtual
from tests.cli.terminals import at_a_terminal
from tests.cli.test_simulate import reprise
from tests.host.bluetoothd import Bluetoothd, Objects, adapter, connected_treadmill
from tests.host.buses import Daemon
from tests.host.programs import INHIBITS, Programs

CHECKS: Final = [
    "Python",
    "packages",
    "system",
    "terminal size",
    "colours",
    "characters",
    "folders",
    "remembered treadmills",
    "clocks",
    "sleep and lock",
    "D-Bus",
    "bluetoothd",
    "Bluetooth permission",
    "Bluetooth adapter",
    "connected treadmills",
]
only_linux = pytest.mark.skipif(sys.platform != "linux", reason="BlueZ is the Bluetooth of Linux")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep everything that is remembered in a folder of this test."""
    for name in ("CONFIG_HOME", "DATA_HOME", "STATE_HOME", "RUNTIME_DIR"):
        monkeypatch.setenv(f"XDG_{name}", str(tmp_path / "home"))
    return tmp_path / "home"


async def doctor() -> tuple[int, dict[str, dict[str, Any]], list[str]]:
    """Run the command; return its exit code, the checks by name, and their order."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "controller.cli.main", "doctor", "--json"),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, complaints = await process.communicate()
    assert complaints == b""
    told = json.loads(out)
    assert process.returncode in (0, 1)
    assert told["ok"] is (process.returncode == 0)
    assert told["ok"] is all(each["state"] != "fail" for each in told["checks"])
    assert all(bool(each["remedy"]) is (each["state"] != "ok") for each in told["checks"])
    names = [each["check"] for each in told["checks"]]
    return process.returncode, {each["check"]: each for each in told["checks"]}, names


@only_linux
@pytest.mark.asyncio
@pytest.mark.usefixtures("nowhere")
async def test_without_a_bus_one_thing_failed_and_the_rest_is_not_known() -> None:
    """The cause is what has to be mended, and the order is always the same."""
    code, checks, names = await doctor()
    assert (code, names) == (1, CHECKS)
    assert [name for name in names if checks[name]["state"] == "fail"] == ["D-Bus"]
    for name in CHECKS[-4:]:
        assert checks[name]["state"] == "warn"
        assert checks[name]["found"].startswith("not known")


@only_linux
@pytest.mark.asyncio
async def test_a_computer_in_order_has_nothing_to_mend(daemon: Daemon, programs: Programs) -> None:
    """Bleak itself was asked over the bus; a treadmill that is held is worth a look."""
    programs.put("bluetoothctl", "echo bluetoothctl: 5.82")
    programs.put("systemd-inhibit", INHIBITS)
    async with Bluetoothd(daemon.address, adapter()):
        code, checks, _ = await doctor()
    assert code == 0
    assert checks["bluetoothd"]["found"] == "BlueZ 5.82 runs"
    assert checks["Bluetooth adapter"]["found"] == "hci0 is switched on"
    assert [checks[name]["state"] for name in CHECKS[-6:]] == ["ok"] * 6
    async with Bluetoothd(daemon.address, adapter(), connected_treadmill()):
        code, checks, _ = await doctor()
    assert code == 0
    assert checks["connected treadmills"]["state"] == "warn"
    assert checks["connected treadmills"]["found"].endswith(": UREVO E1L")


DENIED: Final = "org.freedesktop.DBus.Error.AccessDenied"


@only_linux
@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("objects", "error", "version", "failed", "words"),
    [
        ((), "", "5.82", "Bluetooth adapter", "plug one in"),
        ((adapter(powered=False),), "", "5.82", "Bluetooth adapter", "bluetoothctl power on"),
        ((adapter(roles=()),), "", "5.82", "Bluetooth adapter", "Bluetooth 4.0"),
        ((adapter(),), "", "5.54", "bluetoothd", "5.55 or newer"),
        ((), DENIED, "5.82", "Bluetooth permission", "usermod -aG bluetooth"),
        ((), "org.bluez.Error.Failed", "5.82", "bluetoothd", "restart it"),
    ],
)
async def test_what_is_wrong_is_found_where_it_is(  # noqa: PLR0917  # a table's columns
    objects: tuple[Objects, ...],
    error: str,
    version: str,
    failed: str,
    words: str,
    daemon: Daemon,
    programs: Programs,
) -> None:
    """One cause is one failure, with its own remedy."""
    programs.put("bluetoothctl", f"echo {version}")
    async with Bluetoothd(daemon.address, *objects, error=error):
        probes = bluetooth_probes()[:-1]  # the last one is bleak's own, which stays connected
        findings = dict(zip((each.check for each in probes), await look_at(probes), strict=True))
    assert [name for name, each in findings.items() if each.state is State.FAIL] == [failed]
    assert words in findings[failed].remedy


@only_linux
@pytest.mark.asyncio
@pytest.mark.usefixtures("daemon")
async def test_nobody_at_bluez_name_is_a_daemon_that_does_not_run() -> None:
    """How it is started is said."""
    findings = await look_at(bluetooth_probes()[:2])
    assert [each.state for each in findings] == [State.OK, State.FAIL]
    assert "systemctl enable --now bluetooth" in findings[1].remedy


@pytest.mark.long
@only_linux
@pytest.mark.asyncio
async def test_a_bus_that_hangs_holds_nobody_up(daemon: Daemon) -> None:
    """All the looks are given up together after two seconds, and each says so."""
    daemon.hang()
    before = time.monotonic()
    code, checks, _ = await doctor()
    assert time.monotonic() - before < 15  # two seconds, and a busy computer
    assert code in (0, 1)
    assert {checks[name]["found"] for name in CHECKS[-5:-1]} == {"no answer within 2 s"}


def test_a_look_that_hangs_is_given_up() -> None:
    """After its two seconds, to the moment; the thread of a disk that hangs holds nobody."""
    never = threading.Event()
    daemons: list[bool] = []

    def hang() -> Finding:
        daemons.append(threading.current_thread().daemon)
        never.wait()
        return ok("")

    async def wait() -> Finding:
        await asyncio.Event().wait()
        return ok("")

    async def main(clock: VirtualClock) -> Finding:
        found = await look_within(Probe("", wait))
        assert clock.now() == 2_000_000_000
        return found

    given_up = run_virtual(main)
    assert (given_up.state, given_up.found) == (State.WARN, "no answer within 2 s")
    assert asyncio.run(look_within(Probe("", aside(hang)), 0.05)).found == "no answer within 0.05 s"
    never.set()
    assert daemons == [True]


def test_a_look_that_fails_hides_no_other() -> None:
    """Its exception is a finding, in a thread or not, and the next one is looked at."""

    def fail_aside() -> Finding:
        raise ZeroDivisionError("aside")

    async def fail_here() -> Finding:
        raise ZeroDivisionError("here")

    probes = [Probe("", aside(fail_aside)), Probe("", fail_here), Probe("", aside(lambda: ok("3")))]
    first, second, third = asyncio.run(look_at(probes))
    assert first.found == "it cannot be looked at (ZeroDivisionError: aside)"
    assert second.found == "it cannot be looked at (ZeroDivisionError: here)"
    assert third == ok("3")


@pytest.mark.usefixtures("nowhere")
def test_the_page_is_for_people() -> None:
    """State, name, what was found, what to do; the last line counts."""
    done = reprise("doctor")
    lines = done.stdout.splitlines()
    firsts = [line for line in lines if line[:4].strip() in ("ok", "warn", "fail")]
    assert len(firsts) == len(CHECKS) or sys.platform != "linux"
    assert lines[0].startswith("ok    Python ") or sys.version_info[:2] > (3, 13)
    failed = sum(line.startswith("fail") for line in firsts)
    unsure = sum(line.startswith("warn") for line in firsts)
    assert done.returncode == (failed > 0)
    assert lines[-1].startswith(f"{failed} failed, {unsure} worth a look.")
    assert sum(line.lstrip().startswith("-> ") for line in lines) == failed + unsure


@pytest.mark.long
@only_linux
@pytest.mark.parametrize(
    ("environment", "line"),
    [
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, "ok    colours                xterm, 16"),
        ({"TERM": "dumb"}, "warn  colours                TERM is 'dumb'"),
        ({"TERM": "xterm", "NO_COLOR": "1"}, "ok    colours                xterm, and NO_COLOR"),
        ({"PYTHONIOENCODING": "latin-1"}, "warn  characters             the terminal is written"),
        ({"PYTHONIOENCODING": "utf-8"}, "ok    characters             UTF-8"),
    ],
)
@pytest.mark.usefixtures("nowhere")
def test_a_terminal_is_looked_at(environment: dict[str, str], line: str) -> None:
    """Colours and characters as the terminal's environment has them."""
    seen, _ = at_a_terminal(["doctor"], environment=environment)
    assert line in seen


def test_a_terminal_that_is_too_small_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """The screen is made for 80 x 24; plain mode needs no size."""
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stdout.fileno", lambda: 1, raising=False)
    for size, state in (((80, 24), State.OK), ((79, 24), State.WARN), ((80, 23), State.WARN)):
        monkeypatch.setattr(os, "get_terminal_size", lambda _fd, s=size: os.terminal_size(s))
        assert check_computer._terminal().state is state


@pytest.mark.parametrize("what", ["file", "nothing"])
def test_a_folder_that_takes_nothing_is_said(home: Path, what: str) -> None:
    """It need not be there yet, but nothing may stand in its way; nothing is made by looking."""
    if what == "file":
        home.write_text("")
    found = check_computer._folders()
    assert (found.state is State.FAIL) == (what == "file")
    assert (f"{home} is not a folder" in found.found) == (what == "file")
    assert home.exists() == (what == "file")


def test_a_broken_file_of_machines_is_said(home: Path) -> None:
    """With the place in it."""
    (home / "reprise").mkdir(parents=True)
    (home / "reprise" / "machines.json").write_text("{")
    found = check_computer._machines()
    assert found.state is State.FAIL
    assert "machines.json:1:2: this is not JSON" in found.found


@pytest.mark.parametrize(
    ("installed", "line", "fits"),
    [
        ("3.1.0", "bleak<4,>=3.1", True),
        ("3.0.9", "bleak<4,>=3.1", False),
        ("4.0.0", "bleak<4,>=3.1", False),
        ("3.10", "bleak<4,>=3.9", True),
        ("6.0.2", "PyYAML>=6.0.2", True),
        ("6.0.1", "PyYAML>=6.0.2", False),
        ("1.0", "anything", True),
    ],
)
def test_versions_are_compared_as_numbers(installed: str, line: str, *, fits: bool) -> None:
    """3.10 is newer than 3.9; an upper bound is not within."""
    assert check_computer._fits(installed, line) is fits
