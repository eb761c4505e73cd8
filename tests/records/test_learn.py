"""What a session teaches of its treadmill, held against the rows of every simulated one."""

from __future__ import annotations

from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controller.core.numbers import COAST_RATE, START_DELAY
from controller.records.format import INPUT, OUTPUT, Record
from controller.records.learn import learn
from controller.records.learnt import (
    FINEST,
    NOTHING_LEARNT,
    Learnt,
    Measured,
    Unit,
    from_json,
    known_of,
    start_delay_of,
    to_json,
)
from controller.session.admission import NotPossible
from protocols.ftms import (
    START,
    STOP,
    TreadmillData,
    encode_target_speed,
    encode_treadmill_data,
)
from protocols.gatt import TREADMILL_DATA
from protocols.units import MILLISECOND, SECOND, CentiKmh
from simulators.profiles import machine_names
from simulators.treadmill.belt import FINE
from tests.probes import probed

ALL: Final = frozenset(
    {"shown", "lag", "start", "deceleration", "step", "reports_target", "targets", "reports"}
)
_NO_START: Final = (ALL, "its belt was never started")
NOT_SEEN: Final[dict[str, tuple[frozenset[str], str]]] = {
    "busy": _NO_START,
    "deaf-control": _NO_START,
    "holds-old-session": _NO_START,
    "needs-unlock": _NO_START,
    "speed-only": _NO_START,
    "urevo-e3": _NO_START,
    "zero-while-running": _NO_START,
    "horizon-7.4": (ALL, "its belt started by itself, and was stopped"),
    "life-fitness": (ALL | {"period"}, "it says nothing"),
    "clinic": (
        frozenset({"targets", "reports"}),
        "its false zeros spoil what was reported",
    ),
    "fs-bt-t4": (
        frozenset({"lag", "deceleration", "step", "reports_target", "targets"}),
        "its range is in miles: it cannot go as slowly as it says, and stands before it walks",
    ),
    "jftm-t202": (frozenset({"step"}), "it was asked for one speed only"),
    "tm11gy": (frozenset({"step"}), "it was asked for one speed only"),
    "merach": (
        frozenset({"lag", "deceleration", "step", "reports_target"}),
        "it was asked for one speed only, and false zeros hide its way down",
    ),
    "mobvoi-tmp": (
        frozenset({"lag", "deceleration", "reports_target", "targets", "reports"}),
        "its speed stands still while it stops",
    ),
    "reports-target": (frozenset({"lag", "deceleration"}), "it shows no ramp at all"),
    "sole-f80": (frozenset({"lag"}), "its stop is asked for again before it shows"),
    "success-but-runs-on": (frozenset({"lag", "deceleration", "reports_target"}), "no stop"),
    "tunturi-t80": (
        frozenset({"lag", "deceleration", "step", "reports_target", "targets", "reports"}),
        "it stops itself after a few seconds",
    ),
}
"""What cannot be seen of a machine, and why; everything else has to be."""

RUNG: Final = 0.05
"""A machine that shows tenths of a mile has a ramp of steps: its rate is seen to 5 %."""


def test_every_reason_is_of_a_machine() -> None:
    """A machine that is not there any more has no place in the table."""
    assert set(NOT_SEEN) <= set(machine_names())


@pytest.mark.long
@pytest.mark.parametrize("name", [each for each in machine_names() if each != "no-control"])
def test_what_is_seen_is_all_that_can_be(name: str) -> None:
    """What is missing is in the table, with its reason, and nothing else is."""
    missing, _ = NOT_SEEN.get(name, (frozenset[str](), ""))
    learnt = probed(name).learnt
    unseen = {key for key in (*ALL, "period") if getattr(learnt, key) is None}
    assert unseen == missing, f"NOT_SEEN: a probe of {name} does not see {unseen}; say why"


@pytest.mark.long
@pytest.mark.parametrize("name", [each for each in machine_names() if each != "no-control"])
def test_its_times_are_those_of_the_machine(name: str) -> None:
    """Each is within a telemetry period of the profile's row."""
    machine, _, learnt = probed(name)
    motion, telemetry = machine.motion, machine.telemetry
    half_trip = machine.radio.att_round_trip // 2
    if learnt.period is not None:
        assert learnt.period.middle == telemetry.period
    if learnt.start is not None and learnt.still_until is not None:
        assert learnt.still_until.least <= motion.spin_up + half_trip
        assert learnt.start.most >= motion.spin_up
        assert learnt.start.most - learnt.still_until.least <= telemetry.period
    if learnt.lag is not None:
        truth = motion.obeys_after + half_trip
        assert abs(learnt.lag.middle - truth) <= 70 * MILLISECOND  # well within a frame
    if learnt.shown is not None:
        truth = motion.obeys_after + half_trip
        hidden = telemetry.glitch_frames if telemetry.glitch_every else 0
        assert truth <= learnt.shown.most <= truth + telemetry.period * (1 + hidden)


@pytest.mark.long
@pytest.mark.parametrize("name", [each for each in machine_names() if each != "no-control"])
def test_its_speeds_are_those_of_the_machine(name: str) -> None:
    """Ramps within 5 %; the grid, the unit and what is reported are what the profile says."""
    machine, _, learnt = probed(name)
    motion, telemetry, control = machine.motion, machine.telemetry, machine.control_point
    if learnt.deceleration is not None:
        assert learnt.deceleration.middle == pytest.approx(motion.deceleration, rel=RUNG)
    if learnt.acceleration is not None:
        assert learnt.acceleration.middle == pytest.approx(motion.acceleration, rel=RUNG)
    if learnt.step is not None and motion.native_step is not None:
        assert learnt.step * FINE == motion.native_step * FINEST
    elif learnt.step is not None:
        assert learnt.step == machine.offered_speeds.increment * FINEST
    if learnt.reports_target is not None:
        ahead = telemetry.reports_target or telemetry.reports_native_target
        # A single frame that jumps counts as one ahead of its belt: the careful way to be wrong.
        assert learnt.reports_target is (ahead or telemetry.glitch_frames > 1)
    if learnt.targets is not None:
        assert learnt.targets is (Unit.MPH if control.targets_in_mph else Unit.KMH)
    assert learnt.reports in (None, Unit.KMH)


def test_a_machine_that_cannot_be_controlled_is_told_from_the_start() -> None:
    """A probe sets the speed, or it is none."""
    with pytest.raises(NotPossible, match=r"a probe sets the speed itself.*--from"):
        probed("no-control")


class Session:
    """A journal as it could be, of a belt that a test describes frame by frame."""

    def __init__(self) -> None:
        self.records: list[Record] = []

    def ask(self, at: float, data: bytes) -> Session:
        """Let a command go out."""
        self._add(at, OUTPUT, {"kind": "tx", "hex": data.hex(), "verdict": "admitted"})
        return self

    def show(self, at: float, speed: int, distance: float | None = None) -> Session:
        """Let a frame come in."""
        data = TreadmillData(
            flags=0x0000 if distance is None else 0x0004,
            more_data=False,
            speed=CentiKmh(speed),
            total_distance=None if distance is None else int(distance),
        )
        sent = encode_treadmill_data(data).hex()
        self._add(at, INPUT, {"kind": "rx", "char": TREADMILL_DATA, "hex": sent})
        return self

    def walk(self, begins: int, ends: int, speed: int, *, metres: float | None = None) -> Session:
        """Let a frame a second show a speed, and count so many metres a second."""
        for at in range(begins, ends):
            self.show(at + 0.5, speed, None if metres is None else 1000 + metres * at)
        return self

    def _add(self, at: float, io: str, fields: dict[str, Any]) -> None:
        moment = round(at * 1000) * MILLISECOND
        self.records.append({"n": len(self.records) + 1, "t": moment, "io": io, **fields})


@pytest.mark.parametrize(
    ("asked", "shown", "true_speed", "targets", "reports"),
    [
        (400, 400, 400, Unit.KMH, Unit.KMH),
        (400, 644, 644, Unit.MPH, Unit.KMH),
        (400, 400, 644, Unit.MPH, Unit.MPH),
        (400, 249, 400, Unit.KMH, Unit.MPH),
        (400, 400, None, None, None),
        (400, 644, None, Unit.MPH, None),
        (400, 249, None, Unit.KMH, Unit.MPH),
        (400, 249, 249, None, Unit.KMH),
        (400, 400, 0, None, None),
    ],
)
def test_the_unit_is_proved_by_metres(
    asked: int, shown: int, true_speed: int | None, targets: Unit | None, reports: Unit | None
) -> None:
    """4.00 that is shown as 6.44 or 2.49, or is made at another speed than it is shown."""
    metres = None if true_speed is None else true_speed / 360
    session = Session().ask(0.1, START).walk(1, 4, 0, metres=0 if metres is not None else None)
    session.walk(4, 10, 100, metres=None if metres is None else 0)
    session.ask(10, encode_target_speed(CentiKmh(asked))).walk(10, 90, shown, metres=metres)
    learnt = learn(session.records)
    assert (learnt.targets, learnt.reports) == (targets, reports)
    assert learnt.mph is (Unit.MPH in (targets, reports))


def test_ten_metre_steps_over_a_few_metres_prove_nothing() -> None:
    """A machine that counts in tens tells 4 from 6.4 km/h over a minute, and not over seconds."""
    session = Session().walk(0, 3, 0).ask(3, START)
    for second in range(40):
        session.show(4 + second, 400, 1.1 * second // 10 * 10)
        if second == 12:
            assert learn(session.records).reports is None
    assert learn(session.records).reports is Unit.KMH


def stopped(*speeds: int, metres: tuple[int, ...] = ()) -> Learnt:
    """Return what a stop teaches that is followed by these speeds, a second apart."""
    session = Session().walk(0, 6, 400).ask(6, STOP)
    for second, speed in enumerate(speeds):
        distance = metres[second] if second < len(metres) else None
        session.show(6.5 + second, speed, distance)
    return learn(session.records)


def test_the_way_down_is_a_line() -> None:
    """1.0 km/h per second from 4 km/h, begun 0.3 s behind the stop."""
    learnt = stopped(380, 280, 180, 80, 0, 0)
    assert learnt.deceleration == Measured(100, 100, 100, 1)
    assert learnt.lag == Measured(300 * MILLISECOND, 300 * MILLISECOND, 300 * MILLISECOND, 1)
    assert learnt.shown == Measured(500 * MILLISECOND, 500 * MILLISECOND, 500 * MILLISECOND, 1)
    assert learnt.reports_target is False


def test_a_speed_that_is_gone_in_one_frame_was_a_target() -> None:
    """No belt goes from 4 km/h to rest in a second."""
    learnt = stopped(0, 0, 0)
    assert learnt.reports_target is True
    assert learnt.deceleration is None


def test_metres_behind_a_zero_show_a_belt_that_runs_on() -> None:
    """It says 0 and counts on: what it reports is not its belt."""
    ramp = (300, 200, 100, 0, 0, 0)
    assert stopped(*ramp, metres=(1, 2, 2, 3, 3, 3)).reports_target is False
    assert stopped(*ramp, metres=(1, 2, 2, 3, 4, 5)).reports_target is True


@pytest.mark.parametrize(
    ("metres", "rested"),
    [
        ((), None),
        ((1, 2, 3, 3, 3, 3), None),
        ((1, 2, 3, 3, 3, 3, 3, 3, 3, 3), True),
        ((1, 2, 3, 3, 4, 4, 4, 4, 4, 4), True),
        ((1, 2, 3, 3, 4, 5, 5, 5, 5, 5), False),
        ((0, 10, 10, 10, 10, 10, 10, 10, 10, 10), None),
        ((0, 0, 0, 0, 0, 0, 0, 0, 0, 0), None),
    ],
)
def test_only_metres_speak_for_a_belt_that_stands(
    metres: tuple[int, ...], *, rested: bool | None
) -> None:
    """A ramp may be a target's, and its belt still run: no wait is shortened by it (H13)."""
    zeros = (0,) * max(3, len(metres) - 3)
    learnt = stopped(300, 200, 100, *zeros, metres=metres)
    assert learnt.rested is rested
    known = known_of(learnt)
    assert known.follows_belt is bool(rested)
    assert (known.coast_rate > COAST_RATE) is bool(rested)


def test_of_several_lags_the_least_leads_out_a_run() -> None:
    """A belt that follows sooner than it was asked for would make a run shorter than it counts."""
    lag = Measured(400, 300, 900, 3)
    assert known_of(Learnt(lag=lag)).lead == 300


def test_a_stop_that_had_to_be_repeated_has_no_lag() -> None:
    """Which of the two was obeyed cannot be known; its ramp is a ramp all the same."""
    session = Session().walk(0, 6, 400).ask(6, STOP).walk(6, 9, 400).ask(9, STOP)
    session.show(9.5, 350).show(10.5, 250).show(11.5, 150).show(12.5, 50).show(13.5, 0)
    learnt = learn(session.records)
    assert (learnt.lag, learnt.shown) == (None, None)
    assert learnt.deceleration == Measured(100, 100, 100, 1)


def test_a_belt_that_was_not_steady_teaches_nothing() -> None:
    """A command in the middle of a change has no beginning to be measured from."""
    session = Session().show(1, 200).show(2, 250).show(3, 300).ask(3.1, STOP)
    session.show(4, 200).show(5, 100).show(6, 0)
    learnt = learn(session.records)
    assert (learnt.lag, learnt.shown, learnt.deceleration) == (None, None, None)


def test_a_single_false_zero_is_no_change() -> None:
    """Merach sends them in the middle of a walk (Q29)."""
    session = Session().walk(0, 6, 400).ask(6, encode_target_speed(CentiKmh(350)))
    session.show(6.5, 0).walk(7, 9, 400).walk(9, 20, 350)
    late = 3500 * MILLISECOND
    assert learn(session.records).shown == Measured(late, late, late, 1)


def test_what_follows_a_lost_link_is_not_read() -> None:
    """Nor what a controller sees that took over: its header begins the time anew."""
    session = Session().walk(0, 6, 400)
    until = learn(session.records)
    lost = [*session.records, {"t": 6 * SECOND, "io": INPUT, "kind": "link_lost", "because": ""}]
    later = Session().walk(7, 60, 100).records
    assert learn([*lost, *later]) == until
    head: Record = {"n": 0, "t": 0, "io": "head", "kind": "session"}
    assert learn([head, *session.records, head, *later]) == until


_scalars = st.one_of(st.none(), st.integers(-5, 2**70), st.text(max_size=6), st.booleans())
_packets = st.sampled_from(["0000", "0000c800", "0400c80001", "8c05", "07", "0801", "02f401"])
_records = st.fixed_dictionaries(
    {},
    optional={
        "t": st.one_of(_scalars, st.integers(0, 10**11)),
        "io": st.one_of(_scalars, st.sampled_from(["in", "out", "head", "shell"])),
        "kind": st.one_of(_scalars, st.sampled_from(["rx", "tx", "link_lost"])),
        "char": st.one_of(_scalars, st.just(TREADMILL_DATA)),
        "hex": st.one_of(_scalars, _packets, st.binary(max_size=24).map(bytes.hex)),
        "verdict": st.one_of(_scalars, st.just("admitted")),
    },
)


@given(st.lists(_records, max_size=30))
def test_no_record_makes_it_raise(records: list[Record]) -> None:
    """Whatever a file holds is a session that taught something, or nothing."""
    learnt = learn(records)
    assert from_json(to_json(learnt)) == learnt


@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("show"), st.integers(0, 800), st.integers(0, 3)),
            st.tuples(st.sampled_from([START, STOP, b"\x02\x90\x01", b"\x02\xf4\x01"])),
        ),
        max_size=60,
    )
)
def test_no_belt_makes_it_raise(events: list[tuple[Any, ...]]) -> None:
    """However a belt behaves, each figure is in order, and can be kept and used."""
    session, at = Session(), 0.0
    for each in events:
        at += 0.25 * (each[2] if len(each) > 2 else 1)
        if len(each) > 2:
            session.show(at, each[1], at)
        else:
            session.ask(at, each[0])
    learnt = learn(session.records)
    assert from_json(to_json(learnt)) == learnt
    known = known_of(learnt)
    assert 0 < known.obey_rate <= 40
    assert known.coast_rate > 0
    assert start_delay_of(learnt) > 0


def test_a_start_is_awaited_for_longer_than_it_ever_took() -> None:
    """Half as long again and 2 s; never less than the 15 s of a machine that is not known."""
    start = Measured(5 * SECOND, 4 * SECOND, 6 * SECOND, 3)
    assert start_delay_of(NOTHING_LEARNT) == START_DELAY
    assert start_delay_of(Learnt(start=start)) == 15 * SECOND
    assert start_delay_of(Learnt(start=start._replace(most=12 * SECOND))) == 20 * SECOND
    assert start_delay_of(Learnt(start=start._replace(most=10**12))) == 60 * SECOND


@pytest.mark.parametrize(
    ("held", "words"),
    [
        ([], "not an object"),
        ({"colour": 1}, "'colour' is nothing that is learnt"),
        ({"lag": 3}, "'lag' does not have middle, least, most, n"),
        ({"lag": {"middle": 1, "least": 2, "most": 3, "n": 1}}, "in this order"),
        ({"lag": {"middle": 1, "least": 1, "most": 1, "n": 0}}, "of n"),
        ({"lag": {"middle": 1.5, "least": 1, "most": 3, "n": 1}}, "not a whole number"),
        ({"lag": {"middle": True, "least": 1, "most": 3, "n": 1}}, "not a whole number"),
        ({"deceleration": {"middle": 1, "least": 0, "most": 3, "n": 1}}, "not above 0"),
        ({"step": 0}, "not above 0"),
        ({"targets": "knots"}, "not km/h or mph"),
        ({"reports_target": "yes"}, "not true or false"),
    ],
)
def test_what_was_never_learnt_is_not_read(held: Any, words: str) -> None:
    """A file that somebody has edited is not believed: each mistake is named."""
    with pytest.raises(ValueError, match=words):
        from_json(held)
