"""What the checks before a session and of the day after it tell, held against each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from controller.coach.history import NextDay, PreCheck
from controller.coach.progress.met import PAIN_ALLOWED, PAIN_STRONG

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

TIRED: Final = 2
"""Of 1 to 5: sleep and energy up to here make no session count as clean."""
_BONE_PLACE: Final = "bone"


def above(check: NextDay | PreCheck, before: PreCheck | None) -> bool:
    """Whether a check tells of more than before: pelvic, pain of 3 and over, a limp."""
    known = pains_of(before)
    worse = False if isinstance(check, PreCheck) else check.worse
    return (
        check.pelvic
        or worse
        or any(pain > max(PAIN_ALLOWED, known.get(place, 0)) for place, pain in check.pain)
    )


def pains_of(before: PreCheck | None) -> Mapping[str, int]:
    """Return where it hurt before a session, and how much."""
    return dict(before.pain) if before else {}


def hurts_badly(check: NextDay | PreCheck) -> bool:
    """Whether a check tells of pain on bone, or of pain of 6 and over."""
    return any(hurting(check, PAIN_STRONG))


def hurts(place: str, pain: int, least: int) -> bool:
    """Whether it is so much pain, or on bone any: a bone under stress should not hurt at all."""
    return pain >= least or (pain > 0 and place in (_BONE_PLACE, "shin_foot_bone"))


def hurting(check: NextDay | PreCheck, least: int) -> Iterator[str]:
    """Yield the places that hurt so much, or on bone at all."""
    return (place for place, pain in check.pain if hurts(place, pain, least))
