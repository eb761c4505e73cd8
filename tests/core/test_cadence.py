"""What a count is, found out by physics; and that a count of any kind still denies a zero."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controller.core.belt import BeltSeen
from controller.core.cadence import AGREEING, STEADY_FOR, Cadence, Unit, implied
from controller.core.commands import RaiseAlarm, StopBelt
from controller.core.events import CadenceReported, StopPressed
from controller.core.numbers import CADENCE_STALE_AFTER
from controller.core.state import Phase
from protocols.units import SECOND, CentiKmh, Nanoseconds
from tests.core.worlds import World, arrived, seconds

ASSUMED, STEPS, STRIDES, IMPLAUSIBLE = Unit


@pytest.mark.parametrize(
    ("count", "speed", "unit"),
    [
        (55, 500, STRIDES),  # 1.51 m a step: nobody's
        (110, 500, ASSUMED),  # 0.76 m a step, or 0.38 m as strides
        (165, 800, STEPS),  # 330 steps/min would be needed
        (80, 800, STRIDES),  # 1.67 m
        (82, 750, STRIDES),
        (160, 750, STEPS),
        (60, 500, ASSUMED),  # 1.39 m
        (59, 500, STRIDES),  # 1.41 m
        (121, 500, STEPS),  # 242 steps/min would be needed
        (52, 400, ASSUMED),  # a walk so slow that either could be
        (25, 800, IMPLAUSIBLE),  # a Stryd with a tenth of 250 W
        (15, 500, IMPLAUSIBLE),
        (28, 1000, IMPLAUSIBLE),
        (241, 1500, IMPLAUSIBLE),  # too quick for steps, and still more so for strides
        (255, 100, IMPLAUSIBLE),
        (200, 100, IMPLAUSIBLE),  # 0.08 m, and 0.13 m if those are miles
        (240, 1440, STEPS),  # the quickest steps there are
        (10, 84, ASSUMED),  # 1.40 m, the longest step there is
        (109, 122, STEPS),  # 0.30 m if those are miles, the shortest, and not by a rounding
    ],
)
def test_one_count_at_one_speed(count: int, speed: int, unit: Unit) -> None:
    """The table of ftms.md 2.9, with its limits."""
    assert implied(count, CentiKmh(speed)) is unit


def fed(
    count: int,
    speed: int,
    frames: int = AGREEING,
    *,
    steady: float = STEADY_FOR / SECOND,
    belt: BeltSeen | None = None,
    at: float = 0,
) -> BeltSeen:
    """Return what is known after a steady belt and then so many frames of a sensor, 1 a second."""
    seen = BeltSeen() if belt is None else belt
    start = at
    while at <= start + steady:
        seen = seen.reported(CentiKmh(speed), None, seconds(at))
        at += 0.5
    at -= 0.5
    for _ in range(frames):
        seen = seen.stepped(count, seconds(at))
        at += 1
        seen = seen.reported(CentiKmh(speed), None, seconds(at))
    return seen


def test_several_frames_are_needed() -> None:
    """Four that agree are not enough, five are; and strides are doubled from then on."""
    few, enough = fed(80, 800, AGREEING - 1), fed(80, 800)
    assert (few.own.unit, few.own.steps(few.own.at)) == (ASSUMED, 80)
    assert (enough.own.unit, enough.own.steps(enough.own.at)) == (STRIDES, 160)


def test_a_belt_that_is_not_steady_says_nothing() -> None:
    """While it starts or changes its speed, or is silent, or stands."""
    assert fed(80, 800, steady=STEADY_FOR / SECOND - 7).own.unit is ASSUMED
    assert fed(80, 0).own.unit is ASSUMED
    seen = fed(80, 800, frames=0)
    for second in range(20, 30):
        seen = seen.stepped(80, seconds(second))
    assert seen.own.unit is ASSUMED


def test_a_belt_that_is_measured_may_go_up_and_down_a_little() -> None:
    """A tenth here and there is even; a slow ramp is not."""
    jitter, ramp = BeltSeen(), BeltSeen()
    for half in range(60):
        now = seconds(half / 2)
        jitter = jitter.reported(CentiKmh(800 + (half % 3) * 10), None, now).stepped(80, now)
        ramp = ramp.reported(CentiKmh(800 + half * 5), None, now).stepped(80, now)
    assert (jitter.own.unit, ramp.own.unit) == (STRIDES, ASSUMED)


def test_counts_that_jump_about_are_nobody_s_gait() -> None:
    """Frames must agree with each other, not only on the unit."""
    seen = fed(80, 800, frames=0)
    for second in range(12):
        at = seconds(10 + second)
        seen = seen.reported(CentiKmh(800), None, at).stepped((60, 80)[second % 2], at)
    assert seen.own.unit is ASSUMED


def test_a_walk_that_fits_both_leaves_what_a_run_has_shown() -> None:
    """Ambiguous is no evidence against; five frames of the other unit are."""
    run = fed(160, 750)
    walk = fed(110, 500, 20, belt=run, at=100)
    assert (run.own.unit, walk.own.unit) == (STEPS, STEPS)
    assert fed(80, 750, belt=walk, at=200).own.unit is STRIDES


def test_rubbish_is_not_shown_and_is_forgiven() -> None:
    """Power in the cadence's place is None; when counts make sense again, they are shown."""
    rubbish = fed(25, 800)
    assert (rubbish.own.unit, rubbish.own.steps(rubbish.own.at)) == (IMPLAUSIBLE, None)
    again = fed(110, 500, belt=rubbish, at=100)
    assert (again.own.unit, again.own.steps(again.own.at)) == (ASSUMED, 110)


def test_a_silent_sensor_shows_nothing() -> None:
    """Three seconds after its last frame."""
    own = fed(160, 750).own
    assert own.steps(Nanoseconds(own.at + CADENCE_STALE_AFTER - 1)) == 160
    assert own.steps(Nanoseconds(own.at + CADENCE_STALE_AFTER)) is None
    assert Cadence().steps(Nanoseconds(0)) is None


@given(
    steps=st.integers(84, 190),
    length=st.integers(45, 135),
    mph=st.booleans(),
    strides=st.booleans(),
)
def test_no_wrong_unit_is_ever_certain(
    steps: int, length: int, *, mph: bool, strides: bool
) -> None:
    """Any gait of a person, counted either way, on a belt in km/h or with its miles called km."""
    true = steps * length * 6 // 100  # 0.01 km/h
    reported = CentiKmh(true * 1000 // 1609 if mph else true)
    found = implied(steps // 2 if strides else steps, reported)
    wrong = STEPS if strides else STRIDES
    assert found not in (wrong, IMPLAUSIBLE)


@given(steps=st.integers(152, 170), speed=st.integers(750, 1200), strides=st.booleans())
def test_running_is_certain(steps: int, speed: int, *, strides: bool) -> None:
    """At a running pace and cadence there is no doubt, whichever is counted."""
    found = implied(steps // 2 if strides else steps, CentiKmh(speed))
    assert found is (STRIDES if strides else STEPS)


@pytest.mark.parametrize("worn", [False, True], ids=["own", "worn"])
@pytest.mark.parametrize("count", [1, 25, 55, 110, 255])
def test_a_count_of_whatever_unit_denies_a_zero(count: int, *, worn: bool) -> None:
    """Two zero frames and steps: the belt is not known to stand. Without steps it is."""
    seen = BeltSeen().reported(CentiKmh(500), None, seconds(0))
    for half in range(1, 5):
        seen = seen.stepped(count, seconds(half / 2), worn=worn)
        seen = seen.reported(CentiKmh(0), None, seconds(half / 2))
    assert seen.stepping
    assert not seen.reported_still
    assert seen.stepped(0, seconds(2), worn=worn).reported_still


def test_a_foot_that_has_rested_since_goes_its_own_way() -> None:
    """She has stepped off the belt: her pod counts on, and the treadmill's sensor does not."""
    seen = (
        BeltSeen().reported(CentiKmh(0), None, seconds(0)).reported(CentiKmh(0), None, seconds(1))
    )
    rested = seen.stepped(0, seconds(1), worn=True).stepped(100, seconds(2), worn=True)
    assert rested.reported(CentiKmh(0), None, seconds(2)).still
    both = rested.stepped(100, seconds(2))
    assert not both.reported(CentiKmh(0), None, seconds(2)).still
    moved = rested.reported(CentiKmh(500), None, seconds(3)).stepped(100, seconds(3), worn=True)
    stopped = moved.reported(CentiKmh(0), None, seconds(4)).reported(CentiKmh(0), None, seconds(5))
    assert not stopped.still


def test_a_foot_is_held_against_a_zero_for_five_seconds_and_while_it_has_not_rested() -> None:
    """The limits themselves: at five seconds no more, and a rest when the zero began is a rest."""
    zeros = (
        BeltSeen().reported(CentiKmh(0), None, seconds(0)).reported(CentiKmh(0), None, seconds(1))
    )
    for at, still in ((4.9, False), (5, True)):
        walks = zeros.stepped(100, seconds(at), worn=True)
        assert walks.reported(CentiKmh(0), None, seconds(at)).still is still
    rested = zeros.stepped(0, seconds(0), worn=True).stepped(100, seconds(1), worn=True)
    assert rested.still


def test_the_foot_is_believed_while_it_is_live() -> None:
    """A pod goes before the treadmill's own sensor, and gives way when it falls silent."""
    seen = BeltSeen().stepped(110, seconds(1)).stepped(80, seconds(1), worn=True)
    assert seen.cadence(seconds(2)).count == 80
    seen = seen.stepped(112, seconds(4))
    assert seen.cadence(seconds(4)).count == 112


def stopped_with(counting: float, *, worn: bool) -> tuple[World, list[Nanoseconds]]:
    """Stop a walk under a sensor that counts on for so long; return the alarms' moments."""
    made = arrived(0)
    made.tell(StopPressed("the stop key"))
    while made.speed:
        made.tell(CadenceReported(55, worn))
        made.run(0.5)
    zero = made.now
    while made.now < zero + seconds(counting):
        made.tell(CadenceReported(55, worn))
        made.run(0.5)
    made.tell(CadenceReported(0, worn))
    made.run(12)
    return made, [Nanoseconds(at - zero) for at, _ in made.heard(RaiseAlarm)]


@pytest.mark.parametrize("counting", [4, 30])
def test_a_pod_may_hold_the_end_up_and_alarms_nobody(counting: float) -> None:
    """Its average runs on, or she walks away with it: no stop is doubted aloud, none repeated."""
    made, alarms = stopped_with(counting, worn=True)
    assert (made.phase, alarms, len(made.heard(StopBelt))) == (Phase.ENDED, [], 1)
    assert made.state.ended is not None
    assert made.state.ended.confirmed


def test_a_pod_on_a_belt_that_may_still_run_out_denies_that_it_stands() -> None:
    """From 5 km/h that is 10 s, and the pod's own lag of 5 s behind it."""
    made = arrived(0)
    made.tell(StopPressed("the stop key"))
    asked = made.now
    while made.phase is not Phase.ENDED:
        made.tell(CadenceReported(55, worn=True))
        made.run(0.5)
    assert made.now - asked == pytest.approx(seconds(15.5), abs=seconds(1))


def test_steps_that_the_treadmill_itself_counts_are_an_alarm() -> None:
    """Its own sensor sees its belt: three seconds are enough."""
    made, alarms = stopped_with(5, worn=False)
    assert (made.phase, alarms) == (Phase.ENDED, [seconds(3)])


@pytest.mark.parametrize(("later", "unit"), [(70, STRIDES), (69, ASSUMED)])
def test_an_even_gait_differs_by_an_eighth_at_most(later: int, unit: Unit) -> None:
    """An eighth belongs to it: 80 and then 70 agree, 80 and then 69 do not."""
    first, steady = Cadence(), CentiKmh(800)
    seen = first.counted(80, steady, seconds(0))
    for second in range(1, AGREEING):
        seen = seen.counted(later, steady, seconds(second))
    assert seen.unit is unit


def test_a_foot_pod_finds_its_unit_out_on_a_steady_belt() -> None:
    """The belt's speed is held against it as against the treadmill's own sensor."""
    belt = fed(80, 800)
    for frame in range(AGREEING):
        at = seconds(STEADY_FOR / SECOND + 1 + frame)
        belt = belt.reported(CentiKmh(800), None, at).stepped(80, at, worn=True)
    assert belt.worn.unit is STRIDES


@pytest.mark.parametrize(
    ("count", "speed"),
    [(0, 800), (80, None), (110, 500), (80, 1400)],
    ids=["nothing counted", "the belt is not steady", "as it was held", "something else"],
)
def test_frames_that_agree_must_come_in_a_row(count: int, speed: int | None) -> None:
    """One that says anything else between them, and they count anew."""
    seen, moment = Cadence(), 0

    def take(count: int, speed: int | None) -> Unit:
        nonlocal seen, moment
        moment += SECOND
        steady = None if speed is None else CentiKmh(speed)
        seen = seen.counted(count, steady, Nanoseconds(moment))
        return seen.unit

    for _ in range(AGREEING - 1):
        assert take(80, 800) is ASSUMED
    assert take(count, speed) is ASSUMED
    for _ in range(AGREEING - 1):
        assert take(80, 800) is ASSUMED
    assert take(80, 800) is STRIDES
    assert seen.agreeing == 0
