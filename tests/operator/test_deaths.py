"""Nobody's death leaves the belt running: real processes, real signals, and a belt of its own.

How long each takes stands in docs/performance.md (`make bench`); here it is only whether.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

import psutil
import pytest

pytest.importorskip("pty", reason="a pseudo-terminal needs a POSIX system")

from simulators.treadmill.server import Press
from tests.operator.household import FREEZE, START, STOP, Household, household, wait_for

pytestmark = pytest.mark.long

Cause = Callable[[Household], None]


def _front(number: signal.Signals) -> Cause:
    return lambda home: os.kill(home.front.pid, number)


def _controller(number: signal.Signals) -> Cause:
    return lambda home: os.kill(home.controller.pid, number)


LEFT_ALONE: Final[dict[str, Cause]] = {
    "screen killed": _front(signal.SIGKILL),
    "screen frozen": _front(signal.SIGSTOP),
    "terminal closed": Household.hang_up,
}
TOLD: Final[dict[str, Cause]] = {
    "Ctrl-C to the group": lambda home: os.killpg(home.front.pid, signal.SIGINT),
    "screen told to go": _front(signal.SIGTERM),
    "controller told to go": _controller(signal.SIGTERM),
    "controller hung up on": _controller(signal.SIGHUP),
}
REPLACED: Final[dict[str, Cause]] = {
    "controller killed": _controller(signal.SIGKILL),
    "controller frozen": _controller(signal.SIGSTOP),
}
FRONTS: Final = {"plain": ["--plain"], "screen": []}


@pytest.mark.parametrize("front", FRONTS)
@pytest.mark.parametrize("cause", [*LEFT_ALONE, *TOLD])
def test_the_controller_stops_the_belt(tmp_path: Path, cause: str, front: str) -> None:
    """Without its screen, or told to go, the controller brings the belt to a stop and sees it."""
    with household(tmp_path, *FRONTS[front]) as home:
        home.bring_to_motion()
        controller, moment = home.controller, time.monotonic_ns()
        (LEFT_ALONE | TOLD)[cause](home)
        home.wait_until_still()
        sent = home.sent_since(moment)
        assert STOP in sent
        assert START not in sent
        if cause in TOLD:
            assert sent[0] == STOP
        ended = home.until("ended")
        assert (ended["outcome"], ended["confirmed"]) == ("stopped", True)
        wait_for(lambda: _gone(controller))


@pytest.mark.parametrize("front", FRONTS)
@pytest.mark.parametrize("cause", REPLACED)
def test_a_successor_stops_the_belt(tmp_path: Path, cause: str, front: str) -> None:
    """The front end kills what is left of the old one; another finds the treadmill and stops it."""
    with household(tmp_path, *FRONTS[front]) as home:
        home.bring_to_motion()
        old, moment = home.controller, time.monotonic_ns()
        REPLACED[cause](home)
        home.wait_until_still()
        assert not old.is_running()
        assert home.controller != old
        sent = home.sent_since(moment)
        assert sent[0] == STOP
        assert START not in sent
        header = home.until(
            "session",
            takes_over="the controller has died"
            if "killed" in cause
            else "the controller gives no sign of life",
        )
        first = home.until("session")
        assert header["machine"]["address"] == first["machine"]["address"]
        assert header["review"] == first["review"]
        assert header["review"]["plan"]["state"] == "not reviewed"
        ended = home.until("ended")
        assert ended["confirmed"] is True
        # Twenty seconds of this world are one of ours: on a busy machine a write may seem stuck.
        stuck = "a write was stuck" in ended["because"]
        assert ended["outcome"] == ("link_lost" if stuck else "stopped")
        told = home.drain()
        assert "UNSUPERVISED" in told
        assert "\a" in told


def test_a_successor_that_dies_is_succeeded(tmp_path: Path) -> None:
    """As long as the front end lives, somebody is on the way to the treadmill."""
    with household(tmp_path, "--plain") as home:
        home.bring_to_motion()
        moment = time.monotonic_ns()
        for _ in range(3):
            one = home.controller
            one.kill()
            wait_for(partial(_another, home, one))
        home.wait_until_still()
        assert START not in home.sent_since(moment)
        assert home.until("ended")["confirmed"] is True


def test_a_screen_that_is_stuck_does_not_hold_the_stop_up(tmp_path: Path) -> None:
    """The key is caught in the driver's thread: 08 01 is there long before the loop is free."""
    with household(tmp_path) as home:
        home.bring_to_motion()
        home.freeze()
        moment = time.monotonic_ns()
        home.key(" ")
        home.wait_until_still()
        (when, data), *_ = [each for each in home.world.look().commands if each[0] >= moment]
        assert data == STOP
        assert when - moment < FREEZE * 1e9 / 2  # before the lease runs out, too
        stop = home.until("stop")
        assert stop["because"] == "the stop key"


@pytest.mark.parametrize("front", FRONTS)
def test_a_terminal_that_takes_nothing_does_not_hold_the_stop_up(
    tmp_path: Path, front: str
) -> None:
    """Behind a Ctrl-S, or a stuck ssh: 08 01 is there before a lease could have run out."""
    with household(tmp_path, *FRONTS[front]) as home:
        home.bring_to_motion()
        home.block()
        pressed = time.monotonic_ns()
        home.key("\x1b[B")
        home.until("eased")  # from here on there is something that cannot be shown
        wait_for(lambda: home.sent_since(pressed), why="the lower speed is on the air")
        moment = time.monotonic_ns()
        home.key(" ")
        home.wait_until_still()
        (when, data), *_ = [each for each in home.world.look().commands if each[0] >= moment]
        assert data == STOP
        assert when - moment < 0.5e9
        assert home.until("stop")["because"] == "the stop key"


def test_a_terminal_that_takes_nothing_is_a_lost_screen(tmp_path: Path) -> None:
    """Nobody can see the session; and the process ends, with lines that nobody has read."""
    with household(tmp_path, "--plain") as home:
        home.bring_to_motion()
        home.block()
        home.key("\x1b[B")
        home.wait_until_still()
        assert home.until("stop")["because"] == "the screen has stopped answering"
        wait_for(lambda: home.front.poll() is not None)


def test_what_a_terminal_did_not_take_is_told_when_it_does(tmp_path: Path) -> None:
    """To the last line, in order."""
    with household(tmp_path, "--plain") as home:
        home.bring_to_motion()
        home.block()
        home.key(" ")
        home.wait_until_still()
        home.unblock()
        home.until_shown("Stopped. The belt is still. Because: the stop key.")
        told = home.drain()
        assert told.index("Stop asked for: the stop key.") < told.index("Stopped. The belt")
        wait_for(lambda: home.drain() and home.front.poll() is not None)
        assert home.front.returncode == 0


def _gone(process: psutil.Process) -> bool:
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def _another(home: Household, one: psutil.Process) -> bool:
    return home.controller != one


def test_a_successor_searches_for_as_long_as_it_takes(tmp_path: Path) -> None:
    """The radio is gone when the controller dies, for longer than a whole search."""
    with household(tmp_path, "--plain") as home:
        home.bring_to_motion()
        moment = time.monotonic_ns()
        home.world.lose_link()
        home.controller.kill()
        home.until_shown("was found in 10 s")
        assert home.world.look().belt_speed > 0
        one = home.controller
        home.world.restore_link()
        home.wait_until_still()
        assert home.controller == one  # it was left to search
        assert set(home.sent_since(moment)) <= {STOP, b"\x00"}
        assert home.until("ended")["confirmed"] is True


@pytest.mark.parametrize("leave", [" ", "\x03"], ids=["SPACE", "Ctrl-C"])
def test_a_session_that_was_left_while_connecting_leaves_nothing_behind(
    tmp_path: Path, leave: str
) -> None:
    """Whoever starts the belt at its console afterwards keeps it."""
    with household(tmp_path, "--plain", reachable=False) as home:
        home.until_shown("Looking for a treadmill")
        controller = home.controller
        home.key(leave)
        wait_for(lambda: home.drain() and home.front.poll() is not None)
        home.world.restore_link()
        home.world.press(Press.START)
        home.until_walking(100)
        wait_for(lambda: _gone(controller))
        assert home.sent_since(0) == []


def test_a_second_session_on_the_same_treadmill_is_refused(tmp_path: Path) -> None:
    """One controller for one treadmill: the other says who has it, and the belt walks on."""
    with household(tmp_path, "--plain") as home:
        home.bring_to_motion()
        moment = time.monotonic_ns()
        told = home.second_session()
        assert told.returncode == 1
        assert "Another session of Reprise has the treadmill" in told.stdout
        assert home.world.look().belt_speed > 0
        assert STOP not in home.sent_since(moment)


def test_a_controller_that_cannot_start_is_said(tmp_path: Path) -> None:
    """A controller that dies before it has a treadmill ends the command with a sentence."""
    with household(tmp_path, "--plain", world="unix:/nowhere/at/all") as home:
        wait_for(lambda: home.front.poll() is not None)
        assert home.front.returncode != 0
        told = home.drain()
        assert "Not begun" in told
        assert "Traceback" not in told
