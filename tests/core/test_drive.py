"""From the speed that is wanted to the next target, function by function.

What comes of it over minutes is in the stories beside this file. Here each value is held to its
edges, in states that are made by hand: five minutes in, and a hundred seconds into a part.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import pytest

from controller.core import drive
from controller.core.commands import SetSpeed
from controller.core.gait import Label, Seen
from controller.core.judge import Said
from controller.core.known import MachineKnown
from controller.core.policy import Again
from controller.core.questions import Watched
from controller.core.state import Control, Phase, RunsLeft, SessionState, begin, enter
from controller.core.targets import ConsoleChange, Drive, Eased, Notice, Obeys
from controller.core.timeline import Gait, Role, Segment
from protocols.units import SECOND, CentiKmh, Nanoseconds, SpeedRange
from tests.core.worlds import CAP, PROGRAM, RUN, SETUP, WALK, bring, seconds

NOW: Final = seconds(300)
COUNTED: Final = seconds(200)
HAND: Final = replace(SETUP, control=Control.STOP_ONLY)
COARSE: Final = replace(SETUP, speed_range=SpeedRange(CentiKmh(80), CentiKmh(1600), CentiKmh(80)))
WARM_UP, FIRST_RUN, WALK_BETWEEN, SECOND_RUN, COOL_DOWN = range(5)
WAITS: Final = Watched(Said("fear", 1, "fear", "a little"), seconds(1), None, Again())


def going(
    index: int = FIRST_RUN, commanded: int = RUN, speed: int | None = None, **parts: Any
) -> SessionState:
    """Return a session in a part, on a belt that goes as it was asked to (or at ``speed``)."""
    setup = parts.pop("setup", SETUP)
    state = replace(begin(setup), phase=parts.pop("phase", Phase.RUNNING))
    shown = CentiKmh(commanded if speed is None else speed)
    asked = {each: parts.pop(each) for each in Drive.__dataclass_fields__ if each in parts}
    done = replace(state.progress, index=index, count_from=parts.pop("count_from", COUNTED))
    parts.setdefault("belt", replace(state.belt, speed=shown, at=NOW))
    return replace(
        state,
        drive=Drive(**{"commanded": CentiKmh(commanded), "confirmed": True, **asked}),
        progress=replace(done, detour=parts.pop("detour", None)),
        **parts,
    )


def noticed(
    state: SessionState, due: int = NOW, said: int = 1, lapses_at: int = NOW, speed: int = RUN
) -> SessionState:
    """Return it with a speed-up that has been announced."""
    notice = Notice(Nanoseconds(due), said, Nanoseconds(lapses_at), CentiKmh(speed))
    return replace(state, course=replace(state.course, notice=notice))


def stopping(state: SessionState, *, ramp: bool) -> SessionState:
    """Return it on its way to a stop, by a ramp or without one any more."""
    plan = bring(Phase.STOPPING).state.stop
    assert plan is not None
    until = seconds(400) if ramp else None
    return replace(enter(state, Phase.STOPPING, NOW), stop=replace(plan, ramp_until=until))


def walks(state: SessionState) -> SessionState:
    """Return it with somebody on the belt who is seen to walk."""
    return replace(state, gait=replace(state.gait, seen=Seen(label=Label.WALK)))


# --- What is wanted ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("index", "eased", "ceiling", "wanted"),
    [
        (FIRST_RUN, Eased(), CAP, 800),
        (FIRST_RUN, Eased(walk=CentiKmh(50)), CAP, 800),
        (FIRST_RUN, Eased(run=CentiKmh(45)), CAP, 750),
        (WARM_UP, Eased(walk=CentiKmh(50), run=CentiKmh(20)), CAP, 450),
        (FIRST_RUN, Eased(), 765, 760),
        (WARM_UP, Eased(), 765, 500),
        (9, Eased(), CAP, 100),
    ],
)
def test_the_least_of_plan_runner_and_ceilings_is_wanted(
    index: int, eased: Eased, ceiling: int, wanted: int
) -> None:
    """On the machine's grid; behind the last part its slowest."""
    state = going(index, eased=eased)
    state = replace(state, ceilings=state.ceilings.lowered(CentiKmh(ceiling), "a ceiling"))
    assert drive.goal(state) == wanted
    assert drive.goal(replace(state, phase=Phase.WALKING_OUT)) == wanted
    assert drive.goal(replace(state, phase=Phase.STOPPING)) == 100


@pytest.mark.parametrize(
    ("index", "phase", "ceiling", "runs"),
    [
        (FIRST_RUN, Phase.RUNNING, 700, True),
        (FIRST_RUN, Phase.RUNNING, 699, False),
        (FIRST_RUN, Phase.WALKING_OUT, CAP, True),
        (FIRST_RUN, Phase.STOPPING, CAP, False),
        (WARM_UP, Phase.RUNNING, CAP, False),
        (9, Phase.RUNNING, CAP, False),
    ],
)
def test_a_run_is_one_at_a_jogs_speed(
    index: int, phase: Phase, ceiling: int, *, runs: bool
) -> None:
    """7.0 km/h is one; a walk is none at any speed."""
    state = going(index, phase=phase)
    state = replace(state, ceilings=state.ceilings.lowered(CentiKmh(ceiling), "a ceiling"))
    assert drive.is_run(state) is runs
    fast = Segment(Gait.WALK, Role.WORK, seconds(60), RUN, asks=False)
    assert not drive.is_run(replace(going(), progress=replace(going().progress, detour=fast)))


@pytest.mark.parametrize(
    ("index", "commanded", "held"),
    [(FIRST_RUN, 690, False), (FIRST_RUN, 700, True), (FIRST_RUN, 790, True),
     (FIRST_RUN, 800, False), (WARM_UP, 700, False)],
)  # fmt: skip
def test_a_walking_cadence_holds_from_a_jogs_speed_up_to_the_runs(
    index: int, commanded: int, *, held: bool
) -> None:
    """Below it a walk is one, and at the run's speed there is nothing to hold."""
    state = going(index, commanded)
    assert drive.held_by_gait(walks(state)) is held
    assert not drive.held_by_gait(state)
    assert drive.highest_walked(replace(state, setup=COARSE)) == 640


@pytest.mark.parametrize(("speed", "fast"), [(530, False), (531, True)])
def test_a_hand_that_is_beyond_what_is_due(speed: int, *, fast: bool) -> None:
    """0.3 km/h is how near a hand comes."""
    state = going(WARM_UP, WALK, speed, setup=HAND, confirmed=False)
    assert drive.too_fast(state) is fast
    assert not drive.too_fast(replace(state, belt=replace(state.belt, speed=None)))


# --- What was seen -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("speed", "confirmed", "obeys"),
    [(489, False, True), (490, True, True), (510, True, True), (511, False, True),
     (550, False, True), (551, False, False)],
)  # fmt: skip
@pytest.mark.parametrize("was", [False, True])
def test_a_frame_confirms_and_shows_that_a_belt_follows(
    speed: int, *, confirmed: bool, obeys: bool, was: bool
) -> None:
    """A grid step off is the speed itself; half a kilometre an hour above it still follows."""
    state = going(WARM_UP, WALK, speed, obey_by=NOW, confirmed=was)
    seen = drive.confirm(state).drive
    assert (seen.confirmed, seen.obey_by is None) == (confirmed, obeys)
    by_hand = drive.confirm(replace(state, setup=HAND)).drive
    assert (by_hand.confirmed, by_hand.obey_by) == (abs(speed - WALK) <= 30, NOW)


def test_nothing_is_confirmed_without_a_frame_or_twice() -> None:
    """What is known already is the very same state."""
    state = going(obey_by=NOW)
    dark = replace(state, belt=replace(state.belt, speed=None))
    assert drive.confirm(dark) is dark
    known = drive.confirm(state)
    assert drive.confirm(known) is known


# --- Down ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("commanded", "due"), [(490, None), (500, None), (510, NOW)])
def test_a_step_down_is_due_while_more_was_asked_for(commanded: int, due: int | None) -> None:
    """Driven, or led to a stop; not of a belt that is said to stand, nor behind 08 01."""
    state = going(WARM_UP, commanded, next_down_at=NOW)
    assert drive.down_due(state) == due
    assert drive.down_due(replace(state, belt=replace(state.belt, speed=CentiKmh(0)))) is None
    assert drive.down_due(stopping(state, ramp=True)) == NOW
    assert drive.down_due(stopping(state, ramp=False)) is None
    assert drive.down_due(replace(state, phase=Phase.STARTING)) is None


@pytest.mark.parametrize(
    ("commanded", "speed", "hurried", "target", "took", "obey"),
    [
        # The planned ramp, and the steeper one; at their end no further than the walk.
        (800, 800, False, 750, 1.0, 6.25),
        (800, 800, True, 720, 1.0, 7.0),
        (550, 550, True, 500, 0.625, 6.25),
        (520, 520, False, 500, 0.4, 5.5),
        # Slower than asked for: from there. Faster: from what was asked for.
        (800, 700, False, 650, 1.0, 6.25),
        (800, 900, False, 750, 1.0, 8.75),
        # A belt between two steps of the grid; one that is below its target already.
        (800, 795, False, 750, 0.9, 6.125),
        (800, 505, False, 500, 0.1, 5.125),
        (800, 500, False, 500, 0.0, 5.0),
    ],
)  # fmt: skip
def test_a_step_down(  # one row of what it comes from and to
    commanded: int, speed: int, target: int, took: float, obey: float, *, hurried: bool
) -> None:
    """Half a kilometre an hour a second, or 0.8, from what the belt really does."""
    state = going(WARM_UP, commanded, speed, hurried=hurried)
    after, command = drive.step_down(state, NOW, "a walk")
    assert command == SetSpeed(CentiKmh(target), "a walk")
    assert after.drive == Drive(
        commanded=CentiKmh(target),
        confirmed=False,
        asked=True,
        next_down_at=Nanoseconds(NOW + int(took * SECOND)),
        obey_by=Nanoseconds(NOW + int(obey * SECOND)),
        hurried=hurried and target > WALK,
    )
    assert after.obeys == Obeys(
        judged_from=Nanoseconds(NOW + int(obey * SECOND)), led_from=CentiKmh(speed)
    )


@pytest.mark.parametrize(
    ("speed", "target", "took", "found"),
    [(499, 490, 0.18, False), (480, 480, 0, False), (479, 470, 0.18, True), (100, 100, 0, True)],
)
def test_a_step_down_meets_a_belt_that_somebody_made_slower(
    speed: int, target: int, took: float, *, found: bool
) -> None:
    """What was asked for comes down to it: a grid step and 0.1 km/h below it was a hand."""
    after, command = drive.step_down(going(WARM_UP, 800, speed), NOW, "a walk")
    assert after.drive.commanded == target
    assert after.obeys.found_slower is found
    assert command == SetSpeed(CentiKmh(target), "a walk")
    assert after.drive.next_down_at == NOW + int(took * SECOND)


def test_no_target_is_faster_than_the_belt() -> None:
    """It creeps below the machine's slowest: nothing goes out."""
    after, command = drive.step_down(going(WARM_UP, 800, 40), NOW, "a walk")
    assert (after.drive.commanded, command) == (100, None)
    assert after.obeys.judged_from == NOW + 5 * SECOND


def test_a_belt_of_which_nothing_is_known_is_led_from_what_it_was_asked_for() -> None:
    """As if it were there."""
    state = going(WARM_UP)
    dark = replace(state, belt=replace(state.belt, speed=None))
    assert drive.step_down(dark, NOW, "a walk")[1] == SetSpeed(CentiKmh(750), "a walk")
    assert drive.ask_down(dark, NOW, WALK, "a cap")[0].drive.obey_by == NOW + 5 * SECOND


def test_a_grid_coarser_than_the_rate_is_taken_step_by_step() -> None:
    """Or nothing would ever happen."""
    after, command = drive.step_down(going(WARM_UP, 800, setup=COARSE), NOW, "a walk")
    assert command == SetSpeed(CentiKmh(720), "a walk")
    assert after.drive.next_down_at == NOW + int(1.6 * SECOND)


def test_a_hand_is_told_the_speed_itself() -> None:
    """How the belt gets there is the console's; it has fifteen seconds."""
    state = going(WARM_UP, hurried=True, next_down_at=Nanoseconds(7), setup=HAND)
    after, command = drive.step_down(state, NOW, "a walk")
    assert command == SetSpeed(WALK, "a walk")
    asked = replace(state.drive, commanded=WALK, confirmed=False, obey_by=seconds(315))
    assert after == replace(state, drive=asked)


@pytest.mark.parametrize(
    ("known", "seen", "by"),
    [
        (MachineKnown(), 900, 15.0),
        (MachineKnown(), 400, 5.0),
        (MachineKnown(shown=seconds(4), deceleration=CentiKmh(25)), 900, 28.0),
    ],
)
def test_by_when_a_belt_has_followed(known: MachineKnown, seen: int, by: float) -> None:
    """Its lag, and its own way down; a belt that is below already has the lag alone."""
    state = going(setup=replace(SETUP, known=known))
    assert drive.follows_by(state, NOW, CentiKmh(seen), WALK) == NOW + int(by * SECOND)


HIGHER: Final = ConsoleChange(RUN, NOW, higher=True)
LOWER: Final = ConsoleChange(WALK, NOW, higher=False)


@pytest.mark.parametrize(
    ("before", "led_from", "change"),
    [
        (Obeys(shown=True, change=HIGHER), 800, None),
        (Obeys(led_from=CentiKmh(700), change=LOWER), 700, LOWER),
        (Obeys(led_from=CentiKmh(900)), 800, None),
        (Obeys(up_to=CentiKmh(850)), 850, None),
        (Obeys(up_to=CentiKmh(750)), 800, None),
    ],
)
def test_a_belt_that_is_asked_down(
    before: Obeys, led_from: int, change: ConsoleChange | None
) -> None:
    """At once, and held against the least that it was seen at, or may still rise to."""
    state = going(commanded=790, speed=800, obeys=before)
    after, command = drive.ask_down(state, NOW, WALK, "a cap")
    by = Nanoseconds(NOW + int(12.5 * SECOND))
    assert command == SetSpeed(WALK, "a cap")
    moved = replace(state.drive, commanded=WALK, confirmed=False, asked=True, obey_by=by)
    assert after.drive == moved
    assert after.obeys == replace(
        before, shown=False, judged_from=by, led_from=CentiKmh(led_from), change=change
    )


# --- Along the plan ------------------------------------------------------------------------------


DETOUR: Final = Segment(Gait.WALK, Role.GOING_ON, seconds(120), WALK, asks=True)


@pytest.mark.parametrize(
    ("index", "detour", "follows"),
    [
        (0, None, 1),
        (3, None, 4),
        (4, None, None),
        (1, DETOUR, 1),
        (4, DETOUR, 4),
        (5, DETOUR, None),
    ],
)
def test_what_follows(index: int, detour: Segment | None, follows: int | None) -> None:
    """Behind a walk that the plan does not have comes the part that it was put before."""
    expected = None if follows is None else PROGRAM.segments[follows]
    assert drive.following(going(index, detour=detour)) == expected


@pytest.mark.parametrize(
    ("index", "count_from", "ends"),
    [
        (FIRST_RUN, COUNTED, 230),
        (WARM_UP, COUNTED, 380),
        (FIRST_RUN, None, None),
        (9, COUNTED, None),
    ],
)
def test_when_a_part_is_done(index: int, count_from: Nanoseconds | None, ends: int | None) -> None:
    """Its length from where it began to count."""
    due = drive.counted_out_at(going(index, count_from=count_from))
    assert due == (None if ends is None else seconds(ends))


@pytest.mark.parametrize(
    ("index", "commanded", "lead", "early"),
    [
        (FIRST_RUN, 800, None, 0),
        (FIRST_RUN, 800, 2, 2),
        (FIRST_RUN, 800, 9, 7.5),
        (FIRST_RUN, 510, 2, 2),
        (FIRST_RUN, 500, 2, 0),
        (WALK_BETWEEN, 500, 2, 0),
        (COOL_DOWN, 500, 2, 0),
    ],
)
def test_a_slower_part_is_asked_for_early(
    index: int, commanded: int, lead: float | None, early: float
) -> None:
    """By the machine's lag, and a quarter of the part at the most; a hand is not."""
    known = MachineKnown(lead=None if lead is None else seconds(lead))
    state = going(index, commanded, setup=replace(SETUP, known=known))
    ends = drive.counted_out_at(state)
    assert ends is not None
    assert drive.led_out_at(state) == ends - int(early * SECOND)
    by_hand = replace(state, setup=replace(state.setup, control=Control.NONE))
    assert drive.led_out_at(by_hand) == ends


def test_nothing_is_asked_for_early_before_it_counts_or_behind_the_end() -> None:
    """There is no end to be early for."""
    setup = replace(SETUP, known=MachineKnown(lead=seconds(2)))
    assert drive.led_out_at(going(setup=setup, count_from=None)) is None
    assert drive.led_out_at(going(9, setup=setup)) is None


@pytest.mark.parametrize(
    ("planned", "longest", "percent", "lasts"),
    [
        (60, None, 100, 60),
        (60, None, 75, 45),
        (60, None, 60, 35),
        (60, None, 20, 15),
        (60, 44, 75, 40),
        (60, 46, 75, 45),
        (60, 60, 100, 60),
        (62, 61, 100, 60),
        (62, 62, 100, 62),
        (12, None, 50, 12),
        (12, 14, 100, 12),
    ],
)
def test_how_long_a_run_lasts(planned: int, longest: int | None, percent: int, lasts: int) -> None:
    """What is left of it in steps of 5 s, 15 s at the least; never more than was planned."""
    left = RunsLeft(None if longest is None else seconds(longest), percent)
    state = going()
    state = replace(state, course=replace(state.course, runs=left))
    run = Segment(Gait.RUN, Role.WORK, seconds(planned), RUN, asks=False)
    assert drive.length(state, run) == seconds(lasts)
    assert drive.length(state, replace(run, gait=Gait.WALK)) == seconds(planned)


@pytest.mark.parametrize(
    ("commanded", "takes"),
    [(800, 0), (750, 2), (749, 4), (700, 4), (100, 28), (850, 1), (825, 0.5), (799, 2)],
)
def test_how_long_a_ramp_should_take(commanded: int, takes: float) -> None:
    """Half a kilometre an hour in two seconds up, and in one down."""
    assert drive.ramp_time(going(commanded=commanded)) == seconds(takes)


def test_moments_are_whole_numbers() -> None:
    """Integers in wire units: a journal is written from them."""
    known = MachineKnown(lead=seconds(90), deceleration=CentiKmh(23))
    state = going(commanded=820, setup=replace(SETUP, known=known))
    left = replace(state, course=replace(state.course, runs=RunsLeft(percent=99)))
    run = Segment(Gait.RUN, Role.WORK, Nanoseconds(7), RUN, asks=False)
    values = (
        drive.step_down(going(WARM_UP), NOW, "a walk")[0].drive.next_down_at,
        drive.follows_by(state, NOW, RUN, WALK),
        drive.led_out_at(state),
        drive.length(left, run),
        drive.length(left, replace(run, duration=seconds(60))),
        drive.ramp_time(state),
    )
    assert [type(each) for each in values] == [int] * len(values)
