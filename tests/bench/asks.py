"""Keys whose way to the treadmill is measured: the session, the key, and the bytes it is for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final, NamedTuple

from controller.core.timeline import Gait, Program, Role, Segment
from protocols.ftms import Op
from protocols.units import SECOND, CentiKmh, Nanoseconds
from tests.bench.situations import SITUATIONS, When, is_stop


class Ask(NamedTuple):
    """A key that is pressed, and the bytes that are its answer."""

    name: str
    key: str
    program: Program
    reached: int
    """It is pressed after the first set-speed of so much, in 0.01 km/h."""
    wanted: Callable[[bytes], bool]

    @property
    def to_transport(self) -> str:
        """The table of what was handed to the transport."""
        return f"from {self.name} at bleak's backend"

    @property
    def to_treadmill(self) -> str:
        """The table of what the treadmill took in."""
        return f"from {self.name} at the treadmill, half a round trip later"


def _walk(seconds: int, speed: int) -> Segment:
    length = Nanoseconds(seconds * SECOND)
    return Segment(Gait.WALK, Role.WARM_UP, length, CentiKmh(speed), asks=False)


_AT_400: Final = _walk(600, 400)
STOP: Final = Ask(
    "a stop to its bytes",
    "stop",
    Program((_AT_400, replace(_AT_400, role=Role.COOL_DOWN)), CentiKmh(400)),
    0,
    is_stop,
)
_JOG: Final = 700
_AT_300: Final = _walk(1, 300)
_RUN: Final = replace(_AT_300, gait=Gait.RUN, role=Role.WORK, speed=CentiKmh(_JOG))


def _slows(data: bytes) -> bool:
    """Return whether bytes ask a belt that was asked for a jog to go slower, or to stop."""
    slower = data[0] == Op.SET_TARGET_SPEED and int.from_bytes(data[1:], "little") < _JOG
    return slower or is_stop(data)


SYMPTOM: Final = Ask(
    '"something is wrong" in a run to a lower target',
    "wrong",
    Program(
        (
            _AT_300,
            replace(_RUN, duration=Nanoseconds(600 * SECOND)),
            replace(_AT_300, role=Role.COOL_DOWN),
        ),
        CentiKmh(300),
    ),
    _JOG,
    _slows,
)
SYMPTOM_SITUATIONS: Final = tuple(
    each for each in SITUATIONS if each.when is not When.FRESH and each.bar is not None
)
"""Those of a stop in which a session can run. A write that never returns is not one of them: the
link is dropped for a stop only, and the belt that does not follow gets one some seconds later."""
