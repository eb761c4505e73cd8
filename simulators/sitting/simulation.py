"""A whole session on simulated time and a simulated treadmill: the very shell, core and bytes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from controller.core.accepted import Accepted
from controller.core.policy import Policy
from controller.core.timeline import Program
from controller.records.learnt import NOTHING_LEARNT, Learnt
from controller.session.journal import Journal, NoJournal
from simulators.faults import Fault
from simulators.person import PROMPT, Person
from simulators.script import Scripted
from simulators.sitting.home import ADDRESS
from simulators.sitting.household import Household, Sitting
from simulators.sitting.result import Result
from simulators.treadmill.machine import MachineProfile
from simulators.virtual_time import VirtualClock, run_virtual

__all__ = ["ADDRESS", "Result", "simulate"]


def simulate(  # noqa: PLR0913  # what a session is made of
    program: Program,
    policy: Policy,
    machine: MachineProfile,
    *,
    script: Sequence[Scripted] = (),
    faults: Sequence[Fault] = (),
    person: Person = PROMPT,
    seed: int = 0,
    journal: Journal | None = None,
    about: dict[str, Any] | None = None,
    drill: bool = False,
    manual: bool = False,
    learnt: Learnt = NOTHING_LEARNT,
    accepted: Accepted = (),
) -> Result:
    """Run one session on virtual time, the same each time for the same arguments.

    Args:
        program: the session.
        policy: what goes with it.
        machine: the treadmill.
        script: what happens beside what the person does by herself.
        faults: what goes wrong.
        person: who is on the belt.
        seed: of what she and the faults leave to chance.
        journal: takes the records; None keeps none but the result's.
        about: what else the journal's header says.
        drill: the stop is tried first.
        manual: a hand presses the machine's keys, as on one that cannot be controlled.
        learnt: what was learnt of the machine before.
        accepted: what a clinician has accepted of her.

    Raises:
        LinkFailed, NotPossible: before anything moved.
    """
    sitting = Sitting(
        program,
        policy,
        machine,
        tuple(script),
        person,
        tuple(faults),
        seed,
        NoJournal() if journal is None else journal,
        about or {},
        drill,
        manual,
        learnt,
        accepted,
    )

    async def main(clock: VirtualClock) -> Result:
        return await Household(clock, sitting).play()

    return run_virtual(main)
