"""A private D-Bus daemon, and a small logind and desktop on it."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

if TYPE_CHECKING:
    from dbus_fast import Message
    from dbus_fast.aio import MessageBus

CONFIG: Final = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={path}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*"/>
    <allow receive_sender="*"/>
    <allow own="*"/>
    <allow user="*"/>
  </policy>
</busconfig>
"""


class Daemon:
    """The daemon, as a real process."""

    def __init__(self, program: str, folder: Path) -> None:
        """Start it and wait until it listens."""
        config = folder / "bus.conf"
        config.write_text(CONFIG.format(path=folder / "bus"))
        self._process = subprocess.Popen(
            [program, f"--config-file={config}", "--nofork", "--nopidfile", "--print-address"],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        self.address = self._process.stdout.readline().strip()
        assert self.address.startswith("unix:")

    def hang(self) -> None:
        """Let it live and answer nothing."""
        self._process.send_signal(signal.SIGSTOP)

    def end(self) -> None:
        """Kill it; a second time does nothing."""
        self._process.kill()
        self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()


class Service:
    """One end of a private bus, under a well-known name, that answers calls of one member."""

    def __init__(self, address: str, name: str) -> None:
        """Remember where to be and under which name."""
        self._address = address
        self._name = name
        self.calls: list[list[object]] = []
        """The arguments of every call so far."""
        self.refuses = False
        self.answers = True
        self._bus: MessageBus | None = None
        self._waiting: list[Message] = []

    @property
    def bus(self) -> MessageBus:
        """The connection."""
        assert self._bus is not None
        return self._bus

    async def __aenter__(self) -> Self:
        from dbus_fast.aio import MessageBus  # noqa: PLC0415  # absent where there is no D-Bus

        bus = MessageBus(bus_address=self._address, negotiate_unix_fd=True)
        self._bus = await bus.connect()
        self._bus.add_message_handler(self._received)
        await self._bus.request_name(self._name)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self.bus.connected:
            self.bus.disconnect()
            await self.bus.wait_for_disconnect()  # type: ignore[no-untyped-call]

    def _received(self, message: Message) -> Message | bool | None:
        from dbus_fast import Message, MessageType  # noqa: PLC0415

        if message.message_type is not MessageType.METHOD_CALL or message.member != "Inhibit":
            return None
        self.calls.append(message.body)
        if not self.answers:
            self._waiting.append(message)
            return True
        if self.refuses:
            return Message.new_error(message, "org.freedesktop.DBus.Error.AccessDenied", "no")
        return self.inhibit(message)

    def inhibit(self, message: Message) -> Message | bool:
        """Answer a call of Inhibit."""
        raise NotImplementedError


class Desktop(Service):
    """Owns the name of the screen saver and gives out cookies."""

    def __init__(self, address: str) -> None:
        """Lock nothing yet."""
        super().__init__(address, "org.freedesktop.ScreenSaver")

    def inhibit(self, message: Message) -> Message:
        """Give a cookie."""
        from dbus_fast import Message  # noqa: PLC0415

        return Message.new_method_return(message, "u", [7])


class Logind(Service):
    """Gives out inhibitor locks as pipes, and sees when one is closed, as the real one does."""

    def __init__(self, address: str) -> None:
        """Hold nothing yet."""
        super().__init__(address, "org.freedesktop.login1")
        self._locks: list[int] = []

    async def __aexit__(self, *_: object) -> None:
        for lock in self._locks:
            os.close(lock)
        await super().__aexit__()

    def inhibit(self, message: Message) -> bool:
        """Give a lock."""
        from dbus_fast import Message  # noqa: PLC0415

        ours, theirs = os.pipe()
        os.set_blocking(ours, False)
        self._locks.append(ours)
        sent = self.bus.send(Message.new_method_return(message, "h", [0], [theirs]))
        sent.add_done_callback(lambda _: os.close(theirs))
        return True

    def answer_late(self) -> None:
        """Answer what was left without one."""
        for message in self._waiting:
            self.inhibit(message)

    def given(self) -> int:
        """Return how many locks were given out so far."""
        return len(self._locks)

    def held(self) -> int:
        """Return how many locks are open at the other end."""
        return sum(_is_open(lock) for lock in self._locks)

    def prepare(self, *, begins: bool) -> asyncio.Future[None]:
        """Announce that a sleep begins, or that it is over."""
        from dbus_fast import Message  # noqa: PLC0415

        return self.bus.send(
            Message.new_signal(
                "/org/freedesktop/login1",
                "org.freedesktop.login1.Manager",
                "PrepareForSleep",
                "b",
                [begins],
            )
        )


def _is_open(lock: int) -> bool:
    try:
        return os.read(lock, 1) != b""
    except BlockingIOError:
        return True
