"""What lint warns of, where, and what an author may allow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import groupby
from types import MappingProxyType
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.lint.allow import read_allowances
from plans.lint.checks import check, ramps
from plans.lint.linter import lint
from plans.lint.rules import RULES
from plans.lint.shape import Stretch, shape, stretches
from plans.notation.line import Bout, Distance, Intervals, Pace, Repeat, bouts, lasts
from plans.notation.parse import parse_intervals
from plans.plan.model import AtMost, Entry, Level, PaceSpeed, Plan, Progression, Rest, Say, Step
from plans.plan.reader import read_plan_file
from plans.problems import Findings, Problem, Severity, told
from plans.provenance.sources import known_sources
from protocols.units import SECOND, CentiKmh, DeciPercent, Nanoseconds
from tests.plans.tables import Case, good, wrong_files

TEXT: Final = good("lint.plan.yaml")
WRONG: Final = wrong_files("wrong_lint.txt", TEXT)
NAME: Final = "my.plan.yaml"
PLAN: Final = read_plan_file(TEXT, NAME).plan
SPEEDS: Final = PLAN.usual_speeds()
RESTED: Final = Progression(rest=(Rest(1, 99, 1),))


def linted(text: str) -> tuple[Problem, ...]:
    """Return what lint says of a plan's text."""
    return lint(read_plan_file(text, NAME))


def name(case: Case) -> str:
    """Return how pytest names a case."""
    return case.name


def plan(*lines: str, **changes: object) -> Plan:
    """Return a plan with these levels that rests between its sessions."""
    levels = {number: Level((Step(parse_intervals(line)),)) for number, line in enumerate(lines, 1)}
    usual = replace(PLAN, levels=MappingProxyType(levels), progression=RESTED)
    return replace(usual, **changes)  # type: ignore[arg-type]


def rules_of(checked: Plan) -> list[tuple[str, int | str]]:
    """Return which rules warn of a plan, and where."""
    return [(each.rule, each.at) for each in check(checked)]


@pytest.mark.parametrize("case", WRONG, ids=name)
def test_a_warning_is_told_with_its_place_and_how_to_keep_it(case: Case) -> None:
    """Exactly the text of the table is printed."""
    shown = [each for each in linted(case.text) if each.severity is not Severity.ALLOWED]
    assert told(shown) == case.said


@pytest.mark.parametrize("line_end", ["\r\n", "\r", "\x85", "\u2028"], ids=ascii)
def test_places_do_not_depend_on_how_lines_end(line_end: str) -> None:
    """Nor does where a comment ends; what is told at all is for the table's own test."""
    for case in WRONG:
        assert told(linted("\ufeff" + case.text.replace("\n", line_end))) == told(linted(case.text))


def test_the_base_of_the_table_is_good() -> None:
    """The cases warn of the one thing that they change."""
    assert linted(TEXT) == ()


def test_what_a_comment_allows_is_told_with_its_reason() -> None:
    """At its place, and as no warning; a level that the comment does not name stays one."""
    text = TEXT.replace("10 x", "12 x").replace(
        "# One thing changes from each level to the next.",
        '# lint: allow step-too-big at 2 because it\'s only a "test" # for once',
    )
    allowed, warned = linted(text)
    assert str(allowed).splitlines()[1:] == [
        "   29 |   2:  12 x (30s jog, 2min walk)",
        "      |       ^^^^^^^^^^^^^^^^^^^^^^^^^",
        '      = allowed because it\'s only a "test" # for once',
    ]
    assert str(allowed).startswith("my.plan.yaml:29:7: allowed step-too-big: level 2 runs 6:00, ")
    assert (allowed.severity, allowed.id) == (Severity.ALLOWED, "step-too-big")
    assert (warned.severity, warned.id, warned.line) == (Severity.WARNING, "step-too-big", 35)


def test_a_comment_without_a_reason_is_in_no_ones_way() -> None:
    """Another comment about the same allows it."""
    comments = (
        "# lint: allow short-cool-down",
        "# lint: allow short-cool-down because of the stairs",
    )
    found = linted(f"{TEXT.replace('cool-down: 5min', 'cool-down: 4min')}{chr(10).join(comments)}")
    assert [(each.id, each.severity) for each in found] == [
        ("short-cool-down", Severity.ALLOWED),
        ("unused-allow", Severity.WARNING),
    ]


def test_warnings_come_in_the_order_of_the_file() -> None:
    """Whatever they are about."""
    text = TEXT.replace("10 x", "12 x").replace("walk:  5.0", "walk:  6.2")
    text = text.replace("One thing", "lint: one thing").replace("5min walk", "4min walk")
    assert [(each.line, each.id) for each in linted(text)] == [
        (15, "walk-too-fast"),
        (24, "short-warm-up"),
        (25, "short-cool-down"),
        (26, "lint-comment"),
        (29, "step-too-big"),
        (35, "step-too-big"),
    ]


def test_every_rule_has_a_case_a_reason_a_remedy_and_known_sources() -> None:
    """Nothing is warned of that the tests do not show, and nothing without a source."""
    told_of = {
        each.id for case in WRONG for each in linted(case.text) if each.severity is Severity.WARNING
    }
    missing = {*RULES} - told_of
    assert not missing, f"wrong_lint.txt has no case in which lint warns of {missing}; write one"
    assert told_of <= {*RULES}
    for rule in RULES.values():
        assert rule.sources
        assert set(rule.sources) <= set(known_sources())
        assert all((rule.about, rule.reason, rule.remedy))


NUMBERS: Final = {
    "step-too-big": "test_a_step_is_at_most_ten_per_cent_or_two_minutes_and_a_quarter",
    "bout-growth": "test_the_longest_run_grows_to_one_and_a_half",
    "two-changes": "test_one_thing_gets_harder_at_a_time",
    "no-walk-to-ask": "test_a_long_run_has_a_walk_of_the_work_after_it",
    "walk-too-fast": "test_a_walk_that_may_be_chosen_is_a_walk",
    "shorter-than-ramp": "test_runs_and_walks_between_them_last_longer_than_the_ramps",
    "short-warm-up": "test_the_walks_before_and_after_last_five_minutes",
    "short-cool-down": "test_the_walks_before_and_after_last_five_minutes",
    "very-long": "test_more_than_an_hour_at_a_stretch_is_asked_about",
    "early-start": "test_running_begins_twelve_weeks_after_a_birth",
    "steep-start": "test_running_begins_as_plans_for_after_a_birth_begin_it",
    "no-rest": "test_a_day_of_rest_follows_every_session_with_runs",
    "quick-progress": "test_a_plan_is_gone_through_slowly",
    "unused-allow": "test_a_comment_without_a_reason_is_in_no_ones_way",
}
"""Where each rule is tried at the number at which it begins to warn."""


def test_every_rule_is_tried_at_its_number() -> None:
    """A case far beyond it would not see a number that slipped."""
    untried = {*RULES} ^ {*NUMBERS}
    assert not untried, f"try {untried} here, once on either side of its number; name it in NUMBERS"
    gone = {*NUMBERS.values()} - {*globals()}
    assert not gone, f"NUMBERS names {gone}, which is not here"


@pytest.mark.parametrize(("line", "warned"), [("5min walk", False), ("4min59s walk", True)])
def test_the_walks_before_and_after_last_five_minutes(line: str, *, warned: bool) -> None:
    """Each by itself."""
    for part in ("warm_up", "cool_down"):
        made = plan("5 x (1min jog, 1min walk)", **{part: parse_intervals(line)})
        found = {rule for rule, _ in rules_of(made)}
        assert found == ({f"short-{part.replace('_', '-')}"} if warned else set())


# Level by level: what goes before, what comes after, and the most running that is no warning.
@pytest.mark.parametrize(
    ("before", "most"),
    [
        ("1min jog", 75),  # a quarter
        ("4min jog", 5 * 60),  # a quarter
        ("8min jog", 10 * 60),  # a quarter, and 2 min
        ("12min jog", 14 * 60),  # 2 min
        ("20min jog", 22 * 60),  # 2 min, and 10 %
        ("30min jog", 33 * 60),  # 10 %
        ("1h jog", 66 * 60),  # 10 %
    ],
)
def test_a_step_is_at_most_ten_per_cent_or_two_minutes_and_a_quarter(
    before: str, most: int
) -> None:
    """evidence.md 0.1; the same for one run and for many."""

    def warned(seconds: int) -> bool:
        return ("step-too-big", 2) in rules_of(
            plan(before, f"{seconds // 2}s jog, {seconds - seconds // 2}s jog")
        )

    assert not warned(most)
    assert warned(most + 1)


@pytest.mark.parametrize(("before", "most"), [(30, 45), (60, 90), (61, 91)])
def test_the_longest_run_grows_to_one_and_a_half(before: int, most: int) -> None:
    """evidence.md 3.11; a second more is warned of."""

    def warned(seconds: int) -> bool:
        rules = rules_of(
            plan(f"9 x ({before}s jog, 1min walk)", f"9 x ({seconds}s jog, 1min walk)")
        )
        return ("bout-growth", 2) in rules

    assert not warned(most)
    assert warned(most + 1)


@pytest.mark.parametrize(
    ("before", "after", "ways"),
    [
        # evidence.md 3.11: T, B and R of the ladder are one change each.
        ("8 x (30s jog, 2min walk)", "10 x (30s jog, 2min walk)", ""),
        ("8 x (90s jog, 90s walk)", "6 x (2min jog, 90s walk)", ""),
        ("6 x (2min jog, 90s walk)", "6 x (2min jog, 1min walk)", ""),
        ("5 x (3min jog, 1min walk), 2min jog", "4 x (4min30s jog, 1min walk)", ""),
        ("20min jog", "22min jog", ""),
        (
            "5min jog",
            "6min jog, 1min walk, 3min jog",
            "more running (5:00 to 9:00) and longer runs (5:00 to 6:00)",
        ),
        ("6min jog", "6min jog, 1min walk, 1min jog", ""),
        ("14min jog, 1min walk, 6min jog", "20min jog", ""),
        # Harder in one way, easier in another.
        ("10 x (1min jog, 1min walk)", "3 x (2min jog, 1min walk)", ""),
        ("10 x (1min jog, 1min walk)", "11 x (1min jog, 2min walk)", ""),
        ("4 x (2min jog, 1min walk)", "2 x (2min jog, 30s walk)", ""),
        # More than a minute more, with longer runs; by less it is the same total.
        ("4 x (2min jog, 1min walk)", "3 x (3min jog, 1min walk)", ""),
        (
            "4 x (2min jog, 1min walk)",
            "3 x (3min1s jog, 1min walk)",
            "more running (8:00 to 9:03) and longer runs (2:00 to 3:01)",
        ),
        # Without longer runs every second counts.
        (
            "7 x (1min jog, 2min walk)",
            "7 x (1min jog, 90s walk), 1s jog",
            "more running (7:00 to 7:01) and shorter walks between runs (2:00 to 1:30)",
        ),
        # physioadvisor: blocks of five minutes.
        (
            "4 x (4min walk, 1min jog)",
            "4 x (3min30s walk, 90s jog)",
            (
                "more running (4:00 to 6:00), longer runs (1:00 to 1:30) "
                "and shorter walks between runs (4:00 to 3:30)"
            ),
        ),
        # A quicker walk is a change as well.
        (
            "4 x (4min walk, 1min jog)",
            "5 x (4min brisk, 1min jog)",
            "more running (4:00 to 5:00) and quicker walks (5.0 to 5.8 km/h)",
        ),
    ],
)
def test_one_thing_gets_harder_at_a_time(before: str, after: str, ways: str) -> None:
    """deering2024-T6."""
    told_of = [each.message for each in check(plan(before, after)) if each.rule == "two-changes"]
    sentence = f"level 2 has {ways} than level 1; change one thing at a time"
    assert told_of == ([sentence] if ways else [])


def test_effort_and_incline_are_things_that_get_harder() -> None:
    """What a step says goes before its level, and that before the plan."""
    line = parse_intervals("4 x (2min jog, 1min walk)")
    easy = Level((Step(line, effort=3),), effort=2)
    hard = Level((Say("Now."), Step(line, effort=4), Step(line)), incline=DeciPercent(15))

    def told_of(*levels: Level, incline: int | None = None) -> list[str]:
        made = plan(levels=dict(enumerate(levels, 1)), incline=incline)
        return [each.message for each in check(made) if each.rule == "two-changes"]

    assert told_of(easy, hard) == [
        (
            "level 2 has more running (8:00 to 16:00), more effort (3 to 4 of 10) "
            "and more incline (0 % to 1.5 %) than level 1; change one thing at a time"
        )
    ]
    half = Level((Step(line),), effort=4, incline=DeciPercent(15))
    assert told_of(easy, half) == [
        (
            "level 2 has more effort (3 to 4 of 10) "
            "and more incline (0 % to 1.5 %) than level 1; change one thing at a time"
        )
    ]
    assert told_of(easy, half, incline=15) == []
    assert told_of(easy, replace(half, effort=3)) == []
    assert "incline (1 % to 1.5 %)" in told_of(easy, half, incline=10)[0]
    assert told_of(replace(easy, work=(Step(line),), effort=None), half) == []


@pytest.mark.parametrize(
    ("line", "warned"),
    [
        ("10min jog", False),
        ("10min1s jog", True),
        ("2min jog, 1min walk, 9min jog, 2min jog", True),
        ("2min walk, 20min jog", True),
        ("20min jog, 1min walk", False),
        ("14min jog, 1min walk, 6min jog", False),
        ("2 x (12min jog)", True),
        ("2 x (1min walk, 12min jog)", True),
        ("2 x (12min jog, 1min walk)", False),
    ],
)
def test_a_long_run_has_a_walk_of_the_work_after_it(line: str, *, warned: bool) -> None:
    """Runs are judged as they are run: two in a row are one."""
    assert (("no-walk-to-ask", 1) in rules_of(plan(line))) is warned


@pytest.mark.parametrize(
    ("walk", "jog", "up", "down"),
    [(500, 800, 12, 6), (500, 750, 10, 5), (400, 900, 20, 10), (600, 701, 6, 2.02)],
)
def test_the_ramps_are_those_of_the_controller(walk: int, jog: int, up: int, down: float) -> None:
    """evidence.md 5.2; steps up of 0.5 km/h every 2 s, and 0.5 km/h a second down."""
    found = ramps(CentiKmh(walk), CentiKmh(jog))
    assert found == (up * SECOND, down * SECOND)


@pytest.mark.parametrize(
    ("line", "walk", "warned"),
    [
        ("3 x (30s jog, 30s walk)", 500, False),
        ("3 x (29s jog, 30s walk)", 500, True),
        ("3 x (30s jog, 29s walk)", 500, True),
        ("3 x (15s jog, 15s jog, 15s walk, 15s brisk)", 500, False),
        ("5s walk, 3 x (30s jog, 30s walk), 30s jog, 5s walk", 500, False),
        ("3 x (33s jog, 33s walk)", 200, False),
        ("3 x (32s jog, 33s walk)", 200, True),
        ("3 x (5s walk)", 500, False),
    ],
)
def test_runs_and_walks_between_them_last_longer_than_the_ramps(
    line: str, walk: int, *, warned: bool
) -> None:
    """At least 30 s; the walks at the ends go over into warm-up and cool-down."""
    speed = CentiKmh(walk)
    speeds = {**PLAN.speeds, Pace.WALK: PaceSpeed(speed, speed, speed)}
    assert (("shorter-than-ramp", 1) in rules_of(plan(line, speeds=speeds))) is warned


@pytest.mark.parametrize(
    ("lines", "weeks", "level"),
    [
        (["10 x (1min jog, 1min walk)"], 12, None),  # mamaste7
        (["8 x (1min jog, 90s walk)"], 12, None),
        (["10 x (0.1 mi walk, 0.1 mi jog)"], 12, 1),  # UD-T4: 77 s at 7.5 km/h
        (["10 x (0.1 mi walk, 0.1 mi jog)"], 51, 1),
        (["10 x (0.1 mi walk, 0.1 mi jog)"], 52, None),
        (["10 x (0.1 mi walk, 0.1 mi jog)"], None, None),
        (["20min walk", "11 x (1min jog, 1min walk)", "10 x (2min jog, 1min walk)"], 12, 2),
        (["20min walk"], 12, None),
    ],
)
def test_running_begins_as_plans_for_after_a_birth_begin_it(
    lines: list[str], weeks: int | None, level: int | None
) -> None:
    """Only the first level with runs is judged, and only within a year of the birth."""
    levels = [_line(each) for each in lines]
    made = plan(entry=Entry(weeks, None), levels=dict(enumerate(levels, 1)))
    assert [at for rule, at in rules_of(made) if rule == "steep-start"] == (
        [level] if level else []
    )


@pytest.mark.parametrize(("weeks", "warned"), [(11, True), (12, False), (None, False)])
def test_running_begins_twelve_weeks_after_a_birth(weeks: int | None, *, warned: bool) -> None:
    """The gate of readiness; a plan of walks may begin whenever she feels ready."""
    runs = plan("8 x (30s jog, 2min walk)", entry=Entry(weeks, None))
    walks = plan("20min walk", entry=Entry(weeks, None))
    rules = rules_of(runs)
    assert (("early-start", "entry.since-birth") in rules) is warned
    assert not any(rule == "early-start" for rule, _ in rules_of(walks))


@pytest.mark.parametrize(
    ("line", "warned"),
    [
        ("60min walk", False),
        ("60min1s walk", True),
        ("40min walk, 21min brisk", True),
        ("7 x (10min walk)", True),
        ("70 x (30s jog, 1min walk)", False),
        ("61min jog", True),
    ],
)
def test_more_than_an_hour_at_a_stretch_is_asked_about(line: str, *, warned: bool) -> None:
    """In a plan of walks, too, and before and after the work."""
    assert (("very-long", 1) in rules_of(plan(line))) is warned
    around = plan("20min walk", cool_down=parse_intervals(line))
    assert (("very-long", "cool-down") in rules_of(around)) is warned


def _line(text: str) -> Level:
    """Return a level; "0.1 mi" in it is a distance whatever the notation knows so far."""
    if "mi " not in text:
        return Level((Step(parse_intervals(text)),))
    inside = tuple(Bout(Distance(10, "mi"), pace) for pace in (Pace.WALK, Pace.JOG))
    return Level((Step((Repeat(10, inside),)),))


@pytest.mark.parametrize(
    ("rest", "bare"),
    [
        ((), "levels 1-4"),
        ((Rest(1, 4, 1),), ""),
        ((Rest(1, 3, 2), Rest(4, 4, 1)), ""),
        ((Rest(1, 4, 0),), "levels 1-4"),
        ((Rest(1, 1, 2), Rest(3, 3, 1)), "levels 2 and 4"),
        ((Rest(1, 3, 1),), "level 4"),
        ((Rest(2, 2, 1),), "levels 1 and 3-4"),
    ],
)
def test_a_day_of_rest_follows_every_session_with_runs(rest: tuple[Rest, ...], bare: str) -> None:
    """UD-T4, chop, army-T1: never on consecutive days. A walk needs no day of rest."""
    lines = ["5 x (1min jog, 1min walk)"] * 4
    found = [each.message for each in check(plan(*lines, progression=Progression(rest=rest)))]
    sentence = f"no day of rest is written for {bare}; at least 1 day after every session with runs"
    assert found == ([sentence] if bare else [])
    assert rules_of(plan("20min walk", progression=Progression(rest=rest))) == []


@pytest.mark.parametrize(
    ("progression", "told_of"),
    [
        (Progression(2, RESTED.rest, (AtMost(2, "levels", 7), AtMost(4, "sessions", 7))), []),
        (
            Progression(1, RESTED.rest),
            ["a step up follows a single session with nothing to note; at least 2"],
        ),
        (
            Progression(2, RESTED.rest, (AtMost(3, "levels", 7),)),
            ["3 levels may be done in 7 days; at most 2 in 7"],
        ),
        (Progression(2, RESTED.rest, (AtMost(4, "levels", 14),)), []),
        (
            Progression(2, RESTED.rest, (AtMost(1, "levels", 3),)),
            ["1 level may be done in 3 days; at most 2 in 7"],
        ),
    ],
)
def test_a_plan_is_gone_through_slowly(progression: Progression, told_of: list[str]) -> None:
    """army-T1: each phase at least twice; UD-T4 and chop: at most two levels a week."""
    found = check(plan("5 x (1min jog, 1min walk)", progression=progression))
    assert [each.message for each in found] == told_of


@pytest.mark.parametrize(
    ("pace", "most", "warned"),
    [
        (Pace.WALK, 600, False),
        (Pace.WALK, 601, True),
        (Pace.BRISK, 640, False),
        (Pace.BRISK, 641, True),
    ],
)
def test_a_walk_that_may_be_chosen_is_a_walk(pace: Pace, most: int, *, warned: bool) -> None:
    """The upper end of the range counts, in a plan that only walks, too."""
    speeds = {**PLAN.speeds, pace: PaceSpeed(CentiKmh(500), CentiKmh(400), CentiKmh(most))}
    for line in ("20min walk", "5 x (1min jog, 1min walk)"):
        assert (
            ("walk-too-fast", f"speeds.{pace.value}") in rules_of(plan(line, speeds=speeds))
        ) is warned


def test_a_run_goes_on_over_the_steps_of_a_long_form() -> None:
    """Words between intervals end nothing."""
    steps = [Step(parse_intervals(each)) for each in ("1min walk, 3min jog", "3min jog, 1min walk")]
    level = Level((steps[0], Say("Half of it is done."), steps[1]))
    assert shape(PLAN, level).longest_run == 6 * 60 * SECOND


durations = st.integers(1, 600).map(lambda seconds: Nanoseconds(seconds * SECOND))
one_bout = st.builds(Bout, durations, st.sampled_from(Pace))
lines = st.recursive(
    st.lists(one_bout, min_size=1, max_size=4),
    lambda inner: st.lists(
        one_bout | st.builds(Repeat, st.integers(1, 4), inner.map(tuple)), min_size=1, max_size=3
    ),
    max_leaves=12,
).map(tuple)


def expanded(line: Intervals, speeds: Mapping[Pace, CentiKmh]) -> list[Stretch]:
    """Return all stretches of a line, each bout looked at."""
    return [
        Stretch(runs, Nanoseconds(sum(lasts(each, speeds) for each in group)))
        for runs, group in groupby(bouts(line), key=lambda each: each.pace is Pace.JOG)
    ]


@given(lines)
def test_two_turns_of_a_repeat_show_all_there_is_to_see(line: Intervals) -> None:
    """The numbers of a level are those of its expanded line."""
    short, whole = stretches(line, SPEEDS), expanded(line, SPEEDS)
    assert (short[0], short[-1]) == (whole[0], whole[-1])
    assert set(short) == set(whole)
    assert set(short[1:-1]) == set(whole[1:-1])
    found = shape(PLAN, Level((Step(line),)))
    assert found.running == sum(each.lasts for each in whole if each.runs)
    walked = [SPEEDS[each.pace] for each in bouts(line) if each.pace is not Pace.JOG]
    assert found.walk_speed == max(walked, default=0)


COMMENT: Final = "# lint: allow bout-growth at 2, 4-5 because of a reason"


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (COMMENT, [(1, 1)]),
        (f"a: b\n  {COMMENT}\nc: d", [(2, 3)]),
        (f"a: b {COMMENT}", [(1, 6)]),
        (f"a: 'b' {COMMENT}\nc: [d, {COMMENT}\n e]", [(1, 8), (2, 8)]),
        (f"a: >\n  b\n{COMMENT}\nc: d", [(3, 1)]),
        (f"a:\n  b: >\n    b\n\n  {COMMENT}\n  c: d", [(5, 3)]),
        (f"a: b\n{COMMENT}", [(2, 1)]),
        (f"a: b\n##{COMMENT}", [(2, 1)]),
        (f"a: b\n# and {COMMENT}", []),
        (f"a: '{COMMENT}'", []),
        (f'a: "b\n {COMMENT}"', []),
        (f"a: >\n  b\n  {COMMENT}\nc: d", []),
        (f"a: |\n  b\n  {COMMENT}", []),
        ("a: b#lint:allow bout-growth", []),
        ("a: b\n? [c]\n: d#lint:allow", []),
    ],
)
def test_a_comment_is_one_only_where_yaml_has_nothing_else(
    text: str, places: list[tuple[int, int]]
) -> None:
    """Not in quotes, in a block text or in a word."""
    findings = Findings(NAME, text)
    found = read_allowances(text, findings)
    assert [(each.span.line, each.span.column) for each in found] == places
    assert {(each.rule, each.levels, each.reason) for each in found} <= {
        ("bout-growth", frozenset({2, 4, 5}), "of a reason")
    }
    assert findings.problems == []


@given(st.integers(0, TEXT.count("\n")), st.text() | st.from_regex(r"[ a-z0-9,-]*"))
def test_no_comment_is_too_strange(line: int, words: str) -> None:
    """Whatever stands after "lint:", it is an allowance or one problem at a place that exists."""
    rows = TEXT.split("\n")
    comment = "".join(each for each in f"# lint: allow {words}" if each.isprintable())
    text = "\n".join([*rows[:line], comment, *rows[line:]])
    for each in linted(text):
        assert each.source_line is None or each.source_line == text.split("\n")[each.line - 1]
        assert str(each).replace("\n", "").isprintable()


@pytest.mark.long
def test_a_thousand_levels_are_judged() -> None:
    """With an allowance for each, and every level judged."""
    rows = [f"  {n}: 8 x ({30 + 13 * n % 60}s jog, 2min walk)" for n in range(1, 1000)]
    comments = [f"# lint: allow two-changes at {n} because it is a test" for n in range(1, 1000)]
    head = TEXT.partition("levels:")[0]
    file = read_plan_file("\n".join([head, *comments, "levels:", *rows]), NAME)
    assert {each.severity for each in lint(file)} == {Severity.WARNING, Severity.ALLOWED}
