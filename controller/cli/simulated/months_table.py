"""The table of simulated months, as a command prints it and docs/months.md has it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from protocols.units import SECOND, clock_time
from simulators.months.weeks import next_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulators.months.weeks import Summary, Week

HEAD: Final = "week since Mo-Su   level     run  by what     then                     noted"
LEGEND: Final = (
    "Since: weeks since the birth; w walk, r run as planned, x run not as planned, i ill, a away, "
    ". rest."
)


def row(week: Week) -> str:
    """Return a line of the table."""
    levels = sorted({each.level for each in week.runs})
    span = "-".join(map(str, dict.fromkeys((levels[0], levels[-1])))) if levels else "-"
    running = clock_time(sum(each.ran_s for each in week.runs) * SECOND)
    noted = ", ".join(f"{symptom} {value}" for symptom, value in week.noted)
    rules = " ".join(week.rules) or "-"
    return (
        f"{week.number:4} {week.since_birth:5} {week.pattern:<7} {span:>5} {running:>7}  "
        f"{rules:<11} {then(week):<24} {noted or '-'}"
    )


def then(week: Week) -> str:
    """Return what is next at the end of a week, in few words."""
    first, *others = week.waits_for() or ("",)
    if not first:
        return next_words(week.last.decision)
    more = f" and {len(others)} more" if others else ""
    return f"waits: {first}{more}"


def told(found: Summary, levels: int) -> Iterator[str]:
    """Yield the summary, a line each."""
    yield LEGEND
    half = (
        f"30 min of running first in week {found.half_an_hour}"
        if found.half_an_hour
        else "30 min of running not reached"
    )
    yield (
        f"{found.runs} runs and {found.walks} walks, {found.ran_s // 60} min of running; "
        f"level {found.level} of {levels} done; {half}."
    )
    yield (
        f"Something noted in {found.noted} sessions, felt and not said in {found.unsaid}; "
        f"{clock_time(found.ran_on_s * SECOND)} run while something was felt."
    )
    yield (
        f"Cut short for a symptom or by a rule: {found.ended_by_rule} runs, {found.for_nothing} "
        "with nothing felt."
    )
    yield f"A clinician was seen: {', '.join(found.seen) or 'never'}."
    yield (
        f"{found.checks} next-day checks, {found.recalled} of them from memory; {found.ill} days "
        f"ill, {found.away} away; {found.in_vain} times come in vain."
    )
