"""Manual mode: what is said instead of sent, and how telemetry checks it."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controller.core.by_hand import TOO_FAST, instead
from controller.core.commands import (
    Announce,
    AnnounceStop,
    Command,
    ConsoleKey,
    EndAlarm,
    Instruct,
    PauseBelt,
    RaiseAlarm,
    SetSpeed,
    StartBelt,
    StopBelt,
)
from controller.core.events import (
    BeltReported,
    Console,
    KeysLost,
    LinkLost,
    LinkRestored,
    MachineStopped,
    PausePressed,
    ResumePressed,
    SomethingWrong,
    StartPressed,
    StopPressed,
    SymptomReported,
    Unwell,
    WalkPressed,
)
from controller.core.numbers import HAND_START
from controller.core.state import Cause, Control, Outcome, Phase, begin
from controller.core.step import wake_at
from protocols.units import CentiKmh, Nanoseconds
from tests.core.test_product import EVENTS, LEADS
from tests.core.worlds import (
    PROGRAM,
    RUN,
    SETUP,
    World,
    arrived,
    at_segment,
    bring,
    seconds,
    started,
    well,
)
from tests.within import within

MANUAL: Final = (Control.STOP_ONLY, Control.NONE)
START, FASTER = ConsoleKey.START, ConsoleKey.FASTER
SLOWER, STOP = ConsoleKey.SLOWER, ConsoleKey.STOP


def on(control: Control) -> World:
    """Return a world whose treadmill has only so much control, its belt seen to stand."""
    return brought(control, Phase.STILL)


def brought(control: Control, phase: Phase) -> World:
    """Return a world of its own in a phase."""
    return bring(phase, replace(SETUP, control=control))


def told(made: World) -> list[tuple[ConsoleKey, int | None]]:
    """Return what was to be pressed, in order."""
    return [(each.key, each.speed) for _, each in made.heard(Instruct)]


def whole(control: Control) -> World:
    """Return a session from its start key to its end, everything followed."""
    return at_segment(4, on(control)).until(Phase.ENDED, 400)


@pytest.mark.parametrize("control", MANUAL)
def test_a_whole_session_is_one_press_for_each_change(control: Control) -> None:
    """Start, every speed once and at once, and the stop; the plan is done."""
    made = whole(control)
    assert told(made) == [
        (START, 100), (FASTER, 500), (FASTER, 800), (SLOWER, 500), (FASTER, 800), (SLOWER, 500),
        (STOP, None),
    ]  # fmt: skip
    assert made.state.ended is not None
    assert (made.state.ended.outcome, made.state.ended.confirmed) == (Outcome.COMPLETED, True)
    assert made.heard(RaiseAlarm) == []
    assert made.refused == []
    assert bool(made.heard(StopBelt)) is (control is Control.STOP_ONLY)
    assert not made.state.course.stop_seen  # a hand has stopped it, for all that anybody knows


def test_every_faster_press_is_announced_and_counted() -> None:
    """Ten seconds before, and 3-2-1, as where the belt is driven."""
    made = whole(Control.NONE)
    (_, first, second) = [when for when, each in made.heard(Instruct) if each.key is FASTER]
    for press in (first, second):
        counts = [
            (each.seconds, (press - when) // 10**9)
            for when, each in made.heard(Announce)
            if press - seconds(11) < when <= press
        ]
        assert counts == [(10, 10), (3, 3), (2, 2), (1, 1)]


@pytest.mark.parametrize("control", MANUAL)
@pytest.mark.parametrize("name", EVENTS)
@within(phase=Phase)
def test_every_event_in_every_phase(name: str, phase: Phase, control: Control) -> None:
    """It leads where it does elsewhere, but that a hand may start; only a stop is ever sent."""
    made = brought(control, phase)
    commands = made.tell(EVENTS[name])
    leads = LEADS[name].get(phase, phase)
    if name == "belt moves" and phase in (Phase.COUNTDOWN, Phase.PAUSED):
        leads = Phase.RUNNING
    if name == "control lost":
        leads = phase  # what it is asked for is said, not sent
    assert made.phase is leads
    wake = wake_at(made.state)
    assert wake is None or wake > made.now
    assert made.told_to_wake_at == wake
    assert not [each for each in commands if isinstance(each, StartBelt | SetSpeed | PauseBelt)]
    stops = [each for each in commands if isinstance(each, StopBelt)]
    if control is Control.NONE:
        assert stops == []
    elif name == "stop":
        assert stops == [each for each in commands[:1] if isinstance(each, StopBelt) and each.final]
        assert stops


@pytest.mark.long
@pytest.mark.parametrize("control", MANUAL)
@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(EVENTS)), st.floats(0, 40), st.booleans()), max_size=12
    )
)
def test_nothing_but_a_stop_leaves_in_any_session(
    control: Control, happens: list[tuple[str, float, bool]]
) -> None:
    """Whatever happens, and whether or not anybody follows."""
    made = on(control)
    made.tell(StartPressed())
    for name, later, follows in happens:
        made.follows = follows
        made.run(later)
        made.tell(EVENTS[name])
    made.run(300)
    sent = [each for _, each in made.said if isinstance(each, StartBelt | SetSpeed | PauseBelt)]
    assert sent == []
    assert control is Control.STOP_ONLY or made.heard(StopBelt) == []


def test_what_would_pause_the_belt_is_dropped() -> None:
    """The choke point itself: 08 02 has no words, and none of the four is let through."""
    made = brought(Control.NONE, Phase.STOPPING)
    out: list[Command] = [
        StartBelt(""), SetSpeed(CentiKmh(500), ""), StopBelt("", final=True), PauseBelt(""),
        RaiseAlarm("x"),
    ]  # fmt: skip
    instead(made.state, Nanoseconds(made.now + seconds(20)), out)
    assert out == [
        Instruct(START, CentiKmh(100)), Instruct(SLOWER, CentiKmh(500)), Instruct(STOP, None),
        RaiseAlarm("x"),
    ]  # fmt: skip


def test_a_slower_speed_that_is_not_set_is_said_again_and_never_silently() -> None:
    """After 15 s, then every 10; for a symptom with the alarm, which ends when it is set."""
    for key, alarmed in ((WalkPressed(), False), (SomethingWrong(), True)):
        made = brought(Control.NONE, Phase.RUNNING)
        made.follows = False
        began = made.now
        made.tell(key)
        made.run(36)
        whens = [(when - began) // 10**9 for when, each in made.heard(Instruct)]
        assert whens == [0, 15, 25, 35]
        assert {each for _, each in made.heard(Instruct)} == {Instruct(SLOWER, CentiKmh(500))}
        alarms = [((when - began) // 10**9, each.because) for when, each in made.heard(RaiseAlarm)]
        assert alarms == ([(15, TOO_FAST)] if alarmed else [])
        assert made.phase is Phase.RUNNING
        made.target = 520  # near enough for a hand
        made.forget().run(30)
        assert made.heard(Instruct) == []
        assert bool(made.heard(EndAlarm)) is alarmed


def test_a_symptom_that_was_followed_raises_no_alarm_later() -> None:
    """Set too fast again by her own hand, it is said; the alarm was for the way down."""
    made = brought(Control.NONE, Phase.RUNNING)
    made.tell(SomethingWrong())
    made.run(8)
    assert told(made) == [(SLOWER, 500)]
    made.forget()
    made.target = 650
    began = made.now
    made.run(19)
    assert told(made) == [(SLOWER, 500)]
    assert made.heard(Instruct)[0][0] - began > seconds(15)  # counted anew
    assert made.heard(RaiseAlarm) == []


def test_a_faster_speed_that_is_not_set_is_said_once_and_the_interval_counts() -> None:
    """She may stay slower: the plan goes on, and the next run is offered to her all the same."""
    made = brought(Control.NONE, Phase.RUNNING)
    made.follows = False
    made.target = 400
    made.run(30).forget()
    for _ in range(400):
        made.run(1)
        well(made)
        if made.phase is not Phase.RUNNING:
            break
    assert told(made) == [(FASTER, 800), (STOP, None)]  # she walks already
    assert made.state.stop is not None
    assert made.state.stop.outcome is Outcome.COMPLETED


def test_a_hand_that_sets_it_too_fast_is_told_so() -> None:
    """Beyond the tolerance for 15 s: the speed that was said, said again."""
    made = brought(Control.NONE, Phase.RUNNING)
    made.target = 825
    made.run(20)
    assert made.heard(Instruct) == []
    made = brought(Control.NONE, Phase.RUNNING)
    made.target = 840
    made.run(17)
    assert told(made) == [(SLOWER, 800)]


@pytest.mark.parametrize(("speed", "said"), [(500, []), (530, []), (600, [(SLOWER, 500)])])
def test_a_walk_that_was_set_before_it_was_said_need_not_be_pressed(
    speed: int, said: list[tuple[ConsoleKey, int]]
) -> None:
    """Who starts a belt may be at her walk before the 3-2-1 is over: told only if it is more."""
    made = started(on(Control.NONE)).forget()
    made.follows = False
    made.speed = made.target = speed
    made.run(17)
    assert told(made) == said
    assert (made.state.drive.commanded == 500) is (said == [])
    assert (made.state.progress.count_from is not None) is (said == [])
    made.target = 500
    made.forget().run(230)
    assert told(made) == [(FASTER, 800)]


def test_no_run_is_offered_to_a_hand_that_is_too_fast_already() -> None:
    """The warm-up is over, and the speed that was said for it is not shown."""
    made = at_segment(0, on(Control.NONE))
    made.follows = False
    made.target = 560
    made.forget().run(220)
    assert set(told(made)) == {(SLOWER, 500)}
    assert made.heard(Announce) == []
    made.target = 500
    made.forget().run(12)
    assert told(made) == [(FASTER, 800)]


def test_nobody_starts_the_belt() -> None:
    """After a minute the session is over; it is nobody's fault, and nothing is to be stopped."""
    for control in MANUAL:
        made = on(control)
        made.follows = False
        made.tell(StartPressed())
        made.until(Phase.STARTING, 30)
        began = made.now
        made.until(Phase.ENDED, 90)
        assert abs(made.now - began - HAND_START) <= seconds(0.2)
        assert told(made) == [(START, 100)]
        assert made.state.ended is not None
        assert (made.state.ended.cause, made.state.ended.confirmed) == (Cause.RUNNER, True)
        assert made.heard(RaiseAlarm) == []


def test_a_stop_behind_the_start_waits_for_a_start_that_was_just_pressed() -> None:
    """The console may be counting down: the belt is not taken to stand for its longest delay."""
    made = brought(Control.NONE, Phase.STARTING)
    made.follows, made.starts_at = False, None
    made.tell(StopPressed("the stop key"))
    assert told(made) == [(STOP, None)]
    made.run(14)
    assert made.phase is Phase.STOPPING
    made.until(Phase.ENDED, 2)


def test_a_belt_that_starts_too_fast_is_to_be_set_slower() -> None:
    """The console's own last speed, above every ceiling: it is said, and not stopped."""
    made = brought(Control.STOP_ONLY, Phase.STARTING)
    made.tell(BeltReported(CentiKmh(1200), None))
    assert made.phase is Phase.RUNNING
    assert told(made) == [(SLOWER, 500)]
    assert made.heard(StopBelt) == []


@pytest.mark.parametrize("control", MANUAL)
@pytest.mark.parametrize(
    ("event", "after"), [(StopPressed("the stop key"), 3), (Unwell(), 3), (PausePressed(), 15)]
)
def test_a_stop_that_is_not_pressed(control: Control, event: StopPressed, after: int) -> None:
    """It is said at once and every 10 s; the alarm: in need after 3 s, else when a hand had time.

    08 01 goes out again and again where it can, and neither a target nor 08 02 behind it.
    """
    made = brought(control, Phase.RUNNING)
    made.follows, made.deaf = False, True
    began = made.now
    made.tell(event)
    made.run(25)
    whens = [when - began for when, _ in made.heard(Instruct)]
    assert whens[0] == 0
    assert len(whens) == 3
    # It is said with the ladder's rungs, of which there is one in 1.5 to 2.5 s.
    assert all(seconds(10) <= b - a < seconds(12.5) for a, b in pairwise(whens))
    assert [(when - began) // 10**9 for when, _ in made.heard(RaiseAlarm)] == [after]
    sent = len(made.heard(StopBelt))
    assert sent >= 4 if control is Control.STOP_ONLY else sent == 0
    assert made.heard(SetSpeed) == []
    assert made.heard(PauseBelt) == []


def test_the_planned_end_leaves_a_hand_its_time() -> None:
    """No alarm for a plan that is over and a runner who reaches out; but not for ever."""
    made = at_segment(4, on(Control.NONE)).until(Phase.RUNNING)
    made.follows = False
    made.until(Phase.STOPPING, 200)
    began = made.forget().now
    made.run(20)
    assert [round((when - began) / 10**9) for when, _ in made.heard(RaiseAlarm)] == [15]


@pytest.mark.parametrize("control", MANUAL)
def test_her_own_stop_ends_it_and_is_not_asked_for(control: Control) -> None:
    """As elsewhere: stopped at the machine. Who has pressed it need not be told to."""
    made = brought(control, Phase.RUNNING)
    made.target = 0
    made.tell(MachineStopped(Console.STOP))
    made.until(Phase.ENDED, 60)
    assert told(made) == []
    assert made.state.ended is not None
    assert (made.state.ended.outcome, made.state.ended.cause) == (Outcome.STOPPED, Cause.MACHINE)


def test_a_pause_is_pressed_and_so_is_going_on() -> None:
    """Stop, and after her key and the countdown start; the walk first, as elsewhere."""
    made = brought(Control.NONE, Phase.RUNNING)
    made.tell(PausePressed())
    made.until(Phase.PAUSED, 60)
    made.tell(ResumePressed())
    made.until(Phase.RUNNING, 60).run(10)
    assert told(made) == [(STOP, None), (START, 100), (FASTER, 500)]
    assert made.state.progress.detour is not None


@pytest.mark.parametrize("phase", [Phase.COUNTDOWN, Phase.PAUSED])
def test_her_own_start_is_a_start(phase: Phase) -> None:
    """Before the countdown is over, or out of a pause: nobody starts the belt but she."""
    made = brought(Control.STOP_ONLY, phase)
    made.speed = made.target = 100
    made.run(1)
    assert made.phase is Phase.RUNNING
    assert made.heard(StopBelt) == []
    assert (made.state.progress.detour is not None) is (phase is Phase.PAUSED)


@pytest.mark.parametrize("control", MANUAL)
def test_a_start_at_the_console_that_nobody_can_guide_is_a_console_start(control: Control) -> None:
    """Keys do not arrive: asked once to stop where it can be, then its console has the belt."""
    made = brought(control, Phase.PAUSED)
    made.tell(KeysLost())
    made.speed = made.target = 100
    made.follows, made.deaf = False, True
    made.run(10)
    assert len(made.heard(StopBelt)) == (control is Control.STOP_ONLY)
    assert made.state.ended is not None
    assert made.state.ended.console
    ((_, alarm),) = made.heard(RaiseAlarm)
    assert ("asked once" in alarm.because) is (control is Control.STOP_ONLY)


def test_a_link_that_returns_announces_only_what_can_be_sent() -> None:
    """With a control point: announced, then sent. Without: said at once."""
    for control in MANUAL:
        made = brought(control, Phase.RUNNING)
        made.tell(LinkLost("out of range"))
        assert made.heard(RaiseAlarm)
        made.follows = False
        made.run(2)
        made.tell(LinkRestored())
        made.run(6)
        if control is Control.NONE:
            assert made.heard(AnnounceStop) == []
        else:
            assert [each.seconds for _, each in made.heard(AnnounceStop)] == [5]
            assert made.heard(StopBelt)
        assert told(made)[0] == (STOP, None)


def test_a_link_that_returns_after_the_end_announces_nothing_that_cannot_be_sent() -> None:
    """Two minutes without it, and the session is over; at its return the stop is said."""
    made = brought(Control.NONE, Phase.RUNNING)
    made.silent = True
    made.tell(LinkLost("out of range"))
    made.until(Phase.ENDED, 130).forget()
    made.tell(LinkRestored())
    assert made.heard(AnnounceStop) == []
    assert told(made) == [(STOP, None)]


def test_a_symptom_walks_out_and_a_referral_stops() -> None:
    """Policy rows lead to presses: slower at once, and the stop when the walk is over."""
    made = brought(Control.NONE, Phase.RUNNING)
    made.tell(SymptomReported("heaviness", 3))
    made.until(Phase.ENDED, 400)
    assert told(made) == [(SLOWER, 500), (STOP, None)]
    assert made.state.ended is not None
    assert made.state.ended.outcome is Outcome.STOPPED_AND_REFER


def test_there_is_no_trial_of_a_stop_that_is_the_console_s() -> None:
    """Nothing is made faster by us, so there is nothing to try it for."""
    setup = replace(SETUP, drill=True, control=Control.STOP_ONLY)
    made = at_segment(1, World(setup=setup, state=begin(setup)).run(2))
    assert made.heard(StopBelt) == []
    assert not made.state.course.stop_seen
    assert made.state.setup.program is PROGRAM


@pytest.mark.parametrize("done", [True, False])
@pytest.mark.parametrize("control", MANUAL)
def test_a_belt_that_moves_again_behind_the_end_is_said_and_not_asked(
    control: Control, *, done: bool
) -> None:
    """Her own start cannot be told from the machine's: nothing is sent, and it is not silent."""
    made = whole(control) if done else brought(control, Phase.RUNNING)
    if not done:
        made.tell(StopPressed("the stop key"))
    made.until(Phase.ENDED, 60).run(5).forget()
    made.speed = made.target = 300
    made.run(5)
    ((_, alarm),) = made.heard(RaiseAlarm)
    assert "moves again" in alarm.because
    assert made.heard(StopBelt) == []
    assert told(made) == []
    made.speed = made.target = 0
    made.run(8)
    assert len(made.heard(EndAlarm)) == 1
    made.forget().tell(StopPressed("the stop key"))
    assert bool(made.heard(StopBelt)) is (control is Control.STOP_ONLY)


def test_what_she_walks_of_a_run_is_not_told_as_run() -> None:
    """Found by seed 7796: 108 s were told, and the belt was as fast as a run for 38 s."""
    made = at_segment(1, on(Control.NONE))
    began = made.now
    made.run(5)
    made.follows = False
    made.speed = made.target = 500
    made.run(20)
    made.tell(StopPressed("the stop key"))
    assert made.state.progress.ran <= made.now - began - seconds(15)


def test_a_run_that_is_run_in_two_parts_counts_both() -> None:
    """A belt that never gets where it is asked to be, and is slow in between (seed 1668).

    A false zero makes no part.
    """
    made = arrived(1)
    for speed, length in ((RUN, 5), (0, 0.5), (RUN, 4.5), (500, 5), (RUN, 5)):
        made.deaf = True
        made.speed = speed
        made.state = replace(made.state, obeys=replace(made.state.obeys, shown=False))
        made.run(length)
    made.tell(StopPressed("the stop key"))
    assert seconds(14) <= made.state.progress.ran <= seconds(16)
    assert made.state.progress.last_bout == made.state.progress.ran
