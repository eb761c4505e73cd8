"""What was seen of one session, sorted once, for the invariants to read.

Rule 1: nothing here asks the controller what it meant. Bytes are read anew, with arithmetic of
a few lines; a mistake in a codec or in the core is not this side's mistake too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from protocols.units import SECOND, Nanoseconds
from simulators.treadmill.belt import FINE, arrives_at, speed_at

if TYPE_CHECKING:
    from controller.core.policy import Policy
    from controller.core.timeline import Program
    from controller.records.format import Record
    from simulators.faults import Fault
    from simulators.sitting.result import Result, Served
    from simulators.treadmill.machine import MachineProfile

START: Final = b"\x07"
STOP: Final = b"\x08\x01"
PAUSE: Final = b"\x08\x02"
"""The three writes that are always the same, typed anew."""

CAP: Final = 1000
"""0.01 km/h: nothing is ever asked above it (evidence.md 5.2: cap)."""
_RANGE: Final = 6
FRESH: Final = 4 * SECOND
"""A frame that is older says nothing any more (S4)."""


class Sent(NamedTuple):
    """Bytes that the session wrote, or that its guard refused."""

    n: int
    """Its number in the journal, as of every record here."""
    at: int
    """Nanoseconds of the world's time, like every moment here."""
    data: bytes
    refused: str
    """Why; empty if they were written."""

    @property
    def target(self) -> int | None:
        """The speed of a Set Target Speed (op 02) that was written, in 0.01 km/h."""
        if self.refused or len(self.data) != 3 or self.data[0] != 0x02:
            return None
        return int.from_bytes(self.data[1:], "little")


class Frame(NamedTuple):
    """A speed that the machine reported."""

    n: int
    at: int
    speed: int
    """0.01 km/h."""


class Key(NamedTuple):
    """A key of the runner's."""

    n: int
    at: int
    name: str
    """As of `controller.records.intents.Intent.key`."""
    record: Record


class Told(NamedTuple):
    """Any other record, but for wakes and for what is shown of the belt."""

    n: int
    at: int
    kind: str
    record: Record


@dataclass(slots=True)
class Seen:
    """One controller's session, from outside. Every moment is the world's."""

    program: Program
    policy: Policy
    machine: MachineProfile
    undisturbed: bool
    """Nothing happened but what was planned."""
    happened: tuple[Fault, ...]
    """The faults that came up, in whichever session."""
    served: Served
    result: Result
    story: list[Sent | Frame | Key | Told]
    """What the journal tells, in order."""

    until: int
    """When it wrote nothing any more."""

    @property
    def killed(self) -> bool:
        """Its process died; what it could not do any more is its successor's to do."""
        return self.served.ended is None

    @property
    def commands(self) -> list[tuple[int, bytes]]:
        """When what reached the machine's control point while this session wrote, and its bytes."""
        commands = self.result.commands
        return [(at, data) for at, data in commands if self.served.began <= at < self.until]

    @property
    def header(self) -> Record:
        """The journal's first record."""
        return self.served.records[0]

    @property
    def manual(self) -> bool:
        """The runner presses the treadmill's own keys."""
        return bool(self.header["setup"]["control"] != "full")

    @property
    def speeds(self) -> tuple[int, int, int]:
        """The lowest and the highest speed and the step, in 0.01 km/h, by the machine's bytes."""
        data = bytes.fromhex(self.header["machine"]["reads"].get("2AD4", ""))
        if len(data) < _RANGE:
            return 0, CAP, 0
        low, high, step = (int.from_bytes(data[at : at + 2], "little") for at in (0, 2, 4))
        return low, high, step

    @property
    def over_at(self) -> int:
        """When the last record was written."""
        return int(self.served.moments[-1])

    def told(self, *kinds: str) -> list[Told]:
        """Return what was told of these kinds, in order."""
        return [each for each in self.story if isinstance(each, Told) and each.kind in kinds]

    def sent(self, data: bytes) -> list[Sent]:
        """Return when these bytes were written, in order."""
        return [
            each
            for each in self.story
            if isinstance(each, Sent) and each.data == data and not each.refused
        ]

    def belt_at(self, moment: int) -> int:
        """Return how fast the belt truly ran, in 0.01 km/h, rounded up: 0 only if it was still."""
        return int(self.result.belt_speed_at(Nanoseconds(moment)))

    def rises(self) -> list[tuple[int, int]]:
        """Return when each rise of the true belt was over, and its speed then, in 0.01 km/h."""
        found: list[tuple[int, int]] = []
        belts = self.result.belts
        for index, belt in enumerate(belts):
            if belt.target * FINE <= belt.speed:
                continue
            last = index + 1 == len(belts)
            until = self.over_at if last else belts[index + 1].since
            at = min(int(arrives_at(belt)), until)
            if speed := speed_at(belt, at):
                found.append((at, speed))
        return found


def look_at(  # noqa: PLR0913  # what was to be done, and what came of it
    served: Served,
    result: Result,
    *,
    program: Program,
    policy: Policy,
    machine: MachineProfile,
    faults: tuple[Fault, ...],
    undisturbed: bool,
) -> Seen:
    """Sort what a session left behind."""
    records = zip(served.records[1:], served.moments[1:], strict=True)
    story = [each for record, at in records if (each := _sorted(record, at)) is not None]
    later = [int(each.began) for each in result.sessions if each.began > served.began]
    # Whoever looks for a belt without a controller asks it to stop before there is a session to
    # keep a journal (ADR 0008): what arrives between two sessions is no session's.
    last = int(served.moments[-1])
    until = min((last, *later)) if later or served.ended is None else last + SECOND
    quiet = list(result.quiet)
    happened = tuple(each for each in faults if not _removed(quiet, each))
    return Seen(program, policy, machine, undisturbed, happened, served, result, story, until)


def _removed(quiet: list[Fault], fault: Fault) -> bool:
    """Take one such fault out of those that did not come up, and return whether one was there."""
    found = fault in quiet
    if found:
        quiet.remove(fault)
    return found


def _sorted(record: Record, at: int) -> Sent | Frame | Key | Told | None:
    kind, n = record["kind"], record["n"]
    match kind:
        case "wake" | "belt":
            return None
        case "rx":
            if record["char"] != "2ACD":
                return None
            data = bytes.fromhex(record["hex"])
            if len(data) < 4 or data[0] & 1:
                return None  # bit 0 set: a part of a record, without a speed (FTMS 4.4.1.1)
            return Frame(n, at, int.from_bytes(data[2:4], "little"))
        case "tx":
            verdict = record.get("verdict", "admitted")
            refused = "" if verdict == "admitted" else verdict
            return Sent(n, at, bytes.fromhex(record["hex"]), refused)
        case "intent":
            return Key(n, at, record["key"], record)
        case _:
            return Told(n, at, kind, record)
