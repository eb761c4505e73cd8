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
    """Run one session on virtual time; with ``drill`` the stop is tried first.

    The same ``person``, ``faults`` and ``seed`` do the same each time, beside what the script
    says. With ``manual``, and on a machine that cannot be controlled, a hand presses its keys. The
    session goes by what was ``learnt`` of the machine before, and by what was ``accepted`` of her.

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
