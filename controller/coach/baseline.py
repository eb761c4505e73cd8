"""The baseline of pelvic symptoms: what a clinician accepted, and up to which strength.

Worse is measured from it, at the tests of readiness and from session to session. What always refers
does so whatever was accepted.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from controller.coach.history import Clearance

USUALLY: Final[Mapping[str, int]] = MappingProxyType({"leak_urine": 1, "heaviness": 1})
"""What a yes is usually about, each up to "a little" (proposal): it is offered where it is asked,
and held for it at the tests where it was not written down."""


def baseline(yes: Clearance | None) -> Mapping[str, int]:
    """Return by symptom the strength up to which it was accepted, as far as that was written."""
    return {} if yes is None else {symptom: most for symptom, most in yes.accepted if most}
