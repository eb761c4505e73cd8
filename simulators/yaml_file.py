"""The door for YAML that people write for the simulators: a pydantic model, or every mistake.

`yaml.safe_load` turns ``1:30`` into 90, lets the second of two equal keys win and forgets where
anything stood. Here each scalar stays the text that was written, for pydantic to convert by the
model's own rules, and each mistake comes back as ``FILE:LINE:COLUMN`` with what to write instead.
Nothing here knows what a file is about.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias, TypeVar, get_args

import yaml
from pydantic import BaseModel, ValidationError

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

MAX_SIZE: Final = 1 << 20
"""Characters of a file."""
_MAX_DEPTH: Final = 12
"""Lists and mappings inside each other."""
_KEY: Final = "[key]"
"""What pydantic appends to the location of a mapping's key."""

Location: TypeAlias = tuple[str | int, ...]
"""Keys and indices from the top of a file down, as of pydantic."""
Model = TypeVar("Model", bound=BaseModel)


class Place(NamedTuple):
    """Where something stands; line and column count from 1."""

    file: str
    line: int
    column: int


class YamlProblem(NamedTuple):
    """One mistake in a file."""

    place: Place
    message: str
    """A sentence that says what is wrong and what to write."""

    def __str__(self) -> str:
        file, line, column = self.place
        shown = "".join(each if each.isprintable() else "\ufffd" for each in self.message)
        return f"{file}:{line}:{column}: error: {shown}"


class YamlInvalid(Exception):  # noqa: N818  # whose mistake it is (design.md law 9)
    """A file that cannot be used, with all its mistakes, sorted by place; ``str()`` tells them."""

    def __init__(self, problems: Sequence[YamlProblem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


@dataclass(frozen=True, slots=True)
class Document:
    """A file's mapping as text, lists and mappings, and where each of its parts stands."""

    file: str
    content: dict[str, Any]
    keys: dict[Location, Place] = field(default_factory=dict)
    values: dict[Location, Place] = field(default_factory=dict)
    problems: tuple[YamlProblem, ...] = ()
    """Mistakes that could be read past; `checked` adds its own and raises them together."""

    def place_of(self, location: Location) -> Place:
        """Return where a value stands, or what is around it if it is not there."""
        while location and location not in self.values:
            location = location[:-1]
        return self.values.get(location, Place(self.file, 1, 1))

    def over(self, base: Document) -> Document:
        """Return what ``base`` says with this file's own words in their place.

        Mappings are put together key by key; a list or a word replaces what was there.
        """
        return replace(
            self,
            content=_merged(base.content, self.content),
            keys=base.keys | self.keys,
            values=base.values | self.values,
            problems=base.problems + self.problems,
        )


def read_document(text: str, file: str) -> Document:
    """Return what a file holds; a key that is written twice is noted in its problems.

    Args:
        text: the whole file.
        file: how problems name it.

    Raises:
        YamlInvalid: it is no YAML, or no mapping.
    """
    if len(text) > MAX_SIZE:
        raise _hopeless(Place(file, 1, 1), "the file is larger than 1 MiB; a person's is not.")
    try:
        root = yaml.compose(text, Loader=_Loader)
    except (yaml.YAMLError, ValueError) as error:
        raise _hopeless(*_what_is_wrong(error, file)) from None
    if not isinstance(root, yaml.MappingNode):
        place = Place(file, 1, 1) if root is None else _place(root, file)
        raise _hopeless(place, 'the file is made of lines like "key: value"; it has none.')
    walk = _Walk(file)
    content = walk.table(root, ())
    return Document(file, content, walk.keys, walk.values, tuple(walk.problems))


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


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """Return the end of a sentence on a word that does not exist: the nearest, or all there are."""
    near = get_close_matches(word, known, n=1, cutoff=0.6)
    if near:
        return f'did you mean "{near[0]}"?'
    return f"there are {', '.join(known)}." if known else "leave it out."


def _hopeless(place: Place, message: str) -> YamlInvalid:
    return YamlInvalid([YamlProblem(place, message)])


def _merged(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    found = dict(base)
    for key, value in over.items():
        before = found.get(key)
        if isinstance(before, dict) and isinstance(value, dict):
            found[key] = _merged(before, value)
        else:
            found[key] = value
    return found


class _Loader(yaml.BaseLoader):
    """PyYAML's reader of plain text, without what lets a short file become a huge tree."""

    _depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            raise yaml.MarkedYAMLError(
                problem='"&" and "*" are not used here; write it out, or in quotes',
                problem_mark=event.start_mark,
            )
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise yaml.MarkedYAMLError(
                problem=f"more than {_MAX_DEPTH} lists are inside each other; take some apart",
                problem_mark=event.start_mark,
            )
        node = super().compose_node(parent, index)
        self._depth -= 1
        return node


def _what_is_wrong(error: Exception, file: str) -> tuple[Place, str]:
    if not isinstance(error, yaml.MarkedYAMLError):  # it cannot be shown, so it has no place
        return Place(file, 1, 1), "the file holds a character that cannot be shown; leave it out."
    mark = error.problem_mark or error.context_mark
    place = Place(file, 1, 1) if mark is None else Place(file, mark.line + 1, mark.column + 1)
    said = error.problem or error.context or "this cannot be read"
    remedy = "" if ";" in said else "; look at the indentation, the quotes and the brackets here"
    return place, f"{said}{remedy}."


def _place(node: yaml.Node, file: str) -> Place:
    return Place(file, node.start_mark.line + 1, node.start_mark.column + 1)


class _Walk:
    """Takes a composed tree apart: what it says, and where."""

    def __init__(self, file: str) -> None:
        self.keys: dict[Location, Place] = {}
        self.values: dict[Location, Place] = {}
        self.problems: list[YamlProblem] = []
        self._file = file

    def table(self, node: yaml.MappingNode, at: Location) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in node.value:
            place = _place(key, self._file)
            if not isinstance(key, yaml.ScalarNode):
                self._note(place, "a key is a word and not a list; is a bracket misplaced?")
                continue
            here = (*at, key.value)
            if here in self.keys:
                first = self.keys[here].line
                message = f'"{key.value}" is written twice, first in line {first}; leave one out.'
                self._note(place, message)
                continue
            self.keys[here] = place
            found[key.value] = self._value(value, here)
        return found

    def _value(self, node: yaml.Node, at: Location) -> Any:
        self.values[at] = _place(node, self._file)
        if isinstance(node, yaml.MappingNode):
            return self.table(node, at)
        if isinstance(node, yaml.SequenceNode):
            return [self._value(each, (*at, index)) for index, each in enumerate(node.value)]
        return node.value

    def _note(self, place: Place, message: str) -> None:
        self.problems.append(YamlProblem(place, message))


_BOUNDS: Final = {
    "greater_than_equal": ("ge", "at least"),
    "greater_than": ("gt", "more than"),
    "less_than_equal": ("le", "at most"),
    "less_than": ("lt", "less than"),
}
_KINDS: Final = {
    "int": "a whole number",
    "decimal": "a number such as 1.5",
    "bool": "true or false",
    "string": "a word",
    "tuple": 'a list such as "[one, two]"',
    "list": 'a list such as "[one, two]"',
    "frozen_set": 'a list such as "[one, two]"',
    "dict": 'lines like "key: value"',
    "model": 'lines like "key: value"',
}
"""What to write, by the first word of pydantic's name for the mistake."""


def _problem(model: type[BaseModel], document: Document, error: ErrorDetails) -> YamlProblem:
    location, kind, context = error["loc"], error["type"], error.get("ctx", {})
    if kind == "missing":
        *around, name = location
        place = document.keys.get(tuple(around), document.place_of(tuple(around)))
        return YamlProblem(place, f'"{name}" is missing here; write "{name}: ...".')
    if kind == "extra_forbidden":
        known = tuple(_names(_model_at(model, location[:-1])))
        said = f'there is no "{location[-1]}" here; {did_you_mean(str(location[-1]), known)}'
        return YamlProblem(document.keys[location], said)
    place = document.place_of(location)
    if location and location[-1] == _KEY:
        location = location[:-1]
        place = document.keys.get(location, place)
    given = error["input"]
    shown = f'"{given}"' if isinstance(given, str) else "this"
    return YamlProblem(place, _sentence(kind, context, shown, error["msg"]))


def _sentence(kind: str, context: Mapping[str, Any], shown: str, otherwise: str) -> str:
    if kind == "value_error":
        return f"{context['error']}."
    if kind in _BOUNDS:
        key, words = _BOUNDS[kind]
        return f"{shown} is out of range; write {words} {context[key]}."
    if kind in ("enum", "literal_error"):
        return f"{shown} is not known here; write {context['expected']}."
    wanted = next((words for word, words in _KINDS.items() if kind.startswith(word)), None)
    if wanted is not None:
        return f"{shown} does not belong here; write {wanted}."
    return f"{otherwise[:1].lower()}{otherwise[1:]}."


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
