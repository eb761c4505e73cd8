"""Simulated months, told by week and as a whole: what was done, noted, felt and decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from controller.coach.history import RECALLED_AFTER, Clearance, NextDay
from controller.coach.progress.decision import Decision, Kind
from simulators.months.live import BEGINS, BEGINS_WEEKS, HALF_AN_HOUR_S

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from controller.coach.history import Session
    from simulators.months.live import Day, Played

_REST: Final = "."
_UNSAID_BEYOND: Final = frozenset({"effort"})
"""What is felt and need not be said: it is asked by the talk test."""


def weeks_of(months: int) -> int:
    """Return how many whole weeks there are in so many months: 26 in six."""
    return months * 52 // 12


class Week(NamedTuple):
    """One week of hers."""

    number: int
    """From 1."""
    days: tuple[Day, ...]

    @property
    def since_birth(self) -> int:
        """Whole weeks since the birth when it begins."""
        return BEGINS_WEEKS + self.number - 1

    @property
    def played(self) -> tuple[Played, ...]:
        """Its sessions."""
        return tuple(each.played for each in self.days if each.played is not None)

    @property
    def runs(self) -> tuple[Session, ...]:
        """Its sessions with runs."""
        return tuple(each.session for each in self.played if each.session.has_runs)

    @property
    def pattern(self) -> str:
        """A letter for each day: walk, run, a run that was not done as planned, ill, away, rest."""
        return "".join(map(_letter, self.days))

    @property
    def noted(self) -> tuple[tuple[str, int], ...]:
        """What she said in sessions: each symptom, and the most of it."""
        most: dict[str, int] = {}
        for each in self.played:
            for note in each.session.noted:
                most[note.symptom] = max(note.value, most.get(note.symptom, 0))
        return tuple(most.items())

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that decided, each once, while nothing else kept her from running."""
        told = (each.decision.rule for each in self.days if each.ready.running or _refers(each))
        return tuple(dict.fromkeys(told))

    @property
    def last(self) -> Day:
        """Its last day."""
        return self.days[-1]

    def waits_for(self) -> tuple[str, ...]:
        """Return the hard gates that running waits for at its end."""
        return tuple(each.id for each in self.last.ready.closed())


def _refers(day: Day) -> bool:
    return day.decision.kind is Kind.REFER


def _letter(day: Day) -> str:
    if day.played is None:
        return {"ill": "i", "away": "a"}.get(day.away, _REST)
    session = day.played.session
    if not session.has_runs:
        return "w"
    return "r" if session.completed else "x"


def weeks(days: Iterable[Day]) -> Iterator[Week]:
    """Yield the weeks as they come to their end; the last may be shorter."""
    found: list[Day] = []
    for day in days:
        if found and day.week != found[0].week:
            yield Week(found[0].week, tuple(found))
            found = []
        found.append(day)
    if found:
        yield Week(found[0].week, tuple(found))


def next_words(decision: Decision) -> str:
    """Return what is next, in few words."""
    match decision.kind:
        case Kind.REFER:
            return "a clinician first"
        case Kind.REST:
            return "rest until as before"
        case Kind.WALK:
            return "a walk and a test first"
        case Kind.DONE:
            return f"level {decision.level}, the last"
        case Kind.UP:
            return f"up to level {decision.level}"
        case Kind.EASIER:
            return f"down to level {decision.level}"
        case _:
            return f"level {decision.level} again"


@dataclass(frozen=True, slots=True)
class Summary:
    """What months came to."""

    days: int
    """How many."""
    walks: int
    """Sessions that only walk."""
    runs: int
    """Sessions with runs."""
    ran_s: int
    level: int
    """The highest that was done to its end; 0 if none was."""
    half_an_hour: int | None
    """The week, from 1, of the first session with half an hour of running done as planned."""
    noted: int
    """Sessions with something said ..."""
    unsaid: int
    """... and those with something felt, and nothing said."""
    ran_on_s: int
    """Running with something felt."""
    ended_by_rule: int
    """Runs that were cut short by a rule, or by what she said ..."""
    for_nothing: int
    """... and nothing was felt."""
    seen: tuple[str, ...]
    """Days with a clinician, and what that was about: ``"2026-03-26 pelvic"``."""
    ill: int
    away: int
    """Days, like ``ill``."""
    checks: int
    """Next-day checks that were answered ..."""
    recalled: int
    """... and how many of them from memory."""
    in_vain: int
    """Days on which she came for a session that was not due."""


def summary(days: Sequence[Day]) -> Summary:
    """Return what days came to."""
    played = [each.played for each in days if each.played is not None]
    sessions = [each.session for each in played]
    runs = [each for each in sessions if each.has_runs]
    done = [each for each in runs if each.completed and not each.shortened]
    long = [each for each in done if each.planned_run_s >= HALF_AN_HOUR_S]
    told = [fact for day in days for fact in day.told]
    began = {each.id: each.at for each in sessions}
    checks = [each for each in told if isinstance(each, NextDay)]
    ruled = [each for each in played if each.session.has_runs and _ended_by_rule(each.session)]
    return Summary(
        days=len(days),
        walks=len(sessions) - len(runs),
        runs=len(runs),
        ran_s=sum(each.ran_s for each in runs),
        level=max((each.level for each in done), default=0),
        half_an_hour=(min(each.at for each in long).date() - BEGINS).days // 7 + 1
        if long
        else None,
        noted=sum(map(_said, sessions)),
        unsaid=sum(bool(_felt(each)) and not _said(each.session) for each in played),
        ran_on_s=sum(each.ran_on_s for each in played),
        ended_by_rule=len(ruled),
        for_nothing=sum(not each.felt for each in ruled),
        seen=tuple(f"{each.on} {each.kind.value}" for each in told if isinstance(each, Clearance)),
        ill=sum(each.away == "ill" for each in days),
        away=sum(each.away == "away" for each in days),
        checks=len(checks),
        recalled=sum(each.at - began[each.session] > RECALLED_AFTER for each in checks),
        in_vain=sum(each.asked_in_vain for each in days),
    )


def _felt(played: Played) -> set[str]:
    return {symptom for symptom, _ in played.felt} - _UNSAID_BEYOND


def _ended_by_rule(session: Session) -> bool:
    return not session.completed and (bool(session.rules) or _said(session))


def _said(session: Session) -> bool:
    """Whether anything was said: at a question, or behind the unwell key."""
    return bool(session.noted) or session.signs not in ("", "mistake")
