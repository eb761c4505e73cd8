"""What was learnt of a treadmill, in lines for a person: each figure with how it was come by."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from controller.records.learnt import FINEST, Learnt, Measured, Unit
from protocols.units import SECOND, kmh

_MILE: Final = 1_609_344
_NOT_SEEN: Final = "not seen"


class _Row(NamedTuple):
    label: str
    value: str
    how: str


def learnt_lines(learnt: Learnt, before: Learnt | None = None) -> list[str]:
    """Return a line for each figure; one that is not what it was says ``old -> new``."""
    then = {row.label: row.value for row in _rows(before)} if before is not None else {}
    lines = []
    for row in _rows(learnt):
        old = then.get(row.label, row.value)
        value = row.value if old == row.value else f"{old} -> {row.value}"
        lines.append(f"{row.label:<20}{value}{f'   ({row.how})' if row.how else ''}")
    return lines


def _rows(learnt: Learnt) -> Iterator[_Row]:
    yield _span("telemetry every", learnt.period, _NOT_SEEN)
    yield _span("follows after", learnt.lag, "not seen: no ramp was longer than two frames")
    yield _span("shows it after", learnt.shown, "not seen: no command changed a steady belt")
    yield _span("starts after", learnt.start, "not seen: the belt was not started here")
    yield _rate("becomes faster by", learnt.acceleration)
    yield _rate("is stopped by", learnt.deceleration)
    yield _Row("steps of", *_step(learnt.step))
    yield _Row("reports", *_reported(learnt.reports_target))
    yield _Row("counts in", *_unit(learnt))


def _span(label: str, measured: Measured | None, otherwise: str) -> _Row:
    if measured is None:
        return _Row(label, otherwise, "")
    return _Row(label, f"{_seconds(measured.middle)} s", _spread(measured, _seconds))


def _rate(label: str, measured: Measured | None) -> _Row:
    if measured is None:
        return _Row(label, "not seen: each step was whole within two frames", "")
    return _Row(label, f"{kmh(measured.middle)} km/h per second", _spread(measured, kmh))


def _spread(measured: Measured, words: object) -> str:
    times = "seen once" if measured.n == 1 else f"seen {measured.n} times"
    if measured.least == measured.most or not callable(words):
        return times
    low, high = words(measured.least), words(measured.most)
    return times if low == high else f"{times}, {low} to {high}"


def _seconds(span: int) -> str:
    return f"{span / SECOND:.2f}"


def _step(step: int | None) -> tuple[str, str]:
    if step is None:
        return _NOT_SEEN, ""
    if step % FINEST == 0:
        return f"{kmh(step // FINEST)} km/h", ""
    return f"{step / _MILE / 10:.2g} mph", ""


def _reported(reports_target: bool | None) -> tuple[str, str]:  # noqa: FBT001  # a value
    if reports_target is None:
        return "not seen whether its belt's speed or its target's", ""
    if reports_target:
        return "its target", "the belt follows later: still only when it has had time to"
    return "its belt", ""


def _unit(learnt: Learnt) -> tuple[str, str]:
    targets, reports = (
        "not seen" if unit is None else unit.value for unit in (learnt.targets, learnt.reports)
    )
    told = f"targets in {targets}, speeds in {reports}"
    if Unit.MPH in (learnt.targets, learnt.reports):
        return told, "Reprise does not set such a speed: use --manual"
    return told, ""
