"""The questions of the set-up, one after the other; each can be answered anew on any day.

What they decide about is in `plans.readiness`; the keys of the facts are of `history.Told`. Nothing
here assumes that there is a child at home.
"""

from __future__ import annotations

from enum import Enum, unique
from typing import TYPE_CHECKING, Final, NamedTuple

from controller.coach.asking.daily import DAILY_BULGE, DAILY_PELVIC, WHICH, which_daily
from controller.coach.history import BULGE
from controller.words.catalogue import tr
from controller.words.later import tr_later

if TYPE_CHECKING:
    from controller.coach.history import History


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


SAID_BACK: Final = (Reads.BIRTH, Reads.DAY, Reads.COUNTRY)
"""A line may mean another thing than was meant: 3.8.2026 does not show which number is the month,
and two letters not which country. What was understood is said in words."""


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

    def value_of(self, text: str) -> str | None:
        """Return the value that a key, its words, or the first letter of yes or no stand for."""
        wanted = text.lower()
        for key, words, value in self.choices:
            letter = words[0].lower() if value in ("yes", "no") else key
            if wanted in (key, letter, words.lower(), value):
                return value
        return None


_PLAN: Final = tr_later("plan")
"""The value of a speed that is left to the plan."""
NONE: Final = tr("none")
"""Written for no birth."""
_YES_NO: Final = (("1", tr("yes"), "yes"), ("0", tr("no"), "no"))

SETUP: Final = (
    SetupQuestion(
        "birth",
        tr("When was the last birth?"),
        Reads.BIRTH,
        hint=tr(
            'A day such as 2026-05-13 or 13.5.2026; "{none}" if there was none in the last '
            "ten years."
        ).format(none=NONE),
        label=tr("Last birth"),
    ),
    SetupQuestion(
        "birth-kind",
        tr("How was it?"),
        Reads.CHOICE,
        (
            ("1", tr("vaginal"), "vaginal"),
            ("2", tr("vaginal, with forceps or suction"), tr_later("assisted")),
            ("3", tr("caesarean"), "caesarean"),
        ),
        label=tr("How it was"),
    ),
    SetupQuestion(
        "signs",
        tr("Is there any warning sign, now or since you were last asked?"),
        Reads.SIGNS,
        label=tr("Warning signs"),
    ),
    SetupQuestion(
        "bleeding",
        tr("Is there any bleeding that is not a period?"),
        Reads.CHOICE,
        _YES_NO,
        label=tr("Bleeding"),
    ),
    SetupQuestion(
        "wound-healed",
        tr("Have all wounds and scars healed, and is none worse after a quick walk?"),
        Reads.CHOICE,
        (("1", tr("yes, or there was none"), "yes"), ("0", tr("not yet"), "no")),
        label=tr("Wounds and scars healed"),
    ),
    SetupQuestion(
        DAILY_PELVIC,
        tr(
            "In daily life, when you sneeze, lift or hurry: leaking of pee, wind or poo, "
            "heaviness, dragging or a bulge?"
        ),
        Reads.CHOICE,
        (
            ("0", tr("no"), "no"),
            ("1", tr("less than once a week"), "less than once a week"),
            ("2", tr("some days a week"), "some days a week"),
            ("3", tr("every day"), "every day"),
        ),
        hint=tr(
            "It is common, and often gets better with help. A yes is never the end of the road."
        ),
        label=tr("Leaking or heaviness in daily life"),
    ),
    SetupQuestion(
        "daily-pee",
        tr("Is it leaking of pee?"),
        Reads.CHOICE,
        _YES_NO,
        label=tr("pee"),
    ),
    SetupQuestion(
        "daily-wind",
        tr("Is it wind or poo that comes out?"),
        Reads.CHOICE,
        _YES_NO,
        label=tr("wind or poo"),
    ),
    SetupQuestion(
        "daily-heaviness",
        tr("Is it heaviness or dragging?"),
        Reads.CHOICE,
        _YES_NO,
        label=tr("heaviness"),
    ),
    SetupQuestion(
        DAILY_BULGE,
        tr("Is something bulging down below, to be felt or to be seen?"),
        Reads.CHOICE,
        _YES_NO,
        tr("With a yes a pelvic-health physiotherapist is to be seen before you run."),
        label=tr("bulge"),
    ),
    SetupQuestion(
        "leaked-before",
        tr("Leaking while running, before or in a pregnancy?"),
        Reads.CHOICE,
        (*_YES_NO, ("2", tr("I did not run"), tr_later("did not run"))),
        label=tr("Leaking when running before"),
    ),
    SetupQuestion(
        "units",
        tr("Kilometres or miles?"),
        Reads.CHOICE,
        (("1", tr("kilometres"), "km"), ("2", tr("miles"), "mi")),
        usual="km",
        label=tr("Kilometres or miles"),
    ),
    SetupQuestion(
        "country",
        tr("In which country are you, for its emergency number?"),
        Reads.COUNTRY,
        hint=tr("Two letters, such as DE, GB or US; ENTER: rather not."),
        usual="none",
        left_out="none",
        label=tr("Country"),
    ),
    SetupQuestion(
        "sensor",
        tr("A foot pod or another sensor that counts steps?"),
        Reads.CHOICE,
        _YES_NO,
        usual="no",
        label=tr("Sensor that counts steps"),
    ),
    SetupQuestion(
        "walk-speed",
        tr("How fast is your usual walk?"),
        Reads.SPEED,
        usual=_PLAN,
        left_out=_PLAN,
        label=tr("Usual walk"),
    ),
    SetupQuestion(
        "jog-speed",
        tr("How fast is an easy jog?"),
        Reads.SPEED,
        usual=_PLAN,
        left_out=_PLAN,
        label=tr("Easy jog"),
    ),
)
KEYS: Final = tuple(each.key for each in SETUP if each.key not in WHICH)
CLINICIAN: Final = "clinician"
"""The key with which it is recorded what a clinician said."""
CLEARANCE: Final = (
    SetupQuestion(
        CLINICIAN,
        tr("What did a clinician say? Reprise records it, and judges nothing."),
        Reads.CHOICE,
        (
            ("1", tr("I was seen about a warning sign, or about pain"), "seen"),
            ("2", tr("a yes to running with leaking or heaviness as it is now"), "pelvic"),
            ("3", tr("a yes to running earlier than 12 weeks after a birth"), "early"),
        ),
    ),
    SetupQuestion("who", tr("Who was it?"), Reads.WORDS, hint=tr("Name and profession.")),
    SetupQuestion(
        "on", tr("On which day?"), Reads.DAY, hint=tr("Such as 2026-05-13 or 13.5.2026.")
    ),
    SetupQuestion("words", tr("What was said?"), Reads.WORDS, hint=tr("In their words.")),
)
NONE_OF_IT: Final = "none"
"""The value of a symptom that she does not have: no yes was needed."""
NOT_ACCEPTED: Final = "0"
_UP_TO: Final = (
    ("0", tr("there is none of it"), NONE_OF_IT),
    ("n", tr("no: it was not a yes to this"), NOT_ACCEPTED),
    ("1", tr("a little"), "1"),
    ("2", tr("clear"), "2"),
)
_MORE_COUNTS: Final = tr("From now on only more than that counts; strong always goes back to them.")
ACCEPTED: Final = (
    SetupQuestion(
        "leak_urine",
        tr("Leaking pee as you run: was that a yes, and up to how much?"),
        Reads.CHOICE,
        _UP_TO,
        _MORE_COUNTS,
    ),
    SetupQuestion(
        "leak_bowel",
        tr("Wind or poo that comes out as you run: was that a yes, too?"),
        Reads.CHOICE,
        _UP_TO[:3],
        tr("Clear leaking of it always goes back to them."),
    ),
    SetupQuestion(
        "heaviness",
        tr("Heaviness or dragging: was that a yes, and up to how much?"),
        Reads.CHOICE,
        _UP_TO,
        _MORE_COUNTS,
    ),
)
"""By the ids of symptoms: asked after a yes to running with them. What always refers is no answer,
for nobody can accept it away (plans.policies.floor)."""
BULGE_SPOKEN_OF: Final = SetupQuestion(
    BULGE,
    tr("Something bulging down below: did they speak of it, and say that you may run?"),
    Reads.CHOICE,
    (("0", tr("no, or there is none"), NOT_ACCEPTED), ("1", tr("yes, they spoke of it"), "1")),
    tr("Only their word opens running after it. In a session it still always ends the running."),
    usual=NOT_ACCEPTED,
)
"""Asked beside those, and after a sign that was seen: a bulge is never meant by another yes."""


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
    Scale(
        "iciq-ui-sf", "ICIQ-UI SF", 21, tr("about leaking pee in the last four weeks; more is more")
    ),
    Scale(
        "uwri",
        "UWRI",
        36,
        tr("about running after an injury; more is closer to running as before it"),
    ),
)
"""Sources: iciq1-3 and uwri (evidence.md 7)."""
SCORE_ASKED: Final = (
    SetupQuestion(
        SCORE,
        tr("Which questionnaire was it? Reprise keeps its score, and reads nothing out of it."),
        Reads.CHOICE,
        tuple((str(key), each.name, each.id) for key, each in enumerate(SCALES, 1)),
        hint=" ".join(
            tr("{questionnaire}, 0 to {most}: {about}.").format(
                questionnaire=each.name, most=each.most, about=each.about
            )
            for each in SCALES
        ),
    ),
    SetupQuestion("points", tr("What is the score?"), Reads.POINTS, hint=tr("A whole number.")),
    SetupQuestion(
        "on", tr("Filled in on which day?"), Reads.DAY, hint=tr("Such as 2026-05-13 or 13.5.2026.")
    ),
)


def with_which(told: str, key: str, known: History) -> str:
    """Return an answer in words, that about daily life with the symptoms that there are."""
    which = which_daily(known.facts) if key == DAILY_PELVIC else ()
    names = ", ".join(each.label for each in SETUP if WHICH.get(each.key) in which)
    return f"{told}: {names}" if names else told


def scale_of(scale: str) -> Scale:
    """Return the questionnaire with an id."""
    return next(each for each in SCALES if each.id == scale)
