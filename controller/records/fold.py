"""The fold that makes a View: of records, and of nothing else.

``view = fold(view, record)`` for every record, from `View()` on. A live session, a journal and a
replay make the same View. No record that a session writes can make it raise, in whatever order:
a kind that is new, and a field that an older journal lacks, are left out. A file may hold anything:
its reader looks for a `KeyError` and its like (`reprise replay`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from controller.records.answers import ANSWERS, members_of
from controller.records.asides import ASIDES, confirm
from controller.records.format import HEADER, MAY_MOVE, OUTPUT, WATCH, Record
from controller.records.referral import kin_of
from controller.records.reviews import review_line
from controller.records.seen import (
    NEAR,
    About,
    Before,
    Control,
    Course,
    Ended,
    Faster,
    Heart,
    Interval,
    Part,
    Past,
    Phase,
    Policy,
    Press,
    Stop,
    Words,
)
from controller.records.speeds import SPEEDS
from controller.records.told import Answers, Place
from controller.records.view import View
from controller.words.reasons import UNWELL
from protocols.units import SECOND

POINTS: Final = 240
"""How many past belt speeds are kept, spread over the whole plan; one for each cell of a strip."""
_UNITS: Final = ("assumed", "implausible")


def fold(view: View, record: Record) -> View:
    """Return the view with one more record in it."""
    io, number, now = record.get("io"), view.number, view.now
    if io != WATCH:
        number = record.get("n", number)
    view = view._replace(number=number, now=max(now, record.get("t", now)))
    folds = _FOLDS.get((str(io), str(record.get("kind"))))
    return view if folds is None else folds(view, record)


def _header(view: View, record: Record) -> View:
    setup = record.get("setup", {})
    speeds = setup.get("speed_range") or (0, 0, 0)
    kind, why = str(setup.get("control", "full")), str(record.get("manual") or "")
    drill = bool(setup.get("drill")) and kind == "full"
    miles = bool((setup.get("known") or {}).get("mph"))
    control = Control(kind, why, max(NEAR, speeds[2]), drill, miles, _way_down(setup))
    about = About(
        plan=str(record.get("plan", "")),
        level=record.get("level", 0),
        levels=record.get("levels", 0),
        title=str(record.get("title") or ""),
        simulated=str(record.get("simulated") or ""),
        machine=str(record.get("machine", {}).get("name", "")),
        slowest=speeds[0],
        fastest=min(speeds[1], setup.get("cap", speeds[1])),
        parts=tuple(
            Part(each["gait"], each["role"], each["duration"], each["speed"], each["asks"])
            for each in setup.get("program", {}).get("segments", ())
        ),
        places=tuple(
            Place(
                each["id"],
                each["letter"],
                each["name"],
                each.get("hint", ""),
                members_of(each.get("members", [])),
            )
            for each in record.get("places", ())
        ),
        control=control,
        policy=Policy(str((record.get("policy") or {}).get("id", "")), kin_of(record)),
    )
    # A successor's header begins the time anew; what was noted, and who watches, stays.
    now = record.get("t", 0)
    return View(
        number=record.get("n", 0),
        now=now,
        about=about,
        phase=Phase("still", "", now),
        course=Course(noted=view.course.noted, refers=view.course.refers),
        answers=Answers(unwell=view.answers.unwell, before=len(view.course.noted)),
        opening=view.opening._replace(before=before_of(record), review=review_line(record)),
        host=view.host,
        watch=view.watch,
    )


def _way_down(setup: Record) -> int | None:
    """Return how long the belt takes to stand, by what was learnt (`core.stopping.rest_due`)."""
    known = setup.get("known") or {}
    rate, segments = known.get("deceleration"), setup.get("program", {}).get("segments", ())
    if not rate or not segments:
        return None
    fastest = max(each["speed"] for each in segments)
    return int((known.get("lead") or 0) + fastest * SECOND // rate)


def before_of(header: Record) -> Before:
    """Return what a header says is to be known before the belt moves."""
    told = header.get("before") or {}
    return Before(told.get("incline"), told.get("effort"), str(told.get("note") or ""))


def _standing(view: View, _record: Record) -> View:
    return view._replace(opening=view.opening._replace(standing=True))


def _not_started(view: View, record: Record) -> View:
    return view._replace(opening=view.opening._replace(not_started=record["because"]))


def _phase(view: View, record: Record) -> View:
    phase = Phase(record["phase"], record.get("was", ""), view.now, record.get("until"))
    course = view.course
    if phase.name in ("paused", "still", "running") and course.stop is not None:
        course = course._replace(stop=None)  # a pause that is over was no stop
    if phase.name not in ("running", "walking out"):
        course = course._replace(faster=None, question=None)
        if course.interval is not None and course.interval.until is None:
            course = course._replace(interval=course.interval._replace(until=view.now))
    if phase.name == "walking out":
        course = course._replace(faster=None)
    if phase.name in ("still", "paused", "ended"):
        course = course._replace(press=None)
    belt = view.belt._replace(target=None) if phase.name == "starting" else view.belt
    if phase.name not in MAY_MOVE:
        belt = belt._replace(stops_at=None)
    if phase.name not in ("running", "walking out"):
        belt = belt._replace(changed=None, steps=belt.steps._replace(held=False))
    opening = view.opening._replace(not_started=None)
    return view._replace(phase=phase, course=course, opening=opening, belt=belt)


def _segment(view: View, record: Record) -> View:
    before = view.course.interval
    counting = record["counting"]
    index = record.get("index")
    if index is None:  # journals from before the index was told
        begun = before is None or not counting or before.counts_from is not None
        index = (-1 if before is None else before.part) + begun
    again = before is not None and counting and before.counts_from is None
    interval = Interval(
        gait=record["gait"],
        role=record["role"],
        number=record.get("number", 0),
        of=record.get("of", 0),
        duration=record["duration"],
        speed=record["speed"],
        part=index,
        detour=bool(record.get("detour", record["role"] == "going on")),
        since=before.since if again and before is not None else view.now,
        counts_from=view.now if counting else None,
        began=before.began if again and before is not None else view.position,
        words=_words(
            record, before if again and before is not None and before.part == index else None
        ),
    )
    faster = view.course.faster
    # The 3-2-1 before the first ramp begins at the very moment at which its walk does.
    new = faster is not None and faster.at == view.now
    if not again and not (not counting and (before is None or new)):
        faster = None
    asked = view.course.walk_asked and not (interval.gait == "run" and not interval.detour)
    press = view.course.press
    if counting and press is not None and press.key == "faster":
        press = None  # it was not set, and the interval counts all the same
    course = view.course._replace(interval=interval, faster=faster, walk_asked=asked, press=press)
    return view._replace(course=course)


def _words(record: Record, before: Interval | None) -> Words:
    """Return what an interval brings, or has brought: it is told once, as the interval begins."""
    usual = Words() if before is None else before.words
    return Words(str(record.get("cue", usual.cue)), str(record.get("note", usual.note)))


def _announce(view: View, record: Record) -> View:
    faster = Faster(view.now, record["seconds"], record["speed"])
    return view._replace(course=view.course._replace(faster=faster))


def _target(view: View, record: Record) -> View:
    belt, course = view.belt, view.course
    # Before the first target of a start the belt goes as slowly as it can.
    stood = (belt.speed or 0) if belt.target is None else belt.target
    if record["speed"] > stood and course.faster is not None:
        course = course._replace(faster=None)
    return view._replace(belt=belt._replace(target=record["speed"]), course=course)


def _ceiling(view: View, record: Record) -> View:
    speed = record["speed"]
    belt = view.belt._replace(ceiling=speed, held_by=record["because"])
    course = view.course
    if course.interval is not None:
        slower = min(course.interval.speed, speed)
        course = course._replace(interval=course.interval._replace(speed=slower))
    return view._replace(belt=belt, course=course)


def _belt(view: View, record: Record) -> View:
    belt, counter, distance = view.belt, record.get("distance"), view.belt.distance
    first = counter if belt.counter is None else belt.counter
    if counter is not None and first is not None:
        distance = max(0, counter - first)
    belt = belt._replace(
        speed=record["speed"],
        steps=belt.steps._replace(
            cadence=record.get("cadence"),
            unit=next((each for each in _UNITS if record.get(f"cadence_{each}")), ""),
        ),
        heart=Heart(record.get("heart_rate"), "heart_rate" in record),
        distance=distance,
        counter=first,
    )
    past = _past(view, record["speed"])
    return _pressed(view._replace(belt=belt, past=past))


def _press(view: View, record: Record) -> View:
    press = Press(record["key"], record.get("speed"), view.now)
    return view._replace(course=view.course._replace(press=press))


def _pressed(view: View) -> View:
    """Return the view without what was to be pressed, if the belt shows that it was."""
    press, speed, about = view.course.press, view.belt.speed, view.about
    if press is None or speed is None or about is None:
        return view
    wanted = press.speed or 0
    done = {
        "start": speed > 0,
        # A start that was pressed just before may still come.
        "stop": speed == 0 and "starting" not in (view.phase.name, view.phase.was),
        "faster": speed >= wanted - about.control.near,
        "slower": speed <= wanted + about.control.near,
    }
    return view._replace(course=view.course._replace(press=None)) if done.get(press.key) else view


def _past(view: View, speed: int) -> tuple[Past, ...]:
    """Keep a speed for each cell that the strip has, the last one that was seen in it."""
    about, past = view.about, view.past
    if about is None or view.course.interval is None or not view.may_move:
        return past
    position = view.position
    apart = max(1, about.whole // POINTS)
    if past and position - past[-1].position < apart:
        return past
    return (*past, Past(position, speed))[-POINTS:]


def _stop(view: View, record: Record) -> View:
    stop = Stop(record["because"], record.get("cause", ""), view.now)
    refers = view.course.refers or record.get("outcome") == "stopped_and_refer"
    unwell = view.answers.unwell or stop.because == UNWELL
    return view._replace(
        course=view.course._replace(stop=stop, faster=None, question=None, refers=refers),
        answers=view.answers._replace(unwell=unwell),
    )


def _unwell(view: View, _record: Record) -> View:
    """The unwell key, behind a stop that was asked for before, or behind the end."""
    stop = view.course.stop
    stop = Stop(UNWELL, "rule", view.now) if stop is None else stop._replace(because=UNWELL)
    # The diary reads the journal of the session, and none of a controller that took over.
    lost = view.watch.successor and not view.answers.unwell
    watch = view.watch._replace(unkept=view.watch.unkept or lost)
    return view._replace(
        watch=watch,
        course=view.course._replace(stop=stop),
        answers=view.answers._replace(unwell=True, given=()),
    )


def _unkept(view: View, record: Record) -> View:
    """The unwell key, when the session's process has gone: only the screen has heard it."""
    return _unwell(view, record)._replace(watch=view.watch._replace(unkept=True))


def _announce_stop(view: View, record: Record) -> View:
    stops_at = view.now + record["seconds"] * SECOND
    return view._replace(belt=view.belt._replace(stops_at=stops_at))


def _stop_ahead(view: View, record: Record) -> View:
    return view._replace(belt=view.belt._replace(stops_at=record["until"]))


def _time_to_still(view: View, record: Record) -> View:
    stop = view.course.stop
    if stop is None:
        return view
    stop = stop._replace(still_by=record["until"])
    return view._replace(course=view.course._replace(stop=stop))


def _stop_seen(view: View, _record: Record) -> View:
    return view._replace(belt=view.belt._replace(stop_seen=True))


def _alarm(view: View, record: Record) -> View:
    return view._replace(course=view.course._replace(alarm=record["because"]))


def _alarm_over(view: View, _record: Record) -> View:
    return view._replace(course=view.course._replace(alarm=None))


def _ended(view: View, record: Record) -> View:
    ended = Ended(
        record["outcome"],
        record.get("cause", ""),
        record["because"],
        record.get("confirmed", False),
        record.get("ran", 0),
        view.now,
        record.get("cut", 0),
        bool(record.get("console")),
    )
    refers = view.course.refers or ended.outcome == "stopped_and_refer"
    return view._replace(
        course=view.course._replace(ended=ended, faster=None, question=None, refers=refers)
    )


def _walk_asked(view: View, _record: Record) -> View:
    return view._replace(course=view.course._replace(walk_asked=True))


def _console(view: View, record: Record) -> View:
    ended = view.course.ended
    if ended is None:
        return view
    ended = ended._replace(console=record["has"], confirmed=record["stands"])
    return view._replace(course=view.course._replace(ended=ended))


def _confirmed(view: View, _record: Record) -> View:
    return confirm(view)


_FOLDS: Final[dict[tuple[str, str], Callable[[View, Record], View]]] = {
    **ASIDES,
    **ANSWERS,
    **SPEEDS,
    (HEADER, "session"): _header,
    (OUTPUT, "standing"): _standing,
    (OUTPUT, "not_started"): _not_started,
    (OUTPUT, "phase"): _phase,
    (OUTPUT, "segment"): _segment,
    (OUTPUT, "announce"): _announce,
    (OUTPUT, "target"): _target,
    (OUTPUT, "press"): _press,
    (OUTPUT, "ceiling"): _ceiling,
    (OUTPUT, "belt"): _belt,
    (OUTPUT, "stop"): _stop,
    (OUTPUT, "unwell"): _unwell,
    (WATCH, "unwell"): _unkept,
    (WATCH, "signs"): ANSWERS[OUTPUT, "signs"],
    (OUTPUT, "announce_stop"): _announce_stop,
    (OUTPUT, "drill"): _stop_ahead,
    (OUTPUT, "timed_stop"): _stop_ahead,
    (OUTPUT, "time_to_still"): _time_to_still,
    (OUTPUT, "stop_seen"): _stop_seen,
    (OUTPUT, "alarm"): _alarm,
    (OUTPUT, "alarm_over"): _alarm_over,
    (OUTPUT, "ended"): _ended,
    (OUTPUT, "walk_asked"): _walk_asked,
    (OUTPUT, "confirmed"): _confirmed,
    (OUTPUT, "console"): _console,
}
