"""Whether the belt stands, function by function: when each thing is due, and what it writes down.

The products and the stories of `tests/core` show that a session comes to its end. These tables hold
the edges that a story meets only by chance: the very moment, the whole value, the exact word.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import pytest

from controller.core import numbers, standstill
from controller.core.afterwards import Notes
from controller.core.belt import BeltSeen
from controller.core.commands import AnnounceStop, Command, EndAlarm, RaiseAlarm, StopBelt
from controller.core.events import ResumePressed, TakenOver, TimeJumped, Unwell, WriteStalled
from controller.core.state import (
    Cause,
    Contact,
    Control,
    Ended,
    Outcome,
    Phase,
    SessionState,
    Setup,
    StopPlan,
    WalkOut,
    begin,
)
from controller.core.targets import Drive
from protocols.units import SECOND, CentiKmh, Nanoseconds
from tests.core.worlds import CAP, SETUP, bring, seconds

HAND: Final = replace(SETUP, control=Control.STOP_ONLY)
NONE: Final = replace(SETUP, control=Control.NONE)
MINUTE: Final = 60 * SECOND


def brought(phase: Phase) -> SessionState:
    """Return the state of a session that has just come into a phase by real events."""
    return bring(phase).state


def planned(phase: Phase = Phase.STOPPING, **changes: Any) -> SessionState:
    """Return a state whose belt is asked to stop, with another plan; its belt moves."""
    state = brought(phase)
    assert state.stop is not None
    return replace(state, stop=replace(state.stop, **changes))


def plan_of(state: SessionState) -> StopPlan:
    """Return its plan."""
    assert state.stop is not None
    return state.stop


def standing(state: SessionState, at: Nanoseconds) -> SessionState:
    """Return it with a belt that was last seen at that moment, and stood."""
    belt = BeltSeen(speed=CentiKmh(0), at=at, zero_frames=2, zero_since=Nanoseconds(0))
    return replace(state, belt=belt)


def resting(state: SessionState) -> SessionState:
    """Return it with a belt whose last frame says zero, for the first time."""
    return replace(state, belt=replace(state.belt, speed=CentiKmh(0)))


def over(**changes: Any) -> SessionState:
    """Return a session that has ended, its belt seen to move; the end is as the changes say."""
    state = brought(Phase.ENDED)
    assert state.ended is not None
    belt = replace(state.belt, speed=CentiKmh(300), zero_frames=0, zero_since=None)
    return replace(state, belt=belt, ended=replace(state.ended, **changes))


def test_nothing_is_due_of_a_stop_that_nobody_asked_for() -> None:
    """Nor of an end that has not come."""
    state = begin(SETUP)
    for due in (
        *(standstill.console_due, standstill.alarm_due, standstill.disobeys_due),
        *(standstill.still_due, standstill.give_up_due, standstill.insist_due),
        *(standstill.watch_over_due, standstill.stands_due),
    ):
        assert due(state) is None, due.__name__
    assert not standstill.unsure(state)
    assert standstill.end_watch(state, Nanoseconds(1), []) is state


@pytest.mark.parametrize(
    ("phase", "led", "anew"),
    [
        (Phase.STARTING, False, True),
        (Phase.RUNNING, False, False),
        (Phase.WALKING_OUT, False, False),
        (Phase.STOPPING, False, True),
        (Phase.STOPPING, True, False),
    ],
)
def test_from_when_silence_counts(phase: Phase, *, led: bool, anew: bool) -> None:
    """From the last frame; from the phase that begins to listen, which a ramp down does not."""
    state = brought(phase)
    heard = Nanoseconds(state.since - SECOND)
    belt = replace(state.belt, at=heard)
    if state.stop is not None:
        state = planned(phase, ramp_until=Nanoseconds(state.since + 1) if led else None)
    counts = state.since if anew else heard
    assert standstill.silent_due(replace(state, belt=belt)) == counts + belt.rhythm.silent_after
    never = replace(state, belt=BeltSeen())
    assert standstill.silent_due(never) == state.since + 3 * SECOND


def test_when_a_driven_belt_stands() -> None:
    """A second and a half from the first of two zeros; one alone may be false."""
    belt = brought(Phase.RUNNING).belt.reported(CentiKmh(0), None, seconds(900))
    once = replace(brought(Phase.RUNNING), belt=belt)
    assert standstill.stands_due(once) is None
    twice = replace(once, belt=belt.reported(CentiKmh(0), None, seconds(900.5)))
    assert standstill.stands_due(twice) == seconds(901.5)


def test_a_belt_that_stands_by_itself_is_stopped_for_good() -> None:
    """Somebody at the treadmill has stopped it, or it itself; 08 01 goes out all the same."""
    out, now = list[Command](), seconds(900)
    state = standstill.stopped_by_itself(brought(Phase.RUNNING), now, out)
    because = "the belt came to a stop that nobody asked for here"
    assert out == [StopBelt(because, final=True)]
    assert (state.phase, state.since) == (Phase.STOPPING, now)
    plan = plan_of(state)
    assert (plan.because, plan.cause) == (because, Cause.MACHINE)
    assert (plan.outcome, plan.resumable) == (Outcome.STOPPED, False)


@pytest.mark.parametrize("phase", [Phase.COUNTDOWN, Phase.PAUSED])
@pytest.mark.parametrize("setup", [SETUP, HAND, NONE])
@pytest.mark.parametrize("keys", [False, True])
def test_a_start_at_the_console(phase: Phase, setup: Setup, *, keys: bool) -> None:
    """Asked once to stop; in manual mode it is her start, unless nobody could guide her."""
    before = replace(brought(phase), setup=setup, contact=Contact(keys=keys))
    belt = replace(before.belt, speed=CentiKmh(300))
    out, now = list[Command](), seconds(900)
    state = standstill.console_start(replace(before, belt=belt), now, out)
    if setup.manual and keys:
        assert (state.phase, state.since, out) == (Phase.RUNNING, now, [])
        assert (state.course.started_at, state.drive.commanded) == (now, 300)
        return
    because = "the belt was started at the treadmill, not here"
    assert out == [StopBelt(because, final=True)]
    plan = plan_of(state)
    assert (plan.because, plan.cause, plan.once) == (because, Cause.MACHINE, True)
    assert (state.phase, state.since, plan.asked_at) == (Phase.STOPPING, now, now)


@pytest.mark.parametrize(
    ("changes", "after"),
    [
        ({}, 0),
        ({"rung": 0}, None),
        ({"asked_at": seconds(901.4)}, 0),
        ({"asked_at": seconds(901.5)}, None),
    ],
)
def test_when_a_stop_counts_as_confirmed(changes: dict[str, Any], after: int | None) -> None:
    """At once, where one was sent and the belt has been heard of since, within its rhythm."""
    state = standing(planned(asked_at=seconds(899)), seconds(900))
    belt = replace(state.belt, rhythm=state.belt.rhythm._replace(silent_after=seconds(1.5)))
    state = replace(state, belt=belt, stop=replace(plan_of(state), **changes))
    assert standstill.still_due(state) == after
    assert standstill.still_due(replace(state, belt=BeltSeen())) is None
    moves = replace(state.belt, speed=CentiKmh(1))
    assert standstill.still_due(replace(state, belt=moves)) is None


@pytest.mark.parametrize(
    ("setup", "asked", "due"),
    [(SETUP, 30, 10 + 15), (SETUP, 12, 10 + 15), (HAND, 12, 12 + 15), (HAND, 60, 10 + 60)],
)
def test_a_late_start_is_waited_for(setup: Setup, asked: int, due: int) -> None:
    """From our Start; a hand may press as late as the stop, but not after its minute."""
    state = standing(planned(asked_at=seconds(asked)), seconds(asked))
    course = replace(state.course, started_at=seconds(10), moved=False)
    state = replace(state, setup=setup, course=course)
    assert standstill.still_due(state) == seconds(due)
    moved = replace(state, course=replace(course, moved=True))
    assert standstill.still_due(moved) == 0
    assert standstill.still_due(replace(state, course=replace(course, started_at=None))) == 0


@pytest.mark.parametrize("resumable", [False, True])
@pytest.mark.parametrize("alarm", [None, "the belt has not been seen to slow down"])
def test_a_belt_that_stands_pauses_or_ends(alarm: str | None, *, resumable: bool) -> None:
    """The alarm ends with it, if there is one."""
    before = planned(resumable=resumable)
    before = replace(before, course=replace(before.course, alarm=alarm))
    now, out = Nanoseconds(before.since + 5 * SECOND), list[Command]()
    state = standstill.settle(before, now, out)
    assert out == ([] if alarm is None else [EndAlarm()])
    assert state.course == replace(before.course, alarm=None, stop_seen=alarm is None)
    assert (state.since, state.stop) == (now, None)
    if resumable:
        assert (state.phase, state.ended) == (Phase.PAUSED, None)
        return
    assert state.phase is Phase.ENDED
    assert state.ended == Ended(
        outcome=Outcome.STOPPED,
        cause=Cause.RUNNER,
        because="the stop key",
        confirmed=True,
        watch_until=Nanoseconds(now + 15 * SECOND),
        resent_at=plan_of(before).acted_at,
    )


def test_an_end_keeps_what_may_still_be_told() -> None:
    """For ten minutes: the signs behind the unwell key, here."""
    before = planned()
    before = replace(before, course=replace(before.course, unwell=True))
    ended = standstill.settle(before, seconds(2000), []).ended
    assert ended is not None
    assert ended.notes == Notes((), signs=True, until=seconds(2600))


@pytest.mark.parametrize("link", [False, True])
def test_an_end_without_knowing_keeps_all_that_was_told(*, link: bool) -> None:
    """What was announced goes out when it was said to; a hand is not told twice; it is watched."""
    told = {"announced": seconds(7), "told_at": seconds(8), "acted_at": seconds(9)}
    before = planned(Phase.STOPPING, rung=0, **told)
    before = replace(before, contact=Contact(link=link))
    now, out = seconds(2000), list[Command]()
    state = standstill.give_up(before, now, out)
    assert out == [RaiseAlarm("nothing shows that the belt stands")]
    assert (state.phase, state.since, state.stop) == (Phase.ENDED, now, None)
    assert state.ended == Ended(
        outcome=Outcome.UNKNOWN if link else Outcome.LINK_LOST,
        cause=Cause.RUNNER,
        because="the stop key",
        confirmed=False,
        watch_until=Nanoseconds(now + 30 * MINUTE),
        resent_at=seconds(9),
        waits=True,
        announced=seconds(7),
        told_at=seconds(8),
    )


def test_the_graver_of_two_outcomes_is_the_end() -> None:
    """A referral is no less one because the link was lost as well."""
    before = replace(planned(outcome=Outcome.STOPPED_AND_REFER), contact=Contact(link=False))
    state = standstill.give_up(before, seconds(2000), [])
    assert state.ended is not None
    assert state.ended.outcome is Outcome.STOPPED_AND_REFER


@pytest.mark.parametrize(
    ("outcome", "stop_at", "refers"),
    [
        (Outcome.STOPPED, 1, True),
        (Outcome.LINK_LOST, 1, True),
        (Outcome.STOPPED, None, False),
        (Outcome.STOPPED_AND_REFER, 1, False),
        (Outcome.UNKNOWN, 1, False),
    ],
)
def test_whose_word_the_referral_has(
    outcome: Outcome, stop_at: Nanoseconds | None, *, refers: bool
) -> None:
    """The walk's own, unless what ended it refers by itself, or is graver."""
    state = planned(outcome=outcome)
    walk = WalkOut("heaviness", stop_at)
    state = replace(state, course=replace(state.course, walk_out=walk))
    ended = standstill.settle(state, seconds(2000), []).ended
    assert ended is not None
    own = (outcome, Cause.RUNNER, "the stop key")
    told = (Outcome.STOPPED_AND_REFER, Cause.RULE, "heaviness")
    assert (ended.outcome, ended.cause, ended.because) == (told if refers else own)


def test_when_a_belt_that_was_asked_once_is_the_consoles() -> None:
    """Three seconds without slowing, unless it says zero."""
    state = planned(once=True, progress_at=seconds(900))
    assert standstill.console_due(state) == seconds(903)
    assert standstill.console_due(resting(state)) is None
    assert standstill.console_due(planned(once=False)) is None


@pytest.mark.parametrize(
    ("setup", "says"),
    [
        (SETUP, "it was asked once to stop, and its console has it now"),
        (HAND, "it was asked once to stop, and its console has it now"),
        (NONE, "the belt was started at the treadmill, not here"),
    ],
)
def test_a_belt_is_left_to_its_console(setup: Setup, says: str) -> None:
    """Over, not confirmed, and half a minute for the stop key; what cannot be asked was not."""
    out, now = list[Command](), seconds(2000)
    state = standstill.leave_to_console(replace(planned(once=True), setup=setup), now, out)
    (alarm,) = out
    assert isinstance(alarm, RaiseAlarm)
    assert alarm.because.endswith(says)
    ended = state.ended
    assert ended is not None
    assert (ended.outcome, ended.console, ended.confirmed) == (Outcome.STOPPED, True, False)
    assert ended.watch_until == now + 30 * SECOND


@pytest.mark.parametrize("phase", [Phase.STILL, Phase.RUNNING, Phase.PAUSED])
def test_what_a_successor_takes_over(phase: Phase) -> None:
    """A Start may have gone out just now, and any speed up to the cap."""
    made = bring(phase)
    before, out = made.state, made.tell(TakenOver("the controller has died"))
    state = made.state
    assert out == (
        RaiseAlarm("the controller has died"),
        StopBelt("the controller has died", final=True),
    )
    assert (state.phase, state.since, state.drive) == (Phase.UNKNOWN, made.now, Drive(CAP))
    assert (state.course.started_at, state.course.moved) == (made.now, False)
    plan = plan_of(state)
    assert (plan.because, plan.cause) == ("the controller has died", Cause.FAULT)
    assert plan.outcome is Outcome.STOPPED
    assert before.setup is state.setup


SLEPT: Final = "the computer slept for 30 s"


@pytest.mark.parametrize(
    ("phase", "leads", "says"),
    [
        (Phase.STILL, Phase.STILL, ()),
        (Phase.COUNTDOWN, Phase.STILL, ()),
        (Phase.PAUSED, Phase.PAUSED, ()),
        (Phase.STARTING, Phase.UNKNOWN, (RaiseAlarm(SLEPT), StopBelt(SLEPT, final=True))),
        (Phase.RUNNING, Phase.UNKNOWN, (RaiseAlarm(SLEPT), StopBelt(SLEPT, final=True))),
        (Phase.WALKING_OUT, Phase.UNKNOWN, (RaiseAlarm(SLEPT), StopBelt(SLEPT, final=True))),
        (Phase.STOPPING, Phase.STOPPING, (StopBelt("the stop key", final=True),)),
        (Phase.UNKNOWN, Phase.UNKNOWN, (StopBelt("the link is gone", final=True),)),
        (Phase.ENDED, Phase.ENDED, ()),
    ],
)
def test_what_a_sleep_comes_to(phase: Phase, leads: Phase, says: tuple[Command, ...]) -> None:
    """A stop where the belt may move, nothing where it stood; a countdown is called off."""
    made = bring(phase)
    if phase is Phase.UNKNOWN:
        made.state = planned(phase, because="the link is gone")
    made.now = Nanoseconds(made.now + 1)
    assert made.tell(TimeJumped(30)) == says
    assert made.phase is leads
    if phase is not leads:
        assert made.state.since == made.now
    if leads is Phase.UNKNOWN and phase is not Phase.UNKNOWN:
        plan = plan_of(made.state)
        assert (plan.outcome, plan.cause) == (Outcome.STOPPED, Cause.FAULT)


def test_a_sleep_behind_an_unsure_end_asks_again() -> None:
    """Nobody knows what the belt did meanwhile, and the next ten seconds count from there."""
    out, now = list[Command](), seconds(3000)
    before = over(confirmed=False, waits=True, announced=seconds(1))
    state = standstill.lose_track(before, now, out, SLEPT)
    assert out == [StopBelt("nothing shows that the belt stands", final=True)]
    assert before.ended is not None
    assert state.ended == replace(before.ended, resent_at=now, waits=False, announced=None)


@pytest.mark.parametrize(
    ("setup", "changes", "after"),
    [
        (SETUP, {}, 3),
        (SETUP, {"resumable": True}, 3),
        (SETUP, {"cause": Cause.PLAN}, 3),
        (HAND, {}, 3),
        (HAND, {"resumable": True}, 15),
        (HAND, {"cause": Cause.PLAN}, 15),
        (HAND, {"cause": Cause.PLAN, "resumable": True}, 15),
    ],
)
def test_when_the_alarm_rises(setup: Setup, changes: dict[str, Any], after: int) -> None:
    """Three seconds without slowing; a hand has longer where nothing presses."""
    state = replace(planned(progress_at=seconds(900), **changes), setup=setup)
    assert standstill.alarm_due(state) == seconds(900 + after)
    assert standstill.alarm_due(resting(state)) is None
    rung = replace(state, course=replace(state.course, alarm="already"))
    assert standstill.alarm_due(rung) is None
    led = replace(rung, stop=replace(plan_of(rung), ramp_until=seconds(990)))
    assert standstill.alarm_due(led) == standstill.alarm_due(state), "and ends the ramp"


@pytest.mark.parametrize("stalled", [False, True])
def test_an_alarm_that_stands_leaves_no_deaf_belt_to_its_ramp(*, stalled: bool) -> None:
    """A command that hangs is no reason to wait for the end of the ramp with 08 01."""
    made = bring(Phase.RUNNING).run(5)
    if stalled:
        made.tell(WriteStalled())
    made.deaf, asked_at = True, made.now
    made.tell(Unwell())
    made.run(5)
    (sent_at, _), *_ = made.heard(StopBelt)
    assert sent_at == asked_at + numbers.ALARM_AFTER
    assert made.state.course.alarm == "the belt has not been seen to slow down"


@pytest.mark.parametrize("led", [False, True])
def test_the_alarm_ends_a_ramp_and_nothing_else(*, led: bool) -> None:
    """A stop that was sent has its ladder, and is not sent with the alarm as well."""
    out = list[Command]()
    before, now = planned(ramp_until=seconds(1) if led else None), seconds(900)
    state = standstill.sound_alarm(before, now, out)
    assert plan_of(state).acted_at == (now if led else plan_of(before).acted_at)
    alarm = RaiseAlarm("the belt has not been seen to slow down")
    assert out == [alarm, *[StopBelt("the stop key", final=True)] * led]


def test_a_belt_that_does_not_come_to_a_stop() -> None:
    """After a minute, once; the end will be unknown."""
    state = planned(asked_at=seconds(900))
    assert standstill.disobeys_due(state) == seconds(960)
    out = list[Command]()
    state = standstill.disobey(state, seconds(960), out)
    because = "the belt does not come to a stop"
    assert out == [RaiseAlarm(because), StopBelt(because, final=True)]
    assert (state.phase, state.since) == (Phase.UNKNOWN, seconds(960))
    plan = plan_of(state)
    assert (plan.disobeys, plan.outcome, plan.cause) == (True, Outcome.UNKNOWN, Cause.FAULT)
    assert standstill.disobeys_due(state) is None
    ended = brought(Phase.ENDED)
    assert standstill.disobey(ended, seconds(960), []) is ended


@pytest.mark.parametrize(("asked", "due"), [(0, 120), (1679, 1799), (1681, 1800), (5000, 1800)])
def test_when_a_session_gives_up(asked: int, due: int) -> None:
    """Two minutes after the stop became possible, and half an hour after it was meant."""
    state = planned(begun_at=seconds(0), asked_at=seconds(asked))
    assert standstill.give_up_due(state) == seconds(due)


def test_a_silent_treadmill_is_unknown() -> None:
    """Not zero, not motion."""
    out = list[Command]()
    state = standstill.fall_silent(brought(Phase.RUNNING), seconds(900), out)
    because = "the treadmill has gone silent"
    assert out == [RaiseAlarm(because), StopBelt(because, final=True)]
    assert (state.phase, plan_of(state).outcome) == (Phase.UNKNOWN, Outcome.UNKNOWN)


def test_what_never_began_ends_at_that_moment() -> None:
    """Refused: with half a minute for the stop key; closed: with none."""
    state, now = brought(Phase.STILL), seconds(900)
    refused = standstill.refuse(state, now, "somebody's")
    closed = standstill.close(state, now, "nobody's", Cause.FAULT)
    assert refused.phase is closed.phase is Phase.ENDED
    assert refused.since == closed.since == now
    assert refused.ended == Ended(
        *(Outcome.REFUSED, Cause.MACHINE, "somebody's", False, Nanoseconds(now + 30 * SECOND), now)
    )
    assert closed.ended == Ended(Outcome.REFUSED, Cause.FAULT, "nobody's", False, None, now)


@pytest.mark.parametrize("phase", Phase, ids=lambda phase: phase.value)
def test_where_a_session_has_not_begun(phase: Phase) -> None:
    """Before the first Start; a countdown out of a pause is not before it."""
    assert standstill.never_begun(brought(phase)) is (phase in (Phase.STILL, Phase.COUNTDOWN))
    if phase is Phase.PAUSED:
        made = bring(phase)
        made.tell(ResumePressed())
        assert made.phase is Phase.COUNTDOWN
        assert not standstill.never_begun(made.state)


MOVED_AFTER: Final = "the belt moved after the session had ended"
MOVES_AGAIN: Final = "the belt moves again, and the session has ended: nothing was asked of it here"
CONSOLE_HAS_IT: Final = (
    "the belt moves, and nobody started it here; it was asked once to stop, and its console has it "
    "now"
)


@pytest.mark.parametrize(
    ("setup", "changes", "says"),
    [
        (SETUP, {}, CONSOLE_HAS_IT),
        (SETUP, {"confirmed": False}, MOVED_AFTER),
        (HAND, {}, MOVES_AGAIN),
        (HAND, {"confirmed": False}, MOVED_AFTER),
        (SETUP, {"watch_until": None}, None),
        (SETUP, {"outcome": Outcome.REFUSED}, None),
        (SETUP, {"console": True}, None),
        (SETUP, {"announced": seconds(1)}, None),
        (SETUP, {"watch_until": None, "notes": Notes((0,), False, seconds(9))}, CONSOLE_HAS_IT),
    ],
)
def test_a_belt_that_moves_behind_the_end(
    setup: Setup,
    changes: dict[str, Any],
    says: str | None,
) -> None:
    """Ours is asked, loudly, until it stands; a start at its console once, and a hand's not."""
    before = replace(over(resent_at=seconds(1), **changes), setup=setup)
    assert before.ended is not None
    now, out = Nanoseconds(before.since + SECOND), list[Command]()
    state = standstill.watch(before, now, out)
    if says is None:
        assert (state is before, out) == (True, [])
        return
    asks = [] if says is MOVES_AGAIN else [StopBelt(says, final=True)]
    assert out == [*asks, RaiseAlarm(says)]
    ended = before.ended
    if asks:
        ended = replace(ended, resent_at=now)
    if says is not MOVED_AFTER:
        ended = replace(ended, console=True, watch_until=Nanoseconds(now + 15 * SECOND))
    assert state.ended == ended


@pytest.mark.parametrize(("since", "asks"), [(999_999_999, 0), (1_000_000_000, 1)])
def test_a_belt_behind_the_end_is_asked_once_a_second(since: int, asks: int) -> None:
    """Not with every frame."""
    now, out = seconds(3000), list[Command]()
    standstill.watch(over(confirmed=False, resent_at=Nanoseconds(now - since)), now, out)
    assert len([each for each in out if isinstance(each, StopBelt)]) == asks


@pytest.mark.parametrize(("late", "left"), [(50, 15 * SECOND), (110, 10 * SECOND), (200, 1)])
def test_a_belt_behind_the_end_is_not_watched_for_ever(late: int, left: int) -> None:
    """Two minutes from the end, and then to this very frame."""
    before = over(resent_at=seconds(0), notes=Notes((0,), False, seconds(9000)))
    now = Nanoseconds(before.since + seconds(late))
    ended = standstill.watch(before, now, []).ended
    assert ended is not None
    assert ended.watch_until is not None
    assert ended.watch_until - now == left


@pytest.mark.parametrize(
    ("changes", "new"),
    [
        ({}, False),
        ({"confirmed": False, "waits": True, "announced": seconds(1)}, True),
        ({"console": True, "waits": True, "announced": seconds(1)}, True),
    ],
)
@pytest.mark.parametrize("alarm", [None, MOVED_AFTER])
def test_a_belt_that_stands_behind_the_end_after_all(
    changes: dict[str, Any], alarm: str | None, *, new: bool
) -> None:
    """Confirmed, watched anew, and nothing that was announced goes out; the alarm ends."""
    before = over(**changes)
    now, out = Nanoseconds(before.since + SECOND), list[Command]()
    before = standing(replace(before, course=replace(before.course, alarm=alarm)), now)
    state = standstill.watch(before, now, out)
    assert out == ([] if alarm is None else [EndAlarm()])
    assert state.course.alarm is None
    ended = before.ended
    assert ended is not None
    if new:
        until = Nanoseconds(now + 15 * SECOND)
        ended = replace(ended, confirmed=True, console=False, watch_until=until)
        ended = replace(ended, announced=None, waits=False)
    assert state.ended == ended


@pytest.mark.parametrize(
    ("changes", "unsure"),
    [
        ({}, False),
        ({"confirmed": False}, True),
        ({"confirmed": False, "console": True}, False),
        ({"confirmed": False, "outcome": Outcome.REFUSED}, False),
    ],
)
def test_which_belt_is_ours_and_not_known_to_stand(
    changes: dict[str, Any], *, unsure: bool
) -> None:
    """It alone is asked again every ten seconds, while there is a link."""
    state = over(resent_at=seconds(900), **changes)
    assert standstill.unsure(state) is unsure
    assert standstill.insist_due(state) == (seconds(910) if unsure else None)
    told = replace(state, ended=replace(state.ended or _no_end(), announced=seconds(907)))
    assert standstill.insist_due(told) == (seconds(907) if unsure else None)
    cut = replace(state, contact=Contact(link=False))
    assert standstill.insist_due(cut) is None
    out = list[Command]()
    if not unsure:
        assert standstill.insist(state, seconds(910), out) is state
    assert out == []


def _no_end() -> Ended:
    raise AssertionError("it has ended")


@pytest.mark.parametrize(
    ("setup", "changes", "says"),
    [
        (SETUP, {"waits": True}, [AnnounceStop(5)]),
        (HAND, {"waits": True}, [AnnounceStop(5)]),
        (NONE, {"waits": True}, [StopBelt("nothing shows that the belt stands", final=True)]),
        (SETUP, {}, [StopBelt("nothing shows that the belt stands", final=True)]),
        (SETUP, {"waits": True, "announced": seconds(1)}, []),
        (SETUP, {"waits": True, "confirmed": True}, []),
        (SETUP, {"confirmed": True}, []),
        (SETUP, {"waits": True, "console": True}, []),
    ],
)
def test_a_link_that_returns_behind_the_end(
    setup: Setup,
    changes: dict[str, Any],
    says: list[Command],
) -> None:
    """Announced where only the loss asks, sent where somebody did, and nothing where it stands."""
    before = replace(over(**{"confirmed": False, **changes}), setup=setup)
    now, out = seconds(3000), list[Command]()
    state = standstill.link_is_back(before, now, out)
    assert repr(out) == repr(says)  # 5, and not 5.0: the journal holds integers
    assert before.ended is not None
    if says == [AnnounceStop(5)]:
        assert state.ended == replace(before.ended, announced=Nanoseconds(now + 5 * SECOND))
    elif says:
        assert state.ended == replace(before.ended, resent_at=now, waits=False)
    else:
        assert state is before


def test_the_watch_ends() -> None:
    """It is due when it was said to be, and then there is nothing to watch."""
    state = over(watch_until=seconds(900))
    assert standstill.watch_over_due(state) == seconds(900)
    after = standstill.end_watch(state, seconds(900), [])
    assert after.ended is not None
    assert state.ended is not None
    assert after.ended == replace(state.ended, watch_until=None)


@pytest.mark.parametrize(
    "ending", [standstill.leave_to_console, standstill.settle, standstill.give_up]
)
def test_without_a_stop_nothing_comes_to_an_end(ending: Any) -> None:
    """Nor is an alarm raised."""
    state, out = brought(Phase.RUNNING), list[Command]()
    assert ending(state, Nanoseconds(0), out) is state
    assert out == []
