"""When the belt is still for good: what the session came to, in short."""

from __future__ import annotations

from typing import Final

from controller.records.view import View
from controller.tui.ink import Line, Span, choices, paragraph, words
from controller.tui.panel import panel
from controller.tui.strip import strip
from controller.tui.talk import Ui, action_words, stoppable
from protocols.units import SECOND, clock_time

_WORDS: Final = {
    "completed": ("DONE", "Done, the whole plan."),
    "walked_out": ("DONE", "Done, walked to the end."),
    "stopped": ("STOPPED", "Stopped."),
    "link_lost": ("STOPPED", "The treadmill was lost on the way."),
}
_NOW: Final = (
    "chest pain or tightness, no air, racing or uneven heart, fainting,",
    "a fit, weakness or numbness of face, arm or leg, trouble speaking",
)
_TODAY: Final = (
    "one calf swollen, red, warm or sore - a bad headache or changed sight -",
    "a pad soaked in an hour, a large clot - severe tummy pain - fever 38 C -",
    "a wound that opens or oozes - something bulging below",
)
_SHOWN: Final = 4
"""So many symptoms at most have a line each; the rest is counted."""


def closing_body(view: View, _ui: Ui, width: int, rows: int) -> list[Line]:
    """Return the outcome, the time, what was noted, and the way out."""
    ended = view.course.ended
    if ended is None:
        return _left_without_an_end(view, width)
    if ended.outcome == "refused":
        return _refused(view, width)
    if ended.outcome == "stopped_and_refer" or view.course.refers:
        return _referred(view, width)
    word, sentence = _WORDS.get(ended.outcome, ("STOPPED", "Stopped."))
    if ended.outcome == "completed" and ended.cut:
        sentence = f"Done; {ended.cut} of the runs ended early."
    still = "The belt is still." if ended.confirmed else "Nothing shows that the belt stands!"
    mark = [(Span("  "), *line) for line in strip(view, width - 4)]
    below: list[Line] = [
        (),
        words("   ", Span(f"{sentence}  {still}", "strong")),
        *_why(view, width),
        words("   ", _facts(view)),
        *_noted(view),
        (),
        *mark,
        words("   ", Span("Take the safety key out; keep it where no child can reach it.", "text")),
        choices(("ENTER", "leave")),
    ]
    clock = clock_time(ended.ran)
    room = rows - len(below)
    return [*panel("still", word, clock if ended.ran else "", width, max(10, room)), *below]


def _why(view: View, width: int) -> list[Line]:
    ended, died = view.course.ended, view.watch.unsupervised
    if died is not None:
        return paragraph(f"Because: {died}. Another one has stopped the belt.", width)
    if ended is None or ended.cause == "plan":
        return []
    return paragraph(f"Because: {ended.because}.", width)


def _facts(view: View) -> str:
    ended = view.course.ended
    ran = 0 if ended is None else ended.ran
    if view.watch.unsupervised is not None:
        return ""  # whoever took over cannot know what was done before
    facts = [f"running {clock_time(ran)}"]
    if view.belt.distance:
        facts.append(f"distance {view.belt.distance / 1000:.1f} km")
    about = view.about
    if about is not None and ended is not None and ended.outcome == "completed" and not ended.cut:
        runs = sum(part.gait == "run" for part in about.parts)
        facts.append(f"{runs} of {runs} runs")
    if not view.host.journal:
        facts.append("no whole journal was kept")
    return "   ".join(facts)


def _noted(view: View) -> list[Line]:
    noted = view.course.noted
    if not noted and view.course.unanswered:
        return [words("   The last question was not answered.")]
    if not noted:
        ended = view.course.ended
        free = view.belt.ceiling is None and ended is not None and ended.cause in ("plan", "runner")
        return [words(f"   Nothing was noted.{'  No rule held you back.' if free else ''}")]
    lines = [
        words(f"   {clock_time(each.at):>6}  {each.label}, {each.words}: "
              f"{action_words(each.action)}")
        for each in noted[:_SHOWN]
    ]  # fmt: skip
    rest = len(noted) - _SHOWN
    return lines if rest <= 0 else [*lines, words(f"   and {rest} more, in the journal")]


def _referred(view: View, _width: int) -> list[Line]:
    """look.md 4.8: without a number of its own, until there are settings."""
    ended = view.course.ended
    still = "It is still." if ended is not None and ended.confirmed else "HOLD THE RAIL."
    space = "  SPACE still asks it to stop." if stoppable(view) else ""
    stop = view.course.stop
    why = stop.because if stop is not None else "" if ended is None else ended.because
    return [
        words("   ", Span("STOPPED AND REFERRED", "strong"), f"        {still}"),
        words(f"   {why}"),
        (),
        words("   ", Span("CALL YOUR EMERGENCY NUMBER NOW (112, 999, 911)", "strong")),
        *[words(f"        {each}") for each in _NOW],
        (),
        words("   ", Span("CALL YOUR MIDWIFE, DOCTOR OR THAT NUMBER TODAY", "strong")),
        *[words(f"        {each}") for each in _TODAY],
        (),
        words("   ", Span("Sit down.  Do not stay alone with it.", "strong")),
        words("   Please see a clinician before another session."),
        words("   Reprise does not know what this is, only that it should be looked at."),
        *(_noted(view)[:2] if view.course.noted else ()),
        (),
        words(f"   Nothing on this screen can start the belt.{space}"),
        choices(("ENTER", "close the session")),
    ]


def _somebody_s(view: View, width: int) -> list[Line]:
    if not stoppable(view):
        return paragraph("Stop it with its own stop.  Then begin again.", width)
    return paragraph(
        "Stop it with its own stop.  SPACE asks it to stop, too, as long as Reprise is "
        "connected (30 seconds).  Then begin again.",
        width,
    )


def _refused(view: View, width: int) -> list[Line]:
    ended = view.course.ended
    why = "" if ended is None else ended.because
    return [
        (),
        words("   ", Span("NOT BEGUN", "strong")),
        (),
        *paragraph(f"{why[:1].upper()}{why[1:]}, so nothing was sent to it.", width),
        (),
        *(_somebody_s(view, width) if ended is not None and ended.cause == "machine" else ()),
        (),
        choices(("ENTER", "leave")),
    ]


def _left_without_an_end(view: View, width: int) -> list[Line]:
    why = view.watch.unsupervised or "the session is over, and its records do not say how"
    return [
        (),
        words("   ", Span("OVER", "strong")),
        (),
        *paragraph(f"Because: {why}.", width),
        *paragraph("Look whether the belt stands before you step off.", width, "strong"),
        (),
        choices(("ENTER", "leave")),
        words(f"   after {clock_time(view.now)}" if view.now >= SECOND else ""),
    ]
