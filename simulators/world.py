"""The simulated world as a process: ``python -m simulators.world``.

It holds a treadmill and the Bluetooth host that is linked to it, and serves clients on a socket,
so that killing a client leaves the belt running, as in life. It prints one line of JSON when it
listens, and nothing after that.

It outlives whoever started it: it ends when its stdin is at its end, no client is connected, and
the belt has come to rest or nobody has come for two minutes. Ctrl-C is none of its business.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import sys
import tempfile
import threading
import time
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from protocols.clock import LoopClock
from simulators.link.host import Host
from simulators.link.sensors import Counts, Footpod, PodAndStrap, Strap
from simulators.link.station import Station
from simulators.link.wire import Place, Wire, find_place, listen
from simulators.profiles import MachineInvalid, MachineUnknown, find_machine
from simulators.treadmill.machine import Phase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from protocols.clock import Clock
    from simulators.link.host import Guest
    from simulators.link.radio_end import RadioEnd
    from simulators.link.wire import Message
    from simulators.treadmill.machine import MachineProfile

_AT_REST: Final = frozenset({Phase.STILL, Phase.PAUSED})
_REST: Final = 2.0
"""Seconds of real time for which a belt has been still before its world ends."""
_PATIENCE: Final = 120.0
"""Seconds of real time for which a belt runs on for nobody."""
_LOOK_EVERY: Final = 0.1
_EXIT_CANNOT_LISTEN: Final = 5


class Worn(NamedTuple):
    """Where the sensors are that the runner wears, if she wears them."""

    footpod: str | None = None
    """Its address; None: she wears none."""
    strap: str | None = None
    """Likewise; the same as ``footpod`` for one device with both services."""
    counts: Counts = Counts.STEPS

    def ends(self, station: Station, clock: Clock) -> list[RadioEnd]:
        """Return them, on somebody who stands on that treadmill."""
        pod, strap = self.footpod, self.strap
        if pod is not None and strap is not None and pod.upper() == strap.upper():
            return [PodAndStrap(pod, station, clock, self.counts)]
        found: list[RadioEnd] = []
        if pod is not None:
            found.append(Footpod(pod, station, clock, self.counts))
        if strap is not None:
            found.append(Strap(strap, station, clock))
        return found


_NOTHING: Final = Worn()


class World:
    """A treadmill, its host, the clients' wires, and when all that ends."""

    def __init__(self, station: Station, host: Host) -> None:
        self._station, self._host = station, host
        self._wires: set[Wire] = set()
        self.ended = asyncio.Event()
        """Set to end the world at once."""
        self.orphaned = False
        """Whoever started it is gone."""

    def make_wire(self) -> Wire:
        """Return a wire for a client that is about to connect."""
        return _Visit(self._host, self._wires)

    async def last(self) -> None:
        """Return when the world is to end; every client's wire is cut then."""
        now = asyncio.get_running_loop().time
        moved = alone = now()
        while not self.ended.is_set():
            if self._station.treadmill.phase not in _AT_REST:
                moved = now()
            if not self.orphaned or self._host.guests:
                alone = now()
            elif now() - moved >= _REST or now() - alone >= _PATIENCE:
                break
            with suppress(TimeoutError):
                await asyncio.wait_for(self.ended.wait(), _LOOK_EVERY)
        for wire in tuple(self._wires):
            wire.cut()


class _Visit(Wire):
    """A client's connection."""

    def __init__(self, host: Host, wires: set[Wire]) -> None:
        super().__init__()
        self._host, self._wires = host, wires
        self._guest: Guest | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._wires.add(self)
        self._guest = self._host.admit(self.send, self.cut)

    def heard(self, message: Message) -> None:
        if self._guest is not None:
            self._guest.take(message)

    def gone(self) -> None:
        self._wires.discard(self)
        if self._guest is not None:
            self._guest.leave()


async def serve(
    address: str, machine: MachineProfile, speedup: int, place: Place, worn: Worn = _NOTHING
) -> None:
    """Be the world until it ends.

    Args:
        address: the treadmill's.
        machine: what it is.
        speedup: how many of its seconds pass in one of life.
        place: where clients connect.
        worn: what else is in the air.

    Raises:
        OSError: the place cannot be listened at.
    """
    loop = asyncio.get_running_loop()
    began = time.monotonic_ns()
    clock = LoopClock(loop, speedup)
    station = Station(address, machine, clock)
    ends: dict[str, RadioEnd] = {address: station}
    for each in worn.ends(station, clock):
        ends.setdefault(each.address, each)  # what is at the treadmill's own address is its own
    host = Host(ends, speedup=speedup, real_time=lambda at: began + at // speedup)
    world = World(station, host)
    if sys.platform != "win32":
        loop.add_signal_handler(signal.SIGTERM, world.ended.set)
    server, place = await listen(place, world.make_wire)
    try:
        with suppress(OSError):  # nobody reads it: then nobody needs it
            print(json.dumps({"listening": str(place)}), flush=True)  # noqa: T201  # it is data
        _watch_stdin(loop, world)
        await world.last()
    finally:
        server.close()
        await server.wait_closed()


def _watch_stdin(loop: asyncio.AbstractEventLoop, world: World) -> None:
    """Take note of the end of stdin, by a thread: it may be a file, a pipe or a terminal."""

    def orphan() -> None:
        world.orphaned = True

    def read() -> None:
        with suppress(OSError):
            while os.read(0, 4096):
                pass
        with suppress(RuntimeError):  # the loop is closed
            loop.call_soon_threadsafe(orphan)

    threading.Thread(target=read, name="stdin", daemon=True).start()


def whole_speedup(text: str) -> int:
    """Return the number that an argument names.

    Raises:
        ArgumentTypeError: it names none from 1 to 100.
    """
    if text.isascii() and text.isdigit() and 1 <= int(text) <= 100:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 to 100.")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the process and return its exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m simulators.world", description=(__doc__ or "").partition("\n\n")[0]
    )
    parser.add_argument("--machine", default="generic", metavar="NAME", help="which treadmill")
    parser.add_argument("--address", required=True, metavar="ADDR", help="its Bluetooth address")
    parser.add_argument(
        "--speedup", type=whole_speedup, default=1, metavar="N", help="times quicker, 1-100"
    )
    parser.add_argument(
        "--listen", metavar="PLACE", help="unix:PATH or tcp:HOST:PORT, else one of its own"
    )
    parser.add_argument("--footpod", metavar="ADDR", help="the runner wears a foot pod")
    parser.add_argument(
        "--counts",
        type=Counts,
        default=Counts.STEPS,
        choices=tuple(Counts),
        help="what the foot pod counts",
    )
    parser.add_argument("--strap", metavar="ADDR", help="the runner wears a heart-rate strap")
    args = parser.parse_args(argv)
    worn = Worn(args.footpod, args.strap, args.counts)
    for name in ("SIGINT", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None:
            signal.signal(number, signal.SIG_IGN)
    with ExitStack() as open_things:
        try:
            machine = find_machine(args.machine)
            place = own_place(open_things) if args.listen is None else find_place(args.listen)
        except (MachineUnknown, MachineInvalid, OSError, ValueError) as error:
            parser.error(str(error))
        try:
            asyncio.run(serve(args.address, machine, args.speedup, place, worn))
        except OSError as error:
            sys.stderr.write(f"{place} cannot be listened at ({error}); choose another place.\n")
            return _EXIT_CANNOT_LISTEN
        if place.path:
            Path(place.path).unlink(missing_ok=True)
    return 0


def own_place(open_things: ExitStack) -> Place:
    """Return a place in a folder that only this user can enter and that goes with the world."""
    if sys.platform == "win32":
        return Place("", "127.0.0.1", 0)
    folder = open_things.enter_context(tempfile.TemporaryDirectory(prefix="reprise-world-"))
    return Place(f"{folder}/socket", "", 0)


if __name__ == "__main__":
    sys.exit(main())
