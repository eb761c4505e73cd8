"""The sentences that several screens share."""

from __future__ import annotations

from typing import Final, NamedTuple

from controller.records.seen import JOG_FLOOR, Part
from controller.records.view import View
from controller.settings.speeds import NOT_KNOWN, on_console, shown, speed_words
from controller.settings.values import USUAL, Settings, Units
from controller.tui.drawing.ink import Line, Span, width_of, words, wrapped
from controller.words.catalogue import tr
from protocols.units import SECOND, clock_time


class Given(NamedTuple):
    """What the wiring gives a session's screen to say."""

    trouble: str = ""
    """What is wrong with the file of settings, in a sentence; empty if nothing is."""
    page: tuple[str, ...] = ()
    """The URL of the remote page and the lines of its code; empty if none is served."""
    emergency: str = ""
    """The emergency number of her country; empty if it is not known."""


NOTHING_GIVEN: Final = Given()


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
    page: tuple[str, ...] = ()
    emergency: str = ""
    """These three as `Given` has them."""

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


_ROLES: Final = {
    "warm-up": tr("WARM-UP"),
    "cool-down": tr("COOL-DOWN"),
    "going on": tr("GOING ON"),
}
_GAITS: Final = {"run": tr("run"), "walk": tr("walk")}


def interval_name(view: View) -> str:
    """Return which interval it is: "RUN 2 OF 5"."""
    each = view.course.interval
    if each is None:
        return ""
    if each.role != "work":
        return _ROLES.get(each.role) or each.role.upper()
    planned = each.gait == "run"
    runs = view.running if view.phase.name in ("running", "walking out") else planned
    # A run that is walked is counted as neither.
    if not each.of or runs is not planned:
        return tr("RUN") if runs else tr("WALK")
    told = tr("RUN {n} OF {all}") if runs else tr("WALK {n} OF {all}")
    return told.format(n=each.number, all=each.of)


def is_run(view: View, part: Part) -> bool:
    """Return whether the next part of the plan is run, as things stand."""
    held = view.belt.ceiling is not None and view.belt.ceiling < JOG_FLOOR
    return part.gait == "run" and view.phase.name in ("running", "paused") and not held


def part_in_short(view: View, part: Part) -> str:
    """Return the next part of the plan in words: "RUN 2:00"."""
    told = tr("RUN {time}") if is_run(view, part) else tr("WALK {time}")
    return told.format(time=clock_time(part.duration))


def part_name(view: View, part: Part) -> str:
    """Return the next part of the plan in words, and whether it asks (the talk test, too)."""
    told = part_in_short(view, part)
    noted = part.gait == "walk" and bool(view.course.noted)  # then every walk asks
    return tr("{part}, with questions").format(part=told) if part.asks or noted else told


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
    if view.phase.name == "walking out" and planned is not None and planned >= JOG_FLOOR:
        planned = None  # running is over: that speed does not come any more
    # What a hand is told may be left undone: it is no target of the treadmill's.
    asked = tr("told {speed}") if by_hand(view) else tr("target {speed}")
    parts = [
        tr("belt {speed}").format(speed=speed_words(belt.speed, units)),
        asked.format(speed=shown(belt.target, units)),
    ]
    if planned is not None and not (brief and planned == belt.target):
        parts.append(tr("plan {speed}").format(speed=shown(planned, units)))
    parts.append(steps_words(view, settings.cadence_target, brief=brief))
    if belt.heart.source:
        rate = NOT_KNOWN if belt.heart.rate is None else belt.heart.rate
        parts.append(tr("heart {rate}").format(rate=rate))
    return "".join(f"   {part}" for part in parts)


def steps_words(view: View, target: int | None, *, brief: bool) -> str:
    """Return the cadence and what gait it is; a question mark says that it may be strides.

    Args:
        view: what is known.
        target: what the runner wants to be reminded of; None: nothing.
        brief: without the gait.
    """
    steps = view.belt.steps
    if steps.unit == "implausible":
        return tr("cadence implausible")
    cadence = NOT_KNOWN if steps.cadence is None else str(steps.cadence)
    if target is not None:
        cadence = tr("{n} of {all}").format(n=cadence, all=target)
    told = tr("{cadence} steps/min").format(cadence=cadence)
    told += "?" if steps.unit == "assumed" else ""
    # What may be strides says nothing of a gait: half of a run's steps are a walk's.
    gait = "" if brief or steps.unit == "assumed" else _GAITS.get(steps.gait)
    return f"{told}, {gait}" if gait else told


def sensors_words(view: View, *, live: bool) -> str:
    """Return which of the runner's sensors are there, or which are not."""
    names = ", ".join(each.name for each in view.sensors if each.live is live)
    told = tr("Connected: {names}") if live else tr("NOT HERE, being looked for: {names}")
    return told.format(names=names) if names else ""


NO_JOURNAL: Final = tr("No whole journal is kept.  The session goes on.")
NOT_AWAKE: Final = tr("Sleep and the screen lock are NOT held off: keep the computer awake.")


def head_line(view: View, ui: Ui, width: int) -> tuple[Line, Line]:
    """Return the left and the right of the first line; what is not real says so first."""
    left: list[Span] = [Span(" ")]
    if ui.replay:
        left += _tag(" ".join((tr("REPLAY"), ui.replay)))
    about = view.about
    if about is None:
        return words(*left, Span("Reprise", "strong")), ()
    if about.simulated:
        left += _tag(tr("SIMULATED"))
    if about.control.manual:
        left += _tag(tr("BY HAND"))
    name = about.title or about.plan
    level = tr("level {n} of {all}") if about.levels else tr("level {n}")
    left += [
        Span(level.format(n=about.level, all=about.levels), "strong"),
        Span("   "),
        Span(interval_name(view), "strong"),
    ]
    if view.course.interval is None:
        right = words(Span(f"{about.machine}  ", "dim"))
        room = width - width_of(words(*left)) - width_of(right) - 1
        left.append(Span(_whole_words(name, room), "dim"))
        return words(*left), right
    told = tr("at {done}   left {left}").format(
        done=clock_time(view.position), left=remaining(view.remaining)
    )
    return words(*left), words(Span(f"{told}  ", "strong"))


def _tag(text: str) -> list[Span]:
    return [Span(f" {text} ", "key"), Span(" ")]


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


_SAID: Final = {
    "start": tr("PRESS START ON THE TREADMILL, at its lowest speed."),
    "stop": tr("PRESS STOP ON THE TREADMILL."),
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
    told = tr("PRESS {sign} ON THE TREADMILL until it shows {speed}.")
    return told.format(sign=sign, speed=reads)


def press_in_short(view: View, units: Units) -> str:
    """Return the same for a line that something else stands in."""
    press = view.course.press
    if press is None or press.key in _SAID:
        return press_words(view, units)
    told = tr("PRESS {sign} to {speed}")
    return _press(told, view, press.speed or 0, units, faster=press.key == "faster")


def to_press(view: View, speed: int, units: Units) -> str:
    """Return what is to be pressed when a speed comes next; nothing if the belt has it.

    Small letters: it is not yet time, and PRESS stands on a screen only when it is.
    """
    now = view.course.interval
    if now is None or now.speed == speed:
        return ""
    return _press(tr("press {sign} to {speed}"), view, speed, units, faster=speed > now.speed)


def _press(told: str, view: View, speed: int, units: Units, *, faster: bool) -> str:
    reads = on_console(speed, units, miles=in_miles(view))
    return told.format(sign="+" if faster else "-", speed=reads)


def in_miles(view: View) -> bool:
    """Return whether this treadmill was seen to count in miles."""
    return view.about is not None and view.about.control.miles
