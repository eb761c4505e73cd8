"""The pytest plugin as strangers have it: their own projects, in a venv without this checkout."""

from __future__ import annotations

import re
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path
from typing import Final

import pytest

from tests.house.tree import ROOT, file_on_page

pytestmark = pytest.mark.long

PAGE: Final = (ROOT / "docs" / "simulators.md").read_text("utf-8")
CLIENT: Final = """
import asyncio
import pytest
from bleak import BleakClient, BleakScanner

DATA = "00002acd-0000-1000-8000-00805f9b34fb"
POINT = "00002ad9-0000-1000-8000-00805f9b34fb"
A = "5E:1F:7E:AD:00:02"

async def walk(client, speed="02f401"):
    await client.start_notify(DATA, lambda *_: None)
    await client.start_notify(POINT, lambda *_: None)
    for command in ("00", "07", speed):
        await client.write_gatt_char(POINT, bytes.fromhex(command))
"""


@pytest.fixture(scope="session")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An interpreter beside which Reprise's wheel is installed, and what it depends on."""
    folder = tmp_path_factory.mktemp("venv")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, capture_output=True, check=True)
    venv.EnvBuilder(symlinks=True).create(folder)
    paths = {"base": str(folder), "platbase": str(folder)}
    packages = Path(sysconfig.get_path("purelib", "venv", vars=paths))
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(packages)
    # Neither a network nor this checkout: a path file in there would not be followed.
    (packages / "others.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    return Path(sysconfig.get_path("scripts", "venv", vars=paths)) / Path(sys.executable).name


class Project:
    """A stranger's folder."""

    def __init__(self, folder: Path, python: Path) -> None:
        self.folder, self._python = folder, python

    def write(self, name: str, text: str) -> None:
        """Write a file of it."""
        file = self.folder / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, "utf-8")

    def pytest(self, *options: str) -> tuple[int, str]:
        """Return the exit code and all that was printed."""
        done = subprocess.run(
            [self._python, "-m", "pytest", "-q", "--color=no", "-p", "no:cacheprovider", *options],
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr


@pytest.fixture
def project(tmp_path: Path, python: Path) -> Project:
    """An empty one."""
    return Project(tmp_path, python)


def test_the_example_of_the_page_passes_as_it_stands(project: Project) -> None:
    """A reader who copies the two files into an empty folder sees three tests pass."""
    assert len(file_on_page("walker.py").splitlines()) <= 35
    for name in ("walker.py", "test_walker.py"):
        project.write(name, file_on_page(name))
    code, told = project.pytest("-p", "no:asyncio", "-W", "error")
    assert (code, told.splitlines()[-1].split(" in ")[0]) == (0, "3 passed"), told


def test_the_example_s_tests_can_fail(project: Project) -> None:
    """An app that does not look at the belt is caught, with what the treadmill was told."""
    app = file_on_page("walker.py").replace("self.speed_kmh >= before", "False")
    project.write("test_walker.py", file_on_page("test_walker.py"))
    project.write("walker.py", app)
    code, told = project.pytest("-p", "no:asyncio")
    assert code == 1
    assert "FAILED test_walker.py::test_it_notices_a_stop_that_did_nothing" in told
    assert "2 passed" in told
    assert '"command": "0801", "means": "stop", "answered": "800801"' in told


MODES: Final = """
import pytest_asyncio

class Seen:
    loop = None

@pytest.fixture
def seen():
    return Seen()

@FIXTURE
async def client(treadmill, seen):
    seen.loop = asyncio.get_running_loop()
    belt = treadmill("horizon-omega-z")
    async with BleakClient(belt.address, backend=belt.backend) as client:
        await walk(client)
        yield client, belt
        seen.loop.call_soon(lambda: None)  # raises if it is closed

@FIXTURE
async def began():
    return asyncio.get_running_loop().time()

@MARK
async def test_a_fixture_and_its_test_share_a_loop(client, seen, began):
    found, belt = client
    assert asyncio.get_running_loop() is seen.loop
    assert found.is_connected and belt.phase == "countdown" and 0 < began < 1
    await asyncio.sleep(3600)
    assert belt.now_s == asyncio.get_running_loop().time() > 3600
    assert belt.speed_kmh == belt.reported_kmh == 5.0

class TestInAClass:
    @MARK
    @pytest.mark.parametrize("speed", [2.0, 3.0])
    async def test_and_with_parameters(self, treadmill, speed):
        belt = treadmill()
        async with BleakClient(belt.address, backend=belt.backend) as client:
            await walk(client, f"02{round(speed * 100).to_bytes(2, 'little').hex()}")
            await belt.advance(seconds=60)
        assert belt.speed_kmh == speed

def test_others_are_left_alone():
    assert True
"""
REAL: Final = """
@MARK
async def test_without_a_treadmill_time_is_real():
    loop = asyncio.get_running_loop()
    assert type(loop).__name__ != "VirtualLoop"
"""
STRICT: Final = "asyncio_mode=strict"
AUTO: Final = "asyncio_mode=auto"
GREEDY: Final = """
import asyncio
import inspect
import pytest

@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem):
    if inspect.iscoroutinefunction(pyfuncitem.obj):
        asyncio.run(pyfuncitem.obj(**{
            each: pyfuncitem.funcargs[each] for each in pyfuncitem._fixtureinfo.argnames
        }))
        return True
"""
"""A plugin that takes each coroutine that comes by, as anyio's does those that are marked."""


@pytest.mark.parametrize(
    ("fixture", "mark", "options", "conftest"),
    [
        pytest.param("pytest.fixture", "", ("-p", "no:asyncio"), "", id="alone"),
        pytest.param(
            "pytest_asyncio.fixture",
            "@pytest.mark.asyncio",
            ("-o", STRICT),
            "",
            id="strict",
        ),
        pytest.param("pytest_asyncio.fixture", "", ("-o", STRICT), "", id="bare"),
        pytest.param("pytest.fixture", "", ("-o", AUTO), "", id="auto"),
        pytest.param("pytest.fixture", "", ("-p", "no:asyncio"), GREEDY, id="another"),
    ],
)
def test_it_gets_along_with_whatever_runs_coroutines(
    project: Project, fixture: str, mark: str, options: tuple[str, ...], conftest: str
) -> None:
    """A test with a treadmill is run on virtual time, and so are its fixtures; no other is."""
    text = CLIENT + MODES + (REAL if mark or AUTO in options else "")
    text = re.sub(
        "^ *@MARK\n", lambda found: found[0].replace("@MARK", mark), text, flags=re.MULTILINE
    )
    text = re.sub(r"^ +\n", "", text.replace("@FIXTURE", f"@{fixture}"), flags=re.MULTILINE)
    project.write("test_modes.py", text)
    project.write("conftest.py", conftest)
    scope = () if "no:asyncio" in options else ("-o", "asyncio_default_fixture_loop_scope=function")
    code, told = project.pytest("-W", "error", *options, *scope)
    passed = 4 + ("test_without_a_treadmill" in text)
    assert (code, told.splitlines()[-1].split(" in ")[0]) == (0, f"{passed} passed"), told


def test_packages_of_the_same_names_as_ours_do_no_harm(project: Project) -> None:
    """A stranger's own controller/ and plans/ are theirs; ours are never asked for."""
    for name in ("controller", "plans"):
        project.write(f"{name}/__init__.py", "OWN = True\n")
        project.write(f"{name}/core.py", "raise ImportError('this is the stranger\\'s own')\n")
    project.write(
        "test_names.py",
        CLIENT
        + """
import controller, plans

async def test_it(treadmill):
    belt = treadmill()
    belt.fault("link-loss", for_s=1)
    belt.press("start")
    await belt.advance(seconds=30)
    assert belt.speed_kmh and controller.OWN and plans.OWN
""",
    )
    code, told = project.pytest()
    assert code == 0, told


def test_a_package_called_as_ours_is_told_as_the_page_says(project: Project) -> None:
    """Where a stranger has simulators/ the error is the page's, and so is the way out."""
    project.write("simulators/__init__.py", "")
    project.write("test_own.py", "def test_own():\n    import simulators\n")
    code, told = project.pytest()
    assert code != 0
    assert "No module named 'simulators.pytest_plugin'" in told
    assert "No module named 'simulators.…'" in PAGE
    code, told = project.pytest("-p", "no:reprise")
    assert code == 0, told


def test_it_loads_nothing_until_a_treadmill_is_asked_for(project: Project) -> None:
    """Every pytest that runs beside Reprise loads the plugin: it loads one module, and no bleak."""
    project.write(
        "test_lean.py",
        """
import sys

def test_lean(request):
    assert request.config.pluginmanager.has_plugin("reprise")
    ours = ("simulators", "protocols", "controller", "plans", "bleak", "pydantic", "yaml")
    found = {name for name in sys.modules if name.partition(".")[0] in ours}
    assert found == {"simulators", "simulators.pytest_plugin"}
""",
    )
    code, told = project.pytest("-p", "no:asyncio")
    assert code == 0, told


MISTAKES: Final = {
    "def test_it(treadmill): pass": 'Write "async def test_it".',
    'async def test_it(treadmill): treadmill("urevo-e2l")': 'did you mean "urevo-e1l"?',
    'async def test_it(treadmill): treadmill().fault("late-answer=2ms")': (
        'a treadmill has no fault "late-answer"; did you mean "late-answers"?'
    ),
    'async def test_it(treadmill): treadmill().fault("late-answers")': (
        'late-answers needs an amount, 1ms to 60000ms; write "late-answers=AMOUNT".'
    ),
    'async def test_it(treadmill): treadmill().fault("late-answers=2s")': (
        '"2s" is no amount of late-answers; write 1ms to 60000ms.'
    ),
    'async def test_it(treadmill): treadmill().fault("control-lost", for_s=2)': (
        "control-lost happens at once; leave for_s away."
    ),
    'async def test_it(treadmill): treadmill(faults=["stall=3"])': "stall has no amount",
    'async def test_it(treadmill): treadmill().mend("silent")': 'has no fault "silent"',
    'async def test_it(treadmill): treadmill(faults="disobey=3")': "disobey has no amount",
    'async def test_it(treadmill): treadmill().fault("stall", for_s=0)': "write more than 0",
    'async def test_it(treadmill): treadmill().press("stopp")': (
        'the console has no key "stopp"; did you mean "stop"?'
    ),
    "async def test_it(treadmill): treadmill(address=A); treadmill(address=A)": (
        "there is a treadmill at 5E:1F:7E:AD:00:02 already"
    ),
    'async def test_it(treadmill): treadmill(address="zz")': (
        '"zz" is no address; write it like 5E:1F:7E:AD:00:01.'
    ),
    "async def test_it(treadmill): treadmill().steps(-5)": (
        "steps is a whole number a minute from 0 to 255, or None: as the belt asks."
    ),
    "async def test_it(treadmill): treadmill().steps(1.5)": "steps is a whole number a minute",
    "async def test_it(treadmill): await treadmill().advance(seconds=-5)": (
        "time cannot be advanced by -5 s; write 0 to 21600, which is all the virtual time that a"
    ),
    "async def test_it(treadmill): await treadmill().advance(seconds=86400)": (
        "time cannot be advanced by 86400 s; write 0 to 21600"
    ),
    'async def test_it(treadmill): await treadmill().advance(seconds=float("nan"))': (
        "time cannot be advanced by nan s"
    ),
    'async def test_it(treadmill): treadmill().fault("link-loss", for_s=float("nan"))': (
        "link-loss cannot last for nan s; write more than 0, and 21600 at most."
    ),
    """
async def test_it(treadmill):
    while True:
        await asyncio.sleep(0)
""": "something calls itself again without waiting",
    """
async def test_it(treadmill):
    async with BleakClient(treadmill().address, backend=treadmill.backend) as client:
        await client.start_notify(DATA, lambda *_: None)
        await asyncio.Event().wait()
""": "6 hours of virtual time have passed, which is all that a test has",
    """
async def test_it(treadmill):
    asyncio.get_running_loop().call_later(1, lambda: 1 / 0)
    await asyncio.sleep(2)
""": "ZeroDivisionError",
    """
@pytest.fixture
async def twice(treadmill):
    yield 1
    yield 2
async def test_it(twice): pass
""": "the fixture twice yields more than once",
}


def test_a_mistake_is_told_in_a_sentence(project: Project) -> None:
    """Each mistake fails its own test, with what to write."""
    for number, test in enumerate(MISTAKES):
        project.write(f"test_mistake_{number:02}.py", CLIENT + test)
    code, told = project.pytest("-p", "no:asyncio", "--tb=short")
    assert code == 1
    about = re.split(r"^(?:E +)?_{5,} .*test_it.* _{5,}$", told, flags=re.MULTILINE)[1:]
    assert [s for s in MISTAKES.values() if not any(s in each for each in about)] == [], told
    assert f"{len(MISTAKES) - 2} failed, 1 passed, 2 errors" in told, told


BELT: Final = (
    CLIENT
    + """
async def connected(belt):
    client = BleakClient(belt.address, backend=belt.backend)
    await client.connect()
    await walk(client)
    await belt.advance(seconds=30)
    return client

async def test_commands_have_their_time_and_words(treadmill):
    belt = treadmill("horizon-omega-z")
    await connected(belt)
    first, *_, last = belt.commands
    assert (first.hex, first.means, last.hex, last.data) == (
        "00", "request control", "02f401", bytes.fromhex("02f401")
    )
    assert last.means == "target 5.00 km/h" and 0 < first.at_s < last.at_s < 1
    assert belt.commands_hex == [each.hex for each in belt.commands]

async def test_hands_at_the_console(treadmill):
    belt = treadmill()
    await connected(belt)
    belt.press("faster")
    await belt.advance(seconds=10)
    assert belt.speed_kmh == 5.1
    belt.press("stop")
    await belt.advance(seconds=20)
    assert (belt.speed_kmh, belt.phase) == (0, "still")

async def test_the_safety_key(treadmill):
    belt = treadmill()
    await connected(belt)
    belt.pull_safety_key()
    await belt.advance(seconds=10)
    assert belt.speed_kmh == 0

async def test_feet(treadmill):
    belt = treadmill()
    client = await connected(belt)
    heard = []
    rsc = "00002a53-0000-1000-8000-00805f9b34fb"
    await client.start_notify(rsc, lambda _, data: heard.append(data[3]))
    for do in (belt.step_off, belt.step_on, lambda: belt.steps(77)):
        do()
        await belt.advance(seconds=3)
        heard.append("|")
    feet = [each for each in heard if each != heard[heard.index(each) - 1]]
    assert 0 in feet and 77 in feet and any(each not in (0, 77, "|") for each in feet)

async def test_a_reported_speed_may_not_be_true(treadmill):
    belt = treadmill("reports-target")
    client = await connected(belt)
    await client.write_gatt_char(POINT, bytes.fromhex("02c800"))
    await belt.advance(seconds=0.5)
    assert belt.reported_kmh == 2.0 < belt.speed_kmh

async def test_two_in_one_air(treadmill):
    one, other = treadmill("urevo-e1l"), treadmill("generic", address="AA:BB:00:00:00:01")
    found = await BleakScanner.discover(3, backend=treadmill.scanner_backend)
    assert {each.address for each in found} == {one.address, "AA:BB:00:00:00:01"}
    await connected(other)
    assert (one.speed_kmh, other.speed_kmh) == (0, 5.0)
    assert (one.connected, other.connected) == (False, True)

async def answers(belt, times=1):
    client = BleakClient(belt.address, backend=belt.backend)
    await client.connect()
    heard = []
    await client.start_notify(POINT, lambda _, data: heard.append(belt.now_s))
    since = belt.now_s
    for _ in range(times):
        await client.write_gatt_char(POINT, bytes.fromhex("00"))
        await belt.advance(seconds=5)
    return [each - since for each in heard]

async def test_faults_of_the_answers(treadmill):
    assert len(await answers(treadmill())) == 1
    assert len(await answers(treadmill(faults=["lost-answers"]))) == 0
    assert len(await answers(treadmill(faults=["doubled-answers"]))) == 2
    (late,) = await answers(treadmill(faults=["late-answers=1500ms"]))
    assert 1.5 < late < 1.7
    some = [len(await answers(treadmill(faults=["lost-answers=50%"], seed=seed), 20))
            for seed in (1, 1, 2)]
    assert some[0] == some[1] and 0 < some[0] < 20 and 0 < some[2] < 20

async def test_a_fault_ends_in_its_time_or_is_mended(treadmill):
    belt = treadmill()
    belt.fault("lost-answers", for_s=10)
    assert await answers(belt) == []
    await belt.advance(seconds=10)
    belt.fault("disconnect")
    assert len(await answers(belt)) == 1
    belt.fault("disconnect")
    belt.fault("lost-answers")
    assert await answers(belt) == []
    belt.mend("lost-answers")
    belt.mend("lost-answers")
    belt.fault("disconnect")
    assert len(await answers(belt)) == 1

async def test_a_fault_that_begins_again_lasts_from_there(treadmill):
    belt = treadmill()
    belt.fault("lost-answers", for_s=2)
    await belt.advance(seconds=1)
    belt.fault("lost-answers", for_s=60)
    await belt.advance(seconds=5)
    assert await answers(belt) == []

async def test_silence_loses_the_link_and_the_belt_runs_on(treadmill):
    belt = treadmill()
    client = await connected(belt)
    belt.fault("link-loss", for_s=20)
    assert client.is_connected and belt.connected
    await belt.advance(seconds=19)
    assert not client.is_connected and belt.speed_kmh == 5.0
    with pytest.raises(Exception, match="no treadmill advertises"):
        await client.connect()
    await belt.advance(seconds=1)
    await client.connect()
    belt.fault("link-loss")
    belt.mend("link-loss")
    assert belt.speed_kmh == 5.0

async def test_a_machine_that_hangs_up_again_and_again(treadmill):
    belt = treadmill()
    client = await connected(belt)
    belt.fault("disconnect", for_s=10)
    assert not client.is_connected
    await client.connect()
    await belt.advance(seconds=1)
    assert not client.is_connected
    await belt.advance(seconds=10)
    await client.connect()
    await belt.advance(seconds=1)
    assert client.is_connected

async def test_control_is_taken_away(treadmill):
    belt = treadmill()
    client = await connected(belt)
    heard = []
    await client.start_notify(POINT, lambda _, data: heard.append(data.hex()))
    belt.fault("control-lost")
    await client.write_gatt_char(POINT, bytes.fromhex("02c800"))
    await belt.advance(seconds=10)
    assert (belt.speed_kmh, heard[-1]) == (5.0, "800205")

async def test_what_is_held_comes_at_the_end(treadmill):
    belt = treadmill()
    client = await connected(belt)
    heard = []
    await client.start_notify(DATA, lambda *_: heard.append(belt.now_s))
    since = belt.now_s
    belt.fault("stall")
    await belt.advance(seconds=3)
    assert heard == []
    belt.mend("stall")
    assert len(heard) >= 3 and set(heard) == {since + 3}

async def test_a_write_of_the_wrong_kind_is_refused_and_told(treadmill):
    belt = treadmill("urevo-e1l")
    async with BleakClient(belt.address, backend=belt.backend) as client:
        with pytest.raises(Exception, match="Write Not Permitted"):
            await client.write_gatt_char(POINT, bytes(1), response=True)
    assert belt.commands_hex == ["00"]
    (told,) = (each for each in treadmill.told() if "command" in each)
    assert '"refused": "03", "because": "write not permitted"' in told

async def test_a_machine_that_does_not_obey(treadmill):
    belt = treadmill()
    client = await connected(belt)
    belt.fault("disobey")
    await client.write_gatt_char(POINT, bytes.fromhex("02c800"))
    await belt.advance(seconds=10)
    assert belt.speed_kmh == 5.0
    belt.mend("disobey")
    await client.write_gatt_char(POINT, bytes.fromhex("02c800"))
    await belt.advance(seconds=10)
    assert belt.speed_kmh == 2.0
"""
)


def test_a_belt_does_what_the_page_says(project: Project) -> None:
    """Each row of the page's table, tried on a client as a stranger's."""
    project.write("test_belt.py", BELT)
    code, told = project.pytest("-p", "no:asyncio", "-W", "error")
    passed = len(re.findall("^async def test_", BELT, re.MULTILINE))
    assert (code, told.splitlines()[-1].split(" in ")[0]) == (0, f"{passed} passed"), told
