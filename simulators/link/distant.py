"""The room of `simulators.link.air` when it is in another process: `simulators.world`.

The clients, scanners and adapters are the very same; what they talk to is a stand-in for each
treadmill, which speaks over a socket with the host that holds the link.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Final

from protocols.clock import LoopClock
from protocols.link import LinkFailed
from simulators.link.backends import backends_for
from simulators.link.radio_end import UNLIKELY_ERROR, Listener, Peer, Reply, settle
from simulators.link.sensors import SENSORS
from simulators.link.wire import Wire, dial, find_place
from simulators.profiles import find_machine
from simulators.treadmill.machine import peripheral_of
from simulators.treadmill.server import Refused, Subscribe, Unsubscribe, Value

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from protocols.clock import Clock
    from simulators.link.backends import SimulatedAdapter, SimulatedClient, SimulatedScanner
    from simulators.link.wire import Message
    from simulators.treadmill.machine import Peripheral

_ANSWERS_WITHIN: Final = 5.0
"""Seconds for the world to say what there is."""


class DistantStation:
    """Stands in for a treadmill or a sensor in the world, and knows what the world has told."""

    def __init__(
        self,
        address: str,
        about: Message,
        send: Callable[[Message], None],
        peripherals: Mapping[str, Peripheral],
    ) -> None:
        name = about["device"]
        known = peripherals.get(name) or SENSORS.get(name)
        self.peripheral = known or peripheral_of(find_machine(name))
        self._address, self._send = address, send
        self._listeners: list[Listener] = []
        self._pending: dict[int, asyncio.Future[Reply]] = {}
        self._asked = 0
        self._links_ended = 0
        self._there = True
        self.learn(about)

    def learn(self, about: Message) -> None:
        """Take over what the world says of the link."""
        self.vacant: bool = about["vacant"]
        self.linked: bool = about["linked"]

    async def connect(self, listener: Listener) -> Peer | None:
        """Connect a client, to a new link or the one that is there; None if it cannot be done."""
        reply: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        links_ended = self._links_ended
        self._ask("attach", reply)
        try:
            answer = await reply
        except asyncio.CancelledError:
            if not self._listeners:
                self._ask("detach", reply)
            raise
        if isinstance(answer, Refused) or links_ended != self._links_ended:
            return None
        self._listeners.append(listener)
        return self

    async def disconnect(self, listener: Listener) -> None:
        """End the client's part in the link: the link ends if nobody else has one."""
        if listener not in self._listeners:
            return
        self._listeners.remove(listener)
        if not self._listeners:
            self._links_ended += 1
            reply: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
            self._ask("detach", reply)
            await reply
            self._fail_pending()
        listener.dropped()

    def command(self, data: bytes) -> None:
        """Send a write command to the control point."""
        self._tell("command", data=data.hex())

    def request_write(self, data: bytes, reply: asyncio.Future[Reply]) -> None:
        """Send a write request to the control point and settle ``reply`` when it is answered."""
        self._ask("write", reply, data=data.hex())

    def request_read(self, characteristic: str, reply: asyncio.Future[Reply]) -> None:
        """Send a read request and settle ``reply`` when it is answered."""
        self._ask("read", reply, characteristic=characteristic)

    def request(self, given: Subscribe | Unsubscribe, reply: asyncio.Future[Reply]) -> None:
        """Send a request that changes a subscription, and settle ``reply`` likewise."""
        what = "subscribe" if isinstance(given, Subscribe) else "unsubscribe"
        self._ask(what, reply, characteristic=given.characteristic)

    def take(self, message: Message) -> None:
        """Take what the world says of this treadmill."""
        match message["tell"]:
            case "station":
                self.learn(message)
            case "value":
                value = Value(message["characteristic"], bytes.fromhex(message["data"]))
                for listener in tuple(self._listeners):
                    listener.receive(value)
            case "reply":
                reply = self._pending.pop(message["id"], None)
                if reply is not None:  # it is None if the link was given up meanwhile
                    settle(reply, _answer(message))
            case _:
                self.drop()

    def drop(self) -> None:
        """Tell the clients that the link is gone."""
        self._links_ended += 1
        self._fail_pending()
        listeners, self._listeners = self._listeners, []
        for listener in listeners:
            listener.dropped()

    def vanish(self) -> None:
        """Be out of reach for good: there is no more connection to the world."""
        self._there = self.vacant = self.linked = False
        self._fail_pending()

    def _fail_pending(self) -> None:
        """Let all that is under way come back as from a lost link."""
        pending, self._pending = self._pending, {}
        for reply in pending.values():
            settle(reply, Refused(UNLIKELY_ERROR))

    def _tell(self, what: str, **rest: object) -> None:
        self._send({"do": what, "at": self._address, **rest})

    def _ask(self, what: str, reply: asyncio.Future[Reply], **rest: object) -> None:
        if not self._there:
            settle(reply, Refused(UNLIKELY_ERROR))
            return
        self._asked += 1
        self._pending[self._asked] = reply
        self._tell(what, id=self._asked, **rest)


class DistantAir:
    """The treadmills of a world, reached through bleak; made by `connect`.

    ``client_backend``, ``scanner_backend`` and ``adapter_backend`` are as those of a
    `SimulatedAir`, but that several clients may share a link.
    """

    client_backend: type[SimulatedClient]
    scanner_backend: type[SimulatedScanner]
    adapter_backend: type[SimulatedAdapter]

    def __init__(
        self,
        clock_for: Callable[[int], Clock],
        send: Callable[[Message], None],
        hang_up: Callable[[], None],
        peripherals: Mapping[str, Peripheral] | None = None,
    ) -> None:
        """Know of nothing until `take` has been given the world's hello.

        Args:
            clock_for: returns a clock that is so many times quicker than life.
            send: brings a message to the world, without waiting.
            hang_up: closes the connection behind what was sent; `gone` follows.
            peripherals: what machines offer that have no profile of that name here.
        """
        self._clock_for, self._send, self._hang_up = clock_for, send, hang_up
        self._peripherals = peripherals or {}
        self._stations: dict[str, DistantStation] = {}
        self._heard = asyncio.Event()
        self._ended = asyncio.Event()
        self._closing = False

    @classmethod
    async def connect(cls, address: str) -> DistantAir:
        """Connect to the world that listens at ``unix:PATH`` or ``tcp:HOST:PORT``.

        Raises:
            LinkFailed: no world listens there.
            ValueError: the address is none.
        """
        place = find_place(address)
        wire = _AirWire(asyncio.get_running_loop())
        try:
            async with asyncio.timeout(_ANSWERS_WITHIN):
                await dial(place, lambda: wire)
                await wire.air.welcomed()
        except OSError as error:
            wire.cut()
            raise LinkFailed(
                f"the simulated treadmill at {address} cannot be reached "
                f"({str(error) or 'it does not answer'}); start it again."
            ) from error
        return wire.air

    async def welcomed(self) -> None:
        """Wait until the world has said what there is.

        Raises:
            ConnectionError: it hung up instead.
        """
        await self._heard.wait()
        if self._ended.is_set():
            raise ConnectionError("it hung up")

    def take(self, message: Message) -> None:
        """Take what the world says."""
        if message["tell"] != "hello":
            self._stations[message["at"]].take(message)
            return
        for address, about in message["stations"].items():
            self._stations[address] = DistantStation(address, about, self._send, self._peripherals)
        clock = self._clock_for(message["speedup"])
        self.client_backend, self.scanner_backend, self.adapter_backend = backends_for(
            self._stations, clock
        )
        self._heard.set()

    def gone(self) -> None:
        """Take note that the connection is closed: unless that was wanted, every link is lost."""
        self._ended.set()
        self._heard.set()
        if not self._closing:
            for station in self._stations.values():
                station.vanish()
                station.drop()

    async def close(self) -> None:
        """Let go of the world as a process that dies: no link ends, no client is told."""
        self._closing = True
        for station in self._stations.values():
            station.vanish()
        self._hang_up()
        await self._ended.wait()


class _AirWire(Wire):
    """The connection of a `DistantAir`."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__()
        self.air = DistantAir(partial(LoopClock, loop), self.send, self.close)

    def heard(self, message: Message) -> None:
        self.air.take(message)

    def gone(self) -> None:
        self.air.gone()


def _answer(message: Message) -> Reply:
    if "refused" in message:
        return Refused(message["refused"])
    return bytes.fromhex(message["data"])
