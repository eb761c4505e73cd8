"""What makes the belt's speed another than the plan's: the runner's wish, her steps, the console.

Each function folds one kind of record into the View.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from controller.records.format import OUTPUT, Record
from controller.records.seen import Changed, Eased
from controller.records.view import View


def _eased(view: View, record: Record) -> View:
    eased = Eased(record.get("walk", 0), record.get("run", 0), str(record.get("by") or "runner"))
    view = view._replace(belt=view.belt._replace(eased=eased))
    each, planned, ceiling = view.course.interval, view.planned, view.belt.ceiling
    if each is None or planned is None or each.detour:
        return view
    wished = max(0, planned - eased.of(each.gait))
    speed = wished if ceiling is None else min(wished, ceiling)
    return view._replace(course=view.course._replace(interval=each._replace(speed=speed)))


def _changed(view: View, record: Record) -> View:
    changed = Changed(
        record.get("speed", 0),
        bool(record.get("higher")),
        str(record.get("because") or ""),
        view.now,
        record.get("until"),
    )
    return view._replace(belt=view.belt._replace(changed=changed))


def _gait(view: View, record: Record) -> View:
    steps = view.belt.steps._replace(gait=str(record.get("gait") or "unknown"))
    return view._replace(belt=view.belt._replace(steps=steps))


def _held_gait(view: View, record: Record) -> View:
    steps = view.belt.steps._replace(held=bool(record.get("held")))
    return view._replace(belt=view.belt._replace(steps=steps))


def _no_steps(view: View, _record: Record) -> View:
    steps = view.belt.steps._replace(none_at=view.now)
    return view._replace(belt=view.belt._replace(steps=steps))


SPEEDS: Final[dict[tuple[str, str], Callable[[View, Record], View]]] = {
    (OUTPUT, "eased"): _eased,
    (OUTPUT, "changed"): _changed,
    (OUTPUT, "gait"): _gait,
    (OUTPUT, "held_gait"): _held_gait,
    (OUTPUT, "no_steps"): _no_steps,
}
