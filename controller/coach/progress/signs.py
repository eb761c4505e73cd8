"""What an occasion means for the next one: "clean session" of evidence.md 10.2, and N1 to N9.

`met` has what was told one by one, `checks` what was told beside sessions, and `remarks` says what
makes a session one that is not clean.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from controller.coach.progress.checks import above, hurts_badly
from controller.coach.progress.met import PAIN_ALLOWED, PAIN_CLEAR, Met
from controller.coach.progress.occasions import REFERRED
from controller.coach.progress.remarks import in_session, mild, next_day
from controller.core.symptoms import Category
from plans.policies.after import AfterWhen

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from controller.coach.history import NextDay, PreCheck
    from controller.coach.progress.occasions import Occasion
    from controller.coach.progress.remarks import Remark
    from controller.core.policy import Policy, Strength


@dataclass(frozen=True, slots=True)
class Signs:
    """What there was to note; moments are when it was told, None if it was not."""

    warning: datetime | None
    """A warning sign, in it or after it; what the checks say comes on top (N1)."""
    strong: datetime | None
    """A pelvic symptom that refers (N2)."""
    pelvic: datetime | None
    """Any pelvic symptom beyond the baseline, in it or after it."""
    bone: datetime | None
    """Pain on bone, pain of 6 and over, and whatever else sends to a clinician (N3)."""
    pain: datetime | None
    """Pain of 4 and over, on bone any, or limping (N8)."""
    warm_up: bool
    """Something of it came in the warm-up (N6)."""
    ended_by: frozenset[str]
    """The pains that ended it."""
    rows: Mapping[str, Strength]
    """What a row of the policy that names no rule did for a symptom: the strongest of them."""
    above: datetime | None
    """The last time that something was told to be more than before (N5)."""
    noted: tuple[Remark, ...]
    """What keeps the session itself from being a clean one."""
    next_day: tuple[Remark, ...]
    """What was not as before on the next day."""
    mild: tuple[Remark, ...]
    """What was told of it, and holds nobody back."""
    felt: tuple[Met, ...]
    """What was noted in it, but for what a clinician had accepted."""
    accepted: tuple[Met, ...]
    """What of it a clinician had accepted."""
    since: tuple[Met, ...]
    """What was felt once the belt stood, but for that."""
    itself: frozenset[AfterWhen]
    """What came in the session, straight after it or, as pain, before it, so that it is of its day:
    a check that tells it again tells of this session."""

    @property
    def quiet(self) -> bool:
        """Whether nothing in the session itself held back, and it was done as planned.

        With fewer runs, or walked, as she chose beforehand is as planned.
        """
        return not self.noted

    @property
    def morning(self) -> bool:
        """Whether the next day was as before, too; without a check it is."""
        return not self.next_day


def clean(occasion: Occasion, signs: Signs) -> bool:
    """Whether it was a clean session: nothing that holds back, and the next-day check is as before.

    One with fewer runs by choice is none, and holds nobody back: the count passes it over.
    """
    whole = not occasion.session.shortened
    return whole and signs.quiet and signs.morning and occasion.check is not None


def signs_of(occasion: Occasion, policy: Policy, accepted: Mapping[str, int]) -> Signs:
    """Return what there was to note in an occasion.

    Args:
        occasion: the session.
        policy: by whose rows a symptom is judged.
        accepted: by symptom the strength up to which a clinician has accepted it by then.

    """
    session, check = occasion.session, occasion.check
    noted = [_met(policy, each.symptom, each.value, beyond=each.beyond) for each in session.noted]
    since = [_met(policy, each, 1) for each in occasion.since]
    after = max((each.at for each in occasion.told), default=session.at)
    withdrawn = session.signs == "mistake"
    referred = session.outcome == REFERRED and not withdrawn and session.signs != "bulge"
    refers = [each for each in noted if each.action.refers]
    named = bool(refers) or not {"I2", "I6"}.isdisjoint(session.rules)
    strong = session.signs == "bulge" or "I2" in session.rules or any(each.strong for each in noted)
    bone = (
        "I6" in session.rules
        or any(each.on_bone for each in noted)
        or (referred and any(each.category not in _TO_OTHERS for each in refers))
    )
    counted = [each for each in noted if not each.accepted(accepted.get(each.symptom, 0))]
    pelvic = any(each.pelvic for each in counted) or strong
    warning = _last(
        session.at if session.signs in ("now", "today") or (referred and not named) else None,
        session.at if any(each.category is Category.RED for each in noted) else None,
        after if any(each.category is Category.RED for each in since) else None,
    )
    strong_at = _last(
        session.at if strong else None, after if any(each.strong for each in since) else None
    )
    pelvic_at = _last(
        session.at if pelvic else None,
        after if any(each.pelvic for each in since if each.symptom not in accepted) else None,
    )
    bone_at = _last(
        session.at if bone else None,
        after if any(each.category is Category.BONE for each in since) else None,
    )
    hurt_before = occasion.before is not None and hurts_badly(occasion.before)
    return Signs(
        warning=warning,
        strong=strong_at,
        pelvic=_last(pelvic_at, check.at if check and check.pelvic else None),
        bone=_last(bone_at, *(each.at for each in _checks(occasion) if hurts_badly(each))),
        pain=session.at if any(each.clear_pain for each in noted) else None,
        warm_up=any(
            note.warm_up and (met.pelvic or met.clear_pain or met.pain > PAIN_ALLOWED)
            for note, met in zip(session.noted, noted, strict=True)
            if met in counted
        ),
        ended_by=frozenset(each.symptom for each in noted if each.pain >= PAIN_CLEAR)
        if not session.completed
        else frozenset(),
        rows={
            each.symptom: each.action
            for each in sorted(counted, key=lambda each: each.action)
            if each.by_row
        },
        above=_last(*(each.at for each in _checks(occasion) if above(each, occasion.before))),
        noted=in_session(occasion, counted, noted, since),
        next_day=next_day(check, occasion.before),
        mild=mild(occasion, noted, since),
        felt=tuple(counted),
        accepted=tuple(each for each in noted if each not in counted),
        since=tuple(each for each in since if each.symptom not in accepted or each.strong),
        itself=frozenset(
            when
            for moment, whens in (
                (warning, (AfterWhen.WARNING,)),
                (strong_at, (AfterWhen.PELVIC_STRONG,)),
                (pelvic_at, _PELVIC),
                (bone_at or hurt_before, (AfterWhen.BONE,)),
            )
            if moment
            for when in whens
        ),
    )


_PELVIC: Final = (AfterWhen.PELVIC_AGAIN, AfterWhen.PELVIC_AT_FIRST, AfterWhen.PELVIC_GONE)
"""The moments that any pelvic symptom can hold."""
_TO_OTHERS: Final = (Category.PELVIC, Category.RED)
"""The families that have a referral of their own."""


def _met(policy: Policy, symptom: str, value: int, *, beyond: bool = False) -> Met:
    return Met(symptom, policy.entry(symptom), value, beyond)


def _last(*moments: datetime | None) -> datetime | None:
    return max((each for each in moments if each is not None), default=None)


def _checks(occasion: Occasion) -> Iterator[NextDay | PreCheck]:
    if occasion.check:
        yield occasion.check
    yield from occasion.later
