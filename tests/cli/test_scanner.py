"""Listening for as long as somebody looks: what comes, what goes, and what cannot begin."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Final

import pytest
from bleak.exc import BleakBluetoothNotAvailableError, BleakBluetoothNotAvailableReason

from controller.cli.home import scanner as scanner_module
from controller.cli.home.scanner import AGAIN, ENDS_WITHIN, FORGOTTEN, ROUND, Air, RadioScanner
from protocols.discovery import Known, Memory
from protocols.units import SECOND
from simulators.virtual_time import VirtualClock, run_virtual
from tests.protocols.broadcasts import Packet, scanner

A, B = "AA:00:00:00:00:01", "AA:00:00:00:00:02"
TREADMILL: Final = b"\x01\x01\x00"
OFF: Final = "Bluetooth cannot be used: this computer has no Bluetooth adapter; plug one in."


def packet(address: str, name: str = "T", rssi: int = -60) -> Packet:
    """Return what a treadmill sends."""
    return Packet(address, name, ("1826",), TREADMILL, rssi)


async def remedies() -> Sequence[str]:
    """Return what somebody else knows."""
    return ["plug one in."]


def seen(air: Air) -> list[tuple[str, int]]:
    """Return addresses with the seconds since they were heard."""
    return [(each.address, age) for each, age in air.sightings]


class Radio:
    """A radio that changes: bleak's backends are classes, so this makes them."""

    def __init__(self, *packets: Packet) -> None:
        self.backend = scanner(*packets)
        self.scanner = RadioScanner(self.backend, remedies)

    def send(self, *packets: Packet) -> None:
        """Let these be in the air from now on."""
        self.backend.packets = packets

    @property
    def listens(self) -> bool:
        """Whether the computer scans now."""
        return bool(self.backend.running) and self.backend.running[-1]


def test_what_is_heard_is_there_in_the_order_in_which_it_was_heard() -> None:
    """And stays in its place, whatever its signal does."""

    async def main(_: VirtualClock) -> None:
        radio = Radio(packet(A, rssi=-90), packet(B, rssi=-50))
        assert radio.scanner.air(()).sightings == []
        await asyncio.sleep(1)
        air = radio.scanner.air([Known(B, "T")])
        assert seen(air) == [(A, 0), (B, 0)]
        assert [each.memory for each, _ in air.sightings] == [Memory.NONE, Memory.ADDRESS]
        assert air.seconds == 1
        radio.scanner.end()
        await asyncio.sleep(1)

    run_virtual(main)


def test_what_is_gone_grows_old_and_is_forgotten() -> None:
    """The rounds begin anew meanwhile, and lose nothing."""

    async def main(_: VirtualClock) -> None:
        radio = Radio(packet(A), packet(B))
        radio.scanner.air(())
        await asyncio.sleep(1)
        radio.send(packet(B))
        await asyncio.sleep(ROUND)
        (gone, age), here = seen(radio.scanner.air(()))
        assert (gone, here) == (A, (B, 0))
        assert ROUND - 1 <= age <= ROUND + 1
        assert radio.backend.running == [True, False, True]
        await asyncio.sleep(FORGOTTEN)
        assert seen(radio.scanner.air(())) == [(B, 0)]
        radio.send(packet(A), packet(B))
        await asyncio.sleep(1)
        assert seen(radio.scanner.air(())) == [(A, 0), (B, 0)]
        radio.scanner.end()
        await asyncio.sleep(1)

    run_virtual(main)


def test_the_end_ends_the_computer_s_scan(monkeypatch: pytest.MonkeyPatch) -> None:
    """And the next listening begins with silence and behind it, however slow the computer is."""

    async def main(_: VirtualClock) -> None:
        radio = Radio(packet(A))
        finish = radio.backend.stop

        async def stop(self: Any) -> None:
            await asyncio.sleep(0.02)
            await finish(self)

        monkeypatch.setattr(radio.backend, "stop", stop)
        radio.scanner.air(())
        await asyncio.sleep(1)
        assert radio.listens
        radio.scanner.end()
        assert radio.scanner.air(()) == Air([], 0)
        await asyncio.sleep(0.05)
        assert radio.backend.running == [True, False, True]
        radio.scanner.end()
        radio.scanner.end()
        await asyncio.sleep(0.05)
        assert not radio.listens

    run_virtual(main)


def test_a_scan_that_is_closed_has_ended() -> None:
    """So that a session finds the radio free; whether it was ended before, or never begun."""

    async def main(_: VirtualClock) -> None:
        radio = Radio(packet(A))
        assert await radio.scanner.close()
        for ended in (False, True):
            radio.scanner.air(())
            await asyncio.sleep(1)
            if ended:
                radio.scanner.end()
            assert await radio.scanner.close()
            assert radio.backend.running == [True, False]
            radio.backend.running.clear()

    run_virtual(main)


def test_a_computer_that_does_not_end_its_scan_keeps_nobody_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whatever its Bluetooth waits for, and would rather not be told: so long, and no longer."""

    async def main(clock: VirtualClock) -> None:
        radio, answers = Radio(packet(A)), asyncio.Event()
        finish = radio.backend.stop

        async def stop(self: Any) -> None:
            while not answers.is_set():
                with suppress(asyncio.CancelledError):
                    await answers.wait()
            await finish(self)

        monkeypatch.setattr(radio.backend, "stop", stop)
        radio.scanner.air(())
        await asyncio.sleep(1)
        before = clock.now()
        assert not await radio.scanner.close()
        assert clock.now() - before == ENDS_WITHIN * SECOND
        answers.set()
        assert await radio.scanner.close()

    run_virtual(main)


def test_a_radio_that_is_switched_on_is_heard_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """Until then its trouble is told, with what helps."""

    async def main(clock: VirtualClock) -> None:
        radio = Radio(packet(A))
        begin = radio.backend.start

        async def start(self: Any) -> None:
            if clock.now() < 3 * AGAIN * SECOND:
                raise BleakBluetoothNotAvailableError(
                    "off", BleakBluetoothNotAvailableReason.NO_BLUETOOTH
                )
            await begin(self)

        monkeypatch.setattr(radio.backend, "start", start)
        radio.scanner.air(())
        await asyncio.sleep(1)
        air = radio.scanner.air(())
        assert (air.trouble, air.remedies) == (OFF, ("plug one in.",))
        await asyncio.sleep(3 * AGAIN)
        air = radio.scanner.air(())
        assert (air.trouble, air.remedies, seen(air)) == ("", (), [(A, 0)])
        radio.scanner.end()
        await asyncio.sleep(1)

    run_virtual(main)


def test_silence_behind_trouble_ends_it_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """A round that could begin says that the radio works."""

    async def main(clock: VirtualClock) -> None:
        radio = Radio()
        begin = radio.backend.start

        async def start(self: Any) -> None:
            if clock.now() < SECOND:
                raise BleakBluetoothNotAvailableError(
                    "off", BleakBluetoothNotAvailableReason.NO_BLUETOOTH
                )
            await begin(self)

        monkeypatch.setattr(radio.backend, "start", start)
        monkeypatch.setattr(radio.backend, "_send", lambda _: asyncio.sleep(1e6))
        radio.scanner.air(())
        await asyncio.sleep(1)
        assert radio.scanner.air(()).trouble == OFF
        await asyncio.sleep(2 * AGAIN + 1)
        assert radio.scanner.air(()).trouble == ""
        radio.scanner.end()
        await asyncio.sleep(1)

    run_virtual(main)


def test_a_mistake_of_ours_is_not_taken_for_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is raised where somebody looks."""

    async def broken(*_: Any, **__: Any) -> None:
        raise LookupError

    monkeypatch.setattr(scanner_module, "listen", broken)

    async def main(_: VirtualClock) -> None:
        radio = Radio()
        radio.scanner.air(())
        await asyncio.sleep(1)
        with pytest.raises(LookupError):
            radio.scanner.air(())

    run_virtual(main)
