"""What an author may have meant otherwise than YAML reads it, in words for people.

Each is a mistake rather than a guess, and each is gone when the words stand in quotes: ``Plan #2``
is "Plan" with a note behind it, ``[Breathe wide, into sides]`` are two lines, and the quotes of a
word processor are letters like others.
"""

# ruff: noqa: RUF001 - characters that look like others are what this file is about
from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final, TypeGuard

from plans.marked.quotes import double_quoted
from plans.marked.tree import Listing, Node, Text
from plans.problems import quoted

if TYPE_CHECKING:
    from plans.problems import Findings

_CURLY: Final = "“”„‟«»"
_SINGLE: Final = "‘’‚"
"""The second is an apostrophe too, so that only the others begin a quote."""


def doubt_text(findings: Findings, text: Text) -> str:
    """Return the words of a text in one line, without quotes that were complained of."""
    if text.cut_at is not None:
        message = 'what stands behind " #" is a note to yourself, and no part of the text.'
        remedy = 'put all of the text in quotes if it is a part, or a space behind the "#"'
        findings.add(text.cut_at, "glued-note", message, remedy)
    words = " ".join(text.value.split())
    within = _without_curly(words) if text.plain else words
    if within != words:
        message = "these quotes are a word processor's, and would be shown as a part of the text."
        remedy = (
            f"write {double_quoted(within)}; they stay where plain quotes stand around all of it"
        )
        findings.add(text.span, "curly-quotes", message, remedy)
    return within


def _without_curly(words: str) -> str:
    """Return words without curly quotes at their ends, if there are none within them."""
    marks = _CURLY + _SINGLE if words[:1] in ("‘", "‚") else _CURLY
    within = words.strip(marks)
    return words if not within or any(each in marks for each in within) else within


def doubt_commas(findings: Findings, listing: Listing) -> None:
    """Complain of a line that its own comma has made two.

    It shows where one without quotes begins with a small letter, and the one before it does not.
    """
    for before, item in pairwise(listing.items if listing.in_brackets else ()):
        if not _is_bare(before) or not _is_bare(item):
            continue
        if item.value[0].islower() and not before.value[0].islower():
            one, two = double_quoted(before.value), double_quoted(item.value)
            both = double_quoted(f"{before.value}, {item.value}")
            message = f"a comma ends a line here; is {quoted(item.value)} one of its own?"
            remedy = f"with quotes it is clear: [{both}] or [{one}, {two}]"
            findings.add(item.span, "split-line", message, remedy)


def _is_bare(node: Node) -> TypeGuard[Text]:
    return isinstance(node, Text) and node.plain and bool(node.value)
