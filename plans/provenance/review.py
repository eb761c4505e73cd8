"""Who signed a plan or a policy, and whether the file is still what was signed.

A signature is the block under ``reviewed:`` (docs/policies.md) with the fingerprint of all the
rest of the file, comments included. It tells people of changes; it is no proof against somebody who
wants to forge one, for whoever can write the file can write the block.

What counts is the text as YAML has its lines: another line end or a byte order mark is no change.
A policy that is based on another is signed together with it: the other's fingerprint goes in.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum, unique
from typing import TYPE_CHECKING, Final, NamedTuple

from plans.marked.fields import Fields
from plans.marked.tree import Table, Text
from plans.problems import Findings, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plans.marked.tree import Node

KEY: Final = "reviewed"
"""Of a file: what stands behind it is no part of what is signed."""
NOT_YET: Final = "not yet"
_FINGERPRINT: Final = re.compile(r"[0-9a-f]{4}-[0-9a-f]{4}")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_BY: Final = re.compile(r"[^,\s][^,]*, *\S.*")
_REMEDY: Final = "reprise plan review and reprise policy review write it"
_TIME_ZONES: Final = timedelta(days=1)
"""It may be tomorrow already where the file was signed."""


class Signature(NamedTuple):
    """What somebody put her name to."""

    by: str
    """Name and role: ``"(name), pelvic-health physiotherapist"``."""
    on: date
    of: str
    """The fingerprint of what was signed."""
    words: str = ""
    """Her own; empty for none."""


@unique
class State(Enum):
    """How a file stands to its review."""

    NEVER = "not reviewed"
    FITS = "reviewed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Review:
    """What is known of the review of a file; of what is in no file, nothing."""

    fingerprint: str = ""
    """Of the file as it is, ``"3f9c-21aa"``."""
    signature: Signature | None = None

    @property
    def state(self) -> State:
        """Whether it was signed, and is still what was signed."""
        if self.signature is None:
            return State.NEVER
        return State.FITS if self.signature.of == self.fingerprint else State.CHANGED

    @property
    def fits(self) -> bool:
        """Whether somebody signed the file as it is."""
        return self.state is State.FITS

    def __str__(self) -> str:
        """Return the state in words, for every screen and report."""
        if self.signature is None:
            return "not reviewed by a physiotherapist"
        if self.fits:
            return f"reviewed by {self.signature.by} on {told_day(self.signature.on)}"
        return f"changed since the review of {told_day(self.signature.on)}"


NO_REVIEW: Final = Review()
"""Of what is in no file."""


def told_day(day: date) -> str:
    """Return a day as people say it: ``"20 May 2026"``."""
    return f"{day.day} {day:%B %Y}"


def today() -> date:
    """Return the day, as the person at the keys would call it."""
    return datetime.now(UTC).astimezone().date()


def read_review(findings: Findings, root: Table, base: str = "") -> Review:
    """Return how the file stands to its review.

    Args:
        findings: of the whole file; takes the problems.
        root: what the file is.
        base: the fingerprint of the file that it is based on.
    """
    value = next((value for key, value in root.entries if key.value == KEY), None)
    if value is None or (isinstance(value, Text) and not value.value.strip()):
        return NO_REVIEW  # that it is missing is told with the other keys
    block = find_block(findings.lines, root)
    fingerprint = block.fingerprint(base) if block else ""
    if isinstance(value, Table) and value.entries:
        return Review(fingerprint, _signature(findings, value))
    if not isinstance(value, Text) or value.value != NOT_YET:
        message = f'"{KEY}" is "{NOT_YET}", or what a review writes here.'
        findings.add(value.span, "closed-list", message, _REMEDY)
    return Review(fingerprint)


def _signature(findings: Findings, table: Table) -> Signature:
    fields = Fields(findings, table, "a review", required=("by", "on", "of"), optional=("words",))
    for name in ("by", "on", "of", "words"):
        node = fields.node(name)
        if isinstance(node, Text) and not node.exact:
            # What cannot be found word for word could not be told from the text that was signed.
            message = f'"{name}" stands in one line, without a backslash or a doubled quote.'
            findings.add(node.span, "review", message)
    by, of = fields.line("by"), fields.line("of")
    if fields.node("by") and not _BY.fullmatch(by):
        message = f'{quoted(by)} lacks a name or a role: "(name), pelvic-health physiotherapist".'
        findings.add(fields.span("by"), "review", message)
    if fields.node("of") and not _FINGERPRINT.fullmatch(of):
        message = f'{quoted(of)} is no fingerprint like "3f9c-21aa".'
        findings.add(fields.span("of"), "review", message, _REMEDY)
    return Signature(by, _read_day(findings, fields), of, fields.prose("words"))


def _read_day(findings: Findings, fields: Fields) -> date:
    text = fields.line("on")
    try:
        day = parse_day(text)
    except ValueError as error:
        if fields.node("on"):
            findings.add(fields.span("on"), "review", f"{quoted(text)} {error}.")
        return date.min
    return day


def parse_day(text: str) -> date:
    """Return a day on which somebody can have signed.

    Raises:
        ValueError: with what is wrong, to be put behind the text: "is ...".
    """
    if not _DAY.fullmatch(text):
        raise ValueError("is no day like 2026-05-20")
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ValueError("is in no calendar") from None
    if day > today() + _TIME_ZONES:
        raise ValueError("is yet to come")
    return day


class Block(NamedTuple):
    """The lines in which the key and its value stand, and what else is in the file."""

    first: int
    """The number of its first line, from 1."""
    last: int
    """The number of its last line."""
    above: tuple[str, ...]
    """The lines before it, and at last what stands before the key in its own line: nothing."""
    beside: str
    """Blanks and a comment behind ``reviewed:``, or behind ``reviewed: not yet``."""
    within: tuple[str, ...]
    """What else stands in its lines: comments."""
    below: tuple[str, ...]
    """The lines behind it."""

    def fingerprint(self, base: str) -> str:
        """Return the short hash of all but the key and its value: 32 bits, enough for slips."""
        comments = [each for each in (self.beside.strip(), *self.within) if each]
        # No line of YAML has a NUL, so nothing moves from one part into another unseen.
        parts = ("\n".join(each) for each in (self.above, comments, self.below, (base,)))
        short = hashlib.sha256("\0".join(parts).encode()).hexdigest()[:8]
        return f"{short[:4]}-{short[4:]}"


def find_block(lines: list[str], root: Table) -> Block | None:
    """Return where the review stands in a file, or None if it has none that could be one."""
    entry = next((each for each in root.entries if each.key.value == KEY), None)
    texts = [entry.key, *_texts(entry.value)] if entry else []
    if entry is None or len(texts) == 1:
        return None
    first, last = entry.key.span.line, max(each.span.line for each in texts)
    before, behind_key, *others, tail = _gaps(lines, texts, first, last)
    tail = tail.lstrip("\"'}")
    if isinstance(entry.value, Table):
        beside = behind_key.partition(":")[2] if "#" in behind_key else ""
        within = [*(_comment(each) for each in others), tail.strip()]
    else:
        beside = tail
        within = [_comment(each) for each in (behind_key, *others)]
    return Block(
        first=first,
        last=last,
        above=(*lines[: first - 1], before.rstrip("\"'")),
        beside=beside,
        within=tuple(each for each in within if each),
        below=tuple(lines[last:]),
    )


def _gaps(lines: list[str], texts: list[Text], first: int, last: int) -> Iterator[str]:
    """Yield what stands in some lines around the words, from left to right."""
    for number in range(first, last + 1):
        line, start = lines[number - 1], 0
        for span in sorted(each.span for each in texts if each.span.line == number):
            yield line[start : span.column - 1]
            start = span.end_column - 1
        yield line[start:]


def _comment(gap: str) -> str:
    return gap[gap.index("#") :].strip() if "#" in gap else ""


def _texts(node: Node) -> Iterator[Text]:
    """Yield the words of a value; a list has no place in a review."""
    if isinstance(node, Text):
        yield node
    elif isinstance(node, Table):
        for key, value in node.entries:
            yield key
            yield from _texts(value)
