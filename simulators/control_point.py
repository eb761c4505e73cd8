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
from simulators.state import Output, Refused, Send, Treadmill

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
    refusal = _refusal(treadmill, data) if machine.control_point.strict else None
    if refusal is not None:
        out.append(refusal)
        return treadmill
    request = ftms.decode_request(data)
    if request is None:
        return treadmill
    result = Result.SUCCESS
    if now >= treadmill.deaf_until:
        treadmill, result = _obey(treadmill, now, request)
    if not machine.control_point.strict:
        result = Result.SUCCESS
    if request.op in machine.control_point.never_answers:
        return treadmill
    answer = Send(gatt.CONTROL_POINT, ftms.encode_response(request.op, result))
    return drive.put_down(treadmill, now + machine.control_point.answers_after, answer)


def _refusal(treadmill: Treadmill, data: bytes) -> Refused | None:
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
    needs_control = treadmill.machine.control_point.needs_control
    if needs_control and not treadmill.link.controlled and request.op != Op.REQUEST_CONTROL:
        return treadmill, Result.CONTROL_NOT_PERMITTED
    match request.op:
        case Op.SET_TARGET_SPEED:
            return _set_target_speed(treadmill, now, request)
        case Op.STOP_OR_PAUSE:
            return _stop_or_pause(treadmill, now, request)
        case Op.START_OR_RESUME:
            return _done(treadmill, drive.start(treadmill, now, by_console=False))
        case _:
            take = request.op == Op.REQUEST_CONTROL
            treadmill = treadmill if take else _reset(treadmill, now)
            link = treadmill.link._replace(controlled=take)
            return treadmill._replace(link=link), Result.SUCCESS


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


def _stop_or_pause(treadmill: Treadmill, now: Nanoseconds, request: ftms.Request) -> _Outcome:
    into = _CONTROL_INFORMATION.get(request.control_information or 0)
    if into is None:
        return treadmill, Result.INVALID_PARAMETER
    return _done(treadmill, drive.halt(treadmill, now, into))


def _reset(treadmill: Treadmill, now: Nanoseconds) -> Treadmill:
    """Return the treadmill on its way to Idle, its target forgotten."""
    return (drive.halt(treadmill, now, Phase.STOPPING) or treadmill)._replace(target=None)
