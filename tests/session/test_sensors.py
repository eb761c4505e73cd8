"""A whole session with a foot pod and a strap: what is shown, and what they cannot touch."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from itertools import pairwise
from typing import Any

import pytest

from controller.cli.session.wearables import Wearables
from controller.records.fold import fold
from controller.records.format import Record
from controller.records.reader import Journal
from controller.records.view import View
from controller.session import adapt, sensors
from controller.session.engine import Engine
from controller.session.inputs import Input, Wake, from_fields, to_fields
from controller.session.replay import verify
from controller.session.shell import Session
from protocols.link import Received, SensorFound, SensorLost
from protocols.sensor_link import Radio
from protocols.units import SECOND, Nanoseconds
from simulators.link.sensors import Counts, Strap
from tests.core.worlds import SETUP
from tests.session.bench import HERE, Bench, run

POD, STRAP = "5E:1F:7E:AD:00:02", "5E:1F:7E:AD:00:03"
RUNNING = 90
"""By this second the session runs."""
WAITING = 56
"""In this second it is not: the next search begins at 70 s."""
SEARCHING = 75
"""In this second a strap that is not there is being looked for, for the fifth time."""


def wear(
    counts: Counts = Counts.STEPS,
    arrange: Callable[[Bench, Strap], None] | None = None,
) -> Bench:
    """Run a session with both sensors; ``arrange`` makes something happen to them."""

    def link(bench: Bench, session: Session) -> Wearables:
        air = bench.air
        air.add_footpod(POD, HERE, counts)
        strap = air.add_strap(STRAP, HERE)
        if arrange is not None:
            arrange(bench, strap)
        radio = Radio(air.scanner_backend, air.client_backend, air.adapter_backend)
        return Wearables(session, radio, treadmill=HERE, footpod=POD, strap=STRAP)

    return run(wear=link)


@cache
def bare() -> Bench:
    """Return the same session without any sensor beside the treadmill."""
    return run()


@cache
def with_pod(counts: Counts) -> Bench:
    """Return a session with a strap, and a pod that counts something."""
    return wear(counts)


def strides() -> Bench:
    """Return a session with a pod that counts strides."""
    return with_pod(Counts.STRIDES)


def at(bench: Bench, second: float) -> Record:
    """Return what was last told of the belt at a moment."""
    return [each for each in bench.kind("belt") if each["t"] <= second * SECOND][-1]


def later(bench: Bench, second: float, act: Callable[[], object]) -> None:
    """Arrange something."""
    bench.clock.call_at(Nanoseconds(int(second * SECOND)), lambda: (act(), None)[1])


def test_strides_become_steps_in_the_first_run() -> None:
    """A walk leaves it open and says so; the run decides, and the next walk is right."""
    bench = strides()
    walk, after = at(bench, 40), at(bench, 125)
    assert (walk["speed"], walk["cadence"], walk["cadence_assumed"]) == (400, 51, True)
    assert (after["speed"], after["cadence"]) == (400, 102)
    assert "cadence_assumed" not in after
    assert max(each["cadence"] or 0 for each in bench.kind("belt")) == 160


def test_the_treadmill_s_own_steps_are_certain_in_a_run_too() -> None:
    """Without anything worn; and no heart is spoken of where there is no sensor for it."""
    records = bare().kind("belt")
    assert any(each["cadence"] == 160 and "cadence_assumed" not in each for each in records)
    assert not any("heart_rate" in each for each in records)
    assert any(each.get("cadence_assumed") for each in records)


def test_power_in_the_place_of_a_cadence_is_not_shown() -> None:
    """It fits no foot, from the first steady walk on."""
    record = at(wear(Counts.POWER), 60)
    assert (record["cadence"], record["cadence_implausible"]) == (None, True)


def test_a_strap_that_is_taken_off_goes_stale() -> None:
    """Within its frozen frames and one of the belt's, in the middle of a run; and comes back."""

    def take_off(bench: Bench, strap: Strap) -> None:
        later(bench, RUNNING, lambda: setattr(strap, "worn", False))
        later(bench, RUNNING + 20, lambda: setattr(strap, "worn", True))

    bench = wear(arrange=take_off)
    assert at(bench, RUNNING)["heart_rate"] > 100
    assert at(bench, RUNNING + 6)["heart_rate"] is None
    assert at(bench, RUNNING + 22)["heart_rate"] > 100


def test_sensors_that_are_lost_are_told_and_found_again() -> None:
    """The screen's view shows which, and the plan goes on."""

    def lose(bench: Bench, _strap: Strap) -> None:
        for each in (POD, STRAP):
            later(bench, RUNNING, partial(bench.air.lose_link, each))
            later(bench, RUNNING + 8, partial(bench.air.restore_link, each))

    bench = wear(arrange=lose)
    told = [(each["sensor"], each["state"]) for each in bench.kind("sensor")]
    assert sorted(told) == sorted(
        (sensor, state) for sensor in (POD, STRAP) for state in ("found", "lost", "found")
    )
    views = [View()]
    for record in bench.records:
        views.append(fold(views[-1], record))
    states = [tuple(each.live for each in view.sensors) for view in views]
    assert [each for before, each in pairwise(states) if each != before] == [
        (True,), (True, True), (False, True), (False, False), (True, False), (True, True),
    ]  # fmt: skip
    assert at(bench, RUNNING + 5)["heart_rate"] is None
    assert {each.name for each in views[-1].sensors} == {"Virtual Foot Pod", "Virtual Strap"}


class Broken:
    """A decoder with a bug."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, _data: bytes) -> Any:
        """Raise."""
        self.calls += 1
        raise ZeroDivisionError("a test broke it")


@pytest.mark.parametrize(
    ("module", "name", "sensor", "kept"),
    [
        (sensors, "decode_heart_rate_measurement", STRAP, "cadence"),
        (adapt, "decode_rsc_measurement", POD, "heart_rate"),
    ],
    ids=["heart rate", "cadence"],
)
def test_a_bug_in_one_sensor_touches_no_other(
    monkeypatch: pytest.MonkeyPatch, module: Any, name: str, sensor: str, kept: str
) -> None:
    """It is told once and not listened to again; the other is shown, and the plan goes on."""
    broken = Broken()
    whole = (with_pod(Counts.STEPS), bare())  # kept for all tests: not made while it is broken
    monkeypatch.setattr(module, name, broken)
    bench = wear()
    ignored = [each for each in bench.kind("sensor") if each["state"] == "ignored"]
    assert [each["because"] for each in ignored if each["sensor"] == sensor] == [
        "a mistake in Reprise (ZeroDivisionError: a test broke it)"
    ]
    assert broken.calls == len(ignored)
    assert bench.bug is None
    if kept == "cadence":
        assert any(each["cadence"] == 160 for each in bench.kind("belt"))
        assert bench.written == whole[0].written
    else:
        assert any(each["heart_rate"] > 100 for each in bench.kind("belt") if kept in each)
        assert bench.written == whole[1].written


@pytest.mark.parametrize("counts", Counts)
def test_a_pod_makes_nothing_sooner_and_nothing_faster(counts: Counts) -> None:
    """The same bytes in the same order; a walking cadence may hold one back until it is over."""
    bytes_sent, whens = zip(*[each[::-1] for each in with_pod(counts).written], strict=True)
    without, before = zip(*[each[::-1] for each in bare().written], strict=True)
    assert bytes_sent == without
    later = [then - now for then, now in zip(whens, before, strict=True)]
    assert 0 <= min(later) <= max(later) <= SECOND


def heart_shown(engine: Engine, happened: Input, second: float) -> list[object]:
    """Let something happen, and return what is told of the heart."""
    now = Nanoseconds(int(second * SECOND))
    told = engine.handle(happened, now).records
    return [each["heart_rate"] for each in told if "heart_rate" in each]


def test_a_strap_that_is_lost_shows_nothing_from_that_moment() -> None:
    """Its last value is forgotten with it, and a pod's loss is none of a heart's."""
    engine = Engine(SETUP)
    frame, belt = Received("2A37", b"\x00\x6f", STRAP), Received("2ACD", bytes(4))
    engine.handle(frame, Nanoseconds(0))
    assert heart_shown(engine, belt, 0.5) == [111]
    engine.handle(SensorLost(POD, "gone"), Nanoseconds(0))
    assert heart_shown(engine, Wake(), 0.6) == []
    engine.handle(SensorLost(STRAP, "gone"), Nanoseconds(0))
    assert heart_shown(engine, Wake(), 0.7) == [None]


def test_what_goes_stale_is_told_though_the_treadmill_is_silent() -> None:
    """A wake is enough: a live session has one every 250 ms."""
    engine = Engine(SETUP)
    engine.handle(Received("2A37", b"\x00\x6f", STRAP), Nanoseconds(0))
    assert heart_shown(engine, Received("2ACD", bytes(4)), 0.5) == [111]
    assert heart_shown(engine, Wake(), 2.9) == []
    assert heart_shown(engine, Wake(), 3) == [None]


def test_the_strap_goes_before_the_treadmill_s_grips() -> None:
    """2ACD bit 8 is shown where there is no live strap, and 0 in it is none."""
    engine = Engine(SETUP)

    def grips(rate: int) -> Received:
        return Received("2ACD", bytes((0x00, 0x01, 0, 0, rate)))

    assert heart_shown(engine, grips(0), 0) == []
    assert heart_shown(engine, grips(90), 0.5) == [90]
    engine.handle(Received("2A37", b"\x00\x6f", STRAP), Nanoseconds(SECOND))
    assert heart_shown(engine, grips(91), 1.5) == [111]
    assert heart_shown(engine, grips(91), 5) == [91]
    assert heart_shown(engine, grips(0), 5.5) == [None]


def test_its_journal_proves_itself() -> None:
    """What the sensors sent and when they were lost is in it, so that a replay makes the same."""
    header, *records = strides().records
    assert verify(Journal(header, tuple(records), cut=False), "here") > 100
    assert any(each.get("sensor") == STRAP for each in records if each["kind"] == "rx")


@pytest.mark.parametrize(
    "happened",
    [Received("2A37", b"\x00\x6f", STRAP), SensorFound(POD, "Pod"), SensorLost(POD, "gone")],
    ids=repr,
)
def test_what_a_sensor_does_is_read_back(happened: Input) -> None:
    """As every input is."""
    assert from_fields(to_fields(happened)) == happened


def test_the_treadmill_s_own_frames_are_written_as_ever() -> None:
    """A journal of before is read, and no sensor is named where there is none."""
    assert to_fields(Received("2ACD", b"\x01")) == {"kind": "rx", "char": "2ACD", "hex": "01"}
    assert from_fields({"kind": "rx", "char": "2ACD", "hex": "01"}) == Received("2ACD", b"\x01")


def test_a_frame_of_treadmill_data_from_a_sensor_is_not_the_treadmill_s() -> None:
    """Whoever wears it cannot move or stop anything with it."""

    def inject(bench: Bench, session: Session) -> Wearables:
        frame = Received("2ACD", bytes.fromhex("0000b80b"), POD)
        for second in range(1, 120):
            later(bench, second, lambda: session.happen(frame))
        return Wearables(session, Radio(), treadmill=HERE)

    assert run(wear=inject).written == bare().written


def searched(second: int, key: str) -> tuple[Bench, list[tuple[int, bool]]]:
    """Press a key while a strap is missing; return when a scanner began and ceased to listen."""
    listening: list[tuple[int, bool]] = []

    def link(bench: Bench, session: Session) -> Wearables:
        scanner = bench.air.scanner_backend
        started, stopped = scanner.start, scanner.stop

        async def start(self: Any) -> None:
            listening.append((bench.clock.now(), True))
            await started(self)

        async def stop(self: Any) -> None:
            listening.append((bench.clock.now(), False))
            await stopped(self)

        scanner.start, scanner.stop = start, stop  # type: ignore[method-assign]
        radio = Radio(scanner, bench.air.client_backend, bench.air.adapter_backend)
        return Wearables(session, radio, treadmill=HERE, strap=STRAP)

    bench = run(wear=link, keys=[(second * SECOND, key)])
    return bench, listening


def test_a_search_is_called_off_when_a_stop_is_sent() -> None:
    """At that very moment, and none begins before the belt is still."""
    pressed = SEARCHING * SECOND
    bench, listening = searched(SEARCHING, "pause")
    still = next(each["t"] for each in bench.kind("phase") if each["phase"] == "paused")
    assert [begun for when, begun in listening if when < pressed][-1] is True
    assert [each for each in listening if pressed <= each[0] < still] == [(pressed, False)]
    assert any(begun for when, begun in listening if when >= still)


def test_nothing_is_searched_for_behind_the_end() -> None:
    """The next search would have come while the belt was watched."""
    _, undisturbed = searched(SEARCHING, "pause")
    bench, listening = searched(WAITING, "stop")
    ended = bench.kind("ended")[0]["t"]
    due = next(when for when, begun in undisturbed if begun and when > WAITING * SECOND)
    assert ended < due < bench.ended_at
    assert not any(when > WAITING * SECOND for when, _ in listening)


def test_one_address_for_both_is_one_device() -> None:
    """In whichever case each is written: told of once, and heard as a pod and as a strap."""

    def link(bench: Bench, session: Session) -> Wearables:
        air = bench.air
        air.add_pod_and_strap(STRAP, HERE)
        radio = Radio(air.scanner_backend, air.client_backend, air.adapter_backend)
        return Wearables(session, radio, treadmill=HERE, footpod=STRAP.lower(), strap=STRAP)

    bench = run(wear=link)
    assert [(each["sensor"], each["state"], each["name"]) for each in bench.kind("sensor")] == [
        (STRAP, "found", "Virtual Pod and Strap")
    ]
    assert at(bench, RUNNING)["heart_rate"] > 100
    frames = {each["char"] for each in bench.kind("rx") if each.get("sensor") == STRAP}
    assert frames == {"2A53", "2A37"}


def test_the_treadmill_s_own_sensors_need_no_link() -> None:
    """Whoever gives its address for a pod is served by the link that there is."""

    def link(bench: Bench, session: Session) -> Wearables:
        air = bench.air
        radio = Radio(air.scanner_backend, air.client_backend, air.adapter_backend)
        return Wearables(session, radio, treadmill=HERE, footpod=HERE.lower())

    bench = run(wear=link)
    assert bench.kind("sensor") == []
    assert any(each["cadence"] == 160 for each in bench.kind("belt"))
