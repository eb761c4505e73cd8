"""Months of one virtual runner, day by day: what she is told to do, what she does, what she tells.

The coach is the very one of the program (`controller.coach`); the session is played by whatever
engine is given, so that a fleet can do it without bytes. Nothing enters a diary. What is assumed of
her body is in `simulators.months.tissue`, of what she tells in `simulators.months.tells`, of the
rest below.
"""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from controller.coach.asking.told import Off, held_on
from controller.coach.baseline import baseline
from controller.coach.history import Clearance, ClearanceKind, History, Practice, Screen, Session
from controller.coach.progress.decision import Decision, Kind
from controller.coach.progress.rules import decide
from controller.coach.readiness.gates import State
from controller.coach.readiness.judge import readiness
from controller.coach.today.due import what_is_due
from controller.coach.today.values import What, Workout
from plans.plan.compile import compile_session, running_time
from plans.plan.part import only_runs
from plans.readiness.floor import ANSWERS
from protocols.units import SECOND, CentiKmh, Nanoseconds
from simulators.months.circumstances import Circumstances
from simulators.months.clinic import Clinic
from simulators.months.tells import IMPACT_MIN, Tells
from simulators.months.tissue import (
    USED_TO_S,
    Body,
    practised,
    ran,
    slept,
    today,
)
from simulators.person.chance import dice, happens
from simulators.person.feelings import hazard

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from controller.coach.history import Fact
    from controller.coach.readiness.gates import Readiness
    from controller.core.accepted import Accepted
    from controller.core.policy import Policy
    from controller.core.timeline import Program
    from plans.plan.model import Plan
    from plans.policies.reader import PolicyFile
    from plans.readiness.checks import Checks
    from simulators.person import Person

BEGINS: Final = date(2026, 1, 5)
"""A Monday, so that weeks are weeks; no rule knows a season."""
BEGINS_WEEKS: Final = 6
"""Since the birth: the review of evidence.md 1.3 is then, and walking is what is open."""
MORNING, BODY_WORK, SESSION, AFTERWARDS = time(8), time(10), time(17), time(20)
"""When she answers checks, does her body work and tests, has her session, and does a re-test."""
_RETEST: Final = "jog"
_DAY: Final = timedelta(days=1)
HALF_AN_HOUR_S: Final = 30 * 60
"""Of running in one session: what these months are on their way to."""
_TRIES_AGAIN: Final = 7
"""Days until a test of strength that was too little is tried again."""


class Outing(NamedTuple):
    """A session that is to be played."""

    id: str
    """By which a check refers to it, as in a diary."""
    at: datetime
    workout: Workout
    """What the coach has due, or something easier."""
    program: Program
    policy: Policy
    person: Person
    """As she is today: her hazards are those of the day."""
    seed: int
    """Of what she leaves to chance in it."""
    accepted: Accepted
    """What a clinician has accepted of her by then."""


class Played(NamedTuple):
    """What a session came to."""

    session: Session
    """As a diary would have it."""
    felt: tuple[tuple[str, int], ...]
    """The most that she truly felt of each symptom, on its own scale."""
    ran_on_s: int
    """How long she ran while she felt something."""


class Engine(Protocol):
    """Whatever plays a session."""

    def __call__(self, outing: Outing) -> Played | None:
        """Play it; None if the belt never moved."""
        ...


class Rules(NamedTuple):
    """What she goes by."""

    plan: Plan
    walking: Plan
    """What is open while running is not."""
    policy: PolicyFile
    checks: Checks


class Day(NamedTuple):
    """What became of a day."""

    on: date
    week: int
    """Of these months, from 1."""
    played: Played | None
    """The session, if there was one."""
    decision: Decision
    """Of the plan, with all that was told up to the evening."""
    ready: Readiness
    """In the evening, likewise."""
    away: str
    """``ill`` or ``away``; empty on other days."""
    asked_in_vain: bool
    """She came for a session, and none was due."""
    told: tuple[Fact, ...]
    """All that she told on it."""


def live(person: Person, rules: Rules, engine: Engine, *, days: int, seed: int) -> Iterator[Day]:
    """Live through some days, the first of them with the set-up; the same seed does the same.

    The days are yielded as they are over.
    """
    months = Months(person, rules, engine, seed)
    for number in range(days):
        yield months.live(number)


class _Known:
    """What follows from all that is known on a day, worked out once."""

    def __init__(self, history: History, rules: Rules, on: date) -> None:
        self.on, self.facts, self.sessions = on, len(history.facts), len(history.sessions)
        self._history, self._rules = history, rules

    @cached_property
    def ready(self) -> Readiness:
        return readiness(self._history, self._rules.checks, self.on)

    @cached_property
    def decided(self) -> Decision:
        return decide(self._history, self._rules.plan, self._rules.policy, self.on)


class Months:
    """One person, on her way."""

    def __init__(self, person: Person, rules: Rules, engine: Engine, seed: int) -> None:
        """Know nothing of her yet; nothing is drawn but what is true from the first day on."""
        self._person, self._rules, self._engine, self._seed = person, rules, engine, seed
        self._tells = Tells(person, seed)
        self.body = Body()
        """Hers, on this day."""
        self._facts: list[Fact] = []
        self._sessions: list[Session] = []
        self._birth = BEGINS - timedelta(weeks=BEGINS_WEEKS)
        self._life = Circumstances(person, seed, self._birth)
        self._clinic = Clinic(person)
        self._longest_s = 0
        self._sore = False
        self._tried: date | None = None
        self._known = _Known(self.history, rules, BEGINS)

    @property
    def history(self) -> History:
        """All that is known of her, as a diary would have it."""
        return History(tuple(self._facts), tuple(self._sessions))

    def live(self, number: int) -> Day:
        """Live through a day, in order; the first is 0."""
        on = BEGINS + number * _DAY
        before = len(self._facts)
        away = self._life.away(on)
        if not number:
            self._facts += self._tells.set_up(_at(on, MORNING), self._birth)
        self.body = slept(self.body, 1)
        if not away:
            self._morning(on)
            self._work_on_body(on)
        elif away == "ill":
            self._next_day(on, ill=True)
        played, asked = (None, False) if away else self._session(on)
        self._see_to(on)
        return Day(
            on,
            number // 7 + 1,
            played,
            self._decided(on),
            self._ready(on),
            away,
            asked,
            tuple(self._facts[before:]),
        )

    def _ready(self, on: date) -> Readiness:
        return self._of(on).ready

    def _decided(self, on: date) -> Decision:
        return self._of(on).decided

    def _of(self, on: date) -> _Known:
        known = self._known
        if (known.on, known.facts, known.sessions) != (on, len(self._facts), len(self._sessions)):
            known = self._known = _Known(self.history, self._rules, on)
        return known

    def _accepted(self) -> Mapping[str, int]:
        said = (each for each in reversed(self._facts) if isinstance(each, Clearance))
        return baseline(next((each for each in said if each.kind is ClearanceKind.PELVIC), None))

    def _morning(self, on: date) -> None:
        at = _at(on, MORNING)
        self._next_day(on, ill=False)
        answers = happens(self._tells.draws(on, "answers"), self._person.between.answers)
        weekly = (on - BEGINS).days % 7 == 0 and on > BEGINS
        if weekly and answers:
            self._facts.append(
                self._tells.weekly(at, leaks=not self._life.as_it_should("pelvic", on))
            )
        for gate in self._ready(on).gates:
            waits = gate.until is not None and gate.until > on
            if gate.state is State.YES or waits or not answers:
                continue
            if gate.id in ANSWERS:
                true = self._life.as_it_should(gate.id, on)
                self._facts += self._tells.daily(at, gate.id, true=true)
            elif gate.id == "signs" and gate.state is State.OPEN:
                self._facts.append(Screen(at, ()))

    def _next_day(self, on: date, *, ill: bool) -> None:
        last = self._sessions[-1] if self._sessions else None
        if last is None or last.at.date() >= on or self.history.next_day(last.id):
            return
        if happens(self._tells.draws(on, "checks"), self._person.between.answers):
            check = self._tells.next_day(
                _at(on, MORNING), last.id, self.body, self._accepted(), sore=self._sore, ill=ill
            )
            self._facts.append(check)

    def _work_on_body(self, on: date) -> None:
        at = _at(on, BODY_WORK)
        ready = self._ready(on)
        if ready.belt and happens(
            self._tells.draws(on, "practice"), self._person.between.practises
        ):
            self._facts.append(Practice(at, "body", ()))
            self.body = practised(self.body)
        tells = happens(self._tells.draws(on, "tries"), self._person.between.answers)
        if tells and (self._tried is None or (on - self._tried).days >= _TRIES_AGAIN):
            self._try(on, ready)

    def _try(self, on: date, ready: Readiness) -> None:
        """Do the tests that are open; the walk outside, once she walks so much."""
        wanted = {each.id for each in ready.gates if each.state is not State.YES}
        gates = self._rules.checks.gates
        far = self._tells.walks_min((on - BEGINS).days // 7) * 60
        if far < self._rules.checks.tests["walk"].dose.seconds:
            wanted.discard("walk")
        tests = [test for gate in wanted for test in gates[gate].tests if test in ready.offered]
        if not tests or any(self.body.felt(each) for each in self.body.left):
            return
        self._tried = on
        felt = self._felt_on_impact(on)
        for test in sorted(tests):
            hurts = felt if test in gates["impact"].tests else ()
            held = self._rules.checks.tests[test]
            self._facts.append(self._tells.trial(_at(on, BODY_WORK), held, self.body, hurts))

    def _felt_on_impact(self, on: date) -> tuple[str, ...]:
        """Return the first symptom of a few minutes of impact, if she feels and says one."""
        seconds = int(IMPACT_MIN * 60)
        draws = self._tells.draws(on, "impact")
        weeks = (on - self._birth).days // 7
        for each in today(self._person, self.body, weeks=weeks, seconds=seconds).feels:
            likely = 1 - math.exp(-hazard(each, CentiKmh(0), Nanoseconds(0)) * IMPACT_MIN)
            if happens(draws, likely) and self._tells.says(1, draws):
                return (each.symptom,)
        return ()

    def _session(self, on: date) -> tuple[Played | None, bool]:
        """Return what she did, and whether she came in vain."""
        habits, draws = self._person.between, self._tells.draws(on, "comes")
        due = self._due(on)
        if due is None:
            return None, habits.eager
        if not happens(draws, habits.comes if due.runs else habits.walks):
            return None, False
        check = self._tells.before(_at(on, SESSION), self.body, self._accepted())
        self._facts.append(check)
        off = held_on(self.history, on).off
        if off is Off.BELT or (off is Off.RUNNING and due.runs):
            due = self._due(on)
        if due is None:
            return None, False
        if due.runs and happens(draws, habits.easier):
            due = self._easier(on, due)
        return self._play(on, due), False

    def _due(self, on: date) -> Workout | None:
        rules = self._rules
        item = what_is_due(
            self.history, rules.plan, rules.policy, rules.checks, _at(on, SESSION, 5),
            walking=rules.walking,
        ).first(What.SESSION)  # fmt: skip
        return None if item is None else item.workout

    def _easier(self, on: date, due: Workout) -> Workout:
        rules = self._rules
        easier = what_is_due(
            self.history, rules.plan, rules.policy, rules.checks, _at(on, SESSION, 5),
            walking=rules.walking,
        ).easier  # fmt: skip
        found = [each.workout for each in easier if each.workout is not None]
        return self._tells.draws(on, "easier").choice(found) if found else due

    def _play(self, on: date, due: Workout) -> Played | None:
        rules = self._rules
        plan = rules.plan if due.plan == rules.plan.id else rules.walking
        program = compile_session(plan, due.level)
        if due.first_run:
            program = only_runs(program, due.first_run, due.last_run)
        weeks = (on - self._birth).days // 7
        seconds = running_time(program) // SECOND
        outing = Outing(
            f"{on:%Y%m%d}T170500.000000Z",
            _at(on, SESSION, 5),
            due,
            program,
            rules.policy.policy,
            today(self._person, self.body, weeks=weeks, seconds=seconds),
            dice(self._seed, f"{on} session").getrandbits(32),
            tuple(self._accepted().items()),
        )
        played = self._engine(outing)
        if played is None:
            return None
        self._sessions.append(played.session)
        felt, ran_s = dict(played.felt), played.session.ran_s
        self._facts.append(self._tells.after(_at(on, AFTERWARDS), played.session, felt))
        self._sore = ran_s > max(self._longest_s, USED_TO_S)
        self._longest_s = max(self._longest_s, ran_s)
        self.body = ran(self.body, ran_s, felt.items(), self._tells.draws(on, "heals"))
        if not played.session.has_runs:
            self._re_test(on)
        return played

    def _re_test(self, on: date) -> None:
        """Jog on the spot after a walk, where that is what is asked before the next run."""
        if self._decided(on).kind is Kind.WALK:
            test = self._rules.checks.tests[_RETEST]
            felt = self._felt_on_impact(on)
            self._facts.append(self._tells.trial(_at(on, AFTERWARDS), test, self.body, felt))

    def _see_to(self, on: date) -> None:
        """Book a time with a clinician where one is to be seen, and go there on the day."""
        self._clinic.book(on, self._ready(on), self._decided(on))
        said, self.body = self._clinic.visit(_at(on, AFTERWARDS, 30), self.body)
        self._facts += said


def _at(on: date, clock: time, minutes: int = 0) -> datetime:
    return datetime.combine(on, clock, UTC) + timedelta(minutes=minutes)
