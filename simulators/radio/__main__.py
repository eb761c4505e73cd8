"""A simulated treadmill on the air: ``python -m simulators.radio``.

It offers a Bluetooth controller to one host in another process, which finds the treadmill by a scan
like any other, and it listens beside the radio like `simulators.world`. It prints one line of JSON
when all that is there: ``radio``, a Bumble transport for the host, and ``listening``, a place for
`simulators.link.remote.WorldRemote`. It ends on SIGTERM or SIGINT.

A host that is killed leaves the belt running, and its link ends after the supervision timeout.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib.util
import json
import logging
import re
import shlex
import signal
import sys
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING, Final

from protocols.clock import LoopClock
from simulators.link.host import Host
from simulators.link.remote import ADDRESS
from simulators.link.station import Station
from simulators.link.wire import listen
from simulators.profiles import MachineInvalid, MachineUnknown, find_machine
from simulators.radio.endpoint import Endpoint, find_endpoint
from simulators.world import World, own_place, whole_speedup

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulators.link.wire import Place
    from simulators.treadmill.machine import MachineProfile

_EXIT_CANNOT_LISTEN: Final = 5
_EXIT_NO_BUMBLE: Final = 2


async def serve(
    machine: MachineProfile, address: str, speedup: int, endpoint: Endpoint, beside: Place
) -> None:
    """Be the treadmill and the host's controller until a signal ends it.

    Raises:
        OSError: the endpoint or the place beside the radio cannot be listened at.
    """
    # Here: without Bumble, `main` says what to do about it.
    from simulators.radio.peripheral import Peripheral  # noqa: PLC0415
    from simulators.radio.virtual import Air, Dongle, Offer  # noqa: PLC0415

    loop = asyncio.get_running_loop()
    began = time.monotonic_ns()
    station = Station(address, machine, LoopClock(loop, speedup))
    host = Host({address: station}, speedup=speedup, real_time=lambda at: began + at // speedup)
    world = World(station, host)
    if sys.platform != "win32":
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, world.ended.set)
    air = Air()
    await Peripheral.switch_on(station, air)
    radio = Offer(Dongle("dongle", air))
    client = await radio.listen(endpoint)
    try:
        server, beside = await listen(beside, world.make_wire)
        told = {"radio": client, "listening": str(beside)}
        print(json.dumps(told), flush=True)  # noqa: T201  # it is data
        await world.last()
        server.close()
    finally:
        radio.close()
        # What Bumble has under way is cancelled with the loop; a packet that is still answered
        # then finds nobody waiting, and that is no news.
        loop.set_exception_handler(lambda _loop, _context: None)


def _address(text: str) -> str:
    if re.fullmatch(r"[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){5}", text):
        return text.upper()
    raise argparse.ArgumentTypeError(f"{text!r} is no address; write it like {ADDRESS}.")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the process and return its exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m simulators.radio", description=(__doc__ or "").partition("\n\n")[0]
    )
    parser.add_argument("--machine", default="generic", metavar="NAME", help="which treadmill")
    parser.add_argument(
        "--address", type=_address, default=ADDRESS, metavar="ADDR", help="its address"
    )
    parser.add_argument(
        "--speedup", type=whole_speedup, default=1, metavar="N", help="times quicker, 1-100"
    )
    parser.add_argument(
        "--listen",
        type=find_endpoint,
        default="tcp-server:127.0.0.1:0",
        metavar="ENDPOINT",
        help="tcp-server:127.0.0.1:PORT; 0 is a free one",
    )
    args = parser.parse_args(argv)
    if importlib.util.find_spec("bumble") is None:
        sys.stderr.write(
            "The virtual air needs Bumble, which is not installed; install the extra radio of "
            f'Reprise ({shlex.quote(sys.executable)} -m pip install ".[radio]" in its folder).\n'
        )
        return _EXIT_NO_BUMBLE
    # It warns of packets that cross the end of their link, which is nothing to be warned of.
    logging.getLogger("bumble").setLevel(logging.ERROR)
    with ExitStack() as open_things:
        try:
            machine = find_machine(args.machine)
        except (MachineUnknown, MachineInvalid, OSError) as error:
            parser.error(str(error))
        beside = own_place(open_things)
        try:
            asyncio.run(serve(machine, args.address, args.speedup, args.listen, beside))
        except OSError as error:
            endpoint: Endpoint = args.listen
            sys.stderr.write(
                f"{endpoint.host}:{endpoint.port} cannot be listened at ({error}); "
                "choose another port.\n"
            )
            return _EXIT_CANNOT_LISTEN
    return 0


if __name__ == "__main__":
    sys.exit(main())
