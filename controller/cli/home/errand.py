"""What the pages are left for."""

from __future__ import annotations

from typing import NamedTuple


class Errand(NamedTuple):
    """A session; the pages are shown again behind it."""

    words: list[str]
    """Of a command line."""
    simulated: bool = False
