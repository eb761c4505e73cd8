"""Stand-ins for the programs of an operating system, as real processes."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import pytest

INHIBITS: Final = """\
printf '%s\\n' "$@" > "$0.said"
while [ "${1#--}" != "$1" ]; do shift; done
echo $$ > "$0.pid"
"$@"
"""
"""As systemd-inhibit does: take the lock, then run the command and wait for it."""

REFUSES: Final = """\
echo 'A line of no interest' >&2
echo 'Failed to inhibit: Access denied.' >&2
exit 1
"""
HANGS: Final = """\
trap '' TERM
echo $$ > "$0.pid"
while :; do read -r line || exec sleep 300; done
"""
"""Lives, says nothing, and hears neither an end of file nor a polite signal."""

CAFFEINATES: Final = """\
printf '%s\\n' "$@" > "$0.said"
echo $$ > "$0.pid"
while kill -0 "$3" 2>/dev/null; do sleep 0.02; done
"""
"""As caffeinate does: live as long as the process after -w does."""

ENDS: Final = "exit 0"


class Programs:
    """A folder of stand-ins, first on the PATH."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Put the folder in front."""
        self._folder = folder
        monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")

    def put(self, name: str, script: str) -> None:
        """Write a program."""
        path = self._folder / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def said(self, name: str) -> list[str]:
        """Return the arguments that a program was called with."""
        return (self._folder / f"{name}.said").read_text().splitlines()

    def pid(self, name: str) -> int:
        """Return the process id of a program that was started, or 0 before that."""
        path = self._folder / f"{name}.pid"
        return int(path.read_text() or 0) if path.exists() else 0
