"""What is asked between sessions, as data: the same words and keys on a screen and line by line.

A question has an id, a text, and the keys that answer it; what was answered becomes a fact in
`controller.coach.asking.told`. Sources of the three checks: evidence.md 10.2. Nothing here imports
plans or core, so that a screen can draw it; a test holds the ids of symptoms against their lists.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

ENTER: Final = "enter"
"""The key that answers with what is usual, where a question has that."""


class Answer(NamedTuple):
    """One key of a question."""

    key: str
    """As it is pressed or typed, small."""
    words: str
    value: str
    """What is stored: ``yes``, ``no``, a number, the id of a symptom."""
    then: tuple[str, ...] = ()
    """Ids of the questions that this answer brings with it, asked next."""


class Question(NamedTuple):
    """One question."""

    id: str
    text: str
    answers: tuple[Answer, ...]
    usual: str = ""
    """The key that ENTER stands for; empty where nobody may pass by ENTER alone."""
    hint: str = ""
    """A sentence below it."""
    in_a_row: bool = False
    """Whether its answers are numbers that fit in one line."""

    def answer(self, key: str) -> Answer | None:
        """Return what a key answers; None if it answers nothing here."""
        wanted = self.usual if key == ENTER else key.lower()
        return next((each for each in self.answers if wanted and each.key == wanted), None)


class Form(NamedTuple):
    """Some questions that are kept together, or not at all."""

    id: str
    title: str
    questions: tuple[str, ...]


def _choice(*rows: tuple[str, str, str]) -> tuple[Answer, ...]:
    return tuple(Answer(*row) for row in rows)


_YES_NO: Final = _choice(("1", "yes", "yes"), ("0", "no", "no"))
_NO_OR_MORE: Final = _choice(
    ("0", "no, or as you had told before", "no"), ("1", "yes, more than that", "yes")
)


def _numbers(least: int, most: int, *then: str) -> tuple[Answer, ...]:
    """Return the keys 0 to 9, and X for 10; a number above 0 brings ``then`` with it."""
    return tuple(
        Answer("x" if each == 10 else str(each), str(each), str(each), then if each else ())
        for each in range(least, most + 1)
    )


_NO_ENTER: Final = "Press the key; ENTER answers nothing here."

_LIST: Final = (
    Question(
        "signs",
        "Is there any warning sign, now or since you were last asked?",
        (
            Answer("0", "none of these", ""),
            Answer(
                "1",
                "chest, breath, fainting, a fit or numbness, dark thoughts: call now",
                "now",
                ("which-now",),
            ),
            Answer(
                "2",
                "one calf, head or sight, bleeding, tummy, fever, a wound: call today",
                "today",
                ("which-today",),
            ),
            Answer("3", "something bulging down below", "bulge"),
        ),
        hint=_NO_ENTER,
    ),
    Question(
        "which-now",
        "Which is it?",
        _choice(
            ("1", "chest pain or tightness, a racing or uneven heart", "chest"),
            ("2", "breathless out of proportion, no air", "breath"),
            ("3", "dizzy, faint, blacked out", "faint"),
            ("4", "a fit, weakness or numbness of face, arm or leg, trouble speaking", "neuro"),
            ("5", "numb between the legs, pee or poo suddenly not held", "neuro"),
            ("6", "thoughts of harming yourself or the child", "mood"),
        ),
        hint=_NO_ENTER,
    ),
    Question(
        "which-today",
        "Which is it?",
        _choice(
            ("1", "one calf swollen, red, warm or sore", "calf_clot"),
            ("2", "a bad or lasting headache, changed sight", "headache"),
            (
                "3",
                "new bleeding, no period (a pad soaked in an hour, a large clot: call now)",
                "bleeding",
            ),
            ("4", "severe tummy pain", "belly"),
            ("5", "fever of 38 C or above, or a feeling of infection", "fever"),
            ("6", "a wound that opens, is red or oozes", "wound"),
        ),
        hint=_NO_ENTER,
    ),
    Question(
        "bleeding-today",
        "Any bleeding today that is not a period?",
        _YES_NO,
        hint=_NO_ENTER,
    ),
    Question(
        "pelvic-today",
        "Leaking, heaviness or pain down below today?",
        _NO_OR_MORE,
        "0",
    ),
    Question(
        "pain",
        "Pain anywhere, from 0 to 10?",
        _numbers(0, 10, "pain-place", "pain-more"),
        "0",
        "0 none, 2 or less holds nobody back, X for 10.",
        in_a_row=True,
    ),
    Question(
        "pain-place",
        "Where?",
        _choice(
            ("1", "hip", "hip"),
            ("2", "buttock", "buttock"),
            ("3", "knee", "knee"),
            ("4", "outer thigh", "outer_thigh"),
            ("5", "calf, Achilles", "calf_achilles"),
            ("6", "heel, arch", "heel_arch"),
            ("7", "low back", "low_back"),
            ("8", "pelvis joints", "pelvic_girdle"),
            ("9", "down below", "pelvic_pain"),
            ("c", "caesarean scar", "scar_caesarean"),
            ("o", "one sore spot on bone: shin, foot, groin, sacrum", "shin_foot_bone"),
        ),
        hint=_NO_ENTER,
    ),
    Question(
        "pain-more",
        "Anywhere else, from 0 to 10?",
        _numbers(0, 10, "pain-place", "pain-more"),
        "0",
        "0 nowhere else, X for 10.",
        in_a_row=True,
    ),
    Question(
        "rested",
        "Slept, eaten and drunk enough for a session?",
        _choice(("1", "yes", "yes"), ("0", "not really", "no")),
        "1",
    ),
    Question(
        "safety-key",
        "Will the treadmill's safety key be clipped to you?",
        _choice(("1", "yes", "yes"), ("0", "no", "no")),
        hint=f"It is the only real stop. {_NO_ENTER}",
    ),
    Question(
        "pelvic-since",
        "Leaking, heaviness or pain down below since the session?",
        _NO_OR_MORE,
        "0",
    ),
    Question(
        "worse",
        "A limp, or a morning stiffer than before the session?",
        _choice(("0", "no", "no"), ("1", "yes", "yes")),
        "0",
    ),
    Question(
        "bleeding-since",
        "Heavier bleeding since the session (not a period)?",
        _YES_NO,
        hint=_NO_ENTER,
    ),
    Question(
        "energy",
        "Sleep and energy, from 1 to 5?",
        _numbers(1, 5),
        hint="1 worn out, 3 so-so, 5 fresh.",
        in_a_row=True,
    ),
    Question(
        "leaks",
        "Leaks this week?",
        _choice(
            ("0", "none", "0"),
            ("1", "1", "1"),
            ("2", "2", "2"),
            ("3", "3", "3"),
            ("4", "4", "4"),
            ("5", "5", "5"),
            ("6", "6 or about one a day", "7"),
            ("7", "several a day", "14"),
        ),
        hint="About is good enough.",
    ),
    Question(
        "change",
        "Against the week before, all in all?",
        _choice(("1", "better", "better"), ("2", "the same", "same"), ("3", "worse", "worse")),
    ),
    Question(
        "sleep",
        "Sleep this week, from 1 to 5?",
        _numbers(1, 5),
        hint="1 hardly any, 3 so-so, 5 good.",
        in_a_row=True,
    ),
    Question(
        "mood",
        "Mood this week, from 1 to 5?",
        _numbers(1, 5),
        hint="1 very low, 3 so-so, 5 good. It stays out of every report, unless you put it in.",
        in_a_row=True,
    ),
    Question(
        "effort",
        "How hard was it, from 0 to 10?",
        _numbers(0, 10),
        hint="0 nothing, 3 to 4 easy talking, 10 all you have; X is 10.",
        in_a_row=True,
    ),
    Question(
        "why-stopped",
        "What made you stop?",
        (
            Answer("1", "door, phone, a child, anything else", "elsewhere"),
            Answer("2", "something in my body", "body", ("where",)),
            Answer("3", "I felt unsafe or stumbled", "unsafe"),
            Answer("4", "enough for today", "enough"),
        ),
    ),
    Question(
        "since",
        "Anything since you stopped?",
        (Answer("0", "nothing", ""), Answer("1", "something", "yes", ("where",))),
        "0",
    ),
    Question(
        "where",
        "Where?",
        _choice(
            ("1", "leaking pee", "leak_urine"),
            ("2", "leaking wind or poo", "leak_bowel"),
            ("3", "heavy, dragging", "heaviness"),
            ("4", "pain down below", "pelvic_pain"),
            ("5", "back", "low_back"),
            ("6", "pelvis joints", "pelvic_girdle"),
            ("7", "hip or buttock", "hip"),
            ("8", "knee or outer thigh", "knee"),
            ("9", "calf, Achilles, heel or arch", "calf_achilles"),
            ("o", "one sore spot on bone", "shin_foot_bone"),
            ("l", "a limp", "limp"),
            ("t", "unusually tired or wobbly", "fatigue"),
            ("u", "unwell: chest, breath, faint", "chest"),
        ),
        hint=_NO_ENTER,
    ),
    Question(
        "anything",
        "Anything to note?",
        (Answer("0", "nothing", ""), Answer("1", "something", "yes", ("felt",))),
        "0",
    ),
    Question(
        "felt",
        "Where, or what?",
        _choice(
            ("1", "leaking pee", "leak_urine"),
            ("2", "leaking wind or poo", "leak_bowel"),
            ("3", "heavy, dragging", "heaviness"),
            ("4", "pain down below", "pelvic_pain"),
            ("5", "back", "low_back"),
            ("6", "pelvis joints", "pelvic_girdle"),
            ("7", "hip or buttock", "hip"),
            ("8", "knee or outer thigh", "knee"),
            ("9", "calf, Achilles, heel or arch", "calf_achilles"),
            ("o", "one sore spot on bone", "shin_foot_bone"),
            ("c", "caesarean scar", "scar_caesarean"),
            ("d", "a ridge along the tummy", "doming"),
            ("t", "unusually tired or wobbly", "fatigue"),
            ("b", "something bulging down below", "bulge"),
            ("u", "unwell: chest, breath, faint", "chest"),
        ),
        hint=_NO_ENTER,
    ),
)

QUESTIONS: Final[Mapping[str, Question]] = MappingProxyType({each.id: each for each in _LIST})

BEFORE: Final = Form(
    "before",
    "Six questions before the session",
    ("signs", "bleeding-today", "pelvic-today", "pain", "rested", "safety-key"),
)
NEXT_DAY: Final = Form(
    "next-day",
    "Six questions about the day after",
    ("pelvic-since", "pain", "worse", "bleeding-since", "energy", "signs"),
)
WEEKLY: Final = Form(
    "weekly",
    "The check of the week",
    ("leaks", "change", "sleep", "mood"),
)
AFTER: Final = Form("after", "After the session", ("effort", "since"))
STOPPED: Final = Form("stopped", "After the session", ("why-stopped", "effort", "since"))
"""If she stopped it by herself."""
FELT: Final = Form("felt", "After an exercise", ("anything",))
WARNING_SIGNS: Final = ("signs", "which-now", "which-today", "bleeding-today", "bleeding-since")
"""Nobody passes these by ENTER."""
