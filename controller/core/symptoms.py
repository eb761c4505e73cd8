"""What a reported symptom does to the belt: a policy as a table, and the one look-up in it.

A policy is data that a physiotherapist can read (`plans/policies/*.policy.yaml`). Here it is a
frozen table and a total function. Nothing in it can speed the belt up, lengthen a run or
shorten a walk: there is no action that means such a thing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, unique
from typing import Final

from protocols.units import CentiKmh, Nanoseconds


@unique
class Strength(IntEnum):
    """The actions, from mild to strong; of two that apply the stronger counts."""

    NOTE = 0
    """Written down; the session goes on as planned."""
    SLOW = 1
    """Runs go on more slowly; below a jog it is a walk to the end."""
    WALK_TO_THE_END = 2
    """Walk now, and no more running in this session."""
    WALK_THEN_STOP_AND_REFER = 3
    """Walk for a short while, then stop, and see a clinician."""
    STOP = 4
    """The belt is brought to a stop; no more today."""
    STOP_AND_REFER = 5
    """The belt is brought to a stop; see a clinician before any other session."""


@dataclass(frozen=True, slots=True)
class Action:
    """One action with its amounts; amounts that the action does not use are zero."""

    strength: Strength
    slow_percent: int = 0
    slow_at_least: CentiKmh = CentiKmh(0)
    walk_first: Nanoseconds = Nanoseconds(0)


@dataclass(frozen=True, slots=True)
class Band:
    """One row: the values of a scale, both ends included, that lead to an action."""

    lowest: int
    highest: int
    words: str
    """How the file names the row: ``"clear"``, ``"4-5"``, ``"present"``."""
    action: Action
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scale:
    """A named list of bands without gaps, from 0 (or 1 for a scale without "none") upwards."""

    name: str
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class Symptom:
    """A symptom that can be reported: an id, how it is called, and the scale it is judged on."""

    id: str
    label: str
    scale: str


@dataclass(frozen=True, slots=True)
class Policy:
    """The whole table of one policy file."""

    id: str
    title: str
    reviewed: bool
    scales: tuple[Scale, ...]
    symptoms: tuple[Symptom, ...]

    def symptom(self, symptom_id: str) -> Symptom | None:
        """Return the symptom of that id, or None."""
        return next((each for each in self.symptoms if each.id == symptom_id), None)

    def band(self, symptom_id: str, value: int) -> Band | None:
        """Return the row for that symptom and value.

        None means that nothing was reported: an unknown symptom, or 0 on a scale whose rows
        begin at 1. A value above the scale is judged as its strongest row, never as nothing.
        """
        symptom = self.symptom(symptom_id)
        if symptom is None or value < 0:
            return None
        scale = next(each for each in self.scales if each.name == symptom.scale)
        for band in scale.bands:
            if band.lowest <= value <= band.highest:
                return band
        return scale.bands[-1] if value > scale.bands[-1].highest else None


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is felt: a group of symptoms that a runner can name with one key.

    Until the exact site is known it is judged as one symptom of the policy, never a milder one
    than any in the group (look.md 3).
    """

    id: str
    letter: str
    name: str
    hint: str
    judged_as: str


UNSURE: Final = Place("unsure", "", "not sure where", "", "heaviness")
PLACES: Final = (
    Place("leaking", "L", "leaking", "pee, wind or poo", "leak_urine"),
    Place("heavy", "H", "heavy, dragging", "or pressure, down below", "heaviness"),
    Place("below", "D", "pain down below", "or at a scar", "heaviness"),
    Place("back", "B", "back, pelvis joints", "", "low_back"),
    Place("leg", "K", "hip to heel", "muscle, tendon, knee, calf, arch", "knee"),
    # The bundled policies have no scale for bone yet: judged as the strictest that they have.
    Place("bone", "O", "one sore spot on bone", "shin, foot, groin", "heaviness"),
    Place("else", "E", "something else", "dome, limp, tired, breast, unsure", "heaviness"),
)

STRENGTHS: Final = {1: "a little", 2: "clear", 3: "strong", 4: "too much"}
TOO_MUCH: Final = 4
_JUDGED_AS: Final = {"pain": {1: 2, 2: 3, 3: 5, 4: 6}, "pelvic": {1: 1, 2: 2, 3: 3, 4: 3}}
"""What a key means on a scale: the upper end of its band (look.md 3)."""


def place_of(place_id: str) -> Place:
    """Return a place; one that is not known is judged like one that she is not sure of."""
    return next((each for each in PLACES if each.id == place_id), UNSURE)


def value_of(scale: str, strength: int) -> int:
    """Return the value on a policy's scale that a strength key is judged as."""
    return _JUDGED_AS.get(scale, {}).get(strength, strength)
