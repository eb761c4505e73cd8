"""Along the timeline, function by function: what counts, what is over, and what comes next.

Sessions of half an hour are in the stories beside this file; here each value has its edges.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import pytest

from controller.core import course
from controller.core.questions import Ask, Asking, Question
from controller.core.state import Contact, Phase, Progress, SessionState
from controller.core.timeline import Gait, Program, Role, Segment
from protocols.units import SECOND, CentiKmh, Nanoseconds
from tests.core.test_drive import (
    COOL_DOWN,
    COUNTED,
    DETOUR,
    FIRST_RUN,
    NOW,
    WAITS,
    WALK_BETWEEN,
    WARM_UP,
    going,
    noticed,
    walks,
)
from tests.core.worlds import RUN, SETUP, WALK, seconds

QUESTION: Final = Question(Ask.ANYTHING, NOW, NOW)


def progressed(state: SessionState, **parts: Any) -> SessionState:
    """Return it with another progress."""
    return replace(state, progress=replace(state.progress, **parts))


def planned(*segments: Segment) -> Any:
    """Return a setup with another timeline."""
    return replace(SETUP, program=Program(segments, WALK))


def walked_on(role: Role, length: int = 120) -> Segment:
    """Return a walk that the program does not have."""
    return Segment(Gait.WALK, role, seconds(length), WALK, asks=True)


@pytest.mark.parametrize(
    ("parts", "ran", "last"),
    [
        ({"ran_from": seconds(190)}, 150, 50),
        ({"ran_from": seconds(210)}, 140, 40),
        ({"ran_from": seconds(210), "bout": seconds(15)}, 155, 55),
        ({"bout": seconds(15)}, 115, 15),
        ({"ran_from": seconds(190), "bout": seconds(15)}, 160, 60),
        ({}, 100, 0),
    ],
)
def test_a_bout_is_banked(parts: dict[str, Any], ran: int, last: int) -> None:
    """From where it counts and the belt was seen to run; never more than was planned."""
    minute = Segment(Gait.RUN, Role.WORK, seconds(60), RUN, asks=False)
    state = progressed(
        going(WARM_UP, RUN, setup=planned(minute)), count_from=seconds(250), ran=seconds(100)
    )
    moved = {**parts}
    if "ran_from" in moved:
        moved["ran_from"] = Nanoseconds(moved["ran_from"] + seconds(50))
    state = progressed(state, **moved)
    after = course.bank(state, NOW)
    assert after == progressed(state, ran=seconds(ran), last_bout=seconds(last))


@pytest.mark.parametrize(
    "state", [going(WARM_UP, WALK), going(count_from=None), going(9), going(phase=Phase.STOPPING)]
)
def test_there_is_nothing_to_bank(state: SessionState) -> None:
    """No run, none that counts, none any more."""
    state = progressed(state, ran_from=seconds(210))
    assert course.bank(state, NOW) is state


@pytest.mark.parametrize(
    ("speed", "before", "after"),
    [
        (690, {}, {"ran_from": NOW}),
        (689, {}, {}),
        (800, {"ran_from": seconds(210)}, {"ran_from": seconds(210)}),
        (689, {"ran_from": seconds(210), "bout": seconds(1)}, {"bout": seconds(91)}),
        (689, {"ran_from": seconds(190), "bout": seconds(1)}, {"bout": seconds(101)}),
        (689, {"ran_from": seconds(190), "count_from": None, "bout": seconds(1)},
         {"count_from": None, "bout": seconds(1)}),
        (0, {"ran_from": seconds(210)}, {"ran_from": seconds(210)}),
    ],
)  # fmt: skip
def test_a_run_counts_while_it_is_seen(
    speed: int, before: dict[str, Any], after: dict[str, Any]
) -> None:
    """At a grid step below a jog's speed; a zero may be false."""
    state = progressed(going(speed=speed), **before)
    expected = progressed(going(speed=speed), **after)
    assert course.reached(state, NOW) == expected
    walk = progressed(going(WARM_UP, speed=speed), ran_from=None)
    assert course.reached(walk, NOW) is walk


@pytest.mark.parametrize(
    ("parts", "due"),
    [
        ({}, 0),
        ({"confirmed": False}, 307),
        ({"commanded": 790}, 307),
        ({"phase": Phase.STOPPING}, None),
        ({"index": 9}, None),
        ({"count_from": COUNTED}, None),
    ],
)
def test_when_a_part_begins_to_count(parts: dict[str, Any], due: int | None) -> None:
    """Its speed reached and shown, or at the latest when that was to be expected."""
    state = progressed(going(**{"count_from": None, **parts}), count_anyway_at=seconds(307))
    assert course.count_due(state) == (None if due is None else seconds(due))
    assert course.begin_counting(state, NOW) == progressed(state, count_from=NOW)


@pytest.mark.parametrize(
    ("state", "due"),
    [
        (going(), 230),
        (going(asking=Asking(question=QUESTION)), None),
        (going(phase=Phase.STOPPING), None),
        (going(count_from=None), None),
        (going(COOL_DOWN, WALK), 320),
        # Before a run: not while something is not gone, and not before its announced moment.
        (going(WARM_UP, WALK, asking=Asking(watched=(WAITS,))), None),
        (going(WARM_UP, RUN, asking=Asking(watched=(WAITS,))), None),
        (going(FIRST_RUN, asking=Asking(watched=(WAITS,))), 230),
        (going(WARM_UP, WALK), None),
        (noticed(going(WARM_UP, WALK), seconds(382)), 382),
        (noticed(going(WARM_UP, WALK), seconds(379)), 380),
        # What was announced is this walk's own speed, or less than the run's: no word of the run.
        (noticed(going(WARM_UP, 450), seconds(382), speed=WALK), None),
        (noticed(going(WARM_UP, WALK), seconds(382), speed=RUN - 1), None),
        (noticed(going(WARM_UP, WALK, contact=Contact(keys=False)), seconds(382)), None),
        # As fast already; and a speed-up of its own that is held back holds nothing.
        (going(WARM_UP, RUN), 380),
        (going(WARM_UP, 790, phase=Phase.WALKING_OUT), 380),
        (walks(going(FIRST_RUN, 700, setup=planned(
            *(Segment(Gait.RUN, Role.WORK, seconds(30), CentiKmh(each), asks=False)
              for each in (600, 800, 900))))), 230),
        (
            going(
                WARM_UP,
                700,
                setup=planned(
                    Segment(Gait.RUN, Role.WORK, seconds(30), RUN, asks=False),
                    Segment(Gait.RUN, Role.WORK, seconds(30), CentiKmh(700), asks=False),
                ),
            ),
            230,
        ),
    ],
)  # fmt: skip
def test_when_the_next_part_comes(state: SessionState, due: int | None) -> None:
    """A slower one with the end of this one; a faster one when it may."""
    assert course.advance_due(state) == (None if due is None else seconds(due))


@pytest.mark.parametrize(("late", "ran"), [(-9, 30), (0, 30), (5, 30)])
def test_the_next_part_begins_anew(late: int, ran: int) -> None:
    """What was planned of a run is run, also where the belt is led out early."""
    state = progressed(
        going(asking=Asking(reminded=2), hurried=True),
        ran_from=seconds(150), cut=1, questioned=True, count_anyway_at=seconds(5),
    )  # fmt: skip
    now = seconds(230 + late)
    after = course.advance(state, now)
    assert after.progress == Progress(
        index=WALK_BETWEEN,
        count_anyway_at=Nanoseconds(now + 16 * SECOND),
        ran=seconds(ran),
        cut=1,
        last_bout=seconds(ran),
    )
    assert after.asking.reminded == 0


def test_behind_a_walk_of_its_own_the_same_part_comes() -> None:
    """And behind the last one nothing."""
    assert course.advance(going(FIRST_RUN, detour=DETOUR), NOW).progress.index == FIRST_RUN
    assert course.advance(going(COOL_DOWN, WALK), NOW).progress.index == COOL_DOWN + 1
    assert course.advance(going(WARM_UP, count_from=None), NOW).progress.index == FIRST_RUN


@pytest.mark.parametrize(("index", "stays"), [(WARM_UP, False), (FIRST_RUN, True)])
def test_the_walk_key_is_forgotten_with_the_next_run(index: int, *, stays: bool) -> None:
    """Not with a walk."""
    state = going(index)
    state = replace(state, course=replace(state.course, walk_asked=True))
    assert course.advance(state, NOW).course.walk_asked is stays


def test_a_run_is_cut() -> None:
    """On to the walk behind it, or to one of its own; what was run of it counts."""
    state = progressed(going(), ran_from=COUNTED, cut=1)
    after = course.cut_run(state, seconds(210))
    assert after.progress == Progress(
        *(WALK_BETWEEN, None, None), count_anyway_at=seconds(226), ran=seconds(10), cut=2,
        last_bout=seconds(10),
    )  # fmt: skip
    run = SETUP.program.segments[FIRST_RUN]
    for segments in ((run, run), (run,)):
        made = progressed(going(WARM_UP, RUN, setup=planned(*segments)), ran_from=COUNTED)
        done = course.cut_run(made, seconds(210)).progress
        assert (done.index, done.detour, done.cut) == (1, walked_on(Role.GOING_ON), 1)
        assert done.count_anyway_at == seconds(226)


PAUSED_FOR: Final = [
    # part, counted from, length of the pause, what it goes on with, the part behind it, runs cut
    (FIRST_RUN, COUNTED, 60, 120, WALK_BETWEEN, 1),
    (FIRST_RUN, COUNTED, 600, 120, WALK_BETWEEN, 1),
    (FIRST_RUN, COUNTED, 601, 180, WALK_BETWEEN, 1),
    (WARM_UP, COUNTED, 60, 120, FIRST_RUN, 0),
    (WARM_UP, seconds(280), 60, 160, FIRST_RUN, 0),
    (COOL_DOWN, None, 60, 120, COOL_DOWN + 1, 0),
    (WALK_BETWEEN, None, 60, 120, WALK_BETWEEN + 1, 0),
]


@pytest.mark.parametrize(("index", "count_from", "paused", "length", "behind", "cut"), PAUSED_FOR)
def test_a_pause_goes_on_with_a_walk(
    index: int, count_from: Nanoseconds | None, paused: int, length: int, behind: int, *, cut: int
) -> None:
    """Two minutes, or what is left of this one; after ten minutes the warm-up anew."""
    state = progressed(
        going(index, count_from=count_from), ran=seconds(7), cut=2, last_bout=seconds(3)
    )
    state = replace(state, course=replace(state.course, paused_at=NOW))
    after = course.go_on_after_pause(state, Nanoseconds(NOW + paused * SECOND))
    walk = Segment(Gait.WALK, Role.GOING_ON, seconds(length), WALK, asks=True)
    assert after.progress == Progress(
        behind, walk, ran=seconds(7), cut=2 + cut, last_bout=seconds(3)
    )
    assert after.course.paused_at is None


def test_a_pause_in_a_walk_of_its_own_or_before_anything_was_done() -> None:
    """The part behind it stays; where nothing was done the plan begins."""
    made = going(FIRST_RUN, detour=DETOUR)
    made = replace(made, course=replace(made.course, paused_at=NOW))
    after = course.go_on_after_pause(made, NOW).progress
    assert (after.index, after.cut) == (FIRST_RUN, 0)
    assert after.detour is not None
    assert after.detour.duration == seconds(120)
    whole = replace(
        made, progress=replace(made.progress, count_from=None, detour=walked_on(Role.WORK, 300))
    )
    assert course.go_on_after_pause(whole, NOW).progress.detour == walked_on(Role.GOING_ON, 300)
    new = going(WARM_UP, count_from=None)
    new = replace(new, course=replace(new.course, paused_at=NOW))
    expected = replace(new, course=replace(new.course, paused_at=None))
    assert course.go_on_after_pause(new, seconds(9000)) == expected
    first = progressed(new, detour=DETOUR)
    assert course.go_on_after_pause(first, NOW).progress.detour == walked_on(Role.GOING_ON)
    for nothing in (going(), replace(going(9), course=new.course)):
        assert course.go_on_after_pause(nothing, NOW) is nothing


def test_a_plan_without_a_warm_up_begins_anew_with_two_minutes() -> None:
    """However long the pause was."""
    run = replace(SETUP.program.segments[FIRST_RUN], duration=seconds(600))
    state = going(WARM_UP, RUN, setup=planned(run, run))
    state = replace(state, course=replace(state.course, paused_at=NOW))
    after = course.go_on_after_pause(state, seconds(9000)).progress
    assert after.detour == walked_on(Role.GOING_ON)


def test_what_cannot_go_on_ends() -> None:
    """Five minutes behind its end; an open question has an end of its own."""
    assert course.held_due(going()) == seconds(530)
    assert course.held_due(going(count_from=None)) is None
    assert course.held_due(going(phase=Phase.STOPPING)) is None
    assert course.held_due(going(asking=Asking(question=QUESTION))) is None


def test_a_walk_begins_anew() -> None:
    """Once it counts."""
    state = going(WALK_BETWEEN)
    assert course.walk_anew(state, NOW) == progressed(state, count_from=NOW)
    waiting = going(WALK_BETWEEN, count_from=None)
    assert course.walk_anew(waiting, NOW) is waiting


@pytest.mark.parametrize(
    ("minutes", "reminded", "due"),
    [(20, 0, 500), (20, 1, 800), (20, 2, 1100), (20, 3, None), (5, 0, None), (6, 0, 500)],
)
def test_a_long_run_reminds_of_the_symptom_key(
    minutes: int, reminded: int, due: int | None
) -> None:
    """Every five minutes from where it counts, and not at its end."""
    run = Segment(Gait.RUN, Role.WORK, seconds(60 * minutes), RUN, asks=False)
    state = going(WARM_UP, RUN, setup=planned(run), asking=Asking(reminded=reminded))
    assert course.remind_due(state) == (None if due is None else seconds(due))
    assert course.remind(state, NOW, []).asking == Asking(reminded=reminded + 1)
    for other in (progressed(state, count_from=None), replace(state, phase=Phase.STOPPING)):
        assert course.remind_due(other) is None


@pytest.mark.parametrize(
    ("index", "since", "reminded", "kept"),
    [
        (0, None, 2, COUNTED),
        (0, seconds(150), 2, seconds(150)),
        # A walk is between them: the next run begins anew.
        (1, seconds(150), 0, None),
        (2, None, 0, None),
    ],
)
def test_runs_that_follow_upon_each_other_are_one(
    index: int, since: Nanoseconds | None, reminded: int, kept: Nanoseconds | None
) -> None:
    """It goes on to be reminded in them from where the first one counted."""
    run, walk = SETUP.program.segments[FIRST_RUN], SETUP.program.segments[WALK_BETWEEN]
    asking = Asking(reminded=2, runs_since=since, talked=1)
    speed = WALK if index == 2 else RUN
    state = going(index, speed, setup=planned(run, run, walk, run), asking=asking)
    after = course.advance(state, NOW)
    assert after.asking == Asking(reminded=reminded, runs_since=kept, talked=1)


@pytest.mark.parametrize(
    ("length", "since", "due"),
    [(1200, None, 500), (1200, seconds(150), 450), (320, None, None), (321, None, 500)],
)
def test_from_where_and_until_when_it_is_reminded(
    length: int, since: Nanoseconds | None, due: int | None
) -> None:
    """From the first of the runs, and not in the last twenty seconds."""
    run = Segment(Gait.RUN, Role.WORK, seconds(length), RUN, asks=False)
    state = going(WARM_UP, RUN, setup=planned(run), asking=Asking(runs_since=since))
    assert course.remind_due(state) == (None if due is None else seconds(due))


def test_what_is_felt_in_a_run_that_never_counted_is_felt_at_its_beginning() -> None:
    """Not at the end of the run before, whose length says how long the next one may be."""
    state = progressed(going(), count_from=None, ran_from=None, last_bout=seconds(60))
    assert course.cut_run(state, NOW).progress.last_bout == 0


def test_behind_a_run_that_counted_nobody_is_reminded_on_the_way_up() -> None:
    """When it ends is not known yet."""
    run = Segment(Gait.RUN, Role.WORK, seconds(1200), RUN, asks=False)
    state = going(WARM_UP, RUN, setup=planned(run), asking=Asking(runs_since=seconds(150)))
    assert course.remind_due(state) is not None
    assert course.remind_due(progressed(state, count_from=None)) is None
