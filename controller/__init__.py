"""Decides and shows: the core, its guard, the session around them, and the commands."""
