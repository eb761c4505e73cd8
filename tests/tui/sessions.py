"""Recorded sessions for the screens, and somebody who notes what the screens ask for.

Sessions are simulated with the very core, on virtual time. What only a front end's own side of the
pipe can say (a dead controller, an unanswered key) is added by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache, partial, reduce
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


class Sessions(Mapping[str, tuple[Record, ...]]):
    """Sessions by name, each simulated when it is first asked for: to gather tests takes none."""

    def __init__(self, made: Mapping[str, Callable[[], tuple[Record, ...]]]) -> None:
        """Take what makes each."""
        self._made = {**made}
        self._kept: dict[str, tuple[Record, ...]] = {}

    def __getitem__(self, name: str) -> tuple[Record, ...]:
        """Return a session, the very same each time."""
        if name not in self._kept:
            self._kept[name] = self._made[name]()
        return self._kept[name]

    def __iter__(self) -> Iterator[str]:
        """Go through the names."""
        return iter(self._made)

    def __len__(self) -> int:
        """Count them."""
        return len(self._made)

    def view(self, name: str) -> View:
        """Return what a screen knows at the end of a session."""
        return fold_all(self[name])

    def where(self, wanted: Callable[[str], bool]) -> Sessions:
        """Return those whose names are wanted."""
        return Sessions({name: partial(self.__getitem__, name) for name in self if wanted(name)})

    def __or__(self, others: Sessions) -> Sessions:
        """Return all of both."""
        names = {**dict.fromkeys(self, self), **dict.fromkeys(others, others)}
        return Sessions({name: partial(of.__getitem__, name) for name, of in names.items()})


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
    with ThreadPoolExecutor(1) as beside:  # a test that is the first to ask may have its own loop
        result = beside.submit(
            simulate,
            compile_session(plan, level),
            policy,
            find_machine(machine),
            script=[parse_script(text, policy) for text in script],
            about={"plan": plan.id, "level": level, "simulated": machine},
            drill=drill,
            manual=manual,
        ).result()
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


def up_to(
    records: tuple[Record, ...], kind: str, after: float = 0, **fields: Any
) -> tuple[Record, ...]:
    """Return the records up to ``after`` seconds after the first one with these fields."""
    return until(records, first(records, kind, after, **fields))


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
    return up_to(recorded(), "segment", 13, gait="run", number=number, counting=True)


@cache
def asked(step: str = "strength", strength: int | None = None) -> tuple[Record, ...]:
    """Return a session up to a question, with the fields that only newer journals have."""
    whole = recorded()
    began = first(whole, "segment", 4, gait="walk", number=2, counting=True)
    walk = until(whole, began)
    fields: dict[str, Any] = {"step": step, "strength": strength, "until": began + 20 * SECOND}
    return more(walk, OUTPUT, "question", state="open", **fields)


@cache
def moving() -> Sessions:
    """Return a session for each screen that can show while the belt moves or may move."""
    new = partial(recorded, drill=True)
    out = "run1+0:10=symptom:heaviness:2"
    console: dict[str, Any] = {
        "outcome": "stopped", "cause": "machine", "because": "it was started there",
        "confirmed": False, "ran": 0, "console": True,
    }  # fmt: skip
    return by_hand() | Sessions({
        "trial": lambda: up_to(new(), "drill", 2),
        "trial, stopping": lambda: up_to(new(), "drill", 6.2),
        "link is back": lambda: up_to(recorded("run1+0:10=link-loss:20"), "announce_stop", 2),
        "console": lambda: more(in_run(), OUTPUT, "ended", **console),
        "starting": lambda: up_to(recorded(), "phase", 1, phase="starting"),
        "warm-up": lambda: up_to(recorded(), "phase", 60, phase="running"),
        "run": in_run,
        "faster": lambda: up_to(recorded(), "announce", 0.5, seconds=2, speed=750),
        "strength": asked,
        "place": lambda: asked("place", 2),
        "held": lambda: more(asked(), OUTPUT, "question", state="held", until=None),
        "walking out": lambda: up_to(recorded(out), "phase", 20, phase="walking out"),
        "stopping": lambda: up_to(recorded("7:00=stop"), "phase", 1, phase="stopping"),
        "unknown": lambda: up_to(recorded("run1+0:10=link-loss:600"), "phase", 5, phase="unknown"),
        "alarm": lambda: more(in_run(), OUTPUT, "alarm", because="the belt does not slow down"),
        "keys lost": lambda: more(in_run(), OUTPUT, "keys", arrive=False, until=None),
        "unanswered": lambda: more(in_run(), WATCH, "unanswered"),
        "unsupervised": lambda: more(
            in_run(), WATCH, "unsupervised", because="the controller has died"
        ),
        "bug": lambda: more(in_run(), SHELL, "bug", what="KeyError"),
    })  # fmt: skip


@cache
def by_hand() -> Sessions:
    """Return a session for each screen of manual mode that shows while the belt may move."""
    none = partial(recorded, "run2+0:10=pause", machine="no-control")
    some = partial(recorded, "run1+0:10=stop", manual=True)
    return Sessions({
        "press start": lambda: up_to(none(), "press", 1, key="start"),
        "press +": lambda: up_to(none(), "press", 1, key="faster", speed=750),
        "press -": lambda: up_to(none(), "press", 0.5, key="slower"),
        "pressed": lambda: up_to(none(), "press", 8, key="faster", speed=750),
        "press stop": lambda: up_to(none(), "press", 0.5, key="stop"),
        "asked, press stop": lambda: up_to(some(), "press", 0.5, key="stop"),
        "not pressed": lambda: more(
            up_to(none(), "press", 0.5, key="slower"), OUTPUT, "alarm",
            because="the belt is faster than you were told to set it",
        ),
    })  # fmt: skip


@cache
def still() -> Sessions:
    """Return a session for each screen over a belt that stands."""
    paused = partial(recorded, "run1+0:10=pause", "9:00=resume")
    none, some = partial(recorded, machine="no-control"), partial(recorded, manual=True)
    new = partial(recorded, drill=True)
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
    return Sessions({
        "connecting": lambda: (stage,),
        "not begun": lambda: (stage, sorry),
        "ready by hand": lambda: up_to(none(), "standing", 0.5),
        "ready, stoppable": lambda: up_to(some(), "standing", 0.5),
        "countdown by hand": lambda: up_to(none(), "phase", 3, phase="countdown"),
        "ready": lambda: up_to(recorded(), "standing", 0.5),
        "new here": lambda: up_to(new(), "standing", 0.5),
        "trial over": lambda: up_to(new(), "phase", 1, phase="paused"),
        "countdown": lambda: up_to(recorded(), "phase", 3, phase="countdown"),
        "paused": lambda: up_to(paused(), "phase", 20, phase="paused"),
        "done": recorded,
        "refer": lambda: more(
            more(in_run(), OUTPUT, "phase", phase="ended", was="stopping"),
            OUTPUT, "ended", outcome="stopped_and_refer", **end,
        ),
        "refused": lambda: more(
            recorded()[:5], OUTPUT, "ended", outcome="refused", cause="fault",
            because="the belt moves already", confirmed=False, ran=0,
        ),
        "left": lambda: more(recorded()[:-400], WATCH, "left", exit_code=70),
    })  # fmt: skip
