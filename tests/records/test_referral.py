"""Whom what was noted leads to, beside what policies, floors and the coach say of it."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from controller.coach.diary.sittings import session_of
from controller.coach.progress.met import PAIN_STRONG, Met
from controller.core.policy import Strength
from controller.core.symptoms import UNSURE, Category
from controller.records.format import OUTPUT
from controller.records.reader import Journal
from controller.records.referral import kin_of, whom
from controller.records.told import CLINICIAN, PHYSIO, SIGN, UNNAMED
from controller.words.reasons import UNWELL
from plans.policies.floor import FLOOR
from plans.shelf import find_policy
from tests.tui.sessions import fold_all, in_run, more, recorded

if TYPE_CHECKING:
    from controller.core.policy import Policy
    from controller.records.format import Record
    from controller.records.told import Kin

REFERS = Strength.STOP_AND_REFER.name.lower()


@cache
def kin() -> tuple[Kin, ...]:
    """Return what the header of a session says of its symptoms."""
    return kin_of(recorded()[0])


def test_the_header_has_every_symptom_of_the_policy() -> None:
    """Nothing that refers is unknown to a screen."""
    entries = find_policy("cautious").entries
    assert [each.symptom for each in kin()] == [each.symptom.id for each in entries]
    assert UNSURE.id == UNNAMED


@pytest.mark.parametrize("least", [each for each in FLOOR if Strength.STOP not in each.enough])
def test_who_is_seen_is_whom_the_floor_names(least: Any) -> None:
    """Of each of its rows that refer: a physiotherapist where it says so, else somebody else."""
    physio = "physiotherapist" in least.reason
    for symptom in least.symptoms:
        assert (whom(kin(), symptom, least.value, REFERS, "") == PHYSIO) is physio, symptom


@pytest.mark.parametrize("policy", [find_policy("cautious"), find_policy("standard")])
def test_who_is_seen_is_whom_the_coach_asks_for_the_next_day(policy: Policy) -> None:
    """Of every row: a warning sign (N1), a pelvic one (N2), pain on bone or of 6 and over (N3)."""
    for entry in policy.entries:
        for row in entry.rows:
            for value in range(row.lowest, row.highest + 1):
                symptom, action = entry.symptom.id, row.action.strength
                sees = whom(kin(), symptom, value, action.name.lower(), "")
                met = Met(symptom, entry, value)
                assert (sees == SIGN) is (met.category is Category.RED and action.refers)
                if met.strong:
                    assert sees == PHYSIO
                if met.pain >= PAIN_STRONG:
                    assert sees in (PHYSIO, CLINICIAN)
                assert bool(sees) is (action.refers or met.pain >= PAIN_STRONG)


@pytest.mark.parametrize(
    ("symptom", "place", "sees"),
    [
        ("leak_urine", "leaking", PHYSIO), ("leak_bowel", "leaking", PHYSIO),
        ("heaviness", "heavy", PHYSIO), ("pelvic_pain", "below", PHYSIO), ("bulge", "", PHYSIO),
        ("scar_caesarean", "below", PHYSIO), ("knee", "leg", CLINICIAN),
        ("shin_foot_bone", "bone", CLINICIAN), ("fatigue", "else", CLINICIAN),
        ("heaviness", "unsure", CLINICIAN), ("", "unsure", CLINICIAN), ("chest", "", SIGN),
        ("calf_clot", "unsure", SIGN), ("wound", "", SIGN), ("of another policy", "", SIGN),
        ("of another policy", "unsure", SIGN),
    ],
)  # fmt: skip
def test_who_is_seen_about_what(symptom: str, place: str, sees: str) -> None:
    """What nobody knows may be a warning sign; what has no place that she knows may be anything."""
    assert whom(kin(), symptom, 3, REFERS, place) == sees
    assert whom(kin(), symptom, 3, "walk_to_the_end", place) == ""


def said(symptom: str, action: str = REFERS, records: tuple[Record, ...] = ()) -> Any:
    """Return a session in which something was noted."""
    return more(
        records or in_run(), OUTPUT, "symptom", symptom=symptom, label="It", words="strong",
        value=3, place="heavy", action=action, rule="I2",
    )  # fmt: skip


def test_what_was_noted_is_no_warning_sign_unless_it_is_one() -> None:
    """Nor what does not refer at all."""
    assert not fold_all(in_run()).warns
    assert not fold_all(said("heaviness")).warns
    assert not fold_all(said("heaviness", "walk_to_the_end")).warns
    assert fold_all(said("chest")).warns
    assert fold_all(said("heaviness", records=said("chest"))).warns


def test_a_referral_that_nothing_explains_may_be_a_warning_sign() -> None:
    """The stop of another controller, whose report was lost."""
    stop = more(in_run(), OUTPUT, "stop", because="x", cause="rule", outcome="stopped_and_refer")
    assert fold_all(stop).warns


def test_the_unwell_key_makes_it_one_whatever_was_noted_before_or_after() -> None:
    """Behind a stop that was asked for, too, and for a successor; but not by a slip."""
    heavy = said("heaviness")
    unwell = more(heavy, OUTPUT, "unwell")
    stop: dict[str, Any] = {"because": UNWELL, "cause": "rule", "outcome": "stopped_and_refer"}
    for each in (unwell, more(heavy, OUTPUT, "stop", **stop), said("knee", records=unwell)):
        assert fold_all(each).warns
        assert fold_all((*each, {**in_run()[0], "n": each[-1]["n"] + 1})).warns
        slip = more(each, OUTPUT, "signs", choice="mistake")
        assert not fold_all(slip).warns


NAMED = [(p.id, each) for p in find_policy("cautious").places for each in p.members]


@pytest.mark.parametrize("named", NAMED)
def test_what_was_too_much_refers_on_a_screen_as_in_the_diary(named: tuple[str, str]) -> None:
    """Once the place and its symptom are named; the unwell key behind it is none of it."""
    place, symptom = named
    script = [f"run1+0:50=site:0:{place}", f"run1+0:55=site:0:{symptom}"]
    header, *records = recorded("run1+0:10=wrong", "run1+0:12=strength:4", *script)
    journal = Journal({**header, "plan": "x", "level": 1}, tuple(records), cut=False)
    session = session_of(journal, "x", datetime(2026, 1, 1, tzinfo=UTC))
    assert session is not None
    view = fold_all((header, *records))
    assert view.course.refers is (session.outcome == "stopped_and_refer")
    assert view.course.noted[0].symptom == session.noted[0].symptom


def test_a_name_goes_to_the_report_of_its_own_controller() -> None:
    """A successor counts its reports from 0, and the screen keeps those of before."""
    successor = (*said("knee"), {**in_run()[0], "n": 99})
    again = said("heaviness", records=successor)
    much = (*again[:-1], {**again[-1], "words": "too much", "place": "unsure"})
    told = more(
        much, OUTPUT, "site", report=0, symptom="hip", label="Hip pain", value=6, place="leg",
        action="stop", rule="I7",
    )  # fmt: skip
    assert [each.symptom for each in fold_all(told).course.noted] == ["knee", "hip"]


@pytest.mark.parametrize("behind", ["unwell", "symptom"])
def test_a_named_knee_takes_nothing_else_back(behind: str) -> None:
    """Neither the unwell key, nor another report that refers."""
    much = recorded("run1+0:10=wrong", "run1+0:12=strength:4")
    both = more(much, OUTPUT, "unwell") if behind == "unwell" else said("bulge", records=much)
    told = more(
        both, OUTPUT, "site", report=0, symptom="knee", label="Knee pain", value=6, place="leg",
        action="stop", rule="I7",
    )  # fmt: skip
    assert fold_all(told).course.refers
    assert fold_all(told).warns is (behind == "unwell")


@pytest.mark.parametrize("named", NAMED)
def test_a_place_that_is_taken_back_leaves_nothing_of_it(named: tuple[str, str]) -> None:
    """Neither on the screen nor in the diary: what was too much is again what it was before."""
    place, symptom = named
    script = ("run1+0:10=wrong", "run1+0:12=strength:4")
    header, *before = recorded(*script)
    told = recorded(*script, f"run1+0:50=site:0:{place}", f"run1+0:55=site:0:{symptom}")
    undone = tuple({**each, "back": True} if each["kind"] == "site" else each for each in told)
    for _ in [each for each in told if each["kind"] == "site"]:
        undone = more(undone, OUTPUT, "site_back", report=0)
    seen, was = fold_all(undone), fold_all((header, *before))
    assert (seen.course.noted, seen.answers.named) == (was.course.noted, was.answers.named)
    assert (seen.course.stop, seen.course.refers) == (was.course.stop, was.course.refers)
    about = {**header, "plan": "x", "level": 1}
    sessions = [
        session_of(Journal(about, tuple(records), cut=False), "x", datetime(2026, 1, 1, tzinfo=UTC))
        for records in (before, undone[1:])
    ]
    first, second = sessions
    assert first is not None
    assert second is not None
    assert (first.noted, first.outcome, first.rules) == (second.noted, second.outcome, second.rules)
