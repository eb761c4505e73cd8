"""Runs that follow only what is gone, and what is asked about again after two minutes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from controller.core import numbers
from controller.core.commands import SetSpeed
from controller.core.drive import length
from controller.core.events import (
    DegreeGiven,
    NothingToNote,
    PlaceGiven,
    SomethingWrong,
    StrengthGiven,
    SymptomReported,
    TalkGiven,
)
from controller.core.judge import Said
from controller.core.questions import Ask, Degree, Watched
from controller.core.state import Outcome, Phase
from controller.core.timeline import Gait, Program, Role, Segment
from protocols.units import CentiKmh, Nanoseconds
from tests.core.worlds import (
    RUN,
    SETUP,
    WALK,
    World,
    arrived,
    at_segment,
    policy_of,
    seconds,
    well,
)


def program(run: float, walk: float, bouts: int = 4, speed: CentiKmh = RUN) -> Program:
    """Return a warm-up, bouts of running with walks between, and a cool-down; every walk asks."""
    made = [Segment(Gait.WALK, Role.WARM_UP, seconds(60), WALK, asks=False)]
    for _ in range(bouts):
        made.append(Segment(Gait.RUN, Role.WORK, seconds(run), speed, asks=False))
        made.append(Segment(Gait.WALK, Role.WORK, seconds(walk), WALK, asks=True))
    made.append(Segment(Gait.WALK, Role.COOL_DOWN, seconds(240), WALK, asks=True))
    return Program(tuple(made), WALK)


def in_bout(
    index: int, policy: str = "standard", run: float = 60, walk: float = 90, speed: CentiKmh = RUN
) -> World:
    """Return a world in which that segment has just begun to count."""
    setup = replace(SETUP, policy=policy_of(policy), program=program(run, walk, speed=speed))
    return arrived(index, setup).forget()


def ask_of(made: World) -> Ask | None:
    """Return which question is open."""
    question = made.state.asking.question
    return None if question is None else question.ask


def until_asked(made: World, ask: Ask, limit: float = 400) -> World:
    """Let time go by, with nothing to tell, until that question is put."""
    for _ in range(int(limit * 10)):
        if ask_of(made) is ask:
            return made
        if made.state.asking.question is not None:
            well(made)
        made.run(0.1)
    raise AssertionError(f"{ask} was not asked")


def say(made: World, *events: object) -> World:
    """Press keys a second apart, and let the last one stand."""
    for event in events:
        made.run(1)
        made.tell(event)  # type: ignore[arg-type]  # a list of events is a list of objects here
    return made.run(3)


def tell_heavy(made: World, strength: int = 1) -> World:
    """Press S in a run, and say heaviness when asked."""
    made.tell(SomethingWrong())
    until_asked(made, Ask.ANYTHING, 30)
    return say(made, StrengthGiven(strength), PlaceGiven("heavy"))


def speeds(made: World) -> list[CentiKmh]:
    """Return the targets since the world was told to forget."""
    return [each.speed for _, each in made.heard(SetSpeed)]


def runs_at(made: World) -> list[Nanoseconds]:
    """Return how long each run to come lasts."""
    index = made.state.progress.index
    segments = made.setup.program.segments[index:]
    return [length(made.state, each) for each in segments if each.gait is Gait.RUN]


ONSETS = [(5, 15), (15, 15), (20, 15), (23, 20), (40, 35), (50, 45), (59, 50)]
"""From the beginning of the bout to the key, and what is left of the bouts: 0.9 x, down to 5 s."""


@pytest.mark.parametrize(("onset", "left"), ONSETS)
def test_a_first_mild_pelvic_symptom_shortens_the_runs(onset: float, left: float) -> None:
    """`standard`, I4: a whole walk, "gone", and bouts of 0.9 x onset; the speed stays."""
    made = in_bout(1)
    made.run(onset)
    tell_heavy(made)
    assert made.phase is Phase.RUNNING
    until_asked(made, Ask.STILL_THERE)
    say(made, DegreeGiven(Degree.GONE))
    assert runs_at(made) == [seconds(left)] * 3
    made.forget()
    for _ in range(30):
        well(made.run(5))
    assert max(speeds(made)) == RUN
    assert made.state.asking.watched == ()


@pytest.mark.parametrize("by_key", [False, True])
def test_what_comes_on_the_way_up_to_a_run_leaves_the_shortest_runs(*, by_key: bool) -> None:
    """I4: its onset is the beginning of this run, however long the one before it was."""
    made = in_bout(2)
    for _ in range(2000):
        if made.state.progress.index == 3:
            break
        well(made).run(0.1)
    made.run(3)
    assert made.state.progress.count_from is None
    if by_key:
        tell_heavy(made)
    else:
        made.tell(SymptomReported("heaviness", 1))
    until_asked(made, Ask.STILL_THERE)
    say(made, DegreeGiven(Degree.GONE))
    assert runs_at(made) == [numbers.SHORTEST_BOUT] * 2


@pytest.mark.parametrize("policy", ["cautious", "standard"])
@pytest.mark.parametrize("again", [50, 100, 119])
def test_telling_it_again_does_not_put_its_two_minutes_off(policy: str, again: float) -> None:
    """I2: it was never gone; "the same" at two minutes from the first time refers."""
    made = in_bout(1, policy, walk=300)
    made.run(10).tell(SymptomReported("heaviness", 1))
    told_at = made.now
    while made.now < told_at + seconds(again):
        well(made).run(0.5)
    made.tell(SymptomReported("heaviness", 1))
    until_asked(made, Ask.STILL_THERE)
    assert made.now - told_at <= numbers.STILL_THERE_AFTER + seconds(1)
    say(made, DegreeGiven(Degree.SAME))
    assert made.state.course.reports[-1].action == "WALK_THEN_STOP_AND_REFER"


def test_the_walk_before_it_is_a_whole_one() -> None:
    """It begins anew with the answer, and only then is asked whether it is gone."""
    made = in_bout(1)
    made.run(40)
    tell_heavy(made)
    told = made.forget().now
    until_asked(made, Ask.STILL_THERE)
    assert made.now - told >= seconds(90)
    assert speeds(made) == []


@pytest.mark.parametrize("degree", [Degree.LESS, Degree.SAME, Degree.MORE])
def test_what_is_not_gone_ends_the_running(degree: Degree) -> None:
    """After ninety seconds: no run today, and after two minutes it is asked again (I2)."""
    made = in_bout(1)
    made.run(40)
    tell_heavy(made)
    until_asked(made, Ask.STILL_THERE)
    say(made.forget(), DegreeGiven(degree))
    assert made.phase is Phase.WALKING_OUT
    assert made.state.course.walk_out is not None
    assert made.state.course.walk_out.stop_at is None
    until_asked(made, Ask.STILL_THERE)
    say(made, DegreeGiven(Degree.GONE))
    for _ in range(200):
        well(made.run(5))
    assert all(each <= WALK for each in speeds(made))
    assert made.state.ended is not None
    assert made.state.ended.outcome is Outcome.WALKED_OUT


@pytest.mark.parametrize("policy", ["cautious", "standard"])
@pytest.mark.parametrize("degree", [Degree.SAME, Degree.MORE])
def test_pelvic_after_two_minutes_of_walking_is_strong(policy: str, degree: Degree) -> None:
    """I2: three minutes of walking, then the stop and a referral."""
    made = in_bout(1, policy, walk=200)
    made.run(40)
    tell_heavy(made)
    told = made.now
    until_asked(made, Ask.STILL_THERE)
    assert seconds(115) <= made.now - told <= seconds(125)
    say(made, DegreeGiven(degree))
    assert made.state.course.reports[-1].action == "WALK_THEN_STOP_AND_REFER"
    assert made.state.course.reports[-1].rule == "I2"
    at = made.now
    for _ in range(100):
        if made.phase is Phase.STOPPING:
            break
        well(made.run(2))
    assert seconds(175) <= made.now - at <= seconds(190)
    made.until(Phase.ENDED, 60)
    assert made.state.ended is not None
    assert made.state.ended.outcome is Outcome.STOPPED_AND_REFER


@pytest.mark.parametrize("policy", ["cautious", "standard"])
@pytest.mark.parametrize(("symptom", "value"), [("pelvic_pain", 2), ("heaviness", 1)])
def test_less_is_never_judged_more_strictly_than_the_same(
    policy: str, symptom: str, value: int
) -> None:
    """It is an answer and no second report: the walk goes on, and it is asked about once more."""
    made = in_bout(1, policy, walk=200)
    made.run(40).tell(SymptomReported(symptom, value))
    until_asked(made, Ask.STILL_THERE)
    say(made, DegreeGiven(Degree.LESS))
    assert made.phase is Phase.WALKING_OUT
    assert made.state.course.walk_out is not None
    assert made.state.course.walk_out.stop_at is None
    until_asked(made, Ask.STILL_THERE)
    say(made, DegreeGiven(Degree.SAME))
    after = made.state.course.walk_out
    assert after is not None
    assert after.stop_at is not None


def test_a_second_report_of_pelvic_pain_refers() -> None:
    """Told anew, and not asked for, it is one."""
    made = in_bout(1, "cautious", walk=200)
    made.run(40).tell(SymptomReported("pelvic_pain", 2))
    made.run(30).tell(SymptomReported("pelvic_pain", 1))
    assert made.state.stop is not None
    assert made.state.stop.outcome is Outcome.STOPPED_AND_REFER


def test_less_after_two_minutes_is_asked_about_again() -> None:
    """`cautious`: walking to the end already; every two minutes until it is gone."""
    made = in_bout(1, "cautious")
    made.run(40)
    tell_heavy(made)
    assert made.phase is Phase.WALKING_OUT
    for _ in range(2):
        asked = until_asked(made, Ask.STILL_THERE).now
        say(made, DegreeGiven(Degree.LESS))
        until_asked(made, Ask.STILL_THERE)
        assert made.now - asked >= seconds(120)
    say(made, DegreeGiven(Degree.GONE))
    assert made.state.asking.watched == ()


def test_a_second_one_ends_the_running_under_any_policy() -> None:
    """I5."""
    made = in_bout(1)
    made.run(40)
    tell_heavy(made)
    until_asked(made, Ask.STILL_THERE)
    say(made, DegreeGiven(Degree.GONE))
    at_segment(3, made)
    made.run(10)
    tell_heavy(made)
    assert made.state.course.reports[-1].rule == "I5"
    assert made.phase is Phase.WALKING_OUT


def test_no_answer_to_still_there_is_never_gone() -> None:
    """The walk is held, and then the belt comes to a stop (I13)."""
    made = in_bout(1)
    made.run(40)
    tell_heavy(made)
    until_asked(made, Ask.STILL_THERE)
    made.forget().run(59)
    assert speeds(made) == []
    made.run(2)
    assert made.phase is Phase.STOPPING


@pytest.mark.parametrize(
    ("speed", "expected"), [(CentiKmh(750), None), (CentiKmh(780), CentiKmh(700)), (RUN, 720)]
)
def test_a_pain_of_four_walks_and_may_run_again_more_slowly(
    speed: CentiKmh, expected: int | None
) -> None:
    """I8: 10 % slower and three quarters as long; where that is no jog, it is a walk to the end."""
    made = in_bout(1, "cautious", speed=speed)
    made.run(20).tell(SymptomReported("knee", 4))
    if expected is None:
        assert made.phase is Phase.WALKING_OUT
        return
    until_asked(made, Ask.STILL_THERE)
    say(made.forget(), DegreeGiven(Degree.GONE))
    assert runs_at(made) == [seconds(45)] * 3
    for _ in range(30):
        well(made.run(5))
    assert max(speeds(made)) == expected


@pytest.mark.parametrize(
    ("speed", "expected"),
    [(750, None), (770, None), (780, 700), (800, 720), (900, 810), (1000, 900)],
)
def test_a_pain_of_three_slows_by_a_tenth(speed: int, expected: int | None) -> None:
    """I9: at 7.5 km/h a tenth less is 6.75, below a jog, hence a walk to the end."""
    made = in_bout(1, "cautious", speed=CentiKmh(speed))
    made.run(20).tell(SymptomReported("knee", 3))
    if expected is None:
        assert made.phase is Phase.WALKING_OUT
        assert made.state.ceilings.lowest.speed == WALK
    else:
        assert made.state.ceilings.lowest.speed == expected


@pytest.mark.parametrize("after", [0.5, 2.5, 4.5])
def test_no_run_becomes_faster_behind_a_symptom(after: float) -> None:
    """I9 on the way up: this run is a walk, and the next one is slower."""
    made = in_bout(0, "cautious")
    while made.state.progress.index == 0:
        well(made).run(0.1)
    made.run(after)
    assert WALK < made.state.drive.commanded < 720
    made.forget().tell(SymptomReported("knee", 3))
    for _ in range(10):
        well(made.run(5))
    assert speeds(made) == sorted(speeds(made), reverse=True)
    assert made.state.progress.cut == 1
    for _ in range(30):
        well(made.run(5))
    assert max(speeds(made)) == 720


def test_a_limp_that_stays_ends_the_session() -> None:
    """I7."""
    made = in_bout(1, "cautious")
    made.run(20).tell(SymptomReported("limp", 1))
    until_asked(made, Ask.STILL_THERE)
    made.run(1).tell(DegreeGiven(Degree.SAME))
    assert made.phase is Phase.STOPPING
    assert made.state.course.reports[-1].rule == "I7"


@pytest.mark.parametrize("also", [None, SymptomReported("heaviness", 1)])
def test_a_limp_that_stays_ends_the_session_where_no_run_waits_for_it(
    also: SymptomReported | None,
) -> None:
    """I7 at 7.5 km/h, where a limp is a walk to the end, and where something else made it one."""
    made = in_bout(1, "cautious", speed=CentiKmh(750) if also is None else RUN)
    made.run(20).tell(SymptomReported("limp", 1))
    if also is not None:
        made.tell(also)
    assert made.phase is Phase.WALKING_OUT
    while made.state.course.reports[-1].symptom != "limp" or made.phase is Phase.WALKING_OUT:
        until_asked(made, Ask.STILL_THERE)
        question = made.state.asking.question
        assert question is not None
        assert question.about is not None
        stays = question.about.said.symptom == "limp"
        say(made, DegreeGiven(Degree.SAME if stays else Degree.GONE))
    assert made.phase is Phase.STOPPING
    assert made.state.course.reports[-1].rule == "I7"


def test_two_things_that_a_run_waits_for_are_both_asked_about() -> None:
    """One that is gone does not speak for the other."""
    made = in_bout(1, "cautious", walk=90)
    made.run(20).tell(SymptomReported("fear", 1))
    made.run(10).tell(SymptomReported("effort", 9))
    until_asked(made, Ask.STILL_THERE)
    say(made, DegreeGiven(Degree.GONE))
    until_asked(made, Ask.STILL_THERE, 5)
    say(made.forget(), DegreeGiven(Degree.MORE))
    for _ in range(200):
        well(made.run(5))
    assert all(each <= WALK for each in speeds(made))


def test_told_in_a_walk_the_onset_is_the_run_before() -> None:
    """Nobody said when it began, so it is the whole of the run behind."""
    made = in_bout(2)
    until_asked(made, Ask.ANYTHING, 20)
    say(made, StrengthGiven(2), PlaceGiven("heavy"))
    until_asked(made, Ask.STILL_THERE)
    say(made, DegreeGiven(Degree.GONE))
    assert runs_at(made) == [seconds(50)] * 3  # 0.9 x 60 s, down to 5 s


def test_a_long_run_reminds_of_the_key_and_wants_no_answer() -> None:
    """Every five minutes, not at the end; nothing changes."""
    made = in_bout(1, run=660)
    for count in range(2):
        made.run(297)
        assert made.state.asking.reminded == count
        made.run(4)
        assert made.state.asking.reminded == count + 1
    made.run(50)
    began = made.state.progress.count_from
    assert began is not None
    assert made.now - began >= seconds(650)
    assert made.state.asking.reminded == 2
    assert made.state.asking.question is None
    assert speeds(made) == []


def test_the_numbers_are_those_of_the_table() -> None:
    """I2, I4 and the undo."""
    assert (seconds(120), seconds(3)) == (numbers.STILL_THERE_AFTER, numbers.UNDO)
    assert (seconds(15), seconds(5)) == (numbers.SHORTEST_BOUT, numbers.BOUT_STEP)


def test_nothing_is_asked_while_something_is_pending() -> None:
    """The two minutes end within the three seconds: first the one, then the other."""
    made = in_bout(1, "cautious", walk=200)
    made.run(40)
    tell_heavy(made)
    made.run(110).tell(SomethingWrong())
    made.run(5).tell(NothingToNote())
    made.run(1).tell(TalkGiven(0))
    assert made.state.asking.pending is not None
    made.run(2.9)
    assert ask_of(made) is None
    made.run(2)
    assert ask_of(made) is Ask.STILL_THERE


def test_the_walk_s_own_question_comes_before_still_there() -> None:
    """Both are due: first what may be new, then what was told before."""
    made = in_bout(2, "cautious")
    told = Watched(Said("heaviness", 1, "Heavy", "a little", "heavy"), made.now, made.now)
    made.state = replace(made.state, asking=replace(made.state.asking, watched=(told,)))
    until_asked(made, Ask.ANYTHING, 10)
    say(made, NothingToNote())
    until_asked(made, Ask.STILL_THERE, 5)
    say(made, DegreeGiven(Degree.GONE))
    assert made.state.asking.watched == ()


def test_who_walks_to_the_end_is_not_asked_whether_she_could_talk() -> None:
    """The talk test is about running."""
    made = in_bout(1, "cautious")
    made.run(40)
    tell_heavy(made)
    assert made.phase is Phase.WALKING_OUT
    made.run(30).tell(SomethingWrong())
    made.run(1).tell(NothingToNote())
    assert made.state.asking.question is None
    assert made.state.asking.pending is not None
