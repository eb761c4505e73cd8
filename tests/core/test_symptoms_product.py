"""Every moment of a session, times every symptom, times every value, times both policies.

What has to follow is written here once more, from the decision table (evidence.md 9 and 10.1) and
not from the policy files, so that a slip in a file fails as a slip in the code does.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Final

import pytest

from controller.core.commands import PauseBelt, SetSpeed, StartBelt, StopBelt
from controller.core.events import StartPressed, SymptomReported
from controller.core.policy import Strength
from controller.core.state import Outcome, Phase
from plans.policies.symptoms import known_symptoms
from protocols.units import CentiKmh
from tests.core.worlds import (
    JOG,
    RUN,
    SETUP,
    WALK,
    World,
    arrived,
    bring,
    policy_of,
    seconds,
    well,
)
from tests.lanes import one_in
from tests.within import within

NOTE, CUE, SLOW, AGAIN = Strength.NOTE, Strength.CUE, Strength.SLOW, Strength.WALK
WALK_OUT, WALK_REFER = Strength.WALK_TO_THE_END, Strength.WALK_THEN_STOP_AND_REFER
STOP, REFER = Strength.STOP, Strength.STOP_AND_REFER

_PAIN: Final = {**dict.fromkeys(range(3), NOTE), 3: SLOW, 4: AGAIN, 5: AGAIN} | dict.fromkeys(
    range(6, 12), STOP
)
_PELVIC: Final = {1: WALK_OUT, 2: WALK_OUT, 3: WALK_REFER, 4: WALK_REFER}
_RED: Final = {1: REFER, 2: REFER}

_REDS: Final = (
    *("bleeding", "chest", "breath", "faint", "calf_clot", "headache", "belly"),
    *("fever", "wound", "neuro", "mood"),
)

CAUTIOUS: Final[dict[str, dict[int, Strength]]] = {
    "leak_urine": _PELVIC,
    "leak_bowel": {1: WALK_OUT, 2: REFER, 3: REFER, 4: REFER},
    "heaviness": _PELVIC,
    "bulge": _RED,
    "pelvic_pain": {0: NOTE, **dict.fromkeys(range(1, 4), WALK_OUT)}
    | dict.fromkeys(range(4, 12), STOP),
    "urgency": dict.fromkeys(range(1, 5), NOTE),
    "doming": dict.fromkeys(range(1, 4), CUE),
    "scar_caesarean": {0: NOTE, 1: SLOW, 2: SLOW, **dict.fromkeys(range(3, 6), WALK_OUT)}
    | dict.fromkeys(range(6, 12), STOP),
    "low_back": _PAIN,
    "pelvic_girdle": {**dict.fromkeys(range(3), NOTE), 3: WALK_OUT}
    | dict.fromkeys(range(4, 12), STOP),
    "hip": _PAIN,
    "buttock": _PAIN,
    "knee": _PAIN,
    "outer_thigh": _PAIN,
    "heel_arch": _PAIN,
    "calf_achilles": _PAIN,
    "shin_foot_bone": {0: NOTE, 1: WALK_OUT, 2: WALK_OUT} | dict.fromkeys(range(3, 12), REFER),
    "limp": {1: AGAIN, 2: AGAIN},
    "breast": {1: NOTE, 2: SLOW, 3: AGAIN, 4: AGAIN},
    "effort": {**dict.fromkeys(range(6), NOTE), 6: SLOW, 7: SLOW}
    | dict.fromkeys(range(8, 12), AGAIN),
    "fatigue": {1: NOTE, 2: WALK_OUT, 3: STOP, 4: STOP},
    "fear": {1: AGAIN, 2: AGAIN},
    "trip": {1: STOP, 2: STOP},
    **dict.fromkeys(_REDS, _RED),
}
"""A value beyond the scale is there too: it counts as the strongest, never as nothing."""

STANDARD: Final = {
    **CAUTIOUS,
    "leak_urine": {**_PELVIC, 1: AGAIN, 2: AGAIN},
    "heaviness": {**_PELVIC, 1: AGAIN, 2: AGAIN},
}
TABLES: Final = {"cautious": CAUTIOUS, "standard": STANDARD}

IN_A_WALK: Final = "running, in a walk"
MOMENTS: Final = (*[each.value for each in Phase], IN_A_WALK)

_DRIVEN: Final = (Phase.RUNNING.value, Phase.WALKING_OUT.value, IN_A_WALK)
_STANDS: Final = (Phase.STILL.value, Phase.COUNTDOWN.value, Phase.PAUSED.value)


@cache
def _brought(moment: str, policy: str) -> World:
    setup = replace(SETUP, policy=policy_of(policy))
    if moment == IN_A_WALK:
        return arrived(2, setup).forget()
    return bring(Phase(moment), setup)


def _expected_phase(moment: str, action: Strength) -> set[Phase]:
    """Return where an action may lead; ENDED is what a belt that stands comes to."""
    was = Phase.RUNNING if moment == IN_A_WALK else Phase(moment)
    if was is Phase.COUNTDOWN and action < STOP:
        return {Phase.STILL}  # a symptom calls the start off
    if was in (Phase.ENDED, Phase.STOPPING, Phase.UNKNOWN):
        return {was}
    if action >= STOP:
        return {Phase.ENDED} if moment in _STANDS else {Phase.STOPPING}
    if action >= WALK_OUT and was is Phase.RUNNING:
        return {Phase.WALKING_OUT}
    return {was}


def _expected_ceiling(action: Strength, before: CentiKmh) -> CentiKmh:
    """Return the lowest ceiling right after an action, for runs at 8.0 km/h."""
    if action in (WALK_OUT, WALK_REFER):
        return min(before, WALK)
    return before


def test_every_symptom_has_its_rows() -> None:
    """One that had none would be reported in none of the moments below."""
    missing = {*known_symptoms().symptoms} ^ {*CAUTIOUS}
    assert not missing, f"type what each value of {missing} leads to into CAUTIOUS, or take it out"


@pytest.mark.parametrize("symptom", CAUTIOUS)
@pytest.mark.parametrize("policy", TABLES)
@within(moment=MOMENTS)
def test_every_symptom_at_every_value_in_every_moment(
    policy: str, moment: str, symptom: str
) -> None:
    """Action, text, phase, ceiling and outcome are those of the table; what is over stays over."""
    for value, action in TABLES[policy][symptom].items():
        made = _brought(moment, policy).copy()
        before = made.state
        commands = made.tell(SymptomReported(symptom, value))
        about = f"{policy}, {moment}, {symptom} {value}"
        if before.phase is Phase.ENDED:
            assert made.state.course.reports == before.course.reports, about
            continue
        report = made.state.course.reports[-1]
        entry = made.setup.policy.entry(symptom)
        assert entry is not None
        if before.phase is Phase.WALKING_OUT and action in (SLOW, AGAIN):
            action = WALK_OUT  # noqa: PLW2901  # there is no run left to be slower, or to come again
        assert report.action == action.name, about
        assert report.label == entry.symptom.label
        assert report.words == (entry.row(value) or entry.rows[-1]).words
        assert made.phase in _expected_phase(moment, action), about

        _check_ceiling(made, before.ceilings.lowest.speed, action, about)
        assert not [each for each in commands if isinstance(each, StartBelt | PauseBelt)]
        lower = [each.speed for each in commands if isinstance(each, SetSpeed)]
        assert all(each < before.drive.commanded for each in lower), about
        assert made.refused == []
        if action >= AGAIN and moment == Phase.RUNNING.value:
            at_once = any(isinstance(each, StopBelt) for each in commands)
            assert at_once is (symptom == "trip"), f"{about}: I0 knows no ramp, the others do"
            assert lower or at_once, f"{about}: the belt becomes slower in the very same step"
        if action >= STOP and moment not in (Phase.STOPPING.value, Phase.UNKNOWN.value):
            plan = made.state.stop or made.state.ended
            assert plan is not None
            outcome = Outcome.STOPPED_AND_REFER if action is REFER else Outcome.STOPPED
            walk = made.state.course.walk_out
            refers = walk is not None and walk.stop_at is not None
            assert plan.outcome is (Outcome.STOPPED_AND_REFER if refers else outcome), about


def _check_ceiling(made: World, before: CentiKmh, action: Strength, about: str) -> None:
    lowest = made.state.ceilings.lowest
    if action is SLOW:
        expected = {CentiKmh(720), CentiKmh(750)} if before > RUN else {before}
        assert lowest.speed in expected, about
    else:
        assert lowest.speed == _expected_ceiling(action, before), about
    if lowest.speed < before:
        report = made.state.course.reports[-1]
        assert lowest.because == f"{report.label}, {report.words}"


_SAMPLES: Final = [
    ("knee", 1),
    ("knee", 3),
    ("knee", 5),
    ("knee", 6),
    ("heaviness", 1),
    ("heaviness", 3),
    ("doming", 1),
    ("limp", 1),
    ("shin_foot_bone", 1),
    ("shin_foot_bone", 3),
    ("effort", 7),
    ("effort", 8),
    ("breast", 3),
    ("chest", 1),
]
"""One for each action, and for each way there."""


@pytest.mark.parametrize(("symptom", "value"), _SAMPLES)
@pytest.mark.parametrize("moment", one_in(3, MOMENTS))
@pytest.mark.parametrize("policy", one_in(2, TABLES))
def test_what_is_forbidden_from_then_on(policy: str, moment: str, symptom: str, value: int) -> None:
    """To the session's end no target exceeds what the action left, whoever says "nothing"."""
    made = _brought(moment, policy).copy()
    made.tell(SymptomReported(symptom, value))
    reports, phase = made.state.course.reports, made.phase
    action = Strength[reports[-1].action] if reports else NOTE
    if phase is Phase.ENDED:
        action = REFER
    made.forget()
    if phase is Phase.STILL:
        made.tell(StartPressed())
    over, until = 0, made.now + seconds(840)
    while over < 9 and made.now < until:  # a minute more, once it is over
        well(made.run(7))
        over += made.phase is Phase.ENDED
    speeds = [each.speed for _, each in made.heard(SetSpeed)]
    runs = [each for each in speeds if each >= JOG]
    if action >= WALK_OUT:
        assert runs == []
    if action >= STOP:
        assert made.heard(StartBelt) == []
        assert speeds == sorted(speeds, reverse=True)
        assert made.phase is Phase.ENDED
        assert made.tell(StartPressed()) == ()
    if action in (SLOW, AGAIN):
        most = {"effort": 750, "heaviness": RUN}.get(symptom, 720)
        assert all(each <= most for each in speeds)
    if phase in (Phase.RUNNING, Phase.WALKING_OUT):
        assert made.heard(StopBelt), "the session ends, and the belt stands"
        assert made.phase is Phase.ENDED
        assert made.speed == 0
