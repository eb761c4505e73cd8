"""``reprise run``: a guided session in real time, line by line in this version."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from platformdirs import user_data_path

from controller.cli.keyboard import Keys, raw_keys
from controller.cli.plain import sentence
from controller.core.numbers import START_DELAY, USER_CAP
from controller.core.state import Setup
from controller.records.format import OUTPUT, Record, to_line
from controller.session.admission import admit
from controller.session.inputs import Intent
from controller.session.journal import FileJournal, Journal, NoJournal
from controller.session.pipe import MemoryPipe
from controller.session.shell import Session
from plans.compile import compile_session
from plans.shelf import find_plan, find_policy
from protocols.bleak_link import BleakLink, find_treadmill
from protocols.clock import LoopClock
from protocols.units import SECOND
from simulators.profiles import find_machine
from simulators.runner import LEASE_EVERY, ScriptInvalid, VirtualRunner

if TYPE_CHECKING:
    from controller.core.symptoms import Policy
    from controller.core.timeline import Program

_SIMULATED_ADDRESS: Final = "5E:1F:7E:AD:00:01"


def run(args: argparse.Namespace) -> int:
    """Run one session and return its exit code."""
    simulated = args.simulate is not None
    interactive = sys.stdin.isatty() and sys.stdout.isatty()
    if args.speedup is not None and not simulated:
        raise ScriptInvalid("--speedup is for a simulated treadmill; add --simulate.")
    if args.treadmill is not None and simulated:
        raise ScriptInvalid("--treadmill is for a real one; leave --simulate away.")
    if not simulated and not interactive:
        raise ScriptInvalid(
            "a real belt needs somebody at the keys: run this in a terminal, or add --simulate."
        )
    if interactive and sys.platform == "win32":
        raise ScriptInvalid("keys cannot be read on Windows in this version; use WSL.")
    plan = find_plan(args.plan)
    program = compile_session(plan, args.level)
    policy = find_policy(plan.policy)
    if simulated:
        find_machine(args.simulate)
    about = {"plan": plan.id, "level": args.level, "simulated": args.simulate}
    guide = _Guide(args, program, policy, about, interactive=interactive)
    return asyncio.run(guide.session())


class _Guide:
    """Everything around one session at a terminal."""

    def __init__(
        self,
        args: argparse.Namespace,
        program: Program,
        policy: Policy,
        about: dict[str, Any],
        *,
        interactive: bool,
    ) -> None:
        self._args, self._program, self._policy, self._about = args, program, policy, about
        self._interactive = interactive
        self._pipe = MemoryPipe()
        self._phase = ""
        self._interrupted = False
        self._unheard = False
        self._leave: Callable[[], None] = lambda: None

    async def session(self) -> int:
        args = self._args
        loop = asyncio.get_running_loop()
        real = LoopClock(loop)
        clock = LoopClock(loop, args.speedup or 1)
        client_backend = scanner_backend = None
        if args.simulate is not None:
            from simulators.air import SimulatedAir  # noqa: PLC0415

            air = SimulatedAir(clock)
            air.add(_SIMULATED_ADDRESS, find_machine(args.simulate))
            client_backend, scanner_backend = air.client_backend, air.scanner_backend
            self._say(f"SIMULATED treadmill {args.simulate!r}: no real belt moves.")
        else:
            self._say("Looking for a treadmill. Many sleep: press a button on it.")
        device = await find_treadmill(args.treadmill, backend=scanner_backend)
        link, machine = await BleakLink.connect(device, backend=client_backend)
        try:
            setup = Setup(
                self._program, self._policy, admit(self._program, machine), USER_CAP, START_DELAY
            )
            journal = self._journal()
            self._introduce(machine.name)
            self._pipe.attach_operator(self._see)
            session = Session(
                setup,
                link=link,
                machine=machine,
                pipe=self._pipe,
                clock=clock,
                lease_clock=real,
                journal=journal,
                about=self._about,
            )
            try:
                with ExitStack() as open_things:
                    self._operate(open_things, clock, real)
                    bug = await session.serve()
            finally:
                self._leave()
                journal.close()
        finally:
            await link.close()
        if self._interrupted:
            return 130
        return 70 if bug is not None else session.summary.exit_code

    def _operate(self, open_things: ExitStack, clock: LoopClock, real: LoopClock) -> None:
        """Put somebody at the keys: a person, or for a simulated belt a virtual runner."""
        loop = asyncio.get_running_loop()
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None and sys.platform != "win32":
                loop.add_signal_handler(number, self._signalled, name)
                open_things.callback(loop.remove_signal_handler, number)
        if not self._interactive:
            runner = VirtualRunner(self._pipe, clock, real)
            self._leave = runner.leave
            self._pipe.attach_operator(self._see_and(runner.see))
            return
        keys = Keys(self._policy, self._say)

        def pressed(text: str) -> None:
            if not text:
                self._pipe.hang_up()
                return
            for key in [text] if text.startswith("\x1b") else list(text):
                intent = keys.pressed(key)
                if intent is not None:
                    self._intend(intent)

        open_things.enter_context(raw_keys(pressed))
        renewal = loop.create_task(self._renew())
        open_things.callback(renewal.cancel)

    def _intend(self, intent: Intent) -> None:
        if intent.key == "start" and self._phase == "paused":
            intent = Intent("resume")
        if intent.key == "stop" and self._phase == "ended":
            self._say("The belt is watched for 15 seconds more.")
        self._pipe.intend(intent)

    async def _renew(self) -> None:
        while True:
            self._pipe.renew()
            await asyncio.sleep(LEASE_EVERY / SECOND)

    def _signalled(self, name: str) -> None:
        self._interrupted = name == "SIGINT"
        self._pipe.intend(Intent("stop", because=f"signal {name}"))

    def _see_and(self, further: Callable[[Record], None]) -> Callable[[Record], None]:
        def see(record: Record) -> None:
            self._see(record)
            further(record)

        return see

    def _see(self, record: Record) -> None:
        if record["io"] == OUTPUT and record["kind"] == "phase":
            self._phase = record["phase"]
        if self._args.json:
            self._say(to_line(record))
            return
        line = sentence(record)
        if line is not None:
            self._say(line)

    def _say(self, text: str) -> None:
        if self._unheard:
            return
        stream = sys.stderr if self._args.json and not text.startswith("{") else sys.stdout
        try:
            stream.write(text + "\n")
            stream.flush()
        except OSError:
            # The terminal or the reader of our output is gone: nobody is there any more.
            self._unheard = True
            asyncio.get_running_loop().call_soon(self._pipe.hang_up)

    def _introduce(self, name: str) -> None:
        plan = f"{self._about['plan']}, level {self._about['level']}"
        self._say(f"{name}: {plan}.  Not a medical device; see SAFETY.md.")
        if self._interactive:
            self._say(
                "Clip the treadmill's safety key to you: it is the only real stop.\n"
                "G start   SPACE stop the belt   P pause   S something is wrong   ENTER nothing"
            )

    def _journal(self) -> Journal:
        """Open a new journal in the user's data folder; without one the session still runs."""
        began = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
        folder = "simulated" if self._args.simulate is not None else "sessions"
        path = Path(user_data_path("reprise")) / folder / f"{began}.jsonl"
        try:
            journal = FileJournal(path)
        except OSError as error:
            self._say(f"No journal is kept: {path} ({error.strerror}). The session goes on.")
            return NoJournal()
        self._say(f"Journal: {path}")
        return journal
