"""A person at a terminal: a real pseudo-terminal, real keys, real signals."""

from __future__ import annotations

import signal
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.cli.terminals import at_a_terminal

pytestmark = pytest.mark.long

_A_MOMENT = 0.1
"""Seconds that a person needs at least between reading and pressing: answers ask for some."""


def at_the_belt(
    tmp_path: Path, presses: Sequence[tuple[str, str | signal.Signals]]
) -> tuple[str, int]:
    """Run a sped-up session; each press follows the text that it waits for.

    Returns:
        All that was printed, and the exit code.
    """
    words = ["run", "postpartum-walk", "--simulate", "--plain", "--silent", "--speedup", "15"]
    here = {"XDG_DATA_HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path)}
    return at_a_terminal(words, presses, environment=here, moment=_A_MOMENT)


@pytest.mark.parametrize(
    "key",
    [
        " ",
        "\x03",
        "\x04",
        "\x1a",
        "\x1c",
        "\x1b[5~",
        "\x1b[F",
        "\x1bOF",
        "x\x1b[5~",
        "\x1b ",
        "12 ",
    ],
)
def test_every_stop_key_stops(tmp_path: Path, key: str) -> None:
    """SPACE, the control keys, PAGE UP and END stop, whatever comes in the same read."""
    seen, code = at_the_belt(tmp_path, [("G starts it", "g"), ("The belt moves", key)])
    assert code == 0
    assert "Stop asked for: the stop key." in seen
    assert "Stopped. The belt is still." in seen


def test_a_hand_on_the_keyboard_stops(tmp_path: Path) -> None:
    """Three different keys at once are no three answers."""
    seen, code = at_the_belt(tmp_path, [("G starts it", "g"), ("The belt moves", "wdc")])
    assert code == 0
    assert "Stop asked for: a hand on the keyboard." in seen


def test_any_key_calls_the_countdown_off(tmp_path: Path) -> None:
    """In the ten seconds before a start any key means no, and nothing moves."""
    seen, _ = at_the_belt(
        tmp_path, [("G starts it", "g"), ("calls it off", "x"), ("The belt is still", " ")]
    )
    assert "The belt moves" not in seen


def test_enter_never_starts_a_belt(tmp_path: Path) -> None:
    """ENTER at the start screen does nothing; only G starts."""
    seen, _ = at_the_belt(tmp_path, [("G starts it", "\r\r\r "), ("Stopped", "")])
    assert "The belt begins to move" not in seen


def test_something_is_wrong_walks_and_asks(tmp_path: Path) -> None:
    """S brings the question; a strength and a place answer it, as on the screen."""
    seen, code = at_the_belt(
        tmp_path,
        [
            ("G starts it", "g"),
            ("The belt moves", "s"),
            ("ANYTHING", "3"),
            ("H  heavy, dragging", "h"),
            ("walk 3 min, then stop; see a pelvic-health physiotherapist", ""),
        ],
    )
    assert code == 4
    assert "Before you run again, see a pelvic-health physiotherapist." in seen


@pytest.mark.parametrize("key", ["\x1b[A", "\x1bOA", "\x1b[B", "\x1bOB"])
def test_up_and_down_stop_nothing(tmp_path: Path, key: str) -> None:
    """They are the only keys that send more than a character and are not a stop."""
    seen, code = at_the_belt(
        tmp_path, [("G starts it", "g"), ("The belt moves", key), ("ANYTHING", " ")]
    )
    assert code == 0
    assert seen.index("ANYTHING") < seen.index("Stop asked for: the stop key.")


def test_a_question_is_answered_with_a_strength_and_a_place(tmp_path: Path) -> None:
    """Two keys, as on the screen; the places are listed behind the first."""
    seen, code = at_the_belt(
        tmp_path,
        [
            ("G starts it", "g"),
            ("ANYTHING", "2"),
            ("H  heavy, dragging", "h"),
            ("Noted: Heavy, dragging, clear: walk to the end", " "),
        ],
    )
    assert code == 0
    assert "WHERE IS IT?" in seen


def test_unwell_stops_and_refers(tmp_path: Path) -> None:
    """One key, without any question."""
    seen, code = at_the_belt(tmp_path, [("G starts it", "g"), ("The belt moves", "u")])
    assert code == 4
    assert "Please see a clinician" in seen


def test_a_pause_goes_on_with_g(tmp_path: Path) -> None:
    """P brings the belt to a stop, G goes on with a countdown and a walk."""
    seen, _ = at_the_belt(
        tmp_path,
        [("G starts it", "g"), ("The belt moves", "p"), ("Paused", "g"), ("going on", " ")],
    )
    assert "Stopped. The belt is still." in seen


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_stops_the_belt(tmp_path: Path, number: signal.Signals) -> None:
    """A session that is told to go away stops the belt first."""
    seen, code = at_the_belt(tmp_path, [("G starts it", "g"), ("The belt moves", number)])
    assert f"signal {number.name}" in seen
    assert "The belt is still." in seen
    assert code == (130 if number is signal.SIGINT else 0)
