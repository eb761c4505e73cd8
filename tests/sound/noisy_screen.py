"""A screen in a terminal on which everything changes, and sounds, a thousand times a second.

Run by `test_stop_is_not_held` as a process of its own: only a real terminal has a driver's thread.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Final

from controller.records.format import OUTPUT
from controller.settings.values import Settings
from controller.sound.announcer import Sounds
from controller.sound.speaker import Speaker
from controller.tui.app import SessionApp
from tests.tui.frozen_screen import Telling

CHANGES: Final = 1000
"""In a second."""
_AT_A_TIME: Final = 10
_WORKERS: Final[dict[str, tuple[str, ...]]] = {
    "plays": (),
    "never reads": ("sleep", "300"),
    "dies": ("sh", "-c", "exit 1"),
    "is not there": ("there is no such program",),
}
"""The process that sounds; ``silent`` has none."""


class Noisy(SessionApp):
    """Hears of every record by itself, and not ten times a second."""

    async def changes(self, operator: Telling) -> None:
        """Change what is to be pressed, again and again, and tell how many changes there were."""
        while self.trigger.bar_top is None:  # noqa: ASYNC110  # drawing tells nobody
            await asyncio.sleep(0.05)
        loop, number = asyncio.get_running_loop(), 0
        began = loop.time()
        operator.tell("noisy")
        while True:
            for _ in range(_AT_A_TIME):
                number += 1
                record = {"n": number, "t": self.view.now, "io": OUTPUT, "kind": "press",
                          "key": "faster", "speed": 700 + number % 100}  # fmt: skip
                self.take(record)
                self._announcer.look(self.view, self.clock(), sound=True)
            await asyncio.sleep(max(0.0, began + number / CHANGES - loop.time()))


async def show(records: Path, fd: int, kind: str) -> None:
    """Show the screen until it is killed."""
    operator = Telling(records, fd)
    outlet = None
    if kind != "silent":
        outlet = Speaker(records.parent / "tones", 80, _WORKERS[kind])
    app = Noisy(operator, Settings(voice=True), sounds=Sounds(outlet))
    noise = asyncio.create_task(app.changes(operator))
    try:
        await app.run_async()
    finally:
        noise.cancel()


def main() -> None:
    """Read what there is to show, and show it."""
    sys.setswitchinterval(0.0005)  # as `run_session` does
    records, fd, kind = sys.argv[1:]
    assert json.loads(Path(records).read_text().splitlines()[0])["kind"] == "session"
    asyncio.run(show(Path(records), int(fd), kind))


if __name__ == "__main__":
    main()
