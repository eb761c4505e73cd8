"""What an occasion means for the next one: "clean session" of evidence.md 10.2, and N1 to N9.

A symptom counts by its family and its scale, not by its name. What a clinician has accepted
(`Clearance.accepted`) is the baseline: only more than that counts, but for what always refers.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from controller.coach.history import PreCheck
from controller.coach.progress.occasions import REFERRED
from controller.core.accepted import as_accepted
from controller.core.policy import Strength
from controller.core.symptoms import Category
from plans.policies.after import AfterWhen

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from controller.coach.history import NextDay
    from controller.coach.progress.occasions import Occasion
    from controller.core.policy import Entry, Policy

PAIN_ALLOWED: Final = 2
"""Pain up to here holds nobody back (I10; the check before a session asks for it)."""
PAIN_CLEAR: Final = 4
"""From here on the next session is easier (N8)."""
PAIN_STRONG: Final = 6
"""From here on it refers (N3)."""
EFFORT_ALLOWED: Final = 5
TIRED: Final = 2
"""Of 1 to 5: sleep and energy up to here make no session count as clean."""
_PAIN_HIGHEST: Final = 10
_HARMLESS_RULES: Final = {"I10"}
_BONE_PLACE: Final = "bone"


class _Met(NamedTuple):
    """A symptom that was told, with its strength."""

    symptom: str
    entry: Entry | None
    value: int
    beyond: bool = False
    """More than was accepted, whatever its strength (`Noted.beyond`)."""

    @property
    def category(self) -> Category | None:
        return self.entry.symptom.category if self.entry else None

    @property
    def action(self) -> Strength:
        row = self.entry.row(self.value) if self.entry else None
        return row.action.strength if row else Strength.NOTE

    @property
    def by_row(self) -> bool:
        """Whether it slowed the belt or ended a run by a row that names no rule."""
        row = self.entry.row(self.value) if self.entry else None
        return row is not None and not row.rule and row.action.strength >= Strength.SLOW

    @property
    def pain(self) -> int:
        """From 0 to 10; 0 for what is no pain."""
        painful = self.entry is not None and self.entry.symptom.highest == _PAIN_HIGHEST
        return self.value if painful and self.category is not Category.EFFORT else 0

    def accepted(self, most: int) -> bool:
        """Whether it is no more than what was accepted, as in the session itself."""
        if self.entry is None or self.beyond:
            return False
        return as_accepted(self.entry, self.value, most)

    @property
    def pelvic(self) -> bool:
        """Urgency alone is noted and leads to nothing, so that it is none of these."""
        return self.category is Category.PELVIC and self.action >= Strength.WALK

    @property
    def strong(self) -> bool:
        """That a bulge, clear leaking of wind or poo and 3 of 3 refer is the floor of policies."""
        return self.pelvic and self.action.refers


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
    quiet: bool
    """Nothing to note in the session itself, and done as planned or as she chose beforehand."""
    morning: bool
    """Nothing to note on the next day, either; without a check, too."""
    itself: frozenset[AfterWhen]
    """What came in the session, straight after it or, as pain, before it, so that it is of its day:
    a check that tells it again tells of this session."""


def clean(occasion: Occasion, signs: Signs) -> bool:
    """Whether it was a clean session: nothing to note, and the next-day check is as before.

    One with fewer runs by choice is none, and nothing to note either: the count passes it over.
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
        or any(_on_bone(each) for each in noted)
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
        pain=session.at if any(map(_clear_pain, noted)) else None,
        warm_up=any(
            note.warm_up and (met.pelvic or _clear_pain(met) or met.pain > PAIN_ALLOWED)
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
        quiet=session.completed
        and _HARMLESS_RULES.issuperset(session.rules)
        and not any(map(_held_back, counted))
        and not _rises(noted, occasion.before)
        and not any(map(_told_after, since))
        and occasion.effort <= EFFORT_ALLOWED
        and (occasion.before is None or _nothing_before(occasion.before)),
        morning=check is None or _as_before(check, occasion.before),
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


def above(check: NextDay | PreCheck, before: PreCheck | None) -> bool:
    """Whether a check tells of more than before: pelvic, pain of 3 and over, a limp."""
    known = dict(before.pain) if before else {}
    worse = False if isinstance(check, PreCheck) else check.worse
    return (
        check.pelvic
        or worse
        or any(pain > max(PAIN_ALLOWED, known.get(place, 0)) for place, pain in check.pain)
    )


def hurts_badly(check: NextDay | PreCheck) -> bool:
    """Whether a check tells of pain on bone, or of pain of 6 and over."""
    return _hurts_from(check, PAIN_STRONG)


def hurts(place: str, pain: int, least: int) -> bool:
    """Whether it is so much pain, or on bone any: a bone under stress should not hurt at all."""
    return pain >= least or (pain > 0 and place in (_BONE_PLACE, "shin_foot_bone"))


def _hurts_from(check: NextDay | PreCheck, least: int) -> bool:
    return any(hurts(place, pain, least) for place, pain in check.pain)


def _nothing_before(check: PreCheck) -> bool:
    """Whether a session that began with these answers can be a clean one (evidence.md 10.2).

    Bleeding that is merely no period is a gate of running, and walked with for some weeks.
    """
    return check.rested and not check.pelvic and not _hurts_from(check, PAIN_ALLOWED + 1)


def _met(policy: Policy, symptom: str, value: int, *, beyond: bool = False) -> _Met:
    return _Met(symptom, policy.entry(symptom), value, beyond)


def _last(*moments: datetime | None) -> datetime | None:
    return max((each for each in moments if each is not None), default=None)


def _checks(occasion: Occasion) -> Iterator[NextDay | PreCheck]:
    if occasion.check:
        yield occasion.check
    yield from occasion.later


def _on_bone(met: _Met) -> bool:
    return (met.category is Category.BONE and met.value > 0) or met.pain >= PAIN_STRONG


def _clear_pain(met: _Met) -> bool:
    limping = met.category is Category.GAIT and met.value > 0
    return met.pain >= PAIN_CLEAR or limping or _on_bone(met)


def _held_back(met: _Met) -> bool:
    """Whether one report alone makes a session one that is not clean."""
    return (
        met.category in (Category.PELVIC, Category.GAIT, Category.BONE, Category.RED)
        or met.pain > PAIN_ALLOWED
        or (met.category is Category.EFFORT and met.value > EFFORT_ALLOWED)
    )


def _told_after(met: _Met) -> bool:
    return _held_back(met) or met.pain > 0


def _rises(met: list[_Met], before: PreCheck | None) -> bool:
    """Whether a pain became more in the session than it was, or than was told before it."""
    pains = [each for each in met if each.pain]
    known = dict(before.pain) if before else {}
    return any(each.pain > known.get(each.symptom, each.pain) for each in pains) or any(
        second.pain > first.pain
        for symptom in {each.symptom for each in pains}
        for first, second in pairwise(each for each in pains if each.symptom == symptom)
    )


def _as_before(check: NextDay, before: PreCheck | None) -> bool:
    known = dict(before.pain) if before else {}
    sore = any(pain > known.get(place, 0) for place, pain in check.pain)
    tired = check.energy <= TIRED
    # What hurts as it did before the session still hurts: steady, it may be 2 and no more.
    hurts = _hurts_from(check, PAIN_ALLOWED + 1)
    noted = sore or hurts or tired or check.bleeding or check.warning_sign
    return not (noted or above(check, before))
