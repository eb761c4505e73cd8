"""What no policy can change: how each symptom is judged, and the least that has to follow.

It stands in code because a file could lower it. A policy may be as strict as it likes.
Symptom ids and labels are those of evidence.md 9; a policy has to name every one of them.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from controller.core.symptoms import Strength

if TYPE_CHECKING:
    from collections.abc import Mapping


class Judged(NamedTuple):
    """A symptom: what it is called (place and feeling, never a diagnosis) and its scale."""

    label: str
    scale: str


SYMPTOMS: Final[Mapping[str, Judged]] = MappingProxyType(
    {
        "leak_urine": Judged("Leaking pee", "pelvic"),
        "heaviness": Judged("Heaviness, dragging or pressure down below", "pelvic"),
        "low_back": Judged("Low back pain", "pain"),
        "knee": Judged("Knee pain", "pain"),
        "chest": Judged("Chest pain, tightness, or racing/irregular heart", "red flag"),
        "breath": Judged("Breathless out of proportion, cannot get air", "red flag"),
        "faint": Judged("Dizzy, faint or blacked out", "red flag"),
        "effort": Judged("How hard is this", "effort"),
    }
)


class Shape(NamedTuple):
    """The values of a scale, both ends included, and the words for them if it has words."""

    lowest: int
    highest: int
    words: Mapping[str, int]


SHAPES: Final[Mapping[str, Shape]] = MappingProxyType(
    {
        "pelvic": Shape(1, 3, MappingProxyType({"a little": 1, "clear": 2, "strong": 3})),
        "pain": Shape(0, 10, MappingProxyType({})),
        "red flag": Shape(1, 1, MappingProxyType({"present": 1})),
        "effort": Shape(0, 10, MappingProxyType({})),
    }
)


class Least(NamedTuple):
    """From ``value`` of ``scale`` upwards only these actions are strong enough."""

    scale: str
    value: int
    enough: tuple[Strength, ...]
    message: str
    sources: tuple[str, ...]
    reason: str


# The first row that a band breaks is the one that is told: the strictest of a scale stands first.
FLOOR: Final = (
    Least(
        "red flag",
        1,
        (Strength.STOP_AND_REFER,),
        'a red flag is never less than "stop and refer"',
        ("awhonn", "cdc"),
        "one sign is enough",
    ),
    Least(
        "pelvic",
        3,
        # A plain stop would be sooner, but would send nobody to a physiotherapist.
        (Strength.WALK_THEN_STOP_AND_REFER, Strength.STOP_AND_REFER),
        'a strong pelvic symptom is never less than "walk 3min, then stop and refer"',
        ("nhslondon", "bnssg"),
        "stop, and see a pelvic-health physiotherapist",
    ),
    Least(
        "pelvic",
        1,
        tuple(each for each in Strength if each >= Strength.WALK_TO_THE_END),
        'a pelvic symptom in a run is never less than "walk to the end"',
        ("deering2024-T6",),
        "89 % of experts would not let the run go on",
    ),
    Least(
        "pain",
        6,
        (Strength.STOP, Strength.STOP_AND_REFER),
        'pain of 6 or more is never less than "stop"',
        ("ahpsuffolk",),
        "6 to 10 means stop",
    ),
)


def shortfall(scale: str, highest: int, strength: Strength) -> Least | None:
    """Return the row of the floor that a band breaks, or None.

    Args:
        scale: the name of the scale.
        highest: the highest value that the band speaks of.
        strength: what the band does.

    """
    for least in FLOOR:
        if least.scale == scale and highest >= least.value and strength not in least.enough:
            return least
    return None
