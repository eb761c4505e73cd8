"""What the page shows, as texts: the little of a View that may leave this computer.

No symptom, no place, no name and no address is in it. A speed that nothing tells is two dashes.
"""

from __future__ import annotations

from typing import NamedTuple

from controller.records.view import View
from controller.settings.speeds import shown, unit_word
from controller.settings.values import Units
from controller.tui.screen.talk import interval_name, part_in_short, remaining, seconds_until
from controller.words.catalogue import tr
from controller.words.reasons import REMOTE
from protocols.units import clock_time


class News(NamedTuple):
    """One state of the page, whole."""

    kind: str = "still"
    """``run``, ``walk``, ``still`` or ``danger``: the shape and the colour."""
    word: str = tr("CONNECTING")
    time: str = ""
    """In large digits; empty where no time is told."""
    name: str = ""
    left: str = ""
    """Of the whole session."""
    belt: str = "--"
    target: str = "--"
    unit: str = unit_word(Units.KMH)
    then: str = ""
    note: str = ""
    """What is to be read first."""
    stop: str = ""
    """That a stop was asked for, and when."""
    label: str = tr("STOP")
    """What the one button says."""
    simulated: bool = False
    over: bool = False
    """Nothing is left that could be stopped."""
    last: bool = False
    """The controller has gone with the belt at rest: no news follow, and these stay true."""


def news_of(view: View, units: Units = Units.KMH) -> News:
    """Return what the page shows of a session."""
    about, stop = view.about, view.course.stop
    asked = ""
    if stop is not None:
        asked = tr("Stop asked for at the laptop or by the session at {time}.")
        if stop.because == REMOTE:
            asked = tr("Stop asked for by this page at {time}.")
        asked = asked.format(time=clock_time(stop.at))
    driven = view.may_move and view.phase.name in ("running", "walking out")
    left = tr("left {time}").format(time=remaining(view.remaining))
    stops = about is None or about.control.stops
    return _stage(view)._replace(
        name=interval_name(view),
        left=left if driven else "",
        # The last speed that was heard says nothing of a belt that is not heard, or does not obey.
        belt=shown(None if view.in_danger else view.belt.speed, units),
        target=shown(view.belt.target if driven else None, units),
        unit=unit_word(units),
        stop=asked,
        label=tr("STOP") if stops else tr("END: IT CANNOT STOP THIS BELT"),
        simulated=about is not None and bool(about.simulated),
        over=_over(view),
        last=view.watch.gone and _stands(view),
    )


def _over(view: View) -> bool:
    if view.watch.gone or view.opening.not_begun is not None:
        return not view.may_move
    return _stands(view)


def _stands(view: View) -> bool:
    """Return whether the session ended with a belt that was seen to stand, and stands still."""
    ended = view.course.ended
    return ended is not None and ended.confirmed and not view.may_move


def _stage(view: View) -> News:
    """Return kind, word, time, what comes then, and the note."""
    if view.in_danger:
        return News("danger", tr("USE ITS OWN STOP"), note=_danger(view))
    ended = view.course.ended
    if ended is not None and ended.confirmed:
        return News(word=tr("OVER"), note=tr("The belt is still."))
    if ended is not None or _over(view):
        # Somebody else may have that belt: nothing is said of it.
        return News(word=tr("NOT BEGUN"), note=tr("The laptop says why."))
    if view.about is None:
        return News(note=tr("Looking for the treadmill. Nothing was started."))
    return _phase(view)._replace(note=_note(view) or _phase(view).note)


def _danger(view: View) -> str:
    if view.stops_in is not None:
        told = tr("The link is back. The belt is asked to stop in {seconds} s. Hold the rail.")
        return told.format(seconds=view.stops_in)
    if view.watch.unsupervised is not None:
        return tr("TREADMILL UNSUPERVISED. Use its own stop or pull the safety key.")
    return tr("Nothing shows that the belt obeys. Use its own stop or pull the safety key.")


def _note(view: View) -> str:
    if view.watch.unanswered:
        return tr("Reprise does not answer a key. Use the treadmill's own stop.")
    if view.may_move and view.course.question is not None:
        return tr("A question is open at the laptop.")
    if view.may_move and not view.host.arrive:
        return tr("Keys do not reach Reprise at the laptop.")
    if view.course.press is not None:
        return tr("A key of the treadmill is to be pressed; the laptop says which.")
    return ""


def _phase(view: View) -> News:  # one arm for each phase
    match view.phase.name:
        case "running" | "walking out":
            return _driven(view)
        case "countdown":
            left = f"{max(1, seconds_until(view.phase.until, view.now))}"
            note = tr("Any key at the laptop calls it off.")
            return News(word=tr("BEGINS IN"), time=left, note=note)
        case "starting":
            return News(word=tr("STARTS"), note=tr("Start was sent. Waiting for the belt."))
        case "stopping":
            note = tr("Hold the rail.")
            if view.still_in is not None:
                note = tr("Hold the rail. Still in about {seconds} s.")
            return News(word=tr("STOPPING"), note=note.format(seconds=view.still_in))
        case "paused":
            gone = clock_time(view.now - view.phase.since)
            return News(word=tr("PAUSED"), time=gone, note=tr("The belt is still."))
        case "still":
            note = tr("The belt stands. It is started at the laptop only.")
            return News(word=tr("READY"), note=note)
        case _:
            return News(note=tr("Connecting to the treadmill."))


def _driven(view: View) -> News:
    left = view.left
    faster, following = view.faster_in, view.following
    then = ""
    if following is not None:
        # That a question follows may tell that something was noted.
        then = tr("then {part}").format(part=part_in_short(view, following))
    return News(
        "run" if view.running else "walk",
        tr("RUN") if view.running else tr("WALK"),
        time="" if left is None else remaining(left),
        then=then,
        note="" if faster is None else tr("FASTER IN {seconds}").format(seconds=faster),
    )
