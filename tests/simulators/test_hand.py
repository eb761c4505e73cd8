"""A hand at a simulated console: what it presses, and when."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from protocols.units import SECOND, CentiKmh
from simulators.profiles import find_machine
from simulators.sitting.hand import PRESSES_AFTER, Hand
from simulators.treadmill.server import Press
from simulators.virtual_time import VirtualClock, run_virtual

FASTER, SLOWER = Press.FASTER, Press.SLOWER


def pressed(
    *told: tuple[float, str, int | None], machine: str = "generic", speed: int = 500
) -> list[tuple[float, Press]]:
    """Return what a hand presses, with its seconds, when it hears this at these seconds."""

    async def main(clock: VirtualClock) -> list[tuple[float, Press]]:
        keys: list[tuple[float, Press]] = []
        hand = Hand(
            clock,
            find_machine(machine),
            lambda key: keys.append((clock.now() / SECOND, key)),
            lambda: CentiKmh(speed),
        )
        for second, kind, wanted in told:
            await asyncio.sleep(second - clock.now() / SECOND)
            name = {"stop asked for": "stop", "ended": "ended"}.get(kind)
            record: dict[str, Any] = {"io": "out", "kind": "press", "key": kind, "speed": wanted}
            hand.see(record if name is None else {"io": "out", "kind": name})
        await asyncio.sleep(10)
        return keys

    return run_virtual(main)


@pytest.mark.parametrize(
    ("key", "wanted", "machine", "times"),
    [
        ("faster", 750, "generic", 25),
        ("slower", 300, "generic", 20),
        ("faster", 500, "generic", 0),
        ("slower", 750, "generic", 0),
        ("faster", 2500, "generic", 110),
        ("faster", 532, "urevo-e1l", 2),
    ],
)
def test_an_arrow_key_is_pressed_until_the_speed_is_nearest(
    key: str, wanted: int, machine: str, times: int
) -> None:
    """One step of the machine's own for each press, and none that leads away."""
    keys = pressed((0, key, wanted), machine=machine)
    assert keys == [(PRESSES_AFTER / SECOND, FASTER if key == "faster" else SLOWER)] * times


def test_the_newest_key_counts_and_a_stop_before_any_other() -> None:
    """What was said before is not pressed; nor is anything but a stop once a stop is asked for."""
    assert pressed((0, "start", 100), (1, "stop", None)) == [(3.0, Press.STOP)]
    assert pressed((0, "start", 100), (1, "stop asked for", None)) == []
    assert pressed((0, "stop", None), (1, "stop asked for", None)) == [(2.0, Press.STOP)]
    assert pressed((0, "faster", 600), (1, "ended", None)) == []
    assert pressed((0, "start", 100), (5, "stop", None)) == [(2.0, Press.START), (7.0, Press.STOP)]
