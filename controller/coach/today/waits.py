"""What is not open today, why, and what is typed towards it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from controller.coach.asking.told import Held, Off
from controller.coach.readiness.felt import breath_alone
from controller.coach.readiness.gates import Gate, Readiness, State, first_reason
from controller.coach.today.values import CLINICIAN, Item, What
from controller.words.catalogue import tr, trn
from controller.words.days import day_and_year

if TYPE_CHECKING:
    from collections.abc import Iterator

    from controller.coach.readiness.known import Known
    from plans.plan.model import Plan

_SETUP: Final = "reprise setup"
_SIGNS: Final = "signs"


def signs_told(found: Readiness) -> bool:
    """Whether a warning sign waits for a clinician."""
    return any(each.id == _SIGNS and each.state is State.NOT_YET for each in found.gates)


def not_open(found: Readiness, held: Held, *, has_runs: bool) -> Iterator[Item]:
    """Yield what keeps the belt or running off.

    Args:
        found: what decides, from all that is known.
        held: what the six questions of today keep off.
        has_runs: whether her plan has any.

    """
    if not found.belt:
        do = CLINICIAN if signs_told(found) else "reprise setup signs"
        yield Item(What.NOT_YET, tr("NOTHING ON THE BELT YET"), found.because, do=do)
    # Beside nothing on the belt, no running says nothing more.
    if held.off is Off.BELT or (held.off is Off.RUNNING and found.belt):
        belt = held.off is Off.BELT
        off = tr("NOTHING ON THE BELT TODAY") if belt else tr("NO RUNNING TODAY")
        # What was felt stands until tomorrow: to answer once more would change nothing.
        yield Item(What.BEFORE, off, held.because, do="" if held.felt else "reprise check before")
    if found.belt and has_runs and not found.running:
        do = _towards(found)
        yield Item(What.NOT_YET, tr("RUNNING: NOT YET"), _why(found, do), do=do)


def _towards(found: Readiness) -> str:
    """Return what to type first: what was never told, then what was told, then the tests."""
    closed = found.closed()
    asked = [each for each in closed if each.do.startswith(_SETUP)]
    never = {each.do for each in asked if each.state is State.OPEN}
    if len(never) > 1:
        return _SETUP
    return next((each.do for each in (*asked, *closed) if each.do and not never - {each.do}), "")


def _why(found: Readiness, do: str) -> str:
    """Return the first reason; where what is typed is not towards that one, also what it is for."""
    first = first_reason(found.closed())
    if first is None or not do or _leads(do, first):
        return found.because
    way = tr("Towards that: {command}.").format(command=first.do)
    if not first.do and first.until is not None:
        way = tr("Time opens that, on {day}.").format(day=day_and_year(first.until))
    then = next(each for each in found.closed() if _leads(do, each))
    also = tr("It takes, too: {gate} ({because}).").format(gate=then.title, because=then.because)
    return f"{found.because} {way} {also}"


def _leads(do: str, gate: Gate) -> bool:
    """Whether what is typed is towards a gate; the whole set-up asks all but for a clinician."""
    asked = gate.do.startswith(_SETUP) and gate.do != CLINICIAN
    return gate.do == do or (do == _SETUP and asked)


def _meanwhile(found: Readiness) -> str:
    if found.felt is None or found.felt.tests_only:
        return tr("Walk, and do the body work.")
    return breath_alone(found.felt)


def with_plan(found: Readiness, known: Known, plan: Plan) -> tuple[Gate, ...]:
    """Return what decides, with the weeks that her plan itself waits for behind those of the list.

    It is there from the start: who counts the days to the one reads the other, too.
    """
    weeks = plan.entry.weeks_since_birth
    if weeks is None or weeks <= known.checks.weeks or known.no_birth:
        return found.gates
    until = known.plan_begins(weeks)
    told = trn(
        "{plan}: {n} week or more since the birth",
        "{plan}: {n} weeks or more since the birth",
        weeks,
    )
    made: list[Gate] = []
    for each in found.gates:
        made.append(each)
        if each.id == "weeks":
            state = State.OPEN if known.birth is None else State.NOT_YET if until else State.YES
            closed = state is not State.YES
            made.append(
                Gate(
                    "plan",
                    told.format(plan=plan.id, n=weeks),
                    hard=True,
                    state=state,
                    because=known.since_birth(),
                    until=until,
                    ask=tr("Time opens it, or another plan that begins earlier.") if closed else "",
                    meanwhile=each.meanwhile or _meanwhile(found) if closed else "",
                )
            )
    return tuple(made)
