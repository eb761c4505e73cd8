"""What a simulated session came to, as seen from outside: bytes, records, and the true belt.

A session is one controller's. Where a controller is killed, or hangs, a successor serves another
one on the same belt (ADR 0008), so that a result has one session or more.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from controller.records.format import OUTPUT, Record
from controller.records.summary import Summary
from protocols.units import SECOND, CentiKmh, Nanoseconds
from simulators.faults import Fault
from simulators.script import Scripted
from simulators.sitting.arrivals import Frame, Pressed
from simulators.treadmill.belt import Belt, speed_at


class PlannedBug(Exception):  # noqa: N818  # it stands for a bug of any name
    """Raised in the middle of a tick because a fault says so; a session's bug begins with it."""


@dataclass
class Served:
    """One controller's session."""

    began: Nanoseconds
    """By the world's clock, as every moment here; a record's own ``t`` is the controller's."""
    successor: bool = False
    """It took over from one that died, and only ever stops."""
    records: list[Record] = field(default_factory=list)
    """All of them in order, the header first, whatever its journal kept."""
    moments: list[Nanoseconds] = field(default_factory=list)
    """When each record was made."""
    frames: Sequence[Frame] = ()
    """What the treadmill's link brought, recorded or not."""
    pressed: list[Pressed] = field(default_factory=list)
    """What came up its pipe, likewise."""
    summary: Summary = field(default_factory=Summary)
    bug: str | None = None
    """What our own code raised, in words; None: nothing."""
    complete: bool = True
    """Nothing was lost from its journal."""
    lost_at: Nanoseconds | None = None
    """When its disk first lost a record, but for what waited for it at the end."""
    ended: Nanoseconds | None = None
    """None if it was killed."""

    @property
    def broke(self) -> bool:
        """A bug of ours ended it that nobody had planned."""
        return self.bug is not None and not self.bug.startswith(PlannedBug.__name__)


@dataclass
class Result:
    """What a simulated session came to, and what broke on the way."""

    sessions: list[Served] = field(default_factory=list)
    """The first, and its successors in order."""
    commands: list[tuple[Nanoseconds, bytes]] = field(default_factory=list)
    """What reached the treadmill's control point, and when."""
    belts: Sequence[Belt] = ()
    """The true belt: each course that it took, from its ``since`` on."""
    final_speed: CentiKmh = CentiKmh(0)
    """How fast the belt really ran when the last session was over."""
    forsaken: str = ""
    """Why nobody was left who could stop the belt, or end the session; empty as a rule."""
    left_out: tuple[Scripted, ...] = ()
    """What the script says and did not come up."""
    felt: tuple[tuple[str, int], ...] = ()
    """The most that she felt of each symptom, whatever she said of it."""
    ran_on: Nanoseconds = Nanoseconds(0)
    """How long she ran while she felt something."""
    quiet: tuple[Fault, ...] = ()
    """The faults that did not come up."""

    @property
    def records(self) -> list[Record]:
        """All records of all sessions, in order."""
        return [record for each in self.sessions for record in each.records]

    @property
    def summary(self) -> Summary:
        """What the last session came to."""
        return self.sessions[-1].summary

    @property
    def bug(self) -> str | None:
        """The first bug of ours that ended a session, planned or not."""
        return next((each.bug for each in self.sessions if each.bug is not None), None)

    @property
    def complete(self) -> bool:
        """Nothing was lost from a journal."""
        return all(each.complete for each in self.sessions)

    def belt_speed_at(self, moment: Nanoseconds) -> CentiKmh:
        """Return how fast the belt truly ran at a moment, rounded up: 0 means that it stood."""
        at = bisect_right(self.belts, moment, key=lambda belt: belt.since)
        return speed_at(self.belts[max(0, at - 1)], moment)

    @property
    def violations(self) -> list[str]:
        """What must never happen and did; empty as it should be."""
        found = [f"our bug: {each.bug}" for each in self.sessions if each.broke]
        for each in self.sessions:
            found += self._violations_of(each)
        knows_it_runs = self.summary.outcome in ("link_lost", "unknown", "refused")
        if self.final_speed and not knows_it_runs and not self.forsaken:
            found.append(f"the belt still ran at {self.final_speed / 100} km/h at the end")
        return found

    def _violations_of(self, served: Served) -> list[str]:
        found = []
        stopped_for_good = False
        lowest = None
        pauses = [each["t"] for each in served.records if each.get("phase") == "paused"]
        last_pause = max(pauses, default=-1)
        for record, moment in zip(served.records, served.moments, strict=True):
            if record["io"] != OUTPUT:
                continue
            if record["kind"] == "ceiling":
                lowest = record["speed"]
            if record["kind"] != "tx":
                continue
            data, at = bytes.fromhex(record["hex"]), moment / SECOND
            if record["verdict"] != "admitted":
                found.append(f"at {at:.3f} s the guard refused {data.hex()}: {record['verdict']}")
            if data[0] == 0x02 and lowest is not None:
                # A ramp may be on its way down to a new ceiling, but never up past it.
                self._above(data, lowest, moment, found)
            stopped_for_good |= data == b"\x08\x01" and record["t"] > last_pause
            if data == b"\x07" and (stopped_for_good or served.successor):
                found.append(f"at {at:.3f} s a start after the last stop")
        return found

    def _above(self, data: bytes, lowest: int, moment: Nanoseconds, found: list[str]) -> None:
        target = int.from_bytes(data[1:3], "little")
        before = [
            int.from_bytes(sent[1:3], "little")
            for when, sent in self.commands
            if sent[0] == 0x02 and when < moment
        ]
        if target > lowest and before and target > before[-1]:
            found.append(
                f"at {moment / SECOND:.3f} s a target of {target / 100} km/h above a ceiling"
            )
