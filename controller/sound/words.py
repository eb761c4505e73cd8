"""What the voice says, in her language. It never names a symptom or a place: others may be near.

No text of a record is spoken but the cue of a plan, and that only if `speakable`.
"""

from __future__ import annotations

import re
from typing import Final

from controller.records.seen import JOG_FLOOR, Interval, Press
from controller.records.told import Question
from controller.words.catalogue import LANGUAGE, tr, trn
from protocols.units import SECOND

OF_CUES: Final = "en"
"""The language of the cues that may be said: only in it is known what is never said."""
STOP: Final = tr("Stopping. Hold the rail.")
STOP_BY_HAND: Final = tr("Press stop on the treadmill.")
STILL: Final = tr("The belt is still.")
DONE: Final = tr("Done. The belt is still.")
PAUSED: Final = tr("Paused. The belt is still.")
WALK_TO_THE_END: Final = tr("Walk, to the end.")
ALARM: Final = tr("Use the treadmill's own stop, or pull the safety key.")
KEYS_LOST: Final = tr("Keys do not arrive. Click on Reprise.")
STEPS_HELD: Final = tr("The belt waits for running steps.")
REMINDER: Final = tr("S, if there is anything.")

_QUESTIONS: Final = {
    "strength": tr("Anything?"),
    "still_there": tr("Still there?"),
    "talk": tr("Could you talk?"),
    "console": tr("The belt was made faster. Go on?"),
}
_HELD: Final = {"strength": tr("Anything? Press Enter if there is nothing.")}
_GAITS: Final = {"walk": tr("Walk"), "run": tr("Run")}
_ROLES: Final = {
    "warm-up": tr("{gait}, {time}, to warm up."),
    "cool-down": tr("{gait}, {time}, to cool down."),
    "going on": tr("{gait}, {time}, to go on."),
}
_PRESSES: Final = {
    "start": tr("Press start on the treadmill, at its lowest speed."),
    "stop": STOP_BY_HAND,
}
_PRESSES_TO: Final = {
    ("faster", "run"): tr("Press plus on the treadmill, to run."),
    ("faster", "walk"): tr("Press plus on the treadmill, to walk."),
    ("slower", "run"): tr("Press minus on the treadmill, to run."),
    ("slower", "walk"): tr("Press minus on the treadmill, to walk."),
}

_NEVER_SAID: Final = re.compile(
    r"\b(leak|incontinen|continen|drip|pe(e|eing)\b|wee\b|urin|bladder|bowel|wind\b|poo|stool|"
    r"heav|dragg|pressure|bulg|prolapse|vagin|perine|genital|hernia|menstru|pubic|pelvic girdle|"
    r"pain|sore|hurt|ache|aching|cramp|spasm|tingl|sting|discomfort|nausea|achil|"
    r"scar|caesar|cesar|c.?section|stitch|urge|strong need|dom(e|ing)\b|ridge|diastas|"
    r"symptom|limp|breasts?\b|breastf|pump|feed|bleed|blood|clot|chest|faint|dizz|black out|"
    r"breathless|swollen|swelling|headache|vision|fever|infect|wound|ooz|harm|baby|birth|"
    r"post-?partum|post-?natal|pregnan|tired|"
    r"wobbl|stumbl|unstead|confident|afraid|fear|dark thought|weak|numb|changing how)",
    re.IGNORECASE,
)
"""A cue in which one of these stands is shown and not said. A part of the body alone names none."""


def speakable(cue: str) -> bool:
    """Return whether a plan's line may be said aloud: it names no symptom, in English."""
    return LANGUAGE == OF_CUES and _NEVER_SAID.search(cue) is None


def interval(each: Interval, gait: str, left: int) -> str:
    """Return an interval in words: Walk, 2 minutes, 5 of 8.

    Args:
        each: the interval.
        gait: what it is now; a run that was slowed down is a walk, and is not counted.
        left: how long it still is, in nanoseconds.
    """
    counted = each.of and gait == each.gait
    usual = tr("{gait}, {time}, {number} of {all}.") if counted else tr("{gait}, {time}.")
    return _ROLES.get(each.role, usual).format(
        gait=_GAITS[gait], time=span(left), number=each.number, all=each.of
    )


def span(lasts: int) -> str:
    """Return a time: "1 minute 30 seconds"; begun seconds count."""
    seconds = max(0, -(-lasts // SECOND))
    hours, minutes, rest = seconds // 3600, seconds // 60 % 60, seconds % 60
    told = (
        trn("{n} hour", "{n} hours", hours).format(n=hours) if hours else "",
        trn("{n} minute", "{n} minutes", minutes).format(n=minutes) if minutes else "",
        trn("{n} second", "{n} seconds", rest).format(n=rest) if rest or not seconds else "",
    )
    return " ".join(filter(None, told))


def faster_in(seconds: int) -> str:
    """Return the word before a speed-up."""
    return tr("Faster in {seconds}.").format(seconds=seconds)


def press(each: Press) -> str:
    """Return what is to be pressed; how fast, the screen shows."""
    if each.key in _PRESSES:
        return _PRESSES[each.key]
    gait = "run" if (each.speed or 0) >= JOG_FLOOR else "walk"
    return _PRESSES_TO.get((each.key, gait), "")


def question(each: Question) -> str:
    """Return a question. Where and what it is about stands on the screen alone."""
    asked = _QUESTIONS.get(each.step, tr("Please answer."))
    return _HELD.get(each.step, asked) if each.held else asked
