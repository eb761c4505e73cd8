"""All that the rules of progression look at: one person's way through one plan, as of a day.

Nothing is decided here. What a clinician was seen about no longer counts; levels and gaps are
those of the plan since the last birth.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING, Final, NamedTuple

from controller.coach.baseline import baseline
from controller.coach.history import (
    Choice,
    Clearance,
    ClearanceKind,
    Fact,
    NextDay,
    PreCheck,
    Screen,
    Trial,
)
from controller.coach.progress.checks import hurts_badly
from controller.coach.progress.occasions import occasions
from controller.coach.progress.signs import signs_of
from controller.coach.progress.step import Step
from controller.coach.progress.tally import Counting, Tally, easier_moments, settled
from plans.notation.line import Pace, paces
from plans.plan.compile import compile_session, running_time
from plans.plan.model import AtMost
from protocols.units import SECOND

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from controller.coach.history import Birth, History
    from controller.coach.progress.occasions import Occasion
    from controller.core.policy import Policy
    from plans.plan.model import Plan
    from plans.policies.reader import PolicyFile

DAY: Final = timedelta(days=1)
_JOURNEY: Final = 2 * DAY
"""By so much at most a later session can be of an earlier day, by clocks on other walls."""
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


@dataclass(frozen=True, slots=True)
class Standing:
    """One person's way through one plan."""

    plan: Plan
    today: date
    runs: bool
    """Whether the plan has runs; of a plan without them the rules of running do not apply."""
    facts: tuple[Fact, ...]
    """Those that a rule looks at, in the order of time."""
    clearances: tuple[Clearance, ...]
    steps: tuple[Step, ...]
    """Of all plans, in the order of time."""
    own: tuple[Step, ...]
    """Of this plan, since the last birth."""
    tally: Tally
    """What the rules that look back over all of them have found."""

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
        return settled(self.clearances, rule, at)

    def earliest(self) -> date:
        """Return the first day on which any session may be; in the past if that is over."""
        counted = self._with_runs() if self.runs else reversed(self.own)
        newest = next(counted, None)
        if newest is None:
            return self.today
        last = newest.on
        rest = LEAST_REST if self.runs else 0
        level = self.level
        rows = [
            each.days for each in self.plan.progression.rest if each.first <= level <= each.last
        ]
        day = last + DAY * (1 + max([rest, *rows]))
        bounds = tuple(self._bounds("sessions"))
        days = [last, *(each.on for each in _back_to(last - _longest(bounds), counted))]
        while any(_within(days, day, bound) >= bound.number for bound in bounds):
            day += DAY
        return day

    def level_up_from(self, day: date) -> date:
        """Return the first day, from a day on, on which the plan allows one level more."""
        bounds = tuple(self._bounds("levels"))
        since = day - _longest(bounds) - _JOURNEY
        lately = takewhile(lambda two: two[0].on >= since, pairwise(reversed(self.own)))
        ups = [now.on for now, before in lately if self.level_of(now) > self.level_of(before)]
        while any(_within(ups, day, each) >= each.number for each in bounds):
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
        first = day - DAY * (WEEK - 1)
        oldest = next((each for each in self.steps if each.runs), None)
        if oldest is None or oldest.on > first - DAY * WEEK:
            # There is no whole week to compare with.
            return True
        lately = _back_to(first - DAY * 2 * WEEK, self._with_runs())
        runs = [(each.on, each.occasion.session.ran_s) for each in lately]
        this = [ran for on, ran in runs if first <= on < day]
        before = max(
            sum(ran for on, ran in runs if until - DAY * WEEK <= on < until)
            for until in (first - DAY * late for late in range(WEEK + 1))
        )
        grown = before * (100 + MORE_A_WEEK_PERCENT) // 100
        allowed = max(grown, before + MORE_A_SESSION_S * (len(this) + 1))
        return not before or sum(this) + planned_s <= allowed

    def _with_runs(self) -> Iterator[Step]:
        """Yield those with runs, the latest first."""
        return (each for each in reversed(self.steps) if each.runs)

    def clean_at_level(self) -> tuple[Step, ...]:
        """Return the clean sessions at this level that there were on end, the latest first.

        One of a lower level that she chose meanwhile does not count, and neither does one without
        its next-day check; whatever was not clean, or harder, begins the count anew.
        """
        found, level = [], self.level
        for step in reversed(self.own):
            here = self.level_of(step)
            if here > level or not (step.signs.quiet and step.signs.morning):
                break
            if here == level and step.clean:
                found.append(step)
        return tuple(found)

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


class Judged(NamedTuple):
    """What was told and done, with what it means; it is the same in every plan."""

    birth: Birth | None
    facts: tuple[Fact, ...]
    """Those that a rule looks at, in the order of time."""
    clearances: tuple[Clearance, ...]
    steps: tuple[Step, ...]


def judged(history: History, policy: Policy) -> Judged:
    """Return a history with what it means by a policy."""
    facts = sorted(history.facts, key=lambda each: each.at)
    clearances = tuple(each for each in facts if isinstance(each, Clearance))
    pelvic = [each for each in clearances if each.kind is ClearanceKind.PELVIC]
    birth = history.birth
    return Judged(
        birth,
        tuple(each for each in facts if _tells(each)),
        clearances,
        tuple(step_of(each, pelvic, birth, policy) for each in occasions(history)),
    )


def step_of(
    occasion: Occasion, pelvic: Sequence[Clearance], birth: Birth | None, policy: Policy
) -> Step:
    """Judge an occasion by the baseline that a clinician had accepted by then, for this body.

    Args:
        occasion: which.
        pelvic: what clinicians said of pelvic symptoms, in the order of time.
        birth: the last.
        policy: by whose rows a symptom is judged.

    """
    yes = yes_of(occasion, pelvic, birth)
    return Step(occasion, signs_of(occasion, policy, baseline(yes)))


def yes_of(
    occasion: Occasion, pelvic: Sequence[Clearance], birth: Birth | None
) -> Clearance | None:
    """Return what a clinician had said of pelvic symptoms by then, for this body; or None.

    Args:
        occasion: which.
        pelvic: all that clinicians said of them, in the order of time.
        birth: the last.

    """
    at = occasion.session.at
    yes = next((each for each in reversed(pelvic) if each.at <= at), None)
    if yes is not None and birth is not None and yes.on < birth.on <= occasion.on:
        return None
    return yes


def standing_in(plan: Plan, past: Judged, policy: PolicyFile, today: date) -> Standing:
    """Return a person's way through a plan."""
    by = Counting(plan, past.birth, past.clearances, easier_moments(policy.after))
    return Standing(
        plan=plan,
        today=today,
        runs=any(Pace.JOG in paces(each.line) for each in plan.levels.values()),
        facts=past.facts,
        clearances=past.clearances,
        steps=past.steps,
        own=tuple(each for each in past.steps if by.owns(each)),
        tally=reduce(lambda tally, each: tally.grown(each, by), past.steps, Tally()),
    )


def standing_of(history: History, plan: Plan, policy: PolicyFile, today: date) -> Standing:
    """Return a person's way through a plan, from all that is known of her."""
    return standing_in(plan, judged(history, policy.policy), policy, today)


def _tells(fact: Fact) -> bool:
    """Whether a rule may look at a fact once its session was judged."""
    match fact:
        case Screen():
            return bool(fact.signs)
        case PreCheck():
            return fact.warning_sign or hurts_badly(fact)
        case NextDay():
            return fact.warning_sign or fact.bleeding or hurts_badly(fact)
        case _:
            return isinstance(fact, Trial | Choice)


def _longest(bounds: Iterable[AtMost]) -> timedelta:
    return DAY * max((each.days for each in bounds), default=0)


def _back_to(since: date, steps: Iterable[Step]) -> Iterator[Step]:
    """Yield those that may be of a day or later, of steps the latest first."""
    return takewhile(lambda each: each.on >= since - _JOURNEY, steps)


def _within(days: list[date], until: date, bound: AtMost) -> int:
    """Return how many days lie in the days of a bound that end on a day, itself not counted."""
    return sum(until - DAY * bound.days < each < until for each in days)


def _nothing_on_half_an_hour(step: Step) -> bool:
    session = step.occasion.session
    return session.lasted_s >= LEAST_WALK_S and session.completed and step.signs.pelvic is None
