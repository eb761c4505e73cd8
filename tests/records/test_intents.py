"""Keys and renewals on the pipe: what is written is read, and nothing else is."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controller.records.intents import (
    KEYS,
    Intent,
    Renewal,
    intent_line,
    read_line,
    renewal_line,
)

INTENTS = st.builds(
    Intent,
    key=st.sampled_from(sorted(KEYS)),
    symptom=st.text(max_size=20),
    value=st.integers(-(2**31), 2**31),
    because=st.text(max_size=40),
)


@given(INTENTS)
def test_a_key_is_read_as_it_was_pressed(intent: Intent) -> None:
    """Any text and any number comes back, in one line that a pipe writes whole."""
    line = intent_line(intent)
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert read_line(line) == intent


@given(st.integers(0, 2**62), st.booleans())
def test_a_renewal_is_read_as_it_was_sent(number: int, moving: bool) -> None:  # noqa: FBT001
    """The number and the belief come back."""
    renewal = Renewal(number, moving)
    assert read_line(renewal_line(renewal)) == renewal


@given(st.binary(max_size=200))
def test_any_other_bytes_are_nothing(line: bytes) -> None:
    """Noise is no key; it never raises."""
    try:
        told = json.loads(line)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        assert read_line(line) is None


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{}",
        b"[1]",
        b"[" * 100_000,
        b'{"kind":"intent","key":"fast","symptom":"","value":0,"because":""}',
        b'{"kind":"intent","key":"stop","symptom":"","value":"0","because":""}',
        b'{"kind":"intent","key":["stop"],"symptom":"","value":0,"because":""}',
        b'{"kind":"renew","number":"1","moving":true}',
        b'{"kind":"renew","number":1}',
    ],
    ids=range(9),
)
def test_what_is_almost_a_key_is_none(line: bytes) -> None:
    """A wrong type, a key that does not exist, a missing part."""
    assert read_line(line) is None


def test_no_key_names_a_speed() -> None:
    """Of all keys one makes the belt faster, and it only takes back what another one asked for."""
    assert not [each for each in KEYS if each in ("up", "speed", "target")]
    assert KEYS["faster"] == "take 0.2 km/h of that back"
    assert list(KEYS).index("faster") == list(KEYS).index("slower") + 1
