"""Packets that nobody designed, and what must hold of whatever is decoded from them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any, Final

from protocols import ftms, gatt
from protocols.explain import SERVICE_DATA, explain
from protocols.ftms.treadmill_data import ATTRIBUTES, announced
from protocols.hrs import decode_heart_rate_measurement
from protocols.rsc import decode_rsc_measurement

RECORDING: Final = Path(__file__).parents[1] / "recordings" / "ftms_vectors.json"
VECTORS: Final[list[dict[str, Any]]] = json.loads(RECORDING.read_text(encoding="utf-8"))
_LONGEST: Final = 48


def packets(characteristic: str, seed: int) -> Iterator[bytes]:
    """Yield packets without end: half of them random, half real ones with something changed."""
    random = Random(f"{characteristic} {seed}")  # noqa: S311  # not for secrets
    real = [
        bytes.fromhex(each["hex"]) for each in VECTORS if each["characteristic"] == characteristic
    ] or [b"", bytes(8), b"\xff" * 20]
    while True:
        yield random.randbytes(random.randrange(_LONGEST))
        yield _mutated(random, bytearray(random.choice(real)))


def _mutated(random: Random, data: bytearray) -> bytes:
    for _ in range(random.randint(1, 3)):
        at = random.randrange(len(data) + 1)
        match random.randrange(4):
            case 0:
                del data[at:]
            case 1:
                data[at:at] = random.randbytes(random.randint(1, 8))
            case 2:
                data[at : at + 1] = random.choice((b"\x00", b"\x7f", b"\x80", b"\xff"))
            case _:
                data[at : at + 1] = bytes([1 << random.randrange(8)])
    return bytes(data)


def check(characteristic: str, data: bytes) -> dict[str, Any]:
    """Decode a packet in every way there is, and return its JSON object.

    Raises:
        AssertionError: the ways disagree, or the bytes are not those of the packet.
    """
    parts = explain(characteristic, data)
    assert b"".join(part.data for part in parts) == data
    ends = 0
    for part in parts:
        assert part.at == ends, part
        ends += len(part.data)
    named = {part.key: part.value for part in parts}
    assert len(named) == len(parts)
    assert not ("truncated" in named and "trailing" in named)
    assert json.loads(json.dumps(named, allow_nan=False)) == named
    if characteristic in _AGREES:
        _AGREES[characteristic](data, named)
    return named


def _treadmill_data(data: bytes, named: dict[str, Any]) -> None:
    decoded = ftms.decode_treadmill_data(data)
    assert (decoded.truncated, decoded.more_data) == (
        named.get("truncated", False),
        named.get("more_data", False),
    )
    if "flags" not in named:
        return
    assert named["flags"] == f"0x{decoded.flags:04x}"
    assert decoded.pace_width == named.get("pace_width")
    assert decoded.trailing.hex(" ") == named.get("trailing", "")
    for field in announced(0xFFFE, 1):
        raw = getattr(decoded, ATTRIBUTES[field.key])
        assert named.get(field.key) == (None if raw is None else field.kind.value(raw)), field
    assert named.get("heart_rate_bpm") == _heart_rate(data)


_WIDTHS: Final = ((1, 2), (2, 3), (3, 4), (4, 4), (5, None), (6, None), (7, 5))
"""Bytes that the bits of the flags put before the heart rate; a pace has its own rule."""


def _heart_rate(data: bytes) -> int | None:
    """Return the byte at which the heart rate is, found without the decoder's layout."""
    flags = data[0] | data[1] << 8
    if not flags & 0x100:
        return None
    behind = sum(
        width for bit, width in ((9, 1), (10, 2), (11, 2), (12, 4), (13, 3)) if flags >> bit & 1
    )
    for pace in (2, 1):
        at = 4 - 2 * (flags & 1)
        at += sum(width or pace for bit, width in _WIDTHS if flags >> bit & 1)
        if pace == 1 or len(data) >= at + 1 + behind:
            break
    return data[at] if at < len(data) else None


def _request_or_response(data: bytes, named: dict[str, Any]) -> None:
    request, response = ftms.decode_request(data), ftms.decode_response(data)
    assert (response is not None) == ("result" in named)
    if request is not None and request.target_speed is not None:
        assert named["target_speed_kmh"] == request.target_speed / 100
    else:
        assert "target_speed_kmh" not in named


def _machine_status(data: bytes, named: dict[str, Any]) -> None:
    decoded = ftms.decode_machine_status(data)
    speed = None if decoded is None else decoded.target_speed
    assert named.get("new_target_speed_kmh") == (None if speed is None else speed / 100)


def _service_data(data: bytes, named: dict[str, Any]) -> None:
    decoded = ftms.decode_service_data(data)
    treadmill = decoded is not None and decoded.treadmill
    types = named.get("byte_swapped_machine_types", named.get("machine_types", []))
    assert treadmill == ("treadmill" in types)


def _feature(data: bytes, named: dict[str, Any]) -> None:
    decoded = ftms.decode_feature(data)
    assert (decoded is not None and decoded.speed_target) == (
        "speed" in named.get("target_settings", [])
    )


def _speed_range(data: bytes, named: dict[str, Any]) -> None:
    decoded = ftms.decode_speed_range(data)
    if decoded is not None:
        keys = ("minimum_kmh", "maximum_kmh", "increment_kmh")
        assert [named[key] for key in keys] == [each / 100 for each in decoded]


def _rsc_measurement(data: bytes, named: dict[str, Any]) -> None:
    decoded = decode_rsc_measurement(data)
    if decoded is None:
        assert named["truncated"]
        return
    assert decoded.running == (named["status"] == "running")
    assert decoded.speed == named["instantaneous_speed_mps"] * 256
    assert decoded.cadence == named["instantaneous_cadence_raw"]
    stride, distance = decoded.stride_length, decoded.total_distance
    assert named.get("instantaneous_stride_length_m") == (None if stride is None else stride / 100)
    assert named.get("total_distance_m") == (None if distance is None else distance / 10)


def _heart_rate_measurement(data: bytes, named: dict[str, Any]) -> None:
    decoded = decode_heart_rate_measurement(data)
    if decoded is None:
        assert named["truncated"]
        return
    wide = data[0] & 1
    assert decoded.heart_rate == named["heart_rate_bpm"]
    assert decoded.heart_rate == int.from_bytes(data[1 : 2 + wide], "little")
    assert decoded.contact == named.get("sensor_contact")
    assert decoded.energy_expended == named.get("energy_expended_kj")
    assert list(decoded.rr_intervals) == named.get("rr_intervals_1_1024_s", [])


_AGREES: Final[dict[str, Callable[[bytes, dict[str, Any]], None]]] = {
    gatt.TREADMILL_DATA: _treadmill_data,
    gatt.CONTROL_POINT: _request_or_response,
    gatt.MACHINE_STATUS: _machine_status,
    SERVICE_DATA: _service_data,
    gatt.FITNESS_MACHINE_FEATURE: _feature,
    gatt.SUPPORTED_SPEED_RANGE: _speed_range,
    gatt.RSC_MEASUREMENT: _rsc_measurement,
    gatt.HEART_RATE_MEASUREMENT: _heart_rate_measurement,
}
"""Where a decoder for the controller stands beside the explanation for people."""
