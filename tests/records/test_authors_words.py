"""Cues and notes of a plan: in the records of a session, in the View, and for how long."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import pytest

from controller.core.timeline import Gait, Program, Role, Segment
from controller.records.format import OUTPUT
from controller.records.seen import Before
from plans.shelf import find_policy
from protocols.units import SECOND, CentiKmh, Nanoseconds
from simulators.profiles import find_machine
from simulators.script import parse_script
from simulators.sitting.simulation import simulate
from tests.tui.sessions import first, fold_all, more, recorded, until

if TYPE_CHECKING:
    from controller.records.format import Record

BREATHE, TALL, HALF = "Breathe wide.", "Stand tall.", "Half of it is done."


def interval(gait: Gait, role: Role, length: int, cue: str, note: str = "") -> Segment:
    """Return an interval of so many seconds."""
    walks = gait is Gait.WALK
    speed, duration = CentiKmh(500 if walks else 750), Nanoseconds(length * SECOND)
    return Segment(gait, role, duration, speed, walks, cue, note)


PROGRAM = Program(
    (
        interval(Gait.WALK, Role.WARM_UP, 60, BREATHE),
        interval(Gait.RUN, Role.WORK, 60, TALL, HALF),
        interval(Gait.RUN, Role.WORK, 30, ""),
        interval(Gait.WALK, Role.COOL_DOWN, 60, BREATHE),
    ),
    CentiKmh(500),
)


@cache
def spoken(*script: str) -> tuple[Record, ...]:
    """Return the records of that session."""
    policy = find_policy("cautious")
    keys = [parse_script(each, policy) for each in script]
    return tuple(simulate(PROGRAM, policy, find_machine("generic"), script=keys).records)


def segments(records: tuple[Record, ...]) -> list[Record]:
    """Return the records of intervals."""
    return [each for each in records if each["kind"] == "segment"]


def test_each_interval_brings_its_words_once() -> None:
    """With the record that begins it, and not with the one that says that it counts."""
    told = [(each["counting"], each.get("cue"), each.get("note")) for each in segments(spoken())]
    assert [words for words in told if words[1:] != (None, None)] == [
        (False, BREATHE, None), (False, TALL, HALF), (False, BREATHE, None),
    ]  # fmt: skip
    assert [counting for counting, *_ in told].count(True) == 4


def test_a_plan_without_words_has_none_in_its_records() -> None:
    """So its journals are what they were before there were any."""
    silent = tuple(replace(each, cue="", note="") for each in PROGRAM.segments)
    program = replace(PROGRAM, segments=silent)
    told = segments(
        tuple(simulate(program, find_policy("cautious"), find_machine("generic")).records)
    )
    assert told
    for record in told:
        assert not {"cue", "note"} & set(record)


@pytest.mark.parametrize(
    ("after", "cue", "note", "new"),
    [
        (("run", False), TALL, HALF, True),
        (("run", True), TALL, HALF, True),
        (("walk", True), BREATHE, "", True),
    ],
)
def test_the_view_has_the_words_of_the_present_interval(
    after: tuple[str, bool], cue: str, note: str, *, new: bool
) -> None:
    """From its ramp on."""
    gait, counting = after
    moment = first(spoken(), "segment", 0.1, gait=gait, counting=counting)
    view = fold_all(until(spoken(), moment))
    assert (view.cue, view.note, view.note_is_new) == (cue, note, new)


@pytest.mark.parametrize(("seconds", "new"), [(19.5, True), (20.5, False)])
def test_a_note_is_new_for_twenty_seconds_at_its_speed(seconds: float, *, new: bool) -> None:
    """Then it is what she has read."""
    reached = first(spoken(), "segment", seconds, gait="run", counting=True)
    view = fold_all(until(spoken(), reached))
    assert (view.note, view.note_is_new) == (HALF, new)


def test_the_next_interval_does_not_keep_the_words_of_the_last() -> None:
    """The second run has none."""
    second = first(spoken(), "segment", 1, index=2)
    view = fold_all(until(spoken(), second))
    assert (view.cue, view.note) == ("", "")


def test_an_interval_that_never_counted_leaves_its_words_behind() -> None:
    """The next one begins and counts in one record, with none of its own."""
    ramp = until(spoken(), first(spoken(), "segment", 0.1, gait="run", counting=False))
    walk = next(each for each in reversed(segments(spoken())) if each["counting"])
    fields = {name: each for name, each in walk.items() if name not in {"n", "t", "io", "kind"}}
    view = fold_all(more(ramp, OUTPUT, "segment", **fields))
    assert (fold_all(ramp).cue, view.cue, view.note) == (TALL, "", "")


def test_a_run_that_is_walked_has_no_cue_for_a_run() -> None:
    """Eased below 7.0 km/h, or held there."""
    at = until(spoken(), first(spoken(), "segment", 10, gait="run", counting=True))
    slower = more(at, OUTPUT, "ceiling", speed=600, because="knee")
    assert (fold_all(at).cue, fold_all(slower).cue) == (TALL, "")


def test_a_walk_that_the_plan_does_not_have_has_no_words() -> None:
    """The one with which a paused session goes on."""
    paused = spoken("run1+0:10=pause", "run1+0:40=resume")
    going_on = fold_all(until(paused, first(paused, "segment", 1, role="going on")))
    assert (going_on.cue, going_on.note) == ("", "")


def test_the_header_tells_what_is_to_be_known_before() -> None:
    """Nothing, if it says nothing."""
    header = recorded()[0]
    told = {**header, "before": {"incline": 15, "effort": 3, "note": "The same running."}}
    assert fold_all((told,)).opening.before == Before(15, 3, "The same running.")
    assert fold_all((header,)).opening.before == Before()


def test_words_are_in_the_header_only_where_there_are_some() -> None:
    """A journal tells each interval as before, unless it says more."""
    first_, second, third, _ = spoken()[0]["setup"]["program"]["segments"]
    assert (first_["cue"], second["note"]) == (BREATHE, HALF)
    assert not {"cue", "note"} & set(third)
    usual = replace(PROGRAM, talk_test=True)
    assert usual == PROGRAM
    assert not {"talk_test", "reminder"} & set(spoken()[0]["setup"]["program"])
