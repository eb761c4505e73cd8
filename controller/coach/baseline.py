"""The baseline of pelvic symptoms: what a clinician accepted, and up to which strength.

Worse is measured from it, at the tests of readiness and from session to session. What always refers
does so whatever was accepted; a bulge that was spoken of is none of it.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from controller.coach.history import BULGE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from controller.coach.history import Clearance

USUALLY: Final[Mapping[str, int]] = MappingProxyType({"leak_urine": 1, "heaviness": 1})
"""What a yes is usually about, each up to "a little" (proposal): it is offered where it is asked,
and held for it at the tests where it was not written down."""


def baseline(yes: Clearance | None) -> Mapping[str, int]:
    """Return by symptom the strength up to which it was accepted, as far as that was written."""
    if yes is None:
        return {}
    return {symptom: most for symptom, most in yes.accepted if most and symptom != BULGE}


def spoken_for(yes: Clearance) -> frozenset[str]:
    """Return the symptoms that a yes is about, those that it is usually about if none is written.

    What was told of daily life is run with only where it is one of these.
    """
    if not yes.accepted:
        return frozenset(USUALLY)
    return frozenset(symptom for symptom, most in yes.accepted if most)


def is_a_yes(yes: Clearance) -> bool:
    """Whether it lets her run at all: not where all that was asked about was refused.

    A yes to whom nothing of it is left, so that nothing had to be accepted, is one.
    """
    refused = any(not most and symptom != BULGE for symptom, most in yes.accepted)
    return bool(spoken_for(yes) - {BULGE}) or not refused
