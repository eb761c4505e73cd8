"""Sessions in which the questions, the steps and the console have their say, made by hand.

The records are those that a session writes; here they are put behind a simulated session, so that
each screen is tried with whatever a record may hold.
"""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, Any, Final

from controller.records.format import OUTPUT
from controller.words.reasons import JUST_ABOUT, NOT_A_SENTENCE, UNWELL
from protocols.units import SECOND
from tests.tui.sessions import Sessions, asked, in_run, more, recorded, up_to

if TYPE_CHECKING:
    from controller.records.format import Record

MEMBERS = {
    "leaking": {"leak_urine": "pee", "leak_bowel": "wind or poo"},
    "leg": {
        "hip": "hip", "buttock": "buttock", "knee": "knee", "outer_thigh": "outer thigh",
        "calf_achilles": "calf, Achilles", "heel_arch": "heel, arch",
    },
    "else": {
        "doming": "a dome down the middle", "limp": "limping", "fatigue": "very tired",
        "breast": "breast", "fear": "afraid", "urgency": "sudden need for the toilet",
    },
}  # fmt: skip


def members(place: str) -> list[dict[str, str]]:
    """Return the members of a place as a record has them."""
    return [{"id": each, "short": short} for each, short in MEMBERS.get(place, {}).items()]


def with_policy(records: tuple[Record, ...]) -> tuple[Record, ...]:
    """Return the records with a header that names the policy, and the members of its places."""
    header, *rest = records
    places = [
        {**each, "which": each["id"] == "else", "members": members(each["id"])}
        for each in header["places"]
    ]
    policy = {"id": "cautious", "title": "Cautious"}
    return ({**header, "places": places, "policy": policy}, *rest)


def question(records: tuple[Record, ...], step: str, **fields: Any) -> tuple[Record, ...]:
    """Return the records with a question that has been open for four seconds."""
    at = records[-1]["t"]
    told: dict[str, Any] = {
        "state": "open", "step": step, "strength": None, "place": None, "label": None,
        "until": at + 20 * SECOND, **fields,
    }  # fmt: skip
    opened = more(records, OUTPUT, "question", **told)
    return more(opened, "shell", "beat", after=4)


@cache
def walk() -> tuple[Record, ...]:
    """Return a session up to the second walk."""
    return with_policy(asked()[:-1])


@cache
def run() -> tuple[Record, ...]:
    """Return a session up to the middle of the second run."""
    return with_policy(in_run())


def noted(
    records: tuple[Record, ...], label: str, words: str, action: str, rule: str
) -> tuple[Record, ...]:
    """Return the records with a symptom that can still be taken back."""
    symptom = more(
        records, OUTPUT, "symptom", symptom="x", label=label, words=words, value=2, place="leg",
        action=action, rule=rule,
    )  # fmt: skip
    end = symptom[-1]["t"] + 3 * SECOND
    return more(
        symptom, OUTPUT, "noted", after=0, label=label, words=words, action=action, rule=rule,
        until=end,
    )  # fmt: skip


@cache
def _ending() -> tuple[Record, ...]:
    out = with_policy(recorded("run1+0:10=symptom:heaviness:2"))
    return up_to(out, "phase", 40, phase="walking out")


@cache
def _knee() -> tuple[Record, ...]:
    return noted(walk(), "Hip to heel", "strong", "walk", "I8")


def _fast() -> tuple[Record, ...]:
    return more(run(), OUTPUT, "changed", speed=950, higher=True, because="", until=None)


def _eased() -> tuple[Record, ...]:
    eased = more(run(), OUTPUT, "eased", walk=0, run=50, by="runner")
    return more(eased, OUTPUT, "target", speed=700, because="you chose")


def _waits() -> tuple[Record, ...]:
    return more(
        walk(), OUTPUT, "segment", gait="run", role="work", number=3, of=8, runs=8,
        duration=30 * SECOND, speed=750, counting=False, index=5, detour=False,
    )  # fmt: skip


@cache
def told_moving() -> Sessions:
    """Return a session for each of these screens that shows while the belt may move."""
    nothing: dict[str, Any] = {"label": "", "words": "", "action": "note", "rule": ""}
    return Sessions({
        "which": lambda: question(walk(), "which", strength=2, place="else"),
        "still there": lambda: question(_ending(), "still_there", label="Heaviness"),
        "still there, held": lambda: question(
            _ending(), "still_there", label="Heaviness", state="held",
            until=_ending()[-1]["t"] + 40 * SECOND,
        ),
        "talk": lambda: question(walk(), "talk"),
        "talk, undo": lambda: more(
            question(walk(), "talk")[:-1], OUTPUT, "noted",
            until=walk()[-1]["t"] + 3 * SECOND, **nothing,
        ),
        "console question": lambda: question(_fast(), "console"),
        "noted": _knee,
        "talked": lambda: noted(walk(), "How hard is this", JUST_ABOUT, "note", "I11"),
        "talked, later": lambda: more(
            noted(walk(), "How hard is this", NOT_A_SENTENCE, "note", "I11"), "shell", "beat",
            after=8,
        ),
        "noted, nothing": lambda: more(
            walk(), OUTPUT, "noted", until=walk()[-1]["t"] + 4 * SECOND, **nothing
        ),
        "noted, later": lambda: more(_knee(), "shell", "beat", after=8),
        "gone": lambda: more(
            more(_knee(), "shell", "beat", after=8), OUTPUT, "gone", label="Hip to heel"
        ),
        "shorter runs": lambda: more(walk(), OUTPUT, "runs", longest=27 * SECOND, percent=75),
        "eased": _eased,
        "eased at the console": lambda: more(
            run(), OUTPUT, "eased", walk=0, run=40, by="console"
        ),
        "held by gait": lambda: more(_waits(), OUTPUT, "held_gait", held=True),
        "no steps": lambda: more(run(), OUTPUT, "no_steps"),
        "gait": lambda: more(run(), OUTPUT, "gait", gait="run"),
        "reminder": lambda: more(run(), OUTPUT, "reminder", why="run"),
        "slower steps": lambda: more(run(), OUTPUT, "reminder", why="steps"),
        "set lower": lambda: more(
            run(), OUTPUT, "changed", speed=700, higher=False, because="", until=None
        ),
        "set too high": lambda: more(
            run(), OUTPUT, "changed", speed=950, higher=True, because="hip to heel, clear",
            until=run()[-1]["t"] + 10 * SECOND,
        ),
    })  # fmt: skip


_SITES: Final = [
    {"report": 0, "label": "run 3: hip to heel, a little", "members": members("leg")},
    {"report": 1, "label": "run 4: leaking, clear", "members": members("leaking")},
]


@cache
def _asks() -> tuple[Record, ...]:
    done = with_policy(recorded())
    noting: dict[str, Any] = {
        "symptom": "knee",
        "label": "Hip to heel",
        "words": "a little",
        "action": "note",
    }
    done = more(done[:-1], OUTPUT, "symptom", **noting) + done[-1:]
    return more(done, OUTPUT, "sites", open=_SITES)


@cache
def _one() -> tuple[Record, ...]:
    return more(_asks(), OUTPUT, "site", report=0, symptom="knee", label="knee", back=True)


@cache
def _unwell() -> tuple[Record, ...]:
    unwell = more(run(), OUTPUT, "stop", because=UNWELL, cause="rule", outcome="stopped_and_refer")
    unwell = more(unwell, OUTPUT, "phase", phase="ended", was="stopping", after=9)
    return more(
        unwell, OUTPUT, "ended", outcome="stopped_and_refer", cause="rule", because=UNWELL,
        confirmed=True, ran=43 * SECOND,
    )  # fmt: skip


def _signs(choice: str) -> tuple[Record, ...]:
    return more(_unwell(), OUTPUT, "signs", choice=choice)


@cache
def told_still() -> Sessions:
    """Return a session for each of these screens over a belt that stands."""
    return Sessions({
        "sites": _asks,
        "second site": _one,
        "sites named": lambda: more(
            _one(), OUTPUT, "site", report=1, symptom="unsure", label="", back=True
        ),
        "signs": _unwell,
        **{
            f"signs: {choice}": partial(_signs, choice)
            for choice in ("now", "today", "bulge", "mistake")
        },
        "signs, then sites": lambda: more(
            more(_unwell(), OUTPUT, "sites", open=_SITES), OUTPUT, "signs", choice="today"
        ),
    })  # fmt: skip
