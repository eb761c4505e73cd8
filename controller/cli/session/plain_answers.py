"""What plain mode says of answers, of speeds that are not the plan's, and of the unwell list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from controller.records.answers import UNSURE
from controller.records.format import Record
from controller.records.seen import BACK_BY, JOG_FLOOR
from controller.settings.speeds import as_speed, shown, speed_words
from controller.settings.values import Units
from controller.tui.screen.signs import MISTAKE, PARTS, PRESSED_BY_MISTAKE
from protocols.units import SECOND, clock_time

_REMINDERS: Final = {"steps": "Your steps have become slower. S, if there is anything."}
_QUESTIONS: Final = {
    "strength": "ANYTHING TO NOTE?  ENTER nothing   1 a little   2 clear   3 strong   "
    "4 too much: stop now   U unwell",
    "place": "WHERE IS IT?",
    "which": "WHICH IS IT?",
    "still_there": "{label}: STILL THERE?  ENTER gone   1 less   2 the same   3 more",
    "talk": "COULD YOU TALK?  ENTER easily, in whole sentences   1 just about   2 no",
    "console": "THE BELT WAS MADE FASTER AT THE TREADMILL. The next run waits.  "
    "ENTER go on with the plan   W walk on",
}
_STATES: Final = {
    "held": "The next run waits for your answer. No answer: it is time to stop.",
}


class Telling(NamedTuple):
    """How this session is told."""

    units: Units = Units.KMH
    miles: bool = False
    """The treadmill was seen to count in miles an hour."""
    cues: bool = True
    """A line of technique in each interval is wanted."""


AS_EVER: Final = Telling()


def _question(record: Record, _how: Telling) -> str | None:
    if record["state"] != "open":
        return _STATES.get(record["state"])
    told = _QUESTIONS.get(record.get("step", "strength"))
    return None if told is None else told.format(label=str(record.get("label") or "It").upper())


def _seconds(record: Record) -> int | None:
    """Return in how many seconds something happens, if that is told."""
    until = record.get("until")
    return None if until is None else -((record["t"] - until) // SECOND)


def _noted(record: Record, _how: Telling) -> str | None:
    """The symptom itself has a record of its own; here is only how long it can be taken back."""
    seconds = _seconds(record)
    if seconds is None:
        return None
    return f"{record.get('label') or 'Nothing'}: BACKSPACE takes it back for {seconds} s."


def _runs(record: Record, _how: Telling) -> str:
    longest, percent = record.get("longest"), record.get("percent", 100)
    most = "" if longest is None else f"{clock_time(longest)} at most"
    share = "" if percent >= 100 else f"{percent} % of their length"
    told = ", ".join(each for each in (most, share) if each)
    return f"The runs that follow: {told or 'as planned'}."


def _eased(record: Record, how: Telling) -> str:
    walk, run = record.get("walk", 0), record.get("run", 0)
    if not walk and not run:
        return "At the plan's speeds again."
    by = "as you set it at the treadmill" if record.get("by") == "console" else "as you chose"
    units = as_speed(how.units)  # a difference has no pace
    slower = f"runs by {shown(run, units)}, walks by {speed_words(walk, units)}"
    back = shown(BACK_BY, units)
    return f"Slower than the plan, {by}: {slower}.  UP takes {back} of it back."


def _changed(record: Record, how: Telling) -> str:
    speed, seconds = speed_words(record.get("speed", 0), how.units), _seconds(record)
    if not record.get("higher"):
        return f"{speed}, as you set it at the treadmill."
    if seconds is None:
        return f"{speed} was set at the treadmill. The next step waits."
    return f"{speed} was set at the treadmill. Slower in {seconds} s: {record.get('because')}."


def _site(record: Record, _how: Telling) -> str:
    return "Not sure." if record.get("symptom") == UNSURE else f"It was: {record.get('label')}."


def _signs(record: Record, _how: Telling) -> str | None:
    choice = record.get("choice")
    if choice == MISTAKE:
        return " ".join(PRESSED_BY_MISTAKE)
    return next((f"{part.title}." for part in PARTS if part.choice == choice), None)


def _held_gait(record: Record, how: Telling) -> str | None:
    if not record.get("held"):
        return None
    held = speed_words(JOG_FLOOR, how.units)
    return f"HELD at {held}: your steps are a walk. Run when you are ready, or W."


ANSWER_TELLERS: Final[dict[str, Callable[[Record, Telling], str | None]]] = {
    "question": _question,
    "noted": _noted,
    "taken_back": lambda _record, _how: "Taken back.",
    "gone": lambda record, _how: f"Gone: {record.get('label')}.",
    "runs": _runs,
    "reminder": lambda record, _how: _REMINDERS.get(
        record.get("why", ""), "S, if there is anything."
    ),
    "held_gait": _held_gait,
    "no_steps": lambda _record, _how: "No step sensor: Reprise cannot see whether you run.",
    "eased": _eased,
    "changed": _changed,
    "site": _site,
    "signs": _signs,
}
"""By the kind of a record. The gait has no sentence: it changes too often to be read out."""
