"""Before a start: what can this machine be asked for, and can it do what this session needs?"""

from __future__ import annotations

from typing import Final, NamedTuple

from controller.core.known import UNKNOWN_MACHINE, MachineKnown
from controller.core.numbers import UP_STEP, USER_CAP
from controller.core.state import Control
from controller.core.timeline import Program
from controller.words.catalogue import tr
from controller.words.later import tr_later
from protocols.ftms import decode_feature, decode_speed_range
from protocols.gatt import FITNESS_MACHINE_FEATURE, SUPPORTED_SPEED_RANGE
from protocols.link import Machine
from protocols.units import CentiKmh, SpeedRange, kmh

_USUAL: Final = SpeedRange(CentiKmh(50), USER_CAP, CentiKmh(10))
"""What a hand is told to set on a machine that does not say which speeds it can go."""


class NotPossible(Exception):  # noqa: N818  # blame is in the name (law 7)
    """This machine cannot run this session; one sentence that says what is possible."""


class Terms(NamedTuple):
    """On what terms a session is admitted."""

    speed_range: SpeedRange
    control: Control
    why: str
    """Why the runner has to press the keys herself; empty if she need not."""


def admit(
    program: Program,
    machine: Machine,
    *,
    manual: bool = False,
    known: MachineKnown = UNKNOWN_MACHINE,
) -> Terms:
    """Return the terms, if every speed of the session lies in the machine's range.

    Args:
        program: what is to be done.
        machine: what it says of itself.
        manual: the runner wants to press its keys herself.
        known: what was learnt of it.

    Raises:
        NotPossible: a speed does not, the machine's steps are too coarse for a ramp, or its
            speeds are in miles.
    """
    said = decode_speed_range(machine.reads.get(SUPPORTED_SPEED_RANGE, b""))
    control, why = _control(machine, said, manual=manual)
    if program.timed_stop and control is not Control.FULL:
        raise NotPossible(
            tr(
                "a probe sets the speed itself, and cannot here: {why}. A session by "
                "hand teaches something, too: reprise probe --from its JOURNAL."
            ).format(why=tr(why))
        )
    if known.mph and control is Control.FULL and not program.timed_stop:
        # Were its bytes converted on their way, every limit that the guard holds them to would
        # have to be, too: one that is forgotten lets a belt run 1.6 times as fast as it may.
        raise NotPossible(
            tr(
                "{treadmill} was seen to take or report its speed in miles an hour, where "
                "the specification has km/h, so Reprise does not set it. Add --manual "
                "to press its keys yourself, or measure it again with reprise probe."
            ).format(treadmill=_called(machine))
        )
    offered = said or _USUAL
    fit(program, offered, _called(machine), set_by_us=control is Control.FULL)
    return Terms(offered, control, why)


def fit(program: Program, offered: SpeedRange, called: str, *, set_by_us: bool = True) -> None:
    """Say so if a treadmill cannot do what a session needs.

    Args:
        program: what is to be done.
        offered: the treadmill's speeds.
        called: what it is called in a sentence.
        set_by_us: nobody presses its keys.

    Raises:
        NotPossible: a speed is out of its range, or its steps are too coarse for a ramp.
    """
    fastest = max(segment.speed for segment in program.segments)
    slowest = min(segment.speed for segment in program.segments)
    top = min(offered.maximum, USER_CAP)
    if fastest > top:
        raise NotPossible(
            tr(
                "this session needs {needed} km/h and {treadmill} goes from {slowest} to {fastest} "
                "km/h; choose a plan that only walks, or another treadmill."
            ).format(
                needed=kmh(fastest),
                treadmill=called,
                slowest=kmh(offered.minimum),
                fastest=kmh(top),
            )
        )
    if slowest < offered.minimum:
        raise NotPossible(
            tr(
                "this session needs {needed} km/h and {treadmill} goes from {slowest} to {fastest} "
                "km/h."
            ).format(
                needed=kmh(slowest),
                treadmill=called,
                slowest=kmh(offered.minimum),
                fastest=kmh(top),
            )
        )
    if set_by_us and offered.increment > UP_STEP:
        raise NotPossible(
            tr(
                "{treadmill} changes its speed in steps of {step} km/h; Reprise "
                "speeds a belt up by at most {most} km/h at a time. Add --manual to "
                "press its keys yourself."
            ).format(treadmill=called, step=kmh(offered.increment), most=kmh(UP_STEP))
        )


def _control(machine: Machine, said: SpeedRange | None, *, manual: bool) -> tuple[Control, str]:
    """Return what the machine can be asked for. What it does not claim is not tried."""
    if not machine.control_point:
        return Control.NONE, tr_later(
            "this treadmill cannot be controlled by radio: it has no control point"
        )
    feature = decode_feature(machine.reads.get(FITNESS_MACHINE_FEATURE, b""))
    if feature is not None and not feature.speed_target:
        return Control.STOP_ONLY, tr_later("this treadmill does not let its speed be set by radio")
    if said is None:
        return Control.STOP_ONLY, tr_later("this treadmill does not say which speeds it can go")
    if manual:
        return Control.STOP_ONLY, tr_later("you chose it")
    return Control.FULL, ""


def _called(machine: Machine) -> str:
    return machine.name or machine.address
