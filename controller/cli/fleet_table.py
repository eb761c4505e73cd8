"""What a fleet came to, as a person reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from simulators.fleet.statistics import MEASURES

if TYPE_CHECKING:
    from simulators.fleet.statistics import Column, Estimate

CANNOT_SAY: Final = (
    "These runners were made up: how often a symptom comes, how it heals and what they do",
    "is assumed. The table says how the rules behave with them, and nothing about people.",
)
_NAME: Final = 42
_CELL: Final = 27


def table(told: dict[str, Any], columns: list[Column]) -> str:
    """Return a table with a column for each policy, and one for each difference to the first."""
    policies = list(told["policies"])
    heads = [policies[0], *(head for each in policies[1:] for head in (each, "less the first"))]
    made = f"{told['runners']:,} runners, {told['weeks']} weeks of {told['plan']}"
    lines = [f"SIMULATED: {made}, seed {told['seed']}; 95 % intervals", ""]
    if columns:
        lines.append(_line("", heads))
        lines += [_line(each.title, _cells(each.id, columns, told["weeks"])) for each in MEASURES]
    else:
        lines.append("nobody is done.")
    return "\n".join([*(each.rstrip() for each in lines), "", *CANNOT_SAY]) + "\n"


def _line(name: str, cells: list[str]) -> str:
    return f"{name:<{_NAME}}" + "".join(f"{each:>{_CELL}}" for each in cells)


def _cells(measure: str, columns: list[Column], weeks: int) -> list[str]:
    first, *others = columns
    cells = [_cell(first.estimates[measure], weeks)]
    for each in others:
        cells.append(_cell(each.estimates[measure], weeks))
        difference = each.differences.get(measure)
        cells.append("" if difference is None else _cell(difference, weeks, signed=True))
    return cells


def _cell(estimate: Estimate, weeks: int, *, signed: bool = False) -> str:
    value, low, high = (_number(each, weeks, signed=signed) for each in estimate)
    return f"{value} ({low} to {high})"


def _number(value: float | None, weeks: int, *, signed: bool) -> str:
    if value is None:
        return f"> {weeks}"
    return f"{value:+.1f}" if signed else f"{value:.1f}"
