"""Sessions at random, on belts that obey, are deaf, are silent or lie: what must hold always."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from controller.core.commands import Announce, RaiseAlarm, SetSpeed, StartBelt, StopBelt
from controller.core.events import (
    CadenceReported,
    Event,
    LinkRestored,
    PausePressed,
    ResumePressed,
    StartPressed,
    StopPressed,
    Woke,
)
from controller.core.state import Outcome, Phase
from controller.core.step import wake_at
from protocols.units import CentiKmh, Nanoseconds, StepsPerMinute
from tests.core.test_product import EVENTS
from tests.core.worlds import CAP, World, seconds

_RARE = [each for name, each in EVENTS.items() if not name.startswith("belt")]


class Sessions(RuleBasedStateMachine):
    """One session; each rule is something that life does to it."""

    def __init__(self) -> None:
        """Begin with a belt that has been seen to stand."""
        super().__init__()
        self.world = World().run(2)
        self.final = False
        self.read = 0
        self.ceiling = self.world.state.ceilings.lowest.speed
        self.asked = CentiKmh(0)
        self.up_at: int | None = None
        self.counted_at: int | None = None

    def _tell(self, event: Event) -> None:
        commands = self.world.tell(event)
        if isinstance(event, StopPressed):
            assert isinstance(commands[0], StopBelt)
            self.final = True
        self._check()

    @rule(length=st.sampled_from([0.3, 1, 5, 12, 40, 200]))
    def time_goes_by(self, length: float) -> None:
        """Frames come, wakes are kept."""
        if length > 12 and self.world.state.asking.question is not None:
            self._tell(EVENTS["nothing"])
        self.world.run(length)
        self._check()

    @rule(length=st.sampled_from([1, 2.5, 6, 700]))
    def time_jumps(self, length: float) -> None:
        """The machine slept: nothing came and nothing was kept."""
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

    @rule(event=st.sampled_from(_RARE))
    def something(self, event: Event) -> None:
        """Anything else happens."""
        self._tell(event)

    @rule(cadence=st.integers(0, 200))
    def steps(self, cadence: int) -> None:
        """The sensor counts."""
        self._tell(CadenceReported(StepsPerMinute(cadence)))

    @rule(deaf=st.booleans(), silent=st.booleans(), lies=st.booleans())
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
                case Announce(seconds=1):
                    self.counted_at = when
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
            # Law 5: its 3-2-1 was counted and is not older than 2 s, or the ramp goes on.
            counted = self.counted_at is not None and when - self.counted_at <= seconds(3)
            goes_on = self.up_at is not None and when - self.up_at <= seconds(4)
            assert counted or goes_on
            self.up_at = when
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


TestSessions = Sessions.TestCase
TestSessions.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
