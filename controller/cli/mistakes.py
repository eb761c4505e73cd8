"""What is wrong in files that people wrote, as JSON: the same for plans and for policies."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from plans.problems import FileInvalid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from plans.problems import Problem


def judged(
    names: Sequence[str], praise: Callable[[str], str], *, as_list: bool
) -> tuple[list[str], bool]:
    """Return what is said of files, and whether one of them has a mistake.

    Args:
        names: of the files, or ids.
        praise: reads one and says that it is good; raises `FileInvalid` with all that is wrong.
        as_list: as one line of JSON, and of the mistakes alone.

    """
    said: list[str] = []
    wrong: list[FileInvalid] = []
    for name in names:
        try:
            said.append(f"{name}: {praise(name)}")
        except FileInvalid as invalid:
            said.append(str(invalid))
            wrong.append(invalid)
    if as_list:
        # Two files may be based on the same wrong one.
        problems = dict.fromkeys(problem for each in wrong for problem in each.problems)
        said = [as_json(problems)]
    return said, bool(wrong)


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
