"""Keys as the terminal's driver makes them, each at a moment of its own."""

from __future__ import annotations

from textual import events


def key_at(name: str, at: float, character: str | None = None) -> events.Key:
    """Return a key that is pressed at a moment, in seconds; one letter types itself."""
    event = events.Key(name, character or (name if len(name) == 1 else None))
    event.time = at
    return event
