"""What a report comes to: a pure function of the policy, this session's history and the report.

The row of the symptom speaks, and so does every rule that the history makes true. The strongest
action counts, and of two equal ones the stricter amounts; a walk that may lead back to runs leaves
them as slow as a milder one would. Neither order nor a stronger action softens anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import reduce
from typing import Final, NamedTuple

from controller.core.accepted import Accepted, as_accepted, most_of
from controller.core.policy import Action, Again, Entry, Policy, Strength, When
from controller.core.symptoms import Category, value_of
from protocols.units import Nanoseconds

_RISE: Final = 2
"""A change of two points on 0 to 10 is a real one (evidence.md 2.1, nprs)."""
_DOMING_AGAIN: Final = 2
"""Reports before the third."""


@dataclass(frozen=True, slots=True)
class Said:
    """A symptom as it was told, before anything is made of it."""

    symptom: str
    value: int
    """On the symptom's own scale."""
    label: str
    """How it is called: the symptom's own label, or that of the place that was named."""
    words: str
    """How strong it is, in words."""
    place: str = ""
    """The id of the place, when one was named instead of a symptom."""
    again: bool = False
    """It is an answer to "still there?", and no second report."""
    stays: bool = False
    """It is the answer that it has not become less after a walk."""


@dataclass(frozen=True, slots=True)
class Reported:
    """A symptom that was reported, and the row or rule that it led to."""

    symptom: str
    value: int
    """On the symptom's own scale."""
    at: Nanoseconds
    action: str
    """The name of a `Strength`."""
    label: str
    words: str
    place: str = ""
    """The id of the place, when one was named instead of a symptom."""
    rule: str = ""
    """The rule of evidence.md 10.1 that spoke, ``"I3"``; empty if none is named."""
    accepted: bool = False
    """It was no more than what a clinician has accepted, and led to nothing."""


History = tuple[Reported, ...]
"""The reports of this session, oldest first."""


class Verdict(NamedTuple):
    """What a report asks for, and by which rule."""

    action: Action
    rule: str
    """Of evidence.md 10.1, ``"I3"``; empty if the policy names none."""
    accepted: bool = False
    """It is no more than what a clinician has accepted."""


def judge(  # noqa: PLR0913  # what was said, and what it is an answer to
    policy: Policy,
    history: History,
    symptom_id: str,
    value: int,
    *,
    again: bool = False,
    stays: bool = False,
    accepted: Accepted = (),
) -> Verdict | None:
    """Return what a report asks for, or None: nothing was reported (`Entry.row`).

    Args:
        policy: the table.
        history: what was reported before in this session.
        symptom_id: what is reported now.
        value: on the symptom's own scale.
        again: it is told to be still there; rules for a second report do not speak then.
        stays: and not to be less.
        accepted: what a clinician has accepted. No more than that asks for nothing, but together
            with what was not accepted; what is asked about again has become more than that.
    """
    entry = policy.entry(symptom_id)
    row = None if entry is None else entry.row(value)
    if entry is None or row is None or value < 0:
        return None
    baseline = not again and as_accepted(entry, value, most_of(accepted, symptom_id))
    found = [Verdict(row.action, row.rule)]
    if baseline:
        history = tuple(each for each in history if not each.accepted)
        found = [Verdict(Action(Strength.NOTE), "")]
    report = _Report(policy, history, entry, value, again, stays, found[0].action.strength)
    for rule in policy.during:
        if not _HOLDS[rule.when](report):
            continue
        if rule.action is not None:
            found.append(Verdict(rule.action, rule.rule))
            continue
        higher = entry.rows[min(entry.rows.index(row) + 1, len(entry.rows) - 1)]
        found.append(Verdict(higher.action, rule.rule))
    verdict = reduce(_both, found)
    return verdict._replace(accepted=baseline and verdict.action.strength is Strength.NOTE)


def strictest(
    policy: Policy,
    history: History,
    members: Iterable[str],
    strength: int,
    accepted: Accepted = (),
) -> tuple[Entry, int, Verdict] | None:
    """Return the symptom of a group that asks for most at a strength key, its value and verdict.

    None if the policy has none of them.

    Args:
        policy: the table.
        history: what was reported before in this session.
        members: ids of symptoms.
        strength: of `controller.core.symptoms.STRENGTHS`.
        accepted: what a clinician has accepted.
    """
    found = []
    for member in members:
        entry = policy.entry(member)
        if entry is None:
            continue
        value = value_of(entry.symptom.highest, strength)
        verdict = judge(policy, history, member, value, accepted=accepted)
        if verdict is not None:
            found.append((entry, value, verdict))
    return max(found, key=lambda each: _order(each[2].action), default=None)


def _order(action: Action) -> tuple[int, ...]:
    """Return how much an action takes away; behind a walk, of the runs that it may lead back to."""
    again = action.again
    return (
        action.strength,
        max(action.slow_percent, again.slow_percent),
        max(action.slow_at_least, again.slow_at_least),
        -again.percent,
        again.onset_percent > 0,
        -again.onset_percent,
    )


def _both(one: Verdict, other: Verdict) -> Verdict:
    """Return what two that speak of the same report come to."""
    a, b = one.action, other.action
    milder, stronger = sorted((one, other), key=lambda each: each.action.strength)
    if a.strength == b.strength:
        action = replace(
            a,
            slow_percent=max(a.slow_percent, b.slow_percent),
            slow_at_least=max(a.slow_at_least, b.slow_at_least),
            walk_first=min(a.walk_first, b.walk_first),
            again=_less(a.again, b.again),
        )
        return Verdict(action, one.rule)
    if (milder.action.strength, stronger.action.strength) == (Strength.SLOW, Strength.WALK):
        # A walk leads back to runs: what slows them is not undone by it.
        slow = Again(milder.action.slow_percent, milder.action.slow_at_least)
        again = _less(stronger.action.again, slow)
        return stronger._replace(action=replace(stronger.action, again=again))
    if stronger.action.strength is Strength.STOP and milder.action.strength.refers:
        # A stop is sooner than the walk before a referral; the referral stays.
        return Verdict(Action(Strength.STOP_AND_REFER), milder.rule)
    return stronger


def _less(one: Again, other: Again) -> Again:
    onsets = [each.onset_percent for each in (one, other) if each.onset_percent]
    return Again(
        slow_percent=max(one.slow_percent, other.slow_percent),
        slow_at_least=max(one.slow_at_least, other.slow_at_least),
        percent=min(one.percent, other.percent),
        onset_percent=min(onsets, default=0),
    )


class _Report(NamedTuple):
    policy: Policy
    history: History
    entry: Entry
    value: int
    again: bool
    stays: bool
    alone: Strength
    """What it asks for by itself."""

    @property
    def id(self) -> str:
        return self.entry.symptom.id

    @property
    def category(self) -> Category:
        return self.entry.symptom.category

    def before(self, *categories: Category) -> list[Reported]:
        """Return the earlier reports of symptoms of these families that were not of nothing."""
        found = []
        for each in self.history:
            entry = self.policy.entry(each.symptom)
            if entry is not None and each.value > 0 and entry.symptom.category in categories:
                found.append(each)
        return found

    def count(self, *symptoms: str) -> int:
        """Return how often these were reported before."""
        return sum(each.symptom in symptoms and each.value > 0 for each in self.history)


_LEAKS: Final = ("leak_urine", "leak_bowel")
LIMP: Final = "limp"
"""The symptom that the rules call limping."""
_SORE: Final = (Category.PAIN, Category.BONE, Category.PELVIC, Category.ABDOMINAL)
"""What doming must not come together with (I12): any pain, that of a scar too, and any pelvic
symptom, a sudden need to pee too."""


def _sends_to_a_walk(report: _Report) -> bool:
    return report.alone >= Strength.WALK


def _sent_to_a_walk(reports: list[Reported]) -> bool:
    return any(Strength[each.action] >= Strength.WALK for each in reports)


def _pelvic_again(report: _Report) -> bool:
    """Return whether a pelvic symptom that sends to a walk comes for the second time."""
    pelvic = report.category is Category.PELVIC and not report.again
    return pelvic and _sends_to_a_walk(report) and _sent_to_a_walk(report.before(Category.PELVIC))


def _pain_again(report: _Report) -> bool:
    """Return whether a pain that sends to a walk, or a limp, comes for the second time."""
    hard = report.category is Category.PAIN and _sends_to_a_walk(report)
    if not (hard or report.id == LIMP) or report.again:
        return False
    return _sent_to_a_walk(report.before(Category.PAIN)) or report.count(LIMP) > 0


def _pain_rises(report: _Report) -> bool:
    if report.category is not Category.PAIN or report.again:
        return False
    first = next((each for each in report.history if each.symptom == report.id), None)
    return (first is not None and report.value - first.value >= _RISE) or report.count(LIMP) > 0


def _together(report: _Report, symptom: str, *categories: Category) -> bool:
    """Return whether a symptom and one of some families were both told, whichever came first."""
    if report.value <= 0:
        return False
    if report.id == symptom:
        return any(each.symptom != symptom for each in report.before(*categories))
    return report.category in categories and report.count(symptom) > 0


def _urgency_with(report: _Report) -> bool:
    if report.id == "urgency":
        return report.count(*_LEAKS) > 0
    return report.id in _LEAKS and report.count("urgency") > 0


_HOLDS: Final[dict[When, Callable[[_Report], bool]]] = {
    When.PELVIC_STAYS: lambda report: report.stays and report.category is Category.PELVIC,
    When.PELVIC_AGAIN: _pelvic_again,
    When.PELVIC_PAIN_AGAIN: lambda report: (
        report.id == "pelvic_pain" and not report.again and report.count("pelvic_pain") > 0
    ),
    When.PAIN_AGAIN: _pain_again,
    When.PAIN_RISES: _pain_rises,
    When.LIMP_STAYS: lambda report: report.stays and report.id == LIMP,
    When.DOMING_AGAIN: lambda report: (
        report.id == "doming" and report.value > 0 and report.count("doming") >= _DOMING_AGAIN
    ),
    When.DOMING_WITH: lambda report: _together(report, "doming", *_SORE),
    When.URGENCY_WITH: _urgency_with,
}
