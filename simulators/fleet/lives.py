"""One runner of a fleet, through the months of each policy, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from controller.coach.progress.decision import Kind
from plans.plan.compile import compile_session, running_time
from protocols.units import SECOND
from simulators.fleet.outings import Outings
from simulators.fleet.population import draw
from simulators.months.live import HALF_AN_HOUR_S, live

if TYPE_CHECKING:
    from collections.abc import Iterable

    from plans.plan.model import Plan
    from simulators.months.live import Day, Rules
    from simulators.person import Person
    from simulators.treadmill.machine import MachineProfile


@dataclass(frozen=True, slots=True)
class Fleet:
    """What all runners have in common. It goes to other processes, and other computers."""

    rules: tuple[Rules, ...]
    """Of each policy that is compared; the plan is the same in all."""
    people: tuple[Person, ...]
    machine: MachineProfile
    days: int
    """Through so many each of them lives."""
    seed: int


class Outcome(NamedTuple):
    """What months of one runner came to."""

    sessions: int
    """How many she had."""
    ran_s: int
    level: int
    """The highest level of the plan that she completed; 0 for none."""
    goal_day: int | None
    """The day, from 1, on which a session first had the goal's running; None: not in this time."""
    ran_on_s: int
    """How long she ran while she truly felt something."""
    false_stops: int
    """Sessions that a rule ended although she felt nothing at all in them."""
    referrals: int
    """How often the decision became one to see a clinician."""


class Lived(NamedTuple):
    """One runner."""

    number: int
    """Hers in the fleet, from 0."""
    outcomes: tuple[Outcome, ...] | None
    """In the order of the fleet's rules; None: her process died of her, twice."""


def goal_of(plan: Plan) -> int:
    """Return the seconds of running that count as there: 30 min, or what the plan leads to."""
    return min(HALF_AN_HOUR_S, running_time(compile_session(plan, max(plan.levels))) // SECOND)


def live_one(number: int, fleet: Fleet) -> Lived:
    """Live through the months of one runner, once for each policy; nothing but that differs."""
    drawn = draw(fleet.people, fleet.seed, number)
    outcomes = []
    for rules in fleet.rules:
        engine = Outings(fleet.machine)
        days = live(drawn.person, rules, engine, days=fleet.days, seed=drawn.seed)
        outcomes.append(outcome_of(days, rules.plan, engine.by_rule))
    return Lived(number, tuple(outcomes))


def dead(number: int) -> Lived:
    """Return what stands for a runner of whom a process died."""
    return Lived(number, None)


def outcome_of(days: Iterable[Day], plan: Plan, by_rule: set[str]) -> Outcome:
    """Return what some days came to; ``by_rule`` has the sessions that a rule ended."""
    sessions = ran = level = ran_on = false_stops = referrals = 0
    goal, goal_day, referred = goal_of(plan), None, False
    for number, day in enumerate(days, start=1):
        refers = day.decision.kind is Kind.REFER
        referrals += refers and not referred
        referred = refers
        if day.played is None:
            continue
        session = day.played.session
        sessions += 1
        ran += session.ran_s
        ran_on += day.played.ran_on_s
        false_stops += session.id in by_rule and not day.played.felt
        if session.plan == plan.id and session.completed and not session.shortened:
            level = max(level, session.level)
        if goal_day is None and session.ran_s >= goal:
            goal_day = number
    return Outcome(sessions, ran, level, goal_day, ran_on, false_stops, referrals)
