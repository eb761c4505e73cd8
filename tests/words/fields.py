"""Finds translations that would not take the values of their message."""

from __future__ import annotations

from collections.abc import Iterator
from string import Formatter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message


def fields(text: str) -> frozenset[str]:
    """Return the fields of a text as they are converted: ``{km:.1f}`` is ``km``.

    Raises:
        ValueError: a brace is alone.
    """
    parsed = Formatter().parse(text)
    return frozenset(
        f"{name}!{conversion}" if conversion else name
        for _, name, _, conversion in parsed
        if name is not None
    )


def wrong_fields(catalogue: Catalog) -> list[str]:
    """Return a sentence for each translation that has other fields than its message."""
    return [each for message in catalogue if message.id for each in _wrong(message)]


def _wrong(message: Message) -> Iterator[str]:
    asked = _texts(message.id)
    # One form of a plural may have no number in it: "{n} runs", "one run".
    allowed = {fields(each) for each in asked}
    for said in _texts(message.string):
        try:
            if not said or fields(said) in allowed:
                continue
            yield f"{said!r} has not the fields of {asked[-1]!r}"
        except ValueError as error:
            yield f"{said!r}: {error}"


def _texts(of: object) -> tuple[str, ...]:
    return tuple(map(str, of)) if isinstance(of, (tuple, list)) else (str(of),)
