"""The sentences that several screens share."""

from __future__ import annotations

from typing import Final, NamedTuple

from controller.records.seen import JOG_FLOOR, Noted, Part
from controller.records.view import View
from controller.tui.ink import Line, Span, choices, words
from protocols.units import SECOND, clock_time, kmh

STRENGTHS: Final = {1: "a little", 2: "clear", 3: "strong", 4: "too much"}

_ACTIONS: Final = {
    "note": "Noted, nothing changes.",
    "cue": "Breathe out and let go. Stand tall.",
    "slow": "A little slower from now on.",
    "walk": "Walking now.",
    "walk to the end": "Walking to the end. No more running today.",
    "walk then stop and refer": "Walking for 3 min, then it is over. See a clinician.",
    "stop": "Stop now.",
    "stop and refer": "Stop now. Please see a clinician before another session.",
}


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


def seconds_until(until: int | None, now: int) -> int:
    """Return the seconds that are left, begun ones counted."""
    return 0 if until is None else max(0, -((now - until) // SECOND))


def remaining(span: int) -> str:
    """Return what is left as minutes and seconds, begun ones counted."""
    return clock_time(-(-span // SECOND) * SECOND)


def speed_words(speed: int | None) -> str:
    """Return a speed to 0.1 km/h, or dashes where nothing is known.

    It is rounded up: a belt that creeps is not shown as one that stands.
    """
    return "--" if speed is None else kmh(-(-speed // 10) * 10)


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
    asks = ", and one question" if part.asks else ""
    return f"{gait} {clock_time(part.duration)}{asks}"


def action_words(action: str) -> str:
    """Return what follows from a symptom, as a runner reads it."""
    return _ACTIONS.get(action.replace("_", " "), action.replace("_", " "))


def noted_line(view: View) -> Line:
    """Return the symptom that was noted last and what follows from it."""
    if not view.course.noted:
        return ()
    noted: Noted = view.course.noted[-1]
    fresh = view.now - noted.at < 6 * SECOND
    action = action_words(noted.action)
    what = f"{noted.label}, {noted.words}" if noted.words else noted.label
    style = "strong" if fresh else "dim"
    return words("   ", Span("NOTED  ", style), Span(f"{what}.  {action}", style))


def _planned(view: View) -> int | None:
    each, about = view.course.interval, view.about
    if each is None or about is None or not 0 <= each.part < len(about.parts):
        return None
    return each.speed if each.detour else about.parts[each.part].speed


def belt_line(view: View) -> Line:
    """Return what the belt does, what was asked of it and was planned, and what the runner does."""
    belt, planned = view.belt, _planned(view)
    parts = [f"   belt {speed_words(belt.speed)} km/h", f"target {speed_words(belt.target)}"]
    if planned is not None:
        parts.append(f"plan {kmh(planned)}")
    parts.append(steps_words(view))
    if belt.has_heart:
        parts.append(f"heart {'--' if belt.heart_rate is None else belt.heart_rate}")
    return words("   ".join(parts))


def steps_words(view: View) -> str:
    """Return the cadence; a question mark says that it may be strides."""
    belt = view.belt
    if belt.unit == "implausible":
        return "cadence implausible"
    steps = "--" if belt.cadence is None else str(belt.cadence)
    return f"{steps} steps/min{'?' if belt.unit == 'assumed' else ''}"


def sensors_words(view: View, *, live: bool) -> str:
    """Return which of the runner's sensors are there, or which are not."""
    names = ", ".join(each.name for each in view.sensors if each.live is live)
    word = "Connected" if live else "NOT HERE, being looked for"
    return f"{word}: {names}" if names else ""


def held_line(view: View) -> Line:
    """Return who or what holds the belt below the plan, if anything does."""
    ceiling, planned = view.belt.ceiling, _planned(view)
    if ceiling is None or planned is None or ceiling >= planned:
        return ()
    return words("   ", Span(f"HELD at {kmh(ceiling)} km/h: {view.belt.held_by}", "strong"))


NO_JOURNAL: Final = "No whole journal is kept.  The session goes on."
NOT_AWAKE: Final = "Sleep and the screen lock are NOT held off: keep the computer awake."


def head_line(view: View, ui: Ui) -> tuple[Line, Line]:
    """Return the left and the right of the first line; what is not real says so first."""
    left: list[Span] = [Span(" ")]
    if ui.replay:
        left += [Span(f" REPLAY {ui.replay} ", "key"), Span(" ")]
    about = view.about
    if about is None:
        return words(*left, Span("Reprise", "strong")), ()
    if about.simulated:
        left += [Span(" SIMULATED ", "key"), Span(" ")]
    name = about.title or about.plan
    left += [
        Span(f"level {about.level}{f' of {about.levels}' if about.levels else ''}", "strong"),
        Span("   "),
        Span(interval_name(view), "strong"),
    ]
    if view.course.interval is None:
        left.append(Span(name, "dim"))
        return words(*left), words(Span(f"{about.machine}  ", "dim"))
    done, whole = view.position, about.whole
    told = f"done {clock_time(done)}   left {remaining(whole - done)}  "
    return words(*left), words(Span(told, "strong"))


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


def press_words(view: View) -> str:
    """Return what the runner is to press on the treadmill; empty if there is nothing."""
    press = view.course.press
    if press is None:
        return ""
    if press.key in _SAID:
        return _SAID[press.key]
    sign = "+" if press.key == "faster" else "-"
    return f"PRESS {sign} ON THE TREADMILL until it shows {kmh(press.speed or 0)} km/h."


def moving_keys(view: View) -> list[Line]:
    """Return the keys of the run screen with what they do."""
    walk = "walk to the end" if view.course.walk_asked else "walk"
    unwell = "unwell: belt stops" if stoppable(view) else "unwell: stop now"
    return [
        choices(("S", "something is wrong - we walk first, then you tell"), ("W", walk)),
        choices(("U", unwell), ("P", "pause"), ("M", "sound"), ("?", "keys")),
    ]


HELP: Final[tuple[tuple[str, str], ...]] = (
    ("SPACE  PAGE UP  PAGE DOWN  END", "stop the belt"),
    ("CTRL-C/D/Z  the bar  a flat hand", "stop the belt"),
    ("S", "something is wrong: walk first, then tell"),
    ("U", "unwell: the belt comes to a stop"),
    ("W", "walk now; again: walk to the end"),
    ("P", "pause; G goes on with a walk"),
    ("M   ?", "sound off and on; these keys away"),
)


_NO_STOP: Final = "end the session: press the treadmill's stop"


def help_lines(view: View) -> list[Line]:
    """Return the keys with what they do."""
    told = HELP
    if not stoppable(view):
        told = tuple((keys, _NO_STOP if "stop" in does else does) for keys, does in HELP)
    return [words("   ", Span(f"{keys:<34}", "strong"), Span(does)) for keys, does in told]
