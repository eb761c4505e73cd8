"""A session of a fleet's months, played without bytes; and which of them a rule has ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from controller.coach.diary.sittings import session_of
from controller.core.state import Cause
from controller.records.format import HEADER
from controller.records.reader import Journal
from protocols.units import SECOND
from simulators.fleet.unwired import Unwired
from simulators.months.live import Played

if TYPE_CHECKING:
    from controller.records.format import Record
    from simulators.months.live import Outing
    from simulators.treadmill.machine import MachineProfile


class Outings:
    """The engine of one runner's months (`simulators.months.live.Engine`)."""

    def __init__(self, machine: MachineProfile) -> None:
        """Stand in a room with a treadmill."""
        self._machine = machine
        self.by_rule: set[str] = set()
        """The sessions that a rule has ended."""

    def __call__(self, outing: Outing) -> Played | None:
        """Play a session."""
        records: list[Record] = []
        unwired = Unwired(
            outing.program,
            outing.policy,
            self._machine,
            person=outing.person,
            seed=outing.seed,
            accepted=outing.accepted,
            tell=records.append,
        )
        unwired.play()
        ended = unwired.state.ended
        walk_out = unwired.state.course.walk_out
        causes = (ended and ended.cause, walk_out and walk_out.cause)
        if Cause.RULE in causes:
            self.by_rule.add(outing.id)
        journal = Journal(_header(outing), tuple(records), cut=False)
        session = session_of(journal, outing.id, outing.at)
        feelings = unwired.feelings
        if session is None:
            return None
        return Played(session, feelings.most(), feelings.ran_on // SECOND)


def _header(outing: Outing) -> Record:
    """Return as much of a journal's header as a session is made of."""
    due = outing.workout
    segments = [
        {"gait": each.gait.value, "duration": each.duration} for each in outing.program.segments
    ]
    return {
        "io": HEADER,
        "kind": "session",
        "plan": due.plan,
        "level": due.level,
        "shortened": bool(due.first_run),
        "setup": {"program": {"segments": segments}},
    }
