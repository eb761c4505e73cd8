"""The clinicians of a virtual runner: when one is to be seen, how long that takes, what is said.

Rule: every number here is an assumption, told as such in docs/months.md. What is said opens what
the rules let it open, and nothing else.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from controller.coach.history import BULGE, Clearance, ClearanceKind
from controller.coach.progress.decision import Kind
from controller.coach.readiness.gates import State
from controller.core.symptoms import Category
from simulators.months.tissue import category_of, helped, pelvic_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from controller.coach.progress.decision import Decision
    from controller.coach.readiness.gates import Readiness
    from simulators.months.tissue import Body
    from simulators.person import Person

_SIGNS, _PAIN, _PELVIC = "signs", "pain", "pelvic"
_DELAYS: Final = {_SIGNS: 3, _PAIN: 21, _PELVIC: 14}
"""Days from a referral to a clinician's words: a doctor about a warning sign, a doctor about bone
or strong pain, a pelvic-health physiotherapist. Services differ by weeks."""
_BOOKS_AGAIN: Final = 14
"""Days to the next time with a doctor who was shown pain on bone that is still there."""
_ACCEPTED: Final = 1
"""The strength of leaking or heaviness that the physiotherapist accepts as a baseline."""
_LEAK: Final = "leak_urine"
_RULES: Final = {"N1": _SIGNS, "N3": _PAIN}
"""What a referral is about; any other is about pelvic symptoms."""
_HELPS: Final = {
    _SIGNS: (Category.RED,),
    _PAIN: (Category.BONE, Category.PAIN),
    _PELVIC: (Category.PELVIC, Category.ABDOMINAL),
}


class Clinic:
    """What one person has booked."""

    def __init__(self, person: Person) -> None:
        """Have nothing booked."""
        self._person = person
        self._booked: dict[str, date] = {}

    def book(self, on: date, ready: Readiness, decided: Decision) -> None:
        """Book what the gates and the decision of a day ask for, once each."""
        for about in _wanted(ready, decided):
            self._booked.setdefault(about, on + timedelta(_DELAYS[about]))

    def visit(self, at: datetime, body: Body) -> tuple[list[Clearance], Body]:
        """Return what is said to her today, and her body with the help that she got."""
        said = []
        for about in [each for each, day in self._booked.items() if day <= at.date()]:
            if about == _PAIN and _on_bone(body):
                self._booked[about] = at.date() + timedelta(_BOOKS_AGAIN)
                continue
            del self._booked[about]
            said.append(self._says(at, about))
            body = helped(body, _HELPS[about])
        return said, body

    def _says(self, at: datetime, about: str) -> Clearance:
        kind = ClearanceKind.PELVIC if about == _PELVIC else ClearanceKind.SEEN
        pelvic = pelvic_of(self._person) if about == _PELVIC else ()
        accepted = tuple((each, _ACCEPTED) for each in pelvic)
        if about == _PELVIC and any(each.symptom == BULGE for each in self._person.feels):
            # Her physiotherapist speaks of it, and of what she tells of daily life.
            accepted = (*(accepted or ((_LEAK, _ACCEPTED),)), (BULGE, 1))
        who = "a simulated physiotherapist" if about == _PELVIC else "a simulated doctor"
        return Clearance(at, kind, who, at.date(), "May go on.", accepted)


def _wanted(ready: Readiness, decided: Decision) -> Iterator[str]:
    for gate in ready.gates:
        if gate.state is State.NOT_YET and gate.id in (_SIGNS, _PELVIC):
            yield gate.id
        if gate.state is State.NOT_YET and gate.id == "impact" and gate.until is None:
            yield _PAIN
    if decided.kind is Kind.REFER:
        yield _RULES.get(decided.rule, _PELVIC)


def _on_bone(body: Body) -> bool:
    return any(category_of(each) is Category.BONE and body.felt(each) for each in body.left)
