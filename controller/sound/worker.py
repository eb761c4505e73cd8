"""The process that sounds: it reads orders, plays tones, and lets the system's voice speak.

It may hang or die, and nobody but the listener notices. A line of JSON on standard input is an
order (`controller.sound.speaker`); a line on standard output tells what became of a tone. At the
end of its input it lets the last tone end, and then ends itself with all that it has started.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, NoReturn, TypeAlias

from controller.sound.found import Found
from controller.sound.mouth import Mouth
from controller.sound.player import Player
from controller.sound.voices import voices

LAST: Final = 1.2
"""In seconds: how long the last tone may still play; none is longer."""
_TURN: Final = 0.02
"""In seconds: how often it is looked at what plays and speaks."""

_Order: TypeAlias = dict[str, Any]


def main() -> None:
    """Sound until the input ends: a folder for the tones, and the volume in percent."""
    folder, volume = Path(sys.argv[1]), int(sys.argv[2])
    orders: queue.SimpleQueue[_Order | None] = queue.SimpleQueue()
    mouth = Mouth(voices(), volume)
    threading.Thread(target=_read, args=(orders, mouth), daemon=True).start()
    player = Player(folder, volume)
    more, known = True, None
    while more or player.busy:
        found = Found(player.found, player.because, mouth.found, mouth.busy)
        if found != known:
            known = found
            _tell(found._asdict())
        more = _take(orders, player, mouth) and more
        now = time.monotonic()
        for outcome in player.look(now):
            _tell({"n": outcome.number, "because": outcome.because})
        mouth.look(now, quiet=not player.busy)
    _end(mouth)


def _take(orders: queue.SimpleQueue[_Order | None], player: Player, mouth: Mouth) -> bool:
    """Take all orders that are there, or wait for one; return whether more can come."""
    try:
        order = orders.get(timeout=_TURN if player.busy or mouth.busy else None)
        while order is not None:
            _do(order, player, mouth)
            order = orders.get_nowait()
    except queue.Empty:
        return True
    return False


def _do(order: _Order, player: Player, mouth: Mouth) -> None:
    now = time.monotonic()
    if order.get("hush"):
        player.hush()
        mouth.hush()
    if order.get("urgent"):
        mouth.hush()
    if "tone" in order:
        player.take(order["n"], order["tone"], now)
    if "words" in order:
        mouth.take(order["words"], now)


def _read(orders: queue.SimpleQueue[_Order | None], mouth: Mouth) -> None:
    """Read to the end of the input; after that it ends, whatever the other thread hangs in."""
    with suppress(ValueError, OSError):
        for line in sys.stdin:
            orders.put(json.loads(line))
    orders.put(None)
    time.sleep(LAST)
    _end(mouth)


def _end(mouth: Mouth) -> NoReturn:
    mouth.hush()
    if sys.platform != "win32" and os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)  # a player that hangs is of our group
    os._exit(0)


def _tell(reply: dict[str, Any]) -> None:
    with suppress(OSError):
        sys.stdout.write(json.dumps(reply) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
