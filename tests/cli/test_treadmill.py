"""``reprise treadmill`` as a process: driven by lines of JSON while a client has its link."""

from __future__ import annotations

import asyncio
import json
import os
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, Final

import pytest
from bleak import BleakClient
from bleak.exc import BleakError, BleakGATTProtocolError

from controller.cli.main import main
from protocols import ftms
from protocols.bleak_find import find_treadmill
from protocols.bleak_link import BleakLink
from protocols.gatt import CONTROL_POINT, TREADMILL_DATA, full_uuid
from simulators.radio.backends import Backends, backends_for
from simulators.radio.central import Central
from simulators.radio.endpoint import radio_name
from tests.house.tree import ROOT, file_on_page

pytestmark = pytest.mark.long

PROGRAM: Final = (sys.executable, "-m", "controller.cli.main", "treadmill")
SECONDS: Final = 20.0
"""Of real time, that a busy computer may take."""

Message = dict[str, Any]


class Driven:
    """A treadmill's process and the lines between it and whoever drives it."""

    def __init__(
        self, process: subprocess.Popen[bytes], heard: IO[bytes], said: IO[bytes], hello: Message
    ) -> None:
        self.process, self.hello = process, hello
        self._heard, self._said = heard, said
        self.told: list[Message] = []

    def say(self, line: str) -> None:
        """Write a line."""
        self._said.write(line.encode() + b"\n")
        self._said.flush()

    def next_with(self, key: str) -> Message:
        """Return the next message that has a key; those before it are kept in `told`."""
        for line in self._heard:
            message: Message = json.loads(line)
            self.told.append(message)
            if key in message:
                return message
        pytest.fail(f"it ended without {key!r}: {self.told[-5:]}")

    def end_of_input(self) -> None:
        """Say nothing any more."""
        self._said.close()
        self.process.stdin = None  # or `communicate` would flush it


@contextmanager
def treadmill(*arguments: str, machine: str = "urevo-e1l") -> Iterator[Driven]:
    """Start one with a control, and see to it that it ends well, without a complaint."""
    process = subprocess.Popen(
        [*PROGRAM, "--machine", machine, *arguments],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    with process:
        try:
            hello = json.loads(process.stdout.readline())
            if "control" in hello:
                host, port = hello["control"].split(":")[1:]
                with socket.create_connection((host, int(port)), SECONDS) as connection:
                    heard, said = connection.makefile("rb"), connection.makefile("wb")
                    assert json.loads(heard.readline())["radio"] == hello["radio"]
                    yield Driven(process, heard, said, hello)
            else:
                yield Driven(process, process.stdout, process.stdin, hello)
            process.wait(SECONDS)
        finally:
            process.kill()
            _, complaints = process.communicate(timeout=SECONDS)
    assert complaints.decode() == ""
    assert process.returncode == 0


def with_client(
    driven: Driven, story: Callable[[BleakClient, list[str]], Coroutine[Any, Any, None]]
) -> bool:
    """Connect by the treadmill's radio, run a story and return whether the link was there then."""

    async def run() -> bool:
        central = await Central.connect(driven.hello["radio"])
        backends: Backends = backends_for(central)
        client = BleakClient(driven.hello["address"], backend=backends.client)
        await client.connect()
        answers: list[str] = []
        await client.start_notify(
            full_uuid(CONTROL_POINT), lambda _, value: answers.append(value.hex())
        )
        await story(client, answers)
        there = client.is_connected
        await client.disconnect()
        await central.close()
        return there

    return asyncio.run(asyncio.wait_for(run(), 2 * SECONDS))


async def write(client: BleakClient, data: bytes) -> None:
    """Write to the control point, as the E1L wants it."""
    await client.write_gatt_char(full_uuid(CONTROL_POINT), data, response=False)


async def until(so: Callable[[], bool]) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(SECONDS):
        while not so():  # noqa: ASYNC110  # what is waited for is in another process
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("control", ["-", "tcp:0"])
def test_commands_come_out_and_faults_go_in(control: str) -> None:
    """What the look of the house promises, by both ways (docs/simulators.md)."""
    with treadmill("--control", control, "--radio", "tcp-server:127.0.0.1:0") as driven:
        assert driven.hello["treadmill"] == "urevo-e1l"

        async def story(client: BleakClient, answers: list[str]) -> None:
            assert driven.next_with("client")["client"] == "connected"
            await write(client, bytes.fromhex("02e001"))
            command = await asyncio.to_thread(driven.next_with, "command")
            assert command.pop("t") >= 0
            assert command == {
                "command": "02e001",
                "means": "target 4.80 km/h",
                "answered": "800201",
                "says": "success",
            }
            await until(lambda: answers == ["800201"])
            driven.say('{"fault": "lost-answers", "amount": "100%", "for_s": 8}')
            fault = driven.next_with("fault")
            assert (fault["fault"], fault["amount"], fault["for_s"]) == ("lost-answers", "100%", 8)
            await write(client, ftms.START)
            assert driven.next_with("command")["answered"] == "800701"
            driven.say("{nope")
            assert driven.next_with("error")["line"] == "{nope"
            driven.say('{"mend": "lost-answers"}')
            driven.next_with("mended")
            driven.say('{"console": "stop"}')
            await asyncio.to_thread(driven.next_with, "console")
            await write(client, ftms.STOP)
            await until(lambda: answers == ["800201", "800801"])

        assert with_client(driven, story)
        assert driven.next_with("client")["client"] == "gone"
        driven.say('{"do": "quit"}')
        assert driven.next_with("bye")["bye"] == "quit"
    phases = [each["phase"] for each in driven.told if "phase" in each]
    assert phases[0] == "countdown"


def test_a_silent_treadmill_loses_its_client() -> None:
    """After the machine's supervision timeout."""
    with treadmill("--control", "-", machine="generic") as driven:

        async def story(client: BleakClient, _answers: list[str]) -> None:
            driven.say('{"fault": "link-loss", "for_s": 60}')
            driven.next_with("fault")
            await until(lambda: not client.is_connected)

        assert not with_client(driven, story)
        driven.end_of_input()
        assert driven.next_with("bye")["bye"] == "end of input"
    assert [each["client"] for each in driven.told if "client" in each] == ["connected", "gone"]


KILLED: Final = """
import asyncio, os, signal, sys
from bleak import BleakClient
from simulators.radio.backends import backends_for
from simulators.radio.central import Central

async def main():
    central = await Central.connect(sys.argv[1])
    client = BleakClient(sys.argv[2], backend=backends_for(central).client)
    await client.connect()
    answers = asyncio.Queue()
    await client.start_notify(sys.argv[3], lambda _, data: answers.put_nowait(data))
    for command in ("00", "07", "02e803"):
        await client.write_gatt_char(sys.argv[3], bytes.fromhex(command), response=False)
        await answers.get()
    os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(main())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_an_app_that_crashes_leaves_a_moving_belt_and_no_client() -> None:
    """It is gone after the supervision timeout, the belt goes on, and another app may come."""
    with treadmill("--control", "-") as driven:
        app = [sys.executable, "-c", KILLED, driven.hello["radio"], driven.hello["address"]]
        subprocess.run([*app, full_uuid(CONTROL_POINT)], check=False, timeout=SECONDS, cwd=ROOT)
        assert driven.next_with("client")["client"] == "connected"
        last = [driven.next_with("command") for _ in range(3)][-1]
        assert last["means"] == "target 10.00 km/h"
        gone = driven.next_with("client")
        assert gone["client"] == "gone"
        assert 4.9 < gone["t"] - last["t"] < 10, "the E1L's supervision timeout is 5 s"
        driven.say('{"do": "look"}')
        look = driven.next_with("faults")
        assert look["phase"] in ("countdown", "moving")

        async def story(client: BleakClient, _answers: list[str]) -> None:
            await write(client, ftms.STOP)

        assert with_client(driven, story)
        assert driven.next_with("client")["client"] == "connected"
        assert driven.next_with("command")["means"] == "stop"
        driven.end_of_input()
        driven.next_with("bye")


def test_a_second_host_is_sent_away() -> None:
    """With one line of trouble; the first keeps its link and the belt."""
    with treadmill("--control", "-") as driven:

        async def story(client: BleakClient, answers: list[str]) -> None:
            port = int(driven.hello["radio"].rpartition(":")[2])
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(bytes.fromhex("01030c00"))  # HCI_Reset, which would end the link
            with suppress(ConnectionResetError):  # as it may be told, for what was not read
                assert await reader.read() == b""
            writer.close()
            trouble = await asyncio.to_thread(driven.next_with, "trouble")
            assert "a second Bluetooth host" in trouble["trouble"]
            await write(client, ftms.REQUEST_CONTROL)
            await until(lambda: answers == ["800001"])

        assert with_client(driven, story)
        driven.end_of_input()
        driven.next_with("bye")
    assert len([each for each in driven.told if "trouble" in each]) == 1


def test_a_write_with_response_is_told_where_there_is_none() -> None:
    """The E1L refuses it by the properties of its control point, over the radio."""
    with treadmill("--control", "-") as driven:

        async def story(client: BleakClient, _answers: list[str]) -> None:
            with pytest.raises(BleakGATTProtocolError) as refused:
                await client.write_gatt_char(full_uuid(CONTROL_POINT), b"\0", response=True)
            assert refused.value.code == 3
            told = await asyncio.to_thread(driven.next_with, "command")
            assert (told["refused"], told["because"]) == ("03", "write not permitted")
            with pytest.raises(BleakGATTProtocolError) as refused:
                await client.write_gatt_char(full_uuid(TREADMILL_DATA), b"\0", response=True)
            assert refused.value.code == 3

        assert with_client(driven, story)
        driven.end_of_input()
        driven.next_with("bye")
    assert len([each for each in driven.told if "command" in each]) == 1


def test_faults_reach_a_client_over_the_radio() -> None:
    """Refused, late and doubled, and at last hung up: as in a test of one process."""
    with treadmill("--control", "-", machine="generic") as driven:

        def does(line: str) -> None:
            driven.say(line)
            driven.next_with("fault" if "fault" in line else "mended")

        async def story(client: BleakClient, answers: list[str]) -> None:
            data = full_uuid(TREADMILL_DATA)
            does('{"fault": "refused-subscriptions", "amount": "2ACD"}')
            with pytest.raises(BleakError):
                await client.start_notify(data, lambda *_: None)
            does('{"mend": "refused-subscriptions"}')
            await client.start_notify(data, lambda *_: None)
            does('{"fault": "late-answers", "amount": "300ms"}')
            does('{"fault": "doubled-answers"}')
            asked = time.monotonic()
            await client.write_gatt_char(full_uuid(CONTROL_POINT), b"\0", response=True)
            await until(lambda: answers == ["800001", "800001"])
            assert time.monotonic() - asked >= 0.3
            driven.say('{"fault": "disconnect"}')
            await until(lambda: not client.is_connected)

        assert not with_client(driven, story)
        driven.end_of_input()
        driven.next_with("bye")
    assert [each for each in driven.told if "trouble" in each] == []


def test_the_client_of_the_page_starts_the_belt(tmp_path: Path) -> None:
    """As a reader copies it, with nothing but Bumble."""
    app = tmp_path / "bumble_app.py"
    app.write_text(file_on_page("bumble_app.py"), encoding="utf-8")
    with treadmill("--control", "-", machine="generic") as driven:
        ended = subprocess.run(
            [sys.executable, app, driven.hello["radio"], driven.hello["address"]],
            capture_output=True,
            check=False,
            text=True,
            timeout=SECONDS,
        )
        assert (ended.returncode, ended.stderr) == (0, "")
        heard = ended.stdout.splitlines()
        assert [each for each in heard if "answer" in each] == ["answer 800001", "answer 800701"]
        assert any(each.startswith("data 0404") for each in heard)
        assert driven.next_with("phase")["phase"] == "countdown"
        driven.end_of_input()
        driven.next_with("bye")


def test_our_own_link_finds_it() -> None:
    """As `reprise run` would on a computer whose adapter hears it; it is a treadmill by a scan."""
    with treadmill("--control", "-", machine="generic") as driven:

        async def run() -> None:
            central = await Central.connect(driven.hello["radio"])
            backends = backends_for(central)
            device = await find_treadmill(None, backend=backends.scanner)
            assert (device.address, device.name) == (driven.hello["address"], "Treadmill")
            link, _ = await BleakLink.connect(device, backend=backends.client, first=ftms.STOP)
            await link.close()
            await central.close()

        asyncio.run(asyncio.wait_for(run(), SECONDS))
        assert driven.next_with("command")["means"] == "stop"
        driven.end_of_input()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize(("control", "number"), [("-", signal.SIGINT), ("tcp:0", signal.SIGTERM)])
def test_a_signal_ends_it(control: str, number: signal.Signals) -> None:
    """With a last word and code 0, and its client hears of the end."""
    with treadmill("--control", control) as driven:

        async def story(client: BleakClient, _answers: list[str]) -> None:
            driven.process.send_signal(number)
            await until(lambda: not client.is_connected)

        assert not with_client(driven, story)
        assert driven.next_with("bye")["bye"] == "signal"


def test_the_control_outlives_who_drives_it() -> None:
    """On a port one may go and another come; several are told the same."""
    with treadmill("--control", "tcp:0") as driven:
        host, port = driven.hello["control"].split(":")[1:]
        with socket.create_connection((host, int(port)), SECONDS) as first:
            first.sendall(b'{"console": "start"}')  # without an end of line: the end of it all
            first.shutdown(socket.SHUT_WR)
            assert driven.next_with("console")["console"] == "start"
            driven.say('{"steps": 160}')
            lines = first.makefile("rb")
            heard = [json.loads(lines.readline()) for _ in range(4)]
        assert heard[0]["treadmill"] == "urevo-e1l"
        assert heard[1]["console"] == "start"
        assert heard[2]["phase"] == "countdown"
        assert heard[3]["steps"] == 160
        driven.say('{"do": "look"}')
        assert driven.next_with("faults")["phase"] == "countdown"
        driven.say('{"do": "quit"}')


def test_nobody_who_reads_does_not_hold_it_up() -> None:
    """Thousands of lines that nobody reads are counted, not waited for; then it reads on."""
    with treadmill("--control", "-") as driven:
        for _ in range(40):
            driven.say("\n".join(['{"steps": 160}'] * 1000))
        for _ in range(5000):
            driven.next_with("steps")
        driven.say('{"do": "look"}')
        assert driven.next_with("faults")
        lost = sum(each.get("lost", 0) for each in driven.told)
        assert lost > 0
        assert lost + sum("steps" in each for each in driven.told) == 40_000
        driven.say('{"do": "quit"}')
        assert driven.next_with("bye")["bye"] == "quit"


def test_whoever_reads_late_is_told_all_that_is_left_behind_a_quit() -> None:
    """What waits is read to its end, what was too much is counted, and the last is `bye`."""
    with treadmill("--control", "-") as driven:
        driven.say("\n".join(['{"do": "look"}'] * 20_000))
        driven.say('{"do": "quit"}')
        with pytest.raises(subprocess.TimeoutExpired):
            driven.process.wait(3)  # nobody has read yet, and the pipe is full
        assert driven.next_with("bye")["bye"] == "quit"
        looks = sum("phase" in each for each in driven.told)
        lost = sum(each.get("lost", 0) for each in driven.told)
        assert looks >= 10_000
        assert looks + lost == 20_000
        assert driven.process.wait(SECONDS) == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is full")
@pytest.mark.parametrize("control", ["-", "tcp:0"])
def test_an_output_that_cannot_be_written_is_a_sentence(control: str) -> None:
    """As of every other command."""
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            [*PROGRAM, "--control", control],
            check=False,
            cwd=ROOT,
            stderr=subprocess.PIPE,
            stdin=subprocess.PIPE,
            stdout=full,
            text=True,
            timeout=60,
        )
    sentence = "reprise: the output cannot be written: no space is left there.\n"
    assert (ended.returncode, ended.stderr) == (2, sentence)


def test_whoever_reads_no_more_ends_it() -> None:
    """Its output is closed: it ends as at the end of its input."""
    process = subprocess.Popen(
        [*PROGRAM, "--control", "-"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdout.readline()
        process.stdout.close()
        process.stdin.write(b'{"steps": 1}\n{"steps": 2}\n')
        process.stdin.flush()
        assert process.wait(SECONDS) == 0
        assert process.stderr is not None
        assert process.stderr.read() == b""


def test_what_bumble_complains_of_is_told_and_it_goes_on() -> None:
    """A host that talks nonsense to the controller; nothing goes to standard error."""
    with treadmill("--control", "-") as driven:
        port = int(driven.hello["radio"].rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port), SECONDS) as host:
            host.sendall(bytes.fromhex("01 030c 00 01 ffff 05 0102030405"))
            trouble = driven.next_with("trouble")["trouble"]
        assert "UNKNOWN_HCI_COMMAND" in trouble
        assert trouble.isprintable()
        driven.say('{"do": "look"}')
        assert driven.next_with("faults")["phase"] == "still"
        driven.end_of_input()


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["--machine", "urevo"], 2, 'no machine is called "urevo"'),
        ([], 2, "there is no terminal for its screen; add --control -"),
        (["--control", "tcp"], 2, "'tcp' is no place for a control; write - for"),
        (["--control", "tcp:99999"], 2, "'tcp:99999' is no place for a control"),
        (["--radio", "blue:0"], 2, "'blue:0' is no kind of radio; there are hci-socket,"),
        (["--radio", "usbb:0"], 2, "'usbb:0' is no kind of radio; did you mean usb?"),
        (["--radio", "tcp-server:0.0.0.0:9"], 2, "is no endpoint on this computer"),
        (["--control", "-", "--radio", "tcp-client:127.0.0.1:1"], 5, "nothing listens there"),
        (["--control", "-", "--radio", "serial:/no/such"], 5, "serial:/no/such cannot be used"),
        (["--control", "-", "--radio", "usb:0"], 5, "usb:0 cannot be used"),
        (["--radio", "usb"], 2, "'usb' names no radio; write usb:0 for the first dongle, or"),
        (["--radio", "usb:zz"], 2, "'usb:zz' names no radio; write usb:0"),
        (["--radio", "hci-socket:x"], 2, "'hci-socket:x' names no radio; write hci-socket:0 for"),
        (["--radio", "serial:"], 2, "'serial:' names no radio; write serial:/dev/ttyACM0."),
        (["--radio", "serial"], 2, "'serial' names no radio; write serial:/dev/ttyACM0."),
        (["--radio", "tcp-client:9000"], 2, "names no radio; write tcp-client:127.0.0.1:9000."),
        (["--radio", "file:"], 2, "'file:' names no radio; write file:/dev/ttyACM0."),
        (["--control", "-", "--radio", "hci-socket:77"], 5, "hci-socket:77 cannot be used"),
        (["--radio", "udp:x"], 2, "'udp:x' names no radio; write udp:127.0.0.1:9000,127.0.0.1"),
    ],
)
def test_what_it_cannot_do_is_a_sentence(
    arguments: list[str], code: int, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """One, with what to do about it, and no traceback."""
    assert run(*arguments) == code
    out, told = capsys.readouterr()
    assert out == ""
    assert sentence in told
    assert "Traceback" not in told
    assert told.splitlines()[-1].startswith("reprise")


@pytest.mark.parametrize(
    "name",
    [
        *("usb:0", "usb:04b4:f901", "usb:04B4:F901#1", "usb:04b4:f901/00E04C239987", "usb:0!"),
        *(
            "pyusb:!0bda:8771",
            "usb:[driver=rtk]0",
            "usb:0+sco=1",
            "pyusb:0",
            "usb:3-3.4.1",
            "hci-socket",
        ),
        *("hci-socket:1", "hci-socket:", "serial:/dev/ttyACM0,115200", "tcp-client:localhost:9"),
        *("vhci", "vhci:/dev/vhci", "pty", "android-netsim", "android-emulator:localhost:8554"),
        *("udp:0.0.0.0:9000,127.0.0.1:9001", "ws-client:ws://localhost:9/x", "ws-server:_:9"),
        *("file:/dev/hci", "unix:/tmp/hci", "unix-server:hci", "tcp-server:127.0.0.1:0"),
    ],
)
def test_every_form_of_a_radio_is_taken(name: str) -> None:
    """As Bumble's pages of its transports write them."""
    assert radio_name(name) == name


def run(*arguments: str) -> int:
    """Run the command in this process, and return its exit code."""
    try:
        return main(["treadmill", *arguments])
    except SystemExit as error:  # as the parser of arguments leaves
        return int(error.code or 0)


@pytest.mark.parametrize("which", ["control", "radio"])
def test_a_port_that_is_taken_is_a_sentence(which: str, capsys: pytest.CaptureFixture[str]) -> None:
    """For the control as for the radio."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        control = f"tcp:{port}" if which == "control" else "-"
        radio = "0" if which == "control" else str(port)
        assert run("--control", control, "--radio", f"tcp-server:127.0.0.1:{radio}") == 5
    out, told = capsys.readouterr()
    assert out == ""
    assert "cannot" in told
    assert str(port) in told
    assert "choose another port" in told
    assert told.count("\n") == 1


def test_without_bumble_it_says_what_to_install(tmp_path: Path) -> None:
    """With the command, and nothing of its own was needed to say so."""
    (tmp_path / "sitecustomize.py").write_text(
        "import sys\nsys.modules['bumble'] = None\n", encoding="utf-8"
    )
    ended = subprocess.run(
        [*PROGRAM, "--control", "-"],
        capture_output=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        stdin=subprocess.DEVNULL,
        text=True,
        timeout=60,
    )
    assert ended.returncode == 2
    assert ended.stderr == (
        "reprise: a treadmill on the air needs bumble, which is not installed; install the extra "
        f"radio of Reprise ({shlex.quote(sys.executable)} -m pip install "
        '".[radio]" in its folder).\n'
    )


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal needs a POSIX system")
def test_at_a_terminal_it_has_a_screen() -> None:
    """Its console starts the belt, a fault is shown as on, and Q leaves with a sentence."""
    from tests.cli.terminals import at_a_terminal  # noqa: PLC0415  # it needs a POSIX system

    told, code = at_a_terminal(
        ["treadmill"],
        [("COMMANDS", "g"), ("countdown", "1"), (" ON ", "q")],
        environment={"TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"},
    )
    assert code == 0
    assert "The treadmill is switched off.\r\n" in told
