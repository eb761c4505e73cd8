"""The simulated world as a process: it outlives its clients, and in the end nobody."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import psutil
import pytest
from bleak import BleakClient
from bleak.exc import BleakDeviceNotFoundError, BleakGATTProtocolError

from protocols import ftms
from protocols.bleak_find import find_known_treadmill, find_treadmill
from protocols.bleak_link import BleakLink
from protocols.gatt import CONTROL_POINT, TREADMILL_DATA, full_uuid
from protocols.link import LinkEvent, LinkFailed, Received
from simulators.link.distant import DistantAir
from simulators.link.remote import (
    ADDRESS,
    Look,
    RunningWorld,
    WorldRemote,
    start_world,
    world_process,
)
from simulators.treadmill.server import Press

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(
        sys.platform == "win32", reason="signals and unix sockets are what is tested here"
    ),
]

SOON: Final = 10.0
"""Seconds of real time that a busy computer may take for what is quick on an idle one."""

QUICK: Final = 20
"""Times quicker than life: the belt runs a quarter of a second after its start."""

WORLD: Final = (sys.executable, "-m", "simulators.world", "--address", ADDRESS)

CLIENT: Final = """
import asyncio, sys
from protocols import ftms
from protocols.bleak_find import find_treadmill
from protocols.bleak_link import BleakLink
from protocols.link import Received
from simulators.link.distant import DistantAir

async def main():
    air = await DistantAir.connect(sys.argv[1])
    device = await find_treadmill(None, backend=air.scanner_backend)
    link, _ = await BleakLink.connect(device, backend=air.client_backend)
    answered = asyncio.Event()
    def hear(event):
        if isinstance(event, Received) and event.characteristic == "2AD9":
            answered.set()
    link.listen(hear)
    for data in (ftms.REQUEST_CONTROL, ftms.START):
        answered.clear()
        link.write(data)
        await answered.wait()
    print("started", flush=True)
    await asyncio.Event().wait()

asyncio.run(main())
"""
"""A process that sets the belt going and holds the link until it is killed."""


def running(look: Look) -> bool:
    """Whether the belt moves."""
    return look.belt_speed > 0


def at_rest(look: Look) -> bool:
    """Whether the belt is still."""
    return look.belt_speed == 0


def unlinked(look: Look) -> bool:
    """Whether the host has given up the link."""
    return not look.linked


@contextmanager
def client_process(listen: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run the client above, and return when its belt moves."""
    with subprocess.Popen(
        [sys.executable, "-c", CLIENT, listen], stdout=subprocess.PIPE
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == b"started\n"
            with WorldRemote(listen) as remote:
                remote.wait_for(running, SOON)
            yield process
        finally:
            process.kill()


async def connected(air: DistantAir, first: bytes = b"") -> BleakLink:
    """Connect as the process does that takes over from a dead one."""
    device = await find_known_treadmill(
        ADDRESS,
        seconds=SOON,
        scanner_backend=air.scanner_backend,
        adapter_backend=air.adapter_backend,
    )
    link, machine = await BleakLink.connect(device, backend=air.client_backend, first=first)
    assert machine.address == ADDRESS
    return link


def in_world(
    story: Callable[[DistantAir, RunningWorld], Awaitable[None]], world: RunningWorld
) -> None:
    """Run a story as one client of a world; its connection is closed without a word at the end."""

    async def main() -> None:
        air = await DistantAir.connect(world.listen)
        try:
            await story(air, world)
        finally:
            await air.close()

    asyncio.run(main())


async def until(world: RunningWorld, condition: Callable[[Look], bool]) -> Look:
    """Wait for the world beside the loop."""
    return await asyncio.to_thread(world.remote.wait_for, condition, SOON)


async def take_over(air: DistantAir, world: RunningWorld) -> None:
    """Connect to a link that is there, stop the belt, and end the link."""
    link = await connected(air)
    link.write(ftms.STOP)
    await until(world, at_rest)
    await link.close()


def test_a_killed_client_leaves_the_link_and_the_belt() -> None:
    """The belt runs on, no scan finds it, the adapter does, and another process can stop it."""

    async def story(air: DistantAir, world: RunningWorld) -> None:
        assert (await until(world, running)).linked
        with pytest.raises(LinkFailed):
            await find_treadmill(ADDRESS, seconds=0.2, backend=air.scanner_backend)
        await take_over(air, world)
        look = await until(world, unlinked)
        assert look.commands[-1][1] == ftms.STOP
        assert (await find_treadmill(ADDRESS, backend=air.scanner_backend)).address == ADDRESS

    with world_process("generic", QUICK) as world:
        with client_process(world.listen) as client:
            client.kill()
            client.wait()
            before = time.monotonic_ns()
        in_world(story, world)
        stopped, _ = world.remote.look().commands[-1]
        assert before < stopped < time.monotonic_ns()


def test_a_frozen_client_holds_nobody_up() -> None:
    """While it is stopped its link can be shared, heard on and used; awake it takes no harm."""

    async def story(air: DistantAir, world: RunningWorld) -> None:
        link = await connected(air)
        heard: asyncio.Queue[LinkEvent] = asyncio.Queue()
        link.listen(heard.put_nowait)
        async with asyncio.timeout(SOON):
            for _ in range(20):
                assert isinstance(await heard.get(), Received)
        link.write(ftms.STOP)
        await until(world, at_rest)
        await link.close()

    with (
        world_process("generic", QUICK) as world,
        client_process(world.listen) as client,
    ):
        client.send_signal(signal.SIGSTOP)
        in_world(story, world)
        assert world.remote.look().linked  # the frozen one still has its part in it
        client.send_signal(signal.SIGCONT)
        client.kill()
        client.wait()
        assert world.remote.look().linked


def test_a_client_that_never_reads_is_cut_off() -> None:
    """What waits for it is bounded, and nobody else notices."""
    with world_process("generic") as world:
        deaf = dialled(world)
        try:
            for _ in range(5_000):  # each tells every client twice of the treadmill
                world.remote.lose_link()
                world.remote.restore_link()
            assert len(all_of(deaf)) < 1_000_000
        finally:
            deaf.close()


def test_clients_share_a_link_until_the_last_one_leaves() -> None:
    """Both hear the telemetry; one that disconnects leaves the link to the other."""

    async def story(air: DistantAir, world: RunningWorld) -> None:
        other = await DistantAir.connect(world.listen)
        try:
            first, second = await connected(air), await connected(other)
            told = {first: asyncio.Event(), second: asyncio.Event()}
            for link, event in told.items():
                link.listen(lambda _event, heard=event: heard.set())  # type: ignore[misc]
            async with asyncio.timeout(SOON):
                await asyncio.gather(*(event.wait() for event in told.values()))
            await first.close()
            assert world.remote.look().linked
            await second.close()
            assert not world.remote.look().linked
        finally:
            await other.close()

    with world_process("generic", QUICK) as world:
        in_world(story, world)


def test_the_end_of_the_world_is_a_lost_link() -> None:
    """A pending request fails as on any lost link, the client is told, and nothing is found."""

    async def story(air: DistantAir, world: RunningWorld) -> None:
        told = asyncio.Event()
        client = BleakClient(ADDRESS, lambda _client: told.set(), backend=air.client_backend)
        await client.connect()
        world.process.send_signal(signal.SIGSTOP)
        pending = asyncio.ensure_future(
            client.write_gatt_char(full_uuid(CONTROL_POINT), ftms.STOP, response=True)
        )
        await asyncio.sleep(0)
        world.process.kill()
        async with asyncio.timeout(SOON):
            with pytest.raises(BleakGATTProtocolError) as caught:
                await pending
            assert caught.value.code == 0x0E
            await told.wait()
        assert not client.is_connected
        with pytest.raises(BleakDeviceNotFoundError):
            await client.connect()
        with pytest.raises(LinkFailed, match=r"cannot be reached .*; start it again\.$"):
            await DistantAir.connect(world.listen)
        with pytest.raises(OSError, match=r"\S"):
            world.remote.look()

    with world_process("generic") as world:
        folder = Path(world.listen.removeprefix("unix:")).parent
        try:
            in_world(story, world)
        finally:
            # A killed world cannot tidy up after itself.
            (folder / "socket").unlink()
            folder.rmdir()


def test_an_att_round_trip_takes_what_the_profile_says() -> None:
    """The wire adds next to nothing to it."""
    spans: list[float] = []

    async def story(air: DistantAir, _world: RunningWorld) -> None:
        client = BleakClient(ADDRESS, backend=air.client_backend)
        await client.connect()
        for _ in range(15):
            began = time.monotonic()
            await client.read_gatt_char(full_uuid("2AD4"))
            spans.append(time.monotonic() - began)
        await client.disconnect()

    with world_process("generic") as world:
        in_world(story, world)
    # 30 ms. A loop's timers may ring a breath early, and a busy computer is late now and then.
    assert 0.0299 <= min(spans) < 0.033


def test_the_radio_can_be_taken_away() -> None:
    """Both ways, by remote control; the link is lost, and found again when the radio is back."""

    async def story(air: DistantAir, world: RunningWorld) -> None:
        lost, heard = asyncio.Event(), asyncio.Event()
        client = BleakClient(ADDRESS, lambda _client: lost.set(), backend=air.client_backend)
        await client.connect()
        world.remote.lose_link()
        async with asyncio.timeout(SOON):
            await lost.wait()
        assert not world.remote.look().linked
        with pytest.raises(BleakDeviceNotFoundError):
            await client.connect()
        world.remote.restore_link()
        async with asyncio.timeout(SOON):
            while not client.is_connected:
                try:
                    await client.connect()
                except BleakDeviceNotFoundError:  # the news is still on its way
                    await asyncio.sleep(0)
            await client.start_notify(full_uuid(TREADMILL_DATA), lambda _s, _d: heard.set())
            await heard.wait()
        await client.disconnect()

    with world_process("generic", QUICK) as world:
        in_world(story, world)


def test_answers_are_lost_by_remote_control() -> None:
    """What is written arrives and nothing is heard of it, while telemetry goes on."""

    async def story(air: DistantAir, world: RunningWorld) -> None:
        answers: list[bytes] = []
        frames: asyncio.Queue[bytes] = asyncio.Queue()
        client = BleakClient(ADDRESS, backend=air.client_backend)
        await client.connect()
        await client.start_notify(
            full_uuid(CONTROL_POINT), lambda _sender, data: answers.append(bytes(data))
        )
        world.remote.lose_answers()
        await client.write_gatt_char(full_uuid(CONTROL_POINT), ftms.REQUEST_CONTROL, response=True)
        await client.start_notify(
            full_uuid(TREADMILL_DATA), lambda _sender, data: frames.put_nowait(bytes(data))
        )
        async with asyncio.timeout(SOON):
            for _ in range(2):  # a frame takes longer than an answer
                await frames.get()
        assert [data for _, data in world.remote.look().commands] == [ftms.REQUEST_CONTROL]
        assert answers == []
        await client.disconnect()

    with world_process("generic", QUICK) as world:
        in_world(story, world)


def test_hands_and_feet_at_the_machine() -> None:
    """A key sets the belt going without any client; its safety key stops it."""
    with world_process("urevo-e1l", QUICK) as world:
        world.remote.press(Press.START)
        world.remote.wait_for(running, SOON)
        world.remote.foot(on=False)
        world.remote.press(Press.SAFETY_KEY)
        look = world.remote.wait_for(at_rest, SOON)
        assert look == (0, False, [])
        with pytest.raises(TimeoutError, match="not within 0 s"):
            world.remote.wait_for(running, 0)


def test_only_its_owner_can_reach_a_world() -> None:
    """The socket and its folder are closed to others, and gone when the world is."""
    with world_process("generic") as world:
        path = Path(world.listen.removeprefix("unix:"))
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert not path.parent.exists()


def test_a_world_has_no_part_in_ctrl_c() -> None:
    """Nor in a terminal that is closed; but it can be told to end."""
    with world_process("generic") as world:
        for number in (signal.SIGINT, signal.SIGHUP):
            world.process.send_signal(number)
        assert world.remote.look().belt_speed == 0
        assert os.getsid(world.process.pid) != os.getsid(0)
        world.process.terminate()
        assert world.process.wait(SOON) == 0


def test_a_world_that_nobody_needs_ends() -> None:
    """Its parent gone, it stays for a client; without one, and with a still belt, it ends."""
    with world_process("generic", QUICK) as world:
        assert world.process.stdin is not None
        world.remote.press(Press.START)
        world.remote.wait_for(running, SOON)
        world.process.stdin.close()
        world.remote.close()
        with WorldRemote(world.listen) as other:  # the belt runs, so it is still there
            other.press(Press.SAFETY_KEY)
            other.wait_for(at_rest, SOON)
            began = time.monotonic()
            assert world.process.poll() is None
        assert world.process.wait(SOON) == 0
        assert time.monotonic() - began > 1.5


GARBAGE: Final = (
    b"\n",
    b"\x00\xff\xfe\n",
    b"GET / HTTP/1.1\r\n\r\n",
    b"[" * 60_000 + b"\n",
    b"7" * 5_000 + b"\n",
    b"x" * 200_000,
    b'"attach"\n',
    b'{"do":"attach"}\n',
    b'{"do":"attach","at":"AA"}\n',
    b'{"do":"fly","at":"5E:1F:7E:AD:00:01"}\n',
    b'{"do":"attach","at":"5E:1F:7E:AD:00:01","id":"1"}\n',
    b'{"do":"write","at":"5E:1F:7E:AD:00:01","id":1,"data":"0x"}\n',
    b'{"do":"write","at":"5E:1F:7E:AD:00:01","id":1}\n',
    b'{"do":"command","at":"5E:1F:7E:AD:00:01","data":"zz"}\n',
    b'{"do":"press","at":"5E:1F:7E:AD:00:01","key":"any"}\n',
    b'{"do":"foot","at":"5E:1F:7E:AD:00:01","on":1}\n',
)


def test_garbage_harms_nobody() -> None:
    """Whoever sends it is cut off; the others, the link and the belt go on."""
    with (
        world_process("generic", QUICK) as world,
        client_process(world.listen),
    ):
        for garbage in GARBAGE:
            stranger = dialled(world)
            try:
                # It may be cut off before all of it is sent.
                send_what_is_taken(stranger, garbage)
                told = all_of(stranger)
            finally:
                stranger.close()
            assert told.count(b"\n") <= 1, garbage
        look = world.remote.wait_for(lambda look: look.belt_speed == 100, SOON)
        assert look.linked
        assert [data for _, data in look.commands] == [ftms.REQUEST_CONTROL, ftms.START]


def test_a_client_without_a_link_is_told_so() -> None:
    """A request fails like one on a lost link, and a command goes nowhere."""
    with world_process("generic") as world, WorldRemote(world.listen) as remote:
        stranger = dialled(world)
        try:
            lines = stranger.makefile("rb")
            for asked in (
                {"do": "command", "at": ADDRESS, "data": "0801"},
                {"do": "write", "at": ADDRESS, "id": 4, "data": "0801"},
            ):
                stranger.sendall(json.dumps(asked).encode() + b"\n")
            assert json.loads(lines.readline())["tell"] == "hello"
            told = {"tell": "reply", "at": ADDRESS, "id": 4, "refused": 0x0E}
            assert json.loads(lines.readline()) == told
            lines.close()
        finally:
            stranger.close()
        assert remote.look().commands == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--machine", "generc"], 'did you mean "generic"?'),
        (["--speedup", "0"], "'0' is not a whole number from 1 to 100."),
        (["--speedup", "²"], "'²' is not a whole number from 1 to 100."),
        (["--listen", "here"], "'here' is no place to listen; write unix:PATH or tcp:HOST:PORT."),
        (["--listen", "tcp:127.0.0.1:99999"], "write unix:PATH or tcp:HOST:PORT."),
        (["--listen", "unix:/nowhere/at/all"], "unix:/nowhere/at/all cannot be listened at"),
        (["--listen", "unix:" + "long/" * 50], "cannot be listened at"),
    ],
)
def test_a_world_that_cannot_begin_says_why(arguments: list[str], told: str) -> None:
    """In one sentence, at the end of what it says; nothing of Python's is shown."""
    run = subprocess.run(
        [*WORLD, *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode in (2, 5)
    assert told in run.stderr.splitlines()[-1]
    assert (run.stdout, "Traceback" in run.stderr) == ("", False)


def test_a_place_that_is_taken_is_left_alone() -> None:
    """A second world at the same socket does not begin, and the first keeps it."""
    with world_process("generic") as world:
        run = subprocess.run(
            [*WORLD, "--listen", world.listen],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
        assert run.returncode == 5
        with WorldRemote(world.listen) as remote:
            assert remote.look().belt_speed == 0


def test_a_world_over_tcp() -> None:
    """Where there are no unix sockets it listens at a port that it chooses and tells."""
    with subprocess.Popen(
        [*WORLD, "--listen", "tcp:127.0.0.1:0"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        try:
            assert process.stdout is not None
            listen = json.loads(process.stdout.readline())["listening"]
            assert listen != "tcp:127.0.0.1:0"
            with WorldRemote(listen) as remote:
                in_world(take_over, RunningWorld(listen, remote, process))
                assert remote.look().commands[0][1] == ftms.STOP
        finally:
            process.terminate()


def test_a_world_that_does_not_start_is_one_error() -> None:
    """It carries the sentence of the world."""
    with pytest.raises(OSError, match="does not start") as caught, world_process("generc"):
        pass
    assert 'did you mean "generic"?' in str(caught.value)


def test_a_world_that_is_left_to_itself_leaves_no_zombie() -> None:
    """Whoever began it may go on for days, with a world for each session."""
    world = start_world("generic", QUICK)
    world.leave()
    until = time.monotonic() + SOON
    while psutil.pid_exists(world.process.pid):
        assert time.monotonic() < until
        time.sleep(0.01)


def dialled(world: RunningWorld) -> socket.socket:
    """Connect to a world without its language."""
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(SOON)
    connection.connect(world.listen.removeprefix("unix:"))
    return connection


def send_what_is_taken(connection: socket.socket, data: bytes) -> None:
    """Send what the other end will take."""
    try:
        connection.sendall(data)
    except (BrokenPipeError, ConnectionResetError):
        return


def all_of(connection: socket.socket) -> bytes:
    """Read to the end, which must come."""
    told = b""
    while True:
        try:
            more = connection.recv(65536)
        except ConnectionResetError:
            return told
        if not more:
            return told
        told += more


def test_a_sensor_at_the_treadmill_s_own_address_is_its_own() -> None:
    """As when a treadmill's address is given for the pod: the treadmill is still there."""
    with world_process("generic", QUICK, footpod=ADDRESS, strap=ADDRESS) as world:
        world.remote.press(Press.START)
        assert world.remote.wait_for(running, 10).belt_speed > 0
