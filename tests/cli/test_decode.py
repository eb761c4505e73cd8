"""``reprise decode``: JSON for programs, a table for people, one sentence for what is bad."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controller.cli.decode import parse_hex, render
from controller.cli.exits import EXIT_USAGE
from controller.cli.main import main
from protocols.explain import KNOWN, SERVICE_DATA
from protocols.gatt import NAMES, full_uuid
from tests.protocols.packets import VECTORS

KETTLER = "8c 05 64 00 14 00 00 00 00 00 00 05 00 e7 00 03 00 5b 00"


def feed(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    """Give bytes on standard input."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


@pytest.mark.parametrize(
    "each", VECTORS, ids=lambda each: f"{each['characteristic']} {each['hex']}"
)
def test_every_vector(each: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    """Printed on one line, all names and values as expected, and no others."""
    assert main(["decode", each["characteristic"], each["hex"], "--json"]) == 0
    out = capsys.readouterr().out
    assert out.count("\n") == 1
    assert json.loads(out) == each["expected"]


def test_every_vector_on_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One object a line, in order, and each says what it is of."""
    lines = "".join(f"{each['characteristic']} {each['hex']}\n" for each in VECTORS)
    feed(monkeypatch, lines.encode())
    assert main(["decode", "-", "--json"]) == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [each.pop("characteristic") for each in found] == [
        NAMES.get(each["characteristic"], SERVICE_DATA) for each in VECTORS
    ]
    assert found == [each["expected"] for each in VECTORS]


@pytest.mark.parametrize(
    ("packet", "printed"),
    [
        (
            "2ACD 0000e600",
            '{"flags": "0x0000", "more_data": false, "instantaneous_speed_kmh": 2.3}',
        ),
        ("2AD9 02 9a 01", '{"request": "set_target_speed", "target_speed_kmh": 4.1}'),
        ("2AD9 03 03 00", '{"request": "set_target_inclination", "target_inclination_pct": 0.3}'),
    ],
)
def test_numbers_are_printed_as_they_are(
    packet: str, printed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """No 2.3000000000000003: what was an integer on the wire has its decimals and no more."""
    assert main(["decode", "--json", *packet.split()]) == 0
    assert capsys.readouterr().out == printed + "\n"


@given(speed=st.integers(0, 0xFFFF))
def test_every_speed_is_printed_with_two_decimals_at_most(speed: int) -> None:
    """Over all the wire's speeds."""
    (line,) = render("2ADA", b"\x05" + speed.to_bytes(2, "little"), as_json=True)
    number = line.rpartition(" ")[2].rstrip("}")
    whole, _, decimals = number.partition(".")
    assert int(whole) * 100 + int(decimals.ljust(2, "0")) == speed


@pytest.mark.parametrize(
    "name",
    [
        "2ACD",
        "2acd",
        "0x2acd",
        "0X2ACD",
        full_uuid("2ACD"),
        full_uuid("2ACD").upper(),
        "treadmill-data",
        "Treadmill_Data",
    ],
)
def test_a_characteristic_by_any_of_its_names(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Number, UUID or word, in either case."""
    assert main(["decode", name, "01 00", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"flags": "0x0001", "more_data": True}


@pytest.mark.parametrize("number", KNOWN)
def test_every_characteristic_has_a_name_that_works(
    number: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The names that the error lists are those that are taken."""
    for name in (number, NAMES.get(number, SERVICE_DATA)):
        assert main(["decode", name, ""]) == 0
        assert capsys.readouterr().out.startswith(number)


@pytest.mark.parametrize(
    "text",
    [
        "8c0564",
        "8C 05 64",
        "8c:05:64",
        "8C-05-64",
        "0x8c 0x05 0x64",
        "0x8c0564",
        "  8c\t05 64 ",
        "8c 0564",
    ],
)
def test_bytes_as_tools_print_them(text: str) -> None:
    """With and without separators and prefixes."""
    assert parse_hex(text) == bytes.fromhex("8c0564")


@pytest.mark.parametrize(
    ("arguments", "place", "remedy"),
    [
        (["2ACD", "8c0"], "'8c0'", "two digits"),
        (["2ACD", "8c", "5"], "'5'", "two digits"),
        (["2ACD", "zz"], "'zz'", "two digits"),
        (["2ACD", "\uff18c"], "'\uff18c'", "two digits"),
        (["2ACD", "x" * 5000], "'" + "x" * 40 + "...'", "two digits"),
        (["2ACD"], "hexadecimal", '""'),
        (["-", "8c"], "standard input", "no HEX"),
        (["2A00", "00"], "'2A00'", "2ACD treadmill-data"),
        (["y" * 5000, "00"], "'" + "y" * 40 + "...'", "2ACD treadmill-data"),
        (["", "00"], "''", "2ACD treadmill-data"),
        ([full_uuid("2A00"), "00"], "0002a00", "1826-service-data"),
        (["6e400001-b5a3-f393-e0a9-e50e24dcca9e", "00"], "6e4", "2A37 heart-rate-measurement"),
    ],
)
def test_bad_input_gets_one_sentence(
    arguments: list[str], place: str, remedy: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What it was, and what would be right; nothing on standard output."""
    assert main(["decode", *arguments]) == EXIT_USAGE
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("reprise: ")
    assert captured.err.endswith(".\n")
    assert captured.err.count("\n") == 1
    assert place in captured.err
    assert remedy in captured.err


def test_a_bad_line_does_not_stop_the_others(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Blank lines and comments are no packets; each bad one is told with its number."""
    feed(monkeypatch, b"# log\n\n2AD3\n2ACD 8c0\n\t2A29\t46 49\r\n\xff\xfe 00\n2ADA 01")
    assert main(["decode", "-", "--json"]) == 1
    captured = capsys.readouterr()
    assert captured.out.splitlines() == [
        '{"characteristic": "training-status", "truncated": true}',
        '{"characteristic": "manufacturer-name", "manufacturer_name": "FI"}',
        '{"characteristic": "fitness-machine-status", "op": "reset"}',
    ]
    first, second = captured.err.splitlines()
    assert first.startswith("reprise: line 4: '8c0' ")
    assert second.startswith("reprise: line 6: ")


def test_no_lines_are_no_mistake(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An empty log is decoded to nothing."""
    feed(monkeypatch, b"")
    assert main(["decode", "-"]) == 0
    assert capsys.readouterr() == ("", "")


def test_the_table_shows_each_field_with_its_bytes(capsys: pytest.CaptureFixture[str]) -> None:
    """A real Kettler packet, flags bit by bit."""
    assert main(["decode", "2ACD", KETTLER]) == 0
    assert (
        capsys.readouterr().out
        == """\
2ACD treadmill-data, 19 bytes
 at  bytes              field                          value
  0  8c 05              flags                          0x058c
     bit 0 = 0: instantaneous_speed_kmh
     bit 2 = 1: total_distance_m
     bit 3 = 1: inclination_pct, ramp_angle_deg
     bit 7 = 1: total_energy_kcal, energy_per_hour_kcal, energy_per_minute_kcal
     bit 8 = 1: heart_rate_bpm
     bit 10 = 1: elapsed_time_s
                        more_data                      no
  2  64 00              instantaneous_speed_kmh        1.0 km/h
  4  14 00 00           total_distance_m               20 m
  7  00 00              inclination_pct                0.0 %
  9  00 00              ramp_angle_deg                 0.0 °
 11  05 00              total_energy_kcal              5 kcal
 13  e7 00              energy_per_hour_kcal           231 kcal/h
 15  03                 energy_per_minute_kcal         3 kcal/min
 16  00                 heart_rate_bpm                 0 bpm
 17  5b 00              elapsed_time_s                 91 s
"""
    )


@pytest.mark.parametrize(
    ("packet", "rows"),
    [
        (
            "2ACD 09 c0 0a 00 ff 7f aa bb cc dd ee ff 11",
            [
                "     bit 0 = 1: more data in another notification, no speed here",
                "     bit 14 = 1: reserved",
                "     bit 15 = 1: reserved",
                "  4  ff 7f              ramp_angle_deg                 not available",
                "  6  aa bb cc dd ee ff  trailing                       aa bb cc dd ee ff 11",
                "     11",
            ],
        ),
        (
            "2ACD 20 01 64 00 0a",
            [
                "                        pace_width                     1 byte",
                "                        truncated                      yes",
                "     not whole: heart_rate_bpm",
            ],
        ),
        (
            "2ACC 05 00 02 00 00 00 00 00",
            [
                "  0  05 00 02 00        features                       3 set",
                "     bit 2: total_distance",
                "     bit 17: rfu17",
                "  4  00 00 00 00        target_settings                none",
            ],
        ),
        (
            "2A37 36 73 10 02 0d 02",
            [
                "     bit 0 = 0: heart rate of two bytes",
                "     bit 4 = 1: RR intervals",
                "     bit 5 = 1: reserved",
                "  2  10 02 0d 02        rr_intervals_1_1024_s          528, 525 / 1024 s",
            ],
        ),
        (
            "2AD9 80 07 05",
            ["  0  80 07              response_to                    start_or_resume"],
        ),
    ],
)
def test_rows_of_the_table(
    packet: str, rows: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """What is cut off, left over, reserved or not available is said."""
    assert main(["decode", *packet.split()]) == 0
    out = capsys.readouterr().out.splitlines()
    assert [row for row in rows if row not in out] == []


@given(characteristic=st.sampled_from([*KNOWN]), data=st.binary(max_size=60))
def test_a_table_fits_into_80_columns(characteristic: str, data: bytes) -> None:
    """Whatever is in it, and nothing in it steers a terminal."""
    for line in render(characteristic, data, as_json=False):
        assert len(line) <= 80
        assert line.isprintable()


def test_a_reader_that_goes_away_is_no_mistake() -> None:
    """``reprise decode - | head -1``: what cannot be written is not wanted."""
    run = subprocess.Popen(
        [sys.executable, "-m", "controller.cli.main", "decode", "-", "--json"],
        env={name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert run.stdin is not None
    assert run.stdout is not None
    assert run.stderr is not None
    with run:
        run.stdin.write(b"2ADA 01\n")
        run.stdin.flush()
        assert run.stdout.readline().endswith(b'"op": "reset"}\n')
        run.stdout.close()
        run.stdin.write(b"2ADA 01\n" * 1000)
        run.stdin.close()
        assert run.stderr.read() == b""
    assert run.returncode == 0


def test_a_terminal_without_the_letters_is_served_all_the_same() -> None:
    """A name in Greek on a terminal that has ASCII only."""
    run = subprocess.run(
        [sys.executable, "-m", "controller.cli.main", "decode", "2A29", "ce b1"],
        env={"PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, b"")
    assert run.stdout.endswith(b"?\n")
