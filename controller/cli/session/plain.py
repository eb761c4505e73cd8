"""A session told line by line: good for a screen reader, a log, and a first look."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from controller.cli.session.plain_answers import ANSWER_TELLERS, AS_EVER, Telling
from controller.records.discreet import Discreet
from controller.records.fold import before_of, fold
from controller.records.format import HEADER, OUTPUT, SHELL, WATCH, Record
from controller.records.reviews import review_words
from controller.records.seen import JOG_FLOOR, Before
from controller.records.told import PHYSIO
from controller.records.view import View
from controller.settings.speeds import on_console, speed_words
from controller.settings.values import USUAL, Settings
from controller.tui.screen.plan_words import incline_words, level_words
from controller.tui.screen.whom import NOBODY, SEE_BEFORE, see, words_afterwards
from controller.words.catalogue import tr
from controller.words.recorded import because_words, tr_recorded
from plans.problems import printable
from protocols.units import SECOND, clock_time

_PHASES = {
    "still": tr("The belt is still."),
    "countdown": tr("The belt begins to move in 10 seconds. Any key calls it off."),
    "starting": tr("Start was sent. Waiting for the belt."),
    "running": tr("The belt moves."),
    "walking out": tr("Walking to the end. No more running today."),
    "stopping": tr("Bringing the belt to a stop. Hold the rail."),
    "paused": tr("Paused, the belt is still. G goes on."),
    "unknown": tr("UNKNOWN: it is not known whether the belt obeys. Use the treadmill's own stop."),
}
_BY_HAND = {
    "countdown": tr("In 10 seconds you start the belt. Any key calls it off."),
    "starting": None,
    "stopping": tr("Coming to a stop. Hold the rail."),
    "unknown": tr("UNKNOWN: it is not known what the belt does. Use the treadmill's own stop."),
}
"""What is said otherwise where the runner presses the keys."""
_GAITS = {"walk": tr("WALK"), "run": tr("RUN")}
_ACTIONS = {
    "note": tr("note"),
    "cue": tr("cue"),
    "slow": tr("slow"),
    "walk": tr("walk, and run again when it is gone after one whole walk"),
    "walk_to_the_end": tr("walk to the end"),
    "walk_then_stop_and_refer": tr("walk 3 min, then stop; see a clinician"),
    "stop": tr("stop"),
    "stop_and_refer": tr("stop; see a clinician"),
}
_TO_PHYSIO = {
    "walk_then_stop_and_refer": tr("walk 3 min, then stop; see a pelvic-health physiotherapist"),
    "stop_and_refer": tr("stop; see a pelvic-health physiotherapist"),
}
"""The same of what a pelvic-health physiotherapist sees."""
_PRESSES = {
    "start": tr("PRESS START on the treadmill, at its lowest speed."),
    "faster": tr("PRESS + until the treadmill shows {speed}."),
    "slower": tr("PRESS - until the treadmill shows {speed}."),
    "stop": tr("PRESS STOP on the treadmill."),
}
_OUTCOMES = {
    "completed": tr("Done."),
    "walked_out": tr("Done, walked to the end."),
    "stopped": tr("Stopped."),
    "link_lost": tr("The treadmill was lost."),
    "stopped_and_refer": tr("Stopped. Please see a clinician before another session."),
    "unknown": tr("It was not known whether the belt obeys."),
}


_OWN_STOP: Final = tr("Use the treadmill's own stop or pull the safety key.")


class Teller:
    """Tells a session, one record after the other."""

    def __init__(self, settings: Settings = USUAL, emergency: str = "") -> None:
        """Begin with nothing; ``emergency`` is the number of her country, if it is known."""
        self.keys_list = False
        """Whether a keyboard tells the list behind the unwell key, with a key for each part."""
        self._settings = settings
        self._discreet = Discreet()
        self._reviews = ""
        self._how = Telling(settings.units, cues=settings.cues, emergency=emergency)
        self._view = View()
        self._seen: list[str] = []

    def lines(self, record: Record) -> list[str]:
        """Return what a runner should read of the next record.

        Who signed plan and policy is told first, and again with what the session came to.
        """
        if self._settings.discreet:
            record = self._discreet.told(record)
        self._view = fold(self._view, record)
        if record["io"] == HEADER:
            miles = bool((record.get("setup", {}).get("known") or {}).get("mph"))
            self._how = self._how._replace(miles=miles)
            self._reviews = tr_recorded(review_words(record))
            return [*told_before(before_of(record)), *self._signed()]
        told = sentence(record, self._knowing())
        over = record["io"] == OUTPUT and record["kind"] == "ended"
        lines = [] if told is None else [told]
        if over and self._view.warns:
            whom = words_afterwards(self._view, self._how.emergency).split("\n")
            if self.keys_list and self._view.lists_signs:
                whom = [SEE_BEFORE]
            said = record["outcome"] == "stopped_and_refer"  # the end itself says whom to see
            lines += [each for each in whom if not (said and each == SEE_BEFORE)]
        elif (over or self._judged_anew(record)) and not self._view.warns:
            lines.append(
                words_afterwards(self._view, self._how.emergency) or ("" if over else NOBODY)
            )
        signed = self._signed() if over and record["outcome"] != "refused" else []
        return [*filter(None, lines), *signed]

    def _judged_anew(self, record: Record) -> bool:
        """Whether it tells of something, behind the end, that changes who is to be seen."""
        seen, self._seen = self._seen, see(self._view)
        return record["kind"] == "site" and seen != self._seen

    def _knowing(self) -> Telling:
        """Return how a record is told, with what the session knows by then of a referral."""
        noted = self._view.course.noted
        # Whoever wants letters for places has nobody beside her told what kind of place it is.
        whom = noted[-1].whom if noted and not self._settings.discreet else ""
        return self._how._replace(warns=self._view.warns, whom=whom)

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
            return _with_own_stop(tr("Reprise made a mistake and has asked the belt to stop."))
        case {"kind": "last_resort_over", "confirmed": True}:
            return tr("The belt is still.")
        case {"kind": "journal_incomplete"}:
            return tr("The journal is incomplete: the disk does not take it. The session goes on.")
        case {"kind": "journal", "path": path, "because": because}:
            told = tr("Journal: {path}") if path else tr("No journal is kept: {because}.")
            return told.format(path=path, because=because)
        case {"kind": "stage", "stage": "connecting", "because": name}:
            return tr("Connecting to {treadmill}.").format(treadmill=name)
        case {"kind": "stage", "because": because}:
            return tr_recorded(because) or tr(
                "Looking for a treadmill. Many sleep: press a button on it."
            )
        case {"kind": "not_begun", "because": because}:
            return tr("Not begun: {because}").format(because=tr_recorded(because))
        case {"kind": "host", "because": because} if because:
            return tr("Note: {because}").format(because=tr_recorded(because))
        case _:
            return None


def _of_the_watch(record: Record) -> str | None:
    match record:
        case {"kind": "unsupervised", "because": because}:
            return _with_own_stop(
                tr("TREADMILL UNSUPERVISED: {because}.").format(because=tr_recorded(because))
            )
        case {"kind": "successor"}:
            return tr("A new controller is being started, to stop the belt.")
        case {"kind": "no_successor", "because": because}:
            return _with_own_stop(
                tr("No new controller can be started ({because}).").format(because=because)
            )
        case {"kind": "no_controller", "because": because}:
            return tr("Not begun: {because}.").format(because=because)
        case {"kind": "unanswered"}:
            return _with_own_stop(tr("The controller is not answering."))
        case _:
            return None


def _with_own_stop(told: str) -> str:
    return f"{told} {_OWN_STOP}"


def _because(record: Record) -> str:
    return tr_recorded(record["because"])


def _press(record: Record, how: Telling) -> str:
    reads = on_console(record["speed"] or 0, how.units, miles=how.miles)
    return _PRESSES[record["key"]].format(speed=reads)


def _phase(record: Record, _how: Telling) -> str | None:
    told = _PHASES.get(record["phase"])
    return _BY_HAND.get(record["phase"], told) if "control" in record else told


def _segment(record: Record, how: Telling) -> str:
    walked = record["gait"] == "run" and record["speed"] < JOG_FLOOR
    gait = _GAITS["walk" if walked else record["gait"]]
    if record["of"] and not walked:
        gait = tr("{gait} {number} of {all}").format(
            gait=gait, number=record["number"], all=record["of"]
        )
    if record["counting"]:
        return tr("{gait} for {time}.").format(gait=gait, time=clock_time(record["duration"]))
    told = (
        tr("{gait} at {speed}.") if record["role"] == "work" else tr("{gait} ({role}) at {speed}.")
    )
    first = told.format(
        gait=gait, role=tr_recorded(record["role"]), speed=speed_words(record["speed"], how.units)
    )
    cue = record.get("cue", "") if how.cues and not walked else ""
    said = [printable(each) for each in (record.get("note", ""), cue) if each]
    return "  ".join([first, *said])


def _ended(record: Record, how: Telling) -> str:
    if record["outcome"] == "refused" and record["cause"] != "machine":
        return tr("Not begun: {because}. Nothing was sent to the treadmill.").format(
            because=_because(record)
        )
    if record["outcome"] == "refused" and record.get("control") == "none":
        return tr("Not begun: {because}. Stop it with its own stop, then begin again.").format(
            because=_because(record)
        )
    if record["outcome"] == "refused":
        return tr(
            "Not begun: {because}, so nothing was sent to it. "
            "SPACE asks it to stop; Reprise closes in 30 seconds."
        ).format(because=_because(record))
    belt = (
        tr("The belt is still.")
        if record["confirmed"]
        else tr("Nothing shows that the belt stands!")
    )
    if record.get("console"):
        belt = tr("The belt moves, and its console has it: use the treadmill's own stop.")
    ran = record["ran"] // SECOND
    outcome = record["outcome"]
    if outcome == "stopped_and_refer" and not how.warns:
        outcome = "stopped"  # whom to see stands below
    return tr("{outcome} {belt} {because} Running: {time}.").format(
        outcome=_OUTCOMES[outcome],
        belt=belt,
        because=because_words(record["because"]),
        time=f"{ran // 60}:{ran % 60:02d}",
    )


def _stop(record: Record, _how: Telling) -> str:
    told = tr("Stop asked for: {because}.")
    if record.get("outcome") == "walked_out":
        # What it was walked for may be long gone: the belt stops now because the walk is over.
        told = tr("Stop asked for: the walk to the end is over. It was walked because: {because}.")
    return told.format(because=_because(record))


def _symptom(record: Record, how: Telling) -> str:
    action = _ACTIONS[record["action"]]
    if how.whom == PHYSIO:
        action = _TO_PHYSIO.get(record["action"], action)
    if record.get("accepted"):
        action = tr("as accepted, nothing changes")
    told = tr("Noted: {symptom}, {strength}: {action}.")
    if record.get("rule"):
        told = tr("Noted: {symptom}, {strength}: {action} (rule {rule}).")
    return told.format(
        symptom=tr_recorded(record["label"]),
        strength=tr_recorded(record["words"]),
        action=action,
        rule=record.get("rule"),
    )


def _sensor(record: Record, _how: Telling) -> str:
    name = record["name"] or record["sensor"]
    match record["state"]:
        case "found":
            return tr("{name} is connected.").format(name=name)
        case "lost":
            return tr("{name} {because}; it is being looked for.").format(
                name=name, because=_because(record)
            )
        case _:
            return tr("{name} is not listened to any more: {because}.").format(
                name=name, because=_because(record)
            )


_TELLERS: Final[dict[str, Callable[[Record, Telling], str | None]]] = {
    "phase": _phase,
    "press": _press,
    "standing": lambda record, _how: (
        tr("The belt stands.  G begins after a countdown.")
        if "control" in record
        else tr("The belt stands.  G starts it after a countdown.")
    ),
    "not_started": lambda record, _how: tr("No start: {because}.").format(because=_because(record)),
    "segment": _segment,
    "announce": lambda record, how: tr("Faster in {seconds}: to {speed}.").format(
        seconds=record["seconds"], speed=speed_words(record["speed"], how.units)
    ),
    "symptom": _symptom,
    **ANSWER_TELLERS,
    "ceiling": lambda record, how: tr("Not above {speed} from now on: {because}.").format(
        speed=speed_words(record["speed"], how.units), because=_because(record)
    ),
    "announce_stop": lambda record, _how: tr(
        "The link is back. The belt is asked to stop in {seconds} seconds. Hold the rail."
    ).format(seconds=record["seconds"]),
    "drill": lambda record, _how: tr(
        "This treadmill is new here: its stop is tried in {seconds} seconds. Hold the rail."
    ).format(seconds=(record["until"] - record["t"]) // SECOND),
    "timed_stop": lambda record, _how: tr(
        "In {seconds} seconds the belt is stopped from this speed, to measure how it comes "
        "to rest. Hold the rail."
    ).format(seconds=(record["until"] - record["t"]) // SECOND),
    "time_to_still": lambda record, _how: tr(
        "Still in about {seconds} seconds, as this belt goes."
    ).format(seconds=-((record["t"] - record["until"]) // SECOND)),
    "stop_seen": lambda _record, _how: tr("The treadmill's stop was seen to work."),
    "stop": _stop,
    "alarm": lambda record, _how: _with_own_stop(
        tr("ALARM: {because}.").format(because=_because(record))
    ),
    "alarm_over": lambda _record, _how: tr("The alarm is over."),
    "ended": _ended,
    "confirmed": lambda _record, _how: tr("The belt is still now."),
    "keys": lambda record, _how: (
        tr("Keys arrive again.") if record["arrive"] else tr("Keys do not reach Reprise.")
    ),
    "sensor": _sensor,
    "walk_asked": lambda _record, _how: tr("Walking. W again: walk to the end."),
}
