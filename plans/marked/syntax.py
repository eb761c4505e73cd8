"""What PyYAML says about malformed YAML, in sentences for people who write plans."""

from __future__ import annotations

import re
import unicodedata
from typing import Final, NamedTuple

import yaml

from plans.problems import LINE_BREAK, WHOLE_FILE, Span


class Mistake(NamedTuple):
    """One mistake that ends the reading of a file: nothing after it can be trusted."""

    span: Span
    id: str
    """What kind it is, as of `plans.problems.Problem`."""
    message: str
    """A sentence that says what is wrong."""
    remedy: str = ""
    """What to do, without a full stop; empty if the sentence says it."""


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
        (
            'this ":" cannot stand here: the line is indented too far, its text needs quotes, or '
            'the line above has no ":".'
        ),
        'text with a ": " in it goes into quotes: title: "Thirty minutes: the start"',
    ),
    (
        "expected <block end>",
        "indentation",
        "this does not fit what stands before it: its indentation is another.",
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
    (
        "block scalar",
        "block-text",
        "a text that begins so goes on in the next line, further in; or put it in quotes.",
        "",
    ),
    ("simple key", "no-colon", 'a ":" is missing in this line; a line is "key: value".', ""),
    ("quoted scalar", "unclosed-quote", "this quote is never closed, or closed too late.", ""),
    ("flow sequence", "unclosed-bracket", 'this "[" is never closed, or a "," is missing.', ""),
    ("flow mapping", "unclosed-brace", 'this "{" is never closed, or a "," is missing.', ""),
)

_ANOTHER_COLUMN: Final = (
    (
        'this ":" cannot stand here: the line is indented too far, the line above is not indented '
        'like its neighbours, or it has no ":".'
    ),
    "keys that belong together begin in the same column",
)
_KEY: Final = re.compile(r" *(?:- +)?[\w-]+")
_NO_SPACE: Final = re.compile(r"\s*(?:- +)?[\w-]+:(?=[^ ])")
"""A key whose colon is glued to its value."""
_NUMBERED: Final = re.compile(r" *([0-9]+)[.)](?= )")
"""A line that is numbered as on paper."""
_CANNOT_START: Final = re.compile(r"found character '(.+)' that cannot start any token")


def explain(error: Exception, text: str) -> Mistake:
    """Return what is wrong, for an exception that PyYAML raised while it read ``text``."""
    if isinstance(error, yaml.reader.ReaderError):
        return _unprintable(error, text)
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        return _marked(error, error.problem_mark, text)
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


def about_hidden(character: str) -> str:
    """Return what to do about a character of a value that may not reach a screen."""
    code = f"U+{ord(character):04X}"
    category = unicodedata.category(character)
    if category == "Zs":
        return f"this is no ordinary space but {code}, as word processors put it; type a space."
    if category == "Cf":
        return f"an invisible character stands here ({code}); leave it out."
    return f"the character {code} cannot be shown; leave it out."


def _marked(error: yaml.MarkedYAMLError, mark: yaml.Mark, text: str) -> Mistake:
    problem, context = error.problem or "", error.context or ""
    here, began = _span(mark), error.context_mark
    cannot_start = _CANNOT_START.search(problem)
    if cannot_start:
        character = cannot_start.group(1)
        return Mistake(here, *_TAB) if character == "\\t" else _needs_quotes(here, character)
    if "expected <block end>" in problem:
        after = _after_the_end(_line(text, mark)[: mark.column])
        if after:
            return Mistake(here, *after)
    if "mapping values are not allowed" in problem:
        above = _glued_above(text, mark) or _numbered_above(text, mark)
        if above:
            return above
        if _begins_a_key(_line(text, mark), mark.column):
            return Mistake(here, "stray-colon", *_ANOTHER_COLUMN)
    for words, mistake_id, message, remedy in _AT_THE_PROBLEM:
        if words in problem:
            return Mistake(here, mistake_id, message, remedy)
    mistake = _at_the_beginning(context, began, text) if began else None
    if mistake:
        return mistake
    words = problem.replace("\x00", "the end of the file")
    return Mistake(here, "yaml", f"this is not YAML: {words}.")


def _at_the_beginning(context: str, began: yaml.Mark, text: str) -> Mistake | None:
    """Return what is wrong with the value that was being read, by the place where it began."""
    glued = _NO_SPACE.match(_line(text, began)) if "simple key" in context else None
    if glued and not _line(text, began)[glued.end()].isprintable():
        column = glued.end() + 1
        hidden = about_hidden(_line(text, began)[glued.end()])
        return Mistake(Span(began.line + 1, column, column + 1), "control-character", hidden)
    if glued:
        return _no_space(began.line, glued.end())
    numbered = _NUMBERED.match(_line(text, began)) if "simple key" in context else None
    if numbered:
        return _no_colon(began.line, numbered)
    if "alias" in context:
        return _needs_quotes(_span(began), "*")
    for words, mistake_id, message, remedy in _AT_THE_BEGINNING:
        if words in context:
            return Mistake(_span(began), mistake_id, message, remedy)
    return None


def _line(text: str, mark: yaml.Mark) -> str:
    return LINE_BREAK.split(text)[mark.line]


def _span(mark: yaml.Mark) -> Span:
    return Span(mark.line + 1, mark.column + 1, mark.column + 2)


def _glued_above(text: str, mark: yaml.Mark) -> Mistake | None:
    """Return that the line before was no key for want of a space, which this line shows."""
    lines = LINE_BREAK.split(text)[: mark.line + 1]
    glued = _NO_SPACE.match(lines[-2]) if len(lines) > 1 else None
    if glued is None or _indent(lines[-2]) != _indent(lines[-1]):
        return None
    return _no_space(mark.line - 1, glued.end())


def _numbered_above(text: str, mark: yaml.Mark) -> Mistake | None:
    """Return that the lines before are numbered as on paper, and no keys: the first of them."""
    lines = LINE_BREAK.split(text)[: mark.line + 1]
    numbered = None
    for number in range(mark.line - 1, -1, -1):
        found = _NUMBERED.match(lines[number])
        if found is None or _indent(lines[number]) != _indent(lines[-1]):
            break
        numbered = number, found
    return None if numbered is None else _no_colon(*numbered)


def _no_colon(number: int, found: re.Match[str]) -> Mistake:
    place = Span(number + 1, found.start(1) + 1, found.end() + 1)
    message = 'a ":" is missing in this line; a line is "key: value".'
    return Mistake(
        place, "no-colon", message, f'write "{found[1]}:" instead of "{found[0].strip()}"'
    )


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _begins_a_key(line: str, colon: int) -> bool:
    """Whether a colon stands behind the key that a line begins with, and not in a text."""
    return _KEY.fullmatch(line[:colon]) is not None


def _needs_quotes(place: Span, character: str) -> Mistake:
    message = f'a value cannot begin with "{character}"; put it in quotes.'
    return Mistake(place, "needs-quotes", message)


def _no_space(number: int, column: int) -> Mistake:
    place = Span(number + 1, column, column + 1)
    message = 'a space is missing after this ":"; a line is "key: value".'
    return Mistake(place, "no-space", message)


def _after_the_end(before: str) -> tuple[str, str, str] | None:
    """Return what is wrong where text goes on after a value that was at its end."""
    if before.rstrip().endswith(("'", '"')):
        return (
            "after-quote",
            "the text goes on after its closing quote.",
            """put all of it into the other kind of quotes: "Anna's plan" or 'the "easy" plan'""",
        )
    if before.rstrip().endswith(("]", "}")):
        message = "the text goes on after its closing bracket; put all of it in quotes."
        return "after-bracket", message, ""
    return None
