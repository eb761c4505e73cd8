"""How a treadmill follows its targets, for a preview: a remembered one's, or a simulated one's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from controller.cli.machines.file import load
from controller.records.learnt import FINEST, known_of
from controller.session.admission import NotPossible
from controller.words.catalogue import tr
from plans.preview.timeline import Ramps
from protocols.units import SECOND, CentiKmh, Nanoseconds, SpeedRange
from simulators.profiles import find_machine

if TYPE_CHECKING:
    from controller.records.learnt import Learnt
    from simulators.treadmill.machine import MachineProfile

_USUAL: Final = SpeedRange(CentiKmh(100), CentiKmh(1600), CentiKmh(10))
"""Of a treadmill whose range was never kept; its step is learnt, its range is asked each time."""
_PERIOD: Final = SECOND
"""Between two frames, where it was not seen: once a second (ftms.md 2.2)."""


class Machine(NamedTuple):
    """A treadmill to look at a plan on."""

    name: str
    ramps: Ramps


def find_ramps(name: str) -> Machine:
    """Return a remembered treadmill by its name or address, else a simulated one or one in a file.

    Raises:
        NotPossible: it is remembered, and nothing was learnt of how it follows.
        MachineUnknown, MachineInvalid, MachinesInvalid, OSError: it cannot be found, or read.
    """
    wanted = name.lower()
    for each in load().all:
        if wanted in (each.address.lower(), each.name.lower()):
            return Machine(each.name or each.address, _of_learnt(each.learnt, name))
    return Machine(name, ramps_of(find_machine(name)))


def ramps_of(machine: MachineProfile) -> Ramps:
    """Return how a simulated treadmill follows its targets."""
    motion, way = machine.motion, machine.radio.att_round_trip // 2
    return Ramps(
        speeds=machine.offered_speeds,
        acceleration=CentiKmh(motion.acceleration),
        deceleration=CentiKmh(motion.deceleration),
        lag=Nanoseconds(motion.obeys_after + way),
        start=Nanoseconds(motion.spin_up + way),
        period=machine.telemetry.period,
        reports_target=machine.telemetry.reports_target,
    )


def _of_learnt(learnt: Learnt | None, name: str) -> Ramps:
    if learnt is None or learnt.deceleration is None:
        raise NotPossible(
            tr(
                'how fast "{name}" follows was never measured; measure it with reprise probe, or '
                "choose a simulated --machine."
            ).format(name=name)
        )
    # A grid that is not in km/h is rounded to the finest step that a target can have.
    step = _USUAL.increment if learnt.step is None else max(1, round(learnt.step / FINEST))
    lag = learnt.lag or learnt.shown
    # A small step up that is over within a frame shows no rate: then it is not the slower way.
    up = learnt.acceleration or learnt.deceleration
    return Ramps(
        speeds=_USUAL._replace(increment=CentiKmh(step)),
        acceleration=CentiKmh(up.middle),
        deceleration=CentiKmh(learnt.deceleration.middle),
        lag=Nanoseconds(0 if lag is None else lag.middle),
        start=Nanoseconds(0 if learnt.start is None else learnt.start.middle),
        period=Nanoseconds(_PERIOD if learnt.period is None else max(1, learnt.period.middle)),
        reports_target=learnt.reports_target is True,
        known=known_of(learnt),
    )
