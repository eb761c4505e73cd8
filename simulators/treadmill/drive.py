"""What moves the belt and what the machine then tells: transitions from state to state.

Every function here takes the treadmill at ``now``, with everything done that was due before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, assert_never

from protocols import ftms, gatt
from protocols.units import CentiKmh, DeciPercent, Nanoseconds, StepsPerMinute
from simulators.treadmill import belt as physics
from simulators.treadmill import deck as raising
from simulators.treadmill.machine import ATT_PAYLOAD, Phase, SecondStart
from simulators.treadmill.reporting import felt_speed, shown_speed, steps
from simulators.treadmill.state import Aim, Due, Halt, Send, Treadmill, Whim

if TYPE_CHECKING:
    from simulators.treadmill.belt import Belt

_SLOWING: Final = {Phase.STOPPING: Phase.STILL, Phase.PAUSING: Phase.PAUSED}
_AT_REST: Final = frozenset({Phase.STILL, Phase.PAUSED})
_STARTED: Final = frozenset({Phase.COUNTDOWN, Phase.MOVING})


def put_down(treadmill: Treadmill, when: int, what: Send | Aim | Halt | Whim) -> Treadmill:
    """Return the treadmill with one more thing to do, behind what is due at the same moment."""
    agenda = (*treadmill.agenda, Due(Nanoseconds(when), what))
    return treadmill._replace(agenda=tuple(sorted(agenda, key=_when)))


def _when(due: Due) -> int:
    return due.when


def machine_status(
    treadmill: Treadmill,
    when: int,
    op: ftms.StatusOp,
    parameter: bytes = b"",
    client: int | None = None,
) -> Treadmill:
    """Return the treadmill with a 2ADA notification due at ``when``, for one client or for all."""
    value = ftms.encode_machine_status(op, parameter)
    value = value.ljust(treadmill.machine.status.padded_to, b"\x00")
    return put_down(treadmill, when, Send(gatt.MACHINE_STATUS, value, client))


def tell_others(
    treadmill: Treadmill, now: int, client: int, op: ftms.StatusOp, parameter: bytes = b""
) -> Treadmill:
    """Return the treadmill that tells what one client did to every other (FTMS v1.0, 4.17)."""
    when = now + treadmill.machine.status.lag
    for other, link in enumerate(treadmill.links):
        if link.connected and other != client:
            treadmill = machine_status(treadmill, when, op, parameter, other)
    return treadmill


def _enter(treadmill: Treadmill, now: Nanoseconds, phase: Phase) -> Treadmill:
    """Return the treadmill in another phase: its clock and 2AD3 follow."""
    machine = treadmill.machine
    runs = phase is Phase.MOVING or (
        phase in _SLOWING
        and machine.telemetry.elapsed_runs_while_slowing
        and treadmill.phase is not Phase.COUNTDOWN
    )
    counters = treadmill.counters
    if counters.elapsed_since is not None:
        counters = counters._replace(
            elapsed=counters.elapsed + now - counters.elapsed_since, elapsed_since=None
        )
    if runs:
        counters = counters._replace(elapsed_since=now)
    training = machine.status.training
    changed = training[phase] != training[treadmill.phase]
    telemetry, frozen = machine.telemetry, treadmill.frozen
    if telemetry.frozen_in:
        frozen = shown_speed(treadmill, now) if phase in telemetry.frozen_in else None
    treadmill = treadmill._replace(
        phase=phase,
        phase_since=now,
        counters=counters,
        frozen=frozen,
        silent=telemetry.silent or phase in telemetry.falls_silent_in,
    )
    if changed:
        value = machine.status.told(phase, ATT_PAYLOAD)
        treadmill = put_down(treadmill, now + machine.status.lag, Send(gatt.TRAINING_STATUS, value))
    return _with_whim(treadmill, now)


def _with_whim(treadmill: Treadmill, now: Nanoseconds) -> Treadmill:
    """Return the treadmill with what it will do of itself if it is left in this phase."""
    motion = treadmill.machine.motion
    after = motion.halts_itself_after
    if after is not None and treadmill.phase is Phase.MOVING:
        return put_down(treadmill, now + after, Whim(motion.halts_itself_into, now))
    after = motion.restarts_itself_after
    if after is not None and treadmill.phase in _AT_REST:
        return put_down(treadmill, now + after, Whim(Phase.COUNTDOWN, now))
    return treadmill


def follow_whim(treadmill: Treadmill, now: Nanoseconds, whim: Whim) -> Treadmill:
    """Return the treadmill started or halted by nobody, if it is still where it was."""
    if treadmill.phase_since != whim.since:
        return treadmill
    if whim.into is Phase.COUNTDOWN:
        return start(treadmill, now, by_console=True) or treadmill
    return console_halt(treadmill, now, whim.into)


def console_halt(treadmill: Treadmill, now: Nanoseconds, into: Phase) -> Treadmill:
    """Return the treadmill halted at the machine itself, which tells its client."""
    halting = halt(treadmill, now, into)
    if halting is None:
        return treadmill
    what = b"\x02" if into is Phase.PAUSING else b"\x01"
    when = now + treadmill.machine.status.lag
    return machine_status(halting, when, ftms.StatusOp.STOPPED_OR_PAUSED_BY_USER, what)


def walked(treadmill: Treadmill, now: Nanoseconds, *, on: bool) -> Treadmill:
    """Return the treadmill with its steps counted up to now, and somebody on it or not."""
    treadmill = _counted(treadmill, now)
    treadmill = treadmill._replace(counters=treadmill.counters._replace(walking=on))
    if not treadmill.machine.motion.follows_feet:
        return treadmill
    if on and treadmill.phase is Phase.PAUSED:
        return start(treadmill, now, by_console=True) or treadmill
    return treadmill if on else console_halt(treadmill, now, Phase.PAUSING)


def stepped(treadmill: Treadmill, now: Nanoseconds, cadence: StepsPerMinute | None) -> Treadmill:
    """Return the treadmill with its steps counted up to now, and so many a minute from here."""
    treadmill = _counted(treadmill, now)
    return treadmill._replace(counters=treadmill.counters._replace(cadence=cadence))


def _counted(treadmill: Treadmill, now: Nanoseconds) -> Treadmill:
    return _take_up(treadmill, now, physics.described_at(treadmill.belt, now))


def _take_up(treadmill: Treadmill, now: Nanoseconds, belt: Belt) -> Treadmill:
    """Return the treadmill with its belt on another course (``belt`` is described at now)."""
    counters = treadmill.counters._replace(steps=steps(treadmill, now))
    deck = treadmill.deck
    if deck is not None:
        deck = raising.described_at(deck, now, physics.pieces(treadmill.belt, now))
    return treadmill._replace(belt=belt, counters=counters, deck=deck)


def _look(treadmill: Treadmill, now: Nanoseconds) -> Treadmill:
    """Return the treadmill after it has looked at its belt: phase, echo and next look."""
    shown = felt_speed(treadmill, now)
    if treadmill.machine.telemetry.reports_native_target and shown != treadmill.told:
        treadmill = machine_status(
            treadmill._replace(told=shown),
            now,
            ftms.StatusOp.TARGET_SPEED_CHANGED,
            shown.to_bytes(2, "little"),
        )
    if shown == 0 and treadmill.phase in _SLOWING:
        treadmill = _enter(treadmill, now, _SLOWING[treadmill.phase])
    return treadmill._replace(belt_due=_next_look(treadmill, now, shown))


def _next_look(treadmill: Treadmill, now: int, shown: CentiKmh) -> Nanoseconds | None:
    belt = treadmill.belt
    if treadmill.phase is Phase.COUNTDOWN:
        return belt.begins
    if treadmill.machine.telemetry.reports_native_target:
        step = treadmill.machine.motion.native_step
        if step is None or shown <= belt.target:
            return None
        rung = -(-physics.fine_speed_at(belt, now) // step) - 1
        return physics.crosses_at(belt, rung * step)
    return physics.arrives_at(belt) if treadmill.phase in _SLOWING else None


def start(
    treadmill: Treadmill, now: Nanoseconds, *, by_console: bool, client: int = 0
) -> Treadmill | None:
    """Return the treadmill counting down, or None if it has to be still first."""
    if treadmill.phase in _STARTED and not by_console:
        return _second_start(treadmill, now)
    if treadmill.phase not in _AT_REST or physics.fine_speed_at(treadmill.belt, now):
        return None
    machine = treadmill.machine
    speed = treadmill.target or machine.motion.speeds.minimum
    belt = physics.start(treadmill.belt, now, speed, machine.motion.spin_up)
    treadmill = _take_up(treadmill, now, belt)._replace(
        target=None,
        by_console=by_console,
        by_client=client,
        deaf_until=Nanoseconds(now + machine.control_point.deaf_after_start),
    )
    return _look(_enter(treadmill, now, Phase.COUNTDOWN), now)


def _second_start(treadmill: Treadmill, now: Nanoseconds) -> Treadmill | None:
    motion = treadmill.machine.motion
    match motion.second_start:
        case SecondStart.FAILS:
            return None
        case SecondStart.PAUSES:
            return halt(treadmill, now, Phase.PAUSING)
        case SecondStart.SLOWS:
            return set_target(treadmill, now, motion.speeds.minimum)
        case _:
            assert_never(motion.second_start)


def set_target(treadmill: Treadmill, now: Nanoseconds, target: CentiKmh) -> Treadmill | None:
    """Return the treadmill with a new target, or None while it slows to a standstill.

    A still machine keeps it for the next start; a moving one follows when its motor does.
    """
    if treadmill.phase in _SLOWING:
        return None
    motion = treadmill.machine.motion
    if treadmill.phase in _AT_REST:
        return treadmill if motion.forgets_target_at_rest else treadmill._replace(target=target)
    return put_down(treadmill, now + motion.obeys_after, Aim(target))


def raise_deck(treadmill: Treadmill, now: Nanoseconds, inclination: DeciPercent) -> Treadmill:
    """Return the treadmill with its deck, if it can be raised, on the way; the belt may stand."""
    counted = _counted(treadmill, now)
    if counted.deck is None:
        return treadmill
    return counted._replace(deck=counted.deck._replace(target=inclination))


def halt(treadmill: Treadmill, now: Nanoseconds, into: Phase) -> Treadmill | None:
    """Return the treadmill about to stop or pause, or None if there is nothing to do that to.

    A paused machine can still be stopped: it then forgets where it was.
    """
    if treadmill.phase is Phase.PAUSED and into is Phase.STOPPING:
        if treadmill.machine.motion.stop_in_pause_starts:
            return start(treadmill, now, by_console=False)
        return _enter(treadmill._replace(target=None), now, Phase.STILL)
    if treadmill.phase in _AT_REST:
        return None
    return put_down(treadmill, now + treadmill.machine.motion.obeys_after, Halt(into))


def take_aim(treadmill: Treadmill, now: Nanoseconds, target: CentiKmh) -> Treadmill:
    """Return the treadmill whose motor has taken up a target; a stop in between wins."""
    if treadmill.phase not in _STARTED:
        return treadmill
    belt = physics.aim(treadmill.belt, now, target)
    return _look(_take_up(treadmill, now, belt), now)


def begin_halt(treadmill: Treadmill, now: Nanoseconds, into: Phase) -> Treadmill:
    """Return the treadmill whose motor has begun to stop; a stop turns a pause into a stop."""
    keeps = into is Phase.PAUSING and treadmill.machine.motion.resumes_at_last_target
    if treadmill.phase in _STARTED:
        target = treadmill.belt.target if keeps else None
        belt = physics.stop(treadmill.belt, now)
        treadmill = _take_up(treadmill, now, belt)._replace(target=target)
        return _look(_enter(treadmill, now, into), now)
    if treadmill.phase is Phase.PAUSING and into is Phase.STOPPING:
        return _enter(treadmill._replace(target=None), now, into)
    return treadmill


def pull_safety_key(treadmill: Treadmill, now: Nanoseconds) -> Treadmill:
    """Return the treadmill slowing down at once, with no course left to take up."""
    agenda = tuple(due for due in treadmill.agenda if isinstance(due.what, Send))
    treadmill = treadmill._replace(agenda=agenda)
    treadmill = machine_status(treadmill, now, ftms.StatusOp.STOPPED_BY_SAFETY_KEY)
    return begin_halt(treadmill, now, Phase.STOPPING)


def take_control_away(treadmill: Treadmill, now: Nanoseconds) -> Treadmill:
    """Return the treadmill whose client has no control any more, and is told so."""
    client = controller(treadmill) or 0
    link = treadmill.links[client]._replace(controlled=False)
    treadmill = treadmill.with_link(client, link)
    when = now + treadmill.machine.status.lag
    return machine_status(treadmill, when, ftms.StatusOp.CONTROL_PERMISSION_LOST, client=client)


def controller(treadmill: Treadmill) -> int | None:
    """Return the number of the client that has control; None: nobody has."""
    links = enumerate(treadmill.links)
    return next((client for client, link in links if link.controlled), None)


def look_at_belt(treadmill: Treadmill, now: Nanoseconds) -> Treadmill:
    """Return the treadmill at a moment that it was waiting for: motion, a step, a standstill."""
    if treadmill.phase is not Phase.COUNTDOWN:
        return _look(treadmill, now)
    treadmill = _look(_enter(treadmill, now, Phase.MOVING), now)
    if not treadmill.by_console:
        started = ftms.StatusOp.STARTED_OR_RESUMED_BY_USER
        return tell_others(treadmill, now, treadmill.by_client, started)
    when = now + treadmill.machine.status.lag
    return machine_status(treadmill, when, ftms.StatusOp.STARTED_OR_RESUMED_BY_USER)
