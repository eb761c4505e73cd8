"""The control point's server side: what a machine answers, and what it then does.

FTMS v1.0 section 4.16 as told in ftms.md 2.6 for a strict machine; a lax one answers success to
whatever it is sent, wanted or not (quirk 16). Both obey at once and answer later, so that an
answer says nothing about the belt.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from protocols import ftms, gatt
from protocols.ftms import Op, Result, StatusOp
from protocols.units import DeciPercent
from simulators import drive, effort
from simulators.machine import Phase
from simulators.state import Output, Refused, Send, Treadmill

if TYPE_CHECKING:
    from protocols.units import Nanoseconds
    from simulators.machine import MachineProfile

_INVALID_LENGTH: Final = Refused(0x0D)
_CCCD_IMPROPERLY_CONFIGURED: Final = Refused(0xFD)
_PROCEDURE_ALREADY_IN_PROGRESS: Final = Refused(0xFE)

_OPS: Final = frozenset(
    {Op.REQUEST_CONTROL, Op.RESET, Op.SET_TARGET_SPEED, Op.START_OR_RESUME, Op.STOP_OR_PAUSE}
)
"""What every machine has; the deck and the heart are up to it."""
_CONTROL_INFORMATION: Final = {1: Phase.STOPPING, 2: Phase.PAUSING}

_TOLD: Final[dict[int, tuple[StatusOp, int]]] = {
    Op.RESET: (StatusOp.RESET, 0),
    Op.SET_TARGET_SPEED: (StatusOp.TARGET_SPEED_CHANGED, 2),
    Op.SET_TARGET_INCLINATION: (StatusOp.TARGET_INCLINATION_CHANGED, 2),
    Op.SET_TARGET_HEART_RATE: (StatusOp.TARGET_HEART_RATE_CHANGED, 1),
    Op.STOP_OR_PAUSE: (StatusOp.STOPPED_OR_PAUSED_BY_USER, 1),
}
"""The status that tells of what a client did, and how much of its parameter goes with it."""

_Outcome = tuple[Treadmill, Result]


def written(
    treadmill: Treadmill, now: Nanoseconds, data: bytes, client: int, out: list[Output]
) -> Treadmill:
    """Return the treadmill after a client's write to 2AD9; an ATT error goes to ``out``."""
    machine = treadmill.machine
    refusal = _refusal(treadmill, data, client) if machine.control_point.strict else None
    if refusal is not None:
        out.append(refusal)
        return treadmill
    request = ftms.decode_request(data)
    if request is None:
        return treadmill
    result = Result.SUCCESS
    if now >= treadmill.deaf_until:
        treadmill, result = _obey(treadmill, now, request, client)
        if treadmill.further and result is Result.SUCCESS:
            treadmill = _others_told(treadmill, now, request, client)
    if not machine.control_point.strict:
        result = Result.SUCCESS
    if request.op in machine.control_point.never_answers:
        return treadmill
    answer = Send(gatt.CONTROL_POINT, ftms.encode_response(request.op, result), client)
    return drive.put_down(treadmill, now + machine.control_point.answers_after, answer)


def _refusal(treadmill: Treadmill, data: bytes, client: int) -> Refused | None:
    if not data:
        return _INVALID_LENGTH
    if gatt.CONTROL_POINT not in treadmill.links[client].subscribed:
        return _CCCD_IMPROPERLY_CONFIGURED
    for due in treadmill.agenda:
        what = due.what
        if not isinstance(what, Send) or what.client != client:
            continue
        if what.characteristic == gatt.CONTROL_POINT:
            return _PROCEDURE_ALREADY_IN_PROGRESS
    return None


def _has(machine: MachineProfile, op: int) -> bool:
    """Return whether the machine can do what an op code asks for."""
    match op:
        case Op.SET_TARGET_INCLINATION:
            return machine.raising is not None
        case Op.SET_TARGET_HEART_RATE:
            return machine.control_point.heart_rates is not None
        case _:
            return op in _OPS


def _obey(treadmill: Treadmill, now: Nanoseconds, request: ftms.Request, client: int) -> _Outcome:
    machine = treadmill.machine
    if not _has(machine, request.op) or not machine.control_point.obeys:
        return treadmill, Result.OP_CODE_NOT_SUPPORTED
    link = treadmill.links[client]
    if request.op == Op.REQUEST_CONTROL:
        if drive.controller(treadmill) not in (None, client):
            return treadmill, Result.CONTROL_NOT_PERMITTED
        return treadmill.with_link(client, link._replace(controlled=True)), Result.SUCCESS
    if machine.control_point.needs_control and not link.controlled:
        return treadmill, Result.CONTROL_NOT_PERMITTED
    match request.op:
        case Op.SET_TARGET_SPEED:
            return _set_target_speed(treadmill, now, request)
        case Op.STOP_OR_PAUSE:
            return _stop_or_pause(treadmill, now, request)
        case Op.START_OR_RESUME:
            return _done(treadmill, drive.start(treadmill, now, by_console=False, client=client))
        case Op.SET_TARGET_INCLINATION:
            return _set_target_inclination(treadmill, now, request)
        case Op.SET_TARGET_HEART_RATE:
            return _set_target_heart_rate(treadmill, now, request)
        case _:
            treadmill = _reset(treadmill, now)
            return treadmill.with_link(client, link._replace(controlled=False)), Result.SUCCESS


def _others_told(
    treadmill: Treadmill, now: Nanoseconds, request: ftms.Request, client: int
) -> Treadmill:
    """Return the treadmill that tells its other clients; of a start, when the belt begins."""
    told = _TOLD.get(request.op)
    if told is None:
        return treadmill
    status, length = told
    return drive.tell_others(treadmill, now, client, status, request.parameter[:length])


def _done(before: Treadmill, after: Treadmill | None) -> _Outcome:
    """Return what was done, or the failure of a machine that could not do it in this state."""
    return (before, Result.OPERATION_FAILED) if after is None else (after, Result.SUCCESS)


def _set_target_speed(treadmill: Treadmill, now: Nanoseconds, request: ftms.Request) -> _Outcome:
    machine = treadmill.machine
    target = request.target_speed
    strict = machine.control_point.strict
    if target is None or (strict and not machine.on_grid(target)):
        return treadmill, Result.INVALID_PARAMETER
    if treadmill.disobeys:
        return treadmill, Result.SUCCESS
    return _done(treadmill, drive.set_target(treadmill, now, machine.nearest(target)))


def _set_target_inclination(
    treadmill: Treadmill, now: Nanoseconds, request: ftms.Request
) -> _Outcome:
    raising, target = treadmill.machine.raising, request.target_inclination
    if target is None or raising is None:
        return treadmill, Result.INVALID_PARAMETER
    if treadmill.machine.control_point.strict and not raising.on_grid(target):
        return treadmill, Result.INVALID_PARAMETER
    return drive.raise_deck(treadmill, now, raising.within(target)), Result.SUCCESS


def _set_target_heart_rate(
    treadmill: Treadmill, now: Nanoseconds, request: ftms.Request
) -> _Outcome:
    heart_rates, target = treadmill.machine.control_point.heart_rates, request.target_heart_rate
    if target is None or heart_rates is None:
        return treadmill, Result.INVALID_PARAMETER
    if not heart_rates.minimum <= target <= heart_rates.maximum:
        return treadmill, Result.INVALID_PARAMETER
    speed = treadmill.machine.nearest(effort.speed_for(target))
    return _done(treadmill, drive.set_target(treadmill, now, speed))


def _stop_or_pause(treadmill: Treadmill, now: Nanoseconds, request: ftms.Request) -> _Outcome:
    into = _CONTROL_INFORMATION.get(request.control_information or 0)
    if into is None:
        return treadmill, Result.INVALID_PARAMETER
    return _done(treadmill, drive.halt(treadmill, now, into))


def _reset(treadmill: Treadmill, now: Nanoseconds) -> Treadmill:
    """Return the treadmill on its way to Idle, its target forgotten, its deck to be level."""
    treadmill = drive.raise_deck(treadmill, now, DeciPercent(0))
    return (drive.halt(treadmill, now, Phase.STOPPING) or treadmill)._replace(target=None)
