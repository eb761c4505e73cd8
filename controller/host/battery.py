"""The battery, looked at once before a start: an empty one takes the stop key away."""

from __future__ import annotations

import sys
import warnings
from pathlib import Path
from typing import Final, NamedTuple

import psutil

LOWEST_PERCENT: Final = 10
"""Below it no session starts on battery."""
POWER_SUPPLY: Final = Path("/sys/class/power_supply")


class Battery(NamedTuple):
    """The computer's battery."""

    percent: int
    """0 to 100, rounded down."""
    plugged: bool | None
    """Mains power is there; None when the system does not say."""


def read_battery() -> Battery | None:
    """Return the battery, or None if there is none or it cannot be read; never raises.

    The firmware may take some hundredths of a second: not for a loop beside a moving belt.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # psutil grumbles about odd contents of /sys
            found = psutil.sensors_battery()
        if found is None or (sys.platform == "linux" and _is_of_a_mouse()):
            return None
        return Battery(max(0, min(100, int(found.percent))), found.power_plugged)
    except Exception:  # noqa: BLE001  # drivers write what they like, and no session fails for it
        return None


def too_low(battery: Battery | None) -> bool:
    """Tell whether a start must wait for the mains; a computer without a battery never has to."""
    return battery is not None and battery.percent < LOWEST_PERCENT and battery.plugged is not True


def _is_of_a_mouse() -> bool:
    """Tell whether psutil chose the battery of a peripheral, as it does where there is no other.

    It takes the first of these names; the kernel writes "Device" into the scope of what does not
    power the computer (Documentation/ABI/testing/sysfs-class-power).
    """
    first = min(
        each
        for each in POWER_SUPPLY.iterdir()
        if each.name.startswith("BAT") or "battery" in each.name.lower()
    )
    scope = first / "scope"
    return scope.is_file() and scope.read_text("ascii", "replace").strip() == "Device"
