"""What was learnt of a treadmill, in lines for a person: each figure with how it was come by."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from controller.records.learnt import FINEST, Learnt, Measured, Unit
from controller.words.catalogue import tr
from protocols.units import MILE, SECOND, kmh

_NOT_SEEN: Final = tr("not seen")


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
    yield _span(tr("telemetry every"), learnt.period, _NOT_SEEN)
    yield _span(tr("follows after"), learnt.lag, tr("not seen: no ramp was longer than two frames"))
    yield _span(
        tr("shows it after"), learnt.shown, tr("not seen: no command changed a steady belt")
    )
    yield _span(tr("starts after"), learnt.start, tr("not seen: the belt was not started here"))
    yield _rate(tr("becomes faster by"), learnt.acceleration)
    yield _rate(tr("is stopped by"), learnt.deceleration)
    yield _Row(tr("steps of"), *_step(learnt.step))
    yield _Row(tr("reports"), *_reported(learnt.reports_target))
    yield _Row(tr("counts in"), *_unit(learnt))


def _span(label: str, measured: Measured | None, otherwise: str) -> _Row:
    if measured is None:
        return _Row(label, otherwise, "")
    return _Row(label, f"{_seconds(measured.middle)} s", _spread(measured, _seconds))


def _rate(label: str, measured: Measured | None) -> _Row:
    if measured is None:
        return _Row(label, tr("not seen: each step was whole within two frames"), "")
    return _Row(
        label,
        tr("{speed} km/h per second").format(speed=kmh(measured.middle)),
        _spread(measured, kmh),
    )


def _spread(measured: Measured, words: object) -> str:
    times = (
        tr("seen once") if measured.n == 1 else tr("seen {number} times").format(number=measured.n)
    )
    if measured.least == measured.most or not callable(words):
        return times
    low, high = words(measured.least), words(measured.most)
    return (
        times
        if low == high
        else tr("{times}, {low} to {high}").format(times=times, low=low, high=high)
    )


def _seconds(span: int) -> str:
    return f"{span / SECOND:.2f}"


def _step(step: int | None) -> tuple[str, str]:
    if step is None:
        return _NOT_SEEN, ""
    if step % FINEST == 0:
        return f"{kmh(step // FINEST)} km/h", ""
    return f"{step / MILE / 10:.2g} mph", ""


def _reported(reports_target: bool | None) -> tuple[str, str]:  # noqa: FBT001  # a value
    if reports_target is None:
        return tr("not seen whether its belt's speed or its target's"), ""
    if reports_target:
        return tr("its target"), tr("the belt follows later: still only when it has had time to")
    return tr("its belt"), ""


def _unit(learnt: Learnt) -> tuple[str, str]:
    targets, reports = (
        tr("not seen") if unit is None else unit.value for unit in (learnt.targets, learnt.reports)
    )
    told = tr("targets in {targets}, speeds in {reports}").format(targets=targets, reports=reports)
    if Unit.MPH in (learnt.targets, learnt.reports):
        return told, tr("Reprise does not set such a speed: use --manual")
    return told, ""
