"""What was answered and what follows from it, in the few lines that there are."""

from __future__ import annotations

from typing import Final

from controller.records.told import Note, Noted
from controller.records.view import View
from controller.tui.drawing.ink import Line, Span, words
from controller.tui.screen.talk import remaining
from controller.words.catalogue import tr
from controller.words.reasons import JUST_ABOUT, NOT_A_SENTENCE
from controller.words.recorded import tr_recorded
from controller.words.with_values import NOTED
from protocols.units import SECOND

STRENGTHS: Final = {1: tr("a little"), 2: tr("clear"), 3: tr("strong"), 4: tr("too much")}

_ACTIONS: Final = {
    "note": (tr("Nothing changes."), ""),
    "as accepted": (tr("As accepted: nothing changes."), ""),
    "cue": (tr("Breathe out and let go. Stand tall."), ""),
    "slow": (tr("A little slower from now on."), ""),
    "walk": (tr("Walking now."), tr("We run again when it is gone after one whole walk.")),
    "walk to the end": (tr("Walking to the end."), tr("No more running today.")),
    "walk then stop and refer": (tr("Walking for 3 min, then it is over."), tr("See a clinician.")),
    "stop": (tr("Stop now."), ""),
    "stop and refer": (tr("Stop now."), tr("Please see a clinician before another session.")),
}
"""What follows in short, and the rest of it."""
_ROOM: Final = 70
"""Of the 80 columns that every terminal has: what follows is never what is cut off."""
_TITLE: Final = 6
_NOTED: Final = tr("NOTED").ljust(_TITLE) + " "
_GONE: Final = tr("GONE").ljust(_TITLE) + " "
_WHAT: Final = 34
_FRESH: Final = 6 * SECOND
_ONCE: Final = 10 * SECOND
_REMINDERS: Final = {"steps": tr("Your steps have become slower.  S, if there is anything.")}
NO_STEPS: Final = tr("No step sensor: Reprise cannot see whether you run.")


def action_words(action: str, *, whole: bool = True) -> str:
    """Return what follows from a symptom, as a runner reads it."""
    plain = action.replace("_", " ")
    short, more = _ACTIONS.get(plain, (plain, ""))
    return f"{short} {more}".strip() if whole else short


_TALKED: Final = {
    JUST_ABOUT: tr("Could you talk? Just about"),
    NOT_A_SENTENCE: tr("Could you talk? No"),
}


def named(noted: Noted | Note) -> str:
    """Return the symptom with its strength; the talk test in the words in which it is asked."""
    if noted.words in _TALKED:
        return _TALKED[noted.words]
    if not noted.words:
        return tr_recorded(noted.label)
    return tr_recorded(NOTED.format(symptom=noted.label, strength=noted.words))


def _within(text: str, room: int) -> str:
    return text if len(text) <= room else f"{text[: room - 1].rstrip(' ,')}…"


def told_line(view: View) -> Line:
    """Return the one line for a reminder, a word said once, or the symptom noted last."""
    reminder, none_at = view.answers.reminder, view.belt.steps.none_at
    if view.reminded and reminder is not None:
        said = _REMINDERS.get(reminder.why, tr("S, if there is anything."))
        return words("   ", Span(said, "strong"))
    if none_at is not None and view.now < none_at + _ONCE:
        return words("   ", Span(NO_STEPS, "strong"))
    return noted_line(view)


def noted_line(view: View) -> Line:
    """Return the symptom that was noted last, and what follows from it in short."""
    if not view.course.noted:
        return ()
    noted = view.course.noted[-1]
    if noted.gone is not None:
        style = "strong" if view.now < noted.gone + _FRESH else "dim"
        return words("   ", Span(_GONE, style), Span(f"{tr_recorded(noted.label)}.", style))
    style = "strong" if view.now < noted.at + _FRESH else "dim"
    follows = f"  {action_words(noted.action, whole=False)}"
    if noted.rule:
        follows += "  " + tr("rule {rule}").format(rule=noted.rule)
    told = _within(f"{named(noted)}.", _ROOM - len(follows)) + follows
    return words("   ", Span(_NOTED, style), Span(told, style))


def undo_words(view: View) -> str:
    """Return what was answered last and what follows, as long as it can be taken back."""
    note = view.answers.note
    if note is None or view.undo_until is None:
        return ""
    if not note.label:
        return " ".join((_NOTED.strip(), tr("NOTHING")))
    return f"{_NOTED.strip()}  {named(note).upper()}.  {action_words(note.action)}"


def undo_lines(view: View) -> list[Line]:
    """Return the last answer with what follows, as long as it can be taken back."""
    note, until = view.answers.note, view.undo_until
    if note is None or until is None:
        return []
    change = tr("change")
    what = _within(named(note).upper(), _WHAT) if note.label else tr("NOTHING")
    first = words(
        "   ",
        Span(f"{_NOTED}{what:<{_WHAT}}  ", "strong"),
        Span(" BACKSPACE ", "key"),
        Span(f" {change}  {remaining(until - view.now)}", "strong"),
    )
    if not note.label:
        return [first]
    about = view.about
    rule = tr("rule {rule}").format(rule=note.rule) if note.rule else ""
    if rule and about is not None and about.policy.id:
        rule = f"{rule}, {about.policy.id}"
    follows = words("   ", Span(action_words(note.action), "strong"))
    return [first, follows, words("   ", Span(rule, "dim"))]
