"""``reprise simulate PLAN --months N``: what is printed, what ends it early, what is refused."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any, Final

import pytest

from controller.cli.exits import EXIT_DONE, EXIT_USAGE
from controller.cli.main import main
from simulators.months.weeks import weeks_of

if TYPE_CHECKING:
    from collections.abc import Sequence

pytestmark = pytest.mark.long

PLAN: Final = "postpartum-ladder"


def lines(text: str) -> list[dict[str, Any]]:
    """Return the objects of lines of JSON."""
    return [json.loads(line) for line in text.splitlines()]


def test_each_week_is_a_line_and_then_the_whole(capsys: pytest.CaptureFixture[str]) -> None:
    """For people; the same seed once more, as JSON, tells of the same sessions."""
    words = ["simulate", PLAN, "--months", "1", "--runner", "candid", "--seed", "9"]
    assert main(words) == EXIT_DONE
    printed = capsys.readouterr().out
    told = printed.splitlines()
    assert told[0].startswith("SIMULATED: candid, seed 9; postpartum-ladder, policy cautious; 4 w")
    rows = [line for line in told if line[:4].strip().isdecimal()]
    assert [int(line[:4]) for line in rows] == [1, 2, 3, 4]
    assert all("waits: weeks and " in line for line in rows)
    assert all(len(line) <= 80 for line in told)

    assert main([*words, "--json"]) == EXIT_DONE
    *weeks, whole = lines(capsys.readouterr().out)
    assert [each["week"] for each in weeks] == [1, 2, 3, 4]
    assert [each["weeks_since_birth"] for each in weeks] == [6, 7, 8, 9]
    assert [each["pattern"] for each in weeks] == [line[11:18] for line in rows]
    assert all(len(each["decisions"]) == 7 for each in weeks)
    walks = [one for each in weeks for one in each["sessions"]]
    assert whole["walks"] == len(walks) > 3
    assert (whole["runs"], whole["level"], whole["half_an_hour"]) == (0, 0, None)
    assert whole["simulated"] is True
    assert f"0 runs and {len(walks)} walks" in printed


@pytest.mark.parametrize(("months", "weeks"), [(1, 4), (3, 13), (6, 26), (12, 52), (24, 104)])
def test_months_are_whole_weeks(months: int, weeks: int) -> None:
    """A year has 52."""
    assert weeks_of(months) == weeks


def test_ctrl_c_ends_it_with_what_was_lived() -> None:
    """The session under way is played to its end, the weeks stay, and the exit code says so."""
    command = [sys.executable, "-m", "controller.cli.main", "simulate", PLAN, "--months", "24"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("   1  "):
                break
        process.send_signal(signal.SIGINT)
        rest, errors = process.communicate(timeout=60)
    assert process.returncode == 128 + signal.SIGINT
    assert "next-day checks" in rest
    assert errors.startswith("reprise: ended early, after ")
    assert "Traceback" not in errors


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--months", "0"], "argument --months: '0' is not a whole number from 1 to 24"),
        (["--months", "25"], "argument --months: '25' is not a whole number from 1 to 24"),
        (["--months", "six"], "argument --months: 'six' is not a whole number from 1 to 24"),
        (["--months", "²"], "argument --months: '²' is not a whole number from 1 to 24"),
        (["--months", "6", "--seed", "-1"], "argument --seed: '-1' is not a whole number"),
        (["--months", "6", "--level", "2"], "--level is for one session; leave out --months."),
        (["--months", "6", "--drill"], "--drill is for one session; leave out --months."),
        (["--months", "6", "--all-levels"], "--all-levels is for one session; leave out"),
        (["--months", "6", "--at", "1:00=stop"], "--at is for one session; leave out --months."),
        (["--months", "6", "--runs", "1-2"], "--runs is for one session; leave out --months."),
        (["--months", "6", "--language", "de"], "--language is for one session; leave out"),
        (["--months", "6", "--runner", "promt"], "did you mean 'prompt'?"),
        (["--months", "6", "--policy", "cautios"], "cautious"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(
    words: Sequence[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before anything is lived through."""
    code: object
    try:
        code = main(["simulate", PLAN, *words])
    except SystemExit as ended:
        code = ended.code
    printed = capsys.readouterr()
    assert code == EXIT_USAGE
    assert sentence in printed.err
    assert not printed.out


def test_months_are_for_a_plan(capsys: pytest.CaptureFixture[str]) -> None:
    """A scenario is one session."""
    assert main(["simulate", "stop-that-lies", "--months", "1"]) == EXIT_USAGE
    assert "--months is for a plan; stop-that-lies is a scenario." in capsys.readouterr().err
