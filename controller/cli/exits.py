"""The exit codes of every command; they are an API."""

from __future__ import annotations

from typing import Final

EXIT_DONE: Final = 0
"""Done, or stopped by the runner."""
EXIT_CHECK_FAILED: Final = 1
"""What was looked at is not as it should be, or a person said no."""
EXIT_USAGE: Final = 2
"""The words of the command line name what is not there, or do not go together."""
EXIT_INVALID_FILE: Final = 3
"""A file that a person wrote cannot be used."""
EXIT_LINK: Final = 5
"""No treadmill, or no radio, to be reached."""
EXIT_BUG: Final = 70
"""A mistake of ours."""
EXIT_INTERRUPTED: Final = 130
"""Ctrl-C."""
