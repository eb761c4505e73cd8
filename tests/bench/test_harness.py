"""The bench measures what it says: on virtual time, where every figure is known beforehand.

Only the keys need real processes; of them it is seen that they are measured at all.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Awaitable, Callable
from functools import partial
from itertools import pairwise
from typing import Any, Final

import pytest

from controller.core.step import step as core_step
from controller.session.journal import NoJournal
from protocols.clock import Clock
from simulators.virtual_time import VirtualClock, run_virtual
from tests.bench import __main__ as command
from tests.bench import pyftms_client, session, step
from tests.bench.asks import SYMPTOM, SYMPTOM_SITUATIONS
from tests.bench.figures import NEVER, Row, as_json, quantile, row, tables
from tests.bench.situations import SITUATIONS, Sample, Situation
from tests.bench.stop import ours

pytestmark = pytest.mark.long

HALF_TRIP: Final = 15
OURS: Final = {
    "idle, control held": 0,
    "control not yet requested": 0,
    "set-speed acked after 1.43 s": 0,
    "set-speed, its indication lost": 0,
    "Request Control never answered": 0,
    "the same, set-speed in flight": 0,
    "inside a running ATT write": 29,
    # The link is dropped 2 s after the write began, made again, and its answers subscribed to.
    "an ATT write that never returns": 2000 - 100 + 40 + 30,
}
"""Milliseconds to the transport, asked for as early as the situation allows."""
PEERS: Final = {
    "idle, control held": Sample(0, 15),
    "control not yet requested": Sample(45, 60),
    "set-speed acked after 1.43 s": Sample(1405, 1420),
    "set-speed, its indication lost": Sample(1960, 1975),
    "Request Control never answered": Sample(NEVER, NEVER),
    "the same, set-speed in flight": Sample(NEVER, NEVER),
    "inside a running ATT write": Sample(44, 59),
    "an ATT write that never returns": Sample(1900, NEVER),
}
each_situation = pytest.mark.parametrize("situation", SITUATIONS, ids=lambda each: each.name)
Once = Callable[[Callable[[], Clock], Situation, float], Awaitable[Sample]]


def once(measure: Once, situation: Situation) -> Sample:
    """Measure once, on virtual time."""

    async def main(clock: VirtualClock) -> Sample:
        return await measure(lambda: clock, situation, 0.0)

    return run_virtual(main)


async def _ours(make_clock: Callable[[], Clock], situation: Situation, share: float) -> Sample:
    return await ours(make_clock, NoJournal(), situation, share)


async def _symptom(make_clock: Callable[[], Clock], situation: Situation, share: float) -> Sample:
    return await ours(make_clock, NoJournal(), situation, share, SYMPTOM)


@pytest.mark.parametrize("situation", SYMPTOM_SITUATIONS, ids=lambda each: each.name)
def test_a_symptom_slows_as_soon_as_a_stop_stops(situation: Situation) -> None:
    """A lower target waits for the running write, and for no answer."""
    handed = OURS[situation.name]
    assert once(_symptom, situation) == (handed, handed + HALF_TRIP)


@each_situation
def test_our_stop_waits_for_the_running_write_and_for_nothing_else(situation: Situation) -> None:
    """To the nanosecond, software aside: that takes no virtual time."""
    handed = OURS[situation.name]
    assert once(_ours, situation) == (handed, handed + HALF_TRIP)


@pytest.mark.skipif(bool(pyftms_client.MISSING), reason=str(pyftms_client.MISSING))
@each_situation
def test_pyftms_waits_as_it_was_seen_to(situation: Situation) -> None:
    """What ftms.md 8.1 found with another fake, again."""
    with pyftms_client.on_the_simulated_radio():
        assert once(pyftms_client.once, situation) == PEERS[situation.name]


def test_a_session_is_fed_again_as_it_was() -> None:
    """The core alone comes to the states that it came to in the session, event by event."""
    told = step.session()
    assert len(told) > 1000
    for (state, event, now), (after, _, _) in pairwise(told):
        assert core_step(state, event, now)[0] == after


def test_a_session_and_a_round_trip_are_measured() -> None:
    """Every row has its samples, and a session takes more than its timers alone."""
    rows = session.rows(1)
    assert [(each.group, each.n) for each in rows] == [
        *[(session.SESSION, 1)] * 5,
        *[(session.TRIP, session.TRIPS)] * 2,
    ]
    assert [each.name for each in rows if each.bar is not None] == [
        "simulated",
        "with its journal in a file",
        "set-speed, its write response and its answer",
    ]
    assert rows[4].p50 > 1


def test_quantiles_are_samples() -> None:
    """Nearest rank: the 99th percentile of few samples is the greatest."""
    assert quantile([3, 1, 2], 0.5) == 2
    assert quantile(range(1, 101), 0.99) == 99
    assert quantile([4.0], 0.99) == quantile([4.0], 0.5) == 4


def test_a_bar_is_met_missed_or_not_there() -> None:
    """It is the p99 that counts; what never comes meets no bar."""
    made = partial(row, "group", "name", "reprise")
    assert made([1.0, 2.0], bar=2.0).met is True
    assert made([1.0, 2.1], bar=2.0).met is False
    assert made([1.0, NEVER], bar=1e9).met is False
    assert made([1.0]).met is None


def test_figures_are_read_by_people_and_by_programs() -> None:
    """A table for each group; in JSON "never" is null, since infinity is none."""
    rows = [
        row("one", "a", "reprise", [0.1234, 0.5], bar=0.2),
        row("one", "a", "pyftms", [NEVER]),
        row("two", "b", "reprise", [1.0]),
    ]
    shown = tables(rows)
    assert [line for line in shown.splitlines() if line in ("one", "two")] == ["one", "two"]
    assert "| a | reprise | 2 | 0.12  | 0.50  | 0.50  | ms | 0.2 | MISSED |" in shown
    assert "| a | pyftms  | 1 | never | never | never | ms |     |        |" in shown
    told = json.loads(as_json(rows, ["note"]))
    assert told["notes"] == ["note"]
    assert told["rows"][0] == {
        "group": "one",
        "name": "a",
        "who": "reprise",
        "n": 2,
        "p50": 0.123,
        "p99": 0.5,
        "max": 0.5,
        "unit": "ms",
        "bar": 0.2,
        "met": False,
    }
    assert [told["rows"][1][each] for each in ("p50", "p99", "max")] == [None] * 3


def test_a_missed_bar_is_said_and_is_no_failure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Tables go to stderr, JSON to stdout, and the exit code is 0."""
    asked: list[int] = []

    def measure(repeats: int) -> list[Row]:
        asked.append(repeats)
        return [row("group", "slow", "reprise", [3.0], bar=2.0)]

    monkeypatch.setattr(command, "BARRED", {"stop": (measure, 7)})
    monkeypatch.setattr(sys, "argv", ["bench"])
    assert command.main() == 0
    out, err = capsys.readouterr()
    assert asked == [7]
    assert "missed: group: slow" in json.loads(out)["notes"]
    assert "missed: group: slow\n" in err
    assert "| slow | reprise |" in err


@pytest.mark.skipif(sys.platform == "win32", reason="a pty is POSIX")
def test_a_key_in_a_terminal_is_measured() -> None:
    """One quick session: every press of it has a time, and none is from before it."""
    keys: Any = pytest.importorskip("tests.bench.keys", reason="it needs a pty")
    took = keys.session(keys.Case.IDLE, speedup=20)
    assert took
    assert all(each >= -keys.HALF_TRIP / 20 for each in took)
