"""The last gate on outgoing bytes. It knows bytes and telemetry, and nothing of the core.

It powers up silent: until a person's start key has been told to it, no motion passes. A stop
passes always. After a stop nothing passes that could make the belt faster (S7), nor
does anything above a ceiling that was told to it: ceilings only come down (law 3).
"""

from __future__ import annotations

from enum import Enum
from typing import Final, NamedTuple

from protocols.ftms import decode_request
from protocols.ftms.control import PAUSE, REQUEST_CONTROL, START, STOP, Op
from protocols.units import MILLISECOND, SECOND, CentiKmh, Nanoseconds

_UP_STEP: Final = 50
"""0.01 km/h (evidence.md 5.2), like ``_DOWN_STEP``. Written anew here: the core may be wrong."""
_DOWN_STEP: Final = 100
_UP_INTERVAL: Final = 2 * SECOND
_FRESH: Final = 4 * SECOND
"""What the slowest machine that is driven may take; a quick one is judged by the core first."""
_PERMIT_LASTS: Final = 12 * SECOND
"""A start key counts for its countdown of 10 s and the time that a busy machine takes."""
_TIMER_GRACE: Final = MILLISECOND
"""Two steps 2 s apart may be judged a timer's rounding early; never by more."""


class Latch(Enum):
    """What has been stopped."""

    OPEN = "open"
    """Nothing was stopped since the last permitted start."""
    PAUSED = "paused"
    """A stop went out; a person's start key may open the latch while the belt is still."""
    FINAL = "final"
    """The session's last stop went out; nothing opens the latch."""


class Verdict(NamedTuple):
    """What became of the bytes: ``why`` is "admitted", or says what speaks against them."""

    admitted: bool
    why: str


class Guard(NamedTuple):
    """All that it knows; None: not told yet. ``limit``: the lower of cap and machine's highest."""

    minimum: CentiKmh
    limit: CentiKmh
    latch: Latch = Latch.OPEN
    permit_until: Nanoseconds | None = None
    """Until when the one Start that a person asked for may pass; None: nobody has."""
    speed: CentiKmh | None = None
    seen_at: Nanoseconds | None = None
    target: CentiKmh | None = None
    """The last target that passed since the last Start; None: none has."""
    up_at: Nanoseconds | None = None
    before: tuple[CentiKmh | None, Nanoseconds | None] = (None, None)
    """What ``target`` and ``up_at`` go back to if a step up that passed is not taken."""
    ceiling: CentiKmh | None = None
    """The lowest of all that were told; a target above it passes only on the way down to it."""


_ADMITTED: Final = Verdict(admitted=True, why="admitted")


def see(guard: Guard, speed: CentiKmh, now: Nanoseconds) -> Guard:
    """Take note of the speed in a frame of telemetry."""
    return guard._replace(speed=speed, seen_at=now)


def permit_start(guard: Guard, now: Nanoseconds) -> Guard:
    """Take note of a person's start key; a final latch stays shut."""
    if guard.latch is Latch.FINAL:
        return guard
    return guard._replace(permit_until=Nanoseconds(now + _PERMIT_LASTS))


def withdraw_start(guard: Guard) -> Guard:
    """Take note that the start was called off."""
    return guard._replace(permit_until=None)


def seal(guard: Guard) -> Guard:
    """Take note that the session is to stop for good: no start key counts from here on."""
    return guard._replace(latch=Latch.FINAL, permit_until=None)


def not_taken(guard: Guard) -> Guard:
    """Take note that the radio, or the machine, refused the last target that passed.

    A step up may pass once more, as if for the first time; a slower target stands all the same.
    """
    target, up_at = guard.before
    return guard._replace(target=target, up_at=up_at)


def lower(guard: Guard, ceiling: CentiKmh) -> Guard:
    """Take note of a ceiling; one that is not below the last one changes nothing."""
    if guard.ceiling is not None and ceiling >= guard.ceiling:
        return guard
    return guard._replace(ceiling=ceiling)


def judge(guard: Guard, data: bytes, now: Nanoseconds) -> tuple[Guard, Verdict]:
    """Judge one write to the control point.

    Args:
        guard: what is known.
        data: the bytes that are about to leave.
        now: nanoseconds since the session began.

    Returns:
        The guard after it, and the verdict; on a refusal the guard is unchanged.
    """
    if data == STOP:
        latch = Latch.FINAL if guard.latch is Latch.FINAL else Latch.PAUSED
        return guard._replace(latch=latch, permit_until=None), _ADMITTED
    if data == REQUEST_CONTROL:
        return guard, _ADMITTED
    why = _against(guard, data, now)
    if why is not None:
        return guard, Verdict(admitted=False, why=why)
    if data == START:
        opened = guard._replace(latch=Latch.OPEN, permit_until=None, target=None, up_at=None)
        return opened._replace(before=(None, None)), _ADMITTED
    request = decode_request(data)
    target = None if request is None else request.target_speed
    if target is None:
        return guard, _ADMITTED
    faster = target > base(guard)
    up_at = now if faster else guard.up_at
    before = (guard.target if faster else target, guard.up_at)
    return guard._replace(target=target, up_at=up_at, before=before), _ADMITTED


def _against(guard: Guard, data: bytes, now: Nanoseconds) -> str | None:
    """Return what speaks against the bytes, or None."""
    fresh = guard.seen_at is not None and now - guard.seen_at < _FRESH
    seen_moving = fresh and bool(guard.speed)
    if data == START:
        return _against_start(guard, fresh=fresh, now=now)
    if data == PAUSE:
        stopped = guard.latch is not Latch.OPEN
        return None if stopped and seen_moving else "a pause only when a stop did not work"
    request = decode_request(data)
    if request is None or request.op != Op.SET_TARGET_SPEED or len(data) != 3:
        return "not a command that this program sends"
    target = request.target_speed
    if target is None or not guard.minimum <= target <= guard.limit:
        return "outside of the machine's range or above the runner's cap"
    if not seen_moving:
        return "no target without telemetry that shows motion"
    if guard.latch is not Latch.OPEN:
        return None if target <= base(guard) else "no motion command after a stop"
    if guard.ceiling is not None and max(guard.ceiling, base(guard), guard.minimum) < target:
        return "faster, and above a ceiling"
    return _against_step(guard, target, now)


def _against_start(guard: Guard, *, fresh: bool, now: Nanoseconds) -> str | None:
    if guard.permit_until is None or now > guard.permit_until:
        return "nobody pressed start"
    if guard.latch is Latch.FINAL:
        return "no motion command after a stop"
    return None if fresh and guard.speed == 0 else "the belt is not seen to stand"


def _against_step(guard: Guard, target: CentiKmh, now: Nanoseconds) -> str | None:
    """Judge the size and the spacing of a step while the belt is driven."""
    reference = guard.target if guard.target is not None else guard.speed or CentiKmh(0)
    if target > reference:
        if target - reference > _UP_STEP:
            return "a step up of more than 0.5 km/h"
        if guard.up_at is not None and now - guard.up_at < _UP_INTERVAL - _TIMER_GRACE:
            return "two steps up within 2 s"
        return None
    if target > base(guard):
        return "faster than the belt, and no step up"
    lowest = lowest_next(guard)
    if lowest is not None and target < lowest:
        return "a step down of more than 1.0 km/h"
    return None


def lowest_next(guard: Guard) -> CentiKmh | None:
    """Return the lowest target that the next step down may have; None after a stop: any."""
    if guard.latch is not Latch.OPEN or guard.speed is None:
        return None
    return CentiKmh(base(guard) - _DOWN_STEP)


def base(guard: Guard) -> CentiKmh:
    """Return the speed above which a target is motion: the least of last seen and last asked."""
    seen = guard.speed or CentiKmh(0)
    return seen if guard.target is None else min(seen, guard.target)
