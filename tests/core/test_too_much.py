"""Too much stops the belt before it is asked where; that is told standing, and moves nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import pytest

from controller.core.commands import SetSpeed, StartBelt
from controller.core.events import Event, SiteGiven, SomethingWrong, StrengthGiven
from controller.core.judge import Reported
from controller.core.state import Outcome, Phase
from controller.core.symptoms import TOO_MUCH
from plans.policies.symptoms import known_symptoms
from tests.core.test_notes import sites
from tests.core.worlds import SETUP, World, arrived, policy_of, well

PLACES: Final = {
    "leaking": ("leak_urine", "leak_bowel"),
    "heavy": ("heaviness",),
    "below": ("pelvic_pain", "scar_caesarean"),
    "back": ("low_back", "pelvic_girdle"),
    "leg": ("hip", "buttock", "knee", "outer_thigh", "calf_achilles", "heel_arch"),
    "bone": ("shin_foot_bone",),
    "else": ("doming", "limp", "fatigue", "breast", "fear", "urgency"),
}
REFERS: Final = {"leak_urine": "I2", "leak_bowel": "I2", "heaviness": "I2", "shin_foot_bone": "I6"}
"""Where a session would go on walking for 3 min first, here the belt stands already."""
PAIN: Final = 6
"""What the key is judged as on the scale of pain (docs/policies.md)."""


def too_much(policy: str = "cautious") -> World:
    """Return a session that the key has ended."""
    made = arrived(2, replace(SETUP, policy=policy_of(policy)))
    well(made.run(8)).run(4)
    made.tell(SomethingWrong())
    made.run(1).tell(StrengthGiven(TOO_MUCH))
    return made.until(Phase.ENDED, 60)


def report(made: World) -> Reported:
    """Return what was reported last."""
    return made.state.course.reports[-1]


def test_the_places_are_those_of_the_question() -> None:
    """So that each way behind the key is gone."""
    listed = {each.id: {*each.members} for each in known_symptoms().places}
    typed = {place: {*of} for place, of in PLACES.items()}
    wrong = {place for place in {*listed, *typed} if listed.get(place) != typed.get(place)}
    assert not wrong, (
        f"PLACES: type the members of {wrong} as plans/policies/symptoms.yaml has them"
    )


@pytest.mark.parametrize("policy", ["cautious", "standard"])
@pytest.mark.parametrize(
    ("place", "symptom"), [(place, each) for place, of in PLACES.items() for each in of]
)
def test_it_is_told_by_place_and_site(policy: str, place: str, symptom: str) -> None:
    """And judged by what was told; how the session ended stays."""
    made = too_much(policy)
    assert (report(made).symptom, report(made).value, report(made).rule) == ("heaviness", 3, "I2")
    assert sites(made) == (0,)
    made.forget().tell(SiteGiven(0, place))
    assert report(made).place == place
    alone = len(PLACES[place]) == 1
    assert sites(made) == (() if alone else (0,))
    if not alone:
        made.tell(SiteGiven(0, symptom))
    told, entry = report(made), made.setup.policy.entry(symptom)
    assert entry is not None
    assert (told.symptom, sites(made)) == (symptom, ())
    assert told.value == (PAIN if entry.symptom.highest == 10 else min(4, entry.symptom.highest))
    if symptom in REFERS:
        assert (told.action, told.rule) == ("STOP_AND_REFER", REFERS[symptom])
    else:
        assert told.action == "STOP", "whatever it was, it stopped the belt"
    assert made.state.ended is not None
    assert made.state.ended.outcome is Outcome.STOPPED_AND_REFER
    assert made.heard(SetSpeed) == []
    assert made.heard(StartBelt) == []


@pytest.mark.parametrize("answer", [SiteGiven(0, "unsure"), SiteGiven(0, "knee"), None])
def test_without_a_place_the_strictest_stays(answer: Event | None) -> None:
    """Not sure, not a place, or nothing for ten minutes."""
    made = too_much()
    before = made.state.course.reports
    if answer is None:
        made.run(11 * 60)
    else:
        made.tell(answer)
    assert made.state.course.reports == before
    assert sites(made) == ()


def test_without_a_site_the_strictest_of_the_place_stays() -> None:
    """As with any other note."""
    made = too_much()
    made.tell(SiteGiven(0, "leaking"))
    assert (report(made).symptom, report(made).action) == ("leak_bowel", "STOP_AND_REFER")
    placed = made.state.course.reports
    made.tell(SiteGiven(0, "unsure"))
    assert made.state.course.reports == placed
    assert sites(made) == ()


def test_it_is_not_its_own_second_time() -> None:
    """Doming with the heaviness that it was taken for would be I12's walk to the end."""
    made = too_much()
    made.tell(SiteGiven(0, "else"))
    made.tell(SiteGiven(0, "doming"))
    doming = made.setup.policy.entry("doming")
    assert doming is not None
    assert report(made).rule == doming.rows[-1].rule == "I12"
    made = too_much()
    made.tell(SiteGiven(0, "below"))
    made.tell(SiteGiven(0, "pelvic_pain"))
    assert report(made).action == "STOP", "pelvic pain for the second time would refer (I2)"
