"""``reprise machines``: what is odd about which simulated treadmill, and somebody's own file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from simulators.profiles import find_machine, machine_names
from tests.cli.test_simulate import reprise
from tests.house.tree import file_on_page

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
    """One line each, exit 3, nothing else."""
    bad = MINE.replace("spin_up_ms: 1000", "spin_up_ms: -1\n  spin_up: 2")
    Path("bad.yaml").write_text(bad, encoding="utf-8")
    done = reprise(*command)
    assert done.returncode == 3
    assert (done.stdout + done.stderr).splitlines() == [
        'bad.yaml:7:15: error: "-1" is out of range; write at least 0.',
        'bad.yaml:8:3: error: there is no "spin_up" here; did you mean "spin_up_ms"?',
    ]


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("clinik", 'reprise: no machine is called "clinik"; did you mean "clinic"?'),
        ("gone.yaml", "reprise: gone.yaml: No such file or directory; choose another file."),
    ],
)
def test_what_there_is_not(named: str, said: str) -> None:
    """One sentence, exit 2."""
    done = reprise("machines", "show", named)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"{said}\n")


@pytest.mark.parametrize("command", ["show", "check"])
def test_a_machine_cannot_write_to_the_terminal(command: str) -> None:
    """A title with the codes of a terminal is shown without them."""
    Path("mine.yaml").write_text(
        MINE.replace("A treadmill", r'"\e]0;mine\aA \e[31mred treadmill"  #'), encoding="utf-8"
    )
    done = reprise("machines", command, "mine.yaml")
    assert "red treadmill" in done.stdout
    assert "\x1b" not in done.stdout + done.stderr


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
