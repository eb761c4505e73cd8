"""Law 7: whatever breaks, wherever in the tick, the stop goes out first and the session ends."""

from __future__ import annotations

from collections import deque
from typing import Any, cast

import pytest

from controller import guard
from controller.records.reader import Journal, JournalInvalid
from controller.session import adapt, engine, shell
from controller.session.inputs import Input
from controller.session.pipe import MemoryPipe
from controller.session.replay import verify
from protocols.control_point import ControlPoint
from protocols.ftms import REQUEST_CONTROL, STOP, decode_treadmill_data
from protocols.link import Link
from protocols.units import MILLISECOND, SECOND
from tests.lanes import one_in
from tests.session.bench import Bench, Kept, run

STAGES: dict[str, tuple[Any, str]] = {
    "decode": (engine, "decode_treadmill_data"),
    "adapt": (adapt, "belt_event"),
    "core": (engine, "step"),
    "encode": (engine, "encode_target_speed"),
    "push": (ControlPoint, "push"),
    "next write": (ControlPoint, "next_write"),
    "guard": (guard, "judge"),
    "narrate": (engine, "narrate"),
    "narrate a command": (engine, "narrate_command"),
}
MOMENTS = {"starting up": 18, "walking": 42, "running": 80, "slowing down": 96}


class Broken:
    """Makes one function raise from a moment on, and remembers when it first did."""

    def __init__(self, patch: pytest.MonkeyPatch, owner: Any, name: str) -> None:
        self._patch, self._owner, self._name = patch, owner, name
        self.since: int | None = None
        self.written_before = 0

    def from_second(self, second: int, *, once: bool) -> Any:
        """Return what a bench does before the session: put the broken function in."""
        real = getattr(self._owner, self._name)

        def prepare(bench: Bench) -> None:
            def broken(*args: Any, **named: Any) -> Any:
                if bench.clock.now() < second * SECOND or (once and self.since is not None):
                    return real(*args, **named)
                if self.since is None:
                    self.since = bench.clock.now()
                    self.written_before = len(bench.written)
                raise ZeroDivisionError("a test broke it")

            self._patch.setattr(self._owner, self._name, broken)

        return prepare


def check(bench: Bench, broken: Broken) -> None:
    """Hold a session against law 7."""
    assert broken.since is not None
    assert bench.written[broken.written_before] == (broken.since, STOP)
    when, data = bench.arrived[broken.written_before]
    assert data == STOP
    assert when - broken.since <= 45 * MILLISECOND
    behind = {data for _, data in bench.written[broken.written_before :]}
    assert behind == {STOP, REQUEST_CONTROL}
    assert bench.bug == "ZeroDivisionError: a test broke it"
    assert (bench.final_speed, bench.later_speed) == (0, 0)


@pytest.mark.parametrize("once", [True, False], ids=["once", "for good"])
@pytest.mark.parametrize("moment", one_in(3, MOMENTS))
@pytest.mark.parametrize("stage", STAGES)
def test_a_bug_at_any_stage_stops_the_belt(
    monkeypatch: pytest.MonkeyPatch, stage: str, moment: str, *, once: bool
) -> None:
    """08 01 is handed over at the same instant, the belt ends still, the bug is told and kept."""
    broken = Broken(monkeypatch, *STAGES[stage])
    bench = run(prepare=broken.from_second(MOMENTS[moment], once=once))
    check(bench, broken)
    (bug,) = bench.kind("bug")
    assert (bug["io"], bug["what"]) == ("shell", bench.bug)


@pytest.mark.parametrize("moment", MOMENTS)
def test_the_bytes_that_broke_it_are_kept(monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    """They are recorded before they are understood (law 8)."""
    broken = Broken(monkeypatch, *STAGES["decode"])
    bench = run(prepare=broken.from_second(MOMENTS[moment], once=True))
    (bug,) = bench.kind("bug")
    before = bench.records[bug["n"] - 2 :][:2]
    assert [(each["io"], each["kind"]) for each in before] == [("in", "rx"), ("shell", "tx")]
    assert (before[0]["t"], before[0]["char"]) == (broken.since, "2ACD")


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_replay_breaks_where_the_session_did_and_nowhere_else(
    monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    """With the mistake still there, or mended; and one that came with a change is told of."""
    broken = Broken(monkeypatch, *STAGES["decode"])
    real = getattr(*STAGES["decode"])
    bench = run(prepare=broken.from_second(MOMENTS[moment], once=True))
    header, *records = bench.records
    (bug,) = bench.kind("bug")
    journal = Journal(header, tuple(records), cut=False)
    outputs = verify(journal, "here")
    worst = bytes.fromhex(records[bug["n"] - 3]["hex"])

    def still_broken(data: bytes, *args: Any) -> Any:
        if bytes(data) == worst:
            raise ZeroDivisionError("a test broke it")
        return real(data, *args)

    monkeypatch.setattr(*STAGES["decode"], still_broken)
    assert verify(journal, "here") == outputs
    whole = Journal(header, tuple(each for each in records if each["kind"] != "bug"), cut=False)
    with pytest.raises(JournalInvalid, match="breaks this version"):
        verify(whole, "here")


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_journal_that_raises_once_stops_the_belt(
    monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    """It is our bug like any other, and the stop does not wait for it."""
    broken = Broken(monkeypatch, Kept, "put")
    bench = run(prepare=broken.from_second(MOMENTS[moment], once=True))
    check(bench, broken)
    assert [each["what"] for each in bench.kind("bug")] == [bench.bug]


@pytest.mark.parametrize("owner", [Kept, MemoryPipe], ids=["journal", "pipe"])
def test_a_keeper_that_raises_for_good_stops_the_belt(
    monkeypatch: pytest.MonkeyPatch, owner: type
) -> None:
    """Even the record of the bug cannot be kept; the stop is sent and the session ends."""
    broken = Broken(monkeypatch, owner, "put" if owner is Kept else "send")
    bench = run(prepare=broken.from_second(MOMENTS["running"], once=False))
    check(bench, broken)


@pytest.mark.parametrize(
    "machine",
    [
        "generic",
        "urevo-e1l",
        pytest.param(
            "urevo-urtm024",
        ),
    ],
)
@pytest.mark.parametrize("milliseconds", [0, 200, 1000, 3000])
def test_a_bug_while_the_belt_counts_down_leaves_no_belt_to_start_by_itself(
    monkeypatch: pytest.MonkeyPatch, machine: str, milliseconds: int
) -> None:
    """Zero is not still while a start may be under way: the shell stays until it cannot be."""
    state: dict[str, int] = {}

    def prepare(bench: Bench) -> None:
        real = decode_treadmill_data

        def broken(data: bytes) -> Any:
            if "start" not in state and any(sent == b"\x07" for _, sent in bench.written):
                state["start"] = bench.clock.now()
            if (
                "start" in state
                and bench.clock.now() - state["start"] >= milliseconds * MILLISECOND
            ):
                raise ZeroDivisionError("a test broke it")
            return real(data)

        monkeypatch.setattr(engine, "decode_treadmill_data", broken)

    bench = run(machine, prepare=prepare)
    assert bench.bug == "ZeroDivisionError: a test broke it"
    assert (bench.final_speed, bench.later_speed) == (0, 0)


@pytest.mark.parametrize("sent", [True, False])
def test_a_last_resort_that_fails_ends_the_session_at_once(
    monkeypatch: pytest.MonkeyPatch, *, sent: bool
) -> None:
    """A process that is gone has a successor that stops the belt; one that hangs on has none."""

    class Fails:
        def __init__(self, link: Link, *_: Any) -> None:
            if sent:
                link.write(STOP)
            raise ZeroDivisionError("the last resort, too")

    monkeypatch.setattr(shell, "LastResort", Fails)
    broken = Broken(monkeypatch, *STAGES["core"])
    bench = run(prepare=broken.from_second(MOMENTS["running"], once=False))
    assert broken.since is not None
    assert bench.bug == "ZeroDivisionError: a test broke it"
    assert [each["kind"] for each in bench.records[-3:]] == ["tx", "bug", "last_resort_over"]
    assert bench.records[-1]["t"] == broken.since
    assert not bench.records[-1]["confirmed"]
    assert bench.written[broken.written_before :] == ([(broken.since, STOP)] if sent else [])


def test_an_input_that_fails_is_not_the_last_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever escapes, what comes after it is taken: a deaf session would still beat."""
    taken: list[str] = []

    def take(_: object, happened: str) -> None:
        taken.append(happened)
        if happened == "breaks":
            raise ZeroDivisionError

    monkeypatch.setattr(shell.Session, "_take", take)
    session = object.__new__(shell.Session)
    session._happened = deque()  # all that it needs
    with pytest.raises(ZeroDivisionError):
        session.happen(cast("Input", "breaks"))
    session.happen(cast("Input", "goes on"))
    assert taken == ["breaks", "goes on"]
