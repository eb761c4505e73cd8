"""What the voice says, in English. It never names a symptom or a place: others may be near.

No text of a record is spoken but the cue of a plan, and that only if `speakable`.
"""

from __future__ import annotations

import re
from typing import Final

from controller.records.seen import JOG_FLOOR, Interval, Press
from controller.records.told import Question
from protocols.units import SECOND

LANGUAGE: Final = "en"

STOP: Final = "Stopping. Hold the rail."
STOP_BY_HAND: Final = "Press stop on the treadmill."
STILL: Final = "The belt is still."
DONE: Final = "Done. The belt is still."
PAUSED: Final = "Paused. The belt is still."
WALK_TO_THE_END: Final = "Walk, to the end."
ALARM: Final = "Use the treadmill's own stop, or pull the safety key."
KEYS_LOST: Final = "Keys do not arrive. Click on Reprise."
STEPS_HELD: Final = "The belt waits for running steps."
REMINDER: Final = "S, if there is anything."

_QUESTIONS: Final = {
    "strength": "Anything?",
    "still_there": "Still there?",
    "talk": "Could you talk?",
    "console": "The belt was made faster. Go on?",
}
_HELD: Final = {"strength": "Anything? Press Enter if there is nothing."}
_ROLES: Final = {"warm-up": "to warm up", "cool-down": "to cool down", "going on": "to go on"}
_PRESSES: Final = {
    "start": "Press start on the treadmill, at its lowest speed.",
    "stop": STOP_BY_HAND,
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
    return _NEVER_SAID.search(cue) is None


def interval(each: Interval, gait: str, left: int) -> str:
    """Return an interval in words: Walk, 2 minutes, 5 of 8.

    Args:
        each: the interval.
        gait: what it is now; a run that was slowed down is a walk, and is not counted.
        left: how long it still is, in nanoseconds.
    """
    parts = [gait.capitalize(), span(left)]
    if each.role in _ROLES:
        parts.append(_ROLES[each.role])
    elif each.of and gait == each.gait:
        parts.append(f"{each.number} of {each.of}")
    return f"{', '.join(parts)}."


def span(lasts: int) -> str:
    """Return a time: "1 minute 30 seconds"; begun seconds count."""
    seconds = max(0, -(-lasts // SECOND))
    amounts = ((seconds // 3600, "hour"), (seconds // 60 % 60, "minute"), (seconds % 60, "second"))
    told = [f"{n} {name}{'' if n == 1 else 's'}" for n, name in amounts if n]
    return " ".join(told) or "0 seconds"


def faster_in(seconds: int) -> str:
    """Return the word before a speed-up."""
    return f"Faster in {seconds}."


def press(each: Press) -> str:
    """Return what is to be pressed; how fast, the screen shows."""
    if each.key in _PRESSES:
        return _PRESSES[each.key]
    key = {"faster": "plus", "slower": "minus"}.get(each.key)
    if key is None:
        return ""
    gait = "run" if (each.speed or 0) >= JOG_FLOOR else "walk"
    return f"Press {key} on the treadmill, to {gait}."


def question(each: Question) -> str:
    """Return a question. Where and what it is about stands on the screen alone."""
    asked = _QUESTIONS.get(each.step, "Please answer.")
    return _HELD.get(each.step, asked) if each.held else asked
