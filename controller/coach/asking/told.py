"""What was answered, as facts for the diary, and what follows from it at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from enum import Enum
from typing import Final, NamedTuple

from controller.coach.asking.interview import Interview
from controller.coach.history import (
    Aftermath,
    Fact,
    History,
    NextDay,
    PreCheck,
    Screen,
    Weekly,
    WhyStopped,
)
from controller.words.catalogue import tr

PAIN_TO_RUN: Final = 2
"""The most pain, 0 to 10, with which a session with runs begins (evidence.md 10.2).

The caesarean scar and the joints of the pelvis go by it, too: up to 2 a run slows for the one and
goes on for the other (evidence.md 9).
"""
_BELOW: Final = "pelvic_pain"
"""Pain that ends a run at any strength (evidence.md 9, and the floor), so that none begins with it
(proposal)."""
_ON_BONE: Final = "shin_foot_bone"
"""Pain that refers at any strength (N3)."""
_ENDS_FROM: Final = {_ON_BONE: 3, _BELOW: 4, "pelvic_girdle": 4}
_ELSEWHERE_ENDS_FROM: Final = 6
"""From so much pain on the cautious policy ends a session at once (evidence.md 10.1: I6, I7).

Told before one it keeps walking off, too (proposal): what ends a walk on the belt begins none.
"""
TIRED: Final = 2
"""Of 1 to 5: sleep and energy from here down (evidence.md 10.2, N9)."""
_CALLED: Final = ("now", "today")


def before_session(done: Interview, at: datetime) -> tuple[Fact, ...]:
    """Return the facts of the six questions before a session."""
    check = PreCheck(
        at,
        warning_sign=done.value("signs") in _CALLED,
        bleeding=done.value("bleeding-today") == "yes",
        pelvic=done.value("pelvic-today") == "yes",
        pain=_pain(done),
        rested=done.value("rested") == "yes",
        safety_key=done.value("safety-key") == "yes",
    )
    return (check, *_signs(done, at))


def next_day(done: Interview, at: datetime, session: str) -> tuple[Fact, ...]:
    """Return the facts of the six questions of the day after a session."""
    check = NextDay(
        at,
        session,
        pelvic=done.value("pelvic-since") == "yes",
        pain=_pain(done),
        worse=done.value("worse") == "yes",
        bleeding=done.value("bleeding-since") == "yes",
        energy=int(done.value("energy")),
        warning_sign=done.value("signs") in _CALLED,
    )
    return (check, *_signs(done, at))


def weekly(done: Interview, at: datetime) -> tuple[Fact, ...]:
    """Return the fact of the check of the week."""
    leaks, sleep, mood = (int(done.value(each)) for each in ("leaks", "sleep", "mood"))
    return (Weekly(at, leaks, done.value("change"), sleep, mood),)


def after_session(done: Interview, at: datetime, session: str) -> tuple[Fact, ...]:
    """Return the fact of what was told standing."""
    why = done.value("why-stopped")
    since = tuple(dict.fromkeys(done.values("where")))
    stopped = WhyStopped(why) if why else None
    return (Aftermath(at, session, int(done.value("effort")), stopped, since),)


def _pain(done: Interview) -> tuple[tuple[str, int], ...]:
    """Return places and numbers; of a place that was told twice, the higher number."""
    numbers = (int(each) for each in done.values("pain", "pain-more") if each != "0")
    pain: dict[str, int] = {}
    for place, number in zip(done.values("pain-place"), numbers, strict=True):
        pain[place] = max(number, pain.get(place, 0))
    return tuple(pain.items())


def signs_named(done: Interview) -> tuple[str, ...]:
    """Return the ids of the warning signs that were named so far."""
    named = dict.fromkeys(done.values("which-now", "which-today", "signs"))
    return tuple(each for each in named if each not in ("", *_CALLED))


def signs_if_left(done: Interview, at: datetime) -> tuple[Screen, ...]:
    """Return what is kept of questions that were left before their end: the warning signs.

    They are to keep the belt off wherever they were told (SAFETY.md, S38).
    """
    since = ["chest"] if "chest" in done.values("where") else []
    heavier = ["bleeding"] if done.value("bleeding-since") == "yes" else []
    named = dict.fromkeys((*signs_named(done), *since, *heavier))
    return (Screen(at, tuple(named)),) if named else ()


def _signs(done: Interview, at: datetime) -> tuple[Screen, ...]:
    """Return the warning signs that were named; a plain "none" stands in the check itself."""
    named = signs_named(done)
    return (Screen(at, named),) if named else ()


def comes_after(facts: tuple[Fact, ...]) -> tuple[str, ...]:
    """Return what some answers bring with them, a sentence each."""
    lines: list[str] = []
    for fact in facts:
        match fact:
            case Aftermath(why_stopped=why):
                if why is WhyStopped.ELSEWHERE:
                    lines.append(tr("The rest of the session is open for 30 minutes."))
                lines.append(tr("Tomorrow: six questions, any time before your next session."))
            case NextDay(energy=energy) if energy <= TIRED:
                lines.append(tr("Tired is a reason to take it easier."))
            case _:
                pass
    return tuple(lines)


def checks_of(history: History, day: date) -> tuple[PreCheck, ...]:
    """Return the six answers of a day, as often as they were given, in the order of telling."""
    told = (each for each in history.facts if isinstance(each, PreCheck))
    return tuple(each for each in told if each.at.date() == day)


class Off(Enum):
    """What the answers before a session keep off today."""

    NOTHING = "nothing"
    RUNNING = "running"
    BELT = "belt"


class Held(NamedTuple):
    """What follows today, and why."""

    off: Off
    because: str
    """A sentence; empty if nothing is kept off and nothing is advised."""
    felt: bool = False
    """Whether it was felt, so that it stands until tomorrow whatever is answered later."""

    @property
    def ends_all(self) -> bool:
        """Whether it was felt so strongly that a session would end at once."""
        return self.felt and self.off is Off.BELT


NOT_HELD: Final = Held(Off.NOTHING, "")


def held_on(history: History, day: date) -> Held:
    """Return what was told on a day before sessions keeps off on it, done sessions or not."""
    checks = checks_of(history, day)
    if checks and any(each.at >= checks[-1].at for each in history.sessions):
        # The key and the night were those of that session; what was felt stands.
        checks = tuple(each for each in checks if keeps_running_off(each))
    return held_by(*checks)


def held_by(*checks: PreCheck) -> Held:
    """Return what the answers of one day keep off; the strictest that holds.

    Law: what was felt stands until the next day (proposal). Told once more and milder, it is kept
    as well, and opens nothing. The safety key and the night are as they were told last.

    Args:
        checks: in the order of telling.

    """
    if not checks:
        return NOT_HELD
    *earlier, last = checks
    if last.warning_sign:
        return Held(
            Off.BELT,
            tr("A warning sign: nothing on the belt until a clinician has been seen."),
        )
    for each in (last, *reversed(earlier)):
        if felt := _keeps_belt_off(each):
            return Held(Off.BELT, _told_whole(felt, each, checks), felt=True)
    if not last.safety_key:
        key = tr("Nothing on the belt without the safety key: it is the only stop.")
        return Held(Off.BELT, " ".join((key, *_whom_to_ask(checks))))
    for each in (last, *reversed(earlier)):
        if felt := keeps_running_off(each):
            return Held(Off.RUNNING, _told_whole(felt, each, checks), felt=True)
    if not last.rested:
        return Held(
            Off.NOTHING, tr("A short night or an empty stomach: something easier is no loss.")
        )
    return NOT_HELD


_UNTIL: Final = tr("That stands until tomorrow.")
_STANDS: Final = tr(
    "You told it at {time} today, and it stands until tomorrow; what you told since is kept, too."
)


def _since(told: PreCheck, last: PreCheck) -> str:
    """Return how long what was felt stands; where it was not told last, also since when."""
    return _UNTIL if told is last else _STANDS.format(time=f"{told.at:%H:%M}")


def _told_whole(felt: str, told: PreCheck, checks: tuple[PreCheck, ...]) -> str:
    """Return what was felt, how long that stands, and whom it takes, which stands longer."""
    since = _since(told, checks[-1])
    return " ".join(
        (felt, since, *(each for each in _whom_to_ask(checks) if not felt.startswith(each)))
    )


def _whom_to_ask(checks: tuple[PreCheck, ...]) -> Iterator[str]:
    """Yield whom all that was told on a day sends her to, behind whatever is stronger than that.

    However little it is: what is worse elsewhere sends her to nobody, and this does.
    """
    if any(each.bleeding for each in checks):
        yield _BLEEDING
    if any(place == _ON_BONE and number for each in checks for place, number in each.pain):
        yield _BONE_REFERS


def _keeps_belt_off(check: PreCheck) -> str:
    """Return what was felt with which a session would end at once; empty if nothing was."""
    ends = {
        place: number
        for place, number in check.pain
        if number >= _ENDS_FROM.get(place, _ELSEWHERE_ENDS_FROM)
    }
    if not ends:
        return ""
    place = next((each for each in _BELT_OFF if each in ends), "")
    return _BELT_OFF.get(place, _ELSEWHERE_OFF).format(pain=ends.get(place, max(ends.values())))


_BELT_OFF: Final = {
    _ON_BONE: tr(
        "Pain of {pain} of 10 on one spot of bone: nothing on the belt today, walking neither."
    ),
    _BELOW: tr("Pain of {pain} of 10 down below: nothing on the belt today, walking neither."),
}
"""The gravest first."""
_ELSEWHERE_OFF: Final = tr("Pain of {pain} of 10: nothing on the belt today, walking neither.")
_BLEEDING: Final = tr(
    "Bleeding that is no period: if it is new, or more than it was, call your midwife or your "
    "doctor today. No running today, nor while there is any."
)
_BONE_REFERS: Final = tr(
    "No running until a clinician has been seen about the one sore spot on bone."
)


def keeps_running_off(check: PreCheck) -> str:
    """Return what was felt that lets nobody run that day, in a sentence; empty if nothing was."""
    pain = {place: number for place, number in check.pain if number}
    worst = max(pain.values(), default=0)
    if check.bleeding:
        return _BLEEDING
    if check.pelvic:
        return tr("More than before down below: no running today; a walk is open.")
    if _BELOW in pain:
        return tr("Pain down below, however little: no running today; a walk is open.")
    if _ON_BONE in pain:
        return tr("One sore spot on bone, however little: no running today; a walk is open.")
    if worst > PAIN_TO_RUN:
        return tr("Pain of {worst}: no running above {most}; a walk is open.").format(
            worst=worst, most=PAIN_TO_RUN
        )
    return ""
