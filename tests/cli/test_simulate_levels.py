"""``reprise simulate PLAN --all-levels``: what a plan's author sees of every level."""

from __future__ import annotations

import argparse
import json
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from controller.cli.exits import EXIT_CHECK_FAILED, EXIT_USAGE
from controller.cli.main import main, parse
from controller.cli.simulated.level_played import LevelPlayed, Stretch, died, play_level
from controller.cli.simulated.level_warnings import Warned, warnings
from plans.plan.compile import compile_session
from plans.shelf import find_plan
from protocols.units import SECOND
from simulators.profiles import find_machine
from tests.cli.terminals import at_a_terminal
from tests.cli.test_simulate import reprise

if TYPE_CHECKING:
    from collections.abc import Sequence

pytestmark = pytest.mark.long

HEAD: Final = """\
format: reprise-plan 1
id: odd
title: A few minutes
for-whom: Tests.
basis: It is short.
sources: [proposal]
reviewed: not yet
entry:
  since-birth: 12 weeks
policy: cautious
speeds:
  walk: 5.0 km/h
  brisk: 6.95 km/h
  jog: 7.5 km/h
warm-up: 1min walk
cool-down: 1min walk
"""

COARSE: Final = """\
based-on: generic
title: Between its steps there is much
odd: [{what: steps of 0.32 km/h, source: "assumed: a test"}]
motion:
  speeds: {minimum_kmh: 0.96, maximum_kmh: 15.96, increment_kmh: 0.32}
"""


def plan_file(folder: Path, *levels: str, jog: str = "7.5 km/h") -> Path:
    """Write a plan with these levels, and return its path."""
    lines = [f"  {number}: {level}" for number, level in enumerate(levels, 1)]
    path = folder / "odd.plan.yaml"
    head = HEAD.replace("jog: 7.5 km/h", f"jog: {jog}")
    path.write_text("\n".join((head + "levels:", *lines, "")), encoding="utf-8")
    return path


def words(plan: Path | str, machine: Path | str, runner: str) -> argparse.Namespace:
    """Return what the command line makes of these."""
    return parse(
        ["simulate", str(plan), "--all-levels", "--machine", str(machine), "--runner", runner,
         "--seed", "0"]
    )  # fmt: skip


def played(
    plan: Path | str, machine: Path | str = "generic", runner: str = "prompt"
) -> list[LevelPlayed]:
    """Play every level in this process."""
    levels = find_plan(str(plan)).levels
    return [play_level(level, words(plan, machine, runner)) for level in levels]


def told(plan: Path | str, machine: Path | str = "generic", runner: str = "prompt") -> list[Warned]:
    """Play every level, and return what is warned of."""
    return warnings(played(plan, machine, runner), find_machine(str(machine)))


def of(found: Sequence[Warned], name: str) -> list[tuple[tuple[int, ...], str]]:
    """Return the warnings with an id."""
    return [(each.levels, each.message) for each in found if each.id == name]


REPORT: Final = """\
odd on generic, with prompt (seed 0)

level  outcome          run  planned    walk  metres  km/h  answered  unasked  late
    1  completed       4:00     4:00    4:58     902   7.5       6/6     2:00     0
    2  completed       0:30     0:30    3:37     352   7.5       6/6     0:15     1

Walk: all that is no run, changes of speed included. Answered: of the questions
that were put. Unasked: the longest running between two questions. Late:
speed-ups that waited.

What to know:
  - level 1: at least 10 % longer than planned, for changes of speed and walks
    that wait.
  - level 2: 7.5 km/h is reached only 9s after the belt is asked for it, and the
    run at it lasts 15s.
  - level 2: a walk of 15s lasts 24s: an answer, and then 10s of notice, come
    before the speed-up behind it.
  - level 2: at least 30 % longer than planned, for changes of speed and walks
    that wait.

2 of 2 levels were done to their end.
This is what belt, plan and rules do. No simulation shows what a body does:
whether a level is too much for somebody, only she can tell.
"""


def test_a_small_plan_is_told_level_by_level(tmp_path: Path) -> None:
    """A row for each, then what to know, and at last what no simulation shows."""
    plan = plan_file(tmp_path, "2 x (2min jog, 1min walk)", "2 x (15s jog, 15s walk)")
    done = reprise("simulate", str(plan), "--all-levels")
    assert (done.stdout, done.stderr, done.returncode) == (REPORT, "", 0)


def test_json_has_the_same_and_more(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each level as an object, and each warning with its id and its levels."""
    plan = plan_file(tmp_path, "30s jog", "30s walk")
    code = main(["simulate", str(plan), "--all-levels", "--json", "--runner", "slow",
                 "--machine", "urevo-e1l", "--seed", "3"])  # fmt: skip
    said = json.loads(capsys.readouterr().out)
    levels, found = said.pop("levels"), said.pop("warnings")
    assert said == {
        "plan": "odd",
        "machine": "urevo-e1l",
        "runner": "slow",
        "seed": 3,
        "interrupted": False,
    }
    assert code == EXIT_CHECK_FAILED
    assert [(each["level"], each["outcome"]) for each in levels] == [
        (1, "not possible"),
        (2, "completed"),
    ]
    walk = levels[1]
    assert walk["because"] == "the plan was done"
    assert walk["walk_s"] == walk["duration_s"] > walk["planned_s"] == 150
    assert [walk["planned_run_s"], walk["run_s"], walk["longest_unasked_run_s"]] == [0, 0, 0]
    assert [walk["asked"], walk["answered"], walk["speed_ups_held"]] == [3, 3, 0]
    assert walk["invariant_violations"] == []
    assert [(each["id"], each["levels"]) for each in found] == [
        ("not-possible", [1]),
        ("off-grid", [1, 2]),
        ("longer", [2]),
    ]


def test_a_speed_between_the_machines_steps_is_told_and_what_it_becomes(tmp_path: Path) -> None:
    """Of a grid of 0.32 km/h; and if what was a jog becomes a walk there."""
    coarse = tmp_path / "coarse.yaml"
    coarse.write_text(COARSE, encoding="utf-8")
    plan = plan_file(tmp_path, "30s brisk", "30s jog", jog="7.0 km/h")
    levels = played(plan, coarse)
    off = of(warnings(levels, find_machine(str(coarse))), "off-grid")
    assert off == [
        ((1, 2), "5.0 km/h is between the treadmill's steps; it becomes 4.8 km/h"),
        ((1,), "6.95 km/h is between the treadmill's steps; it becomes 6.72 km/h"),
        (
            (2,),
            "7.0 km/h is between the treadmill's steps; it becomes 6.72 km/h, which is no run",
        ),
    ]
    assert [each.fastest_kmh for each in levels] == [6.72, 6.72]
    assert [(each.run_s, each.unasked) for each in levels] == [(0, 0), (0, 0)]


def test_a_run_that_stays_one_between_the_steps_is_not_called_lost(tmp_path: Path) -> None:
    """It is only slower."""
    coarse = tmp_path / "coarse.yaml"
    coarse.write_text(COARSE, encoding="utf-8")
    assert of(told(plan_file(tmp_path, "30s jog"), coarse), "off-grid")[:1] == [
        ((1,), "7.5 km/h is between the treadmill's steps; it becomes 7.36 km/h")
    ]


def test_a_level_that_is_too_fast_for_the_machine_is_told(tmp_path: Path) -> None:
    """In the words that a session is refused with; the others are played."""
    plan = plan_file(tmp_path, "30s walk", "30s jog", "30s jog")
    levels = played(plan, "urevo-e1l")
    assert [each.outcome for each in levels] == ["completed", "not possible", "not possible"]
    assert [each.good for each in levels] == [True, False, False]
    found = warnings(levels, find_machine("urevo-e1l"))
    ((numbers, message),) = of(found, "not-possible")
    assert numbers == (2, 3)
    assert message.startswith("this session needs 7.5 km/h and URTM041 goes from 0.96 to 6.43")
    assert of(found, "off-grid")[0][0] == (1, 2, 3)


def test_a_walk_that_is_too_short_to_ask_is_told(tmp_path: Path) -> None:
    """Its question comes at its end; one of 5 s has the time."""
    plan = plan_file(tmp_path, "1min jog, 4s walk, 1min walk", "1min jog, 5s walk, 1min walk")
    assert of(told(plan), "no-room-to-ask") == [
        (
            (1,),
            (
                "a walk of 4s has no room for its question, which comes 5s after walking speed is "
                "reached: it is put at the walk's end, and what follows waits for the answer"
            ),
        )
    ]


def test_an_unanswered_question_is_told_as_the_end(tmp_path: Path) -> None:
    """Asked once, answered never; and the walk that it held is not called late."""
    plan = plan_file(tmp_path, "30s jog")
    (level,) = played(plan, runner="silent")
    assert (level.asked, level.answered, level.held) == (1, 0, 0)
    assert of(warnings([level], find_machine("generic")), "not-completed") == [
        ((1,), "not done to its end (stopped): the question was not answered")
    ]


def test_running_is_counted_from_question_to_question(tmp_path: Path) -> None:
    """Where every second walk asks, it is that of two runs; a stretch begins with its ramp."""
    plan = plan_file(tmp_path, "3 x (1min jog, 1min walk)")
    (every,) = played(plan)
    thinned = plan.read_text(encoding="utf-8") + "questions: {anything: every second walk}\n"
    plan.write_text(thinned, encoding="utf-8")
    (level,) = played(plan)
    assert (every.unasked, level.unasked) == (60 * SECOND, 120 * SECOND)
    assert [each.at for each in level.stretches] == list(range(8))
    # Three of five walks, and the talk test with one of them.
    assert (level.asked, len(level.stretches)) == (4, 8)
    assert [each.at for each in level.stretches if each.run] == [1, 3, 5]
    assert [each.at for each in level.stretches if each.last] == [7]
    assert {each.lasted for each in level.stretches} == {60 * SECOND}
    assert {each.ramp for each in level.stretches if each.run} == {9 * SECOND}


@pytest.mark.parametrize("seed", [2, 7])
def test_an_answer_that_is_taken_back_is_the_same_question(seed: int) -> None:
    """Whichever of its steps opens again: as many are answered as were put."""
    args = words("postpartum-ladder", "generic", "fumbling")
    args.seed = seed
    level = play_level(6, args)
    program = compile_session(find_plan("postpartum-ladder"), 6)
    walks = sum(each.asks for each in program.segments)
    assert level.asked == level.answered > walks > 5


def test_what_must_not_happen_is_told_and_is_not_good() -> None:
    """Neither is a level whose process died of it; such a row is told, too."""
    program = compile_session(find_plan("postpartum-walk"), 1)
    broke = LevelPlayed(1, program, "completed", "the plan was done", ("the belt still ran",))
    assert not broke.good
    assert not died(2).good
    found = warnings([broke, died(2)], find_machine("generic"))
    assert [(each.id, each.levels) for each in found] == [("violation", (1,)), ("crashed", (2,))]
    assert found[0].message == "this must not happen: the belt still ran"


def test_late_is_what_waits_for_a_speed_up_and_nothing_else() -> None:
    """Not a walk before a walk, nor the last before a stop, nor one that is a second long."""
    program = compile_session(find_plan("postpartum-ladder"), 1)
    minute = 60 * SECOND

    def stretch(at: int, more: int, *, last: bool = False) -> Stretch:
        ends = minute + program.segments[at].duration + more
        return Stretch(at, 0, minute, ends, last=last, run=False)

    for stretches, late in (
        ([stretch(0, 2 * SECOND)], 1),
        ([stretch(0, SECOND)], 0),
        ([stretch(0, 2 * SECOND, last=True)], 0),
        ([stretch(1, 2 * SECOND)], 0),
        ([stretch(16, 2 * SECOND)], 0),
    ):
        level = LevelPlayed(1, program, "completed", "", stretches=tuple(stretches))
        assert level.held == late


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (("--level", "2"), "reprise: --level is for one level; leave out --all-levels.\n"),
        (("--at", "1:00=stop"), "reprise: --at is for one level; leave out --all-levels.\n"),
        (("--fault", "sleep@1:00"), "--fault is for one level; leave out --all-levels.\n"),
        (("--journal", "x.jsonl"), "--journal is for one level; leave out --all-levels.\n"),
        (("--machine", "genric"), 'did you mean "generic"?\n'),
        (("--runner", "slo"), "did you mean 'slow'?\n"),
        (("--policy", "cautios"), 'did you mean "cautious"?\n'),
    ],
)
def test_bad_words_are_one_sentence(
    more: tuple[str, ...], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before anything is played."""
    assert main(["simulate", "postpartum-walk", "--all-levels", *more]) == EXIT_USAGE
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.endswith(sentence)
    assert said.err.count("\n") == 1


def test_a_scenario_has_no_levels(capsys: pytest.CaptureFixture[str]) -> None:
    """It says its own."""
    assert main(["simulate", "stop-that-lies", "--all-levels"]) == EXIT_USAGE
    said = "reprise: --all-levels is for a plan; stop-that-lies is a scenario.\n"
    assert capsys.readouterr() == ("", said)


def test_ctrl_c_prints_what_is_done(tmp_path: Path) -> None:
    """At a terminal it shows how far it is; the levels that were played are told, and the rest."""
    said, code = at_a_terminal(
        ["simulate", "postpartum-ladder", "--all-levels"],
        [("\r1 of 25 levels", signal.SIGINT)],
        environment={"XDG_DATA_HOME": str(tmp_path)},
    )
    assert code == 130
    report = said.rpartition("\x1b[K")[2]
    assert "postpartum-ladder on generic" in report
    rows = [line for line in report.splitlines() if "completed" in line]
    assert 1 <= len(rows) < 25
    assert f"{len(rows)} of 25 levels were done to their end." in report
    assert f"reprise: interrupted; {25 - len(rows)} levels were not played." in report
