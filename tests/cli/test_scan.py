"""``reprise scan`` and the search of ``reprise run``, as real processes in simulated worlds."""

from __future__ import annotations

import argparse
import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest

from controller.cli.machines import scan as scanning
from controller.cli.machines.file import Said, load
from controller.cli.machines.remembered import note_stop_seen, remember, remember_sensor
from controller.cli.machines.scan import _Live, scan
from controller.cli.main import parse
from controller.cli.session import run
from controller.coach.diary.store import Diary
from controller.coach.history import Aftermath, PreCheck, Screen, WhyStopped
from protocols.discovery import Heard, Surroundings, hear
from protocols.worn import SensorKind
from simulators.link.remote import (
    ADDRESS,
    FOOTPOD_ADDRESS,
    STRAP_ADDRESS,
    RunningWorld,
    world_process,
)
from tests.cli.terminals import at_a_terminal
from tests.cli.test_machines import DAY
from tests.cli.test_simulate import reprise

pytestmark = pytest.mark.long


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give every process folders of its own and no Bluetooth; return the file of machines."""
    for name in ("CONFIG_HOME", "DATA_HOME", "STATE_HOME", "RUNTIME_DIR"):
        monkeypatch.setenv(f"XDG_{name}", str(tmp_path))
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={tmp_path}/absent")
    return tmp_path / "reprise" / "machines.json"


@pytest.fixture
def worn_world() -> Iterator[RunningWorld]:
    """Run a world with a treadmill, and one device that is a foot pod and a strap."""
    with world_process("urevo-e1l", 20, footpod=STRAP_ADDRESS, strap=STRAP_ADDRESS) as running:
        yield running


@pytest.fixture
def world() -> Iterator[RunningWorld]:
    """Run a world with a treadmill in it."""
    with world_process("urevo-e1l", 20) as running:
        yield running


def test_a_simulated_treadmill_is_found(home: Path) -> None:
    """With a world of its own, which is gone afterwards; one JSON object with every fact."""
    done = reprise("scan", "--simulate", "--seconds", "1", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == {
        "seconds": 1,
        "interrupted": False,
        "simulated": True,
        "machines": [
            {
                "address": ADDRESS,
                "name": "Treadmill",
                "rssi_dbm": -60,
                "signal": "strong",
                "kind": "treadmill",
                "may_be_treadmill": True,
                "because": "a treadmill: its service data says so",
                "remembered": "none",
            }
        ],
        "sensors": [
            {
                "address": address,
                "name": name,
                "rssi_dbm": -60,
                "signal": "strong",
                "kinds": [kind],
                "remembered": [],
            }
            for address, name, kind in (
                (FOOTPOD_ADDRESS, "Virtual Foot Pod", "footpod"),
                (STRAP_ADDRESS, "Virtual Strap", "strap"),
            )
        ],
    }
    assert not home.exists()


def test_the_table_tells_name_address_signal_and_why(world: RunningWorld) -> None:
    """In a world that runs already; nothing live goes to a pipe."""
    done = reprise("scan", "--world", world.listen, "--seconds", "1")
    assert done.returncode == 0
    assert done.stdout == (
        f"URTM041  {ADDRESS}  strong (-60 dBm)\n    a treadmill: its service data says so\n"
    )


def test_sensors_have_their_own_part_of_the_table(worn_world: RunningWorld) -> None:
    """With the options that use them; one for both has both, and is heard without a treadmill."""
    worn_world.remote.lose_link()
    done = reprise("scan", "--world", worn_world.listen, "--seconds", "1")
    assert done.returncode == 5
    assert done.stdout.startswith("No treadmill was heard in 1 s.\n")
    assert done.stdout.endswith(
        "\n\nSensors, and the options of reprise run that use them:\n"
        f"Virtual Pod and Strap  {STRAP_ADDRESS}  strong (-60 dBm)\n"
        f"    a foot pod and a heart-rate strap: --footpod {STRAP_ADDRESS} "
        f"--strap {STRAP_ADDRESS}\n"
    )


def test_a_remembered_sensor_is_marked(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """By its address in any case, for what it was chosen for; as text and as JSON."""
    remember_sensor(SensorKind.STRAP, STRAP_ADDRESS, "S", path=home)

    async def listen(heard: Callable[[Heard], None], *_rest: object) -> None:
        heard(hear(STRAP_ADDRESS.lower(), "Both", -60, ("180D", "1814"), None))
        heard(hear(FOOTPOD_ADDRESS, None, -90, ("1814",), None))

    monkeypatch.setattr(scanning, "_listen", listen)
    args = argparse.Namespace(world=None, simulate=None, seconds=1, json=False)
    assert scan(args) == 5
    *_, mine, _, other, use = capsys.readouterr().out.splitlines()
    assert mine == f"Both       {STRAP_ADDRESS.lower()}  strong (-60 dBm)     remembered"
    assert other == f"(no name)  {FOOTPOD_ADDRESS}  very weak (-90 dBm)"
    assert use == f"    a foot pod: --footpod {FOOTPOD_ADDRESS}"
    args.json = True
    assert scan(args) == 5
    told = json.loads(capsys.readouterr().out)
    assert told["machines"] == []
    assert [each["kinds"] for each in told["sensors"]] == [["footpod", "strap"], ["footpod"]]
    assert [each["remembered"] for each in told["sensors"]] == [["strap"], []]


def test_a_treadmill_that_is_away_is_advice_and_exit_code_5(world: RunningWorld) -> None:
    """It says what helps; as JSON it is an empty list."""
    world.remote.lose_link()
    done = reprise("scan", "--world", world.listen, "--seconds", "1")
    assert done.returncode == 5
    assert done.stdout.startswith("No treadmill was heard in 1 s.\nWhat helps:\n")
    assert "press a button on it: many sleep after 2 minutes" in done.stdout
    done = reprise("scan", "--world", world.listen, "--seconds", "1", "--json")
    told = json.loads(done.stdout)
    assert (done.returncode, told["machines"], told["sensors"]) == (5, [], [])


def test_at_a_terminal_machines_are_shown_as_they_are_heard() -> None:
    """Each once; Ctrl-C ends it with what was found, and that is no failure."""
    seen, code = at_a_terminal(
        ["scan", "--simulate", "--seconds", "300"],
        [(f"--strap {STRAP_ADDRESS}", "\x03")],
        environment={},
    )
    assert code == 0
    live, _, table = seen.partition("^C")
    assert "Listening. Ctrl-C ends it." in live
    assert live.count(ADDRESS) == 1
    option = f"signal strong (-60 dBm): a foot pod: --footpod {FOOTPOD_ADDRESS}"
    told = " ".join(live.split())  # it goes on below, between words
    assert told.count(f" Virtual Foot Pod ({FOOTPOD_ADDRESS}), {option} ") == 1
    assert all(len(line) <= 80 for line in live.split("\r\n"))
    assert live.count(STRAP_ADDRESS) == 2  # where it is, and the option for it
    assert f"Treadmill  {ADDRESS}  strong (-60 dBm)" in table
    assert "Traceback" not in seen


def test_a_machine_is_shown_again_only_when_more_is_known(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A signal that comes and goes is no news; what it is, and its name, are."""
    surroundings = Surroundings()
    live = _Live(surroundings, ())
    for name, services, data, rssi in (
        (None, ["1826"], None, -60),
        (None, ["1826"], None, -70),
        ("T", [], None, -70),
        ("T", [], b"\x01\x01\x00", -70),
        ("T", [], b"\x01\x01\x00", -50),
    ):
        surroundings.hear(hear(ADDRESS, name, rssi, services, data))
        live.update()
    lines = capsys.readouterr().out.splitlines()[1:]
    assert [line.split(" (")[0].strip() for line in lines] == ["a machine without a name", "T", "T"]


def test_a_sensor_is_shown_again_only_when_more_is_known(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """That it serves for both, say; not that it came nearer."""
    surroundings = Surroundings()
    live = _Live(surroundings, ())
    for name, service, rssi in ((None, "180D", -60), (None, "180D", -40), ("S", "1814", -60)):
        surroundings.hear(hear(ADDRESS, name, rssi, [service], None))
        live.update()
    at = f"({ADDRESS}), signal strong (-60 dBm)"
    assert capsys.readouterr().out.splitlines()[1:] == [
        f"  a sensor without a name {at}: a heart-rate strap: --strap {ADDRESS}",
        f"  S {at}: a foot pod and a heart-rate strap: --footpod {ADDRESS} --strap {ADDRESS}",
    ]


def test_an_interrupt_is_told_in_the_object(
    world: RunningWorld,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The JSON is whole and holds what was heard before it."""
    take = Surroundings.hear

    def hear_and_interrupt(surroundings: Surroundings, heard: Heard) -> None:
        take(surroundings, heard)
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(Surroundings, "hear", hear_and_interrupt)
    args = argparse.Namespace(world=world.listen, simulate=None, seconds=300, json=True)
    assert scan(args) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["interrupted"] is True
    assert [each["address"] for each in told["machines"]] == [ADDRESS]


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["--seconds", "0"], 2, "'0' is not a whole number from 1 to 300"),
        (["--seconds", "301"], 2, "'301' is not a whole number"),
        (["--seconds", "1.5"], 2, "'1.5' is not a whole number"),
        (["--seconds", "²"], 2, "'²' is not a whole number"),
        (["--simulate", "nonesuch"], 2, 'no machine is called "nonesuch"'),
        (["--world", "nowhere"], 2, "'nowhere' is no place to listen"),
        (["--world", "unix:/nonesuch"], 5, "cannot be reached"),
    ],
)
def test_what_cannot_be_scanned_is_one_sentence(words: list[str], code: int, told: str) -> None:
    """With its exit code, and without a traceback."""
    done = reprise("scan", *words)
    assert (done.returncode, done.stdout) == (code, "")
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_a_broken_file_of_machines_is_said_before_anything_is_scanned(home: Path) -> None:
    """Exit code 3, with the place in the file; a simulated scan does not look at it."""
    home.parent.mkdir()
    home.write_text("{")
    done = reprise("scan")
    assert done.returncode == 3
    assert done.stderr.startswith(f"reprise: {home}:1:2: this is not JSON")
    assert reprise("scan", "--simulate", "--seconds", "1").returncode == 0


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux's Bluetooth can be hidden")
def test_a_run_without_bluetooth_ends_before_the_screen(home: Path) -> None:
    """At a terminal; one sentence, exit code 5, and no controller was started."""
    answer_screen(home)
    seen, code = at_a_terminal(["walk", "20min"], environment={"TERM": "xterm"})
    assert code == 5
    first, second = seen.splitlines()
    assert first == "Looking for a treadmill."
    assert second.startswith("reprise: Bluetooth cannot be used: the Bluetooth service of this ")
    assert not list(home.parent.glob("**/*.log"))


REAL: Final = """
import sys
from controller.cli.machines import choosing
from controller.cli.session import run
from controller.cli.main import main
from simulators.link.distant import DistantAir
listen, begin, world = choosing.listen, run._Commands.begin, sys.argv.pop(1)

async def listen_there(tell, *, enough, **_rest):
    air = await DistantAir.connect(world)
    await listen(tell, seconds=1, enough=enough, backend=air.scanner_backend)
    await air.close()

choosing.listen = listen_there
there = ("--world", world, "--speedup", "20")
run._Commands.begin = lambda self: [*begin(self), *there]
sys.exit(main())
"""
"""A run on a real treadmill in all but the radio, which is that of a quick world."""


def answer_screen(home: Path) -> None:
    """Tell a diary that there is no warning sign, and that the six questions were just answered."""
    home.parent.mkdir(parents=True, exist_ok=True)
    with Diary(home.parent / "diary.sqlite") as diary:
        now = datetime.now(UTC).astimezone()
        diary.tell(Screen(now, ()))
        diary.tell(
            PreCheck(
                now, warning_sign=False, bleeding=False, pelvic=False, pain=(), rested=True,
                safety_key=True,
            )
        )  # fmt: skip


def real_run(
    world: RunningWorld, *presses: tuple[str, str], words: Sequence[str] = ()
) -> tuple[str, int]:
    """Run a session line by line at a terminal."""
    return at_a_terminal(
        [world.listen, "run", "postpartum-walk", "--plain", "--silent", *words],
        presses,
        environment={},
        program=("-c", REAL),
    )


def test_a_new_treadmill_is_connected_only_after_a_yes(home: Path, world: RunningWorld) -> None:
    """No: nothing was linked. Yes: it is remembered, and the next run asks nothing."""
    answer_screen(home)
    question = f"Connect to URTM041 ({ADDRESS})? It will be remembered. [y/N] "
    seen, code = real_run(world, (question, "n\n"))
    assert code == 5
    assert "no treadmill was chosen" in seen
    assert not home.exists()
    seen, code = real_run(world, (question, "y\n"), ("G starts it", " "))
    assert code == 0, seen
    assert [(each.address, each.name) for each in load(home).all] == [(ADDRESS, "URTM041")]
    seen, code = real_run(world, ("G starts it", " "))
    assert code == 0, seen
    assert f"URTM041 ({ADDRESS}) is remembered." in seen
    assert "[y/N]" not in seen
    assert [data for _, data in world.remote.look().commands if data[0] == 0x07] == []


def test_a_treadmill_that_is_named_is_asked_about_never_and_remembered(
    home: Path, world: RunningWorld
) -> None:
    """Once it was connected; an address at which nothing answers is not remembered."""
    answer_screen(home)
    seen, code = real_run(world, ("G starts it", " "), words=["--treadmill", ADDRESS])
    assert code == 0, seen
    assert "[y/N]" not in seen
    assert [each.name for each in load(home).all] == ["URTM041"]
    seen, code = real_run(world, words=["--treadmill", "AA:AA:AA:AA:AA:AA"])
    assert code == 5
    assert len(load(home).all) == 1


def test_a_session_on_its_screen_is_asked_before_and_after(home: Path, world: RunningWorld) -> None:
    """Six questions line by line, the screen, and what is asked standing; all is in the diary."""
    remember(ADDRESS, "URTM041", path=home)
    note_stop_seen(ADDRESS, DAY, path=home)
    home.parent.mkdir(parents=True, exist_ok=True)
    with Diary(home.parent / "diary.sqlite") as diary:
        diary.tell(Screen(datetime.now(UTC).astimezone(), ()))
    seen, code = at_a_terminal(
        [world.listen, "walk", "5min", "--treadmill", ADDRESS],
        [
            ("1 of 6", "0\n"), ("2 of 6", "0\n"), ("3 of 6", "\n"), ("4 of 6", "\n"),
            ("5 of 6", "\n"), ("6 of 6", "1\n"), ("BEFORE THE BELT MOVES", "\r\r\r\r"),
            ("start", "g"), ("WARM", " "), ("ENTER", "\r"), ("What made you stop", "1\n"),
            ("2 of 3", "4\n"), ("3 of 3", "0\n"),
        ],
        environment={"TERM": "xterm-256color", "LINES": "24", "COLUMNS": "80"},
        program=("-c", REAL),
        moment=0.2,
    )  # fmt: skip
    assert (code, "Traceback" in seen) == (0, False), seen
    with Diary(home.parent / "diary.sqlite") as diary:
        history = diary.history()
    _, check, after = history.facts
    (done,) = history.sessions
    assert isinstance(check, PreCheck)
    assert isinstance(after, Aftermath)
    assert (after.session, after.effort) == (done.id, 4)
    assert after.why_stopped is WhyStopped.ELSEWHERE


def test_a_controller_connects_to_no_radio_without_an_address(tmp_path: Path) -> None:
    """Only a simulated world may be entered without one."""
    words = ["--plan", "postpartum-walk", "--level", "1", "--journals", str(tmp_path)]
    done = subprocess.run(
        [sys.executable, "-m", "controller.cli.session.child", *words],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 2
    assert "never connected unless it is named" in done.stderr


def words_for(address: str, *words: str) -> list[str]:
    """Return how the controller of a run on this treadmill is started."""
    args = parse(["run", "postpartum-walk", *words])
    commands = run._Commands(args, lambda: None, run._treadmill(address), run._sensors(args))
    assert commands.take_over("why")[:-2] == commands.begin()
    return list(commands.begin())


def test_the_controller_is_told_of_the_treadmill_and_of_its_stop(home: Path) -> None:
    """One that was named, or is remembered; whether its stop was seen to work, too."""
    at = ["--treadmill", ADDRESS, "--drill"]
    assert words_for(ADDRESS)[-3:] == at
    remember(ADDRESS, "T", path=home)
    assert words_for(ADDRESS)[-3:] == at
    note_stop_seen(ADDRESS, DAY, path=home)
    assert words_for(ADDRESS.lower())[-2:] == ["--treadmill", ADDRESS.lower()]


def test_a_treadmill_that_was_named_and_connected_is_remembered(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With what it said of itself; a file that cannot take it is said, but spoils no session."""
    connected = {
        "machine": {"address": ADDRESS, "name": "T", "reads": {"2a00": "54", "2ACC": "0010"}},
        "setup": {"control": "none"},
    }
    run._remember(connected, stop_seen=False)
    assert [(each.name, each.stop_seen) for each in load(home).all] == [("T", None)]
    assert load(home).all[0].said == Said({"2ACC": b"\0\x10"}, control_point=False)
    run._remember(connected, stop_seen=True)
    assert load(home).all[0].stop_seen is not None
    run._remember(connected, stop_seen=False)
    assert load(home).all[0].stop_seen is not None
    home.write_text("{")
    run._remember(connected, stop_seen=True)
    assert f"the treadmill is not remembered: {home}:1:2" in capsys.readouterr().err
    assert home.read_text() == "{"


def test_the_sensors_that_were_chosen_last_are_used_again(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One of each kind, unless another is named; it is said, and may be declined."""

    def sensors(*words: str) -> list[str]:
        begun = words_for(ADDRESS, *words)
        return begun[begun.index("--journals") + 2 : begun.index("--treadmill")]

    assert sensors() == []
    assert sensors("--strap", "S") == ["--strap", "S"]
    assert capsys.readouterr().out == ""
    remember_sensor(SensorKind.STRAP, "s1", "Strap", path=home)
    remember_sensor(SensorKind.FOOTPOD, "p1", "Pod", path=home)
    remember_sensor(SensorKind.FOOTPOD, "p2", "", path=home)
    assert sensors() == ["--footpod", "p2", "--strap", "s1"]
    assert capsys.readouterr().out == (
        "A sensor without a name (p2) is remembered as the foot pod; "
        "--no-sensors leaves it away.\n"
        "Strap (s1) is remembered as the heart-rate strap; --no-sensors leaves it away.\n"
    )
    assert sensors("--strap", "s2") == ["--strap", "s2", "--footpod", "p2"]
    assert "s1" not in capsys.readouterr().out
    assert sensors("--no-sensors") == []
    assert sensors("--no-sensors", "--strap", "s2") == ["--strap", "s2"]
    assert sensors("--simulate") == []
    assert capsys.readouterr().out == ""


def test_only_a_sensor_that_was_named_and_connected_is_remembered(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In whichever case it was typed; a file that cannot take it spoils no session."""
    named = {SensorKind.FOOTPOD: "aa", SensorKind.STRAP: "bb"}
    run._remember_sensors(named, {})
    assert not home.exists()
    run._remember_sensors(named, {"AA": "Pod", "CC": "Nobody's"})
    assert [(each.kind.value, each.name) for each in load(home).sensors] == [("footpod", "Pod")]
    home.write_text("{")
    run._remember_sensors(named, {"BB": "Strap"})
    assert f"the sensors are not remembered: {home}:1:2" in capsys.readouterr().err
    assert home.read_text() == "{"


def test_one_device_for_both_is_chosen_once_and_then_used(
    home: Path, worn_world: RunningWorld
) -> None:
    """Named by its address for both, over one connection; the next run needs no option for it."""
    answer_screen(home)
    connected = ("Virtual Pod and Strap is connected.", " ")
    words = ["--treadmill", ADDRESS, "--footpod", STRAP_ADDRESS, "--strap", STRAP_ADDRESS]
    seen, code = real_run(worn_world, connected, words=words)
    assert code == 0, seen
    assert seen.count("Virtual Pod and Strap is connected.") == 1
    assert [(each.kind.value, each.address, each.name) for each in load(home).sensors] == [
        ("footpod", STRAP_ADDRESS, "Virtual Pod and Strap"),
        ("strap", STRAP_ADDRESS, "Virtual Pod and Strap"),
    ]
    before = home.read_text()
    seen, code = real_run(worn_world, connected)
    assert code == 0, seen
    said, _, session = seen.partition("--no-sensors leaves it away.\r\nVirtual")
    assert f"Virtual Pod and Strap ({STRAP_ADDRESS}) is remembered as the foot pod; " in said
    assert "is remembered as the heart-rate strap" in session
    assert "[y/N]" not in seen
    assert home.read_text() == before


def test_a_simulated_session_is_neither_asked_about_nor_remembered(home: Path) -> None:
    """Whatever the file of machines holds: it is not even looked at."""
    home.parent.mkdir()
    home.write_text("{")
    seen, code = at_a_terminal(
        [
            *("run", "postpartum-walk", "--simulate", "--plain", "--speedup", "15"),
            *("--strap", STRAP_ADDRESS),
        ],
        [("Virtual Strap is connected.", " ")],
        environment={},
    )
    assert "Connect to" not in seen
    assert "remembered" not in seen
    assert code == 0, seen
    assert home.read_text() == "{"
