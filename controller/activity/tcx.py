"""An activity as a TCX file.

Source of the elements and of their order: Garmin's schemas TrainingCenterDatabase v2 and
ActivityExtension v2. A silence or a pause ends a track, and the next one begins behind it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import groupby
from typing import Final
from xml.etree import ElementTree as ET

from controller.activity.activity import Activity, DistanceBy, Lap, Sample
from controller.words.later import tr_later

DATABASE: Final = "http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2"
EXTENSION: Final = "http://www.garmin.com/xmlschemas/ActivityExtension/v2"
DISTANCE_WORDS: Final = {
    DistanceBy.COUNTER: tr_later("counted by the treadmill"),
    DistanceBy.SPEED: tr_later("the sum of the speeds that the treadmill told"),
}
_FULL_STRIDES: Final = 254
"""The most strides a minute that RunCadence takes, and beats that a heart has."""


def tcx_of(activity: Activity, *, with_symptoms: bool) -> bytes:
    """Return the whole file; symptoms stand in the notes of their laps."""
    ET.register_namespace("", DATABASE)
    ET.register_namespace("ax", EXTENSION)
    root = ET.Element(_name("TrainingCenterDatabase"))
    sport = "Running" if activity.runs else "Other"
    one = ET.SubElement(ET.SubElement(root, _name("Activities")), _name("Activity"), Sport=sport)
    _add(one, "Id", _time(activity.start))
    noted: dict[int, list[str]] = {}
    if with_symptoms:
        for each in activity.noted:
            noted.setdefault(activity.lap_at(each.at), []).append(each.words)
    for index, lap in enumerate(activity.laps):
        one.append(_lap(activity, index, lap, "; ".join(noted.get(index, ()))))
    simulated = " A simulated treadmill." if activity.simulated else ""
    _add(one, "Notes", f"Distance: {DISTANCE_WORDS[activity.distance_by]}.{simulated}")
    ET.indent(root, " ")
    made: bytes = ET.tostring(root, "utf-8", xml_declaration=True)
    return made + b"\n"


def _lap(activity: Activity, index: int, lap: Lap, noted: str) -> ET.Element:
    made = ET.Element(_name("Lap"), StartTime=_time(activity.at(lap.begins)))
    samples = activity.samples_of(index)
    hearts = [each.heart_rate for each in samples if each.heart_rate is not None]
    _add(made, "TotalTimeSeconds", f"{lap.timer_milliseconds / 1000:.3f}")
    _add(made, "DistanceMeters", f"{lap.distance / 100:.2f}")
    if lap.fastest is not None:
        _add(made, "MaximumSpeed", _speed(lap.fastest))
    # The schema demands a number. Nobody has measured one.
    _add(made, "Calories", "0")
    if hearts:
        _heart(made, "AverageHeartRateBpm", round(sum(hearts) / len(hearts)))
        _heart(made, "MaximumHeartRateBpm", max(hearts))
    _add(made, "Intensity", "Resting" if activity.rests(lap) else "Active")
    _add(made, "TriggerMethod", "Manual")
    for heard, track in groupby(samples, lambda each: each.heard and not each.paused):
        if heard:
            _track(made, activity, track)
    if noted:
        _add(made, "Notes", noted)
    return made


def _track(lap: ET.Element, activity: Activity, samples: Iterator[Sample]) -> None:
    track = ET.SubElement(lap, _name("Track"))
    for each in samples:
        point = ET.SubElement(track, _name("Trackpoint"))
        _add(point, "Time", _time(activity.when(each.second)))
        if each.distance is not None:
            _add(point, "DistanceMeters", f"{each.distance / 100:.2f}")
        if each.heart_rate is not None:
            _heart(point, "HeartRateBpm", each.heart_rate)
        more = ET.SubElement(ET.SubElement(point, _name("Extensions")), f"{{{EXTENSION}}}TPX")
        if each.speed is not None:
            ET.SubElement(more, f"{{{EXTENSION}}}Speed").text = _speed(each.speed)
        if each.cadence is not None:
            strides = min(each.cadence // 2, _FULL_STRIDES)
            ET.SubElement(more, f"{{{EXTENSION}}}RunCadence").text = str(strides)


def _heart(parent: ET.Element, name: str, rate: int) -> None:
    value = min(max(rate, 1), _FULL_STRIDES)
    _add(ET.SubElement(parent, _name(name)), "Value", str(value))


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, _name(name)).text = text


def _name(name: str) -> str:
    return f"{{{DATABASE}}}{name}"


def _speed(centi_kmh: int) -> str:
    """Return a speed in m/s."""
    return f"{centi_kmh / 360:.3f}"


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
