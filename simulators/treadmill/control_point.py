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
from simulators.treadmill import drive, effort
from simulators.treadmill.machine import Phase
from simulators.treadmill.state import HungUp, Output, Refused, Send, Treadmill

if TYPE_CHECKING:
    from protocols.units import Nanoseconds
    from simulators.treadmill.machine import MachineProfile

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
    if machine.control_point.busy_every:
        treadmill = treadmill._replace(writes=treadmill.writes + 1)
    refusal = _refusal(treadmill, data, client)
    if refusal is not None:
        out.append(refusal)
        return treadmill
    request = ftms.decode_request(data)
    if request is None:
        return treadmill
    if _hangs_up(treadmill, request):
        out.append(HungUp(client))
        return treadmill
    result = Result.SUCCESS
    if now >= treadmill.deaf_until and not data.startswith(machine.control_point.ignores):
        treadmill, result = _obey(treadmill, now, request, client)
        if treadmill.further and result is Result.SUCCESS:
            treadmill = _others_told(treadmill, now, request, client)
    if not machine.control_point.strict:
        result = Result.SUCCESS
    if request.op in machine.control_point.never_answers:
        return treadmill
    return _answered(treadmill, now, client, request.op, result)


def _answered(
    treadmill: Treadmill, now: Nanoseconds, client: int, op: int, result: Result
) -> Treadmill:
    row = treadmill.machine.control_point
    op = op if row.answers_as is None else row.answers_as
    response = ftms.encode_response(op, result, row.answer_trailing)
    answer = Send(gatt.CONTROL_POINT, response, client)
    for _ in range(row.answer_times):
        treadmill = drive.put_down(treadmill, now + row.answers_after, answer)
    return treadmill


def _hangs_up(treadmill: Treadmill, request: ftms.Request) -> bool:
    return (
        treadmill.machine.control_point.early_target_drops_link
        and request.op == Op.SET_TARGET_SPEED
        and treadmill.phase is Phase.COUNTDOWN
    )


def _refusal(treadmill: Treadmill, data: bytes, client: int) -> Refused | None:
    row = treadmill.machine.control_point
    if row.busy_every and treadmill.writes % row.busy_every == 0:
        return _PROCEDURE_ALREADY_IN_PROGRESS
    if not row.strict:
        return None
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


def _forbidden(treadmill: Treadmill, request: ftms.Request, client: int) -> Result | None:
    """Return why nothing is done, whatever the state: not supported, or not permitted."""
    row = treadmill.machine.control_point
    if not _has(treadmill.machine, request.op) or not row.obeys:
        return Result.OP_CODE_NOT_SUPPORTED
    if row.refuses and _is_refused(treadmill, request):
        return Result.OP_CODE_NOT_SUPPORTED
    if request.op == Op.REQUEST_CONTROL:
        mine = drive.controller(treadmill) in (None, client)
    else:
        mine = treadmill.links[client].controlled or not row.needs_control
    return None if mine else Result.CONTROL_NOT_PERMITTED


def _obey(treadmill: Treadmill, now: Nanoseconds, request: ftms.Request, client: int) -> _Outcome:
    forbidden = _forbidden(treadmill, request, client)
    if forbidden is not None:
        return treadmill, forbidden
    match request.op:
        case Op.SET_TARGET_SPEED:
            return _set_target_speed(treadmill, now, request)
        case Op.STOP_OR_PAUSE:
            return _stop_or_pause(treadmill, now, request, client)
        case Op.START_OR_RESUME:
            return _start(treadmill, now, client)
        case Op.SET_TARGET_INCLINATION:
            return _set_target_inclination(treadmill, now, request)
        case Op.SET_TARGET_HEART_RATE:
            return _set_target_heart_rate(treadmill, now, request)
        case _:
            take = request.op == Op.REQUEST_CONTROL
            treadmill = treadmill if take else _reset(treadmill, now)
            link = treadmill.links[client]
            requests = link.control_requests + take
            link = link._replace(controlled=take, control_requests=requests)
            return treadmill.with_link(client, link), Result.SUCCESS


def _others_told(
    treadmill: Treadmill, now: Nanoseconds, request: ftms.Request, client: int
) -> Treadmill:
    """Return the treadmill that tells its other clients; of a start, when the belt begins."""
    told = _TOLD.get(request.op)
    if told is None:
        return treadmill
    status, length = told
    return drive.tell_others(treadmill, now, client, status, request.parameter[:length])


def _is_refused(treadmill: Treadmill, request: ftms.Request) -> bool:
    data = bytes((request.op,)) + request.parameter
    return data.startswith(treadmill.machine.control_point.refuses)


def _start(treadmill: Treadmill, now: Nanoseconds, client: int) -> _Outcome:
    row = treadmill.machine.control_point
    held = row.needs_reset and not treadmill.was_reset
    asked = treadmill.links[client].control_requests
    if held or asked < row.control_requests_before_start:
        return treadmill, Result.OPERATION_FAILED
    return _done(treadmill, drive.start(treadmill, now, by_console=False, client=client))


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
    speed = machine.nearest(machine.meant(target))
    return _done(treadmill, drive.set_target(treadmill, now, speed))


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


def _stop_or_pause(
    treadmill: Treadmill, now: Nanoseconds, request: ftms.Request, client: int
) -> _Outcome:
    into = _CONTROL_INFORMATION.get(request.control_information or 0)
    if into is None:
        return treadmill, Result.INVALID_PARAMETER
    halting = drive.halt(treadmill, now, into)
    if halting is not None and treadmill.machine.control_point.stop_takes_control:
        link = halting.links[client]._replace(controlled=False)
        halting = halting.with_link(client, link)
    return _done(treadmill, halting)


def _reset(treadmill: Treadmill, now: Nanoseconds) -> Treadmill:
    """Return the treadmill on its way to Idle, its target forgotten, its deck to be level."""
    treadmill = drive.raise_deck(treadmill, now, DeciPercent(0))
    halting = drive.halt(treadmill, now, Phase.STOPPING) or treadmill
    return halting._replace(target=None, was_reset=True)
