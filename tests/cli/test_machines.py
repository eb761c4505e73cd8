"""The file of remembered treadmills: what is written is read, and what is broken is left alone."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from controller.cli.machines.file import (
    MachinesInvalid,
    RememberedMachine,
    RememberedSensor,
    load,
)
from controller.cli.machines.remembered import (
    MachineNotRemembered,
    forget,
    note_stop_seen,
    remember,
    remember_sensor,
)
from protocols.worn import SensorKind
from tests.cli.test_simulate import reprise

A, B = "5E:1F:7E:AD:00:01", "0FD5C2B4-7A4E-4B6B-8B57-6B1C5AB7D3A1"
DAY = date(2026, 1, 31)
POD, STRAP = SensorKind.FOOTPOD, SensorKind.STRAP


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where the file will be, in a folder that is not there yet."""
    return tmp_path / "reprise" / "machines.json"


def test_without_a_file_nothing_is_remembered(path: Path) -> None:
    """Reading makes no file."""
    assert load(path).all == ()
    assert not path.parent.exists()


def test_what_is_remembered_is_read_again(path: Path) -> None:
    """Addresses of Linux and of macOS, a name that is none, and the day of today."""
    remember(A, "UREVO E1L", path=path)
    remember(B, "", path=path)
    note_stop_seen(B, DAY, path=path)
    first, second = load(path).all
    assert abs(date.today() - first.first_seen) <= timedelta(days=1)  # noqa: DTZ011
    assert first == RememberedMachine(A, "UREVO E1L", first.first_seen, None)
    assert second == RememberedMachine(B, "", first.first_seen, DAY)
    assert load(path).find(A.lower()) == first
    assert load(path).find("UREVO E1L") is None


def test_a_machine_is_remembered_once(path: Path) -> None:
    """In whichever case; a new name is taken over, no name and the day of the stop are not lost."""
    remember(A, "Old", path=path)
    note_stop_seen(A.lower(), DAY, path=path)
    remember(A.lower(), "New\x1b[2J", path=path)
    remember(A, "", path=path)
    remember(A, A.replace(":", "-"), path=path)
    (only,) = load(path).all
    assert (only.name, only.stop_seen) == ("New\N{REPLACEMENT CHARACTER}[2J", DAY)


def test_a_stop_of_a_machine_that_is_not_remembered_is_not_noted(path: Path) -> None:
    """A simulated one, say; no file comes of it."""
    note_stop_seen(A, DAY, path=path)
    assert not path.exists()


def test_a_machine_is_forgotten_by_its_name_or_its_address(path: Path) -> None:
    """Where two have the name, the addresses are given to choose from, and both stay."""
    for address, name in (("1", "Twin"), ("2", "Twin"), ("3", "Other")):
        remember(address, name, path=path)
    with pytest.raises(MachineNotRemembered, match=r"2 devices are called 'twin'.*: 1, 2\."):
        forget("twin", path=path)
    with pytest.raises(MachineNotRemembered, match="no treadmill or sensor 'nobody' is remembered"):
        forget("nobody", path=path)
    assert forget("other", path=path).address == "3"
    assert forget("2", path=path).name == "Twin"
    assert [each.address for each in load(path).all] == ["1"]


def worn(path: Path) -> list[tuple[str, str, str]]:
    """Return what is remembered of sensors."""
    return [(each.kind.value, each.address, each.name) for each in load(path).sensors]


def test_the_sensor_that_was_chosen_last_is_the_one(path: Path) -> None:
    """Of each kind; one that is chosen again keeps the day, and its name if it says none now."""
    assert [load(path).chosen(kind) for kind in SensorKind] == [None, None]
    remember_sensor(POD, "1", "Old pod", path=path)
    today = load(path).sensors[0].first_seen
    path.write_text(path.read_text().replace(today.isoformat(), "2020-02-02"))
    remember_sensor(STRAP, "2", "Strap", path=path)
    remember_sensor(POD, "a:3", "New pod", path=path)
    assert abs(date.today() - today) <= timedelta(days=1)  # noqa: DTZ011
    assert load(path).chosen(POD) == RememberedSensor("a:3", "New pod", POD, today)
    assert load(path).chosen(STRAP) == RememberedSensor("2", "Strap", STRAP, today)
    remember_sensor(POD, "1", "", path=path)
    assert load(path).chosen(POD) == RememberedSensor("1", "Old pod", POD, date(2020, 2, 2))
    remember_sensor(POD, "A:3", "Newer\x1b", path=path)
    newer = ("footpod", "a:3", "Newer\N{REPLACEMENT CHARACTER}")
    assert worn(path) == [("strap", "2", "Strap"), ("footpod", "1", "Old pod"), newer]


def test_a_sensor_that_was_chosen_last_already_is_not_written_again(path: Path) -> None:
    """The file is the very same."""
    remember_sensor(STRAP, B, "S", path=path)
    before = path.stat()
    remember_sensor(STRAP, B.lower(), "", path=path)
    after = path.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_what_is_done_to_treadmills_keeps_the_sensors(path: Path) -> None:
    """And a sensor's address is no treadmill's: nothing is connected to it as to one."""
    remember_sensor(STRAP, B, "S", path=path)
    remember(A, "T", path=path)
    note_stop_seen(A, DAY, path=path)
    remember(A, "U", path=path)
    note_stop_seen(B, DAY, path=path)
    assert load(path).find(B) is None
    assert [each.address for each in load(path).known] == [A]
    forget("U", path=path)
    assert worn(path) == [("strap", B, "S")]
    assert load(path).all == ()


@pytest.mark.parametrize("word", ["both", B.lower()])
def test_a_device_for_both_is_forgotten_as_one(path: Path, word: str) -> None:
    """By name or address; others of the kind stay, and the one chosen before is the last again."""
    remember_sensor(POD, A, "Old", path=path)
    for kind in SensorKind:
        remember_sensor(kind, B, "Both", path=path)
    assert forget(word, path=path).address == B
    assert worn(path) == [("footpod", A, "Old")]


def test_a_name_that_a_treadmill_and_a_sensor_share_is_asked_about(path: Path) -> None:
    """Each address once, and nothing is forgotten."""
    remember(A, "Twin", path=path)
    for kind in SensorKind:
        remember_sensor(kind, B, "Twin", path=path)
    with pytest.raises(MachineNotRemembered, match=rf"2 devices .* of one: {A}, {B}\."):
        forget("twin", path=path)
    assert (len(load(path).all), len(load(path).sensors)) == (1, 2)


def test_a_file_of_before_there_were_sensors_is_whole(path: Path) -> None:
    """It has none, and takes some."""
    path.parent.mkdir()
    path.write_text(file_with())
    assert load(path).sensors == ()
    remember_sensor(POD, B, "P", path=path)
    assert [each.name for each in load(path).all] == ["T"]
    assert worn(path) == [("footpod", B, "P")]
    assert json.loads(path.read_text())["version"] == 1


ROW = {"address": A, "name": "T", "first_seen": "2026-01-31", "stop_seen": None}


def file_with(**changes: Any) -> str:
    """Return a whole file with one machine, changed."""
    return json.dumps({"version": 1, "machines": [ROW | changes]})


SENSOR_ROW = {"address": A, "name": "S", "kind": "strap", "first_seen": "2026-01-31"}


def sensor_file_with(**changes: Any) -> str:
    """Return a whole file with one sensor, changed."""
    return json.dumps({"version": 1, "machines": [], "sensors": [SENSOR_ROW | changes]})


BROKEN = [
    ("", r":1:1: this is not JSON"),
    ('{"version": 1,\n "machines": [}', r":2:15: this is not JSON"),
    ("[" * 100_000, "recursion"),
    ("[]", 'no list of "machines"'),
    ('{"version": 1}', 'no list of "machines"'),
    ('{"version": 2, "machines": []}', "version is 2 and not 1"),
    ('{"machines": []}', "version is None"),
    ('{"version": 1, "machines": [7]}', "machine 1 does not have"),
    (file_with(more=1), "machine 1 does not have"),
    (file_with(address=""), "machine 1 has no address"),
    (file_with(address=1), "machine 1 has no address"),
    (file_with(name=None), "no text for a name"),
    (file_with(name="\x1b"), "cannot be shown"),
    (file_with(name="\ud800"), "cannot be shown"),
    (file_with(first_seen=None), "first_seen of machine 1 is None"),
    (file_with(stop_seen="yesterday"), "stop_seen of machine 1 is 'yesterday'"),
    (file_with(stop_seen=20260131), "stop_seen of machine 1"),
    ('{"version": 1, "machines": [], "sensors": {}}', 'its "sensors" are not a list'),
    (sensor_file_with(more=1), "sensor 1 does not have address, name, kind and first_seen, and no"),
    (sensor_file_with(address=""), "sensor 1 has no address"),
    (sensor_file_with(name="\x1b"), "cannot be shown"),
    (sensor_file_with(kind="watch"), "kind of sensor 1 is 'watch' and not footpod or strap"),
    (sensor_file_with(kind=[]), r"kind of sensor 1 is \[\] and"),
    (sensor_file_with(first_seen="soon"), "first_seen of sensor 1 is 'soon'"),
]


@pytest.mark.parametrize(("text", "words"), BROKEN)
def test_a_broken_file_is_one_sentence_and_is_never_written_over(
    path: Path, text: str, words: str
) -> None:
    """It says where and what to do, and what a person wrote stays as it is."""
    path.parent.mkdir()
    path.write_text(text)
    for act in (
        lambda: load(path),
        lambda: remember(B, "New", path=path),
        lambda: remember_sensor(STRAP, B, "New", path=path),
        lambda: note_stop_seen(A, DAY, path=path),
        lambda: forget("T", path=path),
    ):
        with pytest.raises(MachinesInvalid, match=words) as broken:
            act()
        told = str(broken.value)
        assert told.startswith(str(path))
        assert told.endswith("mend it, or move it away and a new one will be made.")
        assert "\n" not in told
    assert path.read_text() == text


def test_a_file_that_is_not_text_is_one_sentence(path: Path) -> None:
    """Nor is a folder in its place."""
    path.parent.mkdir()
    path.write_bytes(b"\xff")
    with pytest.raises(MachinesInvalid, match="not UTF-8"):
        load(path)
    path.unlink()
    path.mkdir()
    with pytest.raises(MachinesInvalid, match="cannot be read"):
        load(path)


def test_a_write_that_fails_leaves_the_old_file(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk costs nothing that was there, and leaves nothing behind."""
    remember(A, "T", path=path)
    before = path.read_bytes()

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        remember(B, "New", path=path)
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from("abc"), st.text(max_size=5)), max_size=6))
def test_any_names_survive_the_file(path: Path, met: list[tuple[str, str]]) -> None:
    """What a machine calls itself may be anything; the file can always be read again."""
    path.unlink(missing_ok=True)
    for address, name in met:
        remember(address, name, path=path)
    assert [each.address for each in load(path).all] == list(dict.fromkeys(a for a, _ in met))


@pytest.mark.long
def test_the_command_lists_and_forgets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From nothing to two machines and back to one; a name that is none of them is exit code 2."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    path = tmp_path / "reprise" / "machines.json"
    assert "No treadmill is remembered." in reprise("machines").stdout
    remember(A, "UREVO E1L", path=path)
    remember(B, "", path=path)
    note_stop_seen(A, DAY, path=path)
    listed = reprise("machines", "list").stdout
    assert listed == reprise("machines").stdout
    assert re.search(rf"UREVO E1L  {A}\n.*seen to work: 2026-01-31\n\(no name\)  {B}", listed)
    assert "seen to work: not yet" in listed
    gone = reprise("machines", "forget", "urevo e1l")
    assert (gone.returncode, gone.stdout) == (0, f"Forgotten: UREVO E1L ({A}).\n")
    again = reprise("machines", "forget", "urevo e1l")
    assert again.returncode == 2
    assert again.stderr.startswith("reprise: no treadmill or sensor 'urevo e1l' is remembered")
    remember_sensor(POD, B, "Old Pod", path=path)
    remember_sensor(POD, A, "Pod", path=path)
    remember_sensor(STRAP, B, "", path=path)
    day = load(path).sensors[0].first_seen.isoformat()
    assert (
        f"Old Pod  {B}\n    foot pod, first seen {day}\n"
        f"Pod  {A}\n    foot pod, first seen {day}; reprise run uses it\n"
        f"(no name)  {B}\n    heart-rate strap, first seen {day}; reprise run uses it\n"
        f"They are kept in {path}.\n"
    ) in reprise("machines").stdout
    assert reprise("machines", "forget", "pod").stdout == f"Forgotten: Pod ({A}).\n"
    path.write_text("{")
    broken = reprise("machines")
    assert broken.returncode == 3
    assert broken.stderr.startswith(f"reprise: {path}:1:2: ")
    assert "Traceback" not in broken.stderr
