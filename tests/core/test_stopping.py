"""How a stop is asked for, sent, and sent again, function by function: each edge, and each value.

The ladder as a whole, and what a link that is lost makes of it, are in `test_said`, `test_unsure`
and `test_link_return`.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any, Final

import pytest

from controller.core import numbers, stopping
from controller.core.belt import BeltSeen
from controller.core.commands import (
    AnnounceStop,
    Command,
    PauseBelt,
    RaiseAlarm,
    SetSpeed,
    StopBelt,
)
from controller.core.events import Event, OperatorLost, SymptomReported, Unwell
from controller.core.known import MachineKnown
from controller.core.questions import Ask, Question
from controller.core.state import (
    Cause,
    Control,
    Outcome,
    Phase,
    SessionState,
    Setup,
    StopPlan,
    begin,
)
from controller.core.stopping import Reason
from controller.core.targets import Notice
from controller.core.timeline import Gait, Program, Role, Segment
from protocols.units import SECOND, CentiKmh, Nanoseconds
from tests.core.worlds import CAP, RUN, SETUP, bring, seconds

HAND: Final = replace(SETUP, control=Control.STOP_ONLY)
NOW: Final = seconds(900)
SLOWEST: Final = SETUP.speed_range.minimum
BECAUSE: Final = "a reason"
MILD: Final = Reason(BECAUSE, Cause.RULE)
GRAVE: Final = Reason(BECAUSE, Cause.RULE, Outcome.STOPPED_AND_REFER)
PAUSES: Final = Reason(BECAUSE, Cause.RUNNER, resumable=True)


def brought(phase: Phase) -> SessionState:
    """Return the state of a session that has just come into a phase by real events."""
    return bring(phase).state


def plan_of(state: SessionState) -> StopPlan:
    """Return its plan."""
    assert state.stop is not None
    return state.stop


def planned(phase: Phase = Phase.STOPPING, speed: int = 500, **changes: Any) -> SessionState:
    """Return a state whose belt is asked to stop, with another plan; its belt has that speed."""
    state = brought(phase)
    belt = replace(state.belt, speed=CentiKmh(speed))
    return replace(state, belt=belt, stop=replace(plan_of(state), **changes))


def drives(state: SessionState, **changes: Any) -> SessionState:
    """Return it with something else asked of the belt."""
    return replace(state, drive=replace(state.drive, **changes))


def ended(**changes: Any) -> SessionState:
    """Return a session that has ended so."""
    state = brought(Phase.ENDED)
    assert state.ended is not None
    return replace(state, ended=replace(state.ended, **changes))


def test_nothing_is_due_of_a_stop_that_nobody_asked_for() -> None:
    """No rung, no ramp's end, and nothing that was announced."""
    for due in (
        *(stopping.announced_due, stopping.ramp_over_due),
        *(stopping.ladder_due, stopping.rest_due),
    ):
        assert due(begin(SETUP)) is None, due.__name__


@pytest.mark.parametrize("reason", [MILD, GRAVE, PAUSES])
def test_a_stop_is_written_down_whole(reason: Reason) -> None:
    """Sent at once; the notice of a speed-up and the question go, and a pause begins.

    What was half said is written down first.
    """
    question = Question(Ask.WHERE, asked_at=seconds(1), shown_at=seconds(1), strength=1)
    before = brought(Phase.RUNNING)
    course = replace(before.course, notice=Notice(seconds(1), 3, seconds(2), RUN))
    before = replace(before, course=course, asking=replace(before.asking, question=question))
    out = list[Command]()
    state = stopping.stop_now(before, NOW, out, reason)
    assert out == [StopBelt(BECAUSE, final=not reason.resumable)]
    assert (state.phase, state.since) == (Phase.STOPPING, NOW)
    assert state.asking.question is None
    assert [each.at for each in state.course.reports] == [NOW]
    assert state.course.notice is None
    assert state.course.paused_at == (NOW if reason.resumable else None)
    assert state.stop == StopPlan(
        because=BECAUSE,
        cause=reason.cause,
        outcome=reason.outcome,
        resumable=reason.resumable,
        begun_at=NOW,
        asked_at=NOW,
        ramp_until=None,
        lowest=CentiKmh(800),
        progress_at=NOW,
        rung=1,
        acted_at=NOW,
    )
    unheard = replace(before, belt=BeltSeen())
    assert plan_of(stopping.stop_now(unheard, NOW, [], reason)).lowest == 0


@pytest.mark.parametrize(
    ("under_way", "reason", "outcome", "taken"),
    [
        ({}, MILD, Outcome.STOPPED, False),
        ({}, GRAVE, Outcome.STOPPED_AND_REFER, True),
        ({"outcome": Outcome.UNKNOWN}, GRAVE, Outcome.UNKNOWN, False),
        ({"outcome": Outcome.COMPLETED}, MILD, Outcome.STOPPED, True),
        ({"resumable": True}, MILD, Outcome.STOPPED, True),
        ({"resumable": True}, PAUSES, Outcome.STOPPED, False),
        ({"resumable": True, "outcome": Outcome.UNKNOWN}, MILD, Outcome.UNKNOWN, True),
        ({}, PAUSES, Outcome.STOPPED, False),
    ],
)
def test_the_graver_of_two_reasons_is_kept(
    under_way: dict[str, Any], reason: Reason, outcome: Outcome, *, taken: bool
) -> None:
    """And only what both call a pause is one; what it was when it began stays."""
    before = planned(ramp_until=seconds(1), **under_way)
    out = list[Command]()
    state = stopping.stop_now(before, NOW, out, reason)
    old = plan_of(before)
    expected = replace(
        old,
        outcome=outcome,
        cause=reason.cause if taken else old.cause,
        because=BECAUSE if taken else old.because,
        resumable=old.resumable and reason.resumable,
        acted_at=NOW,
        ramp_until=None,
    )
    assert state.stop == expected
    assert out == [StopBelt(expected.because, final=not expected.resumable)]
    assert (state.phase, state.since) == (before.phase, before.since)


@pytest.mark.parametrize(("reason", "once"), [(MILD, True), (PAUSES, False)])
def test_whose_the_belt_is_that_was_asked_once(reason: Reason, *, once: bool) -> None:
    """The runner's own word makes it hers; nothing else does."""
    assert plan_of(stopping.stop_now(planned(once=True), NOW, [], reason)).once is once
    asked = stopping.ask_once(brought(Phase.PAUSED), NOW, [], MILD)
    assert (plan_of(asked).once, plan_of(asked).asked_at, asked.since) == (True, NOW, NOW)
    assert stopping.ask_once(brought(Phase.ENDED), NOW, [], MILD).stop is None


@pytest.mark.parametrize(
    ("console", "cause", "hers"),
    [(False, Cause.RUNNER, False), (True, Cause.FAULT, False), (True, Cause.RUNNER, True)],
)
def test_a_stop_behind_the_end(cause: Cause, *, console: bool, hers: bool) -> None:
    """It goes out; a console's belt becomes hers by her own key, and is asked for half an hour."""
    before = ended(console=console, waits=True, announced=seconds(1))
    out = list[Command]()
    state = stopping.stop_now(before, NOW, out, Reason(BECAUSE, cause))
    assert out == [StopBelt(BECAUSE, final=True)]
    assert before.ended is not None
    after = replace(before.ended, resent_at=NOW, waits=False, announced=None)
    if hers:
        until = Nanoseconds(NOW + seconds(1800))
        after = replace(after, console=False, confirmed=False, watch_until=until)
    assert state.ended == after


@pytest.mark.parametrize(
    ("how", "limit"), [({}, 10), ({"hurried": True}, 10), ({"hurried": False}, 30)]
)
@pytest.mark.parametrize("phase", [Phase.RUNNING, Phase.WALKING_OUT])
def test_a_belt_is_led_down_before_it_is_stopped(
    phase: Phase, how: dict[str, bool], limit: int
) -> None:
    """Ten seconds for a symptom, half a minute for the planned end; nothing goes out yet."""
    before, out = drives(brought(phase), hurried=None), list[Command]()
    state = stopping.bring_down(before, NOW, out, MILD, **how)
    assert out == []
    assert (state.phase, state.since) == (Phase.STOPPING, NOW)
    plan = plan_of(state)
    assert (plan.ramp_until, plan.rung) == (NOW + limit * SECOND, 0)
    assert state.drive.hurried is how.get("hurried", True)


def test_what_is_not_led_down() -> None:
    """What is over, what stands, what a hand drives, and what is under way already."""
    over = brought(Phase.ENDED)
    assert stopping.bring_down(over, NOW, [], MILD) is over
    for state in (
        *(brought(Phase.STARTING), brought(Phase.PAUSED)),
        replace(brought(Phase.RUNNING), setup=HAND),
    ):
        out = list[Command]()
        plan = plan_of(stopping.bring_down(state, NOW, out, MILD))
        assert (plan.ramp_until, plan.rung) == (None, 1)
        assert out == [StopBelt(BECAUSE, final=True)]
    for ramp, rung in ((seconds(990), 0), (None, 2)):
        under_way, out = planned(ramp_until=ramp, rung=rung), list[Command]()
        state = stopping.bring_down(under_way, NOW, out, GRAVE, hurried=False)
        plan = plan_of(under_way)
        outcome, cause = GRAVE.outcome, GRAVE.cause
        assert state.stop == replace(plan, outcome=outcome, cause=cause, because=BECAUSE)
        assert (out, state.drive) == ([], under_way.drive)
    sent = planned(ramp_until=None, rung=2)
    assert stopping.bring_down(sent, NOW, [], GRAVE).drive == sent.drive
    waits, out = planned(Phase.UNKNOWN, ramp_until=None, rung=0), list[Command]()
    assert plan_of(waits).waits
    assert plan_of(stopping.bring_down(waits, NOW, out, GRAVE)).rung == 1
    assert out == [StopBelt(BECAUSE, final=True)]


@pytest.mark.parametrize(
    "event", [Unwell(), SymptomReported("chest", 1), OperatorLost("the screen is gone")]
)
def test_the_slow_ramp_of_a_planned_end_hurries_for_a_graver_reason(event: Event) -> None:
    """I1, and a lost screen: 08 01 after ten seconds at the latest, also there."""
    run = Segment(Gait.RUN, Role.WORK, seconds(30), CAP, asks=False)
    program = Program((*SETUP.program.segments[:1], run), SETUP.program.walk_speed)
    made = bring(Phase.RUNNING, replace(SETUP, program=program)).until(Phase.STOPPING)
    made.forget().run(1).tell(event)
    asked_at = made.now
    assert plan_of(made.state).ramp_until == asked_at + numbers.STOP_RAMP_LIMIT
    made.run(15)
    (sent_at, _), *_ = made.heard(StopBelt)
    assert sent_at <= asked_at + numbers.STOP_RAMP_LIMIT
    targets = [each.speed for when, each in made.heard(SetSpeed) if when > asked_at]
    steps = {one - next_one for one, next_one in pairwise(targets)}
    assert max(steps) == numbers.SYMPTOM_RATE
    later = planned(ramp_until=Nanoseconds(NOW + 1), rung=0)
    assert plan_of(stopping.bring_down(later, NOW, [], GRAVE)).ramp_until == NOW + 1


@pytest.mark.parametrize("phase", Phase, ids=lambda phase: phase.value)
def test_a_belt_that_is_not_known_to_be_under_control(phase: Phase) -> None:
    """Unknown, from that moment, with the alarm and a stop; what is over stays so."""
    before, out = brought(phase), list[Command]()
    state = stopping.unknown(before, NOW, out, BECAUSE, Outcome.UNKNOWN)
    if phase is Phase.ENDED:
        assert (state is before, out) == (True, [])
        return
    assert out == [RaiseAlarm(BECAUSE), StopBelt(BECAUSE, final=True)]
    assert state.phase is Phase.UNKNOWN
    assert state.since == (before.since if phase is Phase.UNKNOWN else NOW)
    plan = plan_of(state)
    assert (plan.because, plan.cause, plan.outcome) == (BECAUSE, Cause.FAULT, Outcome.UNKNOWN)
    assert plan.acted_at == NOW


@pytest.mark.parametrize(
    ("once", "rung", "sends"), [(False, 0, 1), (False, 2, 1), (True, 0, 1), (True, 1, 0)]
)
def test_a_belt_that_was_asked_once_is_not_asked_again(
    rung: int, sends: int, *, once: bool
) -> None:
    """Not to know of it is no word of the runner's."""
    out = list[Command]()
    stopping.unknown(planned(once=once, rung=rung), NOW, out, BECAUSE, Outcome.STOPPED)
    assert len([each for each in out if isinstance(each, StopBelt)]) == sends


@pytest.mark.parametrize(
    ("outcome", "taken"),
    [(Outcome.COMPLETED, True), (Outcome.STOPPED, True), (Outcome.LINK_LOST, False)],
)
def test_a_safety_key_that_is_pulled_in_a_stop(outcome: Outcome, *, taken: bool) -> None:
    """It was no stop of ours that the belt obeyed; a graver reason stays."""
    before = planned(outcome=outcome)
    state = stopping.key_pulled(before)
    plan = plan_of(before)
    pulled = replace(plan, cause=Cause.MACHINE, because="the safety key")
    assert state.stop == (pulled if taken else plan)
    still = begin(SETUP)
    assert stopping.key_pulled(still) is still


@pytest.mark.parametrize("phase", Phase, ids=lambda phase: phase.value)
def test_a_link_that_is_lost(phase: Phase) -> None:
    """What was asked for before waits in the lane; where only the loss asks, nothing does."""
    before, out = brought(phase), list[Command]()
    state = stopping.out_of_reach(before, NOW, out, BECAUSE)
    if phase is Phase.ENDED:
        assert (state is before, out) == (True, [])
        return
    asked = phase is Phase.STOPPING
    known = phase is Phase.UNKNOWN
    because = plan_of(before).because if known else BECAUSE
    assert out == [RaiseAlarm(BECAUSE), *[StopBelt(because, final=True)] * asked]
    assert (state.phase, state.since) == (Phase.UNKNOWN, before.since if known else NOW)
    plan = plan_of(state)
    assert (plan.outcome, plan.cause) == (Outcome.LINK_LOST, Cause.FAULT)
    assert (plan.because, plan.waits) == (because, not asked)


@pytest.mark.parametrize(
    ("setup", "changes", "says"),
    [
        (SETUP, {"rung": 0}, [AnnounceStop(5)]),
        (HAND, {"rung": 0}, [AnnounceStop(5)]),
        (replace(SETUP, control=Control.NONE), {"rung": 0}, [StopBelt(BECAUSE, final=True)]),
        (SETUP, {"rung": 1}, [StopBelt(BECAUSE, final=True)]),
        (SETUP, {"rung": 0, "announced": seconds(1)}, []),
    ],
)
def test_a_link_that_is_back(setup: Setup, changes: dict[str, Any], says: list[Command]) -> None:
    """A stop that is pending goes at once; one that only the loss asks for is announced, once."""
    before = replace(planned(Phase.UNKNOWN, because=BECAUSE, **changes), setup=setup)
    out = list[Command]()
    state = stopping.link_is_back(before, NOW, out)
    assert repr(out) == repr(says)  # 5, and not 5.0: the journal holds integers
    plan = plan_of(before)
    if not says:
        assert state is before
    elif isinstance(says[0], AnnounceStop):
        due = Nanoseconds(NOW + 5 * SECOND)
        assert state.stop == replace(plan, asked_at=NOW, announced=due)
        assert stopping.announced_due(state) == due
    else:
        assert state.stop == replace(plan, asked_at=NOW, acted_at=NOW, rung=1)
    still = begin(SETUP)
    assert stopping.link_is_back(still, NOW, out) is still


def test_an_alarm_is_raised_once_for_each_reason() -> None:
    """It would ring anew with every frame."""
    out = list[Command]()
    state = stopping.raise_alarm(begin(SETUP), out, BECAUSE)
    assert state.course.alarm == BECAUSE
    assert stopping.raise_alarm(state, out, BECAUSE) is state
    assert stopping.raise_alarm(state, out, "another").course.alarm == "another"
    assert out == [RaiseAlarm(BECAUSE), RaiseAlarm("another")]


@pytest.mark.parametrize(("rung", "after"), [(0, 1), (1, 1), (3, 3)])
@pytest.mark.parametrize("resumable", [False, True])
def test_a_stop_is_sent(rung: int, after: int, *, resumable: bool) -> None:
    """Whatever was announced, or led down to it, is over."""
    before = planned(
        rung=rung,
        resumable=resumable,
        because=BECAUSE,
        ramp_until=seconds(1),
        announced=seconds(2),
    )
    out = list[Command]()
    state = stopping.send_stop(before, NOW, out)
    assert out == [StopBelt(BECAUSE, final=not resumable)]
    assert state.stop == replace(
        plan_of(before), rung=after, acted_at=NOW, ramp_until=None, announced=None
    )
    still = begin(SETUP)
    assert stopping.send_stop(still, NOW, out) is still


STOP: Final = StopBelt(BECAUSE, final=True)
SLOW: Final = SetSpeed(SLOWEST, "the stop was not obeyed")
PAUSE: Final = PauseBelt("the stop was not obeyed")


@pytest.mark.parametrize(
    ("phase", "setup", "rung", "speed", "commanded", "says"),
    [
        (Phase.STOPPING, SETUP, 1, 500, 800, STOP),
        (Phase.STOPPING, SETUP, 2, 500, 800, SLOW),
        (Phase.STOPPING, SETUP, 2, SLOWEST + 1, SLOWEST, SLOW),
        (Phase.STOPPING, SETUP, 2, SLOWEST, 800, STOP),
        (Phase.STOPPING, SETUP, 2, 500, SLOWEST - 1, STOP),
        (Phase.STOPPING, SETUP, 3, 500, 800, PAUSE),
        (Phase.STOPPING, SETUP, 3, 1, 0, PAUSE),
        (Phase.STOPPING, SETUP, 3, 0, 800, STOP),
        (Phase.STOPPING, SETUP, 4, 500, 800, STOP),
        (Phase.UNKNOWN, SETUP, 2, 500, 800, STOP),
        (Phase.UNKNOWN, SETUP, 3, 500, 800, STOP),
        (Phase.STOPPING, HAND, 2, 500, 800, STOP),
        (Phase.STOPPING, HAND, 3, 500, 800, STOP),
    ],
)
def test_the_rungs_of_the_ladder(  # noqa: PLR0917
    phase: Phase, setup: Setup, rung: int, speed: int, commanded: int, says: Command
) -> None:
    """Targets and 08 02 while the belt is seen to move faster than the one, or at all."""
    before = planned(phase, speed, rung=rung, because=BECAUSE, ramp_until=seconds(1))
    before = drives(replace(before, setup=setup), commanded=commanded, obey_by=seconds(5))
    out = list[Command]()
    state = stopping.climb(before, NOW, out)
    assert out == [says]
    assert state.stop == replace(plan_of(before), rung=rung + 1, acted_at=NOW, ramp_until=None)
    slowed = replace(before.drive, commanded=SLOWEST, obey_by=None)
    assert state.drive == (slowed if says is SLOW else before.drive)


def test_a_belt_that_was_never_heard_of_is_only_asked_to_stop() -> None:
    """No rung stands on a speed that is not known."""
    for rung in (2, 3):
        out = list[Command]()
        stopping.climb(replace(planned(rung=rung), belt=BeltSeen()), NOW, out)
        assert [type(each) for each in out] == [StopBelt]
    still = begin(SETUP)
    assert stopping.climb(still, NOW, []) is still


TOLERANCE: Final = SETUP.tolerance


@pytest.mark.parametrize(
    ("changes", "speed", "lowest", "sends"),
    [
        ({}, 499, 499, False),
        ({}, 500, 500, False),
        ({}, 500 + TOLERANCE, 500, False),
        ({}, 501 + TOLERANCE, 501 + TOLERANCE, True),
        ({"acted_at": Nanoseconds(NOW - SECOND + 1)}, 800, 800, False),
        ({"acted_at": Nanoseconds(NOW - SECOND)}, 800, 800, True),
        ({"rung": 0, "ramp_until": seconds(990)}, 800, 500, False),
        ({"once": True}, 800, 500, False),
        ({"rung": 0, "ramp_until": None}, 300, 500, False),
    ],
)
def test_what_a_frame_says_of_a_stop(
    changes: dict[str, Any], speed: int, lowest: int, *, sends: bool
) -> None:
    """Slower is progress; faster is asked again, a second after the last; what waits, waits."""
    start = {"lowest": CentiKmh(500), "acted_at": seconds(1), "progress_at": seconds(2)}
    before = planned(speed=speed, **{**start, **changes})
    out = list[Command]()
    state = stopping.observe(before, NOW, out)
    plan = plan_of(before)
    expected = replace(plan, lowest=CentiKmh(lowest))
    if lowest < plan.lowest:
        expected = replace(expected, progress_at=NOW)
    if sends:
        expected = replace(expected, acted_at=NOW)
    assert state.stop == expected
    assert out == [StopBelt(plan.because, final=True)] * sends


@pytest.mark.parametrize(
    ("phase", "speed", "disobeys", "leads"),
    [
        (Phase.UNKNOWN, 500, False, Phase.STOPPING),
        (Phase.UNKNOWN, 500, True, Phase.UNKNOWN),
        (Phase.UNKNOWN, 0, True, Phase.STOPPING),
        (Phase.STOPPING, 500, False, Phase.STOPPING),
    ],
)
def test_a_frame_makes_a_belt_known_again(
    phase: Phase, speed: int, leads: Phase, *, disobeys: bool
) -> None:
    """But one that does not obey only where it stands."""
    before = planned(phase, disobeys=disobeys, rung=1)
    still = BeltSeen(speed=CentiKmh(0), at=NOW, zero_frames=2, zero_since=NOW)
    if not speed:
        before = replace(before, belt=still)
    state = stopping.observe(before, NOW, [])
    assert state.phase is leads
    assert state.since == (NOW if leads is not phase else before.since)
    unheard = replace(before, belt=BeltSeen())
    assert stopping.observe(unheard, NOW, []) is unheard
    nothing = replace(begin(SETUP), belt=still)
    assert stopping.observe(nothing, NOW, []) is nothing


@pytest.mark.parametrize(
    ("commanded", "confirmed", "speed", "due"),
    [
        (SLOWEST, True, SLOWEST, 0),
        (SLOWEST, False, SLOWEST, 990),
        (SLOWEST + 1, True, SLOWEST, 990),
        (SLOWEST - 1, True, 1, 0),
        (800, False, 0, 0),
        (800, True, 1, 990),
    ],
)
def test_when_a_ramp_is_over(commanded: int, speed: int, due: int, *, confirmed: bool) -> None:
    """At the slowest speed, at zero, or when its time is up."""
    state = planned(speed=speed, ramp_until=seconds(990), rung=0)
    state = drives(state, commanded=commanded, confirmed=confirmed)
    assert stopping.ramp_over_due(state) == seconds(due)
    assert stopping.ramp_over_due(planned(ramp_until=None)) is None


@pytest.mark.parametrize(
    ("phase", "shown", "acted", "progress", "due"),
    [
        (Phase.STOPPING, None, 900, 0, 901.5),
        (Phase.STOPPING, None, 0, 900, 901.5),
        (Phase.STOPPING, 1, 900, 0, 902),
        (Phase.STOPPING, 7, 900, 0, 903),
        (Phase.UNKNOWN, 7, 900, 950, 902),
    ],
)
def test_when_the_ladder_acts(
    phase: Phase, shown: int | None, acted: int, progress: int, due: float
) -> None:
    """Two periods and the machine's lag from its last sign, and never later than the alarm."""
    known = MachineKnown(shown=None if shown is None else seconds(shown))
    times = {"acted_at": seconds(acted), "progress_at": seconds(progress)}
    state = planned(phase, rung=1, **times)
    state = replace(state, setup=replace(SETUP, known=known))
    rhythm = state.belt.rhythm._replace(period=seconds(0.5))
    state = replace(state, belt=replace(state.belt, rhythm=rhythm))
    assert stopping.ladder_due(state) == seconds(due)
    plan = plan_of(state)
    assert stopping.ladder_due(replace(state, stop=replace(plan, rung=0))) is None
    assert stopping.ladder_due(replace(state, stop=replace(plan, once=True))) is None
    rests = replace(state, belt=replace(state.belt, speed=CentiKmh(0)))
    assert stopping.ladder_due(rests) == (None if phase is Phase.STOPPING else seconds(due))


def test_when_there_is_nothing_to_repeat() -> None:
    """Zero is reported, and neither steps nor the machine's own time deny it."""
    assert not stopping.resting(planned(speed=1))
    state = planned(speed=0)
    assert stopping.resting(state)
    runs = replace(state.belt, elapsed=9, elapsed_changed_at=seconds(9), zero_since=Nanoseconds(0))
    assert not stopping.resting(replace(state, belt=runs))
    assert not stopping.resting(begin(SETUP))


@pytest.mark.parametrize(
    ("known", "changes", "hurried", "due"),
    [
        # 5 km/h at 1 km/h per second from the last stop, after half a second.
        ({"deceleration": 100, "follows_belt": True}, {"rung": 1}, False, 900 + 0.5 + 5),
        ({"deceleration": 100, "follows_belt": True, "lead": 2}, {"rung": 1}, False, 900 + 2 + 5),
        # Before it was sent, from when it was asked for; led down by 0.5 or 0.8 km/h per second.
        ({"deceleration": 100, "follows_belt": True}, {"rung": 0}, False, 800 + 0.5 + 5),
        (
            {"deceleration": 100, "follows_belt": True},
            {"rung": 0, "ramp_until": seconds(999)},
            *(False, 800 + 0.5 + 10),
        ),
        (
            {"deceleration": 100, "follows_belt": True},
            {"rung": 0, "ramp_until": seconds(999)},
            *(True, 800 + 0.5 + 6.25),
        ),
        (
            {"deceleration": 40, "follows_belt": True},
            {"rung": 0, "ramp_until": seconds(999)},
            *(True, 800 + 0.5 + 12.5),
        ),
        # A target reporter's belt runs out as well, from when it was seen to move.
        ({"deceleration": 100}, {"rung": 1}, False, 950),
        ({"deceleration": 10}, {"rung": 1}, False, 900 + 0.5 + 50),
        ({"follows_belt": True}, {"rung": 1}, False, None),
    ],
)
def test_when_a_belt_should_stand(
    known: dict[str, Any], changes: dict[str, Any], due: float | None, *, hurried: bool
) -> None:
    """By its own way down, for the runner to know; nothing where that is not known."""
    lead = known.get("lead")
    learnt = MachineKnown(**{**known, "lead": None if lead is None else seconds(lead)})
    times = {"acted_at": seconds(900), "asked_at": seconds(800), "ramp_until": None}
    state = drives(planned(speed=500, **{**times, **changes}), hurried=hurried)
    state = replace(state, setup=replace(SETUP, known=learnt))
    motion = state.belt.motion._replace(rest_at=seconds(950))
    state = replace(state, belt=replace(state.belt, motion=motion))
    expected = None if due is None else seconds(due)
    assert stopping.rest_due(state) == expected
    assert type(stopping.rest_due(state)) is type(expected)
    for nothing in (
        replace(state, belt=replace(state.belt, speed=CentiKmh(0))),
        replace(state, belt=BeltSeen()),
        replace(state, setup=replace(HAND, known=learnt)),
        replace(state, stop=None),
    ):
        assert stopping.rest_due(nothing) is None
