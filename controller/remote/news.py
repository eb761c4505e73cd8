"""What the page shows, as texts: the little of a View that may leave this computer.

No symptom, no place, no name and no address is in it. A speed that nothing tells is two dashes.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from controller.records.view import View
from controller.settings.speeds import shown, unit_word
from controller.settings.values import Units
from controller.tui.screen.talk import interval_name, part_name, remaining, seconds_until
from protocols.units import clock_time

REMOTE: Final = "the remote page"
"""Who asked for a stop, as the journal has it."""


class News(NamedTuple):
    """One state of the page, whole."""

    kind: str = "still"
    """``run``, ``walk``, ``still`` or ``danger``: the shape and the colour."""
    word: str = "CONNECTING"
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
    label: str = "STOP"
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
        who = "by this page" if stop.because == REMOTE else "at the laptop or by the session"
        asked = f"Stop asked for {who} at {clock_time(stop.at)}."
    driven = view.may_move and view.phase.name in ("running", "walking out")
    return _stage(view)._replace(
        name=interval_name(view),
        left=f"left {remaining(view.remaining)}" if driven else "",
        # The last speed that was heard says nothing of a belt that is not heard, or does not obey.
        belt=shown(None if view.in_danger else view.belt.speed, units),
        target=shown(view.belt.target if driven else None, units),
        unit=unit_word(units),
        stop=asked,
        label="STOP" if about is None or about.control.stops else "END: IT CANNOT STOP THIS BELT",
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
        return News("danger", "USE ITS OWN STOP", note=_danger(view))
    ended = view.course.ended
    if ended is not None and ended.confirmed:
        return News(word="OVER", note="The belt is still.")
    if ended is not None or _over(view):
        # Somebody else may have that belt: nothing is said of it.
        return News(word="NOT BEGUN", note="The laptop says why.")
    if view.about is None:
        return News(note="Looking for the treadmill. Nothing was started.")
    return _phase(view)._replace(note=_note(view) or _phase(view).note)


def _danger(view: View) -> str:
    if view.stops_in is not None:
        return f"The link is back. The belt is asked to stop in {view.stops_in} s. Hold the rail."
    if view.watch.unsupervised is not None:
        return "TREADMILL UNSUPERVISED. Use its own stop or pull the safety key."
    return "Nothing shows that the belt obeys. Use its own stop or pull the safety key."


def _note(view: View) -> str:
    if view.watch.unanswered:
        return "Reprise does not answer a key. Use the treadmill's own stop."
    if view.may_move and view.course.question is not None:
        return "A question is open at the laptop."
    if view.may_move and not view.host.arrive:
        return "Keys do not reach Reprise at the laptop."
    if view.course.press is not None:
        return "A key of the treadmill is to be pressed; the laptop says which."
    return ""


def _phase(view: View) -> News:  # one arm for each phase
    match view.phase.name:
        case "running" | "walking out":
            return _driven(view)
        case "countdown":
            left = f"{max(1, seconds_until(view.phase.until, view.now))}"
            return News(word="BEGINS IN", time=left, note="Any key at the laptop calls it off.")
        case "starting":
            return News(word="STARTS", note="Start was sent. Waiting for the belt.")
        case "stopping":
            still = "" if view.still_in is None else f" Still in about {view.still_in} s."
            return News(word="STOPPING", note=f"Hold the rail.{still}")
        case "paused":
            gone = clock_time(view.now - view.phase.since)
            return News(word="PAUSED", time=gone, note="The belt is still.")
        case "still":
            return News(word="READY", note="The belt stands. It is started at the laptop only.")
        case _:
            return News(note="Connecting to the treadmill.")


def _driven(view: View) -> News:
    left = view.left
    faster, following = view.faster_in, view.following
    return News(
        "run" if view.running else "walk",
        "RUN" if view.running else "WALK",
        time="" if left is None else remaining(left),
        # That a question follows may tell that something was noted.
        then="" if following is None else f"then {part_name(view, following).partition(',')[0]}",
        note="" if faster is None else f"FASTER IN {faster}",
    )
