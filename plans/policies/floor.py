"""What no file can change: how a symptom is filed, and the least that has to follow.

It stands in code because a file could lower it. A policy may be as strict as it likes.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from controller.core.policy import Strength, When
from controller.core.symptoms import Category

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plans.policies.after import LeastAfter


class Filed(NamedTuple):
    """How a symptom is filed, whatever ``symptoms.yaml`` says."""

    category: Category
    highest: int
    """The end of its scale: a higher one would make mild what was strong."""
    band: str = ""
    """The band of a policy that is made for it; empty if none is."""


_RED_FLAGS: Final = (
    "bleeding",
    "chest",
    "breath",
    "faint",
    "calf_clot",
    "headache",
    "belly",
    "fever",
    "wound",
    "neuro",
    "mood",
)
_PAINS: Final = ("low_back", "hip", "buttock", "knee", "outer_thigh", "calf_achilles", "heel_arch")

FILED: Final[Mapping[str, Filed]] = MappingProxyType(
    {
        "leak_urine": Filed(Category.PELVIC, 3, "pelvic"),
        "leak_bowel": Filed(Category.PELVIC, 3, "pelvic"),
        "heaviness": Filed(Category.PELVIC, 3, "pelvic"),
        "bulge": Filed(Category.PELVIC, 1),
        "pelvic_pain": Filed(Category.PELVIC, 10),
        "scar_caesarean": Filed(Category.ABDOMINAL, 10, "pain"),
        "pelvic_girdle": Filed(Category.PAIN, 10, "pain"),
        **dict.fromkeys(_PAINS, Filed(Category.PAIN, 10, "pain")),
        "shin_foot_bone": Filed(Category.BONE, 10, "bone"),
        "limp": Filed(Category.GAIT, 1),
        "fatigue": Filed(Category.SYSTEMIC, 3),
        "trip": Filed(Category.SAFETY, 1),
        **dict.fromkeys(_RED_FLAGS, Filed(Category.RED, 1, "red flag")),
    }
)
"""Every symptom that the floor speaks of."""


class Least(NamedTuple):
    """From ``value`` upwards only these actions are strong enough for these symptoms.

    ``message`` says so, ``reason`` why; both are without a full stop.
    """

    symptoms: tuple[str, ...]
    """Their ids."""
    value: int
    enough: tuple[Strength, ...]
    message: str
    sources: tuple[str, ...]
    """Ids of ``sources.yaml``."""
    reason: str


class LeastRule(NamedTuple):
    """A rule of ``during`` that every policy has, and the actions that are strong enough for it.

    ``message`` and ``reason`` are as of `Least`.
    """

    when: When
    enough: tuple[Strength, ...]
    message: str
    sources: tuple[str, ...]
    """Ids of ``sources.yaml``."""
    reason: str


_REFERS: Final = tuple(each for each in Strength if each.refers)


def _at_least(least: Strength) -> tuple[Strength, ...]:
    return tuple(each for each in Strength if each >= least)


_STOPS: Final = _at_least(Strength.STOP)

# The first row that an action breaks is the one that is told: the strictest stands first.
FLOOR: Final = (
    Least(
        _RED_FLAGS,
        1,
        (Strength.STOP_AND_REFER,),
        'a red flag is never less than "stop and refer"',
        ("awhonn", "cdc"),
        "one sign is enough",
    ),
    Least(
        ("bulge",),
        1,
        _REFERS,
        'a bulge is never less than "walk 3min, then stop and refer"',
        ("nhslondon", "bnssg"),
        "stop, and see a pelvic-health physiotherapist",
    ),
    Least(
        ("leak_bowel",),
        2,
        _REFERS,
        'clear leaking of wind or poo is never less than "walk 3min, then stop and refer"',
        ("nhslondon", "bnssg"),
        "stop, and see a pelvic-health physiotherapist",
    ),
    Least(
        ("leak_urine", "heaviness"),
        3,
        # A plain stop would be sooner, but would send nobody to a physiotherapist.
        _REFERS,
        'strong leaking of pee or strong heaviness is never less than "walk 3min, then stop and '
        'refer"',
        ("nhslondon", "bnssg"),
        "stop, and see a pelvic-health physiotherapist",
    ),
    Least(
        ("shin_foot_bone",),
        3,
        _REFERS,
        'bone pain of 3 or more is never less than "walk 3min, then stop and refer"',
        ("achievepod", "goomguide"),
        "a bone under stress should not hurt at all",
    ),
    Least(
        ("pelvic_pain", "scar_caesarean", "pelvic_girdle", "shin_foot_bone", *_PAINS),
        6,
        _STOPS,
        'pain of 6 or more is never less than "stop"',
        ("ahpsuffolk",),
        "6 to 10 means stop",
    ),
    Least(
        ("pelvic_pain",),
        4,
        _STOPS,
        'pelvic pain of 4 or more is never less than "stop"',
        ("nhslondon", "bnssg", "proposal"),
        "pain means stop there; that it begins at 4 is a proposal",
    ),
    Least(
        ("shin_foot_bone",),
        1,
        _at_least(Strength.WALK_TO_THE_END),
        'bone pain is never less than "walk to the end"',
        ("achievepod", "proposal"),
        "a bone under stress should not hurt at all",
    ),
    Least(
        ("leak_urine", "leak_bowel", "heaviness", "pelvic_pain"),
        1,
        _at_least(Strength.WALK),
        "leaking, heaviness or pelvic pain in a run is never less than a walk",
        ("deering2024-T6",),
        "89 % of experts would not let the run go on",
    ),
    Least(
        ("limp",),
        1,
        _at_least(Strength.WALK),
        "limping is never less than a walk",
        ("dynamicpt", "runcalcs", "proposal"),
        "no run goes on that she changes to spare something",
    ),
    Least(
        ("fatigue",),
        3,
        _STOPS,
        'being strongly tired or wobbly is never less than "stop"',
        ("cdc", "davenport2025", "proposal"),
        "who is wobbly falls on a belt that moves",
    ),
    Least(
        ("trip",),
        1,
        _STOPS,
        'a stumble is never less than "stop"',
        ("hpc18", "ge70"),
        "the belt stops first",
    ),
)
"""The least that follows from a single answer."""

FLOOR_DURING: Final = (
    LeastRule(
        When.PELVIC_STAYS,
        _REFERS,
        'a pelvic symptom that stays behind its walk is never less than "walk 3min, then stop and '
        'refer"',
        ("nhslondon", "bnssg"),
        "stop, and see a pelvic-health physiotherapist",
    ),
    LeastRule(
        When.PELVIC_AGAIN,
        _at_least(Strength.WALK_TO_THE_END),
        'the second pelvic symptom that leads to a walk is never less than "walk to the end"',
        ("deering2024-T6",),
        "walking goes on, running does not",
    ),
    LeastRule(
        When.PELVIC_PAIN_AGAIN,
        _REFERS,
        'pelvic pain for the second time is never less than "walk 3min, then stop and refer"',
        ("nhslondon", "bnssg", "proposal"),
        "stop, and see a pelvic-health physiotherapist",
    ),
    LeastRule(
        When.PAIN_AGAIN,
        _at_least(Strength.WALK_TO_THE_END),
        'pain that leads to a walk, or limping, for the second time is never less than "walk to '
        'the end"',
        ("bim", "proposal"),
        "one retry, and not two",
    ),
    LeastRule(
        When.LIMP_STAYS,
        _STOPS,
        'limping that a walk does not end is never less than "stop"',
        ("ahpsuffolk", "bim"),
        "no more of it today",
    ),
)
"""The rules that a policy may make stricter, but not leave out."""


def shortfall(symptom_id: str, highest: int, strength: Strength) -> Least | None:
    """Return the row of the floor that is broken, or None.

    Args:
        symptom_id: of `controller.core.symptoms.Symptom`.
        highest: the highest value that the policy's row speaks of.
        strength: what the policy's row does.
    """
    for least in FLOOR:
        if symptom_id in least.symptoms and highest >= least.value and strength not in least.enough:
            return least
    return None


def rule_shortfall(when: When, strength: Strength | None) -> LeastRule | None:
    """Return the floor of a rule that is broken, or None; no strength: one band higher."""
    for least in FLOOR_DURING:
        if least.when is when and strength not in least.enough:
            return least
    return None


def remedy(least: Least | LeastRule | LeastAfter) -> str:
    """Return where a broken floor can be read, who says so and why."""
    return f"the floor: reprise policy floor ({', '.join(least.sources)}: {least.reason})"
