"""A plan as a picture for a handout or a talk: one level's speed over time, and all levels by week.

The only module that draws with matplotlib, which is an extra. The same plan and treadmill give the
same bytes with the same matplotlib.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure

from controller.core.timeline import JOG_FLOOR
from protocols.units import SECOND, kmh

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from matplotlib.axes import Axes

    from controller.core.timeline import Program
    from plans.preview.quickest import Session
    from plans.preview.timeline import Timeline
    from plans.preview.totals import Totals

RUN: Final = "#ff9f1c"
WALK: Final = "#6cb6ff"
"""The orange and the blue of the screens (`controller.tui.drawing.ink`), which every kind of colour
vision tells apart; a run is higher, too, and each is named."""
_INK: Final = "#1b222b"
_FAINT: Final = "#c9d1d9"
_SIZE: Final = (12.0, 9.0)
"""Inches; with `_DPI` 1200 by 900 pixels."""
_DPI: Final = 100
_LEFT: Final = 0.07
_TITLE: Final = 70
"""Letters of the title, at most, for it has one line; likewise the two below."""
_TEXT: Final = 98
_HEADING: Final = 74
_STYLE: Final[dict[Any, Any]] = {
    "font.size": 15,
    "axes.titlesize": 17,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titlepad": 14,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": _INK,
    "axes.labelcolor": _INK,
    "text.color": _INK,
    "xtick.color": _INK,
    "ytick.color": _INK,
    "svg.hashsalt": "reprise",
}


class Shown(NamedTuple):
    """What is drawn."""

    title: str
    """Of the whole picture."""
    below_title: str
    """In smaller letters."""
    of_level: str
    """Above the speeds."""
    of_plan: str
    """Above the staircase."""
    program: Program
    timeline: Timeline
    level: int
    """The one whose speeds are drawn."""
    levels: Sequence[Totals]
    sessions: Sequence[Session]


def draw(shown: Shown, path: Path) -> None:
    """Write the picture as what the path's ending says, ``.png`` or ``.svg``.

    Raises:
        OSError: it cannot be written.
    """
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=_SIZE, dpi=_DPI, facecolor="white")
        title = textwrap.shorten(shown.title, _TITLE, placeholder=" ...")
        figure.text(_LEFT, 0.972, title, fontsize=21, fontweight="bold", va="top")
        figure.text(_LEFT, 0.925, textwrap.fill(shown.below_title, _TEXT), va="top")
        above, below = figure.subplots(
            2,
            1,
            height_ratios=(1.0, 1.1),
            gridspec_kw={"left": _LEFT, "right": 0.98, "top": 0.8, "bottom": 0.08, "hspace": 0.45},
        )
        _speeds(above, shown)
        _stairs(below, shown)
        # What would differ from day to day, or from version to version, is left out.
        of_kind = {"Date": None} if path.suffix == ".svg" else {"Software": None}
        figure.savefig(path, metadata=of_kind)


def _speeds(axes: Axes, shown: Shown) -> None:
    t, v = shown.timeline.t / 60, shown.timeline.v
    jog = JOG_FLOOR / 100
    # Points where the curve crosses the line between the two colours, so that each ends there.
    t = np.unique(np.concatenate([t, _crossings(t, v, jog)]))
    v = shown.timeline.speed_at(t * 60)
    axes.fill_between(t, v, color=WALK, linewidth=0, label="walk")
    if v.max() >= jog:
        over = v >= jog - 1e-9
        axes.fill_between(t, v, where=over.tolist(), color=RUN, linewidth=0, label="run")
    axes.plot(t, v, color=_INK, linewidth=1.5)
    top = float(v.max()) * 1.22
    for at, count in _groups([at / 60 for at in shown.timeline.asked], float(t[-1])):
        axes.text(at, top * 0.99, "?" * count, ha="center", va="top", fontweight="bold")
        axes.axvline(at, ymax=0.9, color=_FAINT, linewidth=1.2, zorder=0)
    if shown.timeline.asked:
        axes.plot([], [], " ", marker="$?$", color=_INK, markersize=10, label="a question")
    axes.set_title(textwrap.shorten(shown.of_level, _HEADING, placeholder=" ..."))
    axes.set_xlabel("minutes")
    axes.set_ylabel("km/h")
    planned = sorted({each.speed for each in shown.program.segments})
    axes.set_yticks([0, *(each / 100 for each in planned)], ["0", *map(kmh, planned)])
    axes.set_xlim(0, float(t[-1]))
    axes.set_ylim(0, top)
    # Beside the name of the axis: the line above is the heading's.
    axes.legend(loc="upper right", bbox_to_anchor=(1.01, -0.07), ncols=3, frameon=False)


def _groups(moments: Sequence[float], length: float) -> list[tuple[float, int]]:
    """Return where marks go, and how many each: one that would lie on another joins it."""
    found: list[tuple[float, int]] = []
    for at in moments:
        if found and at - found[-1][0] < length / 60:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        else:
            found.append((at, 1))
    return found


def _crossings(t: Any, v: Any, level: float) -> Any:
    """Return where a curve of straight lines crosses a level."""
    first, last = v[:-1] - level, v[1:] - level
    at = np.flatnonzero(first * last < 0)
    return t[at] + (t[at + 1] - t[at]) * first[at] / (first[at] - last[at])


def _stairs(axes: Axes, shown: Shown) -> None:
    """Draw a step for each level, as wide as the days that it takes."""
    runs = any(each.runs for each in shown.levels)
    minutes = [(each.running if runs else each.total) / (60 * SECOND) for each in shown.levels]
    first = {each.level: each.day / 7 for each in reversed(shown.sessions)}
    begins = [first[each.level] for each in shown.levels]
    # The last step ends where the session after the last would be.
    days = [each.day for each in shown.sessions]
    ends = [*begins[1:], (days[-1] + (days[-1] - days[-2] if days[1:] else 1)) / 7]
    here = [each.level == shown.level for each in shown.levels]
    top = max(minutes)
    axes.bar(
        begins,
        minutes,
        width=[end - begin for begin, end in zip(begins, ends, strict=True)],
        align="edge",
        color=RUN if runs else WALK,
        edgecolor=["black" if each else "white" for each in here],
        linewidth=[2.5 if each else 1.0 for each in here],
    )
    every = -(-len(minutes) // 40)
    for at, each in enumerate(shown.levels):
        if at % every == 0 or here[at]:
            axes.text(
                (begins[at] + ends[at]) / 2,
                minutes[at] + top * 0.015,
                str(each.level),
                ha="center",
                va="bottom",
                fontsize=13,
                fontweight="bold" if here[at] else "normal",
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.5},
            )
    axes.set_title(shown.of_plan)
    axes.set_xlabel("weeks since the first session; above each step its level")
    axes.set_ylabel("minutes of running" if runs else "minutes")
    axes.set_xlim(0, ends[-1])
    axes.set_ylim(0, top * 1.13)
    axes.grid(axis="y", color=_FAINT, linewidth=0.8)
    axes.set_axisbelow(True)
