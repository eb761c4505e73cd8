"""Lets faults happen: to the radio, to what a runner wears, and to the processes of a computer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from controller.operator.supervisor import SILENCE
from protocols.units import MILLISECOND, Nanoseconds, StepsPerMinute
from simulators.faults import OF_A_TREADMILL, STAGES, Fault, Kind
from simulators.link.injection import Injector
from simulators.sitting.home import ADDRESS

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from simulators.link.sensors import Footpod, Strap
    from simulators.sitting.computer import Process
    from simulators.sitting.controllers import Controllers
    from simulators.sitting.home import Home

FOOTPOD: Final = "5E:1F:7E:AD:00:02"
STRAP: Final = "5E:1F:7E:AD:00:03"
"""Addresses of what she wears, where a fault needs it."""
_KILLS_AFTER: Final = Nanoseconds(SILENCE + 200 * MILLISECOND)
"""A front end kills a controller that has been silent for two looks in a row (supervisor.py)."""
_OF_THE_FOOTPOD: Final = (Kind.FOOTPOD_GONE, Kind.FOOTPOD_FROZEN, Kind.FOOTPOD_IMPLAUSIBLE)
_OF_THE_STRAP: Final = (Kind.STRAP_GONE, Kind.STRAP_OFF)


class Troubles:
    """The faults of one session."""

    def __init__(
        self, home: Home, controllers: Controllers, faults: tuple[Fault, ...], random: Random
    ) -> None:
        """Put what the faults need into the room: a foot pod, a strap, a bad radio."""
        self._home, self._controllers = home, controllers
        self.quiet = list(faults)
        """Those that have not come up."""
        kinds = {each.kind for each in faults}
        air = home.air
        self.footpod: Footpod | None = None
        self.strap: Strap | None = None
        if kinds.intersection(_OF_THE_FOOTPOD):
            self.footpod = air.add_footpod(FOOTPOD, ADDRESS)
        if kinds.intersection(_OF_THE_STRAP):
            self.strap = air.add_strap(STRAP, ADDRESS)
        self._injector: Injector | None = None
        if kinds.intersection(OF_A_TREADMILL):
            self._injector = Injector(air.station(ADDRESS), home.clock, random)
        self._lasting: list[Fault] = []

    def begin(self, fault: Fault) -> None:
        """Let a fault happen now, and end in its time."""
        self.quiet.remove(fault)
        self._lasting.append(fault)
        end = self._begin(fault)
        if end is not None and fault.lasts and fault.kind is not Kind.CLOCK_JUMP:
            clock = self._home.clock
            when = Nanoseconds(clock.now() + fault.lasts)
            clock.call_at(when, partial(self._end, fault, end))

    def _end(self, fault: Fault, end: Callable[[], None]) -> None:
        self._lasting.remove(fault)
        end()

    def _begin(self, fault: Fault) -> Callable[[], None] | None:
        if fault.kind is Kind.LINK_LOSS:  # a computer that sleeps loses all links, this one too
            return self._lose(ADDRESS)
        if self._injector is not None and fault.kind in OF_A_TREADMILL:
            return self._injector.begin(fault)
        if fault.kind in _OF_THE_FOOTPOD or fault.kind in _OF_THE_STRAP:
            return self._begin_on_the_runner(fault)
        return self._begin_on_the_computer(fault)

    def _lose(self, address: str) -> Callable[[], None]:
        outages = self._home.outages
        outages.begin(address)
        return partial(outages.end, address)

    def _begin_on_the_runner(self, fault: Fault) -> Callable[[], None]:
        match fault.kind:
            case Kind.FOOTPOD_GONE:
                return self._lose(FOOTPOD)
            case Kind.STRAP_GONE:
                return self._lose(STRAP)
            case _:
                self._wear()
                return self._wear

    def _wear(self) -> None:
        """Let foot pod and strap be as the faults that last say."""
        lasting = {each.kind: each for each in self._lasting}
        if self.footpod is not None:
            self.footpod.frozen = Kind.FOOTPOD_FROZEN in lasting
            wrong = lasting.get(Kind.FOOTPOD_IMPLAUSIBLE)
            self.footpod.miscounts = None if wrong is None else StepsPerMinute(wrong.amount or 0)
        if self.strap is not None:
            self.strap.worn = Kind.STRAP_OFF not in lasting

    def _begin_on_the_computer(self, fault: Fault) -> Callable[[], None] | None:  # noqa: C901
        home, controllers = self._home, self._controllers
        match fault.kind:
            case Kind.SCREEN_KILLED:
                home.screen.hang_up()
            case Kind.SCREEN_FROZEN:
                home.screen.hold()
                return home.screen.release
            case Kind.CONTROLLER_KILLED:
                controllers.kill(controllers.process, "the controller has died")
            case Kind.CONTROLLER_FROZEN:
                return self._freeze(controllers.process)
            case Kind.SLOW_CONTROLLER:
                late = Nanoseconds((fault.amount or 0) * MILLISECOND)
                home.computer.late.append(late)
                return partial(home.computer.late.remove, late)
            case Kind.SLEEP:
                return self._fall_asleep(controllers.process)
            case Kind.CLOCK_JUMP:
                home.computer.jump(fault.lasts)
            case Kind.SLOW_DISK:
                home.disk.hold()
                return home.disk.release
            case Kind.FULL_DISK:
                home.disk.fill_up()
            case Kind.BUG:
                controllers.breakage.arm(STAGES[fault.amount or 0])
            case _:
                raise AssertionError(fault.kind)
        return None

    def _freeze(self, process: Process) -> Callable[[], None]:
        process.hold()
        self.look_later()
        return process.release

    def look_later(self) -> None:
        """Let the front end look, in a while, whether the controller still hangs."""
        home, controllers, process = self._home, self._controllers, self._controllers.process

        def look() -> None:
            if process.hangs and controllers.may_kill(process):
                controllers.kill(process, "the controller gives no sign of life")

        home.clock.call_at(Nanoseconds(home.clock.now() + _KILLS_AFTER), look)

    def _fall_asleep(self, process: Process) -> Callable[[], None]:
        home = self._home
        away = [ADDRESS]
        away += [FOOTPOD] if self.footpod is not None else []
        away += [STRAP] if self.strap is not None else []
        home.computer.fall_asleep()
        process.hold()
        home.screen.hold()
        for address in away:
            home.outages.begin(address)

        def wake_up() -> None:
            home.computer.wake_up()
            for address in away:
                home.outages.end(address)
            process.release()
            home.screen.release()

        return wake_up
