"""The front end's own side, with small programs in the place of a controller.

What they do to a treadmill is for `test_deaths`; here it is when a successor is started, and what
the front end is told.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import psutil
import pytest

from controller.operator import supervisor as supervising
from controller.operator.process import ControllerProcess
from controller.operator.reach import Reach
from controller.operator.supervisor import Supervisor
from controller.records.format import Record
from controller.records.intents import Intent
from tests.operator.household import wait_for

_SAYS = """
import json, os, sys, threading, time
n = 0
def say(io, kind, **more):
    global n
    print(json.dumps(dict(n=n, t=n, io=io, kind=kind, **more)), flush=True)
    n += 1
def beat_until_the_end():
    threading.Thread(target=lambda: (sys.stdin.buffer.read(), os._exit(0)), daemon=True).start()
    while True:
        say("shell", "beat")
        time.sleep(0.05)
"""
HEADER = 'say("head", "session", pid=os.getpid())\n'
RUNNING = HEADER + 'say("out", "phase", phase="running")\n'
SUCCESSOR = (
    "sys.stdin.readline()\n"
    + HEADER
    + 'say("out", "phase", phase="unknown")\n'
    + 'say("out", "ended", outcome="stopped", cause="fault", confirmed=True)\n'
)
BEATS = "beat_until_the_end()\n"


class Programs:
    """Two small programs, and how often the second was started."""

    def __init__(self, first: str, successor: str = SUCCESSOR) -> None:
        """Take what each does."""
        self._first, self._successor = first, successor
        self.taken_over = 0

    def begin(self) -> Sequence[str]:
        """Return the first."""
        return [sys.executable, "-c", _SAYS + self._first]

    def take_over(self, because: str) -> Sequence[str]:
        """Return the second."""
        assert because
        self.taken_over += 1
        return [sys.executable, "-c", _SAYS + self._successor]


class Front:
    """A front end that keeps what it is told."""

    def __init__(self, programs: Programs) -> None:
        """Take the operator's end."""
        self.operator = Supervisor(programs, errors=None)
        self.told: list[Record] = []
        self.breaks_at: str | None = None

    def take(self, record: Record) -> None:
        """Keep a record, or break at one."""
        self.told.append(record)
        if record["kind"] == self.breaks_at:
            raise ZeroDivisionError("a test broke it")

    def kinds(self, io: str = "watch") -> list[str]:
        """Return the kinds of what was told."""
        return [each["kind"] for each in self.told if each["io"] == io]

    async def until(self, kind: str, seconds: float = 20.0) -> Record:
        """Wait for a record."""
        limit = time.monotonic() + seconds
        while time.monotonic() < limit:
            found = [each for each in self.told if each["kind"] == kind]
            if found:
                return found[-1]
            await asyncio.sleep(0.01)
        raise AssertionError(f"no {kind} in {self.told}")


def run(programs: Programs, act: Callable[[Front], Any]) -> Front:
    """Run a front end with its programs; ``act`` is a coroutine function."""
    front = Front(programs)

    async def main() -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _loop, _context: None)
        await front.operator.start(front.take)
        try:
            await act(front)
        finally:
            await front.operator.close()

    asyncio.run(main())
    return front


async def _frozen(front: Front) -> None:
    pid = (await front.until("session"))["pid"]
    await front.until("beat")
    os.kill(pid, signal.SIGSTOP)
    await front.until("left")
    assert not psutil.pid_exists(pid)


@pytest.mark.long
def test_a_controller_that_says_nothing_is_killed_and_succeeded() -> None:
    """Unsupervised, a successor, and then nobody is needed any more."""
    programs = Programs(RUNNING + BEATS)
    front = run(programs, _frozen)
    assert front.kinds() == ["unsupervised", "successor", "left"]
    assert programs.taken_over == 1
    assert front.operator.over


@pytest.mark.long
def test_silence_over_a_belt_that_may_move_is_not_waited_for_long() -> None:
    """A second and two looks; the ten seconds are for a controller with nothing left to do."""

    async def act(front: Front) -> None:
        pid = (await front.until("session"))["pid"]
        await front.until("beat")
        os.kill(pid, signal.SIGSTOP)
        await front.until("unsupervised", 6)
        await front.until("left")

    run(Programs(RUNNING + BEATS), act)


@pytest.mark.long
@pytest.mark.parametrize("stall", [0.12, 0.22, 0.6])
def test_a_loop_that_is_always_late_judges_all_the_same(stall: float) -> None:
    """A screen that draws slowly is no reason to leave a frozen controller alone."""

    async def act(front: Front) -> None:
        def hold_up() -> None:
            time.sleep(stall)
            asyncio.get_running_loop().call_later(0.01, hold_up)

        asyncio.get_running_loop().call_soon(hold_up)
        await _frozen(front)

    assert run(Programs(RUNNING + BEATS), act).kinds()[:2] == ["unsupervised", "successor"]


@pytest.mark.long
def test_a_loop_that_stood_still_does_not_take_that_for_silence() -> None:
    """The controller has beaten all the while: the reader's thread knows."""

    async def act(front: Front) -> None:
        await front.until("beat")
        for _ in range(3):
            time.sleep(2.5)  # noqa: ASYNC251  # the very thing under test
            await asyncio.sleep(0.3)

    assert run(Programs(RUNNING + BEATS), act).kinds() == []


def test_one_look_at_silence_is_not_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that was held up as a whole sees an old stamp first, and then what waited."""
    ahead = [0]

    class Clock:
        @staticmethod
        def monotonic_ns() -> int:
            return time.monotonic_ns() + (ahead.pop() if ahead else 0)

    monkeypatch.setattr(supervising, "time", Clock)

    async def act(front: Front) -> None:
        await front.until("phase")
        ahead.append(5_000_000_000)
        await asyncio.to_thread(wait_for, lambda: not ahead)
        await asyncio.sleep(0.25)

    assert run(Programs(RUNNING + BEATS), act).kinds() == []


@pytest.mark.long
@pytest.mark.parametrize("kind", ["unsupervised", "beat", "session", "successor"])
def test_a_mistake_of_the_front_end_does_not_end_the_watch(kind: str) -> None:
    """Whatever it raises on a record, the successor is started."""

    async def act(front: Front) -> None:
        front.breaks_at = kind
        await _frozen(front)

    assert run(Programs(RUNNING + BEATS), act).kinds()[:2] == ["unsupervised", "successor"]


@pytest.mark.parametrize("phase", ["", 'say("out", "phase", phase="paused")\n'])
def test_a_belt_that_was_not_moved_is_nobody_s_to_stop(phase: str) -> None:
    """Before the first start a dead controller is told of, and not replaced."""
    programs = Programs(HEADER + phase)
    front = run(programs, lambda front: front.until("left"))
    assert programs.taken_over == 0
    assert front.kinds() == ["no_controller", "left"]


@pytest.mark.long
def test_a_start_may_have_gone_out_once_the_countdown_has_begun() -> None:
    """The bytes go before the record of them."""
    programs = Programs(HEADER + 'say("out", "phase", phase="countdown")\n')
    run(programs, lambda front: front.until("left"))
    assert programs.taken_over == 1


@pytest.mark.long
def test_successors_that_die_at_once_are_not_started_a_thousand_times() -> None:
    """One a second, for as long as it takes."""

    async def act(front: Front) -> None:
        await front.until("unsupervised")
        await asyncio.sleep(3.5)

    programs = Programs(RUNNING, "sys.exit(1)\n")
    run(programs, act)
    assert 2 <= programs.taken_over <= 5


@pytest.mark.long
def test_a_successor_may_take_its_time() -> None:
    """While it searches it beats, and nobody takes that for silence."""
    slow = "sys.stdin.readline()\n" + 'for _ in range(60): say("shell", "beat"); time.sleep(0.05)\n'
    programs = Programs(RUNNING, slow + SUCCESSOR.removeprefix("sys.stdin.readline()\n"))
    run(programs, lambda front: front.until("left"))
    assert programs.taken_over == 1


@pytest.mark.long
def test_a_successor_that_is_slow_to_begin_is_given_its_time() -> None:
    """A busy computer needs more than a second to start Python, and that is no silence."""
    programs = Programs(RUNNING, "time.sleep(1.6)\n" + SUCCESSOR)
    run(programs, lambda front: front.until("left"))
    assert programs.taken_over == 1


@pytest.mark.long
def test_the_successor_is_started_before_a_word_of_it_is_said() -> None:
    """First the deed: a front end that draws, or breaks, at the word holds nothing up."""
    programs = Programs(RUNNING + BEATS)
    started: list[int] = []

    async def act(front: Front) -> None:
        take = front.take

        def note(record: Record) -> None:
            if record["kind"] == "unsupervised":
                started.append(programs.taken_over)
            take(record)

        front.operator._on_record = note
        await _frozen(front)

    run(programs, act)
    assert started == [1]


def test_a_key_without_an_answer_is_said_and_taken_back() -> None:
    """No record within 300 ms: not answering; the next record takes it back."""
    deaf = RUNNING + "time.sleep(0.7)\n" + BEATS

    async def act(front: Front) -> None:
        await front.until("phase")
        front.operator.press(Intent("walk"))
        await front.until("answered")

    assert run(Programs(deaf), act).kinds() == ["unanswered", "answered"]


def test_a_key_that_is_held_does_not_hide_that_nobody_answers() -> None:
    """The 300 ms run from the first key without an answer, however many come behind it."""
    deaf = RUNNING + "time.sleep(0.7)\n" + BEATS

    async def act(front: Front) -> None:
        await front.until("phase")
        while "beat" not in front.kinds("shell"):
            front.operator.press(Intent("walk"))
            await asyncio.sleep(0.01)

    assert run(Programs(deaf), act).kinds() == ["unanswered", "answered"]


def _stopped(pid: int) -> bool:
    return bool(psutil.Process(pid).status() == psutil.STATUS_STOPPED)


def test_a_stop_goes_before_the_keys_that_wait_for_a_full_pipe() -> None:
    """What a controller has not read yet and does not fit any more is not read before the stop."""
    asleep = RUNNING + (
        "import signal\n"
        "os.kill(os.getpid(), signal.SIGSTOP)\n"
        "for line in sys.stdin:\n"
        "    said = json.loads(line)\n"
        '    if said.get("key") != "walk": say("shell", "read", what=said["kind"])\n'
        '    else: say("shell", "walk")\n'
    )

    async def act(front: Front) -> None:
        pid = (await front.until("session"))["pid"]
        await front.until("phase")
        await asyncio.to_thread(wait_for, lambda: _stopped(pid))
        for _ in range(2_500):
            front.operator.press(Intent("walk"))
        front.operator.stop("the stop key")
        os.kill(pid, signal.SIGCONT)
        for _ in range(200):
            front.operator.renew(1, moving=True)
            await asyncio.sleep(0.05)
            if "read" in front.kinds("shell"):
                break

    told = [each for each in run(Programs(asleep), act).told if each["io"] == "shell"]
    at = next(at for at, each in enumerate(told) if each["kind"] == "read")
    assert 0 < at < 1_500
    assert told[at]["what"] == "intent"


@pytest.mark.long
def test_what_a_dead_controller_had_still_to_say_is_not_heard(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its last lines may wait in the loop; behind its successor's they would be untrue."""
    takers: list[Callable[[list[bytes]], None]] = []

    class Kept(ControllerProcess):
        def __init__(
            self, *args: Any, on_lines: Callable[[list[bytes]], None], **named: Any
        ) -> None:
            takers.append(on_lines)
            super().__init__(*args, on_lines=on_lines, **named)

    monkeypatch.setattr(supervising, "ControllerProcess", Kept)
    late = json.dumps({"n": 99, "t": 99, "io": "out", "kind": "phase", "phase": "paused"})

    async def act(front: Front) -> None:
        os.kill((await front.until("session"))["pid"], signal.SIGKILL)
        await front.until("successor")
        takers[0]([late.encode()])
        assert not front.operator.over
        await front.until("left")

    programs = Programs(RUNNING + BEATS, "time.sleep(0.5)\n" + SUCCESSOR)
    assert "paused" not in [each.get("phase") for each in run(programs, act).told]


def test_a_controller_that_does_not_go_is_sent_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """Over, and silent: the front end does not wait for ever."""
    monkeypatch.setattr(supervising, "LINGERS", 300_000_000)
    ended = 'say("out", "ended", outcome="stopped", cause="runner", confirmed=True)\n'
    front = run(Programs(RUNNING + ended + "time.sleep(1000)\n"), lambda front: front.until("left"))
    assert front.told[-1]["exit_code"] is None


def test_nothing_is_left_of_a_controller_that_outlives_its_front_end(tmp_path: Path) -> None:
    """The pages go on and begin another session: neither a handle nor a zombie stays with them."""
    end = tmp_path / "end"
    os.mkfifo(end)
    us, controller = psutil.Process(), list[psutil.Process]()

    async def act(front: Front) -> None:
        header = await front.until("session")
        await front.operator.close()
        controller.append(psutil.Process(header["pid"]))
        assert controller[0].status() != psutil.STATUS_ZOMBIE
        end.write_text("it may go")

    before = us.num_fds()
    run(Programs(f"{HEADER}sys.stdin.read()\nopen({str(end)!r}).read()\n"), act)
    wait_for(lambda: us.num_fds() == before, why="its pipe is closed")
    assert controller[0] not in us.children()


def test_noise_on_the_pipe_is_no_record() -> None:
    """What something else prints there is left out, and the rest is read."""
    noise = HEADER + 'print("hello"); print("[1]"); print(json.dumps({"n": 1})); print("{")\n'
    ended = 'say("out", "ended", outcome="stopped", cause="runner", confirmed=True)\n'
    front = run(Programs(noise + ended), lambda front: front.until("left"))
    assert [each["kind"] for each in front.told] == ["session", "ended", "left"]


def test_a_controller_that_cannot_be_started_is_an_error() -> None:
    """The front end hears of it before it shows anything."""

    class Nowhere(Programs):
        def begin(self) -> Sequence[str]:
            return ["/no/such/program"]

    with pytest.raises(OSError, match="no/such/program"):
        run(Nowhere(""), lambda front: front.until("left"))


PHASES = ["still", "countdown", "starting", "running", "walking out", "stopping", "paused"]


@pytest.mark.parametrize("phase", PHASES)
def test_the_reach_of_each_phase(phase: str) -> None:
    """From the countdown on the belt may move; standing and paused it does not."""
    reach = Reach()
    assert reach.ours_to_stop is False
    reach.take({"n": 1, "t": 1, "io": "out", "kind": "phase", "phase": phase})
    assert reach.ours_to_stop is (phase not in ("still", "paused"))


def test_a_belt_that_moves_behind_the_end_is_ours_again() -> None:
    """The alarm in the last watch counts until it is over."""
    reach = Reach()
    told: list[dict[str, Any]] = [
        {"kind": "phase", "phase": "running"},
        {"kind": "ended", "outcome": "stopped", "confirmed": True},
        {"kind": "alarm"},
        {"kind": "alarm_over"},
    ]
    seen = []
    for each in told:
        reach.take({"n": 1, "t": 1, "io": "out", **json.loads(json.dumps(each))})
        seen.append(reach.ours_to_stop)
    assert seen == [True, False, True, False]


def test_errors_of_the_controller_go_to_a_file(tmp_path: Path) -> None:
    """Its own words are kept for whoever looks, readable by their owner only."""
    errors = tmp_path / "deep" / "controller.log"
    front = Front(Programs('raise SystemExit("nothing works")\n'))
    front.operator = Supervisor(Programs('raise SystemExit("nothing works")\n'), errors=errors)

    async def main() -> None:
        await front.operator.start(front.take)
        await front.until("left")
        await front.operator.close()

    asyncio.run(main())
    assert errors.read_text().strip() == "nothing works"
    assert errors.stat().st_mode & 0o777 == 0o600
    assert "controller.log says why" in front.told[0]["because"]


def test_an_alarm_over_somebody_else_s_belt_does_not_make_it_ours() -> None:
    """A refused session stays refused, whatever is wrong with the radio."""
    reach = Reach()
    for told in (
        {"kind": "ended", "outcome": "refused", "confirmed": False},
        {"kind": "alarm", "because": "a command to the treadmill does not get through"},
    ):
        reach.take({"n": 1, "t": 1, "io": "out", **told})
    assert reach.ours_to_stop is False


def test_the_sensors_that_were_connected_are_known() -> None:
    """By the name that each said last; one that was only looked for is none of them."""
    program = (
        HEADER
        + 'say("out", "sensor", sensor="A", name="Pod", state="found", because="")\n'
        + 'say("out", "sensor", sensor="A", name="", state="lost", because="gone")\n'
        + 'say("out", "sensor", sensor="B", name="", state="lost", because="was not found")\n'
        + 'say("in", "sensor", sensor="C", name="", state="found")\n'
        + 'say("out", "sensor", sensor="D", state="found")\n'
        + 'say("out", "ended", outcome="stopped", cause="key", confirmed=True)\n'
    )

    async def act(front: Front) -> None:
        assert front.operator.sensors == {}
        await front.until("left")

    assert run(Programs(program), act).operator.sensors == {"A": "Pod"}
