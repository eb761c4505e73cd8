"""What there is to remark of a session, in words that stand within a sentence."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from controller.coach.names import named
from controller.coach.progress.remarks import Remark, What
from controller.words.catalogue import tr

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from controller.coach.progress.signs import Signs

_MOST: Final = 2
"""So many of each day stand in a sentence, the gravest; the history and the report tell all."""
# For translators: each stands behind "there was" or "with no more than".
_WORDS: Final[Mapping[What, str]] = MappingProxyType(
    {
        What.SIGN: tr("a warning sign"),
        What.PAIN: tr("more than mild pain ({names})"),
        What.FELT: tr("something felt ({names})"),
        What.ROSE: tr("pain that rose ({names})"),
        What.SINCE: tr("something felt once the belt stood ({names})"),
        What.HARD: tr("effort above 5 of 10"),
        What.RULES: tr("easing by rule {names}"),
        What.ENDED_EARLY: tr("an early end"),
        What.LESS: tr("less than planned"),
        What.PELVIC_BEFORE: tr("leaking, heaviness or pain down below before it"),
        What.PAIN_BEFORE: tr("pain before it ({names})"),
        What.NOT_RESTED: tr("too little sleep, food or drink before it"),
        What.PELVIC_LATER: tr("leaking, heaviness or pain down below"),
        What.WORSE_LATER: tr("a limp, or a morning stiffer than before"),
        What.BLEEDING_LATER: tr("heavier bleeding"),
        What.PAIN_LATER: tr("pain ({names})"),
        What.TIRED_LATER: tr("little energy"),
        What.MILD_PAIN: tr("mild pain ({names})"),
        What.ACCEPTED: tr("what a clinician accepted ({names})"),
        What.EFFORT: tr("effort of 5 of 10"),
        What.BLEEDING_BEFORE: tr("bleeding before it"),
        What.NOTE: tr("a note ({names})"),
    }
)


def noted_words(day: str, signs: Signs) -> str:
    """Return what kept a session from being a clean one; ``day`` is its day, in words."""
    in_it, later = _listed(signs.noted[:_MOST]), _listed(signs.next_day[:_MOST])
    if in_it and later:
        told = tr("on {day} there was {noted}, and on the day after {later}")
    elif later:
        told = tr("on the day after {day} there was {later}")
    else:
        told = tr("on {day} there was {noted}")
    return told.format(day=day, noted=in_it, later=later)


def mild_words(sessions: Iterable[Signs]) -> str:
    """Return all that was told of clean sessions; empty if it was nothing."""
    names: dict[What, dict[str, None]] = {}
    for signs in sessions:
        for each in signs.mild:
            names.setdefault(each.what, {}).update(dict.fromkeys(each.names))
    return _listed(Remark(what, tuple(names[what])) for what in What if what in names)


def _listed(remarks: Iterable[Remark]) -> str:
    told = [_WORDS[each.what].format(names=named(each.names)) for each in remarks]
    if len(told) <= 1:
        return "".join(told)
    return tr("{listed} and {last}").format(listed=", ".join(told[:-1]), last=told[-1])
