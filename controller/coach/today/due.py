"""What is due today, and why: checks, rest, body work, a session, and what is easier.

Law: nothing is offered here that the door before a session would refuse (`readiness`), and no
level is harder than `decide` says. The runner may always take less.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Final

from controller.coach.asking.told import Held, Off, held_on
from controller.coach.history import (
    RECALLED_AFTER,
    Session,
    Weekly,
    WhyStopped,
)
from controller.coach.progress.decision import WAITS, Decision, Kind
from controller.coach.progress.rules import decide_by
from controller.coach.progress.standing import judged, standing_in
from controller.coach.readiness.judge import readiness
from controller.coach.readiness.known import Known
from controller.coach.today.body import body_work_due
from controller.coach.today.values import Item, Today, What
from controller.coach.today.waits import not_open, signs_told, with_plan
from controller.coach.today.workouts import command, easier_than, rest_of, workout
from controller.words.catalogue import tr
from controller.words.days import day_and_year, weekday_and_day
from plans.notation.line import Pace

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from controller.coach.history import History
    from controller.coach.progress.standing import Judged
    from controller.coach.readiness.gates import Gate, Readiness
    from controller.coach.today.values import Workout
    from plans.plan.model import Plan
    from plans.policies.reader import PolicyFile
    from plans.preparation.routines import Routine
    from plans.readiness.checks import Checks

MORNING: Final = time(5)
"""From here on a next-day check is one of the next day (proposal)."""
GOES_ON_WITHIN: Final = timedelta(minutes=30)
"""So long the rest of a session that was cut stays open (a choice of this project)."""
WEEK: Final = timedelta(days=7)


def what_is_due(  # noqa: PLR0913  # who, what by, and when
    history: History,
    plan: Plan,
    policy: PolicyFile,
    checks: Checks,
    now: datetime,
    *,
    walking: Plan,
    routines: Sequence[Routine] = (),
) -> Today:
    """Return what is due at a moment.

    Args:
        history: what is known of her.
        plan: the one that she uses.
        policy: what follows from symptoms, and from sessions.
        checks: the list of what decides about running.
        now: the moment by her clock, with an offset.
        walking: the plan that is open while running is not.
        routines: of body work, in the order of the pillars; the one that suits is named.

    """
    last = max(history.sessions, key=lambda each: (each.at, each.id), default=None)
    known = Known(history, checks, now.date())
    found = readiness(history, checks, now.date())
    day = _Day(
        history,
        plan,
        policy,
        walking,
        now,
        found,
        with_plan(found, known, plan),
        judged(history, policy.policy),
        last,
        held_on(history, now.date()),
        routines,
        known.plan_begins(plan.entry.weeks_since_birth),
    )
    birth = known.birth
    return day.today(None if birth is None else (now.date() - birth.on).days // 7)


@dataclass(frozen=True)
class _Day:
    _history: History
    _plan: Plan
    _policy: PolicyFile
    _walking: Plan
    _now: datetime
    _found: Readiness
    _gates: tuple[Gate, ...]
    """Those that decide, with what her plan waits for."""
    _past: Judged
    _last: Session | None
    _held: Held
    """What the six questions of today keep off."""
    _routines: Sequence[Routine]
    _begins: date | None
    """From when on her plan is open, if it begins later than the list lets her run."""

    @property
    def _on(self) -> date:
        return self._now.date()

    @property
    def _has_runs(self) -> bool:
        return Pace.JOG in self._plan.speeds

    @property
    def _running_open(self) -> bool:
        return self._found.running and self._begins is None

    def today(self, weeks: int | None) -> Today:
        due = self._session_due()
        running = self._has_runs and due is not None and due.plan == self._plan.id
        return Today(
            now=self._now,
            weeks_since_birth=weeks,
            items=tuple(self._items(due)),
            easier=easier_than(due, self._plan, self._now) if running and due else (),
            belt=self._found.belt and not self._kept_off(Off.BELT),
            running=self._running_open and not self._kept_off(Off.BELT, Off.RUNNING),
            gates=self._gates if not self._held.ends_all else tuple(map(_at_rest, self._gates)),
            next_session=self._next_session(),
            conditions=self._conditions,
            review=str(self._policy.review),
        )

    @property
    def _conditions(self) -> tuple[str, ...]:
        done = any(each.plan == self._plan.id for each in self._history.sessions)
        return () if done else self._plan.entry.also

    def _items(self, due: Workout | None) -> Iterator[Item]:
        if not self._history.facts and not self._history.sessions:
            yield _SETUP
            return
        waits = tuple(not_open(self._found, self._held, has_runs=self._has_runs))
        # With what ends a session at once, or is called for, she reads first that there is none.
        first = tuple(each for each in waits if self._comes_first(each))
        yield from first
        yield from self._rest_of_session()
        yield from self._next_day()
        yield from self._weekly()
        yield from self._rest()
        if due is not None:
            yield self._session(due)
        # What running waits for is long to read: behind a session it comes last.
        last = tuple(each for each in waits if due is not None and each.what is What.NOT_YET)
        yield from (each for each in waits if each not in (*first, *last))
        if self._found.belt or not signs_told(self._found):
            yield from body_work_due(self._history, self._routines, self._on, self._found.felt)
        yield from last

    def _comes_first(self, each: Item) -> bool:
        if each.what is What.BEFORE:
            return self._held.ends_all
        return not self._found.belt and signs_told(self._found)

    def _rest_of_session(self) -> Iterator[Item]:
        """Yield the rest of a session that was cut: first, for it is open for minutes only."""
        last = self._last
        if last is None or not self._may_go_on(last):
            return
        rest = rest_of(last, self._plan, self._walking, self._now)
        if rest is None:
            return
        until = (_end(last) + GOES_ON_WITHIN).astimezone(self._now.tzinfo)
        yield Item(
            What.REST_OF_SESSION,
            tr("THE REST OF YOUR SESSION"),
            tr(
                "It was cut for something else; its rest is open until {until:%H:%M}, "
                "with a warm-up."
            ).format(until=until),
            do=f"{command(rest, self._plan)} --goes-on {last.id}",
            workout=rest,
            session=last.id,
            until=self._on,
        )

    def _may_go_on(self, last: Session) -> bool:
        told = self._history.after(last.id)
        return (
            told is not None
            and told.why_stopped is WhyStopped.ELSEWHERE
            and not (told.since or last.noted or last.rules or last.signs or last.goes_on)
            and not last.shortened
            and timedelta() <= self._now - _end(last) < GOES_ON_WITHIN
            and self._found.belt
            and not self._held.ends_all
            and (not last.has_runs or (self._found.running and not self._held.felt))
        )

    def _next_day(self) -> Iterator[Item]:
        last = self._last
        if last is None or self._answered(last):
            return
        opens = datetime.combine(last.at.date() + timedelta(days=1), MORNING, last.at.tzinfo)
        if self._now < opens:
            return
        recalled = self._now - last.at > RECALLED_AFTER
        asked = weekday_and_day(last.at.date())
        why = (
            tr("Asked about the day after {day}, from memory; it counts, and is marked so.").format(
                day=asked
            )
            if recalled
            else tr("How the session of {day} was taken; without it no level goes up.").format(
                day=asked
            )
        )
        yield Item(
            What.NEXT_DAY,
            tr("SIX QUESTIONS ABOUT THE DAY AFTER"),
            why,
            rule="N4",
            do="reprise check next-day",
            session=last.id,
        )

    def _answered(self, last: Session) -> bool:
        return any(
            self._history.next_day(name) is not None for name in (last.id, last.goes_on) if name
        )

    def _weekly(self) -> Iterator[Item]:
        last = next(self._history.of(Weekly), None)
        since = last or min(self._history.facts, key=lambda each: each.at, default=None)
        if since is None or self._now.date() - since.at.date() < WEEK:
            return
        why = (
            tr("once a week")
            if last is None
            else tr("the last was on {day}").format(day=weekday_and_day(last.at.date()))
        )
        yield Item(
            What.WEEKLY,
            tr("THE CHECK OF THE WEEK"),
            tr("Leaks, sleep and mood, in four keys: {why}.").format(why=why),
            do="reprise check weekly",
        )

    def _rest(self) -> Iterator[Item]:
        if not self._found.belt:
            return
        decided = self._decided
        if self._begins is not None and self._found.running:
            begins = tr("{plan} begins {weeks} weeks after a birth: for you on {day}.").format(
                plan=self._plan.id,
                weeks=self._plan.entry.weeks_since_birth,
                day=day_and_year(self._begins),
            )
            yield Item(What.REST, tr("NO RUNNING TODAY"), begins, until=self._begins)
        elif not self._has_runs or self._found.running:
            if decided.kind not in WAITS:
                yield from _rest_until(decided, self._on)
                return
            refers = decided.kind is Kind.REFER
            title = (
                tr("NO RUNNING UNTIL A CLINICIAN WAS SEEN") if refers else tr("NO RUNNING TODAY")
            )
            yield Item(What.REST, title, decided.because, decided.rule)
        walked = self._walked
        if walked.kind not in WAITS:
            yield from _rest_until(walked, self._on)
        elif walked.because != decided.because or not self._found.running:
            yield Item(What.REST, tr("NO WALKING, EITHER"), walked.because, walked.rule)

    @cached_property
    def _decided(self) -> Decision:
        """What is next in the plan."""
        return self._next_in(self._plan)

    @cached_property
    def _walked(self) -> Decision:
        """What is next in the walking plan."""
        return self._next_in(self._walking)

    def _next_in(self, plan: Plan) -> Decision:
        return decide_by(standing_in(plan, self._past, self._policy, self._on), self._policy)

    @property
    def _walk_level(self) -> int:
        """That of the walking plan; its last one where half an hour is what a run waits for (N7).

        She has walked so much before her first run, and did no less in her runs.
        """
        waits = self._running_open and self._decided.kind is Kind.WALK
        return len(self._walking.levels) if waits else self._walked.level

    def _session(self, due: Workout) -> Item:
        title = tr("RUN AND WALK") if due.runs else tr("WALK")
        if due.levels > 1:
            title = tr("{session}, level {level} of {levels}").format(
                session=title, level=due.level, levels=due.levels
            )
        decided = self._decided if due.plan == self._plan.id else self._walked
        if due.level > decided.level:  # the walk that a run waits for
            decided = self._decided
        why, rule = decided.because, decided.rule
        if due.level < decided.level:
            why, rule = self._found.because, ""
        if self._held.because:
            why, rule = self._held.because, ""
        return Item(What.SESSION, title, why, rule, do=command(due, self._plan), workout=due)

    def _session_due(self) -> Workout | None:
        """Return the hardest that may be done now; None on a day of rest, too."""
        if not self._found.belt or self._kept_off(Off.BELT):
            return None
        decided = self._decided
        may_run = self._running_open and decided.kind not in WAITS
        if not self._has_runs or (may_run and not self._kept_off(Off.RUNNING)):
            if decided.kind in WAITS or decided.not_before > self._on:
                return None
            first_only = self._found.first_level_only and self._has_runs
            return workout(self._plan, 1 if first_only else decided.level, self._now)
        walked = self._walked
        if walked.kind in WAITS or walked.not_before > self._on:
            return None
        return workout(self._walking, self._walk_level, self._now)

    def _next_session(self) -> date | None:
        decided = self._decided
        open_to_her = self._found.belt and (self._found.running or not self._has_runs)
        if not open_to_her or decided.kind in WAITS:
            return None
        felt = self._held.felt and (self._has_runs or self._held.ends_all)
        soonest = self._on + timedelta(days=1) if felt else self._on
        return max(decided.not_before, self._begins or soonest, soonest)

    def _kept_off(self, *by: Off) -> bool:
        return self._held.off in by


_SETUP: Final = Item(
    What.SETUP,
    tr("A FEW QUESTIONS FIRST"),
    tr(
        "Nothing is known about you yet, and nobody runs here "
        "before what decides it has been asked."
    ),
    do="reprise setup",
)


def _at_rest(gate: Gate) -> Gate:
    """Return it without the walks that stand beside it on other days."""
    if not gate.meanwhile:
        return gate
    return gate._replace(meanwhile=tr("Rest; nothing on the belt, walking neither."))


def _rest_until(decided: Decision, today: date) -> Iterator[Item]:
    if decided.not_before > today:
        title = tr("REST until {day}").format(day=weekday_and_day(decided.not_before))
        yield Item(What.REST, title, decided.because, decided.rule, until=decided.not_before)


def _end(session: Session) -> datetime:
    return session.at + timedelta(seconds=session.lasted_s)
