"""One tick, sans-IO: an input goes in, writes and records come out.

bytes -> decode -> adapt -> core.step -> encode -> control point -> guard -> bytes. Everything
that decides lives behind `Engine.handle`, which reads no clock and waits for nothing, so the
recorded inputs of a session make its outputs again, byte for byte (`replay`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from controller import guard as gate
from controller.core import events
from controller.core.commands import Command, PauseBelt, SetSpeed, StartBelt, StopBelt
from controller.core.faster import still_permitted
from controller.core.numbers import ZERO_FRAMES
from controller.core.starting import why_not
from controller.core.state import Phase, SessionState, Setup, begin
from controller.core.step import is_over, step, wake_at
from controller.records.intents import Intent
from controller.session import adapt
from controller.session.descent import Descent, Step
from controller.session.inputs import (
    BatteryRead,
    Input,
    LeaseLost,
    MustStop,
    TakeOver,
    TimeJumped,
    Wake,
)
from controller.session.narrate import narrate, narrate_command
from controller.session.sensors import CHARACTERISTICS, Sensors, told
from protocols import gatt
from protocols.control_point import Answer, ControlPoint, Outgoing
from protocols.ftms import (
    PAUSE,
    REQUEST_CONTROL,
    START,
    STOP,
    Op,
    Result,
    TreadmillData,
    decode_request,
    decode_treadmill_data,
    encode_target_speed,
    join,
)
from protocols.link import Lost, Received, Restored, SensorFound, SensorLost, WriteDone
from protocols.units import CentiKmh, Nanoseconds

_START_KEYS: Final = (events.StartPressed, events.ResumePressed)
_MAY_START: Final = (Phase.STILL, Phase.PAUSED)
_HELD_BACK: Final = gate.Verdict(admitted=False, why="a step up that was held back for too long")
_OVERTAKEN: Final = gate.Verdict(admitted=False, why="a step up that something came before")


@dataclass(slots=True)
class Effects:
    """What one tick asks of the shell: writes first, then the records."""

    writes: list[bytes] = field(default_factory=list)
    drop: bool = False
    records: list[dict[str, Any]] = field(default_factory=list)


class Engine:
    """Core, control point and guard of one session, and the state of each."""

    def __init__(self, setup: Setup) -> None:
        """Begin, connected and with nothing sent."""
        self._setup = setup
        self.state: SessionState = begin(setup)
        self._core_wakes_at = wake_at(self.state)
        self._control = ControlPoint()
        limit = min(setup.cap, setup.speed_range.maximum)
        self._guard = gate.Guard(setup.speed_range.minimum, CentiKmh(limit))
        self._asked_for_control = False
        self._up_until: Nanoseconds | None = None
        self._descent = Descent()
        self._sensors = Sensors()
        self._speed: CentiKmh | None = None
        self._distance: int | None = None
        self._belt: dict[str, Any] = {}
        self._pending: TreadmillData | None = None

    @property
    def over(self) -> bool:
        """The session has ended and the belt need not be watched any more."""
        # A write that hangs holds the end up no longer than it takes to be known to hang.
        return is_over(self.state) and (self._control.writing is None or self._control.stalled)

    def wake_at(self) -> Nanoseconds | None:
        """Return when `handle` wants a `Wake`."""
        core, control = self._core_wakes_at, self._control.wake_at
        if core is None or control is None:
            return core if control is None else control
        return min(core, control)

    def handle(self, happened: Input, now: Nanoseconds) -> Effects:
        """Take one input in.

        Raises:
            Exception: our bug, at any stage. The caller sends the stop first (law 7).
        """
        effects = Effects()
        for event in self._events(happened, now, effects):
            self._take(event, now, effects)
        judged = self._pump(now, effects)
        if judged is not None:
            self._take(judged, now, effects)
            if isinstance(judged, events.FasterRefused):
                effects.records.append(self._stands())
            self._pump(now, effects)  # no step up: none follows another in the same instant
        return effects

    def _take(self, event: events.Event, now: Nanoseconds, effects: Effects) -> None:
        before = self.state
        self.state, commands, self._core_wakes_at = step(before, event, now)
        self._guard = gate.lower(self._guard, self.state.ceilings.lowest.speed)
        for command in commands:
            self._enqueue(command)
            heard = narrate_command(command)
            if heard is not None:
                effects.records.append(heard)
        if self.state is not before:
            effects.records += narrate(before, self.state)
        stays = self.state.phase is before.phase
        counts_down = self.state.phase is Phase.COUNTDOWN and not stays
        if counts_down:
            self._control = self._control.gone_on()
        if counts_down and not self._setup.manual:
            # Many machines take control away at a stop, some want it asked for twice
            # (Q8, Q12, Q13); ten seconds are enough for the answer.
            self._control = self._control.push(Outgoing(REQUEST_CONTROL, "a start"))
        if stays and isinstance(event, _START_KEYS) and before.phase in _MAY_START:
            against = why_not(before, now)
            effects.records.append({"kind": "not_started", "because": against})

    def _events(  # noqa: C901, PLR0912  # one arm for each input
        self, happened: Input, now: Nanoseconds, effects: Effects
    ) -> list[events.Event]:
        match happened:
            case Received():
                event = self._received(happened, now, effects)
                return [] if event is None else [event]
            case SensorFound(sensor, name):
                effects.records.append(told(sensor, "found", name=name))
                return []
            case SensorLost(sensor, because):
                self._sensors.lost(sensor)
                effects.records.append(told(sensor, "lost", because=because))
                return []
            case WriteDone(error):
                stalled, writing = self._control.stalled, self._control.writing
                target = None if writing is None else _target(writing.data)
                if target is not None:
                    self._descent = self._descent.returned(target, now, taken=not error)
                if target is not None and error:
                    self._guard = gate.not_taken(self._guard)
                self._control = self._control.write_done(now, failed=bool(error))
                return [events.WriteReturned()] if stalled else []
            case Lost(because):
                self._pending = None
                self._control = self._control.link_lost()
                self._guard = gate.seal(self._guard)  # a link that returns may only serve to stop
                return [events.LinkLost(because)]
            case Restored():
                self._control = self._control.link_restored(asks=not self._setup.manual)
                return [events.LinkRestored()]
            case LeaseLost(because):
                return [events.OperatorLost(because)]
            case TakeOver(because):
                return [events.TakenOver(because)]
            case MustStop(because):
                return [events.MustStop(because)]
            case TimeJumped(seconds):
                return [events.TimeJumped(seconds)]
            case BatteryRead(too_low):
                return [events.BatteryRead(too_low)]
            case Intent():
                return [self._intent(happened, now)]
            case Wake():
                return self._woke(now, effects)

    def _received(
        self, received: Received, now: Nanoseconds, effects: Effects
    ) -> events.Event | None:
        data = received.data
        if received.characteristic in CHARACTERISTICS:
            return self._sensors.take(received, now, effects.records)
        match received.characteristic:
            case _ if received.sensor:
                return None  # whatever it is, it is not the treadmill
            case gatt.TREADMILL_DATA:
                return self._belt_data(data, now, effects)
            case gatt.MACHINE_STATUS:
                return adapt.status_event(data)
            case gatt.CONTROL_POINT:
                self._control, answer = self._control.receive(data)
                return None if answer is None else self._answered(answer, now)
            case _:
                return None

    def _belt_data(
        self, data: bytes, now: Nanoseconds, effects: Effects
    ) -> events.BeltReported | None:
        self._pending, decoded = join(self._pending, decode_treadmill_data(data))
        if decoded is None:
            return None
        if decoded.heart_rate is not None:
            self._sensors.take_grips(decoded.heart_rate, now)
        event = adapt.belt_event(decoded)
        if event is None:
            return None
        self._guard = gate.see(self._guard, event.speed, now)
        ours = self.state.phase is Phase.STILL and not self._setup.manual
        zeros = self.state.belt.zero_frames + 1 if event.speed == 0 else 0
        if zeros >= ZERO_FRAMES and not self._asked_for_control and ours:
            # Not before the belt is seen to stand: to a belt that somebody else moves, nothing
            # is ever written, and a single zero may be a false one.
            self._asked_for_control = True
            self._control = self._control.push(Outgoing(REQUEST_CONTROL, "connected"))
        self._speed, self._distance = event.speed, decoded.total_distance
        self._tell_belt(now, effects)
        return event

    def _tell_belt(self, now: Nanoseconds, effects: Effects) -> None:
        """Tell what is shown of belt and runner, if it is not what was told last."""
        shown = {
            "kind": "belt",
            "speed": self._speed,
            "distance": self._distance,
            **self._sensors.shown(self.state.belt, now),
        }
        if shown != self._belt:
            self._belt = shown
            effects.records.append(shown)

    def _answered(self, answer: Answer, now: Nanoseconds) -> events.Event | None:
        """Return what a refusal means. A success means nothing (law 5)."""
        if answer.sent is None or answer.result == Result.SUCCESS:
            return None
        try:
            words = Result(answer.result).name.lower().replace("_", " ")
        except ValueError:
            words = f"result {answer.result:#04x}"
        if answer.op == Op.START_OR_RESUME:
            return events.StartRefused(words)
        target = _target(answer.sent)
        speed = self.state.belt.speed
        again = answer.result == Result.CONTROL_NOT_PERMITTED
        if target is not None and again:
            self._guard = gate.not_taken(self._guard)  # it goes again behind a request for control
            self._descent = self._descent.returned(target, now, taken=False)
        if target is None or speed is None or target >= speed or again:
            return None
        return events.SlowingRefused(words)

    def _intent(self, intent: Intent, now: Nanoseconds) -> events.Event:
        """Tell the guard of a person's start key itself, past the core; any other takes it back."""
        if intent.key in ("start", "resume") and self.state.phase in _MAY_START:
            self._guard = gate.permit_start(self._guard, now)
        elif intent.key != "keys-back":
            self._guard = gate.withdraw_start(self._guard)
        return adapt.intent_event(intent)

    def _stands(self) -> dict[str, Any]:
        """Return the record of what the belt is asked for, now that no step up has left."""
        speed = self.state.drive.commanded
        return {"kind": "target", "speed": speed, "because": "a step up has not left"}

    def _woke(self, now: Nanoseconds, effects: Effects) -> list[events.Event]:
        found: list[events.Event] = [events.Woke()]
        if self._speed is not None:
            self._tell_belt(now, effects)  # a sensor may have fallen silent, or stale
        if self._control.stalls(now):
            self._control = self._control._replace(stalled=True)
            found.append(events.WriteStalled())
        if self._control.must_drop(now):
            self._control = self._control._replace(dropped=True)
            effects.drop = True
        return found

    def _enqueue(self, command: Command) -> None:
        match command:
            case StopBelt(because, final):
                if final:
                    self._guard = gate.seal(self._guard)
                self._control = self._control.push_stop(Outgoing(STOP, because))
            case PauseBelt(because):
                self._control = self._control.push_stop(Outgoing(PAUSE, because))
            case StartBelt(because):
                self._control = self._control.push(Outgoing(START, because))
            case SetSpeed(speed, because, until):
                self._up_until = until
                outgoing = Outgoing(encode_target_speed(speed), because)
                self._control = self._control.push(outgoing)
            case _:
                return

    def _gently(self, outgoing: Outgoing, now: Nanoseconds) -> Outgoing | None:
        """Send a long way down as steps; None: the next one has to wait.

        While a write is under way the newest target replaces the ones before it, so that the
        next one may be further below the belt than a runner should be taken at once.
        """
        target, lowest = _target(outgoing.data), gate.lowest_next(self._guard)
        if target is None or lowest is None:
            return outgoing
        self._descent = self._descent.since(now)
        lowest = self._descent.lowest(lowest)
        if target >= lowest:
            return outgoing
        step_down = self._setup.speed_range.at_or_above(lowest)
        if self._descent.steps and step_down >= gate.base(self._guard):
            return None
        gentle = Outgoing(encode_target_speed(step_down), outgoing.because)
        rest = self._control.push(outgoing)
        self._control = rest._replace(writing=gentle, awaiting=gentle)
        return gentle

    def _pump(self, now: Nanoseconds, effects: Effects) -> events.Event | None:
        """Hand over what the control point wants written, if the guard admits it.

        Returns what became of a step up, as soon as there is one; there may be more to write.
        """
        while True:
            before = self._control
            self._control, wanted = before.next_write(now)
            if wanted is None:
                return None
            outgoing = self._gently(wanted, now)
            if outgoing is None:
                self._control = before.hold(self._descent.until)
                return None
            standing, target = self._guard.target, _target(outgoing.data)
            base = gate.base(self._guard)
            goes_up = target is not None and target > (standing or self._guard.speed or 0)
            if goes_up and self._up_until is not None and now > self._up_until:
                verdict = _HELD_BACK
            else:
                judged, verdict = gate.judge(self._guard, outgoing.data, now)
                if verdict.admitted and goes_up and not still_permitted(self.state):
                    verdict = _OVERTAKEN
                else:
                    self._guard = judged
            if verdict.admitted:
                effects.writes.append(outgoing.data)
                if target is not None:
                    self._descent = self._descent.left(Step(now, base, target))
            else:
                self._control = self._control.withdrawn()
            effects.records.append(
                {
                    "kind": "tx",
                    "hex": outgoing.data.hex(),
                    "because": outgoing.because,
                    "verdict": verdict.why,
                }
            )
            if goes_up:
                sent = verdict.admitted
                return events.FasterSent() if sent else events.FasterRefused(standing)


def _target(data: bytes) -> CentiKmh | None:
    request = decode_request(data)
    return None if request is None else request.target_speed
