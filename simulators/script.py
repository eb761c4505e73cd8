"""What happens in a simulated session and when, as somebody writes it: ``WHEN=KEY``.

WHEN is as of `simulators.when`.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final, NamedTuple

from controller.core.symptoms import UNSURE
from protocols.units import CentiKmh, Nanoseconds, kmh
from simulators.when import CONNECT, When, parse_when

if TYPE_CHECKING:
    from collections.abc import Collection

    from controller.core.policy import Policy

AT_THE_MACHINE: Final = frozenset(
    {
        "console",
        "console:stop",
        "safety-key",
        "steps",
        "steps:real",
        "disobey",
        "control-lost",
        "link-loss",
    }
)
"""The keys that no front end has: what happens to the belt, the runner's legs and the radio."""

_PLAIN: Final = (
    *("stop", "pause", "resume", "wrong", "unwell", "walk", "slower", "faster", "cool-down"),
    *("nothing", "back", "go-on", "answer:none", "kill-screen", "freeze-screen"),
    *("console:stop", "safety-key", "steps:real", "disobey", "control-lost"),
)
_NUMBERS: Final = {
    "strength": range(1, 5),
    "degree": range(4),
    "talk": range(3),
    "steps": range(256),
    "link-loss": range(1, 10_000),
}
"""The keys with a number, and which there are; RSC counts steps in one byte."""
_FASTEST: Final = CentiKmh(3000)
_KEYS: Final = (
    f"{', '.join(_PLAIN)}, strength:N, degree:N, talk:N, place:ID, which:ID, symptom:ID:VALUE, "
    "site:INDEX:ID, console:SPEED, steps:N, link-loss:SECONDS"
)


class ScriptInvalid(Exception):  # noqa: N818  # blame is in the name (law 7)
    """A scripted event that cannot be read; one sentence with what to write."""


class Scripted(NamedTuple):
    """One event of a script."""

    part: str
    """``run`` or ``walk`` of the session's work, ``warm-up``, ``cool-down``, or empty: from the
    start key."""
    number: int
    """Which run or walk; 0 of a part that there is one of."""
    after: Nanoseconds
    key: str
    """As of `_KEYS`, without what is kept in the other fields."""
    symptom: str = ""
    """The id of a symptom or of a place."""
    value: int = 0
    """A number, or a speed in 0.01 km/h."""


def parse_script(text: str, policy: Policy) -> Scripted:
    """Read ``WHEN=KEY``; the policy says which symptoms there are, and how strong they can be.

    Raises:
        ScriptInvalid: with what is wrong and what can be written.
    """
    when, equals, key = text.partition("=")
    found = parse_when(when.strip())
    if not equals or found is None or found.part == CONNECT:
        raise ScriptInvalid(
            f'--at "{text}": write WHEN=KEY with WHEN as "6:30", "run2+0:10", "walk3+0:06", '
            '"warm-up+0:30" or "cool-down+0:10".'
        )
    try:
        return scripted(found, key.strip(), policy)
    except ValueError as error:
        raise ScriptInvalid(f'--at "{text}": {error}') from None


def scripted(when: When, key: str, policy: Policy) -> Scripted:
    """Return the event with its key taken apart. Raises ValueError with a sentence."""
    at = Scripted(when.part, when.number, when.after, key)
    if at.key in _PLAIN:
        return at
    match at.key.split(":"):
        case ["console", speed]:
            return at._replace(key="console", value=_speed(speed))
        case [name, number] if name in _NUMBERS:
            return at._replace(key=name, value=_number(name, number, _NUMBERS[name]))
        case ["place", place]:
            known = (*(each.id for each in policy.places), UNSURE.id)
            return at._replace(key="place", symptom=_known(place, known, "place"))
        case ["which", symptom]:
            known = (*_symptoms(policy), UNSURE.id)
            return at._replace(key="which", symptom=_known(symptom, known, "symptom"))
        case ["site", index, symptom]:
            known = (*_symptoms(policy), *(each.id for each in policy.places), UNSURE.id)
            symptom = _known(symptom, known, "symptom")
            value = _number("site", index, range(100))
            return at._replace(key="site", symptom=symptom, value=value)
        case ["symptom", symptom, value]:
            values = range(_highest(policy, _known(symptom, _symptoms(policy), "symptom")) + 1)
            return at._replace(
                key="symptom", symptom=symptom, value=_number(symptom, value, values)
            )
        case ["symptom", *_]:
            raise ValueError('write "symptom:heaviness:2".')
        case _:
            near = get_close_matches(at.key, _KEYS.split(", "), n=1)
            meant = f'did you mean "{near[0]}"? There' if near else "there"
            raise ValueError(f'there is no key "{at.key}"; {meant} are {_KEYS}.')


def _number(name: str, text: str, values: range) -> int:
    if not re.fullmatch(r"[0-9]{1,4}", text) or int(text) not in values:
        raise ValueError(f'"{text}" is no value of {name}; write {values[0]} to {values[-1]}.')
    return int(text)


def _speed(text: str) -> CentiKmh:
    found = re.fullmatch(r"([0-9]{1,2})(?:\.([0-9]{1,2}))?", text)
    speed = 0 if found is None else int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))
    if not 0 < speed <= _FASTEST:
        raise ValueError(
            f'"{text}" is no speed of a console; write km/h as in "console:4.0", up to '
            f'{kmh(_FASTEST)}, or "console:stop".'
        )
    return CentiKmh(speed)


def _known(name: str, known: Collection[str], what: str) -> str:
    if name not in known:
        raise ValueError(f'the policy has no {what} "{name}"; it has {", ".join(known)}.')
    return name


def _symptoms(policy: Policy) -> list[str]:
    return sorted(each.symptom.id for each in policy.entries)


def _highest(policy: Policy, symptom_id: str) -> int:
    """Return the end of a symptom's scale."""
    symptoms = (each.symptom for each in policy.entries)
    return next(each.highest for each in symptoms if each.id == symptom_id)
