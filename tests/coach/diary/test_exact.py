"""JSON becomes a value only if all of it is exactly what the type says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, NamedTuple

import pytest

from controller.coach.diary.exact import NotExact, read_exact, reader_of


class Mood(Enum):
    """A word."""

    GOOD = "good"


class Inner(NamedTuple):
    """A value inside another."""

    number: int
    words: str = "none"


@dataclass(frozen=True)
class Whole:
    """One of each kind."""

    at: datetime
    on: date
    yes: bool
    mood: Mood | None
    pairs: tuple[tuple[str, int], ...]
    inner: tuple[Inner, ...] = ()


WHOLE = (
    '{"at":"2026-05-13T08:00:00+00:00","on":"2026-05-13","yes":true,"mood":"good",'
    '"pairs":[["knee",2]],"inner":[{"number":1}]}'
)
READ = reader_of(Whole)


def test_what_is_exact_is_read() -> None:
    """What has a default need not be there, and nothing may stand where a type says so."""
    at = datetime(2026, 5, 13, 8, tzinfo=UTC)
    inner = (Inner(1),)
    there = Whole(at, at.date(), yes=True, mood=Mood.GOOD, pairs=(("knee", 2),), inner=inner)
    assert read_exact(READ, WHOLE) == there
    assert read_exact(READ, WHOLE.replace('"good"', "null")).mood is None


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("08:00:00+00:00", "8 o'clock", "at: no moment"),
        ('"2026-05-13"', '"13 May"', "on: no day"),
        ('"2026-05-13"', "20260513", "on: no day"),
        ("true", "1", "yes: no yes or no"),
        ("true", '"yes"', "yes: no yes or no"),
        ('"good"', '"bad"', "mood: none of its words"),
        ('"good"', "[]", "mood: none of its words"),
        ('["knee",2]', '["knee",2.0]', "pairs.0.1: no whole number"),
        ('["knee",2]', '["knee",true]', "pairs.0.1: no whole number"),
        ('["knee",2]', '["knee",NaN]', "pairs.0.1: no whole number"),
        ('["knee",2]', "[7,2]", "pairs.0.0: no text"),
        ('["knee",2]', '["knee"]', "pairs.0: no list of 2"),
        ('[["knee",2]]', '{"knee":2}', "pairs: no list"),
        ('[["knee",2]]', "null", "pairs: no list"),
        ('"number":1', '"words":"x"', "inner.0.number: missing"),
        ('"number":1', '"number":1,"more":2', "inner.0: no field of this version: more"),
        (',"yes":true', "", "yes: missing"),
    ],
)
def test_what_is_not_is_told_with_its_place(old: str, new: str, told: str) -> None:
    """And without the value, which may be private."""
    assert old in WHOLE
    with pytest.raises(NotExact) as error:
        read_exact(READ, WHOLE.replace(old, new))
    assert str(error.value) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "no JSON"),
        ("{", "no JSON"),
        ("[" * 100_000, "no JSON"),
        ("9" * 5_000, "no JSON"),
        (None, "no JSON"),
        ("[]", "no object"),
        ("null", "no object"),
    ],
)
def test_what_is_no_object_at_all(text: Any, told: str) -> None:
    """A damaged file may have anything in it."""
    with pytest.raises(NotExact) as error:
        read_exact(READ, text)
    assert str(error.value) == told


def test_a_type_that_nothing_reads_is_a_mistake_of_ours() -> None:
    """It is told when the reader is made, and not with the first row."""
    with pytest.raises(TypeError, match="rows have no float"):
        reader_of(float)
