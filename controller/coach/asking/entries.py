"""The set-up while it is answered: which question is open, and what a line makes of it.

What a clinician said is asked in the same way. Law: nothing is kept before the last answer, and a
step back takes the last answer and no more. How a line is read is in
`controller.coach.asking.setup`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Final, NamedTuple

from controller.coach.asking.before import told_before
from controller.coach.asking.daily import (
    DAILY_BULGE,
    DAILY_PELVIC,
    WHICH,
    bulge_accepted,
    which_daily,
)
from controller.coach.asking.interview import Interview
from controller.coach.asking.questions import Form
from controller.coach.asking.reading import (
    NO_BIRTH,
    EntryInvalid,
    read_birth,
    read_choice,
    read_country,
    read_past_day,
    read_points,
    read_words,
    words_of,
)
from controller.coach.asking.setup import (
    ACCEPTED,
    BULGE_SPOKEN_OF,
    CLEARANCE,
    CLINICIAN,
    NONE_OF_IT,
    SAID_BACK,
    SCORE,
    SCORE_ASKED,
    SETUP,
    Reads,
    SetupQuestion,
    scale_of,
)
from controller.coach.asking.told import signs_named
from controller.coach.asking.units import UNITS, units_after
from controller.coach.history import (
    BIRTH,
    BULGE,
    Birth,
    BirthKind,
    Clearance,
    ClearanceKind,
    Fact,
    History,
    Score,
    Screen,
    Told,
)
from controller.settings.values import Units
from controller.words.catalogue import tr

BIRTH_KIND: Final = "birth-kind"
_ACCEPTED: Final = tuple(each.key for each in ACCEPTED)
_SPOKEN_OF: Final = (*_ACCEPTED, BULGE)
_ANEW: Final = (*_SPOKEN_OF, CLINICIAN, DAILY_BULGE)
"""On the way back no ENTER gives again what is a sign, or a yes that no clinician has given."""
_SIGNS: Final = Form("signs", tr("Warning signs"), ("signs",))
_YES: Final = "yes"
_NO: Final = "no"


class OwnSpeed(NamedTuple):
    """What a plan lets the runner choose for a pace."""

    units: Units
    """Those that were chosen before it is asked; what is told of them now counts at once."""
    hint: Callable[[Units], str]
    """The range, and how a speed is written."""
    read: Callable[[str, Units], str]
    """Return a speed as it is kept; raise `EntryInvalid` if it is none, or out of the range."""
    words: Callable[[str, Units], str]
    """Return what was kept, in those units."""


class Given(NamedTuple):
    """One question with its answer."""

    question: SetupQuestion
    value: str | None
    """As it is kept; None: as it was told before."""
    words: str
    """For people."""


@dataclass(frozen=True, slots=True)
class Entries:
    """How far some questions are."""

    questions: tuple[SetupQuestion, ...]
    at: datetime
    """When they are asked; no day in an answer is later."""
    known: History = field(default_factory=History)
    """What ENTER can leave as it is."""
    speeds: Mapping[str, OwnSpeed] = field(default_factory=lambda: MappingProxyType({}))
    """By the key of the question; one whose speed the plan does not have is not asked."""
    given: tuple[Given, ...] = ()
    taken: tuple[Given, ...] = ()
    """Answers of before a step back, the last taken first: ENTER gives them again."""
    signs: Interview = field(default_factory=lambda: Interview(_SIGNS))
    """The warning signs, while they are asked and after."""

    @property
    def question(self) -> SetupQuestion | None:
        """The one that is open; None: all are answered."""
        return next((each for each in self.questions if self._waits(each)), None)

    @property
    def place(self) -> tuple[int, int]:
        """Which question is open, from 1, and of how many; those that are left out count.

        How many there are does not change on the way. Which symptoms of daily life it is has the
        place of the question that brings it; how much is asked about a clinician is the first
        answer's, so that this question has no other beside it yet.
        """
        question = self.question
        if question is not None and question.key == CLINICIAN:
            return 1, 1
        counted = [each for each in self.questions if each.key not in WHICH and self._brought(each)]
        if question is None:
            return len(counted), len(counted)
        key = DAILY_PELVIC if question.key in WHICH else question.key
        return 1 + [each.key for each in counted].index(key), len(counted)

    @property
    def usual(self) -> str:
        """What ENTER takes, as a value; empty if it takes nothing."""
        question = self.question
        if question is None or question.reads is Reads.SIGNS:
            return ""
        return self._taken(question) or self._told_before(question.key) or question.usual

    @property
    def usual_told(self) -> str:
        """What ENTER takes, as a line has it in brackets: the value, or a speed in her unit."""
        question, usual = self.question, self.usual
        return usual if question is None else self._speed_words(question, usual) or tr(usual)

    @property
    def hints(self) -> tuple[str, ...]:
        """Sentences below the open question."""
        question = self.question
        if question is None:
            return ()
        speed = self.speeds.get(question.key)
        hint = "" if speed is None else speed.hint(self._units(speed))
        return tuple(each for each in (question.hint, hint) if each)

    def answer(self, line: str) -> Entries:
        """Return it with the open question answered by a line; an empty one is ENTER.

        Raises:
            EntryInvalid: it is no answer; one sentence with what to write.
        """
        question, text = self.question, line.strip()
        if question is None or question.reads is Reads.SIGNS:
            raise EntryInvalid(tr("That is not answered in a line."))
        if text:
            return self._with(question, self._read(question, text))
        if not self.usual:
            raise EntryInvalid(tr("ENTER answers nothing here."))
        usual = None if self._told_before(question.key) else question.usual
        return self._with(question, self._taken(question) or usual)

    def understood(self, line: str) -> str:
        """Return in words what a line would be taken as, if that can be another than was meant."""
        question, text = self.question, line.strip()
        if question is None or question.reads not in SAID_BACK or not text:
            return ""
        try:
            return self.words_of(question, self._read(question, text))
        except EntryInvalid:
            return ""

    def screened(self, signs: Interview) -> Entries:
        """Return it with the warning signs as far as they are answered now."""
        question = self.question
        if question is None or question.reads is not Reads.SIGNS:
            return self
        if signs.question is not None:
            return replace(self, signs=signs)
        words = signs.answered[-1].answer.words
        return replace(self, signs=signs, given=(*self.given, Given(question, "", words)))

    def back(self) -> Entries:
        """Return it without the last answer; itself if there is none."""
        if self.signs.question is not None and self.signs.answered:
            return replace(self, signs=self.signs.back())
        if not self.given:
            return self
        *rest, last = self.given
        signs = Interview(_SIGNS) if last.question.reads is Reads.SIGNS else self.signs
        if last.question.key == DAILY_BULGE and self._new_bulge(last.value):
            signs = signs.back()
        return replace(self, given=tuple(rest), taken=(last, *self.taken), signs=signs)

    def words_of(self, question: SetupQuestion, value: str) -> str:
        """Return a value of a question in words, and a speed in the units that are chosen now."""
        return self._speed_words(question, value) or words_of(question, value)

    def _speed_words(self, question: SetupQuestion, value: str) -> str:
        speed = self.speeds.get(question.key)
        if speed is None or value == question.left_out:
            return ""
        return speed.words(value, self._units(speed))

    def _units(self, speed: OwnSpeed) -> Units:
        return units_after(self.value(UNITS) or self._told_before(UNITS), speed.units)

    def value(self, key: str) -> str | None:
        """Return what was answered; None: nothing, or as before."""
        return next((each.value for each in self.given if each.question.key == key), None)

    def _taken(self, question: SetupQuestion) -> str:
        """Return what was answered before a step back; empty for nothing that ENTER may give."""
        values = (each.value for each in self.taken if each.question.key == question.key)
        return "" if question.key in _ANEW else next(values, None) or ""

    def birth(self) -> Birth | None:
        """Return the birth as it stands with these answers; None if there is none."""
        on, kind = self.value(BIRTH), self.value(BIRTH_KIND)
        born = self.known.birth
        if on == NO_BIRTH or (on is None and self._told_before(BIRTH) in ("", NO_BIRTH)):
            return None
        if on is not None:
            # A date that is told anew is of a birth of which nothing else is known yet.
            born = Birth(self.at, date.fromisoformat(on), BirthKind.VAGINAL)
        if born is not None and kind is not None:
            return born._replace(at=self.at, kind=BirthKind(kind))
        return born

    def _brought(self, question: SetupQuestion) -> bool:
        """Whether the answers so far let a question be one of these at all."""
        if question.key in WHICH:
            return self._asks_which
        about = self.value(CLINICIAN)
        if question.key == BULGE:
            return about in (ClearanceKind.PELVIC.value, ClearanceKind.SEEN.value)
        return question.key not in _ACCEPTED or about == ClearanceKind.PELVIC.value

    @property
    def _asks_which(self) -> bool:
        """Whether it is asked which symptoms of daily life: told now, or never said before."""
        given = next((each for each in self.given if each.question.key == DAILY_PELVIC), None)
        if given is None:
            return False
        if given.value is None:
            told = self._told_before(DAILY_PELVIC)
            return told not in ("", _NO) and not which_daily(self.known.facts)
        return given.value != _NO

    def _new_bulge(self, value: str | None) -> bool:
        """Whether a bulge was told that no clinician has spoken of: it is a sign as any other."""
        return value == _YES and not bulge_accepted(self.known.facts)

    def _waits(self, question: SetupQuestion) -> bool:
        if any(each.question.key == question.key for each in self.given):
            return False
        if question.key == BIRTH_KIND:
            return self.birth() is not None
        if not self._brought(question):
            return False
        return question.reads is not Reads.SPEED or question.key in self.speeds

    def _with(self, question: SetupQuestion, value: str | None) -> Entries:
        before = self._told_before(question.key)
        words = self.words_of(question, before if value is None else value)
        signs = self.signs
        if question.key == DAILY_BULGE and self._new_bulge(value):
            signs = signs.telling("signs", BULGE)
        return replace(self, given=(*self.given, Given(question, value, words)), signs=signs)

    def _read(self, question: SetupQuestion, text: str) -> str:
        match question.reads:
            case Reads.BIRTH:
                return str(read_birth(text, self.at.date()) or NO_BIRTH)
            case Reads.DAY:
                return str(read_past_day(text, self.at.date()))
            case Reads.COUNTRY:
                return read_country(text)
            case Reads.SPEED:
                speed = self.speeds[question.key]
                return speed.read(text, self._units(speed))
            case Reads.POINTS:
                return str(read_points(scale_of(self.value(SCORE) or ""), text))
            case Reads.WORDS:
                return read_words(text)
            case Reads.CHOICE | Reads.SIGNS:
                return read_choice(question, text)

    def _told_before(self, key: str) -> str:
        """Return the value that was told before these questions; empty if there is none."""
        if key in WHICH or (key == BIRTH_KIND and self.value(BIRTH) is not None):
            return ""
        return told_before(self.known, key)


def setup_questions(key: str | None) -> tuple[SetupQuestion, ...]:
    """Return the questions of the set-up: all of them, or what is asked to change one answer."""
    together = ((BIRTH, BIRTH_KIND), (DAILY_PELVIC, *WHICH))
    wanted = next((each for each in together if key in each), (key,))
    return tuple(each for each in SETUP if key is None or each.key in wanted)


def setup_facts(done: Entries) -> tuple[Fact, ...]:
    """Return the facts of a set-up that is answered; what is as before, or left open, is none."""
    made: list[Fact] = []
    born = done.birth()
    if done.value(BIRTH) == NO_BIRTH:
        made.append(Told(done.at, BIRTH, "no"))
    elif born is not None and born is not done.known.birth:
        made.append(born)
    for question, value, _ in done.given:
        if question.reads is Reads.SIGNS:
            made.append(Screen(done.at, signs_named(done.signs)))
        elif question.key not in (BIRTH, BIRTH_KIND) and value and value != question.left_out:
            made.append(Told(done.at, question.key, value))
    screened = any(each.question.reads is Reads.SIGNS for each in done.given)
    if done.signs.answered and not screened:  # a bulge that was told of daily life
        made.append(Screen(done.at, signs_named(done.signs)))
    return tuple(made)


def clearance_asked(at: datetime, known: History, acceptable: Mapping[str, int]) -> Entries:
    """Return the questions about what a clinician said.

    Where nothing of it was told of daily life, it is offered that there is none of it. Otherwise
    nothing is offered: no ENTER gives a yes that no clinician has given.

    Args:
        at: when they are asked.
        known: what was told before.
        acceptable: by symptom, up to which strength a yes changes anything under the policy in use.
    """
    told = known.told(DAILY_PELVIC)
    usual = NONE_OF_IT if told is not None and told.value == _NO else ""
    accepted = (
        each._replace(usual=usual, hint=_hint(each, acceptable.get(each.key, 0)))
        for each in ACCEPTED
    )
    return Entries((*CLEARANCE, *accepted, BULGE_SPOKEN_OF), at)


def _hint(question: SetupQuestion, most: int) -> str:
    """Return what stands below a question, with what the policy in use makes of a yes."""
    if most == 0:
        return tr("The policy in use stops for it: a yes changes nothing in a session.")
    if most < max(int(value) for _, _, value in question.choices if value != NONE_OF_IT):
        return tr(
            'The policy in use stops for "clear": a yes to that changes nothing in a session.'
        )
    return question.hint


def clearance_facts(done: Entries) -> tuple[Fact, ...]:
    """Return what a clinician said, as a fact."""
    given = {each.question.key: each.value or "" for each in done.given}
    kind, who, on, words = (given[each.key] for each in CLEARANCE)
    most = tuple(
        (key, int(given[key])) for key in _SPOKEN_OF if given.get(key, NONE_OF_IT) != NONE_OF_IT
    )
    return (Clearance(done.at, ClearanceKind(kind), who, date.fromisoformat(on), words, most),)


def score_asked(at: datetime) -> Entries:
    """Return the questions about the score of a questionnaire."""
    return Entries(SCORE_ASKED, at)


def score_facts(done: Entries) -> tuple[Fact, ...]:
    """Return the score of a questionnaire, as a fact."""
    scale, points, on = (each.value or "" for each in done.given)
    return (Score(done.at, scale, int(points), date.fromisoformat(on)),)
