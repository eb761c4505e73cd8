"""A body from day to day: what is still felt, what it is used to, and how likely more is.

Rule: every number here is an assumption, told as such in docs/months.md. No study gives rates of
symptoms by week and load; the directions have sources, the sizes have none. So months that are made
of it say how the rules behave, and nothing about people.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from controller.core.symptoms import Category
from plans.policies.symptoms import known_symptoms

if TYPE_CHECKING:
    from collections.abc import Iterable
    from random import Random

    from simulators.person import Complaint, Person

_HALF_LIFE: Final[Mapping[Category, float]] = MappingProxyType(
    {
        Category.PELVIC: 0.33,
        Category.ABDOMINAL: 0.33,
        Category.PAIN: 0.6,
        Category.BONE: 10.0,
    }
)
"""Days in which a half of a symptom is gone. A mild one is gone by the next morning and a strong
one is not, as the rules about the next day suppose (evidence.md 10.2, N5: 24 to 48 h); bone takes
weeks (evidence.md 2.1)."""
_OTHERS: Final = 0.2
_SPREAD: Final = 0.4
"""Of the logarithm of a half-life, from session to session."""

_AT_FIRST: Final = 0.25
"""Of the hazards in a person's file, which are there to meet something in most sessions."""
_URGES: Final = 0.1
"""Of the urges there, which are to meet every key in most sessions."""
USED_TO_S: Final = 300.0
"""The running in a session that anybody is used to; hazards in a file are about so much of it."""
_ADAPTS: Final = 0.3
"""Of the way to the running of a session that was longer than what she was used to."""
_FORGETS: Final = 0.985
"""What is left of what she is used to after a day."""
_OVERLOAD: Final = 2.0
"""The power with which more running than she is used to makes a symptom likelier (christopher2020:
too much too soon)."""
_TIME: Final = 8.0
"""Weeks, from the twelfth after the birth, in which half of the hazard goes (evidence.md 1.3)."""
_TIME_LEAST: Final = 0.3
_PRACTICE: Final = 0.985
"""What a day of body work leaves of the hazard (donnelly2020: rehabilitation helps) ..."""
_PRACTICE_LEAST: Final = 0.5
_SEEN: Final = 0.5
"""... and a clinician's help, each time that one is seen about that kind ..."""
_SEEN_LEAST: Final = 0.25
_SORE: Final = 3.0
"""... and by how much it grows if the whole of a symptom is still there."""
_WEEKS: Final = 12


class Left(NamedTuple):
    """What is still felt."""

    value: float
    """On the symptom's own scale."""
    half_life: float
    """Days."""


@dataclass(frozen=True, slots=True)
class Body:
    """One person's, on a morning."""

    left: Mapping[str, Left] = field(default_factory=lambda: MappingProxyType({}))
    """By symptom, on its own scale."""
    used_to_s: float = USED_TO_S
    """The running in a session to which she has adapted, in seconds."""
    practised: int = 0
    """Days of body work."""
    seen: Mapping[Category, int] = field(default_factory=lambda: MappingProxyType({}))
    """How often a clinician was seen about a kind of symptom."""

    def felt(self, symptom: str) -> int:
        """Return what is felt of a symptom on its own scale."""
        found = self.left.get(symptom)
        return 0 if found is None else round(found.value)


def category_of(symptom: str) -> Category:
    """Return the family of a symptom of ``symptoms.yaml``.

    Raises:
        KeyError: there is none of that id.
    """
    return known_symptoms().symptoms[symptom].category


def pelvic_of(person: Person) -> tuple[str, ...]:
    """Return the pelvic symptoms of a person that can be more than a little.

    They are what she tells of daily life, and what a physiotherapist accepts up to a little.
    """
    return tuple(
        each.symptom
        for each in person.feels
        if category_of(each.symptom) is Category.PELVIC and each.highest > 1
    )


def slept(body: Body, days: float) -> Body:
    """Return the body after some days, of which one that is less than whole forgets nothing."""
    left = {
        name: each._replace(value=each.value * 0.5 ** (days / each.half_life))
        for name, each in body.left.items()
    }
    used = max(USED_TO_S, body.used_to_s * _FORGETS ** int(days))
    return replace(
        body, left={n: each for n, each in left.items() if each.value > 0.1}, used_to_s=used
    )


def ran(body: Body, seconds: int, felt: Iterable[tuple[str, int]], draws: Random) -> Body:
    """Return the body after a session: what was felt in it, and so much running.

    Args:
        body: before it.
        seconds: of running.
        felt: symptoms, and the most of each that was felt.
        draws: how long each takes to go is drawn.
    """
    left = dict(body.left)
    for symptom, value in felt:
        half = _HALF_LIFE.get(category_of(symptom), _OTHERS) * draws.lognormvariate(0, _SPREAD)
        if value >= body.felt(symptom):
            left[symptom] = Left(float(value), half)
    more = max(0.0, seconds - body.used_to_s)
    return replace(body, left=left, used_to_s=body.used_to_s + _ADAPTS * more)


def helped(body: Body, categories: Iterable[Category]) -> Body:
    """Return the body after a clinician was seen about some kinds of symptom."""
    seen = dict(body.seen)
    for each in categories:
        seen[each] = seen.get(each, 0) + 1
    return replace(body, seen=seen)


def practised(body: Body) -> Body:
    """Return the body after a day of body work."""
    return replace(body, practised=body.practised + 1)


def today(person: Person, body: Body, *, weeks: int, seconds: int) -> Person:
    """Return the person as she is today, for a session with so much running.

    Args:
        person: as in her file.
        body: hers.
        weeks: since the birth.
        seconds: of running that are planned.
    """
    scale = (
        _AT_FIRST
        * max(_TIME_LEAST, 0.5 ** (max(0, weeks - _WEEKS) / _TIME))
        * max(_PRACTICE_LEAST, _PRACTICE**body.practised)
        * (USED_TO_S / body.used_to_s)
        * max(1.0, seconds / body.used_to_s) ** _OVERLOAD
    )
    return replace(
        person,
        feels=tuple(_scaled(each, scale, body) for each in person.feels),
        urges=tuple(replace(each, per_minute=each.per_minute * _URGES) for each in person.urges),
    )


def _scaled(complaint: Complaint, scale: float, body: Body) -> Complaint:
    helped_by = max(_SEEN_LEAST, _SEEN ** body.seen.get(category_of(complaint.symptom), 0))
    left = body.left.get(complaint.symptom)
    sore = 1 + _SORE * left.value / complaint.highest if left else 1.0
    return replace(complaint, per_minute=complaint.per_minute * scale * helped_by * sore)
