"""What a fleet came to, as a person reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from simulators.fleet.statistics import MEASURES

if TYPE_CHECKING:
    from simulators.fleet.statistics import Column, Estimate, Measure

CANNOT_SAY: Final = (
    "These runners were made up: how often a symptom comes, how it heals and what",
    "they do is assumed. This says how the rules behave with them, and nothing about",
    "people.",
)
_NAME: Final = 34
_CELL: Final = 22


def table(told: dict[str, Any], columns: list[Column]) -> str:
    """Return a table with a column for each policy, and one of how the others differ."""
    weeks = told["weeks"]
    made = f"{told['runners']:,} runners, {weeks} weeks, seed {told['seed']}"
    lines = [f"SIMULATED: {made}; with 95 % intervals", f"plan: {told['plan']}", ""]
    if columns:
        first, *others = told["policies"]
        lines.append(_line("", [first, *others]))
        lines += [
            _line(each.title, [_cell(one.estimates[each.id], each, weeks) for one in columns])
            for each in MEASURES
        ]
        if others:
            lines += ["", _line(f"minus {first}, runner by runner", others)]
        for each in MEASURES:
            found = [one.differences[each.id] for one in columns if each.id in one.differences]
            if found:
                cells = [_cell(one, each, weeks, sign="+") for one in found]
                lines.append(_line(each.title, cells))
    return "\n".join([*lines, "", *CANNOT_SAY]) + "\n"


def _line(name: str, cells: list[str]) -> str:
    return (f"{name:<{_NAME}}" + "".join(f"{each:>{_CELL}}" for each in cells)).rstrip()


def _cell(estimate: Estimate, measure: Measure, weeks: int, *, sign: str = "") -> str:
    """Return an estimate; what has no number is later than the time, or of no running at all."""
    none = f"> {weeks}" if measure.id == "weeks_median" else "-"
    value, low, high = (none if each is None else _number(each, sign) for each in estimate)
    return value if value == low == high == none else f"{value} ({low} to {high})"


def _number(value: float, sign: str) -> str:
    """Return a number in three digits, or all of those before its point."""
    return f"{value:{sign}.{0 if abs(value) >= 100 else 1}f}"
