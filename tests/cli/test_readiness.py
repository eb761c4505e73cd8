"""``reprise readiness``: the list that is reviewed, and every mistake of a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import pytest

from controller.cli.exits import EXIT_DONE, EXIT_INVALID_FILE, EXIT_USAGE
from controller.cli.main import main
from plans.readiness.checks import known_checks
from plans.readiness.self_tests import print_dose
from tests.cli.test_simulate import reprise
from tests.house.tree import ROOT

BUNDLED: Final = ROOT / "plans" / "readiness" / "postpartum.readiness.yaml"


def told(capsys: pytest.CaptureFixture[str], *words: str, code: int = EXIT_DONE) -> str:
    """Run the command and return what it printed."""
    assert main(["readiness", *words]) == code
    out, err = capsys.readouterr()
    assert err == ""
    return out


@pytest.fixture
def milder(tmp_path: Path) -> Path:
    """Return the path of a list that is milder than the floor in three places."""
    text = BUNDLED.read_text("utf-8")
    for old, new in (
        ("  after: 14 days", "  after: 15 days"),
        ("at-least: 12 weeks", "at-least: 6 weeks"),
        ("pass: yes", "pass: no"),
    ):
        assert text.count(old) == 1
        text = text.replace(old, new)
    path = tmp_path / "milder.readiness.yaml"
    path.write_text(text, "utf-8")
    return path


def test_the_command_in_a_process_of_its_own() -> None:
    """As a person types it; without a word it lists."""
    done = reprise("readiness")
    assert (done.returncode, done.stderr) == (EXIT_DONE, "")
    assert done.stdout == reprise("readiness", "list").stdout
    assert done.stdout.startswith("postpartum; not reviewed by a physiotherapist\n    ")


def test_all_of_a_list_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    """Every gate and test with its sources, in 80 columns."""
    checks = known_checks()
    shown = told(capsys, "show", "postpartum")
    words = " ".join(shown.split())
    for gate in checks.gates.values():
        kind = "hard: no running until it says yes" if gate.hard else "soft"
        assert f"{gate.title} ({gate.id}), {kind}" in words
        assert " ".join(gate.opens.split()) in words
        assert f"({', '.join(gate.sources)})" in words
    for test in checks.tests.values():
        assert f"({test.id}): {print_dose(test.dose)}" in words
    assert "now: chest, breath, faint, neuro, mood" in words
    assert "physiotherapist: bulge; running waits, walking does not" in words
    assert "donnelly2020-T1 Donnelly et al. 2020" in words
    assert max(map(len, shown.splitlines())) <= 80


def test_json_says_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    """One object, of a file as of a bundled one."""
    shown = told(capsys, "show", "postpartum", "--json")
    held = json.loads(shown)
    assert told(capsys, "show", str(BUNDLED), "--json") == shown
    assert [each["id"] for each in held["gates"]] == list(known_checks().gates)
    assert {each["id"]: each["dose"] for each in held["tests"]}["hops"] == "10 times each side"
    assert (held["weeks"], held["signs"]["physiotherapist"]) == (12, ["bulge"])


def test_every_mistake_of_every_file_in_one_pass(
    milder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With its place and its remedy, sorted by line; a good one is told, too."""
    out = told(capsys, "check", str(milder), str(BUNDLED), code=EXIT_INVALID_FILE)
    heads = [each for each in out.splitlines() if each.startswith(str(milder))]
    assert [each.split(" error: ")[1] for each in heads] == [
        '"after" is never more than 14 days.',
        "no run begins before 12 weeks but with a clinician's yes.",
        '"wound" is open with "yes", and with nothing else.',
    ]
    assert out.count("= the floor: plans/readiness/floor.py") == 3
    assert f"{BUNDLED}: no mistakes in 9 things that decide and 12 tests; " in out
    listed = json.loads(told(capsys, "check", str(milder), "--json", code=EXIT_INVALID_FILE))
    assert [(each["line"], each["id"]) for each in listed] == [
        (int(each.split(":")[1]), "floor") for each in heads
    ]
    assert told(capsys, "check", str(BUNDLED), "--json") == "[]\n"


def test_a_file_that_is_no_list(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One sentence, and no traceback."""
    path = tmp_path / "no.readiness.yaml"
    path.write_bytes(b"\xff\xfe")
    assert "this is not UTF-8 text" in told(capsys, "check", str(path), code=EXIT_INVALID_FILE)
    assert main(["readiness", "show", "nowhere"]) == EXIT_USAGE
    assert capsys.readouterr().err == (
        'reprise: there is no list of checks "nowhere"; there is "postpartum", or the path of a '
        "file *.readiness.yaml.\n"
    )
