"""``reprise settings``, and what the commands that show a session make of the file."""

from __future__ import annotations

import json
import multiprocessing
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Final

import pytest
from filelock import FileLock

from controller.cli.exits import EXIT_DONE, EXIT_INVALID_FILE, EXIT_USAGE
from controller.cli.main import main
from controller.cli.session.plain import Teller, sentence
from controller.cli.settings.file import SettingsInvalid, change, read_file
from controller.records.format import HEADER
from controller.settings.table import BY_KEY, SETTINGS
from controller.settings.values import USUAL, Settings, Units
from tests.cli.terminals import at_a_terminal
from tests.tui.sessions import recorded

if TYPE_CHECKING:
    from pathlib import Path

    from controller.records.format import Record

SIMULATE: Final = ("simulate", "postpartum-ladder", "--at", "run1+0:10=symptom:heaviness:2")

WALKED_OUT: Final = 4


@pytest.fixture(autouse=True)
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let everything that is kept be kept in a folder of the test's own."""
    for name in ("CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path))
    monkeypatch.delenv("REPRISE_PROFILE", raising=False)
    (tmp_path / "reprise").mkdir()
    return tmp_path / "reprise" / "settings.toml"


class Command:
    """The command line."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *words: str, code: int = EXIT_DONE) -> tuple[str, str]:
        """Run one and return what it printed and complained of."""
        assert main(words) == code
        out, err = self._capsys.readouterr()
        return out, err


@pytest.fixture
def reprise(capsys: pytest.CaptureFixture[str]) -> Command:
    """Return it."""
    return Command(capsys)


def test_the_list_says_what_each_means_and_can_be(reprise: Command, file: Path) -> None:
    """Every setting, its value, its meaning, its values; and where they are."""
    out, err = reprise("settings")
    for each in SETTINGS:
        assert f"\n{each.key} " in f"\n{out}"
        assert each.means in out
        assert each.kind.possible in out
    assert str(file) in out
    assert err == ""
    assert not file.exists()


def test_one_is_shown_set_and_kept_for_one_person(reprise: Command, file: Path) -> None:
    """Another profile has a file of its own."""
    assert reprise("settings", "volume") == ("volume is 80.\n", "")
    assert reprise("settings", "volume", "35") == ("volume is 35.\n", "")
    reprise("settings", "discreet", "yes")
    assert reprise("settings", "discreet") == ("discreet is on.\n", "")
    assert read_file(file).settings == Settings(volume=35, discreet=True)
    assert file.stat().st_mode & 0o777 == 0o600
    assert reprise("settings", "volume", "--profile", "other") == ("volume is 80.\n", "")
    reprise("settings", "volume", "1", "--profile", "other")
    assert reprise("settings", "volume") == ("volume is 35.\n", "")


def test_json_has_values_and_not_words(reprise: Command, file: Path) -> None:
    """One object, of one or of all."""
    reprise("settings", "units", "min/mi")
    told = json.loads(reprise("settings", "--json")[0])
    assert told["settings"] == {
        "units": "min/mi", "tones": True, "volume": 80, "voice": False, "cues": True,
        "discreet": False, "contrast": "normal", "motion": True, "cadence-target": "none",
        "stop-keys": [],
    }  # fmt: skip
    assert (told["format"], told["file"]) == ("reprise-settings 1", str(file))
    assert (told["in_file"], told["problems"]) == (["units"], [])
    assert json.loads(reprise("settings", "cues", "off", "--json")[0])["settings"] == {
        "cues": False
    }


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("voluem",), 'reprise: there is no setting "voluem"; did you mean "volume"? There are '),
        (("xyz",), 'reprise: there is no setting "xyz"; there are units, tones, '),
        (("units", "knots"),
         'reprise: units cannot be "knots"; it can be km/h, mph, min/km or min/mi.'),
        (("volume", "101"), 'reprise: volume cannot be "101"; it can be 0 to 100.'),
        (("motion", ""), 'reprise: motion cannot be ""; it can be on or off.'),
    ],
)  # fmt: skip
def test_what_is_not_possible_is_one_sentence(
    reprise: Command, file: Path, words: tuple[str, ...], told: str
) -> None:
    """With what is; and nothing is written."""
    out, err = reprise("settings", *words, code=EXIT_USAGE)
    assert out == ""
    assert err.startswith(told)
    assert err.count("\n") == 1
    assert not file.exists()


def test_a_file_with_a_mistake_is_told_of_and_never_written_over(
    reprise: Command, file: Path
) -> None:
    """What is right in it is shown; the mistake can be mended by the command, if it is a value."""
    file.write_text('units = "knots"\nvolume = 3\n')
    out, err = reprise("settings", "volume", code=EXIT_INVALID_FILE)
    assert out == "volume is 3.\n"
    assert err.startswith(f"{file}:1:9: units cannot be ")
    reprise("settings", "units", "mph")
    assert read_file(file).settings == Settings(units=Units.MPH, volume=3)
    broken = b"volume = \xff\n"
    file.write_bytes(broken)
    _, err = reprise("settings", "volume", "4", code=EXIT_INVALID_FILE)
    assert err == (
        f"reprise: {file}: it is not UTF-8; mend it or move it away. Nothing was changed: mend the "
        "file or move it away, and set it again.\n"
    )
    assert file.read_bytes() == broken


def test_a_file_of_a_windows_editor_stays_one(reprise: Command, file: Path) -> None:
    """On the disk, too: byte by byte but for the line that was changed."""
    file.write_bytes(b"\xef\xbb\xbf# mine\r\nvolume = 3\r\n")
    reprise("settings", "volume", "4")
    assert file.read_bytes() == b"\xef\xbb\xbf# mine\r\nvolume = 4\r\n"


def test_a_file_that_cannot_be_had_is_told_of(reprise: Command, file: Path) -> None:
    """A folder in its place: one sentence when reading, one when writing."""
    file.mkdir()
    _, err = reprise("settings", "volume", code=EXIT_INVALID_FILE)
    assert "it cannot be read (" in err
    _, err = reprise("settings", "volume", "4", code=EXIT_INVALID_FILE)
    assert err.count("\n") == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a pipe with a name is POSIX's")
@pytest.mark.parametrize("what", ["a pipe", "a device", "huge"])
def test_what_might_be_read_for_ever_is_not_read(file: Path, what: str) -> None:
    """A session is shown and stopped all the same."""
    match what:
        case "a pipe":
            os.mkfifo(file)
        case "a device":
            file.symlink_to("/dev/zero")
        case _:
            file.write_text("# \n" * 100_000 + 'units = "mph"\n')
    held = read_file(file)
    assert held.settings == USUAL
    assert len(held.problems) == 1
    with pytest.raises(SettingsInvalid):
        change(file, "volume", 4)


def _change_often(path: Path, key: str) -> None:
    for value in (True, False) * 10:
        change(path, key, value)


@pytest.mark.long
def test_two_that_change_it_at_once_lose_nothing(file: Path) -> None:
    """Each sees what the other wrote."""
    keys = ("tones", "voice", "cues")
    start = multiprocessing.get_context("spawn")
    others = [start.Process(target=_change_often, args=(file, key)) for key in keys]
    for each in others:
        each.start()
    for each in others:
        each.join(60)
        assert each.exitcode == 0
    read = read_file(file)
    assert (set(read.named), read.problems) == (set(keys), ())
    assert read.settings == Settings(tones=False, voice=False, cues=False)


def test_a_lock_that_somebody_holds_is_told_of(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for ever."""
    monkeypatch.setattr("controller.cli.settings.file._WAIT_S", 0.01)
    with FileLock(file.with_suffix(".lock")), pytest.raises(SettingsInvalid, match="try again"):
        change(file, "volume", 3)
    assert not file.exists()


@pytest.mark.long
def test_a_simulated_session_is_told_in_the_chosen_words(reprise: Command) -> None:
    """Units and letters, line by line."""
    usual = reprise(*SIMULATE, code=WALKED_OUT)[0]
    assert "RUN 1 of 8 at 7.5 km/h." in usual
    assert "Because: Heaviness, dragging or pressure down below, clear." in usual
    reprise("settings", "units", "min/km")
    reprise("settings", "discreet", "on")
    told = reprise(*SIMULATE, code=WALKED_OUT)[0]
    assert "RUN 1 of 8 at 8:00 /km." in told
    assert "Because: H, clear." in told
    assert "eaviness" not in told
    assert "km/h" not in told
    assert told.count("\n") == usual.count("\n")


@pytest.mark.long
def test_a_replay_is_told_in_the_chosen_words(reprise: Command, tmp_path: Path) -> None:
    """The journal is as ever, whoever reads it has her own words."""
    reprise("settings", "units", "mph")
    reprise("settings", "discreet", "on")
    journal = tmp_path / "j.jsonl"
    reprise(*SIMULATE, "--journal", str(journal), code=WALKED_OUT)
    kept = journal.read_text()
    assert "Heaviness" in kept
    assert "mph" not in kept
    told = reprise("replay", str(journal), "--plain")[0]
    assert "RUN 1 of 8 at 4.7 mph." in told
    assert "H, clear" in told
    other = reprise("replay", str(journal), "--plain", "--profile", "other")[0]
    assert "RUN 1 of 8 at 7.5 km/h." in other


@pytest.mark.long
def test_a_broken_file_keeps_no_session_from_being_shown(reprise: Command, file: Path) -> None:
    """The usual, and one line that says why."""
    usual = reprise(*SIMULATE, code=WALKED_OUT)
    file.write_text("units =\n")
    out, err = reprise(*SIMULATE, code=WALKED_OUT)
    assert out == usual[0]
    assert err == (
        f'{file}:1:8: this is not TOML (invalid value); a line is written as units = "mph". '
        "Until then it is as if that were not there.\n"
    )


@pytest.mark.long
@pytest.mark.parametrize("plain", [True, False])
def test_a_session_at_a_terminal_has_the_settings(
    file: Path, tmp_path: Path, *, plain: bool
) -> None:
    """Of a real process: the screen in strong colours and in miles, with the mistake told."""
    file.write_text('units = "mph"\ncontrast = "high"\nvolume = "loud"\n')
    environment = {f"XDG_{name}_HOME": str(tmp_path) for name in ("CONFIG", "DATA", "STATE")}
    environment |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "COLUMNS": "80",
                    "LINES": "24"}  # fmt: skip
    words = ["run", "--simulate", "--speedup", "20", *(["--plain"] if plain else [])]
    presses = (
        [("G starts it", "g"), ("3.1 mph", " "), ("The belt is still", " ")]
        if plain
        else [("BEFORE THE BELT", "q")]
    )
    seen, _ = at_a_terminal(words, presses, environment=environment)
    assert f"{file}:3:10: volume cannot be" in seen
    if plain:
        assert "WALK (warm-up) at 3.1 mph." in seen
    else:
        assert "0.6 to 6.2 mph" in seen
        assert "48;2;0;0;0" in seen  # black, as only the strong colours have it


@pytest.mark.long
def test_plain_mode_tells_every_record_in_every_unit() -> None:
    """No line has a unit that was not chosen; consoles and differences have no pace."""
    lines: dict[Units, list[str]] = {}
    for units in Units:
        told: list[str] = []
        for records in (recorded(), recorded(manual=True), recorded("run1+0:10=slower")):
            teller = Teller(Settings(units=units))
            told += [line for record in records for line in teller.lines(record)]
        lines[units] = told
    assert len({len(each) for each in lines.values()}) == 1
    assert not [each for each in lines[Units.MPH] if "km" in each]
    assert not [each for each in lines[Units.PER_MILE] if "km" in each]
    assert not [each for each in lines[Units.PER_KM] if "mph" in each or "/mi" in each]
    pressed = [each for each in lines[Units.PER_KM] if "PRESS +" in each]
    assert pressed
    assert all("until the treadmill shows" in each and "km/h" in each for each in pressed)


def test_plain_mode_tells_no_cue_where_none_is_wanted() -> None:
    """All else of the line stays."""
    (told, quiet) = (
        [line for record in recorded() for line in Teller(settings).lines(record)]
        for settings in (Settings(), Settings(cues=False))
    )
    assert any(line.endswith("at 7.5 km/h.  Ribs over pelvis, head over ribs.") for line in told)
    assert quiet == [line.partition(".  ")[0] + "." if " at " in line else line for line in told]


def test_plain_mode_tells_a_console_in_miles_in_both() -> None:
    """It is in the header what was learnt of this treadmill."""
    press: Record = {"n": 1, "t": 0, "io": "out", "kind": "press", "key": "faster", "speed": 750}
    teller = Teller()
    assert teller.lines(press) == ["  0:00  PRESS + until the treadmill shows 7.5 km/h."]
    header, *_ = recorded()
    assert header["io"] == HEADER
    teller.lines({**header, "setup": {**header["setup"], "known": {"mph": True}}})
    assert teller.lines(press) == ["  0:00  PRESS + until the treadmill shows 4.7 mph (7.5 km/h)."]
    assert sentence(press) == "  0:00  PRESS + until the treadmill shows 7.5 km/h."


def test_settings_need_nothing_heavy() -> None:
    """They are read before every screen: no pydantic for nine lines."""
    code = "import sys, controller.settings.file; print('pydantic' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
    assert len(BY_KEY) == len(SETTINGS)
