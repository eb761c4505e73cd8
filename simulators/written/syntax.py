"""What PyYAML says about malformed YAML, in sentences for people who write files."""

from __future__ import annotations

import re
from typing import Final

import yaml

from simulators.written.sentences import quoted

_CANNOT_START: Final = re.compile(r"found character '(.+)' that cannot start any token")

_AT_THE_PROBLEM: Final = (
    (
        "mapping values are not allowed",
        'this ":" cannot stand here: the line is indented too far, or its text needs quotes',
    ),
    ("expected <block end>", "keys that belong together begin in the same column; this does not"),
    (
        "sequence entries are not allowed",
        'a list cannot begin here; put the "-" into a line of its own',
    ),
    ("unknown escape character", "this escape is unknown; use '...' instead of \"...\""),
    ("expected the node content", "a value is missing before this; write one, or leave it out"),
    ("undefined tag handle", 'a value that begins with "!" is a YAML tag; put it in quotes'),
    ("incompatible YAML document", "this is not YAML 1; leave the line out"),
    ("found another document", 'a second "---" begins a second file here; leave it out'),
)
_AT_THE_BEGINNING: Final = (
    ("simple key", 'a ":" is missing in this line; a line is "key: value"'),
    ("quoted scalar", "this quote is never closed, or too late; close it"),
    ("flow sequence", 'this "[" is never closed, or a "," is missing; look behind it'),
    ("flow mapping", 'this "{" is never closed, or a "," is missing; look behind it'),
)
"""The place that helps is the one at which the value began."""


def explain(error: yaml.MarkedYAMLError) -> tuple[yaml.Mark | None, str]:
    """Return where a file is no YAML, and a sentence without its end on what to write."""
    here, began = error.problem_mark, error.context_mark
    problem, context = error.problem or "", error.context or ""
    cannot_start = _CANNOT_START.search(problem)
    if cannot_start is not None:
        character = cannot_start[1]
        if character == "\\t":
            return here, "a tab stands here, and YAML does not say how wide a tab is; use spaces"
        return here, f"a value cannot begin with {quoted(character)}; put it in quotes"
    for words, said in _AT_THE_PROBLEM:
        if words in problem:
            return here, said
    for words, said in _AT_THE_BEGINNING:
        if began is not None and words in context:
            return began, said
    said = problem.replace("\x00", "the end of the file")
    remedy = "" if ";" in said else "; look at the indentation, the quotes and the brackets here"
    return here or began, f"{said}{remedy}"
