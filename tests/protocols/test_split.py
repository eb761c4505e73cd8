"""Records in several notifications become one, and one notification is a record as it is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from protocols.ftms import (
    TreadmillData,
    decode_treadmill_data,
    encode_treadmill_data,
    join,
    split,
)
from protocols.ftms.treadmill_data import ATTRIBUTES, LAYOUT, announced

FIRST = bytes.fromhex("9f 00 61 00 36 00 00 00 00 ff 7f 00 00 ff ff 05 00 6e 00 02")
"""Matrix Performance TouchXL, part 1 of 2 (ftms_vectors.json); its part 2 was not published."""


def joined(*parts: bytes) -> TreadmillData | None:
    """Return what the last part completes."""
    pending = whole = None
    for part in parts:
        pending, whole = join(pending, decode_treadmill_data(part))
    return whole


def test_a_first_part_alone_is_no_record() -> None:
    """It waits for what comes."""
    part = decode_treadmill_data(FIRST)
    assert join(None, part) == (part, None)
    pending, whole = join(part, part)
    assert (pending, whole) == (part, None)


def test_the_last_part_completes_the_record() -> None:
    """Speed and elapsed time of the last part stand beside distance and energy of the first."""
    last = bytes.fromhex("00 04 2c 01 3c 00")
    assert joined(FIRST, last) == TreadmillData(
        flags=0x049E,
        more_data=False,
        speed=300,  # type: ignore[arg-type]
        average_speed=97,  # type: ignore[arg-type]
        total_distance=54,
        inclination=0,  # type: ignore[arg-type]
        positive_elevation_gain=0,
        total_energy=5,
        energy_per_hour=110,
        energy_per_minute=2,
        elapsed_time=60,
    )


@given(data=st.binary(min_size=2, max_size=48).map(lambda data: bytes([data[0] & 0xFE]) + data[1:]))
def test_a_whole_notification_is_a_record(data: bytes) -> None:
    """Nothing was pending, nothing is, and nothing is changed."""
    decoded = decode_treadmill_data(data)
    assert join(None, decoded) == (None, decoded)


def test_the_newer_value_counts() -> None:
    """A first part whose last part was lost leaves nothing behind that a machine says again."""
    later = bytes.fromhex("05 00 40 00 00")
    last = bytes.fromhex("00 00 2c 01")
    whole = joined(FIRST, later, last)
    assert whole is not None
    assert (whole.speed, whole.total_distance, whole.flags) == (300, 64, 0x009E)


def test_a_cut_part_makes_a_cut_record() -> None:
    """Whichever part it was; what was left over belongs to the last."""
    last = bytes.fromhex("00 00 2c 01 aa")
    whole = joined(FIRST[:-1], last)
    assert whole is not None
    assert (whole.truncated, whole.trailing, whole.energy_per_minute) == (True, b"\xaa", None)


@given(
    flags=st.integers(0, 0x3FFF).map(lambda flags: flags & ~0x61),
    body=st.binary(min_size=48, max_size=48),
    first=st.integers(0, 0x3FFF),
)
def test_a_split_record_is_the_record_that_was_split(flags: int, body: bytes, first: int) -> None:
    """Any record, cut between any of its fields into two parts, is itself again."""
    size = 2 + sum(field.width for field in announced(flags, None))
    whole = decode_treadmill_data((flags.to_bytes(2, "little") + body)[:size])
    parts = (
        whole._replace(flags=flags & first | 1, more_data=True),
        whole._replace(flags=flags & ~first),
    )
    found = joined(*map(encode_treadmill_data, parts))
    assert found is not None
    assert found.flags == flags
    for attribute in ATTRIBUTES.values():
        assert getattr(found, attribute) == getattr(whole, attribute)


def test_what_fits_goes_in_one_notification() -> None:
    """As it is, to the byte."""
    record = TreadmillData(flags=0x2584, more_data=False, elapsed_time=60)
    assert split(record, 20) == (encode_treadmill_data(record),)


def test_a_part_is_as_full_as_it_gets() -> None:
    """Twenty bytes hold average speed, distance, inclination, elevation and energy."""
    record = TreadmillData(flags=0x049E, more_data=False)
    assert [len(part) for part in split(record, 20)] == [20, 6]


@given(
    flags=st.sets(st.sampled_from([bit for bit, _ in LAYOUT])).map(
        lambda bits: sum(1 << bit for bit in bits)
    ),
    room=st.integers(9, 40),
    width=st.sampled_from((1, 2)),
)
def test_a_record_in_parts_is_the_record(flags: int, room: int, width: int) -> None:
    """No part is too long, only the last has the speed, and together they are what was sent."""
    values = {ATTRIBUTES[field.key]: 7 for field in announced(flags, width)}
    pace_width = width if flags & 0x0060 else None
    record = TreadmillData(flags=flags, more_data=False, pace_width=pace_width)._replace(
        **values  # type: ignore[arg-type]
    )
    parts = split(record, room)
    assert max(len(part) for part in parts) <= room
    assert [part[0] & 1 for part in parts] == [1] * (len(parts) - 1) + [0]
    assert joined(*parts) == record
