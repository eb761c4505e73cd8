"""The rules of lint, as functions of a plan: what each found, where, and in a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Final, NamedTuple

from controller.core.numbers import DOWN_RATE, UP_INTERVAL, UP_STEP
from plans.lint.rules import (
    BOUT_GROWTH_TENTHS,
    FASTEST_BRISK,
    FASTEST_WALK,
    FEWEST_SESSIONS,
    FIRST_BOUT,
    FIRST_TOTAL,
    LONGEST_STRETCH,
    LONGEST_UNASKED,
    MOST_LEVELS_A_WEEK,
    POSTPARTUM_WEEKS,
    RUNNING_WEEKS,
    SAME_TOTAL,
    SHORTEST_BOUT,
    SHORTEST_WARM_UP,
    SMALL_STEP,
)
from plans.lint.shape import Shape, Stretch, longest, shape
from plans.notation.line import Pace, length
from plans.plan.model import Plan
from plans.problems import level_words
from protocols.units import SECOND, CentiKmh, Nanoseconds, kmh


class Found(NamedTuple):
    """Something that a rule warns of."""

    rule: str
    """The id of one of `RULES`."""
    at: int | str
    """The number of a level, or the key of the whole plan that it is about: ``"speeds.walk"``."""
    message: str
    """A sentence without its full stop: the sources of the rule follow."""


def check(plan: Plan) -> Iterator[Found]:
    """Yield all that the rules find, level by level, and then what is about the whole plan."""
    shapes = {number: shape(plan, level) for number, level in plan.levels.items()}
    running = {number: each for number, each in shapes.items() if each.running}
    yield from _very_long(plan)
    if not running:
        yield from _walk_too_fast(plan)
        return
    yield from _early_start(plan)
    yield from _steep_start(plan, running)
    for (_, before), (number, after) in pairwise(shapes.items()):
        if before.running:
            yield from _step_too_big(number, before, after)
            yield from _bout_growth(number, before, after)
            yield from _two_changes(number, before, after)
    for number, each in running.items():
        yield from _no_walk_to_ask(number, each)
        yield from _shorter_than_ramp(plan, number, each)
    yield from _walk_too_fast(plan)
    yield from _short_walks_around(plan)
    yield from _no_rest(plan, running)
    yield from _quick_progress(plan)


def _step_too_big(number: int, before: Shape, after: Shape) -> Iterator[Found]:
    more = after.running - before.running
    most = min(max(before.running // 10, SMALL_STEP), before.running // 4)
    if more > most:
        yield Found(
            "step-too-big",
            number,
            f"level {number} runs {_clock(after.running)}, that is {_clock(more)} "
            f"({round(100 * more / before.running)} %) more than level {number - 1}; at most 10 % "
            f"or {_clock(SMALL_STEP)}, whichever is more, but never over 25 %: here {_clock(most)}",
        )


def _bout_growth(number: int, before: Shape, after: Shape) -> Iterator[Found]:
    most = before.longest_run * BOUT_GROWTH_TENTHS // 10
    if after.longest_run > most:
        yield Found(
            "bout-growth",
            number,
            f"the longest run grows from {_clock(before.longest_run)} in level {number - 1} to "
            f"{_clock(after.longest_run)}; at most 1.5 times as long: here {_clock(most)}",
        )


def _two_changes(number: int, before: Shape, after: Shape) -> Iterator[Found]:
    harder = list(_harder(before, after))
    if len(harder) > 1:
        yield Found(
            "two-changes",
            number,
            f"level {number} has {', '.join(harder[:-1])} and {harder[-1]} than level "
            f"{number - 1}; change one thing at a time",
        )


def _harder(before: Shape, after: Shape) -> Iterator[str]:
    """Yield in which ways a level is harder than the one before it."""
    longer = after.longest_run > before.longest_run
    # One unbroken run cannot get longer without its total.
    unbroken = all(each.running == each.longest_run for each in (before, after))
    more = after.running - before.running
    if more > (SAME_TOTAL if longer else 0) and not (longer and unbroken):
        yield f"more running ({_clock(before.running)} to {_clock(after.running)})"
    if longer:
        yield f"longer runs ({_clock(before.longest_run)} to {_clock(after.longest_run)})"
    walks = before.shortest_walk, after.shortest_walk
    if walks[0] is not None and walks[1] is not None and walks[1] < walks[0]:
        yield f"shorter walks between runs ({_clock(walks[0])} to {_clock(walks[1])})"
    if 0 < before.walk_speed < after.walk_speed:
        yield f"quicker walks ({kmh(before.walk_speed)} to {kmh(after.walk_speed)} km/h)"
    efforts = before.effort, after.effort
    if efforts[0] is not None and efforts[1] is not None and efforts[0] < efforts[1]:
        yield f"more effort ({efforts[0]} to {efforts[1]} of 10)"
    if before.incline < after.incline:
        yield f"more incline ({_percent(before.incline)} to {_percent(after.incline)})"


def _no_walk_to_ask(number: int, each: Shape) -> Iterator[Found]:
    if each.last_run > LONGEST_UNASKED:
        yield Found(
            "no-walk-to-ask",
            number,
            f"level {number} ends with a run of {_clock(each.last_run)}, and no walk of the level "
            f"follows in which Reprise asks; at most {_clock(LONGEST_UNASKED)}",
        )


def _shorter_than_ramp(plan: Plan, number: int, each: Shape) -> Iterator[Found]:
    usual = plan.usual_speeds()
    up, down = ramps(usual[Pace.WALK], usual[Pace.JOG])
    least = max(SHORTEST_BOUT, up + down)
    for what, bout in (("run", each.shortest_run), ("walk between runs", each.shortest_walk)):
        if bout is not None and bout < least:
            yield Found(
                "shorter-than-ramp",
                number,
                f"level {number} has a {what} of {_clock(bout)}; the belt takes {_clock(up)} to "
                f"speed up for a run and {_clock(down)} to slow down again; at least "
                f"{_clock(least)}",
            )
            return


def ramps(walk: CentiKmh, jog: CentiKmh) -> tuple[Nanoseconds, Nanoseconds]:
    """Return how long the controller takes from a walk to a run, and back again.

    ``jog`` is the faster of the two speeds.
    """
    gap = jog - walk
    return (
        Nanoseconds(-(-gap // UP_STEP) * UP_INTERVAL),
        Nanoseconds(-(-gap * SECOND // DOWN_RATE)),
    )


_FASTEST: Final[Mapping[Pace, CentiKmh]] = {Pace.WALK: FASTEST_WALK, Pace.BRISK: FASTEST_BRISK}


def _walk_too_fast(plan: Plan) -> Iterator[Found]:
    for pace, fastest in _FASTEST.items():
        if pace in plan.speeds and plan.speeds[pace].most > fastest:
            yield Found(
                "walk-too-fast",
                f"speeds.{pace.value}",
                f'"{pace.value}" may be {kmh(plan.speeds[pace].most)} km/h; at most '
                f"{kmh(fastest)} km/h",
            )


def _short_walks_around(plan: Plan) -> Iterator[Found]:
    usual = plan.usual_speeds()
    for key, line in (("warm-up", plan.warm_up), ("cool-down", plan.cool_down)):
        lasts = length(line, usual)
        if lasts < SHORTEST_WARM_UP:
            message = f"the {key} lasts {_clock(lasts)}; at least {_clock(SHORTEST_WARM_UP)}"
            yield Found(f"short-{key}", key, message)


def _very_long(plan: Plan) -> Iterator[Found]:
    usual = plan.usual_speeds()
    for number, level in plan.levels.items():
        yield from _too_long(number, f"level {number}", longest(level.line, usual))
    for key, line in (("warm-up", plan.warm_up), ("cool-down", plan.cool_down)):
        yield from _too_long(key, f"the {key}", longest(line, usual))


def _too_long(at: int | str, where: str, stretch: Stretch | None) -> Iterator[Found]:
    if stretch is not None and stretch.lasts > LONGEST_STRETCH:
        yield Found(
            "very-long",
            at,
            f"{where} has a {'run' if stretch.runs else 'walk'} of {_clock(stretch.lasts)}; at "
            f"most {_clock(LONGEST_STRETCH)}",
        )


def _early_start(plan: Plan) -> Iterator[Found]:
    weeks = plan.entry.weeks_since_birth
    if weeks is not None and weeks < RUNNING_WEEKS:
        yield Found(
            "early-start",
            "entry.since-birth",
            f"running may begin {weeks} weeks after a birth, and readiness opens it before "
            f"{RUNNING_WEEKS} weeks only with a clinician's clearance that is written down; at "
            f"least {RUNNING_WEEKS} weeks",
        )


def _steep_start(plan: Plan, running: Mapping[int, Shape]) -> Iterator[Found]:
    number, first = next(iter(running.items()))
    weeks = plan.entry.weeks_since_birth
    if weeks is None or weeks >= POSTPARTUM_WEEKS:
        return
    if first.running > FIRST_TOTAL or first.longest_run > FIRST_BOUT:
        yield Found(
            "steep-start",
            number,
            f"running begins in level {number} with {_clock(first.running)} in all and "
            f"{_clock(first.longest_run)} at a time; a first session after a birth has at most "
            f"{_clock(FIRST_TOTAL)} in all and {_clock(FIRST_BOUT)} at a time",
        )


def _no_rest(plan: Plan, running: Mapping[int, Shape]) -> Iterator[Found]:
    rests = [each for each in plan.progression.rest if each.days > 0]
    bare = [n for n in running if not any(each.first <= n <= each.last for each in rests)]
    if bare:
        yield Found(
            "no-rest",
            "progression.rest",
            f"no day of rest is written for {level_words(bare)}; at least 1 day after every "
            "session with runs",
        )


def _quick_progress(plan: Plan) -> Iterator[Found]:
    if plan.progression.step_up_after < FEWEST_SESSIONS:
        yield Found(
            "quick-progress",
            "progression.step-up-after",
            f"a step up follows a single session with nothing to note; at least {FEWEST_SESSIONS}",
        )
    for bound in plan.progression.at_most:
        if bound.what == "levels" and bound.number * 7 > MOST_LEVELS_A_WEEK * bound.days:
            yield Found(
                "quick-progress",
                "progression.at-most",
                f"{bound.number} level{'s' if bound.number > 1 else ''} may be done in "
                f"{bound.days} days; at most "
                f"{MOST_LEVELS_A_WEEK} in 7",
            )


def _clock(time: int) -> str:
    """Return a time as minutes and seconds: ``"1:30"``."""
    minutes, seconds = divmod(time // SECOND, 60)
    return f"{minutes}:{seconds:02d}"


def _percent(incline: int) -> str:
    whole, tenths = divmod(incline, 10)
    return f"{whole}.{tenths} %" if tenths else f"{whole} %"
