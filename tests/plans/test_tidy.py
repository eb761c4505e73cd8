"""Formatting changes how a plan is written, and nothing of what it means."""

from __future__ import annotations

import difflib
from dataclasses import replace
from types import MappingProxyType

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from plans.authoring.tidy import MeaningChanged, tidy_plan
from plans.notation.amounts import parse_speed, tidy_speed
from plans.notation.folding import MOST_SEARCHED, fold
from plans.notation.line import (
    Bout,
    Intervals,
    Pace,
    Repeat,
    bout_count,
    bouts,
    length,
    print_intervals,
)
from plans.notation.parse import MAX_NESTING, NotationError, parse_intervals
from plans.plan.compile import compile_session
from plans.plan.model import LONGEST_SESSION, Plan
from plans.plan.printer import print_plan
from plans.plan.reader import read_plan
from plans.problems import PlanInvalid
from plans.shelf import plan_names, plan_source
from protocols.units import SECOND, Nanoseconds
from tests.plans.strategies import all_bouts, interval_lines, plans, unsigned
from tests.plans.tables import good

WHOLE = good("whole.plan.yaml")
TWO = st.sampled_from([*bouts(parse_intervals("1s jog, 2s walk"))])
"""So few that most lines repeat something."""


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("30s jog, 2min walk, 30s jog, 2min walk", "2 x (30s jog, 2min walk)"),
        ("1 x (20min jog)", "20min jog"),
        ("2 x (3 x (1min jog, 1min walk))", "6 x (1min jog, 1min walk)"),
        ("30s jog, 2min walk, 7 x (30s jog, 2min walk)", "8 x (30s jog, 2min walk)"),
        ("8 x (30s jog, 2min walk), 30s jog", "8 x (30s jog, 2min walk), 30s jog"),
        ("30s jog, 8 x (2min walk, 30s jog)", "8 x (30s jog, 2min walk), 30s jog"),
        ("1s jog, 1s jog, 2s walk, 1s jog, 1s jog, 2s walk", "2 x (2 x (1s jog), 2s walk)"),
        ("14min jog, 1min walk, 6min jog", "14min jog, 1min walk, 6min jog"),
        ("60s jog, 1:00 jog", "2 x (1min jog)"),
        ("0.4 km jog, 400 metres jog", "0.4 km jog, 400 metres jog"),
        ("4 x (31 x (1s jog, 1s walk))", "124 x (1s jog, 1s walk)"),
        ("1 x (200 x (1s jog)), 1 x (1s walk)", "200 x (1s jog), 1s walk"),
    ],
)
def test_a_line_has_one_shortest_form(text: str, folded: str) -> None:
    """Whichever way it was written."""
    assert print_intervals(fold(parse_intervals(text))) == folded


@given(interval_lines(all_bouts, 4) | interval_lines(TWO, 4))
def test_folding_keeps_the_bouts_is_no_longer_and_done_once(line: Intervals) -> None:
    """Also where brackets would have to nest deeper than they may."""
    folded = fold(line)
    assert list(bouts(folded)) == list(bouts(line))
    assert len(print_intervals(folded)) <= len(print_intervals(line))
    assert parse_intervals(print_intervals(folded)) == folded
    assert fold(folded) == folded


@given(st.lists(TWO, min_size=1, max_size=40).map(tuple))
def test_what_is_shortest_does_not_depend_on_how_it_was_written(line: Intervals) -> None:
    """A printed form, taken apart by hand, comes out as before."""
    folded = fold(line)
    assert fold(tuple(bouts(folded))) == folded
    assert len(line) <= MOST_SEARCHED


def doubled(times: int) -> Intervals:
    """Return bouts whose shortest form would need so many brackets inside each other."""
    row: Intervals = (Bout(Nanoseconds(SECOND), Pace.JOG),)
    for seconds in range(2, times + 2):
        row = (*row, *row, Bout(Nanoseconds(seconds * SECOND), Pace.WALK))
    return row


def test_no_form_needs_brackets_deeper_than_can_be_read() -> None:
    """Even where a shorter one would."""
    for times in (MAX_NESTING, MAX_NESTING + 1):
        folded = fold(doubled(times))
        assert parse_intervals(print_intervals(folded)) == folded
        assert tuple(bouts(folded)) == doubled(times)


def test_brackets_that_become_one_leave_room_for_others_inside() -> None:
    """So that nothing is left to be done a second time."""
    line = (Repeat(2, (*doubled(4), *doubled(4))),)
    assert bout_count(line) > MOST_SEARCHED
    assert fold(line) == fold(fold(line)) == (Repeat(4, fold(doubled(4), MAX_NESTING - 1)),)


FORMATTED = """\
-  walk:  5 km/h (4.0km/h to 6.0 km/h)
+  walk:  5.0 km/h (4.0 km/h to 6.0 km/h)
-  jog:   8:00/km (8:30 /km to 6:40 /km)   # choose
-incline: 0%
+  jog:   8:00 /km (8:30 /km to 6:40 /km)   # choose
+incline: 0 %
-warm-up:   300s walk
-cool-down: 2:30 walk, 150s walk
+warm-up:   5min walk
+cool-down: 2 x (2min30s walk)
-  reminder-in-runs: every 120s
+  reminder-in-runs: every 2min
-  1: 8x(30s jog,120s walk)
-  2: {work: "1min jog, 60s walk, 1:00 jog, 1min walk", note: Longer.}
+  1: 8 x (30s jog, 2min walk)
+  2: {work: "2 x (1min jog, 1min walk)", note: Longer.}
-      - do: 2 x (0.10 mi jog, 2min walk)
+      - do: 2 x (0.1 mi jog, 2min walk)
-      - 1 x (400 metres jog, 90s walk)
+      - 400 metres jog, 1min30s walk
-    incline: 1.0 %
+    incline: 1 %
"""


def test_only_notation_is_rewritten() -> None:
    """Comments, quotes, order, alignment and the words of the author stay."""
    changes = difflib.unified_diff(
        WHOLE.splitlines(), tidy_plan(WHOLE, "whole.plan.yaml").splitlines(), n=0, lineterm=""
    )
    told = [line for line in changes if not line.startswith(("---", "+++", "@@"))]
    assert told == FORMATTED.splitlines()


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", "\x85"], ids=ascii)
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "marked"])
def test_ends_of_lines_and_a_byte_order_mark_stay(line_end: str, mark: str) -> None:
    """The file is from another system, and goes back there."""
    tidied = tidy_plan(mark + WHOLE.replace("\n", line_end), "f")
    assert tidied == mark + tidy_plan(WHOLE, "f").replace("\n", line_end)


def test_a_line_that_goes_over_several_lines_of_the_file_stays() -> None:
    """Its parts have no place of their own; it is valid as it stands."""
    text = good("good.plan.yaml").replace("(30s jog, 2min walk)", "(30s jog,\n      120s walk)")
    assert tidy_plan(text, "f") == text


@pytest.mark.parametrize("name", plan_names())
def test_a_bundled_plan_is_in_form(name: str) -> None:
    """Whoever copies it begins well."""
    text = plan_source(name).text
    assert tidy_plan(text, name) == text


@pytest.mark.long
@settings(max_examples=40, deadline=None)
@given(plans())
def test_formatting_any_plan_keeps_what_it_means_and_is_done_once(plan: Plan) -> None:
    """Every compiled level is the same, byte for byte of what the controller gets."""
    slowest = {pace: speed.least for pace, speed in plan.speeds.items()}
    for level in plan.levels.values():
        assume(length((*plan.warm_up, *level.line, *plan.cool_down), slowest) <= LONGEST_SESSION)
    printed = print_plan(plan)
    tidied = tidy_plan(printed, "f")
    again = unsigned(read_plan(tidied, "f"))
    for number in plan.levels:
        assert compile_session(again, number) == compile_session(plan, number)
    assert tidy_plan(tidied, "f") == tidied
    assert (
        replace(again, levels=plan.levels, warm_up=plan.warm_up, cool_down=plan.cool_down) == plan
    )


def test_a_file_with_mistakes_is_not_formatted() -> None:
    """They are told instead."""
    with pytest.raises(PlanInvalid) as caught:
        tidy_plan(WHOLE.replace("300s walk", "300 walk"), "f")
    assert [each.id for each in caught.value.problems] == ["no-unit"]


def test_what_would_mean_something_else_is_not_handed_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """A mistake of ours is found before it is written."""
    broken = MappingProxyType({"intervals": lambda text: text.replace("300s", "6min")})
    monkeypatch.setattr("plans.authoring.tidy._TIDY", broken)
    with pytest.raises(MeaningChanged):
        tidy_plan(WHOLE, "f")


@given(st.from_regex(r"[0-9]{1,2}(\.[0-9]{1,2})? ?(km/h|mph)|[0-9]{1,2}:[0-5][0-9] ?/(km|mi)"))
def test_a_tidied_speed_is_as_fast_and_stays_tidy(text: str) -> None:
    """In the unit that its author thinks in."""
    try:
        speed = parse_speed(text)
    except NotationError:
        return
    assert parse_speed(tidy_speed(text)) == speed
    assert tidy_speed(tidy_speed(text)) == tidy_speed(text)
