"""The strip of the whole session: high where it is run, low where it is walked, with a mark."""

from __future__ import annotations

from typing import Final

from controller.records.seen import JOG_FLOOR, Part
from controller.records.view import View
from controller.tui.drawing.ink import Line, Span

_HEIGHTS: Final = "▁▂▃▄▅▆▇█"


def strip(view: View, width: int) -> list[Line]:
    """Return the strip and the line of its mark; the past as it was, the rest as it will be."""
    about = view.about
    if about is None or not about.whole or width < 1:
        return [(), ()]
    top = max(part.speed for part in about.parts)
    position, past = view.position, view.past
    whole, ends = about.whole, view.ends
    ceiling = top if view.belt.ceiling is None else view.belt.ceiling
    spans: list[Span] = []
    seen = 0
    for cell in range(width):
        middle = (2 * cell + 1) * whole // (2 * width)
        if middle >= ends:
            spans.append(Span(" ", "to come"))
            continue
        speed = min(_planned(about.parts, middle).speed, ceiling)
        while seen + 1 < len(past) and past[seen + 1].position <= middle:
            seen += 1
        gone = middle <= position and view.course.interval is not None
        if gone and past:
            speed = past[seen].speed
        gait = "run" if speed >= JOG_FLOOR else "walk"
        spans.append(Span(_height(speed, top), f"{gait} past" if gone else "to come"))
    mark = min(width - 1, position * width // whole)
    return [tuple(spans), (Span(" " * mark), Span("▲", "strong"))]


def _height(speed: int, top: int) -> str:
    """Cubed, so that a walk lies low beside a run."""
    level = int(7 * min(1.0, speed / max(top, 1)) ** 3 + 0.5)
    return _HEIGHTS[level]


def _planned(parts: tuple[Part, ...], position: int) -> Part:
    until = 0
    for part in parts:
        until += part.duration
        if position < until:
            return part
    return parts[-1]
