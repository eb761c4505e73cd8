"""What was done, session by session, with what was noted and decided: values for people to read.

Nothing here knows plans or the core, so that a screen can draw it; `chronicle_of` makes it. All
counts that a page, a table or a report shows are counted here, once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from controller.coach.progress.decision import Decision, Kind
from controller.words.catalogue import tr, trn
from controller.words.days import short_date
from controller.words.later import tr_later

if TYPE_CHECKING:
    from collections.abc import Iterator

    from controller.coach.history import Weekly

MOOD: Final = "mood"
"""The symptom that no report names unasked: thoughts of harm."""
A_SIGN: Final = tr("a warning sign")
"""One that is not named."""
MINUTE: Final = 60
RUN: Final = tr_later("run")
WALK: Final = tr_later("walk")
WARM_UP: Final = tr_later("warm-up")
AFTER: Final = tr_later("after")
"""Where something was felt."""
NOT_DONE: Final = tr("not done")
NOT_DUE: Final = tr("from tomorrow")
_THEN: Final = {
    Kind.REFER: tr("see a clinician"),
    Kind.REST: tr("rest"),
    Kind.WALK: tr("walk first"),
    Kind.EASIER: tr("easier"),
    Kind.SAME: tr("same level"),
    Kind.UP: tr("one level up"),
    Kind.DONE: tr("plan done"),
}


_GO_ON: Final = ("N10", "N11")
"""The rules that hold nobody back."""


def _then(decided: Decision | None) -> str:
    return "" if decided is None else f"{decided.rule} {_THEN[decided.kind]}"


class Spoken(NamedTuple):
    """One answer that says more than "nothing"."""

    id: str
    """Of a symptom or a sign; empty for what has none."""
    words: str
    """As it stood in the question."""
    sign: bool = False
    """It is a warning sign, or a bulge."""
    grave: bool = False
    """A clinician has to be seen about it: a sign, pain on bone, pain of 6 and over."""
    felt: bool = True
    """It is of her body; a short night, tiredness and no safety key are not."""


@dataclass(frozen=True, slots=True)
class Telling:
    """What was told beside a session: before one, on the day after, in the set-up, at body work."""

    at: datetime
    asked: str
    """On which occasion, in words."""
    spoken: tuple[Spoken, ...]
    held: str = ""
    """What that kept off on the day itself, in a sentence."""
    decision: Decision | None = None
    """What was next behind it, where that is stricter than the same level."""
    alone: bool = False
    """It is of no session that was done."""

    @property
    def on(self) -> date:
        """The day."""
        return self.at.date()

    @property
    def words(self) -> str:
        """All of it, in the words of the questions."""
        return "; ".join(each.words for each in self.spoken)

    @property
    def led_to(self) -> str:
        """What came of it, with the rule; empty if nothing did."""
        decided = self.decision
        because = "" if decided is None else f"{decided.because} ({decided.rule})"
        return " ".join(each for each in (self.held, because) if each)

    @property
    def then(self) -> str:
        """The same in a word or two and with the rule, where there is little room."""
        return " ".join(each for each in (self.held, _then(self.decision)) if each)


class Hold(NamedTuple):
    """A time in which a rule kept running off."""

    rule: str
    since: date
    until: date | None
    """The day of the next run; None while there was none."""


class Easier(NamedTuple):
    """A session of an easier level than the one before it in the plan."""

    before: int
    """The level of that one."""
    level: int
    because: str
    """In sentences."""
    rule: str
    """That led there; empty if none did."""

    @property
    def words(self) -> str:
        """From where to where, why, and by which rule."""
        told = tr("Level {before} to {level}: {because} ({rule})")
        if not self.rule:
            told = tr("Level {before} to {level}: {because}")
        return told.format(**self._asdict())


class Felt(NamedTuple):
    """A symptom that was noted."""

    symptom: str
    """Its id."""
    name: str
    """In a word or two."""
    strength: str
    """What was said: ``"a little (1-2)"``, and never a number that nobody said."""
    at_s: int | None
    """Seconds since the belt first moved; None if it came after the session."""
    where: str
    """`RUN`, `WALK`, `WARM_UP` or `AFTER`; looked up where it is shown."""
    sign: bool = False
    """It is a warning sign."""
    accepted: str = ""
    """Who had accepted it, and when, if a clinician had."""

    @property
    def words(self) -> str:
        """What, and how strong."""
        told = tr("{symptom}, {strength}") if self.strength else "{symptom}"
        return told.format(symptom=self.name, strength=self.strength)

    @property
    def when(self) -> str:
        """``"8:18, run"``, or ``"after"``."""
        return (
            tr(self.where)
            if self.at_s is None
            else tr("{time}, {where}").format(time=minutes(self.at_s), where=tr(self.where))
        )


@dataclass(frozen=True, slots=True)
class Entry:
    """One session, with the rest of it that was done later."""

    id: str
    at: datetime
    """When the belt first moved."""
    on: date
    began: str
    """The time of day, ``"9:05"``."""
    plan: str
    level: int
    levels: int
    """How many the plan has now; 0 if it is not there any more."""
    has_runs: bool
    planned_run_s: int
    ran_s: int
    ran_on_s: int
    """Of it, after something was noted in the session."""
    lasted_s: int
    completed: bool
    ended: str
    """How, in words."""
    felt: tuple[Felt, ...]
    rules: tuple[str, ...]
    """Those that made the belt slower or ended a run."""
    rows: tuple[str, ...]
    """For what the policy did so without a rule that has a number, in words."""
    effort: int | None
    before: str
    """What the check before it told, in words; empty if there was none."""
    check: str
    """What the next-day check told, in words; empty if it is not done."""
    recalled: bool
    """That was answered from memory."""
    told: tuple[str, ...]
    """In which of these two checks something was told, in words; empty if in none."""
    decision: Decision | None
    """What it led to; None if its plan is not there any more."""
    easier: Easier | None = None
    """Why its level is easier than that of the one before it in the plan that is used now; None if
    it is not. A report has it."""

    @property
    def then(self) -> str:
        """What it led to, in a word or two and with the rule."""
        return _then(self.decision)

    @property
    def held_back(self) -> str:
        """What the rules of the policy did; where they did nothing, what there was all the same.

        That no rule held her back is never said of a session in which something was noted, beside
        which something was told, or behind which a rule held.
        """
        rules = trn("rule {rules}", "rules {rules}", len(self.rules)).format(
            rules=", ".join(self.rules)
        )
        told = (*((rules,) if self.rules else ()), *self.rows)
        return "; ".join(told or self._unheld())

    def _unheld(self) -> Iterator[str]:
        for by in dict.fromkeys(each.accepted for each in self.felt if each.accepted):
            told = ", ".join(each.words for each in self.felt if each.accepted == by)
            yield tr("within what was accepted by {whom}: {symptoms}").format(
                whom=by, symptoms=told
            )
        others = ", ".join(each.words for each in self.felt if not each.accepted)
        if others:
            yield tr("noted: {symptoms}").format(symptoms=others)
        decided = self.decision
        goes_on = decided is None or decided.rule in _GO_ON or decided.kind in (Kind.UP, Kind.DONE)
        if not self.felt:
            quiet = goes_on and not self.told
            yield tr("no rule held you back") if quiet else tr("no rule slowed or ended it")
            yield from self.told

    @property
    def noted(self) -> bool:
        """Whether there is something to read of it: felt, or told before it or on the next day."""
        return bool(self.felt or self.told)

    def morning(self, today: date) -> str:
        """Return what is known of the day after: a check is not due on the day itself."""
        if self.check:
            return (
                tr("{check} (recalled)").format(check=self.check) if self.recalled else self.check
            )
        return NOT_DONE if self.on < today else NOT_DUE


class WeekCheck(NamedTuple):
    """A check of the week."""

    check: Weekly
    leaking: tuple[str, ...]
    """Where none was counted: what was told of it in the seven days before, in words."""

    @property
    def leaks(self) -> str:
        """How many were counted, and beside it what was told otherwise."""
        return "; ".join((str(self.check.leaks), *self.leaking))


class Said(NamedTuple):
    """What a clinician said, as the runner wrote it down."""

    on: date
    about: str
    who: str
    words: str
    accepted: str
    """The symptoms, with the strength up to which they were accepted; or nothing."""
    replaced: datetime | None = None
    """When a later yes of the same kind was written down, which counts in place of this one."""

    @property
    def replaced_words(self) -> str:
        """By which one it was replaced, in a sentence; empty if it was not."""
        at = self.replaced
        if at is None:
            return ""
        return tr("Replaced by the one written down on {day} at {time}.").format(
            day=told_day(at.date()), time=f"{at:%H:%M}"
        )


class Answered(NamedTuple):
    """What she told of herself in the set-up, as it was told last."""

    on: date
    about: str
    told: str


class Tried(NamedTuple):
    """A test of readiness that she has done by herself."""

    on: date
    test: str
    amount: str
    """``"20 times"``, ``"left 12s, right 10s"``."""
    felt: str
    """The symptoms; or nothing."""


@dataclass(frozen=True, slots=True)
class Chronicle:
    """What was done in a time, the oldest first."""

    today: date
    since: date | None
    """From when on; None for all."""
    entries: tuple[Entry, ...]
    weekly: tuple[WeekCheck, ...]
    clinicians: tuple[Said, ...]
    """What clinicians said, in all the time: it counts whenever it was."""
    answers: tuple[Answered, ...]
    """Of the set-up, in its order; without what is a setting of hers."""
    tests: tuple[Tried, ...]
    next: Decision
    """In the plan that is used now."""
    weeks_since_birth: int | None
    tellings: tuple[Telling, ...] = ()
    """What was told beside sessions, the oldest first; a report has them."""
    holds: tuple[Hold, ...] = ()
    """The rules that kept running off, the oldest first; a report has them."""

    @property
    def begins(self) -> date:
        """The first day that is shown."""
        if self.since is not None:
            return self.since
        entries, tellings = self.entries[:1], self.tellings[:1]
        days = (*(each.on for each in entries), *(each.on for each in tellings))
        return min(days, default=self.today)


def noted_words(felt: tuple[Felt, ...], width: int) -> str:
    """Return what was noted in so many letters: the first, and how many more there are."""
    if not felt:
        return tr("nothing")
    first = tr("{symptom}, {strength}").format(
        symptom=felt[0].name, strength=felt[0].strength or tr(felt[0].where)
    )
    more = f" +{len(felt) - 1}" if len(felt) > 1 else ""
    room = width - len(more)
    return (first if len(first) <= room else f"{first[: room - 1]}…") + more


def minutes(seconds: int) -> str:
    """Return minutes and seconds: ``"8:18"``, ``"75:00"``."""
    return f"{seconds // MINUTE}:{seconds % MINUTE:02}"


def told_day(day: date) -> str:
    """Return a day in a column: ``"Tue 5 May 2026"``."""
    return short_date(day)
