"""``reprise campaign`` on a command line: what it prints, its exit codes, and what it refuses."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from controller.cli.main import main
from controller.cli.simulated.bar import Bar, line
from controller.cli.simulated.campaign_command import report
from controller.records.reader import read_journal
from simulators.campaign.invariants import Broken
from simulators.campaign.play import Verdict, play
from simulators.campaign.tally import Tally
from tests.campaign.planted import PLANTED, planted

pytestmark = pytest.mark.long

SECOND = 10**9


def test_a_clean_campaign_prints_what_it_came_to(capsys: pytest.CaptureFixture[str]) -> None:
    """In words, and as one JSON object with the same numbers."""
    words = ["campaign", "--seeds", "0:6", "--jobs", "2", "--fault", "none", "--profile", "generic"]
    assert main(words) == 0
    text = capsys.readouterr().out
    assert "generic                       6" in text
    assert "6 sessions, 6 clean" in text
    assert main([*words, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["sessions"], told["clean"], told["failures"]) == (6, 6, [])
    assert (told["seeds"], told["interrupted"], told["lost_workers"]) == ([0, 6], False, [])
    assert told["virtual_s_per_s_and_core"] > 0


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--seeds", "7"], 'reprise: --seeds "7": write A:B with two whole numbers from 0 on'),
        (["--seeds=-3:4"], 'reprise: --seeds "-3:4": write A:B'),
        (["--seeds", "5:5"], 'reprise: --seeds "5:5" has no seed in it, for B is left out'),
        (["--seeds", "9:2"], "write 2:9."),
        (["--seeds", "0:9999999999"], "at most 1,000,000,000 seeds"),
        (["--seeds", "0:1", "--jobs", "0"], 'reprise: --jobs "0": write a whole number from 1'),
        (["--seeds", "0:1", "--jobs", "two"], "write a whole number from 1"),
        (["--seeds", "0:1", "--profile", "genric"], 'did you mean "generic"?'),
        (["--seeds", "0:1", "--fault", "stal"], 'did you mean "stall"?'),
        (["--seeds", "0:1", "--fault", "quux9"], "there are bug, clock-jump, "),
        (["--seeds", "0:1", "--fault", "nope"], '--fault "nope": there are bug, clock-jump, '),
        (["--seeds", "0:1", "--fault", "stal"], "There are bug, clock-jump, "),
        (["--seeds", "0:1", "--keep", "README.md"], '--keep "README.md" is no folder'),
        (["--seeds", "0:1", "--keep", "gone/there"], 'there is no folder "gone"; make it.'),
        (["--seeds", "0:1", "--fault", "none", "--fault", "stall"], "it stands alone"),
        (["--seeds", "0:1", "--runner", "stoik"], 'did you mean "stoic"?'),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, list) else "",
)
def test_what_is_no_campaign_is_refused_in_one_sentence(
    words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """With what to write instead; nothing is played."""
    assert main(["campaign", *words]) == 2
    told = capsys.readouterr()
    assert sentence in told.err
    assert told.err.count("\n") == 1
    assert told.out == ""


ENDED: Final = """
import multiprocessing, os, signal, sys, threading, time
from controller.cli.main import main

def end():
    while len(multiprocessing.active_children()) < 2:
        time.sleep(0.01)
    os.kill({whom}, signal.SIGTERM)

if __name__ == "__main__":
    threading.Thread(target=end, daemon=True).start()
    sys.exit(main("campaign --seeds 0:100000 --jobs 2 --fault none --profile generic".split()))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process without a signal")
@pytest.mark.parametrize("whom", ["os.getpid()", "0"], ids=["the process", "its whole group"])
def test_sigterm_prints_what_there_is(whom: str) -> None:
    """As Ctrl-C does; nobody is said to have died when all were told to end, and nobody is left."""
    done = subprocess.run(
        [sys.executable, "-c", ENDED.format(whom=whom)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        start_new_session=True,
    )
    assert done.returncode == 143, done.stderr
    assert "\noutcome " in f"\n{done.stdout}"
    assert " clean\n" in done.stdout
    (said,) = done.stderr.splitlines()
    assert said.startswith("reprise: told to end; ")


def test_a_failure_is_kept_and_told_with_the_line_that_plays_it_again(tmp_path: Path) -> None:
    """Its journal can be read, and its line names seed and narrowing."""
    bug = next(each for each in PLANTED if each.finds == "limits")
    with planted(bug):
        verdict = play(0, bug.allowed, tmp_path)
    tally = Tally()
    tally.add(verdict)
    text = report(tally, tally.as_json(2.0, 1), " --profile generic")
    assert "seed 0 broke limits at " in text
    assert "  reprise campaign --seeds 0:1 --profile generic\n" in text
    assert f"  {tmp_path / '0.jsonl'}\n" in text
    assert len(read_journal(tmp_path / "0.jsonl").records) == verdict.records - 1


def test_the_bar_tells_rate_and_time_left() -> None:
    """From what was played so far."""
    tally = Tally()
    for seed in range(10):
        tally.add(Verdict(seed, "", "generic", "completed", (), 300 * SECOND, 100))
    assert line(tally, 40, 2.0) == (
        "[#####...............] 10 of 40, 5.0 sessions/s, 1,500 virtual s/s, 0:06 left"
    )
    assert "? left" in line(Tally(), 40, 0.0)


@pytest.mark.parametrize("sessions", [1, 1_000, 1_000_000, 1_000_000_000])
def test_everything_fits_a_terminal(sessions: int) -> None:
    """Of eighty columns: the bar, which is rewritten in its line, and the summary."""
    tally = Tally()
    what = "the belt runs at 7.5 km/h, and no alarm: the stop was asked for at 123.456 s " * 3
    case = "postpartum-ladder level 25, cautious, success-but-runs-on, at-the-console, " * 3
    broken = (Broken("stands-or-is-loud", 123 * SECOND, what),)
    tally.add(Verdict(sessions, case, "success-but-runs-on", "stopped", broken, SECOND, 1))
    tally.sessions, tally.virtual = sessions, 3_000 * SECOND * sessions
    for seconds in (1.5, sessions / 12.3):
        shown = line(tally, sessions, seconds)
        assert len(shown) <= 79, shown
        assert all(
            len(each) < 80 for each in report(tally, tally.as_json(seconds, 256), "").split("\n")
        )


def test_without_a_terminal_a_line_comes_now_and_then() -> None:
    """And none at all for a campaign that is over at once."""
    stream, tally = io.StringIO(), Tally()
    bar = Bar(stream, lambda seconds: line(tally, 4, seconds))
    for second in (1.0, 11.0, 12.0, 22.0):
        tally.add(Verdict(0, "", "generic", "completed", (), SECOND, 1))
        bar.show(second)
    bar.close(22.5)
    assert stream.getvalue().count("\n") == 3
    assert "\r" not in stream.getvalue()
    quick = io.StringIO()
    Bar(quick, lambda _: "never").close(0.5)
    assert quick.getvalue() == ""
