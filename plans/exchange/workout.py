"""A level of a plan as a watch can hold it: steps, repeats of steps, and short texts.

Law: the steps, with their repeats done, are the intervals of the level in their order, each as long
as it was written. What a watch cannot hold is told by `plans.exchange.lost`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from controller.core.timeline import JOG_FLOOR, Role
from plans.notation.amounts import print_effort, print_percent
from plans.notation.line import Bout, Distance, Pace, Repeat, bouts
from plans.plan.compile import compile_session
from plans.plan.model import SPEED_CAP, PaceSpeed, Plan, Step
from protocols.units import CentiKmh, Nanoseconds

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from plans.notation.line import Intervals
    from plans.plan.model import Level

MARGIN: Final = CentiKmh(30)
"""A watch wants a range to hold a speed against. Where the plan has one speed, it is so much to
either side: chosen, as a watch on a wrist measures no finer."""
LONGEST_TEXT: Final = 254
"""Bytes of UTF-8: a field of a FIT file has at most 255, and the last one is zero."""
_NAMES: Final = {Pace.WALK: "Walk", Pace.BRISK: "Brisk walk", Pace.JOG: "Run"}


class Stage(NamedTuple):
    """One interval, or one of a round that is repeated."""

    name: str
    role: Role
    pace: Pace
    amount: Nanoseconds | Distance
    """As it was written: a time, or a way to go."""
    slowest: CentiKmh
    """0.01 km/h, like ``fastest``."""
    fastest: CentiKmh
    note: str
    """What the author says before it, and the cue; before the first one, what holds for all."""


class Rounds(NamedTuple):
    """A repeat: the stages from ``first`` up to this one are done so many times in all."""

    first: int
    """Its place in `Workout.entries`."""
    times: int
    alike: bool
    """Whether the plan says the same in each round; the stages have the words of the first."""


Entry: TypeAlias = Stage | Rounds


class Workout(NamedTuple):
    """A level."""

    plan: str
    """The plan's id."""
    level: int
    name: str
    """The number of the level, and the title of the plan."""
    about: str
    """What holds for all of it: effort, incline, the author's note."""
    entries: tuple[Entry, ...]
    written_out: bool
    """Whether a repeat within a repeat became stages of their own."""

    @property
    def runs(self) -> bool:
        """Whether anything of it is run."""
        return any(each.pace is Pace.JOG for each in self.stages)

    @property
    def stages(self) -> tuple[Stage, ...]:
        """What is done, without the repeats."""
        return tuple(each for each in self.entries if isinstance(each, Stage))

    @property
    def texts(self) -> tuple[str, ...]:
        """All that the author has written in it, however long."""
        return (self.name, self.about, *(each.note for each in self.stages))


def workout_of(plan: Plan, level: int) -> Workout:
    """Return a level as a watch can hold it: of repeats within repeats, the outermost are kept.

    Raises:
        UnknownLevel: the plan has no such level.
    """
    segments = compile_session(plan, level).segments
    held = plan.levels[level]
    steps = [step.line for step in held.work if isinstance(step, Step)]
    items = list(_items(plan.warm_up, *steps, plan.cool_down))
    about = _about(plan, held)
    notes = [_joined(each.note, each.cue) for each in segments]
    notes[0] = _joined(about, notes[0])
    entries: list[Entry] = []
    done = 0
    for item in items:
        first, once = len(entries), list(bouts(item.inside))
        for bout, segment, note in zip(once, segments[done:], notes[done:], strict=False):
            entries.append(_stage(plan, bout, segment.role, note))
        done += item.times * len(once)
        if item.times > 1:
            entries.append(Rounds(first, item.times, _alike(notes[:done], item.times, len(once))))
    return Workout(
        plan=plan.id,
        level=level,
        name=f"{level}. {plan.title}",
        about=about,
        entries=tuple(entries),
        written_out=any(_nests(item) for item in items),
    )


def _items(*lines: Intervals) -> Iterator[Repeat]:
    """Yield the items of lines, all as repeats; a repeat that is done once is what is in it."""
    for item in (item for line in lines for item in line):
        if isinstance(item, Bout):
            yield Repeat(1, (item,))
        elif item.times == 1:
            yield from _items(item.inside)
        else:
            yield item


def _nests(item: Repeat) -> bool:
    return any(
        isinstance(each, Repeat) and (each.times > 1 or _nests(each)) for each in item.inside
    )


def _alike(notes: Sequence[str], times: int, once: int) -> bool:
    """Return whether the last notes are the same in each of so many rounds."""
    said = notes[-times * once :]
    return all(said[at] == said[at - once] for at in range(once, len(said)))


def _about(plan: Plan, level: Level) -> str:
    effort = "" if level.effort is None else f"Effort {print_effort(level.effort)}."
    steep = plan.incline if level.incline is None else level.incline
    incline = "" if steep is None else f"Incline {print_percent(steep)}."
    return _joined(effort, incline, level.note)


def _stage(plan: Plan, bout: Bout, role: Role, note: str) -> Stage:
    slowest, fastest = _range(plan.speeds[bout.pace], bout.pace)
    name = _NAMES[bout.pace] if role is Role.WORK else role.value.capitalize()
    return Stage(name, role, bout.pace, bout.amount, slowest, fastest, note)


def _range(speed: PaceSpeed, pace: Pace) -> tuple[CentiKmh, CentiKmh]:
    """Return between which speeds an interval is; a walk's range never reaches into a run's."""
    if speed.least < speed.most:
        return speed.least, speed.most
    least, most = speed.usual - MARGIN, speed.usual + MARGIN
    if pace is Pace.JOG:
        return CentiKmh(max(least, JOG_FLOOR)), CentiKmh(min(most, SPEED_CAP))
    return CentiKmh(max(least, 1)), CentiKmh(min(most, JOG_FLOOR - 1))


def _joined(*texts: str) -> str:
    return " ".join(text for text in texts if text)
