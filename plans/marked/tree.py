"""YAML as a tree of words that know their place; nothing is guessed about what they mean.

``yaml.safe_load`` reads ``1:30`` as 90 and ``0:45`` as text, lets the last of two equal keys win,
and forgets where everything stood. Here every value stays the text that was written. The tree is
built from PyYAML's events rather than by ``yaml.compose``, which recurses: so the depth can be
bounded, and anchors be refused, before they cost anything.

It knows nothing of plans: a scenario is read in the same way.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

import yaml

from plans.marked.syntax import Mistake, about_hidden, explain
from plans.problems import LINE_BREAK, WHOLE_FILE, Findings, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_SIZE: Final = 1 << 20
"""Characters of a text, and bytes of a file."""
TOO_LARGE: Final = "the file is larger than 1 MiB; nothing that a person writes needs that."
_MAX_DEPTH: Final = 12
"""Lists and mappings inside each other; a plan needs 5."""
_MAX_NODES: Final = 20_000
"""Words, lists and mappings of a file; the 25 levels of the ladder need about 150, and 1,000 levels
in the long form some 10,000."""

_GLUED_COMMENT: Final = re.compile(r" +(#[^#!\s]\S*)")
"""A comment that has no space behind its ``#``; ``##`` and ``#!`` begin one."""


@dataclass(frozen=True, slots=True)
class Text:
    """A scalar: what was written, unquoted and unfolded, and otherwise untouched."""

    value: str
    span: Span
    """The place of the first line of it, quotes excluded."""
    exact: bool
    """Whether ``value`` stands character by character at ``span``, so that a part has a place."""
    plain: bool = False
    """Whether it stands without quotes, in lines that are not a block of text."""
    cut_at: Span | None = None
    """Where a comment behind it begins with a word glued to its ``#``, which may have been meant as
    text: ``Plan #2``."""

    def part(self, start: int, end: int) -> Span:
        """Return the place of ``value[start:end]``, or of all of it if it was folded or escaped."""
        if not self.exact:
            return self.span
        line, column, _ = self.span
        return Span(line, column + start, column + max(end, start + 1))


@dataclass(frozen=True, slots=True)
class Listing:
    """A YAML sequence."""

    items: tuple[Node, ...]
    span: Span
    in_brackets: bool = False
    """Whether it stands in square brackets, where a comma ends an item."""


class Entry(NamedTuple):
    """One ``key: value`` of a table."""

    key: Text
    value: Node


@dataclass(frozen=True, slots=True)
class Table:
    """A YAML mapping, in the order of the file; equal keys are all in it."""

    entries: tuple[Entry, ...]
    span: Span


Node: TypeAlias = Text | Listing | Table


@dataclass(slots=True)
class _Open:
    """A collection whose end has not been reached."""

    span: Span
    is_table: bool
    in_brackets: bool
    children: list[Node] = field(default_factory=list)


class _Hopeless(Exception):  # noqa: N818 - never leaves this module
    """What follows in the file cannot be read."""

    def __init__(self, mistake: Mistake) -> None:
        super().__init__()
        self.mistake = mistake


def read_tree(
    text: str, findings: Findings, thing: str, *, bundled: bool = False, begins: str = ""
) -> Table | None:
    """Return the mapping that the file is.

    Args:
        text: the whole file, without a byte order mark.
        findings: takes every problem; malformed YAML gives exactly one.
        thing: what the file is, for sentences: ``"a plan"``.
        bundled: it came with Reprise. Such a file is read by libyaml where there is one, in a tenth
            of the time; a test holds that to be the same tree, which no test can of a stranger's.
        begins: the first line of such a file, to write into one that is empty.

    Returns:
        The mapping, or None if there is none (then ``findings`` says why).
    """
    try:
        root = _Builder(text).build(_quick_events(text) if bundled else _events(text))
    except _Hopeless as hopeless:
        findings.add(*hopeless.mistake)
        return None
    if root is None or (isinstance(root, Text) and not root.value):
        message = f"the file is empty; {thing} begins with a format line."
        findings.add(WHOLE_FILE, "empty", message, f"write {begins}" if begins else "")
        return None
    if not isinstance(root, Table):
        findings.add(root.span, "not-a-table", f'{thing} is made of lines like "key: value".')
        return None
    return root


def _events(text: str) -> Iterator[yaml.Event]:
    try:
        yield from yaml.parse(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        raise _Hopeless(explain(error, text)) from None


def _quick_events(text: str) -> Iterable[yaml.Event]:
    """Return the same events sooner; what libyaml does not read is PyYAML's to explain."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return list(yaml.parse(text, Loader=loader))
    except (yaml.YAMLError, ValueError, OverflowError):
        return _events(text)


class _Builder:
    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = LINE_BREAK.split(text)
        self._open: list[_Open] = []
        self._root: Node | None = None
        self._nodes = 0
        self._documents = 0

    def build(self, events: Iterable[yaml.Event]) -> Node | None:
        if len(self._text) > MAX_SIZE:
            raise _Hopeless(Mistake(WHOLE_FILE, "too-large", TOO_LARGE))
        for event in events:
            self._take(event)
        return self._root

    def _take(self, event: yaml.Event) -> None:
        match event:
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    self._fail(
                        event, "second-document", 'a second "---" begins a second file here.'
                    )
            case yaml.AliasEvent():
                self._fail(
                    event,
                    "alias",
                    '"*" repeats another part of the file; write it out, or put it in quotes.',
                )
            case yaml.ScalarEvent() | yaml.CollectionStartEvent():
                self._node(event)
            case yaml.CollectionEndEvent():
                self._close()
            case _:
                pass

    def _node(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.anchor is not None:
            self._fail(event, "anchor", 'a value cannot begin with "&"; put it in quotes.')
        if event.tag is not None:
            self._fail(
                event, "tag", 'a value that begins with "!" is a YAML tag; put it in quotes.'
            )
        self._nodes += 1
        if self._nodes > _MAX_NODES:
            self._fail(event, "too-long", f"the file has more than {_MAX_NODES:,} words and lists.")
        if isinstance(event, yaml.ScalarEvent):
            self._add(self._text_of(event))
            return
        if len(self._open) == _MAX_DEPTH:
            self._fail(event, "too-deep", f"more than {_MAX_DEPTH} lists inside each other.")
        is_table = isinstance(event, yaml.MappingStartEvent)
        self._open.append(_Open(self._span(event), is_table, bool(event.flow_style)))

    def _close(self) -> None:
        done = self._open.pop()
        if not done.is_table:
            self._add(Listing(tuple(done.children), done.span, done.in_brackets))
            return
        entries = []
        for key, value in zip(done.children[::2], done.children[1::2], strict=True):
            if not isinstance(key, Text):
                message = "a key is a word, not a list; is a bracket or a brace misplaced?"
                raise _Hopeless(Mistake(key.span, "key", message))
            entries.append(Entry(key, value))
        self._add(Table(tuple(entries), done.span))

    def _add(self, node: Node) -> None:
        if self._open:
            self._open[-1].children.append(node)
        else:
            self._root = node

    def _text_of(self, event: yaml.ScalarEvent) -> Text:
        span = self._span(event)
        if not event.value.isprintable() and (hidden := _hidden_in(event.value)):
            place = self._place_of(hidden, event) or span
            raise _Hopeless(Mistake(place, "control-character", about_hidden(hidden)))
        if event.style in ("'", '"'):
            span = Span(span.line, span.column + 1, max(span.column + 2, span.end_column - 1))
        written = self._lines[span.line - 1][span.column - 1 : span.end_column - 1]
        exact = written == event.value
        if event.style:
            return Text(event.value, span, exact)
        return Text(event.value, span, exact, plain=True, cut_at=self._cut_at(event.end_mark))

    def _cut_at(self, end: Any) -> Span | None:
        rest = self._lines[end.line][end.column :]
        glued = _GLUED_COMMENT.match(rest)
        if glued is None:
            return None
        return Span(end.line + 1, end.column + glued.start(1) + 1, end.column + glued.end(1) + 1)

    def _place_of(self, character: str, event: Any) -> Span | None:
        """Return where a value has a character, or None if it is written as an escape."""
        start, end = event.start_mark, event.end_mark
        column = start.column
        for line in range(start.line, min(end.line + 1, len(self._lines))):
            column = self._lines[line].find(character, column)
            if column >= 0:
                return Span(line + 1, column + 1, column + 2)
            column = 0
        return None

    def _span(self, event: Any) -> Span:
        """Return where an event stands; of a longer one, what stands in its first line."""
        start, end = event.start_mark, event.end_mark
        same_line = end.line == start.line
        end_column = end.column if same_line else len(self._lines[start.line].rstrip())
        return Span(start.line + 1, start.column + 1, max(end_column, start.column + 1) + 1)

    def _fail(self, event: yaml.Event, mistake_id: str, message: str) -> None:
        raise _Hopeless(Mistake(self._span(event), mistake_id, message))


def _hidden_in(value: str) -> str:
    """Return the first character that may not reach a screen, as of an escape sequence, or none."""
    return next((each for each in value if not (each.isprintable() or each in "\n\t")), "")
