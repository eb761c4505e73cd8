"""The sentences that several screens share."""

from __future__ import annotations

from typing import Final, NamedTuple

from controller.records.seen import JOG_FLOOR, Part
from controller.records.view import View
from controller.settings.speeds import on_console, shown, speed_words
from controller.settings.values import USUAL, Settings, Units
from controller.tui.drawing.ink import Line, Span, width_of, words, wrapped
from protocols.units import SECOND, clock_time


class Ui(NamedTuple):
    """What the front end itself remembers: nothing that the belt depends on."""

    ticks: int = 0
    help: bool = False
    sound: bool = True
    heard: bool = False
    """A person has silenced the alarm that stands."""
    hint: str = ""
    replay: str = ""
    """What stands in the first line of a replay; empty in a session."""
    settings: Settings = USUAL
    trouble: str = ""
    """What is wrong with the file of settings; empty if nothing is."""

    page: tuple[str, ...] = ()
    """The URL of the remote page and the lines of its code; empty if none is served."""

    @property
    def units(self) -> Units:
        """What speeds are shown in."""
        return self.settings.units


def seconds_until(until: int | None, now: int) -> int:
    """Return the seconds that are left, begun ones counted."""
    return 0 if until is None else max(0, -((now - until) // SECOND))


def remaining(span: int) -> str:
    """Return what is left as minutes and seconds, begun ones counted."""
    return clock_time(-(-span // SECOND) * SECOND)


def interval_name(view: View) -> str:
    """Return which interval it is: "RUN 2 OF 5"."""
    each = view.course.interval
    if each is None:
        return ""
    if each.role != "work":
        return each.role.upper()
    planned = "RUN" if each.gait == "run" else "WALK"
    gait = planned
    if view.phase.name in ("running", "walking out"):
        gait = "RUN" if view.running else "WALK"
    # A run that is walked is counted as neither.
    return f"{gait} {each.number} OF {each.of}" if each.of and gait == planned else gait


def part_name(view: View, part: Part) -> str:
    """Return the next part of the plan in words, with its question."""
    held = view.belt.ceiling is not None and view.belt.ceiling < JOG_FLOOR
    runs = view.phase.name in ("running", "paused") and not held
    gait = "RUN" if part.gait == "run" and runs else "WALK"
    told = part.gait == "walk" and bool(view.course.noted)  # then every walk asks
    asks = ", and one question" if part.asks or told else ""
    return f"{gait} {clock_time(part.duration)}{asks}"


_NARROW: Final = 80
"""Every terminal has so many columns."""


def belt_line(view: View, settings: Settings) -> Line:
    """Return what the belt does, what was asked of it and was planned, and what the runner does."""
    told = _belt_told(view, settings, brief=False)
    if len(told) > _NARROW:
        told = _belt_told(view, settings, brief=True)
    if len(told) > _NARROW:
        # A number that is cut reads as another one.
        told = _belt_told(view, settings._replace(cadence_target=None), brief=True)
    return words(told)


def _belt_told(view: View, settings: Settings, *, brief: bool) -> str:
    """Return the line; in brief without what another part of it or of the screen says, too."""
    belt, planned, units = view.belt, view.planned, settings.units
    # What a hand is told may be left undone: it is no target of the treadmill's.
    asked = "told" if by_hand(view) else "target"
    parts = [f"   belt {speed_words(belt.speed, units)}", f"{asked} {shown(belt.target, units)}"]
    if planned is not None and not (brief and planned == belt.target):
        parts.append(f"plan {shown(planned, units)}")
    parts.append(steps_words(view, settings.cadence_target, brief=brief))
    if belt.heart.source:
        parts.append(f"heart {'--' if belt.heart.rate is None else belt.heart.rate}")
    return "   ".join(parts)


def steps_words(view: View, target: int | None, *, brief: bool) -> str:
    """Return the cadence and what gait it is; a question mark says that it may be strides.

    Args:
        view: what is known.
        target: what the runner wants to be reminded of; None: nothing.
        brief: without the gait.
    """
    steps = view.belt.steps
    if steps.unit == "implausible":
        return "cadence implausible"
    cadence = "--" if steps.cadence is None else str(steps.cadence)
    gait = f", {steps.gait}" if steps.gait in ("run", "walk") and not brief else ""
    aim = "" if target is None else f" of {target}"
    return f"{cadence}{aim} steps/min{'?' if steps.unit == 'assumed' else ''}{gait}"


def sensors_words(view: View, *, live: bool) -> str:
    """Return which of the runner's sensors are there, or which are not."""
    names = ", ".join(each.name for each in view.sensors if each.live is live)
    word = "Connected" if live else "NOT HERE, being looked for"
    return f"{word}: {names}" if names else ""


NO_JOURNAL: Final = "No whole journal is kept.  The session goes on."
NOT_AWAKE: Final = "Sleep and the screen lock are NOT held off: keep the computer awake."


def head_line(view: View, ui: Ui, width: int) -> tuple[Line, Line]:
    """Return the left and the right of the first line; what is not real says so first."""
    left: list[Span] = [Span(" ")]
    if ui.replay:
        left += [Span(f" REPLAY {ui.replay} ", "key"), Span(" ")]
    about = view.about
    if about is None:
        return words(*left, Span("Reprise", "strong")), ()
    if about.simulated:
        left += [Span(" SIMULATED ", "key"), Span(" ")]
    if about.control.manual:
        left += [Span(" BY HAND ", "key"), Span(" ")]
    name = about.title or about.plan
    left += [
        Span(f"level {about.level}{f' of {about.levels}' if about.levels else ''}", "strong"),
        Span("   "),
        Span(interval_name(view), "strong"),
    ]
    if view.course.interval is None:
        right = words(Span(f"{about.machine}  ", "dim"))
        room = width - width_of(words(*left)) - width_of(right) - 1
        left.append(Span(_whole_words(name, room), "dim"))
        return words(*left), right
    told = f"done {clock_time(view.position)}   left {remaining(view.remaining)}  "
    return words(*left), words(Span(told, "strong"))


def _whole_words(text: str, room: int) -> str:
    """Return a title, or as many of its first words as there is room for."""
    if len(wrapped(text, room)) <= 1:
        return text
    return f"{wrapped(text, room - 1)[0].rstrip(',:;')}…"


def by_hand(view: View) -> bool:
    """Return whether Reprise says what to press, and the runner presses."""
    return view.about is not None and view.about.control.manual


def stoppable(view: View) -> bool:
    """Return whether the belt can be asked to stop from here."""
    return view.about is None or view.about.control.stops


def comes_to_a_stop(view: View) -> str:
    """Return what a stop is here, in words: nothing is promised that cannot be sent."""
    return "the belt comes to a stop" if stoppable(view) else "stop it at its console"


_SAID: Final = {
    "start": "PRESS START ON THE TREADMILL, at its lowest speed.",
    "stop": "PRESS STOP ON THE TREADMILL.",
}


def press_words(view: View, units: Units) -> str:
    """Return what the runner is to press on the treadmill; empty if there is nothing."""
    press = view.course.press
    if press is None:
        return ""
    if press.key in _SAID:
        return _SAID[press.key]
    sign = "+" if press.key == "faster" else "-"
    reads = on_console(press.speed or 0, units, miles=in_miles(view))
    return f"PRESS {sign} ON THE TREADMILL until it shows {reads}."


def press_in_short(view: View, units: Units) -> str:
    """Return the same for a line that something else stands in."""
    press = view.course.press
    if press is None or press.key in _SAID:
        return press_words(view, units)
    return _press(view, press.speed or 0, units, faster=press.key == "faster")


def to_press(view: View, speed: int, units: Units) -> str:
    """Return what is to be pressed when a speed comes next; nothing if the belt has it.

    Small letters: it is not yet time, and PRESS stands on a screen only when it is.
    """
    now = view.course.interval
    if now is None or now.speed == speed:
        return ""
    return _press(view, speed, units, faster=speed > now.speed).lower()


def _press(view: View, speed: int, units: Units, *, faster: bool) -> str:
    reads = on_console(speed, units, miles=in_miles(view))
    return f"PRESS {'+' if faster else '-'} to {reads}"


def in_miles(view: View) -> bool:
    """Return whether this treadmill was seen to count in miles."""
    return view.about is not None and view.about.control.miles
