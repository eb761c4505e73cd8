"""What a treadmill says of itself: pure views of its state, as values and as bytes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from protocols import ftms, gatt
from protocols.rsc import RscMeasurement, encode_rsc_measurement
from protocols.units import SECOND, CentiKmh, StepsPerMinute
from simulators.treadmill import effort, gait
from simulators.treadmill.belt import FINE, fine_speed_at, millimetres, pieces, speed_at
from simulators.treadmill.deck import climbed, inclination_at
from simulators.treadmill.machine import ATT_PAYLOAD

if TYPE_CHECKING:
    from simulators.treadmill.state import Treadmill

if TYPE_CHECKING:
    from simulators.treadmill.machine import Telemetry

_HIGHEST_U16: Final = 0xFFFF
_HIGHEST_U24: Final = 0xFFFFFF
_STEP_COUNT: Final = 1 << 13
"""Few machines have it, and it takes longer to work out than all the rest."""
_MORE_DATA: Final = 0x0001
_MINUTE: Final = 60 * SECOND
_SELDOM: Final = 0x187A
"""The flags of what few machines send: average speed, inclination, climb, paces, remaining time,
force and power."""


def shown_speed(treadmill: Treadmill, now: int) -> CentiKmh:
    """Return what stands in the speed field, which may be stuck, early, or nothing."""
    telemetry = treadmill.machine.telemetry
    if treadmill.frozen is not None:
        return treadmill.frozen
    every = telemetry.glitch_every
    if every and now // telemetry.period % every < telemetry.glitch_frames:
        return CentiKmh(0)
    if telemetry.reports_target:
        return treadmill.belt.target if now >= treadmill.belt.begins else CentiKmh(0)
    return felt_speed(treadmill, now)


def felt_speed(treadmill: Treadmill, now: int) -> CentiKmh:
    """Return the speed by which the machine itself goes: the belt's, or the next native step.

    The second kind jumps to the target on the way up, and goes down in steps ahead of the
    belt (E1L trace: 2.09 at the very moment at which it begins to slow from 2.25).
    """
    belt = treadmill.belt
    step = treadmill.machine.motion.native_step
    if step is None or not treadmill.machine.telemetry.reports_native_target:
        return speed_at(belt, now)
    if now < belt.begins:
        return CentiKmh(0)
    below = (-(-fine_speed_at(belt, now) // step) - 1) * step
    return max(belt.target, CentiKmh(below // FINE))


def steps(treadmill: Treadmill, now: int) -> float:
    """Return the steps made on this machine since power-on."""
    counters, stretches = treadmill.counters, pieces(treadmill.belt, now)
    if counters.cadence is not None:
        return (
            counters.steps + counters.cadence * sum(each.duration for each in stretches) / _MINUTE
        )
    return counters.steps + gait.steps(stretches) if counters.walking else counters.steps


def cadence(treadmill: Treadmill, now: int) -> StepsPerMinute:
    """Return how often whoever is on the belt steps now, both feet a minute; 0 if nobody is."""
    counters = treadmill.counters
    if counters.cadence is not None:
        return counters.cadence
    return gait.cadence(speed_at(treadmill.belt, now)) if counters.walking else StepsPerMinute(0)


def _elapsed_seconds(treadmill: Treadmill, now: int) -> int:
    """Return the whole seconds for which the machine's clock has run."""
    return _elapsed(treadmill, now) // SECOND


def _elapsed(treadmill: Treadmill, now: int) -> int:
    counters = treadmill.counters
    running = 0 if counters.elapsed_since is None else now - counters.elapsed_since
    return counters.elapsed + running


def _reported_metres(treadmill: Treadmill, now: int) -> int:
    """Return the distance that 2ACD shows, coarse where the machine's is."""
    telemetry = treadmill.machine.telemetry
    inside = millimetres(treadmill.belt, now)
    inside -= inside % telemetry.distance_step
    return inside // 1000 // telemetry.distance_rounding * telemetry.distance_rounding


def treadmill_data(treadmill: Treadmill, now: int) -> tuple[bytes, ...]:
    """Return the 2ACD notifications of one beat: a record, whole or in parts, or none."""
    telemetry = treadmill.machine.telemetry
    if treadmill.silent:
        return ()
    record = _record(treadmill, now)
    parts = _parts(telemetry, record)
    if telemetry.only_zeros or telemetry.trailing or telemetry.cut_to is not None:
        return tuple(_spoilt(telemetry, part) for part in parts)
    return parts


def _parts(telemetry: Telemetry, record: ftms.TreadmillData) -> tuple[bytes, ...]:
    """Return a record as it goes out: split where it has to be, or where this machine does it."""
    if telemetry.cut_to is not None:
        return (ftms.encode_treadmill_data(record),)
    if not telemetry.first_part:
        return ftms.split(record, ATT_PAYLOAD)
    first = record._replace(flags=telemetry.first_part | _MORE_DATA, more_data=True)
    last = record._replace(flags=telemetry.flags & ~telemetry.first_part)
    return ftms.encode_treadmill_data(first), ftms.encode_treadmill_data(last)


def _spoilt(telemetry: Telemetry, part: bytes) -> bytes:
    if telemetry.only_zeros:
        part = part[:2].ljust(len(part), b"\x00")
    return (part + telemetry.trailing)[: telemetry.cut_to]


def _record(treadmill: Treadmill, now: int) -> ftms.TreadmillData:
    """Return what 2ACD says, with the fields that the profile's flags announce."""
    telemetry = treadmill.machine.telemetry
    distance = _reported_metres(treadmill, now)
    data = ftms.TreadmillData(
        flags=telemetry.flags,
        more_data=False,
        speed=shown_speed(treadmill, now),
        total_distance=min(distance, _HIGHEST_U24),
        total_energy=min(distance // telemetry.metres_per_kilocalorie, _HIGHEST_U16),
        energy_per_hour=0,
        energy_per_minute=0,
        heart_rate=0,
        elapsed_time=min(_elapsed_seconds(treadmill, now), _HIGHEST_U16),
        vendor_step_count=min(int(steps(treadmill, now)), _HIGHEST_U24)
        if telemetry.flags & _STEP_COUNT
        else None,
    )
    if telemetry.flags & _SELDOM:
        data = _with_what_few_send(treadmill, now, data)
    if telemetry.estimates_effort:
        data = effort.estimated(data, telemetry.metres_per_kilocalorie)
    return data


def _with_what_few_send(
    treadmill: Treadmill, now: int, data: ftms.TreadmillData
) -> ftms.TreadmillData:
    speed, elapsed = data.speed or 0, _elapsed(treadmill, now)
    average = millimetres(treadmill.belt, now) * 360 * SECOND // (1000 * elapsed) if elapsed else 0
    data = data._replace(
        average_speed=CentiKmh(average),
        # 0.1 km/min in one byte: the characteristic of 2017, to which the real ones keep.
        pace_width=1,
        instantaneous_pace=round(speed / 600),
        average_pace=round(average / 600),
    )
    if treadmill.deck is not None:
        inclination = inclination_at(treadmill.deck, now)
        risen, fallen = climbed(treadmill.deck, pieces(treadmill.belt, now))
        data = data._replace(
            inclination=inclination,
            ramp_angle=round(math.degrees(math.atan(inclination / 1000)) * 10),
            positive_elevation_gain=min(risen, _HIGHEST_U16),
            negative_elevation_gain=min(fallen, _HIGHEST_U16),
        )
    programme = treadmill.machine.telemetry.programme
    if programme is not None:
        data = data._replace(remaining_time=max(0, programme - elapsed) // SECOND)
    return data


def rsc_measurement(treadmill: Treadmill, now: int) -> bytes:
    """Return the 2A53 notification: the true belt speed, and 0 steps if nobody walks."""
    speed, steps_per_minute = speed_at(treadmill.belt, now), cadence(treadmill, now)
    return encode_rsc_measurement(
        RscMeasurement(
            running=gait.is_running(steps_per_minute),
            speed=round(speed * 256 / 360),
            cadence=steps_per_minute,
        )
    )


def read(treadmill: Treadmill, characteristic: str) -> bytes | None:
    """Return the value of a characteristic (`protocols.gatt`), or None if it cannot be read."""
    machine = treadmill.machine
    match characteristic:
        case gatt.FITNESS_MACHINE_FEATURE:
            return ftms.encode_feature(machine.radio.features, machine.radio.target_settings)
        case gatt.SUPPORTED_SPEED_RANGE:
            return ftms.encode_speed_range(machine.offered_speeds)
        case gatt.SUPPORTED_INCLINATION_RANGE if machine.raising is not None:
            return ftms.encode_inclination_range(machine.raising.inclinations)
        case gatt.SUPPORTED_INCLINATION_RANGE:
            return bytes(6)  # no inclination is all zero, as on the E1L (trace, t=2.123)
        case gatt.TRAINING_STATUS if machine.status.training_readable:
            return machine.status.told(treadmill.phase)
        case gatt.SUPPORTED_HEART_RATE_RANGE if machine.control_point.heart_rates is not None:
            return ftms.encode_heart_rate_range(machine.control_point.heart_rates)
        case _:
            return None
