"""A language for tests: each letter of a text of ours is one that only looks like it.

What is still English on a screen did not come from the catalogue. The letters have the widths of
those that they stand for, and capitals: a screen in this language is laid out as in English.
"""

from __future__ import annotations

import re
import string
import sys
from typing import Final

from controller.words import catalogue
from tests.words.invented import translations

_SMALL: Final = "áḃćḋéḟǵḣíĵḱĺḿńóṕɋŕśṫúṽẃẋýź"
_LETTERS: Final = str.maketrans(string.ascii_letters, _SMALL + _SMALL.upper())
_FIELD: Final = re.compile(r"(\{[^{}]*\})")


def look_alike(message: str) -> str:
    """Return a message in it; fields stay what they are."""
    parts = _FIELD.split(message)
    parts[::2] = [part.translate(_LETTERS) for part in parts[::2]]
    return "".join(parts)


def speak() -> None:
    """Have all texts looked up in it, those of tables too.

    Raises:
        RuntimeError: a room that has such tables was imported before.
    """
    ours = {f"{catalogue.__package__}.catalogue", "controller", catalogue.__package__}
    early = [name for name in sys.modules if name.startswith("controller.") and name not in ours]
    if early:
        raise RuntimeError(f"these were imported in English: {', '.join(sorted(early))}")
    catalogue._spoken = translations(look_alike)  # as the program's start does
