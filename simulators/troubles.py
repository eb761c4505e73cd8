"""Lets faults happen: to the radio, to what a runner wears, and to the processes of a computer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, Protocol

from controller.operator.supervisor import SILENCE
from protocols.units import MILLISECOND, Nanoseconds, StepsPerMinute
from simulators.faults import OF_A_TREADMILL, STAGES, Fault, Kind
from simulators.injection import Injector

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from protocols.clock import Clock
    from simulators.air import SimulatedAir
    from simulators.breakages import Breakage
    from simulators.computer import Computer, Process
    from simulators.disk import Disk
    from simulators.mishaps import Outages
    from simulators.screen import Screen
    from simulators.sensors import Footpod, Strap

FOOTPOD: Final = "5E:1F:7E:AD:00:02"
STRAP: Final = "5E:1F:7E:AD:00:03"
_KILLS_AFTER: Final = Nanoseconds(SILENCE + 200 * MILLISECOND)
"""A front end kills a controller that has been silent for two looks in a row (supervisor.py)."""
_OF_THE_FOOTPOD: Final = (Kind.FOOTPOD_GONE, Kind.FOOTPOD_FROZEN, Kind.FOOTPOD_IMPLAUSIBLE)
_OF_THE_STRAP: Final = (Kind.STRAP_GONE, Kind.STRAP_OFF)


class Around(Protocol):
    """What there is around a session."""

    clock: Clock
    air: SimulatedAir
    address: str
    outages: Outages
    computer: Computer
    screen: Screen
    disk: Disk
    breakage: Breakage

    @property
    def process(self) -> Process:
        """The controller's process that there is now."""

    def kill(self, process: Process, because: str) -> None:
        """Let it die."""

    def may_kill(self, process: Process) -> bool:
        """Return whether a front end that is there takes it for dead."""


class Troubles:
    """The faults of one session."""

    def __init__(self, around: Around, faults: tuple[Fault, ...], random: Random) -> None:
        """Put what the faults need into the room: a foot pod, a strap, a bad radio."""
        self._around = around
        self.quiet = list(faults)
        """Those that have not come up."""
        kinds = {each.kind for each in faults}
        air, clock = around.air, around.clock
        self.footpod: Footpod | None = None
        self.strap: Strap | None = None
        if kinds.intersection(_OF_THE_FOOTPOD):
            self.footpod = air.add_footpod(FOOTPOD, around.address)
        if kinds.intersection(_OF_THE_STRAP):
            self.strap = air.add_strap(STRAP, around.address)
        self._injector: Injector | None = None
        if kinds.intersection(OF_A_TREADMILL):
            self._injector = Injector(air.station(around.address), clock, random)
        self._lasting: list[Fault] = []

    def begin(self, fault: Fault) -> None:
        """Let a fault happen now, and end in its time."""
        self.quiet.remove(fault)
        self._lasting.append(fault)
        end = self._begin(fault)
        if end is not None and fault.lasts and fault.kind is not Kind.CLOCK_JUMP:
            clock = self._around.clock
            when = Nanoseconds(clock.now() + fault.lasts)
            clock.call_at(when, partial(self._end, fault, end))

    def _end(self, fault: Fault, end: Callable[[], None]) -> None:
        self._lasting.remove(fault)
        end()

    def _begin(self, fault: Fault) -> Callable[[], None] | None:
        if fault.kind is Kind.LINK_LOSS:  # a computer that sleeps loses all links, this one too
            return self._lose(self._around.address)
        if self._injector is not None and fault.kind in OF_A_TREADMILL:
            return self._injector.begin(fault)
        if fault.kind in _OF_THE_FOOTPOD or fault.kind in _OF_THE_STRAP:
            return self._begin_on_the_runner(fault)
        return self._begin_on_the_computer(fault)

    def _lose(self, address: str) -> Callable[[], None]:
        outages = self._around.outages
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
        around = self._around
        match fault.kind:
            case Kind.SCREEN_KILLED:
                around.screen.hang_up()
            case Kind.SCREEN_FROZEN:
                around.screen.hold()
                return around.screen.release
            case Kind.CONTROLLER_KILLED:
                around.kill(around.process, "the controller has died")
            case Kind.CONTROLLER_FROZEN:
                return self._freeze(around.process)
            case Kind.SLOW_CONTROLLER:
                late = Nanoseconds((fault.amount or 0) * MILLISECOND)
                around.computer.late.append(late)
                return partial(around.computer.late.remove, late)
            case Kind.SLEEP:
                return self._fall_asleep(around.process)
            case Kind.CLOCK_JUMP:
                around.computer.jump(fault.lasts)
            case Kind.SLOW_DISK:
                around.disk.hold()
                return around.disk.release
            case Kind.FULL_DISK:
                around.disk.fill_up()
            case Kind.BUG:
                around.breakage.arm(STAGES[fault.amount or 0])
            case _:
                raise AssertionError(fault.kind)
        return None

    def _freeze(self, process: Process) -> Callable[[], None]:
        process.hold()
        self.look_later()
        return process.release

    def look_later(self) -> None:
        """Let the front end look, in a while, whether the controller still hangs."""
        around, process = self._around, self._around.process

        def look() -> None:
            if process.hangs and around.may_kill(process):
                around.kill(process, "the controller gives no sign of life")

        around.clock.call_at(Nanoseconds(around.clock.now() + _KILLS_AFTER), look)

    def _fall_asleep(self, process: Process) -> Callable[[], None]:
        around = self._around
        away = [around.address]
        away += [FOOTPOD] if self.footpod is not None else []
        away += [STRAP] if self.strap is not None else []
        around.computer.fall_asleep()
        process.hold()
        around.screen.hold()
        for address in away:
            around.outages.begin(address)

        def wake_up() -> None:
            around.computer.wake_up()
            for address in away:
                around.outages.end(address)
            process.release()
            around.screen.release()

        return wake_up
