"""The control point's server side: what a machine answers, and what it then does.

FTMS v1.0 section 4.16 as told in ftms.md 2.6 for a strict machine; a lax one answers success to
whatever it is sent, wanted or not (quirk 16). Both obey at once and answer later, so that an
answer says nothing about the belt.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from protocols import ftms, gatt
from protocols.ftms import Op, Result
from simulators import drive
from simulators.machine import Phase
from simulators.state import HungUp, Output, Refused, Send, Treadmill

if TYPE_CHECKING:
    from protocols.units import Nanoseconds

_INVALID_LENGTH: Final = Refused(0x0D)
_CCCD_IMPROPERLY_CONFIGURED: Final = Refused(0xFD)
_PROCEDURE_ALREADY_IN_PROGRESS: Final = Refused(0xFE)

_OPS: Final = frozenset(
    {Op.REQUEST_CONTROL, Op.RESET, Op.SET_TARGET_SPEED, Op.START_OR_RESUME, Op.STOP_OR_PAUSE}
)
_CONTROL_INFORMATION: Final = {1: Phase.STOPPING, 2: Phase.PAUSING}

_Outcome = tuple[Treadmill, Result]


def written(treadmill: Treadmill, now: Nanoseconds, data: bytes, out: list[Output]) -> Treadmill:
    """Return the treadmill after a write to 2AD9; an ATT error goes to ``out``."""
    machine = treadmill.machine
    if machine.control_point.busy_every:
        treadmill = treadmill._replace(writes=treadmill.writes + 1)
    refusal = _refusal(treadmill, data)
    if refusal is not None:
        out.append(refusal)
        return treadmill
    request = ftms.decode_request(data)
    if request is None:
        return treadmill
    if _hangs_up(treadmill, request):
        out.append(HungUp())
        return treadmill
    result = Result.SUCCESS
    if now >= treadmill.deaf_until and not data.startswith(machine.control_point.ignores):
        treadmill, result = _obey(treadmill, now, request)
    if not machine.control_point.strict:
        result = Result.SUCCESS
    if request.op in machine.control_point.never_answers:
        return treadmill
    return _answered(treadmill, now, request.op, result)


def _answered(treadmill: Treadmill, now: Nanoseconds, op: int, result: Result) -> Treadmill:
    row = treadmill.machine.control_point
    op = op if row.answers_as is None else row.answers_as
    answer = Send(gatt.CONTROL_POINT, ftms.encode_response(op, result, row.answer_trailing))
    for _ in range(row.answer_times):
        treadmill = drive.put_down(treadmill, now + row.answers_after, answer)
    return treadmill


def _hangs_up(treadmill: Treadmill, request: ftms.Request) -> bool:
    return (
        treadmill.machine.control_point.early_target_drops_link
        and request.op == Op.SET_TARGET_SPEED
        and treadmill.phase is Phase.COUNTDOWN
    )


def _refusal(treadmill: Treadmill, data: bytes) -> Refused | None:
    row = treadmill.machine.control_point
    if row.busy_every and treadmill.writes % row.busy_every == 0:
        return _PROCEDURE_ALREADY_IN_PROGRESS
    if not row.strict:
        return None
    if not data:
        return _INVALID_LENGTH
    if gatt.CONTROL_POINT not in treadmill.link.subscribed:
        return _CCCD_IMPROPERLY_CONFIGURED
    for due in treadmill.agenda:
        if isinstance(due.what, Send) and due.what.characteristic == gatt.CONTROL_POINT:
            return _PROCEDURE_ALREADY_IN_PROGRESS
    return None


def _obey(treadmill: Treadmill, now: Nanoseconds, request: ftms.Request) -> _Outcome:
    if request.op not in _OPS or not treadmill.machine.control_point.obeys:
        return treadmill, Result.OP_CODE_NOT_SUPPORTED
    if treadmill.machine.control_point.refuses and _is_refused(treadmill, request):
        return treadmill, Result.OP_CODE_NOT_SUPPORTED
    needs_control = treadmill.machine.control_point.needs_control
    if needs_control and not treadmill.link.controlled and request.op != Op.REQUEST_CONTROL:
        return treadmill, Result.CONTROL_NOT_PERMITTED
    match request.op:
        case Op.SET_TARGET_SPEED:
            return _set_target_speed(treadmill, now, request)
        case Op.STOP_OR_PAUSE:
            return _stop_or_pause(treadmill, now, request)
        case Op.START_OR_RESUME:
            return _start(treadmill, now)
        case _:
            take = request.op == Op.REQUEST_CONTROL
            treadmill = treadmill if take else _reset(treadmill, now)
            requests = treadmill.link.control_requests + take
            link = treadmill.link._replace(controlled=take, control_requests=requests)
            return treadmill._replace(link=link), Result.SUCCESS


def _is_refused(treadmill: Treadmill, request: ftms.Request) -> bool:
    data = bytes((request.op,)) + request.parameter
    return data.startswith(treadmill.machine.control_point.refuses)


def _start(treadmill: Treadmill, now: Nanoseconds) -> _Outcome:
    row = treadmill.machine.control_point
    held = row.needs_reset and not treadmill.was_reset
    if held or treadmill.link.control_requests < row.control_requests_before_start:
        return treadmill, Result.OPERATION_FAILED
    return _done(treadmill, drive.start(treadmill, now, by_console=False))


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


def _stop_or_pause(treadmill: Treadmill, now: Nanoseconds, request: ftms.Request) -> _Outcome:
    into = _CONTROL_INFORMATION.get(request.control_information or 0)
    if into is None:
        return treadmill, Result.INVALID_PARAMETER
    halting = drive.halt(treadmill, now, into)
    if halting is not None and treadmill.machine.control_point.stop_takes_control:
        halting = halting._replace(link=halting.link._replace(controlled=False))
    return _done(treadmill, halting)


def _reset(treadmill: Treadmill, now: Nanoseconds) -> Treadmill:
    """Return the treadmill on its way to Idle, its target forgotten."""
    halting = drive.halt(treadmill, now, Phase.STOPPING) or treadmill
    return halting._replace(target=None, was_reset=True)
