"""What was told behind a row that is about one thing or another: which it was, and how much of it.

A reader who skims takes the graver half of "pain on bone, or pain of 6 and over" for what was told.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from controller.coach.history import BULGE, NextDay, PreCheck, Screen
from controller.coach.names import name_of, numbers_of, strength_of
from controller.coach.progress.checks import hurts
from controller.coach.progress.met import PAIN_CLEAR, PAIN_STRONG
from controller.core.symptoms import Category
from controller.words.catalogue import tr
from controller.words.days import day_words
from plans.policies.after import AfterWhen
from plans.policies.symptoms import known_symptoms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date, datetime

    from controller.coach.progress.met import Met
    from controller.coach.progress.standing import Standing
    from controller.coach.progress.step import Step

_THERE_WAS: Final = tr("on {on} there was {what}")
_PELVIC: Final[Mapping[AfterWhen, str]] = MappingProxyType(
    {
        AfterWhen.PELVIC_STRONG: _THERE_WAS,
        AfterWhen.PELVIC_AGAIN: tr("{what} came again on {on}"),
        AfterWhen.PELVIC_AT_FIRST: tr("{what} came at level 1 on {on}"),
        AfterWhen.PELVIC_GONE: _THERE_WAS,
    }
)
_OF_10: Final = tr("{pain} of 10")
_PAIN: Final[Mapping[AfterWhen, int]] = MappingProxyType(
    {AfterWhen.BONE: PAIN_STRONG, AfterWhen.PAIN_GONE: PAIN_CLEAR}
)
"""From where on pain counts."""
_TELLS: Final[Mapping[AfterWhen, Callable[[Met], bool]]] = MappingProxyType(
    {
        AfterWhen.PELVIC_STRONG: lambda met: met.strong,
        AfterWhen.PELVIC_AGAIN: lambda met: met.pelvic,
        AfterWhen.PELVIC_AT_FIRST: lambda met: met.pelvic,
        AfterWhen.PELVIC_GONE: lambda met: met.pelvic,
        AfterWhen.BONE: lambda met: met.on_bone,
        AfterWhen.PAIN_GONE: lambda met: met.clear_pain,
    }
)
"""What of a session such a row is about."""


class _Told(NamedTuple):
    symptom: str
    value: int
    much: str
    """How much, as it was said; empty where nobody was asked."""
    on: date


def day_of(standing: Standing, when: AfterWhen, at: datetime) -> date:
    """Return the day of the session that it came in, though a check has told it again since."""
    step = _session_of(standing, when, at)
    return at.date() if step is None else step.on


def reason(standing: Standing, when: AfterWhen, at: datetime) -> str:
    """Return what a row is about, with its name, how much of it and its day.

    Args:
        standing: in which the row holds.
        when: the moment of the row.
        at: when the last of it was told.

    Returns:
        What stands within a sentence; empty if the row is about one thing only, or if it is not
        known which of them was told: a check of the next day asks for all that is pelvic at once.

    """
    if when not in _TELLS:
        return ""
    on = day_of(standing, when, at)
    told = list(_worst(_told(standing, when, at)))
    if not told:
        return ""
    what = ", ".join(_words(each, on) for each in told)
    if when in _PELVIC:
        return _PELVIC[when].format(what=what, on=day_words(on))
    bone, strong = _halves(told, _PAIN[when])
    if not bone and not strong:
        # Limping, or what a policy of one's own refers for.
        return _THERE_WAS.format(what=what, on=day_words(on))
    words = tr("pain on bone, and pain of {least} and over, was noted on {on}, {what}")
    if not strong:
        words = tr("pain on bone was noted on {on}, {what}")
    elif not bone:
        words = tr("pain of {least} and over was noted on {on}, {what}")
    return words.format(least=_PAIN[when], what=what, on=day_words(on))


def _session_of(standing: Standing, when: AfterWhen, at: datetime) -> Step | None:
    step = next((each for each in reversed(standing.steps) if each.at <= at), None)
    if step is None or (when not in step.signs.itself and step.at != at):
        return None
    return step


def _told(standing: Standing, when: AfterWhen, at: datetime) -> Iterator[_Told]:
    """Yield what was told of it in its session and since, or at that moment."""
    step = _session_of(standing, when, at)
    checks: list[PreCheck | NextDay] = []
    if step is not None:
        yield from _of_session(step, when)
        checks += [step.occasion.before] if step.occasion.before else []
    since = at if step is None else step.at
    for fact in standing.facts:
        if since <= fact.at <= at:
            if isinstance(fact, PreCheck | NextDay):
                checks.append(fact)
            elif isinstance(fact, Screen) and when is AfterWhen.PELVIC_STRONG:
                yield from (_Told(BULGE, 1, "", fact.at.date()) for _ in {BULGE} & {*fact.signs})
    for check in checks if when is AfterWhen.BONE else ():
        for place, pain in check.pain:
            if hurts(place, pain, PAIN_STRONG):
                yield _Told(place, pain, _OF_10.format(pain=pain), check.at.date())


def _of_session(step: Step, when: AfterWhen) -> Iterator[_Told]:
    signs, session = step.signs, step.occasion.session
    noted = [each for each in signs.felt if _TELLS[when](each)]
    if when is AfterWhen.PELVIC_STRONG and "I2" in session.rules and not noted:
        # It was not strong when it came, and stayed.
        noted = [each for each in signs.felt if each.pelvic]
    for each in noted:
        known = known_symptoms().symptoms.get(each.symptom)
        much = strength_of(known, each.value)
        if each.pain:
            much = _OF_10.format(pain=numbers_of(each.value))
        yield _Told(each.symptom, each.value, much, step.on)
    if session.signs == BULGE and when in _PELVIC:
        yield _Told(BULGE, 1, "", step.on)
    for each in signs.since:
        if _TELLS[when](each):
            yield _Told(each.symptom, each.value, "", step.on)


def _worst(told: Iterator[_Told]) -> Iterator[_Told]:
    """Yield of each symptom the first that is not less than any other."""
    found: dict[str, _Told] = {}
    for each in told:
        if each.symptom not in found or each.value > found[each.symptom].value:
            found[each.symptom] = each
    yield from found.values()


def _words(told: _Told, on: date) -> str:
    name = name_of(told.symptom)
    if not told.much:
        return name
    if told.on != on:
        return tr("{symptom} ({strength} on {day})").format(
            symptom=name, strength=told.much, day=day_words(told.on)
        )
    return tr("{symptom} ({strength})").format(symptom=name, strength=told.much)


def _halves(told: list[_Told], least: int) -> tuple[bool, bool]:
    """Return whether there was pain on bone, and whether elsewhere so much pain."""
    known = known_symptoms().symptoms
    bone, strong = False, False
    for each in told:
        symptom = known.get(each.symptom)
        on_bone = hurts(each.symptom, 1, least) or (
            symptom is not None and symptom.category is Category.BONE
        )
        bone |= on_bone
        strong |= not on_bone and each.value >= least
    return bone, strong
