"""One step of a person's way: a session with its checks, and what there was to note of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from controller.coach.progress.signs import clean

if TYPE_CHECKING:
    from datetime import date, datetime

    from controller.coach.progress.occasions import Occasion
    from controller.coach.progress.signs import Signs


@dataclass(frozen=True, slots=True)
class Step:
    """An occasion, and what it means."""

    occasion: Occasion
    signs: Signs

    @property
    def on(self) -> date:
        """The day, by the clock on the wall."""
        return self.occasion.on

    @property
    def at(self) -> datetime:
        """When the belt first moved."""
        return self.occasion.session.at

    @property
    def runs(self) -> bool:
        """Whether it was meant to have runs."""
        return self.occasion.session.has_runs

    @property
    def clean(self) -> bool:
        """Whether it was a clean session."""
        return clean(self.occasion, self.signs)
