"""What can happen to a session: every event that `step` takes.

An event is a fact with its values in wire units. The moment at which it happened is not part of
it: that is the argument ``now``.
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from controller.words.later import tr_later
from protocols.units import CentiKmh


class Woke(NamedTuple):
    """The moment that `wake_at` asked for has come."""


class BeltReported(NamedTuple):
    """The treadmill sent its data."""

    speed: CentiKmh
    elapsed: int | None
    """The machine's own elapsed time in seconds, if it reports one."""


class CadenceReported(NamedTuple):
    """A cadence sensor sent its data."""

    per_minute: int
    """Of whatever it counts (`controller.core.cadence`)."""
    worn: bool = False
    """It is on a foot, and not the treadmill's own."""


class Console(Enum):
    """Who stopped the belt at the machine itself."""

    STOP = tr_later("the treadmill's own stop")
    SAFETY_KEY = tr_later("the safety key")


class MachineStopped(NamedTuple):
    """The treadmill says that it was stopped at its console."""

    by: Console


class ControlLost(NamedTuple):
    """The treadmill says that this program may not control it any more."""


class StartRefused(NamedTuple):
    """The treadmill answered the Start with anything but success."""

    answer: str
    """Its result in words."""


class SlowingRefused(NamedTuple):
    """The treadmill answered a lower target with neither success nor a want of control."""

    answer: str
    """Its result in words."""


class FasterSent(NamedTuple):
    """The last faster target leaves now: it may have waited for an answer or for a busy radio."""


class FasterRefused(NamedTuple):
    """The last faster target does not leave: the guard refuses it, or it has waited too long."""

    standing: CentiKmh | None
    """The last target that did, since the belt was started; None: none has."""


class WriteStalled(NamedTuple):
    """A write to the treadmill has been pending for 1 s (H11)."""


class WriteReturned(NamedTuple):
    """A write that had stalled has returned after all."""


class LinkLost(NamedTuple):
    """The radio link is gone. The belt is assumed to move on."""

    because: str


class LinkRestored(NamedTuple):
    """The radio link is back. It may be used to stop, and for nothing else."""


class OperatorLost(NamedTuple):
    """Nobody can reach the session any more: no lease, or the end of the pipe."""

    because: str


class TakenOver(NamedTuple):
    """The controller that drove the belt is dead or hung. This one is to stop the belt."""

    because: str


class TimeJumped(NamedTuple):
    """More time went by than was counted: the computer slept."""

    seconds: int
    """How much more."""


class MustStop(NamedTuple):
    """The process is told to go, or the computer goes to sleep: stop while it can be done."""

    because: str


class KeysLost(NamedTuple):
    """Keys do not reach the front end: another window is in front, or the screen is locked."""


class KeysBack(NamedTuple):
    """Keys arrive again."""


class BatteryRead(NamedTuple):
    """What the computer's battery says."""

    too_low: bool
    """It would not last: no start."""


class StopPressed(NamedTuple):
    """The stop key, or anything that counts as one (a signal)."""

    because: str
    """In words: which key, or which signal."""


class StartPressed(NamedTuple):
    """The explicit start key."""


class PausePressed(NamedTuple):
    """The pause key."""


class ResumePressed(NamedTuple):
    """The key that goes on after a pause."""


class KeyPressed(NamedTuple):
    """Any other key: during the countdown it calls the start off."""


class SomethingWrong(NamedTuple):
    """The symptom key: from a run walk first, then ask; in a walk ask at once."""


class Unwell(NamedTuple):
    """The unwell key: the belt comes down by the symptom ramp, and a clinician has to be seen."""


class WalkPressed(NamedTuple):
    """The walk key: walk now; once more: walk to the end."""


class NothingToNote(NamedTuple):
    """The answer "nothing" to the symptom question."""


class StrengthGiven(NamedTuple):
    """The first half of an answer: 1 a little, 2 clear, 3 strong, 4 too much."""

    strength: int


class PlaceGiven(NamedTuple):
    """The second half: the id of one of the policy's places."""

    place: str


class WhichGiven(NamedTuple):
    """The third: the id of one of the place's symptoms; any other: not sure."""

    symptom: str


class DegreeGiven(NamedTuple):
    """The answer to "still there?" (`controller.core.questions.Degree`)."""

    degree: int


class TalkGiven(NamedTuple):
    """The answer to the talk test (`controller.core.questions.Talk`)."""

    talk: int


class TakenBack(NamedTuple):
    """The last answer was wrong: it is asked for again."""


class SlowerPressed(NamedTuple):
    """The slower key: half a kilometre an hour less than the plan; below a jog it is a walk."""


class FasterPressed(NamedTuple):
    """The faster key: takes back some of what the slower key did, and nothing else."""


class PlanGoesOn(NamedTuple):
    """The answer to a belt that was made faster at its console: the plan goes on."""


class CoolDownPressed(NamedTuple):
    """The cool-down key: what is left of the work is not done."""


class SiteGiven(NamedTuple):
    """Standing, after the end: the exact site of a report; any other symptom: not sure."""

    report: int
    """The number of the report in the history."""
    symptom: str


class SignsGiven(NamedTuple):
    """Standing, after the unwell key: which signs there are."""

    choice: int
    """1 call now, 2 today, 3 something bulging, 0 it was pressed by mistake."""


class EndShown(NamedTuple):
    """Behind the end: a front end shows it and stays; she may be unwell, or take a note back."""


class SymptomReported(NamedTuple):
    """A symptom, told in answer to the question or at any other moment."""

    symptom: str
    """The id of one of the policy's."""
    value: int
    """On its own scale."""


Key = (
    StartPressed
    | PausePressed
    | ResumePressed
    | KeyPressed
    | SomethingWrong
    | Unwell
    | WalkPressed
    | NothingToNote
    | StrengthGiven
    | PlaceGiven
    | WhichGiven
    | DegreeGiven
    | TalkGiven
    | TakenBack
    | SlowerPressed
    | FasterPressed
    | PlanGoesOn
    | CoolDownPressed
    | SiteGiven
    | SignsGiven
    | EndShown
    | SymptomReported
)
"""A person's keys, but for the stop, which is no key among others."""

Happening = (
    Woke
    | BeltReported
    | CadenceReported
    | MachineStopped
    | ControlLost
    | StartRefused
    | SlowingRefused
    | FasterSent
    | FasterRefused
    | WriteStalled
    | WriteReturned
    | LinkLost
    | LinkRestored
    | OperatorLost
    | TakenOver
    | TimeJumped
    | MustStop
    | KeysLost
    | KeysBack
    | BatteryRead
)
"""What happens without a person's key."""

Event = Happening | Key | StopPressed
"""All that `controller.core.step.step` takes."""
