"""From what was said to the history: a report is judged and written down, and nothing moves."""

from __future__ import annotations

from dataclasses import replace

from controller.core.accepted import Accepted
from controller.core.drive import allowed_speed
from controller.core.judge import Reported, Said, Verdict, judge, strictest
from controller.core.policy import Action, Strength, slower_by
from controller.core.questions import Ask, Question
from controller.core.state import SessionState, WalkOut
from controller.core.symptoms import STRENGTHS, UNSURE, Place
from controller.core.timeline import JOG_FLOOR, Gait
from controller.words.with_values import NOTED
from protocols.units import CentiKmh, Nanoseconds


def place_of(state: SessionState, place_id: str) -> Place:
    """Return a place; one that is not known is judged like one that she is not sure of."""
    return state.setup.policy.place(place_id) or UNSURE


def _accepted_at(state: SessionState, place_id: str) -> Accepted:
    """Return what was accepted at a place; what she cannot name is nothing that was."""
    return () if place_id == UNSURE.id else state.setup.accepted


def named(state: SessionState, place: Place, strength: int, symptom: str = "") -> Said:
    """Return a place, or one of its symptoms, at a strength key, judged as the strictest of it.

    Args:
        state: where the session stands.
        place: where it is felt.
        strength: of `STRENGTHS`.
        symptom: an id; one that is not of the place stands for all of it.

    Raises:
        ValueError: the policy has none of its symptoms; `plans.policies` lets no such file pass.
    """
    policy = state.setup.policy
    members = (symptom,) if symptom in place.members else place.members
    accepted = _accepted_at(state, place.id)
    found = strictest(policy, state.course.reports, members, strength, accepted)
    if found is None:
        raise ValueError(f"the policy has no symptom of {place.id}")
    entry, value, _ = found
    label = entry.symptom.label if symptom in place.members else place.name.capitalize()
    return Said(entry.symptom.id, value, label, STRENGTHS[strength], place.id)


def verdict_of(state: SessionState, said: Said) -> Verdict | None:
    """Return what comes of it in this session, or None: nothing was reported.

    It is what the policy asks for, and a walk to the end where that leaves no jog, or where what a
    run was to wait for is not gone.
    """
    policy, history = state.setup.policy, state.course.reports
    verdict = judge(
        policy,
        history,
        said.symptom,
        said.value,
        again=said.again,
        stays=said.stays,
        accepted=_accepted_at(state, said.place),
    )
    if verdict is None:
        return None
    stays_away = said.again and verdict.action.strength is Strength.WALK
    if not stays_away and not _ends_running(state, verdict.action):
        return verdict
    return verdict._replace(action=Action(Strength.WALK_TO_THE_END))


def slower_runs(state: SessionState, percent: int, at_least: CentiKmh) -> CentiKmh | None:
    """Return the speed that no run to come exceeds once it is slower; None if there are no runs.

    Args:
        state: where the session stands.
        percent: of the fastest run to come, as it is now ...
        at_least: ... or by this, if it is more.
    """
    runs = [each for each in state.setup.program.segments if each.gait is Gait.RUN]
    if not runs:
        return None
    speed = max(allowed_speed(state, each) for each in runs)
    return state.setup.speed_range.at_or_below(slower_by(speed, percent, at_least))


def _ends_running(state: SessionState, action: Action) -> bool:
    """Return whether the runs that an action leaves would be walks (I8, I9).

    The bundled plans jog at 7.5 km/h: ten per cent less is 6.75, which is no jog any more.
    """
    match action.strength:
        case Strength.SLOW:
            speed = slower_runs(state, action.slow_percent, action.slow_at_least)
        case Strength.WALK:
            again = action.again
            speed = slower_runs(state, again.slow_percent, again.slow_at_least)
        case _:
            return False
    return speed is not None and speed < JOG_FLOOR


def write_down(
    state: SessionState, now: Nanoseconds, said: Said
) -> tuple[SessionState, Verdict | None]:
    """Add a report to the history; None if nothing was reported."""
    verdict = verdict_of(state, said)
    return (state if verdict is None else written(state, now, said, verdict)), verdict


def written(state: SessionState, now: Nanoseconds, said: Said, verdict: Verdict) -> SessionState:
    """Add a report to the history with what comes of it."""
    action = verdict.action.strength.name
    report = Reported(
        said.symptom,
        said.value,
        now,
        action,
        said.label,
        said.words,
        said.place,
        verdict.rule,
        verdict.accepted,
    )
    course = replace(state.course, reports=(*state.course.reports, report))
    return replace(state, course=course)


def half_said(state: SessionState, question: Question | None) -> Said | None:
    """Return what a question that was answered by half says: judged as strictly as can be."""
    if question is None or question.strength is None:
        return None
    place = place_of(state, question.place) if question.ask is Ask.WHICH else UNSURE
    return named(state, place, question.strength)


def keep_what_was_said(state: SessionState, now: Nanoseconds) -> SessionState:
    """Write down what was said, by half or revocably, before a stop overtakes it.

    It is judged as any other: what would have led to a referral still does. Nothing moves for it.
    """
    pending, question = state.asking.pending, state.asking.question
    for said in (None if pending is None else pending.said, half_said(state, question)):
        if said is None:
            continue
        state, verdict = write_down(state, now, said)
        if verdict is None or verdict.action.strength < Strength.WALK_TO_THE_END:
            continue
        refers, earlier = verdict.action.strength.refers, state.course.walk_out
        if earlier is None or (refers and earlier.stop_at is None):
            walk_out = WalkOut(
                NOTED.format(symptom=said.label, strength=said.words), now if refers else None
            )
            state = replace(state, course=replace(state.course, walk_out=walk_out))
    return state


def close_question(state: SessionState) -> SessionState:
    """Take question and pending answer away, answered or overtaken."""
    asking = state.asking
    if asking.idle:
        return state
    asking = replace(asking, question=None, pending=None, wants_to_tell=False)
    return replace(state, asking=asking)
