"""What pydantic says about a value, in sentences for people who write files.

`SENTENCES` has a row for every kind of mistake that the models of this room can find; a kind that
has none is still told in words of ours.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

LINE_BREAK: Final = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
"""What PyYAML counts as the end of a line; ``str.splitlines`` knows more and would miscount."""
_SHOWN: Final = 40
"""Characters of somebody's words that fit into a sentence."""


def printable(text: str) -> str:
    """Return one line of text as a terminal may show it: no escape sequence reaches it."""
    shown = (" " if each == "\t" else each for each in text)
    return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in shown)


def quoted(text: object) -> str:
    """Return somebody's words in quotes, as much of them as fits into a sentence."""
    words = str(text)
    return f'"{printable(words if len(words) <= _SHOWN else words[: _SHOWN - 3] + "...")}"'


_LIST: Final = 'does not belong here; write a list such as "[one, two]"'
_TABLE: Final = 'does not belong here; write lines like "key: value"'
_WHOLE: Final = "does not belong here; write a whole number"
_NUMBER: Final = "does not belong here; write a number such as 1.5"
_CHOICE: Final = "is not known here; write {expected}"
_WORD: Final = "does not belong here; write a word"

SENTENCES: Final = {
    "greater_than_equal": "is out of range; write at least {ge}",
    "greater_than": "is out of range; write more than {gt}",
    "less_than_equal": "is out of range; write at most {le}",
    "less_than": "is out of range; write less than {lt}",
    "enum": _CHOICE,
    "literal_error": _CHOICE,
    "int_parsing": _WHOLE,
    "int_parsing_size": "has too many digits; write a smaller number",
    "int_type": _WHOLE,
    "decimal_parsing": _NUMBER,
    "decimal_type": _NUMBER,
    "decimal_max_places": "has too many decimals; write at most {decimal_places}",
    "finite_number": _NUMBER,
    "bool_parsing": "does not belong here; write true or false",
    "bool_type": "does not belong here; write true or false",
    "string_type": _WORD,
    "string_too_short": "says nothing; write it in a few words",
    "tuple_type": _LIST,
    "frozen_set_type": _LIST,
    "too_short": "is empty; write at least {min_length} of them",
    "dict_type": _TABLE,
    "model_type": _TABLE,
}
"""What follows the value, by pydantic's name for the mistake; the braces are its context."""
OTHERWISE: Final = "does not belong here; look up what may stand here, or leave it out"


def sentence(kind: str, context: Mapping[str, Any], given: object) -> str:
    """Return what is wrong with a value and what to write.

    Args:
        kind: pydantic's name for the mistake.
        context: what pydantic says of it.
        given: what was written.
    """
    if kind == "value_error":
        return f"{context['error']}."
    shown = quoted(given) if isinstance(given, str) else "this"
    return f"{shown} {SENTENCES.get(kind, OTHERWISE).format_map(context)}."
