"""Her own speeds: asked for, refused and told in her unit; kept in km/h, whatever she writes."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

import pytest

from controller.coach.asking.entries import Entries, setup_facts, setup_questions
from controller.coach.asking.reading import EntryInvalid
from controller.coach.asking.speeds import own_speeds
from controller.coach.history import History, Told
from controller.settings.values import Units
from plans.notation.line import Pace
from plans.plan.model import PaceSpeed
from plans.shelf import find_plan, plan_names
from protocols.units import CentiKmh

NOW: Final = datetime(2026, 5, 13, 8, tzinfo=UTC)
PLAN: Final = find_plan("postpartum-ladder")
JOG: Final = "jog-speed"


def asked(units: Units, *keys: str, known: History | None = None) -> Entries:
    """Return questions of the set-up, with a setting."""
    found = tuple(each for key in keys for each in setup_questions(key))
    return Entries(found, NOW, known or History(), own_speeds(PLAN, units))


@pytest.mark.parametrize(
    ("units", "hint", "written", "words"),
    [
        (Units.KMH, '7.0 to 9.0 km/h; the plan has 7.5. Such as "7.5 km/h" or "4.7 mph".',
         "4.7 mph", "7.6 km/h"),
        (Units.MPH, '4.4 to 5.5 mph; the plan has 4.7. Such as "4.7 mph" or "7.5 km/h".',
         "7.56 km/h", "4.7 mph"),
        (Units.PER_KM, '7.0 to 9.0 km/h; the plan has 7.5. Such as "8:00 /km" or "7.5 km/h".',
         "7.56 km/h", "7:55 /km"),
        (Units.PER_MILE, '4.4 to 5.5 mph; the plan has 4.7. Such as "12:50 /mi" or "4.7 mph".',
         "7.56 km/h", "12:45 /mi"),
    ],
)  # fmt: skip
def test_a_speed_is_asked_and_told_in_her_unit_and_kept_in_kmh(
    units: Units, hint: str, written: str, words: str
) -> None:
    """What is kept is exact, and the same however it was written."""
    open_one = asked(units, JOG)
    assert open_one.hints == (hint,)
    done = open_one.answer(written)
    assert done.given[-1].words == words
    assert setup_facts(done) == (Told(NOW, JOG, "7.56 km/h"),)


@pytest.mark.parametrize("plan", plan_names())
@pytest.mark.parametrize("units", Units)
def test_what_a_hint_proposes_is_not_refused(plan: str, units: Units) -> None:
    """Of any pace of any plan: an example out of the range would be taken for one within it."""
    found = find_plan(plan)
    for pace, speed in found.speeds.items():
        own = own_speeds(found, units)[f"{pace.value}-speed"]
        examples = re.findall(r'"([^"]+)"', own.hint(units))
        for each in examples:
            own.read(each, units)
        assert examples or speed.least == speed.most


@pytest.mark.parametrize(("units", "says"), [(Units.KMH, "7.5 km/h"), (Units.PER_KM, "8:00 /km")])
def test_of_a_speed_without_a_range_it_is_said_that_there_is_none(units: Units, says: str) -> None:
    """And not that it goes from itself to itself."""
    offered = PaceSpeed(CentiKmh(750), CentiKmh(750), CentiKmh(750))
    plan = replace(PLAN, speeds={Pace.JOG: offered})
    hint = own_speeds(plan, units)[JOG].hint(units)
    assert hint == f"The plan has {says}, and no range to choose from."


@pytest.mark.parametrize("usual", [700, 701, 799, 800])
def test_a_range_without_a_tenth_of_a_mile_has_no_example_of_one(usual: int) -> None:
    """Nearest to 7.0 km/h are 4.3 mph, which would be refused; the middle is proposed then."""
    offered = PaceSpeed(CentiKmh(usual), CentiKmh(700), CentiKmh(800))
    plan = replace(PLAN, speeds={Pace.JOG: offered})
    hint = own_speeds(plan, Units.MPH)[JOG].hint(Units.MPH)
    for each in re.findall(r'"([^"]+)"', hint):
        own_speeds(plan, Units.MPH)[JOG].read(each, Units.MPH)
    assert "mph" in hint.partition("Such as")[2]


@pytest.mark.parametrize(
    ("units", "span"),
    [(Units.KMH, "7.0 and 9.0 km/h"), (Units.PER_MILE, "4.4 and 5.5 mph")],
)
@pytest.mark.parametrize("written", ["12 km/h", "9.04 km/h", "5.6 mph", "4.3 mph", "6:00 /km"])
def test_a_refusal_has_her_words_and_the_range_in_her_unit(
    units: Units, span: str, written: str
) -> None:
    """Nothing is rounded in it that would make it untrue."""
    with pytest.raises(EntryInvalid) as refused:
        asked(units, JOG).answer(written)
    assert str(refused.value) == f"{written} is not between {span}."


@pytest.mark.parametrize(
    ("units", "written", "kept"),
    [
        (Units.KMH, "7,5", "7.5 km/h"), (Units.KMH, "8", "8.0 km/h"),
        (Units.KMH, "7,56 km/h", "7.56 km/h"), (Units.KMH, "7:30", "8.0 km/h"),
        (Units.PER_KM, "8.0", "8.0 km/h"), (Units.MPH, "5,0", "8.05 km/h"),
        (Units.MPH, "5", "8.05 km/h"), (Units.MPH, "8,0 km/h", "8.0 km/h"),
        (Units.PER_MILE, "12:00", "8.05 km/h"), (Units.KMH, "5,0mph", "8.05 km/h"),
    ],
)  # fmt: skip
def test_a_bare_number_is_in_the_unit_that_was_chosen(
    units: Units, written: str, kept: str
) -> None:
    """Whoever chose kilometres and writes 7,5 means km/h, and is not asked twice."""
    assert setup_facts(asked(units, JOG).answer(written)) == (Told(NOW, JOG, kept),)


def test_a_bare_number_out_of_the_range_is_refused_as_any() -> None:
    """5 in kilometres may be meant in miles: nothing is guessed."""
    with pytest.raises(EntryInvalid, match=r"^5,5 is not between 7.0 and 9.0 km/h\.$"):
        asked(Units.KMH, JOG).answer("5,5")


def test_a_speed_that_cannot_be_read_is_a_whole_sentence() -> None:
    """Here no place in a file stands before it."""
    with pytest.raises(EntryInvalid) as refused:
        asked(Units.KMH, JOG).answer("7,555 km/h")
    assert str(refused.value) == 'Write a point instead of the comma: "7.555 km/h".'


def test_what_was_kept_is_offered_in_her_unit() -> None:
    """On a line in brackets, and beside ENTER; it stays as it was kept."""
    known = History((Told(NOW, JOG, "7.56 km/h"),))
    offered = asked(Units.MPH, JOG, known=known)
    assert (offered.usual, offered.usual_told) == ("7.56 km/h", "4.7 mph")
    done = offered.answer("")
    assert done.given[-1].words == "4.7 mph"
    assert setup_facts(done) == ()


def test_what_the_plan_has_is_no_speed_of_hers() -> None:
    """ENTER leaves it open."""
    done = asked(Units.MPH, JOG).answer("")
    assert (asked(Units.MPH, JOG).usual_told, done.given[-1].words) == ("plan", "left open")


@pytest.mark.parametrize(
    ("before", "told", "unit"),
    [
        (Units.KMH, "2", "mph;"),
        (Units.MPH, "1", "km/h;"),
        (Units.PER_MILE, "1", "km/h;"),
        (Units.MPH, "2", "mph;"),
    ],
)
def test_miles_that_are_chosen_now_count_for_the_next_question(
    before: Units, told: str, unit: str
) -> None:
    """The set-up asks for both, one after the other."""
    (hint,) = asked(before, "units", JOG).answer(told).hints
    assert hint.split()[3] == unit


def test_a_pace_stays_one_of_its_length() -> None:
    """Only the length was asked for."""
    done = asked(Units.PER_MILE, "units", JOG).answer("2").answer("12:50 /mi")
    assert done.given[-1].words == "12:50 /mi"
