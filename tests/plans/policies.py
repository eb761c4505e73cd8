"""What the tests of policies share: reading a text, and the floor written down a second time."""

from __future__ import annotations

import functools
from typing import Final

from controller.core.policy import Policy, Strength, When
from plans.policies.reader import PolicyFile, read_policy
from plans.shelf import policy_beside
from tests.plans.tables import HERE

LETTERS: Final = dict(zip("NCSWERXF", Strength, strict=True))
"""Note, cue, slow, walk, walk to the end, walk then refer, stop, stop and refer."""

_AT_LEAST_WALK: Final = set("WERXF")
_AT_LEAST_THE_END: Final = set("ERXF")
_REFERS: Final = set("RF")
_STOPS: Final = set("XF")
ENOUGH: Final = {
    "n": set(LETTERS),
    "w": _AT_LEAST_WALK,
    "e": _AT_LEAST_THE_END,
    "r": _REFERS,
    "x": _STOPS,
    "f": {"F"},
}
"""For each letter of the tables below: the actions that are strong enough."""

_PAIN: Final = "nnnnnnxxxxx"
FLOOR: Final = {
    # From 1, or from 0 on a scale to 10; taken from the brief of the floor, not from the program.
    "leak_urine": "wwr",
    "leak_bowel": "wrr",
    "heaviness": "wwr",
    "bulge": "r",
    "pelvic_pain": "nwwwxxxxxxx",
    "urgency": "nnn",
    "doming": "nn",
    "scar_caesarean": _PAIN,
    "low_back": _PAIN,
    "pelvic_girdle": _PAIN,
    "hip": _PAIN,
    "buttock": _PAIN,
    "knee": _PAIN,
    "outer_thigh": _PAIN,
    "calf_achilles": _PAIN,
    "heel_arch": _PAIN,
    "shin_foot_bone": "neerrrfffff",
    "limp": "w",
    "breast": "nnn",
    "fear": "n",
    "effort": "nnnnnnnnnnn",
    "fatigue": "nnx",
    "trip": "x",
    **dict.fromkeys(("bleeding", "chest", "breath", "faint", "calf_clot", "headache"), "f"),
    **dict.fromkeys(("belly", "fever", "wound", "neuro", "mood"), "f"),
}
FLOOR_DURING: Final = {
    When.PELVIC_STAYS: "r",
    When.PELVIC_AGAIN: "e",
    When.PELVIC_PAIN_AGAIN: "r",
    When.PAIN_AGAIN: "e",
    When.LIMP_STAYS: "x",
}


def read(text: str, filename: str = "mine.policy.yaml") -> PolicyFile:
    """Read a policy that may be based on a bundled one, or on one beside the tests."""
    return read_policy(text, filename, functools.partial(policy_beside, HERE))


def values(symptom_id: str) -> list[int]:
    """Return the values of a symptom that have a row."""
    table = FLOOR[symptom_id]
    first = 0 if len(table) == 11 else 1
    return list(range(first, first + len(table)))


def letter_of(strength: Strength) -> str:
    """Return the letter of a strength."""
    return next(letter for letter, each in LETTERS.items() if each is strength)


def letters(policy: Policy, symptom_id: str) -> str:
    """Return what a policy does at each value of a symptom, a letter each; "-" is nothing."""
    entry = policy.entry(symptom_id)
    found = [entry.row(value) for value in values(symptom_id)] if entry else []
    return "".join(letter_of(row.action.strength) if row else "-" for row in found)


def check_floor(policy: Policy) -> None:
    """Check that a policy that was read keeps the floor, whatever it says."""
    assert {each.symptom.id for each in policy.entries} == set(FLOOR)
    for symptom_id, table in FLOOR.items():
        done = letters(policy, symptom_id)
        assert len(done) == len(table)
        for least, letter in zip(table, done, strict=True):
            assert letter in ENOUGH[least], (symptom_id, done)
    rules = {each.when: each.action for each in policy.during}
    for when, least in FLOOR_DURING.items():
        action = rules[when]
        assert action is not None, when
        assert letter_of(action.strength) in ENOUGH[least], when
