"""What was learnt of a treadmill, as a profile file that can be simulated.

It is based on the treadmill that follows the specification and holds only what was seen; the rest
is that one's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from controller.records.format import INPUT, Record
from controller.records.learnt import FINEST, Learnt, Measured, Unit
from plans.marked.quotes import double_quoted
from protocols.discovery import tidy_name
from protocols.ftms import decode_feature, decode_speed_range, decode_treadmill_data
from protocols.gatt import FITNESS_MACHINE_FEATURE, SUPPORTED_SPEED_RANGE, TREADMILL_DATA
from protocols.units import MILLISECOND, kmh
from simulators.profiles.rows import LONGEST_NAME

_ON_ITS_WAY: Final = 15
"""Milliseconds that the simulated radio takes to bring a command there, half its round trip."""


def profile_text(learnt: Learnt, header: Record, records: Sequence[Record]) -> str:
    """Return the file's text."""
    machine: Mapping[str, Any] = header.get("machine") or {}
    name = tidy_name(str(machine.get("name") or ""), "") or "A treadmill"
    reads = {str(key): _bytes(value) for key, value in dict(machine.get("reads") or {}).items()}
    sections = {
        "motion": list(_motion(learnt, reads)),
        "control_point": list(_control_point(learnt)),
        "telemetry": list(_telemetry(learnt, records)),
        "radio": list(_radio(name, reads)),
    }
    lines = [
        "# What reprise probe saw of one treadmill; rows that are not here were not seen. How its",
        "# control point is written to and answers, and what else it offers, is in no journal.",
        f"title: {double_quoted(f'{name}, as it was measured')}",
        "based-on: generic",
        "odd:",
        "  - what: it was measured, not described",
        "    source: a session's journal, by reprise probe",
    ]
    for section, rows in sections.items():
        if rows:
            lines += ["", f"{section}:", *(f"  {row}" for row in rows)]
    return "\n".join(lines) + "\n"


def _bytes(text: Any) -> bytes:
    try:
        return bytes.fromhex(str(text))
    except ValueError:
        return b""


def _motion(learnt: Learnt, reads: Mapping[str, bytes]) -> Iterator[str]:
    speeds = decode_speed_range(reads.get(SUPPORTED_SPEED_RANGE, b""))
    if speeds is not None:
        yield "speeds:"
        yield f"  minimum_kmh: {kmh(speeds.minimum)}"
        yield f"  maximum_kmh: {kmh(speeds.maximum)}"
        yield f"  increment_kmh: {kmh(speeds.increment)}"
    if learnt.acceleration is not None:
        yield f"acceleration_kmh_per_s: {_rate(learnt.acceleration)}"
    if learnt.deceleration is not None:
        yield f"deceleration_kmh_per_s: {_rate(learnt.deceleration)}"
    if learnt.start is not None and learnt.still_until is not None:
        begins = (learnt.start.middle + learnt.still_until.middle) // 2
        yield f"spin_up_ms: {_ms(begins) - _ON_ITS_WAY}{_how(learnt.start)}"
        yield f"start_delay_to_expect_ms: {_ms(learnt.start.most)}"
    lag = learnt.lag or learnt.shown
    if lag is not None:
        yield f"obeys_after_ms: {max(0, _ms(lag.middle) - _ON_ITS_WAY)}{_how(lag)}"
    if learnt.step is not None and learnt.step % FINEST:
        whole, rest = divmod(learnt.step, 100 * FINEST)
        yield f"native_step_kmh: {whole}.{rest:07d}".rstrip("0")


def _control_point(learnt: Learnt) -> Iterator[str]:
    if learnt.step is not None and learnt.step % FINEST:
        yield "strict: false  # it makes a speed of its own of what it is asked for"
    if learnt.targets is Unit.MPH:
        yield "targets_in_mph: true"


def _telemetry(learnt: Learnt, records: Sequence[Record]) -> Iterator[str]:
    if learnt.period is not None:
        yield f"period_ms: {max(1, _ms(learnt.period.middle))}{_how(learnt.period)}"
    flags = _flags(records)
    if flags is not None:
        yield f"flags: 0x{flags:04x}"
    if learnt.reports_target is not None and learnt.step is not None and learnt.step % FINEST:
        yield f"reports_native_target: {str(learnt.reports_target).lower()}"
    elif learnt.reports_target:
        yield "reports_target: true"


def _flags(records: Sequence[Record]) -> int | None:
    """Return the flags of the first whole record of treadmill data."""
    for each in records:
        if each.get("io") == INPUT and each.get("char") == TREADMILL_DATA:
            data = decode_treadmill_data(_bytes(each.get("hex")))
            if data.speed is not None and not data.more_data:
                return int(data.flags) & 0x3FFE
    return None


def _radio(name: str, reads: Mapping[str, bytes]) -> Iterator[str]:
    # A scan response has no room for more; cut between characters.
    on_the_air = name.encode()[:LONGEST_NAME].decode(errors="ignore")
    yield f"local_name: {double_quoted(on_the_air)}"
    feature = reads.get(FITNESS_MACHINE_FEATURE, b"")
    if decode_feature(feature) is not None and len(feature) >= 8:
        yield f"features: 0x{int.from_bytes(feature[:4], 'little'):08x}"
        yield f"target_settings: 0x{int.from_bytes(feature[4:8], 'little'):08x}"


def _rate(measured: Measured) -> str:
    return f"{kmh(measured.middle)}{_how(measured)}"


def _how(measured: Measured) -> str:
    return f"  # seen {measured.n} times" if measured.n > 1 else "  # seen once"


def _ms(span: int) -> int:
    return (span + MILLISECOND // 2) // MILLISECOND
