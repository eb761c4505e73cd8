"""The plans that come with Reprise say what the evidence page says."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

import plans
from controller.core.timeline import Gait, Role, Segment
from plans.lint.linter import lint
from plans.notation.line import Pace, print_intervals
from plans.notation.parse import parse_intervals
from plans.plan.compile import compile_session, running_time, total_time
from plans.plan.model import AtMost, Progression, Questions, Rest, Say
from plans.problems import Severity
from plans.provenance.sources import KINDS, known_sources
from plans.shelf import find_plan, open_plan, plan_names, policy_names
from protocols.units import SECOND
from tests.plans.evidence import (
    BRANDS,
    BY_TIME,
    FLAGGED,
    LADDER_CHANGES,
    MILES,
    NINE_WEEKS_MINUTES,
    NINE_WEEKS_SESSIONS,
    PHASES,
    RATIOS,
    Miles,
    Phase,
    Row,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from plans.plan.model import Plan

ROOM: Final = Path(plans.__file__).parent
MINUTE: Final = 60 * SECOND
MILE: Final = 1609.344
"""In metres."""
ROWS: Final = [
    (name, level, row) for name, rows in BY_TIME.items() for level, row in enumerate(rows, 1)
]
WITH_RUNS: Final = [name for name in plan_names() if name != "postpartum-walk"]


def work(name: str, level: int) -> list[Segment]:
    """Return the segments of a level between warm-up and cool-down; all of a plan without these."""
    segments = compile_session(find_plan(name), level).segments
    return [each for each in segments if each.role is Role.WORK]


def lasts(segments: list[Segment], gait: Gait) -> list[int]:
    """Return how long each segment of a gait lasts, in nanoseconds."""
    return [each.duration for each in segments if each.gait is gait]


def metres(segments: list[Segment]) -> float:
    """Return how far the segments go at their speeds."""
    return sum(each.speed / 100 / 3.6 * each.duration / SECOND for each in segments)


def texts(plan: Plan) -> Iterator[str]:
    """Yield every text of a plan that a runner may read."""
    yield from (plan.id, plan.title, plan.for_whom, plan.basis, plan.warning, plan.notes)
    yield from plan.entry.also
    for cues in plan.cues.values():
        yield from (*cues.walk, *cues.run)
    for level in plan.levels.values():
        yield level.note
        for step in level.work:
            yield step.text if isinstance(step, Say) else step.cue


def test_the_library_has_the_plans_of_the_evidence() -> None:
    """None is missing and none is more, nor is a level."""
    levels = {name: len(find_plan(name).levels) for name in plan_names()}
    assert levels == {
        **{name: len(rows) for name, rows in BY_TIME.items()},
        "mile-ladder-8": len(MILES),
        "army-6": len(PHASES),
        "run-walk-ratios": len(RATIOS),
    }


@pytest.mark.parametrize(("name", "level", "row"), ROWS)
def test_each_level_comes_to_what_the_evidence_says(name: str, level: int, row: Row) -> None:
    """Minutes of running and in all, the number of runs and the longest of them."""
    segments = work(name, level)
    runs = lasts(segments, Gait.RUN)
    assert sum(runs) == row.running * MINUTE
    assert sum(each.duration for each in segments) == row.work * MINUTE
    assert len(runs) == row.runs
    assert max(runs, default=0) == round(row.longest * 60) * SECOND


@pytest.mark.parametrize(("level", "row"), list(enumerate(MILES, 1)))
def test_each_level_in_miles_goes_as_far_as_the_evidence_says(level: int, row: Miles) -> None:
    """At the usual speeds, and to half a second of each run and walk (ADR 0016)."""
    segments = work("mile-ladder-8", level)
    runs = [each for each in segments if each.gait is Gait.RUN]
    walks = [each for each in segments if each.gait is Gait.WALK]
    assert metres(segments) == pytest.approx(row.all * MILE, abs=1.05 * len(segments))
    assert metres(runs) == pytest.approx(row.jogged * MILE, abs=1.05 * len(runs))
    assert len(runs) == row.runs
    assert max(metres([each]) for each in runs) == pytest.approx(row.longest * MILE, abs=1.05)
    assert {round(metres([each]) / MILE, 2) for each in walks} <= {0.1}


@pytest.mark.parametrize(("number", "phase"), list(enumerate(PHASES, 1)))
def test_each_phase_by_effort_goes_as_far_as_the_evidence_says(number: int, phase: Phase) -> None:
    """Walk and run in turn, never beyond the distance, and less than half a minute short of it."""
    segments = work("army-6", number)
    half_a_minute = metres([segments[-1]]) / segments[-1].duration * 30 * SECOND
    assert phase.miles * MILE - half_a_minute < metres(segments) < phase.miles * MILE + 0.1
    assert find_plan("army-6").levels[number].effort == phase.effort
    if not phase.walk:
        assert len(segments) == 1
        return
    assert [each.gait for each in segments] == [Gait.WALK, Gait.RUN] * (len(segments) // 2)
    assert set(lasts(segments, Gait.WALK)) == {phase.walk * MINUTE}
    *whole, last = lasts(segments, Gait.RUN)
    assert set(whole) == {phase.run * MINUTE}
    assert 0 < last <= phase.run * MINUTE


@pytest.mark.parametrize(("level", "ratio"), list(enumerate(RATIOS, 1)))
def test_each_ratio_fills_half_an_hour_with_whole_turns(level: int, ratio: tuple[int, int]) -> None:
    """As many as fit, and no other run or walk."""
    segments = work("run-walk-ratios", level)
    seconds = [each.duration // SECOND for each in segments]
    assert seconds == list(ratio) * (1800 // sum(ratio))
    assert {each.gait for each in segments[::2]} == {Gait.RUN}


def test_the_ratios_go_from_less_running_to_more() -> None:
    """For they are levels as well."""
    running = [sum(lasts(work("run-walk-ratios", each), Gait.RUN)) for each in range(1, 10)]
    assert running == sorted(running)
    assert running[-1] < 30 * MINUTE


@pytest.mark.parametrize(("level", "change"), list(enumerate(LADDER_CHANGES, 2)))
def test_each_step_of_the_ladder_changes_one_thing(level: int, change: str) -> None:
    """deering2024-T6: one parameter at a time; a step is at most 10 % or 2 min, and 25 %."""
    before, after = (work("postpartum-ladder", each) for each in (level - 1, level))
    runs = [lasts(each, Gait.RUN) for each in (before, after)]
    walks = [set(lasts(each, Gait.WALK)) for each in (before, after)]
    longest = [max(each) for each in runs]
    total = [sum(each) for each in runs]
    growth = total[1] - total[0]
    assert 0 <= growth <= min(max(total[0] // 10, 2 * MINUTE), total[0] // 4)
    if change == "R":
        assert longest[0] == longest[1]
        assert growth == 0
        assert max(walks[1]) < max(walks[0])
    elif change == "B":
        assert longest[1] > longest[0]
        assert growth <= MINUTE
    else:
        assert growth > 0
        assert walks[1] <= walks[0]


def test_the_nine_weeks_grow_as_the_evidence_has_computed() -> None:
    """Week by week, and by 78 % from the third to the fourth."""
    plan = find_plan("nine-week-30")
    weeks = [
        sum(running_time(compile_session(plan, level)) for level in sessions) // MINUTE
        for sessions in NINE_WEEKS_SESSIONS
    ]
    assert tuple(weeks) == NINE_WEEKS_MINUTES
    assert round(100 * (weeks[3] / weeks[2] - 1)) == 78


def test_the_growth_that_is_warned_of_is_there() -> None:
    """Half as much again in the sixth of eight weeks; five minutes a step in the half hour."""
    eight = [sum(lasts(work("eight-week-30", each), Gait.RUN)) for each in (1, 2, 5, 6)]
    assert eight[1] / eight[0] == 1.75
    assert eight[3] / eight[2] == 1.5
    half_hour = [sum(lasts(work("thirty-minute-7", each), Gait.RUN)) for each in range(1, 7)]
    assert {b - a for a, b in itertools.pairwise(half_hour)} == {5 * MINUTE}


def test_the_walking_plan_grows_by_five_minutes_and_ends_brisk() -> None:
    """Ten to thirty minutes of walking, a question every five minutes, and no run."""
    plan = find_plan("postpartum-walk")
    programs = [compile_session(plan, level) for level in plan.levels]
    assert [total_time(each) // MINUTE for each in programs] == [10, 15, 20, 25, 30]
    assert {each.asks for program in programs for each in program.segments} == {True}
    assert {each.duration for program in programs for each in program.segments} == {5 * MINUTE}
    speeds = [{each.speed for each in program.segments} for program in programs]
    walk, brisk = (plan.speeds[each].usual for each in (Pace.WALK, Pace.BRISK))
    assert speeds == [{walk}] * 4 + [{brisk}]


WARM_UPS: Final = {"army-6": 10}
"""3.3: 10 to 15 min. Elsewhere 5 min: 3.1 and 3.11, and by us where the source has none."""


@pytest.mark.parametrize("name", WITH_RUNS)
def test_every_run_is_between_walks_at_speeds_within_the_ranges(name: str) -> None:
    """evidence.md 4: walk 5.0 (4.0 to 6.0), brisk 5.8, jog 7.5 (7.0 to 9.0) km/h."""
    plan = find_plan(name)
    walk, jog = plan.speeds[Pace.WALK], plan.speeds[Pace.JOG]
    assert (walk.usual, walk.least, walk.most) == (500, 400, 600)
    assert (jog.usual, jog.least, jog.most) == (750, 700, 900)
    for level in plan.levels:
        first, *between, last = compile_session(plan, level).segments
        assert (first.role, first.gait) == (Role.WARM_UP, Gait.WALK)
        assert first.duration == WARM_UPS.get(name, 5) * MINUTE
        assert first.speed == (580 if name == "nine-week-30" else 500)
        assert (last.role, last.duration, last.speed) == (Role.COOL_DOWN, 5 * MINUTE, 500)
        assert {each.speed for each in between if each.gait is Gait.WALK} <= {500}
        assert {each.speed for each in between if each.gait is Gait.RUN} == {750}


@pytest.mark.parametrize("name", plan_names())
def test_a_bundled_plan_says_what_it_is(name: str) -> None:
    """Its id is its name; it names its policy, sources and that nobody has signed it."""
    plan = find_plan(name)
    assert plan.id == name
    assert plan.policy in policy_names()
    assert plan.reviewed is False
    assert "proposal" in plan.sources
    ours = name.startswith("postpartum-")
    assert ("project's own" in plan.basis) is ours
    assert ours or plan.notes


@pytest.mark.parametrize("name", plan_names())
def test_a_bundled_plan_warns_of_what_the_evidence_flags(name: str) -> None:
    """Only the walk has nothing to warn of."""
    warning = find_plan(name).warning.lower()
    assert FLAGGED.get(name, "") in warning
    assert bool(warning) is (name in FLAGGED)


@pytest.mark.parametrize("name", plan_names())
def test_a_bundled_plan_bears_no_name_that_is_not_ours(name: str) -> None:
    """Neither in its texts nor in its cues; citations have them."""
    said = "\n".join(texts(find_plan(name))).lower()
    assert [each for each in BRANDS if each in said] == []


@pytest.mark.parametrize("name", WITH_RUNS)
def test_no_bundled_plan_with_runs_begins_early(name: str) -> None:
    """12 weeks (donnelly2020-T1), and a year where the source says a year."""
    entry = find_plan(name).entry
    least = 365 / 7 if name == "ten-week-n-to-1" else 12
    assert entry.weeks_since_birth is not None
    assert least <= entry.weeks_since_birth < least + 1
    assert entry.readiness == "postpartum"


TWO_THEN_ONE: Final = ((1, 3, 2), (4, None, 1))
ONE: Final = ((1, None, 1),)
UD: Final = (AtMost(2, "levels", 7), AtMost(4, "sessions", 7))
THREE_A_WEEK: Final = (AtMost(3, "sessions", 7),)
PROGRESSIONS: Final = {
    "postpartum-walk": (2, (), (AtMost(1, "levels", 7),)),
    "postpartum-ladder": (2, TWO_THEN_ONE, UD),
    "twenty-by-five": (1, TWO_THEN_ONE, UD),
    "nine-week-30": (3, ONE, THREE_A_WEEK),
    "mile-ladder-8": (2, ONE, UD),
    "army-6": (2, ONE, ()),
    "walk-first-5wk": (2, ONE, THREE_A_WEEK),
    "thirty-minute-7": (2, ONE, UD),
    "eight-week-30": (3, ONE, THREE_A_WEEK),
    "ten-week-n-to-1": (3, ONE, THREE_A_WEEK),
    "run-walk-ratios": (2, TWO_THEN_ONE, UD),
}
"""3: clean sessions, days of rest from level to level (None: the last), and bounds."""


@pytest.mark.parametrize("name", plan_names())
def test_a_bundled_plan_goes_on_as_the_evidence_says(name: str) -> None:
    """How often at a level, with how much rest, and how quickly."""
    plan = find_plan(name)
    clean, rest, at_most = PROGRESSIONS[name]
    rests = tuple(Rest(first, last or len(plan.levels), days) for first, last, days in rest)
    assert plan.progression == Progression(clean, rests, at_most)


@pytest.mark.parametrize("name", plan_names())
def test_a_bundled_plan_asks_in_every_walk(name: str) -> None:
    """But where up to thirty short ones follow each other; the rest is as usual."""
    every = 2 if name == "run-walk-ratios" else 1
    assert find_plan(name).questions == Questions(every)


@pytest.mark.parametrize("name", plan_names())
def test_every_interval_has_a_short_cue(name: str) -> None:
    """One line of at most 60 characters, which is a sentence."""
    plan = find_plan(name)
    english = plan.cues["en"]
    assert all(len(each) <= 60 and each.endswith(".") for each in (*english.walk, *english.run))
    assert len(set(english.walk)) == len(english.walk) >= 2
    assert len(set(english.run)) == len(english.run) >= (0 if name == "postpartum-walk" else 3)
    for level in plan.levels:
        for each in compile_session(plan, level).segments:
            assert each.cue in (english.walk if each.gait is Gait.WALK else english.run)


def test_the_ladder_has_cues_from_all_four_pillars() -> None:
    """Breath and pelvic floor while walking; stack, turn and land while running."""
    walk, run = find_plan("postpartum-ladder").cues["en"]
    assert len(walk) >= 4
    assert len(run) >= 6
    for lines, pillar in (
        (walk, "Breathe"),
        (walk, "pelvic floor"),
        (run, "over pelvis"),
        (run, "turn"),
        (run, "Land"),
        (run, "one leg"),
    ):
        assert any(pillar in each for each in lines)


@pytest.mark.parametrize("name", plan_names())
def test_lint_has_nothing_to_say_of_a_bundled_plan_that_is_not_allowed(name: str) -> None:
    """Where a source goes further than lint's rules, the file says why it stays."""
    said = lint(open_plan(name))
    assert [each for each in said if each.severity is not Severity.ALLOWED] == []
    assert bool(said) is (name != "postpartum-walk")


@pytest.mark.parametrize("name", plan_names())
def test_every_level_of_a_bundled_plan_prints_as_it_was_read(name: str) -> None:
    """Reading undoes printing for each line that ships."""
    for level in find_plan(name).levels.values():
        assert parse_intervals(print_intervals(level.line)) == level.line


def test_every_source_is_of_a_known_kind_and_used() -> None:
    """The list holds what a plan, a policy or the floor names, and nothing else."""
    texts = [
        path.read_text(encoding="utf-8")
        for pattern in ("library/*.yaml", "policies/*.yaml", "readiness/*.yaml", "**/*.py")
        for path in ROOM.glob(pattern)
    ]
    sources = known_sources()
    assert {each.kind for each in sources.values()} <= set(KINDS)
    assert all(each.citation for each in sources.values())
    assert [each for each in sources if not any(each in text for text in texts)] == []
