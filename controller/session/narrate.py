"""What changed between two states, as records: all that a screen will ever know."""

from __future__ import annotations

from controller.core.commands import (
    Announce,
    AnnounceStop,
    Command,
    EndAlarm,
    Instruct,
    PauseBelt,
    RaiseAlarm,
    SetSpeed,
    StartBelt,
    StopBelt,
)
from controller.core.drive import allowed_speed, counted_out_at, length
from controller.core.starting import countdown_due, drill_due, pause_limit_due
from controller.core.state import DRIVEN, Outcome, Phase, SessionState, segment
from controller.core.stopping import rest_due
from controller.core.timeline import Gait, Role, Segment
from controller.session.narrate_answers import Fields, narrate_answers, narrate_notes


def narrate_command(command: Command) -> Fields | None:
    """Return the record of a command that a person should hear of; bytes have their own."""
    match command:
        case SetSpeed(speed, because):
            return {"kind": "target", "speed": speed, "because": because}
        case Instruct(key, speed):
            return {"kind": "press", "key": key.value, "speed": speed}
        case Announce(seconds, speed):
            return {"kind": "announce", "seconds": seconds, "speed": speed}
        case AnnounceStop(seconds):
            return {"kind": "announce_stop", "seconds": seconds}
        case RaiseAlarm(because):
            return {"kind": "alarm", "because": because}
        case EndAlarm():
            return {"kind": "alarm_over"}
        case StartBelt() | StopBelt() | PauseBelt():
            return None


def narrate(before: SessionState, after: SessionState) -> list[Fields]:
    """Return the records of everything that is not the same in both states."""
    if _only_frames(before, after):
        return _standing(before, after) + _gait(before, after)
    told: list[Fields] = []
    if after.phase is not before.phase:
        told.append(
            {
                "kind": "phase",
                "phase": after.phase.value,
                "was": before.phase.value,
                "until": _until(after),
                **_by_hand(after),
            }
        )
    asked = after.stop or after.ended
    if asked is not None and before.stop is None and before.ended is None and _sent(after):
        told.append(
            {
                "kind": "stop",
                "because": asked.because,
                "cause": asked.cause.name.lower(),
                "outcome": asked.outcome.name.lower(),
            }
        )
    asked_before = before.stop is not None or before.ended is not None
    if asked_before and after.course.unwell and not before.course.unwell:
        told.append(
            {"kind": "unwell"}
        )  # behind a stop, or an end, that was told for another reason
    told += _way_down(before, after)
    told += _machine(before, after)
    told += _standing(before, after)
    told += _gait(before, after)
    told += _at_the_console(before, after)
    commanded = after.drive.commanded
    if after.setup.manual and after.phase in DRIVEN and commanded != before.drive.commanded:
        told.append({"kind": "target", "speed": commanded, "because": "said, not sent"})
    told += _segment(before, after)
    told += _timed_stop(before, after)
    told += narrate_answers(before, after)
    if after.contact.keys is not before.contact.keys:
        keys = after.contact
        told.append({"kind": "keys", "arrive": keys.keys, "until": keys.walk_at})
    if after.course.walk_asked and not before.course.walk_asked:
        told.append({"kind": "walk_asked"})
    told += [
        {"kind": "ceiling", "speed": each.speed, "because": each.because}
        for each in after.ceilings.history[len(before.ceilings.history) :]
    ]
    if after.ended is not None and before.ended is None:
        told.append(
            {
                "kind": "ended",
                "outcome": after.ended.outcome.name.lower(),
                "cause": after.ended.cause.name.lower(),
                "because": after.ended.because,
                "confirmed": after.ended.confirmed,
                "ran": after.progress.ran,
                "cut": after.progress.cut,
                "console": after.ended.console,
                **_by_hand(after),
            }
        )
    told += _behind_the_end(before, after)
    told += narrate_notes(before, after)
    return told


def _only_frames(before: SessionState, after: SessionState) -> bool:
    """Return whether nothing is another than what telemetry alone changes, as nearly always."""
    return (
        after.phase is before.phase
        and after.drive is before.drive
        and after.progress is before.progress
        and after.course is before.course
        and after.asking is before.asking
        and after.obeys is before.obeys
        and after.contact is before.contact
        and after.ceilings is before.ceilings
        and after.stop is before.stop
        and after.ended is before.ended
    )


def _behind_the_end(before: SessionState, after: SessionState) -> list[Fields]:
    """Tell of a belt that stands at last, and of whose it is."""
    was, ended = before.ended, after.ended
    if was is None or ended is None:
        return []
    told: list[Fields] = []
    if ended.confirmed > was.confirmed:
        told.append({"kind": "confirmed"})
    if ended.console is not was.console:
        told.append({"kind": "console", "has": ended.console, "stands": ended.confirmed})
    return told


def _by_hand(after: SessionState) -> Fields:
    """Return what a sentence has to know where it may not promise that the belt is asked."""
    return {"control": after.setup.control.value} if after.setup.manual else {}


def _machine(before: SessionState, after: SessionState) -> list[Fields]:
    """Tell what was found out about the treadmill."""
    told: list[Fields] = []
    drill = drill_due(after)
    if drill is not None and drill_due(before) is None:
        told.append({"kind": "drill", "until": drill})
    if after.course.stop_seen and not before.course.stop_seen:
        told.append({"kind": "stop_seen"})
    return told


def _standing(before: SessionState, after: SessionState) -> list[Fields]:
    """Tell that a belt that has not been started is seen to stand: it may be."""
    if after.phase is Phase.STILL and after.belt.still and not before.belt.still:
        return [{"kind": "standing", **_by_hand(after)}]
    return []


def _way_down(before: SessionState, after: SessionState) -> list[Fields]:
    """Tell when a belt that was asked to stop should stand: at first, and once 08 01 is out."""
    plan, was = after.stop, before.stop
    if plan is None or not (was is None or (not was.rung and plan.rung)):
        return []
    due = rest_due(after)
    return [] if due is None else [{"kind": "time_to_still", "until": due}]


def _timed_stop(before: SessionState, after: SessionState) -> list[Fields]:
    """Tell of the stop that comes at the end of the last segment, at its speed."""
    program, now, then = after.setup.program, after.progress, before.progress
    last = now.index == len(program.segments) - 1 and now.detour is None
    if not (program.timed_stop and last) or after.phase is not Phase.RUNNING:
        return []
    begins = now.count_from is not None and now.count_from != then.count_from
    return [{"kind": "timed_stop", "until": counted_out_at(after)}] if begins else []


def _gait(before: SessionState, after: SessionState) -> list[Fields]:
    """Tell of the runner's gait, and of what it is a reason for."""
    was, gait = before.gait, after.gait
    told: list[Fields] = []
    if gait.label is not was.label:
        told.append({"kind": "gait", "gait": gait.label.value})
    if gait.held is not was.held:
        told.append({"kind": "held_gait", "held": gait.held})
    if gait.reminded is not None and gait.reminded != was.reminded:
        told.append({"kind": "reminder", "why": "steps"})
    if after.asking.reminded > before.asking.reminded:
        told.append({"kind": "reminder", "why": "run"})
    if gait.sensed is False and was.sensed is None:
        told.append({"kind": "no_steps"})
    return told


def _at_the_console(before: SessionState, after: SessionState) -> list[Fields]:
    """Tell of a speed that somebody has set at the treadmill, and of what it eases."""
    told: list[Fields] = []
    change, eased = after.obeys.change, after.drive.eased
    was = before.obeys.change
    if change is not None and (was is None or change.at != was.at):
        fields: Fields = {"kind": "changed", "speed": change.speed, "higher": change.higher}
        if change.higher:
            fields |= {"because": change.because, "until": change.down_at}
        told.append(fields)
    if eased != before.drive.eased:
        told.append({"kind": "eased", "walk": eased.walk, "run": eased.run, "by": eased.by})
    return told


def _until(after: SessionState) -> int | None:
    """Return when a phase that lasts for a fixed time is over."""
    if after.phase is Phase.COUNTDOWN:
        return countdown_due(after)
    return pause_limit_due(after) if after.phase is Phase.PAUSED else None


def _sent(after: SessionState) -> bool:
    """Return whether a stop was asked for: not where a session was refused untouched."""
    return after.ended is None or after.ended.outcome is not Outcome.REFUSED


def _segment(before: SessionState, after: SessionState) -> list[Fields]:
    """Tell of a segment that has begun, or that has begun to count."""
    if after.phase not in DRIVEN:
        return []
    now, then = after.progress, before.progress
    begun = before.phase not in DRIVEN or (now.index, now.detour) != (then.index, then.detour)
    counting = now.count_from is not None and (begun or now.count_from != then.count_from)
    interval = segment(after)
    if interval is None or not (begun or counting):
        return []
    program = after.setup.program
    works = [each for each in program.segments[: now.index + 1] if each.role is Role.WORK]
    return [
        {
            "kind": "segment",
            "gait": interval.gait.value,
            "role": interval.role.value,
            "number": sum(each.gait is interval.gait for each in works),
            "of": sum(
                each.gait is interval.gait and each.role is Role.WORK for each in program.segments
            )
            if interval.role is Role.WORK
            else 0,
            "runs": program.runs if interval.gait is Gait.RUN else 0,
            "index": now.index,
            "detour": now.detour is not None,
            "duration": length(after, interval),
            "speed": allowed_speed(after, interval),
            "counting": counting,
            **(_authors_words(interval) if begun else {}),
        }
    ]


def _authors_words(interval: Segment) -> Fields:
    """Return what the plan's author says of an interval, if anything."""
    words = {"cue": interval.cue, "note": interval.note}
    return {name: each for name, each in words.items() if each}
