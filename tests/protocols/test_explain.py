"""The contract of ``reprise decode --json``: names, values, and what becomes of odd packets."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocols.explain import KNOWN, SERVICE_DATA, explain
from protocols.ftms import TreadmillData, encode_treadmill_data
from protocols.ftms.treadmill_data import ATTRIBUTES, LAYOUT, SPEED
from protocols.gatt import NAMES
from tests.protocols.packets import VECTORS, check

FEATURES = [
    *("average_speed", "cadence", "total_distance", "inclination", "elevation_gain", "pace"),
    *("step_count", "resistance_level", "stride_count", "expended_energy", "heart_rate"),
    *("metabolic_equivalent", "elapsed_time", "remaining_time", "power_measurement"),
    *("force_on_belt_and_power", "user_data_retention", *(f"rfu{bit}" for bit in range(17, 32))),
]
TARGETS = [
    *("speed", "inclination", "resistance", "power", "heart_rate", "expended_energy"),
    *("step_number", "stride_number", "distance", "training_time", "time_in_2_hr_zones"),
    *("time_in_3_hr_zones", "time_in_5_hr_zones", "indoor_bike_simulation"),
    *("wheel_circumference", "spin_down", "cadence", *(f"rfu{bit}" for bit in range(17, 32))),
]
TRAINING = [
    *("other", "idle", "warming_up", "low_intensity_interval", "high_intensity_interval"),
    *("recovery_interval", "isometric", "heart_rate_control", "fitness_test", "speed_too_low"),
    *("speed_too_high", "cool_down", "watt_control", "manual_mode", "pre_workout"),
    *("post_workout", "rfu_0x10", "rfu_0x11"),
]
STATUS_OPS = [
    *("unknown_0x00", "reset", "stopped_or_paused_by_user", "stopped_by_safety_key"),
    *("started_or_resumed_by_user", "target_speed_changed", "target_inclination_changed"),
    *("target_resistance_changed", "target_power_changed", "target_heart_rate_changed"),
    *("targeted_energy_changed", "targeted_steps_changed", "targeted_strides_changed"),
    *("targeted_distance_changed", "targeted_training_time_changed", "unknown_0x0f"),
    *("unknown_0x10", "unknown_0x11", "indoor_bike_simulation_changed", "unknown_0x13"),
]
CONTROL_OPS = [
    *("request_control", "reset", "set_target_speed", "set_target_inclination"),
    *("set_target_resistance", "set_target_power", "set_target_heart_rate", "start_or_resume"),
    *("stop_or_pause", *(f"0x{op:02x}" for op in range(0x09, 0x11))),
    *("set_indoor_bike_simulation", "0x12", "spin_down", "0x14"),
]
RESULTS = [
    *("rfu_0x00", "success", "op_code_not_supported", "invalid_parameter", "operation_failed"),
    *("control_not_permitted", "rfu_0x06"),
]
MACHINES = ["treadmill", "cross_trainer", "step_climber", "stair_climber", "rower", "indoor_bike"]

ODD: list[tuple[str, str, dict[str, Any]]] = [
    ("2ACD", "", {"truncated": True}),
    ("2ACD", "00", {"truncated": True}),
    ("2ACD", "00 00", {"flags": "0x0000", "more_data": False, "truncated": True}),
    ("2ACD", "01 00", {"flags": "0x0001", "more_data": True}),
    ("2ACD", "01 c0 aa", {"flags": "0xc001", "more_data": True, "trailing": "aa"}),
    (
        "2ACD",
        "01 1a 0a ff 7f 2a",
        {
            "flags": "0x1a01",
            "more_data": True,
            "metabolic_equivalent": 1.0,
            "remaining_time_s": 32767,
            "truncated": True,
        },
    ),
    (
        "2ACD",
        "61 00 2c 01 0e 01",
        {
            "flags": "0x0061",
            "more_data": True,
            "pace_width": 2,
            "instantaneous_pace": 300,
            "average_pace": 270,
        },
    ),
    (
        "2ACD",
        "61 00 2c 01 0e",
        {
            "flags": "0x0061",
            "more_data": True,
            "pace_width": 1,
            "instantaneous_pace": 44,
            "average_pace": 1,
            "trailing": "0e",
        },
    ),
    (
        "2ACD",
        "09 00 f6 ff f7 ff",
        {"flags": "0x0009", "more_data": True, "inclination_pct": -1.0, "ramp_angle_deg": -0.9},
    ),
    (
        "2ACD",
        "01 10 ff 7f 64 00",
        {"flags": "0x1001", "more_data": True, "force_on_belt_n": None, "power_output_w": 100},
    ),
    (
        "2ACD",
        "01 10 9c ff 38 ff",
        {"flags": "0x1001", "more_data": True, "force_on_belt_n": -100, "power_output_w": -200},
    ),
    ("2ACD", "01 20 01 02 03", {"flags": "0x2001", "more_data": True, "vendor_step_count": 197121}),
    (
        "2AD3",
        "02 0d 48",
        {
            "string_present": False,
            "extended_string": True,
            "status": "manual_mode",
            "string": "H",
        },
    ),
    ("2ACC", "", {"truncated": True}),
    ("2ACC", "01 00 00 00 01", {"features": ["average_speed"], "truncated": True}),
    (
        "2ACC",
        "00 00 00 00 00 00 00 00 07",
        {"features": [], "target_settings": [], "trailing": "07"},
    ),
    ("2AD3", "", {"truncated": True}),
    ("2AD3", "00", {"string_present": False, "extended_string": False, "truncated": True}),
    (
        "2AD3",
        "01 01 48 69",
        {"string_present": True, "extended_string": False, "status": "idle", "string": "Hi"},
    ),
    (
        "2AD3",
        "03 0d 48",
        {"string_present": True, "extended_string": True, "status": "manual_mode", "string": "H"},
    ),
    (
        "2AD3",
        "00 01 48",
        {
            "string_present": False,
            "extended_string": False,
            "status": "idle",
            "string": "",
            "trailing": "48",
        },
    ),
    ("2AD4", "32 00 62", {"minimum_kmh": 0.5, "truncated": True}),
    (
        "2AD4",
        "60 00 83 02 20 00 01",
        {"minimum_kmh": 0.96, "maximum_kmh": 6.43, "increment_kmh": 0.32, "trailing": "01"},
    ),
    ("2AD5", "e2 ff 96 00 05 00", {"minimum_pct": -3.0, "maximum_pct": 15.0, "increment_pct": 0.5}),
    ("2AD7", "28 c8", {"minimum_bpm": 40, "maximum_bpm": 200, "truncated": True}),
    ("2AD9", "", {"truncated": True}),
    ("2AD9", "80", {"truncated": True}),
    ("2AD9", "80 02", {"response_to": "set_target_speed", "truncated": True}),
    ("2AD9", "02 ee 02", {"request": "set_target_speed", "target_speed_kmh": 7.5}),
    ("2AD9", "02 ee", {"request": "set_target_speed", "truncated": True}),
    ("2AD9", "03 f6 ff", {"request": "set_target_inclination", "target_inclination_pct": -1.0}),
    ("2AD9", "04 0f", {"request": "set_target_resistance", "target_resistance": 1.5}),
    ("2AD9", "05 9c ff", {"request": "set_target_power", "target_power_w": -100}),
    ("2AD9", "06 8c", {"request": "set_target_heart_rate", "target_heart_rate_bpm": 140}),
    ("2AD9", "08 01", {"request": "stop_or_pause", "control_information": "stop"}),
    (
        "2AD9",
        "08 02 00",
        {"request": "stop_or_pause", "control_information": "pause", "trailing": "00"},
    ),
    ("2AD9", "08 03", {"request": "stop_or_pause", "control_information": "rfu_0x03"}),
    ("2AD9", "0c 88 13 00", {"request": "0x0c", "trailing": "88 13 00"}),
    (
        "2AD9",
        "11 e8 03 9c ff 28 33",
        {
            "request": "set_indoor_bike_simulation",
            "wind_speed_mps": 1.0,
            "grade_pct": -1.0,
            "crr": 0.004,
            "cw_kg_per_m": 0.51,
        },
    ),
    ("2AD9", "13 01", {"request": "spin_down", "spin_down_control": "start"}),
    ("2ADA", "", {"truncated": True}),
    ("2ADA", "02", {"op": "stopped_or_paused_by_user", "truncated": True}),
    ("2ADA", "06 0f 00", {"op": "target_inclination_changed", "new_target_inclination_pct": 1.5}),
    ("2ADA", "07 0a", {"op": "target_resistance_changed", "new_target_resistance": 1.0}),
    ("2ADA", "08 9c ff", {"op": "target_power_changed", "new_target_power_w": -100}),
    ("2ADA", "09 78", {"op": "target_heart_rate_changed", "new_target_heart_rate_bpm": 120}),
    ("2ADA", "0a 64 00", {"op": "targeted_energy_changed", "new_targeted_energy_kcal": 100}),
    ("2ADA", "0b e8 03", {"op": "targeted_steps_changed", "new_targeted_steps": 1000}),
    ("2ADA", "0c e8 03", {"op": "targeted_strides_changed", "new_targeted_strides": 1000}),
    ("2ADA", "0d 40 9c 00", {"op": "targeted_distance_changed", "new_targeted_distance_m": 40000}),
    (
        "2ADA",
        "0e 08 07",
        {"op": "targeted_training_time_changed", "new_targeted_training_time_s": 1800},
    ),
    (
        "2ADA",
        "12 0c fe 2c 01 21 33",
        {
            "op": "indoor_bike_simulation_changed",
            "wind_speed_mps": -0.5,
            "grade_pct": 3.0,
            "crr": 0.0033,
            "cw_kg_per_m": 0.51,
        },
    ),
    ("2ADA", "14 01", {"op": "unknown_0x14", "trailing": "01"}),
    ("2ADA", "16", {"op": "unknown_0x16"}),
    ("2ADA", "ff", {"op": "control_permission_lost"}),
    (SERVICE_DATA, "", {"truncated": True}),
    (SERVICE_DATA, "00 01", {"available": False, "truncated": True}),
    (SERVICE_DATA, "00 01 00", {"available": False, "machine_types": ["treadmill"]}),
    (SERVICE_DATA, "03 01 01", {"available": True, "machine_types": ["treadmill", "rfu8"]}),
    (
        SERVICE_DATA,
        "01 00 21 09",
        {
            "available": True,
            "machine_types": ["rfu8", "rfu13"],
            "byte_swapped_machine_types": ["treadmill", "indoor_bike"],
            "trailing": "09",
        },
    ),
    (SERVICE_DATA, "01 00 00", {"available": True, "machine_types": []}),
    (SERVICE_DATA, "01 00 40", {"available": True, "machine_types": ["rfu14"]}),
    ("2A53", "", {"truncated": True}),
    (
        "2A53",
        "07 00 03 aa",
        {
            "status": "running",
            "instantaneous_speed_mps": 3.0,
            "instantaneous_cadence_raw": 170,
            "truncated": True,
        },
    ),
    (
        "2A53",
        "06 00 03 55 e8 03 00 00 01",
        {
            "status": "running",
            "instantaneous_speed_mps": 3.0,
            "instantaneous_cadence_raw": 85,
            "total_distance_m": 100.0,
            "trailing": "01",
        },
    ),
    (
        "2A54",
        "27 00",
        {
            "features": [
                "instantaneous_stride_length",
                "total_distance",
                "walking_or_running",
                "rfu5",
            ]
        },
    ),
    ("2A55", "01 e8 03 00 00", {"request": "set_cumulative_value", "cumulative_value_m": 100.0}),
    ("2A55", "03 05", {"request": "update_sensor_location", "sensor_location": 5}),
    (
        "2A55",
        "10 04 01 00 05",
        {
            "response_to": "request_supported_sensor_locations",
            "result": "success",
            "response_parameter": "00 05",
        },
    ),
    ("2A37", "", {"truncated": True}),
    ("2A37", "06", {"sensor_contact_supported": True, "sensor_contact": True, "truncated": True}),
    ("2A37", "00 6f", {"sensor_contact_supported": False, "heart_rate_bpm": 111}),
    (
        "2A37",
        "02 6f 01",
        {"sensor_contact_supported": False, "heart_rate_bpm": 111, "trailing": "01"},
    ),
    ("2A37", "01 2c 01", {"sensor_contact_supported": False, "heart_rate_bpm": 300}),
    ("2A37", "01 2c", {"sensor_contact_supported": False, "truncated": True}),
    (
        "2A37",
        "1e 50 0a 00 00 04 ff",
        {
            "sensor_contact_supported": True,
            "sensor_contact": True,
            "heart_rate_bpm": 80,
            "energy_expended_kj": 10,
            "rr_intervals_1_1024_s": [1024],
            "truncated": True,
        },
    ),
    (
        "2A37",
        "18 50 0a",
        {"sensor_contact_supported": False, "heart_rate_bpm": 80, "truncated": True},
    ),
    ("2A29", "46 49 54 53 48 4f 57 00 00", {"manufacturer_name": "FITSHOW"}),
    ("2A26", "1b 5b 41 ff", {"firmware_revision": "\ufffd[A\ufffd"}),
    ("2A25", "", {"serial_number": ""}),
]


@pytest.mark.parametrize(
    "each", VECTORS, ids=lambda each: f"{each['characteristic']} {each['hex']}"
)
def test_every_vector_is_explained_exactly(each: dict[str, Any]) -> None:
    """All names and values of the recorded and specified packets, and no others."""
    assert check(each["characteristic"], bytes.fromhex(each["hex"])) == each["expected"]


@pytest.mark.parametrize(("characteristic", "packet", "expected"), ODD, ids=str)
def test_odd_packets(characteristic: str, packet: str, expected: dict[str, Any]) -> None:
    """Cut, too long, reserved, negative, empty: each by the rules of the contract."""
    named = check(characteristic, bytes.fromhex(packet))
    assert named == expected
    for key, value in expected.items():
        assert type(named[key]) is type(value), key


@pytest.mark.parametrize(
    ("characteristic", "before", "key", "names"),
    [
        ("2AD3", "00", "status", TRAINING),
        ("2ADA", "", "op", STATUS_OPS),
        ("2AD9", "", "request", CONTROL_OPS),
        ("2AD9", "80", "response_to", CONTROL_OPS),
        ("2AD9", "80 07", "result", RESULTS),
    ],
)
def test_words_stand_for_the_specifications_numbers(
    characteristic: str, before: str, key: str, names: list[str]
) -> None:
    """From 0 up, as the contract names them."""
    found = [
        check(characteristic, bytes.fromhex(before) + bytes([number]))[key]
        for number in range(len(names))
    ]
    assert found == names


@pytest.mark.parametrize(
    ("characteristic", "layout", "key", "names"),
    [
        ("2ACC", "{:08x} 00000000", "features", FEATURES),
        ("2ACC", "00000000 {:08x}", "target_settings", TARGETS),
        (SERVICE_DATA, "01 {:04x}", "machine_types", MACHINES),
    ],
)
def test_bits_stand_for_the_specifications_numbers(
    characteristic: str, layout: str, key: str, names: list[str]
) -> None:
    """Bit by bit, the reserved ones too, and all at once."""
    digits = 4 if characteristic == SERVICE_DATA else 8

    def named(bits: int) -> Any:
        swapped = int.from_bytes(bits.to_bytes(digits // 2, "little"), "big")
        return check(characteristic, bytes.fromhex(layout.format(swapped)))[key]

    assert [named(1 << bit) for bit in range(len(names))] == [[name] for name in names]
    assert named((1 << len(names)) - 1) == names


def test_the_layout_is_that_of_the_values() -> None:
    """Every field is read into the attribute of its name, unit aside."""
    keys = [SPEED.key, *(field.key for _, fields in LAYOUT for field in fields)]
    assert list(ATTRIBUTES) == keys
    for key, attribute in ATTRIBUTES.items():
        assert key.removeprefix("instantaneous_").startswith(
            attribute.removeprefix("instantaneous_")
        )


@given(
    flags=st.integers(0, 0x3FFF).map(lambda flags: flags & ~1), data=st.data(), wide=st.booleans()
)
def test_whatever_a_machine_can_say_is_read_as_it_was_meant(
    flags: int, data: st.DataObject, *, wide: bool
) -> None:
    """Values that were encoded come out by their names, whatever else is in the packet."""
    said = {
        ATTRIBUTES[field.key]: data.draw(st.integers(0, 256 ** (field.width or 1) // 2 - 2))
        for bit, fields in ((0, (SPEED,)), *LAYOUT)
        for field in fields
        if bit == 0 or flags >> bit & 1
    }
    width = (2 if wide else 1) if flags & 0x60 else None
    meant = TreadmillData(flags, more_data=False, pace_width=width, **said)  # type: ignore[arg-type]
    named = check("2ACD", encode_treadmill_data(meant))
    for key, attribute in ATTRIBUTES.items():
        value = named.get(key)
        raw = said.get(attribute)
        assert (value is None) == (raw is None)
        assert value is None or value in (raw, raw / 10, raw / 100)  # type: ignore[operator]
    assert "truncated" not in named


@pytest.mark.parametrize("characteristic", KNOWN)
@given(data=st.binary(max_size=64))
def test_any_bytes_are_explained(characteristic: str, data: bytes) -> None:
    """Totality, and every byte is shown once."""
    check(characteristic, data)


def test_every_characteristic_that_has_a_name_is_explained() -> None:
    """And nothing else is, but the service data."""
    assert set(KNOWN) == {*NAMES, SERVICE_DATA}


def test_what_is_unknown_is_not_explained() -> None:
    """The caller asks for what there is."""
    with pytest.raises(KeyError):
        explain("2A00", b"")
