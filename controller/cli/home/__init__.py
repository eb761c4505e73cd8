"""``reprise`` alone: the pages between sessions, and what is done when a page wants something."""
