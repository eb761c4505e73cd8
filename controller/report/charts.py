"""The pictures of a report. Shapes and dashes tell things apart, never a colour alone."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

import numpy as np
from markupsafe import Markup

from controller.coach.chronicle.values import MINUTE, Entry, Felt, minutes
from controller.report.scales import Days, Scale, staircase
from controller.report.svg import line, mark, picture, tag, text
from controller.settings.speeds import as_speed, per_hour, speed_words, unit_word
from controller.words.catalogue import tr
from controller.words.days import short_day_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from controller.coach.chronicle.values import Chronicle
    from controller.records.trace import Trace
    from controller.settings.values import Units

WIDE: Final = 700
_LEFT: Final = 34
_RIGHT: Final = 8
SHAPES: Final = {
    "run": ("circle", "full"),
    "walk": ("circle", "open"),
    "warm-up": ("triangle", "open"),
    "after": ("square", "open"),
}
"""Where a symptom was noted."""
_SIZES: Final = (("too much", 6.0), ("strong", 5.4), ("clear", 4.4))
_BIN_MIN: Final = 5
_MOST_NAMED: Final = 12
_THICKEST: Final = 4.0
_COLUMNS: Final = 170
_MS: Final = 1000


def course(chronicle: Chronicle, plan: str) -> Markup:
    """Return level and minutes of running, session by session."""
    days = _days(chronicle, _LEFT)
    runs = [each for each in chronicle.entries if each.has_runs]
    own = [each for each in runs if each.plan == plan]
    level = Scale(0, max((each.level for each in own), default=1) + 1, 112, 16)
    thick = days.width(_THICKEST)
    longest = max((max(each.ran_s, each.planned_run_s) for each in runs), default=0)
    running = Scale(0, max(longest / MINUTE, 1), 218, 138)
    parts = [
        *_across(days, 16, 218),
        *_up(level, tr("level"), whole=True),
        *_up(running, tr("min running")),
        *_levels(own, days, level),
    ]
    for each in chronicle.entries:
        x = days.at(each.on)
        if not each.has_runs:
            parts.append(mark("diamond", x, running.start - 4, 3, "open"))
            continue
        planned, ran = running.at(each.planned_run_s / MINUTE), running.at(each.ran_s / MINUTE)
        if each.ran_s < each.planned_run_s:
            parts.append(_bar(x, planned, running.start, thick, "planned"))
        parts.append(_bar(x, ran, running.start, thick, "ran"))
    told = (
        tr("{runs} sessions with runs and {walks} walks.").format(
            runs=len(runs), walks=len(chronicle.entries) - len(runs)
        ),
        *(
            tr("{day}: level {level}, {minutes} running.").format(
                day=each.on, level=each.level, minutes=minutes(each.ran_s)
            )
            for each in own
        ),
    )
    title = tr("Level and running minutes of each session")
    return picture(WIDE, 240, title, " ".join(told), parts)


def _levels(own: list[Entry], days: Days, level: Scale) -> Iterator[Markup]:
    path = ""
    for each in own:
        x, y = f"{days.at(each.on):.1f}", f"{level.at(each.level):.1f}"
        path += f"H{x}V{y}" if path else f"M{x} {y}"
    if path:
        yield tag("path", d=path, class_="steps")
    radius = 1.2 + days.width(_THICKEST) / 3
    for each in own:
        kind = "full" if each.completed else "open"
        yield mark("circle", days.at(each.on), level.at(each.level), radius, kind)


def _bar(x: float, top: float, bottom: float, thick: float, kind: str) -> Markup:
    return tag(
        "rect",
        x=x - thick / 2,
        y=min(top, bottom),
        width=thick,
        height=abs(bottom - top),
        class_=kind,
    )


def felt(chronicle: Chronicle) -> Markup:
    """Return what was noted, by day, a row for each symptom; the frequent ones first."""
    noted = [(each.on, one) for each in chronicle.entries for one in each.felt]
    counts = Counter(one.name for _, one in noted)
    names = [name for name, _ in counts.most_common(_MOST_NAMED)]
    days = _days(chronicle, 150)
    bottom = 14 + 18 * len(names)
    parts = [*_across(days, 6, bottom)]
    for number, name in enumerate(names):
        y = 16.0 + 18 * number
        parts += [text(142, y + 3, name, at="end"), line(150, y, WIDE - _RIGHT, y, "rule")]
        parts += [_felt_mark(one, days.at(on), y) for on, one in noted if one.name == name]
    told = "; ".join(
        tr("{day}: {name} {strength}, {when}").format(
            day=on, name=one.name, strength=one.strength, when=one.when
        )
        for on, one in noted
    )
    return picture(
        WIDE, bottom + 22, tr("Symptoms by day"), told or tr("Nothing was noted."), parts
    )


def _felt_mark(one: Felt, x: float, y: float) -> Markup:
    size = next((size for word, size in _SIZES if one.strength.startswith(word)), 3.2)
    return mark(SHAPES[one.where][0], x, y, size, SHAPES[one.where][1])


def onsets(chronicle: Chronicle) -> Markup:
    """Return in which minutes of a session symptoms were noted, in a run and otherwise."""
    noted = [one for each in chronicle.entries for one in each.felt if one.at_s is not None]
    latest = max((each.lasted_s for each in chronicle.entries), default=0)
    latest = max(latest, *(one.at_s or 0 for one in noted), 1) if noted else max(latest, 1)
    edges = np.arange(0, (latest // MINUTE // _BIN_MIN + 2) * _BIN_MIN, _BIN_MIN)
    counts = [
        np.histogram([(one.at_s or 0) / MINUTE for one in noted if (one.where == "run") is run],
                     edges)[0]
        for run in (True, False)
    ]  # fmt: skip
    across = Scale(0, float(edges[-1]), _LEFT, WIDE - 20)
    most = max(int((counts[0] + counts[1]).max()), 1)
    up = Scale(0, most, 96, 12)
    parts = [*_up(up, tr("times"), whole=True)]
    for begins, in_runs, others in zip(edges, *counts, strict=False):
        left, right = across.at(float(begins)) + 1, across.at(float(begins) + _BIN_MIN) - 1
        under = 0
        for count, kind in ((int(in_runs), "ran"), (int(others), "other")):
            if count:
                top = up.at(under + count)
                parts.append(tag("rect", x=left, y=top, width=right - left,
                                 height=up.at(under) - top, class_=kind))  # fmt: skip
                under += count
    parts += [
        text(
            across.at(each),
            110,
            tr("min {minute}").format(minute=each) if each else "0",
            at="middle",
            kind="tick",
        )
        for each in across.ticks(10)
    ]
    parts.append(line(_LEFT, up.start, WIDE - 20, up.start, "axis"))
    told = "; ".join(
        tr("minute {begins} to {ends}: {runs} in runs, {others} otherwise").format(
            begins=int(begins), ends=int(begins) + _BIN_MIN, runs=int(a), others=int(b)
        )
        for begins, a, b in zip(edges, *counts, strict=False)
        if a or b
    )
    title = tr("Symptoms by minute of the session")
    return picture(WIDE, 116, title, told or tr("Nothing was noted."), parts)


def session(trace: Trace, entry: Entry, units: Units) -> Markup:
    """Return belt, target and cadence of a session; where something was noted is marked.

    The axis has no pace, which would grow without end where the belt comes to rest.
    """
    width, height, right = 340, 112, 26
    until = max(trace.belt[-1].at, entry.lasted_s * _MS)
    across = Scale(0, until, 26, width - right)
    fastest = max(each.value for each in (*trace.belt, *trace.target))
    highest, axis = max(fastest, 100) * 1.15, as_speed(units)
    speeds = Scale(0, highest, height - 16, 8)
    up = Scale(0, per_hour(highest, axis), speeds.start, speeds.end)
    steps = Scale(0, 260, height - 16, 8)
    parts = [
        *(
            part
            for each in up.ticks(5)
            for part in (
                line(26, up.at(each), width - right, up.at(each), "rule"),
                text(23, up.at(each) + 3, str(each), at="end", kind="tick"),
            )
        ),
        *(
            text(across.at(each * MINUTE * _MS), height - 5, str(each), at="middle", kind="tick")
            for each in Scale(0, until / MINUTE / _MS, 0, 0).ticks(7)
        ),
        text(2, 8, unit_word(axis), kind="tick"),
        text(width - right + 3, height - 5, tr("min"), kind="tick"),
        tag("path", d=staircase(trace.cadence, across, steps, _COLUMNS), class_="cadence"),
        tag("path", d=staircase(trace.target, across, speeds, _COLUMNS), class_="target"),
        tag("path", d=staircase(trace.belt, across, speeds, _COLUMNS), class_="belt"),
    ]
    if trace.cadence:
        parts += [
            text(width - right + 3, steps.at(each) + 3, str(each), kind="tick")
            for each in (60, 120, 180)
        ]
    for number, one in enumerate(entry.felt, 1):
        if one.at_s is not None:
            x = across.at(min(one.at_s * _MS, until))
            parts += [
                line(x, 10, x, up.start, "noted"),
                text(x, 9, str(number), at="middle", kind="number"),
            ]
    told = (
        tr("Fastest {speed}, {running} running in {all}.").format(
            speed=speed_words(fastest, units),
            running=minutes(entry.ran_s),
            all=minutes(entry.lasted_s),
        ),
        *(tr("Noted: {name}, {when}.").format(name=one.name, when=one.when) for one in entry.felt),
    )
    title = tr("Speed of the session of {day}, level {level}").format(
        day=entry.on, level=entry.level
    )
    return picture(width, height, title, " ".join(told), parts)


def _days(chronicle: Chronicle, left: int) -> Days:
    return Days(chronicle.begins, chronicle.today, left + 6, WIDE - _RIGHT - 6)


def _across(days: Days, top: int, bottom: int) -> Iterator[Markup]:
    for each in days.ticks():
        x = days.at(each)
        yield line(x, top, x, bottom, "rule")
        yield text(x, bottom + 12, _tick(each), at="middle", kind="tick")
    yield line(days.start - 6, bottom, days.end + 6, bottom, "axis")


def _up(scale: Scale, name: str, *, whole: bool = False) -> Iterator[Markup]:
    ticks: Sequence[int] = [each for each in scale.ticks(5) if each or not whole]
    for each in ticks:
        yield line(_LEFT, scale.at(each), WIDE - _RIGHT, scale.at(each), "rule")
        yield text(_LEFT - 4, scale.at(each) + 3, str(each), at="end", kind="tick")
    yield text(_LEFT + 3, scale.end - 4, name, kind="name")


def _tick(day: date) -> str:
    return short_day_words(day)
