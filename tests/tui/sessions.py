"""Recorded sessions for the screens, and somebody who notes what the screens ask for.

Sessions are simulated with the very core, on virtual time. What only a front end's own side of the
pipe can say (a dead controller, an unanswered key) is added by hand.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, reduce
from typing import Any, Final

from controller.records.fold import fold
from controller.records.format import OUTPUT, SHELL, WATCH, Record
from controller.records.intents import Intent
from controller.records.view import View
from plans.plan.compile import compile_session
from plans.shelf import find_plan, find_policy
from protocols.units import SECOND
from simulators.profiles import find_machine
from simulators.script import parse_script
from simulators.sitting.simulation import simulate

SIZES: Final = ((80, 24), (160, 45))


@dataclass
class Noting:
    """An operator that notes what it is asked, and gives the records that a test has."""

    records: tuple[Record, ...] = ()
    pressed: list[Intent] = field(default_factory=list)
    stops: list[str] = field(default_factory=list)
    renewals: list[tuple[int, bool]] = field(default_factory=list)
    closed: bool = False
    give: Callable[[Record], None] | None = None

    async def start(self, on_record: Callable[[Record], None]) -> None:
        """Give every record at once."""
        self.give = on_record
        for record in self.records:
            on_record(record)

    def press(self, intent: Intent) -> None:
        """Note a key."""
        self.pressed.append(intent)

    def stop(self, because: str) -> None:
        """Note a stop."""
        self.stops.append(because)

    def renew(self, number: int, *, moving: bool) -> None:
        """Note a renewal."""
        self.renewals.append((number, moving))

    async def close(self) -> None:
        """Note that the front end has left."""
        self.closed = True


@cache
def recorded(
    *script: str,
    level: int = 1,
    drill: bool = False,
    machine: str = "generic",
    manual: bool = False,
) -> tuple[Record, ...]:
    """Return all records of a simulated session, its header first."""
    plan = find_plan("postpartum-ladder")
    policy = find_policy(plan.policy)
    result = simulate(
        compile_session(plan, level),
        policy,
        find_machine(machine),
        script=[parse_script(text, policy) for text in script],
        about={"plan": plan.id, "level": level, "simulated": machine},
        drill=drill,
        manual=manual,
    )
    return tuple(result.records)


def until(records: tuple[Record, ...], moment: int) -> tuple[Record, ...]:
    """Return the records up to a moment."""
    return tuple(record for record in records if record["t"] <= moment)


def first(records: tuple[Record, ...], kind: str, after: float = 0, **fields: Any) -> int:
    """Return a moment ``after`` seconds after the first record with these fields."""
    for record in records:
        if record["kind"] == kind and all(record.get(k) == v for k, v in fields.items()):
            return int(record["t"] + after * SECOND)
    raise LookupError(f"no {kind} with {fields}")


def more(
    records: tuple[Record, ...], io: str, kind: str, *, after: float = 0.1, **fields: Any
) -> tuple[Record, ...]:
    """Return the records with one more, ``after`` seconds later."""
    last = records[-1]
    number = last["n"] if io == WATCH else last["n"] + 1
    moment = int(last["t"] + after * SECOND)
    return (*records, {"n": number, "t": moment, "io": io, "kind": kind, **fields})


_FOLDED: Final[dict[int, tuple[tuple[Record, ...], View]]] = {}
"""What was folded, by identity, with the records themselves so that none is taken for another."""


def fold_all(records: tuple[Record, ...]) -> View:
    """Return what a screen knows after these records; hundreds of tests ask for the same ones."""
    kept = _FOLDED.get(id(records))
    if kept is None:
        kept = _FOLDED[id(records)] = (records, reduce(fold, records, View()))
    return kept[1]


@cache
def in_run(number: int = 2) -> tuple[Record, ...]:
    """Return a session up to the middle of a run."""
    whole = recorded()
    return until(whole, first(whole, "segment", 13, gait="run", number=number, counting=True))


@cache
def asked(step: str = "strength", strength: int | None = None) -> tuple[Record, ...]:
    """Return a session up to a question, with the fields that only newer journals have."""
    whole = recorded()
    began = first(whole, "segment", 4, gait="walk", number=2, counting=True)
    walk = until(whole, began)
    fields: dict[str, Any] = {"step": step, "strength": strength, "until": began + 20 * SECOND}
    return more(walk, OUTPUT, "question", state="open", **fields)


@cache
def moving() -> dict[str, tuple[Record, ...]]:
    """Return a session for each screen that can show while the belt moves or may move."""
    whole = recorded()
    starting = until(whole, first(whole, "phase", 1, phase="starting"))
    counted = until(whole, first(whole, "announce", 0.5, seconds=2, speed=750))
    stopped = recorded("7:00=stop")
    out = recorded("run1+0:10=symptom:heaviness:2")
    lost = recorded("run1+0:10=link-loss:600")
    found = recorded("run1+0:10=link-loss:20")
    new = recorded(drill=True)
    console: dict[str, Any] = {
        "outcome": "stopped", "cause": "machine", "because": "it was started there",
        "confirmed": False, "ran": 0, "console": True,
    }  # fmt: skip
    return {
        **by_hand(),
        "trial": until(new, first(new, "drill", 2)),
        "trial, stopping": until(new, first(new, "drill", 6.2)),
        "link is back": until(found, first(found, "announce_stop", 2)),
        "console": more(in_run(), OUTPUT, "ended", **console),
        "starting": starting,
        "warm-up": until(whole, first(whole, "phase", 60, phase="running")),
        "run": in_run(),
        "faster": counted,
        "strength": asked(),
        "place": asked("place", 2),
        "held": more(asked(), OUTPUT, "question", state="held", until=None),
        "walking out": until(out, first(out, "phase", 20, phase="walking out")),
        "stopping": until(stopped, first(stopped, "phase", 1, phase="stopping")),
        "unknown": until(lost, first(lost, "phase", 5, phase="unknown")),
        "alarm": more(in_run(), OUTPUT, "alarm", because="the belt does not slow down"),
        "keys lost": more(in_run(), OUTPUT, "keys", arrive=False, until=None),
        "unanswered": more(in_run(), WATCH, "unanswered"),
        "unsupervised": more(in_run(), WATCH, "unsupervised", because="the controller has died"),
        "bug": more(in_run(), SHELL, "bug", what="KeyError"),
    }


@cache
def by_hand() -> dict[str, tuple[Record, ...]]:
    """Return a session for each screen of manual mode that shows while the belt may move."""
    none = recorded("run2+0:10=pause", machine="no-control")
    some = recorded("run1+0:10=stop", manual=True)
    return {
        "press start": until(none, first(none, "press", 1, key="start")),
        "press +": until(none, first(none, "press", 1, key="faster", speed=750)),
        "press -": until(none, first(none, "press", 0.5, key="slower")),
        "pressed": until(none, first(none, "press", 8, key="faster", speed=750)),
        "press stop": until(none, first(none, "press", 0.5, key="stop")),
        "asked, press stop": until(some, first(some, "press", 0.5, key="stop")),
        "not pressed": more(
            until(none, first(none, "press", 0.5, key="slower")), OUTPUT, "alarm",
            because="the belt is faster than you were told to set it",
        ),
    }  # fmt: skip


@cache
def still() -> dict[str, tuple[Record, ...]]:
    """Return a session for each screen over a belt that stands."""
    whole = recorded()
    paused = recorded("run1+0:10=pause", "9:00=resume")
    none, some = recorded(machine="no-control"), recorded(manual=True)
    refer = more(in_run(), OUTPUT, "phase", phase="ended", was="stopping")
    new = recorded(drill=True)
    end: dict[str, Any] = {
        "cause": "rule",
        "because": "unwell",
        "confirmed": True,
        "ran": 43 * SECOND,
    }
    stage: Record = {
        "n": 0, "t": 0, "io": SHELL, "kind": "stage", "stage": "looking", "because": "",
    }  # fmt: skip
    sorry: Record = {
        "n": 0, "t": 0, "io": SHELL, "kind": "not_begun", "because": "None found.", "exit_code": 5,
    }  # fmt: skip
    return {
        "connecting": (stage,),
        "not begun": (stage, sorry),
        "ready by hand": until(none, first(none, "standing", 0.5)),
        "ready, stoppable": until(some, first(some, "standing", 0.5)),
        "countdown by hand": until(none, first(none, "phase", 3, phase="countdown")),
        "ready": until(whole, first(whole, "standing", 0.5)),
        "new here": until(new, first(new, "standing", 0.5)),
        "trial over": until(new, first(new, "phase", 1, phase="paused")),
        "countdown": until(whole, first(whole, "phase", 3, phase="countdown")),
        "paused": until(paused, first(paused, "phase", 20, phase="paused")),
        "done": whole,
        "refer": more(refer, OUTPUT, "ended", outcome="stopped_and_refer", **end),
        "refused": more(
            whole[:5], OUTPUT, "ended", outcome="refused", cause="fault",
            because="the belt moves already", confirmed=False, ran=0,
        ),
        "left": more(whole[:-400], WATCH, "left", exit_code=70),
    }  # fmt: skip
