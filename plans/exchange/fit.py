"""A workout as the bytes of a FIT file; fit-tool, an extra, is needed for it.

Source of the fields: Garmin's FIT SDK, "Workout Files", profile 21: workout and workout_step.
A step's speed is in 0.001 m/s, its time in ms, its distance in cm.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from fit_tool.profile.messages.workout_message import WorkoutMessage
from fit_tool.profile.messages.workout_step_message import WorkoutStepMessage
from fit_tool.profile.profile_type import (
    FileType,
    Intensity,
    Sport,
    WorkoutStepDuration,
    WorkoutStepTarget,
)

from controller.core.timeline import Role
from plans.exchange.fit_file import file_of, fitting
from plans.exchange.workout import Rounds, Stage
from plans.notation.line import Distance, Pace
from protocols.units import MILLISECOND, SECOND, Nanoseconds

if TYPE_CHECKING:
    from plans.exchange.workout import Workout


def fit_bytes(workout: Workout, created: Nanoseconds) -> bytes:
    """Return the whole file.

    Args:
        workout: what is in it.
        created: when, since 1970 (UTC).
    """
    # A watch tells workouts apart by it: the same level takes the place of its older file.
    serial = zlib.crc32(f"{workout.plan} {workout.level}".encode())
    messages = [_head(workout), *_steps(workout)]
    return file_of(FileType.WORKOUT, serial, created // MILLISECOND, messages)


def _steps(workout: Workout) -> Iterator[WorkoutStepMessage]:
    for index, entry in enumerate(workout.entries):
        step = _rounds(entry) if isinstance(entry, Rounds) else _stage(workout, entry)
        step.message_index = index
        yield step


def _head(workout: Workout) -> WorkoutMessage:
    message = WorkoutMessage()
    message.workout_name = fitting(workout.name)
    if workout.about:
        message.workout_description = fitting(workout.about)
    message.sport = Sport.RUNNING if workout.runs else Sport.WALKING
    # Repeats count, as in Garmin's own examples; fit-tool's strict mode would have them left out.
    message.num_valid_steps = len(workout.entries)
    return message


def _stage(workout: Workout, stage: Stage) -> WorkoutStepMessage:
    message = WorkoutStepMessage()
    message.workout_step_name = stage.name
    message.intensity = _intensity(workout, stage)
    if isinstance(stage.amount, Distance):
        message.duration_type = WorkoutStepDuration.DISTANCE
        message.duration_distance = stage.amount.millimetres / 1000
    else:
        message.duration_type = WorkoutStepDuration.TIME
        message.duration_time = stage.amount / SECOND
    message.target_type = WorkoutStepTarget.SPEED
    message.target_value = 0  # none of the watch's own zones, but the two speeds below
    # 0.01 km/h are 25/9 of 0.001 m/s.
    message.custom_target_speed_low = stage.slowest * 25 // 9 / 1000
    message.custom_target_speed_high = -(-stage.fastest * 25 // 9) / 1000
    if stage.note:
        message.notes = fitting(stage.note)
    return message


def _intensity(workout: Workout, stage: Stage) -> Intensity:
    if stage.role is Role.WARM_UP:
        return Intensity.WARMUP
    if stage.role is Role.COOL_DOWN:
        return Intensity.COOLDOWN
    # A walk between runs is what a watch calls recovery; in a level without runs it is the work.
    work = stage.pace is Pace.JOG or not workout.runs
    return Intensity.ACTIVE if work else Intensity.RECOVERY


def _rounds(rounds: Rounds) -> WorkoutStepMessage:
    message = WorkoutStepMessage()
    message.duration_type = WorkoutStepDuration.REPEAT_UNTIL_STEPS_CMPLT
    message.duration_step = rounds.first
    message.target_type = WorkoutStepTarget.OPEN
    message.target_repeat_steps = rounds.times
    return message
