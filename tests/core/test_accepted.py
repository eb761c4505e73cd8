"""What a clinician has accepted changes nothing; more than that, and all else, is as before."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controller.core.accepted import Accepted
from controller.core.commands import Command, SetSpeed, StopBelt
from controller.core.events import (
    DegreeGiven,
    PlaceGiven,
    SomethingWrong,
    StrengthGiven,
    SymptomReported,
    WhichGiven,
)
from controller.core.judge import History, Reported, judge
from controller.core.policy import Strength
from controller.core.questions import Ask, Degree
from controller.core.state import Outcome, Phase, SessionState
from controller.core.step import step
from protocols.units import Nanoseconds
from tests.core.test_still_there import ask_of, in_bout, say, until_asked
from tests.core.test_symptoms_product import CAUTIOUS, IN_A_WALK, MOMENTS, TABLES
from tests.core.worlds import RUN, SETUP, World, arrived, bring, policy_of, well
from tests.lanes import one_in
from tests.within import within

ACCEPTABLE: Final = {"leak_urine": 2, "leak_bowel": 1, "heaviness": 2, "urgency": 3}
"""Up to here a clinician's yes can reach: evidence.md 10.1 refers for more (I2), and pain is judged
by its number whatever anybody accepted."""
LEAK: Final = (("leak_urine", 1),)


def accepts(symptom: str, value: int, most: int) -> bool:
    """Return whether a report is no more than what was accepted."""
    return 0 < value <= min(most, ACCEPTABLE.get(symptom, 0))


@cache
def _brought(moment: str, policy: str) -> World:
    setup = replace(SETUP, policy=policy_of(policy))
    if moment == IN_A_WALK:
        return arrived(2, setup)
    return bring(Phase(moment), setup)


def _told(
    moment: str, policy: str, accepted: Accepted, symptom: str, value: int
) -> tuple[SessionState, tuple[Command, ...]]:
    """Return what comes of a report, and the commands; what was accepted is taken out again."""
    made = _brought(moment, policy)
    before = replace(made.state, setup=replace(made.setup, accepted=accepted))
    after, commands, _ = step(before, SymptomReported(symptom, value), made.now)
    return replace(after, setup=made.setup), commands


def _without_reports(state: SessionState) -> SessionState:
    return replace(state, course=replace(state.course, reports=()))


@pytest.mark.parametrize("symptom", one_in(3, CAUTIOUS))
@pytest.mark.parametrize("policy", one_in(2, TABLES))
@within(moment=MOMENTS)
def test_every_symptom_at_every_strength_over_every_baseline(
    policy: str, moment: str, symptom: str
) -> None:
    """No more than accepted is as a note; anything else does all that it does without."""
    for value in TABLES[policy][symptom]:
        full, full_commands = _told(moment, policy, (), symptom, value)
        for most in range(11):
            state, commands = _told(moment, policy, ((symptom, most),), symptom, value)
            about = f"{policy}, {moment}, {symptom} {value} over {most}"
            if not accepts(symptom, value, most) or not full.course.reports:
                assert (state, commands) == (full, full_commands), about
                continue
            report = state.course.reports[-1]
            assert (report.symptom, report.value) == (symptom, value), about
            assert (report.action, report.rule, report.accepted) == ("NOTE", "", True), about
            note, note_commands = _told(moment, policy, (), "urgency", 1)
            assert _without_reports(state) == _without_reports(note), about
            assert commands == note_commands, about


@pytest.mark.parametrize("policy", TABLES)
@pytest.mark.parametrize("strength", range(1, 5))
@pytest.mark.parametrize(
    ("place", "which", "symptom"),
    [
        ("leaking", "leak_urine", "leak_urine"),
        ("leaking", "leak_bowel", "leak_bowel"),
        ("leaking", "unsure", "leak_bowel"),
        ("heavy", "", "heaviness"),
        ("unsure", "", ""),
        ("below", "", ""),
        ("bone", "", ""),
    ],
)
@within(most=range(4))
def test_by_keys(  # noqa: PLR0917  # the product
    policy: str, strength: int, most: int, place: str, which: str, symptom: str
) -> None:
    """Place by place: not sure where is nothing that was accepted, and too much always stops."""
    accepted = tuple((each, most) for each in CAUTIOUS)
    made = in_bout(1, policy)
    made.state = replace(made.state, setup=replace(made.state.setup, accepted=accepted))
    made.run(10).tell(SomethingWrong())
    until_asked(made, Ask.ANYTHING)
    say(made, StrengthGiven(strength))
    if strength == 4:
        assert made.state.stop is not None
        assert made.state.stop.outcome is Outcome.STOPPED_AND_REFER
        return
    say(made, PlaceGiven(place))
    if ask_of(made) is Ask.WHICH:
        say(made, WhichGiven(which))
    made.run(5)
    report = made.state.course.reports[-1]
    if which == "unsure" and accepts("leak_bowel", strength, most):
        assert report.accepted
        return
    assert report.accepted is accepts(symptom, strength, most)
    assert (made.phase is Phase.RUNNING and not made.state.asking.awaits) is report.accepted


def _with(accepted: Accepted, policy: str = "standard") -> World:
    made = in_bout(1, policy)
    made.state = replace(made.state, setup=replace(made.state.setup, accepted=accepted))
    return made.run(10)


@pytest.mark.parametrize("policy", TABLES)
def test_runs_are_as_planned_behind_it(policy: str) -> None:
    """As fast and as many as without; nothing is asked about again."""
    made = _with(LEAK, policy)
    made.tell(SymptomReported("leak_urine", 1))
    assert made.state.asking.watched == ()
    for _ in range(3):
        made.run(20).tell(SymptomReported("leak_urine", 1))
    for _ in range(400):
        well(made.run(3))
    assert made.state.ended is not None
    assert made.state.ended.outcome is Outcome.COMPLETED
    assert made.state.progress.cut == 0
    assert [each.speed for _, each in made.heard(SetSpeed)].count(RUN) == 3


def test_more_than_that_is_as_strong_as_ever() -> None:
    """A clear leak over "a little" is a first one, and "more" to "still there?" refers."""
    made = _with(LEAK)
    made.tell(SymptomReported("leak_urine", 1))
    made.tell(SymptomReported("leak_urine", 2))
    assert made.state.course.reports[-1].action == "WALK"
    until_asked(made, Ask.STILL_THERE)
    made.run(1).tell(DegreeGiven(Degree.MORE))
    made.run(5)
    assert made.state.course.reports[-1].action in ("WALK_THEN_STOP_AND_REFER", "WALK_TO_THE_END")
    assert not made.state.course.reports[-1].accepted
    assert made.phase is not Phase.RUNNING
    assert made.heard(StopBelt) == []


@pytest.mark.parametrize("other", ["urgency", "doming"])
@pytest.mark.parametrize("first", [False, True])
@pytest.mark.parametrize("both", [False, True])
def test_together_with_what_was_not_accepted_it_is_more(
    other: str, *, first: bool, both: bool
) -> None:
    """I3, I12: whichever comes first. An urge that was accepted with it is part of it."""
    made = _with((*LEAK, (other, 3)) if both else LEAK, "cautious")
    told = ((other, 1), ("leak_urine", 1))
    for each in reversed(told) if first else told:
        made.tell(SymptomReported(*each))
    as_usual = both and other == "urgency"
    assert made.phase is (Phase.RUNNING if as_usual else Phase.WALKING_OUT)


@pytest.mark.parametrize(
    ("degree", "action"),
    [(Degree.LESS, "WALK_TO_THE_END"), (Degree.SAME, "WALK_THEN_STOP_AND_REFER")],
)
def test_what_is_asked_about_again_has_become_more(degree: Degree, action: str) -> None:
    """Once a rule has made something of it: "the same" after two minutes refers as ever (I2)."""
    made = _with(LEAK, "cautious")
    made.tell(SymptomReported("urgency", 1))
    made.tell(SymptomReported("leak_urine", 1))
    until_asked(made, Ask.STILL_THERE)
    made.run(1).tell(DegreeGiven(degree))
    made.run(5)
    report = made.state.course.reports[-1]
    assert (report.action, report.accepted) == (action, False)
    alone = judge(made.setup.policy, (), "leak_urine", 1, again=True, accepted=LEAK)
    assert alone is not None
    assert alone.action.strength is Strength.WALK_TO_THE_END


@pytest.mark.parametrize("policy", TABLES)
def test_it_is_no_second_time_of_anything(policy: str) -> None:
    """I5: heaviness that was not accepted is the first, and a leak that was is none."""
    made = _with(LEAK, policy)
    made.tell(SymptomReported("heaviness", 1))
    state = made.state
    made.tell(SymptomReported("leak_urine", 1))
    assert made.state.course.reports[-1].accepted
    assert _without_reports(made.state) == _without_reports(state)


@pytest.mark.parametrize(
    ("which", "accepted"), [("leak_urine", True), ("leak_bowel", False), ("unsure", False)]
)
def test_which_leak_it_is_is_asked_where_one_was_accepted(which: str, accepted: bool) -> None:  # noqa: FBT001
    """Both would be walked out alike without it, and are not asked apart."""
    for baseline, asks in ((LEAK, Ask.WHICH), ((), None)):
        made = _with(baseline, "cautious")
        made.tell(SomethingWrong())
        until_asked(made, Ask.ANYTHING)
        say(made, StrengthGiven(1), PlaceGiven("leaking"))
        assert ask_of(made) is asks
    made = _with(LEAK, "cautious")
    made.tell(SomethingWrong())
    until_asked(made, Ask.ANYTHING)
    say(made, StrengthGiven(1), PlaceGiven("leaking"), WhichGiven(which)).run(5)
    assert made.state.course.reports[-1].accepted is accepted
    assert made.phase is (Phase.RUNNING if accepted else Phase.WALKING_OUT)


_POLICIES: Final = {name: policy_of(name) for name in TABLES}
_REPORTS: Final = st.sampled_from(
    [(symptom, value) for symptom, values in CAUTIOUS.items() for value in values]
)
_PELVIC: Final = st.sampled_from(
    [(each, value) for each in (*ACCEPTABLE, "doming", "bulge") for value in (1, 2, 3)]
)


def _all(policy: str, told: list[tuple[str, int]], accepted: Accepted) -> History:
    """Return what comes of reports, one after the other."""
    history: History = ()
    for symptom, value in told:
        found = judge(_POLICIES[policy], history, symptom, value, accepted=accepted)
        assert found is not None
        name, at = found.action.strength.name, Nanoseconds(0)
        history += (
            Reported(symptom, value, at, name, "", "", rule=found.rule, accepted=found.accepted),
        )
    return history


@given(
    policy=st.sampled_from(sorted(TABLES)),
    told=st.lists(_REPORTS | _PELVIC, max_size=8),
    accepted=st.dictionaries(st.sampled_from(sorted(CAUTIOUS)), st.integers(0, 10)),
)
def test_it_only_takes_away_and_only_from_what_it_names(
    policy: str, told: list[tuple[str, int]], accepted: dict[str, int]
) -> None:
    """From any history: never stronger than without, never milder than if it were not told."""
    baseline = tuple(accepted.items())
    found, without = _all(policy, told, baseline), _all(policy, told, ())
    others = [each for each, made in zip(told, found, strict=True) if not made.accepted]
    left = iter(_all(policy, others, baseline))
    for made, full in zip(found, without, strict=True):
        assert Strength[made.action] <= Strength[full.action]
        if made.accepted:
            assert accepts(made.symptom, made.value, accepted.get(made.symptom, 0))
            assert made.action == "NOTE"
        else:
            assert Strength[made.action] >= Strength[next(left).action]


def test_nothing_accepted_is_nothing_changed() -> None:
    """A set-up without it judges as every set-up did."""
    made = _brought(Phase.RUNNING.value, "cautious").copy()
    made.tell(SymptomReported("leak_urine", 1))
    assert made.phase is Phase.WALKING_OUT
    assert not made.state.course.reports[-1].accepted
