"""YAML that people write for the simulators, as a pydantic model, or every mistake in it.

Every scalar comes as the text that was written, and pydantic converts it by the model's own rules.
It stands apart from `simulators.written.document` because pydantic takes a tenth of a start of
`reprise`, which asks of a machine's file at first only whether there is one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError

from simulators.written.document import Document, Location, YamlInvalid, YamlProblem, did_you_mean
from simulators.written.sentences import quoted, sentence

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_KEY: Final = "[key]"
"""What pydantic appends to the location of a mapping's key."""
Model = TypeVar("Model", bound=BaseModel)


def checked(model: type[Model], document: Document) -> Model:
    """Return the document as a model.

    The model's own ``ValueError`` texts reach the reader: each is a sentence without its end,
    that says what to write.

    Raises:
        YamlInvalid: with every mistake of the file.
    """
    try:
        made = model.model_validate(document.content)
    except ValidationError as error:
        found = [_problem(model, document, each) for each in error.errors(include_url=False)]
        raise YamlInvalid([*document.problems, *found]) from None
    if document.problems:
        raise YamlInvalid(document.problems)
    return made


def _problem(model: type[BaseModel], document: Document, error: ErrorDetails) -> YamlProblem:
    location, kind = error["loc"], error["type"]
    if kind == "missing":
        *around, name = location
        place = document.keys.get(tuple(around), document.place_of(tuple(around)))
        value = _only_value(_names(_model_at(model, tuple(around))).get(str(name))) or "..."
        return YamlProblem(place, f'"{name}" is missing here; write "{name}: {value}".')
    if kind == "extra_forbidden":
        known = tuple(_names(_model_at(model, location[:-1])))
        said = f"there is no {quoted(location[-1])} here; {did_you_mean(str(location[-1]), known)}"
        return YamlProblem(document.keys[location], said)
    place = document.place_of(location)
    if location and location[-1] == _KEY:
        location = location[:-1]
        place = document.keys.get(location, place)
    return YamlProblem(place, sentence(kind, error.get("ctx", {}), error["input"]))


def _only_value(annotation: Any) -> str | None:
    """Return the one word that may stand somewhere, if there is but one."""
    known = get_args(annotation)
    return str(known[0]) if get_origin(annotation) is Literal and len(known) == 1 else None


def _model_at(model: type[BaseModel], location: Location) -> type[BaseModel] | None:
    """Return the model that a part of a file is read by."""
    for step in location:
        if isinstance(step, int):
            continue  # each item of a list is read alike
        held = next((each for name, each in _names(model).items() if name == step), None)
        found = _model_in(held)
        if found is None:
            return None
        model = found
    return model


def _names(model: type[BaseModel] | None) -> dict[str, Any]:
    """Return a model's keys as they are written, with what each may hold."""
    fields = {} if model is None else model.model_fields
    return {each.alias or name: each.annotation for name, each in fields.items()}


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_model_in, get_args(annotation))), None)
