"""Properties of every simulated treadmill, whatever is done to it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from protocols import ftms
from protocols.gatt import (
    CONTROL_POINT,
    MACHINE_STATUS,
    RSC_MEASUREMENT,
    TRAINING_STATUS,
    TREADMILL_DATA,
)
from protocols.units import SECOND, CentiKmh, Nanoseconds, StepsPerMinute
from simulators.profiles import find_machine, machine_names
from simulators.treadmill.server import (
    Connected,
    Disconnected,
    Disobey,
    Foot,
    HungUp,
    Input,
    LoseControl,
    Output,
    Press,
    Refused,
    Steps,
    Subscribe,
    Treadmill,
    Value,
    Write,
    belt_speed,
    switched_on,
    update,
    wake_at,
)

CHARACTERISTICS = (
    CONTROL_POINT,
    TREADMILL_DATA,
    TRAINING_STATUS,
    MACHINE_STATUS,
    RSC_MEASUREMENT,
)
LIKELY = (ftms.REQUEST_CONTROL, ftms.START, ftms.STOP, ftms.PAUSE, b"\x01")
TARGETS = st.integers(0, 2000).map(lambda speed: ftms.encode_target_speed(CentiKmh(speed)))
INPUTS: st.SearchStrategy[Input] = st.one_of(
    st.sampled_from(LIKELY).map(Write),
    TARGETS.map(Write),
    st.binary(max_size=6).map(Write),
    st.sampled_from(Press),
    st.booleans().map(Foot),
    (st.none() | st.integers(0, 255).map(StepsPerMinute)).map(Steps),
    st.sampled_from((Connected(), Disconnected(), Disobey(), LoseControl())),
    st.sampled_from(CHARACTERISTICS).map(Subscribe),
)
STORIES = st.lists(st.tuples(st.integers(0, 12 * SECOND), INPUTS), max_size=12)
MACHINES = st.sampled_from(machine_names())


def connected(name: str) -> Treadmill:
    """Return a machine with a client that hears everything."""
    treadmill = switched_on(find_machine(name))
    treadmill, _ = update(treadmill, Nanoseconds(0), Connected())
    for characteristic in CHARACTERISTICS:
        treadmill, _ = update(treadmill, Nanoseconds(0), Subscribe(characteristic))
    return treadmill


@given(MACHINES, STORIES, st.lists(st.integers(0, 150 * SECOND), max_size=20))
def test_it_does_not_matter_when_it_is_asked(
    name: str, story: list[tuple[int, Input]], asked: list[int]
) -> None:
    """Updates with nothing new, at whatever moments, change neither the end nor the outputs."""
    seldom = often = connected(name)
    seldom_out: list[Output] = []
    often_out: list[Output] = []
    now = 0
    for wait, what in story:
        for moment in sorted(each for each in asked if now <= each <= now + wait):
            often, out = update(often, Nanoseconds(moment))
            often_out += out
        now += wait
        seldom, out = update(seldom, Nanoseconds(now), what)
        seldom_out += out
        often, out = update(often, Nanoseconds(now), what)
        often_out += out
    assert often == seldom
    assert often_out == seldom_out


@given(MACHINES, STORIES)
def test_the_belt_keeps_its_limits(name: str, story: list[tuple[int, Input]]) -> None:
    """No input makes a belt exceed its maximum or change speed faster than its motor can."""
    treadmill = connected(name)
    motion = treadmill.machine.motion
    now, speed = 0, CentiKmh(0)
    for wait, what in [*story, (20 * SECOND, Foot(on=True))]:
        for _ in range(10):
            now += wait // 10
            treadmill, _ = update(treadmill, Nanoseconds(now))
            after = belt_speed(treadmill, now)
            assert 0 <= after <= motion.speeds.maximum
            change = (after - speed) * SECOND
            assert change <= motion.acceleration * (wait // 10) + SECOND
            assert -change <= motion.deceleration * (wait // 10) + SECOND
            speed = after
        treadmill, _ = update(treadmill, Nanoseconds(now), what)
        target = treadmill.belt.target
        assert target == 0 or motion.speeds.minimum <= target <= motion.speeds.maximum


@given(MACHINES, STORIES)
def test_what_comes_out_can_be_read(name: str, story: list[tuple[int, Input]]) -> None:
    """Data is whole, or as odd as its machine's; counters never go back, wake-ups are ahead."""
    treadmill, now, outputs = connected(name), 0, list[Output]()
    for wait, what in story:
        now += wait
        treadmill, out = update(treadmill, Nanoseconds(now), what)
        outputs += out
        wake = wake_at(treadmill)
        assert wake is None or wake > now
    pending, last = None, ftms.decode_treadmill_data(bytes(18))
    for output in outputs:
        if isinstance(output, Refused):
            assert output.att_error in (0x0D, 0xFD, 0xFE)
        elif isinstance(output, HungUp):
            assert treadmill.machine.control_point.early_target_drops_link
        elif output.characteristic == TREADMILL_DATA:
            part = ftms.decode_treadmill_data(output.data)
            odd = treadmill.machine.telemetry
            assert part.trailing == odd.trailing
            assert not part.truncated or odd.cut_to is not None
            pending, data = ftms.join(pending, part)
            if data is None:
                continue
            assert (data.total_distance or 0) >= (last.total_distance or 0)
            assert (data.elapsed_time or 0) >= (last.elapsed_time or 0)
            assert (data.vendor_step_count or 0) >= (last.vendor_step_count or 0)
            last = data
        elif output.characteristic == CONTROL_POINT:
            assert ftms.decode_response(output.data) is not None


def test_nothing_is_due_on_a_machine_left_alone() -> None:
    """Without a client a still machine asks for no wake-up at all."""
    for name in machine_names():
        assert wake_at(switched_on(find_machine(name))) is None


def test_at_one_moment_a_step_is_told_before_telemetry_shows_it() -> None:
    """Two values of one moment come in the order in which a machine knows them."""
    treadmill = connected("generic")
    treadmill, _ = update(treadmill, Nanoseconds(0), Write(ftms.REQUEST_CONTROL))
    treadmill, out = update(treadmill, Nanoseconds(SECOND))
    assert [each.characteristic for each in out if isinstance(each, Value)] == [
        CONTROL_POINT,
        TREADMILL_DATA,
        RSC_MEASUREMENT,
    ]
