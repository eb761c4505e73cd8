"""``reprise prepare``: listed, shown, checked; played through a pipe and at a terminal."""

from __future__ import annotations

import argparse
import io
import json
import os
import signal
from pathlib import Path
from typing import Final

import pytest

from controller.cli.body import preparing
from controller.cli.body.player import _lines
from controller.cli.coach.due import now
from controller.cli.exits import (
    EXIT_CHECK_FAILED,
    EXIT_DONE,
    EXIT_INTERRUPTED,
    EXIT_INVALID_FILE,
    EXIT_USAGE,
)
from controller.cli.home.body_doing import BodyWork
from controller.cli.main import main
from controller.cli.profile import diary_path
from controller.coach.diary.store import Diary
from controller.coach.history import Clearance, ClearanceKind, Fact, Practice, Screen, Told, Trial
from controller.coach.preparation.player import Key, Player, advance, answer, begin, press
from controller.coach.preparation.score import Mark, Score, Sound
from controller.coach.preparation.scores import score_of, score_of_tests
from controller.coach.preparation.suggestion import Preparation
from controller.tui.pages.body.page import BodyPage
from controller.tui.pages.body.wishes import TESTS, Heard, KeepPlayed, LookAtBodyWork, Play
from plans.preparation.routines import PILLARS
from plans.readiness.checks import known_checks
from plans.shelf import find_routine
from protocols.units import SECOND, Nanoseconds
from tests.cli.terminals import at_a_terminal
from tests.coach.ready import ready, without

_ZERO: Final = Nanoseconds(0)
SHORT: Final = """format: reprise-routine 1
id: short
title: Short
pillar: stacking
about: For tests.
reviewed: not yet
since-birth: 0 weeks
rest: 5s
sources: [seed]
exercises:
  bridge: {title: Bridge, position: on the back, legs: two, dose: 2 times, breath: "in 3s, out 4s",
    in: Down, out: Up, how: Slowly, feel: Work, stop-when: It hurts, source: [seed]}
  stand: {title: Stand, position: standing, legs: one, dose: 6s each side, how: Tall, feel: Quiet,
    stop-when: It hurts, source: [seed]}
"""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let everything that is kept be kept in a folder of the test's own."""
    for name in ("CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("REPRISE_PROFILE", raising=False)
    return tmp_path / "home"


@pytest.fixture
def short(tmp_path: Path) -> str:
    """Return a routine in a file."""
    path = tmp_path / "short.routine.yaml"
    path.write_text(SHORT, "utf-8")
    return str(path)


class Command:
    """The command with keys from a pipe."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self._capsys, self._monkeypatch = capsys, monkeypatch

    def __call__(self, *words: str, keys: tuple[str, ...] = ()) -> tuple[int, str, str]:
        """Return exit code, standard output and standard error."""
        typed = "".join(f"{each}\n" for each in keys)
        self._monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        code = main(["prepare", *words])
        out, err = self._capsys.readouterr()
        return code, out, err

    def diary(self) -> Diary:
        """Open what is kept."""
        return Diary(diary_path(argparse.Namespace(profile=None)))

    def kept(self) -> tuple[Fact, ...]:
        """Return what was kept."""
        with self.diary() as diary:
            return diary.history().facts


@pytest.fixture
def prepare(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """Return the command."""
    return Command(capsys, monkeypatch)


def test_without_a_word_it_lists_the_routines_with_what_suits_today(prepare: Command) -> None:
    """Nothing was done yet, so that breath comes first."""
    code, out, err = prepare()
    assert (code, err) == (EXIT_DONE, "")
    assert [line.split(":")[0] for line in out.splitlines() if line[:1].islower()] == [
        *PILLARS, "today", "do", "tests",
    ]  # fmt: skip
    assert "do:      reprise prepare mobility" in out.splitlines()
    assert all(len(line) <= 80 for line in out.splitlines())


def test_the_list_can_be_read_by_a_program(prepare: Command) -> None:
    """One JSON object."""
    code, out, _ = prepare("list", "--json")
    told = json.loads(out)
    assert (code, told["format"], told["today"]) == (EXIT_DONE, "reprise-preparation 1", "mobility")
    assert [each["id"] for each in told["routines"]] == list(PILLARS)


def test_a_routine_is_shown_in_full(prepare: Command) -> None:
    """With places, breaths, when to stop and sources."""
    code, out, _ = prepare("show", "stacking")
    assert code == EXIT_DONE
    assert "   out      Press the feet down and lift the hips (4s)" in out.splitlines()
    assert "7. Plank, 20s" in out.splitlines()
    assert all(len(line) <= 80 for line in out.splitlines())
    shown = json.loads(prepare("show", "stacking", "--json")[1])
    assert shown["exercises"][0]["breath"] == {"in_s": 3, "out_s": 4}


def test_a_file_is_checked_and_each_mistake_told(prepare: Command, short: str) -> None:
    """A good one is praised with its number of exercises."""
    code, out, _ = prepare("check", short, "rotation")
    assert code == EXIT_DONE
    assert "rotation: no mistakes in 4 exercises; not reviewed by a physiotherapist." in out
    Path(short).write_text(SHORT.replace("2 times", "2").replace("[seed]", "[sed]"), "utf-8")
    code, out, _ = prepare("check", short, "rotation")
    assert (code, out.count("error:")) == (EXIT_INVALID_FILE, 4)
    code, _, err = prepare(short)
    assert (code, err.count("error:")) == (EXIT_INVALID_FILE, 4)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("rotations",), 'did you mean "rotation"?'),
        (("tests", "planck"), 'there is no test "planck"'),
        (("show",), '"show" of what?'),
        (("check",), '"check" of what?'),
        (("mobility", "rotation"), '"mobility" takes no further word'),
    ],
)
def test_what_cannot_be_meant_is_told_in_one_line(
    prepare: Command, words: tuple[str, ...], said: str
) -> None:
    """No traceback, and nothing is begun."""
    code, out, err = prepare(*words)
    assert (code, out, err.count("\n")) == (EXIT_USAGE, "", 1)
    assert said in err


def test_a_routine_is_played_through_a_pipe_and_kept(prepare: Command, short: str) -> None:
    """ENTER goes on, and the last line answers."""
    keys = ("", "", "0", "", "", "", "", "", "1", "8")
    code, out, err = prepare(short, keys=keys)
    assert (code, err) == (EXIT_DONE, "")
    assert out.splitlines()[-1] == "Kept in the diary."
    (fact,) = prepare.kept()
    assert isinstance(fact, Practice)
    assert fact[1:] == ("short", ("bridge", "stand"), ("knee",))
    assert abs((now() - fact.at).total_seconds()) < 60


def test_whoever_says_that_something_is_wrong_is_not_asked_whether(
    prepare: Command, short: str
) -> None:
    """The key that answers the one question would answer the other with a symptom."""
    code, out, err = prepare(short, keys=("", "s", "3", "backspace", "q"))
    assert (code, err) == (EXIT_DONE, "")
    assert "Where, or what?" in out
    assert "Anything?" not in out.split("Where, or what?")[1].split("Noted")[0]


def test_nothing_done_is_nothing_kept(prepare: Command, short: str) -> None:
    """And it says so."""
    code, out, _ = prepare(short, keys=("q",))
    assert (code, out.splitlines()[-1]) == (EXIT_DONE, "Nothing was done, and nothing was kept.")
    assert prepare.kept() == ()


@pytest.mark.long
def test_tried_out_it_runs_by_itself_and_keeps_nothing(prepare: Command, short: str) -> None:
    """With nobody at the keys, to its end."""
    code, out, _ = prepare(short, "--speedup", "100")
    assert code == EXIT_DONE
    assert [line.strip() for line in out.splitlines() if line.endswith(("Down", "Up"))] == [
        "1  in   Down", "out  Up", "2  in   Down", "out  Up",
    ]  # fmt: skip
    assert out.splitlines()[-1] == "Tried out; nothing was kept."
    assert prepare.kept() == ()


def test_tests_come_when_readiness_offers_them(prepare: Command) -> None:
    """A plank that was given up, with what was felt; then it is not offered again."""
    assert prepare("tests")[0] == EXIT_CHECK_FAILED
    with prepare.diary() as diary:
        diary.add(without(ready(now().date()), "plank"), ())
    code, out, err = prepare("tests", keys=("", "s", "d"))
    assert (code, err) == (EXIT_DONE, "")
    assert "Noted: a ridge along the tummy." in out
    trial = prepare.kept()[-1]
    assert isinstance(trial, Trial)
    assert trial[1:5] == ("plank", 0, None, ("doming",))
    code, _, err = prepare("tests", "plank")
    assert code == EXIT_CHECK_FAILED
    assert err.startswith('reprise: "Plank" is not for today.')


def test_a_walk_outside_is_entered_without_a_timer(prepare: Command) -> None:
    """The key is said where the walk is; the diary has that it was told."""
    with prepare.diary() as diary:
        diary.add(without(ready(now().date()), "walk"), ())
    code, out, err = prepare("tests", keys=("d", "0"))
    assert (code, err) == (EXIT_DONE, "")
    assert "D: you have done all of it, outside, today or yesterday." in out
    trial = prepare.kept()[-1]
    assert isinstance(trial, Trial)
    assert trial[1:] == ("walk", 1800, None, (), True)
    assert out.splitlines()[-2:] == ["Passed: Quick walking.", "Kept in the diary."]


def test_tests_that_wait_for_something_say_for_what(prepare: Command) -> None:
    """The walk was done outside, and the rest is not passed by that."""
    today = now().date()
    leaks = Told(now(), "daily-pelvic", "less than once a week")
    with prepare.diary() as diary:
        diary.add((*without(ready(today), "impact"), leaks), ())
    code, out, err = prepare("tests")
    assert (code, out) == (EXIT_CHECK_FAILED, "")
    assert err.startswith("reprise: No test is open now.")
    assert "come when this says yes: no leaking, heaviness or bulge in daily life" in err
    assert "passed" not in prepare("list")[1]
    assert "come when this says yes" in prepare("tests", "hops")[2]


def test_what_was_felt_today_closes_strength_work_and_tests(prepare: Command, short: str) -> None:
    """None of them can be begun, by a key or by name; breath can."""
    with prepare.diary() as diary:
        diary.add((*without(ready(now().date()), "impact"),), ())
    assert prepare(short, keys=("", "s", "3", "q"))[0] == EXIT_DONE
    with prepare.diary() as diary:
        diary.add((Told(now(), "daily-pelvic", "no"),), ())
        found = preparing.what_there_is(diary.history(), now().date())
    felt = "Something was noted in the body work"
    for name in ("stacking", "rotation", "single-leg", short):
        code, out, err = prepare(name)
        assert (code, out) == (EXIT_CHECK_FAILED, "")
        assert err == f"reprise: {felt}: nothing but breath until tomorrow.\n"
    assert prepare("mobility", keys=("q",))[0] == EXIT_DONE
    with pytest.raises(preparing.NotOpen, match=f"{felt}: no test but walking before"):
        preparing.tests_score([], found)
    for gate in ("impact", "strength", "plank"):
        for test in known_checks().gates[gate].tests:
            with pytest.raises(preparing.NotOpen, match=f"{felt}: no test but walking before"):
                preparing.tests_score([test], found)


def test_what_was_felt_and_accepted_is_no_reason_to_test_again(prepare: Command) -> None:
    """A test that was too short is told as that."""
    yes = Clearance(
        now(), ClearanceKind.PELVIC, "Dr. Example", now().date(), "Yes.", (("leak_urine", 1),)
    )
    with prepare.diary() as diary:
        diary.add((*without(ready(now().date()), "plank"), yes), ())
    out = prepare("tests", keys=("", "s", "1"))[1]
    assert out.splitlines()[-2:] == ["Not passed: Plank (0 s of 1min).", "Kept in the diary."]


def test_it_is_said_what_came_of_tests(prepare: Command) -> None:
    """Passed, not passed and why, and what was not done."""
    with prepare.diary() as diary:
        diary.add(without(ready(now().date()), "strength"), ())
    out = prepare("tests", keys=("", "", "", "", "0", "", "", "", "s", "8", "q"))[1]
    told = out[out.index("Not passed:") :]
    assert max(map(len, told.splitlines())) <= 80
    said = " ".join(told.split())
    assert said.startswith(
        "Not passed: Calf raise on one leg (0 on the left and 0 on the right of 20 times each "
        "side); Bridge on one leg (knee). "
        "Not done, or not answered: Stand up from a chair on one leg; "
        "Lying on the side, lift the upper leg. "
        "A test at which something was felt can be done again from "
    )
    assert said.endswith(" on. Kept in the diary.")


def test_a_question_that_waits_is_written_once() -> None:
    """It is heard again, and stands where it was written."""
    player = begin(score_of_tests([known_checks().tests["plank"]]), _ZERO)
    player, marks = advance(player, 200 * SECOND)
    waits = [each for each in marks if each.sound is Sound.ASK]
    assert len(waits) == 3
    assert sum("Anything?" in line for each in waits for line in _lines(player, each)) == 1


@pytest.mark.timeout(20)  # the plank alone lasts a minute
def test_tests_end_where_no_key_can_come(prepare: Command) -> None:
    """At once, as the questions do: nothing that is not answered would be kept."""
    with prepare.diary() as diary:
        diary.add(without(ready(now().date()), "plank"), ())
    before = prepare.kept()
    for keys in ((), ("",), ("", "s")):
        code, _, err = prepare("tests", keys=keys)
        assert (code, prepare.kept()) == (EXIT_USAGE, before)
        assert err == (
            'reprise: the answers end at "Plank": a test waits for your keys. Nothing was kept.\n'
        )


@pytest.mark.timeout(20)
def test_a_test_that_was_answered_is_kept_where_the_keys_end(prepare: Command) -> None:
    """It is the one behind it that is given up."""
    with prepare.diary() as diary:
        diary.add(without(ready(now().date()), "strength"), ())
    before = prepare.kept()
    code, out, err = prepare("tests", keys=("", "", "", "", "0", "", ""))
    assert (code, err) == (EXIT_DONE, "")
    assert out.splitlines()[-1] == "Kept in the diary."
    (trial,) = prepare.kept()[len(before) :]
    assert isinstance(trial, Trial)
    assert (trial.test, trial.symptoms) == ("calf-raises", ())


def test_a_warning_sign_is_said_at_once_and_closes_body_work(prepare: Command, short: str) -> None:
    """Whom to call comes before anything else."""
    code, out, _ = prepare(short, keys=("", "s", "u"))
    assert code == EXIT_DONE
    assert out[: out.index("Kept in the diary.")].splitlines()[-2].startswith("Call ")
    assert max(map(len, out.splitlines())) <= 80
    assert [each for each in prepare.kept() if isinstance(each, Screen)]
    code, out, err = prepare(short)
    assert (code, out) == (EXIT_CHECK_FAILED, "")
    assert err.startswith("reprise: No body work either until a clinician has been seen.")


def test_whom_to_call_is_said_even_if_nothing_can_be_kept(
    prepare: Command, short: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The diary is taken away while the routine is played."""
    args = argparse.Namespace(profile=None)

    def then_gone(*_: object) -> Player:
        diary_path(args).unlink()
        diary_path(args).mkdir()
        player = press(begin(score_of(find_routine(short)), _ZERO), Key.WRONG, _ZERO)
        return answer(player, "u", _ZERO) or player

    monkeypatch.setattr("controller.cli.body.command.play", then_gone)
    code, out, err = prepare(short)
    assert code in (EXIT_CHECK_FAILED, EXIT_INVALID_FILE)
    assert out.startswith("Call ")
    assert err.startswith("reprise: ")


class Silent:
    """Counts what was to be heard."""

    def __init__(self) -> None:
        self.heard: list[Mark] = []

    def play(self, mark: Mark) -> None:
        """Count it."""
        self.heard.append(mark)


def test_what_the_pages_want_is_done_on_the_same_diary(prepare: Command) -> None:
    """The list, a score or why not, what was heard, and what is kept."""
    with prepare.diary() as diary:
        diary.add(without(ready(now().date()), "plank"), ())
    cues = Silent()
    doer = BodyWork(argparse.Namespace(profile=None), cues)
    found = doer.do(LookAtBodyWork())
    assert isinstance(found, Preparation)
    assert [each.id for each in found.tests] == ["plank"]
    assert isinstance(doer.do(Play(TESTS)), Score)
    assert isinstance(doer.do(Play("mobility")), Score)
    assert doer.do(Play("nothing")) == (
        'there is no routine "nothing"; there is "mobility", "stacking", "rotation" and '
        '"single-leg", or the path of a file *.routine.yaml.'
    )
    player, marks = advance(begin(score_of(find_routine("mobility")), _ZERO), 100 * SECOND)
    heard = Heard(marks, BodyPage(found, now().date()))
    assert doer.do(heard) is heard
    assert tuple(cues.heard) == marks
    assert doer.do(KeepPlayed(press(press(player, Key.STOP, _ZERO), Key.STOP, _ZERO))) == (
        "Kept in the diary.",
    )
    assert isinstance(prepare.kept()[-1], Practice)


def test_at_a_terminal_single_keys_answer(home: Path, short: str) -> None:
    """No ENTER is needed after them, and SPACE holds it."""
    environment = {f"XDG_{each}_HOME": str(home) for each in ("CONFIG", "DATA", "STATE")}
    seen, code = at_a_terminal(
        ("prepare", short),
        [("BRIDGE", " "), ("Held.", "\x1b"), ("Nothing was done", "")],
        environment={**os.environ, **environment},
    )
    assert code == EXIT_DONE, seen
    assert "\a" in seen


def test_ctrl_c_leaves_and_keeps_nothing(home: Path, short: str, prepare: Command) -> None:
    """The terminal is given back."""
    environment = {f"XDG_{each}_HOME": str(home) for each in ("CONFIG", "DATA", "STATE")}
    seen, code = at_a_terminal(
        ("prepare", short),
        [("BRIDGE", "\r"), ("Down", signal.SIGINT)],
        environment={**os.environ, **environment},
    )
    assert code == EXIT_INTERRUPTED, seen
    assert prepare.kept() == ()
