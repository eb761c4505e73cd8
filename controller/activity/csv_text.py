"""An activity as a table: a row for each second, for a spreadsheet or a program of one's own.

The columns are described in docs/activity-files.md.
"""

from __future__ import annotations

import csv
import io
from datetime import UTC
from typing import Final

from controller.activity.activity import Activity, Sample

COLUMNS: Final = (
    "time_utc",
    "second",
    "lap",
    "gait",
    "role",
    "paused",
    "speed_kmh",
    "distance_m",
    "distance_by",
    "cadence_steps_per_min",
    "heart_rate_bpm",
)
NOTED: Final = "noted"


def csv_of(activity: Activity, *, with_symptoms: bool) -> str:
    """Return the whole table; the last column is there only with symptoms."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow((*COLUMNS, NOTED) if with_symptoms else COLUMNS)
    noted = activity.noted_by_second() if with_symptoms else {}
    for sample in activity.samples:
        row = _row(activity, sample)
        table.writerow((*row, noted.get(sample.second, "")) if with_symptoms else row)
    return text.getvalue()


def _row(activity: Activity, sample: Sample) -> tuple[str, ...]:
    lap, distance = activity.laps[sample.lap], sample.distance
    return (
        f"{activity.when(sample.second).astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        str(sample.second),
        str(sample.lap + 1),
        lap.gait,
        lap.role,
        "yes" if sample.paused else "no",
        _hundredths(sample.speed),
        _hundredths(distance),
        "" if distance is None else activity.distance_by.value,
        "" if sample.cadence is None else str(sample.cadence),
        "" if sample.heart_rate is None else str(sample.heart_rate),
    )


def _hundredths(number: int | None) -> str:
    """Return an integer in hundredths as a decimal number, exactly."""
    return "" if number is None else f"{number // 100}.{number % 100:02}"
