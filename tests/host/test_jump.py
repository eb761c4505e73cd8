"""Time that jumped: the arithmetic with made-up clocks, and the real clocks side by side."""

from __future__ import annotations

import itertools
import shutil
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from controller.host.jump import JumpWatch, awake_time_ns, boot_time_ns
from protocols.units import MILLISECOND, SECOND

RAN = (0, 20 * MILLISECOND, 3600 * SECOND)
SLEPT = (0, 1, SECOND - 1, SECOND, SECOND + 1, 8 * 3600 * SECOND)
BEFORE = (0, 5 * SECOND, 400 * 86_400 * SECOND)


@pytest.mark.parametrize(("ran", "slept", "before"), [*itertools.product(RAN, SLEPT, BEFORE)])
def test_a_look_returns_what_was_slept_since_the_last_one(
    ran: int, slept: int, before: int
) -> None:
    """However long the computer ran, and however long it slept before the session, to the ns."""
    watch = JumpWatch()
    boot, awake = before + 7, 7
    assert watch.look(boot, awake) == 0
    assert watch.look(boot + ran + slept, awake + ran) == slept
    assert watch.look(boot + 2 * ran + slept, awake + 2 * ran) == 0


def test_a_clock_that_was_set_back_is_a_jump_below_zero() -> None:
    """Where boot time is a wall clock, somebody may set it."""
    watch = JumpWatch()
    watch.look(100 * SECOND, 10 * SECOND)
    assert watch.look(41 * SECOND, 11 * SECOND) == -60 * SECOND


def test_the_real_clocks_stay_together_while_the_computer_is_awake() -> None:
    """Many looks in a row see nothing near a second, and both clocks go forward."""
    watch = JumpWatch()
    began = boot_time_ns(), awake_time_ns()
    watch.look(*began)
    jumps = [watch.look(boot_time_ns(), awake_time_ns()) for _ in range(2_000)]
    assert max(map(abs, jumps)) < SECOND
    assert boot_time_ns() > began[0]
    assert awake_time_ns() > began[1]


@pytest.mark.skipif(sys.platform != "linux", reason="the names of the clocks are those of Linux")
@pytest.mark.parametrize(
    ("ours", "clock"),
    [(boot_time_ns, "CLOCK_BOOTTIME"), (awake_time_ns, "CLOCK_MONOTONIC")],
    ids=["boot", "awake"],
)
def test_each_clock_is_the_one_that_it_says(ours: Callable[[], int], clock: str) -> None:
    """The one without sleep is also the one that the loop's timers run on."""
    number = getattr(time, clock)
    before = time.clock_gettime_ns(number)
    now = ours()
    assert before <= now <= time.clock_gettime_ns(number)


def test_a_computer_that_slept_for_a_day_shows_it() -> None:
    """In a time namespace whose boot time is a day ahead, as after a sleep that long."""
    in_namespace = ["unshare", "--map-root-user", "--time", "--boottime", "86400", "--fork"]
    if (
        shutil.which("unshare") is None
        or subprocess.run([*in_namespace, "true"], check=False).returncode
    ):
        pytest.skip(
            "no time namespace can be made here: this needs Linux, unshare and the right to"
        )
    asked = "import controller.host.jump as it; print(it.boot_time_ns() - it.awake_time_ns())"
    here = boot_time_ns() - awake_time_ns()
    there = subprocess.check_output([*in_namespace, sys.executable, "-c", asked])
    assert abs(int(there) - here - 86_400 * SECOND) < SECOND
