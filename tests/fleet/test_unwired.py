"""A session without bytes is the session with bytes: the same core, belt, person and draws."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import pytest

from controller.core.step import Stepped, step
from controller.records.format import OUTPUT
from controller.records.summary import Summary
from plans.plan.compile import compile_session
from plans.shelf import find_plan, open_policy
from protocols.units import SECOND, Nanoseconds
from simulators.fleet import unwired
from simulators.fleet.unwired import Unwired
from simulators.people import find_person
from simulators.profiles import find_machine
from simulators.sitting.simulation import simulate

if TYPE_CHECKING:
    from controller.core.events import Event
    from controller.core.state import SessionState
    from controller.records.format import Record

pytestmark = pytest.mark.long

PLAN: Final = find_plan("postpartum-ladder")
POLICY: Final = open_policy(PLAN.policy).policy
GENERIC: Final = find_machine("generic")
NO_SENSOR: Final = replace(GENERIC, radio=replace(GENERIC.radio, cadence_sensor=False))
"""A fleet's belt counts no steps."""
_LEVELS: Final = (1, 8, 25)
_NUMBERING: Final = ("n", "t", "until")
_BEHIND_IT: Final = ("ended", "stop_seen", "confirmed", "sites", "signs", "site")


def _played(name: str, level: int, seed: int) -> tuple[Unwired, list[Record]]:
    told: list[Record] = []
    program = compile_session(PLAN, level)
    session = Unwired(
        program, POLICY, NO_SENSOR, person=find_person(name), seed=seed, tell=told.append
    )
    session.play()
    return session, told


def _came_to(records: list[Record]) -> dict[str, Any]:
    summary = Summary()
    for each in records:
        summary.add(each)
    return summary.as_json()


_AT_THE_END: Final = 2
"""Seconds: with seldom telemetry the machine's period counts as longer in a stop's patience."""


@pytest.mark.parametrize("level", _LEVELS)
@pytest.mark.parametrize(
    "name",
    ["prompt", "candid", "stoic", "anxious", "called-away", "flagged", "slow", "silent", "quitter"],
)
def test_it_agrees_with_the_session_that_is_played_on_bytes(name: str, level: int) -> None:
    """What a screen is told is the same, each at its very moment; only its end may come 2 s apart.

    So are running seconds, symptoms and stops, which are made of that.
    """
    for seed in range(2):
        person, program = find_person(name), compile_session(PLAN, level)
        result = simulate(program, POLICY, NO_SENSOR, person=person, seed=seed)
        wired, mine = _told(result.records), _told(_played(name, level, seed)[1])
        assert [each[1:] for each in mine] == [each[1:] for each in wired]
        for (ours, kind, fields), (theirs, *_) in zip(mine, wired, strict=True):
            over = fields.get("phase") in ("ended", "paused") or kind in _BEHIND_IT
            assert abs(ours - theirs) <= (_AT_THE_END if over else 0), (seed, kind, fields)
        assert _came_to(result.records)["run_s"] == _came_to(_played(name, level, seed)[1])["run_s"]


def _told(records: list[Record]) -> list[tuple[float, str, dict[str, Any]]]:
    """Return what was told but for bytes and frames, without what hangs on its moment."""
    return [
        (each["t"] / SECOND, each["kind"], {n: each[n] for n in each if n not in _NUMBERING})
        for each in records
        if each["io"] == OUTPUT and each["kind"] not in ("tx", "belt")
    ]


def test_the_table_above_has_symptoms_and_stops_in_it() -> None:
    """Or it would compare nothing."""
    came = [_came_to(_played(name, 8, 0)[1]) for name in ("candid", "stoic", "flagged")]
    assert all(each["outcome"] in ("stopped_and_refer", "walked_out") for each in came)
    assert [bool(each["symptoms"]) for each in came] == [True, True, False]


@pytest.mark.parametrize("name", ["prompt", "candid", "anxious", "at-the-console", "called-away"])
def test_frames_that_only_keep_in_touch_leave_what_each_of_them_would(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same records, and at each the same state, as with a step for every frame."""

    def ends(level: int, seed: int) -> list[tuple[Record, SessionState]]:
        told: list[tuple[Record, SessionState]] = []
        session = Unwired(
            compile_session(PLAN, level),
            POLICY,
            NO_SENSOR,
            person=find_person(name),
            seed=seed,
            tell=lambda record: told.append((record, session.state)),
        )
        session.play()
        return told

    cases = [(level, seed) for level in _LEVELS for seed in (0, 1)]
    seldom = [ends(*each) for each in cases]
    monkeypatch.setattr(unwired, "FULL_FRAME_EVERY", 0)
    assert [ends(*each) for each in cases] == seldom


def test_most_frames_take_no_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a fleet is quick: a step in 5 s of a session or less, whose frames come in 4."""
    steps = []

    def counted(state: SessionState, event: Event, now: Nanoseconds) -> Stepped:
        steps.append(now)
        return step(state, event, now)

    monkeypatch.setattr(unwired, "step", counted)
    session, told = _played("prompt", 25, 0)
    assert session.state.ended is not None
    assert len(steps) < told[-1]["t"] / SECOND / 5


def test_a_belt_that_is_stopped_at_its_console_is_told_of() -> None:
    """The urges at the machine have their way here, too."""
    _, told = _played("at-the-console", 8, 1)
    assert _came_to(told)["because"] == "the safety key"
