"""Whole sessions of each runner in virtual time: her habits are seen, and the laws hold."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from controller.core.timeline import Gait
from controller.records.format import Record
from plans.shelf import find_policy
from protocols.units import SECOND
from simulators.people import find_person, person_names
from simulators.profiles import find_machine
from simulators.sitting.simulation import Result, simulate
from tests.session.bench import program

pytestmark = pytest.mark.long

FIVE_MINUTES: Final = program(
    (Gait.WALK, 20, 450),
    *((Gait.RUN, 50, 750), (Gait.WALK, 40, 450)) * 3,
    (Gait.WALK, 10, 300),
)
AT_MOST: Final = 16
"""Sessions of each runner, in which all that she is for must have been seen."""


def session(name: str, seed: int) -> Result:
    """Play one session of a runner, under one policy or the other."""
    policy = find_policy(("cautious", "standard")[seed % 2])
    person = find_person(name)
    return simulate(FIVE_MINUTES, policy, find_machine("generic"), person=person, seed=seed)


def keys(result: Result, *names: str) -> list[Record]:
    """Return the keys of these names that were pressed."""
    return [each for each in result.records if each["kind"] == "intent" and each["key"] in names]


def told(result: Result, kind: str, **fields: object) -> list[Record]:
    """Return what was told of a kind, with these fields."""
    return [
        each
        for each in result.records
        if each["io"] == "out"
        and each["kind"] == kind
        and all(each[key] == value for key, value in fields.items())
    ]


def ended(result: Result, because: str) -> bool:
    """Return whether it ended for a reason."""
    return because in told(result, "ended")[0]["because"]


def held_and_answered(result: Result) -> bool:
    """Return whether an answer came to a walk that was held."""
    held = [each["t"] for each in told(result, "question", state="held")]
    answered = [each["t"] for each in told(result, "question", state="answered")]
    return any(0 < late - at < 40 * SECOND for at in held for late in answered)


def pressed_together(result: Result) -> bool:
    """Return whether two keys went down within a quarter of a second."""
    moments = [each["t"] for each in result.records if each["kind"] == "intent"]
    return any(0 < late - at < SECOND // 4 for at, late in pairwise(moments))


def back_after(result: Result, minutes: int) -> bool:
    """Return whether she went on so long after a pause."""
    paused = [each["t"] for each in told(result, "phase", phase="paused")]
    resumed = [each["t"] for each in keys(result, "resume")]
    near = 20 * SECOND
    return any(abs(back - at - minutes * 60 * SECOND) < near for at in paused for back in resumed)


def start_behind_the_end(result: Result) -> bool:
    """Return whether start was pressed behind the end, and nothing came of it."""
    (end,) = told(result, "ended")
    behind = [each for each in keys(result, "start") if each["t"] > end["t"]]
    return bool(behind) and result.final_speed == 0


SEEN: Final[dict[tuple[str, str], Callable[[Result], bool]]] = {
    ("prompt", "completes"): lambda result: ended(result, "the plan was done"),
    ("slow", "is late and heard"): held_and_answered,
    ("silent", "is stopped"): lambda result: ended(result, "the question was not answered"),
    ("silent", "says nothing"): lambda result: not keys(result, "nothing", "strength"),
    ("distracted", "is late and heard"): held_and_answered,
    ("stoic", "waits to be asked"): lambda result: (
        bool(told(result, "symptom")) and not keys(result, "wrong", "unwell")
    ),
    ("candid", "speaks up in a run"): lambda result: (
        bool(keys(result, "wrong")) and bool(told(result, "symptom"))
    ),
    ("candid", "says that it is gone"): lambda result: bool(told(result, "gone")),
    ("flagged", "is referred"): lambda result: (
        result.summary.outcome == "stopped_and_refer" and bool(told(result, "signs", choice="now"))
    ),
    ("fumbling", "takes something back"): lambda result: bool(told(result, "taken_back")),
    ("fumbling", "hits two keys"): pressed_together,
    ("anxious", "goes slower, feeling nothing"): lambda result: (
        bool(told(result, "eased")) and not told(result, "symptom")
    ),
    ("anxious", "pressed unwell by mistake"): lambda result: bool(
        told(result, "signs", choice="mistake")
    ),
    ("impatient", "wants more than the plan and does not get it"): lambda result: (
        bool(keys(result, "faster")) and max(e["speed"] for e in told(result, "target")) <= 750
    ),
    ("impatient", "goes on before the belt stands"): lambda result: any(
        each["was"] == "paused" for each in told(result, "phase", phase="countdown")
    ),
    ("impatient", "starts again and nothing moves"): start_behind_the_end,
    ("called-away", "is back after five minutes"): lambda result: back_after(result, 5),
    ("called-away", "is back after twelve"): lambda result: back_after(result, 12),
    ("called-away", "is not waited for"): lambda result: ended(result, "paused for 30 minutes"),
    ("steps-off", "leaves the belt without a key"): lambda result: ended(result, "no steps"),
    ("steps-off", "presses stop"): lambda result: ended(result, "the stop key"),
    ("late-to-run", "holds the belt at a walk's cadence"): lambda result: bool(
        told(result, "held_gait", held=True)
    ),
    ("uncounted", "has no cadence and completes"): lambda result: (
        ended(result, "the plan was done")
        and {e["cadence"] for e in told(result, "belt")} <= {0, None}
    ),
    ("at-the-console", "changes the speed herself"): lambda result: bool(told(result, "changed")),
    ("at-the-console", "stops there"): lambda result: ended(result, "the treadmill's own stop"),
    ("quitter", "presses stop"): lambda result: ended(result, "the stop key"),
}


NOTHING_DRAWN: Final = frozenset({"prompt", "silent", "uncounted"})
"""Their sessions are all alike to those who see the records."""


def test_every_runner_is_seen() -> None:
    """None is there for nothing."""
    assert {name for name, _ in SEEN} == set(person_names())


@pytest.mark.parametrize("name", person_names())
def test_her_habits_are_seen_and_the_laws_hold(name: str) -> None:
    """Each in one of her sessions at least; no violation, and no mistake of ours, in any."""
    missing = {what for who, what in SEEN if who == name}
    played: list[Result] = []
    while (missing or len(played) < 2) and len(played) < AT_MOST:
        result = session(name, len(played))
        assert result.violations == [], f"seed {len(played)}"
        missing -= {what for what in missing if SEEN[name, what](result)}
        played.append(result)
    assert missing == set()
    assert session(name, 0).records == played[0].records, "the same seed is the same session"


@pytest.mark.parametrize("name", sorted(set(person_names()) - NOTHING_DRAWN))
def test_another_seed_is_another_session(name: str) -> None:
    """Under one policy, so that only her draws differ."""
    one, other = (session(name, seed).records for seed in (0, 2))
    assert one != other


@settings(max_examples=8, deadline=None)
@given(
    st.sampled_from(sorted(set(person_names()) - NOTHING_DRAWN)),
    st.integers(0, 2**32),
    st.sampled_from(["generic", "no-control", "deaf-control"]),
    st.sampled_from(["cautious", "standard"]),
)
def test_the_laws_hold_for_any_seed(name: str, seed: int, machine: str, policy: str) -> None:
    """On a machine that obeys, one that forgets control and one that cannot be controlled."""
    found = simulate(
        FIVE_MINUTES,
        find_policy(policy),
        find_machine(machine),
        person=find_person(name),
        seed=seed,
    )
    assert found.violations == []
    assert found.left_out == ()
