"""Faults injected into one treadmill and the links to its clients (`OF_A_TREADMILL`)."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

from simulators.faults import Fault, Kind
from simulators.link.interference import Interference
from simulators.treadmill.server import Disobey, LoseControl

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from protocols.clock import Clock
    from simulators.link.station import Station


class Injector:
    """Lets faults begin, and tells how to end each. They may overlap, those of one kind too."""

    def __init__(self, station: Station, clock: Clock, random: Random) -> None:
        """Stand between a treadmill and its clients; ``random`` says what is lost, and how late."""
        self._station = station
        self._between: list[Interference] = []
        for link in station.links:
            link.interference = between = Interference(clock, random)
            self._between.append(between)
        self._lasting: Counter[Kind] = Counter()

    def begin(self, fault: Fault) -> Callable[[], None] | None:
        """Let a fault begin; return what ends it, or None if it was over in a moment."""
        station = self._station
        match fault.kind:
            case Kind.LINK_LOSS:
                station.lose_link()
                return self._when_all_have_ended(fault.kind, station.restore_link)
            case Kind.DISOBEY:
                station.give(Disobey())
                obey = partial(station.give, Disobey(on=False))
                return self._when_all_have_ended(fault.kind, obey)
            case Kind.CONTROL_LOST:
                station.give(LoseControl())
                return None
            case Kind.DISCONNECT:
                end = self._interfere(fault) if fault.lasts else None
                for link in station.links:
                    link.hang_up()
                return end
            case _:
                return self._interfere(fault)

    def _interfere(self, fault: Fault) -> Callable[[], None]:
        for each in self._between:
            each.begin(fault)

        def end() -> None:
            for each in self._between:
                each.end(fault)

        return end

    def _when_all_have_ended(self, kind: Kind, do: Callable[[], object]) -> Callable[[], None]:
        self._lasting[kind] += 1

        def end() -> None:
            self._lasting[kind] -= 1
            if not self._lasting[kind]:
                do()

        return end
