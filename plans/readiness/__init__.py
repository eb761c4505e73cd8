"""Lists of checks before the first run: the file that comes with Reprise, and what reads it."""
