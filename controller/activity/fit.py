"""An activity as the bytes of a FIT file; fit-tool, an extra, is needed for it.

Source of the messages: Garmin's FIT SDK, "Activity Files", profile 21. Cadence is in strides, one
foot counted, with its half in a field of its own. A second in which the treadmill was silent, or
in which she paused, has no record.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from fit_tool.base_type import BaseType
from fit_tool.developer_field import DeveloperField
from fit_tool.profile.messages.activity_message import ActivityMessage
from fit_tool.profile.messages.developer_data_id_message import DeveloperDataIdMessage
from fit_tool.profile.messages.event_message import EventMessage
from fit_tool.profile.messages.field_description_message import FieldDescriptionMessage
from fit_tool.profile.messages.lap_message import LapMessage
from fit_tool.profile.messages.record_message import RecordMessage
from fit_tool.profile.messages.session_message import SessionMessage
from fit_tool.profile.profile_type import (
    Activity as Kind,
)
from fit_tool.profile.profile_type import (
    Event,
    EventType,
    FileType,
    Intensity,
    LapTrigger,
    SessionTrigger,
    Sport,
    SubSport,
)

from controller.activity.activity import Activity, Lap, Sample
from plans.exchange.fit_file import file_of, fitting

if TYPE_CHECKING:
    from fit_tool.data_message import DataMessage

NOTED: Final = "noted"
"""The developer field of a record in which a symptom was told."""
_APPLICATION: Final = b"Reprise activity"
"""By which a reader knows whose the developer field is: 16 bytes."""
_EPOCH: Final = 631_065_600
"""Where FIT counts its seconds from, in seconds since 1970: the last day of 1989, UTC."""
_ROLES: Final = {"warm-up": Intensity.WARMUP, "cool-down": Intensity.COOLDOWN}


def fit_of(activity: Activity, *, with_symptoms: bool) -> bytes:
    """Return the whole file; symptoms stand in a developer field of their records."""
    started = _ms(activity.start)
    serial = zlib.crc32(activity.start.isoformat().encode())
    noted = activity.noted_by_second() if with_symptoms else {}
    return file_of(FileType.ACTIVITY, serial, started, _messages(activity, noted))


def _messages(activity: Activity, noted: dict[int, str]) -> Iterator[DataMessage]:
    if noted:
        yield from _developer_field()
    yield _timer(activity.start, EventType.START)
    for index, lap in enumerate(activity.laps):
        samples = activity.samples_of(index)
        for sample in samples:
            before = activity.samples[max(0, sample.second - 1)]
            if sample.paused is not before.paused:
                kind = EventType.STOP_ALL if sample.paused else EventType.START
                yield _timer(activity.when(sample.second), kind)
            words = noted.get(sample.second, "")
            if words or (sample.heard and not sample.paused):
                yield _record(activity, sample, words)
        yield _lap(activity, index, lap, samples)
    if not activity.samples[-1].paused:
        yield _timer(activity.end, EventType.STOP_ALL)
    yield _session(activity)
    yield _activity(activity)


def _developer_field() -> Iterator[DataMessage]:
    whose = DeveloperDataIdMessage()
    whose.developer_data_index = 0
    whose.application_id = list(_APPLICATION)
    yield whose
    field = FieldDescriptionMessage()
    field.developer_data_index = 0
    field.field_definition_number = 0
    field.fit_base_type_id = BaseType.STRING.value
    field.field_name = NOTED
    yield field


def _timer(moment: datetime, kind: EventType) -> EventMessage:
    message = EventMessage()
    message.timestamp = _ms(moment)
    message.event = Event.TIMER
    message.event_type = kind
    return message


def _record(activity: Activity, sample: Sample, noted: str) -> RecordMessage:
    fields = []
    if noted:
        field = DeveloperField(
            field_id=0, developer_data_index=0, name=NOTED, base_type=BaseType.STRING, growable=True
        )
        field.set_value(0, fitting(noted))
        fields.append(field)
    message = RecordMessage(developer_fields=fields)
    message.timestamp = _ms(activity.when(sample.second))
    if sample.speed is not None and sample.distance is not None:
        message.speed = sample.speed / 360
        message.distance = sample.distance / 100
    if sample.cadence is not None:
        message.cadence = sample.cadence // 2
        message.fractional_cadence = sample.cadence % 2 / 2
    if sample.heart_rate is not None:
        message.heart_rate = sample.heart_rate
    return message


def _lap(activity: Activity, index: int, lap: Lap, samples: list[Sample]) -> LapMessage:
    message = LapMessage()
    message.message_index = index
    message.timestamp = _ms(activity.at(lap.ends))
    message.start_time = _ms(activity.at(lap.begins))
    message.event = Event.LAP
    message.event_type = EventType.STOP
    message.total_elapsed_time = lap.milliseconds / 1000
    message.total_timer_time = lap.timer_milliseconds / 1000
    message.total_distance = lap.distance / 100
    if lap.fastest is not None:
        message.max_speed = lap.fastest / 360
    hearts = [each.heart_rate for each in samples if each.heart_rate is not None]
    if hearts:
        message.avg_heart_rate = round(sum(hearts) / len(hearts))
        message.max_heart_rate = max(hearts)
    usual = Intensity.RECOVERY if activity.rests(lap) else Intensity.ACTIVE
    message.intensity = _ROLES.get(lap.role, usual)
    last = index == len(activity.laps) - 1
    message.lap_trigger = LapTrigger.SESSION_END if last else LapTrigger.FITNESS_EQUIPMENT
    message.sport, message.sub_sport = _sport(activity)
    return message


def _session(activity: Activity) -> SessionMessage:
    message = SessionMessage()
    message.timestamp = _ms(activity.end)
    message.start_time = _ms(activity.start)
    message.event = Event.LAP
    message.event_type = EventType.STOP
    message.sport, message.sub_sport = _sport(activity)
    message.total_elapsed_time = activity.milliseconds / 1000
    message.total_timer_time = activity.timer_milliseconds / 1000
    message.total_distance = activity.distance / 100
    message.first_lap_index = 0
    message.num_laps = len(activity.laps)
    message.trigger = SessionTrigger.ACTIVITY_END
    return message


def _activity(activity: Activity) -> ActivityMessage:
    message = ActivityMessage()
    message.timestamp = _ms(activity.end)
    offset = activity.start.utcoffset() or timedelta()
    # A date and time without an offset: fit-tool wants it as it is written.
    message.local_timestamp = int((activity.end + offset).timestamp()) - _EPOCH
    message.total_timer_time = activity.timer_milliseconds / 1000
    message.num_sessions = 1
    message.type = Kind.MANUAL
    message.event = Event.ACTIVITY
    message.event_type = EventType.STOP
    return message


def _sport(activity: Activity) -> tuple[Sport, SubSport]:
    if activity.runs:
        return Sport.RUNNING, SubSport.TREADMILL
    return Sport.WALKING, SubSport.INDOOR_WALKING


def _ms(moment: datetime) -> int:
    """Return a moment for fit-tool: it has whole seconds, and none of them is still to come."""
    return int(moment.timestamp()) * 1000
