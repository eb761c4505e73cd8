"""The command as a person types it, in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from simulators.faults import FORMS, Kind, written
from simulators.link.remote import start_world
from simulators.people import person_names

pytestmark = pytest.mark.long

MAIN = (sys.executable, "-m", "controller.cli.main")


def reprise(*words: str, data: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command without a terminal; its data goes to ``data``."""
    environment = dict(os.environ)
    if data is not None:
        environment |= {"XDG_DATA_HOME": str(data), "XDG_STATE_HOME": str(data)}
    return subprocess.run(
        [sys.executable, "-m", "controller.cli.main", *words],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        env=environment,
        timeout=100,
    )


def simulated(*words: str) -> dict[str, Any]:
    """Return the object that ``simulate --json`` prints."""
    found: dict[str, Any] = json.loads(reprise("simulate", *words, "--json").stdout)
    assert found["invariant_violations"] == []
    return found


def test_level_one_is_four_minutes_of_running() -> None:
    """The first level of the ladder completes, with eight times thirty seconds at running speed."""
    done = reprise("simulate", "postpartum-ladder", "--level", "1", "--json")
    told = json.loads(done.stdout)
    assert (done.returncode, told["exit_code"]) == (0, 0)
    assert told["outcome"] == "completed"
    assert told["run_s"] == 240
    assert told["max_belt_kmh"] == told["max_commanded_kmh"] == 7.5
    assert told["prompts"] == 10
    assert told["stop"]["confirmed"] is True


def test_heaviness_ends_the_running() -> None:
    """Heaviness in the second run walks the belt down, and it never runs again."""
    told = simulated("postpartum-ladder", "--at", "run2+0:10=symptom:heaviness:2")
    assert told["outcome"] == "walked_out"
    assert told["run_s"] == 40
    assert told["exit_code"] == 4
    assert told["symptoms"][0]["action"] == "walk_to_the_end"


def test_a_red_flag_stops_and_refers() -> None:
    """Chest pain brings the belt to still by the ramp, within ten seconds and its own time."""
    told = simulated("postpartum-ladder", "--at", "run2+0:10=symptom:chest:1")
    assert told["outcome"] == "stopped_and_refer"
    stop = told["stop"]
    assert stop["confirmed"] is True
    assert 0 < stop["first_bytes_at_s"] - stop["asked_at_s"] <= 10
    assert stop["belt_still_at_s"] - stop["asked_at_s"] <= 13


def test_the_script_answers_the_question_itself() -> None:
    """A strength and a place by their keys; a strength alone is felt at no place that is known."""
    how = ("postpartum-ladder", "--at", "walk1+0:07=strength:2")
    named = simulated(*how, "--at", "walk1+0:09=place:leg")
    assert [(each["place"], each["at_s"]) for each in named["symptoms"]] == [("leg", 392.0)]
    (unsure,) = simulated(*how)["symptoms"]
    assert (unsure["place"], unsure["at_s"]) == ("unsure", 393.0)
    assert named["outcome"] == "walked_out"


@pytest.mark.parametrize(
    ("event", "outcome", "because"),
    [
        ("cool-down+0:10=unwell", "stopped_and_refer", "you pressed unwell"),
        ("warm-up+0:10=console:stop", "stopped", "the treadmill's own stop"),
        ("run1+0:10=safety-key", "stopped", "the safety key"),
        ("run1+0:10=disobey", "stopped", "the belt did not follow a slower target"),
    ],
)
def test_keys_and_the_machine_are_scripted(event: str, outcome: str, because: str) -> None:
    """What a person or the machine does comes at its moment, and is what the session ends for."""
    told = simulated("postpartum-ladder", "--at", event)
    assert (told["outcome"], told["because"]) == (outcome, because)


@pytest.mark.parametrize("when", ["0:04", "0:12", "2:00", "run1+0:01", "walk4+0:30"])
def test_stop_bytes_leave_at_the_instant_of_the_press(when: str) -> None:
    """In countdown, start, walk and run the stop waits for nothing."""
    told = simulated("postpartum-ladder", "--at", f"{when}=stop")
    assert told["outcome"] == "stopped"
    assert told["stop"]["first_bytes_at_s"] == told["stop"]["asked_at_s"]
    assert told["stop"]["confirmed"] is True


@pytest.mark.parametrize("when", ["0:11", "0:14", "0:20", "0:30"])
def test_a_machine_that_is_deaf_after_start_ends_still(when: str) -> None:
    """A stop that a starting machine does not hear is sent until it does."""
    told = simulated(
        "postpartum-walk", "--machine", "urevo-urtm024", "--level", "1", "--at", f"{when}=stop"
    )
    assert told["outcome"] == "stopped"
    assert told["stop"]["confirmed"] is True


def test_a_runner_of_ones_own_is_on_the_belt(tmp_path: Path) -> None:
    """By her file: she and her seed are told, in the journal too, and a mistake has its place."""
    mine, journal = tmp_path / "mine.yaml", tmp_path / "session.jsonl"
    about = 'about: Never answers.\nassumes: [{what: it, source: "assumed: a test"}]\n'
    mine.write_text(about + "answers: {likely: 0}\n", encoding="utf-8")
    words = ("simulate", "postpartum-ladder", "--runner", str(mine), "--seed", "7", "--json")
    told = json.loads(reprise(*words, "--journal", str(journal)).stdout)
    assert (told["runner"], told["seed"]) == ("mine", 7)
    assert told["because"] == "the question was not answered"
    header = json.loads(journal.read_text(encoding="utf-8").partition("\n")[0])
    assert (header["runner"], header["seed"]) == ("mine", 7)
    mine.write_text(about + "answers: {likely: 2}\n", encoding="utf-8")
    done = reprise(*words)
    said = f'{mine}:3:19: error: "2" is out of range; write at most 1.\n    3 | answers:'
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith(said)


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (
            ("simulate", "nope"),
            2,
            'no plan and no scenario "nope"; there are the plans army-6, eight-week-30, ',
        ),
        (("simulate", "nosuchscenario"), 2, "and the scenarios bug-in-the-tick, by-hand, "),
        (("simulate", "postpartum-wlak"), 2, 'did you mean "postpartum-walk"?\n'),
        (("simulate", "stop-that-lis"), 2, 'did you mean "stop-that-lies"?\n'),
        (("simulate", "mine.txt"), 2, "A file's name ends in .yaml or .yml.\n"),
        (("simulate", "postpartum-walk", "--machine", "./mine"), 2, "name ends in .yaml or .yml."),
        (("simulate", "postpartum-walk", "--runner", "me.txt"), 2, "name ends in .yaml or .yml."),
        (("simulate", "postpartum-walk", "--seed", "-1"), 2, "from 0 to 4294967295"),
        (("simulate", "postpartum-walk", "--seed", "4294967296"), 2, "from 0 to 4294967295"),
        (
            ("simulate", "postpartum-walk", "--fault", "silent@1:00"),
            2,
            'there is no fault "silent"; did you mean "sleep"? --fault help lists them all.\n',
        ),
        (
            ("simulate", "postpartum-walk", "--fault", "qqqq"),
            2,
            'there is no fault "qqqq"; --fault help lists them all.\n',
        ),
        (("simulate", "postpartum-ladder", "--level", "99"), 2, "it has levels 1 to 25"),
        (("simulate", "postpartum-ladder", "--level", "0"), 2, "it has levels 1 to 25"),
        (("simulate", "postpartum-ladder", "--machine", "genric"), 2, 'did you mean "generic"?'),
        (("simulate", "postpartum-ladder", "--runner", "slo"), 2, "did you mean 'slow'?"),
        (("simulate", "postpartum-ladder", "--at", "soon=stop"), 2, "write WHEN=KEY"),
        (("simulate", "postpartum-ladder", "--at", "1:00=jump"), 2, 'there is no key "jump"'),
        (("simulate", "postpartum-ladder", "--at", "1:00=symptom:chest"), 2, "symptom:heaviness:2"),
        (("simulate", "postpartum-ladder", "--at", "1:00=symptom:itch:1"), 2, "it has belly"),
        (("simulate", "postpartum-ladder", "--at", "1:00=symptom:chest:2"), 2, "write 0 to 1."),
        (("simulate", "postpartum-ladder", "--at", "1:00=strength:5"), 2, "write 1 to 4."),
        (
            ("simulate", "postpartum-walk", "--machine", "urevo-e1l", "--at", "1:00=steps:0"),
            2,
            "urevo-e1l counts no steps",
        ),
        (("simulate", "postpartum-ladder", "--machine", "urevo-e1l"), 1, "0.96 to 6.43 km/h"),
        (("replay", "nowhere.jsonl"), 1, "nowhere.jsonl: cannot be read"),
        (("run", "--speedup", "3"), 2, "add --simulate"),
        (("run", "--simulate", "--speedup", "1000"), 2, "1 to 100"),
        (("run", "--simulate", "--treadmill", "X"), 2, "leave --simulate away"),
        (("run",), 2, "somebody at the keys"),
        (("simulate", "postpartum-ladder", "--journal", "README.md"), 2, "exists already; write"),
        (
            ("simulate", "postpartum-walk", "--journal", "/gone/x.jsonl"),
            2,
            'no folder "/gone"; make',
        ),
        (("simulate", "postpartum-walk", "--journal", "docs"), 2, '"docs" is a folder; write the'),
        (("simulate", "stop-that-lies", "--journal", "docs"), 2, '"docs" is a folder; write the'),
        *(
            (("simulate", "stop-that-lies", f"--{name}", usual), 2, f"its own {name}; leave out")
            for name, usual in (
                ("machine", "generic"),
                ("runner", "prompt"),
                ("level", "1"),
                ("seed", "0"),
            )
        ),
    ],
)
def test_bad_input_is_one_sentence(words: tuple[str, ...], code: int, sentence: str) -> None:
    """A mistake is told in one sentence on stderr, with its exit code and no traceback."""
    done = reprise(*words)
    assert done.returncode == code
    assert done.stdout == ""
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("title: x\nplan: postpartum-walk\nevents: []\n", "1:1"),
        ("title: x\nformat: reprise-policy 1\n", "2:9"),
    ],
)
def test_a_file_that_is_neither_is_told_what_it_may_be(
    tmp_path: Path, text: str, place: str
) -> None:
    """It is not looked through as the plan that it never meant to be."""
    file = tmp_path / "own.yml"
    file.write_text(text, encoding="utf-8")
    done = reprise("simulate", str(file))
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith(
        f"{file}:{place}: error: this file is no plan and no scenario; write "
        '"format: reprise-plan 1" first, or "format: reprise-scenario 1".\n'
    )
    assert done.stderr.count("error:") == 1


def test_the_help_ends_with_who_and_what_there_is() -> None:
    """As docs/commands.md says: each runner and each kind of fault, by name, and uncut."""
    lines = reprise("simulate", "--help").stdout.split("\nrunners:\n")[1]
    runners, faults = lines.split("\nkinds of fault:\n")
    assert runners.replace(",", " ").split() == list(person_names())
    assert faults.replace(",", " ").split() == list(Kind)
    assert "runners:" not in reprise("simulate").stderr


@pytest.mark.parametrize("words", [(), ("postpartum-walk",), ("nope", "--seed", "1")])
def test_each_kind_of_fault_is_told_how_it_is_written(words: tuple[str, ...]) -> None:
    """It was asked for, with a plan or without one: an answer, and no mistake."""
    done = reprise("simulate", *words, "--fault", "help")
    assert (done.returncode, done.stderr) == (0, "")
    told = [line.split("  ", 1) for line in done.stdout.splitlines()]
    assert [form for form, _ in told] == [written(kind) for kind in Kind]
    assert [means.strip() for _, means in told] == [form.means for form in FORMS.values()]


def test_a_malformed_plan_is_told_with_its_place(tmp_path: Path) -> None:
    """A plan that is not YAML gives file, line and column, and exit code 3."""
    plan = tmp_path / "my.plan.yaml"
    plan.write_text("id: x\n  levels: [1")
    done = reprise("simulate", str(plan))
    assert done.returncode == 3
    assert f"{plan}:2:9: error:" in done.stderr


def test_a_journal_proves_itself(tmp_path: Path) -> None:
    """What a session wrote is verified; what somebody changed in it is found, with its line."""
    journal = tmp_path / "session.jsonl"
    reprise(
        "simulate", "postpartum-walk", "--at", "1:00=pause", "--at", "1:30=resume",
        "--journal", str(journal),
    )  # fmt: skip
    assert journal.stat().st_mode & 0o777 == 0o600
    good = reprise("replay", str(journal), "--verify")
    assert good.returncode == 0
    assert good.stdout.endswith(" outputs made again and equal.\n")
    lines = journal.read_text().splitlines(keepends=True)
    journal.chmod(0o600)
    journal.write_text("".join(lines[:200]))
    cut = reprise("replay", str(journal), "--verify")
    assert cut.returncode == 0
    missing = "The session's end is missing: it went on behind the last record."
    assert cut.stdout.endswith(f" outputs made again and equal. {missing}\n")
    assert reprise("replay", str(journal)).stderr == f"{journal}: {missing}\n"
    at = next(number for number, line in enumerate(lines) if '"hex":"0801"' in line)
    lines[at] = lines[at].replace("0801", "0802")
    journal.chmod(0o600)
    journal.write_text("".join(lines))
    bad = reprise("replay", str(journal), "--verify")
    assert bad.returncode == 1
    assert f"{journal}:{at + 1}:" in bad.stderr


def test_a_record_that_lacks_a_field_is_told_before_anything_is_shown(tmp_path: Path) -> None:
    """A journal that was edited is no mistake of ours, and no screen begins with it."""
    journal = tmp_path / "session.jsonl"
    reprise("simulate", "postpartum-walk", "--at", "1:00=stop", "--journal", str(journal))
    lines = journal.read_text().splitlines(keepends=True)
    at = next(number for number, line in enumerate(lines) if '"kind":"stop"' in line)
    lines[at] = lines[at].replace('"because"', '"why"')
    journal.write_text("".join(lines))
    bad = reprise("replay", str(journal))
    assert (bad.returncode, bad.stdout) == (1, "")
    assert bad.stderr == (
        f"reprise: {journal}:{at + 1}: this 'stop' is not what this version writes (KeyError: "
        "'because'); the journal was edited or comes from another version.\n"
    )


SHORT_PLAN = """\
format: reprise-plan 1
id: short
title: A minute
for-whom: Tests.
basis: It is short.
sources: [proposal]
reviewed: not yet
entry:
  since-birth: 12 weeks
  readiness: postpartum
policy: cautious
speeds:
  walk: 4.0 km/h
  jog: 7.5 km/h
warm-up: 20s walk
cool-down: 20s walk
levels:
  1: 1 x (20s jog, 20s walk)
"""


def test_a_run_without_a_terminal_ends_by_itself(tmp_path: Path) -> None:
    """A sped-up session over three processes completes and leaves a journal that verifies."""
    plan = tmp_path / "short.plan.yaml"
    plan.write_text(SHORT_PLAN)
    done = reprise("run", str(plan), "--simulate", "--plain", "--speedup", "20", data=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "SIMULATED" in done.stdout.splitlines()[0]
    assert "Done. The belt is still." in done.stdout
    (journal,) = tmp_path.glob("reprise/simulated/*.jsonl")
    assert reprise("replay", str(journal), "--verify").returncode == 0


def test_a_strap_and_a_foot_pod_over_three_processes(tmp_path: Path) -> None:
    """They are found, shown, and noticed to be off; the session goes to its end."""
    pod, strap = "5E:1F:7E:AD:00:02", "5E:1F:7E:AD:00:03"
    plan = tmp_path / "short.plan.yaml"
    plan.write_text(SHORT_PLAN)
    environment = {**os.environ, "XDG_DATA_HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path)}
    world = start_world("generic", 20, footpod=pod, strap=strap)
    words = ["run", str(plan), "--simulate", "--world", world.listen, "--speedup", "20", "--json"]
    try:
        with subprocess.Popen(
            [*MAIN, *words, "--footpod", pod, "--strap", strap],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        ) as child:
            assert child.stdout is not None
            records = map(json.loads, child.stdout)
            rates = (each["heart_rate"] for each in records if "heart_rate" in each)
            assert next(rate for rate in rates if rate is not None and rate > 100)
            world.remote.wear(strap, on=False)
            assert next(True for rate in rates if rate is None)
            world.remote.wear(strap, on=True)
            assert next(rate for rate in rates if rate is not None)
            rest = list(records)
            assert child.wait(timeout=30) == 0
    finally:
        world.end()
    assert any(each["kind"] == "ended" and each["outcome"] == "completed" for each in rest)


def test_a_reader_that_goes_away_is_a_lost_screen(tmp_path: Path) -> None:
    """When nobody reads the lines any more the belt is brought to a stop, and no bug is claimed."""
    words = [sys.executable, "-m", "controller.cli.main", "run", "--simulate", "--speedup", "50"]
    environment = {
        **os.environ,
        "XDG_DATA_HOME": str(tmp_path),
        "XDG_STATE_HOME": str(tmp_path),
    }
    with subprocess.Popen(
        words,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    ) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        while "The belt moves." not in child.stdout.readline():
            pass
        child.stdout.close()
        told = child.stderr.read()
        child.wait(timeout=30)
    assert "mistake in Reprise" not in told
    (journal,) = tmp_path.glob("reprise/simulated/*.jsonl")
    lines = journal.read_text().splitlines()
    assert any('"kind":"lease_lost"' in line for line in lines)
    assert any('"outcome":"stopped"' in line and '"confirmed":true' in line for line in lines)


@pytest.mark.parametrize("words", [("--simulate", "no-control"), ("--simulate", "--manual")])
def test_a_run_by_hand_over_three_processes(words: tuple[str, ...], tmp_path: Path) -> None:
    """A hand presses the keys of the world's console; the plan is done, and it is said how."""
    plan = tmp_path / "short.plan.yaml"
    plan.write_text(SHORT_PLAN)
    done = reprise("run", str(plan), *words, "--plain", "--speedup", "20", data=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "MANUAL MODE: " in done.stdout
    said = ["In 10 seconds you start the belt", "PRESS START", "PRESS + until", "PRESS - until",
            "PRESS STOP", "Done. The belt is still."]  # fmt: skip
    places = [done.stdout.index(each) for each in said]
    assert places == sorted(places)
    assert "Start was sent" not in done.stdout
    (journal,) = tmp_path.glob("reprise/simulated/*.jsonl")
    assert reprise("replay", str(journal), "--verify").returncode == 0


def test_a_refused_start_names_the_way_that_is_left() -> None:
    """Exit code and words of a machine that claims what it cannot; --manual is that way."""
    refused = reprise("simulate", "postpartum-ladder", "--machine", "deaf-control")
    assert refused.returncode == 5
    assert "with --manual you press its keys yourself" in refused.stdout
    assert simulated("postpartum-ladder", "--machine", "deaf-control", "--manual")["exit_code"] == 0


@pytest.mark.parametrize("key", ["pause", "resume", "symptom:knee:2"])
def test_a_key_in_the_countdown_is_no_end_of_the_simulation(key: str, tmp_path: Path) -> None:
    """It calls the start off; the runner starts again, and the session comes to its end."""
    done = reprise("simulate", "postpartum-walk", "--at", f"0:06={key}", data=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("The belt begins to move in 10 seconds.") == 2


def test_a_start_that_no_key_leads_to_ends_the_simulation(tmp_path: Path) -> None:
    """What was noted in the countdown ends in a referral: there is no start any more."""
    at = "0:06=symptom:heaviness:3"
    done = reprise("simulate", "postpartum-walk", "--at", at, data=tmp_path)
    assert done.returncode == 1
    assert "No start: what you noted ends the session" in done.stdout


@pytest.mark.parametrize("at", ["run99+0:10=stop", "99:00=stop"])
def test_what_did_not_come_up_is_said(at: str, tmp_path: Path) -> None:
    """Whoever writes a script learns that it tested nothing."""
    done = reprise("simulate", "postpartum-walk", "--at", at, data=tmp_path)
    assert done.stderr == f'reprise: --at "{at}" did not come up in this session.\n'


@pytest.mark.parametrize("words", ["machines", "decode -", "doctor --json"])
@pytest.mark.parametrize("closed", [">&-", "<&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.skipif(sys.platform == "win32", reason="the shell's way to close a stream is POSIX")
def test_a_stream_that_is_closed_is_no_mistake_of_ours(
    words: str, closed: str, tmp_path: Path
) -> None:
    """Started without one of the standard streams, a command does what it can."""
    command = f'exec "$0" -m controller.cli.main {words} {closed}'
    here = {**os.environ, "XDG_CONFIG_HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
    done = subprocess.run(
        ["sh", "-c", command, sys.executable], capture_output=True, check=False, env=here
    )
    assert done.returncode in (0, 1)
    assert b"mistake" not in done.stderr


def test_a_fault_is_played_and_one_that_did_not_come_up_is_said() -> None:
    """A killed controller is succeeded; the journal's header and the words tell what was asked."""
    faults = ("--fault", "controller-killed@1:00", "--fault", "sleep@59:00+5s")
    done = reprise("simulate", "postpartum-walk", *faults, "--json")
    told = json.loads(done.stdout)
    assert (told["outcome"], told["invariant_violations"]) == ("stopped", [])
    assert told["stop"]["confirmed"] is True
    assert done.stderr == 'reprise: --fault "sleep@59:00+5s" did not come up in this session.\n'
