"""One thing that was told in a session or after it, as a policy has it.

A symptom counts by its family and its scale, not by its name. What a clinician has accepted
(`Clearance.accepted`) is the baseline: only more than that counts, but for what always refers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from controller.core.accepted import as_accepted
from controller.core.policy import Strength
from controller.core.symptoms import Category

if TYPE_CHECKING:
    from controller.core.policy import Entry

PAIN_ALLOWED: Final = 2
"""Pain up to here holds nobody back (I10; the check before a session asks for it)."""
PAIN_CLEAR: Final = 4
"""From here on the next session is easier (N8)."""
PAIN_STRONG: Final = 6
"""From here on it refers (N3)."""
EFFORT_ALLOWED: Final = 5
_PAIN_HIGHEST: Final = 10


class Met(NamedTuple):
    """A symptom that was told, with its strength."""

    symptom: str
    entry: Entry | None
    value: int
    beyond: bool = False
    """More than was accepted, whatever its strength (`Noted.beyond`)."""

    @property
    def category(self) -> Category | None:
        """Its family; None if the policy does not know it."""
        return self.entry.symptom.category if self.entry else None

    @property
    def action(self) -> Strength:
        """What the policy's row does."""
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

    @property
    def on_bone(self) -> bool:
        """Whether it is pain on bone, or so strong that it may be."""
        return (self.category is Category.BONE and self.value > 0) or self.pain >= PAIN_STRONG

    @property
    def clear_pain(self) -> bool:
        """Whether it is clear pain, or changes how she runs."""
        limping = self.category is Category.GAIT and self.value > 0
        return self.pain >= PAIN_CLEAR or limping or self.on_bone

    @property
    def hard(self) -> bool:
        """Whether it is more effort than a clean session may have."""
        return self.category is Category.EFFORT and self.value > EFFORT_ALLOWED

    @property
    def holds_back(self) -> bool:
        """Whether this report alone makes a session one that is not clean."""
        return self.category in _HOLD_BACK or self.pain > PAIN_ALLOWED or self.hard


_HOLD_BACK: Final = (Category.PELVIC, Category.GAIT, Category.BONE, Category.RED)
