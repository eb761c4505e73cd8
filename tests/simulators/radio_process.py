"""A simulated treadmill on the virtual air, in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from simulators.link.remote import WorldRemote

if TYPE_CHECKING:
    from collections.abc import Iterator


class OnAir(NamedTuple):
    """The ways to a treadmill: over the air, and beside it."""

    radio: str
    """A Bumble transport for one Bluetooth host."""
    remote: WorldRemote
    process: subprocess.Popen[bytes]


@contextmanager
def on_air(machine: str, speedup: int = 1) -> Iterator[OnAir]:
    """Start a treadmill, and end it on leaving; it must end well."""
    command = [sys.executable, "-m", "simulators.radio", "--machine", machine]
    process = subprocess.Popen(
        [*command, "--speedup", str(speedup)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    with process:
        try:
            assert process.stdout is not None
            told = json.loads(process.stdout.readline())
            with WorldRemote(told["listening"]) as remote:
                yield OnAir(told["radio"], remote, process)
        finally:
            process.terminate()
            _, complaints = process.communicate(timeout=10)
    assert not complaints, complaints.decode()
    assert process.returncode == 0
