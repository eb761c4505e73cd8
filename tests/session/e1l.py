"""The capture of a UREVO E1L, told to a session of ours at its own times: what comes of it.

The capture's client belongs to somebody else. Three sessions can be made of it in which every byte
of the machine makes sense: one that finds that client's belt moving, one whose own start and stop
go out at the very moments at which the client's did, and a successor of that one.

``python -m tests.session.e1l`` writes the recording anew that `test_e1l` compares with.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

from controller.cli.session.plain import sentence
from controller.core.numbers import START_DELAY, USER_CAP
from controller.core.state import Setup
from controller.core.timeline import Gait
from controller.records.fold import fold
from controller.records.format import INPUT, Record
from controller.records.intents import Intent
from controller.records.view import View
from controller.session.admission import admit
from controller.session.inputs import Input, TakeOver
from controller.session.journal import NoJournal
from controller.session.pipe import MemoryPipe
from controller.session.shell import Clocks, Session
from protocols.ftms import decode_treadmill_data
from protocols.gatt import TREADMILL_DATA
from protocols.link import LinkEvent, Lost, Machine, Received, WriteDone
from protocols.units import MILLISECOND, Nanoseconds, kmh
from simulators.virtual_time import VirtualClock, run_virtual
from tests.session.bench import POLICY, _wait, program

RECORDINGS: Final = Path(__file__).parents[1] / "recordings"
TRACE: Final = RECORDINGS / "urevo_e1l_trace.json"
TIMELINE: Final = RECORDINGS / "urevo_e1l_timeline.json"

STANDS_AT: Final = 4_868
"""Milliseconds of the capture: its belt stands from here until it is started at the console."""
STARTED_AT: Final = 18_638
"""Its client sends 07."""
STOPPED_AT: Final = 80_963
"""Its client sends 08 01, at 2.25 km/h."""
LOST_AT: Final = 81_953
"""It drops the link, with the belt at 1.77 km/h."""
_COUNTDOWN: Final = 10_000
_WALK: Final = program((Gait.WALK, 300, 224), (Gait.WALK, 10, 224), walk=224)
"""At the speed, on the machine's grid, at which the capture's belt starts and stays."""


class Story(NamedTuple):
    """One session made of the capture."""

    begins: int = 0
    """From which millisecond on it hears the machine."""
    keys: tuple[tuple[int, str], ...] = ()
    first: Input | None = None
    until: int = LOST_AT + 8_000


STORIES: Final = {
    "somebody else's belt": Story(),
    "as the capture was driven": Story(
        STANDS_AT, ((STARTED_AT - _COUNTDOWN, "start"), (26_000, "nothing"), (STOPPED_AT, "stop"))
    ),
    "a successor": Story(STOPPED_AT, first=TakeOver("the controller has died")),
}


def trace() -> list[dict[str, Any]]:
    """Return the capture's events."""
    events: list[dict[str, Any]] = json.loads(TRACE.read_text(encoding="utf-8"))["trace"]
    return events


class CapturedLink:
    """A link on which the capture's machine says what it said, whatever is written to it."""

    def __init__(self, clock: VirtualClock, since: int) -> None:
        self._clock = clock
        self._handler: Callable[[LinkEvent], None] = lambda _event: None
        for event in trace():
            at = round(event["t"] * 1000)
            told = self._told(event)
            if told is not None and at >= since:
                clock.call_at(ns(at), partial(self._tell, told))

    def _tell(self, event: LinkEvent) -> None:
        self._handler(event)

    def listen(self, handler: Callable[[LinkEvent], None]) -> None:
        """Give every event to ``handler``."""
        self._handler = handler

    def write(self, data: bytes) -> None:
        """Let it return at once: the machine takes writes without response."""
        del data
        self._clock.call_at(self._clock.now(), lambda: self._handler(WriteDone("")))

    def drop(self) -> None:
        """Nothing here gets stuck."""

    async def close(self) -> None:
        """Nothing is open."""

    def _told(self, event: dict[str, Any]) -> LinkEvent | None:
        if event["type"] == "notification":
            return Received(event["characteristic"], bytes.fromhex(event["hex"]))
        if event["type"] == "ll_terminate":
            return Lost("the link was ended")
        return None


def ns(milliseconds: int) -> Nanoseconds:
    """Return a moment."""
    return Nanoseconds(milliseconds * MILLISECOND)


def machine() -> Machine:
    """Return what the capture's client read."""
    reads = {
        each["characteristic"]: bytes.fromhex(each["hex"])
        for each in trace()
        if each["type"] == "read"
    }
    return Machine("5E:1F:7E:AD:00:01", "URTM041", reads)


class Watcher:
    """Somebody at the screen: folds every record, reads every sentence, writes all of it down."""

    def __init__(self) -> None:
        self.view = View()
        self.rows: list[dict[str, Any]] = []
        self._steps: int | None = None

    def see(self, record: Record) -> None:
        """Take one record in."""
        self.view = fold(self.view, record)
        if record["io"] == INPUT and record["kind"] == "rx" and record["char"] == TREADMILL_DATA:
            self._steps = decode_treadmill_data(bytes.fromhex(record["hex"])).vendor_step_count
        row: dict[str, Any] = {"at": record["t"] // MILLISECOND, **self._state()}
        told = sentence(record)
        if self.rows and self.rows[-1]["at"] == row["at"]:
            row = {**self.rows.pop(), **row}
        elif self.rows and told is None and record["kind"] != "tx":
            before = {key: each for key, each in self.rows[-1].items() if key in _STATE}
            if before == self._state():
                return
        if record["kind"] == "tx":
            row["sent"] = [*row.get("sent", ()), record["hex"]]
        if told is not None:
            row["told"] = [*row.get("told", ()), told.strip()]
        self.rows.append(row)

    def _state(self) -> dict[str, Any]:
        view, speed = self.view, self.view.belt.speed
        return {
            "phase": view.phase.name,
            "speed": None if speed is None else kmh(speed),
            "distance": view.belt.distance,
            "steps": self._steps,
            "alarm": view.course.alarm,
        }


_STATE: Final = ("phase", "speed", "distance", "steps", "alarm")


def tell(story: Story) -> Watcher:
    """Let one session happen."""

    async def main(clock: VirtualClock) -> Watcher:
        await _wait(clock, ns(story.begins))
        watcher, pipe = Watcher(), MemoryPipe()
        pipe.attach_operator(watcher.see)
        found = machine()
        session = Session(
            Setup(_WALK, POLICY, admit(_WALK, found).speed_range, USER_CAP, START_DELAY),
            link=CapturedLink(clock, story.begins),
            machine=found,
            pipe=pipe,
            clocks=Clocks(clock, VirtualClock(), beats=False),  # no lease runs out
            journal=NoJournal(),
            about={},
        )
        for at, key in story.keys:
            clock.call_at(ns(at), partial(pipe.press, Intent(key)))
        serving = asyncio.get_running_loop().create_task(session.serve(story.first))
        clock.call_at(ns(story.until), partial(_cancel, serving))
        await asyncio.gather(serving, return_exceptions=True)
        return watcher

    return run_virtual(main)


def _cancel(serving: asyncio.Task[str | None]) -> None:
    serving.cancel()


def timeline() -> dict[str, list[dict[str, Any]]]:
    """Return all that the recording holds."""
    return {name: tell(story).rows for name, story in STORIES.items()}


def as_text(told: dict[str, list[dict[str, Any]]]) -> str:
    """Return the recording's text, a row on each line."""
    parts = [
        f"{json.dumps(name)}: [\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]"
        for name, rows in told.items()
    ]
    return "{\n" + ",\n".join(parts) + "\n}\n"


if __name__ == "__main__":
    TIMELINE.write_text(as_text(timeline()), encoding="utf-8")
