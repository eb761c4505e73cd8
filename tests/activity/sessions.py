"""Journals of simulated sessions on all kinds of treadmills, as from a session on a real one."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any, Final

from controller.activity.activity import Activity
from controller.activity.of_journal import activity_of
from controller.core.timeline import Gait, Program
from controller.records.format import Record
from controller.records.reader import Journal
from plans.shelf import find_policy
from simulators.profiles import find_machine
from simulators.script import parse_script
from simulators.sitting.simulation import simulate
from tests.session.bench import program

BEGAN: Final = "2026-05-13T08:00:00.250000+02:00"
BOUTS: Final = program(
    (Gait.WALK, 30, 500),
    (Gait.RUN, 30, 750),
    (Gait.WALK, 60, 500),
    (Gait.RUN, 30, 750),
    (Gait.WALK, 60, 500),
    (Gait.WALK, 20, 400),
    walk=500,
)
WALKS: Final = program((Gait.WALK, 30, 320), (Gait.WALK, 60, 480), (Gait.WALK, 20, 320), walk=320)
_DISTANCE: Final = 0x0004
"""The flag of treadmill data with which a total distance is announced (FTMS v1.0 section 4.4)."""


class Kept:
    """A journal in memory."""

    complete = True

    def __init__(self) -> None:
        """Begin with nothing."""
        self.records: list[Record] = []

    def put(self, record: Record) -> None:
        """Keep it."""
        self.records.append(record)

    def close(self) -> None:
        """There is nothing to wait for."""


@cache
def journal_of(
    machine: str, *script: str, walks: bool = False, counts: bool = True, **given: Any
) -> Journal:
    """Return the journal of a session on a machine; each session is played once.

    With ``counts`` the machine tells a distance.
    """
    profile = find_machine(machine)
    if not counts:
        flags = profile.telemetry.flags & ~_DISTANCE
        profile = replace(profile, telemetry=replace(profile.telemetry, flags=flags))
    kept, policy = Kept(), find_policy("cautious")
    planned: Program = WALKS if walks else BOUTS
    about = {"plan": "bouts", "title": "Bouts", "level": 1, "simulated": None, "began": BEGAN}
    simulate(
        planned,
        policy,
        profile,
        script=[parse_script(each, policy) for each in script],
        journal=kept,
        about=about,
        **given,
    )
    header, *records = kept.records
    return Journal(header, tuple(records), cut=False)


def played(machine: str, *script: str, **given: Any) -> Activity:
    """Return the activity of a session on a machine, which is as `journal_of` has it."""
    return activity_of(journal_of(machine, *script, **given), "session")
