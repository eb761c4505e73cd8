"""What came too late in a session, by how much, and who had the processors meanwhile.

A journal holds all that is needed for the controller's own moments: the engine, given the inputs
once more, says when it wanted to be woken, and the journal when it was. When renewals left and
arrived is in the notes of `witness`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, NamedTuple

from controller.core.numbers import SILENT_PERIODS, USUAL_PERIOD
from controller.operator.supervisor import SILENCE
from controller.records.format import INPUT
from controller.records.intents import RENEW_EVERY
from controller.records.reader import Journal, read_journal
from controller.session.engine import Engine
from controller.session.header import setup_of
from controller.session.inputs import from_fields
from controller.session.lease import LEASE
from controller.session.shell import BEAT_EVERY
from protocols import gatt
from protocols.units import MILLISECOND, Nanoseconds
from tests.bench.figures import quantile
from tests.bench.keys import HALF_TRIP
from tests.endurance.hour import KEY
from tests.endurance.sampling import CONTROLLER, FRONT, SPELLS, WORLD, Spell

MISSED: Final = 20 * MILLISECOND
"""Later than this is missed: all the time that a stop key has on a busy screen (`bench.keys`)."""
_RECENT: Final = 2_000 * MILLISECOND
"""So long before a moment, what a session told still says what it did."""
_BEFORE_THE_END: Final = 20_000 * MILLISECOND
"""A belt that is brought to a stop, and what is watched behind it, take no longer."""
WRONG: Final = frozenset({"lease_lost", "alarm", "time_jumped", "journal_incomplete", "bug"})
"""Kinds of records that a session has none of, whatever else the computer does."""
_ALWAYS: Final = frozenset({"beat", "belt", "rx", "tx", "wake", "write_done", "gait"})
"""Kinds of records that say nothing of what a session does."""


class Kind(NamedTuple):
    """One kind of deadline."""

    name: str
    through: tuple[str, ...]
    """The processes that it takes, the last one first to be asked."""
    every: int
    """In ns after the one before; 0: the engine names each moment."""
    ends: int | None
    """So long after the one before, in ns, the session is brought to a stop."""


TICK: Final = Kind("a moment that the session waits for", (CONTROLLER,), 0, None)
BEAT: Final = Kind("a sign of life of the controller", (CONTROLLER,), BEAT_EVERY, SILENCE)
SENT: Final = Kind("a renewal of the lease leaves the screen", (FRONT,), RENEW_EVERY, None)
TAKEN: Final = Kind("... and reaches the controller", (CONTROLLER, FRONT), RENEW_EVERY, LEASE)
TOLD: Final = Kind(
    "the treadmill's data", (CONTROLLER, WORLD), USUAL_PERIOD, SILENT_PERIODS * USUAL_PERIOD
)
KINDS: Final = (TICK, BEAT, SENT, TAKEN, TOLD)


class Moment(NamedTuple):
    """A deadline, and when it was met; ns of `time.monotonic_ns`."""

    kind: Kind
    due: int
    met: int

    @property
    def late(self) -> int:
        """By how many ns; 0 if it was early."""
        return max(0, self.met - self.due)

    @property
    def missed(self) -> bool:
        """Whether it came so late that it is counted."""
        return self.late > MISSED


class Missed(NamedTuple):
    """A missed deadline, explained."""

    moment: Moment
    did: str
    """What the session did then."""
    why: str
    ours: bool
    """Nothing but our own code is left to have been the cause."""


def moments(journal: Journal, began: int) -> Iterator[Moment]:
    """Yield the deadlines of the controller and of the treadmill; ``began`` is its time 0."""
    engine, speedup = Engine(setup_of(journal.header, "journal")), _speedup(journal)
    last: dict[Kind, int] = {}
    for record in journal.records:
        at = began + record["t"] // speedup
        due = engine.wake_at()
        if record["io"] == INPUT:
            if due is not None and due <= record["t"]:
                yield Moment(TICK, began + due // speedup, at)
            engine.handle(from_fields(record), Nanoseconds(record["t"]))
        kind = _kind(record)
        if kind is not None:
            if kind in last:
                every = kind.every // (1 if kind is BEAT else speedup)
                yield Moment(kind, last[kind] + every, at)
            last[kind] = at


def _speedup(journal: Journal) -> int:
    """Return by how much the session's time was faster; a session on virtual time has 1."""
    return journal.header.get("speedup") or 1


def _kind(record: dict[str, Any]) -> Kind | None:
    match record:
        case {"kind": "beat"}:
            return BEAT
        case {"kind": "rx", "char": gatt.TREADMILL_DATA} if "sensor" not in record:
            return TOLD
        case _:
            return None


def regular(kind: Kind, met: Sequence[int]) -> Iterator[Moment]:
    """Yield what is due so long after the one before."""
    return (Moment(kind, before + kind.every, after) for before, after in pairwise(met))


def explain(moment: Moment, did: str, spells: Iterable[Spell]) -> Missed:
    """Say who kept a deadline from being met; ``did`` is what the session did then."""
    during = [each for each in spells if each.until > moment.due and each.since < moment.met]
    for process in moment.kind.through:
        waits = Counter[int]()
        for each in during:
            if each.process == process:
                waits[each.thread] += each.waited
        waited = max(waits.values(), default=0)
        if 2 * waited >= moment.late:
            why = f"the {process} waited {_ms(waited)} for a processor"
            return Missed(moment, did, why, ours=False)
    for process in moment.kind.through:
        ran = sum(each.ran for each in during if (each.process, each.thread) == (process, 0))
        if 2 * ran >= moment.late:
            return Missed(moment, did, f"the {process} worked for {_ms(ran)} itself", ours=True)
    return Missed(moment, did, "nothing that was noted explains it", ours=True)


def did_at(journal: Journal, at: int) -> str:
    """Return what a session did at a time of its own, in ns: its phase, and what it just told."""
    phase, told = "before the first phase", list[str]()
    for record in journal.records:
        if record["t"] > at:
            break
        if record["kind"] == "phase":
            phase = record["phase"]
        if record["t"] > at - _RECENT and record["kind"] not in _ALWAYS:
            told.append(record["kind"])
    return ", ".join([phase, *dict.fromkeys(told)])


class Account(NamedTuple):
    """All that is known of one session's deadlines."""

    moments: list[Moment]
    missed: list[Missed]
    wrong: list[str]
    """Records of what must not be."""
    outcome: str
    began: int
    """The session's time 0, by `time.monotonic_ns`; so with the next."""
    ended: int
    """When its last deadline was met."""

    @property
    def last(self) -> list[Missed]:
        """What was missed just before the end."""
        return [each for each in self.missed if each.moment.met > self.ended - _BEFORE_THE_END]

    @property
    def excused(self) -> bool:
        """The session was ended by what the computer did beside it: explained, and not by us."""
        return any(each.moment.kind.ends and not each.ours for each in self.last)


def read(folder: Path) -> Iterator[Account]:
    """Yield the account of each session of which a `Notebook` is in a folder, in their order.

    Raises:
        JournalInvalid: a journal was changed.
        OSError, ValueError: the notes are not whole.
    """
    with (folder / SPELLS).open() as file:
        spells = [Spell(*json.loads(line)) for line in file]
    sent = sorted(each for file in folder.glob("sent-*") for each in _notes(file))
    taken = sorted(_notes(file) for file in folder.glob("taken-*"))
    journals = sorted(folder.rglob("simulated/*.jsonl"))
    for path, (began, *arrived) in zip(journals, taken, strict=True):
        last = arrived[-1]
        left = [each for each in sent if began <= each <= last]
        during = [each for each in spells if began <= each.until and each.since <= last]
        yield _account(read_journal(path), began, left, arrived, during)


def _account(
    journal: Journal, began: int, sent: list[int], taken: list[int], spells: list[Spell]
) -> Account:
    found = [*moments(journal, began), *regular(SENT, sent), *regular(TAKEN, taken)]
    speedup = _speedup(journal)
    missed = [
        explain(each, did_at(journal, (each.due - began) * speedup), spells)
        for each in found
        if each.missed
    ]
    wrong = [json.dumps(each) for each in journal.records if each["kind"] in WRONG]
    ended = [each for each in journal.records if each["kind"] == "ended"]
    outcome = f"{ended[0]['outcome']}: {ended[0]['because']}" if ended else "it did not end"
    return Account(found, missed, wrong, outcome, began, max(each.met for each in found))


def key_took(folder: Path) -> float | None:
    """Return the ms from the stop key to the bytes handed to the radio, if it was pressed."""
    file = folder / KEY
    if not file.exists():
        return None
    noted: dict[str, int] = json.loads(file.read_text())
    return (noted["arrived"] - noted["pressed"]) / MILLISECOND - HALF_TRIP


def _notes(file: Path) -> list[int]:
    """Return the moments that one process noted."""
    return [int(each) for each in file.read_text().split()]


def table(found: Sequence[Moment]) -> Iterator[str]:
    """Yield the lines of a table: how late each kind of deadline was met."""
    yield "| due | n | late by: p50 | p99 | max (ms) | missed | ends a session |"
    yield "|---|---|---|---|---|---|---|"
    for kind in KINDS:
        late = [each.late / 1e6 for each in found if each.kind is kind]
        if not late:
            continue
        missed = sum(each.missed for each in found if each.kind is kind)
        ends = "" if kind.ends is None else f"at {(kind.ends - kind.every) / 1e6:.0f} ms"
        p50, p99 = quantile(late, 0.5), quantile(late, 0.99)
        yield (
            f"| {kind.name} | {len(late)} | {p50:.1f} | {p99:.1f} | {max(late):.1f} | {missed} "
            f"| {ends} |"
        )


def lines(missed: Sequence[Missed], began: int) -> Iterator[str]:
    """Yield a line for each missed deadline: when, what, by how much, what for, and why."""
    for each in sorted(missed, key=lambda one: one.moment.due):
        at = (each.moment.due - began) / 1e9
        yield (
            f"{at:8.1f} s  {_ms(each.moment.late):>7}  {each.moment.kind.name}: {each.why}"
            f" ({each.did})"
        )


def _ms(duration: int) -> str:
    return f"{duration / 1e6:.0f} ms"
