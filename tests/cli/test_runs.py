"""``--runs A-B``: some of a level's runs alone, the same in every process."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from controller.cli.exits import EXIT_DONE, EXIT_USAGE
from controller.cli.main import main, parse
from controller.cli.session import child
from controller.cli.session.planned import planned, words_of
from plans.plan.part import only_runs
from tests.cli.test_simulate import reprise

pytestmark = pytest.mark.long

THIRD = ("postpartum-ladder", "--level", "3")


@pytest.mark.parametrize(
    ("runs", "first", "last"), [("1-3", 1, 3), ("4-5", 4, 5), ("2", 2, 2), ("1-5", 1, 5)]
)
def test_the_controller_has_the_runs_that_were_asked_for(runs: str, first: int, last: int) -> None:
    """And knows whose rest it is."""
    whole = planned(parse(["run", *THIRD])).program
    args = parse(["run", *THIRD, "--runs", runs, "--goes-on", "20260513"])
    there = child.make_parser().parse_args([*words_of(args), "--journals", "x", "--treadmill", "y"])
    assert planned(args).program == planned(there).program == only_runs(whole, first, last)
    assert there.goes_on == "20260513"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((*THIRD, "--runs", "2-6"), '--runs "2-6": postpartum-ladder, level 3 has runs 1 to 5; '),
        ((*THIRD, "--runs", "0-1"), '--runs "0-1": '),
        ((*THIRD, "--runs", "3-2"), "write them as 1-3."),
        ((*THIRD, "--runs", "half"), '--runs "half": '),
        ((*THIRD, "--runs", ""), '--runs "": '),
        ((*THIRD, "--runs", "1-\u0663"), "write them as 1-3."),
        (("postpartum-walk", "--runs", "1"), "postpartum-walk, level 1 has no runs."),
    ],
)
def test_runs_that_are_not_there(
    words: tuple[str, ...], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """One sentence, and no session."""
    assert main(["simulate", *words]) == EXIT_USAGE
    told = capsys.readouterr().err
    assert says in told
    assert told.count("\n") == 1


def test_a_session_of_some_runs_can_be_simulated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its journal has their program and nothing of the others."""
    path = tmp_path / "part.jsonl"
    words = ["simulate", *THIRD, "--runs", "1-2", "--journal", str(path)]
    assert main(words) == EXIT_DONE
    assert "Running: 2:00." in capsys.readouterr().out
    header = json.loads(path.read_text("utf-8").splitlines()[0])
    gaits = [each["gait"] for each in header["setup"]["program"]["segments"]]
    assert gaits == ["walk", "run", "walk", "run", "walk", "walk"]


def test_the_header_tells_what_was_chosen_and_whose_rest_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over real processes: a session that was shortened is never taken for a whole one."""
    for name in ("CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path))
    words = ["--simulate", "--plain", "--speedup", "20"]
    run = reprise("run", *THIRD, "--runs", "5", "--goes-on", "20260513", *words)
    assert run.returncode == EXIT_DONE, run.stdout + run.stderr
    (journal,) = (tmp_path / "reprise" / "simulated").glob("*.jsonl")
    header = json.loads(journal.read_text("utf-8").splitlines()[0])
    assert (header["shortened"], header["goes_on"]) == (True, "20260513")
