"""What is known of a person as rows of JSON, and back: every row is checked at the door.

A row names its fields, so that a field with a default can be added to a fact and older rows can
still be read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import is_dataclass
from datetime import date
from enum import Enum
from typing import Any, Final, get_args

from controller.coach.diary.exact import NotExact, Reader, read_exact, reader_of
from controller.coach.history import Fact, Session

KINDS: Final[Mapping[str, type[Fact]]] = {
    re.sub(r"(?<!^)(?=[A-Z])", "-", kind.__name__).lower(): kind for kind in get_args(Fact)
}
"""What a fact is called on disk: ``PreCheck`` is ``pre-check``."""

_NAMES: Final = {kind: name for name, kind in KINDS.items()}
_FACTS: Final[Mapping[str, Reader]] = {name: reader_of(kind) for name, kind in KINDS.items()}
_SESSION: Final = reader_of(Session)


class RowInvalid(ValueError):  # noqa: N818  # becomes a `DiaryDamaged`
    """A row cannot be understood; what is wrong with it, in a few words."""


class KindUnknown(RowInvalid):
    """A row of a kind that this version does not know; a newer one has written it."""


def kind_of(fact: Fact) -> str:
    """Return what a fact is called on disk."""
    return _NAMES[type(fact)]


def plain(value: Any) -> Any:
    """Return a fact or a session as JSON has it: names, texts, numbers and lists."""
    if is_dataclass(value) and not isinstance(value, type):
        return {name: plain(getattr(value, name)) for name in value.__dataclass_fields__}
    if hasattr(value, "_asdict"):
        return {name: plain(each) for name, each in value._asdict().items()}
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def fact_row(fact: Fact) -> str:
    """Return the JSON of a fact.

    Raises:
        ValueError: what would be read back is not the same, or its moment has no offset.
    """
    body = _to_json(fact)
    if _has_no_offset(fact) or read_fact(kind_of(fact), body) != fact:
        raise ValueError(f"not a fact that can be kept: {fact!r}")
    return body


def session_row(session: Session) -> str:
    """Return the JSON of a session.

    Raises:
        ValueError: what would be read back is not the same, or its moment has no offset.
    """
    body = _to_json(session)
    if _has_no_offset(session) or read_session(body) != session:
        raise ValueError(f"not a session that can be kept: {session!r}")
    return body


def read_fact(kind: str, body: str) -> Fact:
    """Return the fact of a row.

    Raises:
        RowInvalid: it is none, or none that this version knows (`KindUnknown`).
    """
    if kind not in _FACTS:
        raise KindUnknown(f"a {kind!r}, which this version does not know")
    try:
        fact: Fact = read_exact(_FACTS[kind], body)
    except NotExact as error:
        raise RowInvalid(f"a {kind} that is none ({error})") from error
    return fact


def read_session(body: str) -> Session:
    """Return the session of a row.

    Raises:
        RowInvalid: it is none.
    """
    try:
        session: Session = read_exact(_SESSION, body)
    except NotExact as error:
        raise RowInvalid(f"a session that is none ({error})") from error
    return session


def check_session(session: Session) -> Session:
    """Return a session whose every field is of its kind.

    Raises:
        RowInvalid: one is not.
    """
    return read_session(_to_json(session))


def _to_json(value: Any) -> str:
    return json.dumps(plain(value), ensure_ascii=False, separators=(",", ":"))


def _has_no_offset(value: Fact | Session) -> bool:
    return value.at.utcoffset() is None
