"""What PyYAML says about malformed YAML, in sentences for people who write plans."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

import yaml

from plans.problems import LINE_BREAK, WHOLE_FILE, Span


class Mistake(NamedTuple):
    """One mistake that ends the reading of a file: nothing after it can be trusted."""

    span: Span
    id: str
    message: str
    remedy: str = ""


_TAB: Final = (
    "tab",
    "a tab stands here, and YAML does not say how wide a tab is; use spaces.",
    "",
)

# The words of PyYAML, at the place of the problem.
_AT_THE_PROBLEM: Final = (
    (
        "mapping values are not allowed",
        "stray-colon",
        'this ":" cannot stand here: the line is indented too far, or its text needs quotes.',
        'text with a ": " in it goes into quotes: title: "Thirty minutes: the start"',
    ),
    (
        "expected <block end>",
        "indentation",
        "this does not fit to what stands before: another indentation, or text after a quote.",
        "keys that belong together begin in the same column",
    ),
    (
        "sequence entries are not allowed",
        "stray-dash",
        'a list cannot begin here; put the "-" into a line of its own.',
        "",
    ),
    (
        "found unknown escape character",
        "bad-escape",
        "this escape is unknown; use '...' instead of \"...\", where a \\ is only a \\.",
        "",
    ),
    (
        "expected the node content",
        "no-value",
        "a value is missing before this.",
        "",
    ),
    (
        "undefined tag handle",
        "tag",
        'a value that begins with "!" is a YAML tag, and tags are not used here.',
        "put the text in quotes",
    ),
    (
        "incompatible YAML document",
        "yaml-version",
        "this is not YAML 1; leave the line out.",
        "",
    ),
)

# The same, where the place that helps is the one at which the value began.
_AT_THE_BEGINNING: Final = (
    ("simple key", "no-colon", 'a ":" is missing in this line; a line is "key: value".', ""),
    ("quoted scalar", "unclosed-quote", "this quote is never closed, or closed too late.", ""),
    ("flow sequence", "unclosed-bracket", 'this "[" is never closed, or a "," is missing.', ""),
    ("flow mapping", "unclosed-brace", 'this "{" is never closed, or a "," is missing.', ""),
)

_CANNOT_START: Final = re.compile(r"found character '(.+)' that cannot start any token")


def explain(error: Exception, text: str) -> Mistake:
    """Return what is wrong, for an exception that PyYAML raised while it read ``text``."""
    if isinstance(error, yaml.reader.ReaderError):
        return _unprintable(error, text)
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        return _marked(error, error.problem_mark)
    # PyYAML lets ValueError and OverflowError through: "\UFFFFFFFF", a version of 5000 digits.
    return Mistake(WHOLE_FILE, "yaml", "an escape or a number in the file is too large for YAML.")


def _unprintable(error: yaml.reader.ReaderError, text: str) -> Mistake:
    before = LINE_BREAK.split(text[: error.position])
    column = len(before[-1]) + 1
    code = ord(text[error.position])
    return Mistake(
        Span(len(before), column, column + 1),
        "control-character",
        f"the character U+{code:04X} cannot be shown, and does not belong into a text file.",
    )


def _marked(error: yaml.MarkedYAMLError, mark: yaml.Mark) -> Mistake:
    problem = error.problem or ""
    here = Span(mark.line + 1, mark.column + 1, mark.column + 2)
    began = error.context_mark
    cannot_start = _CANNOT_START.search(problem)
    if cannot_start:
        character = cannot_start.group(1)
        if character == "\\t":
            return Mistake(here, *_TAB)
        return Mistake(
            here, "needs-quotes", f'a value cannot begin with "{character}"; put it in quotes.'
        )
    for words, mistake_id, message, remedy in _AT_THE_PROBLEM:
        if words in problem:
            return Mistake(here, mistake_id, message, remedy)
    for words, mistake_id, message, remedy in _AT_THE_BEGINNING:
        if began is not None and words in (error.context or ""):
            return Mistake(
                Span(began.line + 1, began.column + 1, began.column + 2),
                mistake_id,
                message,
                remedy,
            )
    words = problem.replace("\x00", "the end of the file")
    return Mistake(here, "yaml", f"this is not YAML: {words}.")
