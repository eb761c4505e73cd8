"""From a journal to its session: what was run, what was told, and how it ended."""

from __future__ import annotations

import json
import os
import re
import time
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest

from controller.coach.diary.sittings import _Sitting, read_session
from controller.coach.history import History, Noted, Session
from controller.coach.progress.rules import decide
from controller.records.reader import JournalInvalid
from plans.shelf import find_plan, open_policy
from protocols.units import SECOND
from tests.coach.people import SCENES, leave_journal, lines_of
from tests.tui.sessions import recorded

ALL = sorted(path.name.removesuffix(".jsonl.gz") for path in SCENES.iterdir())


def session_of(folder: Path, scene: str, name: str = "one", **header: Any) -> Session:
    """Return the session of a scene's journal; there is one."""
    session = read_session(leave_journal(folder, name, scene, **header))
    assert session is not None
    return session


def test_a_session_is_what_its_journal_says(tmp_path: Path) -> None:
    """Every field, of a session in which heaviness was noted in the first run."""
    assert session_of(tmp_path, "I3-heaviness-a-little") == Session(
        id="one",
        at=datetime.fromisoformat("2026-05-13T08:00:18.250000+02:00"),
        plan="scenes-jog",
        level=1,
        has_runs=True,
        completed=False,
        outcome="walked_out",
        planned_run_s=90,
        ran_s=10,
        lasted_s=382,
        noted=(Noted("heaviness", 1, running=True, warm_up=False, at_s=77),),
        rules=("I3",),
    )


@pytest.mark.parametrize(
    ("scene", "completed", "outcome", "rules"),
    [
        ("never-faster", True, "completed", ()),
        ("I12-cue", True, "completed", ()),
        ("I11-no-sentence", True, "completed", ("I11",)),
        ("I4-gone", False, "completed", ("I4",)),
        ("I2-still-there", False, "stopped_and_refer", ("I3", "I2")),
        ("I0-stop-key", False, "stopped", ()),
        ("I15-link-lost", False, "link_lost", ()),
    ],
)
def test_how_it_ended(
    *, scene: str, completed: bool, outcome: str, rules: tuple[str, ...], tmp_path: Path
) -> None:
    """As planned is with every run whole; a rule counts if it did something to the belt."""
    session = session_of(tmp_path, scene)
    assert (session.completed, session.outcome, session.rules) == (completed, outcome, rules)


@pytest.mark.parametrize(
    ("scene", "noted"),
    [
        ("I1-red-flag-in-the-warm-up", [("faint", 1, False, True)]),
        ("I7-pain-6", [("knee", 6, True, False)]),
        ("I11-no-sentence", [("effort", 7, True, False)]),
        # That it is still there is told walking, and of a walk.
        ("I2-still-there", [("heaviness", 1, True, False), ("heaviness", 1, False, False)]),
        # There was nothing at first: that is no symptom.
        ("I9-rise", [("knee", 2, True, False)]),
        ("never-faster", [("knee", 1, True, False)]),
    ],
)
def test_when_a_symptom_came(
    scene: str, noted: list[tuple[str, int, bool, bool]], tmp_path: Path
) -> None:
    """In a run is what stops one, and what is told in answer to the first question behind it."""
    session = session_of(tmp_path, scene)
    assert [(n.symptom, n.value, n.running, n.warm_up) for n in session.noted] == noted


@pytest.mark.parametrize(
    ("scene", "ran", "ran_on"),
    [
        ("I0-stop-key", 40, 0),  # nothing was noted
        ("I3-heaviness-a-little", 10, 0),  # it ended the run, and there was no other
        ("I3-told-in-a-walk", 30, 0),
        ("I10-pain-a-little", 90, 60),  # told behind the first of three runs of 30 s
        ("I12-cue", 90, 60),
        ("never-faster", 90, 80),  # 10 s into the first; none of the ramps counts
        ("I4-gone", 78, 50),
        ("I8-second", 20, 10),  # from the first of two on
    ],
)
def test_how_long_was_run_on(scene: str, ran: int, ran_on: int, tmp_path: Path) -> None:
    """After the first symptom was told, and of the running alone."""
    session = session_of(tmp_path, scene)
    assert (session.ran_s, session.ran_on_s) == (ran, ran_on)


BELT: Final = {"kind": "belt", "speed": 500, "distance": None}


def records(*told: tuple[int, dict[str, Any]]) -> _Sitting:
    """Fold records of a session whose belt moves from second 0 on."""
    sitting = _Sitting()
    for second, fields in ((0, BELT), *told):
        sitting.add({"n": 1, "t": second * SECOND, "io": "out", **fields})
    return sitting


def question(step: str) -> dict[str, Any]:
    """Return the record of an open question."""
    return {"kind": "question", "state": "open", "step": step}


RUNNING = {"kind": "phase", "phase": "running"}
RUN = {"kind": "segment", "gait": "run", "role": "work", "speed": 800, "counting": True}
WALK = {"kind": "segment", "gait": "walk", "role": "work", "speed": 500, "counting": True}
SLOWED = {**RUN, "speed": 600}
BACK = {"kind": "taken_back"}
HEAVY = {
    "kind": "symptom", "symptom": "heaviness", "value": 1, "place": "heavy", "action": "walk",
    "rule": "I4",
}  # fmt: skip


@pytest.mark.parametrize(
    ("told", "running"),
    [
        ([RUN, WALK, question("strength"), HEAVY], True),
        ([WALK, question("strength"), HEAVY], False),
        ([RUN, WALK, question("strength"), question("strength"), HEAVY], False),
        # An answer that was taken back leaves the question what it was.
        ([RUN, WALK, question("strength"), BACK, question("strength"), HEAVY], True),
        ([RUN, WALK, question("strength"), question("place"), HEAVY], True),
        ([RUN, WALK, question("strength"), question("still_there"), HEAVY], False),
        ([SLOWED, WALK, question("strength"), HEAVY], False),
        ([RUN, {**HEAVY, "place": ""}], True),
        ([RUN, WALK, {**HEAVY, "place": ""}], False),
    ],
)
def test_a_symptom_is_of_what_was_done_since_the_question_before(
    told: list[dict[str, Any]],
    running: bool,  # noqa: FBT001
) -> None:
    """Record by record, one a second."""
    sitting = records((0, RUNNING), *enumerate(told, 1))
    assert [each.running for each in sitting.noted] == [running]
    assert [each.at_s for each in sitting.noted] == [len(told)]


def test_what_is_told_behind_the_end_and_beforehand(tmp_path: Path) -> None:
    """A key that was pressed by mistake, a choice of something easier, the rest of a session."""
    usual = session_of(tmp_path, "I1-unwell-key")
    assert (usual.signs, usual.shortened, usual.goes_on) == ("", False, "")
    path = leave_journal(tmp_path, "one", "I1-unwell-key", shortened=True, goes_on="another")
    text = path.read_text("utf-8")
    number = len(text.splitlines())
    signs = {"n": number, "t": 800 * SECOND, "io": "out", "kind": "signs", "choice": "mistake"}
    path.write_text(text + json.dumps(signs) + "\n", "utf-8")
    session = read_session(path)
    assert session == replace(usual, signs="mistake", shortened=True, goes_on="another")
    assert usual.outcome == "stopped_and_refer"


def test_the_exact_site_is_what_was_told_last(tmp_path: Path) -> None:
    """A place is judged by its strictest symptom; the one that was named at the end is kept."""
    path = leave_journal(tmp_path, "one", "I10-pain-a-little")
    text = path.read_text("utf-8")
    site = '"kind":"site","report":0,"symptom":"hip"'
    assert site in text
    path.write_text(text.replace(site, site.replace("hip", "calf_achilles")), "utf-8")
    session = read_session(path)
    assert session is not None
    assert [each.symptom for each in session.noted] == ["calf_achilles"]


def test_a_place_that_was_told_again_has_the_same_site_in_every_report() -> None:
    """It is asked about once; the journal says which reports it is the site of."""
    told = recorded(
        "walk1+0:07=strength:1", "walk1+0:09=place:leg", "walk2+0:07=strength:1",
        "walk2+0:09=place:back", "walk3+0:07=strength:1", "walk3+0:09=place:leg",
        "run4+0:20=stop", "run4+0:50=site:0:knee",
    )  # fmt: skip
    sitting = _Sitting()
    for record in told:
        sitting.add(record)
    assert [each.symptom for each in sitting.noted] == ["knee", "low_back", "knee"]
    sites = [each for each in told if each["kind"] == "site"]
    assert {each["report"]: each.get("also") for each in sites} == {0: [2], 1: None}


def test_what_was_told_without_a_place_is_beyond_what_was_accepted() -> None:
    """Until it is told behind the end that it was something else."""
    told = [RUN, WALK, question("strength"), {**HEAVY, "place": "unsure"}]
    assert [each.beyond for each in records(*enumerate(told)).noted] == [True]
    for symptom, beyond in (("unsure", True), ("hip", False)):
        site = {"kind": "site", "report": 0, "symptom": symptom, "label": ""}
        assert [each.beyond for each in records(*enumerate([*told, site])).noted] == [beyond]
    assert not any(each.beyond for each in records((1, RUN), (2, HEAVY)).noted)


@pytest.mark.parametrize("known", [frozenset(), frozenset({"heaviness"})])
@pytest.mark.parametrize("told", [{}, {"accepted": True}])
def test_what_the_session_did_not_take_as_accepted_is_beyond_it(
    known: frozenset[str], told: dict[str, Any]
) -> None:
    """With an urge, with doming, or since it stayed: what it knew of tells that it judged so."""
    sitting = _Sitting(known)
    for number, record in enumerate((BELT, RUN, {**HEAVY, **told})):
        sitting.add({"n": number, "t": number * SECOND, "io": "out", **record})
    assert [each.beyond for each in sitting.noted] == [bool(known) and not told]


@pytest.mark.parametrize("scene", ALL)
def test_the_time_run_is_the_cores_own(scene: str) -> None:
    """What is counted from the records of a session without an end is what the core counts."""
    sitting = _Sitting()
    for line in lines_of(scene)[1:]:
        record = json.loads(line)
        sitting.add(record)
        if record["kind"] == "ended":
            assert sitting.runs.ran == record["ran"]
            return
    pytest.fail("it has no end")


@pytest.mark.parametrize("scene", ["I1-unwell-key", "I2-heaviness-strong", "I2-bulge", "I4-gone"])
def test_a_journal_cut_anywhere_is_a_session_up_to_there(scene: str, tmp_path: Path) -> None:
    """A kill leaves half a line; nothing but what stands before it is known."""
    path = leave_journal(tmp_path, "one", scene)
    whole = path.read_bytes()
    lines = whole.splitlines(keepends=True)
    head, ran = len(lines[0]), 0
    for cut in range(head + 50, len(whole), len(whole) // 60):
        path.write_bytes(whole[:cut])
        session = read_session(path)
        told = whole[head:cut].rsplit(b"\n", 1)[0]
        if session is None:
            assert b'"phase":"running"' not in told
            continue
        assert session.ran_s >= ran
        assert 0 <= session.ran_on_s <= session.ran_s
        ran = session.ran_s
        if b'"kind":"ended"' not in told:
            kinds = b"|".join((b'symptom".*"action":"[a-z_]*refer', b'stop".*"stopped_and_refer'))
            refers = re.search(b'"kind":"(' + kinds + b')"', told) is not None
            assert session.outcome == ("stopped_and_refer" if refers else "unknown")
            assert not session.completed
    assert ran > 0


@pytest.mark.parametrize("header", [{"simulated": "generic"}, {"takes_over": "it died"}])
def test_what_is_nobodys_session(header: dict[str, Any], tmp_path: Path) -> None:
    """A simulated belt is nobody's, and a successor's journal is not a second session."""
    assert read_session(leave_journal(tmp_path, "one", "never-faster", **header)) is None


def test_a_belt_that_was_never_started_is_no_session(tmp_path: Path) -> None:
    """Whatever moved before the start key was somebody else's."""
    path = leave_journal(tmp_path, "one", "never-faster")
    lines = path.read_text("utf-8").splitlines(keepends=True)
    start = next(n for n, line in enumerate(lines) if '"phase":"countdown"' in line)
    moved = [line.replace('"belt","speed":0', '"belt","speed":300') for line in lines[:start]]
    assert moved != lines[:start]
    path.write_text("".join(moved), "utf-8")
    assert read_session(path) is None


@pytest.mark.parametrize("signs", ["", "now", "today", "bulge", "mistake"])
def test_who_is_unwell_before_the_belt_moves_has_told_so(signs: str, tmp_path: Path) -> None:
    """What she tells on the page before the start holds as what is told in a run; a slip does not.

    The page asks for the same signs and sends her to the same people.
    """
    path = leave_journal(tmp_path, "one", "I1-unwell-key")
    lines = path.read_text("utf-8").splitlines(keepends=True)
    start = next(n for n, line in enumerate(lines) if '"phase":"countdown"' in line)
    stop, ended = (
        json.loads(line) for line in lines if '"kind":"stop"' in line or '"kind":"ended"' in line
    )
    told = {"t": 800 * SECOND, "io": "out", "kind": "signs", "choice": signs}
    unwell = [stop, {**ended, "ran": 0}, told]
    text = "".join(f"{json.dumps({**each, 'n': start + n})}\n" for n, each in enumerate(unwell))
    path.write_text("".join(lines[:start]) + text, "utf-8")
    session = read_session(path)
    if signs == "mistake":
        assert session is None
        return
    assert session is not None
    assert (session.outcome, session.signs) == ("stopped_and_refer", signs)
    assert (session.ran_s, session.lasted_s, session.completed) == (0, 0, False)
    plan = find_plan("postpartum-ladder")
    known = History((), (replace(session, plan=plan.id, level=5),))
    decided = decide(known, plan, open_policy(plan.policy), session.at.date()).rule
    assert decided == ("N2" if signs == "bulge" else "N1")


def test_a_journal_without_an_offset_is_of_where_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Older ones are named in UTC: the offset is the zone's on that day, in summer and winter."""
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    try:
        winter = session_of(tmp_path, "never-faster", "20260115T063000.000000Z", began=None)
        summer = session_of(tmp_path, "never-faster", "20260715T063000.000000Z", began=None)
    finally:
        monkeypatch.undo()
        time.tzset()
    assert (winter.at.hour, winter.at.utcoffset()) == (7, timedelta(hours=1))
    assert (summer.at.hour, summer.at.utcoffset()) == (8, timedelta(hours=2))


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ({"format": "reprise-journal 1"}, "Read it with the version of Reprise that wrote it"),
        ({"format": "reprise-journal 3"}, "Read it with the version of Reprise that wrote it"),
        ({"began": None}, "neither its header nor its name say when it began"),
        ({"began": "2026-05-13T08:00:00"}, "no offset"),
        ({"began": 7}, "TypeError"),
        ({"level": "three"}, "level"),
        ({"setup": {}}, "'program'"),
        ({"plan": 4}, "plan"),
    ],
)
def test_a_header_that_cannot_be_used(header: dict[str, Any], words: str, tmp_path: Path) -> None:
    """One sentence with the file and what to make of it."""
    path = leave_journal(tmp_path, "one", "never-faster", **header)
    with pytest.raises(JournalInvalid, match=words) as told:
        read_session(path)
    assert str(told.value).startswith(str(path))
    assert os.linesep not in str(told.value)


def too_much(tmp_path: Path, *told: dict[str, Any]) -> Session:
    """Return the session that ``too much`` stopped, with what was told behind it."""
    path = leave_journal(tmp_path, "one", "I2-too-much")
    lines = path.read_text("utf-8").splitlines()
    number = next(each for each, line in enumerate(lines) if '"kind":"sites"' in line)
    kept = lines[: number + 1]
    for each in told:
        fields = {"n": len(kept), "t": 800 * SECOND, "io": "out", "kind": "site", "report": 0}
        kept.append(json.dumps({**fields, **each}))
    path.write_text("\n".join(kept) + "\n", "utf-8")
    session = read_session(path)
    assert session is not None
    return session


KNEE: Final = {
    "symptom": "hip", "label": "Hip to heel", "value": 6, "place": "leg", "action": "stop",
    "rule": "I7",
}  # fmt: skip
FEAR: Final = {**KNEE, "symptom": "fear", "value": 1, "place": "else", "rule": ""}
LEAK: Final = {
    **KNEE, "symptom": "leak_bowel", "value": 3, "place": "leaking", "action": "stop_and_refer",
    "rule": "I2",
}  # fmt: skip


@pytest.mark.parametrize(
    ("told", "symptom", "value", "outcome", "rules", "rule"),
    [
        ((), "heaviness", 3, "stopped_and_refer", ("I2",), "N2"),
        ((KNEE, {"symptom": "knee", "label": ""}), "knee", 6, "stopped", ("I7",), "N3"),
        ((FEAR,), "fear", 1, "stopped", (), "N9"),
        ((LEAK,), "leak_bowel", 3, "stopped_and_refer", ("I2",), "N2"),
    ],
)
def test_what_was_too_much_is_what_was_told_standing(  # a row of the table
    *, told: tuple[dict[str, Any], ...], symptom: str, value: int, outcome: str,
    rules: tuple[str, ...], rule: str, tmp_path: Path,
) -> None:  # fmt: skip
    """A knee goes to a clinician and to no pelvic physiotherapist; untold, the strictest stays."""
    session = too_much(tmp_path, *told)
    (noted,) = session.noted
    assert (noted.symptom, noted.value) == (symptom, value)
    assert (session.outcome, session.rules) == (outcome, rules)
    plan = find_plan("postpartum-ladder")
    policy = open_policy(plan.policy)
    known = History((), (replace(session, plan=plan.id, level=5),))
    assert decide(known, plan, policy, session.at.date()).rule == rule


def test_a_sign_beside_it_keeps_its_referral(tmp_path: Path) -> None:
    """The unwell key, or another report that refers: a knee told of the one takes nothing back."""
    unwell = {"kind": "unwell", "report": None}
    assert too_much(tmp_path, unwell, KNEE).outcome == "stopped_and_refer"


@pytest.mark.parametrize("signs", ["", "now", "today", "bulge", "mistake"])
@pytest.mark.parametrize("scene", ["never-faster", "I2-too-much"])
def test_who_is_unwell_behind_the_end_has_told_so(scene: str, signs: str, tmp_path: Path) -> None:
    """Seen: it was heard by nobody. What was done stays done, and a slip changes nothing."""
    usual = session_of(tmp_path / "usual", scene)
    path = leave_journal(tmp_path / "unwell", "one", scene)
    text = path.read_text("utf-8")
    number = len(text.splitlines())
    told = [{"kind": "unwell"}, *([{"kind": "signs", "choice": signs}] if signs else [])]
    for each in told:
        record = {"n": number, "t": 8000 * SECOND, "io": "out", **each}
        text += f"{json.dumps(record)}\n"
        number += 1
    path.write_text(text, "utf-8")
    session = read_session(path)
    assert session is not None
    assert (session.ran_s, session.noted) == (usual.ran_s, usual.noted)
    if signs == "mistake":
        assert (session.outcome, session.completed) == (usual.outcome, usual.completed)
    else:
        assert (session.outcome, session.completed) == ("stopped_and_refer", False)
        assert session.signs == signs


@pytest.mark.parametrize("ended", ["link_lost", "unknown"])
def test_who_is_unwell_behind_an_end_without_a_link_has_told_so(ended: str, tmp_path: Path) -> None:
    """How the belt came to stand takes no referral back: nothing else keeps the next one off."""
    path = leave_journal(tmp_path, "one", "never-faster")
    *before, last = (json.loads(each) for each in path.read_text("utf-8").splitlines())
    told = [
        {**each, "outcome": ended} if each["kind"] == "ended" else each for each in (*before, last)
    ]
    told.append({"n": len(told), "t": last["t"], "io": "out", "kind": "unwell"})
    path.write_text("".join(f"{json.dumps(each)}\n" for each in told), "utf-8")
    session = read_session(path)
    assert session is not None
    assert (session.outcome, session.completed) == ("stopped_and_refer", False)


def test_a_site_that_nobody_named_is_not_taken_back(tmp_path: Path) -> None:
    """A journal that was edited is told of, and keeps no other one out."""
    path = leave_journal(tmp_path, "one", "never-faster")
    text = path.read_text("utf-8")
    number = len(text.splitlines())
    back = {"n": number, "t": 8000 * SECOND, "io": "out", "kind": "site_back", "report": 0}
    path.write_text(f"{text}{json.dumps(back)}\n", "utf-8")
    with pytest.raises(JournalInvalid):
        read_session(path)
