"""The files hold the activity: read back by other hands than the writers'."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree as ET

import fitdecode
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from controller.activity.activity import Activity
from controller.activity.csv_text import COLUMNS, csv_of
from controller.activity.fit import fit_of
from controller.activity.of_journal import activity_of
from controller.activity.tcx import DATABASE, EXTENSION, tcx_of
from controller.records.format import Record
from controller.records.reader import read_journal
from tests.activity.made import HAPPENS, Frame, Happens, journal
from tests.activity.sessions import played
from tests.activity.tcx_schema import against
from tests.coach.people import leave_journal

Message = dict[str, Any]
LOST: Final = ("generic", "run1+0:10=link-loss:20")
PAUSED: Final = ("generic", "run1+0:10=pause", "run1+1:30=resume")
TCX: Final = {"": DATABASE, "x": EXTENSION}
ACTIVITIES: Final = st.builds(
    lambda happens, ends: activity_of(journal(happens, ends=ends), "x"),
    HAPPENS,
    st.integers(0, 9000),
)


def fit(activity: Activity, *, with_symptoms: bool = False) -> list[tuple[str, Message]]:
    """Write a FIT file and read it back, checksum included."""
    data = fit_of(activity, with_symptoms=with_symptoms)
    with fitdecode.FitReader(io.BytesIO(data), check_crc=fitdecode.CrcCheck.RAISE) as reader:
        return [
            (frame.name, {each.name: each.value for each in frame.fields if each.value is not None})
            for frame in reader
            if isinstance(frame, fitdecode.FitDataMessage)
        ]


def named(messages: list[tuple[str, Message]], name: str) -> list[Message]:
    """Return the messages of a name."""
    return [fields for each, fields in messages if each == name]


def tcx(activity: Activity, *, with_symptoms: bool = False) -> ET.Element:
    """Write a TCX file, hold it against the schemas, and return its activity."""
    root = ET.fromstring(tcx_of(activity, with_symptoms=with_symptoms))  # noqa: S314  # our own
    assert against(root) == []
    found = root.find("Activities/Activity", TCX)
    assert found is not None
    return found


def rows(activity: Activity, *, with_symptoms: bool = False) -> list[dict[str, str]]:
    """Write a CSV file and read it back."""
    return list(csv.DictReader(io.StringIO(csv_of(activity, with_symptoms=with_symptoms))))


def same_fit(activity: Activity) -> None:
    """Hold a FIT file against its activity."""
    told = fit(activity)
    (session,), laps = named(told, "session"), named(told, "lap")
    assert (session["num_laps"], len(laps)) == (len(activity.laps), len(activity.laps))
    for key, exactly in (
        ("total_elapsed_time", activity.milliseconds / 1000),
        ("total_timer_time", activity.timer_milliseconds / 1000),
        ("total_distance", activity.distance / 100),
    ):
        assert session[key] == exactly
        assert sum(round(lap[key] * 1000) for lap in laps) == round(exactly * 1000)
    heard = [each for each in activity.samples if each.heard and not each.paused]
    records = named(told, "record")
    assert len(records) == len(heard)
    for record, sample in zip(records, heard, strict=True):
        assert record["timestamp"] == activity.when(sample.second).astimezone(UTC)
        assert round(record["distance"] * 100) == sample.distance
        assert record["enhanced_speed"] == pytest.approx((sample.speed or 0) / 360, abs=0.0006)
        strides = None if sample.cadence is None else sample.cadence / 2
        halves = record.get("fractional_cadence", 0)
        assert (record["cadence"] + halves if "cadence" in record else None) == strides
    times = [each["timestamp"] for each in (*named(told, "event"), *records)]
    assert max(times) <= session["timestamp"] <= activity.end.astimezone(UTC)
    assert activity.end.astimezone(UTC) - session["timestamp"] < timedelta(seconds=1)


def same_tcx(activity: Activity) -> None:
    """Hold a TCX file against its activity."""
    laps = tcx(activity).findall("Lap", TCX)
    assert len(laps) == len(activity.laps)
    points = []
    for made, lap in zip(laps, activity.laps, strict=True):
        assert made.findtext("TotalTimeSeconds", "", TCX) == f"{lap.timer_milliseconds / 1000:.3f}"
        assert made.findtext("DistanceMeters", "", TCX) == f"{lap.distance / 100:.2f}"
        points += made.findall("Track/Trackpoint", TCX)
    heard = [each for each in activity.samples if each.heard and not each.paused]
    assert len(points) == len(heard)
    for point, sample in zip(points, heard, strict=True):
        moment = datetime.fromisoformat(point.findtext("Time", "", TCX))
        assert moment == activity.when(sample.second)
        assert float(point.findtext("DistanceMeters", "", TCX)) * 100 == pytest.approx(
            sample.distance
        )
        speed = float(point.findtext("Extensions/x:TPX/x:Speed", "", TCX))
        assert speed == pytest.approx((sample.speed or 0) / 360, abs=0.0006)
        strides = None if sample.cadence is None else str(sample.cadence // 2)
        assert point.findtext("Extensions/x:TPX/x:RunCadence", None, TCX) == strides


def same_csv(activity: Activity) -> None:
    """Hold a CSV file against its activity: every cell, exactly."""
    told = rows(activity)
    assert list(told[0]) == list(COLUMNS)
    assert len(told) == len(activity.samples)
    for row, sample in zip(told, activity.samples, strict=True):
        lap = activity.laps[sample.lap]
        assert datetime.fromisoformat(row["time_utc"]) == activity.when(sample.second)
        assert (row["second"], row["lap"]) == (str(sample.second), str(sample.lap + 1))
        assert (row["gait"], row["role"]) == (lap.gait, lap.role)
        assert row["paused"] == ("yes" if sample.paused else "no")
        assert row["distance_by"] == (activity.distance_by.value if sample.heard else "")
        for key, value in (("speed_kmh", sample.speed), ("distance_m", sample.distance)):
            assert (None if row[key] == "" else round(float(row[key]) * 100)) == value
        for key, whole in (
            ("cadence_steps_per_min", sample.cadence),
            ("heart_rate_bpm", sample.heart_rate),
        ):
            assert row[key] == ("" if whole is None else str(whole))


@pytest.mark.parametrize("words", [("generic",), LOST, PAUSED, ("fitshow-fs",)])
def test_every_file_holds_the_activity(words: tuple[str, ...]) -> None:
    """The whole session, second by second; the sums of the laps are the session's."""
    activity = played(*words)
    same_fit(activity)
    same_tcx(activity)
    same_csv(activity)


@given(activity=ACTIVITIES)
@settings(max_examples=40, deadline=None)
def test_every_file_holds_any_activity(activity: Activity) -> None:
    """However short, silent or often paused."""
    same_fit(activity)
    same_tcx(activity)
    same_csv(activity)


def test_a_fit_file_says_what_it_is() -> None:
    """Running on a treadmill, with laps for warm-up, runs, walks between them and cool-down."""
    told = fit(played("generic"))
    assert [name for name, _ in told[:2]] == ["file_id", "event"]
    assert told[0][1]["type"] == "activity"
    (session,), (whole,) = named(told, "session"), named(told, "activity")
    assert (session["sport"], session["sub_sport"]) == ("running", "treadmill")
    assert [each["intensity"] for each in named(told, "lap")] == [
        "warmup", "active", "recovery", "active", "recovery", "cooldown"
    ]  # fmt: skip
    # 08:00:18 in UTC+2; fitdecode takes a local time for one in UTC.
    assert session["start_time"] == datetime(2026, 5, 13, 6, 0, 18, tzinfo=UTC)
    assert whole["local_timestamp"] - whole["timestamp"] == timedelta(hours=2)
    events = [(each["event"], each["event_type"]) for each in named(told, "event")]
    assert events == [("timer", "start"), ("timer", "stop_all")]


def test_a_session_of_walks_is_a_walk() -> None:
    """And its walks are no rest from anything."""
    activity = played("urevo-e1l", walks=True)
    told = fit(activity)
    (session,) = named(told, "session")
    assert (session["sport"], session["sub_sport"]) == ("walking", "indoor_walking")
    assert [each["intensity"] for each in named(told, "lap")] == ["warmup", "active", "cooldown"]
    made = tcx(activity)
    assert made.get("Sport") == "Other"
    assert {each.text for each in made.findall("Lap/Intensity", TCX)} == {"Active"}


def test_a_pause_stops_the_clock() -> None:
    """Events in FIT, a new track in TCX, and a column in CSV."""
    activity = played(*PAUSED)
    events = named(fit(activity), "event")
    assert [each["event_type"] for each in events] == ["start", "stop_all", "start", "stop_all"]
    assert (events[2]["timestamp"] - events[1]["timestamp"]).total_seconds() == 74
    assert len(tcx(activity).findall("Lap", TCX)[1].findall("Track", TCX)) == 1
    assert sum(row["paused"] == "yes" for row in rows(activity)) == 74


def test_a_silence_is_a_gap_in_every_file() -> None:
    """No record, no trackpoint, and empty cells."""
    activity = played(*LOST)
    seconds = [each["timestamp"] for each in named(fit(activity), "record")]
    gaps = [(b - a).total_seconds() for a, b in pairwise(seconds) if b - a > timedelta(seconds=1)]
    assert gaps == [22]
    before, after = tcx(activity).findall("Lap", TCX)[1].findall("Track", TCX)
    last, first = (
        datetime.fromisoformat(each.findtext("Time", "", TCX)) for each in (before[-1], after[0])
    )
    assert (first - last).total_seconds() == 22
    assert sum(row["speed_kmh"] == "" for row in rows(activity)) == 21


def heard_hearts(*rates: int) -> Activity:
    """Return an activity with a strap, a rate for each second."""
    happens: list[Happens] = [Frame(1000, 750, 8)] * len(rates)
    made, told = journal(happens, ends=0), iter(rates)
    records = [
        {**each, "heart_rate": next(told)} if each["kind"] == "belt" and each["n"] > 3 else each
        for each in made.records
    ]
    return activity_of(made._replace(records=tuple(records)), "x")


def test_the_heart_is_in_every_file() -> None:
    """Beats a minute, and what of them a lap has; where there is no strap there is nothing."""
    activity = heard_hearts(120, 131, 140)
    told = fit(activity)
    assert [each.get("heart_rate") for each in named(told, "record")] == [None, 120, 131, 140]
    (lap,) = named(told, "lap")
    assert (lap["avg_heart_rate"], lap["max_heart_rate"]) == (130, 140)
    made = tcx(activity)
    found = [each.text for each in made.findall("Lap/Track/Trackpoint/HeartRateBpm/Value", TCX)]
    assert found == ["120", "131", "140"]
    assert made.findtext("Lap/MaximumHeartRateBpm/Value", "", TCX) == "140"
    assert [row["heart_rate_bpm"] for row in rows(activity)] == ["", "120", "131", "140"]


@pytest.fixture
def felt(tmp_path: Path) -> Activity:
    """Return a session in which something was felt."""
    path = leave_journal(tmp_path, "one", "I3-heaviness-a-little")
    return activity_of(read_journal(path), path.stem)


def test_what_was_felt_is_in_no_file_unasked(felt: Activity) -> None:
    """Nor what the plan is called, nor the policy's word for anything."""
    files = (
        fit_of(felt, with_symptoms=False),
        tcx_of(felt, with_symptoms=False),
        csv_of(felt, with_symptoms=False).encode(),
    )
    for file in files:
        for word in (b"eav", b"dragging", b"noted", b"I3", b"scenes", b"bouts", b"cautious"):
            assert word not in file


def test_what_was_felt_is_in_every_file_that_is_asked_to_have_it(felt: Activity) -> None:
    """In its second, or in the notes of its lap."""
    words = "Heavy, dragging (a little)"
    noted = [each for each in rows(felt, with_symptoms=True) if each["noted"]]
    assert [(each["second"], each["noted"]) for each in noted] == [("77", words)]
    records = [each for each in named(fit(felt, with_symptoms=True), "record") if "noted" in each]
    assert [(each["timestamp"], each["noted"]) for each in records] == [
        (felt.when(77).astimezone(UTC), words)
    ]
    laps = tcx(felt, with_symptoms=True).findall("Lap", TCX)
    assert [each.findtext("Notes", None, TCX) for each in laps][:4] == [None, None, words, None]


def test_what_was_felt_in_a_silence_or_a_pause_is_kept() -> None:
    """As a record of FIT that says nothing else."""
    told = journal([Frame(1000, 500, 8), "link_lost", Frame(9000, 500, 20)], ends=0)
    report: Record = {"io": "out", "kind": "symptom", "symptom": "leak_urine", "action": "note"}
    report |= {"label": "Leaking", "words": "a little", "value": 1, "t": 5_000_000_000, "n": 6}
    felt = activity_of(told._replace(records=(*told.records[:5], report, *told.records[5:])), "x")
    records = [each for each in named(fit(felt, with_symptoms=True), "record") if "noted" in each]
    assert [set(each) for each in records] == [{"timestamp", "noted"}]


@pytest.mark.parametrize(
    ("old", "new", "objection"),
    [
        ("<Calories>0</Calories>", "", "Lap has 0 Calories"),
        ("<Intensity>Active", "<Intensity>Running", "Intensity: 'Running'"),
        ("<Track>", "<Notes>x</Notes><Track>", "Lap holds"),
        (' Sport="Running"', "", "Activity has []"),
        ('Sport="Running"', 'Sport="Jogging"', "Activity Sport=Jogging"),
        ("ax:Speed>", "Speed>", "Speed is in"),
        (".000Z</Time>", "</Time>", "Time: "),
    ],
)
def test_the_tests_own_schema_objects(old: str, new: str, objection: str) -> None:
    """To what is missing, out of place, not in its words, or in another namespace."""
    text = tcx_of(played("generic"), with_symptoms=False).decode()
    assert old in text
    found = against(ET.fromstring(text.replace(old, new)))  # noqa: S314  # our own
    assert found
    assert found[0].startswith(objection)
