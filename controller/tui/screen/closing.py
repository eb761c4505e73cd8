"""When the belt is still for good: what the session came to, in short."""

from __future__ import annotations

from typing import Final

from controller.records.told import Noted
from controller.records.view import View
from controller.tui.drawing.ink import Line, Span, choices, paragraph, width_of, words
from controller.tui.drawing.panel import panel
from controller.tui.screen.noted import action_words, named
from controller.tui.screen.referred import referred_body
from controller.tui.screen.strip import strip
from controller.tui.screen.talk import Ui, stoppable
from protocols.units import SECOND, clock_time

_WORDS: Final = {
    "completed": ("DONE", "Done, the whole plan."),
    "walked_out": ("DONE", "Done, walked to the end."),
    "stopped": ("STOPPED", "Stopped."),
    "link_lost": ("STOPPED", "The treadmill was lost on the way."),
}
_PANEL: Final = 10
"""So many lines at least are for the large letters."""
_SHOWN: Final = 4
"""So many symptoms at most have a line each; the rest is counted."""


def closing_body(view: View, ui: Ui, width: int, rows: int) -> list[Line]:
    """Return the outcome, the time, what was noted, and the way out."""
    ended = view.course.ended
    if ended is None:
        return _left_without_an_end(view, width)
    if ended.outcome == "refused":
        return _refused(view, width)
    if ended.outcome == "stopped_and_refer" or view.course.refers:
        noted = _noted(view)[-2:] if view.course.noted else []
        return referred_body(view, ui, width, rows, _site(view, width) or noted)
    word, sentence = _WORDS.get(ended.outcome, ("STOPPED", "Stopped."))
    if ended.outcome == "completed" and ended.cut:
        sentence = f"Done; {ended.cut} of the runs ended early."
    still = "The belt is still." if ended.confirmed else "Nothing shows that the belt stands!"
    mark = [(Span("  "), *line) for line in strip(view, width - 4)]
    site = _site(view, width)
    above: list[Line] = [
        (),
        words("   ", Span(f"{sentence}  {still}", "strong")),
        *_why(view, width),
        words("   ", _facts(view)),
    ]
    below: list[Line] = [
        *((*site, ()) if site else (*_noted(view), (), *mark)),
        words("   ", Span("Take the safety key out; keep it where no child can reach it.", "text")),
        choices(("ENTER", "not sure"), ("ESC", "leave")) if site else choices(("ENTER", "leave")),
    ]
    clock = clock_time(ended.ran)
    room = rows - len(above) - len(below)
    review = view.opening.review
    if review and room > _PANEL:
        above.append(words(f"   {review}"))
        room -= 1
    large = panel("still", word, clock if ended.ran else "", width, max(_PANEL, room))
    return [*large, *above, *below]


def _site(view: View, width: int) -> list[Line]:
    """Return the question for the exact site of one report, if one is open."""
    site = view.site
    if site is None:
        return []
    lines: list[Line] = [(), words("   ", Span(f"TO FINISH YOUR NOTE   {site.label}", "strong"))]
    line: list[str | Span] = ["   where?" if site.where else "   which?"]
    for number, each in enumerate(site.members, 1):
        pair = [Span("  "), Span(f" {number} ", "key"), Span(f" {each.short}")]
        if width_of(words(*line, *pair)) > width - 1:
            lines.append(words(*line))
            line = ["         "]
        line += pair
    return [*lines, words(*line)]


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


def _noted_of(noted: Noted) -> Line:
    follows = action_words(noted.action, whole=False)
    gone = "" if noted.gone is None else "  Then gone."
    return words(f"   {clock_time(noted.at):>6}  {named(noted)}: {follows}{gone}")


def _noted(view: View) -> list[Line]:
    noted = view.course.noted
    if not noted and view.course.unanswered:
        return [words("   The last question was not answered.")]
    if not noted:
        ended = view.course.ended
        free = view.belt.ceiling is None and ended is not None and ended.cause in ("plan", "runner")
        return [words(f"   Nothing was noted.{'  No rule held you back.' if free else ''}")]
    lines = [_noted_of(each) for each in noted[:_SHOWN]]
    rest = len(noted) - _SHOWN
    if rest > 0:
        lines.append(words(f"   and {rest} more, in the journal"))
    sites = view.answers.named
    return [*lines, words(f"   Named afterwards: {', '.join(sites)}")] if sites else lines


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
