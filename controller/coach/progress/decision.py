"""What comes next, and why, as one value: `controller.coach.progress.rules` decides it."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import Final, NamedTuple


class Kind(Enum):
    """What is next. From the strictest to the mildest; no rule overrides a stricter one."""

    REFER = "refer"
    """No running until a clinician has been seen."""
    REST = "rest"
    """Nothing on the belt but walking, until it is as before."""
    WALK = "walk"
    """A walking session first, and a test of impact after it."""
    EASIER = "easier"
    """One level down, or more after a gap."""
    SAME = "same"
    """The same level again."""
    UP = "up"
    """One level up."""
    DONE = "done"
    """The last level is done; it may be kept up."""


WAITS: Final = (Kind.REFER, Kind.REST, Kind.WALK)
"""With these no session of a plan with runs is next."""


class Decision(NamedTuple):
    """What is next."""

    kind: Kind
    level: int
    """Of the plan, from 1: the hardest one that may be done. For what is walked meanwhile, 1."""
    not_before: date
    because: str
    """One sentence, for the runner."""
    rule: str
    """``"N11"``."""
    sources: tuple[str, ...]
    meanwhile: str = ""
    """The id of the plan that is open meanwhile; empty if the level's own is, or none."""
