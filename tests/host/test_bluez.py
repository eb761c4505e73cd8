"""What BlueZ says of itself, asked on a real bus and of real programs."""

from __future__ import annotations

import asyncio

import pytest

from controller.host.bluez import Adapter, find_adapters, find_version
from controller.host.bus import BusRefused, BusUnusable
from tests.host.bluetoothd import Bluetoothd, adapter, connected_treadmill
from tests.host.buses import Daemon
from tests.host.programs import HANGS, Programs
from tests.host.waiting import until


@pytest.mark.asyncio
async def test_the_adapters_are_told_by_name(daemon: Daemon) -> None:
    """What else bluetoothd knows is left out; an old one without roles counts as able."""
    old = {"/org/bluez/hci9": {"org.bluez.Adapter1": {"Powered": ("b", True)}}}
    objects = (
        adapter("hci1", powered=False),
        adapter("hci0", roles=("peripheral",)),
        old,
        connected_treadmill(),
    )
    async with Bluetoothd(daemon.address, *objects):
        assert await find_adapters() == [
            Adapter("hci0", powered=True, low_energy=False),
            Adapter("hci1", powered=False, low_energy=True),
            Adapter("hci9", powered=True, low_energy=True),
        ]


@pytest.mark.asyncio
async def test_whoever_refuses_says_by_which_error(daemon: Daemon) -> None:
    """Nobody there is the bus's own error."""
    with pytest.raises(BusRefused) as absent:
        await find_adapters()
    assert absent.value.error == "org.freedesktop.DBus.Error.ServiceUnknown"
    async with Bluetoothd(daemon.address, error="org.bluez.Error.Failed"):
        with pytest.raises(BusRefused) as failed:
            await find_adapters()
    assert failed.value.error == "org.bluez.Error.Failed"


@pytest.mark.asyncio
@pytest.mark.usefixtures("nowhere")
async def test_without_a_bus_nothing_is_known() -> None:
    """It is not taken for a refusal."""
    with pytest.raises(BusUnusable) as unusable:
        await find_adapters()
    assert not isinstance(unusable.value, BusRefused)


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("script", "version"),
    [
        ("echo 'bluetoothctl: 5.66'", (5, 66)),
        ("echo 5.5", (5, 5)),
        ("echo no idea", None),
        ("exit 1", None),
    ],
)
async def test_the_version_is_what_bluetoothctl_says(
    script: str, version: tuple[int, int] | None, programs: Programs
) -> None:
    """Whatever words stand around it."""
    programs.put("bluetoothctl", script)
    assert await find_version() == version


@pytest.mark.asyncio
async def test_without_bluetoothctl_there_is_no_version(monkeypatch: pytest.MonkeyPatch) -> None:
    """A container may have the bus and not the tool."""
    monkeypatch.setenv("PATH", "")
    assert await find_version() is None


@pytest.mark.asyncio
async def test_a_bluetoothctl_that_hangs_is_killed_when_nobody_waits(programs: Programs) -> None:
    """It says nothing and hears no polite signal."""
    programs.put("bluetoothctl", HANGS)
    asking = asyncio.create_task(find_version())
    await until(lambda: programs.pid("bluetoothctl") > 0)
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)
    assert asking.cancelled()
