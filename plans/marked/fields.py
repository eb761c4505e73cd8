"""Takes marked YAML apart, key by key, and says what does not belong.

After a mistake each of these returns a stand-in, so that the rest of the file is still read;
`Findings.refuse` is called before anything made of stand-ins leaves the room.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, TypeVar

from plans.marked.doubts import doubt_commas, doubt_text
from plans.marked.quotes import double_quoted
from plans.marked.tree import Listing, Node, Table, Text
from plans.notation.parse import NotationError
from plans.notation.slips import BULLETS
from plans.problems import WHOLE_FILE, Findings, Span, did_you_mean, listed, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

T = TypeVar("T")

IDENTIFIER: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
"""What an id is: lower-case letters and digits, joined by single hyphens."""
_NEEDS_NO_QUOTES: Final = re.compile(r"\w[\w -]*\w", re.ASCII)
_SOURCES_LISTED: Final = 'all of them, and what each is: "SOURCES" of reprise policy words'
_OWN_JUDGEMENT: Final = (
    "write proposal for what is your own judgement, or your clinic's; all others, "
    'and what each is: "SOURCES" of reprise policy words'
)
_IN_QUOTES: Final = 'a text with a ": " in it, or with a bracket before it, goes into quotes'
LONGEST_LINE: Final = 80
"""Characters: a title or an id fits into one line of a terminal."""
_LONGEST_PROSE: Final = 2_000
"""Characters: about a page."""


def rows(
    findings: Findings, table: Table, name: Callable[[str], str] = quoted
) -> list[tuple[Text, Node]]:
    """Return the rows of a table that have a key of their own and a value.

    ``name`` says how a key is called in a sentence: ``"level 4"``.
    """
    first_line: dict[str, int] = {}
    kept = []
    for key, value in table.entries:
        if key.value in first_line:
            findings.add(
                key.span,
                "written-twice",
                f"{name(key.value)} is written twice, first in line {first_line[key.value]}; "
                "the second would silently replace the first.",
            )
            continue
        first_line[key.value] = key.span.line
        if isinstance(value, Text) and not value.value.strip():
            findings.add(key.span, "no-value", f"{name(key.value)} has no value.")
            continue
        kept.append((key, value))
    return kept


def as_table(findings: Findings, node: Node, name: str) -> Table | None:
    """Return the node if it is a mapping, or None and note it; ``name`` is for the sentence."""
    if isinstance(node, Table):
        return node
    findings.add(node.span, "not-a-table", f'{name} is made of lines like "key: value".')
    return None


def as_text(findings: Findings, node: Node, name: str, remedy: str = "") -> Text:
    """Return the node if it is a scalar, or an empty stand-in and note it.

    ``name`` is what the sentence calls it, ``remedy`` what to write instead.
    """
    if isinstance(node, Text):
        return node
    findings.add(node.span, "not-a-text", f"{name} is a single text.", remedy)
    return Text("", node.span, exact=False)


def read_notation(
    findings: Findings, node: Node, name: str, parse: Callable[[str], T], stand_in: T
) -> T:
    """Return what ``parse`` makes of a scalar; a `NotationError` gets its place in the file.

    After a mistake it is ``stand_in``.
    """
    if not isinstance(node, Text):
        as_text(findings, node, name)
        return stand_in
    try:
        return parse(node.value)
    except NotationError as error:
        findings.add(node.part(error.start, error.end), error.id, error.message)
        return stand_in


def no_list(findings: Findings, node: Node, name: str, *, in_quotes: bool = False) -> None:
    """Say of a value that is no list, or has nothing in it, how one is written.

    ``in_quotes`` says that a comma in the value is part of a text.
    """
    if isinstance(node, Listing):
        findings.add(node.span, "not-a-list", f"{name} has nothing in it; write at least one.")
        return
    message = f"{name} is a list in square brackets, even of one."
    short = isinstance(node, Text) and len(node.value) <= LONGEST_LINE // 2
    remedy = (
        f"write [{_listed(node.value, in_quotes=in_quotes)}]"
        if isinstance(node, Text) and short
        else ""
    )
    findings.add(node.span, "not-a-list", message, remedy)


def _listed(text: str, *, in_quotes: bool) -> str:
    """Return a text as what stands in brackets; a bullet before it was meant as the list's."""
    text = text.lstrip(BULLETS)
    plain = _NEEDS_NO_QUOTES.fullmatch(text) or not in_quotes
    return text if plain else double_quoted(text)


def read_ids(
    findings: Findings, node: Node, name: str, known: Iterable[str], what: str
) -> tuple[str, ...]:
    """Return a list of ids, each of which must be known; ``what`` is "source", for sentences.

    One that is not known is noted, and returned all the same.
    """
    if not isinstance(node, Listing) or not node.items:
        no_list(findings, node, name)
        return ()
    ids = []
    for item in node.items:
        text = as_text(findings, item, f"an id in {name}")
        if text.value and text.value not in known:
            remedy = ""
            if what == "source":
                near = did_you_mean(text.value, known)
                remedy = _SOURCES_LISTED if near else _OWN_JUDGEMENT
            findings.add(text.span, f"unknown-{what}", unknown(text.value, known, what), remedy)
        ids.append(text.value)
    return tuple(ids)


def _read_lines(findings: Findings, node: Node, name: str) -> tuple[str, ...]:
    """Return a list of texts, each of which fits into one line of a terminal."""
    if not isinstance(node, Listing) or not node.items:
        no_list(findings, node, name, in_quotes=True)
        return ()
    doubt_commas(findings, node)
    return tuple(_read_line(findings, item, f"a line in {name}") for item in node.items)


def _as_words(findings: Findings, node: Node, name: str) -> str:
    """Return words for people in one line, their runs of blanks as single blanks."""
    return doubt_text(findings, as_text(findings, node, name, _IN_QUOTES))


def _read_line(findings: Findings, node: Node, name: str) -> str:
    """Return words that fit into one line of a terminal."""
    text = _as_words(findings, node, name)
    if len(text) > LONGEST_LINE:
        findings.add(node.span, "too-long", f"{name} has at most {LONGEST_LINE} characters.")
    elif not text and isinstance(node, Text):
        findings.add(node.span, "no-value", f"{name} has no value.")
    return text


def unknown(word: str, known: Iterable[str], what: str) -> str:
    """Return a sentence about a word that is not among those known; ``what`` it should be."""
    near = did_you_mean(word, known)
    return f"there is no {what} {quoted(word)}" + (f'; did you mean "{near}"?' if near else ".")


class Fields:
    """The values of a table whose keys are known beforehand.

    What a method returns of a key that is not there is empty, or None where that says so; of a
    required one that has been noted already.

    Args:
        findings: takes the problems.
        table: the mapping.
        thing: what has these keys, for sentences: ``"a plan"``, ``'"speeds"'``.
        required: keys that must be there; as a mapping with an example of each, or nothing.
        optional: keys that may be there.
    """

    def __init__(
        self,
        findings: Findings,
        table: Table,
        thing: str,
        *,
        required: tuple[str, ...] | Mapping[str, str],
        optional: tuple[str, ...] = (),
    ) -> None:
        self.findings = findings
        self._nodes: dict[str, Node] = {}
        known = (*required, *optional)
        self._mentioned = {key.value for key, _ in table.entries}
        for key, value in rows(findings, table):
            if key.value in known:
                self._nodes[key.value] = value
                continue
            near = did_you_mean(key.value, known)
            if near:
                # The key is there, misspelt: that it is missing as well would be a second message
                # about one mistake.
                self._mentioned.add(near)
            rest = f'did you mean "{near}"?' if near else f"it has {listed(known)}."
            findings.add(key.span, "unknown-key", f"{thing} has no {quoted(key.value)}; {rest}")
        lacking = [name for name in required if self.missing(name)]
        if lacking:
            likes = required if isinstance(required, Mapping) else {}
            lines = "; ".join(f"{each}: {likes[each]}" for each in lacking if likes.get(each))
            remedy = f"for example {lines}" if lines else ""
            findings.add(table.span, "missing-key", f"{thing} needs {listed(lacking)}.", remedy)

    def missing(self, key: str) -> bool:
        """Whether nothing in the table is this key, not even misspelt or without a value."""
        return key not in self._mentioned

    def node(self, key: str) -> Node | None:
        """Return the value of a key, or None if there is none."""
        return self._nodes.get(key)

    def span(self, key: str) -> Span:
        """Return where the value of a key stands; `WHOLE_FILE` if the key is not there."""
        node = self._nodes.get(key)
        return node.span if node else WHOLE_FILE

    def table(self, key: str) -> Table | None:
        """Return the mapping under a key, or None if the key, or the mapping, is not there."""
        node = self._nodes.get(key)
        return as_table(self.findings, node, f'"{key}"') if node else None

    def prose(self, key: str) -> str:
        """Return a text of up to a page, its line breaks and runs of blanks as single blanks."""
        node = self._nodes.get(key)
        if node is None:
            return ""
        text = _as_words(self.findings, node, f'"{key}"')
        if len(text) > _LONGEST_PROSE:
            message = f'"{key}" has at most {_LONGEST_PROSE:,} characters.'
            self.findings.add(self.span(key), "too-long", message)
        return text

    def line(self, key: str) -> str:
        """Return a text that fits into one line of a terminal."""
        node = self._nodes.get(key)
        return _read_line(self.findings, node, f'"{key}"') if node else ""

    def lines(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, each of which fits into one line of a terminal."""
        node = self._nodes.get(key)
        return _read_lines(self.findings, node, f'"{key}"') if node else ()

    def identifier(self, key: str) -> str:
        """Return an id: lower-case letters and digits, joined by single hyphens."""
        text = self.line(key)
        if text and not IDENTIFIER.fullmatch(text):
            self.findings.add(
                self.span(key),
                "id",
                f'{quoted(text)} is no id; use lower-case letters, digits and "-".',
            )
        return text

    def one_of(self, key: str, words: tuple[str, ...]) -> str:
        """Return one of a closed list of texts; the first of them where the key is not there.

        After a mistake it is what was written, so that it need not be one of ``words``.
        """
        node = self._nodes.get(key)
        text = node.value if isinstance(node, Text) else "" if node else words[0]
        if text not in words:
            self.findings.add(
                self.span(key), "closed-list", f'"{key}" is {listed(words, "or")} in this version.'
            )
        return text

    def notation(self, key: str, parse: Callable[[str], T], stand_in: T) -> T:
        """Return what a reader of notation makes of the value; else ``stand_in``."""
        node = self._nodes.get(key)
        if node is None:
            return stand_in
        return read_notation(self.findings, node, f'"{key}"', parse, stand_in)

    def sources(self, key: str, known: Mapping[str, object]) -> tuple[str, ...]:
        """Return a list of source ids, each of which must be known."""
        node = self._nodes.get(key)
        return read_ids(self.findings, node, f'"{key}"', known, "source") if node else ()


def format_line(kind: str) -> str:
    """Return the line with which a file of a kind begins: ``"format: reprise-plan 1"``."""
    return f"format: {_version(kind)}"


def _version(kind: str) -> str:
    return f"reprise-{kind} 1"


def check_format(findings: Findings, table: Table, kind: str) -> bool:
    """Return whether the file is of this kind and version, or says nothing about it.

    A file of another kind would give a problem for each of its keys, none of which helps.
    """
    wanted = _version(kind)
    for key, value in table.entries:
        if key.value == "format" and isinstance(value, Text) and value.value not in ("", wanted):
            findings.add(
                value.span,
                "format",
                f'this is {quoted(value.value)}; a {kind} begins with "{format_line(kind)}".',
            )
            return False
    return True


def strip_mark(text: str) -> str:
    """Return a file's text without the byte order mark that some editors put before it."""
    return text.removeprefix("\ufeff")
