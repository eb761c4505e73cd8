"""What is heard of a change: a pure function of the View before and the View after.

One change, one sound: the first rule that finds something has the word. What the rules say is in
`controller.sound.words`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from controller.records.view import View
from controller.settings.values import Settings
from controller.sound import words as said
from controller.sound.sounds import Sound, Tone
from protocols.units import SECOND

_COUNTED: Final = 3
"""So many last seconds are counted."""
_ANNOUNCED: Final = 5
"""A speed-up that is further off than this is told of."""
_DRIVEN: Final = ("running", "walking out")
_DONE: Final = ("completed", "walked_out")
_AT_THE_KEYS: Final = ("place", "which")
"""Steps of a question that follow a key of hers."""

ALARM_AGAIN: Final = Sound(Tone.ALARM)
"""While it lasts; it does not cut what is being said."""


def heard(before: View, after: View, settings: Settings) -> Sound | None:
    """Return what is to be heard of a change, as the settings have it; None for nothing.

    Over a belt that is not known to obey nothing but the alarm is heard, whatever the settings.
    """
    if after.in_danger:
        new = not before.in_danger or alarms(before) != alarms(after)
        return _wanted(_ALARM, settings) if new else None
    for rule in _RULES:
        sound = rule(before, after)
        if sound is not None:
            return _wanted(sound, settings)
    return None


def alarms(view: View) -> tuple[object, ...]:
    """Return what is the matter; another matter is another alarm."""
    return view.course.alarm, view.watch.unsupervised, view.course.bug


def _wanted(sound: Sound, settings: Settings) -> Sound | None:
    tone = sound.tone if settings.tones or sound.tone is Tone.ALARM else None
    says_cue = settings.voice and settings.cues and not settings.discreet
    wanted = sound._replace(
        tone=tone,
        words=sound.words if settings.voice else "",
        cue=sound.cue if says_cue and said.speakable(sound.cue) else "",
    )
    return wanted if wanted.any else None


_ALARM: Final = ALARM_AGAIN._replace(words=said.ALARM, urgent=True)


def _stop(before: View, after: View) -> Sound | None:
    if not _stopping(after) or _stopping(before):
        return None
    press = after.course.press
    by_hand = press is not None and press.key == "stop"
    return Sound(Tone.STOP, said.STOP_BY_HAND if by_hand else said.STOP, urgent=True)


def _stopping(view: View) -> bool:
    return view.course.stop is not None or view.phase.name == "stopping"


def _still(before: View, after: View) -> Sound | None:
    if after.phase.name == "paused" != before.phase.name:
        return Sound(Tone.STILL, said.PAUSED)
    ended, was = after.course.ended, before.course.ended
    if ended is None or not ended.confirmed or ended.outcome == "refused":
        return None
    if was is not None and was.confirmed:
        return None
    return Sound(Tone.STILL, said.DONE if ended.outcome in _DONE else said.STILL)


def _press(before: View, after: View) -> Sound | None:
    press = after.course.press
    if press is None or press == before.course.press:
        return None
    return Sound(Tone.PRESS, said.press(press))


def _question(before: View, after: View) -> Sound | None:
    now, was = after.course.question, before.course.question
    if now is None:
        return None
    new = was is None or (now.step != was.step and now.step not in _AT_THE_KEYS)
    again = was is not None and now.held and not was.held
    return Sound(Tone.QUESTION, said.question(now)) if new or again else None


def _reminder(before: View, after: View) -> Sound | None:
    reminder = after.answers.reminder
    if reminder is None or reminder == before.answers.reminder:
        return None
    # That steps have become slower is shown; why they might have is nobody else's business.
    return Sound(Tone.QUESTION, said.REMINDER if reminder.why == "run" else "")


def _gait(before: View, after: View) -> Sound | None:
    each = after.course.interval
    if each is None or _way(after) is None or _way(after) == _way(before):
        return None
    gait = "run" if after.running else "walk"
    out = after.phase.name == "walking out" != before.phase.name
    words = said.interval(each, gait, after.left or 0)
    return Sound(
        Tone.RUN if gait == "run" else Tone.WALK,
        said.WALK_TO_THE_END if out else words,
        after.cue if each.counts_from is not None else "",
    )


def _way(view: View) -> tuple[object, ...] | None:
    """Return in which interval the belt is driven, and at which gait."""
    each = view.course.interval
    if each is None or view.phase.name not in _DRIVEN:
        return None
    return each.part, each.detour, view.running


def _count(before: View, after: View) -> Sound | None:
    left = _left(after)
    counted = left is not None and left <= _COUNTED and left != _left(before)
    return Sound(Tone.COUNT) if counted else None


def _left(view: View) -> int | None:
    """Return the seconds until the belt begins to move, becomes faster, or is stopped as told."""
    if view.phase.name == "countdown" and view.phase.until is not None:
        return max(1, -((view.now - view.phase.until) // SECOND))
    if view.stops_in is not None:
        return view.stops_in
    return view.faster_in if view.course.question is None else None


def _faster(before: View, after: View) -> Sound | None:
    faster = after.course.faster
    new = faster is not None and faster != before.course.faster
    if faster is None or not new or faster.seconds < _ANNOUNCED:
        return None
    return Sound(None, said.faster_in(faster.seconds))


def _wait(before: View, after: View) -> Sound | None:
    if not after.may_move:
        return None
    if not after.host.arrive and before.host.arrive:
        return Sound(Tone.WAIT, said.KEYS_LOST)
    if after.belt.steps.held and not before.belt.steps.held:
        return Sound(Tone.WAIT, said.STEPS_HELD)
    return None


def _cue(before: View, after: View) -> Sound | None:
    each, was = after.course.interval, before.course.interval
    reached = each is not None and each.counts_from is not None
    if not reached or _way(after) is None or (was is not None and was.counts_from is not None):
        return None
    return Sound(None, cue=after.cue)


_RULES: Final[tuple[Callable[[View, View], Sound | None], ...]] = (
    _stop, _still, _press, _question, _reminder, _gait, _count, _faster, _wait, _cue,
)  # fmt: skip
