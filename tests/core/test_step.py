"""One step: which function each event and each deadline leads to, and with what in hand.

Where every event leads from every phase is in `test_product`. Here each arm is held to its values:
the moment, the reason, what the sensors said.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import pytest

from controller.core.afterwards import Notes
from controller.core.cadence import Cadence
from controller.core.commands import (
    Announce,
    Command,
    ConsoleKey,
    EndAlarm,
    Instruct,
    RaiseAlarm,
    SetSpeed,
    StopBelt,
)
from controller.core.events import (
    BatteryRead,
    BeltReported,
    CadenceReported,
    Console,
    ControlLost,
    CoolDownPressed,
    Event,
    FasterRefused,
    FasterSent,
    KeyPressed,
    KeysBack,
    KeysLost,
    LinkLost,
    LinkRestored,
    MachineStopped,
    MustStop,
    OperatorLost,
    PausePressed,
    SlowingRefused,
    StartRefused,
    StopPressed,
    SymptomReported,
    TakenOver,
    TimeJumped,
    Woke,
    WriteReturned,
    WriteStalled,
)
from controller.core.faster import refused_up, sent_up
from controller.core.gait import Feet
from controller.core.judge import Said
from controller.core.known import MachineKnown
from controller.core.questions import Ask, Pending, Question
from controller.core.state import (
    Cause,
    Contact,
    Control,
    Outcome,
    Phase,
    SessionState,
    Setup,
    StopPlan,
    begin,
)
from controller.core.step import RULES, Rule, Stepped, is_over, step, wake_at
from controller.core.targets import Eased, Notice, Obeys
from controller.core.timeline import Gait, Program, Role, Segment
from protocols.units import SECOND, CentiKmh, Nanoseconds
from tests.core.worlds import RUN, SETUP, WALK, World, arrived, bring, seconds, started, well

HAND: Final = replace(SETUP, control=Control.STOP_ONLY)
MOMENT: Final = Nanoseconds(1_000_000)


def brought(phase: Phase, setup: Setup = SETUP) -> SessionState:
    """Return the state of a session that has just come into a phase by real events."""
    return replace(bring(phase).state, setup=setup)


def soon(phase: Phase) -> Nanoseconds:
    """Return a moment just behind that."""
    return Nanoseconds(bring(phase).now + MOMENT)


def told(state: SessionState, event: Event, now: Nanoseconds) -> Stepped:
    """Return what a step comes to, and see that it says when it wants the next."""
    stepped = step(state, event, now)
    assert stepped.wake_at == wake_at(stepped.state)
    return stepped


def plan_of(state: SessionState) -> StopPlan:
    """Return its plan."""
    assert state.stop is not None
    return state.stop


BY_HAND: Final = "with --manual you press its keys yourself, as Reprise says them"
STALLED: Final = "a command to the treadmill does not get through"
CONTROL: Final = "the treadmill has taken control away: another app or its console has it"


@pytest.mark.parametrize(
    ("event", "phase", "because", "cause"),
    [
        (StopPressed("a key"), Phase.RUNNING, "a key", Cause.RUNNER),
        (StopPressed("a key"), Phase.PAUSED, "a key", Cause.RUNNER),
        (
            MachineStopped(Console.STOP),
            *(Phase.COUNTDOWN, "the treadmill's own stop", Cause.MACHINE),
        ),
        (
            MachineStopped(Console.STOP),
            *(Phase.RUNNING, "the treadmill's own stop", Cause.MACHINE),
        ),
        (MachineStopped(Console.SAFETY_KEY), Phase.STARTING, "the safety key", Cause.MACHINE),
        (MachineStopped(Console.SAFETY_KEY), Phase.STOPPING, "the safety key", Cause.MACHINE),
        (MachineStopped(Console.STOP), Phase.STOPPING, "the stop key", Cause.RUNNER),
        (ControlLost(), Phase.RUNNING, CONTROL, Cause.FAULT),
        (
            StartRefused("no"),
            *(Phase.STARTING, f"the treadmill refused to start: no; {BY_HAND}", Cause.FAULT),
        ),
        (
            SlowingRefused("no"),
            *(Phase.WALKING_OUT, "the treadmill refused to go slower: no", Cause.FAULT),
        ),
        (
            LinkLost("far"),
            *(Phase.RUNNING, "the link to the treadmill is lost: far", Cause.FAULT),
        ),
        (TakenOver("it died"), Phase.STILL, "it died", Cause.FAULT),
        (TimeJumped(30), Phase.RUNNING, "the computer slept for 30 s", Cause.FAULT),
        (MustStop("a signal"), Phase.RUNNING, "a signal", Cause.FAULT),
        (OperatorLost("gone"), Phase.RUNNING, "gone", Cause.FAULT),
    ],
)
def test_what_an_event_says_of_a_stop(
    event: Event, phase: Phase, because: str, cause: Cause
) -> None:
    """Whose doing it is, in which words, and from when."""
    now = soon(phase)
    state, commands, _ = told(brought(phase), event, now)
    asked = state.stop or state.ended
    assert asked is not None
    assert (asked.because, asked.cause) == (because, cause)
    if phase is not Phase.STOPPING:
        assert state.since == now
        assert all(each.because == because for each in commands if isinstance(each, StopBelt))


@pytest.mark.parametrize(
    ("event", "phase", "because", "cause"),
    [
        (
            BeltReported(CentiKmh(1), None),
            Phase.STILL,
            "the belt was already moving",
            Cause.MACHINE,
        ),
        (LinkLost("far"), Phase.STILL, "the link to the treadmill is lost: far", Cause.FAULT),
        (LinkLost("far"), Phase.COUNTDOWN, "the link to the treadmill is lost: far", Cause.FAULT),
        (MustStop("a signal"), Phase.STILL, "a signal", Cause.RUNNER),
        (OperatorLost("gone"), Phase.COUNTDOWN, "gone", Cause.RUNNER),
    ],
)
def test_what_ends_a_session_that_never_began(
    event: Event, phase: Phase, because: str, cause: Cause
) -> None:
    """Nothing is sent."""
    now = soon(phase)
    state, commands, _ = told(brought(phase), event, now)
    ended = state.ended
    assert ended is not None
    assert (ended.outcome, ended.because, ended.cause) == (Outcome.REFUSED, because, cause)
    assert (state.since, commands) == (now, ())


@pytest.mark.parametrize("phase", [Phase.STILL, Phase.PAUSED, Phase.UNKNOWN, Phase.ENDED])
@pytest.mark.parametrize(
    "event", [StartRefused("no"), SlowingRefused("no"), MachineStopped(Console.STOP), Woke()]
)
def test_what_says_nothing_where_nothing_was_asked(event: Event, phase: Phase) -> None:
    """An answer that comes late, and a console's stop where no belt is driven."""
    state = brought(phase)
    after = told(state, event, soon(phase))
    assert (after.state, after.commands) == (state, ())


@pytest.mark.parametrize(
    ("event", "changes"),
    [
        (BatteryRead(too_low=True), {"battery": False}),
        (BatteryRead(too_low=False), {}),
        (KeysLost(), {"keys": False, "walk_at": Nanoseconds(soon(Phase.RUNNING) + 20 * SECOND)}),
        (LinkLost("far"), {"link": False}),
        (OperatorLost("gone"), {"operator": False}),
        (TakenOver("it died"), {}),
    ],
)
def test_who_can_be_reached(event: Event, changes: dict[str, Any]) -> None:
    """Each event takes one thing away, or nothing."""
    state = told(brought(Phase.RUNNING), event, soon(Phase.RUNNING)).state
    assert state.contact == replace(Contact(), **changes)


@pytest.mark.parametrize(
    ("event", "changes"),
    [
        (LinkRestored(), {"link": True}),
        (KeysBack(), {"keys": True, "walk_at": None}),
        (BatteryRead(too_low=False), {"battery": True}),
    ],
)
@pytest.mark.parametrize("phase", [Phase.STOPPING, Phase.ENDED])
def test_who_can_be_reached_again(event: Event, changes: dict[str, Any], phase: Phase) -> None:
    """Each event gives one thing back, and no other."""
    nobody = Contact(link=False, operator=False, keys=False, walk_at=seconds(9000), battery=False)
    state = replace(brought(phase), contact=nobody)
    assert told(state, event, soon(phase)).state.contact == replace(nobody, **changes)


def test_a_write_that_is_stalled_is_an_alarm_until_it_returns() -> None:
    """A graver alarm is not replaced by it, nor ended with it."""
    now, calm = soon(Phase.RUNNING), brought(Phase.RUNNING)
    stalled = told(calm, WriteStalled(), now)
    assert stalled.commands == (RaiseAlarm(STALLED),)
    assert stalled.state == replace(calm, course=replace(calm.course, alarm=STALLED))
    returned = told(stalled.state, WriteReturned(), now)
    assert (returned.state, returned.commands) == (calm, (EndAlarm(),))
    grave = replace(calm, course=replace(calm.course, alarm="grave"))
    for event in (WriteStalled(), WriteReturned()):
        after = told(grave, event, now)
        assert (after.state, after.commands) == (grave, ())


@pytest.mark.parametrize(
    ("event", "final"), [(PausePressed(), False), (OperatorLost("gone"), True)]
)
def test_a_start_that_is_under_way_is_stopped_at_once(event: Event, *, final: bool) -> None:
    """There is no ramp to lead."""
    after = told(brought(Phase.STARTING), event, soon(Phase.STARTING))
    (stop,) = after.commands
    assert isinstance(stop, StopBelt)
    assert stop.final is final
    assert after.state.phase is Phase.STOPPING
    assert plan_of(after.state).asked_at == soon(Phase.STARTING)


@pytest.mark.parametrize("phase", [Phase.STOPPING, Phase.ENDED])
def test_a_link_that_is_back_asks_for_the_stop_that_is_wanted(phase: Phase) -> None:
    """Under way: at once; behind the end: only where the belt was not seen to stand."""
    state = replace(brought(phase), contact=Contact(link=False))
    if state.ended is not None:
        state = replace(state, ended=replace(state.ended, confirmed=False))
    commands = told(state, LinkRestored(), soon(phase)).commands
    assert [type(each) for each in commands] == [StopBelt]


def test_nobody_is_there_any_more_to_tell_the_notes() -> None:
    """The session is over with them: nothing is sent for a belt that is somebody's by now."""
    state = brought(Phase.ENDED)
    notes = Notes((), signs=True, until=seconds(9000))
    assert state.ended is not None
    waits = replace(state, ended=replace(state.ended, watch_until=None, notes=notes))
    for event in (MustStop("a signal"), OperatorLost("gone")):
        assert not is_over(waits)
        after = told(waits, event, soon(Phase.ENDED))
        assert is_over(after.state)
        assert after.commands == ()


# --- The belt ------------------------------------------------------------------------------------


def test_a_frame_is_taken_in_with_all_that_is_known() -> None:
    """Speed, the machine's own time, the moment, and how this belt comes to rest."""
    known = MachineKnown(deceleration=CentiKmh(20))
    before, now = brought(Phase.RUNNING, replace(SETUP, known=known)), soon(Phase.RUNNING)
    before = replace(
        before,
        gait=replace(before.gait, jog_since=None),
        progress=replace(before.progress, ran_from=None),
    )
    after = told(before, BeltReported(RUN, 77), now).state
    assert after.progress.ran_from == now
    assert after.belt == before.belt.reported(RUN, 77, now, CentiKmh(20))
    assert after.belt.motion.rest_at == now + 40 * SECOND
    assert after.gait.jog_since == now
    assert after.drive.confirmed is (before.drive.commanded == RUN)


@pytest.mark.parametrize("phase", [Phase.COUNTDOWN, Phase.PAUSED])
def test_a_belt_that_starts_before_its_time_is_asked_in_the_same_step(phase: Phase) -> None:
    """Somebody has started it at the treadmill; one that stands changes nothing."""
    before, now = brought(phase), soon(phase)
    after = told(before, BeltReported(CentiKmh(300), None), now)
    assert [type(each) for each in after.commands] == [StopBelt]
    assert (after.state.phase, after.state.since) == (Phase.STOPPING, now)
    assert plan_of(after.state).once
    assert told(before, BeltReported(CentiKmh(0), None), now).state.phase is phase


def test_a_belt_that_is_faster_behind_a_stop_is_asked_in_the_same_step() -> None:
    """As `stopping.observe` has it."""
    before, now = brought(Phase.STOPPING), soon(Phase.STOPPING)
    plan = replace(
        plan_of(before), lowest=CentiKmh(300), acted_at=Nanoseconds(now - SECOND), rung=1
    )
    after = told(replace(before, stop=plan), BeltReported(RUN, None), now)
    assert [type(each) for each in after.commands] == [StopBelt]
    assert plan_of(after.state).lowest == RUN


@pytest.mark.parametrize("worn", [False, True])
def test_steps_are_taken_in_by_their_own_sensor(*, worn: bool) -> None:
    """On a foot, or the treadmill's."""
    before, now = brought(Phase.RUNNING), soon(Phase.RUNNING)
    after = told(before, CadenceReported(150, worn), now).state
    assert after.belt == before.belt.stepped(150, now, worn=worn)
    feet = Feet(counted=True, none_since=None, at=now)
    assert (after.gait.worn if worn else after.gait.own) == feet
    assert (after.gait.own if worn else after.gait.worn) == Feet()


@pytest.mark.parametrize("setup", [SETUP, HAND])
def test_nobody_on_the_belt_is_brought_down(setup: Setup) -> None:
    """Led down where it is driven; where a hand drives it, stopped at once."""
    before, now = brought(Phase.RUNNING, setup), soon(Phase.RUNNING)
    left = Feet(True, Nanoseconds(now - 3 * SECOND), Nanoseconds(now - SECOND))
    before = replace(before, gait=replace(before.gait, own=left))
    after = told(before, CadenceReported(0), now)
    assert (after.state.phase, plan_of(after.state).cause) == (Phase.STOPPING, Cause.RULE)
    assert bool([each for each in after.commands if isinstance(each, StopBelt)]) is setup.manual


def test_a_start_that_is_too_fast_is_stopped_in_the_same_step() -> None:
    """The frame that shows it is the frame that is answered."""
    now = soon(Phase.STARTING)
    after = told(brought(Phase.STARTING), BeltReported(CentiKmh(1001), None), now)
    assert [type(each) for each in after.commands] == [StopBelt]
    assert (after.state.phase, after.state.since) == (Phase.STOPPING, now)


def test_data_that_stand_still_are_answered_in_the_same_step() -> None:
    """The machine's clock counted seconds, and has stood for five of them."""
    before, now = brought(Phase.RUNNING), soon(Phase.RUNNING)
    belt = replace(
        before.belt, ticks=5, elapsed=50, elapsed_changed_at=Nanoseconds(now - 5 * SECOND)
    )
    after = told(replace(before, belt=belt), BeltReported(RUN, 50), now)
    because = "the treadmill's data stand still"
    assert after.commands == (RaiseAlarm(because), StopBelt(because, final=True))
    assert (after.state.phase, after.state.since) == (Phase.UNKNOWN, now)


def test_a_belt_that_rises_on_its_way_down_is_answered_in_the_same_step() -> None:
    """Twice in a row: the ramp is over, and 08 01 goes out."""
    before, now = brought(Phase.STOPPING), soon(Phase.STOPPING)
    plan = replace(plan_of(before), rung=0, ramp_until=seconds(9000))
    before = replace(
        before,
        stop=plan,
        drive=replace(before.drive, commanded=CentiKmh(300)),
        obeys=Obeys(led_from=CentiKmh(400), rises=1),
    )
    after = told(before, BeltReported(CentiKmh(800), None), now)
    because = "the belt became faster after it was asked to slow down"
    assert after.commands == (StopBelt(plan.because, final=True), RaiseAlarm(because))
    assert (plan_of(after.state).acted_at, plan_of(after.state).ramp_until) == (now, None)


@pytest.mark.parametrize(("setup", "told_by"), [(SETUP, None), (HAND, 15)])
def test_a_hand_that_sets_it_too_fast_has_its_time(setup: Setup, told_by: int | None) -> None:
    """A belt that is driven is held against its targets instead."""
    before, now = brought(Phase.RUNNING, setup), soon(Phase.RUNNING)
    before = replace(before, drive=replace(before.drive, commanded=RUN, obey_by=None))
    after = told(before, BeltReported(CentiKmh(RUN + 100), None), now).state
    assert after.drive.obey_by == (None if told_by is None else now + told_by * SECOND)


@pytest.mark.parametrize("setup", [SETUP, HAND])
def test_a_hand_that_has_followed_is_in_no_hurry_any_more(setup: Setup) -> None:
    """And the alarm that told of it ends; where the belt is driven its ramp says when."""
    too_fast = "the belt is faster than you were told to set it"
    before, now = brought(Phase.RUNNING, setup), soon(Phase.RUNNING)
    before = replace(
        before,
        drive=replace(before.drive, commanded=RUN, hurried=True),
        course=replace(before.course, alarm=too_fast),
    )
    after = told(before, BeltReported(RUN, None), now)
    assert after.state.drive.hurried is not setup.manual
    assert after.commands == ((EndAlarm(),) if setup.manual else ())


@pytest.mark.parametrize("phase", [Phase.STOPPING, Phase.UNKNOWN])
@pytest.mark.parametrize(
    ("moved", "speed", "after"),
    [(False, 300, True), (False, 0, False), (True, 300, True), (True, 0, True)],
)
def test_motion_behind_a_start_is_noted(
    phase: Phase, speed: int, *, moved: bool, after: bool
) -> None:
    """A belt that has moved may be taken to stand; one that never did may still start."""
    before, now = brought(phase), soon(phase)
    before = replace(before, course=replace(before.course, moved=moved, alarm=None))
    state = told(before, BeltReported(CentiKmh(speed), None), now).state
    assert state.course == replace(before.course, moved=after)


def test_a_belt_that_moves_behind_the_end_is_watched() -> None:
    """As `standstill.watch` has it."""
    after = told(brought(Phase.ENDED), BeltReported(CentiKmh(300), None), soon(Phase.ENDED))
    assert [type(each) for each in after.commands] == [StopBelt, RaiseAlarm]


# --- What is due ---------------------------------------------------------------------------------


def driven(index: int, speed: int, commanded: int, setup: Setup = SETUP, **drive: Any) -> Any:
    """Return a session in a segment that counts, its belt asked for one speed and at another."""
    before = brought(Phase.RUNNING, setup)
    now = soon(Phase.RUNNING)
    belt = replace(before.belt, speed=CentiKmh(speed), at=now)
    return replace(
        before,
        belt=belt,
        progress=replace(before.progress, index=index, count_from=now, questioned=True),
        drive=replace(before.drive, commanded=CentiKmh(commanded), next_down_at=now, **drive),
    )


PLANNED: Final = "run, work"
EASED: Final = "slower than planned, as you have set it"


@pytest.mark.parametrize(
    ("eased", "cap", "target", "because"),
    [
        (0, 800, 850, PLANNED),
        (0, 799, 850, "a ceiling"),
        (50, 800, 800, EASED),
        (50, 750, 800, EASED),
        (50, 740, 800, "a ceiling"),
    ],
)
def test_why_the_belt_is_asked_for_a_speed(eased: int, cap: int, target: int, because: str) -> None:
    """The plan, what the runner has eased, or the ceiling that is below both."""
    commanded = target + 50
    state = driven(1, commanded, commanded, eased=Eased(run=CentiKmh(eased)))
    state = replace(state, ceilings=state.ceilings.lowered(CentiKmh(cap), "a ceiling"))
    after = told(state, Woke(), soon(Phase.RUNNING))
    assert after.commands == (SetSpeed(CentiKmh(target), because),)


def test_why_a_belt_is_led_down_to_a_stop() -> None:
    """The stop's own reason."""
    before, now = brought(Phase.STOPPING), soon(Phase.STOPPING)
    plan = replace(plan_of(before), because="a reason", rung=0, ramp_until=seconds(9000))
    drive = replace(before.drive, commanded=RUN, next_down_at=now, hurried=False)
    after = told(replace(before, stop=plan, drive=drive), Woke(), now)
    assert after.commands == (SetSpeed(CentiKmh(RUN - 50), "a reason"),)


def test_why_and_when_a_belt_is_asked_to_go_faster() -> None:
    """When its notice is over, by half a kilometre an hour; the next one two seconds later."""
    now = soon(Phase.RUNNING)
    notice = Notice(now, 1, Nanoseconds(now + 2 * SECOND), RUN)
    state = driven(1, 500, 500, confirmed=True, next_up_at=now)
    state = replace(state, course=replace(state.course, notice=notice))
    early = told(state, Woke(), Nanoseconds(now - 1))
    assert (early.commands, early.wake_at) == ((), now)
    after = told(state, Woke(), now)
    until = Nanoseconds(now + 2 * SECOND)
    assert after.commands == (SetSpeed(CentiKmh(550), PLANNED, until),)
    assert after.state.drive.next_up_at == until


def test_whether_a_faster_target_has_left() -> None:
    """It counts from there, or what was asked for before it stands; nothing else follows."""
    now = soon(Phase.RUNNING)
    state = driven(1, 500, 550, asked=True, next_up_at=now)
    notice = Notice(now, 1, Nanoseconds(now + 2 * SECOND), RUN)
    state = replace(state, course=replace(state.course, notice=notice))
    sent = told(state, FasterSent(), now)
    refused = told(state, FasterRefused(CentiKmh(520)), now)
    assert (sent.state, sent.commands) == (sent_up(state, now), ())
    assert (refused.state, refused.commands) == (refused_up(state, now, CentiKmh(520)), ())
    assert [each.state.drive.commanded for each in (sent, refused)] == [550, 520]
    assert sent.state.drive.next_up_at == now + 2 * SECOND


def test_a_run_is_announced_and_a_sensor_is_looked_for() -> None:
    """Ten seconds ahead; a treadmill's own steps are seen, and none are where there are none."""
    for steps in (110, 0):
        now = soon(Phase.RUNNING)
        state = driven(0, WALK, WALK, confirmed=True)
        began = Nanoseconds(now - 170 * SECOND)
        own = Cadence(count=steps, at=now) if steps else Cadence()
        state = replace(
            state,
            progress=replace(state.progress, count_from=began),
            belt=replace(state.belt, own=own),
            gait=replace(state.gait, sensed=None),
        )
        after = told(state, Woke(), now)
        assert after.commands == (Announce(10, RUN),)
        assert after.state.gait.sensed is (state.belt.cadence(now).steps(now) is not None)


def test_a_notice_that_has_lapsed_says_nothing() -> None:
    """It is taken back, and announced again when it may go."""
    now = soon(Phase.RUNNING)
    state = driven(1, RUN, RUN, confirmed=True)
    lapsed = Notice(Nanoseconds(now - 9 * SECOND), 1, Nanoseconds(now - 1), RUN)
    state = replace(state, course=replace(state.course, notice=lapsed))
    after = told(state, Woke(), now)
    assert (after.commands, after.state.course.notice) == ((), None)


def test_a_segment_counts_from_the_frame_that_shows_its_speed() -> None:
    """And not before."""
    now = soon(Phase.RUNNING)
    state = driven(1, RUN, RUN, confirmed=False)
    state = replace(
        state, progress=replace(state.progress, count_from=None, count_anyway_at=seconds(9000))
    )
    assert told(state, Woke(), now).state.progress.count_from is None
    shown = told(state, BeltReported(RUN, None), now).state
    assert shown.progress.count_from == now


@pytest.mark.parametrize("setup", [SETUP, HAND])
def test_a_question_is_put_and_left_unanswered(setup: Setup) -> None:
    """Put when it is due, and a minute after it was asked the belt is brought down."""
    now = soon(Phase.RUNNING)
    state = driven(2, WALK, WALK, setup, confirmed=True)
    began = Nanoseconds(now - 5 * SECOND)
    state = replace(state, progress=replace(state.progress, count_from=began, questioned=False))
    asked = told(state, Woke(), now).state
    assert asked.asking.question == Question(Ask.ANYTHING, now, now)
    old = Question(Ask.ANYTHING, Nanoseconds(now - 60 * SECOND), now, holding=True)
    unanswered = replace(state, asking=replace(state.asking, question=old))
    after = told(unanswered, Woke(), now)
    plan = plan_of(after.state)
    assert (plan.because, plan.begun_at) == ("the question was not answered", now)
    assert bool([each for each in after.commands if isinstance(each, StopBelt)]) is setup.manual
    half = replace(old, ask=Ask.WHERE, strength=1)
    half_said = replace(state, asking=replace(state.asking, question=half))
    reports = told(half_said, Woke(), now).state.course.reports
    assert [each.at for each in reports] == [now]


def _program(*, timed_stop: bool) -> Program:
    walk = Segment(Gait.WALK, Role.WORK, seconds(10), WALK, asks=False)
    return Program((walk,), WALK, timed_stop=timed_stop)


@pytest.mark.parametrize(
    ("key", "timed", "outcome", "because", "cause"),
    [
        (None, False, Outcome.COMPLETED, "the plan was done", Cause.PLAN),
        (None, True, Outcome.COMPLETED, "the plan was done", Cause.PLAN),
        (
            SymptomReported("fatigue", 2),
            *(False, Outcome.WALKED_OUT, "Unusually tired or wobbly, clear", Cause.RULE),
        ),
    ],
)
def test_how_a_plan_that_is_done_ends(
    key: Event | None, outcome: Outcome, because: str, cause: Cause, *, timed: bool
) -> None:
    """Led down in half a minute, or by 08 01 at once; a walk to the end by whose word it was."""
    setup = replace(SETUP, program=_program(timed_stop=timed))
    made = started(World(setup=setup, state=begin(setup)).run(2))
    if key is not None:
        made.tell(key)
    made.forget()
    for _ in range(600):
        if made.phase is Phase.STOPPING:
            break
        well(made.run(0.1))  # once anything was told each walk asks, whatever the plan leaves out
    plan = plan_of(made.state)
    assert (plan.outcome, plan.cause, plan.because) == (outcome, cause, because)
    assert bool(made.heard(StopBelt)) is timed
    if not timed:
        assert plan.ramp_until == plan.begun_at + 30 * SECOND
        assert made.state.drive.hurried is False


def test_a_plan_that_a_hand_has_done_ends_at_once() -> None:
    """There is no ramp to lead: the stop is said, and sent where it can be."""
    now = soon(Phase.RUNNING)
    state = driven(len(SETUP.program.segments) - 1, WALK, WALK, HAND)
    began = Nanoseconds(now - 120 * SECOND)
    state = replace(state, progress=replace(state.progress, count_from=began))
    after = told(state, Woke(), now)
    stop = StopBelt("the plan was done", final=True)
    assert after.commands == (stop, Instruct(ConsoleKey.STOP, None))
    assert (after.state.phase, after.state.since) == (Phase.STOPPING, now)


def test_a_plan_that_its_runner_cut_short_ends_by_her_word() -> None:
    """The cool-down key."""
    made = arrived(1)
    made.tell(CoolDownPressed())
    made.until(Phase.STOPPING, 200)
    plan = plan_of(made.state)
    assert (plan.outcome, plan.cause) == (Outcome.WALKED_OUT, Cause.RUNNER)
    assert plan.because == "you chose to cool down"


@pytest.mark.parametrize("setup", [SETUP, HAND])
def test_a_target_that_is_not_followed(setup: Setup) -> None:
    """A hand is told once more, ten seconds on; a belt that is driven is stopped."""
    now = soon(Phase.RUNNING)
    state = driven(2, RUN, WALK, setup, obey_by=now, confirmed=False)
    early = told(state, Woke(), Nanoseconds(now - 1))
    assert early.commands == ()
    after = told(state, Woke(), now)
    if setup.manual:
        assert after.commands == (Instruct(ConsoleKey.SLOWER, WALK),)
        assert after.state.drive.obey_by == now + 10 * SECOND
        return
    because = "the belt did not follow a slower target"
    assert after.commands == (StopBelt(because, final=True), RaiseAlarm(because))
    assert after.state.since == now


@pytest.mark.parametrize(("symptom", "value", "stops"), [("knee", 3, False), ("trip", 1, True)])
def test_the_trial_of_a_stop_takes_what_was_told_before_it(
    symptom: str, value: int, *, stops: bool
) -> None:
    """It may not be taken back any more, and what it asks for is done first."""
    now = Nanoseconds(brought(Phase.RUNNING).since + 5 * SECOND)
    state = brought(Phase.RUNNING, replace(SETUP, drill=True))
    belt = replace(state.belt, at=now)
    said = Said(symptom, value, symptom, "some")
    question = Question(Ask.ANYTHING, now, now)
    pending = Pending(question, Nanoseconds(now + SECOND), said)
    state = replace(state, belt=belt, asking=replace(state.asking, pending=pending))
    after = told(state, Woke(), now)
    assert [each.at for each in after.state.course.reports] == [now]
    finals = [each.final for each in after.commands if isinstance(each, StopBelt)]
    assert finals == ([True, True] if stops else [False])
    assert (after.state.phase, after.state.since) == (Phase.STOPPING, now)


# --- The step itself -----------------------------------------------------------------------------


def test_a_rule_acts_at_its_moment_and_not_before() -> None:
    """The first that is due, in the order of the table; the next wake is the earliest of them."""
    state, now = brought(Phase.COUNTDOWN), bring(Phase.COUNTDOWN).now
    due = Nanoseconds(state.since + 10 * SECOND)
    assert wake_at(state) == due
    early = told(state, Woke(), Nanoseconds(due - 1))
    assert (early.state, early.commands, early.wake_at) == (state, (), due)
    assert told(state, KeyPressed(), now).state.phase is Phase.STILL
    assert wake_at(brought(Phase.STILL)) is None


def test_the_earliest_of_all_that_is_due_is_when_it_wants_to_be_woken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Wherever it stands in the table; and of two that are due the first acts first."""
    state, acted = brought(Phase.STILL), list[str]()

    def at(due: int | None, name: str) -> Rule:
        def act(state: SessionState, now: Nanoseconds, out: list[Command]) -> SessionState:
            acted.append(name)
            out.append(EndAlarm())
            return replace(state, since=now)

        def due_of(state: SessionState) -> Nanoseconds | None:
            late = due is None or state.since >= due
            return None if late else Nanoseconds(due or 0)

        return Rule(due_of, act)

    names = {None: "never", 9: "nine", 5: "five", 7: "seven"}
    rules = tuple(at(due, name) for due, name in names.items())
    monkeypatch.setitem(RULES, Phase.STILL, rules)
    assert told(state, Woke(), Nanoseconds(4)).wake_at == 5
    after = told(state, Woke(), Nanoseconds(7))
    assert (acted, after.wake_at) == (["five"], 9)
    assert after.commands == (EndAlarm(),)
    acted.clear()
    told(state, Woke(), Nanoseconds(9))
    assert acted == ["nine"]


def test_a_rule_that_does_not_use_its_deadline_up_is_our_bug(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It is found, and not waited for: the caller stops the belt."""
    endless = Rule(lambda _: Nanoseconds(0), lambda state, _now, _out: state)
    monkeypatch.setitem(RULES, Phase.STILL, (endless,))
    with pytest.raises(RuntimeError, match=r"^no end to what is due in still$"):
        step(brought(Phase.STILL), Woke(), Nanoseconds(1))


def test_a_hand_is_told_in_place_of_what_would_be_sent() -> None:
    """Whatever asked for it; and the wake is that of the state behind it."""
    after = told(brought(Phase.RUNNING, HAND), StopPressed("a key"), soon(Phase.RUNNING))
    assert after.commands == (StopBelt("a key", final=True), Instruct(ConsoleKey.STOP, None))
    assert plan_of(after.state).told_at == soon(Phase.RUNNING)


@pytest.mark.parametrize(
    ("watch_until", "notes", "over"),
    [
        (None, None, True),
        (seconds(1), None, False),
        (None, Notes((0,), signs=False, until=seconds(1)), False),
    ],
)
def test_when_a_session_is_over(
    watch_until: Nanoseconds | None, notes: Notes | None, *, over: bool
) -> None:
    """When the belt is not watched any more, and nothing is waited for."""
    state = brought(Phase.ENDED)
    assert state.ended is not None
    ended = replace(state.ended, watch_until=watch_until, notes=notes)
    assert is_over(replace(state, ended=ended)) is over
    assert not is_over(brought(Phase.RUNNING))
