"""Warns of what a plan may do and perhaps should not (`plans.lint.rules`).

A warning names its place and its sources. An author who has a reason keeps it by a comment
(`plans.lint.allow`); it is then told as allowed, with that reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from plans.lint.allow import Allowance, read_allowances
from plans.lint.checks import Found, check
from plans.lint.rules import RULES
from plans.problems import WHOLE_FILE, Findings, Problem, Severity, Span

if TYPE_CHECKING:
    from plans.plan.reader import PlanFile

_UNUSED: Final = "unused-allow"


def lint(file: PlanFile) -> tuple[Problem, ...]:
    """Return what lint has to say of a plan, sorted by place.

    Returns:
        Warnings; what would be one and is allowed, with the author's reason; and an error for each
        comment to lint that cannot be read or that names no rule.
    """
    findings = Findings(file.filename, file.text)
    allowances = read_allowances(file.text, findings)
    found = list(check(file.plan))
    for each in found:
        _tell(file, each, allowances, findings)
    for allowance in allowances:
        unused = _unused(file, allowance, found)
        if unused:
            findings.add(allowance.span, _UNUSED, *unused, severity=Severity.WARNING)
    return tuple(sorted(findings.problems, key=lambda each: (each.line, each.column)))


def _tell(file: PlanFile, found: Found, allowances: list[Allowance], findings: Findings) -> None:
    reason = next(
        (each.reason for each in allowances if each.reason and each.covers(found.rule, found.at)),
        "",
    )
    where = f" at {found.at}" if isinstance(found.at, int) else ""
    findings.add(
        _place(file, found),
        found.rule,
        _cited(found.rule, found.message),
        "" if reason else f"to keep it: # lint: allow {found.rule}{where} because ...",
        severity=Severity.ALLOWED if reason else Severity.WARNING,
        reason=reason,
    )


def _cited(rule: str, message: str) -> str:
    return f"{message} ({', '.join(RULES[rule].sources)})."


def _place(file: PlanFile, found: Found) -> Span:
    """Return where it stands; what is not written has the place of what it would stand in."""
    if isinstance(found.at, int):
        return file.places[found.at]
    above = found.at.partition(".")[0]
    return file.places.get(found.at) or file.places.get(above) or WHOLE_FILE


def _unused(file: PlanFile, allowance: Allowance, found: list[Found]) -> tuple[str, str] | None:
    """Return in what way a comment allows nothing, and the remedy, if it does not."""
    missing = sorted((allowance.levels or frozenset()) - file.plan.levels.keys())
    if missing:
        return f"the plan has no level {missing[0]} to allow this at.", "write its number now"
    if not allowance.reason:
        return "a comment without a reason allows nothing.", 'write at its end "because" and why'
    if not any(allowance.covers(each.rule, each.at) for each in found):
        if any(each.rule == allowance.rule and isinstance(each.at, str) for each in found):
            about = f"{allowance.rule} is about the plan as a whole, not about levels."
            return about, 'leave "at" and the levels out'
        where = "in the plan" if allowance.levels is None else "at these levels"
        return f"there is no {allowance.rule} {where} to allow.", "take the comment out"
    needed = {each.at for each in found if each.rule == allowance.rule}
    idle = sorted((allowance.levels or frozenset()) - needed)
    if idle:
        about = f"there is no {allowance.rule} at level {idle[0]} to allow."
        return about, "leave its number out"
    return None
