"""JSON as values of one's own types, each of exactly its kind.

For rows that this program has written itself. pydantic does the same and more; to import it takes
longer than to read a diary of years, and every command between sessions would wait for it.
"""

from __future__ import annotations

import dataclasses
import json
import types
from collections.abc import Callable
from datetime import date, datetime
from enum import Enum
from typing import Any, Final, get_args, get_origin, get_type_hints

Reader = Callable[[Any], Any]
"""Returns what JSON has as a value of one's own; raises `NotExact`."""

_WORDS: Final = {str: "text", int: "whole number", bool: "yes or no"}


class NotExact(ValueError):  # noqa: N818  # blame is in the name (law 7)
    """What is wrong, and where in the value; not what stood there, which may be private."""

    def __init__(self, what: str, *place: str) -> None:
        super().__init__(f"{'.'.join(place)}: {what}" if place else what)
        self.what, self.place = what, place

    def inside(self, place: str) -> NotExact:
        """Return it as it is seen from one level above."""
        return NotExact(self.what, place, *self.place)


def read_exact(reader: Reader, text: str) -> Any:
    """Return the value of a text.

    Raises:
        NotExact: it is no JSON, or not of that kind.
    """
    try:
        value = json.loads(text)
    except (RecursionError, TypeError, ValueError) as error:
        # TypeError: a damaged file has no text there. ValueError: a number that is too long, too.
        raise NotExact("no JSON") from error
    return reader(value)


def reader_of(kind: Any) -> Reader:
    """Return the reader of a type: a NamedTuple or dataclass of plain values, or one of those.

    Raises:
        TypeError: nothing here reads such a type.
    """
    origin, of = get_origin(kind), get_args(kind)
    if origin is tuple:
        return _many(reader_of(of[0])) if of[-1] is Ellipsis else _row([*map(reader_of, of)])
    if origin is types.UnionType and of[1:] == (types.NoneType,):
        return _or_nothing(reader_of(of[0]))
    if kind in _WORDS:
        return _plain(kind)
    if kind in (date, datetime):
        return _iso(kind)
    if issubclass(kind, Enum):
        return _one_of(kind)
    if not (dataclasses.is_dataclass(kind) or hasattr(kind, "_field_defaults")):
        raise TypeError(f"rows have no {kind.__name__}")
    return _object(kind)


def _plain(kind: type) -> Reader:
    def read(value: Any) -> Any:
        if type(value) is not kind:
            raise NotExact(f"no {_WORDS[kind]}")
        return value

    return read


def _iso(kind: type[date]) -> Reader:
    def read(value: Any) -> Any:
        try:
            return kind.fromisoformat(value)
        except (TypeError, ValueError):
            raise NotExact("no moment" if kind is datetime else "no day") from None

    return read


def _one_of(kind: type[Enum]) -> Reader:
    known = {each.value: each for each in kind}

    def read(value: Any) -> Any:
        if type(value) is not str or value not in known:
            raise NotExact("none of its words")
        return known[value]

    return read


def _or_nothing(reader: Reader) -> Reader:
    return lambda value: None if value is None else reader(value)


def _many(reader: Reader) -> Reader:
    def read(value: Any) -> Any:
        if type(value) is not list:
            raise NotExact("no list")
        return tuple(_at(str(place), reader, each) for place, each in enumerate(value))

    return read


def _row(readers: list[Reader]) -> Reader:
    def read(value: Any) -> Any:
        if type(value) is not list or len(value) != len(readers):
            raise NotExact(f"no list of {len(readers)}")
        return tuple(_at(str(place), readers[place], each) for place, each in enumerate(value))

    return read


def _object(kind: Any) -> Reader:
    hints = get_type_hints(kind)
    readers = {name: reader_of(hint) for name, hint in hints.items()}
    optional = _with_default(kind)

    def read(value: Any) -> Any:
        if type(value) is not dict:
            raise NotExact("no object")
        for name in readers.keys() - value.keys() - optional:
            raise NotExact("missing", name)
        for name in value.keys() - readers.keys():
            raise NotExact(f"no field of this version: {name}")
        return kind(**{name: _at(name, readers[name], each) for name, each in value.items()})

    return read


def _with_default(kind: Any) -> frozenset[str]:
    if dataclasses.is_dataclass(kind):
        missing = dataclasses.MISSING
        return frozenset(
            each.name for each in dataclasses.fields(kind) if each.default is not missing
        )
    return frozenset(kind._field_defaults)


def _at(place: str, reader: Reader, value: Any) -> Any:
    try:
        return reader(value)
    except NotExact as error:
        raise error.inside(place) from None
