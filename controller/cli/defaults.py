"""What a command takes where nothing is said."""

from __future__ import annotations

from typing import Final

DEFAULT_PLAN: Final = "postpartum-ladder"
DEFAULT_MACHINE: Final = "generic"
"""A simulated treadmill with nothing odd about it."""
DEFAULT_RUNNER: Final = "prompt"
"""Who is on the belt of a simulated session."""
