"""The state of a session.

Rule 1: everything that the session will do next lives in this file's values; nothing else
remembers anything.
Rule 2: a phase changes only along `TRANSITIONS`; any other change is our bug, and a bug stops
the belt.
Rule 3: nothing here is ever mutated. A step makes a new value or returns the very same one.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum, IntEnum, unique
from typing import Final

from controller.core import numbers
from controller.core.accepted import Accepted
from controller.core.afterwards import Notes
from controller.core.belt import BeltSeen
from controller.core.ceilings import Ceiling, Ceilings
from controller.core.gait import GaitSeen
from controller.core.judge import Reported
from controller.core.known import MachineKnown
from controller.core.policy import Policy
from controller.core.questions import Asking
from controller.core.targets import Drive, Notice, Obeys
from controller.core.timeline import Program, Segment
from controller.words.later import tr_later
from protocols.units import CentiKmh, Nanoseconds, SpeedRange


@unique
class Phase(Enum):
    """Where a session stands, and what is permitted there."""

    STILL = "still"
    """Connected, the belt at rest, nothing asked. Permitted: the start key. Nothing is sent."""
    COUNTDOWN = "countdown"
    """Ten seconds to a start that a person asked for. Permitted: calling it off with any key."""
    STARTING = "starting"
    """Start was sent and no motion was seen. Permitted: waiting, stopping. No target goes out."""
    RUNNING = "running"
    """The belt obeys the plan, under every ceiling."""
    WALKING_OUT = "walking out"
    """As running, but at walking speed to the end: there is no way back to a run."""
    STOPPING = "stopping"
    """The belt is being brought to a stop. Permitted: lower targets, 08 01, and 08 02 last."""
    PAUSED = "paused"
    """The runner paused and the belt is still. Permitted: going on by a key, with a countdown."""
    UNKNOWN = "unknown"
    """A stop is wanted and nothing tells whether it works. Permitted: 08 01 again and again."""
    ENDED = "ended"
    """Terminal. Nothing here may ask for motion; another run is another session."""

    __hash__ = object.__hash__  # each is one object; Enum's own hashes the name, in Python


TRANSITIONS: Final[dict[Phase, frozenset[Phase]]] = {
    Phase.STILL: frozenset({Phase.COUNTDOWN, Phase.STOPPING, Phase.UNKNOWN, Phase.ENDED}),
    Phase.COUNTDOWN: frozenset(
        {
            Phase.STILL,
            Phase.PAUSED,
            Phase.STARTING,
            Phase.STOPPING,
            Phase.UNKNOWN,
            Phase.ENDED,
        }
    ),
    Phase.STARTING: frozenset({Phase.RUNNING, Phase.WALKING_OUT, Phase.STOPPING, Phase.UNKNOWN}),
    Phase.RUNNING: frozenset({Phase.WALKING_OUT, Phase.STOPPING, Phase.UNKNOWN}),
    Phase.WALKING_OUT: frozenset({Phase.STOPPING, Phase.UNKNOWN}),
    Phase.STOPPING: frozenset({Phase.PAUSED, Phase.UNKNOWN, Phase.ENDED}),
    Phase.PAUSED: frozenset({Phase.COUNTDOWN, Phase.STOPPING, Phase.UNKNOWN}),
    Phase.UNKNOWN: frozenset({Phase.STOPPING, Phase.ENDED}),
    Phase.ENDED: frozenset(),
}

DRIVEN: Final = frozenset({Phase.RUNNING, Phase.WALKING_OUT})
"""The phases in which the belt follows the timeline."""
MOVING: Final = DRIVEN | {Phase.STARTING}
"""The phases in which a pause means something."""


@unique
class Outcome(IntEnum):
    """How a session ended, from mild to grave; the graver of two is kept."""

    COMPLETED = 0
    """The whole timeline was done."""
    REFUSED = 1
    """It never began: somebody else's belt was moving, or nobody was there. Nothing was sent."""
    WALKED_OUT = 2
    """A rule ended the running; the rest was walked."""
    STOPPED = 3
    """The belt was brought to a stop before the end."""
    LINK_LOST = 4
    """The radio link was lost while the belt may have moved."""
    STOPPED_AND_REFER = 5
    """Stopped, and a clinician has to be seen before another session."""
    UNKNOWN = 6
    """Whether the belt stands was never confirmed."""


@unique
class Cause(Enum):
    """Who or what ended the session."""

    PLAN = "the plan was done"
    RUNNER = "the runner"
    MACHINE = "somebody at the treadmill"
    RULE = "a rule"
    FAULT = "a fault"


@unique
class Control(Enum):
    """What a treadmill can be asked for. In anything but `FULL` the runner presses its keys."""

    FULL = "full"
    """A start, targets and a stop."""
    STOP_ONLY = "stop only"
    """A stop, and nothing else."""
    NONE = "none"
    """Nothing: it has no control point."""


@dataclass(frozen=True, slots=True)
class Setup:
    """What is fixed before the session begins."""

    program: Program
    policy: Policy
    speed_range: SpeedRange
    cap: CentiKmh
    """The highest speed set for this runner."""
    start_delay: Nanoseconds
    """The longest that this machine may take from Start to motion."""
    drill: bool = False
    """The stop is tried before anything else: it was never seen to work on this machine."""
    control: Control = Control.FULL
    known: MachineKnown = field(default_factory=MachineKnown)
    accepted: Accepted = ()
    """What a clinician has accepted of this runner."""

    @property
    def manual(self) -> bool:
        """Reprise says what to press, the runner presses (`controller.core.by_hand`)."""
        return self.control is not Control.FULL

    @property
    def tolerance(self) -> CentiKmh:
        """How near the reported speed must be to count as the one asked for: a grid step."""
        least = numbers.HAND_TOLERANCE if self.manual else 10
        return CentiKmh(max(self.speed_range.increment, least))


@dataclass(frozen=True, slots=True)
class Contact:
    """Who can be reached."""

    link: bool = True
    """The radio link is there."""
    operator: bool = True
    """Somebody can reach the session."""
    keys: bool = True
    """Keys reach the front end."""
    walk_at: Nanoseconds | None = None
    """Keys have not arrived for so long that a run becomes a walk then."""
    battery: bool = True
    """The computer's battery will last."""
    must_go: bool = False
    """It was told to go: it waits for nothing once the belt is seen to stand."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Where in the timeline the session is."""

    index: int = 0
    """Of the program's segment; their number when all are done."""
    detour: Segment | None = None
    """A walk that is not in the program, done before segment ``index`` begins."""
    count_from: Nanoseconds | None = None
    """The moment its speed was reached; counting begins there."""
    count_anyway_at: Nanoseconds = Nanoseconds(0)
    """Counting begins here even if the speed was not reached."""
    ran_from: Nanoseconds | None = None
    """In a run: since when the belt has been seen to be as fast as one."""
    bout: Nanoseconds = Nanoseconds(0)
    """What was run of it before that; a belt can be slow in between."""
    questioned: bool = False
    """The present walk has asked."""
    ran: Nanoseconds = Nanoseconds(0)
    """Running time of the bouts behind us, and of the cut part of this one."""
    cut: int = 0
    """How many runs were ended before their time."""
    last_bout: Nanoseconds = Nanoseconds(0)
    """How long the last run lasted, or the present one until it was cut."""


@dataclass(frozen=True, slots=True)
class WalkOut:
    """The running is over for this session."""

    because: str
    stop_at: Nanoseconds | None = None
    """When the walk itself ends in a stop and a referral."""
    cause: Cause = Cause.RULE


@dataclass(frozen=True, slots=True)
class RunsLeft:
    """What is left of the runs to come; it only ever becomes less."""

    longest: Nanoseconds | None = None
    """No run lasts longer than this (I4)."""
    percent: int = 100
    """Of the length that was planned (I8)."""


@dataclass(frozen=True, slots=True)
class StopPlan:
    """A stop that was asked for and is not yet confirmed."""

    because: str
    cause: Cause
    outcome: Outcome
    resumable: bool
    """It is a pause: a key of hers may go on from it."""
    begun_at: Nanoseconds
    """When it was first meant, whatever has become of the link since."""
    asked_at: Nanoseconds
    """When it was asked for, or last became possible again: the link came back."""
    ramp_until: Nanoseconds | None
    """While set, the belt is led down by targets; 08 01 goes out at this moment at the latest."""
    lowest: CentiKmh
    """The lowest speed seen since the stop was asked for."""
    progress_at: Nanoseconds
    """When the belt was last seen to become slower."""
    rung: int = 0
    """How often the ladder has acted."""
    acted_at: Nanoseconds = Nanoseconds(0)
    """When it last did."""
    disobeys: bool = False
    """It has been said that the belt does not obey."""
    once: bool = False
    """The belt was started at its console: it is asked once, and then the console has it."""
    announced: Nanoseconds | None = None
    """When the stop goes out that was announced at the link's return."""
    told_at: Nanoseconds | None = None
    """When the runner was last told to press the treadmill's stop (manual mode)."""

    @property
    def waits(self) -> bool:
        """Nothing was sent: the link is gone, and nobody but its loss asks for a stop."""
        return self.rung == 0 and self.ramp_until is None


@dataclass(frozen=True, slots=True)
class Ended:
    """How it ended."""

    outcome: Outcome
    cause: Cause
    because: str
    confirmed: bool
    """Telemetry showed that the belt stands."""
    watch_until: Nanoseconds | None
    """Until then the belt is watched; None when the session is over altogether."""
    resent_at: Nanoseconds
    """When a stop was last sent, 0 if none could be; of a session that was refused, its end."""
    console: bool = False
    """The belt was started at its console, was asked once to stop, and is the console's now."""
    waits: bool = False
    """As in the `StopPlan` that led here: the first stop after it is announced."""
    announced: Nanoseconds | None = None
    told_at: Nanoseconds | None = None
    """As in the `StopPlan`."""
    notes: Notes | None = None
    """What may still be told, standing; None: nothing is listened for."""


@dataclass(frozen=True, slots=True)
class Course:
    """What has come up on the way and is still open."""

    started_at: Nanoseconds | None = None
    """When a Start was last sent."""
    moved: bool = False
    """Motion was seen since then."""
    paused_at: Nanoseconds | None = None
    """When the pause began that is not gone on from; None: there is none."""
    notice: Notice | None = None
    walk_out: WalkOut | None = None
    reports: tuple[Reported, ...] = ()
    runs: RunsLeft = field(default_factory=RunsLeft)
    alarm: str | None = None
    """Why it stands, in words; None: it does not."""
    walk_asked: bool = False
    """The walk key was pressed: pressed again in this walk, it is a walk to the end."""
    stop_seen: bool = False
    """A moving belt was brought to stand by our 08 01 in this session."""
    unwell: bool = False
    """The unwell key was pressed, whatever had asked for a stop before."""
    signs: str = ""
    """Which signs there were behind the unwell key (`controller.core.notes.SIGNS`)."""


@dataclass(frozen=True, slots=True)
class SessionState:
    """All of a session."""

    setup: Setup
    phase: Phase
    since: Nanoseconds
    """When the phase was entered."""
    ceilings: Ceilings
    contact: Contact = field(default_factory=Contact)
    belt: BeltSeen = field(default_factory=BeltSeen)
    drive: Drive = field(default_factory=Drive)
    progress: Progress = field(default_factory=Progress)
    course: Course = field(default_factory=Course)
    asking: Asking = field(default_factory=Asking)
    gait: GaitSeen = field(default_factory=GaitSeen)
    obeys: Obeys = field(default_factory=Obeys)
    stop: StopPlan | None = None
    """The stop under way, in `STOPPING` and `UNKNOWN`; else None."""
    ended: Ended | None = None
    """In `ENDED`; else None."""

    def sensed(self, belt: BeltSeen, gait: GaitSeen) -> SessionState:
        """Return it after one frame of a sensor.

        `replace` takes four times as long, and names a quarter more: this is done so often.
        """
        return SessionState(
            self.setup,
            self.phase,
            self.since,
            self.ceilings,
            self.contact,
            belt,
            self.drive,
            self.progress,
            self.course,
            self.asking,
            gait,
            self.obeys,
            self.stop,
            self.ended,
        )


def begin(setup: Setup) -> SessionState:
    """Return the state of a session that has just been connected."""
    machine = Ceiling(setup.speed_range.maximum, tr_later("the treadmill's highest speed"))
    return SessionState(
        setup=setup,
        phase=Phase.STILL,
        since=Nanoseconds(0),
        ceilings=Ceilings((machine,)).lowered(
            setup.cap, tr_later("the highest speed set for this runner")
        ),
    )


def enter(state: SessionState, phase: Phase, now: Nanoseconds) -> SessionState:
    """Return the state in another phase.

    Raises:
        ValueError: `TRANSITIONS` does not lead there; the caller is wrong (our bug).
    """
    if phase not in TRANSITIONS[state.phase]:
        raise ValueError(f"no way from {state.phase.value} to {phase.value}")
    return replace(state, phase=phase, since=now)


def segment(state: SessionState) -> Segment | None:
    """Return the segment that the session is in, or None behind the last one."""
    progress = state.progress
    if progress.detour is not None:
        return progress.detour
    segments = state.setup.program.segments
    return segments[progress.index] if progress.index < len(segments) else None
