"""A session without bytes, radio and journal: the very core between a belt and a person.

What the core decides, the belt does; what the belt does, the core is told. Between them there is
no treadmill that could misbehave, no guard, and nothing that is lost: those are the campaign's.
Who is on the belt is the same person as in any simulated session, with the same draws.

Telemetry comes on whole seconds while anything changes, and else as seldom as the core lets a
machine be silent, which is 3 to 4 s: a frame in 15 s would be a treadmill that is gone (S8).
"""

from __future__ import annotations

from dataclasses import fields
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from controller.core import events
from controller.core.commands import Command, PauseBelt, SetSpeed, StartBelt, StopBelt
from controller.core.numbers import START_DELAY, USER_CAP
from controller.core.standstill import silent_due
from controller.core.starting import why_not
from controller.core.state import DRIVEN, Phase, SessionState, Setup, begin
from controller.core.step import RULES, SILENT, is_over, step, wake_at
from controller.records.format import OUTPUT, Record
from controller.session.adapt import intent_event
from controller.session.narrate import narrate, narrate_command
from protocols.units import MILLISECOND, SECOND, CentiKmh, Nanoseconds
from simulators.person import PROMPT
from simulators.sitting.runner import VirtualRunner
from simulators.treadmill import belt as physics
from simulators.virtual_time import VirtualClock, VirtualTimer

if TYPE_CHECKING:
    from collections.abc import Callable

    from controller.core.accepted import Accepted
    from controller.core.policy import Policy
    from controller.core.timeline import Program
    from controller.records.intents import Intent
    from simulators.person import Person
    from simulators.person.feelings import Feelings
    from simulators.script import Scripted
    from simulators.treadmill.machine import MachineProfile

_LONGEST: Final = 2 * 3600 * SECOND
"""Beyond its plan: all that a session can wait for by itself takes less (`household`)."""
_CONNECTED: Final = 350 * MILLISECOND
"""When the runner of a session with bytes comes to the keys: her looks at the belt begin then."""
FULL_FRAME_EVERY: Final = 15 * SECOND
"""So often, at least, `step` itself takes telemetry in."""
_BESIDE_THE_BELT: Final = tuple(each.name for each in fields(SessionState) if each.name != "belt")
_START_KEYS: Final = (events.StartPressed, events.ResumePressed)
_MAY_START: Final = (Phase.STILL, Phase.PAUSED)


class _NoLease:
    """A clock on which nothing is ever due: without a pipe there is no lease to renew."""

    def now(self) -> Nanoseconds:
        return Nanoseconds(0)

    def call_at(self, when: Nanoseconds, action: Callable[[], None]) -> VirtualTimer:  # noqa: ARG002
        return VirtualTimer(action)


class Unwired:
    """One session. Make one, and `play` it once."""

    def __init__(  # noqa: PLR0913  # what a session is made of
        self,
        program: Program,
        policy: Policy,
        machine: MachineProfile,
        *,
        person: Person = PROMPT,
        seed: int = 0,
        accepted: Accepted = (),
        tell: Callable[[Record], None],
    ) -> None:
        """Stand before a belt that stands; ``tell`` is given what a screen would be told."""
        motion = machine.motion
        self._machine, self._tell = machine, tell
        speeds = machine.offered_speeds
        self.state = begin(Setup(program, policy, speeds, USER_CAP, START_DELAY, accepted=accepted))
        self._clock = VirtualClock()
        self._belt = physics.Belt(motion.acceleration, motion.deceleration)
        self._arrives_after = machine.radio.att_round_trip // 2
        self._ran = 0
        """What the machine's own clock had counted, in ns, when the belt was last started ..."""
        self._moves_from: Nanoseconds | None = None
        """... and from when it has counted since."""
        self._taken_up_at = Nanoseconds(0)
        """When the motor knows of the last command."""
        self._keys: list[events.Event] = []
        self._number = 0
        self._shown: CentiKmh | None = None
        self._wakes_at = wake_at(self.state)
        self._due: Nanoseconds | None = None
        """When a rule is due beside the one about silence, as far as that was asked for."""
        self._quiet_until: Nanoseconds | None = None
        """Until then frames may just keep in touch; None: each of them may mean something."""
        self._clock.move_to(_CONNECTED)
        self._limit = sum(each.duration for each in program.segments) + _LONGEST
        self._runner = VirtualRunner(
            self, self._clock, _NoLease(), (), self._happen, person=person, seed=seed,
            speed=self.belt_speed,
        )  # fmt: skip

    def belt_speed(self) -> CentiKmh:
        """Return how fast the belt runs now."""
        return physics.speed_at(self._belt, self._clock.now())

    @property
    def feelings(self) -> Feelings:
        """What is true of her."""
        return self._runner.feelings

    def play(self) -> None:
        """Play it to its end, or until nobody ends it."""
        clock, frame = self._clock, Nanoseconds(SECOND)
        while not is_over(self.state) and clock.now() < self._limit:
            own = clock.next_timer()
            if self._quiet_until is not None:
                frame = self._stay_in_touch(frame, self._quiet_until, own)
            moment = frame if own is None or frame < own else own
            if self._wakes_at is not None and self._wakes_at < moment:
                moment = max(self._wakes_at, clock.now())
            due, now = clock.move_to(moment), clock.now()
            if frame <= now:  # first: whatever else happens now, the machine is not silent
                self._report(now)
            for timer in due:
                timer.fire()
                self._take_keys()
            if self._wakes_at is not None and self._wakes_at <= now:
                self._take(events.Woke())
                self._take_keys()
            if frame <= now or self._quiet_until is None:
                frame = self._next_frame(now)
        self._runner.leave()

    def press(self, intent: Intent) -> None:
        """Take a key from whoever stands there."""
        self._keys.append(intent_event(intent))

    def renew(self, number: int, *, moving: bool) -> None:
        """There is no lease."""

    def hang_up(self) -> None:
        """Take note that nobody is there any more."""
        self._keys.append(events.OperatorLost("the runner has gone"))

    def _report(self, now: Nanoseconds) -> None:
        """Let the core see a frame of telemetry."""
        before, speed = self.state, physics.speed_at(self._belt, now)
        self._take(events.BeltReported(speed, self._elapsed(now)))
        if speed != self._shown:
            self._shown = speed
            self._say({"kind": "belt", "speed": speed, "distance": None})
        even = self.state.phase in DRIVEN and self.state.drive.confirmed
        if even and speed == before.belt.speed and _alike(before, self.state):
            dues = (rule.due(self.state) for rule in RULES[self.state.phase] if rule is not SILENT)
            self._due = min((each for each in dues if each is not None), default=None)
            until = Nanoseconds(now + FULL_FRAME_EVERY)
            self._quiet_until = until if self._due is None else min(until, self._due)

    def _stay_in_touch(
        self, frame: Nanoseconds, until: Nanoseconds, own: Nanoseconds | None
    ) -> Nanoseconds:
        """Let frames pass that say what the last one said, and return when the next one comes.

        The last one changed nothing but what is known of the belt. So do these, as long as no rule
        is due and nobody does anything: `step` would ask every rule, to find that out each time.
        """
        until = until if own is None else min(until, own)
        state = self.state
        speed, coast_rate = state.belt.speed, state.setup.known.coast_rate
        while frame < until and speed is not None:
            belt = state.belt.reported(speed, self._elapsed(frame), frame, coast_rate)
            state = state.sensed(belt, state.gait)
            frame = _whole_second(silent_due(state) or frame + SECOND)
        self.state = state
        self._wakes_at = silent_due(state) if self._due is None else self._due
        return frame

    def _take_keys(self) -> None:
        while self._keys:
            self._take(self._keys.pop(0))

    def _next_frame(self, now: Nanoseconds) -> Nanoseconds:
        """Return when telemetry comes next: as soon as there is anything to be seen in it."""
        state, soon = self.state, now + SECOND
        latest = silent_due(state)
        if state.phase in DRIVEN and now >= self._taken_up_at and latest is not None:
            arrives = physics.arrives_at(self._belt)
            if arrives > now:
                return _whole_second(max(soon, min(arrives, latest)))
            if state.drive.confirmed:
                return _whole_second(max(soon, latest))
        return _whole_second(soon)

    def _take(self, event: events.Event) -> None:
        """Let the core take an event in, and do what it asks for."""
        before, now = self.state, self._clock.now()
        self._quiet_until = None
        self.state, commands, self._wakes_at = step(before, event, now)
        for command in commands:
            self._obey(command)
            heard = narrate_command(command)
            if heard is not None:
                self._say(heard)
        if self.state is not before:
            for each in narrate(before, self.state):
                self._say(each)
        stays = self.state.phase is before.phase
        if stays and isinstance(event, _START_KEYS) and before.phase in _MAY_START:
            self._say({"kind": "not_started", "because": why_not(before, now)})

    def _obey(self, command: Command) -> None:
        """Let the belt do it a moment later, once the motor has it.

        The core wants to be told of a faster target that leaves late; here each leaves at once.
        """
        match command:
            case StartBelt():
                self._later(self._arrives_after, self._start)
            case SetSpeed(speed):
                self._later(self._obeys_after, partial(self._aim, speed))
            case StopBelt() | PauseBelt():
                self._stop()
            case _:
                pass

    @property
    def _obeys_after(self) -> int:
        return self._arrives_after + self._machine.motion.obeys_after

    def _later(self, wait: int, act: Callable[[], None]) -> None:
        self._taken_up_at = Nanoseconds(self._clock.now() + wait)
        self._clock.call_at(self._taken_up_at, act)

    def _elapsed(self, now: Nanoseconds) -> int:
        """Return the seconds for which the belt has moved, by the machine's own clock."""
        if self._moves_from is None:
            return 0
        until = now if self._belt.target else min(now, physics.arrives_at(self._belt))
        return (self._ran + max(0, until - self._moves_from)) // SECOND

    def _start(self) -> None:
        motion, now = self._machine.motion, self._clock.now()
        if not physics.fine_speed_at(self._belt, now):
            speed = motion.speeds.minimum
            self._ran = self._elapsed(now) * SECOND
            self._belt = physics.start(self._belt, now, speed, motion.spin_up)
            self._moves_from = self._belt.begins

    def _aim(self, speed: CentiKmh) -> None:
        if self._belt.target:  # one that comes to rest takes no target up (`drive.take_aim`)
            self._belt = physics.aim(self._belt, self._clock.now(), self._machine.nearest(speed))

    def _stop(self) -> None:
        self._later(self._obeys_after, self._halt)

    def _halt(self) -> None:
        self._belt = physics.stop(self._belt, self._clock.now())

    def _happen(self, each: Scripted) -> None:
        """Let her do something at the machine."""
        match each.key:
            case "console":
                self._quiet_until = None
                self._aim(CentiKmh(each.value))
            case "console:stop" | "safety-key":
                self._stop()
                stop = each.key == "console:stop"
                by = events.Console.STOP if stop else events.Console.SAFETY_KEY
                self._keys.append(events.MachineStopped(by))
            case _:
                pass

    def _say(self, told: dict[str, Any]) -> None:
        self._number += 1
        record = {"n": self._number, "t": self._clock.now(), "io": OUTPUT, **told}
        self._tell(record)
        self._runner.see(record)


def _alike(before: SessionState, after: SessionState) -> bool:
    """Return whether nothing is another but what is known of the belt."""
    return all(getattr(before, each) is getattr(after, each) for each in _BESIDE_THE_BELT)


def _whole_second(moment: int) -> Nanoseconds:
    return Nanoseconds(moment // SECOND * SECOND)
