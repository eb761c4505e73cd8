"""Why an answer that sounds as if it opened something does not: a sign told before it stands.

No later "none" takes a sign back, and a clinician's word counts only if it is of after the sign
(ADR 0019). Whoever tells one of these is told so at once, and does not go in a circle.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from controller.coach.history import BULGE, Clearance, ClearanceKind, Screen
from controller.coach.readiness.warning_signs import (
    bone_signs,
    pelvic_seen_after,
    pelvic_signs,
    seen_after,
    warning_signs,
)
from controller.words.catalogue import tr
from controller.words.days import day_and_year

if TYPE_CHECKING:
    from collections.abc import Sequence

    from controller.coach.history import Fact, History
    from controller.coach.readiness.warning_signs import Sign
    from plans.readiness.checks import Signs

_BELT_STANDS: Final = tr(
    "The warning sign of {day} stands, and no later answer takes it back: the treadmill stays off "
    "until you record that a clinician has seen you about it, on that day or later."
)
_RUNNING_STANDS: Final = tr(
    "What was told on {day} stands, and no later answer takes it back: running waits until you "
    "record that a clinician has seen you about it, on that day or later."
)
_BULGE_STANDS: Final = tr(
    "The bulge of {day} stands, and no later answer takes it back: running waits until you record "
    "that a clinician has spoken of it, on that day or later."
)
_BELT_BEFORE: Final = tr(
    "{seen} was before the warning sign of {day}: this does not open the treadmill. What does is "
    "a clinician who has seen you on that day or later."
)
_RUNNING_BEFORE: Final = tr(
    "{seen} was before what was told on {day}: this does not open running. What does is a "
    "clinician who has seen you on that day or later."
)


def still_stands(history: History, facts: Sequence[Fact], signs: Signs) -> str:
    """Return why some answers do not open what a sign before them keeps off, in a sentence or two.

    Of several signs it is the one that keeps off the most, and of these the last.

    Args:
        history: all that is known, with these answers.
        facts: the answers: the list of warning signs with none of them, or a clinician's word.
        signs: which are warning signs.

    Returns:
        the sentence; empty if these are no such answers, or nothing stands.
    """
    said = next((each for each in facts if isinstance(each, Clearance)), None)
    if said is None and not any(isinstance(each, Screen) and not each.signs for each in facts):
        return ""
    unseen = [each for each in warning_signs(history, signs) if not seen_after(history, each)]
    if unseen:
        return _told(unseen, said, _BELT_STANDS, _BELT_BEFORE)
    waits = [each for each in pelvic_signs(history, signs) if not pelvic_seen_after(history, each)]
    waits += [each for each in bone_signs(history) if not seen_after(history, each)]
    return _told(waits, said, _RUNNING_STANDS, _RUNNING_BEFORE) if waits else ""


def _told(unseen: list[Sign], said: Clearance | None, stands: str, before: str) -> str:
    last = max(unseen, key=lambda each: each.at)
    day = last.at.date()
    if said is not None and said.kind is not ClearanceKind.EARLY and said.on < day:
        return before.format(seen=day_and_year(said.on), day=day_and_year(day))
    return (_BULGE_STANDS if BULGE in last.ids else stands).format(day=day_and_year(day))
