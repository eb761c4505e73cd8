"""From a journal to an activity: golden numbers, sums that hold, and nothing that is invented."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controller.activity.activity import Activity, DistanceBy
from controller.activity.of_journal import NoActivity, activity_of
from controller.records.format import Record
from controller.records.reader import Journal, JournalInvalid, read_journal
from protocols.units import MILLISECOND, SECOND
from tests.activity.made import HAPPENS, Begins, Frame, Happens, frame_hex, header, journal
from tests.activity.sessions import journal_of, played
from tests.coach.people import leave_journal

COUNTER, SPEED = DistanceBy.COUNTER, DistanceBy.SPEED
TO_THE_END: Final = [
    ("walk", "warm-up"),
    ("run", "work"),
    ("walk", "work"),
    ("run", "work"),
    ("walk", "work"),
    ("walk", "cool-down"),
]


@pytest.mark.parametrize(
    ("played_on", "times", "metres", "laps"),
    [
        (("generic",), (288, 288, 0), 424, TO_THE_END),
        (("matrix",), (287, 287, 0), 424, TO_THE_END),
        # Its counter goes by steps of 50 m, and so do the laps.
        (("fitshow-fs",), (288, 288, 0), 400, TO_THE_END),
        # Its keys are pressed by a hand.
        (("no-control",), (273, 273, 0), 403, TO_THE_END),
        # It takes targets as miles per hour and is stopped for it.
        (("merach",), (30, 30, 0), 16, [("walk", "warm-up")]),
        # The link is away for 20 s, and the treadmill's counter tells how far the belt ran on.
        (("generic", "run1+0:10=link-loss:20"), (108, 108, 22), 152, TO_THE_END[:2]),
        (("generic", "run1+0:10=stop"), (83, 83, 0), 99, TO_THE_END[:2]),
        # A run that was cut by a pause is not repeated.
        (
            ("generic", "run1+0:10=pause", "run1+1:30=resume"),
            (494, 420, 0),
            562,
            [*TO_THE_END[:2], ("walk", "going on"), *TO_THE_END[2:]],
        ),
    ],
)
def test_golden_numbers(
    played_on: tuple[str, ...],
    times: tuple[int, int, int],
    metres: int,
    laps: list[tuple[str, str]],
) -> None:
    """How long, without pauses, silent; how far; which laps: on several machines and bad days."""
    activity = played(*played_on)
    told = (activity.milliseconds // 1000, activity.timer_milliseconds // 1000)
    assert (*told, activity.silent // SECOND) == times
    assert (activity.distance, activity.distance_by) == (metres * 100, COUNTER)
    assert [(lap.gait, lap.role) for lap in activity.laps] == laps
    holds(activity)


def test_a_lap_is_an_interval_with_the_ramp_to_it() -> None:
    """To the second, and to the metre of the treadmill's counter."""
    laps = played("generic").laps
    assert [lap.milliseconds // 1000 for lap in laps] == [48, 39, 65, 39, 65, 32]
    assert [lap.distance // 100 for lap in laps] == [55, 78, 92, 78, 92, 29]
    assert [lap.fastest for lap in laps[:2]] == [500, 750]


def test_a_machine_of_miles_counts_as_coarsely_as_it_does() -> None:
    """Hundredths of a mile, rounded down to 10 m; its speeds are a grid of 0.2 mph."""
    activity = played("urevo-e1l", walks=True)
    assert [lap.distance // 100 for lap in activity.laps] == [30, 80, 30]
    assert [lap.fastest for lap in activity.laps] == [321, 482, 482]
    assert (activity.milliseconds, activity.distance_by) == (143_000, COUNTER)
    holds(activity)


def test_a_trial_of_the_stop_is_a_lap_of_its_own() -> None:
    """She stands behind it until she goes on: that is a pause."""
    first, second, *_ = played("generic", drill=True).laps
    assert (first.role, first.milliseconds, first.paused) == ("warm-up", 22_000, 13 * SECOND)
    assert (second.role, second.paused) == ("warm-up", 0)


@pytest.mark.parametrize("script", [(), ("run1+0:10=pause", "run1+1:30=resume")])
def test_without_a_counter_the_speeds_are_added_up(script: tuple[str, ...]) -> None:
    """It comes to what the same treadmill counts, to within a metre for each stop."""
    uncounted, counted = played("generic", *script, counts=False), played("generic", *script)
    assert (uncounted.distance_by, counted.distance_by) == (SPEED, COUNTER)
    assert uncounted.milliseconds == counted.milliseconds
    assert abs(uncounted.distance - counted.distance) <= 200
    for one, other in zip(uncounted.laps, counted.laps, strict=True):
        assert abs(one.distance - other.distance) <= 200
    holds(uncounted)


def test_a_silence_is_a_gap_and_not_a_belt_that_stands() -> None:
    """From the last frame before the link was lost to the first one behind it."""
    samples = played("generic", "run1+0:10=link-loss:20").samples
    empty = [each.second for each in samples if not each.heard]
    assert empty == list(range(67, 88))
    for second in empty:
        assert samples[second][3:] == (None, None, None, None)
    assert (samples[66].speed, samples[88].speed) == (750, 750)
    assert samples[88].distance == 13_500


def test_what_was_not_counted_in_a_silence_is_nobodys_distance() -> None:
    """Without a counter the belt's way in a silence is not known, and is not guessed."""
    at_10 = [Frame(1000, 1000, None)]
    heard = activity_of(journal([*at_10 * 10, *at_10 * 10], ends=0), "x")
    silent = [*at_10 * 10, Frame(9000, 1000, None), *at_10 * 10]
    gap = activity_of(journal(list(silent), ends=0), "x")
    assert (gap.distance, gap.silent) == (heard.distance, 9 * SECOND)
    assert gap.milliseconds == heard.milliseconds + 9000


def test_a_link_that_was_lost_for_a_second_is_a_silence_too() -> None:
    """However soon the next frame came: the belt was nobody's meanwhile."""
    told: list[Happens] = [
        Frame(1000, 500, 8),
        "link_lost",
        Frame(1500, 500, 12),
        Frame(1000, 500, 13),
    ]
    activity = activity_of(journal(told, ends=0), "x")
    assert activity.silent == 1500 * MILLISECOND
    assert [each.speed for each in activity.samples] == [100, 500, None, 500]


def test_the_halves_of_two_frames_make_none() -> None:
    """What came before the link was lost is not completed by what comes over the next one."""
    made = journal([Frame(1000, 500, None), "link_lost", Frame(1000, 500, None)], ends=0)
    frames = [i for i, each in enumerate(made.records) if each["kind"] == "rx"]
    half = {**made.records[frames[1]], "hex": "05000a0000"}
    records = (*made.records[: frames[1] + 1], half, *made.records[frames[1] + 1 :])
    activity = activity_of(made._replace(records=records), "x")
    assert (activity.distance_by, activity.samples[2].speed) == (SPEED, 500)


def test_a_single_zero_between_two_frames_of_motion_is_false() -> None:
    """Some machines send one; a belt that stands sends more than one."""
    speeds = [500, 0, 500, 0, 0, 500]
    activity = activity_of(journal([Frame(1000, each, None) for each in speeds], ends=0), "x")
    assert [each.speed for each in activity.samples] == [100, 500, 500, 500, 0, 0, 500]


def test_what_moved_before_her_start_is_not_hers() -> None:
    """The activity begins with the first motion behind it, and so does its first lap."""
    made = journal([Begins(0, 500), Begins(1, 750), Frame(1000, 600, 8)], ends=0)
    still = [
        {**each, "hex": frame_hex(0, 7)}
        if each["kind"] == "rx" and each["t"] < 3 * SECOND
        else each
        for each in made.records
    ]
    before = {**made.records[1], "t": 0, "n": 0}
    activity = activity_of(made._replace(records=(before, *still)), "x")
    assert activity.start.isoformat() == "2026-05-13T08:00:03+02:00"
    assert [(lap.gait, lap.milliseconds) for lap in activity.laps] == [("run", 0)]


@pytest.mark.parametrize(
    ("counters", "metres"),
    [
        ([7, 8, 9, 10], 3),
        # It had 7 m on it when the belt first moved.
        ([7, 7, 7, 17], 10),
        # It begins anew at a stop.
        ([9, 12, 0, 3], 8),
        # A frame that says nonsense, once.
        ([9, 400, 10, 12], 4),
        ([9, 0, 9, 12], 14),
        # Frames without it.
        ([9, None, None, 14], 7),
        # One that stands still is none.
        ([7, 7, 7, 7], None),
        ([None, None], None),
    ],
)
def test_a_counter_is_followed(counters: list[int | None], metres: int | None) -> None:
    """By what it grows; a jump that no belt makes is nobody's distance."""
    told: list[Happens] = [Frame(1000, 500, each) for each in counters]
    activity = activity_of(journal(told, ends=0), "x")
    if metres is None:
        assert activity.distance_by is SPEED
        assert activity.distance == pytest.approx(139 * len(counters), abs=60)
        return
    assert (activity.distance_by, activity.distance) == (COUNTER, metres * 100)


def test_frames_that_come_all_at_once_are_counted() -> None:
    """Behind a stall of the radio: three seconds of metres in three milliseconds."""
    told: list[Happens] = [Frame(3000, 1000, 10), *(Frame(1, 1000, 13 + i) for i in range(0, 9, 3))]
    assert activity_of(journal(told, ends=0), "x").distance == 1200


def holds(activity: Activity) -> None:
    """Hold an activity against what is true of any."""
    laps, samples = activity.laps, activity.samples
    assert sum(lap.milliseconds for lap in laps) == activity.milliseconds
    assert sum(lap.timer_milliseconds for lap in laps) == activity.timer_milliseconds
    assert laps[0].begins == 0
    for lap, following in pairwise(laps):
        assert lap.ends == following.begins
    for lap in laps:
        assert 0 <= lap.paused <= lap.ends - lap.begins
        assert lap.distance >= 0
    assert [each.second for each in samples] == list(range(activity.milliseconds // 1000 + 1))
    told = 0
    for each in samples:
        lap = laps[each.lap]
        assert lap.begins <= each.second * SECOND
        assert each.lap == len(laps) - 1 or each.second * SECOND < lap.ends
        assert each.heard is (each.distance is not None)
        if each.distance is not None:
            assert told <= each.distance <= activity.distance
            told = each.distance


@given(happens=HAPPENS, ends=st.none() | st.integers(0, 9000))
def test_the_laps_are_the_session(happens: list[Happens], ends: int | None) -> None:
    """In time and in distance, whatever a journal tells, and no speed stands in a silence."""
    made = journal(happens, ends=ends)
    activity = activity_of(made, "x")
    holds(activity)
    spoken = {(each["t"] - 2 * SECOND) // SECOND for each in made.records if each["kind"] == "rx"}
    for each in activity.samples:
        # The longest silence that is none lasts 4 s.
        assert not each.heard or spoken & set(range(each.second - 4, each.second + 1))


def test_a_run_that_is_walked_is_a_walk() -> None:
    """By its speed, whatever the plan calls it."""
    told: list[Happens] = [Begins(1, 750), Frame(1000, 750, 8), Begins(3, 500), Frame(1000, 500, 9)]
    assert [lap.gait for lap in activity_of(journal(told, ends=0), "x").laps] == ["run", "walk"]


@pytest.mark.parametrize("part", [0.1, 0.3, 0.5, 0.8, 0.99])
def test_a_journal_that_was_cut_is_an_activity_up_to_there(part: float) -> None:
    """Its samples are those of the whole one."""
    whole = journal_of("generic", "run1+0:10=pause", "run1+1:30=resume")
    records = whole.records[: int(len(whole.records) * part)]
    cut = activity_of(Journal(whole.header, records, cut=True), "x")
    holds(cut)
    *samples, _last = cut.samples
    assert samples
    expected = activity_of(whole, "x").samples[: len(samples)]
    assert [each[3:] for each in samples] == [each[3:] for each in expected]


def test_it_begins_when_the_belt_first_moved(tmp_path: Path) -> None:
    """As the diary has it, to the second, with the offset of where it was."""
    path = leave_journal(tmp_path, "one", "never-faster")
    activity = activity_of(read_journal(path), path.stem)
    assert activity.start.isoformat() == "2026-05-13T08:00:18+02:00"
    assert activity.when(60).astimezone(UTC) == datetime(2026, 5, 13, 6, 1, 18, tzinfo=UTC)
    assert (activity.runs, activity.simulated) == (True, False)


def test_what_was_noted_has_its_second(tmp_path: Path) -> None:
    """Zero is nothing to note; what was told behind the end stands at the end."""
    path = leave_journal(tmp_path, "one", "I9-rise")
    activity = activity_of(read_journal(path), path.stem)
    assert [each.words for each in activity.noted] == ["Knee pain (0-2)"]
    made = journal([Frame(1000, 500, 8)], ends=0)
    late: Record = {"io": "out", "kind": "symptom", "symptom": "leak_urine", "action": "note"}
    late |= {"label": "Leaking", "words": "a little", "value": 1}
    late |= {"t": made.records[-1]["t"] + 60 * SECOND, "n": len(made.records) + 1}
    told = activity_of(made._replace(records=(*made.records, late)), "x")
    assert told.noted_by_second() == {1: "Leaking (a little)"}
    assert told.lap_at(told.noted[0].at) == 0


def test_a_report_is_told_as_exactly_as_it_was_at_the_end() -> None:
    """Standing, she said which of a place's symptoms it was."""
    made = journal([Frame(1000, 500, 8)], ends=0)
    first: Record = {"io": "out", "kind": "symptom", "symptom": "unsure", "action": "note"}
    first |= {"label": "Hip to heel", "words": "a little", "value": 1, "t": 3 * SECOND, "n": 6}
    site: Record = {"io": "out", "kind": "site", "report": 0, "symptom": "knee", "n": 7}
    site |= {"label": "Knee pain", "t": 9 * SECOND}
    told = activity_of(made._replace(records=(*made.records, first, site)), "x")
    assert told.noted_by_second() == {1: "Knee pain (a little)"}
    again: Record = {**first, "t": 5 * SECOND, "n": 7}
    twice = (*made.records, first, again, {**site, "n": 8, "also": [1]})
    noted = activity_of(made._replace(records=twice), "x").noted
    assert [each.words for each in noted] == ["Knee pain (a little)"] * 2


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        (header(takes_over="x"), "a controller that took over from a dead one wrote it"),
        (header(began=None), "it does not say when it began (neither its header nor its name"),
        (header(began="2026-05-13T08:00:00"), "it does not say when it began (began has no offset"),
        (header(began=12), "it does not say when it began"),
    ],
)
def test_what_is_no_activity_is_one_sentence(told: Record, sentence: str) -> None:
    """And a remedy."""
    made = journal([], ends=0)
    with pytest.raises(NoActivity, match=r"^x: .*; .*\.$") as refused:
        activity_of(made._replace(header=told), "x")
    assert sentence in str(refused.value)


def test_a_belt_that_somebody_else_moves_is_no_activity() -> None:
    """Nobody has started it."""
    made = journal([], ends=0)
    with pytest.raises(NoActivity, match=r"^x: the belt was not started in this session; "):
        activity_of(made._replace(records=made.records[1:]), "x")


@pytest.mark.parametrize(
    ("kind", "without"),
    [("phase", "phase"), ("belt", "speed"), ("ended", "outcome"), ("segment", "gait")],
)
def test_a_record_that_was_edited_is_one_sentence(kind: str, without: str) -> None:
    """It names the journal, and what it could mean."""
    whole = journal_of("generic")
    records = [
        {key: value for key, value in each.items() if each["kind"] != kind or key != without}
        for each in whole.records
    ]
    with pytest.raises(JournalInvalid, match=r"^x: its records are not .*; the journal was edited"):
        activity_of(Journal(whole.header, tuple(records), cut=False), "x")


def test_a_site_that_nobody_named_is_not_taken_back() -> None:
    """It is the same sentence."""
    whole = journal_of("generic")
    back = {**whole.records[-1], "io": "out", "kind": "site_back", "report": 0}
    with pytest.raises(JournalInvalid, match="the journal was edited"):
        activity_of(Journal(whole.header, (*whole.records, back), cut=False), "x")


def test_what_a_sensor_cannot_mean_is_left_out() -> None:
    """A count that fits neither steps nor strides is no cadence."""
    made = journal([Frame(1000, 750, 8)] * 3, ends=0)

    def told(**more: Any) -> set[int | None]:
        records = [{**each, **more} if each["kind"] == "belt" else each for each in made.records]
        samples = activity_of(made._replace(records=tuple(records)), "x").samples
        return {each.cadence for each in samples}

    assert told() == {20, 150}
    assert told(cadence_assumed=True) == {20, 150}
    assert told(cadence_implausible=True) == {None}
    assert {each.heart_rate for each in activity_of(made, "x").samples} == {None}
