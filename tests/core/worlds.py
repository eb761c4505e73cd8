"""A small world around `step`: a belt, a clock that is an argument, and the guard beside them.

Everything a test needs to bring a session somewhere by real events, and to read what was said.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from typing import Final, Self, TypeVar

from controller import guard as gate
from controller.core.commands import (
    Command,
    ConsoleKey,
    Instruct,
    PauseBelt,
    SetSpeed,
    StartBelt,
    StopBelt,
)
from controller.core.events import (
    BeltReported,
    CadenceReported,
    DegreeGiven,
    Event,
    KeyPressed,
    LinkLost,
    NothingToNote,
    PausePressed,
    PlaceGiven,
    PlanGoesOn,
    ResumePressed,
    StartPressed,
    StopPressed,
    SymptomReported,
    TalkGiven,
    WhichGiven,
    Woke,
)
from controller.core.questions import Ask
from controller.core.state import Phase, SessionState, Setup, begin
from controller.core.step import step, wake_at
from controller.core.timeline import Gait, Program, Role, Segment
from plans.shelf import find_policy
from protocols.ftms import PAUSE, START, STOP, encode_target_speed
from protocols.units import MILLISECOND, SECOND, CentiKmh, Nanoseconds, SpeedRange

T = TypeVar("T")

FRAME: Final = 500 * MILLISECOND
WALK: Final = CentiKmh(500)
JOG: Final = CentiKmh(700)
RUN: Final = CentiKmh(800)
CAP: Final = CentiKmh(1000)


policy_of: Final = cache(find_policy)
"""A bundled policy by its id, read once."""


def seconds(count: float) -> Nanoseconds:
    """Return a span."""
    return Nanoseconds(int(count * SECOND))


def _segment(gait: Gait, role: Role, length: float, *, asks: bool = False) -> Segment:
    return Segment(gait, role, seconds(length), WALK if gait is Gait.WALK else RUN, asks)


PROGRAM: Final = Program(
    (
        _segment(Gait.WALK, Role.WARM_UP, 180),
        _segment(Gait.RUN, Role.WORK, 30),
        _segment(Gait.WALK, Role.WORK, 90, asks=True),
        _segment(Gait.RUN, Role.WORK, 30),
        _segment(Gait.WALK, Role.COOL_DOWN, 120),
    ),
    WALK,
)
SETUP: Final = Setup(
    program=PROGRAM,
    policy=policy_of("cautious"),
    speed_range=SpeedRange(CentiKmh(100), CentiKmh(1600), CentiKmh(10)),
    cap=CAP,
    start_delay=seconds(15),
)
WELL: Final[dict[Ask, Event]] = {
    Ask.ANYTHING: NothingToNote(),
    Ask.WHERE: PlaceGiven("unsure"),
    Ask.WHICH: WhichGiven("unsure"),
    Ask.STILL_THERE: DegreeGiven(0),
    Ask.TALK: TalkGiven(0),
    Ask.CONSOLE: PlanGoesOn(),
}
"""The answers of somebody who has nothing to tell, or cannot say where it is."""
_START_KEYS: Final = (StartPressed, ResumePressed)
_OTHER_KEYS: Final = (StopPressed, PausePressed, KeyPressed, NothingToNote, SymptomReported)


@dataclass
class World:
    """A session, its belt, the guard, and everything that was said, with its moment."""

    setup: Setup = SETUP
    state: SessionState = field(default_factory=lambda: begin(SETUP))
    now: Nanoseconds = Nanoseconds(0)
    said: list[tuple[Nanoseconds, Command]] = field(default_factory=list)
    refused: list[tuple[Command, str]] = field(default_factory=list)
    speed: int = 0
    target: int = 0
    lag: Nanoseconds = field(default_factory=lambda: seconds(2))
    """From Start to the first motion."""
    starts_at: Nanoseconds | None = None
    deaf: bool = False
    """The belt does nothing that it is asked to do."""
    follows: bool = True
    """Somebody presses what a session in manual mode says."""
    silent: bool = False
    """No frame comes."""
    claims_zero: bool = False
    """The frames say 0 whatever the belt does."""
    clocked: bool = False
    """The frames carry the machine's elapsed time, which runs while the belt does."""
    worked: int = 0
    steps: int | None = None
    """What a cadence sensor counts while the belt moves, once a second; None: there is none."""
    worn: bool = False
    """It is on a foot, and not the treadmill's own."""
    next_frame: int = FRAME
    told_to_wake_at: Nanoseconds | None = None
    """What the last step said of it."""
    guard: gate.Guard = field(default_factory=lambda: gate.Guard(CentiKmh(100), CAP))
    _asked: SessionState | None = None
    _wake: Nanoseconds | None = None

    @property
    def phase(self) -> Phase:
        """Where the session stands."""
        return self.state.phase

    @property
    def wake(self) -> Nanoseconds | None:
        """When the session wants to be woken; asked again only where its state has changed."""
        if self._asked is not self.state:
            self._asked, self._wake = self.state, wake_at(self.state)
        return self._wake

    def copy(self) -> Self:
        """Return a world that goes on from here without this one: all but the lists is frozen."""
        return replace(self, said=[*self.said], refused=[*self.refused])

    def tell(self, event: Event) -> tuple[Command, ...]:
        """Let something happen now, and let belt and guard take what is said in answer."""
        if isinstance(event, LinkLost):
            self.guard = gate.seal(self.guard)
        elif isinstance(event, BeltReported):
            self.guard = gate.see(self.guard, event.speed, self.now)
        elif isinstance(event, _START_KEYS):
            self.guard = gate.permit_start(self.guard, self.now)
        elif isinstance(event, _OTHER_KEYS):
            self.guard = gate.withdraw_start(self.guard)
        self.state, commands, self.told_to_wake_at = step(self.state, event, self.now)
        self._asked, self._wake = self.state, self.told_to_wake_at
        for command in commands:
            self.said.append((self.now, command))
            self._carry_out(command)
        return commands

    def frame(self) -> tuple[Command, ...]:
        """Let one frame of telemetry come now."""
        shown = 0 if self.claims_zero else self.speed
        return self.tell(BeltReported(CentiKmh(shown), self.worked // 2 if self.clocked else None))

    def run(self, length: float) -> World:
        """Let time go by, with a frame every half second and every wake that is asked for."""
        until = self.now + seconds(length)
        while True:
            wake = self.wake
            due = min(self.next_frame, until if wake is None else wake)
            if due > until:
                break
            self.now = Nanoseconds(max(self.now, due))
            if self.now >= self.next_frame:
                self._move()
                self.next_frame += FRAME
                if not self.silent:
                    self.frame()
                    if self.steps is not None and self.now % SECOND == 0:
                        self.tell(CadenceReported(self.steps if self.speed else 0, self.worn))
                    continue
            if wake is None and self.now >= until:
                break
            self.tell(Woke())
        self.now = Nanoseconds(until)
        return self

    def until(self, phase: Phase, limit: float = 2000) -> World:
        """Let time go by until the session is in a phase."""
        for _ in range(int(limit * 10)):
            if self.phase is phase:
                return self
            self.run(0.1)
        raise AssertionError(f"{phase} was not reached from {self.phase}")

    def heard(self, kind: type[T]) -> list[tuple[Nanoseconds, T]]:
        """Return what was said of one kind, with its moments."""
        return [(when, each) for when, each in self.said if isinstance(each, kind)]

    def forget(self) -> World:
        """Listen afresh."""
        self.said.clear()
        return self

    def _move(self) -> None:
        if self.starts_at is not None and self.now >= self.starts_at:
            self.starts_at, self.speed, self.target = None, 100, 100
        elif not self.deaf:
            self.speed += max(-100, min(100, self.target - self.speed))
        self.worked += self.speed > 0

    def _press(self, told: Instruct) -> None:
        if told.key is ConsoleKey.START:
            self.starts_at = Nanoseconds(self.now + self.lag)
        elif told.key is ConsoleKey.STOP:
            self.target, self.starts_at = 0, None
        else:
            self.target = told.speed or 0

    def _carry_out(self, command: Command) -> None:
        if isinstance(command, Instruct) and self.follows:
            self._press(command)
        data = as_bytes(command)
        if data is None:
            return
        if isinstance(command, StopBelt) and command.final:
            self.guard = gate.seal(self.guard)
        self.guard, verdict = gate.judge(self.guard, data, self.now)
        if not verdict.admitted:
            self.refused.append((command, verdict.why))
            return
        match command:
            case StartBelt():
                self.starts_at = Nanoseconds(self.now + self.lag)
            case SetSpeed(speed):
                self.target = speed
            case _:
                self.target, self.starts_at = 0, None


def as_bytes(command: Command) -> bytes | None:
    """Return the bytes of a command as the engine writes them; None for what is only said."""
    match command:
        case StartBelt():
            return START
        case SetSpeed(speed):
            return encode_target_speed(speed)
        case StopBelt():
            return STOP
        case PauseBelt():
            return PAUSE
        case _:
            return None


def world(**changes: object) -> World:
    """Return a connected world whose belt has been seen to stand."""
    made = World()
    for name, value in changes.items():
        setattr(made, name, value)
    return made.run(2)


def with_program(*segments: Segment) -> World:
    """Return a world with another timeline."""
    setup = replace(SETUP, program=Program(segments, WALK))
    return World(setup=setup, state=begin(setup)).run(2)


def started(made: World | None = None) -> World:
    """Return a world whose belt has just begun to move."""
    made = made or world()
    made.tell(StartPressed())
    return made.until(Phase.RUNNING, 30)


def arrived(index: int, setup: Setup = SETUP) -> World:
    """Return a world in which that segment counts; it is walked to once and copied from then on."""
    return _arrived(index, setup).copy()


@cache
def _arrived(index: int, setup: Setup) -> World:
    return at_segment(index, bring(Phase.STILL, setup))


def at_segment(index: int, made: World) -> World:
    """Return this world when that segment counts."""
    made = started(made)
    for _ in range(20_000):
        progress = made.state.progress
        if progress.index == index and progress.count_from is not None:
            return made
        if made.state.asking.question is not None:
            well(made)
        made.run(0.1)
    raise AssertionError(f"segment {index} was not reached")


def well(made: World) -> World:
    """Answer whatever is open, and what follows from it, as somebody with nothing to tell."""
    while (question := made.state.asking.question) is not None:
        made.run(1).tell(WELL[question.ask])
    return made


def bring(phase: Phase, setup: Setup = SETUP) -> World:
    """Bring a session into a phase by real events; once, and copied from then on."""
    return _brought(phase, setup).copy()


@cache
def _brought(phase: Phase, setup: Setup) -> World:  # noqa: C901  # one arm for each phase
    match phase:
        case Phase.STILL:
            made = world(setup=setup, state=begin(setup))
        case Phase.COUNTDOWN:
            made = bring(Phase.STILL, setup)
            made.tell(StartPressed())
            made.run(1)
        case Phase.STARTING:
            made = bring(Phase.STILL, setup)
            made.tell(StartPressed())
            made.until(Phase.STARTING, 30)
        case Phase.RUNNING:
            made = arrived(1, setup)
        case Phase.WALKING_OUT:
            made = bring(Phase.RUNNING, setup)
            made.tell(SymptomReported("fatigue", 2))
            made.run(0.1)
        case Phase.STOPPING:
            made = bring(Phase.RUNNING, setup)
            made.tell(StopPressed("the stop key"))
        case Phase.PAUSED:
            made = bring(Phase.RUNNING, setup)
            made.tell(PausePressed())
            made.until(Phase.PAUSED, 60)
        case Phase.UNKNOWN:
            made = bring(Phase.RUNNING, setup)
            made.tell(LinkLost("out of range"))
        case Phase.ENDED:
            made = bring(Phase.STOPPING, setup).until(Phase.ENDED, 60)
    if made.phase is not phase:
        raise AssertionError(f"{made.phase} instead of {phase}")
    return made.forget()
