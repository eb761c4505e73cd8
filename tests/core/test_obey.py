"""The belt against its commands: a person at the console, a belt that rises, data that stand."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from controller.core import obey
from controller.core.commands import Announce, Command, RaiseAlarm, SetSpeed, StopBelt
from controller.core.easing import ease
from controller.core.events import (
    BeltReported,
    ControlLost,
    KeyPressed,
    PausePressed,
    PlanGoesOn,
    ResumePressed,
    StopPressed,
    SymptomReported,
    WalkPressed,
)
from controller.core.faster import up_permitted
from controller.core.questions import Ask
from controller.core.state import Cause, Control, Outcome, Phase, SessionState, begin
from controller.core.step import wake_at
from controller.core.targets import ConsoleChange, Eased, Obeys
from controller.core.timeline import Gait, Role, Segment
from controller.session.narrate import narrate
from protocols.units import SECOND, CentiKmh, Nanoseconds
from tests.core.worlds import (
    CAP,
    FRAME,
    RUN,
    SETUP,
    WALK,
    World,
    arrived,
    at_segment,
    bring,
    seconds,
    started,
    well,
    with_program,
)

LONG: Final = (
    Segment(Gait.WALK, Role.WARM_UP, seconds(120), WALK, asks=False),
    Segment(Gait.RUN, Role.WORK, seconds(60), RUN, asks=False),
    Segment(Gait.WALK, Role.WORK, seconds(120), WALK, asks=True),
    Segment(Gait.RUN, Role.WORK, seconds(60), RUN, asks=False),
    Segment(Gait.WALK, Role.COOL_DOWN, seconds(120), CentiKmh(400), asks=False),
)


def going(gait: str) -> World:
    """Return a world well into a walk or a run: no ramp and no lag is in the way."""
    made = at_segment(0 if gait == "walk" else 1, with_program(*LONG))
    return made.run(12).forget()


def set_to(made: World, speed: int, frames: int = 3) -> World:
    """Let the console set the belt, and so many frames show it."""
    made.speed = made.target = speed
    for _ in range(frames):
        made.now = Nanoseconds(made.now + FRAME)
        made.frame()
    made.next_frame = made.now + FRAME
    return made


def told(made: World, before: SessionState, kind: str) -> list[dict[str, object]]:
    """Return the records of a kind that tell the states apart."""
    return [each for each in narrate(before, made.state) if each["kind"] == kind]


def targets(made: World) -> list[int]:
    """Return the targets that went out."""
    return [each.speed for _, each in made.heard(SetSpeed)]


CHANGES: Final = [
    # gait, set to, frames, what it is taken for
    ("walk", 479, 3, "lower"), ("walk", 470, 2, ""), ("walk", 480, 3, ""),
    ("walk", 100, 3, "lower"),
    ("walk", 520, 3, ""), ("walk", 521, 3, "higher"), ("walk", 600, 2, ""),
    ("walk", 990, 3, "higher"), ("walk", 1010, 3, "higher"), ("walk", 1011, 3, "above"),
    ("walk", 1100, 2, ""),
    ("run", 770, 3, "lower"), ("run", 770, 2, ""), ("run", 780, 3, ""), ("run", 690, 3, "lower"),
    ("run", 820, 3, ""), ("run", 850, 3, "higher"), ("run", 850, 2, ""),
    ("run", 1100, 3, "above"),
]  # fmt: skip


@pytest.mark.parametrize(("gait", "speed", "frames", "taken"), CHANGES)
def test_what_a_change_at_the_console_is(gait: str, speed: int, frames: int, taken: str) -> None:
    """Three frames, further off than a grid step and 0.1 km/h."""
    made = going(gait)
    before, commanded = made.state, made.state.drive.commanded
    set_to(made, speed, frames)
    changed = told(made, before, "changed")
    if not taken:
        assert (changed, made.said, made.state.drive.eased) == ([], [], Eased())
        return
    (record,) = changed
    assert (record["speed"], record["higher"]) == (speed, taken != "lower")
    assert made.state.obeys.change is not None
    assert made.state.obeys.change.at == made.now
    if taken == "lower":
        assert made.state.drive.commanded <= speed
        assert "because" not in record
        assert told(made, before, "eased")[0]["by"] == "console"
    else:
        assert made.said == []
        assert made.state.drive.commanded == commanded
        assert told(made, before, "eased") == []
        above = (SETUP_CAP, made.now + seconds(10)) if taken == "above" else ("", None)
        assert (record["because"], record["until"]) == above
    assert made.refused == []


SETUP_CAP: Final = "the highest speed set for this runner"


@pytest.mark.parametrize("speed", [400, 450, 600, 700, 850, 1100])
def test_a_ramp_and_its_lag_are_no_change(speed: int) -> None:
    """Up to 5 s after the ramp should have ended a belt may be anywhere."""
    made = at_segment(0, with_program(*LONG))
    while made.state.progress.index == 0:
        made.run(0.1)
    until = made.state.obeys.judged_from
    assert until == made.state.drive.next_up_at + seconds(5)
    made.deaf = True
    made.speed = speed
    made.run((until - made.now) / SECOND - 0.1)
    assert made.state.obeys.change is None
    assert made.state.drive.eased == Eased()


@pytest.mark.parametrize(("late", "judged"), [(-1, False), (0, True)])
def test_from_its_moment_on_a_belt_is_judged(late: int, *, judged: bool) -> None:
    """The ramp and its lag are over with that very nanosecond."""
    made = at_segment(0, with_program(*LONG))
    while made.state.progress.index == 0:
        made.run(0.1)
    made.deaf = True
    made.speed = 600
    until = made.state.obeys.judged_from
    made.run((until - made.now) / SECOND - 0.01)
    made.now = Nanoseconds(until + late)
    made.frame()
    assert (made.state.obeys.change is not None) is judged


def test_lower_in_a_walk_is_adopted_for_every_walk() -> None:
    """One target to the grid below what is shown, none above it in this walk or a later one."""
    made = set_to(going("walk"), 455)
    assert targets(made) == [450]
    assert made.heard(SetSpeed)[0][1].because == "slower than planned, as you have set it"
    assert made.state.drive.eased == Eased(walk=CentiKmh(45), by="console")
    made.forget()
    while made.state.progress.index == 0:
        made.run(0.1)
    assert [each for each in targets(made) if each <= WALK] == [500]  # the ramp to the run
    made.forget()
    while made.state.progress.index < 2 or made.state.progress.count_from is None:
        made.run(0.1)
    assert made.state.drive.commanded == 450
    assert made.refused == []


def test_lower_in_a_run_is_adopted_for_every_run() -> None:
    """7.6 instead of 8.0, in this run and in the next."""
    made = set_to(going("run"), 760)
    assert targets(made) == [760]
    assert made.state.drive.eased == Eased(run=CentiKmh(40), by="console")
    made.forget()
    while made.state.progress.index < 4:
        made.run(0.5)
        well(made)
    assert max(targets(made)) == 760
    assert made.state.progress.cut == 0
    assert made.refused == []


@pytest.mark.parametrize(("speed", "walk"), [(690, 500), (450, 450), (250, 250)])
def test_a_run_below_a_jog_becomes_a_walk(speed: int, walk: int) -> None:
    """It is cut; nothing speeds her up again in this walk, and the next run is a jog's slowest."""
    made = set_to(going("run"), speed)
    assert (made.state.progress.index, made.state.progress.cut) == (2, 1)
    made.run(60)
    assert made.state.drive.commanded == walk
    assert all(each <= speed for each in targets(made))
    assert made.heard(Announce) == []
    assert made.state.drive.eased.run == RUN - 700
    assert made.refused == []


def test_a_belt_slowed_in_walking_out_stays_slow() -> None:
    """The run that is walked, and the walks behind it."""
    made = bring(Phase.RUNNING)
    made.tell(SymptomReported("heaviness", 1))
    made.run(14)
    set_to(made, 400)
    assert made.state.drive.eased == Eased(walk=CentiKmh(100), run=CentiKmh(400), by="console")
    made.forget().run(240)
    assert all(each <= 400 for each in targets(made))
    assert made.refused == []


def test_a_belt_that_never_got_there_was_not_changed() -> None:
    """A machine that gives less than it is asked for does not lead itself down, step by step."""
    made = going("walk")
    made.state, made.guard = (
        replace(made.state, obeys=replace(made.state.obeys, shown=False)), made.guard,
    )  # fmt: skip
    set_to(made, 470, 6)
    assert made.state.drive.eased == Eased()
    assert made.state.obeys.change is None


def test_what_was_eased_outlives_a_pause() -> None:
    """It is the runner's, and goes on with her."""
    made = set_to(going("walk"), 450)
    made.tell(PausePressed())
    made.until(Phase.PAUSED, 60)
    made.tell(ResumePressed())
    made.until(Phase.RUNNING, 60).run(60)
    assert made.state.drive.eased == Eased(walk=CentiKmh(50), by="console")
    assert made.speed == 450


def test_a_run_that_becomes_a_walk_takes_no_easing_back() -> None:
    """6.9 is more than the walk that she had eased: that stays as it was."""
    made = going("run")
    made.state = ease(made.state, Gait.WALK, 50, "key")
    set_to(made, 690)
    assert made.state.drive.eased == Eased(CentiKmh(50), CentiKmh(100), "console")


def test_a_false_stand_is_no_speed_that_somebody_set() -> None:
    """Zeros that the machine's own clock speaks against: nothing is adopted, no run is cut."""
    made = World(clocked=True).run(2)
    at_segment(1, made).run(12)
    made.claims_zero = True
    made.run(3)
    assert made.phase is Phase.RUNNING
    assert (made.state.drive.eased, made.state.progress.cut) == (Eased(), 0)


def test_a_belt_that_comes_up_at_its_own_speed_was_not_changed() -> None:
    """Five seconds from the first motion are its own."""
    made = set_to(started(), 300, 4)
    assert made.state.obeys.change is None


@pytest.mark.parametrize("gait", Gait)
def test_easing_goes_down_by_its_amount_and_up_to_the_plan(gait: Gait) -> None:
    """The keys' own way: never above the plan, whatever is taken back."""
    state = ease(going("walk").state, gait, 30, "key")
    amount = state.drive.eased.walk if gait is Gait.WALK else state.drive.eased.run
    assert amount == 30
    back = ease(state, gait, -50, "key").drive.eased
    assert (back.walk, back.run, back.by) == (0, 0, "key")


def test_higher_is_left_alone_and_the_plan_waits() -> None:
    """No target goes out; the next run is not announced until she says so."""
    made = set_to(going("walk"), 600)
    assert obey.faster_at_console(made.state)
    made.forget().run(55)
    question = made.state.asking.question
    assert question is not None
    assert question.ask is Ask.CONSOLE
    assert made.said == []
    assert made.state.progress.index == 0
    made.tell(PlanGoesOn())
    assert not obey.faster_at_console(made.state)
    assert targets(made) == [WALK]
    made.forget()
    for _ in range(40):
        well(made.run(5))
        if made.state.progress.index == 1:
            break
    assert made.state.progress.index == 1
    first = made.heard(Announce)[0][0]
    assert all(when >= first + seconds(10) for when, _ in made.heard(SetSpeed))
    assert made.refused == []


def test_a_question_about_the_console_is_over_when_the_belt_is_back() -> None:
    """She has pressed minus there: nothing is left to ask, and nothing to answer."""
    made = set_to(going("walk"), 600)
    assert made.state.asking.question is not None
    set_to(made, WALK, 2)
    assert made.state.asking.question is None
    made.run(70)
    assert made.phase is Phase.RUNNING


def test_no_answer_about_the_console_ends_the_session() -> None:
    """Held after 20 s, brought to a stop after 60 s (I13)."""
    made = set_to(going("walk"), 600)
    assert made.run(58).phase is Phase.RUNNING
    assert made.run(3).phase is Phase.STOPPING


def test_no_speed_up_is_permitted_while_it_stands() -> None:
    """Even of a belt that is where it was asked to be."""
    made = going("walk")
    assert up_permitted(made.state)
    change = ConsoleChange(CentiKmh(600), made.now, higher=True)
    assert not up_permitted(replace(made.state, obeys=replace(made.state.obeys, change=change)))
    lower = replace(change, higher=False)
    assert up_permitted(replace(made.state, obeys=replace(made.state.obeys, change=lower)))


def test_a_runners_word_means_nothing_where_nothing_was_changed() -> None:
    """A state without a faster belt is returned as it is."""
    made = going("walk")
    assert obey.led_back(made.state, "her word") is made.state
    slower = set_to(made, 450).state
    assert obey.led_back(slower, "her word") is slower


def test_higher_and_back_again_is_over() -> None:
    """She has taken it back herself: the plan goes on by itself."""
    made = set_to(going("walk"), 600)
    set_to(made, WALK, 1)
    assert made.state.obeys.change is None
    made.run(130)
    assert made.state.progress.index == 1
    assert made.refused == []


def test_a_planned_slower_step_goes_out_and_clears_it() -> None:
    """The run is over: the belt is led down to the walk, whatever the console had."""
    made = set_to(going("run"), 850)
    made.forget()
    while made.state.progress.index == 1:
        made.run(0.1)
    assert made.speed == 850
    assert made.state.obeys.change is None
    made.run(12)
    assert made.state.obeys.change is None
    assert (targets(made)[0], targets(made)[-1], made.speed) == (750, WALK, WALK)
    assert made.refused == []


SAME_AGAIN: Final = [
    # set to, then to, whether that is another change
    (600, 600, False), (600, 610, False), (600, 620, False), (600, 580, False), (600, 621, True),
    (1100, 1100, False), (1100, 1120, False), (1100, 1121, True), (990, 1011, True),
]  # fmt: skip


@pytest.mark.parametrize(("first", "then", "another"), SAME_AGAIN)
def test_what_is_known_already_is_no_other_change(first: int, then: int, *, another: bool) -> None:
    """A console shows what it shows in every frame; one change is told once."""
    made = set_to(going("walk"), first)
    known = made.state.obeys.change
    set_to(made, then, 3)
    assert (made.state.obeys.change is not known) is another


@pytest.mark.parametrize(("speeds", "settled"), [((600, 610, 600), True), ((600, 610, 620), False)])
def test_a_speed_that_still_creeps_is_not_set_yet(
    speeds: tuple[int, ...], *, settled: bool
) -> None:
    """Three frames that are within a grid step of the first of them."""
    made = going("walk")
    for speed in speeds:
        set_to(made, speed, 1)
    assert (made.state.obeys.change is not None) is settled


def test_a_change_stays_until_the_belt_is_where_it_was_asked_to_be() -> None:
    """Nearer than a change, and further than a grid step: neither one thing nor the other."""
    made = set_to(going("walk"), 600)
    known = made.state.obeys.change
    assert set_to(made, 515, 1).state.obeys.change is known
    assert set_to(made, 510, 1).state.obeys.change is None


def test_on_the_way_to_a_stop_nothing_is_adopted() -> None:
    """A ramp leads down: what its console shows is no wish for later walks."""
    made = down_from("walk")
    assert made.phase is Phase.STOPPING
    set_to(made, 400, 4)
    assert (made.state.obeys.change, made.state.drive.eased) == (None, Eased())


def test_a_ramp_to_a_stop_is_never_judged_by_its_console() -> None:
    """Three frames of another speed, and nothing more to wait for: still no wish of hers."""
    made = down_from("walk")
    slow = CentiKmh(400)
    shown = Obeys(shown=True, level=slow, frames=3, found_slower=True)
    state = replace(made.state, belt=replace(made.state.belt, speed=slow), obeys=shown)
    after = obey.seen(state, made.now, [])
    assert (after.obeys.change, after.drive.eased) == (None, Eased())
    driven = replace(state, phase=Phase.RUNNING, stop=None)
    assert obey.seen(driven, made.now, []).obeys.change is not None


def test_a_belt_a_grid_step_off_has_arrived() -> None:
    """5.1 for 5.0: from there on it is changed, and does not rise."""
    made = going("run")
    made.tell(SymptomReported("heaviness", 1))
    while made.state.drive.commanded > WALK:
        made.run(0.1)
    made.deaf = True
    set_to(made, WALK + 11, 1)
    assert made.state.obeys.led_from is not None
    set_to(made, WALK + 10, 1)
    assert made.state.obeys.led_from is None


def test_a_belt_faster_than_a_ramp_is_asked_down_to_where_the_ramp_was() -> None:
    """Half-way up to a run the console goes above the cap: the run's own speed would be motion."""
    made = at_segment(0, with_program(*LONG))
    while made.state.drive.commanded < 600:
        made.run(0.1)
    made.forget()
    made.deaf = True
    set_to(made, 1100, 16).run(12)
    assert targets(made) == [made.state.drive.commanded]
    assert WALK < made.state.drive.commanded < RUN
    assert made.refused == []


def test_a_word_about_a_faster_belt_does_not_speed_up_a_slower_one() -> None:
    """It was faster, is slower in the newest frame, and then she chooses to walk."""
    made = set_to(going("walk"), 600)
    set_to(made, 300, 1)
    assert obey.faster_at_console(made.state)
    made.forget().tell(WalkPressed())
    assert made.said == []
    assert made.refused == []


def test_a_ceiling_at_the_walk_is_named_before_what_is_not_gone() -> None:
    """Of two reasons for one speed the ceiling's own stands."""
    made = going("walk")
    made.tell(SymptomReported("fear", 1))
    lower = made.state.ceilings.lowered(WALK, "the walk")
    made.state = replace(made.state, ceilings=lower)
    set_to(made, 800)
    change = made.state.obeys.change
    assert change is not None
    assert change.because == "the walk"


@pytest.mark.parametrize(("gait", "asked"), [("walk", WALK), ("run", RUN)])
def test_above_a_ceiling_is_asked_down_after_ten_seconds(gait: str, asked: int) -> None:
    """One target, and never above what was asked for last: that would be motion (H22)."""
    made = set_to(going(gait), 1100)
    began = made.now
    made.run(9.9)
    assert made.said == []
    made.run(0.2)
    ((when, command),) = made.heard(SetSpeed)
    assert when == began + seconds(10)
    assert (command.speed, command.because) == (asked, SETUP_CAP)
    made.run(8)
    assert made.phase is Phase.RUNNING
    assert made.speed == asked
    assert made.refused == []


def test_no_run_by_hand_while_what_was_told_is_not_gone() -> None:
    """In a walk before a run that waits for "gone", 8.0 at the console is asked down after 10 s."""
    made = going("walk")
    made.tell(SymptomReported("fear", 1))
    set_to(made, 800)
    change = made.state.obeys.change
    assert change is not None
    assert change.because == obey.NOT_GONE
    made.forget().run(30)
    assert targets(made) == [WALK]
    assert made.speed == WALK


def test_above_and_below_again_is_not_asked_down() -> None:
    """Within the ten seconds she went below the ceiling: it is left alone, and still waits."""
    made = set_to(going("walk"), 1100)
    made.run(5)
    set_to(made, 900)
    made.run(20)
    assert made.said == []
    assert obey.faster_at_console(made.state)
    assert made.state.obeys.change is not None
    assert made.state.obeys.change.down_at is None


def test_just_below_a_ceiling_in_time_is_not_asked_down_either() -> None:
    """One frame of it at the tenth second is enough."""
    made = set_to(going("walk"), 1100)
    noted = made.now
    made.run(9)
    set_to(made, 900, 1)
    made.run(0.5)
    change = made.state.obeys.change
    assert change == ConsoleChange(CentiKmh(1100), noted, higher=True)
    made.run(10)
    assert made.said == []
    assert obey.faster_at_console(made.state)


def test_a_little_more_that_passes_a_ceiling_is_above_it() -> None:
    """10.0 is the cap, 10.15 is above it."""
    made = set_to(going("walk"), 1000)
    before = made.state
    set_to(made, 1015)
    (record,) = told(made, before, "changed")
    assert (record["because"], record["until"]) == (SETUP_CAP, made.now + seconds(10))


def test_going_higher_above_a_ceiling_wins_no_time() -> None:
    """The ten seconds count from the first speed above it."""
    made = set_to(going("walk"), 1100)
    began = made.now
    made.run(5)
    set_to(made, 1200)
    made.run(5)
    assert [when for when, _ in made.heard(SetSpeed)] == [began + seconds(10)]


def test_a_belt_above_a_ceiling_that_does_not_come_down_is_stopped() -> None:
    """It was asked, and does not follow."""
    made = set_to(going("run"), 1100)
    made.deaf = True
    made.run(35)
    assert made.phase is Phase.STOPPING
    assert made.state.stop is not None
    assert made.state.stop.because == obey.NOT_FOLLOWED
    assert obey.NOT_FOLLOWED in {each.because for _, each in made.heard(RaiseAlarm)}


@pytest.mark.parametrize("control", [Control.STOP_ONLY, Control.NONE])
@pytest.mark.parametrize("speed", [400, 600, 1100])
def test_in_manual_mode_the_console_is_where_the_speed_is_set(control: Control, speed: int) -> None:
    """Nothing is eased, nothing is a change."""
    made = arrived(0, replace(SETUP, control=control)).run(12)
    made.follows = False
    set_to(made, speed, 6)
    assert (made.state.drive.eased, made.state.obeys.change) == (Eased(), None)


def down_from(gait: str) -> World:
    """Return a world whose belt has just been asked to slow down, and does nothing yet."""
    made = going(gait)
    made.tell(SymptomReported("heaviness", 1) if gait == "run" else SymptomReported("knee", 7))
    made.deaf = True
    return made


RISES: Final = [
    (40, 2, False), (41, 1, False), (41, 2, True), (100, 2, True), (100, 1, False),
]  # fmt: skip


@pytest.mark.parametrize("gait", ["run", "walk"])
@pytest.mark.parametrize(("rise", "frames", "stopped"), RISES)
def test_a_belt_that_rises_on_its_way_down_is_stopped(
    gait: str, rise: int, frames: int, *, stopped: bool
) -> None:
    """In a walk-out and in a stop's own ramp: 08 01 at the second frame, with the alarm."""
    made = down_from(gait)
    speed = made.speed
    made.forget()
    set_to(made, speed + rise, frames)
    stops = made.heard(StopBelt)
    assert bool(stops) is stopped
    if stopped:
        assert stops[0][0] == made.now
        assert [each.because for _, each in made.heard(RaiseAlarm)] == [obey.ROSE]
        assert made.phase is Phase.STOPPING
        made.deaf = False
        made.until(Phase.ENDED, 90)
        assert made.state.ended is not None
        assert made.state.ended.outcome <= Outcome.STOPPED


def test_one_frame_between_two_begins_anew() -> None:
    """Two in a row, and not two."""
    made = down_from("run")
    for speed in (850, 800, 850, 800, 850):
        set_to(made, speed, 1)
    assert made.heard(StopBelt) == []


def test_a_belt_that_is_still_on_its_way_up_does_not_rise() -> None:
    """A symptom in the ramp: the belt may come to the last target up before it slows."""
    made = at_segment(0, with_program(*LONG))
    while made.state.drive.commanded < RUN:
        made.run(0.1)
    set_to(made, 755, 1)
    made.tell(SymptomReported("heaviness", 1))
    made.deaf = True
    set_to(made, 800, 3)
    assert made.heard(StopBelt) == []
    set_to(made, 850, 2)
    assert made.heard(StopBelt)


def test_what_it_fell_to_is_what_it_may_not_rise_from() -> None:
    """Half-way down it turns: below where it began, and above where it has been."""
    made = going("run")
    made.tell(SymptomReported("heaviness", 1))
    made.run(2)
    low = made.speed
    assert WALK < low < RUN - 100
    made.deaf = True
    set_to(made, low + 60, 2)
    assert [each.because for _, each in made.heard(RaiseAlarm)] == [obey.ROSE]


def test_a_belt_that_has_arrived_does_not_rise_it_is_changed() -> None:
    """The way down is over: a hand at the console is no fault of the belt."""
    made = going("run")
    made.tell(SymptomReported("heaviness", 1))
    made.run(14)
    assert made.speed == WALK
    set_to(made, 700)
    assert made.heard(StopBelt) == []
    assert obey.faster_at_console(made.state)


def test_a_minus_that_speeds_up_is_found_at_its_first_step() -> None:
    """QZ #3382: plus and minus both speed the belt up."""
    made = going("run")
    made.deaf = True
    made.tell(SymptomReported("heaviness", 1))
    set_to(made, 850, 2)
    assert made.heard(StopBelt)


def frozen_after(made: World, length: float) -> World:
    """Let the machine's clock stand while its frames go on."""
    clock = made.worked // 2
    for _ in range(int(length * 2)):
        made.now = Nanoseconds(made.now + FRAME)
        made.tell(BeltReported(CentiKmh(made.speed), clock))
    return made


@pytest.mark.parametrize(("length", "frozen"), [(4.5, False), (5.5, True)])
def test_data_that_stand_still_are_not_known(length: float, *, frozen: bool) -> None:
    """Unknown, with the alarm and the stop; that the belt moves is no news any more."""
    made = World(clocked=True).run(2)
    at_segment(0, made).run(8).forget()
    frozen_after(made, length)
    assert (made.heard(StopBelt) != []) is frozen
    alarms = [each.because for _, each in made.heard(RaiseAlarm)]
    assert alarms == ([obey.FROZEN] if frozen else [])
    if frozen:
        assert made.state.stop is not None
        assert (made.state.stop.because, made.state.stop.outcome) == (obey.FROZEN, Outcome.UNKNOWN)


def test_data_that_stand_still_are_not_known_in_manual_mode_either() -> None:
    """Whoever sets the speed: what the frames say of the belt is worth nothing."""
    setup = replace(SETUP, control=Control.STOP_ONLY)
    made = World(clocked=True, setup=setup, state=begin(setup)).run(2)
    at_segment(0, made).run(8).forget()
    frozen_after(made, 5.5)
    assert [each.because for _, each in made.heard(RaiseAlarm)] == [obey.FROZEN]
    assert made.heard(StopBelt)


@pytest.mark.parametrize("clock", [None, 0, 77])
def test_a_machine_whose_clock_never_ran_is_not_judged(clock: int | None) -> None:
    """Many have none, some send a number that never changes."""
    made = at_segment(0, World().run(2))
    for _ in range(60):
        made.now = Nanoseconds(made.now + FRAME)
        made.tell(BeltReported(CentiKmh(made.speed), clock))
        while (wake_at(made.state) or made.now + 1) <= made.now:
            made.run(0)
    assert made.heard(StopBelt) == []


@pytest.mark.parametrize("unit", [10, 60])
def test_a_clock_that_counts_in_tens_or_minutes_is_not_judged(unit: int) -> None:
    """It stands for longer than 5 s all the time."""
    made = at_segment(0, World().run(2))
    for each in range(300):
        made.now = Nanoseconds(made.now + FRAME)
        made.tell(BeltReported(CentiKmh(made.speed), each // 2 // unit * unit))
    assert obey.FROZEN not in {each.because for _, each in made.heard(StopBelt)}


def test_a_clock_that_stood_in_a_pause_is_not_judged_at_the_start() -> None:
    """It begins to count again after the belt does."""
    made = World(clocked=True).run(2)
    at_segment(0, made).run(8)
    made.tell(StopPressed("x"))
    belt = made.state.belt
    for second in range(40):
        belt = belt.reported(CentiKmh(0), belt.elapsed, Nanoseconds(made.now + second * SECOND))
    moving = belt.reported(CentiKmh(100), belt.elapsed, Nanoseconds(made.now + 41 * SECOND))
    assert not moving.frozen


def test_control_that_is_lost_stops_while_it_can_be_heard() -> None:
    """The product table has every phase; this is what is said and what ends."""
    made = going("run")
    commands = made.tell(ControlLost())
    assert isinstance(commands[0], StopBelt)
    assert commands[0].because == obey.CONTROL_LOST
    made.until(Phase.ENDED, 60)
    assert made.state.ended is not None
    assert (made.state.ended.cause, made.state.ended.outcome) == (Cause.FAULT, Outcome.STOPPED)


NOISE = st.lists(st.integers(-20, 20), min_size=40, max_size=40)


@settings(max_examples=40, deadline=None)
@given(NOISE, st.sampled_from(["walk", "run", "down"]))
def test_a_belt_that_wobbles_means_nothing(noise: list[int], way: str) -> None:
    """Each frame up to 0.2 km/h off, in a walk, in a run and on a way down with a lag."""
    made = going("walk" if way == "walk" else "run")
    if way == "down":
        made.tell(SymptomReported("heaviness", 1))
    made.forget()
    lagging = [made.speed] * 2
    for each in noise:
        made._move()
        lagging.append(made.speed)
        made.now = Nanoseconds(made.now + FRAME)
        made.tell(BeltReported(CentiKmh(lagging[-3] + each), None))
    assert made.heard(StopBelt) == []
    assert made.heard(RaiseAlarm) == []
    assert made.state.obeys.change is None
    assert made.state.drive.eased == Eased()


@pytest.mark.long
@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(100, 1300), st.integers(1, 30)), max_size=12),
    st.sampled_from(["walk", "run"]),
)
def test_whatever_is_set_at_the_console_no_slower_target_speeds_it_up(
    hands: list[tuple[int, int]], gait: str
) -> None:
    """A target above the belt goes out behind an announcement only; the cap holds; no refusal."""
    made = going(gait)
    for speed, frames in hands:
        heard: list[Command] = []
        set_to(made, speed, 1)
        for _ in range(frames):
            made.forget().run(0.5)
            heard += [each for _, each in made.said]
        if made.state.asking.question is not None:
            made.tell(KeyPressed())
        assert all(each.speed <= CAP for each in heard if isinstance(each, SetSpeed))
    assert made.refused == []
