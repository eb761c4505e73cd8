"""All that the rules of progression look at: one person's way through one plan, as of a day.

Nothing is decided here. What a clinician was seen about no longer counts; levels and gaps are
those of the plan since the last birth.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from controller.coach.baseline import baseline
from controller.coach.history import (
    Birth,
    Clearance,
    ClearanceKind,
    Fact,
    NextDay,
    PreCheck,
    Screen,
    Trial,
)
from controller.coach.occasions import occasions
from controller.coach.signs import clean, signs_of
from plans.compile import compile_session, running_time
from plans.model import AtMost
from plans.notation import Pace, paces
from protocols.units import SECOND

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from controller.coach.history import History
    from controller.coach.occasions import Occasion
    from controller.coach.signs import Signs
    from controller.core.policy import Policy
    from plans.model import Plan

DAY: Final = timedelta(days=1)
WEEK: Final = 7
LEAST_REST: Final = 1
"""Days without a run after a run, whatever the plan (chop, UD-T4: never on consecutive days)."""
BOUNDS: Final = (AtMost(2, "levels", WEEK), AtMost(4, "sessions", WEEK))
"""Of running, whatever the plan (UD-T4)."""
MORE_A_SESSION_S: Final = 120
MORE_A_WEEK_PERCENT: Final = 10
"""By how much the running of a week may grow (deering2024-T6, proposal)."""
LEAST_WALK_S: Final = 29 * 60
"""Half an hour of walking, less the minute in which the belt comes up and down."""
RETEST: Final = "jog"
"""The id of the test that follows the walk, jogging on the spot, in the list of checks."""
RETEST_S: Final = 60

ENDED_BY: Final[Mapping[str, tuple[ClearanceKind, ...]]] = {
    "N1": (ClearanceKind.SEEN,),
    "N2": (ClearanceKind.PELVIC,),
    "N3": (ClearanceKind.SEEN,),
}
"""What a clinician has to be recorded for, so that a rule no longer counts what was before; any
other rule that refers ends with either."""
_EITHER: Final = (ClearanceKind.SEEN, ClearanceKind.PELVIC)


@dataclass(frozen=True, slots=True)
class Step:
    """An occasion, and what it means."""

    occasion: Occasion
    signs: Signs

    @property
    def on(self) -> date:
        """The day, by the clock on the wall."""
        return self.occasion.on

    @property
    def at(self) -> datetime:
        """When the belt first moved."""
        return self.occasion.session.at

    @property
    def runs(self) -> bool:
        """Whether it was meant to have runs."""
        return self.occasion.session.has_runs

    @property
    def clean(self) -> bool:
        """Whether it was a clean session."""
        return clean(self.occasion, self.signs)


@dataclass(frozen=True, slots=True)
class Standing:
    """One person's way through one plan."""

    plan: Plan
    today: date
    runs: bool
    """Whether the plan has runs; of a plan without them the rules of running do not apply."""
    facts: tuple[Fact, ...]
    """In the order of time."""
    clearances: tuple[Clearance, ...]
    steps: tuple[Step, ...]
    """Of all plans, in the order of time."""
    own: tuple[Step, ...]
    """Of this plan, since the last birth."""

    @property
    def last(self) -> Step | None:
        """The last session of the plan."""
        return self.own[-1] if self.own else None

    @property
    def latest(self) -> Step | None:
        """The session from which a gap counts: any is one in walking, for each has walks."""
        return self.steps[-1] if self.own and not self.runs else self.last

    @property
    def recent(self) -> tuple[Step, ...]:
        """The last session of the plan, and those of other plans after it."""
        if self.last is None:
            return ()
        return self.steps[bisect_left(self.steps, self.last.at, key=lambda each: each.at) :]

    @property
    def level(self) -> int:
        """The level of the last session; the first before there was one."""
        return self.level_of(self.last) if self.last else 1

    def level_of(self, step: Step) -> int:
        """Return the level of a session, as far as the plan has it now."""
        return min(max(step.occasion.session.level, 1), len(self.plan.levels))

    def settled(self, rule: str, at: datetime) -> bool:
        """Whether a clinician was seen about what a rule counts, after it was told."""
        return any(
            each.kind in ENDED_BY.get(rule, _EITHER) and each.at > at and each.on >= at.date()
            for each in self.clearances
        )

    def open(self, rule: str) -> tuple[Step, ...]:
        """Return the sessions that a rule still counts."""
        return tuple(each for each in self.steps if not self.settled(rule, each.at))

    def earliest(self) -> date:
        """Return the first day on which any session may be; in the past if that is over."""
        counted = [each for each in self.steps if each.runs] if self.runs else list(self.own)
        if not counted:
            return self.today
        last = counted[-1].on
        rest = LEAST_REST if self.runs else 0
        level = self.level
        rows = [
            each.days for each in self.plan.progression.rest if each.first <= level <= each.last
        ]
        day = last + DAY * (1 + max([rest, *rows]))
        days = [each.on for each in counted]
        while any(_within(days, day, bound) >= bound.number for bound in self._bounds("sessions")):
            day += DAY
        return day

    def level_up_from(self, day: date) -> date:
        """Return the first day, from a day on, on which the plan allows one level more."""
        levels = [self.level_of(each) for each in self.own]
        ups = [
            each.on
            for each, (before, now) in zip(self.own[1:], pairwise(levels), strict=True)
            if now > before
        ]
        while any(_within(ups, day, each) >= each.number for each in self._bounds("levels")):
            day += DAY
        return day

    def fits_from(self, day: date) -> date:
        """Return the first day, from a day on, on which one level more fits into the week.

        Some days of rest make room for any step; a week of them is the most that is asked.
        """
        if not self.runs:
            return day
        level = min(self.level + 1, len(self.plan.levels))
        planned = running_time(compile_session(self.plan, level)) // SECOND
        days = (day + DAY * late for late in range(WEEK))
        return next((each for each in days if self._minutes_fit(each, planned)), day + DAY * WEEK)

    def _bounds(self, what: str) -> Iterator[AtMost]:
        bounds = (*self.plan.progression.at_most, *(BOUNDS if self.runs else ()))
        return (each for each in bounds if each.what == what)

    def _minutes_fit(self, day: date, planned_s: int) -> bool:
        """Whether the week that ends on a day with one level more runs little more than before.

        Before is the busiest seven days of the two weeks before that week: a session every other
        day falls into seven days now three times and now four times.
        """
        runs = [(each.on, each.occasion.session.ran_s) for each in self.steps if each.runs]
        first = day - DAY * (WEEK - 1)
        if not runs or runs[0][0] > first - DAY * WEEK:
            # There is no whole week to compare with.
            return True
        this = [ran for on, ran in runs if first <= on < day]
        before = max(
            sum(ran for on, ran in runs if until - DAY * WEEK <= on < until)
            for until in (first - DAY * late for late in range(WEEK + 1))
        )
        grown = before * (100 + MORE_A_WEEK_PERCENT) // 100
        allowed = max(grown, before + MORE_A_SESSION_S * (len(this) + 1))
        return not before or sum(this) + planned_s <= allowed

    def clean_at_level(self) -> int:
        """Return how many clean sessions at this level there were on end.

        One of a lower level that she chose meanwhile does not count, and neither does one without
        its next-day check; whatever was not clean, or harder, begins the count anew.
        """
        count, level = 0, self.level
        for step in reversed(self.own):
            here = self.level_of(step)
            if here > level or not (step.signs.quiet and step.signs.morning):
                break
            count += here == level and step.clean
        return count

    def as_before(self, since: datetime) -> bool:
        """Whether a check came after the last one that told of more than before."""
        return any(
            check.at > since
            for step in self.recent
            for check in (step.occasion.check, *step.occasion.later)
            if check
        )

    def walked_and_tested(self, since: datetime) -> bool:
        """Whether a walk of half an hour and the test after it showed nothing since then."""
        walked = next(
            (
                each.at
                for each in self.steps
                if each.at > since and not each.runs and _nothing_on_half_an_hour(each)
            ),
            None,
        )
        return walked is not None and any(
            each.at >= walked
            and each.test == RETEST
            and (each.left or 0) >= RETEST_S
            and not each.symptoms
            for each in self.facts
            if isinstance(each, Trial)
        )

    def warnings(self) -> Iterator[datetime]:
        """Yield when a warning sign, or heavier bleeding, was told.

        Bleeding before a session that is merely no period is a gate of running (evidence.md 1.7),
        and not of walking: for some weeks after a birth there is some, and it may be walked with.
        """
        yield from (each.signs.warning for each in self.steps if each.signs.warning)
        for fact in self.facts:
            match fact:
                case PreCheck() if fact.warning_sign:
                    yield fact.at
                case NextDay() if fact.warning_sign or fact.bleeding:
                    yield fact.at
                case Screen() if set(fact.signs) - {"bulge"}:
                    yield fact.at
                case _:
                    pass


def standing_of(history: History, plan: Plan, policy: Policy, today: date) -> Standing:
    """Return a person's way through a plan."""
    facts = tuple(sorted(history.facts, key=lambda each: each.at))
    clearances = tuple(each for each in facts if isinstance(each, Clearance))
    pelvic = [each for each in clearances if each.kind is ClearanceKind.PELVIC]
    birth = history.birth

    def step(occasion: Occasion) -> Step:
        at = occasion.session.at
        since = None if birth is None or occasion.on < birth.on else birth.on
        yes = next((each for each in reversed(pelvic) if each.at <= at), None)
        counts = yes is not None and (since is None or yes.on >= since)
        return Step(occasion, signs_of(occasion, policy, baseline(yes if counts else None)))

    steps = tuple(step(each) for each in occasions(history))
    runs = any(Pace.JOG in paces(each.line) for each in plan.levels.values())
    own = own_steps(steps, plan, birth)
    return Standing(plan, today, runs, facts, clearances, steps, own)


def own_steps(steps: tuple[Step, ...], plan: Plan, birth: Birth | None) -> tuple[Step, ...]:
    """Return those of a plan; a birth begins the levels anew."""
    return tuple(
        each
        for each in steps
        if each.occasion.session.plan == plan.id and (birth is None or each.on >= birth.on)
    )


def _within(days: list[date], until: date, bound: AtMost) -> int:
    """Return how many days lie in the days of a bound that end on a day, itself not counted."""
    return sum(until - DAY * bound.days < each < until for each in days)


def _nothing_on_half_an_hour(step: Step) -> bool:
    session = step.occasion.session
    return session.lasted_s >= LEAST_WALK_S and session.completed and step.signs.pelvic is None
