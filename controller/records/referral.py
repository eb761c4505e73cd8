"""Whom a report leads to, by the family in which the header's policy has its symptom.

Nothing is listed here that a policy lists: what it refers for, and what is a warning sign, stands
in the records. Two families have somebody of their own (evidence.md 10.2, N1 to N3).
"""

from __future__ import annotations

from typing import Final

from controller.records.format import Record
from controller.records.told import CLINICIAN, PHYSIO, SIGN, UNNAMED, Kin

_SIGNS: Final = "red flag"
_PELVIC: Final = ("pelvic", "abdominal")
"""A scar, and a dome on the tummy, are seen by whom heaviness is seen by."""
_EFFORT: Final = "effort"
"""On the scale of a pain, and none."""
_PAIN_HIGHEST: Final = 10
_PAIN_STRONG: Final = 6
"""From here on a pain keeps running off until it was seen, although it but stops (N3; as
`controller.coach.progress.met`)."""


def kin_of(header: Record) -> tuple[Kin, ...]:
    """Return what a header says of its symptoms; older ones may say nothing."""
    entries = (header.get("setup", {}).get("policy") or {}).get("entries", ())
    symptoms = (each["symptom"] for each in entries)
    return tuple(Kin(each["id"], each["category"], each["highest"]) for each in symptoms)


def refers(action: str) -> bool:
    """Return whether an action, as records name it, ends in a referral."""
    return action.endswith("refer")


def whom(kin: tuple[Kin, ...], symptom: str, value: int, action: str, place: str) -> str:
    """Return who is to be seen before she runs again: one of `told.WHOM`, or nobody.

    What the header does not know may be a warning sign. A report that died with its controller has
    no symptom, and came from a question, which asks for no warning sign.

    Args:
        kin: of the header.
        symptom: its id; empty if it is not known.
        value: on its own scale.
        action: what follows, as records name it.
        place: where it was told to be.
    """
    known = next((each for each in kin if each.symptom == symptom), None)
    hurts = (
        known is not None
        and known.highest == _PAIN_HIGHEST
        and known.family != _EFFORT
        and value >= _PAIN_STRONG
    )
    if not refers(action) and not hurts:
        return ""
    if not symptom or (place == UNNAMED and known is not None and known.family != _SIGNS):
        return CLINICIAN
    if known is None or known.family == _SIGNS:
        return SIGN
    return PHYSIO if known.family in _PELVIC else CLINICIAN
