"""Every phase times every event: where it leads, and what may be said on the way."""

from __future__ import annotations

from typing import Final, get_args

import pytest

from controller.core.commands import PauseBelt, SetSpeed, StartBelt, StopBelt
from controller.core.events import (
    BatteryRead,
    BeltReported,
    CadenceReported,
    Console,
    ControlLost,
    CoolDownPressed,
    DegreeGiven,
    EndShown,
    Event,
    FasterPressed,
    FasterRefused,
    FasterSent,
    KeyPressed,
    KeysBack,
    KeysLost,
    LinkLost,
    LinkRestored,
    MachineStopped,
    MustStop,
    NothingToNote,
    OperatorLost,
    PausePressed,
    PlaceGiven,
    PlanGoesOn,
    ResumePressed,
    SignsGiven,
    SiteGiven,
    SlowerPressed,
    SlowingRefused,
    SomethingWrong,
    StartPressed,
    StartRefused,
    StopPressed,
    StrengthGiven,
    SymptomReported,
    TakenBack,
    TakenOver,
    TalkGiven,
    TimeJumped,
    Unwell,
    WalkPressed,
    WhichGiven,
    Woke,
    WriteReturned,
    WriteStalled,
)
from controller.core.state import TRANSITIONS, Phase
from controller.core.step import wake_at
from protocols.units import CentiKmh, Nanoseconds, StepsPerMinute
from tests.core.worlds import CAP, bring, seconds
from tests.within import within

STILL, COUNTDOWN, STARTING = Phase.STILL, Phase.COUNTDOWN, Phase.STARTING
RUNNING, WALKING_OUT, STOPPING = Phase.RUNNING, Phase.WALKING_OUT, Phase.STOPPING
PAUSED, UNKNOWN, ENDED = Phase.PAUSED, Phase.UNKNOWN, Phase.ENDED

EVENTS: Final[dict[str, Event]] = {
    "woke": Woke(),
    "belt moves": BeltReported(CentiKmh(500), None),
    "belt stands": BeltReported(CentiKmh(0), None),
    "steps": CadenceReported(StepsPerMinute(150)),
    "console stop": MachineStopped(Console.STOP),
    "safety key": MachineStopped(Console.SAFETY_KEY),
    "control lost": ControlLost(),
    "start refused": StartRefused("operation failed"),
    "slowing refused": SlowingRefused("operation failed"),
    "faster sent": FasterSent(),
    "faster refused": FasterRefused(CentiKmh(450)),
    "write stalled": WriteStalled(),
    "write returned": WriteReturned(),
    "link lost": LinkLost("out of range"),
    "link restored": LinkRestored(),
    "operator lost": OperatorLost("the screen is gone"),
    "taken over": TakenOver("the controller has died"),
    "time jumped": TimeJumped(3600),
    "must stop": MustStop("signal SIGTERM"),
    "keys lost": KeysLost(),
    "keys back": KeysBack(),
    "battery low": BatteryRead(too_low=True),
    "stop": StopPressed("the stop key"),
    "start": StartPressed(),
    "pause": PausePressed(),
    "resume": ResumePressed(),
    "any key": KeyPressed(),
    "something wrong": SomethingWrong(),
    "unwell": Unwell(),
    "walk key": WalkPressed(),
    "nothing": NothingToNote(),
    "strength": StrengthGiven(2),
    "place": PlaceGiven("heavy"),
    "which": WhichGiven("leak_urine"),
    "degree": DegreeGiven(2),
    "talk": TalkGiven(2),
    "taken back": TakenBack(),
    "slower": SlowerPressed(),
    "faster": FasterPressed(),
    "plan goes on": PlanGoesOn(),
    "cool down": CoolDownPressed(),
    "site": SiteGiven(0, "knee"),
    "signs": SignsGiven(1),
    "end shown": EndShown(),
    "no such symptom": SymptomReported("no such thing", 3),
    "note": SymptomReported("knee", 1),
    "slow": SymptomReported("knee", 3),
    "walk": SymptomReported("heaviness", 1),
    "walk, refer": SymptomReported("heaviness", 3),
    "symptom stop": SymptomReported("knee", 7),
    "red flag": SymptomReported("chest", 1),
}

_STOPPED: Final = {
    STILL: ENDED,
    COUNTDOWN: ENDED,
    STARTING: STOPPING,
    RUNNING: STOPPING,
    WALKING_OUT: STOPPING,
    PAUSED: ENDED,
}
"""A belt that is freshly seen to stand, and was sent no Start, has nothing left to be stopped."""
_CALLED_OFF: Final = {COUNTDOWN: STILL}
_AT_THE_MACHINE: Final = {
    COUNTDOWN: ENDED,
    STARTING: STOPPING,
    RUNNING: STOPPING,
    WALKING_OUT: STOPPING,
}

LEADS: Final[dict[str, dict[Phase, Phase]]] = {
    "woke": {},
    "belt moves": {
        STILL: ENDED,
        COUNTDOWN: STOPPING,
        STARTING: RUNNING,
        PAUSED: STOPPING,
    },
    "belt stands": {},
    "steps": {},
    "console stop": _AT_THE_MACHINE,
    "safety key": _AT_THE_MACHINE,
    "control lost": {STARTING: STOPPING, RUNNING: STOPPING, WALKING_OUT: STOPPING},
    "start refused": {STARTING: STOPPING},
    "slowing refused": {RUNNING: STOPPING, WALKING_OUT: STOPPING},
    "faster sent": {},
    "faster refused": {},
    "write stalled": {},
    "write returned": {},
    "link lost": {
        **{each: UNKNOWN for each in Phase if each is not ENDED},
        STILL: ENDED,
        COUNTDOWN: ENDED,
    },
    "link restored": {},
    "operator lost": _STOPPED,
    "taken over": {each: UNKNOWN for each in Phase if each is not ENDED},
    "time jumped": {
        COUNTDOWN: STILL,
        STARTING: UNKNOWN,
        RUNNING: UNKNOWN,
        WALKING_OUT: UNKNOWN,
    },
    "must stop": _STOPPED,
    "keys lost": _CALLED_OFF,
    "keys back": {},
    "battery low": {},
    "stop": _STOPPED,
    "start": {STILL: COUNTDOWN, COUNTDOWN: STILL},
    "pause": {
        COUNTDOWN: STILL,
        STARTING: STOPPING,
        RUNNING: STOPPING,
        WALKING_OUT: STOPPING,
    },
    "resume": {COUNTDOWN: STILL, PAUSED: COUNTDOWN},
    "any key": _CALLED_OFF,
    "something wrong": _CALLED_OFF,
    "unwell": _STOPPED,
    "walk key": _CALLED_OFF,
    "nothing": _CALLED_OFF,
    "strength": _CALLED_OFF,
    "place": _CALLED_OFF,
    "which": _CALLED_OFF,
    "degree": _CALLED_OFF,
    "talk": _CALLED_OFF,
    "taken back": _CALLED_OFF,
    "slower": _CALLED_OFF,
    "faster": _CALLED_OFF,
    "plan goes on": _CALLED_OFF,
    "cool down": {COUNTDOWN: STILL, RUNNING: WALKING_OUT},
    "site": _CALLED_OFF,
    "signs": _CALLED_OFF,
    "end shown": _CALLED_OFF,
    "no such symptom": _CALLED_OFF,
    "note": _CALLED_OFF,
    "slow": _CALLED_OFF,
    "walk": {COUNTDOWN: STILL, RUNNING: WALKING_OUT},
    "walk, refer": {COUNTDOWN: STILL, RUNNING: WALKING_OUT},
    "symptom stop": _STOPPED,
    "red flag": _STOPPED,
}
"""Where each event leads from each phase. What is not named stays where it is."""


def _reachable(phase: Phase) -> set[Phase]:
    found, new = {phase}, [phase]
    while new:
        for each in TRANSITIONS[new.pop()] - found:
            found.add(each)
            new.append(each)
    return found


def test_the_table_names_every_event_there_is() -> None:
    """The product is complete: no event of the union is missing, and no row is for nothing."""
    assert {type(event) for event in EVENTS.values()} == set(get_args(Event))
    assert EVENTS.keys() == LEADS.keys()


@pytest.mark.parametrize("name", EVENTS)
@within(phase=Phase)
def test_every_event_in_every_phase(name: str, phase: Phase) -> None:
    """It leads where the table says, and only what the phase permits is said."""
    made = bring(phase)
    before = made.state
    commands = made.tell(EVENTS[name])

    assert made.phase is LEADS[name].get(phase, phase)
    assert made.phase in _reachable(phase)
    wake = wake_at(made.state)
    assert wake is None or wake > made.now
    assert made.refused == []
    assert not [each for each in commands if isinstance(each, StartBelt | PauseBelt)]
    allowed = min(before.drive.commanded, before.ceilings.lowest.speed, CAP)
    assert all(each.speed < allowed for each in commands if isinstance(each, SetSpeed))
    assert made.state.ceilings.history[: len(before.ceilings.history)] == before.ceilings.history
    if name == "stop":
        first = commands[0]
        assert isinstance(first, StopBelt)
        assert first.final
    if phase in (STILL, COUNTDOWN) and made.phase in (STILL, COUNTDOWN):
        assert not [each for each in commands if isinstance(each, StopBelt | SetSpeed)]


@pytest.mark.parametrize("phase", Phase, ids=lambda phase: phase.value)
def test_only_the_end_of_a_countdown_starts_the_belt(phase: Phase) -> None:
    """Half an hour of waking and of standing frames starts a belt from the countdown alone."""
    made = bring(phase)
    made.speed = made.target = 0
    made.run(1801)
    starts = made.heard(StartBelt)
    assert len(starts) == (1 if phase is COUNTDOWN else 0)


@pytest.mark.parametrize("name", EVENTS)
@within(phase=Phase, late=[0, 1, 29, 3000])
def test_nothing_is_due_after_a_step_however_late(name: str, phase: Phase, late: int) -> None:
    """After a gap of any length a step ends, asks to be woken later, and no belt starts."""
    made = bring(phase)
    made.starts_at = None
    made.now = Nanoseconds(made.now + seconds(late))
    made.tell(EVENTS[name])
    wake = wake_at(made.state)
    assert wake is None or wake > made.now
    assert made.told_to_wake_at == wake
    assert made.starts_at is None
    assert made.phase in _reachable(phase)
