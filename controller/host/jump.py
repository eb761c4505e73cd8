"""Time that jumped: the computer slept, and nobody was there to watch the belt (S19).

Two clocks are compared, one that counts sleep and one that does not. They are a pair of the same
source, so that whatever trims one trims the other and only sleep comes between them.
"""

from __future__ import annotations

import sys
import time

from protocols.units import Nanoseconds


class JumpWatch:
    """The difference between the two clocks, watched. It reads no clock itself."""

    def __init__(self) -> None:
        """Begin with the first look, which sees no jump."""
        self._apart: int | None = None

    def look(self, boot_ns: int, monotonic_ns: int) -> Nanoseconds:
        """Return by how much boot time ran ahead of monotonic time since the last look.

        Negative if it fell behind, as a wall clock that is set back does where there is no better.
        """
        apart = boot_ns - monotonic_ns
        before = apart if self._apart is None else self._apart
        self._apart = apart
        return Nanoseconds(apart - before)


if sys.platform == "linux":

    def boot_time_ns() -> int:
        """Return the time since boot in ns, sleep included."""
        return time.clock_gettime_ns(time.CLOCK_BOOTTIME)

    def awake_time_ns() -> int:
        """Return the time since boot in ns, without sleep."""
        return time.clock_gettime_ns(time.CLOCK_MONOTONIC)

elif sys.platform == "darwin":
    # Never run there. CLOCK_MONOTONIC_RAW goes on during sleep and CLOCK_UPTIME_RAW does not, and
    # neither is trimmed; CLOCK_MONOTONIC is (clock_gettime(3)).

    def boot_time_ns() -> int:
        """Return the time since boot in ns, sleep included."""
        return time.clock_gettime_ns(time.CLOCK_MONOTONIC_RAW)

    def awake_time_ns() -> int:
        """Return the time since boot in ns, without sleep."""
        return time.clock_gettime_ns(time.CLOCK_UPTIME_RAW)

elif sys.platform == "win32":
    # Never run there. Both count interrupt time; ticks come about every 16 ms.
    import ctypes

    ctypes.windll.kernel32.GetTickCount64.restype = ctypes.c_uint64

    def boot_time_ns() -> int:
        """Return the time since boot in ns, sleep included."""
        milliseconds: int = ctypes.windll.kernel32.GetTickCount64()
        return milliseconds * 1_000_000

    def awake_time_ns() -> int:
        """Return the time since boot in ns, without sleep."""
        hundreds = ctypes.c_uint64()
        ctypes.windll.kernel32.QueryUnbiasedInterruptTime(ctypes.byref(hundreds))
        return hundreds.value * 100

else:

    def boot_time_ns() -> int:
        """Return the wall clock in ns: it counts sleep, and jumps when somebody sets it."""
        return time.time_ns()

    def awake_time_ns() -> int:
        """Return the monotonic clock in ns, which on most systems leaves sleep out."""
        return time.monotonic_ns()
