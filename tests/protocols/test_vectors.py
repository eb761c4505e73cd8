"""Every recorded and specified packet in `ftms_vectors.json`, against the decoders."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pytest

from protocols import ftms
from protocols.ftms import Op, Result, StatusOp
from protocols.gatt import (
    CONTROL_POINT,
    FITNESS_MACHINE_FEATURE,
    MACHINE_STATUS,
    RSC_MEASUREMENT,
    SUPPORTED_SPEED_RANGE,
    TRAINING_STATUS,
    TREADMILL_DATA,
)
from protocols.rsc import decode_rsc_measurement, encode_rsc_measurement

RECORDING: Final = Path(__file__).parents[1] / "recordings" / "ftms_vectors.json"
VECTORS: Final[list[dict[str, Any]]] = json.loads(
    RECORDING.read_text(encoding="utf-8"), parse_float=Decimal
)

DATA_FIELDS: Final = {
    "instantaneous_speed_kmh": ("speed", 100),
    "average_speed_kmh": ("average_speed", 100),
    "total_distance_m": ("total_distance", 1),
    "inclination_pct": ("inclination", 10),
    "ramp_angle_deg": ("ramp_angle", 10),
    "positive_elevation_gain_m": ("positive_elevation_gain", 10),
    "negative_elevation_gain_m": ("negative_elevation_gain", 10),
    "instantaneous_pace": ("instantaneous_pace", 1),
    "average_pace": ("average_pace", 1),
    "pace_width": ("pace_width", 1),
    "total_energy_kcal": ("total_energy", 1),
    "energy_per_hour_kcal": ("energy_per_hour", 1),
    "energy_per_minute_kcal": ("energy_per_minute", 1),
    "heart_rate_bpm": ("heart_rate", 1),
    "elapsed_time_s": ("elapsed_time", 1),
    "vendor_step_count": ("vendor_step_count", 1),
}
"""The vectors' names, ours, and how many wire units one of theirs is."""

TRAINING: Final = {
    "other": 0x00,
    "idle": 0x01,
    "manual_mode": 0x0D,
    "post_workout": 0x0F,
    "rfu_0x10": 0x10,
}
OPS: Final = {op.name.lower(): int(op) for op in Op} | {
    "set_target_power": 0x05,
    "set_indoor_bike_simulation": 0x11,
}
STATUS_OPS: Final = {op.name.lower(): int(op) for op in StatusOp} | {"target_power_changed": 0x08}
FEATURES: Final = (
    "average_speed",
    "cadence",
    "total_distance",
    "inclination",
    "elevation_gain",
    "pace",
    "step_count",
    "resistance_level",
    "stride_count",
    "expended_energy",
    "heart_rate",
    "metabolic_equivalent",
    "elapsed_time",
    "remaining_time",
    "power_measurement",
)
TARGETS: Final = ("speed", "inclination", "resistance")


def vectors(characteristic: str, direction: str | None = None) -> list[Any]:
    """Return a characteristic's vectors as parameters, named by their bytes."""
    return [
        pytest.param(bytes.fromhex(each["hex"]), each["expected"], id=each["hex"])
        for each in VECTORS
        if each["characteristic"] == characteristic and each.get("direction") == direction
    ]


def wire(value: Decimal | int | None, units: int) -> int | None:
    """Return a value of the vectors in wire units."""
    return None if value is None else int(Decimal(value) * units)


def test_the_file_has_vectors_for_everything_that_is_decoded() -> None:
    """An empty list of parameters would pass without a word."""
    counts = {
        short: sum(each["characteristic"] == short for each in VECTORS)
        for short in {each["characteristic"] for each in VECTORS}
    }
    assert counts == {
        "2ACD": 22,
        "2ADA": 8,
        "2AD3": 5,
        "2AD4": 3,
        "2AD9": 14,
        "2ACC": 2,
        "2A53": 2,
        "2AD5": 3,
        "2AD7": 1,
        "2A37": 7,
        "1826-service-data": 3,
    }


@pytest.mark.parametrize(("data", "expected"), vectors(TREADMILL_DATA))
def test_treadmill_data(data: bytes, expected: dict[str, Any]) -> None:
    """Every field that a vector names is decoded to it, and every other stays absent."""
    decoded = ftms.decode_treadmill_data(data)
    named = {
        ours: wire(expected[theirs], units)
        for theirs, (ours, units) in DATA_FIELDS.items()
        if theirs in expected
    }
    whole = {
        "flags": int(expected["flags"], 16),
        "more_data": expected["more_data"],
        "truncated": expected.get("truncated", False),
        "trailing": b"",
    }
    absent = dict.fromkeys(set(decoded._fields) - set(named) - set(whole))
    assert decoded._asdict() == named | whole | absent


@pytest.mark.parametrize(("data", "expected"), vectors(TREADMILL_DATA))
def test_whole_treadmill_data_is_encoded_as_it_came(data: bytes, expected: dict[str, Any]) -> None:
    """What is whole round trips; an elevation that is not available has two spellings."""
    encoded = ftms.encode_treadmill_data(ftms.decode_treadmill_data(data))
    if expected.get("truncated"):
        assert len(encoded) > len(data)
    else:
        assert ftms.decode_treadmill_data(encoded) == ftms.decode_treadmill_data(data)
        assert len(encoded) == len(data)


@pytest.mark.parametrize(("data", "expected"), vectors(MACHINE_STATUS))
def test_machine_status(data: bytes, expected: dict[str, Any]) -> None:
    """The op code is told, a new speed is exact, and bytes too many harm nothing."""
    decoded = ftms.decode_machine_status(data)
    assert decoded is not None
    assert decoded.op == STATUS_OPS[expected["op"]]
    assert decoded.target_speed == wire(expected.get("new_target_speed_kmh"), 100)
    assert ftms.encode_machine_status(decoded.op, decoded.parameter) == data
    if "control_information" in expected:
        assert decoded.parameter[0] == {"stop": 1, "pause": 2}[expected["control_information"]]
    if "trailing" in expected:
        assert decoded.parameter.endswith(bytes.fromhex(expected["trailing"]))


@pytest.mark.parametrize(("data", "expected"), vectors(TRAINING_STATUS))
def test_training_status(data: bytes, expected: dict[str, Any]) -> None:
    """A status is a number, reserved ones too; a promised string may be missing."""
    decoded = ftms.decode_training_status(data)
    assert decoded.status == TRAINING[expected["status"]]
    assert (bool(decoded.flags & 1), bool(decoded.flags & 2), decoded.string.decode()) == (
        expected["string_present"],
        expected["extended_string"],
        expected["string"],
    )


@pytest.mark.parametrize(("data", "expected"), vectors(SUPPORTED_SPEED_RANGE))
def test_speed_range(data: bytes, expected: dict[str, Any]) -> None:
    """The range is exact to 0.01 km/h and round trips."""
    decoded = ftms.decode_speed_range(data)
    assert decoded == tuple(
        wire(expected[name], 100) for name in ("minimum_kmh", "maximum_kmh", "increment_kmh")
    )
    assert decoded is not None
    assert ftms.encode_speed_range(decoded) == data


@pytest.mark.parametrize(("data", "expected"), vectors(CONTROL_POINT, "indicate"))
def test_response(data: bytes, expected: dict[str, Any]) -> None:
    """A response names the op code it answers and its result, with what it echoes."""
    decoded = ftms.decode_response(data)
    assert decoded is not None
    assert decoded.op == OPS[expected["response_to"]]
    assert decoded.result == Result[expected["result"].upper()]
    assert decoded.parameter == bytes.fromhex(expected.get("response_parameter", ""))
    assert ftms.encode_response(*decoded) == data


@pytest.mark.parametrize(("data", "expected"), vectors(CONTROL_POINT, "write"))
def test_request(data: bytes, expected: dict[str, Any]) -> None:
    """A request of another program is taken apart into op code and parameter."""
    decoded = ftms.decode_request(data)
    assert decoded is not None
    assert decoded.op == OPS[expected["request"]]
    if "target_inclination_pct" in expected:
        raw = int.from_bytes(decoded.parameter, "little", signed=True)
        assert raw == wire(expected["target_inclination_pct"], 10)
    else:
        assert decoded.parameter == bytes.fromhex(expected.get("trailing", ""))
    assert (decoded.target_speed, decoded.control_information) == (None, None)
    assert ftms.decode_response(data) is None


@pytest.mark.parametrize(("data", "expected"), vectors(FITNESS_MACHINE_FEATURE))
def test_feature(data: bytes, expected: dict[str, Any]) -> None:
    """The bits are those of the specification's two tables."""
    decoded = ftms.decode_feature(data)
    assert decoded is not None
    features = [name for bit, name in enumerate(FEATURES) if decoded.features >> bit & 1]
    targets = [name for bit, name in enumerate(TARGETS) if decoded.target_settings >> bit & 1]
    assert (features, targets) == (expected["features"], expected["target_settings"])
    assert decoded.features < 1 << len(FEATURES)
    assert decoded.speed_target is True
    assert ftms.encode_feature(*decoded) == data


@pytest.mark.parametrize(("data", "expected"), vectors(RSC_MEASUREMENT))
def test_rsc_measurement(data: bytes, expected: dict[str, Any]) -> None:
    """Speed, cadence, stride and distance are given in wire units and round trip."""
    decoded = decode_rsc_measurement(data)
    assert decoded is not None
    assert decoded.running is (expected["status"] == "running")
    assert decoded.speed == wire(expected["instantaneous_speed_mps"], 256)
    assert decoded.cadence == expected["instantaneous_cadence_raw"]
    assert decoded.stride_length == wire(expected.get("instantaneous_stride_length_m"), 100)
    assert decoded.total_distance == wire(expected.get("total_distance_m"), 10)
    assert encode_rsc_measurement(decoded) == data
