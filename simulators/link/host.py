"""The computer's Bluetooth host: it holds one link to a treadmill for any number of clients.

As bluetoothd does (bluetooth.md 3.1): a client that dies leaves the link up and the belt running,
its subscriptions are given up, and whoever connects next shares the link that is there. Only a
client that says so ends the link, and only the last one that is attached.

It does no IO: messages come in by `Guest.take` and go out by the function that `Host.admit` was
given, so it runs over a socket and on virtual time alike.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from simulators.link.radio_end import UNLIKELY_ERROR, RadioEnd, Reply
from simulators.link.sensors import SENSORS, Strap
from simulators.link.station import Station
from simulators.treadmill.server import Foot, Press, Refused, Subscribe, Unsubscribe, Value

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from protocols.units import Nanoseconds
    from simulators.link.wire import Message


class SharedLink:
    """The one link to a device, and the clients that share it."""

    def __init__(self, address: str, station: RadioEnd) -> None:
        self.address, self.station = address, station
        self.wants: dict[Guest, set[str]] = {}
        """The characteristics to which each attached client has subscribed."""

    def attach(self, guest: Guest, reply: asyncio.Future[Reply]) -> None:
        """Let a client share the link, which is made if there is none."""
        if self.station.vacant and not self.station.linked:
            self.station.attach(self)
        elif not (self.station.carries and self.station.reachable):
            reply.set_result(Refused(UNLIKELY_ERROR))
            return
        self.wants.setdefault(guest, set())
        reply.set_result(b"")

    def detach(self, guest: Guest, reply: asyncio.Future[Reply]) -> None:
        """Take a client off the link, and end the link if it was the last."""
        self.leave(guest)
        if not self.wants and self.station.linked:
            self.station.detach(self)
        reply.set_result(b"")

    def leave(self, guest: Guest) -> None:
        """Take a client off the link, which stays; give up what only this one wanted."""
        for characteristic in self.wants.pop(guest, ()):
            if not self._wanted(characteristic) and self.station.carries:
                nobody = asyncio.get_running_loop().create_future()
                self.station.request(Unsubscribe(characteristic), nobody)

    def subscribe(self, guest: Guest, characteristic: str, reply: asyncio.Future[Reply]) -> None:
        """Subscribe for one client."""
        self.wants[guest].add(characteristic)
        self.station.request(Subscribe(characteristic), reply)

    def unsubscribe(self, guest: Guest, characteristic: str, reply: asyncio.Future[Reply]) -> None:
        """Unsubscribe one client; the machine hears of it when no other wants the values."""
        self.wants[guest].discard(characteristic)
        if self._wanted(characteristic):
            reply.set_result(b"")
        else:
            self.station.request(Unsubscribe(characteristic), reply)

    def receive(self, value: Value) -> None:
        """Take a value from the treadmill to those who subscribed to it."""
        for guest, wanted in self.wants.items():
            if value.characteristic in wanted:
                guest.tell(
                    self.address,
                    "value",
                    characteristic=value.characteristic,
                    data=value.data.hex(),
                )

    def dropped(self) -> None:
        """Take the end of the link to all who shared it."""
        guests, self.wants = self.wants, {}
        for guest in guests:
            guest.tell(self.address, "dropped")

    def _wanted(self, characteristic: str) -> bool:
        return any(characteristic in wanted for wanted in self.wants.values())


class Guest:
    """A client's side at the host; got from `Host.admit`."""

    def __init__(
        self, host: Host, send: Callable[[Message], None], refuse: Callable[[], None]
    ) -> None:
        self._host, self._send, self._refuse = host, send, refuse

    def tell(self, address: str, what: str, **rest: object) -> None:
        """Send the client a message about the treadmill at an address."""
        self._send({"tell": what, "at": address, **rest})

    def take(self, message: Message) -> None:
        """Do what a message asks for; a client that sends anything else is turned away."""
        link = self._host.links.get(str(message.get("at")))
        try:
            if link is None or not (self._use(link, message) or self._act(link, message)):
                self._refuse()
        except ValueError:  # a key that no machine has, or bytes that are not hexadecimal
            self._refuse()

    def leave(self) -> None:
        """Take note that the client is gone without a word: no link ends with it."""
        self._host.guests.discard(self)
        for link in self._host.links.values():
            link.leave(self)

    def _use(self, link: SharedLink, message: Message) -> bool:
        """Do what a Bluetooth client asks for, and return whether that was asked for."""
        match message:
            case {"do": "command", "data": str(data)}:
                command = bytes.fromhex(data)
                if self in link.wants:
                    link.station.command(command)
            case {"do": str(), "id": int(number)}:
                return self._request(link, message, number)
            case _:
                return False
        return True

    def _request(self, link: SharedLink, message: Message, number: int) -> bool:
        """Pass on what will be answered, and return whether there is such a request."""
        ask: Callable[[asyncio.Future[Reply]], None]
        possible = self in link.wants
        match message:
            case {"do": "attach"}:
                ask, possible = partial(link.attach, self), True
            case {"do": "detach"}:
                ask = partial(link.detach, self)
            case {"do": "write", "data": str(data)}:
                ask = partial(link.station.request_write, bytes.fromhex(data))
            case {"do": "read", "characteristic": str(short)}:
                ask = partial(link.station.request_read, short)
            case {"do": "subscribe", "characteristic": str(short)}:
                ask = partial(link.subscribe, self, short)
            case {"do": "unsubscribe", "characteristic": str(short)}:
                ask = partial(link.unsubscribe, self, short)
            case _:
                return False
        reply: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        reply.add_done_callback(partial(self._answer, link.address, number))
        if possible:
            ask(reply)
        else:
            reply.set_result(Refused(UNLIKELY_ERROR))
        return True

    def _act(self, link: SharedLink, message: Message) -> bool:
        """Do what happens beside the radio, and answer with how things stand then."""
        station = link.station
        if not isinstance(station, Station):
            return self._wear(link, message)
        match message:
            case {"do": "look"}:
                pass
            case {"do": "press", "key": str(key)}:
                station.give(Press(key))
            case {"do": "foot", "on": bool(on)}:
                station.give(Foot(on=on))
            case {"do": "lose_link"}:
                station.lose_link()
            case {"do": "restore_link"}:
                station.restore_link()
            case {"do": "lose_answers"}:
                station.lose_answers()
            case _:
                return False
        known = message.get("known")
        fresh = station.commands[known if isinstance(known, int) else 0 :]
        self.tell(
            link.address,
            "look",
            speed=station.belt_speed(),
            linked=station.linked,
            commands=[[self._host.real_time(when), data.hex()] for when, data in fresh],
        )
        return True

    def _wear(self, link: SharedLink, message: Message) -> bool:
        """Put a strap on or take it off, and answer when it is done."""
        match link.station, message:
            case Strap() as strap, {"do": "wear", "on": bool(on)}:
                strap.worn = on
            case _:
                return False
        self.tell(link.address, "worn")
        return True

    def _answer(self, address: str, number: int, reply: asyncio.Future[Reply]) -> None:
        answer = reply.result()
        if isinstance(answer, Refused):
            self.tell(address, "reply", id=number, refused=answer.att_error)
        else:
            self.tell(address, "reply", id=number, data=answer.hex())


class Host:
    """The links of a computer, for all its clients."""

    def __init__(
        self,
        stations: Mapping[str, RadioEnd],
        *,
        speedup: int = 1,
        real_time: Callable[[Nanoseconds], int] = int,
    ) -> None:
        """Hold no link yet.

        Args:
            stations: the devices in reach, by address; each is reached through here only.
            speedup: of the stations' clock, for the clients to keep the same one.
            real_time: turns a time of the stations into one that other processes understand.
        """
        self.real_time = real_time
        self.guests: set[Guest] = set()
        self.links = {address: SharedLink(address, each) for address, each in stations.items()}
        self._speedup = speedup
        for link in self.links.values():
            link.station.on_change = partial(self._tell_all, link)

    def admit(self, send: Callable[[Message], None], refuse: Callable[[], None]) -> Guest:
        """Take in a client: it is told the time and the treadmills, and each change of one.

        Args:
            send: brings a message to the client, without waiting.
            refuse: turns the client away; `Guest.leave` follows, as whenever one goes.
        """
        guest = Guest(self, send, refuse)
        self.guests.add(guest)
        stations = {address: _about(link) for address, link in self.links.items()}
        send({"tell": "hello", "speedup": self._speedup, "stations": stations})
        return guest

    def _tell_all(self, link: SharedLink) -> None:
        for guest in self.guests:
            guest.tell(link.address, "station", **_about(link))


def _about(link: SharedLink) -> Message:
    return {
        "device": _device(link.station),
        "vacant": link.station.vacant,
        "linked": link.station.linked,
    }


def _device(station: RadioEnd) -> str:
    """Return what it is called between processes: a machine's name, or a kind of sensor."""
    if isinstance(station, Station):
        return station.machine.name
    return next(name for name, each in SENSORS.items() if each is station.peripheral)
