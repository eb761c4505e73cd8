"""From a history to what people read of it: names for ids, words for numbers, decisions beside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from controller.coach.asking.setup import SETUP, with_which
from controller.coach.chronicle.told import (
    concern_name,
    concerns,
    sign_words_of,
    signs_by_moment,
    told_in,
)
from controller.coach.chronicle.values import (
    AFTER,
    RUN,
    WALK,
    WARM_UP,
    Answered,
    Chronicle,
    Entry,
    Felt,
    Said,
    Tried,
    told_day,
)
from controller.coach.chronicle.weekly import weekly_checks
from controller.coach.history import (
    BIRTH,
    RECALLED_AFTER,
    Birth,
    Clearance,
    ClearanceKind,
    NextDay,
    PreCheck,
    Told,
    Trial,
)
from controller.coach.names import name_of, strength_of
from controller.coach.progress.decisions import decisions
from controller.coach.progress.occasions import occasions
from controller.coach.progress.rules import decide
from controller.coach.progress.standing import judged, yes_of
from controller.core.policy import Strength
from controller.core.symptoms import Category
from controller.words.catalogue import tr, trn
from controller.words.recorded import tr_recorded
from plans.policies.symptoms import known_symptoms
from plans.readiness.checks import known_checks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date, datetime

    from controller.coach.chronicle.told import Signs
    from controller.coach.history import History, Noted, Session
    from controller.coach.progress.decision import Decision
    from controller.coach.progress.occasions import Occasion
    from controller.coach.progress.step import Step
    from plans.plan.model import Plan
    from plans.policies.reader import PolicyFile
    from plans.readiness.self_tests import SelfTest

_ENDED: Final = {
    "completed": tr("done as planned"),
    "walked_out": tr("walked to the end"),
    "stopped": tr("stopped"),
    "stopped_and_refer": tr("stopped; see a clinician"),
    "link_lost": tr("the radio link was lost"),
    "unknown": tr("its end is not known"),
}
_ABOUT: Final = {
    ClearanceKind.EARLY: tr("running before 12 weeks"),
    ClearanceKind.PELVIC: tr("pelvic symptoms"),
    ClearanceKind.SEEN: tr("a warning sign or pain"),
}
_DID: Final = {
    Strength.SLOW: tr("slower"),
    Strength.WALK: tr("walk"),
    Strength.WALK_TO_THE_END: tr("walk to the end"),
    Strength.WALK_THEN_STOP_AND_REFER: tr("walk, then stop and see a clinician"),
    Strength.STOP: tr("stop"),
    Strength.STOP_AND_REFER: tr("stop and see a clinician"),
}
"""What a row of the policy asks for."""
_UNWELL: Final = {
    "now": tr('unwell: of the signs to "call now" for'),
    "today": tr('unwell: of the signs to "call today" for'),
    "bulge": tr("something bulging down below"),
}
"""By what a session keeps of the list behind the unwell key."""
_BEFORE: Final = tr("something was told before it")
_NEXT_DAY: Final = tr("something was told on the day after")
_OF_HERSELF: Final = (BIRTH, "bleeding", "wound-healed", "daily-pelvic", "leaked-before")
"""The answers of the set-up that say something of her, and not of how she wants it."""
_WEEK_DAYS: Final = 7


def chronicle_of(
    history: History,
    plans: Mapping[str, tuple[Plan, PolicyFile]],
    current: str,
    today: date,
    since: date | None = None,
) -> Chronicle:
    """Return what was done.

    Args:
        history: all that is known.
        plans: by their ids those that there are, each with its policy.
        current: the id of the one in use, which is among them.
        today: the day by the clock on the wall.
        since: leave out what was before this day.

    """
    found = occasions(history)
    used = {each.session.plan for each in found}
    decided: dict[str, Decision] = {}
    for name in used & plans.keys():
        decided |= decisions(history, *plans[name], today)
    looked_up = _seen(history, plans)
    entries = (
        _entry(each, plans, decided.get(each.session.id), looked_up)
        for each in found
        if since is None or each.on >= since
    )
    birth = history.birth
    return Chronicle(
        today=today,
        since=since,
        entries=tuple(entries),
        weekly=weekly_checks(history, since),
        clinicians=tuple(_clinicians(history)),
        answers=tuple(_answers(history)),
        tests=tuple(
            _tried(each)
            for each in history.facts
            if isinstance(each, Trial) and (since is None or each.at.date() >= since)
        ),
        next=decide(history, *plans[current], today),
        weeks_since_birth=None if birth is None else (today - birth.on).days // _WEEK_DAYS,
    )


def _clinicians(history: History) -> Iterator[Said]:
    """Yield what clinicians said; of each kind of yes only the last counts, and it is said so."""
    said = [each for each in history.facts if isinstance(each, Clearance)]
    born = history.birth
    for number, each in enumerate(said):
        after = (
            later.at
            for later in said[:number:-1]
            if later.kind is each.kind is not ClearanceKind.SEEN
            and (born is None or later.on >= born.on)
        )
        about = _ABOUT[each.kind]
        if each.kind is ClearanceKind.SEEN:
            about = _seen_about(each, said[:number], history) or about
        yield _said(each, about, next(after, None))


def _seen_about(seen: Clearance, earlier: list[Clearance], history: History) -> str:
    """Return what was told before it that no clinician had been seen about; or nothing."""
    since = max((each.at for each in earlier if each.kind is seen.kind), default=None)
    told = sorted(
        (at, symptom)
        for at, symptom in concerns(history)
        if at < seen.at and at.date() <= seen.on and (since is None or at > since)
    )
    if not told:
        return ""
    names = dict.fromkeys(concern_name(symptom) for _, symptom in told)
    first = told_day(told[0][0].date())
    return tr("{what}, told on {day}").format(what=", ".join(names), day=first)


def _said(each: Clearance, about: str, replaced: datetime | None) -> Said:
    accepted = (
        tr("{symptom} up to {strength}").format(
            symptom=name_of(symptom),
            strength=strength_of(known_symptoms().symptoms.get(symptom), most),
        )
        for symptom, most in each.accepted
        if most
    )
    return Said(each.on, about, each.who, each.words, ", ".join(accepted), replaced)


def _answers(history: History) -> Iterator[Answered]:
    last = {each.key: each for each in history.facts if isinstance(each, Told)}
    asked_again = next(history.of(PreCheck), None)
    if isinstance(asked_again, PreCheck):
        # It is asked before every session, too, and the last word counts.
        bled = Told(asked_again.at, "bleeding", "yes" if asked_again.bleeding else "no")
        last["bleeding"] = max(bled, last.get("bleeding", bled), key=lambda each: each.at)
    births = [each for each in history.facts if isinstance(each, Birth)]
    for question in SETUP:
        if question.key not in _OF_HERSELF:
            continue
        fact = last.get(question.key)
        born = births[-1] if births and question.key == BIRTH else None
        if born is not None and (fact is None or fact.at <= born.at):
            told = f"{told_day(born.on)}, {tr(born.kind.value)}"
            yield Answered(born.at.date(), question.label, told)
        elif fact is not None:
            told = with_which(tr_recorded(fact.value), question.key, history)
            yield Answered(fact.at.date(), question.label, told)


def _tried(trial: Trial) -> Tried:
    test = known_checks().tests.get(trial.test)
    both = trial.right is not None
    sides = (
        (tr("left {amount}") if both else "{amount}", trial.left),
        (tr("right {amount}"), trial.right),
    )
    amounts = [told.format(amount=_amount(test, each)) for told, each in sides if each is not None]
    felt = ", ".join(map(name_of, trial.symptoms))
    title = trial.test if test is None else test.title
    if trial.told:
        amounts.append(tr("as she told"))
    return Tried(trial.at.date(), title, ", ".join(amounts), felt)


def _amount(test: SelfTest | None, amount: int) -> str:
    if test is None:
        return str(amount)
    if test.dose.seconds:
        return f"{amount}s"
    return trn("{n} time", "{n} times", amount).format(n=amount)


class _Seen(NamedTuple):
    """What is looked up for every session."""

    signs: Signs
    meant: Mapping[str, Step]
    """By the session's id what it means by its policy, as far as something was noted in it."""
    pelvic: tuple[Clearance, ...]
    """What clinicians said of pelvic symptoms, in the order of time."""
    birth: Birth | None


def _seen(history: History, plans: Mapping[str, tuple[Plan, PolicyFile]]) -> _Seen:
    meant = {
        step.occasion.session.id: step
        for name in {each.plan for each in history.sessions if each.noted} & plans.keys()
        for step in judged(history, plans[name][1].policy).steps
        if step.occasion.session.plan == name and step.occasion.session.noted
    }
    said = sorted(
        (each for each in history.facts if isinstance(each, Clearance)), key=lambda each: each.at
    )
    pelvic = tuple(each for each in said if each.kind is ClearanceKind.PELVIC)
    return _Seen(signs_by_moment(history), meant, pelvic, history.birth)


def _rows(step: Step | None) -> tuple[str, ...]:
    """Return for what a policy slowed a session without a rule that has a number."""
    if step is None or step.occasion.session.completed:
        return ()
    return tuple(map(_row_words, step.signs.rows.items()))


def _accepted(step: Step | None, seen: _Seen) -> Mapping[tuple[str, int, bool], str]:
    """Return who had accepted what was noted, and when; by the symptom as it was noted."""
    yes = None if step is None else yes_of(step.occasion, seen.pelvic, seen.birth)
    if step is None or yes is None:
        return {}
    whom = tr("{who} on {day}").format(who=yes.who, day=told_day(yes.on))
    return {(each.symptom, each.value, each.beyond): whom for each in step.signs.accepted}


def _row_words(row: tuple[str, Strength]) -> str:
    symptom, did = row
    return tr("the policy's row for {symptom}: {action}").format(
        symptom=name_of(symptom), action=_DID[did]
    )


def _entry(
    occasion: Occasion,
    plans: Mapping[str, tuple[Plan, PolicyFile]],
    decision: Decision | None,
    seen: _Seen,
) -> Entry:
    session, check = occasion.session, occasion.check
    signs, step = seen.signs, seen.meant.get(session.id)
    by = _accepted(step, seen)
    noted = (_noted(each, by) for each in session.noted)
    felt = (*noted, *_unwell(session), *map(_after, occasion.since))
    efforts = [each.effort for each in occasion.told if each.effort is not None]
    return Entry(
        id=session.id,
        at=session.at,
        on=occasion.on,
        began=f"{session.at.hour}:{session.at:%M}",
        plan=session.plan,
        level=session.level,
        levels=len(plans[session.plan][0].levels) if session.plan in plans else 0,
        has_runs=session.has_runs,
        planned_run_s=session.planned_run_s,
        ran_s=session.ran_s,
        ran_on_s=session.ran_on_s,
        lasted_s=session.lasted_s,
        completed=session.completed,
        ended=_how_it_ended(occasion),
        felt=felt,
        rules=session.rules,
        rows=_rows(step),
        effort=max(efforts, default=None),
        before="" if occasion.before is None else _told_before(occasion.before, signs),
        check="" if check is None else _told_after(check, signs),
        told=tuple(
            words
            for words, each in ((_BEFORE, occasion.before), (_NEXT_DAY, check))
            if each is not None and told_in(each, signs)
        ),
        recalled=check is not None and check.at - session.at > RECALLED_AFTER,
        decision=decision,
    )


def _how_it_ended(occasion: Occasion) -> str:
    session = occasion.session
    words = _ENDED.get(session.outcome, session.outcome.replace("_", " "))
    if session.outcome == "completed" and not session.completed:
        words = tr("done, with less running than planned")
    return tr("{how}; made easier beforehand").format(how=words) if session.shortened else words


def _noted(noted: Noted, accepted: Mapping[tuple[str, int, bool], str]) -> Felt:
    where = RUN if noted.running else WARM_UP if noted.warm_up else WALK
    symptom = known_symptoms().symptoms.get(noted.symptom)
    return Felt(noted.symptom, name_of(noted.symptom), strength_of(symptom, noted.value),
                noted.at_s, where, sign=_is_sign(noted.symptom),
                accepted=accepted.get((noted.symptom, noted.value, noted.beyond), ""))  # fmt: skip


def _after(symptom: str) -> Felt:
    return Felt(symptom, name_of(symptom), "", None, AFTER, sign=_is_sign(symptom))


def _unwell(session: Session) -> Iterator[Felt]:
    """Yield what was told behind the unwell key: which part of its list, and not which sign."""
    if session.signs in _UNWELL:
        yield Felt(session.signs, _UNWELL[session.signs], "", None, AFTER, sign=True)


def _is_sign(symptom: str) -> bool:
    known = known_symptoms().symptoms.get(symptom)
    return known is not None and known.category is Category.RED


def _told_before(check: PreCheck, signs: Signs) -> str:
    told = [
        *sign_words_of(check, signs),
        *([tr("bleeding")] if check.bleeding else ()),
        *([tr("pelvic: more than told before")] if check.pelvic else ()),
        *_pains(check),
        *([] if check.rested else [tr("not well rested")]),
    ]
    return ", ".join(told) or tr("nothing")


def _told_after(check: NextDay, signs: Signs) -> str:
    told = [
        *sign_words_of(check, signs),
        *([tr("heavier bleeding")] if check.bleeding else ()),
        *([tr("pelvic: more than told before")] if check.pelvic else ()),
        *_pains(check),
        *([tr("a limp, or stiffer than before")] if check.worse else ()),
    ]
    return tr("{told}; energy {energy} of 5").format(
        told=", ".join(told) or tr("nothing"), energy=check.energy
    )


def _pains(check: PreCheck | NextDay) -> Iterator[str]:
    return (f"{name_of(place)} {pain}" for place, pain in check.pain if pain)
