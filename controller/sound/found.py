"""What a computer has to sound with: told by the process that sounds, and kept by the listener."""

from __future__ import annotations

from typing import NamedTuple


class Found(NamedTuple):
    """What there is, and whether it speaks now."""

    tones: str
    """What plays them; empty if nothing does."""
    because: str
    """Why nothing plays them; empty if something does."""
    voice: str
    """What speaks; empty if nothing does."""
    speaks: bool
    """Something is being said, or is to be."""
