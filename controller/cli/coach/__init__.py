"""The commands between sessions: what is due, what is told, what was done, what is kept of it."""
