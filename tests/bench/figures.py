"""What a benchmark says: rows of figures, as a table for people and as JSON for programs."""

from __future__ import annotations

import json
import math
import os
import platform
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any, Final, NamedTuple

NEVER: Final = math.inf
"""A sample of something that did not happen at all."""

US: Final = "reprise"


class Row(NamedTuple):
    """The figures of one thing that was measured many times."""

    group: str
    """What is measured, for all rows of one table."""
    name: str
    who: str
    """`US`, or whom we compare ourselves with."""
    n: int
    p50: float
    p99: float
    max: float
    """`NEVER` where it did not happen; so with the two above."""
    unit: str = "ms"
    bar: float | None = None
    """What the p99 is to be at most."""

    @property
    def met(self) -> bool | None:
        """Whether the bar is met, or None where there is none."""
        return None if self.bar is None else self.p99 <= self.bar


def quantile(samples: Sequence[float], share: float) -> float:
    """Return the smallest sample that so great a share of all does not exceed (nearest rank)."""
    ordered = sorted(samples)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def row(
    group: str,
    name: str,
    who: str,
    samples: Sequence[float],
    *,
    bar: float | None = None,
) -> Row:
    """Return the row of samples in milliseconds; there must be one at least."""
    p50, p99 = (quantile(samples, share) for share in (0.5, 0.99))
    return Row(group, name, who, len(samples), p50, p99, max(samples), bar=bar)


def tables(rows: Iterable[Row]) -> str:
    """Return rows as a Markdown table for each group, to be read as it is."""
    return "\n".join(
        f"{group}\n\n{_table(list(of_it))}" for group, of_it in groupby(rows, lambda row: row.group)
    )


def _table(rows: list[Row]) -> str:
    lines: list[tuple[str, ...]] = [("", "", "n", "p50", "p99", "max", "", "bar", "")]
    for each in rows:
        met = {None: "", True: "met", False: "MISSED"}[each.met]
        bar = "" if each.bar is None else f"{each.bar:g}"
        figures = (_shown(figure) for figure in (each.p50, each.p99, each.max))
        lines.append((each.name, each.who, str(each.n), *figures, each.unit, bar, met))
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    lines.insert(1, tuple("-" * width for width in widths))
    return "".join("| " + " | ".join(map(str.ljust, line, widths)) + " |\n" for line in lines)


def as_json(rows: Iterable[Row], notes: Iterable[str]) -> str:
    """Return one JSON object; what never happened is null."""
    return json.dumps({**about(), "notes": [*notes], "rows": [_fields(each) for each in rows]})


def about() -> dict[str, Any]:
    """Return on what it was measured."""
    return {
        "python": platform.python_version(),
        "system": platform.system(),
        "processors": os.cpu_count(),
        "load": [round(each, 2) for each in os.getloadavg()],
    }


def _fields(each: Row) -> dict[str, Any]:
    fields = {**each._asdict(), "met": each.met}
    for name in ("p50", "p99", "max"):
        fields[name] = None if fields[name] == NEVER else round(fields[name], 3)
    return fields


def _shown(figure: float) -> str:
    return "never" if figure == NEVER else f"{figure:.{2 if figure >= 0.1 else 4}f}"
