"""The controller's process: it owns the radio, the session and the journal, and no terminal.

Keys come in on standard input, records go out on standard output, one JSON line each; it can be
driven by hand. ``--take-over`` makes it the successor of a controller that died: it reads that
one's header as the first line, stops the treadmill named there, and stays on watch.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import AsyncExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from controller.cli.session.accepted import parse_accepted
from controller.cli.session.attendant import Attendant, Overheard, sleep_watch
from controller.cli.session.lock import TreadmillBusy, hold_treadmill, look_for_others
from controller.cli.session.planned import add_words, planned
from controller.cli.session.succession import find_again
from controller.cli.session.wearables import Wearables
from controller.core.numbers import USER_CAP
from controller.core.state import Setup
from controller.records.format import SHELL, Record
from controller.records.learnt import NOTHING_LEARNT, from_json, known_of, start_delay_of
from controller.session.admission import NotPossible, admit
from controller.session.header import setup_of
from controller.session.inputs import MustStop, TakeOver
from controller.session.journal import FileJournal, Journal, NoJournal
from controller.session.pipe import LinePipe
from controller.session.shell import BEAT_EVERY, Clocks, Session
from controller.words.later import tr_later
from controller.words.with_values import CALLED_OFF, SIGNAL
from plans.probe import NothingToProbe
from plans.problems import Refused
from protocols.bleak_find import find_treadmill
from protocols.bleak_link import BleakLink
from protocols.clock import LoopClock
from protocols.discovery import tidy_name
from protocols.ftms import decode_speed_range
from protocols.gatt import SUPPORTED_SPEED_RANGE
from protocols.link import LinkFailed, Machine
from protocols.sensor_link import Radio
from protocols.units import SECOND

EXIT_DONE: Final = 0
EXIT_REFUSED: Final = 1
EXIT_BUG: Final = 70
_ABOUT: Final = ("plan", "title", "level", "levels", "simulated", "speedup", "manual", "review")
"""What a header says of the session beside its set-up; a successor's says the same."""


def make_parser() -> argparse.ArgumentParser:
    """Return the parser; a person need not see it, `Commands` in `run` writes the words."""
    parser = argparse.ArgumentParser(prog="reprise-controller", description=__doc__)
    add_words(parser)
    parser.add_argument("--treadmill", metavar="ADDRESS")
    parser.add_argument("--world", metavar="unix:PATH", help="a simulated world instead of a radio")
    parser.add_argument("--machine", help="what the simulated treadmill is called")
    parser.add_argument("--footpod", metavar="ADDRESS")
    parser.add_argument("--strap", metavar="ADDRESS")
    parser.add_argument("--speedup", type=int, default=1)
    parser.add_argument("--drill", action="store_true", help="its stop was never seen to work")
    parser.add_argument("--manual", action="store_true", help="the runner presses the keys")
    parser.add_argument("--learnt", metavar="JSON", help="what was learnt of the treadmill")
    parser.add_argument("--journals", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--take-over", metavar="WHY")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Serve one session and return its exit code."""
    parser = make_parser()
    args = parser.parse_args(argv)
    if args.treadmill is None and args.world is None:
        parser.error("a treadmill is never connected unless it is named by --treadmill ADDRESS.")
    records_out = os.dup(1)
    os.dup2(2, 1)  # whatever else prints must not print between the records
    return asyncio.run(_Child(args, records_out).serve())


class _Child:
    """What one controller is made of."""

    def __init__(self, args: argparse.Namespace, records_out: int) -> None:
        self._args, self._records_out = args, records_out
        self._session: Session | None = None
        self._told_to_go: str | None = None
        self._code_of_going = EXIT_REFUSED
        self._main: asyncio.Task[Any] | None = None

    async def serve(self) -> int:
        """Serve, and say why if it cannot be begun."""
        header = self._header_of_the_old_one() if self._args.take_over is not None else None
        loop = asyncio.get_running_loop()
        self._main = asyncio.current_task()
        self._listen_to_signals(loop)
        pipe = LinePipe(loop, 0, self._records_out, self._left_alone, self._call_off)
        alive = loop.create_task(self._show_life(pipe))
        try:
            async with AsyncExitStack() as open_things:
                if header is None:
                    return await self._begin(pipe, open_things)
                return await self._take_over(pipe, open_things, header)
        except (LinkFailed, NotPossible, NothingToProbe, Refused, TreadmillBusy) as error:
            code = 5 if isinstance(error, LinkFailed) else 1
            pipe.send(_shell("not_begun", because=str(error), exit_code=code))
            return code
        except asyncio.CancelledError:
            pipe.send(
                _shell("not_begun", because=f"{self._told_to_go}", exit_code=self._code_of_going)
            )
            return self._code_of_going
        finally:
            alive.cancel()
            # Told to go while it goes already: the last word found nobody at the other end.
            with suppress(asyncio.CancelledError):
                await asyncio.gather(alive, return_exceptions=True)
            pipe.close()

    async def _show_life(self, pipe: LinePipe) -> None:
        """Beat until the session does so itself: a search takes its time, and is not silence."""
        while self._session is None:
            pipe.send(_shell("beat"))
            await asyncio.sleep(BEAT_EVERY / SECOND)

    def _left_alone(self) -> None:
        """Go, if the front end goes before there is a session; a successor has its errand."""
        self._go(tr_later("the screen is gone"))

    def _call_off(self, because: str) -> None:
        """End the search: a stop was asked for before there is a session."""
        if self._told_to_go is None:
            self._code_of_going = EXIT_DONE
        self._go(CALLED_OFF.format(because=because))

    async def _begin(self, pipe: LinePipe, open_things: AsyncExitStack) -> int:
        args = self._args
        session = planned(args)
        look_for_others(args.treadmill, args.world)
        air = await self._air(open_things)
        pipe.send(_shell("stage", stage="looking", because=""))
        device = await find_treadmill(args.treadmill, backend=air.scanner)
        open_things.enter_context(hold_treadmill(device.address, args.world))
        name = tidy_name(device.name, device.address) or device.address
        pipe.send(_shell("stage", stage="connecting", because=name))
        link, machine = await BleakLink.connect(device, backend=air.client)
        open_things.push_async_callback(link.close)
        if args.probe:
            said = decode_speed_range(machine.reads.get(SUPPORTED_SPEED_RANGE, b""))
            session = planned(args, said)
        plan, program = session.plan, session.program
        learnt = NOTHING_LEARNT if args.learnt is None else from_json(json.loads(args.learnt))
        known = known_of(learnt)
        terms = admit(program, machine, manual=args.manual, known=known)
        setup = Setup(
            program,
            session.policy,
            terms.speed_range,
            USER_CAP,
            start_delay_of(learnt),
            args.drill,
            terms.control,
            known,
            parse_accepted(args.accepted),
        )
        about = {
            "plan": plan.id,
            "title": plan.title,
            "level": args.level,
            "levels": len(plan.levels),
            "simulated": args.machine,
            "speedup": args.speedup,
            "manual": terms.why,
            **({"before": session.before} if session.before else {}),
            **({"shortened": True} if args.runs is not None else {}),
            **({"goes_on": args.goes_on} if args.goes_on else {}),
            "review": session.reviews(),
        }
        # Once now, and never again while the belt may move: a full collection of all that was
        # imported takes 4 ms and more, for which a stop would have to wait.
        gc.collect()
        gc.freeze()
        return await self._guide(pipe, open_things, link, machine, setup, about, air)

    async def _take_over(self, pipe: LinePipe, open_things: AsyncExitStack, header: Record) -> int:
        """Find the treadmill however long it takes, stop it, and stay on watch."""
        address: str = header["machine"]["address"]
        with suppress(TreadmillBusy):  # stopping needs nothing, not even the lock
            open_things.enter_context(hold_treadmill(address, self._args.world))
        air = await self._air(open_things)
        link, machine = await find_again(
            address, air, lambda why: pipe.send(_shell("stage", stage="looking", because=why))
        )
        open_things.push_async_callback(link.close)
        about = {key: header.get(key) for key in _ABOUT}
        about["takes_over"] = self._args.take_over
        setup = setup_of(header, "the session's header")
        return await self._guide(pipe, open_things, link, machine, setup, about, None)

    async def _guide(  # noqa: PLR0913, PLR0917  # what a session is joined to
        self,
        pipe: LinePipe,
        open_things: AsyncExitStack,
        link: BleakLink,
        machine: Machine,
        setup: Setup,
        about: dict[str, Any],
        worn: Radio | None,
    ) -> int:
        """Serve the session; ``worn`` reaches the runner's sensors, which a successor leaves be."""
        loop = asyncio.get_running_loop()
        session_clock = LoopClock(loop, self._args.speedup)
        clocks = Clocks(session_clock, LoopClock(loop), beats=True, slept=sleep_watch())
        began = datetime.now(UTC)
        about = {**about, "began": began.astimezone().isoformat()}
        journal, kept = self._journal(began)
        open_things.callback(journal.close)
        overheard = Overheard(pipe)
        session = Session(
            setup,
            link=link,
            machine=machine,
            pipe=overheard,
            clocks=clocks,
            journal=journal,
            about=about,
        )
        self._session = session
        pipe.send(_shell("journal", **kept))
        if self._told_to_go is not None:
            # Once the session is served: its header comes before all else.
            loop.call_soon(session.happen, MustStop(self._told_to_go))
        attendant = Attendant(session, simulated=self._args.world is not None)
        open_things.push_async_callback(attendant.close)
        overheard.listeners.append(attendant.told)
        if worn is not None:
            wearables = Wearables(
                session,
                worn,
                treadmill=machine.address,
                footpod=self._args.footpod,
                strap=self._args.strap,
            )
            open_things.push_async_callback(wearables.close)
            overheard.listeners.append(wearables.told)
        takes_over = self._args.take_over
        bug = await session.serve(None if takes_over is None else TakeOver(takes_over))
        return EXIT_BUG if bug is not None else session.summary.exit_code

    async def _air(self, open_things: AsyncExitStack) -> Radio:
        if self._args.world is None:
            return Radio()
        from simulators.link.distant import DistantAir  # noqa: PLC0415

        distant = await DistantAir.connect(self._args.world)
        open_things.push_async_callback(distant.close)
        return Radio(distant.scanner_backend, distant.client_backend, distant.adapter_backend)

    def _listen_to_signals(self, loop: asyncio.AbstractEventLoop) -> None:
        for name in ("SIGTERM", "SIGHUP", "SIGINT"):
            number = getattr(signal, name, None)
            why = SIGNAL.format(name=name)
            if number is None:
                continue
            if sys.platform == "win32":
                signal.signal(
                    number, lambda _n, _f, why=why: loop.call_soon_threadsafe(self._go, why)
                )
            else:
                loop.add_signal_handler(number, self._go, why)

    def _go(self, why: str) -> None:
        """Stop the belt at once; before there is a session, just go."""
        first, self._told_to_go = self._told_to_go is None, self._told_to_go or why
        if self._session is not None:
            self._session.happen(MustStop(why))
        elif first and self._main is not None and self._args.take_over is None:
            self._main.cancel()

    def _journal(self, began: datetime) -> tuple[Journal, dict[str, str]]:
        """Open a new journal; without one the session still runs."""
        path: Path = self._args.journals / f"{began:%Y%m%dT%H%M%S.%fZ}.jsonl"
        try:
            return FileJournal(path), {"path": str(path), "because": ""}
        except OSError as error:
            return NoJournal(), {"path": "", "because": f"{path}: {error.strerror}"}

    @staticmethod
    def _header_of_the_old_one() -> Record:
        """Read the first line of standard input, byte by byte: the rest is keys."""
        line = b""
        while not line.endswith(b"\n"):
            byte = os.read(0, 1)
            if not byte:
                raise SystemExit("reprise-controller: --take-over reads a header on its input")
            line += byte
        header: Record = json.loads(line)
        return header


def _shell(kind: str, **fields: Any) -> Record:
    """Return a record of what comes before the session's own; it is in no journal."""
    return {"n": 0, "t": 0, "io": SHELL, "kind": kind, **fields}


if __name__ == "__main__":
    sys.exit(main())
