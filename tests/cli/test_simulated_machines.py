"""``reprise machines``: what is odd about which simulated treadmill, and somebody's own file."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from simulators.profiles import find_machine, machine_names
from tests.cli.test_simulate import reprise
from tests.house.tree import file_on_page

pytestmark = pytest.mark.long

MINE = """\
title: A treadmill of mine
based-on: urevo-e1l
odd:
  - what: it starts within a second
    source: a stopwatch
motion:
  spin_up_ms: 1000
"""


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Let the user's own file of machines be one that is not there."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.chdir(tmp_path)


def test_every_machine_has_its_line() -> None:
    """The remembered ones as ever, and below them a line each, none wider than a terminal."""
    done = reprise("machines")
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert lines[0].startswith("No treadmill is remembered.")
    told = lines[lines.index("") + 2 : -1]
    assert [each.split()[0] for each in told] == list(machine_names())
    assert all(len(each) <= 100 for each in told)
    assert lines[-1] == "reprise machines show NAME tells all of one, with its sources."
    assert reprise("machines", "list").stdout == done.stdout


def test_the_list_for_other_programs() -> None:
    """One object, with what is remembered and all that can be simulated."""
    told = json.loads(reprise("machines", "list", "--json").stdout)
    assert told["machines"] == told["sensors"] == []
    assert [each["name"] for each in told["simulated"]] == list(machine_names())


def test_a_machine_is_shown_with_every_source() -> None:
    """What is odd, where that is known from, and the numbers."""
    done = reprise("machines", "show", "fs-bt-t4")
    text = " ".join(done.stdout.split())
    for each in find_machine("fs-bt-t4").odd:
        assert each.what in text
        assert f"({each.source})" in text
    assert "speeds 1.0 to 6.1 km/h by 0.1" in text
    assert "speeds it offers 0.6 to 3.8 km/h by 0.1" in text
    assert "start to motion 3000 ms" in text
    shown = json.loads(reprise("machines", "show", "fs-bt-t4", "--json").stdout)
    assert shown["speeds_offered_kmh"] == [0.6, 3.8, 0.1]
    assert shown["odd"] == [each._asdict() for each in find_machine("fs-bt-t4").odd]


def test_an_own_file_is_checked_shown_and_simulated() -> None:
    """Wherever a machine is named, a path that ends in .yaml may stand."""
    Path("mine.yaml").write_text(MINE, encoding="utf-8")
    checked = reprise("machines", "check", "mine.yaml")
    assert (checked.returncode, checked.stdout) == (
        0,
        "mine.yaml: no mistakes; A treadmill of mine, 1 oddity.\n",
    )
    shown = reprise("machines", "show", "./mine.yaml").stdout
    assert "(a stopwatch)" in shown
    assert "start to motion           1000 ms" in shown
    done = reprise("simulate", "postpartum-walk", "--machine", "./mine.yaml", "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["machine"] == "./mine.yaml"


def test_an_own_file_in_three_processes() -> None:
    """The world, the controller and the front end all read it."""
    Path("mine.yaml").write_text(MINE, encoding="utf-8")
    walk = ("walk", "1min", "--simulate", "mine.yaml", "--plain", "--speedup", "15")
    done = reprise(*walk)
    assert done.returncode == 0, done.stderr
    assert "Done. The belt is still." in done.stdout


@pytest.mark.parametrize(
    "command",
    [
        ("machines", "check", "bad.yaml"),
        ("machines", "show", "bad.yaml"),
        ("simulate", "postpartum-walk", "--machine", "bad.yaml"),
        ("run", "--simulate", "bad.yaml", "--plain"),
        ("scan", "--simulate", "bad.yaml"),
    ],
)
def test_every_mistake_of_a_file_is_told_with_its_place(command: tuple[str, ...]) -> None:
    """Place, sentence and line of each, exit 3, nothing else."""
    bad = MINE.replace("spin_up_ms: 1000", "spin_up_ms: -1\n  spin_up: 2")
    Path("bad.yaml").write_text(bad, encoding="utf-8")
    done = reprise(*command)
    assert done.returncode == 3
    assert (done.stdout + done.stderr).splitlines() == [
        'bad.yaml:7:15: error: "-1" is out of range; write at least 0.',
        "    7 |   spin_up_ms: -1",
        "      |               ^^",
        'bad.yaml:8:3: error: there is no "spin_up" here; did you mean "spin_up_ms"?',
        "    8 |   spin_up: 2",
        "      |   ^^^^^^^",
    ]


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("clinik", 'reprise: no machine is called "clinik"; did you mean "clinic"?'),
        ("gone.yaml", 'reprise: there is no file "gone.yaml"; write the name of another.'),
        ("folder.yml", 'reprise: "folder.yml" is a folder; write the name of a file in it.'),
        pytest.param(
            "pipe.yaml",
            'reprise: "pipe.yaml" is a pipe or a device; write the name of a file.',
            marks=pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes"),
        ),
        (
            "mine.txt",
            (
                'reprise: no machine is called "mine.txt"; reprise machines lists them. '
                "A file's name ends in .yaml or .yml."
            ),
        ),
    ],
)
def test_what_there_is_not(named: str, said: str) -> None:
    """One sentence, exit 2."""
    Path("folder.yml").mkdir()
    if named == "pipe.yaml":
        os.mkfifo(named)
    done = reprise("machines", "show", named)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"{said}\n")


def test_a_file_that_is_not_there_is_no_good_file() -> None:
    """`check` goes on to the others, and its exit code is 3, as its help says."""
    Path("mine.yml").write_text(MINE, encoding="utf-8")
    done = reprise("machines", "check", "gone.yaml", "mine.yml")
    assert (done.returncode, done.stderr) == (3, "")
    assert done.stdout.splitlines() == [
        'there is no file "gone.yaml"; write the name of another.',
        "mine.yml: no mistakes; A treadmill of mine, 1 oddity.",
    ]


@pytest.mark.parametrize("option", ["--machine", "--runner"])
def test_bytes_that_are_no_text_have_a_place(option: str) -> None:
    """A machine's file, a runner's and a scenario's: 3, and what to do."""
    Path("it.yml").write_bytes(b"title: x\nname: \xff\xfe\n")
    said = "it.yml:2:7: error: this is not UTF-8 text; save the file again with the encoding UTF-8."
    for words in (("postpartum-walk", option, "it.yml"), ("it.yml",)):
        done = reprise("simulate", *words)
        assert (done.returncode, done.stdout) == (3, "")
        assert done.stderr.startswith(said)


MUCH = {
    "radio:\n  service_data_on_scan: false\n  local_name: " + "n" * 30: (
        "bad.yaml:8:3: error: the name on the air has 30 bytes, and a scan response of 31 bytes "
        "has room for 29; shorten it."
    ),
    "radio:\n  service_data_on_scan: false\n  local_name: " + "ü" * 15: (
        "bad.yaml:8:3: error: the name on the air has 30 bytes, and a scan response of 31 bytes "
        "has room for 29; shorten it."
    ),
    "radio:\n  service_data_on_scan: true\n  local_name: " + "n" * 23: (
        "bad.yaml:8:3: error: the name on the air has 23 bytes, and a scan response of 31 bytes "
        "has room for 22; shorten it."
    ),
    "radio:\n  service_data: " + "00" * 28: (
        "bad.yaml:8:3: error: the service data has 28 bytes, and a scan response of 31 bytes has "
        "room for 25; write fewer."
    ),
    "radio:\n  service_data_on_scan: false\n  service_data: " + "00" * 28: (
        "bad.yaml:8:3: error: the service data has 28 bytes, and an advertisement of 31 bytes has "
        "room for 20; write fewer."
    ),
    "telemetry:\n  period_ms: " + "9" * 6000: (
        f'bad.yaml:8:14: error: "{"9" * 37}..." has too many digits; write a smaller number.'
    ),
    "control_point:\n  answers_as: " + "9" * 6000: (
        f'bad.yaml:8:15: error: "{"9" * 37}..." is no number; write it as 12 or 0x0C.'
    ),
}


@pytest.mark.parametrize(("rows", "said"), MUCH.items(), ids=range(len(MUCH)))
def test_what_is_too_much(rows: str, said: str) -> None:
    """It would be found out by the radio, by a traceback; or fill a screen."""
    Path("bad.yaml").write_text(MINE.partition("motion")[0] + "\n" + rows + "\n", encoding="utf-8")
    done = reprise("machines", "check", "bad.yaml")
    assert done.returncode == 3
    assert done.stdout.splitlines()[0] == said
    assert all(len(line) < 140 for line in done.stdout.splitlines())


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            "based-on: [generic]",
            (
                "bad.yaml:1:11: error: this does not belong here; "
                'write the name of one machine, as "generic".'
            ),
        ),
        (
            'title: "\\e[31mRed"',
            "bad.yaml:1:8: error: the character U+001B cannot be shown; leave it out.",
        ),
    ],
)
def test_what_is_no_word(row: str, said: str) -> None:
    """A list where a name stands, and a title that would colour the terminal."""
    key = row.partition(":")[0]
    rest = "".join(f"{line}\n" for line in MINE.splitlines() if not line.startswith(key))
    Path("bad.yaml").write_text(f"{row}\n{rest}", encoding="utf-8")
    for action in ("check", "show"):
        done = reprise("machines", action, "bad.yaml")
        assert done.returncode == 3
        assert (done.stdout + done.stderr).splitlines()[0] == said


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes")
@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("gone.yml", 'there is no file "gone.yml"; write the name of another.'),
        ("folder.yml", '"folder.yml" is a folder; write the name of a file in it.'),
        ("pipe.yml", '"pipe.yml" is a pipe or a device; write the name of a file.'),
    ],
)
def test_wherever_a_file_may_stand_the_same_is_said(named: str, said: str) -> None:
    """Of a plan or a scenario, a machine and a runner; nothing is read for ever."""
    Path("folder.yml").mkdir()
    os.mkfifo("pipe.yml")
    walk = ("simulate", "postpartum-walk")
    for words in (("simulate",), (*walk, "--machine"), (*walk, "--runner")):
        done = reprise(*words, named)
        assert (done.returncode, done.stdout, done.stderr) == (2, "", f"reprise: {said}\n")


def test_the_file_of_the_page_is_a_machine() -> None:
    """As a reader copies it; what it says is what it comes to."""
    Path("mine.yaml").write_text(file_on_page("mine.yaml"), encoding="utf-8")
    done = reprise("machines", "check", "mine.yaml")
    assert done.returncode == 0
    assert done.stdout == "mine.yaml: no mistakes; The treadmill of our office, 1 oddity.\n"
    text = " ".join(reprise("machines", "show", "mine.yaml").stdout.split())
    assert "it needs five seconds from a start to motion" in text
    assert "start to motion 5000 ms, to be allowed for: 6000 ms" in text
    assert "speeds 0.8 to 12.0 km/h by 0.1" in text
