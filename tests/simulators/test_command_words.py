"""Commands and answers in a few words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulators.driven.command_words import asks, refusal, says


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("00", "request control"),
        ("01", "reset"),
        ("02e001", "target 4.80 km/h"),
        ("02e00100", "target 4.80 km/h, trailing 00"),
        ("02e0", "target truncated e0"),
        ("03f6ff", "target inclination -1 %"),
        ("059600", "target power 150 W"),
        ("07", "start or resume"),
        ("0801", "stop"),
        ("0802", "pause"),
        ("0803", "stop or pause, rfu 0x03"),
        ("0d2c01", "0x0d, trailing 2c 01"),
        ("", "nothing: no byte"),
    ],
)
def test_what_a_client_asks_for(data: str, words: str) -> None:
    """By the tables of `reprise decode`, and shorter."""
    assert asks(bytes.fromhex(data)) == words


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("800201", "success"),
        ("800705", "control not permitted"),
        ("80080400", "operation failed, response parameter 00"),
        ("8002", "set target speed, truncated"),
    ],
)
def test_what_an_answer_says(data: str, words: str) -> None:
    """The result; what it answers stands beside it."""
    assert says(bytes.fromhex(data)) == words


def test_what_a_refusal_says() -> None:
    """The two of FTMS by their names, any other by its number."""
    assert refusal(0xFD) == "CCCD improperly configured"
    assert refusal(0xFE) == "procedure already in progress"
    assert refusal(0x81) == "ATT error 0x81"


@given(st.binary(max_size=30))
def test_any_bytes_have_words(data: bytes) -> None:
    """Whatever a client writes, there is something to show, on one line."""
    for words in (asks(data), says(data)):
        assert words
        assert words.isprintable()
