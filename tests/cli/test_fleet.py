"""``reprise fleet`` as it is called: what it prints, what it refuses, and what a kill leaves."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import pytest

from controller.cli.main import main
from controller.cli.simulated.fleet_table import CANNOT_SAY, table
from simulators.fleet.lives import Outcome
from simulators.fleet.statistics import columns

pytestmark = pytest.mark.long

FLEET: Final = ("fleet", "postpartum-ladder", "--months", "1", "--runner", "prompt", "--seed", "2")
"""A month from six weeks after a birth is a month of walks: quick, and enough for these tests."""
COMMAND: Final = (sys.executable, "-c", "from controller.cli.main import main; exit(main())")


def _json(captured: pytest.CaptureFixture[str]) -> Any:
    return json.loads(captured.readouterr().out)


def test_it_prints_a_column_for_each_policy(capsys: pytest.CaptureFixture[str]) -> None:
    """And says above and below what these numbers are not about."""
    words = ("--runners", "2", "--policy", "cautious", "--policy", "standard", "--jobs", "1")
    assert main([*FLEET, *words]) == 0
    out = capsys.readouterr().out
    assert out.startswith("SIMULATED: 2 runners, 4 weeks, seed 2;")
    assert "cautious              standard\n" in out
    assert "\nminus cautious, runner by runner" in out
    assert out.endswith("\n".join(CANNOT_SAY) + "\n")


def test_a_table_of_two_policies_fits_a_terminal() -> None:
    """Of eighty columns, with the largest numbers that can be meant."""
    most = Outcome(999, 99999 * 60, 25, 1000, 9999 * 60, 999, 999)
    lives = [[most, Outcome(1, 60, 1, None, 0, 0, 0)], [Outcome(2, 0, 0, None, 0, 0, 0), most]]
    told = {"runners": 10**6, "weeks": 156, "plan": "postpartum-ladder", "seed": 2**32 - 1}
    policies = {"cautious": "a", "standard": "b"}
    text = table(told | {"policies": policies}, columns(lives, days=1092, seed=0))
    assert [each for each in text.split("\n") if len(each) > 80] == []
    assert not re.search(r"\)\S", text)  # two cells of a line do not touch


def test_a_fleet_of_nobody_who_is_done_is_no_mistake() -> None:
    """As after a Ctrl-C at once."""
    told = {"runners": 0, "weeks": 4, "plan": "a", "seed": 0, "policies": {"b": ""}}
    assert "SIMULATED: 0 runners" in table(told, [])


def test_a_fleet_grows_by_its_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two and then two more are the four, to the last digit; who is in it is not done again."""
    kept, words = tmp_path / "fleet.jsonl", ("--json", "--jobs", "1")
    assert main([*FLEET, *words, "--runners", "4"]) == 0
    whole = _json(capsys)
    assert main([*FLEET, *words, "--runners", "2", "--resume", str(kept)]) == 0
    first = kept.read_bytes()
    assert _json(capsys)["runners"] == 2
    assert main([*FLEET, *words, "--runners", "4", "--resume", str(kept)]) == 0
    assert _json(capsys) == whole
    assert kept.read_bytes().startswith(first)
    assert kept.read_bytes().count(b"\n") == 5
    assert main([*FLEET, *words, "--runners", "2", "--resume", str(kept)]) == 0
    assert _json(capsys)["runners"] == 2


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_what_is_done_outlives_a_signal(
    tmp_path: Path, number: signal.Signals, capsys: pytest.CaptureFixture[str]
) -> None:
    """Called again it goes on, and comes to what an undisturbed one does."""
    kept = tmp_path / "fleet.jsonl"
    words = (*FLEET, "--json", "--jobs", "1", "--runners", "8")
    resume = (*words, "--resume", str(kept))
    process = subprocess.Popen(
        [*COMMAND, *resume], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        _wait_for_lines(kept, 3)
        os.kill(process.pid, number)
        out, err = process.communicate(timeout=60)
    finally:
        with suppress(ProcessLookupError):
            process.kill()
    before = kept.read_bytes()
    assert 3 <= before.count(b"\n") < 9
    if number is signal.SIGINT:
        assert process.returncode == 130
        assert "interrupted" in err
        assert "call it again to go on" in err
        assert json.loads(out)["interrupted"] is True
        assert json.loads(out)["runners"] == before.count(b"\n") - 1
    assert main([*resume]) == 0
    resumed = _json(capsys)
    assert main([*words]) == 0
    assert resumed == _json(capsys)
    whole = before[: before.rfind(b"\n") + 1]
    assert kept.read_bytes().startswith(whole)


def _wait_for_lines(path: Path, count: int) -> None:
    until = time.monotonic() + 60
    while not path.exists() or path.read_bytes().count(b"\n") < count:
        assert time.monotonic() < until, "nothing is kept"
        time.sleep(0.01)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--runners", "0"), '--runners "0": write a whole number from 1 to 1000000.'),
        (("--runners", "two"), '--runners "two": write a whole number from 1 to 1000000.'),
        (("--runners", "٣"), "--runners"),
        (("--runners", "1", "--months", "37"), '--months "37": write a whole number from 1 to 36.'),
        (("--runners", "1", "--seed", "-1"), '--seed "-1": write a whole number'),
        (("--runners", "1", "--jobs", "0"), '--jobs "0": write a whole number from 1 to 256.'),
        (("--runners", "1", "--runner", "promt"), "prompt"),
        (("--runners", "1", "--policy", "cautios"), "cautious"),
        (
            ("--runners", "1", "--policy", "cautious", "--policy", "cautious"),
            "--policy cautious: is given twice",
        ),
        (("--runners", "1", "--cluster", "here"), '--cluster "here": is no address'),
        (("--runners", "1", "--resume", "/"), '--resume "/": cannot be used'),
        (("--runners", "1", "--resume", "/no/such/folder/x"), "cannot be used (No such file"),
    ],
)
def test_a_mistake_is_one_sentence(
    words: tuple[str, ...], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before anybody has lived through anything."""
    assert main(["fleet", "postpartum-ladder", *words]) == 2
    captured = capsys.readouterr()
    assert sentence in captured.err
    assert captured.err.count("\n") == 1
    assert captured.out == ""
