"""What each answer does: strength, place, third list, "still there?", talk test, and taking back.

An answer counts only when it can have been meant (`asking.answers_count`); a stop and the unwell
key are exempt. One that does not bring the belt to a stop is pending for 3 s, and can be taken
back: that puts the question again and gives no speed back. No answer is never "nothing" (I13).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from controller.core import numbers, obey
from controller.core.asking import put, talk_half
from controller.core.judge import Said, Verdict, strictest
from controller.core.policy import Action, Strength
from controller.core.questions import Ask, Degree, Pending, Question, Talk, Watched
from controller.core.reactions import react, run_again, still_there
from controller.core.reporting import (
    close_question,
    half_said,
    named,
    place_of,
    verdict_of,
    written,
)
from controller.core.state import Cause, Outcome, Phase, SessionState
from controller.core.stopping import Commands, Reason, bring_down
from controller.core.symptoms import STRENGTHS, TOO_MUCH, UNSURE, Place
from controller.words.later import tr_later
from controller.words.reasons import JUST_ABOUT, NOT_A_SENTENCE, TOO_MUCH_UNNAMED
from protocols.units import Nanoseconds

_EFFORT: Final = "effort"
_TALKING: Final = {
    Talk.JUST_ABOUT: (5, JUST_ABOUT),
    Talk.NO: (7, NOT_A_SENTENCE),
}
"""What the talk test says on the scale of effort: a sentence that cannot be said is 6-7 (I11)."""
_DEGREES: Final = {
    Degree.LESS: tr_later("still there, less"),
    Degree.SAME: tr_later("still there, the same"),
    Degree.MORE: tr_later("still there, more"),
}


def nothing(state: SessionState, now: Nanoseconds) -> SessionState:
    """Nothing to note. The talk test rides on it, once per half of the session."""
    question = state.asking.question
    if question is None or question.ask is not Ask.ANYTHING:
        return state
    half = talk_half(state)
    if half is None:
        return _hold(state, now, question)
    state = replace(state, asking=replace(state.asking, talked=half))
    return put(state, Question(Ask.TALK, now, now))


def give_strength(
    state: SessionState, now: Nanoseconds, out: Commands, strength: int
) -> SessionState:
    """Keep the strength and ask where; too much brings the belt to a stop at once."""
    question = state.asking.question
    if question is None or question.ask is not Ask.ANYTHING or strength not in STRENGTHS:
        return state
    if strength == TOO_MUCH:
        said = named(state, UNSURE, strength)
        judged = verdict_of(state, said)
        comes = Verdict(Action(Strength.STOP_AND_REFER), "" if judged is None else judged.rule)
        state = written(close_question(state), now, said, comes)
        reason = Reason(TOO_MUCH_UNNAMED, Cause.RULE, Outcome.STOPPED_AND_REFER)
        return bring_down(state, now, out, reason)
    return put(state, Question(Ask.WHERE, _asked_at(question, now), now, strength=strength))


def give_place(state: SessionState, now: Nanoseconds, out: Commands, place_id: str) -> SessionState:
    """Do what the policy says of the place, or ask which of its symptoms it is."""
    question = state.asking.question
    if question is None or question.ask is not Ask.WHERE or question.strength is None:
        return state
    place = place_of(state, place_id)
    if place.which and _differ(state, place, question.strength):
        asked_at, strength = _asked_at(question, now), question.strength
        return put(state, Question(Ask.WHICH, asked_at, now, strength=strength, place=place.id))
    return _tell(state, now, out, question, named(state, place, question.strength))


def give_which(state: SessionState, now: Nanoseconds, out: Commands, symptom: str) -> SessionState:
    """Do what the policy says of the symptom; not sure: of the strictest of its place."""
    question = state.asking.question
    if question is None or question.ask is not Ask.WHICH or question.strength is None:
        return state
    place = place_of(state, question.place)
    return _tell(state, now, out, question, named(state, place, question.strength, symptom))


def give_degree(state: SessionState, now: Nanoseconds, out: Commands, value: int) -> SessionState:
    """Take the answer to "still there?"."""
    question = state.asking.question
    if question is None or question.about is None or value not in set(Degree):
        return state
    degree = Degree(value)
    said = None if degree is Degree.GONE else _still(question.about, degree, now)
    if said is not None and _stops(state, said):
        return still_there(close_question(state), now, out, question.about, said)
    return _hold(state, now, question, said, degree)


def give_talk(state: SessionState, now: Nanoseconds, out: Commands, value: int) -> SessionState:
    """Take the answer to the talk test."""
    question = state.asking.question
    if question is None or question.ask is not Ask.TALK or value not in set(Talk):
        return state
    if value == Talk.EASILY:
        return _hold(state, now, question)
    effort, words = _TALKING[Talk(value)]
    entry = state.setup.policy.entry(_EFFORT)
    label = _EFFORT if entry is None else entry.symptom.label
    return _tell(state, now, out, question, Said(_EFFORT, effort, label, words))


def go_on(state: SessionState) -> SessionState:
    """Go on with the plan after the belt was made faster at its console."""
    question = state.asking.question
    if question is None or question.ask is not Ask.CONSOLE:
        return state
    return obey.led_back(put(state, None), tr_later("you said that the plan goes on"))


def take_back(state: SessionState, now: Nanoseconds) -> SessionState:
    """Put the question before this one again, or the one that was answered just now."""
    question, pending = state.asking.question, state.asking.pending
    if question is not None:
        before = _BEFORE.get(question.ask)
        if before is None:
            return state
        if question.ask is Ask.TALK:  # it was put and not answered: it rides on "nothing" anew
            state = replace(state, asking=replace(state.asking, talked=0))
        strength = question.strength if before is Ask.WHERE else None
        return put(state, Question(before, question.asked_at, now, strength=strength))
    if pending is None:
        return state
    # Whoever takes something back is there: there is time to answer, but not without an end.
    asked_at = max(pending.question.asked_at, now + numbers.UNDO_LEAVES - numbers.GIVE_UP_AFTER)
    again = replace(pending.question, asked_at=Nanoseconds(asked_at), shown_at=now, holding=False)
    return put(replace(state, asking=replace(state.asking, pending=None)), again)


_BEFORE: Final = {Ask.WHERE: Ask.ANYTHING, Ask.WHICH: Ask.WHERE, Ask.TALK: Ask.ANYTHING}


def settle_due(state: SessionState) -> Nanoseconds | None:
    """Return when a pending answer cannot be taken back any more."""
    pending = state.asking.pending
    return None if pending is None else pending.until


def settle(state: SessionState, now: Nanoseconds, out: Commands) -> SessionState:
    """Do what the pending answer asks for."""
    pending = state.asking.pending
    if pending is None:
        return state
    state = replace(state, asking=replace(state.asking, pending=None))
    about = pending.question.about
    if pending.degree is Degree.GONE and about is not None:
        return run_again(state, now, about)
    if pending.said is None:
        return state
    if pending.degree is not None and about is not None:
        return still_there(state, now, out, about, pending.said)
    return react(state, now, out, pending.said)


def take_as_said(state: SessionState, now: Nanoseconds, out: Commands) -> SessionState:
    """Do what was said by half, or revocably: something overtakes it, and the session may go on.

    What a runner told before a pause counts for the runs behind it, with all that follows from it.
    "Gone" is no such thing: what a run waits for is asked about again.
    """
    pending = state.asking.pending
    if pending is not None and pending.said is not None:
        state = settle(state, now, out)
    said = half_said(state, state.asking.question)
    return state if said is None else react(close_question(state), now, out, said)


def report_symptom(
    state: SessionState, now: Nanoseconds, out: Commands, symptom_id: str, value: int
) -> SessionState:
    """Take a symptom that was told by its id and value; an answer closes the question."""
    entry = state.setup.policy.entry(symptom_id)
    row = None if entry is None else entry.row(value)
    if entry is None or row is None or value < 0 or state.phase is Phase.ENDED:
        return state  # nothing was reported, and that is no answer to a question either
    state = close_question(take_as_said(state, now, out))
    return react(state, now, out, Said(symptom_id, value, entry.symptom.label, row.words))


def no_answer(state: SessionState, now: Nanoseconds, out: Commands) -> SessionState:
    """Hold the walk at twenty seconds, bring the belt down at sixty (I13)."""
    question = state.asking.question
    if question is None:
        return state
    if question.ask is Ask.CONSOLE and not obey.faster_at_console(state):
        return put(state, None)
    if not question.holding:
        return put(state, replace(question, holding=True))
    said = half_said(state, question)
    if said is not None:
        # She felt something and has not said where: what she did say counts.
        state = react(close_question(state), now, out, said)
        if state.phase in (Phase.STOPPING, Phase.UNKNOWN):
            return state
    return bring_down(
        state, now, out, Reason(tr_later("the question was not answered"), Cause.RULE)
    )


def _asked_at(question: Question, now: Nanoseconds) -> Nanoseconds:
    """Return from when the next step's time runs: one that was taken back buys no new time."""
    return now if question.shown_at == question.asked_at else question.asked_at


def _differ(state: SessionState, place: Place, strength: int) -> bool:
    """Return whether it matters which symptom of a place it is."""
    policy, history, accepted = state.setup.policy, state.course.reports, state.setup.accepted
    found = [strictest(policy, history, (each,), strength, accepted) for each in place.members]
    return len({each[2].action for each in found if each is not None}) > 1


def _still(about: Watched, degree: Degree, now: Nanoseconds) -> Said:
    """Return the answer as a report; a pelvic symptom *stays* only after its two minutes."""
    waited = about.ask_at is None or now >= about.ask_at
    stays = waited and degree >= Degree.SAME
    return replace(about.said, words=_DEGREES[degree], again=True, stays=stays)


def _stops(state: SessionState, said: Said) -> bool:
    verdict = verdict_of(state, said)
    return verdict is not None and verdict.action.strength >= Strength.STOP


def _tell(
    state: SessionState, now: Nanoseconds, out: Commands, question: Question, said: Said
) -> SessionState:
    """Act at once where the belt is to stop; else leave 3 s to take it back."""
    if _stops(state, said):
        return react(close_question(state), now, out, said)
    return _hold(state, now, question, said)


def _hold(
    state: SessionState,
    now: Nanoseconds,
    question: Question,
    said: Said | None = None,
    degree: Degree | None = None,
) -> SessionState:
    verdict = None if said is None else verdict_of(state, said)
    pending = Pending(
        question=question,
        until=Nanoseconds(now + numbers.UNDO),
        said=said,
        degree=degree,
        action="" if verdict is None else verdict.action.strength.name,
        rule="" if verdict is None else verdict.rule,
        accepted=verdict is not None and verdict.accepted,
    )
    return replace(state, asking=replace(state.asking, question=None, pending=pending))
