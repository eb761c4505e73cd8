"""When the belt is still for good: what the session came to, in short."""

from __future__ import annotations

from typing import Final

from controller.records.seen import Ended
from controller.records.told import MISTAKE, Noted, Site
from controller.records.view import View
from controller.tui.drawing.ink import Line, Span, choices, paragraph, width_of, words, wrapped
from controller.tui.drawing.panel import panel, stand_together
from controller.tui.screen.noted import action_words, named
from controller.tui.screen.referred import more_keys, referred_body
from controller.tui.screen.signs import PRESSED_BY_MISTAKE
from controller.tui.screen.strip import strip
from controller.tui.screen.talk import Ui, stoppable
from controller.tui.screen.whom import see, words_afterwards
from controller.words.catalogue import tr
from controller.words.later import tr_later
from controller.words.recorded import because_words, tr_recorded
from protocols.units import SECOND, clock_time

_WORDS: Final = {
    "completed": (tr("DONE"), tr("Done, the whole plan.")),
    "walked_out": (tr("DONE"), tr("Done, walked to the end.")),
    "stopped": (tr("STOPPED"), tr("Stopped.")),
    "link_lost": (tr("STOPPED"), tr("The treadmill was lost on the way.")),
}
_STOPPED: Final = (tr("STOPPED"), tr("Stopped."))
_LEAVE: Final = (("ENTER", tr("leave")),)
_PANEL: Final = 10
"""So many lines at least are for the large letters."""
_SHOWN: Final = 4
"""So many symptoms at most are told; the rest is counted."""
_BESIDE_A_LIST: Final = 2
"""So many lines of it stand with the list of whom to call."""
_TOLD: Final = 11
"""In cells from the left: behind the time at which it was noted."""
_NO_WORD: Final = tr_later("the session is over, and its records do not say how")


def parting_words(view: View, emergency: str, width: int) -> list[str]:
    """Return what stays on a terminal that its screen has left: how it ended, and whom to see.

    Args:
        view: what is known at the end.
        emergency: the number of her country, or nothing.
        width: of a line, in cells.
    """
    whom = words_afterwards(view, emergency).split("\n")
    told = (last_line(view), _noted_in_short(view), *whom)
    return [line for each in told for line in wrapped(each, width)]


def _noted_in_short(view: View) -> str:
    """Return what was noted; nothing if that has ended the session, as its reason says it then."""
    noted = [*dict.fromkeys(named(each) for each in view.course.noted)]
    ended = view.course.ended
    if not noted or (ended is not None and noted == [tr_recorded(ended.because)]):
        return ""
    what = [tr("Noted: {what}.").format(what="; ".join(noted))]
    if view.answers.named:
        sites = ", ".join(view.answers.named)
        what.append(tr("Named afterwards: {sites}").format(sites=sites) + ".")
    return " ".join(what)


def last_line(view: View) -> str:
    """Return how a session ended and why, for a terminal that its screen has left; or nothing."""
    ended, not_begun = view.course.ended, view.opening.not_begun
    if ended is None and view.watch.unsupervised is not None:
        return because_words(view.watch.unsupervised)
    if ended is None and not_begun is not None:
        return tr("Not begun: {because}").format(because=tr_recorded(not_begun))
    if ended is None:
        standing = view.phase.name in ("", "still")
        return tr("Left before the start; the belt was not started.") if standing else ""
    if ended.outcome == "refused":
        return tr("Not begun: {because}.").format(because=tr_recorded(ended.because))
    told = [_how(ended), _stands(ended)]
    if ended.cause != "plan":
        told.append(because_words(ended.because))
    return "  ".join(told)


def _how(ended: Ended) -> str:
    if ended.outcome == "completed" and ended.cut:
        return tr("Done; {n} of the runs ended early.").format(n=ended.cut)
    _, sentence = _WORDS.get(ended.outcome, _STOPPED)
    return sentence


def _stands(ended: Ended) -> str:
    if ended.confirmed:
        return tr("The belt is still.")
    return tr("Nothing shows that the belt stands!")


def closing_body(view: View, ui: Ui, width: int, rows: int) -> list[Line]:
    """Return the outcome, the time, what was noted, and the way out."""
    ended = view.course.ended
    if ended is None and view.refers and view.watch.unkept:
        return referred_body(view, ui, width, rows, [])
    if ended is None:
        return _left_without_an_end(view, width)
    if ended.outcome == "refused":
        return _refused(view, width)
    if view.refers:
        noted = _noted_last(view, width)
        return referred_body(view, ui, width, rows, _site(view, width) or noted)
    word, _ = _WORDS.get(ended.outcome, _STOPPED)
    mark = [(Span("  "), *line) for line in strip(view, width - 4)]
    site = _site(view, width)
    above: list[Line] = [
        (),
        words("   ", Span(f"{_how(ended)}  {_stands(ended)}", "strong")),
        *_why(view, width),
        *([words("   ", PRESSED_BY_MISTAKE[0])] if view.answers.signs == MISTAKE else []),
        *_whom(view, width),
        words("   ", _facts(view)),
    ]
    last: list[Line] = [
        words(
            "   ", Span(tr("Take the safety key out; keep it where no child can reach it."), "text")
        ),
        choices(
            *((("ENTER", tr("not sure")), ("ESC", tr("leave"))) if site else _LEAVE),
            *more_keys(view),
        ),
    ]
    free = rows - _PANEL - len(above) - len(last) - 1
    noted = [] if site else _noted(view, width, free)
    if len(noted) + len(mark) > free:
        mark = []  # what was told is not left out for a picture
    below: list[Line] = [*((*site, ()) if site else (*noted, (), *mark)), *last]
    clock = clock_time(ended.ran)
    room = rows - len(above) - len(below)
    review = tr_recorded(view.opening.review)
    if review and room > _PANEL:
        above.append(words("   ", review))
        room -= 1
    if not ended.ran or not stand_together(word, clock, width):
        clock = ""  # it stands among the facts, too
    large = panel("still", word, clock, width, max(_PANEL, room))
    return [*large, *above, *below]


def site_words(site: Site) -> tuple[str, str]:
    """Return of which report an exact site is asked, and the question."""
    title = tr("TO FINISH YOUR NOTE   {symptom}").format(symptom=tr_recorded(site.label))
    return title, tr("where?") if site.where else tr("which?")


def _site(view: View, width: int) -> list[Line]:
    """Return the question for the exact site of one report, if one is open."""
    site = view.site
    if site is None:
        return []
    title, asks = site_words(site)
    lines: list[Line] = [(), words("   ", Span(title, "strong"))]
    line: list[str | Span] = ["   ", asks]
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
        told = tr("Because: {why}. Another one has stopped the belt.")
        return paragraph(told.format(why=tr_recorded(died)), width)
    if ended is None or ended.cause == "plan":
        return []
    return paragraph(because_words(ended.because), width)


def _whom(view: View, width: int) -> list[Line]:
    """Return who is to be seen before a run about what only stopped: strong pain (N3)."""
    ended = view.course.ended
    said = "" if ended is None else tr_recorded(ended.because)
    return [line for each in see(view, said=said) for line in paragraph(each, width, "strong")]


def _facts(view: View) -> str:
    ended = view.course.ended
    ran = 0 if ended is None else ended.ran
    if view.watch.unsupervised is not None:
        return ""  # whoever took over cannot know what was done before
    facts = [tr("running {time}").format(time=clock_time(ran))]
    if view.belt.distance:
        facts.append(tr("distance {km:.1f} km").format(km=view.belt.distance / 1000))
    about = view.about
    if about is not None and ended is not None and ended.outcome == "completed" and not ended.cut:
        runs = sum(part.gait == "run" for part in about.parts)
        facts.append(tr("{n} of {all} runs").format(n=runs, all=runs))
    if not view.host.journal:
        facts.append(tr("no whole journal was kept"))
    return "   ".join(facts)


def _noted_of(noted: Noted, width: int) -> list[Line]:
    """Return what was noted, by the clock of the first line, and what follows from it."""
    follows = action_words(noted.action, whole=False)
    gone = "" if noted.gone is None else "  " + tr("Then gone.")
    told = wrapped(f"{named(noted)}: {follows}{gone}", width - _TOLD - 1)
    at = clock_time(noted.position)
    return [words(f"{at if n == 0 else '':>{_TOLD - 2}}  {each}") for n, each in enumerate(told)]


def _noted(view: View, width: int, room: int) -> list[Line]:
    """Return what was noted, in so many lines; what has no room is counted."""
    noted = view.course.noted
    if not noted and view.course.unanswered:
        return [words("   ", tr("The last question was not answered."))]
    if not noted:
        ended = view.course.ended
        free = view.belt.ceiling is None and ended is not None and ended.cause in ("plan", "runner")
        told = [tr("Nothing was noted."), *([tr("No rule held you back.")] if free else [])]
        return [words("   ", "  ".join(told))]
    after = _named_afterwards(view, width)
    entries = [_noted_of(each, width) for each in noted]
    most = min(_SHOWN, len(noted))
    while most > 1 and sum(map(len, entries[:most])) + (most < len(noted)) + len(after) > room:
        most -= 1
    lines = [line for each in entries[:most] for line in each]
    rest = len(noted) - most
    if rest > 0:
        lines.append(words("   ", tr("and {n} more, in the journal").format(n=rest)))
    return [*lines, *after]


def _noted_last(view: View, width: int) -> list[Line]:
    """Return what was noted last, and the sites that were named, each whole in some two lines."""
    told = [_noted_of(each, width) for each in view.course.noted]
    told.append(_named_afterwards(view, width))
    kept: list[Line] = []
    for each in reversed(told):
        if kept and len(kept) + len(each) > _BESIDE_A_LIST:
            break
        kept = [*each, *kept]
    return kept


def _named_afterwards(view: View, width: int) -> list[Line]:
    sites = ", ".join(view.answers.named)
    if not sites:
        return []
    return paragraph(tr("Named afterwards: {sites}").format(sites=sites), width)


def _somebody_s(view: View, width: int) -> list[Line]:
    if not stoppable(view):
        return paragraph(tr("Stop it with its own stop.  Then begin again."), width)
    return paragraph(
        tr(
            "Stop it with its own stop.  SPACE asks it to stop, too, as long as Reprise is "
            "connected (30 seconds).  Then begin again."
        ),
        width,
    )


def _refused(view: View, width: int) -> list[Line]:
    ended = view.course.ended
    why = "" if ended is None else tr_recorded(ended.because)
    why = f"{why[:1].upper()}{why[1:]}"
    return [
        (),
        words("   ", Span(tr("NOT BEGUN"), "strong")),
        (),
        *paragraph(tr("{why}, so nothing was sent to it.").format(why=why), width),
        (),
        *(_somebody_s(view, width) if ended is not None and ended.cause == "machine" else ()),
        (),
        choices(*_LEAVE),
    ]


def _left_without_an_end(view: View, width: int) -> list[Line]:
    why = view.watch.unsupervised or _NO_WORD
    after = tr("after {time}").format(time=clock_time(view.now))
    return [
        (),
        words("   ", Span(tr("OVER"), "strong")),
        (),
        *paragraph(because_words(why), width),
        *paragraph(tr("Look whether the belt stands before you step off."), width, "strong"),
        (),
        choices(*_LEAVE, *more_keys(view)),
        words(f"   {after}" if view.now >= SECOND else ""),
    ]
