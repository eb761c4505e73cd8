"""A session line by line: for a screen reader, a log, or without a terminal at all."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from functools import partial
from typing import Final

from controller.cli.session.keyboard import Keys, raw_keys
from controller.cli.session.plain import Teller
from controller.cli.session.printer import Printer
from controller.operator.supervisor import Supervisor
from controller.records.discreet import Discreet
from controller.records.fold import fold
from controller.records.format import HEADER, MAY_MOVE, OUTPUT, Record, to_line
from controller.records.intents import RENEW_EVERY, Intent
from controller.records.summary import Summary
from controller.records.view import View
from controller.settings.values import USUAL, Settings
from controller.sound.announcer import SILENT, Announcer, Sounds
from controller.tui.keys.table import usable
from controller.words.catalogue import tr
from controller.words.recorded import tr_recorded
from controller.words.with_values import SIGNAL
from protocols.clock import LoopClock
from protocols.units import SECOND
from simulators.sitting.runner import VirtualRunner

EXIT_INTERRUPTED: Final = 130
_LISTEN_EVERY: Final = 0.1
"""In seconds: how often it is looked at what is to be heard."""


class PlainRun:
    """A front end that prints sentences and reads single keys.

    For a person at a terminal a thread of its own prints, so that neither a key nor a record waits
    for the terminal; a pipe is given every line, and waited for.
    """

    def __init__(
        self,
        operator: Supervisor,
        args: argparse.Namespace,
        settings: Settings = USUAL,
        sounds: Sounds = SILENT,
        *,
        interactive: bool,
    ) -> None:
        """Take the operator's end; nothing is started before `session`."""
        self._operator, self._args, self._interactive = operator, args, interactive
        self._outlet = sounds.outlet if interactive else None
        self._announcer = Announcer(self._ring, self._outlet, sounds.heard(settings))
        self._view = View()
        self._runner: VirtualRunner | None = None
        self._keys: Keys | None = None
        self._printer: Printer | None = None
        self._summary = Summary()
        self._teller = Teller(settings, args.emergency)
        self._stop_keys = usable(settings.stop_keys)
        self._discreet = Discreet() if settings.discreet else None
        self._number = 0
        self._phase = ""
        self._interrupted = False
        self.unheard = False
        """Nobody reads what is said any more."""
        self._begun = False
        self._left: asyncio.Future[int]

    async def session(self) -> int:
        """Guide one session and return its exit code."""
        loop = asyncio.get_running_loop()
        self._left = loop.create_future()
        with ExitStack() as open_things:
            if self._interactive:
                self._printer = Printer(partial(_call_in, loop, self._gone))
                open_things.callback(self._last_lines, self._printer)
            if self._args.simulate is not None:
                self._say(
                    tr("SIMULATED treadmill {machine!r}: no real belt moves.").format(
                        machine=self._args.simulate
                    )
                )
            self._operate(open_things)
            try:
                await self._operator.start(self._see)
                if self._outlet is not None:
                    self._outlet.start()
                code = await self._left
            finally:
                await self._operator.close()
                if self._outlet is not None:
                    self._outlet.close()
        return EXIT_INTERRUPTED if self._interrupted else code

    def _operate(self, open_things: ExitStack) -> None:
        """Put somebody at the keys: a person, or for a simulated belt a virtual runner."""
        loop = asyncio.get_running_loop()
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None and sys.platform != "win32":
                loop.add_signal_handler(number, self._signalled, name)
                open_things.callback(loop.remove_signal_handler, number)
        if not self._interactive:
            clock, real = LoopClock(loop, self._args.speedup or 1), LoopClock(loop)
            self._runner = VirtualRunner(self._operator, clock, real)
            open_things.callback(self._runner.leave)
            return
        keys = Keys(self._say, self._stop_keys, self._args.emergency)
        self._keys = keys
        self._teller.keys_list = True

        def pressed(text: str) -> None:
            if not text:
                self._gone()
                return
            self._announcer.silence(self._view)
            for intent in keys.intents(text, time.monotonic()):
                if intent is None:
                    self._operator.hang_up()
                else:
                    self._intend(intent)

        open_things.enter_context(raw_keys(pressed))
        for task in (loop.create_task(self._renew()), loop.create_task(self._listen())):
            open_things.callback(task.cancel)

    def _intend(self, intent: Intent) -> None:
        if intent.key == "stop" and self._phase in ("", "ended"):
            self._leave_or_wait()
        self._operator.press(intent)

    def _leave_or_wait(self) -> None:
        """Before and behind a session a stop key leaves, if nothing moves that is ours."""
        if not self._begun:
            self._say(tr("Left before the start; the belt was not started."))
            self._finish(0)
        else:
            self._say(tr("The belt is watched for 15 seconds more."))

    async def _renew(self) -> None:
        while True:
            # A terminal that takes nothing shows nobody this session: it is as lost as a screen.
            if self._printer is None or not self._printer.stuck:
                self._operator.renew(self._number, moving=self._phase in MAY_MOVE)
            await asyncio.sleep(RENEW_EVERY / SECOND)

    async def _listen(self) -> None:
        while True:
            sound = not self._args.silent
            self._announcer.look(self._view, time.monotonic(), sound=sound)
            await asyncio.sleep(_LISTEN_EVERY)

    def _signalled(self, name: str) -> None:
        self._interrupted = name == "SIGINT"
        if self._begun:
            self._operator.press(Intent("stop", because=SIGNAL.format(name=name)))
        else:
            self._finish(0)

    def _gone(self) -> None:
        """Nobody is there any more; the controller goes on by itself until the belt is still."""
        self.unheard = True
        self._operator.hang_up()

    def _finish(self, code: int) -> None:
        if not self._left.done():
            self._left.set_result(code)

    def _see(self, record: Record) -> None:
        self._number = record["n"]
        self._begun = self._begun or record["io"] == HEADER
        self._summary.add(record)
        if record["io"] == OUTPUT and record["kind"] == "phase":
            self._phase = record["phase"]
        self._view = fold(self._view, record)
        if self._runner is not None:
            self._runner.see(record)
        if record["io"] == HEADER:
            self._introduce(record)
        if self._args.json:
            self._say(to_line(record))
        elif record["io"] != HEADER:
            for line in self._teller.lines(record):
                self._say(line)
        if self._keys is not None:
            self._keys.told(record if self._discreet is None else self._discreet.told(record))
        if record["kind"] == "left":
            code = record["exit_code"]
            self._finish(self._summary.exit_code if code is None else code)

    def _ring(self) -> None:
        self._say("\a")

    def _introduce(self, header: Record) -> None:
        machine = header["machine"]
        name, plan = machine["name"] or machine["address"], header["title"]
        if header["levels"] > 1:
            plan = tr("{plan}, level {level}").format(plan=header["plan"], level=header["level"])
        self._say(
            tr("{treadmill}: {plan}.  Not a medical device; see SAFETY.md.").format(
                treadmill=name, plan=plan
            )
        )
        for line in self._teller.lines(header):
            self._say(line)
        control, why = header["setup"].get("control", "full"), header.get("manual")
        if control != "full":
            self._say(
                tr(
                    "MANUAL MODE: {why}. Reprise says what to press; you press it. "
                    "Its own stop is the one to use."
                ).format(why=tr_recorded(why or ""))
            )
        if self._interactive:
            space = (
                tr("SPACE stop the belt") if control != "none" else tr("SPACE end (cannot stop it)")
            )
            self._say(
                tr(
                    "Clip the treadmill's safety key to you: it is the only real stop.\n"
                    "G start   {space}   P pause   W walk   S something is wrong   U unwell\n"
                    "DOWN slower   UP takes it back   C cool down   "
                    "BACKSPACE last answer back, for 3 s"
                ).format(space=space)
            )

    def _say(self, text: str) -> None:
        if self.unheard:
            return
        stream = sys.stderr if self._args.json and not text.startswith("{") else sys.stdout
        if self._printer is not None:
            self._printer.say(text, stream)
            return
        try:
            stream.write(text + "\n")
            stream.flush()
        except (OSError, ValueError):
            # The reader of our output is gone: nobody is there any more.
            asyncio.get_running_loop().call_soon(self._gone)
            self.unheard = True

    def _last_lines(self, printer: Printer) -> None:
        self.unheard = not printer.close() or self.unheard


def _call_in(loop: asyncio.AbstractEventLoop, what: Callable[[], None]) -> None:
    with suppress(RuntimeError):  # the loop is over, and with it the session
        loop.call_soon_threadsafe(what)
