"""What there is to remark of a session: why it is no clean one, or what a clean one had.

"Clean session" of evidence.md 10.2. A session is clean where nothing is remarked that holds back,
so that whoever says that there was something to note can also say what.
"""

from __future__ import annotations

from enum import Enum, auto, unique
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from controller.coach.progress.checks import TIRED, hurting, pains_of
from controller.coach.progress.met import EFFORT_ALLOWED, PAIN_ALLOWED
from controller.core.symptoms import Category

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from controller.coach.history import NextDay, PreCheck
    from controller.coach.progress.met import Met
    from controller.coach.progress.occasions import Occasion

_HARMLESS_RULES: Final = {"I10"}
_PLANNED_END: Final = ("completed", "walked_out")
"""The outcomes of a session that went on to its last step."""
_UNNAMED: Final = (Category.RED, Category.EFFORT)
"""These have remarks of their own, without a name."""


@unique
class What(Enum):
    """What was remarked."""

    SIGN = auto()
    """Which one is said where signs are asked for, and not here."""
    PAIN = auto()
    """More than a clean session may have, or where it may have none."""
    FELT = auto()
    ROSE = auto()
    """Pain that became more in the session, or was more than before it."""
    SINCE = auto()
    """Felt once the belt stood."""
    HARD = auto()
    RULES = auto()
    """Which ones made the belt slower or ended a run."""
    ENDED_EARLY = auto()
    LESS = auto()
    """It went on to its end, with less in it than was planned."""
    PELVIC_BEFORE = auto()
    PAIN_BEFORE = auto()
    NOT_RESTED = auto()
    PELVIC_LATER = auto()
    WORSE_LATER = auto()
    BLEEDING_LATER = auto()
    PAIN_LATER = auto()
    TIRED_LATER = auto()

    MILD_PAIN = auto()
    """In it, before it or on the next day."""
    ACCEPTED = auto()
    """By a clinician."""
    EFFORT = auto()
    BLEEDING_BEFORE = auto()
    """It is a gate of running, and walked with for some weeks."""
    NOTE = auto()


class Remark(NamedTuple):
    """Something that was remarked."""

    what: What
    names: tuple[str, ...] = ()
    """Ids of symptoms, places or rules."""


def in_session(
    occasion: Occasion, counted: list[Met], met: list[Met], since: list[Met]
) -> tuple[Remark, ...]:
    """Return what keeps a session from being a clean one, whatever the next-day check says.

    Args:
        occasion: the session.
        counted: what was noted in it, but for what a clinician had accepted.
        met: all that was noted in it.
        since: what was felt once the belt stood.

    """
    session = occasion.session
    held = [each for each in counted if each.holds_back]
    later = [each for each in since if each.holds_back or each.pain]
    rules = tuple(each for each in session.rules if each not in _HARMLESS_RULES)
    # What a rule was about is what was noted, even where that alone holds nobody back.
    felt = [each for each in met if each.value] if rules and not held else held
    pains = [each for each in felt if each.pain > PAIN_ALLOWED or each.on_bone]
    told = [each for each in felt if each not in pains and each.category not in _UNNAMED]
    hard = any(each.hard for each in held) or occasion.effort > EFFORT_ALLOWED
    return (
        *_if(What.SIGN, any(each.category is Category.RED for each in (*held, *later))),
        *_about(What.PAIN, pains),
        *_about(What.FELT, told),
        *_about(What.ROSE, [each for each in _rising(met, occasion.before) if each not in pains]),
        *_about(What.SINCE, [each for each in later if each.category is not Category.RED]),
        *_if(What.HARD, hard),
        *_naming(What.RULES, rules),
        *_if(_ended(occasion), not session.completed),
        *(_before(occasion.before) if occasion.before else ()),
    )


def _ended(occasion: Occasion) -> What:
    return What.LESS if occasion.session.outcome in _PLANNED_END else What.ENDED_EARLY


def _before(check: PreCheck) -> Iterator[Remark]:
    """Yield why a session that began with these answers cannot be a clean one (evidence.md 10.2).

    Bleeding that is merely no period is a gate of running, and walked with for some weeks.
    """
    yield from _if(What.PELVIC_BEFORE, check.pelvic)
    yield from _naming(What.PAIN_BEFORE, hurting(check, PAIN_ALLOWED + 1))
    yield from _if(What.NOT_RESTED, not check.rested)


def next_day(check: NextDay | None, before: PreCheck | None) -> tuple[Remark, ...]:
    """Return what a next-day check tells that is not as before; nothing without a check."""
    if check is None:
        return ()
    known = pains_of(before)
    sore = (place for place, pain in check.pain if pain > known.get(place, 0))
    # What hurts as it did before the session still hurts: steady, it may be 2 and no more.
    steady = hurting(check, PAIN_ALLOWED + 1)
    return (
        *_if(What.SIGN, check.warning_sign),
        *_if(What.BLEEDING_LATER, check.bleeding),
        *_if(What.PELVIC_LATER, check.pelvic),
        *_if(What.WORSE_LATER, check.worse),
        *_naming(What.PAIN_LATER, chain(sore, steady)),
        *_if(What.TIRED_LATER, check.energy <= TIRED),
    )


def mild(occasion: Occasion, met: list[Met], since: list[Met]) -> tuple[Remark, ...]:
    """Return what was told of a session that is a clean one all the same."""
    told = [each for each in met if each.value]
    checks = (each for each in (occasion.before, occasion.check) if each)
    hurt = (place for check in checks for place, pain in check.pain if pain)
    pains = [each.symptom for each in told if each.pain]
    kinds = (Category.PELVIC, Category.EFFORT)
    others = [each for each in (*told, *since) if not each.pain and each.category not in kinds]
    return (
        *_naming(What.MILD_PAIN, (*pains, *hurt)),
        # Anything pelvic that is not accepted holds back.
        *_about(What.ACCEPTED, [each for each in told if each.category is Category.PELVIC]),
        *_if(What.EFFORT, any(each.category is Category.EFFORT for each in told)),
        *_if(What.BLEEDING_BEFORE, occasion.before is not None and occasion.before.bleeding),
        *_about(What.NOTE, others),
    )


def _if(what: What, holds: bool) -> tuple[Remark, ...]:  # noqa: FBT001
    return (Remark(what),) if holds else ()


def _about(what: What, met: Iterable[Met]) -> tuple[Remark, ...]:
    return _naming(what, (each.symptom for each in met))


def _naming(what: What, names: Iterable[str]) -> tuple[Remark, ...]:
    each = tuple(dict.fromkeys(names))
    return (Remark(what, each),) if each else ()


def _rising(met: list[Met], before: PreCheck | None) -> list[Met]:
    """Return the pains that became more in the session than they were, or than was told before."""
    known = pains_of(before)
    pains = [each for each in met if each.pain]
    more = [each for each in pains if each.pain > known.get(each.symptom, each.pain)]
    for symptom in dict.fromkeys(each.symptom for each in pains):
        same = [each for each in pains if each.symptom == symptom]
        more += [second for first, second in pairwise(same) if second.pain > first.pain]
    return more
