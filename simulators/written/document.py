"""The door for YAML that people write for the simulators: its words with their places.

`yaml.safe_load` turns ``1:30`` into 90, lets the second of two equal keys win and forgets where
anything stood. Here each scalar stays the text that was written, and each mistake comes back as
``FILE:LINE:COLUMN`` with what to write instead. `simulators.written.model` makes a model of it.
Nothing here knows what a file is about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any, Final, NamedTuple, TypeAlias

import yaml

from simulators.written.sentences import LINE_BREAK, printable, quoted
from simulators.written.syntax import explain

MAX_SIZE: Final = 1 << 20
"""Characters of a text, and bytes of a file."""
TOO_LARGE: Final = "the file is larger than 1 MiB, which nobody writes; take out what is too much."
_MAX_DEPTH: Final = 12
"""Lists and mappings inside each other."""

Location: TypeAlias = tuple[str | int, ...]
"""Keys and indices from the top of a file down, as of pydantic."""

_EXCERPT: Final = 100
"""Columns of a line that are shown; a longer one is cut around the place."""


class Place(NamedTuple):
    """Where something stands; line and column count from 1."""

    file: str
    line: int
    column: int
    source: str = ""
    """The line; empty where none can be shown."""
    width: int = 1
    """Columns from the first on, in that line."""

    def excerpt(self) -> tuple[str, str]:
        """Return the line, or what of it fits, and carets below the place."""
        first = self.column - 1
        cut = first - _EXCERPT // 2
        start = cut if cut > 0 and len(self.source) > _EXCERPT else 0
        end = min(len(self.source), start + _EXCERPT)
        before, after = "..." * (start > 0), "..." * (end < len(self.source))
        carets = max(1, min(first + self.width, end) - first)
        indent = len(before) + first - start
        return before + self.source[start:end] + after, " " * indent + "^" * carets


class YamlProblem(NamedTuple):
    """One mistake in a file."""

    place: Place
    message: str
    """A sentence that says what is wrong and what to write."""

    def __str__(self) -> str:
        """Return place and sentence, and the line with carets below what is meant."""
        file, line, column, source, _ = self.place
        lines = [f"{file}:{line}:{column}: error: {self.message}"]
        if source:
            shown, carets = self.place.excerpt()
            lines += [f"{line:>5} | {shown}", f"      | {carets}"]
        return "\n".join(map(printable, lines))


class YamlInvalid(Exception):  # noqa: N818  # whose mistake it is (law 7)
    """A file that cannot be used, with all its mistakes, sorted by place; ``str()`` tells them."""

    def __init__(self, problems: Sequence[YamlProblem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


@dataclass(frozen=True, slots=True)
class Document:
    """A file's mapping as text, lists and mappings, and where each of its parts stands."""

    file: str
    """How problems name it."""
    content: dict[str, Any]
    keys: dict[Location, Place] = field(default_factory=dict)
    """Where each key stands."""
    values: dict[Location, Place] = field(default_factory=dict)
    """Where each value stands."""
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
        raise _hopeless(Place(file, 1, 1), TOO_LARGE)
    marked = _Marked(file, LINE_BREAK.split(text))
    try:
        root = yaml.compose(text, Loader=_Loader)
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        raise _hopeless(*marked.what_is_wrong(error, text)) from None
    if not isinstance(root, yaml.MappingNode):
        place = Place(file, 1, 1) if root is None else marked.place(root)
        raise _hopeless(place, 'the file is made of lines like "key: value"; it has none.')
    walk = _Walk(marked)
    content = walk.table(root, ())
    return Document(file, content, walk.keys, walk.values, tuple(walk.problems))


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
        tag = getattr(event, "tag", None)
        if isinstance(event, yaml.AliasEvent):
            self._refuse(event, '"*" repeats another part of the file; write it out, or in quotes')
        if getattr(event, "anchor", None) is not None:
            self._refuse(event, 'a value cannot begin with "&"; put it in quotes')
        if tag is not None:
            self._refuse(event, 'a value that begins with "!" is a YAML tag; put it in quotes')
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            self._refuse(
                event, f"more than {_MAX_DEPTH} lists are inside each other; take some apart"
            )
        node = super().compose_node(parent, index)
        self._depth -= 1
        return node

    @staticmethod
    def _refuse(event: Any, problem: str) -> None:
        raise yaml.MarkedYAMLError(problem=problem, problem_mark=event.start_mark)


class _Marked:
    """Knows the lines of a file, and so what stands at a mark of PyYAML's."""

    def __init__(self, file: str, lines: Sequence[str]) -> None:
        self._file, self._lines = file, lines

    def place(self, node: yaml.Node) -> Place:
        """Return where a node stands; of a longer one, what stands in its first line."""
        start, end = node.start_mark, node.end_mark
        last = end.column if end.line == start.line else len(self._lines[start.line].rstrip())
        return self._at(start.line, start.column, max(1, last - start.column))

    def what_is_wrong(self, error: Exception, text: str) -> tuple[Place, str]:
        """Return the place and the sentence for what PyYAML raised."""
        if isinstance(error, yaml.reader.ReaderError):
            before = LINE_BREAK.split(text[: error.position])
            code = ord(text[error.position])
            place = self._at(len(before) - 1, len(before[-1]), 1)
            return place, f"the character U+{code:04X} cannot be shown; leave it out."
        if not isinstance(error, yaml.MarkedYAMLError):  # "\UFFFFFFFF", or 5000 digits of a version
            message = "an escape or a number is too large for YAML; write it out, or leave it out."
            return Place(self._file, 1, 1), message
        mark, said = explain(error)
        place = Place(self._file, 1, 1) if mark is None else self._at(mark.line, mark.column, 1)
        return place, f"{said}."

    def _at(self, line: int, column: int, width: int) -> Place:
        shown = self._lines[line] if line < len(self._lines) else ""
        return Place(self._file, line + 1, column + 1, shown, width)


class _Walk:
    """Takes a composed tree apart: what it says, and where."""

    def __init__(self, marked: _Marked) -> None:
        self.keys: dict[Location, Place] = {}
        self.values: dict[Location, Place] = {}
        self.problems: list[YamlProblem] = []
        self._marked = marked

    def table(self, node: yaml.MappingNode, at: Location) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in node.value:
            place = self._marked.place(key)
            if not isinstance(key, yaml.ScalarNode):
                self._note(place, "a key is a word and not a list; is a bracket misplaced?")
                continue
            here = (*at, _fit_to_be_shown(key.value, place))
            if here in self.keys:
                first = self.keys[here].line
                message = f"is written twice, first in line {first}; leave one out."
                self._note(place, f"{quoted(key.value)} {message}")
                continue
            self.keys[here] = place
            found[key.value] = self._value(value, here)
        return found

    def _value(self, node: yaml.Node, at: Location) -> Any:
        self.values[at] = self._marked.place(node)
        if isinstance(node, yaml.MappingNode):
            return self.table(node, at)
        if isinstance(node, yaml.SequenceNode):
            return [self._value(each, (*at, index)) for index, each in enumerate(node.value)]
        return _fit_to_be_shown(node.value, self.values[at])

    def _note(self, place: Place, message: str) -> None:
        self.problems.append(YamlProblem(place, message))


def _fit_to_be_shown(text: str, place: Place) -> str:
    """Return a word as it is; one that could move a cursor ends the reading of its file."""
    for each in text:
        if not (each.isprintable() or each in "\n\t"):
            message = f"the character U+{ord(each):04X} cannot be shown; leave it out."
            raise _hopeless(place, message)
    return text
