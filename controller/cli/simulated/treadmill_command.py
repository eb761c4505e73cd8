"""``reprise treadmill``: a simulated treadmill on the air, with a screen or a control."""

from __future__ import annotations

import argparse
import asyncio
import importlib.util
import json
import logging
import re
import signal
import sys
from contextlib import suppress
from random import Random
from typing import TYPE_CHECKING, Any, Final, Protocol

from controller.cli.extras import missing_extra
from protocols.clock import LoopClock
from simulators.driven.control import Control
from simulators.driven.control_ends import PortEnd, StandardEnd
from simulators.driven.tampering import CONSOLE, Tampering
from simulators.driven.watched import WatchedStation
from simulators.faults import FORMS, OF_A_TREADMILL
from simulators.profiles import find_machine
from simulators.radio.endpoint import RadioUnavailable
from simulators.radio.serving import address_for, machine_for, put_on

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulators.link.wire import Message
    from simulators.treadmill.machine import MachineProfile

_EXIT_USAGE: Final = 2
_COLOUR: Final = re.compile(r"\x1b\[[0-9;]*m")
"""Bumble writes its log for a terminal."""
_NO_TERMINAL: Final = (
    "reprise: there is no terminal for its screen; add --control - or --control tcp:0, and drive "
    "it by lines of JSON.\n"
)


class _End(Protocol):
    """Where what the treadmill tells goes to."""

    def tell(self, message: Message) -> None:
        """Take a message, without waiting."""

    async def close(self, last: Message) -> None:
        """Send a last message, and see to it that what was told arrives."""


def run_treadmill(args: argparse.Namespace) -> int:
    """Serve a treadmill until it is left, and return the exit code.

    Raises:
        MachineUnknown: no machine has that name.
        RadioUnavailable: the radio or the control's port cannot be used, or not any more.
    """
    machine = find_machine(args.machine)
    if importlib.util.find_spec("bumble") is None:
        sys.stderr.write(f"reprise: {missing_extra('a treadmill on the air', 'bumble', 'radio')}\n")
        return _EXIT_USAGE
    if args.control is None and not (sys.stdin.isatty() and sys.stdout.isatty()):
        sys.stderr.write(_NO_TERMINAL)
        return _EXIT_USAGE
    asyncio.run(_Served(machine, args.radio).serve(args.control))
    return 0


class _Served:
    """A treadmill, from its being switched on to its being switched off."""

    def __init__(self, machine: MachineProfile, radio: str) -> None:
        self._machine, self._radio_name = machine, radio
        self._hear: Callable[[Message], None] = lambda _message: None

    async def serve(self, control: str | None) -> None:
        """Be the treadmill until somebody ends it."""
        loop = asyncio.get_running_loop()
        self._clock = LoopClock(loop)
        machine = machine_for(self._radio_name, self._machine)
        self._station = WatchedStation(address_for(machine), machine, self._clock, self._tell)
        self._tampering = Tampering(self._station, self._clock, Random())  # noqa: S311
        self._ended: asyncio.Future[str] = loop.create_future()
        with suppress(NotImplementedError):  # Windows has no such handlers
            for number in (signal.SIGINT, signal.SIGTERM):
                loop.add_signal_handler(number, self._leave, "signal")
        trouble = _Trouble(self._station)
        loop.set_exception_handler(trouble.of_loop)
        self._radio = await put_on(self._radio_name, self._station)
        try:
            await (self._screen() if control is None else self._headless(control))
        finally:
            await self._radio.close()
            # What is under way is cancelled with the loop, and finds nobody waiting.
            loop.set_exception_handler(lambda _loop, _context: None)

    def _tell(self, message: Message) -> None:
        self._hear(message)

    def _leave(self, because: str) -> None:
        if not self._ended.done():
            self._ended.set_result(because)

    async def _screen(self) -> None:
        from controller.cli.simulated.treadmill_bench import StationBench  # noqa: PLC0415
        from controller.tui.treadmill.app import TreadmillApp  # noqa: PLC0415

        bench = StationBench(self._station, self._tampering, self._clock, self._radio.how)
        self._hear = bench.hear
        app = TreadmillApp(bench)
        shown = asyncio.ensure_future(app.run_async())
        shown.add_done_callback(lambda _shown: self._leave("quit"))
        try:
            await self._until_ended()
        finally:
            app.exit()
            await shown
        if app.mistake is not None:
            raise app.mistake
        client = self._station.linked
        sys.stdout.write(
            "The treadmill is switched off"
            + ("; its client has lost the link.\n" if client else ".\n")
        )

    async def _headless(self, control: str) -> None:
        driver = Control(self._station, self._tampering, self._leave)
        end: _End
        if control == "-":
            end = standard = StandardEnd(driver, self._leave)
            standard.tell(self._hello())
        else:
            end = port = PortEnd(driver, self._hello)
            try:
                listening = await port.listen(int(control.partition(":")[2]))
            except OSError as error:
                raise RadioUnavailable(
                    f"the control cannot listen at {control} ({error.strerror}); choose another "
                    "port, or tcp:0 for a free one."
                ) from error
            told = {**self._hello(), "control": listening}
            print(json.dumps(told), flush=True)  # noqa: T201  # it is data
        self._hear = end.tell
        because = "the radio is gone"
        try:
            because = await self._until_ended()
        finally:
            await end.close(self._station.news(bye=because))

    async def _until_ended(self) -> str:
        """Return why it is ended, if the radio lasts so long."""
        lost = asyncio.ensure_future(self._radio.lost())
        try:
            ends: list[asyncio.Future[Any]] = [lost, self._ended]
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
            if lost.done():
                await lost
            return await self._ended
        finally:
            lost.cancel()

    def _hello(self) -> Message:
        machine = self._machine
        told: Message = {
            "treadmill": machine.name,
            "title": machine.title,
            "name": machine.radio.local_name,
            "address": self._station.address,
            "radio": self._radio.how,
            "faults": {kind: FORMS[kind].means for kind in OF_A_TREADMILL},
            "console": list(CONSOLE),
        }
        return self._station.news(**told)


class _Trouble(logging.Handler):
    """What the radio complains of while it serves, told as news and never as a traceback."""

    def __init__(self, station: WatchedStation) -> None:
        super().__init__(logging.ERROR)
        self._station = station
        for name in ("bumble", "simulators.radio"):
            logger = logging.getLogger(name)
            logger.propagate = False
            logger.handlers = [self]

    def emit(self, record: logging.LogRecord) -> None:
        plain = _COLOUR.sub("", record.getMessage())
        self._station.tell(trouble=" ".join(plain.split()))

    def of_loop(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception") or context["message"]
        self._station.tell(trouble=f"{type(error).__name__}: {error}")
