"""Records that go in several notifications (FTMS v1.0 sections 4.1, 4.4.1.1 and 4.19).

Every part but the last has bit 0 set and no speed (Technogym MyRun, Matrix TouchXL). What is
pending when the link is lost is never sent again: the caller forgets it.
"""

from __future__ import annotations

import functools

from protocols.ftms.treadmill_data import (
    ATTRIBUTES,
    TreadmillData,
    announced,
    encode_treadmill_data,
)

_MORE_DATA = 0x0001


def join(
    pending: TreadmillData | None, part: TreadmillData
) -> tuple[TreadmillData | None, TreadmillData | None]:
    """Take a notification in; return what is pending now, and the record if it is whole.

    Args:
        pending: what the last call returned first; None at first, and after a loss of the link.
        part: the notification, decoded.

    A field that comes twice has its newer value: a lost last part does no harm beyond its own
    record. The whole has ``more_data`` False, and is truncated if any of its parts was.
    """
    joined = part if pending is None else _merged(pending, part)
    return (joined, None) if part.more_data else (None, joined)


def _merged(earlier: TreadmillData, later: TreadmillData) -> TreadmillData:
    newer = {
        name: value
        for name in (*ATTRIBUTES.values(), "pace_width")
        if (value := getattr(later, name)) is not None
    }
    return earlier._replace(
        flags=(earlier.flags | later.flags) & ~1 | later.flags & 1,
        more_data=later.more_data,
        truncated=earlier.truncated or later.truncated,
        trailing=later.trailing,
        **newer,
    )


def split(data: TreadmillData, room: int) -> tuple[bytes, ...]:
    """Return a record as the notifications that it takes, none longer than ``room`` bytes.

    Args:
        data: what ``data.flags`` announces is encoded.
        room: bytes of a notification, ATT_MTU less 3; 7 at least. What one bit of the flags
            announces is never divided.

    Raises:
        OverflowError: a value does not fit its field.
    """
    parts = _parts(data.flags, data.pace_width, room)
    if len(parts) == 1:
        return (encode_treadmill_data(data),)
    return tuple(encode_treadmill_data(data._replace(flags=flags)) for flags in parts)


@functools.cache
def _parts(flags: int, pace_width: int | None, room: int) -> tuple[int, ...]:
    """Return the flags of each part: as full as they get, the speed in the last."""

    def size(flags: int) -> int:
        return 2 + sum(field.width for field in announced(flags, pace_width))

    if size(flags) <= room:
        return (flags,)
    parts, part = list[int](), 0
    for bit in (1 << each for each in range(1, 16) if flags >> each & 1):
        if size(part | bit | _MORE_DATA) > room:
            parts.append(part | _MORE_DATA)
            part = 0
        part |= bit
    if size(part) > room:
        parts.append(part | _MORE_DATA)
        part = 0
    return (*parts, part)
