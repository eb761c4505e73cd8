"""Before a start: can this machine do what this session asks of it?"""

from __future__ import annotations

from controller.core.numbers import UP_STEP, USER_CAP
from controller.core.timeline import Program
from protocols.ftms import decode_speed_range
from protocols.gatt import SUPPORTED_SPEED_RANGE
from protocols.link import Machine
from protocols.units import SpeedRange, kmh


class NotPossible(Exception):  # noqa: N818  # blame is in the name (design.md law 9)
    """This machine cannot run this session; one sentence that says what is possible."""


def speed_range_of(machine: Machine) -> SpeedRange:
    """Return what the machine says that its belt can do.

    Raises:
        NotPossible: it does not say.
    """
    found = decode_speed_range(machine.reads.get(SUPPORTED_SPEED_RANGE, b""))
    if found is None:
        raise NotPossible(
            f"{_called(machine)} does not say which speeds it can go, so it cannot be controlled; "
            "use its own console."
        )
    return found


def admit(program: Program, machine: Machine) -> SpeedRange:
    """Return the machine's range if every speed of the session lies in it.

    Raises:
        NotPossible: a speed does not, or the machine's steps are too coarse for a ramp.
    """
    offered = speed_range_of(machine)
    fastest = max(segment.speed for segment in program.segments)
    slowest = min(segment.speed for segment in program.segments)
    top = min(offered.maximum, USER_CAP)
    possible = f"{_called(machine)} goes from {kmh(offered.minimum)} to {kmh(top)} km/h"
    if fastest > top:
        raise NotPossible(
            f"this session needs {kmh(fastest)} km/h and {possible}; "
            "choose a plan that only walks, or another treadmill."
        )
    if slowest < offered.minimum:
        raise NotPossible(f"this session needs {kmh(slowest)} km/h and {possible}.")
    if offered.increment > UP_STEP:
        raise NotPossible(
            f"{_called(machine)} changes its speed in steps of {kmh(offered.increment)} km/h; "
            f"Reprise speeds a belt up by at most {kmh(UP_STEP)} km/h at a time."
        )
    return offered


def _called(machine: Machine) -> str:
    return machine.name or machine.address
