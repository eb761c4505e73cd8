"""A session of simulated months, played by the very shell, core and bytes of any session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from controller.coach.diary.sittings import session_of
from controller.records.reader import Journal
from protocols.units import SECOND
from simulators.months.live import Played
from simulators.sitting.simulation import simulate

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulators.months.live import Engine, Outing
    from simulators.treadmill.machine import MachineProfile


def on_a(
    machine: MachineProfile, keep: Callable[[str, Journal], object] = lambda _id, _journal: None
) -> Engine:
    """Return the engine that plays each session on a simulated treadmill.

    Args:
        machine: the treadmill.
        keep: takes the id and the records of each.
    """

    def play(outing: Outing) -> Played | None:
        due = outing.workout
        about = {
            "plan": due.plan,
            "level": due.level,
            "simulated": machine.name,
            "shortened": bool(due.first_run),
        }
        result = simulate(
            outing.program,
            outing.policy,
            machine,
            person=outing.person,
            seed=outing.seed,
            accepted=outing.accepted,
            about=about,
        )
        header, *records = result.records
        journal = Journal(header, tuple(records), cut=False)
        keep(outing.id, journal)
        session = session_of(journal, outing.id, outing.at)
        if session is None:
            return None
        return Played(session, result.felt, result.ran_on // SECOND)

    return play
