"""A sitting played to its end: who is in the room, what goes wrong, and the session itself."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from functools import partial
from random import Random
from typing import TYPE_CHECKING, Any, Final

from controller.core.numbers import USER_CAP
from controller.core.state import Setup
from controller.records.learnt import NOTHING_LEARNT, Learnt, known_of, start_delay_of
from controller.session.admission import admit
from controller.session.journal import Journal, NoJournal
from protocols.bleak_find import find_treadmill
from protocols.bleak_link import BleakLink
from protocols.link import LinkFailed
from protocols.units import SECOND
from simulators.faults import OF_THE_CONTROLLER, Fault
from simulators.person import PROMPT, Person
from simulators.sitting.controllers import Controllers
from simulators.sitting.cues import Cues
from simulators.sitting.hand import Hand
from simulators.sitting.home import ADDRESS, Home
from simulators.sitting.mishaps import Mishaps
from simulators.sitting.result import Result
from simulators.sitting.runner import VirtualRunner
from simulators.sitting.serving import Terms, Worn
from simulators.sitting.troubles import FOOTPOD, STRAP, Troubles
from simulators.when import CONNECT

if TYPE_CHECKING:
    from collections.abc import Coroutine, Sequence

    from controller.core.accepted import Accepted
    from controller.core.policy import Policy
    from controller.core.timeline import Program
    from protocols.link import Machine
    from protocols.sensor_link import Radio
    from simulators.script import Scripted
    from simulators.treadmill.machine import MachineProfile
    from simulators.virtual_time import VirtualClock

_ATT_TIMEOUT: Final = 30.0
"""Seconds after which an operating system gives an unanswered request, and the link, up."""
_LONGEST: Final = 2 * 3600 * SECOND
"""Beyond its plan: all that a session can wait for by itself takes less."""


@dataclass(frozen=True)
class Sitting:
    """What is to be played."""

    program: Program
    policy: Policy
    machine: MachineProfile
    script: Sequence[Scripted] = ()
    """What the runner does beside her own answers, and what happens to the machine."""
    person: Person = PROMPT
    faults: tuple[Fault, ...] = ()
    seed: int = 0
    """Of what the person and the faults leave to chance."""
    journal: Journal = field(default_factory=NoJournal)
    about: dict[str, Any] = field(default_factory=dict)
    """What else the journal's header says."""
    drill: bool = False
    """The stop is tried before anything else."""
    manual: bool = False
    """The runner presses the treadmill's own keys."""
    learnt: Learnt = NOTHING_LEARNT
    accepted: Accepted = ()


class Household:
    """Plays a sitting, once, on a virtual clock."""

    def __init__(self, clock: VirtualClock, sitting: Sitting) -> None:
        """Put everything where it belongs; nobody is connected yet."""
        self._sitting = sitting
        self._home = Home(clock, sitting.machine, sitting.journal)
        self._result = Result()
        apart = any(each.kind in OF_THE_CONTROLLER for each in sitting.faults)
        self._controllers = Controllers(self._home, self._result, apart=apart)
        random = Random(sitting.seed)  # noqa: S311
        self._troubles = Troubles(self._home, self._controllers, sitting.faults, random)
        self._cues = Cues(clock)
        for fault in sitting.faults:
            self._cues.add(fault.when, partial(self._troubles.begin, fault))
        self._controllers.listeners.append(self._cues.see)

    async def play(self) -> Result:
        """Play it to its end.

        Raises:
            LinkFailed, NotPossible: before anything moved.
        """
        result, sitting, controllers = self._result, self._sitting, self._controllers
        radio = await controllers.radio()
        self._cues.begin(CONNECT, 0)
        link, found = await self._connect(radio)
        try:
            known = known_of(sitting.learnt)
            terms = admit(sitting.program, found, manual=sitting.manual, known=known)
            setup = Setup(
                sitting.program,
                sitting.policy,
                terms.speed_range,
                USER_CAP,
                start_delay_of(sitting.learnt),
                sitting.drill,
                terms.control,
                known,
                sitting.accepted,
            )
            about = sitting.about | ({"manual": terms.why} if terms.why else {})
            runner, hand = self._people()
            serve = controllers.serve(Terms(setup, link, found, about), self._worn(radio))
            because = await self._in_time(controllers.unless_killed(serve))
            result.final_speed = self._home.belt_speed()
        finally:
            await controllers.let_go(link)
        if controllers.apart and not result.forsaken:
            await controllers.succeed(because, setup, about)
        runner.leave()
        hand.leave()
        self._cues.leave()
        result.left_out = runner.left_out
        result.felt, result.ran_on = runner.feelings.most(), runner.feelings.ran_on
        result.quiet = tuple(self._troubles.quiet)
        result.commands = self._home.air.commands(ADDRESS)
        result.belts = self._home.air.belts(ADDRESS)
        return result

    async def _connect(self, radio: Radio) -> tuple[BleakLink, Machine]:
        try:
            async with asyncio.timeout(_ATT_TIMEOUT):
                device = await find_treadmill(ADDRESS, backend=radio.scanner)
                return await BleakLink.connect(device, backend=radio.client)
        except TimeoutError:
            raise LinkFailed(
                "the treadmill does not answer; switch it off and on, and try again."
            ) from None

    def _people(self) -> tuple[VirtualRunner, Hand]:
        """Put somebody in front of the screen, and a hand at the console."""
        home, sitting = self._home, self._sitting
        mishaps = Mishaps(home.clock, home.air, ADDRESS, home.outages)
        runner = VirtualRunner(
            home.screen,
            home.clock,
            home.clock,
            sitting.script,
            mishaps.happen,
            person=sitting.person,
            seed=sitting.seed,
            speed=home.belt_speed,
        )
        hand = Hand(
            home.clock,
            sitting.machine,
            lambda key: home.air.press_console(ADDRESS, key),
            home.belt_speed,
        )
        home.screen.listeners = [hand.see, runner.see]
        home.screen.on_thaw = self._thawed
        return runner, hand

    def _worn(self, radio: Radio) -> Worn:
        troubles = self._troubles
        return Worn(
            radio,
            None if troubles.footpod is None else FOOTPOD,
            None if troubles.strap is None else STRAP,
        )

    def _thawed(self) -> None:
        self._controllers.screen_thawed()
        if self._controllers.apart:
            self._troubles.look_later()

    async def _in_time(self, play: Coroutine[Any, Any, str]) -> str:
        """Give a session up that nobody ends: one that waits for a key waits for ever."""
        planned = sum(each.duration for each in self._sitting.program.segments)
        try:
            async with asyncio.timeout((planned + _LONGEST) / SECOND):
                return await play
        except TimeoutError:
            self._result.forsaken = "nobody ended the session"
            return ""
