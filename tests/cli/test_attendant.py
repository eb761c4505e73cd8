"""What the computer does beside a session, on a real loop with a belt sped up."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from controller.cli.session import attendant as attending
from controller.cli.session.attendant import Attendant, Overheard, sleep_watch
from controller.core.numbers import START_DELAY, USER_CAP
from controller.core.state import Setup
from controller.core.timeline import Gait
from controller.host.battery import Battery
from controller.host.jump import boot_time_ns
from controller.records.format import Record
from controller.session.admission import admit
from controller.session.journal import NoJournal
from controller.session.pipe import MemoryPipe
from controller.session.shell import Clocks, Session
from protocols.bleak_find import find_treadmill
from protocols.bleak_link import BleakLink
from protocols.clock import LoopClock
from protocols.units import SECOND
from simulators.link.air import SimulatedAir
from simulators.profiles import find_machine
from simulators.sitting.runner import VirtualRunner
from tests.session.bench import HERE, POLICY, program

SPEEDUP = 10
WALK = program((Gait.WALK, 8, 300), (Gait.WALK, 8, 300), walk=300)
Step = Callable[[Record, Attendant], None]


class NoAwake:
    """Holds nothing off; says how often it was asked to."""

    sleep = lock = True
    because = ""
    held: list[bool]

    async def release(self) -> None:
        """Let go."""
        self.held.append(False)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """What was asked of the operating system: hold, let go."""
    asked: list[bool] = []

    async def hold(_why: str) -> NoAwake:
        asked.append(True)
        awake = NoAwake()
        awake.held = asked
        return awake

    monkeypatch.setattr(attending, "hold_awake", hold)
    monkeypatch.setattr(attending, "read_battery", lambda: Battery(81, plugged=True))
    return asked


def guided(step: Step, *, simulated: bool = True, leave: str = "ended") -> list[Record]:
    """Run a session with an attendant; ``step`` sees each record; return them up to ``leave``."""
    records: list[Record] = []

    async def main() -> None:
        loop = asyncio.get_running_loop()
        clock, real = LoopClock(loop, SPEEDUP), LoopClock(loop)
        air = SimulatedAir(clock)
        air.add(HERE, find_machine("generic"))
        device = await find_treadmill(HERE, backend=air.scanner_backend)
        link, machine = await BleakLink.connect(device, backend=air.client_backend)
        pipe = MemoryPipe()
        overheard = Overheard(pipe)
        setup = Setup(WALK, POLICY, admit(WALK, machine).speed_range, USER_CAP, START_DELAY)
        session = Session(
            setup,
            link=link,
            machine=machine,
            pipe=overheard,
            clocks=Clocks(clock, real, beats=True, slept=sleep_watch()),
            journal=NoJournal(),
            about={},
        )
        runner = VirtualRunner(pipe, clock, real)
        attendant = Attendant(session, simulated=simulated)
        over: asyncio.Future[None] = loop.create_future()

        def see(record: Record) -> None:
            records.append(record)
            attendant.told(record)
            runner.see(record)
            step(record, attendant)
            if record["kind"] == leave and not over.done():
                over.set_result(None)

        overheard.listeners.append(see)
        serving = loop.create_task(session.serve())
        await over
        if leave != "ended":
            pipe.hang_up()
        await serving
        runner.leave()
        await attendant.close()
        await link.close()

    asyncio.run(main())
    return records


def kinds(records: list[Record], kind: str) -> list[Record]:
    """Return the records of a kind."""
    return [each for each in records if each["kind"] == kind]


@pytest.mark.long
def test_sleep_is_held_off_from_the_countdown_until_still(held: list[bool]) -> None:
    """Once each, and the screen is told."""
    records = guided(lambda _record, _attendant: None)
    assert held == [True, False]
    assert kinds(records, "ended")[0]["outcome"] == "completed"
    told = [(each["awake"], each["battery"]) for each in kinds(records, "host")]
    assert told[0] == (None, 81)
    assert (True, 81) in told
    assert told[-1] == (None, 81)


@pytest.mark.long
def test_a_computer_that_slept_stops_the_belt(
    monkeypatch: pytest.MonkeyPatch, held: list[bool]
) -> None:
    """An hour went by that nobody counted: unknown, stop, and seen to stand."""
    slept = [0]
    real = boot_time_ns
    monkeypatch.setattr(attending, "boot_time_ns", lambda: real() + slept[0])

    def step(record: Record, _attendant: Attendant) -> None:
        if record["kind"] == "segment" and record["counting"]:
            slept[0] = 3600 * SECOND

    records = guided(step)
    assert [each["seconds"] // 10 for each in kinds(records, "time_jumped")] == [360]
    phases = [each["phase"] for each in kinds(records, "phase")]
    assert phases[phases.index("running") :][:2] == ["running", "unknown"]
    (ended,) = kinds(records, "ended")
    assert (ended["outcome"], ended["cause"], ended["confirmed"]) == ("stopped", "fault", True)
    assert ended["because"] == "the computer slept for 3600 s"
    assert held


@pytest.mark.long
def test_two_seconds_are_a_sleep(monkeypatch: pytest.MonkeyPatch, held: list[bool]) -> None:
    """A belt that nobody watched for so long is stopped."""
    slept = [0]
    real = boot_time_ns
    monkeypatch.setattr(attending, "boot_time_ns", lambda: real() + slept[0])

    def step(record: Record, _attendant: Attendant) -> None:
        if record["kind"] == "segment" and record["counting"]:
            slept[0] = 2 * SECOND

    records = guided(step)
    assert [each["seconds"] for each in kinds(records, "time_jumped")] == [2]
    (ended,) = kinds(records, "ended")
    assert (ended["outcome"], ended["confirmed"]) == ("stopped", True)
    assert held


@pytest.mark.long
def test_half_a_second_is_no_sleep(monkeypatch: pytest.MonkeyPatch, held: list[bool]) -> None:
    """Clocks that drift or are trimmed stop nobody."""
    slept = [0]
    real = boot_time_ns
    monkeypatch.setattr(attending, "boot_time_ns", lambda: real() + slept[0])

    def step(record: Record, _attendant: Attendant) -> None:
        if record["kind"] == "segment":
            slept[0] += SECOND // 2

    records = guided(step)
    assert kinds(records, "time_jumped") == []
    assert kinds(records, "ended")[0]["outcome"] == "completed"
    assert held


@pytest.mark.long
def test_a_forced_sleep_is_stopped_before(held: list[bool]) -> None:
    """The word that the computer goes to sleep is a stop at that instant."""
    done: list[Any] = []

    def step(record: Record, attendant: Attendant) -> None:
        if record["kind"] == "segment" and record["counting"] and not done:
            done.append(record)
            asyncio.get_running_loop().call_soon(attendant._on_sleep)

    records = guided(step)
    (stop,) = kinds(records, "stop")
    assert stop["because"] == "the computer goes to sleep"
    at = records.index(kinds(records, "must_stop")[0])
    sent = [each for each in records[at:] if each["kind"] == "tx"]
    assert sent[0]["hex"] == "0801"
    assert held


@pytest.mark.long
@pytest.mark.parametrize(
    ("battery", "starts"),
    [
        (None, True),
        (Battery(10, plugged=False), True),
        (Battery(9, plugged=True), True),
        (Battery(9, plugged=False), False),
        (Battery(9, plugged=None), False),
    ],
)
def test_no_start_on_an_empty_battery(
    monkeypatch: pytest.MonkeyPatch, held: list[bool], battery: Battery | None, *, starts: bool
) -> None:
    """Below 10 % and not plugged in the start key does nothing, and it is said why."""
    monkeypatch.setattr(attending, "read_battery", lambda: battery)
    leave = "segment" if starts else "not_started"
    records = guided(lambda _record, _attendant: None, simulated=False, leave=leave)
    if not starts:
        assert "battery" in kinds(records, "not_started")[0]["because"]
    assert any(each["hex"] == "07" for each in kinds(records, "tx")) is starts
    assert bool(held) is starts


@pytest.mark.long
def test_a_simulated_belt_starts_on_any_battery(
    monkeypatch: pytest.MonkeyPatch, held: list[bool]
) -> None:
    """Nobody can fall on it."""
    monkeypatch.setattr(attending, "read_battery", lambda: Battery(1, plugged=False))
    records = guided(lambda _record, _attendant: None, leave="segment")
    assert any(each["hex"] == "07" for each in kinds(records, "tx"))
    assert held


@pytest.mark.long
def test_a_mistake_in_the_attendant_stops_no_session(
    monkeypatch: pytest.MonkeyPatch, held: list[bool], capsys: pytest.CaptureFixture[str]
) -> None:
    """It goes to the log, and the belt does what the plan says."""

    def broken() -> None:
        raise ZeroDivisionError("a test broke it")

    monkeypatch.setattr(attending, "read_battery", broken)
    records = guided(lambda _record, _attendant: None)
    assert kinds(records, "ended")[0]["outcome"] == "completed"
    assert "a test broke it" in capsys.readouterr().err
    assert held
