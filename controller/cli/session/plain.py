"""A session told line by line: good for a screen reader, a log, and a first look."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from controller.cli.session.plain_answers import ANSWER_TELLERS, AS_EVER, Telling
from controller.records.discreet import Discreet
from controller.records.fold import before_of
from controller.records.format import HEADER, OUTPUT, SHELL, WATCH, Record
from controller.records.reviews import review_words
from controller.records.seen import JOG_FLOOR, Before
from controller.settings.speeds import on_console, speed_words
from controller.settings.values import USUAL, Settings
from controller.tui.screen.plan_words import incline_words, level_words
from plans.problems import printable
from protocols.units import SECOND, clock_time

_PHASES = {
    "still": "The belt is still.",
    "countdown": "The belt begins to move in 10 seconds. Any key calls it off.",
    "starting": "Start was sent. Waiting for the belt.",
    "running": "The belt moves.",
    "walking out": "Walking to the end. No more running today.",
    "stopping": "Bringing the belt to a stop. Hold the rail.",
    "paused": "Paused, the belt is still. G goes on.",
    "unknown": "UNKNOWN: it is not known whether the belt obeys. Use the treadmill's own stop.",
}
_BY_HAND = {
    "countdown": "In 10 seconds you start the belt. Any key calls it off.",
    "starting": None,
    "stopping": "Coming to a stop. Hold the rail.",
    "unknown": "UNKNOWN: it is not known what the belt does. Use the treadmill's own stop.",
}
"""What is said otherwise where the runner presses the keys."""
_PRESSES = {
    "start": "PRESS START on the treadmill, at its lowest speed.",
    "faster": "PRESS + until the treadmill shows {speed}.",
    "slower": "PRESS - until the treadmill shows {speed}.",
    "stop": "PRESS STOP on the treadmill.",
}
_OUTCOMES = {
    "completed": "Done.",
    "walked_out": "Done, walked to the end.",
    "stopped": "Stopped.",
    "link_lost": "The treadmill was lost.",
    "stopped_and_refer": "Stopped. Please see a clinician before another session.",
    "unknown": "It was not known whether the belt obeys.",
}


_OWN_STOP: Final = "Use the treadmill's own stop or pull the safety key."


class Teller:
    """Tells a session, one record after the other."""

    def __init__(self, settings: Settings = USUAL) -> None:
        """Begin with nothing."""
        self._settings = settings
        self._discreet = Discreet()
        self._reviews = ""
        self._how = Telling(settings.units, cues=settings.cues)

    def lines(self, record: Record) -> list[str]:
        """Return what a runner should read of the next record.

        Who signed plan and policy is told first, and again with what the session came to.
        """
        if self._settings.discreet:
            record = self._discreet.told(record)
        if record["io"] == HEADER:
            miles = bool((record.get("setup", {}).get("known") or {}).get("mph"))
            self._how = self._how._replace(miles=miles)
            self._reviews = review_words(record)
            return [*told_before(before_of(record)), *self._signed()]
        told = sentence(record, self._how)
        over = record["io"] == OUTPUT and record["kind"] == "ended"
        signed = self._signed() if over and record["outcome"] != "refused" else []
        return [*([] if told is None else [told]), *signed]

    def _signed(self) -> list[str]:
        return [self._reviews] if self._reviews else []


def sentence(record: Record, how: Telling = AS_EVER) -> str | None:
    """Return what a runner should read of one record of a session, or None."""
    if record["io"] == SHELL:
        return _of_the_shell(record)
    if record["io"] == WATCH:
        return _of_the_watch(record)
    teller = _TELLERS.get(record["kind"])
    if record["io"] != OUTPUT or teller is None:
        return None
    told = teller(record, how)
    return None if told is None else f"{clock_time(record['t']):>6}  {told}"


def told_before(before: Before) -> list[str]:
    """Return what is to be known before the belt moves, a sentence a line."""
    return [printable(each) for each in (incline_words(before), level_words(before)) if each]


def _of_the_shell(record: Record) -> str | None:
    match record:
        case {"kind": "bug"}:
            return "Reprise made a mistake and has asked the belt to stop. " + _OWN_STOP
        case {"kind": "last_resort_over", "confirmed": True}:
            return "The belt is still."
        case {"kind": "journal_incomplete"}:
            return "The journal is incomplete: the disk does not take it. The session goes on."
        case {"kind": "journal", "path": path, "because": because}:
            return f"Journal: {path}" if path else f"No journal is kept: {because}."
        case {"kind": "stage", "stage": "connecting", "because": name}:
            return f"Connecting to {name}."
        case {"kind": "stage", "because": because}:
            return because or "Looking for a treadmill. Many sleep: press a button on it."
        case {"kind": "not_begun", "because": because}:
            return f"Not begun: {because}"
        case {"kind": "host", "because": because} if because:
            return f"Note: {because}"
        case _:
            return None


def _of_the_watch(record: Record) -> str | None:
    match record:
        case {"kind": "unsupervised", "because": because}:
            return f"TREADMILL UNSUPERVISED: {because}. {_OWN_STOP}"
        case {"kind": "successor"}:
            return "A new controller is being started, to stop the belt."
        case {"kind": "no_successor", "because": because}:
            return f"No new controller can be started ({because}). {_OWN_STOP}"
        case {"kind": "no_controller", "because": because}:
            return f"Not begun: {because}."
        case {"kind": "unanswered"}:
            return f"The controller is not answering. {_OWN_STOP}"
        case _:
            return None


def _press(record: Record, how: Telling) -> str:
    reads = on_console(record["speed"] or 0, how.units, miles=how.miles)
    return _PRESSES[record["key"]].format(speed=reads)


def _phase(record: Record, _how: Telling) -> str | None:
    told = _PHASES.get(record["phase"])
    return _BY_HAND.get(record["phase"], told) if "control" in record else told


def _segment(record: Record, how: Telling) -> str:
    walked = record["gait"] == "run" and record["speed"] < JOG_FLOOR
    gait = "WALK" if walked else record["gait"].upper()
    number = f" {record['number']} of {record['of']}" if record["of"] and not walked else ""
    if record["counting"]:
        return f"{gait}{number} for {clock_time(record['duration'])}."
    role = "" if record["role"] == "work" else f" ({record['role']})"
    cue = record.get("cue", "") if how.cues and not walked else ""
    said = [printable(each) for each in (record.get("note", ""), cue) if each]
    return "  ".join([f"{gait}{number}{role} at {speed_words(record['speed'], how.units)}.", *said])


def _ended(record: Record, _how: Telling) -> str:
    if record["outcome"] == "refused" and record["cause"] != "machine":
        return f"Not begun: {record['because']}. Nothing was sent to the treadmill."
    if record["outcome"] == "refused" and record.get("control") == "none":
        return f"Not begun: {record['because']}. Stop it with its own stop, then begin again."
    if record["outcome"] == "refused":
        return (
            f"Not begun: {record['because']}, so nothing was sent to it. "
            "SPACE asks it to stop; Reprise closes in 30 seconds."
        )
    belt = "The belt is still." if record["confirmed"] else "Nothing shows that the belt stands!"
    if record.get("console"):
        belt = "The belt moves, and its console has it: use the treadmill's own stop."
    ran = record["ran"] // SECOND
    return (
        f"{_OUTCOMES[record['outcome']]} {belt} Because: {record['because']}. "
        f"Running: {ran // 60}:{ran % 60:02d}."
    )


def _symptom(record: Record, _how: Telling) -> str:
    action = record["action"].replace("_", " ").replace("and refer", "and see a clinician")
    if record.get("accepted"):
        action = "as accepted, nothing changes"
    if action == "walk":
        action = "walk, and run again when it is gone after one whole walk"
    rule = f" (rule {record['rule']})" if record.get("rule") else ""
    return f"Noted: {record['label']}, {record['words']}: {action}{rule}."


def _sensor(record: Record, _how: Telling) -> str:
    name = record["name"] or record["sensor"]
    match record["state"]:
        case "found":
            return f"{name} is connected."
        case "lost":
            return f"{name} {record['because']}; it is being looked for."
        case _:
            return f"{name} is not listened to any more: {record['because']}."


_TELLERS: Final[dict[str, Callable[[Record, Telling], str | None]]] = {
    "phase": _phase,
    "press": _press,
    "standing": lambda record, _how: (
        f"The belt stands.  G {'begins' if 'control' in record else 'starts it'} after a countdown."
    ),
    "not_started": lambda record, _how: f"No start: {record['because']}.",
    "segment": _segment,
    "announce": lambda record, how: (
        f"Faster in {record['seconds']}: to {speed_words(record['speed'], how.units)}."
    ),
    "symptom": _symptom,
    **ANSWER_TELLERS,
    "ceiling": lambda record, how: (
        f"Not above {speed_words(record['speed'], how.units)} from now on: {record['because']}."
    ),
    "announce_stop": lambda record, _how: (
        f"The link is back. The belt is asked to stop in {record['seconds']} seconds. "
        "Hold the rail."
    ),
    "drill": lambda record, _how: (
        "This treadmill is new here: its stop is tried in "
        f"{(record['until'] - record['t']) // SECOND} seconds. Hold the rail."
    ),
    "timed_stop": lambda record, _how: (
        f"In {(record['until'] - record['t']) // SECOND} seconds the belt is stopped from this "
        "speed, to measure how it comes to rest. Hold the rail."
    ),
    "time_to_still": lambda record, _how: (
        f"Still in about {-((record['t'] - record['until']) // SECOND)} seconds, as this belt goes."
    ),
    "stop_seen": lambda _record, _how: "The treadmill's stop was seen to work.",
    "stop": lambda record, _how: f"Stop asked for: {record['because']}.",
    "alarm": lambda record, _how: f"ALARM: {record['because']}. {_OWN_STOP}",
    "alarm_over": lambda _record, _how: "The alarm is over.",
    "ended": _ended,
    "confirmed": lambda _record, _how: "The belt is still now.",
    "keys": lambda record, _how: (
        "Keys arrive again." if record["arrive"] else "Keys do not reach Reprise."
    ),
    "sensor": _sensor,
    "walk_asked": lambda _record, _how: "Walking. W again: walk to the end.",
}
