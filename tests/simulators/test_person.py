"""A person's faculties one by one: chance, what she feels and says, her hands and her feet."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from random import Random
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controller.core.symptoms import STRENGTHS, value_of
from controller.records.intents import Intent
from protocols.units import SECOND, CentiKmh, Nanoseconds
from simulators.people import find_person
from simulators.person import Answers, Complaint, Fingers, Legs, Person, Span
from simulators.person.chance import Hazard, dice, happens, moment
from simulators.person.feelings import Feelings, hazard
from simulators.person.feet import LOOKS_EVERY, Feet
from simulators.person.fingers import Hands, strokes
from simulators.person.life import Life
from simulators.person.words import Words, strength_of
from simulators.treadmill import gait
from simulators.virtual_time import VirtualClock, run_virtual

MINUTE = Nanoseconds(60 * SECOND)
LOOK = Nanoseconds(5 * SECOND)
JOG, WALK = CentiKmh(750), CentiKmh(500)
NOW = Span(Nanoseconds(0), Nanoseconds(0))
HEAVY = Complaint("heaviness", "heavy", 3, False, 60.0, ((2, 1.0),), in_a_walk=-1.0)
CHEST = Complaint("chest", "", 1, True, 60.0, ((1, 1.0),))


def onset(complaint: Complaint, seed: int, look: Nanoseconds = LOOK) -> float:
    """Return after how many minutes of running a complaint begins."""
    feelings, passed = Feelings(Person(feels=(complaint,)), seed), 0
    while True:
        for found in feelings.live(look, JOG, runs=True):
            assert 0 <= found.within <= look
            return (passed + found.within) / MINUTE
        passed += look


@pytest.mark.long
@pytest.mark.parametrize("per_minute", [0.05, 0.5, 6])
@pytest.mark.parametrize("look", [LOOK, Nanoseconds(31 * SECOND)])
def test_the_mean_onset_is_that_of_the_rate(per_minute: float, look: Nanoseconds) -> None:
    """One over the hazard, whatever the steps in which time is counted; four standard errors."""
    complaint = replace(HEAVY, per_minute=per_minute)
    onsets = [onset(complaint, seed, look) for seed in range(1_000)]
    assert fmean(onsets) * per_minute == pytest.approx(1, abs=4 / 1_000**0.5)


def test_the_steps_of_time_do_not_matter() -> None:
    """At a constant hazard the very same moment comes out of small and large steps."""
    complaint = replace(HEAVY, per_minute=0.3)
    for seed in range(50):
        fine = onset(complaint, seed, Nanoseconds(SECOND))
        assert onset(complaint, seed, LOOK) == pytest.approx(fine, abs=1e-6)


def test_speed_and_time_raise_a_hazard() -> None:
    """By a factor for each km/h above a speed, and for each minute that was run."""
    complaint = replace(HEAVY, per_minute=0.1, above=CentiKmh(700), per_kmh=2.0, per_minute_run=1.1)
    none = Nanoseconds(0)
    assert hazard(complaint, CentiKmh(650), none) == pytest.approx(0.1)
    assert hazard(complaint, CentiKmh(900), none) == pytest.approx(0.4)
    assert hazard(complaint, CentiKmh(700), Nanoseconds(10 * MINUTE)) == pytest.approx(
        0.1 * 1.1**10
    )


def test_nothing_begins_in_a_walk_and_it_fades_there() -> None:
    """From clear to gone in two minutes at one a minute; a run keeps it."""
    feelings = Feelings(Person(feels=(HEAVY,)), 0)
    for _ in range(100):
        assert feelings.live(LOOK, WALK, runs=False) == []
    while not feelings.live(LOOK, JOG, runs=True):
        pass
    feelings.live(Nanoseconds(5 * MINUTE), JOG, runs=True)
    felt = []
    for _ in range(3):
        felt.append([value for _, value in feelings.felt()])
        feelings.live(Nanoseconds(MINUTE), WALK, runs=False)
    assert felt == [[2], [1], []]


def test_what_is_certain_draws_nothing() -> None:
    """So that another habit does not move the draws of those that it leaves alone."""
    draws = Random(1)  # noqa: S311
    before = draws.getstate()
    assert (happens(draws, 0), happens(draws, 1), moment(draws, NOW)) == (False, True, 0)
    assert draws.getstate() == before
    assert dice(1, "a").random() != dice(1, "b").random() != dice(2, "b").random()


def test_a_hazard_begins_anew() -> None:
    """What has come once can come again."""
    twice = Hazard(dice(0, "test"))
    assert twice.bear(0.1, Nanoseconds(0)) is None
    assert [twice.bear(10_000, LOOK) is not None for _ in range(3)] == [True] * 3


@pytest.mark.parametrize("highest", [1, 2, 3, 10])
def test_a_strength_key_says_no_less_than_what_is_felt(highest: int) -> None:
    """And the one below it would."""
    for value in range(1, highest + 1):
        strength = strength_of(highest, value)
        least = value_of(highest, max(STRENGTHS))
        assert value_of(highest, strength) >= min(value, least)
        assert strength == 1 or value_of(highest, strength - 1) < value


def words(complaint: Complaint, answers: Answers) -> Words:
    """Return those of somebody who feels something right now."""
    person = Person(answers=answers, feels=(complaint,))
    feelings = Feelings(person, 0)
    while not feelings.live(LOOK, JOG, runs=True):
        pass
    return Words(person, 0, feelings)


def test_she_says_what_she_feels_or_one_strength_less() -> None:
    """Under-reporting goes down to nothing, and never up."""
    question = {"step": "strength"}
    assert words(HEAVY, Answers()).answer(question) == Intent("strength", value=2)
    less = Answers(says_less=1)
    assert words(HEAVY, less).answer(question) == Intent("strength", value=1)
    hint = replace(HEAVY, strengths=((1, 1.0),))
    assert words(hint, less).answer(question) == Intent("nothing")
    said = words(HEAVY, Answers())
    said.answer(question)
    assert said.answer({"step": "place"}) == Intent("place", "heavy")
    assert said.answer({"step": "which"}) == Intent("which", "heaviness")
    assert said.answer({"step": "still_there"}) == Intent("degree", value=2)


def test_she_speaks_up_in_a_run_if_it_is_strong_enough() -> None:
    """A warning sign always, but for one who says less."""
    honest = words(HEAVY, Answers(speaks_up_from=2))
    assert (honest.speaks_up(HEAVY, 1), honest.speaks_up(HEAVY, 2)) == (None, "wrong")
    assert words(CHEST, Answers(speaks_up_from=5)).speaks_up(CHEST, 1) == "unwell"
    assert words(CHEST, Answers(says_less=1)).speaks_up(CHEST, 1) is None


def test_whatever_is_told_behind_the_unwell_key_is_told_there() -> None:
    """A bulge has no place in the question: it was felt for minutes, and nothing was said."""
    feels = find_person("flagged").feels
    assert {each.symptom for each in feels} == {"chest", "faint", "bulge"}
    assert [words(each, Answers()).speaks_up(each, 1) for each in feels] == ["unwell"] * 3
    assert words(CHEST, Answers()).signs() == Intent("signs", value=1)
    assert words(HEAVY, Answers()).signs() == Intent("signs", value=0)


def test_a_wrong_answer_is_taken_back_in_time() -> None:
    """Within the three seconds, and it is never one that stops the belt at once."""
    for seed in range(100):
        for meant in (Intent("nothing"), Intent("strength", value=2), Intent("degree", value=0)):
            slip, back = strokes(dice(seed, "test"), Fingers(wrong=1), meant)
            assert slip.intent != meant
            assert slip.intent.value < 4
            assert (slip.after, back.intent) == (0, Intent("back"))
            assert 0 < back.after < 3 * SECOND
    assert [each.intent.key for each in strokes(dice(0, ""), Fingers(wrong=1), Intent("stop"))] == [
        "stop"
    ]


@given(st.integers(), st.sampled_from(["twice", "held", "slap"]))
def test_a_key_that_goes_wrong_still_goes_down(seed: int, how: str) -> None:
    """First or beside others, in order of time."""
    pressed = strokes(dice(seed, "test"), Fingers(**{how: 1.0}), Intent("stop"))
    assert [each.after for each in pressed] == sorted(each.after for each in pressed)
    assert pressed[0].intent == Intent("stop")
    assert len(pressed) >= 2


def test_pauses_in_a_row_bring_one_return() -> None:
    """A held key may call a countdown off again and again: she means to go on once."""
    pressed: list[Intent] = []

    async def main(clock: VirtualClock) -> None:
        person = Person(back_after=(MINUTE,))
        hands = Hands(person.fingers, 0, clock, pressed.append)
        life = Life(person, 0, clock, hands, speed=lambda: CentiKmh(0), happen=None)
        for _ in range(5):
            life.see({"io": "out", "kind": "phase", "phase": "paused"})
            await asyncio.sleep(1)
        await asyncio.sleep(120)

    run_virtual(main)
    assert pressed == [Intent("resume")]


LEGS = Legs((CentiKmh(620), CentiKmh(660)), CentiKmh(50), Span(LOOKS_EVERY, LOOKS_EVERY))


def after(feet: Feet, speed: int, seconds: int, since: int = 0) -> int:
    """Return what she steps after so many seconds at a speed."""
    steps = 0
    for at in range(since, since + seconds, 2):
        steps = feet.on(Nanoseconds(at * SECOND), CentiKmh(speed))
    return steps


def test_she_changes_her_gait_some_seconds_after_the_speed_and_lower_on_the_way_back() -> None:
    """Walks below, runs above, and keeps to a run in the band between."""
    feet = Feet(LEGS, 0)
    assert after(feet, 600, 20) == round(gait.walking(CentiKmh(600)))
    assert not gait.is_running(after(feet, 700, 2, 20))  # type: ignore[arg-type]
    assert after(feet, 700, 20, 22) == round(gait.running(CentiKmh(700)))
    assert after(feet, 600, 20, 50) == round(gait.running(CentiKmh(600)))
    assert after(feet, 560, 20, 80) == round(gait.walking(CentiKmh(560)))
    assert after(feet, 0, 2, 110) == 0


def test_off_the_belt_and_uncounted_she_makes_no_steps() -> None:
    """For as long as she stays off; a stumble costs some steps."""
    feet = Feet(replace(LEGS, stays_off=Span(Nanoseconds(9 * SECOND), Nanoseconds(9 * SECOND))), 0)
    assert after(feet, 500, 20) > 0
    feet.step_off(Nanoseconds(20 * SECOND))
    assert [after(feet, 500, 2, at) > 0 for at in (20, 26, 30)] == [False, False, True]
    before = after(feet, 500, 20, 32)
    feet.stumble(Nanoseconds(60 * SECOND))
    assert 0 < after(feet, 500, 2, 60) < before
    assert after(Feet(replace(LEGS, counted=False), 0), 500, 20) == 0


@given(st.integers(0, 10_000))
def test_the_speed_from_which_she_runs_is_drawn_within_its_spread(seed: int) -> None:
    """Anew for each session, and the same for the same one."""
    legs = find_person("late-to-run").legs
    assert legs is not None
    drawn = Feet(legs, seed).runs_from
    assert legs.runs_from[0] <= drawn <= legs.runs_from[1]
    assert Feet(legs, seed).runs_from == drawn
