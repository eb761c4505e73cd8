"""Sessions in which the questions, the steps and the console have their say, made by hand.

The records are those that a session writes; here they are put behind a simulated session, so that
each screen is tried with whatever a record may hold.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from controller.records.format import OUTPUT
from controller.words.reasons import UNWELL
from protocols.units import SECOND
from tests.tui.sessions import asked, first, in_run, more, recorded, until

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


def noted(records: tuple[Record, ...], label: str, words: str, action: str, rule: str) -> Any:
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
def told_moving() -> dict[str, tuple[Record, ...]]:
    """Return a session for each of these screens that shows while the belt may move."""
    out = with_policy(recorded("run1+0:10=symptom:heaviness:2"))
    ending = until(out, first(out, "phase", 40, phase="walking out"))
    nothing = more(walk(), OUTPUT, "noted", label="", words="", action="note", rule="",
                   until=walk()[-1]["t"] + 4 * SECOND)  # fmt: skip
    fast = more(run(), OUTPUT, "changed", speed=950, higher=True, because="", until=None)
    eased = more(run(), OUTPUT, "eased", walk=0, run=50, by="runner")
    eased = more(eased, OUTPUT, "target", speed=700, because="you chose")
    waits = more(
        walk(),
        OUTPUT,
        "segment",
        gait="run",
        role="work",
        number=3,
        of=8,
        runs=8,
        duration=30 * SECOND,
        speed=750,
        counting=False,
        index=5,
        detour=False,
    )
    knee = noted(walk(), "Hip to heel", "strong", "walk", "I8")
    at = run()[-1]["t"]
    return {
        "which": question(walk(), "which", strength=2, place="else"),
        "still there": question(ending, "still_there", label="Heaviness"),
        "still there, held": question(
            ending, "still_there", label="Heaviness", state="held",
            until=ending[-1]["t"] + 40 * SECOND,
        ),
        "talk": question(walk(), "talk"),
        "talk, undo": more(
            question(walk(), "talk")[:-1], OUTPUT, "noted", label="", words="", action="note",
            rule="", until=walk()[-1]["t"] + 3 * SECOND,
        ),
        "console question": question(fast, "console"),
        "noted": knee,
        "noted, nothing": nothing,
        "noted, later": more(knee, "shell", "beat", after=8),
        "gone": more(more(knee, "shell", "beat", after=8), OUTPUT, "gone", label="Hip to heel"),
        "shorter runs": more(walk(), OUTPUT, "runs", longest=27 * SECOND, percent=75),
        "eased": eased,
        "eased at the console": more(run(), OUTPUT, "eased", walk=0, run=40, by="console"),
        "held by gait": more(waits, OUTPUT, "held_gait", held=True),
        "no steps": more(run(), OUTPUT, "no_steps"),
        "gait": more(run(), OUTPUT, "gait", gait="run"),
        "reminder": more(run(), OUTPUT, "reminder", why="run"),
        "slower steps": more(run(), OUTPUT, "reminder", why="steps"),
        "set lower": more(run(), OUTPUT, "changed", speed=700, higher=False, because="",
                          until=None),
        "set too high": more(run(), OUTPUT, "changed", speed=950, higher=True,
                             because="hip to heel, clear", until=at + 10 * SECOND),
    }  # fmt: skip


@cache
def told_still() -> dict[str, tuple[Record, ...]]:
    """Return a session for each of these screens over a belt that stands."""
    done = with_policy(recorded())
    sites = [
        {"report": 0, "label": "run 3: hip to heel, a little", "members": members("leg")},
        {"report": 1, "label": "run 4: leaking, clear", "members": members("leaking")},
    ]
    noting: dict[str, Any] = {
        "symptom": "knee",
        "label": "Hip to heel",
        "words": "a little",
        "action": "note",
    }
    done = more(done[:-1], OUTPUT, "symptom", **noting) + done[-1:]
    asks = more(done, OUTPUT, "sites", open=sites)
    one = more(asks, OUTPUT, "site", report=0, symptom="knee", label="knee")
    unwell = more(run(), OUTPUT, "stop", because=UNWELL, cause="rule", outcome="stopped_and_refer")
    unwell = more(unwell, OUTPUT, "phase", phase="ended", was="stopping", after=9)
    unwell = more(
        unwell, OUTPUT, "ended", outcome="stopped_and_refer", cause="rule", because=UNWELL,
        confirmed=True, ran=43 * SECOND,
    )  # fmt: skip
    return {
        "sites": asks,
        "second site": one,
        "sites named": more(one, OUTPUT, "site", report=1, symptom="unsure", label=""),
        "signs": unwell,
        **{
            f"signs: {choice}": more(unwell, OUTPUT, "signs", choice=choice)
            for choice in ("now", "today", "bulge", "mistake")
        },
        "signs, then sites": more(more(unwell, OUTPUT, "sites", open=sites), OUTPUT, "signs",
                                  choice="today"),
    }  # fmt: skip
