"""What each quantity of a plan may be: the last that is taken, and the first that is not."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

import pytest

from plans.notation.amounts import parse_effort, parse_percent, print_effort, print_percent
from plans.notation.line import Pace, print_intervals
from plans.notation.parse import NotationError, parse_intervals
from plans.plan.model import AtMost, Entry, PaceSpeed, Progression, Rest
from plans.plan.progress import parse_at_most, print_at_most
from plans.plan.questions import parse_every, print_every
from plans.plan.reader import read_plan
from plans.plan.speeds import parse_pace_speed, print_pace_speed, told_speeds
from plans.problems import PlanInvalid
from protocols.units import SECOND, CentiKmh
from tests.plans.tables import good

if TYPE_CHECKING:
    from collections.abc import Callable

GOOD: Final = good("good.plan.yaml")
jog: Final = partial(parse_pace_speed, pace=Pace.JOG)
walk: Final = partial(parse_pace_speed, pace=Pace.WALK)


def speeds(usual: int, least: int, most: int) -> PaceSpeed:
    """Return the speeds of a pace, in 0.01 km/h."""
    return PaceSpeed(CentiKmh(usual), CentiKmh(least), CentiKmh(most))


@pytest.mark.parametrize(
    ("parse", "print_it", "text", "value", "printed"),
    [
        (parse_percent, print_percent, "0 %", 0, "0 %"),
        (parse_percent, print_percent, "0.5%", 5, "0.5 %"),
        (parse_percent, print_percent, "5.0 %", 50, "5 %"),
        (parse_effort, print_effort, "0 of 10", 0, "0 of 10"),
        (parse_effort, print_effort, "10 of 10", 10, "10 of 10"),
        (parse_every, print_every, "every 60s", 60 * SECOND, "every 1min"),
        (parse_every, print_every, "every 5:00", 300 * SECOND, "every 5min"),
        (parse_at_most, print_at_most, "1 level per day", AtMost(1, "levels", 1), None),
        (parse_at_most, print_at_most, "2 sessions per day", AtMost(2, "sessions", 1), None),
        (parse_at_most, print_at_most, "14 sessions per week", AtMost(14, "sessions", 7), None),
        (
            parse_at_most,
            print_at_most,
            "2 levels per 7 days",
            AtMost(2, "levels", 7),
            "2 levels per week",
        ),
        (
            parse_at_most,
            print_at_most,
            "56 sessions per 4 weeks",
            AtMost(56, "sessions", 28),
            "56 sessions per 28 days",
        ),
        (jog, print_pace_speed, "7.0 km/h", speeds(700, 700, 700), None),
        (jog, print_pace_speed, "10.0 km/h", speeds(1000, 1000, 1000), None),
        (jog, print_pace_speed, "7.0 km/h (7.0 km/h to 10.0 km/h)", speeds(700, 700, 1000), None),
        (
            jog,
            print_pace_speed,
            "9.0 km/h(8 km/h to 9 km/h)",
            speeds(900, 800, 900),
            "9.0 km/h (8.0 km/h to 9.0 km/h)",
        ),
        (jog, print_pace_speed, "8 km/h (8 km/h to 8 km/h)", speeds(800, 800, 800), "8.0 km/h"),
        (walk, print_pace_speed, "0.01 km/h (0.01 km/h to 6.99 km/h)", speeds(1, 1, 699), None),
    ],
)
def test_what_is_taken_prints_in_one_form(
    parse: Callable[[str], Any],
    print_it: Callable[[Any], str],
    text: str,
    value: object,
    printed: str | None,
) -> None:
    """And what was printed reads as the same."""
    assert parse(text) == value
    assert print_it(value) == (printed or text)
    assert parse(print_it(value)) == value


@pytest.mark.parametrize(
    ("parse", "text", "start", "end", "problem_id"),
    [
        (parse_percent, "5.1 %", 0, 5, "incline"),
        (parse_percent, "-1 %", 0, 4, "incline"),
        (parse_percent, "1.25 %", 0, 6, "too-fine"),
        (parse_percent, "1.5", 0, 3, "no-unit"),
        (parse_percent, "", 0, 0, "incline"),
        (parse_effort, "11 of 10", 0, 8, "effort"),
        (parse_effort, "3 of 5", 0, 6, "effort"),
        (parse_effort, "10", 0, 2, "no-unit"),
        (parse_effort, "11", 0, 2, "effort"),
        (parse_every, "every 59s", 0, 9, "every"),
        (parse_every, "every 5:01", 0, 10, "every"),
        (parse_every, "every 5", 6, 7, "no-unit"),
        (parse_every, "5min", 0, 4, "every"),
        (parse_every, "every", 0, 5, "every"),
        (parse_at_most, "0 levels per week", 0, 17, "bound"),
        (parse_at_most, "3 levels per day", 0, 16, "bound"),
        (parse_at_most, "15 sessions per week", 0, 20, "bound"),
        (parse_at_most, "1 levels per week", 0, 17, "bound"),
        (parse_at_most, "2 level per week", 0, 16, "bound"),
        (parse_at_most, "2 levels per 1 days", 0, 19, "bound"),
        (parse_at_most, "2 levels per 0 weeks", 0, 20, "bound"),
        (parse_at_most, "2 levels per 29 days", 0, 20, "bound"),
        (jog, "6.99 km/h", 0, 9, "speed-range"),
        (jog, "10.01 km/h", 0, 10, "speed-range"),
        (walk, "7 km/h", 0, 6, "speed-range"),
        (jog, "8 km/h (6.99 km/h to 9 km/h)", 8, 17, "speed-range"),
        (jog, "8 km/h (7 km/h to 11 km/h)", 18, 25, "speed-range"),
        (jog, "8 km/h (7 km/h to 9)", 18, 19, "no-unit"),
        (jog, "8 (7 km/h to 9 km/h)", 0, 1, "no-unit"),
        (jog, "8 km/h (8.01 km/h to 9 km/h)", 8, 27, "range"),
        (jog, "8 km/h (7 km/h to 7.99 km/h)", 8, 27, "range"),
        (jog, "8 km/h (9 km/h to 7 km/h)", 8, 24, "range"),
        (jog, "7 km/h to 9 km/h", 0, 16, "range"),
        (jog, "8 km/h (7 km/h)", 7, 15, "range"),
        (parse_intervals, "0 mi jog", 0, 4, "distance"),
        (parse_intervals, "0.001 mi jog", 0, 5, "too-fine"),
        (parse_intervals, "3 meters jog", 0, 8, "unit"),
        (parse_intervals, "0.4 km", 6, 7, "pace"),
    ],
)
def test_what_is_not_taken_is_refused_at_its_place(
    parse: Callable[[str], Any], text: str, start: int, end: int, problem_id: str
) -> None:
    """One sentence, and the columns of the part that is wrong."""
    with pytest.raises(NotationError) as caught:
        parse(text)
    assert (caught.value.start, caught.value.end, caught.value.id) == (start, end, problem_id)
    assert caught.value.message.endswith((".", "?"))


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("0.10 mi jog", "0.1 mi jog"),
        ("0.25km walk", "0.25 km walk"),
        ("1 metres jog", "1 metre jog"),
        ("1.5 metre jog", "1.5 metres jog"),
        ("3 x (400.00 metres jog)", "3 x (400 metres jog)"),
    ],
)
def test_a_distance_prints_in_one_form(text: str, printed: str) -> None:
    """In the unit in which it was written."""
    line = parse_intervals(text)
    assert print_intervals(line) == printed
    assert parse_intervals(printed) == line


def with_progression(rows: str) -> str:
    """Return the good plan of three levels with a progression."""
    return GOOD.replace("policy: cautious\n", f"policy: cautious\nprogression:\n{rows}")


@pytest.mark.parametrize(
    ("rows", "progression"),
    [
        ("  step-up-after: 1 clean session\n", Progression(1)),
        ("  step-up-after: 20 clean sessions\n", Progression(20)),
        ("  rest:\n    levels 1-3: 28 days\n", Progression(rest=(Rest(1, 3, 28),))),
        (
            "  rest:\n    level 3: 0 days\n    levels 1-2: 1 day\n",
            Progression(rest=(Rest(3, 3, 0), Rest(1, 2, 1))),
        ),
    ],
)
def test_the_ends_of_a_progression_are_taken(rows: str, progression: Progression) -> None:
    """In the order in which they are written."""
    assert read_plan(with_progression(rows), "f").progression == progression


@pytest.mark.parametrize(
    ("rows", "problem_id"),
    [
        ("  step-up-after: 21 clean sessions\n", "clean-sessions"),
        ("  rest:\n    level 1: 29 days\n", "rest-days"),
        ("  rest:\n    levels 2-2: 1 day\n", "rest-levels"),
        ("  rest:\n    level 4: 1 day\n", "rest-levels"),
        ("  rest:\n    level 0: 1 day\n", "rest-levels"),
        ("  rest:\n    level 1: 1 day\n    levels 1-2: 2 days\n", "rest-twice"),
        ("  rest:\n    levels 2-3: 1 day\n    level 3: 2 days\n", "rest-twice"),
        ("  rest:\n    levels 2-3: 1 day\n    levels 1-2: 2 days\n", "rest-twice"),
    ],
)
def test_beyond_the_ends_of_a_progression_is_refused(rows: str, problem_id: str) -> None:
    """Each with its own id."""
    with pytest.raises(PlanInvalid) as caught:
        read_plan(with_progression(rows), "f")
    assert [each.id for each in caught.value.problems] == [problem_id]


def test_a_mistake_in_the_levels_is_not_told_again_by_the_rests() -> None:
    """Which levels there are is not known then."""
    text = with_progression("  rest:\n    levels 1-9: 2 days\n").replace("  2:  6 x", "  two: 6 x")
    with pytest.raises(PlanInvalid) as caught:
        read_plan(text, "f")
    assert [each.id for each in caught.value.problems] == ["level-number"]


def test_a_range_is_judged_by_its_slowest_speed() -> None:
    """A session may last as long as the law allows, whichever speed is chosen."""
    text = GOOD.replace("8 x (30s jog, 2min walk)", "19.16 km walk")
    assert read_plan(text, "f").levels
    slow = text.replace("walk:  5.0 km/h", "walk:  5.0 km/h (4.99 km/h to 5.0 km/h)")
    with pytest.raises(PlanInvalid) as caught:
        read_plan(slow, "f")
    assert [each.id for each in caught.value.problems] == ["session-too-long"]


def test_a_distance_at_a_pace_without_a_speed_is_told_once() -> None:
    """How long it takes cannot be known, and is not asked."""
    text = GOOD.replace("8 x (30s jog, 2min walk)", "99 km brisk")
    with pytest.raises(PlanInvalid) as caught:
        read_plan(text, "f")
    assert [each.id for each in caught.value.problems] == ["no-speed"]


def test_conditions_alone_are_an_entry() -> None:
    """A plan that only walks may have conditions in words and nothing else."""
    text = GOOD.replace("jog,", "walk,").replace("since-birth: 12 weeks", "also: [no fever]")
    assert read_plan(text, "f").entry == Entry(None, None, ("no fever",))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("5.00 km/h", {500: "5.0 km/h"}),
        ("3.10 mph", {499: "4.99 km/h (3.1 mph)"}),
        ("12:00/km", {500: "5.0 km/h (12:00 /km)"}),
        (
            "5.0 km/h (2.5 mph to 6.0 km/h)",
            {500: "5.0 km/h", 402: "4.02 km/h (2.5 mph)", 600: "6.0 km/h"},
        ),
    ],
)
def test_a_speed_is_told_in_km_h_and_as_the_author_wrote_it(
    text: str, told: dict[int, str]
) -> None:
    """Word for word in her unit, so that no rounding shows; and km/h never twice."""
    assert told_speeds(walk(text)) == told
