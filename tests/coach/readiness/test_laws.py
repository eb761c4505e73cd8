"""What holds of readiness for every history: of whatever was told and done, in whatever order."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from hypothesis import example, given
from hypothesis import strategies as st

from controller.coach.history import (
    Aftermath,
    Birth,
    BirthKind,
    Clearance,
    ClearanceKind,
    Fact,
    History,
    NextDay,
    Noted,
    PreCheck,
    Screen,
    Session,
    Told,
    Trial,
    Weekly,
)
from controller.coach.readiness.gates import Gate, Readiness, State
from controller.coach.readiness.judge import WALKING, readiness
from tests.coach.ready import CHECKS, TODAY, at, ready, session

LONGEST: Final = 120
DAYS: Final = st.integers(-LONGEST, 0).map(lambda days: TODAY + timedelta(days))
AT: Final = DAYS.map(at)
ODDS: Final = st.sampled_from(["no", "no", "no", "yes"])
FELT: Final = st.sampled_from(
    [(), (), (), ("leak_urine",), ("heaviness",), ("knee",), ("bulge",), ("chest",)]
)
BORN: Final = st.integers(-30, 60).map(lambda weeks: TODAY - timedelta(weeks=weeks, days=3))
RARELY: Final = st.integers(0, 5).map(lambda number: number == 5)

ONE_FACT: Final[st.SearchStrategy[Fact]] = st.one_of(
    st.builds(Birth, AT, BORN, st.sampled_from(BirthKind)),
    st.builds(Told, AT, st.just("birth"), st.just("no")),
    st.builds(Told, AT, st.sampled_from(["bleeding", "daily-pelvic", "wound-healed"]), ODDS),
    st.builds(Screen, AT, FELT),
    st.builds(
        Trial,
        AT,
        st.sampled_from(tuple(CHECKS.tests)),
        st.sampled_from([None, 5, 60, 1800]),
        st.sampled_from([None, 5, 60]),
        FELT,
    ),
    st.builds(
        lambda day, kind, before: Clearance(
            at(day), kind, "Dr. Example", day - timedelta(before), "Yes."
        ),
        DAYS,
        st.sampled_from(ClearanceKind),
        st.integers(0, 40),
    ),
    st.builds(PreCheck, AT, RARELY, RARELY, RARELY, st.just(()), st.booleans(), st.booleans()),
    st.builds(NextDay, AT, st.just("x"), RARELY, st.just(()), RARELY, RARELY, st.just(4), RARELY),
    st.builds(Aftermath, AT, st.just("x"), st.just(3), st.none(), FELT),
    st.builds(
        Weekly, AT, st.integers(0, 2), st.sampled_from(["same", "worse"]), st.just(4), st.just(4)
    ),
)
ONE_SESSION: Final[st.SearchStrategy[Session]] = st.builds(
    lambda day, plan, refers, symptom, signs, rules: session(
        day,
        plan=plan,
        level=5,
        has_runs=plan != WALKING,
        outcome="stopped_and_refer" if refers else "completed",
        noted=() if symptom is None else (Noted(symptom, 1, True, False, 60),),
        signs=signs,
        rules=rules,
    ),
    DAYS,
    st.sampled_from([WALKING, "postpartum-ladder"]),
    RARELY,
    st.sampled_from([None, None, "knee", "leak_urine", "bulge", "chest"]),
    st.sampled_from(["", "", "", "mistake", "today", "bulge"]),
    st.sampled_from([(), (), ("I2",), ("I6",)]),
)


@st.composite
def histories(draw: st.DrawFn) -> History:
    """Return one that often begins with all that has to be so, and goes on with anything."""
    facts = draw(st.lists(ONE_FACT, max_size=8))
    if draw(st.booleans()):
        facts = [*ready(draw(DAYS), born=draw(BORN | st.none())), *facts]
    return History(tuple(facts), tuple(draw(st.lists(ONE_SESSION, max_size=4))))


def by_id(found: Readiness) -> dict[str, Gate]:
    """Return the gates of it."""
    return {each.id: each for each in found.gates}


def names_a_way(gate: Gate) -> bool:
    """Whether a gate that is not open says why, what opens it and what to do meanwhile."""
    later = gate.until is None or gate.until > TODAY
    return bool(gate.because and gate.ask and gate.meanwhile and later)


@given(histories())
@example(History(ready()))
def test_running_is_never_open_with_a_hard_gate_that_does_not_say_yes(history: History) -> None:
    """Nor is the belt with a warning sign; what may be tested is none of it then, either."""
    found = readiness(history, CHECKS, TODAY)
    gates = by_id(found)
    hard = [each for each in found.gates if each.hard]
    assert found.running is all(each.state is State.YES for each in hard)
    assert found.belt is (gates["signs"].state is State.YES)
    assert found.belt or (not found.running and found.offered == ())
    assert found.meanwhile == (WALKING if found.belt and not found.running else "")
    if "hops" in found.offered:
        assert [each.id for each in found.closed()] in ([], ["impact"])


@given(histories())
@example(History(ready()))
def test_running_takes_what_the_evidence_asks_for(history: History) -> None:
    """Said once more, and in another way than in the code: what must have been told and passed."""
    if not readiness(history, CHECKS, TODAY).running:
        return
    facts = history.facts
    births = [each for each in facts if isinstance(each, Birth)]
    never = any(isinstance(each, Told) and each.key == "birth" for each in facts)
    early = [each for each in facts if isinstance(each, Clearance) and each.kind.value == "early"]
    days = [(TODAY - each.on).days for each in births]
    assert never or any(each >= (21 if early else 84) for each in days)
    told = {(each.key, each.value) for each in facts if isinstance(each, Told)}
    assert ("wound-healed", "yes") in told
    passed = {each.test for each in facts if isinstance(each, Trial) and each.left}
    assert passed >= {*CHECKS.gates["impact"].tests}
    for each in facts:
        if isinstance(each, Screen) and "chest" in each.signs:
            seen = [one for one in facts if isinstance(one, Clearance) and one.at >= each.at]
            assert any(one.kind is ClearanceKind.SEEN for one in seen)


@given(histories(), st.sampled_from(ClearanceKind))
def test_what_a_clinician_said_never_closes(history: History, kind: ClearanceKind) -> None:
    """Whatever it is, once it is written down."""
    before = readiness(history, CHECKS, TODAY)
    word = Clearance(at(TODAY, 23), kind, "Dr. Example", TODAY, "Yes.")
    after = readiness(History((*history.facts, word), history.sessions), CHECKS, TODAY)
    assert after.belt >= before.belt
    assert after.running >= before.running
    for each in before.gates:
        if each.state is State.YES:
            assert by_id(after)[each.id].state is State.YES, each.id


@given(histories(), st.integers(1, 400))
@example(History(ready(born=TODAY - timedelta(83))), 1)
def test_time_alone_opens_the_weeks_and_closes_only_what_is_too_long_ago(
    history: History, days: int
) -> None:
    """And what it closes is to be told or done once more: it was not "not yet"."""
    now = by_id(readiness(history, CHECKS, TODAY))
    then = by_id(readiness(history, CHECKS, TODAY + timedelta(days)))
    assert now.keys() == then.keys()
    for name, gate in now.items():
        if name == "weeks":
            assert gate.state is not State.YES or then[name].state is State.YES
        elif gate.state is State.YES:
            assert then[name].state in (State.YES, State.OPEN), name
        else:
            assert then[name].state is gate.state, name


@given(histories())
def test_every_gate_that_is_not_open_names_a_way_forward(history: History) -> None:
    """Why, what opens it, what to do meanwhile; a day that is named is yet to come."""
    found = readiness(history, CHECKS, TODAY)
    assert found.because
    for each in found.gates:
        if each.state is State.YES:
            assert (each.ask, each.meanwhile, each.until) == ("", "", None)
        else:
            assert names_a_way(each), each


@given(histories())
def test_every_way_forward_leads_there(history: History) -> None:
    """Whoever tells all anew, passes the tests and has seen clinicians may run: no dead end."""
    told = tuple(each._replace(at=at(TODAY, 21)) for each in ready())
    words = tuple(
        Clearance(at(TODAY, 22), kind, "Dr. Example", TODAY, "Yes.", (("bulge", 1),))
        for kind in ClearanceKind
    )
    found = readiness(History((*history.facts, *told, *words), history.sessions), CHECKS, TODAY)
    assert [each.id for each in found.closed()] == []
