"""What happens in a scenario: a line of a file becomes a `Scripted` or a `Fault`.

``at:`` says when, and one of ``press:``, ``console:``, ``steps:`` and ``fault:`` what.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from protocols.units import MILLISECOND, SECOND, Nanoseconds
from simulators.faults import OF_THE_LINK, Fault, Kind, amount_of, misfit
from simulators.script import AT_THE_MACHINE, Scripted, scripted
from simulators.when import CONNECT, When, parse_when
from simulators.written.document import did_you_mean
from simulators.written.sentences import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from controller.core.policy import Policy

WHATS: Final = ("press", "console", "steps", "fault")
"""The keys of an event that say what happens."""
_OF_THE_SCREEN: Final = {"kill-screen": "screen-killed", "freeze-screen": "screen-frozen"}
_SPAN: Final = re.compile(r"(\d{1,7}) ?(ms|s|min)", re.ASCII)
_SPANS: Final = {"ms": MILLISECOND, "s": SECOND, "min": 60 * SECOND}


class Mistake(ValueError):  # noqa: N818  # whose mistake it is (law 7)
    """Something is wrong with the value of a key; one sentence."""

    def __init__(self, key: str, message: str) -> None:
        super().__init__(message)
        self.key = key


class Event(NamedTuple):
    """Something that happens."""

    when: When
    what: str
    """One of `WHATS`."""
    happens: Scripted | Fault

    def __str__(self) -> str:
        """Return it in a few words."""
        if isinstance(self.happens, Fault):
            return str(self.happens)
        return f"{self.when}={self.happens.key}"


def read_event(row: Mapping[str, str], policy: Policy) -> Event:
    """Read one event from its keys, of which there are those that belong to it.

    Raises:
        Mistake: with the key, what is wrong and what can be written.
    """
    when = parse_when(row["at"])
    if when is None:
        raise Mistake(
            "at", f'{quoted(row["at"])} is no time; write "6:30", "run2+0:10" or "warm-up+0:30".'
        )
    what = next(each for each in WHATS if each in row)
    if what == "fault":
        return Event(when, what, _fault(when, row))
    for key in ("for", "amount"):
        if key in row:
            raise Mistake(key, f'only a fault has "{key}"; leave it out.')
    if when.part == CONNECT:
        raise Mistake("at", 'only a fault can be there when the treadmill is found; write "0:30".')
    return Event(when, what, _scripted(when, what, row[what], policy))


def _scripted(when: When, what: str, text: str, policy: Policy) -> Scripted:
    key = text
    match what:
        case "console" if text != "safety-key":
            if text != "stop" and not text.endswith("km/h"):
                raise Mistake(
                    what, f'{quoted(text)} is no key; write stop, safety-key or "4.0 km/h".'
                )
            key = f"console:{text.removesuffix('km/h').strip()}"
        case "steps":
            key = f"steps:{text}"
        case "press":
            if text.partition(":")[0] in {each.partition(":")[0] for each in AT_THE_MACHINE}:
                raise Mistake(
                    what,
                    f"{quoted(text)} is no key that she has; write console:, steps: or fault:.",
                )
            if text in _OF_THE_SCREEN:
                raise Mistake(
                    what, f'{quoted(text)} is no key; write "fault: {_OF_THE_SCREEN[text]}".'
                )
        case _:
            pass
    try:
        return scripted(when, key, policy)
    except ValueError as error:
        raise Mistake(what, str(error)) from None


def _fault(when: When, row: Mapping[str, str]) -> Fault:
    name, span, amount = row["fault"], _span(row), row.get("amount")
    if name not in Kind.__members__.values():
        known = tuple(map(str, Kind))
        raise Mistake("fault", f"there is no fault {quoted(name)}; {did_you_mean(name, known)}")
    kind = Kind(name)
    if when.part == CONNECT and kind not in OF_THE_LINK:
        raise Mistake("at", f'{name} has its place in a session; write "0:30".')
    wrong = misfit(kind, span, amount)
    if wrong is not None:
        key = {"duration": "for", "amount": "amount"}[wrong.part]
        if not wrong.wanted:
            raise Mistake(key, f'{name} {wrong.says}; leave out "{key}".')
        raise Mistake("fault", f'{name} {wrong.says}; write "{key}: ..." beneath it.')
    try:
        return Fault(kind, when, span, amount_of(kind, amount))
    except ValueError as error:
        raise Mistake("amount", str(error)) from None


def _span(row: Mapping[str, str]) -> Nanoseconds:
    if "for" not in row:
        return Nanoseconds(0)
    found = _SPAN.fullmatch(row["for"])
    if found is None or not int(found[1]):
        raise Mistake(
            "for", f'{quoted(row["for"])} is no duration; write "12s", "400ms" or "2min".'
        )
    return Nanoseconds(int(found[1]) * _SPANS[found[2]])
