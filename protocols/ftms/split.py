"""Records that come in several notifications (FTMS v1.0 sections 4.1, 4.4.1.1 and 4.19).

Every part but the last has bit 0 set and no speed (Technogym MyRun, Matrix TouchXL). What is
pending when the link is lost is never sent again: the caller forgets it.
"""

from __future__ import annotations

from protocols.ftms.treadmill_data import ATTRIBUTES, TreadmillData


def join(
    pending: TreadmillData | None, part: TreadmillData
) -> tuple[TreadmillData | None, TreadmillData | None]:
    """Take a notification in; return what is pending now, and the record if it is whole.

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
