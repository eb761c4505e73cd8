"""The live keys: something is wrong, unwell, walk; and keys that do not arrive."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from controller.core import choices
from controller.core.commands import Announce, SetSpeed, StartBelt, StopBelt
from controller.core.events import (
    BatteryRead,
    CoolDownPressed,
    FasterPressed,
    KeysBack,
    KeysLost,
    LinkLost,
    NothingToNote,
    OperatorLost,
    PlaceGiven,
    ResumePressed,
    SlowerPressed,
    SomethingWrong,
    StartPressed,
    StopPressed,
    StrengthGiven,
    SymptomReported,
    Unwell,
    WalkPressed,
)
from controller.core.numbers import DOWN_RATE, SYMPTOM_RATE
from controller.core.state import Cause, Outcome, Phase, segment
from controller.core.targets import Eased
from controller.core.timeline import Gait, Role
from controller.session.narrate import narrate
from protocols.units import SECOND, CentiKmh, Nanoseconds
from tests.core.worlds import (
    FRAME,
    JOG,
    PROGRAM,
    RUN,
    WALK,
    World,
    arrived,
    at_segment,
    bring,
    seconds,
    started,
    well,
    with_program,
    world,
)

DRIVEN = [0, 1, 2, 3, 4]


def in_segment(index: int) -> World:
    """Return a world some seconds into a segment, with no question open."""
    made = arrived(index)
    made.run(3)
    return made.forget()


@pytest.mark.parametrize("index", [1, 3])
def test_something_wrong_in_a_run_walks_first_and_then_asks(index: int) -> None:
    """The belt goes down at once; the question comes below jogging speed, not before."""
    made = in_segment(index)
    made.tell(SomethingWrong())
    first = made.heard(SetSpeed)[0]
    assert first[0] == made.now
    assert made.state.asking.question is None
    while made.state.asking.question is None:
        assert made.speed >= 0
        made.run(0.1)
        assert (made.state.belt.speed or 0) < JOG or made.state.asking.question is None
    made.run(1).tell(NothingToNote())
    interval = segment(made.state)
    assert interval is not None
    assert interval.gait is Gait.WALK


@pytest.mark.parametrize("index", [0, 2, 4])
def test_something_wrong_in_a_walk_asks_at_once(index: int) -> None:
    """Walking, the question is there with the key."""
    made = in_segment(index)
    made.tell(SomethingWrong())
    assert made.state.asking.question is not None


@pytest.mark.parametrize("index", [1, 3])
def test_something_wrong_asks_below_jogging_speed_in_a_walk_too(index: int) -> None:
    """While the belt still comes down from a run, the question waits until it can be read."""
    made = in_segment(index)
    made.tell(WalkPressed())
    assert (made.state.belt.speed or 0) >= JOG
    made.tell(SomethingWrong())
    assert made.state.asking.question is None
    while made.state.asking.question is None:
        made.run(0.1)
    assert (made.state.belt.speed or 0) < JOG


@pytest.mark.parametrize(
    ("event", "rate"), [(SomethingWrong(), SYMPTOM_RATE), (WalkPressed(), DOWN_RATE)], ids=repr
)
def test_something_wrong_is_slowed_down_for_more_quickly_than_a_choice(
    event: object, rate: int
) -> None:
    """0.8 km/h in the first second where something is wrong, 0.5 where nothing is."""
    made = in_segment(1)
    made.tell(event)  # type: ignore[arg-type]  # a list of events is a list of objects here
    assert made.heard(SetSpeed)[0][1].speed == RUN - rate


def test_something_wrong_leaves_an_open_question_alone() -> None:
    """What was said already still counts, and silence still stops the belt in time."""
    made = in_segment(2)
    made.tell(SomethingWrong())
    made.run(1).tell(StrengthGiven(2))
    question = made.state.asking.question
    made.run(1).tell(SomethingWrong())
    assert made.state.asking.question == question
    assert made.state.asking.wants_to_tell is False
    made.run(1).tell(PlaceGiven("unsure"))
    assert made.state.asking.question is None
    made.run(1)
    assert made.state.asking.question is None


def test_a_run_that_was_cut_is_not_repeated() -> None:
    """After "nothing" the walk behind the cut run goes on, and then the next run."""
    made = in_segment(1)
    made.tell(SomethingWrong())
    made.run(8)
    made.tell(NothingToNote())
    assert made.state.progress.index == 2
    assert made.state.progress.ran < 30 * 10**9


@pytest.mark.parametrize("index", DRIVEN)
def test_unwell_brings_the_belt_down_and_refers(index: int) -> None:
    """One key, in a run or in a walk; the outcome is a referral."""
    made = in_segment(index)
    made.tell(Unwell())
    assert made.phase is Phase.STOPPING
    made.until(Phase.ENDED, 60)
    assert made.state.ended is not None
    assert made.state.ended.outcome is Outcome.STOPPED_AND_REFER
    assert made.state.ended.because == "you pressed unwell"
    assert made.state.ended.confirmed is True


@pytest.mark.parametrize("index", [1, 3])
def test_walk_ends_the_run_and_twice_ends_the_running(index: int) -> None:
    """W walks now; W again walks to the end; no later run comes."""
    made = in_segment(index)
    made.tell(WalkPressed())
    made.run(10)
    assert made.state.course.walk_out is None
    assert made.speed == WALK
    made.tell(WalkPressed())
    assert (made.phase, made.state.since) == (Phase.WALKING_OUT, made.now)
    made.forget()
    for _ in range(60):
        well(made)
        made.run(5)
    assert all(each.speed <= WALK for _, each in made.heard(SetSpeed))
    assert made.state.ended is not None
    assert made.state.ended.outcome is Outcome.WALKED_OUT
    assert made.state.ended.cause is Cause.RUNNER
    assert made.state.ended.because == "you chose to walk to the end"


def test_walk_changes_nothing_in_a_walk_to_the_end() -> None:
    """What a symptom has decided is not decided anew by a key, however often it is pressed."""
    made = bring(Phase.WALKING_OUT)
    before = made.state.course.walk_out
    for _ in range(3):
        made.run(1).tell(WalkPressed())
    assert made.phase is Phase.WALKING_OUT
    assert made.state.course.walk_out == before
    assert made.state.course.walk_asked is False


@pytest.mark.parametrize("event", [WalkPressed(), SomethingWrong()], ids=repr)
def test_a_run_that_is_cut_before_another_run_has_a_walk_behind_it(event: object) -> None:
    """Where the plan runs twice in a row, nobody is led from one run into the next."""
    warm_up, run, _, another, cool_down = PROGRAM.segments
    made = at_segment(1, with_program(warm_up, run, another, cool_down))
    made.run(3).tell(event)  # type: ignore[arg-type]  # a list of events is a list of objects here
    interval = segment(made.state)
    assert interval is not None
    assert interval.gait is Gait.WALK
    made.run(8)
    assert made.speed <= WALK


def test_walk_is_forgotten_when_the_next_run_begins() -> None:
    """A press in one walk and a press in a later run are not "twice"."""
    made = in_segment(1)
    made.tell(WalkPressed())
    at = made.state.progress.index
    while made.state.progress.index == at:
        well(made)
        made.run(0.5)
    made.run(10).tell(WalkPressed())
    assert made.phase is Phase.RUNNING


def test_without_keys_no_run_begins() -> None:
    """In a walk the next run waits for as long as keys do not arrive."""
    made = in_segment(2)
    made.tell(KeysLost())
    made.run(50)
    well(made)
    made.run(120)
    assert made.state.progress.index == 2
    assert all(each.speed <= WALK for _, each in made.heard(SetSpeed))
    made.tell(KeysBack())
    made.run(40)
    assert made.state.progress.index == 3


def test_without_keys_a_run_becomes_a_walk_after_twenty_seconds() -> None:
    """Nobody could say that something is wrong."""
    made = in_segment(1)
    made.tell(KeysLost())
    made.run(19.5)
    assert made.state.progress.index == 1
    made.run(1)
    assert made.state.progress.index == 2
    assert made.state.drive.hurried is False, "nothing is wrong: by the planned ramp"
    assert made.state.drive.commanded == RUN - DOWN_RATE
    assert made.heard(StopBelt) == []


def test_keys_that_are_lost_twice_are_lost_since_the_first_time() -> None:
    """A second word of it gives the run no more time."""
    made = in_segment(1)
    made.tell(KeysLost())
    made.run(15).tell(KeysLost())
    made.run(5.5)
    assert made.state.progress.index == 2


def test_keys_that_are_lost_behind_the_announcement_hold_the_run_back() -> None:
    """The next run was announced already; it does not begin, nor does its time run."""
    made = in_segment(2)
    for _ in range(2000):
        well(made)
        if made.state.course.notice is not None:
            break
        made.run(0.1)
    assert made.state.course.notice is not None
    made.tell(KeysLost())
    made.forget().run(60)
    assert made.state.progress.index == 2
    assert made.heard(SetSpeed) == []


def test_a_run_begins_with_its_speed_up_and_not_with_the_word_of_it() -> None:
    """A late answer is followed by ten seconds' notice, and these are still the walk's."""
    made = in_segment(2)
    well(made.run(4))
    made.run(78).tell(SomethingWrong())
    well(made.run(15)).run(3)
    assert made.state.course.notice is not None
    made.run(9)
    assert made.state.progress.index == 2
    made.run(2)
    assert made.state.progress.index == 3


def test_an_open_question_holds_the_end_of_the_plan_back() -> None:
    """The last walk goes on until it is answered; then the plan is done."""
    made = in_segment(4)
    made.run(114).tell(SomethingWrong())
    made.run(15)
    assert made.phase is Phase.RUNNING
    assert made.state.progress.index == 4
    well(made).until(Phase.ENDED, 60)
    assert made.state.ended is not None
    assert made.state.ended.outcome is Outcome.COMPLETED


def test_keys_that_come_back_in_time_change_nothing() -> None:
    """A glance at another window for ten seconds costs no run."""
    made = in_segment(1)
    made.tell(KeysLost())
    made.run(10)
    made.tell(KeysBack())
    made.run(12)
    assert made.state.progress.index == 1


def test_no_start_while_the_treadmill_says_nothing() -> None:
    """That it stood once is not that it stands."""
    made = world()
    made.silent = True
    made.run(10).tell(StartPressed())
    assert made.phase is Phase.STILL


def test_a_start_behind_a_pause_is_waited_for_like_the_first() -> None:
    """A stop before the belt has moved again: zero counts when the late start is ruled out."""
    made = bring(Phase.PAUSED)
    made.run(5).tell(ResumePressed())
    made.until(Phase.STARTING, 30)
    began = made.now
    made.tell(StopPressed("the stop key"))
    made.until(Phase.ENDED, 60)
    assert made.now - began >= made.setup.start_delay


def test_a_countdown_whose_end_was_missed_starts_nothing() -> None:
    """Three seconds too late nobody expects the belt to move any more."""
    made = bring(Phase.COUNTDOWN)
    made.now = Nanoseconds(made.now + seconds(12))
    made.frame()
    assert made.phase is Phase.STILL
    assert made.heard(StartBelt) == []


def test_a_belt_that_starts_faster_than_allowed_is_stopped() -> None:
    """Nobody is led down from a speed that was never to be reached."""
    made = bring(Phase.STARTING)
    made.starts_at, made.speed, made.target = None, 1100, 1100
    made.frame()
    assert made.phase is Phase.STOPPING
    assert [when for when, _ in made.heard(StopBelt)] == [made.now]


@pytest.mark.parametrize("phase", [Phase.STILL, Phase.COUNTDOWN])
def test_whoever_leaves_before_the_start_leaves_nothing_to_be_sent(phase: Phase) -> None:
    """A belt that moves now is somebody else's."""
    made = bring(phase)
    made.tell(OperatorLost("the screen is gone"))
    assert made.phase is Phase.ENDED
    made.run(30)
    assert made.heard(StopBelt) == []


def test_one_frame_of_zero_starts_no_countdown() -> None:
    """The belt has to be seen to stand for a while; then the same key counts."""
    made = World().run(0.6)
    assert made.state.belt.speed == 0
    made.tell(StartPressed())
    assert made.phase is Phase.STILL
    made.run(3).tell(StartPressed())
    made.until(Phase.COUNTDOWN, 1)


@pytest.mark.parametrize("event", [KeysLost(), BatteryRead(too_low=True)], ids=repr)
def test_no_start_without_keys_or_with_an_empty_battery(event: object) -> None:
    """The start key does nothing, and nothing starts by itself when it is mended."""
    made = world()
    made.tell(event)  # type: ignore[arg-type]  # a list of events is a list of objects here
    made.tell(StartPressed())
    assert made.phase is Phase.STILL
    made.tell(KeysBack())
    made.tell(BatteryRead(too_low=False))
    made.run(60)
    assert made.heard(StartBelt) == []
    made.tell(StartPressed())
    made.run(11)
    assert len(made.heard(StartBelt)) == 1


def test_keys_that_get_lost_call_the_countdown_off() -> None:
    """Whoever cannot call it off is not started upon."""
    made = bring(Phase.COUNTDOWN)
    made.tell(KeysLost())
    assert made.phase is Phase.STILL
    made.run(60)
    assert made.heard(StartBelt) == []


def test_keys_that_never_come_back_end_the_session() -> None:
    """A walk whose next run may not begin is brought to a stop after five minutes."""
    made = in_segment(2)
    made.tell(KeysLost())
    made.run(20)
    well(made)
    made.until(Phase.STOPPING, 90 + 5 * 60 + 30)
    assert made.state.stop is not None
    assert "could not begin" in made.state.stop.because
    made.until(Phase.ENDED, 60)


def test_a_walk_key_that_is_held_is_pressed_once() -> None:
    """Thirty presses a second walk now; they do not end the running."""
    made = in_segment(1)
    for _ in range(60):
        made.tell(WalkPressed())
        made.run(1 / 30)
    assert made.state.course.walk_out is None
    made.run(1).tell(WalkPressed())
    assert made.state.course.walk_out is not None


def _stopped_by_the_stop_key() -> World:
    made = in_segment(1)
    made.tell(StopPressed("the stop key"))
    return made.run(0.5)


def _silent() -> World:
    made = in_segment(1)
    made.silent = True
    return made.until(Phase.UNKNOWN, 20)


def _out_of_reach() -> World:
    made = in_segment(1)
    made.tell(LinkLost("out of range"))
    return made


@pytest.mark.parametrize("brought", [_stopped_by_the_stop_key, _silent, _out_of_reach])
def test_unwell_behind_another_stop_is_not_lost(brought: Callable[[], World]) -> None:
    """One key is enough: which signs there are is asked, and the screen refers."""
    made = brought()
    before = made.state
    made.tell(Unwell())
    told = narrate(before, made.state)
    assert {"kind": "unwell"} in told
    assert not [each for each in told if each["kind"] == "stop"]
    made.tell(Unwell())
    assert made.state.course.unwell
    made.until(Phase.ENDED, 200)
    ended = made.state.ended
    assert ended is not None
    assert ended.notes is not None
    assert ended.notes.signs
    assert ended.outcome >= Outcome.STOPPED_AND_REFER


def test_unwell_in_a_run_is_told_by_the_stop_alone() -> None:
    """Nothing is told twice."""
    made = in_segment(1)
    before = made.state
    made.tell(Unwell())
    kinds = [each["kind"] for each in narrate(before, made.state)]
    assert ("stop" in kinds, "unwell" in kinds) == (True, False)


@pytest.mark.parametrize("delay", [0.25, 0.5, 0.66])
def test_a_walk_key_that_is_held_does_not_repeat_itself_into_the_end(delay: float) -> None:
    """Keyboards wait for a quarter to two thirds of a second before they repeat a key."""
    made = in_segment(1)
    made.tell(WalkPressed())
    made.run(delay)
    for _ in range(30):
        made.tell(WalkPressed())
        made.run(1 / 30)
    assert made.state.course.walk_out is None
    assert made.state.course.walk_asked


def test_a_plan_that_ends_in_a_run_is_cooled_down_from_by_a_walk() -> None:
    """The key works there too: two minutes of walking, and then the session is done."""
    made = at_segment(1, with_program(*PROGRAM.segments[:2]))
    made.run(5).tell(CoolDownPressed())
    interval = segment(made.state)
    assert interval is not None
    assert (interval.gait, interval.role) == (Gait.WALK, Role.COOL_DOWN)
    made.run(2).tell(CoolDownPressed())
    assert segment(made.state) == interval
    while made.state.ended is None:
        well(made).run(1)
    assert made.state.ended.because == "you chose to cool down"
    assert made.state.progress.cut == 1


@pytest.mark.parametrize("phase", sorted(set(Phase) - {Phase.RUNNING, Phase.WALKING_OUT}, key=str))
def test_a_cool_down_is_of_a_belt_that_is_driven(phase: Phase) -> None:
    """Anywhere else the key means nothing, whatever is left of the plan."""
    state = bring(phase).state
    assert choices.cool_down(state, Nanoseconds(0)) is state


def test_something_wrong_while_a_run_is_walked_out_asks_at_a_walk() -> None:
    """Planned as a run and slowed to a walk: the question does not wait for the run's end."""
    made = in_segment(1)
    made.tell(SymptomReported("heaviness", 1))
    made.run(0.5).tell(SomethingWrong())
    made.run(10)
    assert made.state.asking.question is not None
    assert made.state.progress.index == 1


def test_slower_than_the_slowest_is_nothing_that_she_chose() -> None:
    """A ceiling holds the belt at its minimum: the key has nothing to add, and keeps nothing."""
    made = in_segment(0)
    least = made.setup.speed_range.minimum
    made.state = replace(made.state, ceilings=made.state.ceilings.lowered(least, "the minimum"))
    made.run(20)
    made.tell(SlowerPressed())
    assert made.state.drive.eased == Eased()


@pytest.mark.parametrize(("after", "taken"), [(1.9, False), (2.0, True)])
def test_faster_is_taken_once_in_two_seconds(after: float, *, taken: bool) -> None:
    """However soon the belt was where it was asked to be."""
    made = in_segment(0)
    made.tell(SlowerPressed())
    made.run(10).tell(FasterPressed())
    made.run(0.5 - made.now % FRAME / SECOND)
    once = made.state.drive
    assert once.confirmed
    made.run((once.next_up_at - made.now) / SECOND - 2 + after).tell(FasterPressed())
    assert (made.state.drive.eased.walk < once.eased.walk) is taken


def test_faster_does_not_begin_a_run_that_is_announced() -> None:
    """A walk that is over its time, and eased: the key would have begun the run uncounted."""
    made = in_segment(2)
    made.tell(SlowerPressed())
    well(made.run(5)).run(65).tell(KeysLost())
    made.run(30).tell(KeysBack())
    made.run(1)
    notice, before = made.state.course.notice, made.state.drive
    assert notice is not None
    assert (notice.speed, before.eased.walk) == (RUN, 50)
    made.forget().tell(FasterPressed())
    assert (made.said, made.state.drive, made.state.course.notice) == ([], before, notice)
    made.run(12)
    counts = [(notice.due - when, each.seconds) for when, each in made.heard(Announce)]
    assert counts == [(3 * SECOND, 3), (2 * SECOND, 2), (SECOND, 1)]
    assert made.heard(SetSpeed)[0][0] == notice.due


def test_what_comes_is_what_was_announced() -> None:
    """Keys are lost on the way up to the warm-up's speed, and come back when its time is over."""
    made = started().run(9)
    made.tell(KeysLost())
    made.run(200).forget().tell(KeysBack())
    made.run(40)
    announced = CentiKmh(0)
    for _, each in made.said:
        if isinstance(each, Announce):
            announced = each.speed
        elif isinstance(each, SetSpeed):
            assert each.speed <= announced
    assert made.state.drive.commanded == RUN


def test_a_start_is_called_off_when_keys_are_lost() -> None:
    """The phase is as old as the loss."""
    made = bring(Phase.COUNTDOWN)
    made.tell(KeysLost())
    assert (made.phase, made.state.since) == (Phase.STILL, made.now)
