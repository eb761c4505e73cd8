"""The belt: rule 1, everything that moves it is in this file, and nothing here reads a clock.

A belt is a countdown, a ramp and a steady stretch, one behind the other. It is described once,
when somebody changes it, and answers for any later moment by formula, so it does not matter
how often or when it is asked.

Numbers are whole. A rate in 0.01 km/h per second times a span in nanoseconds is a whole number
of *fine* units, 10^-9 of 0.01 km/h, so speed and distance lose nothing on the way. Only three
things are rounded: the moment of arrival, up to a whole nanosecond; `speed_at`, up to 0.01 km/h,
because a belt that is called still must be still; and `metres`, down, as a treadmill counts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from protocols.units import CentiKmh, Nanoseconds

FINE: Final = 1_000_000_000
"""Fine speed units in 0.01 km/h."""

_PER_METRE: Final = 2 * 360 * FINE * 1_000_000_000
"""Twice fine speed times nanoseconds, in a metre: 0.01 km/h is 1/360 m/s, areas are doubled."""


@dataclass(frozen=True, slots=True)
class Belt:
    """A belt that heads for ``target``, described at the moment ``since``."""

    acceleration: int
    """0.01 km/h per second, like ``deceleration``; both are positive."""
    deceleration: int
    since: Nanoseconds = Nanoseconds(0)
    speed: int = 0
    """At ``since``, in fine units."""
    begins: Nanoseconds = Nanoseconds(0)
    """Until then ``speed`` is kept: the countdown after a start."""
    target: CentiKmh = CentiKmh(0)
    travelled: int = 0
    """Up to ``since``, in 1/`_PER_METRE` metres."""


class Piece(NamedTuple):
    """A stretch of belt on which the speed is a straight line."""

    duration: int
    """Nanoseconds."""
    first: int
    """Speed at its beginning, in fine units."""
    last: int


def _rate(belt: Belt) -> int:
    """Return the signed rate of the ramp, in 0.01 km/h per second."""
    return belt.acceleration if belt.target * FINE >= belt.speed else -belt.deceleration


def crosses_at(belt: Belt, speed: int) -> Nanoseconds:
    """Return the first whole nanosecond at which the ramp has reached ``speed`` (fine units)."""
    rate = _rate(belt)
    return Nanoseconds(belt.begins - (belt.speed - speed) // rate)


def arrives_at(belt: Belt) -> Nanoseconds:
    """Return the first moment at which the belt runs at its target, or stands still at zero."""
    return crosses_at(belt, belt.target * FINE)


def fine_speed_at(belt: Belt, now: int) -> int:
    """Return the speed at ``now`` (not before ``belt.since``) in fine units."""
    if now <= belt.begins:
        return belt.speed
    target = belt.target * FINE
    if belt.speed == target:
        return target
    if target > belt.speed:
        return min(target, belt.speed + belt.acceleration * (now - belt.begins))
    return max(target, belt.speed - belt.deceleration * (now - belt.begins))


def speed_at(belt: Belt, now: int) -> CentiKmh:
    """Return the speed at ``now``, rounded up: zero means that the belt stands still."""
    return CentiKmh(-(-fine_speed_at(belt, now) // FINE))


def pieces(belt: Belt, now: int) -> list[Piece]:
    """Return the straight stretches from ``belt.since`` to ``now``."""
    first = belt.speed
    target = belt.target * FINE
    if first == target:
        return [Piece(now - belt.since, first, first)]
    if now <= belt.begins:
        return [Piece(now - belt.since, first, first)]
    found = [Piece(belt.begins - belt.since, first, first)]
    arrival = arrives_at(belt)
    if now <= arrival:
        found.append(Piece(now - belt.begins, first, fine_speed_at(belt, now)))
        return found
    found.append(Piece(arrival - belt.begins, first, target))
    found.append(Piece(now - arrival, target, target))
    return found


def _travelled(belt: Belt, now: int) -> int:
    travelled = belt.travelled
    for duration, first, last in pieces(belt, now):
        travelled += duration * (first + last)
    return travelled


def metres(belt: Belt, now: int) -> int:
    """Return the whole metres of belt that have passed, the integral of its speed."""
    return millimetres(belt, now) // 1000


def millimetres(belt: Belt, now: int) -> int:
    """Return the same in whole millimetres."""
    return _travelled(belt, now) * 1000 // _PER_METRE


def described_at(belt: Belt, now: Nanoseconds) -> Belt:
    """Return the same belt, on the same course, described from ``now`` on."""
    return replace(
        belt,
        since=now,
        speed=fine_speed_at(belt, now),
        begins=max(now, belt.begins),
        travelled=_travelled(belt, now),
    )


def start(belt: Belt, now: Nanoseconds, speed: CentiKmh, spin_up: Nanoseconds) -> Belt:
    """Return a belt that stands still for ``spin_up`` and then makes for ``speed``.

    Raises:
        ValueError: the belt is moving. A machine does not count down on a moving belt.
    """
    if fine_speed_at(belt, now):
        raise ValueError("a belt can only be started from a standstill")
    begins = Nanoseconds(now + spin_up)
    return replace(described_at(belt, now), begins=begins, target=speed)


def aim(belt: Belt, now: Nanoseconds, target: CentiKmh) -> Belt:
    """Return a belt that makes for another target; a countdown that runs, runs on."""
    return replace(described_at(belt, now), target=target)


def stop(belt: Belt, now: Nanoseconds) -> Belt:
    """Return a belt that comes to a standstill, or does not even begin after its countdown."""
    return aim(belt, now, CentiKmh(0))
