"""What a belt does in a session on one treadmill, moment by moment: its speed as a curve of time.

A segment counts from the moment at which its speed is seen, and the steps that lead there are the
controller's own. So the session is not drawn, it is rehearsed: by the very core that will drive
the belt, on a belt that is known by a few numbers. Nothing of the core's rules is told twice.
The runner has nothing to note, and says so some seconds after each question.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from controller.core import numbers
from controller.core.commands import Command, SetSpeed, StartBelt, StopBelt
from controller.core.events import BeltReported, Event, NothingToNote, StartPressed, TalkGiven, Woke
from controller.core.known import UNKNOWN_MACHINE, MachineKnown
from controller.core.questions import Ask
from controller.core.state import Outcome, Phase, SessionState, Setup, begin
from controller.core.step import step
from controller.core.timeline import JOG_FLOOR, Program
from protocols.units import SECOND, CentiKmh, Nanoseconds, SpeedRange

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from controller.core.policy import Policy

_ANSWERED_AFTER: Final = Nanoseconds(3 * SECOND)
"""From a question to its answer: a line to read and a key to find, while walking (assumed)."""
_SHORTEST_PERIOD: Final = Nanoseconds(SECOND // 10)
"""A machine that sends more often is heard so often: the belt's curve is the same."""
_TO_START: Final = Nanoseconds(60 * SECOND)
"""A belt that could not be started by then, as it sends too rarely, never will be."""


class Ramps(NamedTuple):
    """How a treadmill follows what it is asked for."""

    speeds: SpeedRange
    acceleration: CentiKmh
    """0.01 km/h per second, like ``deceleration``; both are positive."""
    deceleration: CentiKmh
    lag: Nanoseconds
    """From a target, or a stop, to the moment at which the belt begins to follow."""
    start: Nanoseconds
    """From Start to the first motion."""
    period: Nanoseconds
    """Between two reports of its speed."""
    reports_target: bool = False
    """It reports what it makes for, and not what its belt does."""
    known: MachineKnown = UNKNOWN_MACHINE
    """What a session on it goes by."""


class Timeline(NamedTuple):
    """The belt's speed from its first motion until it stands; straight between two points."""

    t: NDArray[np.float64]
    """Seconds, rising, from the first motion."""
    v: NDArray[np.float64]
    """km/h at each of them."""
    segment: NDArray[np.int64]
    """The index of the program's segment that begins, or goes on, at each of them; behind the last
    one, on the way to a stop, the number of segments."""
    asked: tuple[float, ...]
    """When a question is put, in seconds."""
    unfinished: str
    """Why the session cannot be done to its end on this treadmill; empty as a rule."""

    @property
    def seconds(self) -> float:
        """How long the belt moves."""
        return float(self.t[-1])

    @property
    def metres(self) -> float:
        """How far the belt runs."""
        return float(np.trapezoid(self.v, self.t) / 3.6)

    def seconds_at(self, speed: CentiKmh = JOG_FLOOR) -> float:
        """Return how long the belt is at this speed or faster; without more, at a jog's."""
        over = self.v - speed / 100
        first, last = over[:-1], over[1:]
        high, low = np.maximum(first, last), np.minimum(first, last)
        # The part of a straight line that lies above zero; a level one is all or nothing.
        steep = np.where(high > low, high - low, 1.0)
        part = np.where(low >= 0, 1.0, np.maximum(high, 0.0) / steep)
        return float(np.sum(part * np.diff(self.t)))

    def speed_at(self, seconds: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
        """Return the speed at some moments, in km/h."""
        speeds: NDArray[np.float64] = np.interp(seconds, self.t, self.v)
        return speeds


class _Turn(NamedTuple):
    """From here on the belt makes for another speed."""

    at: Nanoseconds
    speed: int
    """When it turns, in 10^-9 of 0.01 km/h: a rate times nanoseconds, so that nothing is lost."""
    target: CentiKmh


class _Belt:
    """A belt that is known by its ramps."""

    def __init__(self, ramps: Ramps) -> None:
        self._ramps = ramps
        self.turns = [_Turn(Nanoseconds(0), 0, CentiKmh(0))]

    def obey(self, command: Command, now: Nanoseconds) -> None:
        match command:
            case StartBelt():
                self._turn(now + self._ramps.start, self._ramps.speeds.minimum)
            case SetSpeed(speed):
                self._turn(now + self._ramps.lag, speed)
            case StopBelt():
                self._turn(now + self._ramps.lag, CentiKmh(0))
            case _:
                pass

    def _turn(self, at: int, target: CentiKmh) -> None:
        moment = Nanoseconds(at)
        self.turns.append(_Turn(moment, self._speed(self.turns[-1], moment), target))

    def reported(self, now: Nanoseconds) -> CentiKmh:
        turn = next(each for each in reversed(self.turns) if each.at <= now)
        if self._ramps.reports_target:
            return turn.target
        return CentiKmh(-(-self._speed(turn, now) // SECOND))  # rounded up: 0 means that it stands

    def _rate(self, turn: _Turn) -> CentiKmh:
        up = turn.target * SECOND > turn.speed
        return self._ramps.acceleration if up else self._ramps.deceleration

    def _speed(self, turn: _Turn, now: Nanoseconds) -> int:
        gone, target = (now - turn.at) * self._rate(turn), turn.target * SECOND
        if target > turn.speed:
            return min(target, turn.speed + gone)
        return max(target, turn.speed - gone)

    def points(self) -> list[tuple[float, float]]:
        """Return seconds and km/h wherever the curve bends; it ends where the belt stands."""
        found: list[tuple[float, float]] = []
        for turn, end in itertools.zip_longest(self.turns, (each.at for each in self.turns[1:])):
            found.append((turn.at / SECOND, turn.speed / SECOND / 100))
            gap = abs(turn.target * SECOND - turn.speed)
            arrives = turn.at + gap / self._rate(turn)
            if gap and (end is None or arrives < end):
                found.append((arrives / SECOND, turn.target / 100))
        return found


class _Rehearsal:
    """One session: the core, the belt, and whoever answers."""

    def __init__(self, program: Program, policy: Policy, ramps: Ramps) -> None:
        self._ramps = ramps
        cap = numbers.USER_CAP
        delay = Nanoseconds(max(numbers.START_DELAY, ramps.start + 2 * ramps.period))
        setup = Setup(program, policy, ramps.speeds, cap, delay, known=ramps.known)
        self.state: SessionState = begin(setup)
        self.belt = _Belt(ramps)
        self._now = Nanoseconds(0)
        self._wake: Nanoseconds | None = None
        self.entered: list[Nanoseconds] = []
        self.asked: list[Nanoseconds] = []

    def play(self) -> None:
        """Go on from event to event until the belt was seen to stand at the end."""
        period = max(self._ramps.period, _SHORTEST_PERIOD)
        frame = period
        while self.state.phase is not Phase.ENDED and not self.waits_for_ever:
            answer = self.asked[-1] + _ANSWERED_AFTER if self._question else None
            due = min(each for each in (frame, self._wake, answer) if each is not None)
            self._now = Nanoseconds(max(self._now, due))
            if due == self._wake:
                self._tell(Woke())
            elif due == frame:
                frame = Nanoseconds(frame + period)
                self._tell(BeltReported(self.belt.reported(self._now), None))
                if self.state.phase is Phase.STILL:
                    self._tell(StartPressed())
            else:
                talks = self._question is Ask.TALK
                self._tell(TalkGiven(0) if talks else NothingToNote())

    @property
    def waits_for_ever(self) -> bool:
        """Whether the belt will not be started any more."""
        return self.state.phase is Phase.STILL and self._now > _TO_START

    @property
    def _question(self) -> Ask | None:
        question = self.state.asking.question
        return None if question is None else question.ask

    def _tell(self, event: Event) -> None:
        before = self._question
        self.state, commands, self._wake = step(self.state, event, self._now)
        for command in commands:
            self.belt.obey(command, self._now)
        if self._question not in (None, before):
            self.asked.append(self._now)
        while self.state.phase in _PLANNED and len(self.entered) <= self.state.progress.index:
            self.entered.append(self._now)


_PLANNED: Final = (Phase.RUNNING, Phase.STOPPING)


def rehearse(program: Program, policy: Policy, ramps: Ramps) -> Timeline:
    """Return what the belt does when a session is done on a treadmill, with nothing to note.

    Args:
        program: the session.
        policy: what goes with it; it asks its questions.
        ramps: the treadmill.
    """
    rehearsal = _Rehearsal(program, policy, ramps)
    rehearsal.play()
    # The belt's first turn is its standing still, its second the start.
    moves = rehearsal.belt.turns[1].at / SECOND if len(rehearsal.belt.turns) > 1 else 0.0
    points = np.array([each for each in rehearsal.belt.points() if each[0] >= moves])
    entered = np.array([each / SECOND - moves for each in rehearsal.entered])
    # A segment at the speed of the one before it bends nothing, and has its point all the same.
    t = np.union1d(points[:, 0] - moves, entered)
    v = np.interp(t, points[:, 0] - moves, points[:, 1])
    ended = rehearsal.state.ended
    done = ended is not None and ended.outcome is Outcome.COMPLETED
    why = "it sends its speed too rarely to be started" if ended is None else ended.because
    return Timeline(
        t=t,
        v=v,
        segment=np.maximum(np.searchsorted(entered, t, side="right") - 1, 0),
        asked=tuple(each / SECOND - moves for each in rehearsal.asked),
        unfinished="" if done else why,
    )
