"""What of a history still counts for readiness: since which birth, and how long.

All facts are kept, and the last word on a date counts. What was told or passed before the birth
that counts is of another time.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from controller.coach.baseline import USUALLY, baseline
from controller.coach.history import BIRTH, Birth, Clearance, ClearanceKind, Told
from controller.coach.readiness.gates import State
from controller.words.catalogue import tr, trn
from controller.words.days import day_and_year

if TYPE_CHECKING:
    from collections.abc import Iterator

    from controller.coach.history import Fact, History, Session
    from plans.readiness.checks import Checks


SAID_YES: Final = tr("a clinician: yes")
"""What a clinician's yes is in brief."""


class Verdict(NamedTuple):
    """How a gate stands, and what is known of it."""

    state: State
    because: str
    until: date | None = None
    first: str = ""
    """What to do first of all."""
    opens: str = ""
    """What opens it, where that is not what the list says."""
    by_clinician: bool = False
    """Nothing that she tells of herself opens it."""
    brief: str = ""
    """As `Gate.brief`."""


class Known:
    """A history as it counts on a day.

    Args:
        history: all that was told and done.
        checks: the list of what decides.
        today: the day.

    """

    def __init__(self, history: History, checks: Checks, today: date) -> None:
        self.history, self.checks, self.today = history, checks, today
        self.birth, self.no_birth = _birth(history)
        since = None if self.birth is None else self.birth.on
        self.facts: tuple[Fact, ...] = tuple(
            each for each in history.facts if since is None or each.at.date() >= since
        )
        """Those since the birth, in the order of telling."""
        self.sessions: tuple[Session, ...] = tuple(
            each for each in history.sessions if since is None or each.at.date() >= since
        )
        # Asked for once per session and per answer, of which there are thousands.
        self._clearances = tuple(each for each in self.facts if isinstance(each, Clearance))

    def plan_begins(self, weeks: int | None) -> date | None:
        """Return from when on a plan is open that begins later than the list lets her run.

        Args:
            weeks: after a birth, before which the plan is not begun; None if it does not say.

        Returns:
            a day that is yet to come, or None.

        """
        if self.birth is None or weeks is None or weeks <= self.checks.weeks:
            return None
        begins = self.birth.on + timedelta(weeks=weeks)
        return begins if self.today < begins else None

    def since_birth(self) -> str:
        """Return how long ago the birth was, in weeks and days."""
        if self.birth is None:
            return tr("the date of the birth was not told")
        weeks, days = divmod((self.today - self.birth.on).days, 7)
        in_weeks = trn("{weeks} week", "{weeks} weeks", weeks).format(weeks=weeks)
        if not days:
            return in_weeks
        in_days = trn("{days} day", "{days} days", days).format(days=days)
        return tr("{weeks} and {days}").format(weeks=in_weeks, days=in_days)

    def clearances(self, kind: ClearanceKind) -> Iterator[Clearance]:
        """Yield what clinicians said since the birth, the latest first."""
        for each in reversed(self._clearances):
            if each.kind is kind:
                since = self.birth is None or each.on >= self.birth.on
                if since and each.on <= self.today:
                    yield each

    def aged(self, at: datetime, because: str, brief: str = "", *, walks: bool = False) -> Verdict:
        """Return yes, or that it was too long ago; ``because`` says what was and when."""
        if self.counts(at, walks=walks):
            return Verdict(State.YES, because, brief=brief)
        because = tr("{because}: too long ago, once more").format(because=because)
        return Verdict(State.OPEN, because, brief=brief)

    def answered(self, at: datetime, value: str, passes: str) -> Verdict:
        """Return how a question stands that was answered so; ``passes`` is the answer that opens.

        Another one is asked for again after some days.
        """
        brief = f'"{tr(value)}"'
        because = tr('"{answer}", told on {day}').format(
            answer=tr(value), day=day_and_year(at.date())
        )
        if value == passes:
            return self.aged(at, because, brief)
        again = at.date() + timedelta(self.checks.ask_again_days)
        return Verdict(State.NOT_YET, because, self.ahead(again), brief=brief)

    def ahead(self, day: date) -> date | None:
        """Return a day if it is yet to come."""
        return day if day > self.today else None

    def accepted(self) -> Mapping[str, int]:
        """Return the symptoms that she may run with by the last yes, each up to a strength."""
        yes = self.pelvic_yes()
        return USUALLY if yes is not None and not yes.accepted else baseline(yes)

    def baseline(self) -> Mapping[str, int]:
        """Return what counts in a session and after it: what was written down with the last yes."""
        return baseline(self.pelvic_yes())

    def pelvic_yes(self) -> Clearance | None:
        """Return the last that a clinician said of running with pelvic symptoms."""
        return next(self.clearances(ClearanceKind.PELVIC), None)

    def counts(self, at: datetime, *, walks: bool = False) -> bool:
        """Whether what was told or passed then still counts.

        It does for some days, and on from session to session while no gap is too long; a walk is
        a session only for what is asked before each of them (``walks``).
        """
        until = at.date() + timedelta(self.checks.ask_again_days)
        for session in sorted(self.sessions, key=lambda each: each.at):
            on = session.at.date()
            if (session.has_runs or walks) and at <= session.at and on <= until:
                until = max(until, on + timedelta(self.checks.gap_days))
        return self.today <= until


def _birth(history: History) -> tuple[Birth | None, bool]:
    """Return the birth that counts, and whether it was told that there is none."""
    last: Birth | Told | None = None
    for fact in history.facts:
        if isinstance(fact, Birth) or (isinstance(fact, Told) and fact.key == BIRTH):
            last = fact
    if isinstance(last, Birth):
        return last, False
    return None, last is not None and last.value == "no"
