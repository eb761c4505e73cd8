"""What the fixture ``treadmill`` gives to other people's tests: belts, and time that is virtual.

docs/simulators.md, "In your own tests", is its manual. Everything here is done by the parts that
`reprise treadmill` and the faults of a simulated session are made of; nothing is decided here.
"""

from __future__ import annotations

import asyncio
import json
import re
from random import Random
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from protocols.units import SECOND, Nanoseconds
from simulators.driven import command_words
from simulators.driven.tampering import CONSOLE, Tampering, fault_named, kind_named, steps_of
from simulators.driven.watched import WatchedStation
from simulators.link.backends import backends_for
from simulators.profiles import find_machine
from simulators.treadmill.reporting import shown_speed
from simulators.virtual_time import TimeStandsStillError, VirtualLoop, give_up
from simulators.written.document import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Awaitable, Iterable

    from simulators.link.radio_end import RadioEnd
    from simulators.link.wire import Message
    from simulators.virtual_time import VirtualClock

T = TypeVar("T")

_LONGEST: Final = Nanoseconds(6 * 3600 * SECOND)
"""A test that waits for longer than this waits for what never comes: belts run for ever."""
_LONGEST_S: Final = _LONGEST // SECOND
_ADDRESS: Final = re.compile(
    r"[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){5}|[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"
)
"""Bluetooth's own, or what macOS has in its place."""
_ADDRESSES: Final = "5E:1F:7E:AD:{:02X}:{:02X}"


class TimeOfTest:
    """The loop of one test and its fixtures."""

    def __init__(self) -> None:
        """Begin at 0 s; nothing runs yet."""
        self._loop = VirtualLoop()
        self._loop.set_exception_handler(self._fail)
        self._runner = asyncio.Runner(loop_factory=lambda: self._loop)
        self._raised: list[BaseException] = []
        self.treadmills = Treadmills(self._loop.clock)

    def run(self, work: Awaitable[T]) -> T:
        """Run something to its end.

        Raises:
            TimeStandsStillError: it waits for what never comes, or spins at one moment.
            Exception: what it raised, or a callback meanwhile: a real loop would only log that.
        """
        __tracebackhide__ = True
        clock = self._loop.clock
        late = False

        async def in_time() -> T:
            task = asyncio.ensure_future(work)

            def end() -> None:
                nonlocal late
                late = True
                task.cancel()

            timer = clock.call_at(Nanoseconds(clock.now() + _LONGEST), end)
            try:
                return await task
            finally:
                timer.cancel()

        try:
            result = self._runner.run(in_time())
        except TimeStandsStillError:
            give_up(self._loop)
            raise
        except asyncio.CancelledError as where:
            if not late:
                raise
            hours = _LONGEST // (3600 * SECOND)
            raise TimeStandsStillError(
                f"{hours} hours of virtual time have passed, which is all that a test has: it "
                "waits for what never comes, or advances too far"
            ) from where
        if self._raised:
            raise self._raised.pop(0)
        return result

    def close(self) -> None:
        """Cancel what is left and close the loop, as `asyncio.run` does at its end."""
        self._runner.close()

    def _fail(self, _: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        self._raised.append(context.get("exception") or RuntimeError(context["message"]))


class Command(NamedTuple):
    """What a client wrote to the control point, refused or not."""

    at_s: float
    """When it arrived, in seconds since the test began."""
    data: bytes

    @property
    def hex(self) -> str:
        """Its bytes, ``02f401``."""
        return self.data.hex()

    @property
    def means(self) -> str:
        """Its words, ``target 5.00 km/h``."""
        return command_words.asks(self.data)


class Treadmills:
    """The treadmills of one test, all in one room; call it for another one."""

    def __init__(self, clock: VirtualClock) -> None:
        """Begin with an empty room."""
        self._clock = clock
        self._stations: dict[str, RadioEnd] = {}
        self._told: list[Message] = []
        backends = backends_for(self._stations, clock)
        self.backend = backends.client
        """``BleakClient(address, backend=...)``; one for the whole room, like the others."""
        self.scanner_backend = backends.scanner
        """``BleakScanner(backend=...)``."""
        self.adapter_backend = backends.adapter
        """``BleakAdapter.get(backend=...)``."""

    def __call__(
        self,
        machine: str = "generic",
        *,
        address: str | None = None,
        faults: Iterable[str] = (),
        seed: int = 0,
    ) -> GivenTreadmill:
        """Switch a treadmill on; its belt is still, and somebody stands on it.

        Args:
            machine: a name of ``reprise machines list``, or a path to a ``*.yaml`` file.
            address: where it is; one of its own if it is not said.
            faults: what is wrong from the beginning and for good, as of `GivenTreadmill.fault`;
                one of them may come alone.
            seed: of what its faults leave to chance.

        Raises:
            MachineUnknown: there is no such profile; the sentence has the nearest.
            MachineInvalid: a file with mistakes.
            ValueError: it is no address or there is a treadmill at it, or there is no such fault.
        """
        if address is None:
            address = _ADDRESSES.format(*divmod(len(self._stations) + 1, 256))
        if not _ADDRESS.fullmatch(address):
            example = _ADDRESSES.format(0, 1)
            raise ValueError(f'"{address}" is no address; write it like {example}.')
        if address in self._stations:
            raise ValueError(f"there is a treadmill at {address} already; choose another address.")
        told = self._told
        station = WatchedStation(address, find_machine(machine), self._clock, told.append)
        self._stations[address] = station
        given = GivenTreadmill(self, station, self._clock, Random(seed))  # noqa: S311
        for each in (faults,) if isinstance(faults, str) else faults:
            given.fault(each)
        return given

    def told(self) -> list[str]:
        """Return all that has happened to all of them, as lines of ``reprise treadmill``."""
        return [json.dumps(each) for each in self._told]


class GivenTreadmill:
    """A treadmill that a test was given."""

    def __init__(
        self, room: Treadmills, station: WatchedStation, clock: VirtualClock, random: Random
    ) -> None:
        """Hold a station; `Treadmills` makes these."""
        self.address = station.address
        self.backend, self.scanner_backend = room.backend, room.scanner_backend
        self.adapter_backend = room.adapter_backend
        self._station, self._clock = station, clock
        self._tampering = Tampering(station, clock, random)

    @property
    def now_s(self) -> float:
        """Seconds of virtual time since the test began; the test's loop says the same."""
        return self._clock.now() / SECOND

    @property
    def speed_kmh(self) -> float:
        """How fast the belt truly runs, whatever the machine says; 0 only if it stands."""
        return self._station.belt_speed() / 100

    @property
    def reported_kmh(self) -> float:
        """What the machine says that it runs, in Treadmill Data."""
        return shown_speed(self._station.treadmill, self._clock.now()) / 100

    @property
    def phase(self) -> str:
        """still, countdown, moving, stopping, pausing or paused, as the machine has it."""
        return self._station.treadmill.phase.value

    @property
    def connected(self) -> bool:
        """Whether a client holds the link, though the radio may be silent."""
        return self._station.linked

    @property
    def commands(self) -> list[Command]:
        """All that has reached the control point."""
        return [Command(when / SECOND, data) for when, data in self._station.commands]

    @property
    def commands_hex(self) -> list[str]:
        """The same as hex only: ``["00", "07", "02f401", "0801"]``."""
        return [each.hex for each in self.commands]

    async def advance(self, *, seconds: float) -> None:
        """Let so much virtual time pass; everything that is due in it happens.

        Raises:
            ValueError: time does not go back, or not so far on in one test.
        """
        if not 0 <= seconds <= _LONGEST_S:
            raise ValueError(
                f"time cannot be advanced by {seconds} s; write 0 to {_LONGEST_S}, which is all "
                "the virtual time that a test has."
            )
        await asyncio.sleep(seconds)

    def press(self, key: str) -> None:
        """Press a key of the treadmill's own console: start, stop, faster, slower, safety-key.

        Raises:
            ValueError: there is no such key.
        """
        if key not in CONSOLE:
            known = tuple(CONSOLE)
            raise ValueError(f'the console has no key "{key}"; {did_you_mean(key, known)}')
        self._tampering.press(key)

    def pull_safety_key(self) -> None:
        """Pull the treadmill's safety key."""
        self._tampering.press("safety-key")

    def step_off(self) -> None:
        """Let nobody be on the belt; it runs on, unless the machine minds."""
        self._tampering.foot(on=False)

    def step_on(self) -> None:
        """Let somebody be on the belt."""
        self._tampering.foot(on=True)

    def steps(self, per_minute: int | None) -> None:
        """Let whoever is on the belt step so often; None: as the belt asks.

        Raises:
            ValueError: it is no such number.
        """
        self._tampering.step(steps_of(per_minute, "None"))

    def fault(self, name: str, *, for_s: float | None = None) -> None:
        """Let something go wrong now, for so many seconds or until `mend`.

        Args:
            name: as in the page's table, with an amount where one is needed or wanted:
                ``link-loss``, ``late-answers=400ms``, ``lost-notifications=20%``.
            for_s: seconds of virtual time.

        Raises:
            ValueError: there is no such fault, or something is missing; the sentence says what.
        """
        if for_s is not None and not 0 < for_s <= _LONGEST_S:
            raise ValueError(
                f"{name} cannot last for {for_s} s; write more than 0, and {_LONGEST_S} at most."
            )
        span = Nanoseconds(0 if for_s is None else max(1, round(for_s * SECOND)))
        word, equals, amount = name.partition("=")
        how = f'"{word}=AMOUNT"'
        self._tampering.begin(fault_named(word, amount if equals else None, span, how))

    def mend(self, name: str) -> None:
        """End a fault, if it lasts.

        Raises:
            ValueError: there is no such fault.
        """
        self._tampering.mend(kind_named(name))
