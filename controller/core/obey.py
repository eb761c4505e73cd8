"""The belt against what it was asked for: what a frame shows that no command of ours explains.

A person at the console is never fought. Slower is adopted; faster is left alone and asked about,
and only above a ceiling is the belt asked down after 10 s. What a belt does against a command
stops it. In manual mode the console is where the speed is set (`controller.core.by_hand`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from controller.core import numbers
from controller.core.ceilings import Ceiling
from controller.core.drive import ask_down, goal
from controller.core.easing import ease_to
from controller.core.state import DRIVEN, Cause, Outcome, Phase, SessionState
from controller.core.stopping import Commands, Reason, raise_alarm, stop_now, unknown
from controller.core.targets import ConsoleChange, Obeys
from controller.words.later import tr_later
from protocols.units import CentiKmh, Nanoseconds

_CONSOLE: Final = "console"
NOT_FOLLOWED: Final = tr_later("the belt did not follow a slower target")
ROSE: Final = tr_later("the belt became faster after it was asked to slow down")
CONTROL_LOST: Final = tr_later(
    "the treadmill has taken control away: another app or its console has it"
)
SYMPTOM_KEY: Final = tr_later("something is wrong")
NOT_GONE: Final = tr_later("what you told is not gone yet")
FROZEN: Final = tr_later("the treadmill's data stand still")


def seen(state: SessionState, now: Nanoseconds, out: Commands) -> SessionState:
    """Hold a frame of a belt that is driven, or led down, against what it was asked for."""
    led_down = state.stop is not None and state.stop.ramp_until is not None
    if state.phase in DRIVEN and state.belt.frozen:
        return unknown(state, now, out, FROZEN, Outcome.UNKNOWN)
    if state.setup.manual or not (state.phase in DRIVEN or led_down):
        return state
    state = _compared(state)
    if state.obeys.rises >= numbers.RISE_FRAMES:
        return _against(state, now, out, ROSE)
    return _at_the_console(state, now) if state.phase in DRIVEN else state


def _compared(state: SessionState) -> SessionState:
    """Count frames that agree, and frames that are faster than they may be on a way down."""
    obeys, speed, near = state.obeys, state.belt.speed or CentiKmh(0), state.setup.tolerance
    arrived = speed <= state.drive.commanded + near
    led_from = None if arrived else obeys.led_from
    margin = max(near, numbers.RISE_BEYOND)
    rises = obeys.rises + 1 if led_from is not None and speed > led_from + margin else 0
    alike = abs(speed - obeys.level) <= near
    after = Obeys(
        shown=obeys.shown or state.drive.confirmed,
        judged_from=obeys.judged_from,
        level=obeys.level if alike else speed,
        frames=min(obeys.frames + 1, numbers.CHANGED_FRAMES) if alike else 1,
        led_from=led_from,
        rises=rises,
        up_to=CentiKmh(0) if state.drive.confirmed else obeys.up_to,
        found_slower=obeys.found_slower,
        change=obeys.change,
    )
    return state if after == obeys else replace(state, obeys=after)


def does_not_follow(state: SessionState, now: Nanoseconds, out: Commands) -> SessionState:
    """Stop a belt that was asked to go slower and was not seen to (5.2: verify)."""
    return _against(state, now, out, NOT_FOLLOWED)


def control_lost(state: SessionState, now: Nanoseconds, out: Commands) -> SessionState:
    """Stop while it may still be heard: no target will be.

    Only where a belt is driven or started: many machines take control away at every stop
    (Q8, Q12, Q13).
    """
    driven = state.phase in DRIVEN or state.phase is Phase.STARTING
    if not driven or state.setup.manual:
        return state
    return stop_now(state, now, out, Reason(CONTROL_LOST, Cause.FAULT))


def _against(state: SessionState, now: Nanoseconds, out: Commands, because: str) -> SessionState:
    """Stop a belt that does what it was not asked for, and say that its own stop is there."""
    state = stop_now(state, now, out, Reason(because, Cause.FAULT))
    return raise_alarm(state, out, because)


def _at_the_console(state: SessionState, now: Nanoseconds) -> SessionState:
    """Take note of a speed that somebody has set at the treadmill."""
    obeys, speed, commanded = state.obeys, state.belt.speed or CentiKmh(0), state.drive.commanded
    settled = obeys.frames >= numbers.CHANGED_FRAMES
    if abs(speed - commanded) <= state.setup.tolerance + numbers.CHANGED_BEYOND:
        if obeys.found_slower and settled:
            return _slower(state, now, speed)
        return _with(state, None) if obeys.change is not None and state.drive.confirmed else state
    if not settled or speed == 0 or now < obeys.judged_from:
        return state  # on its way, or a stand, which has a rule of its own
    if speed > commanded:
        return _faster(state, now, speed)
    # A belt that never was where it was asked to be has not been changed: it does not get there.
    return _slower(state, now, speed) if obeys.shown or obeys.found_slower else state


def _slower(state: SessionState, now: Nanoseconds, speed: CentiKmh) -> SessionState:
    """Adopt it: the runner goes on at that speed."""
    change = ConsoleChange(speed, now, higher=False)
    state = replace(state, obeys=replace(state.obeys, change=change, found_slower=False))
    return ease_to(state, now, speed, _CONSOLE)


def _faster(state: SessionState, now: Nanoseconds, speed: CentiKmh) -> SessionState:
    """Leave it alone; above a ceiling for 10 s."""
    known, above = state.obeys.change, _above_a_ceiling(state)
    if known is not None and known.higher:
        beyond = state.setup.tolerance + numbers.CHANGED_BEYOND
        if abs(known.speed - speed) <= beyond and above is bool(known.because):
            return state
    if state.asking.wants_to_tell:
        return led_back(_with(state, ConsoleChange(speed, now, higher=True)), SYMPTOM_KEY)
    if not above:
        return _with(state, ConsoleChange(speed, now, higher=True))
    down_at = None if known is None else known.down_at
    if down_at is None:
        down_at = Nanoseconds(now + numbers.ABOVE_CEILING)
    because = _limit(state).because
    return _with(state, ConsoleChange(speed, now, higher=True, because=because, down_at=down_at))


def _limit(state: SessionState) -> Ceiling:
    """Return what a hand at the console may not go beyond: no run, while one waits for "gone"."""
    lowest, walk = state.ceilings.lowest, state.setup.program.walk_speed
    if state.asking.awaits and walk < lowest.speed:
        return Ceiling(walk, NOT_GONE)
    return lowest


def _above_a_ceiling(state: SessionState) -> bool:
    limit = _limit(state).speed + state.setup.tolerance
    return state.belt.speed is not None and state.belt.speed > limit


def _with(state: SessionState, change: ConsoleChange | None) -> SessionState:
    return replace(state, obeys=replace(state.obeys, change=change))


def faster_at_console(state: SessionState) -> bool:
    """Return whether somebody has made the belt faster, and the plan's next speed-up waits."""
    change = state.obeys.change
    return change is not None and change.higher and not change.agreed


def led_back(state: SessionState, because: str) -> SessionState:
    """Lead a belt that was made faster at its console down to the plan at once: a runner's word.

    She is no console's to overrule. On a way down that is led already there is nothing to add.
    ``because`` is what she has said, in words.
    """
    change = state.obeys.change
    if change is None or not change.higher or goal(state) < state.drive.commanded:
        return state
    return _with(state, replace(change, agreed=because, down_at=Nanoseconds(0)))


def down_due(state: SessionState) -> Nanoseconds | None:
    """Return when a belt that was made faster at its console is asked down; None: it is not."""
    change = state.obeys.change
    return None if change is None else change.down_at


def lead_down(state: SessionState, now: Nanoseconds, out: Commands) -> SessionState:
    """Ask it down, to the ceiling, and never above what it was last asked for.

    A target above the last one would be motion, however fast the belt is (H22).
    """
    change, lowest = state.obeys.change, _limit(state)
    if change is None:
        return state
    if not change.agreed and not _above_a_ceiling(state):
        return _with(state, replace(change, because="", down_at=None))
    target = min(state.setup.speed_range.at_or_below(lowest.speed), state.drive.commanded)
    state = _with(state, None)
    if (state.belt.speed or 0) <= target + state.setup.tolerance:
        return state
    state, command = ask_down(state, now, target, change.agreed or lowest.because)
    out.append(command)
    return state
