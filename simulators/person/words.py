"""What she says: from what she feels to the keys that say it, honestly or a little less.

Rule: she says only what the keys can say, and is asked only what a screen asks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from controller.core.symptoms import STRENGTHS, UNSURE, value_of
from controller.records.intents import Intent
from simulators.person.chance import dice, happens

if TYPE_CHECKING:
    from controller.records.format import Record
    from simulators.person import Complaint, Person
    from simulators.person.feelings import Feelings

_EFFORT: Final = "effort"
_JUST_ABOUT, _NO = 5, 7
"""From these values of effort on she can say a sentence just about, or not (evidence.md 10.1)."""
_NOTHING: Final = Intent("nothing")


def strength_of(highest: int, value: int) -> int:
    """Return the mildest strength key that is judged as no less than a value of a scale."""
    return next((each for each in STRENGTHS if value_of(highest, each) >= value), max(STRENGTHS))


class Words:
    """One person's answers in one session."""

    def __init__(self, person: Person, seed: int, feelings: Feelings) -> None:
        """Have said nothing yet."""
        self._habit = person.answers
        self._draws = dice(seed, "words")
        self._feelings = feelings
        self._told: tuple[Complaint, int] | None = None
        """What she last said, and at which value."""

    def answer(self, question: Record) -> Intent:
        """Return the key that answers a step of a question."""
        match question["step"]:
            case "strength":
                return self._strength()
            case "place":
                complaint = self._said()
                place = UNSURE.id if complaint is None else complaint.place
                return Intent("place", place)
            case "which":
                complaint = self._said()
                return Intent("which", UNSURE.id if complaint is None else complaint.symptom)
            case "still_there":
                return Intent("degree", value=self._degree())
            case "talk":
                return Intent("talk", value=self._talk())
            case _:  # the belt was made faster at its console
                return Intent("go-on")

    def speaks_up(self, complaint: Complaint, value: int) -> str | None:
        """Return the key that she presses as a complaint begins in a run, or None."""
        if complaint.red:
            return None if happens(self._draws, self._habit.says_less) else "unwell"
        strong = strength_of(complaint.highest, value)
        if not complaint.place or strong < self._habit.speaks_up_from:
            return None
        return "wrong"

    def signs(self) -> Intent:
        """Return what she says behind the unwell key: call now, a bulge, or a slip."""
        felt = [complaint for complaint, _ in self._feelings.felt()]
        if any(each.symptom == "bulge" for each in felt):
            return Intent("signs", value=3)
        return Intent("signs", value=1 if any(each.red for each in felt) else 0)

    def site(self, asked: Record) -> str:
        """Return which of the symptoms of a place it was, or at which place."""
        ids = [str(each["id"]) for each in asked["members"]]
        told = [] if self._told is None else [self._told[0]]
        felt = [complaint for complaint, _ in self._feelings.felt()]
        names = (name for each in (*told, *felt) for name in (each.symptom, each.place))
        usual = UNSURE.id if asked.get("asks") == "place" else ids[0]
        return next((name for name in names if name in ids), usual)

    def _strength(self) -> Intent:
        felt = [
            (strength_of(complaint.highest, value), complaint, value)
            for complaint, value in self._feelings.felt()
            if complaint.place
        ]
        if not felt:
            return _NOTHING
        strength, complaint, value = max(felt, key=lambda each: each[0])
        if happens(self._draws, self._habit.says_less):
            strength -= 1
        if not strength:
            return _NOTHING
        self._told = complaint, value
        return Intent("strength", value=strength)

    def _said(self) -> Complaint | None:
        return None if self._told is None else self._told[0]

    def _degree(self) -> int:
        """Return 0 gone, 1 less, 2 the same, 3 more, than when she told it."""
        if self._told is None:
            return 0
        complaint, before = self._told
        now = {each.symptom: value for each, value in self._feelings.felt()}
        value = now.get(complaint.symptom, 0)
        degree = 0 if not value else 2 + (value > before) - (value < before)
        if degree and happens(self._draws, self._habit.says_less):
            degree -= 1
        return degree

    def _talk(self) -> int:
        """Return 0 easily, 1 just about, 2 no."""
        values = [value for each, value in self._feelings.felt() if each.symptom == _EFFORT]
        effort = max(values, default=0)
        return (effort >= _JUST_ABOUT) + (effort >= _NO)
