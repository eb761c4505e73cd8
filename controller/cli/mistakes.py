"""What is wrong in files that people wrote, as JSON: the same for plans and for policies."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from plans.problems import Problem


def as_json(problems: Iterable[Problem]) -> str:
    """Return a JSON list with an object for each problem, in the order given."""
    return json.dumps(
        [
            {
                "file": each.file,
                "line": each.line,
                "column": each.column,
                "end_column": each.end_column,
                "id": each.id,
                "message": each.message,
                "remedy": each.remedy,
                "source": each.source_line,
                "severity": each.severity.value,
                "reason": each.reason,
            }
            for each in problems
        ],
        ensure_ascii=False,
    )
