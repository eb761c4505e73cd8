"""``reprise machines list|show|check`` as far as they are about simulated treadmills."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any, Final

from controller.words.catalogue import tr, trn
from protocols.units import MILLISECOND, kmh
from simulators.profiles import MachineInvalid, MachineUnknown, find_machine, machine_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from protocols.units import SpeedRange
    from simulators.treadmill.machine import MachineProfile

_WIDTH: Final = 100
_LEGEND: Final = tr(
    '"Quirk N" is row QN of docs/hazards.md; "QZ #N" is an issue of cagnulein/qdomyos-zwift.'
)


def listing() -> Iterator[str]:
    """Yield a line for each simulated treadmill: its name, and what is odd."""
    names = machine_names()
    width = max(map(len, names)) + 2
    yield tr("Simulated treadmills, for --machine and --simulate, and what is odd about each:")
    for name in names:
        odd = "; ".join(each.what for each in find_machine(name).odd)
        yield f"{name:<{width}}{textwrap.shorten(odd, _WIDTH - width, placeholder=' ...')}"
    yield tr("reprise machines show NAME tells all of one, with its sources.")


def shown(name: str) -> Iterator[str]:
    """Yield all that is odd about a treadmill, each with its source, and its main numbers.

    Raises:
        MachineUnknown, MachineInvalid, OSError: as of `find_machine`.
    """
    machine = find_machine(name)
    yield f"{name}: {machine.title}"
    yield ""
    for each in machine.odd or ():
        yield textwrap.fill(each.what, _WIDTH, initial_indent="  - ", subsequent_indent="    ")
        yield textwrap.fill(
            f"({each.source})", _WIDTH, initial_indent="    ", subsequent_indent="    "
        )
    if not machine.odd:
        yield tr("  Its file says of nothing that it is odd.")
    yield ""
    numbers = _numbers(machine)
    width = max(map(len, numbers)) + 2
    yield from (f"  {label:<{width}}{value}" for label, value in numbers.items())
    yield ""
    yield _LEGEND


def _numbers(machine: MachineProfile) -> dict[str, str]:
    motion, control = machine.motion, machine.control_point
    told = {tr("speeds"): _range(motion.speeds)}
    if machine.offered_speeds != motion.speeds:
        told[tr("speeds it offers")] = _range(machine.offered_speeds)
    return {
        **told,
        tr("faster and slower"): tr("{faster} and {slower} km/h each second").format(
            faster=kmh(motion.acceleration), slower=kmh(motion.deceleration)
        ),
        tr("start to motion"): tr("{start}, to be allowed for: {allowed}").format(
            start=_milliseconds(motion.spin_up), allowed=_milliseconds(motion.start_delay_to_expect)
        ),
        tr("stop or target to motion"): _milliseconds(motion.obeys_after),
        tr("answers after"): _milliseconds(control.answers_after),
        tr("control point"): ", ".join(control.properties) or tr("none"),
        tr("data every"): _milliseconds(machine.telemetry.period),
        tr("flags of its data"): f"0x{machine.telemetry.flags:04X}",
        tr("name on the air"): machine.radio.local_name or tr("(none)"),
    }


def _range(speeds: SpeedRange) -> str:
    least, most, step = map(kmh, speeds)
    return tr("{least} to {most} km/h by {step}").format(least=least, most=most, step=step)


def _milliseconds(span: int) -> str:
    return f"{span // MILLISECOND} ms"


def as_json(name: str) -> dict[str, Any]:
    """Return a treadmill for other programs."""
    machine = find_machine(name)
    motion = machine.motion
    return {
        "name": name,
        "title": machine.title,
        "odd": [each._asdict() for each in machine.odd],
        "speeds_kmh": [each / 100 for each in motion.speeds],
        "speeds_offered_kmh": [each / 100 for each in machine.offered_speeds],
        "start_to_motion_ms": motion.spin_up // MILLISECOND,
        "start_delay_to_expect_ms": motion.start_delay_to_expect // MILLISECOND,
        "obeys_after_ms": motion.obeys_after // MILLISECOND,
        "answers_after_ms": machine.control_point.answers_after // MILLISECOND,
        "data_every_ms": machine.telemetry.period // MILLISECOND,
        "name_on_the_air": machine.radio.local_name,
    }


def judged(file: str) -> tuple[bool, str]:
    """Return whether a file is a machine, and what to say of it: all its mistakes, or none.

    Raises:
        OSError: it cannot be read.
    """
    try:
        machine = find_machine(file)
    except (MachineInvalid, MachineUnknown) as mistake:
        return False, str(mistake.args[0])
    odd = len(machine.odd)
    told = trn(
        "{file}: no mistakes; {title}, {n} oddity.",
        "{file}: no mistakes; {title}, {n} oddities.",
        odd,
    )
    return True, told.format(file=file, title=machine.title, n=odd)
