"""What Garmin's schemas allow in the part of a TCX file that we write: which elements, in order.

Written from the structure of TrainingCenterDatabase v2 and ActivityExtension v2: their types
ActivityList_t, Activity_t, ActivityLap_t, Track_t, Trackpoint_t and ActivityTrackpointExtension_t.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple
from xml.etree import ElementTree as ET

from controller.activity.tcx import DATABASE, EXTENSION


class Child(NamedTuple):
    """An element that may stand inside another one."""

    name: str
    least: int
    most: int | None
    """None: as many as there are."""


_DOUBLE: Final = r"-?\d+(\.\d+)?"
_TIME: Final = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z"
_BYTE: Final = r"\d{1,3}"
HEART: Final = (Child("Value", 1, 1),)
CHILDREN: Final[dict[str, tuple[Child, ...]]] = {
    "TrainingCenterDatabase": (Child("Activities", 0, 1),),
    "Activities": (Child("Activity", 0, None),),
    "Activity": (Child("Id", 1, 1), Child("Lap", 1, None), Child("Notes", 0, 1)),
    "Lap": (
        Child("TotalTimeSeconds", 1, 1),
        Child("DistanceMeters", 1, 1),
        Child("MaximumSpeed", 0, 1),
        Child("Calories", 1, 1),
        Child("AverageHeartRateBpm", 0, 1),
        Child("MaximumHeartRateBpm", 0, 1),
        Child("Intensity", 1, 1),
        Child("Cadence", 0, 1),
        Child("TriggerMethod", 1, 1),
        Child("Track", 0, None),
        Child("Notes", 0, 1),
    ),
    "Track": (Child("Trackpoint", 1, None),),
    "Trackpoint": (
        Child("Time", 1, 1),
        Child("DistanceMeters", 0, 1),
        Child("HeartRateBpm", 0, 1),
        Child("Extensions", 0, 1),
    ),
    "Extensions": (Child("TPX", 1, 1),),
    "TPX": (Child("Speed", 0, 1), Child("RunCadence", 0, 1)),
    "AverageHeartRateBpm": HEART,
    "MaximumHeartRateBpm": HEART,
    "HeartRateBpm": HEART,
}
TEXTS: Final[dict[str, str]] = {
    "Id": _TIME,
    "Time": _TIME,
    "TotalTimeSeconds": _DOUBLE,
    "DistanceMeters": _DOUBLE,
    "MaximumSpeed": _DOUBLE,
    "Speed": _DOUBLE,
    "Calories": r"\d{1,5}",
    "Intensity": "Active|Resting",
    "TriggerMethod": "Manual|Distance|Location|Time|HeartRate",
    "RunCadence": _BYTE,
    "Value": _BYTE,
    "Notes": r".+",
}
ATTRIBUTES: Final[dict[str, dict[str, str]]] = {
    "Activity": {"Sport": "Running|Biking|Other"},
    "Lap": {"StartTime": _TIME},
}
_EXTENDED: Final = frozenset({"TPX", "Speed", "RunCadence"})


def against(element: ET.Element) -> list[str]:
    """Return what in an element is not as the schemas have it."""
    space, _, name = element.tag[1:].partition("}")
    found = []
    if space != (EXTENSION if name in _EXTENDED else DATABASE):
        found.append(f"{name} is in {space}")
    allowed = ATTRIBUTES.get(name, {})
    if set(element.attrib) != set(allowed):
        found.append(f"{name} has {sorted(element.attrib)}")
    found += [
        f"{name} {key}={value}"
        for key, value in element.attrib.items()
        if not re.fullmatch(allowed.get(key, ""), value)
    ]
    if name in TEXTS:
        if len(element) or not re.fullmatch(TEXTS[name], element.text or ""):
            found.append(f"{name}: {element.text!r}")
        return found
    if name not in CHILDREN:
        return [*found, f"what is {name}?"]
    return found + _children(name, element) + [each for child in element for each in against(child)]


def _children(name: str, element: ET.Element) -> list[str]:
    """Hold names, order and numbers against the table."""
    names = [child.tag.partition("}")[2] for child in element]
    order = [each.name for each in CHILDREN[name]]
    if not set(names) <= set(order) or names != sorted(names, key=order.index):
        return [f"{name} holds {names}"]
    return [
        f"{name} has {names.count(each.name)} {each.name}"
        for each in CHILDREN[name]
        if not each.least <= names.count(each.name) <= (each.most or len(names))
    ]
