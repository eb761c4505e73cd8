"""What a person's key does; the stop is none of these, it is a step's first branch.

Law: in the countdown any key calls the start off, and none but a symptom or the unwell key does
more. An answer counts only where `asking.answers_count` says that it can have been meant.
"""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from controller.core import answers, asking, choices, notes, starting, stopping
from controller.core.events import (
    CoolDownPressed,
    DegreeGiven,
    EndShown,
    FasterPressed,
    Key,
    KeyPressed,
    NothingToNote,
    PausePressed,
    PlaceGiven,
    PlanGoesOn,
    ResumePressed,
    SignsGiven,
    SiteGiven,
    SlowerPressed,
    SomethingWrong,
    StartPressed,
    StrengthGiven,
    SymptomReported,
    TakenBack,
    TalkGiven,
    Unwell,
    WalkPressed,
    WhichGiven,
)
from controller.core.numbers import KEY_REPEATS_WITHIN
from controller.core.state import MOVING, Cause, Phase, SessionState
from controller.core.stopping import Commands, Reason
from controller.words.later import tr_later
from protocols.units import Nanoseconds


def take(  # noqa: C901, PLR0912  # one arm for each key, and nothing else
    state: SessionState, key: Key, now: Nanoseconds, out: Commands
) -> SessionState:
    """Do what a key means in the phase in which it was pressed."""
    counts = asking.answers_count(state, now)
    key_at = state.asking.key_at
    alone = key_at is None or now - key_at >= KEY_REPEATS_WITHIN
    state = replace(state, asking=replace(state.asking, key_at=now))
    if state.phase is Phase.COUNTDOWN:
        state = starting.call_off(state, now)
        if not isinstance(key, SymptomReported | Unwell):
            return state
    match key:
        case StartPressed():
            return starting.count_down(state, now) if state.phase is Phase.STILL else state
        case ResumePressed():
            return starting.count_down(state, now) if state.phase is Phase.PAUSED else state
        case PausePressed():
            if state.phase not in MOVING:
                return state
            state = answers.take_as_said(state, now, out)
            reason = Reason(tr_later("the runner paused"), Cause.RUNNER, resumable=True)
            return stopping.stop_now(state, now, out, reason)
        case SomethingWrong():
            return choices.something_wrong(answers.settle(state, now, out), now)
        case Unwell():
            return choices.unwell(state, now, out)
        case WalkPressed():
            return choices.walk(state, now, alone=alone)
        case SlowerPressed():
            return choices.slower(state, now)
        case FasterPressed():
            return choices.faster(state, now) if alone else state
        case CoolDownPressed():
            return choices.cool_down(state, now)
        case PlanGoesOn():
            return answers.go_on(state) if counts else state
        case NothingToNote():
            return answers.nothing(state, now) if counts else state
        case StrengthGiven():
            return answers.give_strength(state, now, out, key.strength) if counts else state
        case PlaceGiven():
            return answers.give_place(state, now, out, key.place) if counts else state
        case WhichGiven():
            return answers.give_which(state, now, out, key.symptom) if counts else state
        case DegreeGiven():
            return answers.give_degree(state, now, out, key.degree) if counts else state
        case TalkGiven():
            return answers.give_talk(state, now, out, key.talk) if counts else state
        case TakenBack():
            return notes.take_back(answers.take_back(state, now))
        case SiteGiven():
            return notes.give_site(state, key.report, key.symptom)
        case SignsGiven():
            return notes.give_signs(state, key.choice)
        case EndShown():
            return notes.hold(state, now)
        case KeyPressed():
            return state
        case SymptomReported():
            return answers.report_symptom(state, now, out, key.symptom, key.value)
        case _:
            assert_never(key)
