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
from plans.compile import compile_session, total_time
from plans.shelf import find_plan, find_policy, policy_names
from protocols.units import SECOND
from simulators.campaign.events import draw_keys, draw_mishaps
from simulators.campaign.programs import cut_short
from simulators.profiles import find_machine
from simulators.script import parse_script

if TYPE_CHECKING:
    from controller.core.policy import Policy
    from simulators.machine import MachineProfile
    from simulators.script import Scripted

_RUN: Final = "postpartum-ladder"
_WALK: Final = "postpartum-walk"
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
    mishaps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One session, by names and texts: it can be printed, and made again elsewhere."""

    seed: int
    plan: str
    level: int
    whole: bool
    policy: str
    machine: str
    manual: bool
    drill: bool
    script: tuple[str, ...]
    """What the runner does beside her own answers, as `simulators.script` writes it."""
    mishaps: tuple[str, ...]
    """What happens to belt, radio and screen, written likewise."""

    def __str__(self) -> str:
        """Return the case in words, for a person who looks into it."""
        how = [f"{self.plan} {self.level}", *(["whole"] if self.whole else [])]
        how += ["by hand"] * self.manual + ["drill"] * self.drill
        told = ", ".join((*self.script, *self.mishaps)) or "undisturbed"
        return f"{' '.join(how)}, {self.policy}, {self.machine}: {told}"

    @property
    def undisturbed(self) -> bool:
        """Nothing happens but what was planned."""
        return not self.script and not self.mishaps


class Parts(NamedTuple):
    """What a case's names stand for."""

    program: Program
    policy: Policy
    machine: MachineProfile
    script: tuple[Scripted, ...]


def draw(seed: int, allowed: Allowed) -> Case:
    """Return the case of a seed."""
    machine = _stream(seed, "machine").choice(allowed.machines)
    plan, level = _plan(_stream(seed, "plan"), find_machine(machine))
    how = _stream(seed, "how")
    whole, manual, drill = (how.randrange(each) == 0 for each in (_WHOLE, _BY_HAND, _DRILL))
    policy = how.choice(policy_names())
    case = Case(seed, plan, level, whole, policy, machine, manual, drill, (), ())
    seconds = _START_S + total_time(program_of(case)) // SECOND
    script = draw_keys(_stream(seed, "keys"), seconds, _policy(policy))
    mishaps = draw_mishaps(_stream(seed, "mishaps"), seconds, allowed.mishaps)
    return replace(case, script=script, mishaps=mishaps)


def parts_of(case: Case) -> Parts:
    """Return what is needed to play the case."""
    policy = _policy(case.policy)
    events = (*case.script, *case.mishaps)
    script = tuple(parse_script(each, policy) for each in events)
    return Parts(program_of(case), policy, find_machine(case.machine), script)


def program_of(case: Case) -> Program:
    """Return the timeline of a case."""
    program = _program(case.plan, case.level)
    return program if case.whole else cut_short(program, _stream(case.seed, "length"))


def _plan(random: Random, machine: MachineProfile) -> tuple[str, int]:
    """Return a plan, and one of its levels, that the machine has the speeds for."""
    walks = random.randrange(_WALKS_ONLY) == 0
    fastest = max(each.speed for each in _program(_RUN, 1).segments)
    plan = _WALK if walks or machine.motion.speeds.maximum < fastest else _RUN
    return plan, random.choice(_levels(plan))


def _stream(seed: int, part: str) -> Random:
    return Random(f"{seed} {part}")


@cache
def _levels(plan: str) -> tuple[int, ...]:
    return tuple(sorted(find_plan(plan).levels))


@cache
def _program(plan: str, level: int) -> Program:
    return compile_session(find_plan(plan), level)


@cache
def _policy(name: str) -> Policy:
    return find_policy(name)
