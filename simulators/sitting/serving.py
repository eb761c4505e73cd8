"""One controller's session: the very shell, joined to a home.

A controller shares everything with the world, which is the quickest, or is a process of its own,
whose parts may break.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from controller.cli.session.wearables import Wearables
from controller.session.shell import Clocks, Session
from simulators.sitting.breakages import (
    Breakage,
    BreakingClock,
    BreakingEngine,
    BreakingJournal,
    BreakingLink,
    BreakingPipe,
    BreakingSummary,
)
from simulators.sitting.home import ADDRESS

if TYPE_CHECKING:
    from collections.abc import Callable

    from controller.core.state import Setup
    from controller.records.format import Record
    from controller.records.intents import Intent
    from controller.session.engine import Engine
    from controller.session.journal import Journal
    from controller.session.pipe import MemoryPipe
    from protocols.clock import Clock
    from protocols.link import Link, Machine
    from protocols.sensor_link import Radio
    from simulators.sitting.computer import Process
    from simulators.sitting.result import Served


class Terms(NamedTuple):
    """What a session is joined to."""

    setup: Setup
    link: Link
    machine: Machine
    about: dict[str, Any]
    """What else the journal's header says."""


class Worn(NamedTuple):
    """What she wears, by its addresses, and what reaches it."""

    radio: Radio
    footpod: str | None
    """Its address; None: she has none on."""
    strap: str | None
    """Likewise."""

    def beside(self, session: Session) -> Wearables | None:
        """Let it be looked after beside a session, if there is any."""
        if self.footpod is None and self.strap is None:
            return None
        return Wearables(
            session, self.radio, treadmill=ADDRESS, footpod=self.footpod, strap=self.strap
        )


class Tap:
    """A journal that keeps every record where the result can see it, and hands it on."""

    def __init__(self, served: Served, clock: Clock, journal: Journal) -> None:
        """Stand before a journal."""
        self.journal = journal
        self.listeners: list[Callable[[Record], None]] = []
        self._served, self._clock = served, clock

    @property
    def complete(self) -> bool:
        """Whether nothing was lost from the journal."""
        return self.journal.complete

    def put(self, record: Record) -> None:
        """Keep a record."""
        self._served.records.append(record)
        self._served.moments.append(self._clock.now())
        for listener in self.listeners:
            listener(record)
        self.journal.put(record)

    def close(self) -> None:
        """Close the journal."""
        self.journal.close()


def session_beside(clock: Clock, terms: Terms, pipe: MemoryPipe, tap: Tap) -> Session:
    """Return a session that shares everything with the world, and its ``clock``."""
    return Session(
        terms.setup,
        link=terms.link,
        machine=terms.machine,
        pipe=pipe,
        clocks=Clocks(clock, clock, beats=False),
        journal=tap,
        about=terms.about,
    )


def session_within(
    process: Process, breakage: Breakage, terms: Terms, pipe: MemoryPipe, tap: Tap
) -> Session:
    """Return a session that goes by its process, and breaks where it is asked to."""
    tap.journal = BreakingJournal(tap.journal, breakage)
    clock = BreakingClock(process, breakage)
    session = Session(
        terms.setup,
        link=BreakingLink(terms.link, breakage),
        machine=terms.machine,
        pipe=BreakingPipe(pipe, breakage),
        clocks=Clocks(clock, process, beats=False, slept=process.computer.slept),
        journal=tap,
        about=terms.about,
        engine=partial(_broken_engine, breakage),
    )
    session.summary = BreakingSummary(breakage)
    return session


def _broken_engine(breakage: Breakage, setup: Setup) -> Engine:
    return BreakingEngine(setup, breakage)


class KeysWithin:
    """The operator's end of a pipe to a process."""

    def __init__(self, process: Process, pipe: MemoryPipe) -> None:
        """Stand before a pipe."""
        self._process, self._pipe = process, pipe

    def press(self, intent: Intent) -> None:
        """Pass a key on, when the process runs."""
        self._process.let(partial(self._pipe.press, intent))

    def renew(self, number: int, *, moving: bool) -> None:
        """Renew the lease likewise."""
        self._process.let(partial(self._pipe.renew, number, moving=moving))

    def hang_up(self) -> None:
        """Be gone."""
        self._process.let(self._pipe.hang_up)
