"""Every kind of mistake that a file of this room can hold is told in words of ours."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, get_args

import pytest
from pydantic import BaseModel, ValidationError

from simulators.people import PersonRow
from simulators.profiles.rows import ProfileRow
from simulators.scenarios.rows import ScenarioRow
from simulators.written.sentences import OTHERWISE, SENTENCES, sentence

MODELS: Final = (ProfileRow, PersonRow, ScenarioRow)
JUNK: Final[tuple[Any, ...]] = (
    *("", "x", "-1", "1.5", "0.12345678", "nan", "inf", "1e99", "9" * 11, "9" * 6000, "true"),
    *([], ["x"], ["1", "2", "3"], [["x"]], [{}], {}, {"x": "y"}, {"still": "x"}),
)
"""Text, lists and mappings: nothing else comes out of a file."""
TOLD_ELSEWHERE: Final = {"missing", "extra_forbidden", "value_error"}
"""By the reader, and by the models' own sentences."""


def models_of(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """Yield a model and all that it is made of."""
    yield model
    for field in model.model_fields.values():
        for inner in _inside(field.annotation):
            yield from models_of(inner)


def _inside(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for each in get_args(annotation):
        yield from _inside(each)


def mistakes() -> Iterator[tuple[str, dict[str, Any], Any]]:
    """Yield what pydantic says of junk in every place of every file."""
    rows = [each for model in MODELS for each in models_of(model)]
    junk: list[tuple[type[BaseModel], Any]] = [(row, each) for row in rows for each in JUNK]
    junk += [
        (row, {field.alias or name: each})
        for row in rows
        for name, field in row.model_fields.items()
        for each in JUNK
    ]
    for row, given in junk:
        try:
            row.model_validate(given)
        except ValidationError as error:
            for one in error.errors(include_url=False):
                yield one["type"], one.get("ctx", {}), one["input"]


def test_the_table_has_each_kind_that_there_is_and_no_other() -> None:
    """Pydantic's own words reach nobody, and no row is for nothing."""
    assert {kind for kind, _, _ in mistakes()} - TOLD_ELSEWHERE == set(SENTENCES)


def test_each_is_one_short_sentence_with_a_remedy() -> None:
    """Whatever stands in a file, and however long it is."""
    for kind, context, given in mistakes():
        if kind in TOLD_ELSEWHERE:
            continue
        said = sentence(kind, context, given)
        assert said.endswith("."), said
        assert ";" in said or " write " in said, said
        assert len(said) < 400, said


def test_a_kind_that_nobody_knows_is_told_too() -> None:
    """A newer pydantic may have more of them."""
    assert sentence("uuid_parsing", {}, "x") == f'"x" {OTHERWISE}.'


@pytest.mark.parametrize(
    ("kind", "context", "given", "said"),
    [
        ("too_short", {"min_length": 1}, [], "this is empty; write at least 1 of them."),
        ("string_too_short", {"min_length": 1}, "", '"" says nothing; write it in a few words.'),
        (
            "decimal_max_places",
            {"decimal_places": 2},
            "1.234",
            '"1.234" has too many decimals; write at most 2.',
        ),
        (
            "int_parsing_size",
            {},
            "9" * 6000,
            f'"{"9" * 37}..." has too many digits; write a smaller',
        ),
    ],
)
def test_what_is_said(kind: str, context: dict[str, Any], given: object, said: str) -> None:
    """Where pydantic's own sentence got through before, and where the number was shown whole."""
    assert sentence(kind, context, given).startswith(said)
