"""What a journal shows of a treadmill: its frames, and what it was asked, each with its moment.

Total: a record that is not what a session writes is left out, and nothing here raises. What follows
a loss of the link, or a controller that took over, teaches nothing and is not read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from controller.records.format import HEADER, INPUT, OUTPUT, Record
from protocols import gatt
from protocols.ftms import (
    START,
    STOP,
    Op,
    TreadmillData,
    decode_request,
    decode_treadmill_data,
    join,
)
from protocols.units import MILLISECOND, CentiKmh, Nanoseconds

PAIRED: Final = Nanoseconds(100 * MILLISECOND)
"""Two packets closer than this are a burst behind a stall (`controller.core.numbers.PAIRED`)."""
FASTEST: Final = CentiKmh(3000)
"""No treadmill for people is faster (`controller.session.adapt.FASTEST_BELT`)."""
_ENDS: Final = frozenset({"link_lost", "take_over", "time_jumped"})


class Frame(NamedTuple):
    """One record of treadmill data."""

    at: Nanoseconds
    speed: CentiKmh
    distance: int | None
    """Metres, as the machine counts them."""


class Sent(NamedTuple):
    """One command that went out: a start, a target (``target`` is set), or a stop."""

    at: Nanoseconds
    op: Op
    target: CentiKmh | None = None


class Observed(NamedTuple):
    """A session as it looks from the treadmill."""

    frames: tuple[Frame, ...]
    sent: tuple[Sent, ...]

    def between(self, begins: int, ends: int | None) -> list[Frame]:
        """Return the frames behind a moment, up to another one (or all).

        A frame of the very moment at which a command went out is what led to it.
        """
        return [
            each for each in self.frames if begins < each.at and (ends is None or each.at <= ends)
        ]


def observe(records: Iterable[Record]) -> Observed:
    """Read a session's records; the header may stand before them."""
    frames: list[Frame] = []
    sent: list[Sent] = []
    reader = FrameReader()
    heads = 0
    for record in records:
        io, kind, at = record.get("io"), record.get("kind"), record.get("t")
        heads += io == HEADER
        if heads > 1 or (io == INPUT and kind in _ENDS):
            break
        data = _bytes(record.get("hex"))
        if not isinstance(at, int) or data is None:
            continue
        if io == OUTPUT and kind == "tx" and record.get("verdict") == "admitted":
            sent += _sent(Nanoseconds(at), data)
        frame = reader.read(record)
        if frame is not None:
            frames.append(frame)
    return Observed(without_glitches(frames), tuple(sent))


class FrameReader:
    """Finds the frames in a journal's records, one record at a time, and joins what was split."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._pending: TreadmillData | None = None

    def read(self, record: Record) -> Frame | None:
        """Return the frame that a record completes, if it completes one."""
        at, data = record.get("t"), _bytes(record.get("hex"))
        received = record.get("io") == INPUT and record.get("kind") == "rx"
        if not received or record.get("char") != gatt.TREADMILL_DATA:
            return None
        if not isinstance(at, int) or data is None:
            return None
        self._pending, whole = join(self._pending, decode_treadmill_data(data))
        if whole is None or whole.speed is None or whole.speed > FASTEST:
            return None
        return Frame(Nanoseconds(at), whole.speed, whole.total_distance)

    def lose(self) -> None:
        """Forget the half of a frame: what comes over the next link is not its other half."""
        self._pending = None


def _bytes(text: object) -> bytes | None:
    if not isinstance(text, str):
        return None
    try:
        return bytes.fromhex(text)
    except ValueError:
        return None


def _sent(at: Nanoseconds, data: bytes) -> list[Sent]:
    if data == START:
        return [Sent(at, Op.START_OR_RESUME)]
    if data == STOP:
        return [Sent(at, Op.STOP_OR_PAUSE)]
    request = decode_request(data)
    target = None if request is None else request.target_speed
    return [] if target is None else [Sent(at, Op.SET_TARGET_SPEED, target)]


def without_glitches(frames: Sequence[Frame]) -> tuple[Frame, ...]:
    """Leave out a single zero between two frames of motion (Q29)."""
    last = len(frames) - 1
    return tuple(
        each
        for i, each in enumerate(frames)
        if each.speed or not 0 < i < last or not (frames[i - 1].speed and frames[i + 1].speed)
    )
