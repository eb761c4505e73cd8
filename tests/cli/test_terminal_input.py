"""What is typed at a terminal: no Ctrl-C is lost, and the end of the answers is a no."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Final

import pytest

from tests.cli.terminals import at_a_terminal

_MISSED: Final = """
import signal, sys, threading
from controller.cli.coach import asking
from controller.cli.terminal_input import ask

# A signal that another thread takes ends no wait of this one: so it is with one that comes between
# two instructions, just before a wait, and that moment cannot be met on purpose.
def interrupt():
    signal.pthread_kill(threading.get_ident(), signal.SIGINT)

threading.Timer(0.3, interrupt).start()
try:
    {waits}
except KeyboardInterrupt:
    print("seen")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows wakes a wait by itself")
@pytest.mark.parametrize(
    "waits",
    [
        'ask("A name: ")',
        "asking._line()",
    ],
)
def test_a_ctrl_c_that_no_wait_saw_is_seen_all_the_same(waits: str) -> None:
    """At the next turn, without another key."""
    seen, code = at_a_terminal(
        [], environment=os.environ, program=("-c", _MISSED.format(waits=waits)), seconds=20
    )
    assert "seen" in seen
    assert code == 0


_AGREES: Final = """
from controller.cli.terminal_input import agreed
print(agreed("Delete? ", "y", "yes"))
"""


@pytest.mark.parametrize(
    ("typed", "agrees"),
    [("y\n", True), (" YES \n", True), ("yes", True), ("n\n", False), ("\n", False), ("", False)],
)
def test_only_one_of_the_answers_agrees(typed: str, agrees: bool) -> None:  # noqa: FBT001
    """Neither an empty line nor the end of the answers."""
    done = subprocess.run(
        [sys.executable, "-c", _AGREES], input=typed, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["Delete?", str(agrees)]
