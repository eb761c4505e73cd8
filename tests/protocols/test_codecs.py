"""The codecs are total: any bytes decode, and what is whole is encoded as it came."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from protocols import ftms
from protocols.device_information import decode_text
from protocols.ftms.treadmill_data import PLANS, PLANS_KEPT
from protocols.gatt import full_uuid, short_uuid
from protocols.hrs import HeartRateMeasurement, decode_heart_rate_measurement
from protocols.rsc import decode_rsc_measurement, encode_rsc_measurement
from protocols.units import SECOND, CentiKmh, DeciPercent, SpeedRange, clock_time, kmh

PACKETS = st.binary(max_size=48)
DECODERS: list[Callable[[bytes], Any]] = [
    ftms.decode_treadmill_data,
    ftms.decode_machine_status,
    ftms.decode_training_status,
    ftms.decode_speed_range,
    ftms.decode_feature,
    ftms.decode_request,
    ftms.decode_response,
    decode_rsc_measurement,
    ftms.decode_service_data,
    decode_heart_rate_measurement,
    decode_text,
]
RANGES = st.builds(
    lambda minimum, width, increment: SpeedRange(
        CentiKmh(minimum), CentiKmh(minimum + width), CentiKmh(increment)
    ),
    st.integers(0, 300),
    st.integers(1, 2500),
    st.integers(1, 400),
)
SPEEDS = st.integers(0, 3000).map(CentiKmh)
E1L = SpeedRange(CentiKmh(96), CentiKmh(643), CentiKmh(32))


@pytest.mark.parametrize("decode", DECODERS, ids=lambda each: each.__name__)
@given(data=PACKETS)
def test_no_bytes_raise(decode: Callable[[bytes], Any], data: bytes) -> None:
    """Whatever a machine sends decodes, and always to the same value (law 7)."""
    first = decode(data)
    assert decode(data) == first


def test_a_stranger_that_sends_every_kind_of_packet_fills_no_memory() -> None:
    """What is compiled for a kind of packet is kept for some hundred kinds, no more."""
    most = 0
    for flags in range(2000):
        ftms.decode_treadmill_data(flags.to_bytes(2, "little"))
        most = max(most, len(PLANS))
    assert most == PLANS_KEPT < 1000


@given(data=st.binary(min_size=43, max_size=60))
def test_every_byte_of_treadmill_data_is_accounted_for(data: bytes) -> None:
    """A whole packet decodes to what encodes to the same length and decodes to the same value."""
    decoded = ftms.decode_treadmill_data(data)
    assert not decoded.truncated
    encoded = ftms.encode_treadmill_data(decoded)
    assert len(encoded) == len(data)
    assert ftms.decode_treadmill_data(encoded) == decoded
    assert data.endswith(decoded.trailing)


@given(
    flags=st.integers(0, 0x3FFF),
    body=st.binary(min_size=41, max_size=44),
    cut=st.integers(1, 41),
)
def test_what_came_before_a_cut_is_kept(flags: int, body: bytes, cut: int) -> None:
    """A packet cut short gives the fields before the cut and nothing behind it."""
    data = (flags & ~0x60).to_bytes(2, "little") + body
    whole = ftms.decode_treadmill_data(data)
    short = ftms.decode_treadmill_data(data[:-cut])
    for name, value in short._asdict().items():
        if name not in ("truncated", "trailing") and value is not None:
            assert value == getattr(whole, name)
    assert short.truncated is (cut > len(whole.trailing))


@given(flags=st.integers(0, 0x3FFF), wide=st.booleans(), data=st.data())
def test_the_width_of_a_pace_is_told_by_the_length(
    flags: int, *, wide: bool, data: st.DataObject
) -> None:
    """A packet that is as long as two-byte paces make it has them; a shorter one has not."""
    flags |= 0x20
    width = 2 if wide else 1
    value = data.draw(st.integers(0, 256**width - 1))
    made = ftms.TreadmillData(
        flags=flags, more_data=bool(flags & 1), instantaneous_pace=value, pace_width=width
    )
    decoded = ftms.decode_treadmill_data(ftms.encode_treadmill_data(made))
    assert (decoded.pace_width, decoded.instantaneous_pace) == (width, value)
    assert not decoded.truncated


@pytest.mark.parametrize("data", [b"", b"\x00", b"\xff"])
def test_less_than_flags_is_a_cut_packet(data: bytes) -> None:
    """Under two bytes there is no flags field; the bytes are kept and no speed is made up."""
    decoded = ftms.decode_treadmill_data(data)
    assert (decoded.truncated, decoded.speed, decoded.trailing) == (True, None, data)


def test_every_speed_is_encoded_exactly() -> None:
    """All 2500 speeds from 0.01 to 25.00 km/h go out as the bytes of their hundredths."""
    for speed in range(1, 2501):
        data = ftms.encode_target_speed(CentiKmh(speed))
        assert data == bytes([0x02, speed % 256, speed // 256])
        request = ftms.decode_request(data)
        assert request is not None
        assert request.target_speed == speed


def test_every_inclination_is_encoded_exactly() -> None:
    """All inclinations from -30.0 to 30.0 % go out as the bytes of their tenths."""
    for inclination in range(-300, 301):
        data = ftms.encode_target_inclination(DeciPercent(inclination))
        assert data == bytes([0x03, inclination % 65536 % 256, inclination % 65536 // 256])


@pytest.mark.parametrize("inclination", [-32769, 32768])
def test_an_inclination_that_does_not_fit_is_our_bug(inclination: int) -> None:
    """Nothing wraps around to a climb."""
    with pytest.raises(OverflowError):
        ftms.encode_target_inclination(DeciPercent(inclination))


@pytest.mark.parametrize("speed", [-1, 65536])
def test_a_speed_that_does_not_fit_is_our_bug(speed: int) -> None:
    """Nothing wraps around: a negative speed would be 655 km/h."""
    with pytest.raises(OverflowError):
        ftms.encode_target_speed(CentiKmh(speed))


@given(data=PACKETS)
def test_requests_responses_and_statuses_round_trip(data: bytes) -> None:
    """Op code and parameter together are all the bytes there were."""
    request, response = ftms.decode_request(data), ftms.decode_response(data)
    status, feature = ftms.decode_machine_status(data), ftms.decode_feature(data)
    assert (request is None, status is None) == (not data, not data)
    assert request is None or bytes([request.op]) + request.parameter == data
    assert status is None or ftms.encode_machine_status(*status) == data
    assert response is None or ftms.encode_response(*response) == data
    assert (response is None) is not (len(data) > 2 and data[0] == 0x80)
    assert feature is None or ftms.encode_feature(*feature) == data[:8]


@given(data=st.binary(min_size=4, max_size=12))
def test_rsc_measurements_round_trip(data: bytes) -> None:
    """A measurement that has all its flags promise encodes to the bytes that were read."""
    decoded = decode_rsc_measurement(data)
    assert decoded is not None
    flags = data[0] & 7
    promised = 4 + 2 * (flags & 1) + 4 * (flags >> 1 & 1)
    assume(len(data) >= promised)
    assert encode_rsc_measurement(decoded) == bytes([flags]) + data[1:promised]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("16 73 10 02 0d 02", HeartRateMeasurement(115, contact=True, rr_intervals=(528, 525))),
        ("04 54", HeartRateMeasurement(84, contact=False)),
        ("10 6f fb 17", HeartRateMeasurement(111, rr_intervals=(6139,))),
        ("00 6f", HeartRateMeasurement(111)),
        ("02 6f", HeartRateMeasurement(111)),
        ("01 2c 01", HeartRateMeasurement(300)),
        ("18 50 0a 00 00 04", HeartRateMeasurement(80, None, 10, (1024,))),
        ("18 50 0a", HeartRateMeasurement(80)),
        ("00 50 0a 00", HeartRateMeasurement(80)),
        ("10 50 0a", HeartRateMeasurement(80)),
        ("01 2c", None),
        ("10", None),
        ("", None),
    ],
)
def test_heart_rate_measurements(data: str, expected: HeartRateMeasurement | None) -> None:
    """Polar H7 and H10, one and two bytes, with and without what the flags announce."""
    assert decode_heart_rate_measurement(bytes.fromhex(data)) == expected


@pytest.mark.parametrize(
    ("data", "swapped", "treadmill"),
    [
        ("01 01 00", None, True),
        ("01 00 01", 0x0001, True),
        ("00 21 00", None, True),
        ("01 20 00", None, False),
        ("01 00 20", 0x0020, False),
        ("01 20 01", None, False),
        ("01 00 00", None, False),
    ],
)
def test_a_treadmill_is_one_in_either_byte_order(
    data: str, swapped: int | None, *, treadmill: bool
) -> None:
    """The bytes are exchanged only where no machine is there without that."""
    decoded = ftms.decode_service_data(bytes.fromhex(data))
    assert decoded is not None
    assert (decoded.byte_swapped, decoded.treadmill) == (swapped, treadmill)
    assert decoded.available is (data[:2] == "01")


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        (b"FS-BT-T4", "FS-BT-T4"),
        (b"V1.0\0\0", "V1.0"),
        ("Läufer".encode(), "Läufer"),
        (b"\xff\x1b[2J", "\ufffd\ufffd[2J"),
        ("a\u202eb".encode(), "a\ufffdb"),
        (b"a\0b\n", "a\ufffdb\ufffd"),
    ],
)
def test_text_is_what_a_terminal_may_be_shown(data: bytes, text: str) -> None:
    """Padding goes; what is malformed or would steer a terminal is replaced."""
    assert decode_text(data) == text


@given(data=st.binary(min_size=6, max_size=8))
def test_a_speed_range_is_one_or_none(data: bytes) -> None:
    """A range with exchanged ends or no increment is none; any other round trips."""
    decoded = ftms.decode_speed_range(data)
    minimum, maximum, increment = (int.from_bytes(data[at : at + 2], "little") for at in (0, 2, 4))
    if decoded is None:
        assert increment == 0 or minimum >= maximum
    else:
        assert ftms.encode_speed_range(decoded) == data[:6]


@given(offered=RANGES, speed=SPEEDS)
def test_speeds_offered_lie_on_the_machines_grid(offered: SpeedRange, speed: CentiKmh) -> None:
    """Whatever is asked, what is given is in the range and a whole number of steps up from it."""
    for found in (offered.at_or_below(speed), offered.at_or_above(speed)):
        assert offered.minimum <= found <= offered.maximum
        assert (found - offered.minimum) % offered.increment == 0


@given(offered=RANGES, speed=SPEEDS)
def test_at_or_below_is_the_fastest_that_is_not_above(offered: SpeedRange, speed: CentiKmh) -> None:
    """It is never above what was asked, but for the minimum, and one step more would be."""
    found = offered.at_or_below(speed)
    assert found <= max(speed, offered.minimum)
    assert found + offered.increment > min(speed, offered.maximum)


@given(offered=RANGES, speed=SPEEDS)
def test_at_or_above_is_the_slowest_that_is_not_below(offered: SpeedRange, speed: CentiKmh) -> None:
    """It is never below what was asked, but for the top of the grid, and one step less would be."""
    found = offered.at_or_above(speed)
    assert found >= min(speed, offered.at_or_below(offered.maximum))
    assert found == offered.minimum or found - offered.increment < speed


@given(offered=RANGES, speed=SPEEDS)
def test_a_speed_on_the_grid_is_left_alone(offered: SpeedRange, speed: CentiKmh) -> None:
    """Rounding twice is rounding once, in either direction."""
    for found in (offered.at_or_below(speed), offered.at_or_above(speed)):
        assert offered.at_or_below(found) == found == offered.at_or_above(found)


@pytest.mark.parametrize(
    ("speed", "below", "above"),
    [
        (0, 96, 96),
        (96, 96, 96),
        (97, 96, 128),
        (127, 96, 128),
        (640, 640, 640),
        (641, 640, 640),
        (643, 640, 640),
        (2000, 640, 640),
    ],
)
def test_an_increment_that_does_not_divide_the_range(speed: int, below: int, above: int) -> None:
    """The UREVO E1L claims 0.96 to 6.43 by 0.32: its grid ends at 6.40."""
    assert E1L.at_or_below(CentiKmh(speed)) == below
    assert E1L.at_or_above(CentiKmh(speed)) == above


@pytest.mark.parametrize(
    ("speed", "words"), [(0, "0.0"), (5, "0.05"), (750, "7.5"), (675, "6.75"), (-50, "-0.5")]
)
def test_speeds_are_read_as_people_read_them(speed: int, words: str) -> None:
    """One decimal, or two where it takes two; a whole number keeps its nought."""
    assert kmh(speed) == words


def test_spans_are_read_as_minutes_and_seconds() -> None:
    """A second counts once it is over."""
    assert [clock_time(moment) for moment in (0, SECOND - 1, 498 * SECOND)] == [
        "0:00",
        "0:00",
        "8:18",
    ]


@given(number=st.integers(0, 0xFFFF))
def test_short_and_full_uuids_are_the_same_thing(number: int) -> None:
    """A 16-bit number becomes 128 bits and comes back; another's 128 bits stay as they are."""
    short = f"{number:04X}"
    assert short_uuid(full_uuid(short)) == short == short_uuid(full_uuid(short).upper())
    assert short_uuid("6E400001-B5A3-F393-E0A9-E50E24DCCA9E").startswith("6e400001")


@pytest.mark.parametrize(
    ("string", "sent"),
    [
        pytest.param("", "00 0d", id="none"),
        pytest.param("go", "01 0d 67 6f", id="short"),
        pytest.param("a" * 18, "01 0d" + 18 * " 61", id="just fits"),
        pytest.param("a" * 19, "03 0d" + 18 * " 61", id="too long"),
    ],
)
def test_a_training_status_with_a_string(string: str, sent: str) -> None:
    """What does not fit into the room is cut off, and flagged so that it is read."""
    assert ftms.encode_training_status(0x0D, string.encode(), 20).hex(" ") == sent
