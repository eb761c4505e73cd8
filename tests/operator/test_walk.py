"""A walk without a plan over real processes: screen, plain mode and successor know what it is."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

pytest.importorskip("pty", reason="a pseudo-terminal needs a POSIX system")

from tests.operator.household import START, STOP, household

pytestmark = pytest.mark.long


@pytest.mark.parametrize("front", [["--plain"], []])
def test_a_walk_has_a_successor_as_any_plan(tmp_path: Path, front: list[str]) -> None:
    """It is shown by its title; when its controller dies, another stops the belt."""
    with household(tmp_path, *front, command=("walk", "10min")) as home:
        home.bring_to_motion()
        assert "A walk of 10min" in home.drain()
        moment = time.monotonic_ns()
        home.controller.kill()
        home.wait_until_still()
        sent = home.sent_since(moment)
        assert sent[0] == STOP
        assert START not in sent
        header = home.until("session", takes_over="the controller has died")
        assert (header["plan"], header["title"]) == ("walk", "A walk of 10min")
        assert home.until("ended")["confirmed"] is True
