"""An engine without bytes for the laws of months: she runs, feels, speaks up and is taken off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from controller.coach.history import Noted, Session
from controller.core.policy import Strength
from controller.core.timeline import Gait
from protocols.units import SECOND, Nanoseconds
from simulators.months.live import Played
from simulators.person.chance import dice, happens
from simulators.person.feelings import Feelings

if TYPE_CHECKING:
    from simulators.months.live import Outing

_LOOKS: Final = Nanoseconds(5 * SECOND)


def lean(outing: Outing) -> Played:
    """Play a session by its segments: what is felt and said ends the running, as a rule may."""
    feelings, draws = Feelings(outing.person, outing.seed), dice(outing.seed, "lean")
    passed = ran = 0
    noted: list[Noted] = []
    ends = refers = False
    for segment in outing.program.segments:
        runs = segment.gait is Gait.RUN and not ends
        for _ in range(0, segment.duration, _LOOKS):
            passed += _LOOKS
            ran += _LOOKS * runs
            for onset in feelings.live(_LOOKS, segment.speed, runs=runs):
                if happens(draws, outing.person.answers.says_less):
                    continue
                symptom = onset.complaint.symptom
                noted.append(Noted(symptom, onset.value, runs, False, passed // SECOND))
                entry = outing.policy.entry(symptom)
                row = entry.row(onset.value) if entry else None
                strength = row.action.strength if row else Strength.NOTE
                ends |= strength >= Strength.WALK
                refers |= strength.refers
                runs = runs and not ends
    due = outing.workout
    session = Session(
        id=outing.id,
        at=outing.at,
        plan=due.plan,
        level=due.level,
        has_runs=outing.program.runs > 0,
        completed=not ends,
        outcome="stopped_and_refer" if refers else "walked_out" if ends else "completed",
        planned_run_s=due.running_s,
        ran_s=ran // SECOND,
        lasted_s=passed // SECOND,
        noted=tuple(noted),
        rules=("I3",) if ends else (),
        shortened=bool(due.first_run),
    )
    return Played(session, feelings.most(), feelings.ran_on // SECOND)
