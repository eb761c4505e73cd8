"""What is asked between sessions, as data: the same words and keys on a screen and line by line.

A question has an id, a text, and the keys that answer it; what was answered becomes a fact in
`controller.coach.asking.told`. Sources of the three checks: evidence.md 10.2. Nothing here imports
plans or core, so that a screen can draw it; a test holds the ids of symptoms against their lists.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from controller.coach.history import HEAVY_BLEEDING, NUMB_BETWEEN_LEGS
from controller.words.catalogue import tr, trc

ENTER: Final = "enter"
"""The key that answers with what is usual, where a question has that."""
ELSEWHERE: Final = "elsewhere"
"""A place of pain that is no symptom of its own; what counts there is the number."""


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
        """Return what a key answers; None if it answers nothing here.

        Where yes and no are the answers, the letters that they begin with answer, too.
        """
        wanted = self.usual if key == ENTER else key.lower()
        yes_no = {each.value for each in self.answers} == {"yes", "no"}
        return next(
            (
                each
                for each in self.answers
                if wanted and (each.key == wanted or (yes_no and each.words[0].lower() == wanted))
            ),
            None,
        )


class Form(NamedTuple):
    """Some questions that are kept together, or not at all."""

    id: str
    title: str
    questions: tuple[str, ...]


def _choice(*rows: tuple[str, str, str]) -> tuple[Answer, ...]:
    return tuple(Answer(*row) for row in rows)


_YES_NO: Final = _choice(("1", tr("yes"), "yes"), ("0", tr("no"), "no"))
_NO_OR_MORE: Final = _choice(
    ("0", tr("no, or as you had told before"), "no"), ("1", tr("yes, more than that"), "yes")
)


def _numbers(least: int, most: int, *then: str) -> tuple[Answer, ...]:
    """Return the keys 0 to 9, and X for 10; a number above 0 brings ``then`` with it."""
    return tuple(
        Answer("x" if each == 10 else str(each), str(each), str(each), then if each else ())
        for each in range(least, most + 1)
    )


NO_ENTER: Final = tr("Press the key; ENTER answers nothing here.")
_ONLY_STOP: Final = tr("It is the only real stop.")

_HEAVY: Final = tr("a pad soaked in an hour, or a large clot: call now")
"""Below both lists: she may look for bleeding in either (evidence.md 2.4 and 9: awhonn)."""

_LIST: Final = (
    Question(
        "signs",
        tr("Is there any warning sign, now or since you were last asked?"),
        (
            Answer("0", tr("none of these"), ""),
            Answer(
                "1",
                tr(
                    "call now: chest, no air, faint, a fit, weak, numb, no pee, pee or poo "
                    "suddenly not held, a pad soaked, thoughts of harm"
                ),
                "now",
                ("which-now",),
            ),
            Answer(
                "2",
                tr(
                    "call today: one sore calf, bad headache or sight, new bleeding, strong "
                    "belly pain, fever, a cut or tear that opens or oozes"
                ),
                "today",
                ("which-today",),
            ),
            Answer("3", tr("something bulging down below"), "bulge"),
        ),
        hint=NO_ENTER,
    ),
    Question(
        "which-now",
        tr("Which is it?"),
        _choice(
            ("1", tr("chest pain or tightness, a racing or uneven heart"), "chest"),
            ("2", tr("breathless out of proportion, no air"), "breath"),
            ("3", tr("dizzy, faint, blacked out"), "faint"),
            ("4", tr("a fit; face, arm or leg weak or without feeling; hard to speak"), "neuro"),
            (
                "5",
                tr("numb between the legs, no pee comes, pee or poo suddenly not held"),
                NUMB_BETWEEN_LEGS,
            ),
            ("6", tr("thoughts of harming yourself or the child"), "mood"),
            ("7", _HEAVY, HEAVY_BLEEDING),
        ),
        hint=NO_ENTER,
    ),
    Question(
        "which-today",
        tr("Which is it?"),
        _choice(
            ("1", tr("one calf swollen, red, warm or sore"), "calf_clot"),
            ("2", tr("a bad or lasting headache, changed sight"), "headache"),
            ("3", tr("new bleeding that is not a period; if it is heavy: 7"), "bleeding"),
            ("4", tr("strong tummy (belly) pain"), "belly"),
            ("5", tr("fever of 38 C or above, or a feeling of infection"), "fever"),
            ("6", tr("a wound, cut or tear that opens, is red or oozes"), "wound"),
            ("7", _HEAVY, HEAVY_BLEEDING),
        ),
        hint=NO_ENTER,
    ),
    Question(
        "bleeding-today",
        tr("Any bleeding today that is not a period?"),
        _YES_NO,
        hint=NO_ENTER,
    ),
    Question(
        "pelvic-today",
        tr("Leaking, heaviness or pain down below today?"),
        _NO_OR_MORE,
        "0",
    ),
    Question(
        "pain",
        tr("Pain anywhere, from 0 to 10?"),
        _numbers(0, 10, "pain-place", "pain-more"),
        "0",
        tr("0 none, X for 10. Where it is, is asked next: down below and on bone any counts."),
        in_a_row=True,
    ),
    Question(
        "pain-place",
        tr("Where?"),
        _choice(
            ("1", tr("hip"), "hip"),
            ("2", tr("buttock"), "buttock"),
            ("3", tr("knee"), "knee"),
            ("4", tr("outer thigh"), "outer_thigh"),
            ("5", tr("calf, Achilles"), "calf_achilles"),
            ("6", tr("heel, arch"), "heel_arch"),
            ("7", tr("low back"), "low_back"),
            ("8", tr("pelvis joints"), "pelvic_girdle"),
            ("9", tr("down below"), "pelvic_pain"),
            ("c", tr("caesarean scar"), "scar_caesarean"),
            ("o", tr("one sore spot on bone: shin, foot, groin, sacrum"), "shin_foot_bone"),
            ("e", tr("somewhere else: breast, shoulder, head"), ELSEWHERE),
        ),
        hint=NO_ENTER,
    ),
    Question(
        "pain-more",
        tr("Anywhere else, from 0 to 10?"),
        _numbers(0, 10, "pain-place", "pain-more"),
        "0",
        tr("0 nowhere else, X for 10."),
        in_a_row=True,
    ),
    Question(
        "rested",
        tr("Slept, eaten and drunk enough for a session?"),
        _choice(("1", tr("yes"), "yes"), ("0", tr("not really"), "no")),
        "1",
    ),
    Question(
        "safety-key",
        tr("Will the treadmill's safety key be clipped to you?"),
        _choice(("1", tr("yes"), "yes"), ("0", tr("no"), "no")),
        hint=f"{_ONLY_STOP} {NO_ENTER}",
    ),
    Question(
        "pelvic-since",
        tr("Leaking, heaviness or pain down below since the session?"),
        _NO_OR_MORE,
        "0",
    ),
    Question(
        "worse",
        tr("A limp, or a morning stiffer than before the session?"),
        _choice(("0", tr("no"), "no"), ("1", tr("yes"), "yes")),
        "0",
    ),
    Question(
        "bleeding-since",
        tr("Heavier bleeding since the session (not a period)?"),
        _YES_NO,
        hint=NO_ENTER,
    ),
    Question(
        "energy",
        tr("Sleep and energy, from 1 to 5?"),
        _numbers(1, 5),
        hint=tr("1 worn out, 3 so-so, 5 fresh."),
        in_a_row=True,
    ),
    Question(
        "leaks",
        tr("Leaks this week?"),
        _choice(
            ("0", tr("none"), "0"),
            ("1", "1", "1"),
            ("2", "2", "2"),
            ("3", "3", "3"),
            ("4", "4", "4"),
            ("5", "5", "5"),
            ("6", tr("6 or about one a day"), "7"),
            ("7", tr("several a day"), "14"),
        ),
        hint=tr("About is good enough."),
    ),
    Question(
        "change",
        tr("Against the week before, all in all?"),
        _choice(
            ("1", tr("better"), "better"),
            ("2", tr("the same"), "same"),
            ("3", tr("worse"), "worse"),
        ),
    ),
    Question(
        "sleep",
        tr("Sleep this week, from 1 to 5?"),
        _numbers(1, 5),
        hint=tr("1 hardly any, 3 so-so, 5 good."),
        in_a_row=True,
    ),
    Question(
        "mood",
        tr("Mood this week, from 1 to 5?"),
        _numbers(1, 5),
        hint=tr("1 very low, 3 so-so, 5 good. It stays out of every report, unless you put it in."),
        in_a_row=True,
    ),
    Question(
        "effort",
        tr("How hard was it, from 0 to 10?"),
        _numbers(0, 10),
        hint=tr("0 nothing, 3 to 4 easy talking, 10 all you have; X is 10."),
        in_a_row=True,
    ),
    Question(
        "why-stopped",
        tr("What made you stop?"),
        (
            Answer("1", tr("door, phone, a child, anything else"), "elsewhere"),
            Answer("2", tr("something in my body"), "body", ("where",)),
            Answer("3", tr("I felt unsafe or stumbled"), "unsafe"),
            Answer("4", tr("enough for today"), "enough"),
        ),
    ),
    Question(
        "since",
        tr("Anything since you stopped?"),
        (Answer("0", tr("nothing"), ""), Answer("1", tr("something"), "yes", ("where",))),
        "0",
    ),
    Question(
        "where",
        tr("Where?"),
        _choice(
            ("1", tr("leaking pee"), "leak_urine"),
            ("2", tr("leaking wind or poo"), "leak_bowel"),
            ("3", tr("heavy, dragging"), "heaviness"),
            ("4", tr("pain down below"), "pelvic_pain"),
            ("5", trc("part of the body", "back"), "low_back"),
            ("6", tr("pelvis joints"), "pelvic_girdle"),
            ("7", tr("hip or buttock"), "hip"),
            ("8", tr("knee or outer thigh"), "knee"),
            ("9", tr("calf, Achilles, heel or arch"), "calf_achilles"),
            ("o", tr("one sore spot on bone"), "shin_foot_bone"),
            ("l", tr("a limp"), "limp"),
            ("t", tr("unusually tired or wobbly"), "fatigue"),
            ("u", tr("unwell: chest, breath, faint"), "chest"),
        ),
        hint=NO_ENTER,
    ),
    Question(
        "anything",
        tr("Anything to note?"),
        (Answer("0", tr("nothing"), ""), Answer("1", tr("something"), "yes", ("felt",))),
        "0",
    ),
    Question(
        "felt",
        tr("Where, or what?"),
        _choice(
            ("1", tr("leaking pee"), "leak_urine"),
            ("2", tr("leaking wind or poo"), "leak_bowel"),
            ("3", tr("heavy, dragging"), "heaviness"),
            ("4", tr("pain down below"), "pelvic_pain"),
            ("5", trc("part of the body", "back"), "low_back"),
            ("6", tr("pelvis joints"), "pelvic_girdle"),
            ("7", tr("hip or buttock"), "hip"),
            ("8", tr("knee or outer thigh"), "knee"),
            ("9", tr("calf, Achilles, heel or arch"), "calf_achilles"),
            ("o", tr("one sore spot on bone"), "shin_foot_bone"),
            ("c", tr("caesarean scar"), "scar_caesarean"),
            ("d", tr("a ridge along the tummy"), "doming"),
            ("t", tr("unusually tired or wobbly"), "fatigue"),
            ("b", tr("something bulging down below"), "bulge"),
            ("u", tr("unwell: chest, breath, faint"), "chest"),
        ),
        hint=NO_ENTER,
    ),
)

QUESTIONS: Final[Mapping[str, Question]] = MappingProxyType({each.id: each for each in _LIST})

BEFORE: Final = Form(
    "before",
    tr("Six questions before the session"),
    ("signs", "bleeding-today", "pelvic-today", "pain", "rested", "safety-key"),
)
NEXT_DAY: Final = Form(
    "next-day",
    tr("Six questions about the day after"),
    ("pelvic-since", "pain", "worse", "bleeding-since", "energy", "signs"),
)
WEEKLY: Final = Form(
    "weekly",
    tr("The check of the week"),
    ("leaks", "change", "sleep", "mood"),
)
AFTER: Final = Form("after", tr("After the session"), ("effort", "since"))
STOPPED: Final = Form("stopped", tr("After the session"), ("why-stopped", "effort", "since"))
"""If she stopped it by herself."""
FELT: Final = Form("felt", tr("After an exercise"), ("anything",))
WARNING_SIGNS: Final = ("signs", "which-now", "which-today", "bleeding-today", "bleeding-since")
"""Nobody passes these by ENTER."""
