"""What the pages of plans want done, the `what` of a `Do`, and what they get back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from controller.tui.drawing.ink import Line


class ListedPlan(NamedTuple):
    """A plan in the list."""

    id: str
    title: str
    extent: str
    """How many levels, and how far they go."""
    review: str
    """Whether a physiotherapist has reviewed it, in words."""
    in_use: bool = False
    own: bool = False
    """It did not come with Reprise."""
    trouble: str = ""
    """Why it cannot be used, in one sentence."""
    meanwhile: str = ""
    """By which plan sessions are while this one, in use, is not open yet: in one sentence."""


class ShownPlan(NamedTuple):
    """All that is told of a plan before it is used."""

    id: str
    title: str
    review: str
    policy: str
    """The id of the policy, and whether it has been reviewed."""
    about: tuple[str, ...]
    """Sentences."""
    level: str
    """Which level is next, and its intervals."""
    caption: str
    """What the staircase is of."""
    preview: tuple[Line, ...]
    """The staircase, for at least 74 cells."""
    warnings: tuple[str, ...]
    """What there is to know before it is used, a sentence each."""
    in_use: bool


@dataclass(frozen=True, slots=True)
class ShowPlan:
    """One is to be looked at; gives a `ShownPlan`, or a sentence why not."""

    id: str


@dataclass(frozen=True, slots=True)
class UsePlan:
    """One is to be used from now on; gives a `PlanUsed`, or a sentence why not."""

    id: str


class PlanUsed(NamedTuple):
    """It is in use."""

    told: str
    """In one sentence, with what was before."""
