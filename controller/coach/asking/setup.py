"""The questions of the set-up, one after the other; each can be answered anew on any day.

What they decide about is in `plans.readiness`; the keys of the facts are of `history.Told`. Nothing
here assumes that there is a child at home.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from enum import Enum, unique
from typing import Final, NamedTuple

YEARS_BACK: Final = 10
"""A birth that is longer ago is one that no rule here counts from."""


class EntryInvalid(ValueError):  # noqa: N818  # it is told to a person, and asked again
    """What was written cannot be; one sentence with what to write."""


@unique
class Reads(Enum):
    """How an answer of the set-up is read."""

    BIRTH = "birth"
    """A day, or ``none``."""
    DAY = "day"
    """One that is not to come."""
    CHOICE = "choice"
    COUNTRY = "country"
    POINTS = "points"
    """Of the questionnaire that was chosen before."""
    SPEED = "speed"
    """Within the range of the plan."""
    SIGNS = "signs"
    """The warning signs, in the words of `controller.coach.asking.questions`."""
    WORDS = "words"


class SetupQuestion(NamedTuple):
    """One question of the set-up."""

    key: str
    """With which it is answered anew (``reprise setup KEY``), and its fact is kept."""
    text: str
    reads: Reads
    choices: tuple[tuple[str, str, str], ...] = ()
    """Key, words, value."""
    hint: str = ""
    usual: str = ""
    """The value that ENTER takes where nothing was told; empty where it has to be told."""
    left_out: str = ""
    """The value that is nothing to keep: it says that she leaves it open."""
    label: str = ""
    """What its answer is listed under."""


_YES_NO: Final = (("1", "yes", "yes"), ("0", "no", "no"))

SETUP: Final = (
    SetupQuestion(
        "birth",
        "When was the last birth?",
        Reads.BIRTH,
        hint='A day such as 2026-05-13; "none" if there was none in the last ten years.',
        label="Last birth",
    ),
    SetupQuestion(
        "birth-kind",
        "How was it?",
        Reads.CHOICE,
        (
            ("1", "vaginal", "vaginal"),
            ("2", "vaginal, with forceps or suction", "assisted"),
            ("3", "caesarean", "caesarean"),
        ),
        label="How it was",
    ),
    SetupQuestion(
        "signs",
        "Is there any warning sign, now or since you were last asked?",
        Reads.SIGNS,
        label="Warning signs",
    ),
    SetupQuestion(
        "bleeding",
        "Is there any bleeding that is not a period?",
        Reads.CHOICE,
        _YES_NO,
        label="Bleeding",
    ),
    SetupQuestion(
        "wound-healed",
        "Have all wounds and scars healed, and is none worse after a quick walk?",
        Reads.CHOICE,
        (("1", "yes, or there was none", "yes"), ("0", "not yet", "no")),
        label="Wounds and scars healed",
    ),
    SetupQuestion(
        "daily-pelvic",
        "In daily life, when you sneeze, lift or hurry: leaking of pee, wind or poo, heaviness "
        "or dragging?",
        Reads.CHOICE,
        (
            ("0", "no", "no"),
            ("1", "less than once a week", "less than once a week"),
            ("2", "some days a week", "some days a week"),
            ("3", "every day", "every day"),
        ),
        hint="It is common, and often gets better with help. A yes is never the end of the road.",
        label="Leaking or heaviness in daily life",
    ),
    SetupQuestion(
        "leaked-before",
        "Leaking while running, before or in a pregnancy?",
        Reads.CHOICE,
        (*_YES_NO, ("2", "I did not run", "did not run")),
        label="Leaking when running before",
    ),
    SetupQuestion(
        "units",
        "Kilometres or miles?",
        Reads.CHOICE,
        (("1", "kilometres", "km"), ("2", "miles", "mi")),
        usual="km",
        label="Kilometres or miles",
    ),
    SetupQuestion(
        "country",
        "In which country are you, for its emergency number?",
        Reads.COUNTRY,
        hint="Two letters, such as DE, GB or US; ENTER: rather not.",
        usual="none",
        left_out="none",
        label="Country",
    ),
    SetupQuestion(
        "sensor",
        "A foot pod or another sensor that counts steps?",
        Reads.CHOICE,
        _YES_NO,
        usual="no",
        label="Sensor that counts steps",
    ),
    SetupQuestion(
        "walk-speed",
        "How fast is your usual walk?",
        Reads.SPEED,
        usual="plan",
        left_out="plan",
        label="Usual walk",
    ),
    SetupQuestion(
        "jog-speed",
        "How fast is an easy jog?",
        Reads.SPEED,
        usual="plan",
        left_out="plan",
        label="Easy jog",
    ),
)
KEYS: Final = tuple(each.key for each in SETUP)
CLINICIAN: Final = "clinician"
"""The key with which it is recorded what a clinician said."""
CLEARANCE: Final = (
    SetupQuestion(
        CLINICIAN,
        "What did a clinician say? Reprise records it, and judges nothing.",
        Reads.CHOICE,
        (
            ("1", "I was seen about a warning sign, or about pain", "seen"),
            ("2", "a yes to running with leaking or heaviness as it is now", "pelvic"),
            ("3", "a yes to running earlier than 12 weeks after a birth", "early"),
        ),
    ),
    SetupQuestion("who", "Who was it?", Reads.WORDS, hint="Name and profession."),
    SetupQuestion("on", "On which day?", Reads.DAY, hint="Such as 2026-05-13."),
    SetupQuestion("words", "What was said?", Reads.WORDS, hint="In their words."),
)
_UP_TO: Final = (("0", "no, or there is none", "0"), ("1", "a little", "1"), ("2", "clear", "2"))
_MORE_COUNTS: Final = "From now on only more than that counts; strong always goes back to them."
ACCEPTED: Final = (
    SetupQuestion(
        "leak_urine",
        "Leaking pee as you run: was that a yes, and up to how much?",
        Reads.CHOICE,
        _UP_TO,
        _MORE_COUNTS,
    ),
    SetupQuestion(
        "leak_bowel",
        "Wind or poo that comes out as you run: was that a yes, too?",
        Reads.CHOICE,
        _UP_TO[:2],
        "Clear leaking of it always goes back to them.",
    ),
    SetupQuestion(
        "heaviness",
        "Heaviness or dragging: was that a yes, and up to how much?",
        Reads.CHOICE,
        _UP_TO,
        _MORE_COUNTS,
    ),
)
"""By the ids of symptoms: asked after a yes to running with them. What always refers is no answer,
for nobody can accept it away (plans.policies.floor)."""


SCORE: Final = "score"
"""The key with which the score of a questionnaire is kept."""


class Scale(NamedTuple):
    """A questionnaire that is filled in elsewhere: its words are its owner's, and not here."""

    id: str
    name: str
    most: int
    """It goes from 0 to this."""
    about: str


SCALES: Final = (
    Scale("iciq-ui-sf", "ICIQ-UI SF", 21, "about leaking pee in the last four weeks; more is more"),
    Scale(
        "uwri", "UWRI", 36, "about running after an injury; more is closer to running as before it"
    ),
)
"""Sources: iciq1-3 and uwri (evidence.md 6)."""
SCORE_ASKED: Final = (
    SetupQuestion(
        SCORE,
        "Which questionnaire was it? Reprise keeps its score, and reads nothing out of it.",
        Reads.CHOICE,
        tuple((str(key), each.name, each.id) for key, each in enumerate(SCALES, 1)),
        hint=" ".join(f"{each.name}, 0 to {each.most}: {each.about}." for each in SCALES),
    ),
    SetupQuestion("points", "What is the score?", Reads.POINTS, hint="A whole number."),
    SetupQuestion("on", "Filled in on which day?", Reads.DAY, hint="Such as 2026-05-13."),
)


def scale_of(scale: str) -> Scale:
    """Return the questionnaire with an id."""
    return next(each for each in SCALES if each.id == scale)


def read_points(scale: Scale, text: str) -> int:
    """Return the points of a questionnaire.

    Raises:
        EntryInvalid: it has no such number.
    """
    if not re.fullmatch(r"[0-9]{1,2}", text, re.ASCII) or int(text) > scale.most:
        raise EntryInvalid(
            f"{_shown(text)} is no whole number from 0 to {scale.most}, as {scale.name} has them."
        )
    return int(text)


def read_choice(question: SetupQuestion, text: str) -> str:
    """Return the value of a key, or of its words.

    Raises:
        EntryInvalid: it is none of them.
    """
    for key, words, value in question.choices:
        if text.lower() in (key, words.lower(), value):
            return value
    keys = ", ".join(key for key, _, _ in question.choices)
    raise EntryInvalid(f"{_shown(text)} is none of the keys {keys}; type one of them.")


def read_birth(text: str, today: date) -> date | None:
    """Return the day of a birth; None if there was none.

    Raises:
        EntryInvalid: it is no day, one to come, or one of very long ago.
    """
    if text.lower() in ("none", "no"):
        return None
    day = read_past_day(text, today)
    years = today.year - day.year - ((today.month, today.day) < (day.month, day.day))
    if years >= YEARS_BACK:
        raise EntryInvalid(f'{day} is {years} years ago; write "none", or mend the year.')
    return day


_DAY: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_DAY_DOTS: Final = re.compile(r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})", re.ASCII)
_DAY_WORDS: Final = re.compile(r"(\d{1,2}) ([A-Za-z]{3,9}) (\d{4})", re.ASCII)
_SEPT: Final = re.compile(r"\bsept\b", re.IGNORECASE)
"""The one month that is shortened to four letters."""


def read_past_day(text: str, today: date) -> date:
    """Return a day that is not to come: 2026-05-13, 13.5.2026 or 13 May 2026.

    Raises:
        EntryInvalid: it is none.
    """
    day = _day(text)
    if day is None:
        raise EntryInvalid(f"{_shown(text)} is no day; write it as 2026-05-13 or 13 May 2026.")
    if day > today:
        raise EntryInvalid(f"{day} is yet to come; today is {today}.")
    return day


def _day(text: str) -> date | None:
    ways: tuple[Callable[[], date | None], ...] = (
        lambda: _of(_DAY.fullmatch(text), (1, 2, 3)),
        lambda: _of(_DAY_DOTS.fullmatch(text), (3, 2, 1)),
        lambda: _in_words(text),
    )
    return next((day for way in ways if (day := way()) is not None), None)


def _of(found: re.Match[str] | None, order: tuple[int, int, int]) -> date | None:
    if found is None:
        return None
    try:
        return date(*(int(found[each]) for each in order))
    except ValueError:
        return None


def _in_words(text: str) -> date | None:
    if not _DAY_WORDS.fullmatch(text):
        return None
    short = _SEPT.sub("Sep", text)
    for form in ("%d %B %Y", "%d %b %Y"):
        try:
            return datetime.strptime(short, form).date()  # noqa: DTZ007  # a day has no zone
        except ValueError:
            continue
    return None


_COUNTRIES: Final = {"UK": "GB", "EN": "GB", "EL": "GR"}


def read_country(text: str) -> str:
    """Return two letters.

    Raises:
        EntryInvalid: it is none.
    """
    if not re.fullmatch(r"[A-Za-z]{2}", text):
        raise EntryInvalid(f"{_shown(text)} is not two letters such as DE, GB or US.")
    return _COUNTRIES.get(text.upper(), text.upper())


def read_words(text: str) -> str:
    """Return words that a person wrote.

    Raises:
        EntryInvalid: there are none, or too many, or what no screen can show.
    """
    if not text or len(text) > _LONGEST or not text.isprintable():
        raise EntryInvalid(f"Write 1 to {_LONGEST} characters in one line.")
    return text


_LONGEST: Final = 300


def _shown(text: str) -> str:
    shown = "".join(each if each.isprintable() else "?" for each in text)
    return f'"{shown[:40]}"'
