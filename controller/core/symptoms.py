"""What can be felt and said: symptoms, where they are felt, and what a strength key means.

The names, the wording and the groups are data (`plans/policies/symptoms.yaml`); what the belt does
about them is a policy (`controller.core.policy`). Labels describe place and feeling, never a
diagnosis.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, unique
from typing import Final

from controller.words.later import tr_later


@unique
class Category(Enum):
    """The family of a symptom (evidence.md 9)."""

    PELVIC = "pelvic"
    ABDOMINAL = "abdominal"
    PAIN = "pain"
    BONE = "bone"
    GAIT = "gait"
    """Changing how one runs: the table's *modifier*."""
    COMFORT = "comfort"
    EFFORT = "effort"
    SYSTEMIC = "systemic"
    SAFETY = "safety"
    RED = "red flag"


@dataclass(frozen=True, slots=True)
class Symptom:
    """A symptom that can be reported."""

    id: str
    """As in ``symptoms.yaml``, ``"heaviness"``."""
    label: str
    """``"Heaviness, dragging or pressure down below"``."""
    short: str
    """For a list beside a key: ``"heaviness"``."""
    category: Category
    highest: int
    """The end of its scale, which begins with 0, nothing: 1 (yes or no), 2, 3 or 10."""
    question: str
    """How it is asked about, standing."""
    place: str
    """The id of the place that it is felt at; empty if no key of the question leads to it."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is felt: a group of symptoms that a runner can name with one key.

    Until the exact one is known the belt obeys the strictest of the group (ADR 0013).
    """

    id: str
    letter: str
    """Of the key that names it; empty for what has none."""
    name: str
    hint: str
    """What it takes in, in a few words."""
    members: tuple[str, ...]
    """The ids of its symptoms."""
    which: bool = False
    """Its members are so different that they are asked about at once, walking, as a third list."""


UNSURE: Final = Place("unsure", "", tr_later("not sure where"), "", ("heaviness",))
"""Judged as heaviness: a runner who cannot say where is not sent on running."""

STRENGTHS: Final = {
    1: tr_later("a little"),
    2: tr_later("clear"),
    3: tr_later("strong"),
    4: tr_later("too much"),
}
"""The strength keys, 1 to 4, and what each says."""
TOO_MUCH: Final = 4
"""The key that brings the belt to a stop before it is asked where."""
_PAIN_HIGHEST: Final = 10
_JUDGED_AS: Final = {1: 2, 2: 3, 3: 5, 4: 6}
"""What a key means on a scale from 0 to 10: the upper end of its band (docs/policies.md)."""


def value_of(highest: int, strength: int) -> int:
    """Return the value that a strength key is judged as, on a scale that ends with ``highest``.

    The key is one of `STRENGTHS`; a scale from 0 to 10 has its own bands (docs/policies.md).
    """
    if highest == _PAIN_HIGHEST:
        return _JUDGED_AS.get(strength, strength)
    return min(strength, highest)
