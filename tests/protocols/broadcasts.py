"""A scanner of bleak's whose air holds the packets that a test puts there, one after the other."""

from __future__ import annotations

import asyncio
from typing import Any, ClassVar, NamedTuple

from bleak.backends.scanner import AdvertisementData, AdvertisementDataCallback, BaseBleakScanner

from protocols.gatt import full_uuid


class Packet(NamedTuple):
    """An advertisement or a scan response."""

    address: str
    name: str | None = None
    services: tuple[str, ...] = ()
    service_data: bytes | None = None
    rssi: int = -60


class _Scanner(BaseBleakScanner):
    packets: ClassVar[tuple[Packet, ...]]
    every: ClassVar[float]
    running: ClassVar[list[bool]]

    def __init__(
        self,
        detection_callback: AdvertisementDataCallback | None,
        service_uuids: list[str] | None,
        scanning_mode: str = "active",
        **_ignored: Any,
    ) -> None:
        super().__init__(detection_callback, service_uuids)
        assert scanning_mode == "active"
        assert not service_uuids
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin to send the packets, again and again."""
        self.running.append(True)
        self._task = asyncio.create_task(self._send())

    async def stop(self) -> None:
        """Send no more."""
        self.running.append(False)
        assert self._task is not None
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _send(self) -> None:
        while True:
            for each in self.packets:
                await asyncio.sleep(self.every)
                said = AdvertisementData(
                    local_name=each.name,
                    manufacturer_data={},
                    service_data=(
                        {} if each.service_data is None else {full_uuid("1826"): each.service_data}
                    ),
                    service_uuids=[full_uuid(service) for service in each.services],
                    tx_power=None,
                    rssi=each.rssi,
                    platform_data=(),
                )
                device = self.create_or_update_device(
                    each.address, each.address, each.name, None, said
                )
                self.call_detection_callbacks(device, said)


def scanner(*packets: Packet, every: float = 0.1) -> type[_Scanner]:
    """Return a backend that sends these packets, so many seconds apart, in a circle."""
    made = {"packets": packets, "every": every, "running": []}
    return type("Scanner", (_Scanner,), made)
