"""What is chosen of a plan by the command line: what it comes to, in every process the same."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Final

import pytest

from controller.cli.main import parse
from controller.cli.session import child
from controller.cli.session.plan_changed import settle
from controller.cli.session.planned import Planned, planned, words_of
from controller.core.timeline import Gait
from plans.problems import SpeedNotOffered
from tests.cli.test_simulate import reprise

PLAN: Final = """\
format: reprise-plan 1
id: choosy
title: A plan with room to choose
for-whom: Somebody.
basis: A test.
sources: [seed, proposal]
reviewed: not yet
entry:
  since-birth: 12 weeks
policy: cautious
speeds:
  walk: 5.0 km/h (4.0 km/h to 6.0 km/h)
  jog: 7.5 km/h (7.0 km/h to 9.0 km/h)
incline: 1 %
warm-up: 1min walk
cool-down: 1min walk
questions:
  anything: every second walk
  talk-test: never
  reminder-in-runs: every 1min
cues:
  en: {walk: [Breathe wide.], run: [Stand tall.]}
  de: {walk: [Atme weit.], run: [Steh aufrecht.]}
levels:
  1:
    work:
      - 2 x (30s jog, 1min walk)
      - say: Half of it is done.
      - 90s jog
    effort: 3 of 10
    note: Nothing new today.
"""


@pytest.fixture
def plan(tmp_path: Path) -> str:
    """Return the name of a file with a plan that offers speeds."""
    path = tmp_path / "choosy.plan.yaml"
    path.write_text(PLAN, encoding="utf-8")
    return str(path)


def parsed(*words: str) -> argparse.Namespace:
    """Return the arguments of a command line, with what it leaves open settled."""
    args = parse(words)
    settle(args, None, pytest.fail)
    return args


def in_the_child(args: argparse.Namespace) -> Planned:
    """Return what a controller's process makes of the words that it is started with."""
    words = [*words_of(args), "--journals", "x", "--treadmill", "y"]
    return planned(child.make_parser().parse_args(words))


@pytest.mark.parametrize(
    ("words", "walk", "jog", "cue"),
    [
        ((), 500, 750, "Stand tall."),
        (("--jog-speed", "8 km/h", "--walk-speed", "4.0km/h"), 400, 800, "Stand tall."),
        (("--jog-speed", "8:00 /km", "--language", "de"), 500, 750, "Steh aufrecht."),
        (("--jog-speed", "5 mph", "--language", "fr"), 500, 805, "Stand tall."),
    ],
)
def test_the_program_has_the_speeds_and_the_language_that_were_chosen(
    words: tuple[str, ...], walk: int, jog: int, cue: str, plan: str
) -> None:
    """And the controller's process makes the same of it."""
    args = parsed("run", plan, "--simulate", *words)
    there = planned(args)
    segments = there.program.segments
    assert {each.speed for each in segments if each.gait is Gait.WALK} == {walk}
    assert {each.speed for each in segments if each.gait is Gait.RUN} == {jog}
    assert {each.cue for each in segments if each.gait is Gait.RUN} == {cue}
    assert there.program.walk_speed == walk
    assert in_the_child(args) == there


@pytest.mark.parametrize(
    "words",
    [
        ("run", "postpartum-ladder", "--simulate"), ("walk", "20min", "--speed", "4.5km/h"),
        ("probe",), ("simulate", "postpartum-walk", "--level", "5"),
    ],
)  # fmt: skip
def test_who_chooses_nothing_has_the_same_in_every_process(words: tuple[str, ...]) -> None:
    """Every command that starts a session has words for it."""
    args = parsed(*words)
    assert in_the_child(args) == planned(args)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--jog-speed", "9.5 km/h"),
         'choosy has no "jog" of 9.5 km/h; choose 7.0 km/h to 9.0 km/h.'),
        (("--walk-speed", "3.9 km/h"),
         'choosy has no "walk" of 3.9 km/h; choose 4.0 km/h to 6.0 km/h.'),
        (("--brisk-speed", "5.8 km/h"), 'choosy has no "brisk" to choose a speed for.'),
        (("--jog-speed", "8"),
         '--jog-speed "8": 8 what? A speed needs a unit: "8 km/h" or "8 mph".'),
    ],
)  # fmt: skip
def test_what_the_plan_does_not_offer_is_refused_in_one_sentence(
    words: tuple[str, ...], told: str, plan: str
) -> None:
    """With the range."""
    with pytest.raises(SpeedNotOffered) as refused:
        planned(parsed("run", plan, *words))
    assert str(refused.value) == told


def test_what_the_plan_says_of_the_level_is_told_before(plan: str) -> None:
    """The plan's incline, or the level's own; nothing where nothing is said."""
    assert planned(parsed("run", plan)).before == {
        "incline": 10, "effort": 3, "note": "Nothing new today.",
    }  # fmt: skip
    assert planned(parsed("run", "postpartum-ladder")).before == {}
    assert planned(parsed("probe")).before == {}


@pytest.mark.long
def test_a_session_is_told_with_all_that_the_plan_says(plan: str, tmp_path: Path) -> None:
    """Incline and effort first, then each interval with its words; and the reminder, once."""
    journal = tmp_path / "session.jsonl"
    done = reprise("simulate", plan, "--jog-speed", "8km/h", "--journal", str(journal))
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[:2] == [
        "Set the incline to 1 % by the treadmill's own keys.",
        "Effort 3 of 10. Nothing new today.",
    ]
    assert sum("RUN 3 of 3 at 8.0 km/h.  Half of it is done." in each for each in lines) == 1
    assert sum("Stand tall." in each for each in lines) == 3
    assert sum("S, if there is anything." in each for each in lines) == 1
    assert not any("COULD YOU TALK?" in each for each in lines)
    header = json.loads(journal.read_text(encoding="utf-8").splitlines()[0])
    assert header["before"]["incline"] == 10
    assert header["setup"]["program"]["talk_test"] is False
    assert header["setup"]["program"]["reminder"] == 60_000_000_000
    assert reprise("replay", "--verify", str(journal)).returncode == 0
    again = reprise("replay", "--plain", str(journal))
    assert (again.stdout.splitlines(), again.stderr) == (lines, "")


@pytest.mark.long
def test_the_choice_is_refused_before_anything_is_started(plan: str) -> None:
    """Exit code 2, one line, and no belt."""
    for command in (("simulate", plan), ("run", plan, "--simulate", "--plain")):
        done = reprise(*command, "--jog-speed", "9.5km/h")
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith('reprise: choosy has no "jog" of 9.5 km/h; choose 7')
        assert done.stderr.count("\n") == 1


def test_a_scenario_says_its_own_speeds() -> None:
    """What it holds true was written down with them."""
    done = reprise("simulate", "stop-that-lies", "--jog-speed", "8km/h")
    assert done.returncode == 2
    told = "reprise: a scenario says its own jog speed; leave out --jog-speed.\n"
    assert done.stderr == told
