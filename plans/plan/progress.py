"""How a plan goes from session to session: ``progression`` is read and printed here.

Nothing is judged but that the numbers can be meant: what follows from them is the coach's.
"""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING, Final

from plans.marked.fields import Fields, no_list, read_notation, rows
from plans.marked.tree import Listing, Table, Text
from plans.notation.amounts import parse_count, print_count
from plans.notation.parse import NotationError
from plans.plan.keys import PROGRESSION, optional, required
from plans.plan.model import AtMost, Progression, Rest
from plans.problems import Findings, quoted

if TYPE_CHECKING:
    from plans.marked.tree import Node

MOST_CLEAN_SESSIONS: Final = 20
"""Before a step up."""
MOST_DAYS: Final = 28
"""Bounds of what can be meant: of rest, and of the days that a bound looks at."""
_MOST_A_DAY: Final = 2

_LEVELS: Final = re.compile(r"level ([1-9][0-9]{0,3})|levels ([1-9][0-9]{0,3})-([1-9][0-9]{0,3})")
_BOUND: Final = re.compile(
    r"([0-9]{1,3}) (?:(level|session)(s?)) per (?:(day|week)|([0-9]{1,3}) (days|weeks))"
)
_BOUND_LIKE: Final = 'write it like "2 levels per 7 days" or "4 sessions per week"'
_DAYS: Final = {"day": 1, "days": 1, "week": 7, "weeks": 7}


def parse_at_most(text: str) -> AtMost:
    """Return ``2 levels per 7 days`` or ``4 sessions per week``. Raises `NotationError`."""
    match = _BOUND.fullmatch(text)
    if match is None:
        raise _wrong(text, "bound", f"{quoted(text)} is no bound; {_BOUND_LIKE}.")
    number, what, plural, one, many, unit = match.groups()
    days = int(many or 1) * _DAYS[one or unit]
    if (plural == "s") is (int(number) == 1) or many in ("0", "1"):
        raise _wrong(text, "bound", f"{quoted(text)} is no bound; {_BOUND_LIKE}.")
    if not 1 <= days <= MOST_DAYS:
        raise _wrong(text, "bound", f"a bound is about 1 to {MOST_DAYS} days.")
    if not 1 <= int(number) <= _MOST_A_DAY * days:
        most = print_count(_MOST_A_DAY * days, f"{what}s")
        raise _wrong(text, "bound", f"in so many days a bound is 1 to {most}.")
    return AtMost(int(number), f"{what}s", days)


def print_at_most(bound: AtMost) -> str:
    """Return a bound as it is written: ``"4 sessions per week"``."""
    span = {1: "day", 7: "week"}.get(bound.days, f"{bound.days} days")
    return f"{print_count(bound.number, bound.what)} per {span}"


def print_rest_levels(rest: Rest) -> str:
    """Return the key of a row of ``rest``: ``"levels 1-3"``, ``"level 4"``."""
    one = rest.first == rest.last
    return f"level {rest.first}" if one else f"levels {rest.first}-{rest.last}"


def read_progression(findings: Findings, table: Table | None, levels: int | None) -> Progression:
    """Return how the plan goes on.

    Args:
        findings: takes the problems.
        table: the value of ``progression``, if there is one.
        levels: how many levels the plan has; None where that is not known for a mistake.
    """
    if table is None:
        return Progression()
    fields = Fields(
        findings,
        table,
        '"progression"',
        required=required(PROGRESSION),
        optional=optional(PROGRESSION),
    )
    usual = Progression().step_up_after
    return Progression(
        step_up_after=fields.notation("step-up-after", _clean_sessions, usual),
        rest=_read_rest(findings, fields.node("rest"), levels),
        at_most=_read_bounds(findings, fields.node("at-most")),
    )


def _clean_sessions(text: str) -> int:
    number = parse_count(text, "clean sessions")
    if not 1 <= number <= MOST_CLEAN_SESSIONS:
        message = f"a level is done 1 to {MOST_CLEAN_SESSIONS} times before the next."
        raise _wrong(text, "clean-sessions", message)
    return number


def _days(text: str) -> int:
    number = parse_count(text, "days")
    if number > MOST_DAYS:
        raise _wrong(text, "rest-days", f"a rest is at most {MOST_DAYS} days.")
    return number


def _read_rest(findings: Findings, table: Node | None, levels: int | None) -> tuple[Rest, ...]:
    if table is None:
        return ()
    if not isinstance(table, Table):
        remedy = f"write below it: {_rest_of_all(table, levels)}"
        findings.add(table.span, "not-a-table", '"rest" has a row for some levels, or all.', remedy)
        return ()
    if not table.entries:
        findings.add(table.span, "rest-levels", '"rest" has rows such as "levels 1-3: 2 days".')
    read: list[Rest] = []
    for key, node in rows(findings, table):
        days = read_notation(findings, node, f'"{key.value}"', _days, 0)
        row = _rest_row(findings, key, days, levels)
        if row is None:
            continue
        before = next((each for each in read if _meet(each, row)), None)
        if before is not None:
            message = f"level {max(before.first, row.first)} has a rest already, in "
            message += f'"{print_rest_levels(before)}".'
            findings.add(key.span, "rest-twice", message)
        read.append(row)
    return tuple(read)


def _rest_of_all(node: Node, levels: int | None) -> str:
    """Return a row for all levels, with the days that stand there already if they do."""
    days = "1 day"
    with contextlib.suppress(NotationError):
        days = print_count(_days(node.value if isinstance(node, Text) else ""), "days")
    return f"{print_rest_levels(Rest(1, levels or 3, 0))}: {days}"


def _meet(one: Rest, other: Rest) -> bool:
    return one.first <= other.last and other.first <= one.last


def _rest_row(findings: Findings, key: Text, days: int, levels: int | None) -> Rest | None:
    match = _LEVELS.fullmatch(key.value)
    first = int(match[1] or match[2]) if match else 0
    last = int(match[1] or match[3]) if match else 0
    if match is None or (match[2] and first >= last):
        message = f'{quoted(key.value)} names no levels; write "levels 1-3" or "level 4".'
        findings.add(key.span, "rest-levels", message)
        return None
    if levels is not None and last > levels:
        message = f"there is no level {last}; the last one is level {levels}."
        findings.add(key.span, "rest-levels", message)
        return None
    return Rest(first, last, days)


def _read_bounds(findings: Findings, node: Node | None) -> tuple[AtMost, ...]:
    if node is None:
        return ()
    if not isinstance(node, Listing) or not node.items:
        no_list(findings, node, '"at-most"')
        return ()
    nothing = AtMost(0, "", 0)
    read: list[AtMost] = []
    bounded: set[tuple[str, int]] = set()
    for item in node.items:
        bound = read_notation(findings, item, "a bound", parse_at_most, nothing)
        if (bound.what, bound.days) in bounded:
            message = f"a bound of {bound.what} per {bound.days} days stands here already."
            findings.add(item.span, "bound-twice", message)
        if bound is not nothing:
            bounded.add((bound.what, bound.days))
        read.append(bound)
    return tuple(read)


def _wrong(text: str, problem_id: str, message: str) -> NotationError:
    return NotationError(0, len(text), problem_id, message)
