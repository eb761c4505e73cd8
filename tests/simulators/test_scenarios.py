"""Scenarios: the bundled ones hold, each sentence can fail, each mistake has a place."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from functools import cache
from typing import TYPE_CHECKING, Final

import pytest

from controller.records.format import OUTPUT
from plans.shelf import plan_names
from protocols.units import SECOND, CentiKmh, Nanoseconds
from simulators.scenarios import Played, find_scenario, is_scenario, play, scenario_names
from simulators.scenarios.evidence import Evidence
from simulators.scenarios.expectations import FORMS, expectation
from simulators.sitting.result import Result, Served
from simulators.treadmill.belt import FINE, Belt
from simulators.when import When, parse_when
from simulators.written.document import YamlInvalid
from tests.house.tree import ROOT
from tests.lanes import one_in

if TYPE_CHECKING:
    from pathlib import Path

HEAD: Final = """\
format: reprise-scenario 1
title: Something
plan: postpartum-ladder, level 1
"""


@pytest.mark.parametrize("name", one_in(4, scenario_names()))
def test_a_scenario_that_comes_with_reprise_holds(name: str) -> None:
    """Each promise and each quirk that has a scenario is as the scenario says."""
    played = play(find_scenario(name))
    assert [(text, found.seen) for text, found in played.findings if not found.holds] == []


def test_there_are_enough_and_each_says_what_it_shows() -> None:
    """A scenario names a promise of SAFETY.md, and no name is a plan's too."""
    promises = set(
        re.findall(r"^\| (S\d+) \|", (ROOT / "SAFETY.md").read_text("utf-8"), re.MULTILINE)
    )
    names = scenario_names()
    assert len(names) >= 16
    assert not any(map(is_scenario, plan_names()))
    for name in names:
        text = (ROOT / "simulators" / "scenarios" / f"{name}.yaml").read_text("utf-8")
        shows = re.search(r"^shows: (.*)$", text, re.MULTILINE)
        assert shows is not None, name
        assert set(re.findall(r"\bS\d+", shows[1])) & promises, name


@cache
def played(name: str) -> Played:
    """Play one of them once."""
    return play(find_scenario(name))


def when(text: str) -> When:
    """Return a moment."""
    found = parse_when(text)
    assert found is not None
    return found


STOPPED, LIES, SUCCEEDED = "stop-key-in-a-run", "stop-that-lies", "controller-killed"
MOMENTS: Final = {"the press": "run1+0:10", "": "run1+0:10", "the fault": "run1+0:10"}
JUDGED: Final = (
    (STOPPED, "outcome is stopped", True, "stopped, because the stop key"),
    (STOPPED, "outcome is completed", False, "stopped, because the stop key"),
    (STOPPED, "because is the stop key", True, "the stop key"),
    (STOPPED, "because is the safety key", False, "the stop key"),
    (STOPPED, "exit code is 0", True, "0"),
    (STOPPED, "exit code is 4", False, "0"),
    (STOPPED, "no alarm", True, "none"),
    (LIES, "no alarm", False, '"the belt has not been seen to slow down"'),
    (STOPPED, "alarm within 9 s", False, "no alarm"),
    (LIES, "alarm within 3 s of 7:00", True, "after 3 s"),
    (LIES, "alarm within 2999 ms of 7:00", False, "after 3 s"),
    (LIES, "alarm within 1 min of 6:30", True, "after 33 s"),
    (STOPPED, "first stop bytes within 0 ms of the press", True, "after 0 s"),
    (STOPPED, "first stop bytes within 1.5 s of run1+0:09", True, "after 1 s"),
    (STOPPED, "first stop bytes within 0.5 s of run1+0:09", False, "after 1 s"),
    (STOPPED, "first stop bytes within 9 s of run1+0:59", False, "the session did not come to"),
    (STOPPED, "first stop bytes within 9 s of walk7+0:00", False, "the session did not come to"),
    (STOPPED, "belt still within 8s of the press", True, "after 7.615 s"),
    (STOPPED, "belt still within 7.5 s", False, "after 7.615 s"),
    (LIES, "belt still within 99 s of 7:00", False, "it never stood"),
    (STOPPED, "belt still within 1 ms of 0:05", True, "after 0 s"),
    (SUCCEEDED, "a successor within 600 ms of the fault", True, "after 0.54 s"),
    (SUCCEEDED, "a successor within 500 ms of the fault", False, "after 0.54 s"),
    (STOPPED, "a successor within 9 s", False, "there was none"),
    (STOPPED, "belt is still at the end", True, "0.0 km/h"),
    (LIES, "belt is still at the end", False, "1.0 km/h"),
    (LIES, "belt is at 1.0 km/h at the end", True, "1.0 km/h"),
    (STOPPED, "belt is at 7.5 km/h at the end", False, "0.0 km/h"),
    (STOPPED, "belt is at 7.5 km/h at run1+0:05", True, "7.5 km/h"),
    (STOPPED, "belt is at 7.49 km/h at run1+0:05", False, "7.5 km/h"),
    (STOPPED, "belt is at 5 km/h at 4:00", True, "5.0 km/h"),
    (STOPPED, "belt never above 7.5 km/h", True, "at most 7.5 km/h"),
    (STOPPED, "belt never above 7.4 km/h", False, "at most 7.5 km/h"),
    (STOPPED, "belt never above 5.0 km/h after run1+0:14", True, "at most"),
    (STOPPED, "belt never above 5.0 km/h after run1+0:10", False, "at most 7.5 km/h"),
    (STOPPED, "target never above 7.5 km/h", True, "at most 7.5 km/h"),
    (STOPPED, "target never above 7.0 km/h after 4:00", False, "at most 7.5 km/h"),
    (STOPPED, "target never above 0.5 km/h after run1+0:10", True, "no target"),
    (STOPPED, "no motion command after run1+0:00", True, "none"),
    (STOPPED, "no motion command after 0:05", False, "07 after 5 s"),
    (STOPPED, "no motion command after 1:00", False, "022602 after 272 s"),
    (STOPPED, "start is sent 1 times", True, "1"),
    (STOPPED, "start is sent 2 times", False, "1"),
    (STOPPED, "nothing is sent", False, "00, 00, 07, 02"),
    ("by-hand", "nothing is sent", True, "nothing"),
    (STOPPED, "1 questions", True, "1"),
    (STOPPED, "2 questions", False, "1"),
    ("heavy-and-strong", "heaviness is noted", True, "heaviness"),
    ("heavy-and-strong", "knee is noted", False, "heaviness"),
    (STOPPED, "knee is noted", False, "nothing"),
    (STOPPED, "stop is confirmed", True, "confirmed"),
    (STOPPED, "stop is not confirmed", False, "confirmed"),
    (LIES, "stop is confirmed", False, "not confirmed"),
    (LIES, "stop is not confirmed", True, "not confirmed"),
    (STOPPED, "journal is complete", True, "complete"),
    (STOPPED, "journal is incomplete", False, "complete"),
    ("full-disk", "journal is complete", False, "incomplete"),
    ("full-disk", "journal is incomplete", True, "incomplete"),
)


@pytest.mark.parametrize(("name", "text", "holds", "seen"), JUDGED)
def test_a_sentence_is_judged_by_what_was_seen(
    name: str,
    text: str,
    holds: bool,  # noqa: FBT001
    seen: str,
) -> None:
    """Each sentence holds or not, on a session that is known, and says what was seen."""
    moments = {word: when(text) for word, text in MOMENTS.items()}
    found = expectation(text, moments, ["heaviness", "knee"])
    finding = found.judge(Evidence(played(name).result))
    assert finding.holds is holds
    assert finding.seen.startswith(seen), finding.seen


def test_every_sentence_is_tried_both_ways() -> None:
    """None of them is always true, or never."""
    tried: dict[str, set[bool]] = {each: set() for each in FORMS}
    patterns = {
        each: re.compile(re.sub("[A-Z]+", ".+", re.sub(r"\[(.*)\]", r"(?:\1)?", each)))
        for each in FORMS
    }
    for _, text, holds, _ in JUDGED:
        form = next(form for form, pattern in patterns.items() if pattern.fullmatch(text))
        tried[form].add(holds)
    assert {form for form, ways in tried.items() if ways != {True, False}} == set()


def test_the_page_has_every_sentence_and_the_file_as_it_is() -> None:
    """What can be written can be found, and the page's example is the bundled one's beginning."""
    page = (ROOT / "docs" / "simulators.md").read_text("utf-8").partition("## Scenarios")[2]
    table = page.partition("| sentence |")[2].partition("\n\n")[0]
    cells = " ".join(line.split(" | ")[0] for line in table.splitlines())
    assert set(re.findall(r"`([^`]+)`", cells)) == set(FORMS)
    listed = dict(
        re.findall(r"^\| `([a-z-]+)` \| ([^|]*) \| S\d+(?: and S\d+)? \|$", page, re.MULTILINE)
    )
    assert listed == {name: find_scenario(name).title for name in scenario_names()}
    (block,) = re.findall(
        r"^```yaml\n# stop-that-lies.yaml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL
    )
    bundled = (ROOT / "simulators" / "scenarios" / "stop-that-lies.yaml").read_text("utf-8")
    assert set(block.splitlines()) <= set(bundled.splitlines())


def test_what_nobody_expected_counts_too(tmp_path: Path) -> None:
    """An event that does not come up is a mistake of the scenario, and told as such."""
    file = tmp_path / "own.yaml"
    events = "events:\n  - at: walk7+0:05\n    press: stop\n  - at: 0:03\n    press: stop\n"
    events += "  - at: run3+0:01\n    fault: stall\n    for: 1s\n"
    file.write_text(f"{HEAD}{events}expect:\n  - outcome is refused\n", "utf-8")
    done = play(find_scenario(str(file)))
    assert not done.holds
    assert [text for text, finding in done.findings if not finding.holds] == [
        "outcome is refused",
        "walk7+0:05=stop comes up",
        "stall@run3+0:01+1s comes up",
    ]


def test_files_are_looked_for_beside_the_scenario(tmp_path: Path) -> None:
    """A scenario that is sent with its plan and its machine works in any folder."""
    plan = (ROOT / "tests" / "scenarios" / "jog.plan.yaml").read_text("utf-8")
    (tmp_path / "my.plan.yaml").write_text(plan, "utf-8")
    machine = "based-on: generic\ntitle: Mine\nodd:\n  - what: it is mine\n    source: quirk 1\n"
    (tmp_path / "mine.yaml").write_text(machine, "utf-8")
    file = tmp_path / "own.yaml"
    text = "format: reprise-scenario 1\ntitle: Mine\nplan: my.plan.yaml\nmachine: mine.yaml\n"
    file.write_text(f"{text}expect:\n  - outcome is completed\n", "utf-8")
    scenario = find_scenario(str(file))
    assert (scenario.machine.title, scenario.level) == ("Mine", 1)


MISTAKES: Final = """\
format: reprise-scenario 1
titel: Something
plan: postpartum-ladder, level 99
policy: cautios
machine: urevo-e2l
runner: promt
seed: -1
events:
  - at: 7.00
    press: stop
  - at: 7:00
    press: stopp
  - at: 7:00
    press: stop
    console: stop
  - at: 7:00
  - at: 7:00
    console: 4.0
  - at: 7:00
    press: safety-key
  - at: 7:00
    press: kill-screen
  - at: 7:00
    press: stop
    for: 12s
  - at: 7:00
    fault: link-los
  - at: 7:00
    fault: stall
  - at: 7:00
    fault: full-disk
    for: 12s
  - at: 7:00
    fault: link-loss
    for: 12
  - at: 7:00
    fault: late-answers
  - at: 7:00
    fault: late-answers
    amount: 2s
  - at: 7:00
    fault: stall
    for: 2s
    amount: 20%
  - at: connect+0:00
    press: stop
  - at: connect+0:00
    fault: full-disk
  - at: 7:00
    fault: control-lost
    for: 2s
  - press: stop
  - at: 7:00
    steps: 300
expect:
  - outcome is stoped
  - alarm with 4 s
  - alarm within 4 s of the stop
  - alarm within 4 s of 7.00
  - knees is noted
  - xyzzy
"""
SAID: Final = (
    '2:1: error: there is no "titel" here; did you mean "title"?',
    '1:1: error: "title" is missing here; write "title: ...".',
    "3:7: error: ",
    "4:9: error: ",
    '5:10: error: no machine is called "urevo-e2l"; did you mean "urevo-e1l"?',
    "6:9: error: ",
    '7:7: error: "-1" is out of range; write at least 0.',
    '9:9: error: "7.00" is no time; write "6:30", "run2+0:10" or "warm-up+0:30".',
    '12:12: error: there is no key "stopp"; did you mean "stop"?',
    "13:5: error: an event has one of press, console, steps, fault; this one has 2.",
    "16:5: error: an event has one of press, console, steps, fault; this one has none.",
    '18:14: error: "4.0" is no key; write stop, safety-key or "4.0 km/h".',
    '20:12: error: "safety-key" is no key that she has; write console:, steps: or fault:.',
    '22:12: error: "kill-screen" is no key; write "fault: screen-killed".',
    '25:10: error: only a fault has "for"; leave it out.',
    '27:12: error: there is no fault "link-los"; did you mean "link-loss"?',
    '29:12: error: stall comes to an end; write "for: ..." beneath it.',
    '32:10: error: full-disk happens at once; leave out "for".',
    '35:10: error: "12" is no duration; write "12s", "400ms" or "2min".',
    '37:12: error: late-answers needs an amount, 1ms to 60000ms; write "amount: ..." beneath it.',
    '40:13: error: "2s" is no amount of late-answers; write 1ms to 60000ms.',
    '44:13: error: stall has no amount; leave out "amount".',
    '45:9: error: only a fault can be there when the treadmill is found; write "0:30".',
    '47:9: error: full-disk has its place in a session; write "0:30".',
    '51:10: error: control-lost happens at once; leave out "for".',
    '52:5: error: "at" is missing here; write "at: ...".',
    '54:12: error: "300" is no value of steps; write 0 to 255.',
    '56:5: error: there is no outcome "stoped"; did you mean "stopped"?',
    '57:5: error: "alarm with 4 s" is nothing that can be expected; did you mean "alarm within ',
    '58:5: error: this scenario has no "the stop"; there are "the press", "the console", "the ',
    '59:5: error: "7.00" is no time; write "6:30"',
    '60:5: error: there is no symptom "knees"; did you mean "knee"?',
    '61:5: error: "xyzzy" is nothing that can be expected; there are: outcome is OUTCOME;',
)


def test_every_mistake_is_told_in_one_pass(tmp_path: Path) -> None:
    """Each with its line and column, and with what to write."""
    file = tmp_path / "own.yaml"
    file.write_text(MISTAKES, "utf-8")
    assert is_scenario(str(file))
    with pytest.raises(YamlInvalid) as told:
        find_scenario(str(file))
    lines = [each for each in str(told.value).splitlines() if ": error: " in each]
    assert [each for each in SAID if not any(f"own.yaml:{each}" in line for line in lines)] == []
    assert len(lines) == len(SAID), told.value


@pytest.mark.parametrize(
    ("text", "place", "sentence"),
    [
        ("", "3:7", '"x, level y" is no plan; write "postpartum-ladder, level 1".'),
        ("expect:\n  - alarm within 4 s\n", "5:5", "of when? nothing happens in this scenario"),
        ("expect:\n  - alarm within 4 s of the press\n", "5:5", "nothing happens in it"),
        ("expect: []\n", "4:9", "this is empty; write at least 1 of them."),
        ("expect: stop\n", "4:9", "write a list"),
        ("events: stop\nexpect: [no alarm]\n", "4:9", "write a list"),
        ("events: [stop]\nexpect: [no alarm]\n", "4:10", ""),
        ("events:\n  - at: [7]\n    press: stop\nexpect: [no alarm]\n", "5:9", "write a word"),
        ("expect: [[no alarm]]\n", "4:10", "write a word"),
        ("machine: nowhere.yaml\nexpect: [no alarm]\n", "4:10", "there is no file "),
        ("machine: bad.yaml\nexpect: [no alarm]\n", "1:1", "nothing: ..."),
        ("plan: bad.plan.yaml\nexpect: [no alarm]\n", "", ""),
    ],
)
def test_other_mistakes(tmp_path: Path, text: str, place: str, sentence: str) -> None:
    """A file of another shape has a place and a remedy, too."""
    head = HEAD if text else "format: reprise-scenario 1\ntitle: x\nplan: x, level y\n"
    (tmp_path / "bad.yaml").write_text('based-on: generic\n"nothing: ...": 1\n', "utf-8")
    (tmp_path / "bad.plan.yaml").write_text("format: reprise-plan 1\nid: 7\n", "utf-8")
    if text.startswith("plan"):
        head = "format: reprise-scenario 1\ntitle: x\n"
    file = tmp_path / "own.yaml"
    file.write_text(head + (text or "expect: [no alarm]\n"), "utf-8")
    with pytest.raises(YamlInvalid) as told:
        find_scenario(str(file))
    assert place in str(told.value), told.value
    assert sentence in str(told.value), told.value
    assert "error: " in str(told.value)


def reprise(*words: str) -> subprocess.CompletedProcess[str]:
    """Run the command without a terminal."""
    return subprocess.run(
        [sys.executable, "-m", "controller.cli.main", *words],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


@pytest.mark.long
def test_the_command_says_what_holds_and_what_was_seen(tmp_path: Path) -> None:
    """As expected is 0, otherwise 1; and the records can be kept."""
    journal = tmp_path / "a.jsonl"
    done = reprise("simulate", "stop-key-in-a-run", "--journal", str(journal))
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == "stop-key-in-a-run: The stop key in a run"
    assert lines[1].split() == [
        "ok",
        "first",
        "stop",
        "bytes",
        "within",
        "2",
        "ms",
        "of",
        "the",
        "press",
        "after",
        "0",
        "s",
    ]
    assert lines[-1] == "As expected."
    head = json.loads(journal.read_text("utf-8").splitlines()[0])
    assert (head["scenario"], head["level"]) == ("stop-key-in-a-run", 1)

    text = f"{HEAD}runner: silent\nexpect:\n  - outcome is completed\n  - no alarm\n"
    (tmp_path / "own.yaml").write_text(text, "utf-8")
    done = reprise("simulate", str(tmp_path / "own.yaml"))
    assert done.returncode == 1
    assert done.stdout.splitlines()[1:] == [
        "NOT  outcome is completed  stopped, because the question was not answered",
        "ok   no alarm              none",
        "1 of 2 not as expected.",
    ]
    done = reprise("simulate", str(tmp_path / "own.yaml"), "--json")
    told = json.loads(done.stdout)
    assert (done.returncode, told["holds"], told["runner"]) == (1, False, "silent")
    assert told["expected"][1] == {"text": "no alarm", "holds": True, "seen": "none"}


@pytest.mark.long
def test_the_command_says_what_is_wrong_with_a_file(tmp_path: Path) -> None:
    """A file that cannot be used is 3, and what a scenario says itself is not said twice."""
    (tmp_path / "own.yaml").write_text("expect: [no alarm]\n", "utf-8")
    done = reprise("simulate", str(tmp_path / "own.yaml"))
    assert (done.returncode, done.stdout) == (3, "")
    assert f'{tmp_path / "own.yaml"}:1:1: error: "plan" is missing here' in done.stderr
    done = reprise("simulate", "stop-key-in-run")
    assert (done.returncode, done.stderr) == (
        2,
        'reprise: no scenario is called "stop-key-in-run"; did you mean "stop-key-in-a-run"?\n',
    )
    done = reprise("simulate", "stop-key-in-a-run", "--machine", "urevo-e1l")
    assert done.returncode == 2
    assert done.stderr == "reprise: a scenario says its own machine; leave out --machine.\n"


def seen(*sent: tuple[int, str], belts: tuple[Belt, ...]) -> Evidence:
    """Return the evidence of commands at whole seconds, and of a belt."""
    records = [
        {"n": n, "t": at * SECOND, "io": OUTPUT, "kind": "tx", "hex": data, "verdict": "admitted"}
        for n, (at, data) in enumerate(sent)
    ]
    moments = [Nanoseconds(at * SECOND) for at, _ in sent]
    served = Served(Nanoseconds(0), records=records, moments=moments)
    return Evidence(Result(sessions=[served], belts=belts))


def belt(since: int, speed: int, target: int) -> Belt:
    """Return a course from a whole second on; speeds in 0.01 km/h, 1 km/h a second."""
    begins = Nanoseconds(since * SECOND)
    return Belt(100, 100, begins, speed * FINE, begins, CentiKmh(target))


@pytest.mark.parametrize(
    ("last", "asked", "runs_at", "raised"),
    [
        ("02f401", "02f401", 500, False),
        ("02f401", "02f501", 500, True),
        ("02f401", "02c201", 400, True),  # 4.5 km/h: below the last one, above the belt
        ("02f401", "02f501", 600, True),  # above the last one, below the belt
        ("02f401", "029001", 400, False),
        ("0801", "07", 400, True),
        ("02f401", "0801", 400, False),
        ("02f401", "0802", 400, False),
    ],
)
def test_a_motion_command_is_above_the_belt_or_above_the_last_one(
    last: str,
    asked: str,
    runs_at: int,
    raised: bool,  # noqa: FBT001
) -> None:
    """A start is one, and a target above the lower of both (law 4)."""
    evidence = seen((1, last), (2, asked), belts=(belt(0, runs_at, runs_at),))
    assert evidence.raised_by(evidence.sent[1]) is raised


def test_the_true_belt_is_seen_between_its_changes() -> None:
    """Its peak counts where it is cut off, and its standstill where it is reached."""
    up, down = belt(0, 0, 1000), belt(4, 400, 0)
    evidence = seen((0, "07"), belts=(up, down))
    assert evidence.fastest_since(Nanoseconds(0)) == 400
    assert evidence.fastest_since(Nanoseconds(6 * SECOND)) == 200
    assert evidence.still_since(Nanoseconds(1 * SECOND)) == 8 * SECOND
    assert evidence.still_since(Nanoseconds(9 * SECOND)) == 9 * SECOND
    caught = seen((0, "07"), belts=(up, down, belt(7, 100, 300)))
    assert caught.still_since(Nanoseconds(1 * SECOND)) is None
    assert caught.fastest_since(Nanoseconds(7 * SECOND)) == 300


def test_a_moment_is_the_world_s() -> None:
    """Moments count from the start key, from a part of the work, and from the very beginning."""
    evidence = Evidence(played(STOPPED).result)
    start = evidence.moment(when("0:00"))
    run = evidence.moment(when("run1+0:10"))
    assert start is not None
    assert run is not None
    assert evidence.moment(when("connect+0:01")) == Nanoseconds(10**9)
    assert evidence.stops[0] == run > start > 0
    assert evidence.moment(when("run2+0:00")) is None
