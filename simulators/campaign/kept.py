"""What a session kept: every key, every frame and every write, in order, and the same in a replay.

What it is held against was noted outside: keys at the pipe, frames at the backend below bleak,
writes at the treadmill, losses at the disk (`simulators.sitting.arrivals`,
`simulators.link.station`).
"""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from controller.records.format import INPUT, to_line
from controller.records.reader import JournalInvalid, parse_journal
from controller.session.replay import verify
from protocols.ftms import REQUEST_CONTROL
from simulators.campaign.commanded import Violation
from simulators.campaign.seen import STOP, Seen, Sent
from simulators.faults import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_OF_THE_DISK: Final = (Kind.SLOW_DISK, Kind.FULL_DISK)

_OF_THE_LAST_RESORT: Final = (STOP, REQUEST_CONTROL)

_Came = tuple[int, tuple[object, ...]]
"""Something that reached the session, and when."""


def whole_journal(seen: Seen) -> Iterator[Violation]:
    """Records in order without a gap; all that came in is there, and all that went out.

    Where its disk lost records, that is said, and only there.
    """
    yield from _in_order(seen)
    yield from _all_that_came(seen)
    yield from _all_that_went(seen)
    yield from _losses_are_told(seen)


def _in_order(seen: Seen) -> Iterator[Violation]:
    before = 0
    for expected, record in enumerate(seen.served.records):
        if record["n"] != expected:
            yield Violation(record["t"], f"record {record['n']} where {expected} belongs")
            return
        if record["t"] < before:
            yield Violation(record["t"], "time runs backwards")
        before = record["t"]


def _all_that_came(seen: Seen) -> Iterator[Violation]:
    """Hold the keys and the frames that came against their records, moment by moment."""
    served = seen.served
    frames: list[_Came] = []
    keys: list[_Came] = []
    over_at = seen.over_at
    for record, at in zip(served.records, served.moments, strict=True):
        if record["io"] != INPUT:
            if record["kind"] == "bug":
                over_at = at
        elif record["kind"] == "rx":
            if "sensor" not in record:
                frames.append((at, (record["char"], record["hex"])))
        elif record["kind"] == "intent":
            keys.append((at, (record["key"], record["symptom"], record["value"])))
    came = ((each.at, (each.characteristic, each.data.hex())) for each in served.frames)
    pressed = ((each.at, each.intent[:3]) for each in served.pressed)
    yield from _held_against(frames, came, "a frame", over_at)
    yield from _held_against(keys, pressed, "a key", over_at)


def _held_against(
    recorded: Iterable[_Came], came: Iterable[_Came], what: str, over_at: int
) -> Iterator[Violation]:
    """Yield the first difference; what comes when the session is over is kept by nobody."""
    for record, arrived in zip_longest(recorded, came):
        if record == arrived or (record is None and arrived is not None and arrived[0] >= over_at):
            continue
        if arrived is not None and (record is None or arrived[0] <= record[0]):
            yield Violation(arrived[0], f"{what} came and is not recorded: {arrived[1]}")
        elif record is not None:
            yield Violation(record[0], f"{what} is recorded and did not come: {record[1]}")
        return


def _all_that_went(seen: Seen) -> Iterator[Violation]:
    """Miss a record of bytes that reached the machine."""
    written = [each for each in seen.story if isinstance(each, Sent) and not each.refused]
    left = iter(written)
    bug_at = next((each.at for each in seen.told("bug")), None)
    round_trip = seen.machine.radio.att_round_trip
    for at, data in seen.commands:
        if any(each.data == data and each.at <= at for each in left):
            continue
        if bug_at is not None and (
            data in _OF_THE_LAST_RESORT or bug_at <= at <= bug_at + round_trip
        ):
            continue  # the last resort keeps no journal: whoever keeps it may be what failed
        yield Violation(
            at, f"{data.hex()} reached the machine, and no record says that it was sent"
        )
        return
    if seen.undisturbed and len(written) != len(seen.commands):
        what = f"{len(written)} writes are recorded, and {len(seen.commands)} arrived"
        yield Violation(seen.over_at, what)


def _losses_are_told(seen: Seen) -> Iterator[Violation]:
    """Hold what is said of the journal against what its disk has lost."""
    served = seen.served
    said = [each.at for each in seen.told("journal_incomplete")]
    lost_at = served.lost_at
    if not served.complete and not any(each.kind in _OF_THE_DISK for each in seen.happened):
        yield Violation(seen.over_at, "records were lost, and nothing was wrong with the disk")
    if said and (lost_at is None or said[0] < lost_at):
        yield Violation(said[0], "the journal is said to be incomplete, and its disk had it all")
    if len(said) > 1:
        yield Violation(said[1], "the journal is said to be incomplete for the second time")
    if lost_at is None:
        return
    if served.complete:
        yield Violation(lost_at, "a record was lost, and the journal passes for a whole one")
    later = seen.story and any(lost_at < each.at for each in seen.story)
    if later and served.bug is None and (not said or said[0] > _next_tick(seen, lost_at)):
        yield Violation(lost_at, "a record was lost, and nobody said so")


def _next_tick(seen: Seen, moment: int) -> int:
    """Return when the first input behind a moment was recorded."""
    served = seen.served
    inputs = (
        at
        for record, at in zip(served.records, served.moments, strict=True)
        if record["io"] == INPUT and at > moment
    )
    return next(inputs, seen.over_at)


def replays(seen: Seen) -> Iterator[Violation]:
    """The journal, written and read again, makes the very same outputs."""
    text = "".join(to_line(record) + "\n" for record in seen.served.records)
    try:
        verify(parse_journal(text, "journal"), "journal")
    except JournalInvalid as error:
        yield Violation(seen.over_at, str(error))
