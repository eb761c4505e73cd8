"""What goes down the pipe: keys that were pressed, and the lease's renewals, one line each."""

from __future__ import annotations

import json
from typing import Final, NamedTuple

from protocols.units import SECOND, Nanoseconds


class Intent(NamedTuple):
    """A key, or what stands for one. What the others mean depends on the key (`KEYS`)."""

    key: str
    symptom: str = ""
    value: int = 0
    because: str = ""


KEYS: Final = {
    "stop": "stop the belt; ``because`` says who asked",
    "start": "start the belt after a countdown",
    "resume": "go on after a pause, with a countdown",
    "pause": "bring the belt to a stop, to go on later",
    "nothing": "the answer to the question: nothing to note",
    "strength": "the answer to the question: ``value`` 1 to 4",
    "place": "where it is: ``symptom`` is the id of a place in the header's list",
    "which": "which of the place's members it is: ``symptom`` is its id, or ``unsure``",
    "degree": "whether it is still there: ``value`` 0 gone, 1 less, 2 the same, 3 more",
    "talk": "whether she could talk: ``value`` 0 easily, 1 just about, 2 no",
    "go-on": "the belt was made faster at the treadmill: go on with the plan",
    "back": "change the strength or the place, or take the last answer back; so behind the end",
    "symptom": "a symptom by its id, with ``value`` on its own scale (scripts, plain mode)",
    "wrong": "something is wrong: from a run walk first, then ask",
    "unwell": "bring the belt to a stop and refer; behind the end: refer",
    "walk": "walk now; in a walk: walk to the end",
    "slower": "0.5 km/h slower than the plan",
    "faster": "take 0.2 km/h of that back",
    "cool-down": "the cool-down now",
    "site": "in the summary: report number ``value`` is ``symptom``, or ``unsure``",
    "signs": "behind unwell: ``value`` 1 call now, 2 today, 3 a bulge, 0 pressed by mistake",
    "end-shown": "the front end shows the end and stays: listen on for ``unwell`` and ``back``",
    "keys-lost": "keys do not reach the front end: another window is in front",
    "keys-back": "keys arrive again",
    "other": "any other key: in a countdown it calls the start off",
}
"""Every key there is, and what it asks for."""
_TELL: Final = ("unwell", "symptom", "site", "signs")
"""What refers, or may: a stop asks for no clinician."""


RENEW_EVERY: Final = Nanoseconds(SECOND // 5)
"""A front end renews its lease this often, in real time (ADR 0004)."""


class Renewal(NamedTuple):
    """Somebody is there, has read up to ``number``, and believes this of the belt."""

    number: int
    moving: bool
    """The front end believes that the belt may move (`controller.records.format.MAY_MOVE`)."""


def outlasts_a_stop(message: Intent | Renewal | None) -> bool:
    """Return whether a message that waited still counts behind a stop that overtook it."""
    return isinstance(message, Intent) and message.key in _TELL


def intent_line(intent: Intent) -> bytes:
    """Return a key as a line."""
    return _line({"kind": "intent", **intent._asdict()})


def renewal_line(renewal: Renewal) -> bytes:
    """Return a renewal as a line."""
    return _line({"kind": "renew", **renewal._asdict()})


def _line(fields: dict[str, object]) -> bytes:
    return (json.dumps(fields, separators=(",", ":")) + "\n").encode("ascii")


def read_line(line: bytes) -> Intent | Renewal | None:
    """Return what a line says, or None if it says nothing that we know."""
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError):
        return None
    match fields:
        case {
            "kind": "intent",
            "key": str(key),
            "symptom": str(symptom),
            "value": int(value),
            "because": str(because),
        } if key in KEYS:
            return Intent(key, symptom, value, because)
        case {"kind": "renew", "number": int(number), "moving": bool(moving)}:
            return Renewal(number, moving)
        case _:
            return None
