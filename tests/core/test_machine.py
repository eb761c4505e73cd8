"""Sessions at random, on belts that obey, are deaf, are silent or lie: what must hold always."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from controller import guard as gate
from controller.core.commands import Announce, Command, RaiseAlarm, SetSpeed, StartBelt, StopBelt
from controller.core.events import (
    BeltReported,
    CadenceReported,
    DegreeGiven,
    Event,
    FasterPressed,
    FasterRefused,
    FasterSent,
    LinkRestored,
    PausePressed,
    PlaceGiven,
    ResumePressed,
    SlowerPressed,
    StartPressed,
    StopPressed,
    StrengthGiven,
    SymptomReported,
    TalkGiven,
    Woke,
)
from controller.core.policy import Strength
from controller.core.state import Outcome, Phase, SessionState, begin, segment
from controller.core.step import wake_at
from controller.core.timeline import Gait, Program, Role, Segment
from protocols.units import CentiKmh, Nanoseconds, StepsPerMinute
from simulators.campaign.told import Place, may_rise
from tests.core.test_product import EVENTS
from tests.core.worlds import CAP, RUN, SETUP, WALK, World, as_bytes, policy_of, seconds, well

_OF_THE_LAST_STEP: Final = {"faster sent", "faster refused"}
"""What only the engine can know: told where it is so, see `the_last_step_up_has_waited`."""
_RARE: Final = [
    each
    for name, each in EVENTS.items()
    if name not in _OF_THE_LAST_STEP and not name.startswith("belt")
]
_GRAVE: Final = {
    *("console stop", "safety key", "start refused", "slowing refused", "link lost"),
    *("operator lost", "taken over", "time jumped", "must stop", "control lost", "stop", "unwell"),
    *("walk, refer", "symptom stop", "red flag", "pause", "write stalled"),
}
"""What ends most sessions: kept rare, or none would last until its second run."""
_GENTLE: Final = [
    each
    for name, each in EVENTS.items()
    if name not in _GRAVE | _OF_THE_LAST_STEP | {"belt stands"}
]
UP_KEY: Final = 20
"""What the faster key takes back at most, in hundredths of a kilometre an hour."""
_SELDOM: Final = st.integers(0, 5).map(lambda drawn: drawn == 0)


_SYMPTOMS: Final = [
    (entry.symptom.id, value)
    for entry in policy_of("standard").entries
    for value in range(entry.symptom.highest + 2)
]
_MILD: Final = [
    ("knee", 1), ("knee", 3), ("knee", 4), ("heaviness", 1), ("heaviness", 2), ("effort", 7),
    ("fear", 1), ("limp", 1), ("doming", 1), ("breast", 2), ("fatigue", 2),
]  # fmt: skip
_KEYS: Final = (
    *("nothing", "strength", "place", "which", "degree", "talk", "taken back", "plan goes on"),
    *("slower", "faster", "cool down", "something wrong"),
)
_ANSWERS: Final = [
    *(EVENTS[name] for name in _KEYS),
    *(StrengthGiven(1), StrengthGiven(3), PlaceGiven("leg"), DegreeGiven(0), TalkGiven(0)),
]


def _interval(gait: Gait, role: Role, length: float, speed: CentiKmh) -> Segment:
    return Segment(gait, role, seconds(length), speed, asks=gait is Gait.WALK)


_SHORT: Final = Program(
    (
        _interval(Gait.WALK, Role.WARM_UP, 20, WALK),
        *[
            each
            for _ in range(6)
            for each in (
                _interval(Gait.RUN, Role.WORK, 30, RUN),
                _interval(Gait.WALK, Role.WORK, 30, WALK),
            )
        ],
        _interval(Gait.WALK, Role.COOL_DOWN, 40, WALK),
    ),
    WALK,
)
"""So short that a story of thirty things that happen gets somewhere in it."""


@dataclass
class Watched(World):
    """A world that looks at every target in the very step in which it is asked for."""

    told: list[tuple[Strength, Place | None]] = field(default_factory=list)
    """What each symptom asked for, and where in the plan it was told."""
    before_step: tuple[gate.Guard, int] | None = None
    """Guard and target before the last step up, as long as nothing has been sent since."""

    def tell(self, event: Event) -> tuple[Command, ...]:
        """Let it happen, and hold what is said against what is left to this session."""
        before = self.state
        commands = super().tell(event)
        rises = [
            each.speed
            for each in commands
            if isinstance(each, SetSpeed) and each.speed > max(before.drive.commanded, WALK)
        ]
        self.told += [
            (Strength[each.action], _place_in(before))
            for each in self.state.course.reports[len(before.course.reports) :]
        ]
        for speed in rises:
            self._check_rise(speed)
        return commands

    def _carry_out(self, command: Command) -> None:
        if as_bytes(command) is not None:
            faster = isinstance(command, SetSpeed) and command.speed > self.target
            self.before_step = (self.guard, self.target) if faster else None
        super()._carry_out(command)

    def the_step_up_has_waited(self, *, refused: bool) -> bool:
        """Let the last step up leave only now, or not at all; return whether there was one."""
        if self.before_step is None:
            return False
        (before, target), self.before_step = self.before_step, None
        if refused and self.speed <= target:
            self.guard, self.target = before, target
            self.tell(FasterRefused(before.target))
        else:
            self.tell(FasterSent())
        return True

    def _check_rise(self, speed: CentiKmh) -> None:
        """Hold a target above a walk against plan, ceilings, and what was told before."""
        state, interval = self.state, segment(self.state)
        assert interval is not None
        assert interval.gait is Gait.RUN
        assert speed <= min(interval.speed, state.ceilings.lowest.speed)
        assert speed <= state.setup.speed_range.maximum
        assert state.asking.idle
        assert not state.asking.awaits
        assert may_rise(self.told, _place_in(state))


def _place_in(state: SessionState) -> Place:
    return state.progress.index, state.progress.detour is None


class Sessions(RuleBasedStateMachine):
    """One session; each rule is something that life does to it."""

    def __init__(self) -> None:
        """Begin with a belt that has been seen to stand."""
        super().__init__()
        setup = replace(SETUP, program=_SHORT, policy=policy_of("standard"))
        self.world = Watched(setup=setup, state=begin(setup))
        self.world.run(2)
        self.final = False
        self.read = 0
        self.ceiling = self.world.state.ceilings.lowest.speed
        self.asked = CentiKmh(0)
        self.up_at: int | None = None
        self.counted_at: int | None = None
        self.announced = CentiKmh(0)
        self.pressed_at: int | None = None

    def _tell(self, event: Event) -> None:
        if isinstance(event, FasterPressed):  # her own key is the notice of its own small step
            self.announced = max(self.announced, CentiKmh(self.asked + UP_KEY))
            self.pressed_at = self.world.now
        commands = self.world.tell(event)
        if isinstance(event, StopPressed):
            assert isinstance(commands[0], StopBelt)
            self.final = True
        self._check()

    @rule(length=st.sampled_from([0.3, 1, 5, 12, 40, 200]))
    def time_goes_by(self, length: float) -> None:
        """Frames come, wakes are kept."""
        if length > 12:
            well(self.world)
        self.world.run(length)
        self._check()

    @rule(length=st.sampled_from([20, 60, 150]))
    def somebody_with_nothing_to_tell_goes_on(self, length: int) -> None:
        """Every question is answered as it comes, so that the session gets on."""
        for _ in range(length // 5):
            well(self.world).run(5)
        self._check()

    @rule(length=st.sampled_from([1, 2.5, 6, 700]), seldom=_SELDOM)
    def time_jumps(self, length: float, seldom: bool) -> None:  # noqa: FBT001
        """The machine slept: nothing came and nothing was kept."""
        if not seldom:
            return
        self.world.now = Nanoseconds(self.world.now + seconds(length))
        self.world.next_frame = self.world.now
        self._tell(Woke())

    @rule()
    def start(self) -> None:
        """Start, or go on."""
        paused = self.world.phase is Phase.PAUSED
        self._tell(ResumePressed() if paused else StartPressed())
        self.world.run(15)
        self._check()

    @rule()
    def pause(self) -> None:
        """Pause and wait."""
        self._tell(PausePressed())
        self.world.run(20)
        self._check()

    @rule(after=st.sampled_from([0, 0.3, 1.5]), refused=st.booleans())
    def the_last_step_up_has_waited(self, after: float, refused: bool) -> None:  # noqa: FBT001
        """It has waited for an answer: it leaves now, or has waited too long."""
        self.time_goes_by(after)
        if self.world.the_step_up_has_waited(refused=refused):
            self.asked = self.world.state.drive.commanded
            self.up_at = self.world.now  # the ramp counts from here
        self._check()

    @rule(event=st.sampled_from(_GENTLE))
    def something(self, event: Event) -> None:
        """Something else happens that a session may survive."""
        self._tell(event)

    @rule(event=st.sampled_from(_RARE), seldom=_SELDOM)
    def anything(self, event: Event, seldom: bool) -> None:  # noqa: FBT001
        """Anything happens."""
        if seldom:
            self._tell(event)

    @rule(symptom=st.sampled_from(_MILD))
    def a_mild_symptom(self, symptom: tuple[str, int]) -> None:
        """One after which a session goes on."""
        self._tell(SymptomReported(*symptom))

    @rule(symptom=st.sampled_from(_SYMPTOMS), seldom=_SELDOM)
    def a_symptom(self, symptom: tuple[str, int], seldom: bool) -> None:  # noqa: FBT001
        """Any symptom at any value, also beyond its scale."""
        if seldom:
            self._tell(SymptomReported(*symptom))

    @rule(answers=st.lists(st.sampled_from(_ANSWERS), min_size=1, max_size=4))
    def keys(self, answers: list[Event]) -> None:
        """Answers a second apart, whether anything was asked or not."""
        for each in answers:
            self.world.run(1)
            self._tell(each)

    @rule(event=st.sampled_from(_GENTLE), times=st.integers(2, 4))
    def duplicated(self, event: Event, times: int) -> None:
        """The same thing is told again and again in the same instant."""
        for _ in range(times):
            self._tell(event)

    @rule(
        frames=st.lists(st.integers(0, 1100).map(CentiKmh), min_size=2, max_size=5), seldom=_SELDOM
    )
    def reordered(self, frames: list[CentiKmh], seldom: bool) -> None:  # noqa: FBT001
        """Frames come in a burst, old and new ones in any order."""
        for each in frames if seldom else ():
            self._tell(BeltReported(each, None))

    @rule(cadence=st.integers(0, 200))
    def steps(self, cadence: int) -> None:
        """The sensor counts."""
        self._tell(CadenceReported(StepsPerMinute(cadence)))

    @rule(deaf=_SELDOM, silent=_SELDOM, lies=_SELDOM)
    def the_belt_changes_its_mind(self, deaf: bool, silent: bool, lies: bool) -> None:  # noqa: FBT001
        """It stops obeying, speaking or telling the truth, or begins to."""
        self.world.deaf, self.world.silent, self.world.claims_zero = deaf, silent, lies

    @rule()
    def the_link_comes_back(self) -> None:
        """The link may be used to stop."""
        self._tell(LinkRestored())

    def _check(self) -> None:
        """Read what was said since the last look, in order."""
        for when, command in self.world.said[self.read :]:
            match command:
                case Announce(left, speed):
                    self.announced = speed
                    self.counted_at = when if left == 1 else self.counted_at
                case StopBelt(final=final):
                    self.final |= final
                    self.counted_at = None
                case StartBelt():
                    assert not self.final
                    self.asked, self.up_at, self.counted_at = CentiKmh(0), None, None
                case SetSpeed(speed):
                    self._check_speed(when, speed)
                case _:
                    pass
        self.read = len(self.world.said)

    def _check_speed(self, when: int, speed: CentiKmh) -> None:
        assert speed <= CAP
        assert speed <= self.world.setup.speed_range.maximum
        reference = self.asked or CentiKmh(100)
        if speed > reference:
            assert not self.final
            assert speed - reference <= 50
            assert self.up_at is None or when - self.up_at >= seconds(2)
            # H6: its 3-2-1 was counted and is not older than 2 s, or the ramp goes on, or it is
            # what her own key takes back.
            counted = self.counted_at is not None and when - self.counted_at <= seconds(3)
            goes_on = self.up_at is not None and when - self.up_at <= seconds(4)
            own = when == self.pressed_at and speed - reference <= UP_KEY
            assert counted or goes_on or own
            assert speed <= self.announced
            self.up_at = when
        else:
            self.announced = min(self.announced, speed)  # what was announced before is over
        self.asked = speed

    @invariant()
    def the_next_wake_lies_ahead(self) -> None:
        """A deadline is never in the past of the last step."""
        wake = wake_at(self.world.state)
        assert wake is None or wake > self.world.now

    @invariant()
    def ceilings_only_come_down(self) -> None:
        """No ceiling is ever raised, and each says why it is there."""
        history = self.world.state.ceilings.history
        assert history[-1].speed <= self.ceiling
        assert all(each.because for each in history)
        self.ceiling = history[-1].speed

    @invariant()
    def the_guard_has_nothing_to_refuse(self) -> None:
        """The core asks for nothing that the guard would refuse, but for a start that came late."""
        left = [each for each in self.world.refused if not isinstance(each[0], StartBelt)]
        assert left == []

    @invariant()
    def an_end_is_told(self) -> None:
        """An ended session says how; only a belt seen to stand counts as confirmed."""
        ended = self.world.state.ended
        assert (ended is not None) == (self.world.phase is Phase.ENDED)
        if ended is not None and ended.outcome is Outcome.UNKNOWN:
            assert any(isinstance(each, RaiseAlarm) for _, each in self.world.said)

    def teardown(self) -> None:
        """Whatever happened: a stop ends it, still or in an Unknown that is loud."""
        world = self.world
        self._tell(StopPressed("the stop key"))
        world.run(400)
        ended = world.state.ended
        assert ended is not None
        if ended.outcome is Outcome.REFUSED:
            return
        if world.deaf or world.silent:
            assert ended.confirmed or any(isinstance(each, RaiseAlarm) for _, each in world.said)
        elif not world.claims_zero:
            assert ended.confirmed or world.state.course.alarm is not None
            assert not ended.confirmed or world.speed == 0


TestSessions = Sessions.TestCase
TestSessions.settings = settings(stateful_step_count=25, deadline=None)


def test_a_ramp_goes_on_from_the_step_that_left_late() -> None:
    """Found at random: it left 0.3 s late, and the next one goes over 4 s after its decision."""
    session = Sessions()
    session.start()
    session.the_last_step_up_has_waited(0.3, refused=False)
    left = session.up_at
    assert left == session.world.now
    session.something(EVENTS["keys lost"])
    session.time_goes_by(3.9)
    session.something(EVENTS["keys back"])
    assert session.world.heard(SetSpeed)[-1][0] == left + seconds(3.9)
    session.teardown()


def test_her_own_key_takes_a_step_back_long_after_the_ramp() -> None:
    """Found at random: nothing is counted for it, and no ramp is under way."""
    session = Sessions()
    session.start()
    session.time_goes_by(12)
    session.time_goes_by(5)
    session.keys([SlowerPressed(), FasterPressed()])
    assert session.world.heard(SetSpeed)[-1][0] == session.world.now
    assert session.pressed_at == session.world.now
    session.teardown()
