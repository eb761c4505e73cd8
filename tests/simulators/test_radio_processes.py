"""The virtual air between processes: somebody else's client, hosts that die, and bad arguments."""

from __future__ import annotations

import asyncio
import json
import shlex
import subprocess
import sys
from typing import IO, TYPE_CHECKING, Any

import pytest
from bleak import BleakClient

from protocols import ftms
from protocols.bleak_find import find_treadmill
from protocols.bleak_link import BleakLink
from simulators.link.remote import ADDRESS
from simulators.radio.backends import backends_for
from simulators.radio.central import Central
from simulators.treadmill.server import Press
from tests.house.tree import ROOT
from tests.simulators.radio_process import on_air

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.long

SPEEDUP = 10
SUCCESS = {"result": "SUCCESS"}
SECONDS = 10.0
"""Of real time, more than enough for a belt that is ten times as quick."""


def next_line(stream: IO[str] | None) -> dict[str, Any]:
    """Return what the driver says next."""
    assert stream is not None
    told: dict[str, Any] = json.loads(stream.readline())
    return told


@pytest.mark.skipif(sys.version_info < (3, 12), reason="pyftms needs Python 3.12 or newer")
def test_pyftms_drives_the_treadmill() -> None:
    """As it was installed: discovery, ranges, control, start, speed, data and stop."""
    driver = [sys.executable, "-W", "error::RuntimeWarning", "-m", "tests.simulators.pyftms_driver"]
    with on_air("generic", SPEEDUP) as air:
        process = subprocess.Popen(
            [*driver, air.radio],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

        def do(step: str) -> dict[str, Any]:
            assert process.stdin is not None
            process.stdin.write(f"{step}\n")
            process.stdin.flush()
            return next_line(process.stdout)

        with process:
            try:
                found = {"found": ADDRESS, "name": "Treadmill", "kind": "TREADMILL"}
                assert next_line(process.stdout) == found
                assert next_line(process.stdout) == {"ranges": {"target_speed": [1.0, 16.0, 0.1]}}
                assert air.remote.look().linked
                assert do("start") == SUCCESS
                air.remote.wait_for(lambda look: look.belt_speed == 100, SECONDS)
                assert do("set 5.0") == SUCCESS
                assert do("hear 5.0") == {"heard": "5.0"}
                assert air.remote.look().belt_speed == 500
                assert do("stop") == SUCCESS
                look = air.remote.wait_for(lambda look: look.belt_speed == 0, SECONDS)
            finally:
                _, complaints = process.communicate(timeout=SECONDS)
        assert (process.returncode, complaints) == (0, "")
        assert [data.hex() for _, data in look.commands] == ["00", "07", "02f401", "0801"]
        assert not air.remote.wait_for(lambda look: not look.linked, SECONDS).linked


KILLED = """
import asyncio, os, signal, sys
from bleak import BleakClient
from simulators.radio.backends import backends_for
from simulators.radio.central import Central

async def main():
    central = await Central.connect(sys.argv[1])
    await BleakClient(sys.argv[2], backend=backends_for(central).client).connect()
    os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(main())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_host_that_is_killed_leaves_the_belt_and_loses_the_link() -> None:
    """The next host makes its own; the first thing that it does is a stop."""

    async def stop(transport: str) -> None:
        central = await Central.connect(transport)
        backends = backends_for(central)
        device = await find_treadmill(ADDRESS, backend=backends.scanner)
        link, _ = await BleakLink.connect(device, backend=backends.client, first=ftms.STOP)
        await link.close()
        await central.close()

    with on_air("urevo-e1l", SPEEDUP) as air:
        air.remote.press(Press.START)
        air.remote.wait_for(lambda look: look.belt_speed > 0, SECONDS)
        subprocess.run(
            [sys.executable, "-c", KILLED, air.radio, ADDRESS], check=False, timeout=30, cwd=ROOT
        )
        look = air.remote.wait_for(lambda look: not look.linked, SECONDS)
        assert not look.linked
        assert look.belt_speed > 0
        asyncio.run(stop(air.radio))
        look = air.remote.wait_for(lambda look: look.belt_speed == 0, SECONDS)
        assert [data for _, data in look.commands] == [ftms.STOP]


def test_a_treadmill_that_ends_is_a_lost_link() -> None:
    """Its client is told, and a request after that fails like any other."""

    async def story() -> bool:
        told = asyncio.Event()
        with on_air("generic") as air:
            central = await Central.connect(air.radio)
            client = BleakClient(
                ADDRESS, lambda _client: told.set(), backend=backends_for(central).client
            )
            await client.connect()
        async with asyncio.timeout(SECONDS):
            await told.wait()
        await central.close()
        return client.is_connected

    assert not asyncio.run(story())


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        pytest.param(["--machine", "urevo-el1"], 'did you mean "urevo-e1l"?', id="machine"),
        pytest.param(["--address", "5E:1F"], "no address; write it like", id="address"),
        pytest.param(["--listen", "tcp-server:0.0.0.0:0"], "write tcp-server:127.0.0.1", id="all"),
        pytest.param(["--listen", "tcp-server:127.0.0.1:99999"], "write tcp-server", id="port"),
        pytest.param(["--listen", "usb:0"], "write tcp-server:127.0.0.1:PORT", id="usb"),
        pytest.param(["--speedup", "0"], "not a whole number from 1 to 100", id="speedup"),
    ],
)
def test_what_the_process_cannot_do_is_a_sentence(arguments: list[str], sentence: str) -> None:
    """With a code other than 0, and no traceback."""
    run = radio(*arguments)
    assert run.returncode == 2
    assert sentence in run.stderr
    assert "Traceback" not in run.stderr


def test_a_port_that_is_taken_is_a_sentence() -> None:
    """The same, from the operating system."""
    with on_air("generic") as air:
        port = air.radio.rpartition(":")[2]
        run = radio("--listen", f"tcp-server:127.0.0.1:{port}")
    assert run.returncode == 5
    assert f"127.0.0.1:{port} cannot be listened at" in run.stderr
    assert "Traceback" not in run.stderr


def test_without_bumble_it_says_what_to_install(tmp_path: Path) -> None:
    """And the rest of the simulators does not miss it."""
    (tmp_path / "sitecustomize.py").write_text(
        "import sys\nsys.modules['bumble'] = None\n", encoding="utf-8"
    )
    run = radio(path=tmp_path)
    assert run.returncode == 2
    assert f'({shlex.quote(sys.executable)} -m pip install ".[radio]" in its folder).' in run.stderr
    assert run.stderr.count("\n") == 1
    whole = (
        "import simulators.link.air, simulators.link.distant, simulators.world, simulators.radio"
    )
    subprocess.run(
        [sys.executable, "-c", whole],
        check=True,
        cwd=ROOT,
        env={"PYTHONPATH": str(tmp_path)},
        timeout=30,
    )


def radio(*arguments: str, path: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the process to its end."""
    return subprocess.run(
        [sys.executable, "-m", "simulators.radio", *arguments],
        capture_output=True,
        check=False,
        cwd=ROOT,
        env=None if path is None else {"PYTHONPATH": str(path)},
        text=True,
        timeout=30,
    )
