"""A command as a process: with its code compiled, as what is installed is, and what it costs."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from resource import RUSAGE_CHILDREN, getrusage
from typing import Final

COMMAND: Final = (
    sys.executable,
    "-c",
    "import sys; from controller.cli.main import main; sys.exit(main())",
)
"""What ``reprise`` is, wherever it is installed."""


def compiled() -> dict[str, str]:
    """Return our environment for a Python that keeps what it compiles."""
    return {name: each for name, each in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def processor_time(command: Sequence[str], variables: Mapping[str, str]) -> float:
    """Return how much a command takes of a processor, in ms; no other child may end meanwhile."""
    before = getrusage(RUSAGE_CHILDREN)
    subprocess.run(command, env=variables, stdout=subprocess.DEVNULL, check=True)
    after = getrusage(RUSAGE_CHILDREN)
    return (after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime) * 1e3
