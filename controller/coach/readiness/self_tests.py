"""The gates that are tests: the last of each counts, done by herself or as a walk on a belt."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from controller.coach.history import PreCheck, Trial
from controller.coach.names import named
from controller.coach.readiness.gates import State
from controller.coach.readiness.known import Verdict
from controller.core.symptoms import Category
from controller.words.catalogue import tr, trn
from controller.words.days import day_and_year
from plans.notation.line import print_duration
from plans.policies.symptoms import known_symptoms
from protocols.units import SECOND, Nanoseconds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from controller.coach.history import Noted, Session
    from controller.coach.readiness.known import Known
    from plans.readiness.checks import Check
    from plans.readiness.self_tests import Dose, SelfTest

_PAIN_HIGHEST: Final = 10
_WALK: Final = "walk"
_ALWAYS: Final = (Category.PELVIC, Category.BONE, Category.GAIT, Category.RED)
"""What makes a test one that was not passed, however little it was."""


class _Done(NamedTuple):
    """A test that was done, or tried."""

    at: datetime
    felt: tuple[str, ...]
    """Symptoms beyond those that were accepted."""
    enough: bool


def shortfall(known: Known, trial: Trial) -> str:
    """Return why one trial is none that was passed, in a few words; empty if it was passed."""
    test = known.checks.tests[trial.test]
    done = _tried(known, trial, test)
    if done.felt:
        return named(done.felt)
    if _hurt_too_much(known, test, done):
        pain = _told_before_session(known, done.at)
        return tr("pain of {pain}, told before a session that day").format(pain=pain)
    if done.enough:
        return ""
    did = tuple("0" if each is None else str(each) for each in _sides(trial, test))
    of = dose_words(test.dose)
    if test.dose.sides:
        return tr("{left} on the left and {right} on the right of {dose}").format(
            left=did[0], right=did[1], dose=of
        )
    if test.dose.seconds:
        return tr("{did} s of {dose}").format(did=did[0], dose=of)
    return tr("{did} of {dose}").format(did=did[0], dose=of)


def tested(known: Known, check: Check) -> Verdict:
    """Return how a gate of tests stands."""
    tests = [known.checks.tests[each] for each in check.tests]
    last = {each: _last(known, each) for each in tests}
    for test, done in last.items():
        if done is not None and done.felt:
            again = done.at.date() + timedelta(known.checks.re_test_days)
            because = tr('{symptoms} at "{test}" on {day}').format(
                symptoms=named(done.felt), test=test.title, day=day_and_year(done.at.date())
            )
            return Verdict(State.NOT_YET, because, known.ahead(again))
    for test, done in last.items():
        if done is not None and not done.enough:
            because = tr('less than {dose} of "{test}" on {day}').format(
                dose=dose_words(test.dose), test=test.title, day=day_and_year(done.at.date())
            )
            return Verdict(State.NOT_YET, because)
    passed = [done.at for done in last.values() if done is not None]
    if len(passed) < len(tests):
        return Verdict(
            State.OPEN,
            tr("{done} of {all} done").format(done=len(passed), all=len(tests))
            if passed
            else tr("not done"),
        )
    first = min(passed)
    return known.aged(first, tr("passed on {day}").format(day=day_and_year(first.date())))


def dose_words(dose: Dose) -> str:
    """Return a dose as a file has it, but for its words: ``"20 times each side"``."""
    if dose.seconds:
        amount = print_duration(Nanoseconds(dose.seconds * SECOND))
    else:
        amount = trn("{count} time", "{count} times", dose.times).format(count=dose.times)
    return tr("{amount} each side").format(amount=amount) if dose.sides else amount


def _last(known: Known, test: SelfTest) -> _Done | None:
    done = (each for each in _all(known, test) if not _hurt_too_much(known, test, each))
    return max(done, key=lambda each: each.at, default=None)


def _hurt_too_much(known: Known, test: SelfTest, done: _Done) -> bool:
    """Whether a walk is none that was passed, for pain that was told before a session that day.

    What was felt at it counts all the same. The other tests are not open once something was told.
    """
    if test.id != _WALK or done.felt:
        return False
    return _told_before_session(known, done.at) > test.pain


def _told_before_session(known: Known, at: datetime) -> int:
    """Return the most pain that was told before a session on a day until then, 0 to 10."""
    checks = (each for each in known.facts if isinstance(each, PreCheck))
    until = (each for each in checks if each.at.date() == at.date() and each.at <= at)
    return max((pain for each in until for _, pain in each.pain), default=0)


def _all(known: Known, test: SelfTest) -> Iterator[_Done]:
    accepted = known.accepted()
    for fact in known.facts:
        if isinstance(fact, Trial) and fact.test == test.id:
            yield _tried(known, fact, test)
    for session in known.sessions:
        if test.session == (session.plan, session.level):
            felt = tuple(
                each.symptom
                for each in session.noted
                if each.value > accepted.get(each.symptom, 0) and _counts(each, test)
            )
            if felt or _whole(session, test):
                yield _Done(session.at, tuple(dict.fromkeys(felt)), enough=True)


def _tried(known: Known, trial: Trial, test: SelfTest) -> _Done:
    accepted = known.accepted()
    felt = tuple(each for each in trial.symptoms if each not in accepted)
    done = _sides(trial, test)
    enough = all(each is not None and each >= test.dose.amount for each in done)
    return _Done(trial.at, felt, enough)


def _sides(trial: Trial, test: SelfTest) -> tuple[int | None, ...]:
    return (trial.left, trial.right) if test.dose.sides else (trial.left,)


def _whole(session: Session, test: SelfTest) -> bool:
    """Whether a session was the whole test; one that was ended for the door says nothing of it."""
    done = session.completed and not session.shortened
    return done and session.lasted_s >= test.dose.seconds


def _counts(noted: Noted, test: SelfTest) -> bool:
    symptom = known_symptoms().symptoms.get(noted.symptom)
    if symptom is None or symptom.category in _ALWAYS:
        return True
    painful = symptom.highest == _PAIN_HIGHEST and symptom.category is not Category.EFFORT
    return painful and noted.value > test.pain
