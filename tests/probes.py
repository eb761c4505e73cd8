"""A probe of a simulated treadmill on virtual time, and what it taught; each is made once."""

from __future__ import annotations

import functools
from typing import Final, NamedTuple

from controller.records.learn import learn
from controller.records.learnt import NOTHING_LEARNT, Learnt
from plans.probe import probe_program
from plans.shelf import find_policy
from simulators.profiles import find_machine
from simulators.sitting.simulation import Result, simulate
from simulators.treadmill.machine import MachineProfile

POLICY: Final = find_policy("cautious")


class Probed(NamedTuple):
    """A machine, its session and what that taught."""

    machine: MachineProfile
    result: Result
    learnt: Learnt


def probe(machine: MachineProfile, learnt: Learnt = NOTHING_LEARNT) -> Probed:
    """Measure a machine of which so much is known already.

    Raises:
        NotPossible: it cannot be measured.
    """
    program = probe_program(machine.offered_speeds)
    result = simulate(program, POLICY, machine, learnt=learnt)
    return Probed(machine, result, learn(result.records))


@functools.cache
def probed(name: str) -> Probed:
    """Measure a bundled machine, once."""
    return probe(find_machine(name))
