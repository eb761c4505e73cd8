"""Plans drawn by hypothesis: whatever a file can say, as the value that is read from it."""

from __future__ import annotations

import itertools
import string
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, TypeVar

from hypothesis import strategies as st

from controller.core.timeline import JOG_FLOOR
from plans.notation.amounts import HARDEST, STEEPEST
from plans.notation.line import Bout, Distance, Intervals, Pace, Repeat
from plans.plan.model import (
    EARLIEST_WEEKS,
    LONGEST_RUN_UNREMINDED,
    READINESS_LISTS,
    SHORTEST_REMINDER,
    SPEED_CAP,
    AtMost,
    Cues,
    Entry,
    Level,
    PaceSpeed,
    Plan,
    Progression,
    Questions,
    Rest,
    Say,
    Step,
)
from plans.plan.progress import MOST_CLEAN_SESSIONS, MOST_DAYS
from plans.provenance.review import NO_REVIEW
from plans.provenance.sources import known_sources
from protocols.units import SECOND, CentiKmh, DeciPercent, Nanoseconds

if TYPE_CHECKING:
    from collections.abc import Mapping

T = TypeVar("T")

ids: Final = st.from_regex(r"[a-z0-9]{1,9}(-[a-z0-9]{1,9}){0,2}", fullmatch=True)
_WORDS: Final = st.text(
    st.characters(min_codepoint=0x21, categories=("L", "N", "P", "S")), min_size=1, max_size=9
) | st.sampled_from(["-", "#", ":", "a: b", "'", '"', "\\", "[x]", "{", "&a", "!b", "null", ">"])
prose: Final = st.lists(_WORDS, min_size=1, max_size=30).map(" ".join)
lines: Final = prose.map(lambda text: " ".join(text[:80].split()))
languages: Final = st.text(string.ascii_lowercase, min_size=2, max_size=3)

durations: Final = st.integers(1, 400).map(lambda seconds: Nanoseconds(seconds * SECOND))
distances: Final = st.builds(Distance, st.integers(1, 20), st.sampled_from(["mi", "km"])) | (
    st.builds(Distance, st.integers(1, 40_000), st.just("metres"))
)
walks: Final = st.builds(Bout, durations | distances, st.sampled_from([Pace.WALK, Pace.BRISK]))
all_bouts: Final = walks | st.builds(Bout, durations | distances, st.just(Pace.JOG))


def interval_lines(bout: st.SearchStrategy[Bout], depth: int) -> st.SearchStrategy[Intervals]:
    """Return interval lines with brackets up to ``depth`` deep."""
    item: st.SearchStrategy[Bout | Repeat] = bout
    if depth:
        repeat = st.builds(Repeat, st.integers(1, 3), interval_lines(bout, depth - 1))
        item = bout | repeat
    return st.lists(item, min_size=1, max_size=3).map(tuple)


def some(what: st.SearchStrategy[T], most: int = 3) -> st.SearchStrategy[tuple[T, ...]]:
    """Return tuples of at least one."""
    return st.lists(what, min_size=1, max_size=most).map(tuple)


def frozen(values: Mapping[Any, T]) -> Mapping[Any, T]:
    """Return a mapping as the reader makes it."""
    return MappingProxyType(dict(values))


inclines: Final = st.none() | st.integers(0, STEEPEST).map(DeciPercent)
efforts: Final = st.none() | st.integers(0, HARDEST)
cue_lines: Final = st.builds(Cues, some(lines), some(lines) | st.just(())) | st.builds(
    Cues, st.just(()), some(lines)
)
cues: Final = st.dictionaries(languages, cue_lines, max_size=2).map(frozen)
steps: Final = st.builds(Step, interval_lines(all_bouts, 1), st.just("") | lines, effort=efforts)


@st.composite
def works(draw: st.DrawFn) -> tuple[Step | Say, ...]:
    """Return the work of a level: never words after words, and never words alone."""
    work: list[Step | Say] = []
    for step in draw(some(steps)):
        if draw(st.booleans()):
            work.append(Say(draw(lines)))
        work.append(step)
    return (*work, Say(draw(lines))) if draw(st.booleans()) else tuple(work)


plain_levels: Final = interval_lines(all_bouts, 2).map(lambda line: Level((Step(line),)))
long_levels: Final = st.builds(
    Level, works(), st.just("") | prose, cues, effort=efforts, incline=inclines
)


@st.composite
def pace_speeds(draw: st.DrawFn, pace: Pace) -> PaceSpeed:
    """Return a speed and its range, within what the pace may be."""
    jog = pace is Pace.JOG
    bounds = st.integers(JOG_FLOOR, SPEED_CAP) if jog else st.integers(200, JOG_FLOOR - 1)
    least, usual, most = sorted(draw(st.lists(bounds, min_size=3, max_size=3)))
    if draw(st.booleans()):
        least = most = usual
    return PaceSpeed(CentiKmh(usual), CentiKmh(least), CentiKmh(most))


@st.composite
def progressions(draw: st.DrawFn, levels: int) -> Progression:
    """Return a progression of a plan with so many levels: no level has two rests."""
    cuts = sorted(draw(st.sets(st.integers(1, levels + 1), max_size=4)))
    rest = tuple(
        Rest(first, after - 1, draw(st.integers(0, MOST_DAYS)))
        for first, after in itertools.pairwise(cuts)
    )
    bound = st.builds(
        AtMost,
        st.integers(1, 2),
        st.sampled_from(["levels", "sessions"]),
        st.integers(1, MOST_DAYS),
    )
    at_most = draw(st.lists(bound, max_size=3, unique_by=lambda each: (each.what, each.days)))
    return Progression(draw(st.integers(1, MOST_CLEAN_SESSIONS)), rest, tuple(at_most))


questions: Final = st.builds(
    Questions,
    st.sampled_from([1, 2]),
    st.booleans(),
    st.integers(SHORTEST_REMINDER // SECOND, LONGEST_RUN_UNREMINDED // SECOND).map(
        lambda seconds: Nanoseconds(seconds * SECOND)
    ),
)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Return a plan that a file can say, with whatever a file can say."""
    levels = draw(st.lists(plain_levels | long_levels, min_size=1, max_size=4))
    around = interval_lines(walks, 1)
    return Plan(
        id=draw(ids),
        title=draw(lines),
        for_whom=draw(prose),
        basis=draw(prose),
        sources=draw(some(st.sampled_from(sorted(known_sources())))),
        reviewed=False,
        entry=Entry(
            draw(st.integers(EARLIEST_WEEKS, 104)),
            draw(st.sampled_from((None, *READINESS_LISTS))),
            draw(st.just(()) | some(lines)),
        ),
        policy=draw(ids),
        questions=draw(questions),
        speeds=frozen({pace: draw(pace_speeds(pace)) for pace in Pace}),
        warm_up=draw(around),
        cool_down=draw(around),
        levels=frozen(dict(enumerate(levels, 1))),
        warning=draw(st.just("") | prose),
        notes=draw(st.just("") | prose),
        cues=draw(cues),
        progression=draw(progressions(len(levels))),
        incline=draw(inclines),
    )


def unsigned(plan: Plan) -> Plan:
    """Return a plan as it is without the file from which it was read: nobody signed it."""
    return replace(plan, reviewed=False, review=NO_REVIEW)
