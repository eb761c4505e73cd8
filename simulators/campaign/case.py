"""A seed becomes a session: a pure function of the seed and of what a campaign may draw from.

Each part is drawn from a stream of its own, so that leaving machines or faults out of a campaign
does not change what else a seed stands for.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Final, NamedTuple

from controller.core.timeline import Program
from plans.plan.compile import compile_session, total_time
from plans.shelf import find_plan, find_policy, policy_names
from protocols.units import SECOND, Nanoseconds
from simulators.campaign.drawn_faults import DRAWN, draw_faults
from simulators.campaign.events import MISHAPS, draw_keys, draw_mishaps
from simulators.campaign.programs import cut_short, reworded
from simulators.faults import Fault, parse_fault
from simulators.people import find_person, person_names
from simulators.person import PROMPT, Person
from simulators.profiles import find_machine, machine_names
from simulators.script import parse_script

if TYPE_CHECKING:
    from controller.core.policy import Policy
    from simulators.script import Scripted
    from simulators.treadmill.machine import MachineProfile

_RUN: Final = "postpartum-ladder"
_WALK: Final = "postpartum-walk"
_OTHERS: Final = ("army-6", "mile-ladder-8", "run-walk-ratios", "twenty-by-five")
"""By effort, by distance, with a question in every second walk, in blocks of five minutes."""
_OTHER: Final = 4
"""One session with runs in so many has one of these."""
_SOUND: Final = "generic"
_WALKS_ONLY: Final = 5
"""One session in so many only walks, whatever the machine can do."""
_WHOLE: Final = 25
"""One session in so many has its full length (issue 6)."""
_BY_HAND: Final = 10
_DRILL: Final = 8
_START_S: Final = 30
"""From the start key to the warm-up: countdown, spin-up and the way up to walking."""


class Allowed(NamedTuple):
    """What a campaign draws from; the order counts, so the names are sorted."""

    machines: tuple[str, ...]
    """Names of `simulators.profiles`."""
    runners: tuple[str, ...]
    """Names of `simulators.people`."""
    faults: tuple[str, ...]
    """Kinds of `simulators.faults`, and mishaps of `simulators.campaign.events`."""


def everything() -> Allowed:
    """Return all that there is to draw from."""
    faults = (*sorted(DRAWN), *MISHAPS)
    return Allowed(machine_names(), person_names(), tuple(map(str, faults)))


@dataclass(frozen=True, slots=True)
class Case:
    """One session, by names and texts: it can be printed, and made again elsewhere."""

    seed: int
    plan: str
    level: int
    whole: bool
    """The session has its full length."""
    policy: str
    machine: str
    runner: str
    manual: bool
    """The runner presses the treadmill's own keys."""
    drill: bool
    """The stop is tried before anything else."""
    script: tuple[str, ...]
    """What the runner does beside her own answers, as `simulators.script` writes it."""
    mishaps: tuple[str, ...]
    """What happens to the machine, written likewise."""
    faults: tuple[str, ...]
    """What happens to radio, computer and processes, as `simulators.faults` writes it."""

    def __str__(self) -> str:
        """Return the case in words, for a person who looks into it."""
        how = [f"{self.plan} {self.level}", *(["whole"] if self.whole else [])]
        how += ["by hand"] * self.manual + ["drill"] * self.drill
        told = ", ".join((*self.script, *self.mishaps, *self.faults)) or "nothing else happens"
        return f"{' '.join(how)}, {self.policy}, {self.machine}, {self.runner}: {told}"

    @property
    def undisturbed(self) -> bool:
        """Nothing happens but what was planned, on a machine that keeps to the specification."""
        happens = self.script or self.mishaps or self.faults
        return not happens and self.runner == PROMPT.name and self.machine == _SOUND


class Parts(NamedTuple):
    """What a case's names stand for."""

    program: Program
    policy: Policy
    machine: MachineProfile
    person: Person
    script: tuple[Scripted, ...]
    faults: tuple[Fault, ...]


def draw(seed: int, allowed: Allowed) -> Case:
    """Return the case of a seed, 0 or more; the same ``allowed`` gives the same."""
    machine = _stream(seed, "machine").choice(allowed.machines)
    plan, level = _plan(_stream(seed, "plan"), find_machine(machine))
    how = _stream(seed, "how")
    whole, manual, drill = (how.randrange(each) == 0 for each in (_WHOLE, _BY_HAND, _DRILL))
    policy = how.choice(policy_names())
    runner = _stream(seed, "runner").choice(allowed.runners)
    case = Case(seed, plan, level, whole, policy, machine, runner, manual, drill, (), (), ())
    seconds = _START_S + total_time(program_of(case)) // SECOND
    kinds = tuple(each for each in DRAWN if each in allowed.faults)
    there = tuple(each for each in MISHAPS if each in allowed.faults)
    horizon = Nanoseconds(seconds * SECOND)
    faults = draw_faults(_stream(seed, "faults"), horizon, kinds) if kinds else ()
    return replace(
        case,
        script=draw_keys(_stream(seed, "keys"), seconds, _policy(policy)),
        mishaps=draw_mishaps(_stream(seed, "mishaps"), seconds, there),
        faults=tuple(map(str, faults)),
    )


def parts_of(case: Case) -> Parts:
    """Return what is needed to play the case."""
    policy = _policy(case.policy)
    events = (*case.script, *case.mishaps)
    return Parts(
        program_of(case),
        policy,
        find_machine(case.machine),
        _person(case.runner),
        tuple(parse_script(each, policy) for each in events),
        tuple(map(parse_fault, case.faults)),
    )


def program_of(case: Case) -> Program:
    """Return the timeline of a case."""
    program = _program(case.plan, case.level)
    if not case.whole:
        program = cut_short(program, _stream(case.seed, "length"))
    return reworded(program, _stream(case.seed, "author"))


def _plan(random: Random, machine: MachineProfile) -> tuple[str, int]:
    """Return a plan, and one of its levels, that the machine has the speeds for."""
    walks, other = (random.randrange(each) == 0 for each in (_WALKS_ONLY, _OTHER))
    plan = random.choice(_OTHERS) if other else _RUN
    fastest = max(each.speed for each in _program(plan, 1).segments)
    if walks or machine.motion.speeds.maximum < fastest:
        plan = _WALK
    return plan, random.choice(_levels(plan))


def _stream(seed: int, part: str) -> Random:
    return Random(f"{seed} {part}")  # noqa: S311  # a seed is to be played again


@cache
def _levels(plan: str) -> tuple[int, ...]:
    return tuple(sorted(find_plan(plan).levels))


@cache
def _program(plan: str, level: int) -> Program:
    return compile_session(find_plan(plan), level)


@cache
def _policy(name: str) -> Policy:
    return find_policy(name)


@cache
def _person(name: str) -> Person:
    return find_person(name)
