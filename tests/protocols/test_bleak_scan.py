"""Scanning through bleak: in a simulated room, and with packets as real machines send them."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any, Self

import pytest
from bleak import BleakClient
from bleak.backends.adapter import BaseBleakAdapter
from bleak.exc import BleakBluetoothNotAvailableError, BleakBluetoothNotAvailableReason, BleakError

from protocols.bleak_scan import held_machines, listen
from protocols.discovery import Heard, Kind, Surroundings
from protocols.link import LinkFailed
from protocols.units import SECOND
from simulators.link.air import SimulatedAir
from simulators.profiles import find_machine
from simulators.virtual_time import VirtualClock, run_virtual
from tests.protocols.broadcasts import Packet, scanner

HERE = "5E:1F:7E:AD:00:01"


def test_the_treadmills_of_a_room_are_found() -> None:
    """As they advertise: one by its service data, one that is swapped, one that is a bike."""

    async def main(clock: VirtualClock) -> dict[str, Kind]:
        air, machine = SimulatedAir(clock), find_machine("generic")
        for number, data in enumerate(("010100", "010001", "012000")):
            radio = replace(machine.radio, service_data=bytes.fromhex(data))
            air.add(f"{HERE[:-1]}{number}", replace(machine, radio=radio))
        surroundings = Surroundings()
        await listen(surroundings.hear, seconds=3, backend=air.scanner_backend)
        assert clock.now() == 3 * SECOND
        return {each.address[-1]: each.kind for each in surroundings.sightings()}

    assert run_virtual(main) == {"0": Kind.TREADMILL, "1": Kind.TREADMILL, "2": Kind.OTHER}


def test_names_and_uuids_come_through_as_they_were_sent() -> None:
    """Short names for the SIG's services, and no name where there is none."""

    async def main(_clock: VirtualClock) -> list[Heard]:
        told: list[Heard] = []
        air = scanner(
            Packet(HERE, "SOLE\x1b[2J", ("1826", "180D")),
            Packet(HERE, None, (), b"\x01\x01\x00", -70),
            every=0.4,
        )
        await listen(told.append, seconds=1, backend=air)
        return told

    assert run_virtual(main) == [
        Heard(HERE, "SOLE\N{REPLACEMENT CHARACTER}[2J", -60, frozenset({"1826", "180D"}), None),
        Heard(HERE, "", -70, frozenset(), b"\x01\x01\x00"),
    ]


@pytest.mark.parametrize("how", ["time", "enough", "cancelled"])
def test_a_scan_is_ended_however_it_ends(how: str) -> None:
    """At its time, early, or called off: the radio is given back."""

    async def main(clock: VirtualClock) -> None:
        air, enough = scanner(Packet(HERE)), asyncio.Event()
        scan = asyncio.create_task(
            listen(lambda _heard: None, seconds=5, enough=enough, backend=air)
        )
        await asyncio.sleep(1)
        assert air.running == [True]
        if how == "enough":
            enough.set()
        elif how == "cancelled":
            scan.cancel()
        await asyncio.gather(scan, return_exceptions=True)
        assert scan.cancelled() == (how == "cancelled")
        assert air.running == [True, False]
        assert clock.now() // SECOND == (5 if how == "time" else 1)

    run_virtual(main)


def broken(failure: Exception | None) -> Any:
    """Return a scanner that fails at its start, or hangs in it."""
    base = scanner()

    class Broken(base):  # type: ignore[misc, valid-type]  # made by a function
        async def start(self) -> None:
            if failure is not None:
                raise failure
            await asyncio.Event().wait()

    return Broken


def not_available(reason: BleakBluetoothNotAvailableReason) -> BleakError:
    """Return bleak's exception for a reason."""
    return BleakBluetoothNotAvailableError("No.", reason)


_Reason = BleakBluetoothNotAvailableReason


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        (not_available(_Reason.POWERED_OFF), "switched off; switch it on"),
        (not_available(_Reason.NO_BLUETOOTH), "no Bluetooth adapter; plug one in"),
        (not_available(_Reason.NO_BLE_CENTRAL_ROLE), "too old"),
        (not_available(_Reason.DENIED_BY_USER), "privacy settings"),
        (not_available(_Reason.DENIED_BY_UNKNOWN), "privacy settings"),
        (not_available(_Reason.DENIED_BY_SYSTEM), "does not let this user"),
        (not_available(_Reason.UNKNOWN), "reprise doctor"),
        (BleakError("the adapter burns"), "the adapter burns"),
        (FileNotFoundError(2, "No such file"), r"used: the Bluetooth service .* does not run"),
        (ConnectionRefusedError(111, "Connection refused"), "does not run; reprise doctor"),
        (PermissionError(13, "Permission denied"), r"\(Permission denied\)"),
        (EOFError(), "EOFError"),
        (None, "no answer"),
    ],
)
def test_unusable_bluetooth_is_one_sentence_with_a_remedy(
    failure: Exception | None, words: str
) -> None:
    """Each of bleak's reasons has its own; a start that hangs is given up."""

    async def main(clock: VirtualClock) -> str:
        with pytest.raises(LinkFailed, match=words) as failed:
            await listen(lambda _heard: None, seconds=60, backend=broken(failure))
        assert clock.now() <= 5 * SECOND
        return str(failed.value)

    told = run_virtual(main)
    assert told.endswith(".")
    assert ". " not in told
    assert "\n" not in told


def test_what_this_computer_holds_is_told_by_name() -> None:
    """A machine that is connected is told; one that only advertises is not."""

    async def main(clock: VirtualClock) -> None:
        air = SimulatedAir(clock)
        air.add(HERE, find_machine("generic"))
        air.add("5E:1F:7E:AD:00:02", find_machine("urevo-e1l"))
        assert await held_machines(seconds=2, backend=air.adapter_backend) == []
        async with BleakClient(HERE, backend=air.client_backend):
            held = await held_machines(seconds=2, backend=air.adapter_backend)
            assert held == ["Treadmill"]

    run_virtual(main)


def test_a_computer_that_does_not_say_what_it_holds_is_given_up() -> None:
    """It is the same sentence as for a scan."""

    class Hangs(BaseBleakAdapter):
        @classmethod
        async def get(cls, **_ignored: Any) -> Self:
            await asyncio.Event().wait()
            return cls()

    async def main(clock: VirtualClock) -> None:
        with pytest.raises(LinkFailed, match="no answer"):
            await held_machines(seconds=2, backend=Hangs)
        assert clock.now() == 2 * SECOND

    run_virtual(main)
