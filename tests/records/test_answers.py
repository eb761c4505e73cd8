"""Questions, answers and speeds in the View: what each record makes of it, and what undoes it."""

from __future__ import annotations

from typing import Any

import pytest

from controller.core import notes
from controller.records.fold import fold
from controller.records.format import OUTPUT, WATCH
from controller.records.seen import Changed, Eased
from controller.records.told import SIGNS, Member, Note, Question, Reminder, Runs
from controller.tui.screen.signs import PARTS
from controller.words.reasons import UNWELL
from protocols.units import SECOND
from tests.tui.sessions import asked, fold_all, more
from tests.tui.told import noted, run, told_moving, told_still, walk

KNEE: dict[str, Any] = {"label": "Hip to heel", "words": "clear", "action": "slow", "rule": "I9"}


@pytest.mark.parametrize(
    ("kind", "fields", "path", "value"),
    [
        ("reminder", {"why": "steps"}, "answers.reminder.why", "steps"),
        ("reminder", {}, "answers.reminder.why", ""),
        ("runs", {"longest": 27, "percent": 90}, "answers.runs", Runs(27, 90)),
        ("runs", {}, "answers.runs", Runs(None, 100)),
        ("noted", {**KNEE, "until": 9}, "answers.note.rule", "I9"),
        ("noted", {}, "answers.note.label", ""),
        ("gait", {"gait": "walk"}, "belt.steps.gait", "walk"),
        ("gait", {}, "belt.steps.gait", "unknown"),
        ("held_gait", {"held": True}, "belt.steps.held", True),
        ("held_gait", {}, "belt.steps.held", False),
        ("eased", {"walk": 20, "run": 50, "by": "console"}, "belt.eased", Eased(20, 50, "console")),
        ("eased", {}, "belt.eased", Eased(0, 0, "runner")),
        ("changed", {"speed": 900, "higher": True}, "belt.changed.higher", True),
        ("changed", {}, "belt.changed.until", None),
        ("unwell", {}, "refers", True),
        ("unwell", {}, "course.stop.because", UNWELL),
        ("signs", {"choice": "today"}, "answers.signs", "today"),
        ("sites", {"open": [{"report": 3}]}, "answers.sites.0.report", 3),
        ("sites", {}, "answers.sites", ()),
        ("question", {"state": "open", "step": "which", "place": "leg"},
         "course.question.place", "leg"),
        ("question", {"state": "open", "step": "still_there", "label": "Knee"},
         "course.question.label", "Knee"),
        ("question", {"state": "open"}, "course.question.step", "strength"),
        ("symptom", {"symptom": "knee", "action": "slow", "rule": "I9"},
         "course.noted.0.rule", "I9"),
    ],
)  # fmt: skip
def test_a_record_is_kept(kind: str, fields: dict[str, Any], path: str, value: object) -> None:
    """With what it tells; a key that is missing is what it is without it."""
    found: Any = fold_all(more(run(), OUTPUT, kind, **fields))
    for step in path.split("."):
        found = found[int(step)] if step.isdecimal() else getattr(found, step)
    assert found == value


def test_the_moments_of_what_was_told_are_those_of_its_record() -> None:
    """So that a screen knows for how long."""
    at = run()[-1]["t"] + SECOND // 10
    told = more(run(), OUTPUT, "reminder", why="run")
    assert fold_all(told).answers.reminder == Reminder("run", at)
    told = more(run(), OUTPUT, "noted", **KNEE, until=at + 3)
    assert fold_all(told).answers.note == Note("Hip to heel", "clear", "slow", "I9", at, at + 3)
    told = more(run(), OUTPUT, "changed", speed=900, higher=True, because="a ceiling", until=at + 9)
    assert fold_all(told).belt.changed == Changed(900, True, "a ceiling", at, at + 9)
    told = more(run(), OUTPUT, "no_steps")
    assert fold_all(told).belt.steps.none_at == at
    told = more(run(), OUTPUT, "question", state="open", step="talk", until=at + 20)
    assert fold_all(told).course.question == Question("talk", None, False, at, at + 20)


def test_the_header_tells_the_policy_and_who_belongs_to_a_place() -> None:
    """A third list has its members from there."""
    about = fold_all(run()[:1]).about
    assert about is not None
    assert about.policy.id == "cautious"
    by_id = {place.id: place.members for place in about.places}
    assert by_id["leaking"] == (Member("leak_urine", "pee"), Member("leak_bowel", "wind or poo"))
    assert len(by_id["else"]) == 6
    assert by_id["heavy"] == ()


@pytest.mark.parametrize("label", ["", "Hip to heel", "Leaking"])
def test_an_answer_that_is_taken_back_was_not_said(label: str) -> None:
    """What was told as a symptom before stays, also where it is called the same."""
    before = noted(walk(), "Leaking", "strong", "walk_then_stop_and_refer", "I3")
    until = before[-1]["t"] + 9 * SECOND
    both = more(before, OUTPUT, "noted", label=label, words="clear", action="note", until=until)
    assert fold_all(both).answers.note is not None
    for records in (both, more(both, OUTPUT, "taken_back")):
        back = fold_all(more(records, OUTPUT, "taken_back"))
        assert [each.label for each in back.course.noted] == ["Leaking"]
        assert back.course.refers is True
        assert back.answers.note is None


def test_what_is_gone_is_the_last_that_was_called_so() -> None:
    """Others stay; a name that was never noted changes nothing."""
    twice = noted(noted(walk(), "Knee", "a little", "walk", "I8"), "Knee", "clear", "walk", "I8")
    other = noted(twice, "Leaking", "clear", "walk", "I4")
    gone = fold_all(more(other, OUTPUT, "gone", label="Knee")).course.noted
    assert [each.gone is None for each in gone] == [True, False, True]
    never = fold_all(more(other, OUTPUT, "gone", label="Hip")).course.noted
    assert all(each.gone is None for each in never)


@pytest.mark.parametrize(
    ("runs", "planned", "length"),
    [
        (Runs(None, 75), 60, 45), (Runs(27, 100), 60, 27), (Runs(27, 75), 60, 27),
        (Runs(50, 75), 60, 45), (Runs(None, 100), 60, 60),
    ],
)  # fmt: skip
def test_a_run_is_as_long_as_both_bounds_allow(runs: Runs, planned: int, length: int) -> None:
    """The shorter of the two; a walk is never shortened."""
    assert runs.length(planned) == length


def test_only_runs_are_shorter() -> None:
    """The walk that follows a run is as long as planned."""
    told = more(run(), OUTPUT, "runs", longest=1, percent=50)
    following = fold_all(told).following
    assert following is not None
    assert (following.gait, following.duration) == ("walk", 120 * SECOND)


def test_a_wish_moves_the_speed_of_the_interval_and_a_ceiling_stays_above_it() -> None:
    """Slower by the wish, back with it, and never above what a ceiling allows."""

    def speed(
        *told: tuple[str, dict[str, Any]], records: tuple[dict[str, Any], ...] = run()
    ) -> int:
        for kind, fields in told:
            records = more(records, OUTPUT, kind, **fields)
        interval = fold_all(records).course.interval
        assert interval is not None
        return interval.speed

    slower, back = ("eased", {"run": 50}), ("eased", {"run": 0})
    ceiling = ("ceiling", {"speed": 720, "because": "knee"})
    assert speed(slower) == 700
    assert speed(slower, back) == 750
    assert speed(ceiling, slower) == 700
    assert speed(slower, ceiling, back) == 720
    assert speed(("eased", {"walk": 50})) == 750
    assert speed(("eased", {"walk": 30, "run": 50}), records=walk()) == 470


def test_what_the_console_and_the_steps_did_ends_with_the_run() -> None:
    """A pause or a stop holds no ramp and waits for no slower speed."""
    held = more(told_moving()["set too high"], OUTPUT, "held_gait", held=True)
    for phase in ("stopping", "paused"):
        belt = fold_all(more(held, OUTPUT, "phase", phase=phase, was="running")).belt
        assert (belt.changed, belt.steps.held) == (None, False)
    assert fold_all(held).belt.steps.held


def test_the_sites_keep_a_session_from_being_over() -> None:
    """One by one; a process that has gone takes no answers and asks for none."""
    sites = told_still()["sites"]
    assert not fold_all(sites).over
    assert getattr(fold_all(sites).site, "report", None) == 0
    assert getattr(fold_all(told_still()["second site"]).site, "report", None) == 1
    named = fold_all(told_still()["sites named"])
    assert (named.over, named.site, named.answers.named) == (True, None, ("knee",))
    left = fold_all(more(sites, "watch", "left", exit_code=0))
    assert (left.over, left.site) == (True, None)


def test_the_list_behind_unwell_comes_first_and_waits_for_a_belt_that_stands() -> None:
    """It keeps nobody: the session may be left without a choice."""
    signs = told_still()["signs"]
    assert (fold_all(signs).asks_signs, fold_all(signs).over) == (True, True)
    sites = more(signs, OUTPUT, "sites", open=[{"report": 0}])
    assert (fold_all(sites).asks_signs, fold_all(sites).site) == (True, None)
    chosen = more(sites, OUTPUT, "signs", choice="bulge")
    assert fold_all(chosen).site is not None
    assert (fold_all(chosen).undoes_signs, fold_all(chosen).open_signs) == (True, ())
    assert fold_all(more(chosen, OUTPUT, "signs", choice="")).asks_signs
    for length in range(-2, 0):
        assert not fold_all(signs[:length]).asks_signs
    other = [{**each, "because": "too much"} if each["kind"] == "stop" else each for each in signs]
    assert not fold_all(tuple(other)).asks_signs


@pytest.mark.parametrize(
    ("chosen", "graver"),
    [("", SIGNS), *((each, SIGNS[:number]) for number, each in enumerate(SIGNS)), ("new", ())],
)
def test_what_is_graver_can_still_be_chosen(chosen: str, graver: tuple[str, ...]) -> None:
    """A milder one when the first was taken back; a newer version's choice is not weighed."""
    told = more(told_still()["signs"], OUTPUT, "signs", choice=chosen)
    assert fold_all(told).open_signs == graver
    assert fold_all(told).undoes_signs == bool(chosen)
    moves = fold_all(more(told, OUTPUT, "alarm", because="it moved again"))
    assert (moves.open_signs, moves.undoes_signs) == ((), False)


def test_the_signs_are_those_of_the_core() -> None:
    """In its order, by which what is graver counts."""
    assert tuple(notes.SIGNS.values()) == SIGNS
    assert {part.number: part.choice for part in PARTS} | {0: SIGNS[-1]} == notes.SIGNS


@pytest.mark.parametrize(
    ("action", "refers"), [("walk_to_the_end", False), ("walk_then_stop_and_refer", True)]
)
def test_an_answer_that_dies_with_its_controller_was_said(action: str, refers: bool) -> None:  # noqa: FBT001
    """Pending, within its three seconds; the successor's own records leave it there."""
    told = walk()
    until = told[-1]["t"] + 3 * SECOND
    told = more(
        told, OUTPUT, "noted", label="Heavy, dragging", words="strong", action=action, rule="I2",
        until=until,
    )  # fmt: skip
    dead = fold_all(more(told, WATCH, "unsupervised", because="the controller has died"))
    (noted_,) = dead.course.noted
    assert (noted_.label, noted_.words, noted_.action) == ("Heavy, dragging", "strong", action)
    assert dead.course.refers is refers
    assert dead.answers.note is None
    again = fold(dead, {**told[0], "n": 9_999})
    assert (again.course.noted, again.course.refers) == ((noted_,), refers)


def test_a_death_that_is_noticed_late_loses_no_answer() -> None:
    """A controller that froze over a pending answer is found out after its three seconds."""
    told = more(
        walk(), OUTPUT, "noted", label="Heavy", words="strong", action="walk_then_stop_and_refer",
        rule="I2", until=0,
    )  # fmt: skip
    dead = fold_all(more(told, WATCH, "unsupervised", because="it does not answer"))
    assert [each.label for each in dead.course.noted] == ["Heavy"]
    assert dead.course.refers is True


@pytest.mark.parametrize("strength", [1, 2, 3])
def test_half_an_answer_that_dies_with_its_controller_was_said(strength: int) -> None:
    """As of a place that she was not sure of; strong is a referral."""
    dead = fold_all(more(asked("place", strength), WATCH, "unsupervised", because="it has died"))
    (noted_,) = dead.course.noted
    assert (noted_.label, noted_.words) == (
        "Not sure where", {1: "a little", 2: "clear", 3: "strong"}[strength],
    )  # fmt: skip
    assert dead.course.refers is (strength == 3)


def test_nothing_and_what_was_settled_die_with_nobody() -> None:
    """The answer "nothing" is none, and a symptom that was told is there once."""
    settled = noted(walk(), "Leaking", "clear", "walk_to_the_end", "I3")
    nothing = more(settled, OUTPUT, "noted", label="", until=settled[-1]["t"] + 3 * SECOND)
    for records in (settled, nothing):
        dead = fold_all(more(records, WATCH, "unsupervised", because="it has died"))
        assert [each.label for each in dead.course.noted] == ["Leaking"]
