"""``reprise doctor keys`` at a terminal, and the stop key that it leaves behind in a session."""

from __future__ import annotations

import sys
import tomllib
from typing import TYPE_CHECKING

import pytest

from controller.cli.session.keyboard import Keys, keys_in
from controller.records.intents import Intent
from controller.settings.file import read_settings
from controller.tui.keys.table import STOP, usable
from tests.cli.test_simulate import reprise

if TYPE_CHECKING:
    from pathlib import Path

_POSIX = pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is POSIX")


@pytest.mark.long
@_POSIX
def test_a_clicker_s_button_becomes_a_stop_key(tmp_path: Path) -> None:
    """It is shown by the name that a session knows it by, kept by ENTER, and shown again."""
    from tests.cli.terminals import at_a_terminal  # noqa: PLC0415  # it needs a pty

    environment = {
        **{f"XDG_{each}_HOME": str(tmp_path) for each in ("CONFIG", "DATA", "STATE")},
        "TERM": "xterm-256color", "LINES": "24", "COLUMNS": "80",
    }  # fmt: skip
    shown, code = at_a_terminal(
        ["doctor", "keys"],
        [
            ("PRESS THE KEYS", "\x1b[15~"),
            ("makes F5", "\r"),
            ("F5 stops the belt.", "\x1b[D"),
            ("makes LEFT", "\x1b[6~"),
            ("STOPS THE BELT", "\x1b"),
        ],
        environment=environment,
        moment=0.3,
    )
    assert code == 0, shown
    held = tomllib.loads((tmp_path / "reprise" / "settings.toml").read_text("utf-8"))
    assert held == {"stop-keys": ["f5"]}


def test_without_a_terminal_it_says_so() -> None:
    """One sentence and the code for a wrong use."""
    told = reprise("doctor", "keys")
    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr == "reprise doctor keys: run it in a terminal; it shows what is pressed.\n"


@pytest.mark.parametrize(
    ("written", "held"),
    [
        ('["left", "."]', ("left", ".")),
        ('"F5, left , left"', ("f5", "left")),
        ('"none"', ()),
        ("[]", ()),
    ],
)
def test_the_setting_is_names_of_keys(written: str, held: tuple[str, ...]) -> None:
    """As a list, or with commas as on a command line; in small letters, each once."""
    read = read_settings(f"stop-keys = {written}\n", "s.toml")
    assert (read.settings.stop_keys, read.problems) == (held, ())


@pytest.mark.parametrize(
    "written",
    ["7", "true", '""', '[""]', "[3]", '["a\\u001b"]', f"{['x'] * 17}", f"['{'y' * 25}']"],
)
def test_what_is_no_name_of_a_key_is_told_with_its_place(written: str) -> None:
    """And costs that line alone."""
    read = read_settings(f'units = "mph"\nstop-keys = {written}\n', "s.toml")
    assert read.settings.stop_keys == ()
    assert "units" in read.named
    (problem,) = read.problems
    assert problem.startswith("s.toml:2:13: stop-keys cannot be ")
    assert problem.endswith("names of keys as reprise doctor keys tells them, or none.")


def test_an_added_key_stops_in_plain_mode_too() -> None:
    """By the character that it types; every sequence but two arrows stops there anyway."""
    said: list[str] = []
    keys = Keys(said.append, usable([".", "b", "down"]))
    assert [keys.pressed(each) for each in keys_in(".")] == [STOP]
    assert [keys.pressed(each) for each in keys_in("B")] == [STOP]
    assert [keys.pressed(each) for each in keys_in("\x1b[B")] == [STOP]
    assert [keys.pressed(each) for each in keys_in("x")] == [Intent("other")]
    assert [Keys(said.append).pressed(each) for each in keys_in(".")] == [Intent("other")]


def test_a_setting_is_kept_by_its_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``reprise settings stop-keys`` takes and shows the same names."""
    for name in ("CONFIG_HOME", "DATA_HOME", "STATE_HOME"):
        monkeypatch.setenv(f"XDG_{name}", str(tmp_path))
    assert reprise("settings", "stop-keys").stdout == "stop-keys is none.\n"
    assert reprise("settings", "stop-keys", "f5,left").returncode == 0
    assert reprise("settings", "stop-keys").stdout == "stop-keys is f5, left.\n"
