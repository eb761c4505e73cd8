"""The battery: the rule for every charge, and the reading of made-up and broken systems."""

from __future__ import annotations

import sys
import warnings
from pathlib import Path
from typing import NamedTuple

import psutil
import pytest

from controller.host import battery
from controller.host.battery import Battery, read_battery, too_low
from tests.within import within

NO_SESSION_BELOW = 10


class Reading(NamedTuple):
    """What psutil returns, as far as it is looked at."""

    percent: float
    power_plugged: bool | None


@within(percent=range(101), plugged=(True, False, None))
def test_a_start_needs_ten_percent_or_the_mains(percent: int, plugged: bool | None) -> None:  # noqa: FBT001
    """Below ten, only mains power that is known to be there allows a start."""
    expected = percent < NO_SESSION_BELOW and plugged is not True
    assert too_low(Battery(percent, plugged)) is expected


def test_a_computer_without_a_battery_may_start() -> None:
    """There is nothing to run out."""
    assert not too_low(None)


@pytest.mark.parametrize(
    ("told", "expected"),
    [(9.99, 9), (10.0, 10), (-1.0, 0), (104.2, 100), (55, 55)],
)
def test_a_charge_is_rounded_down_into_the_scale(
    told: float, expected: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """9.99 % is not ten, and a worn battery that tells of 104 % is full."""
    monkeypatch.setattr(psutil, "sensors_battery", lambda: Reading(told, None))
    monkeypatch.setattr(battery, "_is_of_a_mouse", lambda: False)
    assert read_battery() == Battery(expected, None)


@pytest.mark.parametrize("error", [OSError, ValueError, NotImplementedError, AttributeError])
def test_a_battery_that_cannot_be_read_is_none(
    error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever a driver does to psutil, nothing is raised."""

    def broken() -> Reading:
        raise error

    monkeypatch.setattr(psutil, "sensors_battery", broken)
    assert read_battery() is None


def test_what_psutil_grumbles_about_is_not_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    """A warning on a runner's terminal would help nobody; here it would fail the test."""

    def grumbling() -> Reading:
        warnings.warn("odd", RuntimeWarning, stacklevel=1)
        return Reading(50.0, True)

    monkeypatch.setattr(psutil, "sensors_battery", grumbling)
    monkeypatch.setattr(battery, "_is_of_a_mouse", lambda: False)
    assert read_battery() == Battery(50, True)


def sysfs(folder: Path, name: str, **contents: str) -> None:
    """Write a power supply as the kernel shows it."""
    (folder / name).mkdir()
    for file, text in contents.items():
        (folder / name / file).write_text(f"{text}\n")


@pytest.fixture
def supplies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Show an empty folder of power supplies to psutil and to the room."""
    if sys.platform != "linux":
        pytest.skip("only Linux shows its power supplies in /sys")
    monkeypatch.setattr("psutil._pslinux.POWER_SUPPLY_PATH", str(tmp_path))
    monkeypatch.setattr(battery, "POWER_SUPPLY", tmp_path)
    return tmp_path


def test_a_laptop_on_battery_is_read_from_sys(supplies: Path) -> None:
    """The real psutil on a made-up laptop, whose mouse is emptier than itself."""
    sysfs(supplies, "AC", online="0")
    sysfs(supplies, "BAT0", energy_now="4900", energy_full="50000", status="Discharging")
    sysfs(supplies, "hidpp_battery_0", capacity="3", status="Discharging", scope="Device")
    assert read_battery() == Battery(9, plugged=False)


def test_the_battery_of_a_mouse_is_not_that_of_the_computer(supplies: Path) -> None:
    """A desktop computer with an empty mouse has no battery."""
    sysfs(supplies, "hidpp_battery_0", capacity="3", status="Discharging", scope="Device")
    found = psutil.sensors_battery()
    assert found is not None
    assert found.percent == 3
    assert read_battery() is None


def test_a_computer_whose_supplies_are_not_shown_has_no_battery(supplies: Path) -> None:
    """As in a container: the folder itself is missing."""
    supplies.rmdir()
    assert read_battery() is None


def test_odd_contents_are_no_battery_and_no_error(supplies: Path) -> None:
    """A driver that writes words where numbers belong."""
    sysfs(supplies, "BAT0", energy_now="lots", energy_full="all", status="?")
    assert read_battery() is None
