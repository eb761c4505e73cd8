"""What plain mode says of answers, of speeds that are not the plan's, and of the unwell list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from controller.records.answers import UNSURE
from controller.records.format import Record
from controller.records.seen import BACK_BY, JOG_FLOOR
from controller.settings.speeds import as_speed, shown, speed_words
from controller.settings.values import Units
from controller.tui.screen.signs import MISTAKE, PRESSED_BY_MISTAKE, part_in_a_line
from controller.words.catalogue import tr
from controller.words.recorded import tr_recorded
from protocols.units import SECOND, clock_time

_REMINDERS: Final = {"steps": tr("Your steps have become slower. S, if there is anything.")}
_QUESTIONS: Final = {
    "strength": tr(
        "ANYTHING TO NOTE?  ENTER nothing   1 a little   2 clear   3 strong   "
        "4 too much: stop now   U unwell"
    ),
    "place": tr("WHERE IS IT?"),
    "which": tr("WHICH IS IT?"),
    "still_there": tr("{label}: STILL THERE?  ENTER gone   1 less   2 the same   3 more"),
    "talk": tr("COULD YOU TALK?  ENTER easily, in whole sentences   1 just about   2 no"),
    "console": tr(
        "THE BELT WAS MADE FASTER AT THE TREADMILL. The next run waits.  "
        "ENTER go on with the plan   W walk on"
    ),
}
_STATES: Final = {
    "held": tr("We walk until you answer. No answer: the belt comes to a stop."),
}


class Telling(NamedTuple):
    """How this session is told."""

    units: Units = Units.KMH
    miles: bool = False
    """The treadmill was seen to count in miles an hour."""
    cues: bool = True
    """A line of technique in each interval is wanted."""
    emergency: str = ""
    """The emergency number of her country; empty if it is not known."""
    warns: bool = True
    """What refers is a warning sign, or may be one."""
    whom: str = ""
    """Who is to be seen about what was noted last, as `controller.records.told.WHOM` has it."""


AS_EVER: Final = Telling()


def _question(record: Record, _how: Telling) -> str | None:
    if record["state"] != "open":
        return _STATES.get(record["state"])
    told = _QUESTIONS.get(record.get("step", "strength"))
    label = tr_recorded(record.get("label") or "") or tr("It")
    return None if told is None else told.format(label=label.upper())


def _seconds(record: Record) -> int | None:
    """Return in how many seconds something happens, if that is told."""
    until = record.get("until")
    return None if until is None else -((record["t"] - until) // SECOND)


def _noted(record: Record, _how: Telling) -> str | None:
    """The symptom itself has a record of its own; here is only how long it can be taken back."""
    seconds = _seconds(record)
    if seconds is None:
        return None
    label = tr_recorded(record.get("label") or "") or tr("Nothing")
    return tr("{label}: BACKSPACE takes it back for {seconds} s.").format(
        label=label, seconds=seconds
    )


def _runs(record: Record, _how: Telling) -> str:
    longest, percent = record.get("longest"), record.get("percent", 100)
    most = "" if longest is None else tr("{time} at most").format(time=clock_time(longest))
    share = "" if percent >= 100 else tr("{percent} % of their length").format(percent=percent)
    told = ", ".join(each for each in (most, share) if each)
    return tr("The runs that follow: {amount}.").format(amount=told or tr("as planned"))


def _eased(record: Record, how: Telling) -> str:
    walk, run = record.get("walk", 0), record.get("run", 0)
    if not walk and not run:
        return tr("At the plan's speeds again.")
    told = tr(
        "Slower than the plan, as you chose: runs by {runs}, walks by {walks}.  "
        "UP takes {back} of it back."
    )
    if record.get("by") == "console":
        told = tr(
            "Slower than the plan, as you set it at the treadmill: runs by {runs}, walks by "
            "{walks}.  UP takes {back} of it back."
        )
    units = as_speed(how.units)  # a difference has no pace
    return told.format(
        runs=shown(run, units), walks=speed_words(walk, units), back=shown(BACK_BY, units)
    )


def _changed(record: Record, how: Telling) -> str:
    speed, seconds = speed_words(record.get("speed", 0), how.units), _seconds(record)
    if not record.get("higher"):
        return tr("{speed}, as you set it at the treadmill.").format(speed=speed)
    if seconds is None:
        return tr("{speed} was set at the treadmill. The next step waits.").format(speed=speed)
    return tr("{speed} was set at the treadmill. Slower in {seconds} s: {because}.").format(
        speed=speed, seconds=seconds, because=tr_recorded(str(record.get("because")))
    )


def _site(record: Record, _how: Telling) -> str:
    if record.get("symptom") == UNSURE:
        return tr("Not sure.")
    return tr("It was: {label}.").format(label=record.get("label"))


def _signs(record: Record, how: Telling) -> str | None:
    choice = record.get("choice")
    if choice == "":
        return tr("Taken back.")
    if choice == MISTAKE:
        return PRESSED_BY_MISTAKE[0] if how.whom else " ".join(PRESSED_BY_MISTAKE)
    return part_in_a_line(str(choice), how.emergency) or None


def _held_gait(record: Record, how: Telling) -> str | None:
    if not record.get("held"):
        return None
    held = speed_words(JOG_FLOOR, how.units)
    return tr("HELD at {speed}: your steps are a walk. Run when you are ready, or W.").format(
        speed=held
    )


ANSWER_TELLERS: Final[dict[str, Callable[[Record, Telling], str | None]]] = {
    "question": _question,
    "noted": _noted,
    "taken_back": lambda _record, _how: tr("Taken back."),
    "gone": lambda record, _how: tr("Gone: {label}.").format(
        label=tr_recorded(str(record.get("label")))
    ),
    "runs": _runs,
    "reminder": lambda record, _how: _REMINDERS.get(
        record.get("why", ""), tr("S, if there is anything.")
    ),
    "held_gait": _held_gait,
    "no_steps": lambda _record, _how: tr("No step sensor: Reprise cannot see whether you run."),
    "eased": _eased,
    "changed": _changed,
    "site": _site,
    "signs": _signs,
}
"""By the kind of a record. The gait has no sentence: it changes too often to be read out."""
