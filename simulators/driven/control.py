"""A treadmill driven by lines of JSON: what may be asked for, and what is wrong with a line.

What comes out is what `simulators.driven.watched` and `simulators.driven.tampering` tell;
docs/simulators.md is the page of the whole. No line that comes in ever raises.
"""

from __future__ import annotations

import json
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from protocols.units import MILLISECOND, Nanoseconds, StepsPerMinute
from simulators.driven.tampering import CONSOLE, fault_named, kind_named, steps_of
from simulators.link.wire import LONGEST_LINE

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from simulators.driven.tampering import Tampering
    from simulators.driven.watched import WatchedStation
    from simulators.faults import Fault, Kind
    from simulators.link.wire import Message

_LONGEST_FAULT_S: Final = 86_400
_SHOWN: Final = 200
"""Characters of a bad line that are given back."""
_REQUESTS: Final = ("fault", "mend", "console", "steps", "on_belt", "do")
_DOINGS: Final = ("look", "quit")


class _LineInvalid(ValueError):  # noqa: N818  # blame is in the name (law 7)
    """A line that is no request; one sentence says what to write."""


class Control:
    """Does what lines ask for."""

    def __init__(
        self, station: WatchedStation, tampering: Tampering, leave: Callable[[str], None]
    ) -> None:
        """Take what is driven, and how to end it with a reason."""
        self._station, self._tampering, self._leave = station, tampering, leave

    def take(self, line: bytes) -> Message | None:
        """Do what a line asks for; return what is wrong with it, for its writer, or None."""
        if not line.strip():
            return None
        try:
            self._do(_message(line))
        except _LineInvalid as error:
            text = line.decode("utf-8", errors="replace").rstrip("\r\n")
            return self._station.news(error=str(error), line=text[:_SHOWN])
        return None

    def look(self) -> None:
        """Tell how everything stands."""
        station = self._station
        client = "connected" if station.linked else "none"
        station.tell(**station.look(), client=client, faults=sorted(self._tampering.on))

    def _do(self, message: Message) -> None:
        tampering = self._tampering
        match message:
            case {"fault": name, **rest}:
                tampering.begin(_fault(name, rest))
            case {"mend": name, **rest}:
                _nothing_else(rest, "it stands alone")
                kind = _kind(name)
                if not tampering.mend(kind):
                    raise _LineInvalid(f"{kind} does not last now; there is nothing to be mended.")
            case {"console": name, **rest}:
                _nothing_else(rest, "it stands alone")
                tampering.press(_one_of(name, CONSOLE, "console key"))
            case {"steps": steps, **rest}:
                _nothing_else(rest, "it stands alone")
                tampering.step(_steps(steps))
            case {"on_belt": bool(on), **rest}:
                _nothing_else(rest, "it stands alone")
                tampering.foot(on=on)
            case {"on_belt": _}:
                raise _LineInvalid("on_belt is true or false.")
            case {"do": name, **rest}:
                _nothing_else(rest, "it stands alone")
                if _one_of(name, _DOINGS, "thing to do") == "quit":
                    self._leave("quit")
                else:
                    self.look()
            case _:
                known = ", ".join(f'"{each}"' for each in _REQUESTS)
                raise _LineInvalid(f"nothing is asked for; write one of {known}.")


def _message(line: bytes) -> Message:
    if len(line) > LONGEST_LINE:
        raise _LineInvalid(f"a line has at most {LONGEST_LINE} bytes.")
    try:
        message = json.loads(line, object_pairs_hook=_once_each)
    except _LineInvalid:
        raise
    except (ValueError, RecursionError):
        message = None
    if not isinstance(message, dict):
        raise _LineInvalid('a line is one JSON object, like {"console": "stop"}.')
    return message


def _once_each(pairs: list[tuple[str, object]]) -> Message:
    made = dict(pairs)
    if len(made) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise _LineInvalid(f"{json.dumps(twice)[:40]} stands there twice; write it once.")
    return made


def _nothing_else(rest: Message, remedy: str) -> None:
    if rest:
        raise _LineInvalid(f'"{next(iter(rest))}" does not belong here; {remedy}.')


def _one_of(name: object, known: Collection[str], what: str) -> str:
    if isinstance(name, str) and name in known:
        return name
    nearest = get_close_matches(str(name), known, n=1)
    remedy = f'did you mean "{nearest[0]}"?' if nearest else f"there are {', '.join(known)}."
    raise _LineInvalid(f"there is no {what} {json.dumps(name)[:40]}; {remedy}")


def _kind(name: object) -> Kind:
    try:
        return kind_named(_text(name))
    except ValueError as error:
        raise _LineInvalid(str(error)) from None


def _fault(name: object, rest: Message) -> Fault:
    amount = rest.pop("amount", None)
    lasts = _span(rest.pop("for_s")) if "for_s" in rest else Nanoseconds(0)
    _nothing_else(rest, "a fault has only amount and for_s")
    if amount is not None and not isinstance(amount, str):
        raise _LineInvalid('amount is a text with its unit, like "20%" or "400ms".')
    try:
        return fault_named(_text(name), amount, lasts, '"amount": "..."')
    except ValueError as error:
        raise _LineInvalid(str(error)) from None


def _text(name: object) -> str:
    return name if isinstance(name, str) else json.dumps(name)


def _span(seconds: object) -> Nanoseconds:
    number = isinstance(seconds, (int, float)) and not isinstance(seconds, bool)
    if number and 0.001 <= seconds <= _LONGEST_FAULT_S:  # type: ignore[operator]
        return Nanoseconds(round(seconds * 1000) * MILLISECOND)  # type: ignore[operator]
    raise _LineInvalid(f"for_s is a number of seconds from 0.001 to {_LONGEST_FAULT_S}.")


def _steps(steps: object) -> StepsPerMinute | None:
    try:
        return steps_of(steps, "null")
    except ValueError as error:
        raise _LineInvalid(str(error)) from None


class Lines:
    """Cuts bytes into lines as they come; of one that is too long only the beginning is kept."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._unfinished = b""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Yield the lines that are whole now."""
        *whole, rest = data.split(b"\n")
        for each in whole:
            yield self._unfinished + each
            self._unfinished = b""
        self._unfinished = (self._unfinished + rest)[: LONGEST_LINE + 1]

    def end(self) -> bytes:
        """Return what is left behind the last line break."""
        return self._unfinished
