"""What of a level a watch does not do, in sentences: whoever goes by one has to know it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from controller.core.timeline import Gait
from plans.exchange.workout import LONGEST_TEXT, MARGIN, Rounds
from plans.notation.amounts import print_speed
from plans.notation.line import Distance
from plans.plan.compile import compile_session

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plans.exchange.workout import Workout
    from plans.plan.model import Plan

WATCH_STEPS: Final = 50
"""Steps, repeats counted, that Garmin Connect takes; the format itself has room for 65,535. Not
in Garmin's documents: programs that write workouts for it agree on it."""


def lost(plan: Plan, workout: Workout) -> Iterator[str]:
    """Yield what is lost of a level, the gravest first; equal levels give equal sentences."""
    program = compile_session(plan, workout.level)
    asks = "whether anything is felt"
    asks += ", nor whether she could talk" if program.talk_test and workout.runs else ""
    yield f"It asks nothing: not {asks}."
    yield (
        f'It follows no symptom policy (here "{plan.policy}"): whatever is felt, it slows nothing '
        "down, shortens no run and stops no belt."
    )
    if plan.entry.weeks_since_birth is not None or plan.entry.also or plan.warning:
        yield "It does not say who may begin, nor what the plan warns of."
    yield (
        "It goes to no next level: how often a level is done, the days of rest and what is at "
        "most done in a week are not in it."
    )
    yield (
        "It sets no belt. Its steps begin with the change of speed; Reprise counts each interval "
        "from the moment at which its speed is reached, so there the session lasts longer."
    )
    runs = (each.duration for each in program.segments if each.gait is Gait.RUN)
    if max(runs, default=0) > program.reminder:
        yield "It does not remind of the symptom key in a long run."
    yield from _of_the_line(plan, workout)


def _of_the_line(plan: Plan, workout: Workout) -> Iterator[str]:
    """Yield what a watch makes of the intervals themselves."""
    if any(isinstance(each.amount, Distance) for each in workout.stages):
        yield (
            "A distance is measured by the watch; Reprise makes a time of it, at the speed chosen "
            "before the start."
        )
    if any(plan.speeds[each.pace].least == plan.speeds[each.pace].most for each in workout.stages):
        yield (
            "A watch wants a range of speed: where the plan has but one speed, the file has "
            f"{print_speed(MARGIN)} to either side of it."
        )
    if workout.written_out:
        yield "A repeat within a repeat is written out, for few watches know nested ones."
    if any(not each.alike for each in workout.entries if isinstance(each, Rounds)):
        yield "What is said in a repeat is said in each of its rounds: the words of the first."
    if any(len(text.encode()) > LONGEST_TEXT for text in workout.texts):
        yield "A long text is cut: a field of the file has no more room."
    if len(workout.entries) > WATCH_STEPS:
        yield (
            f"It has more than {WATCH_STEPS} steps, and Garmin Connect is known to take no more: "
            "look at it there before you rely on it."
        )
