"""A device that is a foot pod and a strap: it sends what was subscribed to, once a second."""

from __future__ import annotations

import asyncio

from protocols.gatt import HEART_RATE_MEASUREMENT, RSC_MEASUREMENT
from simulators.link.air import SimulatedAir
from simulators.profiles import find_machine
from simulators.treadmill.state import Subscribe, Unsubscribe, Value
from simulators.virtual_time import VirtualClock, run_virtual

BELT, WORN = "5E:1F:7E:AD:00:01", "5E:1F:7E:AD:00:03"


class Ear:
    """The other end of a link, which takes whatever comes."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def receive(self, value: Value) -> None:
        """Keep what it is."""
        self.heard.append(value.characteristic)

    def dropped(self) -> None:
        """Take note of the end."""


def test_each_subscription_has_its_own_beginning_and_end() -> None:
    """The second one doubles nothing, the end of one is not that of the other; the link's is."""

    async def main(clock: VirtualClock) -> None:
        air, ear = SimulatedAir(clock), Ear()
        air.add(BELT, find_machine("generic"))
        air.add_pod_and_strap(WORN, BELT)
        worn = air.stations[WORN]

        async def heard(seconds: int) -> list[str]:
            ear.heard.clear()
            await asyncio.sleep(seconds)
            return sorted(ear.heard)

        worn.attach(ear)
        assert await heard(3) == []
        worn.give(Subscribe(HEART_RATE_MEASUREMENT))
        await asyncio.sleep(0.5)
        assert await heard(2) == [HEART_RATE_MEASUREMENT] * 2
        worn.give(Subscribe(RSC_MEASUREMENT))
        assert await heard(2) == [HEART_RATE_MEASUREMENT] * 2 + [RSC_MEASUREMENT] * 2
        worn.give(Unsubscribe(HEART_RATE_MEASUREMENT))
        assert await heard(2) == [RSC_MEASUREMENT] * 2
        worn.give(Unsubscribe(RSC_MEASUREMENT))
        assert await heard(3) == []
        worn.give(Subscribe(RSC_MEASUREMENT))
        worn.detach(ear)
        worn.attach(ear)
        assert await heard(3) == []
        worn.give(Subscribe(RSC_MEASUREMENT))
        await asyncio.sleep(0.5)
        assert await heard(2) == [RSC_MEASUREMENT] * 2

    run_virtual(main)
