"""What a session that was played shows, asked by moment: bytes, words, and the true belt.

Moments are the world's, in nanoseconds, as in `simulators.sitting.result`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from controller.records.format import OUTPUT
from protocols.units import CentiKmh, Nanoseconds
from simulators.treadmill.belt import Belt, arrives_at, speed_at
from simulators.when import CONNECT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from controller.records.format import Record
    from simulators.sitting.result import Result
    from simulators.when import When

_STOP = b"\x08\x01"
_START, _TARGET = 0x07, 0x02


class Course(NamedTuple):
    """A stretch in which nobody changes what the belt does."""

    begins: Nanoseconds
    ends: Nanoseconds | None
    """None: it is the last."""
    belt: Belt


class Sent(NamedTuple):
    """A command that was handed to the link."""

    when: Nanoseconds
    data: bytes

    @property
    def starts(self) -> bool:
        """Whether it asks a belt to start or to go on."""
        return self.data[0] == _START

    @property
    def target(self) -> CentiKmh | None:
        """The speed that it asks for, if it does."""
        if self.data[0] != _TARGET:
            return None
        return CentiKmh(int.from_bytes(self.data[1:3], "little"))


class Evidence:
    """Looks at one result."""

    def __init__(self, result: Result) -> None:
        """Take a result of a session that is over."""
        self.result = result
        self.sent = [
            Sent(when, bytes.fromhex(record["hex"]))
            for when, record in self._told("tx")
            if record["verdict"] == "admitted"
        ]
        """All commands of all sessions that are on record, in order."""
        # The stop for a bug of ours goes out past the records.
        arrived = (when for when, data in result.commands if data == _STOP)
        self.stops = sorted((*(each.when for each in self.sent if each.data == _STOP), *arrived))
        """When a stop was sent, or arrived."""
        self.alarms = [(when, str(record["because"])) for when, record in self._told("alarm")]

    def _told(self, kind: str) -> Iterator[tuple[Nanoseconds, Record]]:
        for served in self.result.sessions:
            for when, record in zip(served.moments, served.records, strict=True):
                if record["io"] == OUTPUT and record["kind"] == kind:
                    yield when, record

    @property
    def last(self) -> Nanoseconds:
        """The moment of the last record of any session."""
        return max(served.moments[-1] for served in self.result.sessions)

    def moment(self, when: When) -> Nanoseconds | None:
        """Return when that was, or None if the session did not come there."""
        base = self._base(when.part, when.number)
        return None if base is None else Nanoseconds(base + when.after)

    def _base(self, part: str, number: int) -> Nanoseconds | None:
        if part == CONNECT:
            return Nanoseconds(0)
        first = self.result.sessions[0]
        for moment, record in zip(first.moments, first.records, strict=True):
            match record:
                case {"kind": "intent", "key": "start"} if not part:
                    return moment
                case {"kind": "segment", "counting": True, "role": "work"}:
                    if (record["gait"], record["number"]) == (part, number):
                        return moment
                case {"kind": "segment", "counting": True} if record["role"] == part:
                    return moment
                case _:
                    pass
        return None

    def raised_by(self, command: Sent) -> bool:
        """Return whether a command could make the belt start or go faster (law 4)."""
        if command.target is None:
            return command.starts
        targets = (each for each in self.sent if each.target and each.when < command.when)
        before = [each.target for each in targets]
        last = command.target if not before or before[-1] is None else before[-1]
        return command.target > min(last, self.result.belt_speed_at(command.when))

    def still_since(self, moment: Nanoseconds) -> Nanoseconds | None:
        """Return the first moment from there on at which the belt stood, if it ever did."""
        for begins, ends, belt in self._courses(moment):
            if speed_at(belt, begins) == 0:
                return begins
            if belt.target == 0 and (ends is None or arrives_at(belt) <= ends):
                return arrives_at(belt)
        return None

    def fastest_since(self, moment: Nanoseconds) -> CentiKmh:
        """Return the highest speed that the belt truly had from there on."""
        speeds = [CentiKmh(0)]
        for begins, ends, belt in self._courses(moment):
            until = max(begins, arrives_at(belt)) if ends is None else ends
            speeds += [speed_at(belt, begins), speed_at(belt, until)]
        return max(speeds)

    def _courses(self, moment: Nanoseconds) -> Iterator[Course]:
        """Return each course of the belt from a moment on."""
        belts = self.result.belts
        for at, belt in enumerate(belts):
            ends = belts[at + 1].since if at + 1 < len(belts) else None
            if ends is None or ends > moment:
                yield Course(Nanoseconds(max(moment, belt.since)), ends, belt)
