"""What the page that finds the treadmill shows, and what follows from a choice there.

What is in the air is held against what is remembered, and every machine of which enough is known
against the session that is to begin: by the judgement that the session itself would make.
"""

from __future__ import annotations

import argparse
from typing import Final, NamedTuple

from controller.cli.defaults import DEFAULT_MACHINE
from controller.cli.home.scanner import Scanner
from controller.cli.machines.choosing import HELPS, NEEDS, remember_chosen
from controller.cli.machines.file import Machines, MachinesInvalid, RememberedMachine, load
from controller.cli.plan.choice_file import load_choice
from controller.cli.plan.use import plan_in_use
from controller.cli.profile import choice_path
from controller.cli.session.around import take_own_speeds
from controller.cli.session.planned import planned
from controller.coach.history import History
from controller.core.known import UNKNOWN_MACHINE
from controller.core.state import Control
from controller.core.timeline import Program
from controller.records.learnt import known_of
from controller.session.admission import NotPossible, admit, fit
from controller.settings.speeds import range_words
from controller.settings.values import Units
from controller.tui.pages.find.wishes import FULL, Around, Nearby
from controller.words.catalogue import tr
from controller.words.recorded import tr_recorded
from plans.shelf import find_plan
from protocols.discovery import Kind, Memory, Sighting, signal_words
from protocols.link import Machine
from simulators.profiles import find_machine

_BARS: Final = {"strong": FULL, "good": 3, "weak": 2, "very weak": 1}
_QUIET: Final = 10
"""In seconds: what was heard within it is heard now."""
_MARKS: Final = {
    Memory.NONE: "",
    Memory.ADDRESS: tr("remembered"),
    Memory.NAME: tr("remembered by its name; the address is new"),
}
_AFTER: Final = tr("what it can do is seen once connected")
_CAN: Final = {
    Control.FULL: tr("Reprise can set its speed"),
    Control.STOP_ONLY: tr("you press its keys, and Reprise says which; a stop can be asked for"),
    Control.NONE: tr("you press its keys, its stop too, and Reprise says which"),
}
_SIMULATED: Final = tr("no belt anywhere; it enters no diary, and it opens nothing")


class Chosen(NamedTuple):
    """The treadmill that was chosen."""

    words: list[str]
    """Of a command line."""
    simulated: bool


class MachineFinder:
    """Finds the treadmill for one session."""

    def __init__(self, program: Program, scanner: Scanner, units: Units) -> None:
        """Take what is to be done on it, who listens, and in which units speeds are told."""
        self._program, self._scanner, self._units = program, scanner, units
        self._seen: dict[str, Sighting] = {}
        """By address, as they were shown last."""

    def around(self) -> Around:
        """Return what is around now."""
        try:
            machines, unreadable = load(), ""
        except MachinesInvalid as invalid:
            machines, unreadable = None, str(invalid)
        air = self._scanner.air(() if machines is None else machines.known)
        self._seen = {each.address: each for each, _ in air.sightings}
        told = [self._nearby(each, age, machines) for each, age in air.sightings]
        return Around(
            (*sorted(told, key=_group), _simulated(self._program)),
            air.seconds,
            " ".join(each for each in (air.trouble, unreadable) if each),
            air.remedies if air.trouble else (*HELPS, NEEDS),
        )

    def choose(self, key: str) -> Chosen | str:
        """Return the words for a session on this one, which is remembered; or why it is not."""
        if key == DEFAULT_MACHINE:
            self.end()
            return Chosen(["--simulate", DEFAULT_MACHINE], simulated=True)
        sighting = self._seen.get(key)
        if sighting is None:
            return tr("It is not heard any more. Press a button on it.")
        try:
            remember_chosen(sighting, load())
        except MachinesInvalid as invalid:
            return str(invalid)
        except OSError as error:
            return tr("It cannot be remembered ({file}: {reason}).").format(
                file=error.filename, reason=error.strerror
            )
        self.end()
        return Chosen(["--treadmill", key], simulated=False)

    def end(self) -> None:
        """Listen no more."""
        self._scanner.end()

    async def close(self) -> bool:
        """Listen no more, and return when the computer does not either; False: it hangs."""
        return await self._scanner.close()

    def _nearby(self, sighting: Sighting, age: int, machines: Machines | None) -> Nearby:
        known = None if machines is None else machines.find(sighting.address)
        can, refused = _judged(sighting, known, self._program, self._units)
        words = signal_words(sighting.rssi)
        return Nearby(
            sighting.address,
            sighting.name,
            can,
            _BARS.get(words, 0),
            tr(words),
            age if age >= _QUIET else 0,
            _MARKS[sighting.memory],
            refused,
        )


def program_of(args: argparse.Namespace, history: History) -> Program:
    """Return what the session of a command line would do; ``args`` are settled by it.

    Raises:
        Refused, ChoiceInvalid: the plan cannot be had.
    """
    if args.walk is None and args.plan is None:
        args.plan = plan_in_use(load_choice(choice_path(args))).id
    if args.plan is not None:
        take_own_speeds(args, history, find_plan(args.plan))
    return planned(args).program


def _judged(
    sighting: Sighting, known: RememberedMachine | None, program: Program, units: Units
) -> tuple[str, str]:
    """Return what a machine can do, as far as that is known, and why it is not offered."""
    if not sighting.may_be_treadmill:
        return "", f"{_capital(tr_recorded(sighting.because))}."
    if known is None or known.said is None:
        believed = tr("a treadmill")
        if sighting.kind is not Kind.TREADMILL:
            believed = tr_recorded(sighting.because)
        return f"{believed}; {_AFTER}", ""
    machine = Machine(
        sighting.address, sighting.name, dict(known.said.reads), known.said.control_point
    )
    learnt = UNKNOWN_MACHINE if known.learnt is None else known_of(known.learnt)
    try:
        terms = admit(program, machine, known=learnt)
    except NotPossible as not_possible:
        return "", str(not_possible)
    least, most, _ = terms.speed_range
    return f"{range_words(least, most, units)}; {_CAN[terms.control]}", ""


def _simulated(program: Program) -> Nearby:
    machine = find_machine(DEFAULT_MACHINE)
    refused = ""
    try:
        fit(program, machine.offered_speeds, machine.title)
    except NotPossible as not_possible:
        refused = str(not_possible)
    return Nearby(DEFAULT_MACHINE, machine.title, _SIMULATED, refused=refused, simulated=True)


def _group(each: Nearby) -> int:
    """Return where a machine stands; within a group the first that was heard is first."""
    if each.refused:
        return 2
    return 0 if each.mark else 1


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
