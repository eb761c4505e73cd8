"""What she feels: complaints that begin in a run, and fade or grow in a walk.

Rule: this is what is true of her. What she says of it is in `words`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from protocols.units import SECOND, CentiKmh, Nanoseconds
from simulators.person.chance import Hazard, dice

if TYPE_CHECKING:
    from random import Random

    from simulators.person import Complaint, Person

_MINUTE: Final = 60 * SECOND


class Onset(NamedTuple):
    """A complaint that begins."""

    within: Nanoseconds
    """So far into the time that has been lived through."""
    complaint: Complaint
    value: int
    """On the symptom's own scale."""


class _Process:
    """One complaint in one session."""

    def __init__(self, complaint: Complaint, draws: Random) -> None:
        self.complaint = complaint
        self.felt = 0.0
        self.most = 0.0
        self._draws = draws
        self._hazard = Hazard(draws)

    def live(
        self, span: Nanoseconds, speed: CentiKmh, ran: Nanoseconds, *, runs: bool
    ) -> Onset | None:
        complaint = self.complaint
        if not runs:
            if self.felt:
                self.felt += complaint.in_a_walk * span / _MINUTE
                self.felt = min(max(self.felt, 0.0), complaint.highest)
                self.most = max(self.most, self.felt)
            return None
        if self.felt:
            return None
        within = self._hazard.bear(hazard(complaint, speed, ran), span)
        if within is None:
            return None
        values = [value for value, _ in complaint.strengths]
        (value,) = self._draws.choices(values, [weight for _, weight in complaint.strengths])
        self.felt = float(value)
        self.most = max(self.most, self.felt)
        return Onset(within, complaint, value)


def hazard(complaint: Complaint, speed: CentiKmh, ran: Nanoseconds) -> float:
    """Return the hazard per minute at a speed, after so much running."""
    above = max(0, speed - complaint.above) / 100
    rate = complaint.per_minute * complaint.per_kmh**above
    return float(rate * complaint.per_minute_run ** (ran / _MINUTE))


class Feelings:
    """All that one person feels in one session."""

    def __init__(self, person: Person, seed: int) -> None:
        """Feel nothing yet."""
        self._processes = [
            _Process(each, dice(seed, f"feels {each.symptom}")) for each in person.feels
        ]
        self._ran = Nanoseconds(0)
        self.ran_on = Nanoseconds(0)
        """How long she ran with something that was felt."""

    def live(self, span: Nanoseconds, speed: CentiKmh, *, runs: bool) -> list[Onset]:
        """Live through a time at a speed of the belt, and return what began in it."""
        if runs and self.felt():
            self.ran_on = Nanoseconds(self.ran_on + span)
        found = [each.live(span, speed, self._ran, runs=runs) for each in self._processes]
        if runs:
            self._ran = Nanoseconds(self._ran + span)
        return [each for each in found if each is not None]

    def felt(self) -> list[tuple[Complaint, int]]:
        """Return what is felt now on its own scale, in the order of the person's rows."""
        rounded = [(each.complaint, round(each.felt)) for each in self._processes]
        return [(complaint, value) for complaint, value in rounded if value]

    def most(self) -> tuple[tuple[str, int], ...]:
        """Return the most that was felt of each symptom, on its own scale, if it was anything."""
        rounded = [(each.complaint.symptom, round(each.most)) for each in self._processes]
        return tuple((symptom, value) for symptom, value in rounded if value)
