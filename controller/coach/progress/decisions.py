"""What every session of a history led to: the decision that held when the next one began.

It is worked out anew, by the plan and the policy as they are now and by what was known then. The
last session's is as of today.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import replace
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING

from controller.coach.history import Birth, ClearanceKind, History, NextDay
from controller.coach.progress.rules import decide_by
from controller.coach.progress.standing import standing_of, step_of
from controller.coach.progress.tally import Counting, Tally, easier_moments

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date, datetime

    from controller.coach.progress.decision import Decision
    from controller.coach.progress.standing import Standing
    from controller.coach.progress.step import Step
    from plans.plan.model import Plan
    from plans.policies.reader import PolicyFile


def decisions(
    history: History, plan: Plan, policy: PolicyFile, today: date
) -> Mapping[str, Decision]:
    """Return the decisions by the id of the session that each followed, of one plan.

    Args:
        history: all that is known.
        plan: whose sessions; those of other plans count as they do in `decide`.
        policy: its rows.
        today: the day by the clock on the wall.

    """
    past = _Past(history, plan, policy, today)
    whole = past.whole(history.birth)
    known = _known_since(history, whole.steps)
    made: dict[str, Decision] = {}
    latest = None
    for number, step in enumerate(whole.steps):
        latest = known[number] if latest is None else max(latest, known[number])
        if step.occasion.session.plan != plan.id:
            continue
        following = whole.steps[number + 1] if number + 1 < len(whole.steps) else None
        if following is None:
            standing = whole
        elif latest <= following.at:
            standing = past.as_of(number, following)
        else:
            # Something of these sessions was told later than that: it was not known then.
            standing = standing_of(_until(history, following.at), plan, policy, following.on)
        made[step.occasion.session.id] = decide_by(standing, policy)
    return made


def deciding(
    history: History, plan: Plan, policy: PolicyFile, today: date
) -> Callable[[datetime], Decision]:
    """Return what tells the decision as it was at a moment, with all that was told up to then.

    Args:
        history: all that is known.
        plan: what it is next in.
        policy: its rows.
        today: the day by the clock on the wall, which no moment is behind.

    """
    past = _Past(history, plan, policy, today)

    def decided(moment: datetime) -> Decision:
        standing = past.at(moment)
        if standing is None:
            known = History(
                tuple(each for each in history.facts if each.at <= moment),
                tuple(each for each in history.sessions if each.at <= moment),
            )
            standing = standing_of(known, plan, policy, moment.date())
        return decide_by(standing, policy)

    return decided


class _Past:
    """Standings of before, each made of what is worked out already."""

    def __init__(self, history: History, plan: Plan, policy: PolicyFile, today: date) -> None:
        self._history, self._plan, self._policy, self._today = history, plan, policy, today
        self._births = tuple(each for each in history.of(Birth) if isinstance(each, Birth))
        self._easier = easier_moments(policy.after)
        # A birth, or a clinician's word, that was told meanwhile changes what is counted: seldom.
        self.whole = cache(self._whole)
        self._tallies = cache(self._all_tallies)
        self._known = cache(self._all_known)
        self._checks: defaultdict[str, list[NextDay]] = defaultdict(list)
        for each in sorted(history.of(NextDay), key=lambda each: each.at):
            if isinstance(each, NextDay):
                self._checks[each.session].append(each)

    def at(self, moment: datetime) -> Standing | None:
        """Return the standing at a moment; None if what was told later has to be taken out."""
        birth = next((each for each in self._births if each.at <= moment), None)
        whole = self.whole(birth)
        number = bisect_right(whole.steps, moment, key=lambda each: each.at)
        said = bisect_right(whole.clearances, moment, key=lambda each: each.at)
        steps, tally = whole.steps[:number], Tally()
        own = whole.own[: bisect_right(whole.own, moment, key=lambda each: each.at)]
        if steps:
            before, rest_at = self._known(birth)[number - 1]
            if rest_at > moment or (before is not None and before > moment):
                return None
            last = self._as_known(steps[-1], moment, birth)
            by = Counting(self._plan, birth, whole.clearances[:said], self._easier)
            if number > 1:
                tally = self._tallies(birth, said)[number - 2]
            tally = tally.grown(last, by)
            if own and own[-1] is steps[-1]:
                own = (*own[:-1], last)
            steps = (*steps[:-1], last)
        return replace(
            whole,
            today=moment.date(),
            facts=whole.facts[: bisect_right(whole.facts, moment, key=lambda each: each.at)],
            clearances=whole.clearances[:said],
            steps=steps,
            own=own,
            tally=tally,
        )

    def _as_known(self, step: Step, moment: datetime, birth: Birth | None) -> Step:
        """Return a session with what was told of it up to a moment."""
        whole = step.occasion
        parts = (each.id for each in self._history.sessions if each.goes_on == whole.session.id)
        checks = [
            check
            for name in (whole.session.id, *parts)
            for check in self._checks[name]
            if check.at <= moment
        ]
        occasion = replace(
            whole,
            check=max(checks, key=lambda each: each.at, default=None),
            told=tuple(each for each in whole.told if each.at <= moment),
            later=tuple(each for each in whole.later if each.at <= moment),
        )
        pelvic = [
            each for each in self.whole(birth).clearances if each.kind is ClearanceKind.PELVIC
        ]
        return step_of(occasion, pelvic, birth, self._policy.policy)

    def _all_known(self, birth: Birth | None) -> list[tuple[datetime | None, datetime]]:
        """Return for each session when all was known of those before it, and its last rest."""
        steps = self.whole(birth).steps
        known = accumulate(_known_since(self._history, steps), max)
        rests = _rests(self._history)
        return list(
            zip((None, *known), (rests[each.occasion.session.id] for each in steps), strict=False)
        )

    def as_of(self, number: int, following: Step) -> Standing:
        """Return the standing when the next session began.

        Args:
            number: of the session, counted from 0.
            following: the one after it.

        """
        until = following.at
        birth = next((each for each in self._births if each.at <= until), None)
        whole = self.whole(birth)
        said = bisect_right(whole.clearances, until, key=lambda each: each.at)
        return replace(
            whole,
            today=following.on,
            facts=whole.facts[: bisect_right(whole.facts, until, key=lambda each: each.at)],
            clearances=whole.clearances[:said],
            steps=whole.steps[: number + 1],
            own=whole.own[: bisect_left(whole.own, until, key=lambda each: each.at)],
            tally=self._tallies(birth, said)[number],
        )

    def _whole(self, birth: Birth | None) -> Standing:
        """Return the last standing as it is with a birth and none that was told after it."""
        later = self._births if birth is None else self._births[: self._births.index(birth)]
        facts = tuple(each for each in self._history.facts if each not in later)
        history = replace(self._history, facts=facts) if later else self._history
        return standing_of(history, self._plan, self._policy, self._today)

    def _all_tallies(self, birth: Birth | None, said: int) -> tuple[Tally, ...]:
        """Return the tally behind every session, by the first clinicians' words alone."""
        whole = self.whole(birth)
        by = Counting(self._plan, birth, whole.clearances[:said], self._easier)
        grown = accumulate(whole.steps, lambda tally, each: tally.grown(each, by), initial=Tally())
        return tuple(grown)[1:]


def _known_since(history: History, steps: tuple[Step, ...]) -> list[datetime]:
    """Return for each session the moment at which all was told that is known of it now."""
    rests = _rests(history)
    return [
        max(
            rests[each.occasion.session.id],
            *(told.at for told in (*each.occasion.told, each.occasion.check) if told),
        )
        if each.occasion.told or each.occasion.check
        else rests[each.occasion.session.id]
        for each in steps
    ]


def _rests(history: History) -> dict[str, datetime]:
    """Return by the first part of each session when its last one began."""
    rests: dict[str, datetime] = {}
    first: dict[str, str] = {}
    for session in sorted(history.sessions, key=lambda each: (each.at, each.id)):
        begun = first.setdefault(session.id, first.get(session.goes_on, session.id))
        rests[begun] = session.at
    return rests


def _until(history: History, moment: datetime) -> History:
    return History(
        tuple(each for each in history.facts if each.at <= moment),
        tuple(each for each in history.sessions if each.at < moment),
    )
