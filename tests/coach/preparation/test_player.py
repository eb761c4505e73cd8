"""The player in virtual time: what comes when, what each key does, and what is kept of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controller.coach.asking.questions import QUESTIONS
from controller.coach.diary.rows import fact_row, kind_of, read_fact
from controller.coach.history import Practice, Screen, Trial
from controller.coach.preparation.cues import rings
from controller.coach.preparation.player import (
    WARNING_SIGNS,
    Key,
    Player,
    advance,
    answer,
    begin,
    felt_words,
    press,
    wake_at,
)
from controller.coach.preparation.practised import practised
from controller.coach.preparation.score import Mark, Move, Score, Side, Sound, Stage, trial_score
from controller.coach.preparation.scores import score_of, score_of_tests
from plans.preparation.routines import PILLARS, read_routine
from plans.readiness.checks import known_checks
from plans.shelf import find_routine
from protocols.units import SECOND, Nanoseconds

AT: Final = datetime(2026, 5, 13, 8, tzinfo=UTC)
TESTS: Final = known_checks().tests
ROUTINE: Final = score_of(
    read_routine(
        """format: reprise-routine 1
id: short
title: Short
pillar: stacking
about: For tests.
reviewed: not yet
since-birth: 0 weeks
rest: 5s
sources: [seed]
exercises:
  bridge: {title: Bridge, position: on the back, legs: two, dose: 2 times, breath: "in 3s, out 4s",
    in: Down, out: Up, how: Slowly, feel: Work, stop-when: It hurts, source: [seed]}
  stand: {title: Stand, position: standing, legs: one, dose: 6s each side, how: Tall, feel: Quiet,
    stop-when: It hurts, source: [seed]}
""",
        "short.routine.yaml",
    )
)


def s(seconds: float) -> Nanoseconds:
    """Return seconds as the player counts them."""
    return Nanoseconds(round(seconds * SECOND))


class Played:
    """A player with its time, woken exactly when it wants to be."""

    def __init__(self, score: Score) -> None:
        self.player, self.now = begin(score, s(0)), s(0)
        self.heard: list[tuple[float, Mark]] = []

    def until(self, seconds: float) -> Player:
        """Play on to a moment."""
        while (due := wake_at(self.player)) is not None and due <= s(seconds):
            self.player, marks = advance(self.player, due)
            self.heard += [(due / SECOND, each) for each in marks]
        self.now = s(seconds)
        return self.player

    def press(self, key: Key) -> Player:
        """Press a key now."""
        self.player = press(self.player, key, self.now)
        return self.player

    def answer(self, *keys: str) -> Player:
        """Answer what is asked."""
        for key in keys:
            answered = answer(self.player, key, self.now)
            assert answered is not None, key
            self.player = answered
        return self.player


def test_a_routine_runs_by_itself_from_the_first_mark_to_the_last_question() -> None:
    """Ten seconds to lie down, breaths counted, both sides, rests; then it waits."""
    played = Played(ROUTINE)
    played.until(1000)
    assert [(at, each.sound, each.words) for at, each in played.heard] == [
        (0, Sound.NAME, "Bridge. Lie down on your back, knees bent, feet flat"),
        (7, Sound.COUNT, "3"),
        (8, Sound.COUNT, "2"),
        (9, Sound.COUNT, "1"),
        (10, Sound.IN, "Down"),
        (13, Sound.OUT, "Up"),
        (17, Sound.IN, "Down"),
        (20, Sound.OUT, "Up"),
        (24, Sound.ASK, "Anything?"),
        (29, Sound.NAME, "Stand. Stand up, feet as wide as your hips"),
        (36, Sound.COUNT, "3"),
        (37, Sound.COUNT, "2"),
        (38, Sound.COUNT, "1"),
        (39, Sound.TIME, "6 s"),
        (42, Sound.COUNT, "3"),
        (43, Sound.COUNT, "2"),
        (44, Sound.COUNT, "1"),
        (45, Sound.SIDE, "The other side"),
        (50, Sound.COUNT, "3"),
        (51, Sound.COUNT, "2"),
        (52, Sound.COUNT, "1"),
        (53, Sound.TIME, "6 s"),
        (56, Sound.COUNT, "3"),
        (57, Sound.COUNT, "2"),
        (58, Sound.COUNT, "1"),
        (59, Sound.ASK, "Anything to note, in any of these?"),
        (79, Sound.ASK, "Anything to note, in any of these?"),
        (99, Sound.ASK, "Anything to note, in any of these?"),
    ]
    assert played.player.leg.stage is Stage.LAST
    assert played.player.asks
    assert wake_at(played.player) is None


def test_which_repetition_it_is_goes_with_its_breath() -> None:
    """Both halves have the same number."""
    played = Played(ROUTINE)
    played.until(23)
    breaths = [each for _, each in played.heard if each.sound in (Sound.IN, Sound.OUT)]
    assert [each.number for each in breaths] == [1, 1, 2, 2]


@given(st.lists(st.integers(0, 130 * SECOND), max_size=12).map(sorted))
def test_how_often_it_is_asked_changes_nothing(moments: list[int]) -> None:
    """The same marks, and the same player at the end."""
    exact = Played(ROUTINE)
    exact.until(130)
    player = begin(ROUTINE, s(0))
    heard: list[Mark] = []
    for moment in (*moments, 130 * SECOND):
        player, marks = advance(player, moment)
        heard += marks
    assert player == exact.player
    assert heard == [each for _, each in exact.heard]


_DOES: Final = st.one_of(st.sampled_from(Key), st.sampled_from(["enter", "1", "0", "3", "u", "z"]))


@given(
    st.sampled_from([ROUTINE, score_of_tests([TESTS["hops"], TESTS["plank"]])]),
    st.lists(st.tuples(st.integers(0, 40), _DOES), max_size=40),
)
def test_whatever_is_pressed_when_it_stays_whole(
    score: Score, does: list[tuple[int, Key | str]]
) -> None:
    """Time never goes back, no result is for a move twice, and it can always be ended."""
    played, now = Played(score), 0
    for wait, key in does:
        now += wait
        before = played.until(now)
        if isinstance(key, Key):
            played.press(key)
        else:
            played.player = answer(played.player, key, played.now) or played.player
        due = wake_at(played.player)
        assert due is None or due >= before.since
        assert played.player.elapsed(played.now) >= 0
        moves = [each.move for each in played.player.results]
        assert len(moves) == len(set(moves))
        if before.ended:
            assert played.player is before
    for key in (Key.BACK, Key.STOP, Key.STOP):  # what is half answered, the exercise, the question
        played.press(key)
    assert played.player.ended
    for fact in practised(played.player, AT):
        assert read_fact(kind_of(fact), fact_row(fact)) == fact


def test_a_pause_takes_no_time_from_anything() -> None:
    """The next mark is later by as long as it was held."""
    played = Played(ROUTINE)
    played.until(12)
    played.press(Key.PAUSE)
    assert wake_at(played.player) is None
    assert played.until(500).left(s(500)) == s(12)
    played.press(Key.PAUSE)
    played.heard.clear()
    played.until(501)
    assert [(at, each.words) for at, each in played.heard] == [(501, "Up")]


def test_enter_begins_at_once_and_ends_what_is_done_with_what_was_done() -> None:
    """Nobody who is ready waits ten seconds; one breath of two is one."""
    played = Played(ROUTINE)
    played.until(2)
    played.press(Key.ENOUGH)
    assert played.player.leg.stage is Stage.WORK
    played.until(10)
    assert played.press(Key.ENOUGH).leg.stage is Stage.ASK
    assert [each.left for each in played.player.results] == [1]


def test_enter_answers_a_question_and_does_not_pass_it_over() -> None:
    """The rest goes on after it, and a second ENTER ends that."""
    played = Played(ROUTINE)
    played.until(25)
    assert played.press(Key.ENOUGH).asks
    assert played.answer("enter").leg.stage is Stage.ASK
    assert not played.player.asks
    assert [each.felt for each in played.player.results] == [()]
    assert played.press(Key.ENOUGH).leg == ROUTINE.legs[3]


def test_what_is_left_out_is_not_done() -> None:
    """Also with one side done."""
    played = Played(ROUTINE)
    played.until(3)
    played.press(Key.SKIP)
    played.until(3 + 10 + 6 + 2)
    assert played.player.leg.stage is Stage.CHANGE
    assert played.press(Key.SKIP).ended
    assert practised(played.player, AT) == ()


def test_back_begins_this_one_again_and_then_the_one_before() -> None:
    """What was done of them is done anew."""
    played = Played(ROUTINE)
    played.until(41)
    assert played.press(Key.BACK).leg == ROUTINE.legs[3]
    assert played.press(Key.BACK).leg == ROUTINE.legs[0]
    assert played.player.results == ()
    assert played.press(Key.BACK).leg == ROUTINE.legs[0]


def test_the_end_asks_about_all_that_was_not_answered() -> None:
    """And what is said there is kept with the routine."""
    played = Played(ROUTINE)
    played.until(60)
    assert played.answer("1", "8").ended
    assert practised(played.player, AT) == (Practice(AT, "short", ("bridge", "stand"), ("knee",)),)


def test_something_felt_holds_it_and_leaves_the_choice() -> None:
    """It does not go on by itself; it may be ended, or gone on with."""
    played = Played(ROUTINE)
    played.until(25)
    played.answer("1", "3")
    assert felt_words(played.player) == "heavy, dragging"
    assert played.player.paused is not None
    assert played.until(900).leg.stage is Stage.READY
    played.press(Key.PAUSE)
    assert played.until(911).leg.stage is Stage.WORK
    assert played.press(Key.STOP).ended
    assert practised(played.player, AT) == (Practice(AT, "short", ("bridge",), ("heaviness",)),)


def test_something_wrong_in_the_middle_ends_the_exercise_and_is_asked_about() -> None:
    """It waits until it is known what; a step back takes the key back: held, where it was."""
    played = Played(ROUTINE)
    before = played.until(15)
    player = played.press(Key.WRONG)
    assert player.interview.question == QUESTIONS["felt"]
    heard = len(played.heard)
    assert played.until(16) == replace(player, told=player.told + 1)
    assert len(played.heard) == heard, "whether there is anything has been said"
    player = played.player
    assert wake_at(replace(player, told=len(player.leg.marks))) is None
    for key in (Key.SKIP, Key.STOP, Key.ENOUGH, Key.PAUSE, Key.WRONG):
        assert played.press(key) == player
    back = played.press(Key.BACK)
    assert (back.place, back.told, back.results) == (before.place, before.told, before.results)
    assert back.paused is not None
    assert back.elapsed(s(16)) == before.elapsed(s(15))
    played.press(Key.PAUSE)
    assert played.until(17).leg.stage is Stage.WORK


def test_something_behind_an_exercise_is_taken_back_to_its_question() -> None:
    """There is no exercise to go back to: it is over."""
    played = Played(ROUTINE)
    played.until(25)
    played.answer("1")
    assert played.press(Key.BACK).interview.question == QUESTIONS["anything"]


def test_what_was_felt_is_not_taken_back_by_nothing_later() -> None:
    """Neither by the last question; nor does "nothing" stand once something is told after it."""
    played = Played(ROUTINE)
    played.until(25)
    played.answer("1", "3")
    played.press(Key.PAUSE)
    played.until(100)
    assert played.answer("0").felt == ("heaviness",)
    played = Played(ROUTINE)
    played.until(25)
    played.answer("0")
    played.press(Key.WRONG)
    assert played.answer("3").felt == ("heaviness",)


def test_what_takes_two_seconds_is_counted_down_from_one() -> None:
    """No mark lies before its leg."""
    move = Move("x", "X", "", "", "", "", sides=False, times=0, lasts=s(2))
    work = trial_score("Short", (move,)).legs[1]
    assert [(each.at, each.words) for each in work.marks] == [(s(1), "1")]


@pytest.mark.parametrize("sign", WARNING_SIGNS)
@pytest.mark.parametrize("score", [ROUTINE, score_of_tests([TESTS["plank"], TESTS["hops"]])])
def test_a_warning_sign_ends_it_and_keeps_the_belt_off(sign: str, score: Score) -> None:
    """It is told as the screen of warning signs tells it."""
    key = next(each.key for each in QUESTIONS["felt"].answers if each.value == sign)
    played = Played(score)
    played.until(12)
    played.press(Key.WRONG)
    assert played.answer(key).ended
    assert Screen(AT, (sign,)) in practised(played.player, AT)


def test_only_a_silent_question_is_put_once_more() -> None:
    """If all was answered, the end is the end."""
    played = Played(ROUTINE)
    played.until(25)
    played.answer("0")
    played.until(35)
    played.press(Key.SKIP)
    assert played.player.ended
    assert practised(played.player, AT) == (Practice(AT, "short", ("bridge",)),)


def test_a_test_waits_for_its_answer_and_becomes_a_trial() -> None:
    """Seconds of the plank; hops of both sides by the metronome, 150 a minute."""
    played = Played(score_of_tests([TESTS["plank"], TESTS["hops"]]))
    assert played.until(700).leg.stage is Stage.ASK
    played.answer("enter")
    played.heard.clear()
    played.until(800)
    beats = [at - 710 for at, each in played.heard if each.sound is Sound.BEAT]
    assert beats[:10] == pytest.approx([0.4 * number for number in range(10)])
    assert len(beats) == 20
    played.answer("0")
    assert played.player.ended
    assert practised(played.player, AT) == (
        Trial(AT, "plank", 60, None, ()),
        Trial(AT, "hops", 10, 10, ()),
    )


def test_a_test_that_is_given_up_has_what_was_done_of_it() -> None:
    """12 s of the plank, and a ridge on the tummy: the tests are over for today."""
    played = Played(score_of_tests([TESTS["plank"], TESTS["hops"]]))
    played.until(22.5)
    played.press(Key.WRONG)
    assert played.answer("d").ended
    assert practised(played.player, AT) == (Trial(AT, "plank", 12, None, ("doming",)),)


@pytest.mark.parametrize("after", [0.0, 5.0, 300.0])
def test_a_walk_that_was_done_outside_is_told(after: float) -> None:
    """All of it, without the half hour; what was felt is asked as ever, and it is kept as told."""
    for keys, felt in ((("0",), ()), (("1", "6"), ("pelvic_girdle",))):
        played = Played(score_of_tests([TESTS["walk"]]))
        played.until(after)
        assert played.press(Key.DONE).asks
        assert played.answer(*keys).ended
        assert practised(played.player, AT) == (Trial(AT, "walk", 1800, None, felt, told=True),)


def test_nothing_is_told_that_has_to_be_tried_here() -> None:
    """Hops are; and a walk that was told and taken back is not done."""
    played = Played(score_of_tests([TESTS["hops"]]))
    before = played.until(5)
    assert played.press(Key.DONE) is before
    played = Played(score_of_tests([TESTS["walk"]]))
    played.press(Key.DONE)
    played.press(Key.BACK)
    assert played.press(Key.STOP).ended
    assert practised(played.player, AT) == ()


def test_a_test_that_was_not_answered_is_not_kept() -> None:
    """Silence says nothing; neither does leaving it."""
    for key in (Key.STOP, Key.SKIP):
        played = Played(score_of_tests([TESTS["plank"]]))
        played.until(75)
        assert played.press(key).ended
        assert practised(played.player, AT) == ()


def test_a_count_without_a_beat_has_the_pace_of_a_breath() -> None:
    """20 calf raises on each side, one in four seconds."""
    score = score_of_tests([TESTS["calf-raises"]])
    assert score.moves[0].lasts == s(80)
    played = Played(score)
    played.until(11)
    assert played.player.leg.side is Side.LEFT
    played.until(200)
    assert [(each.left, each.right) for each in played.player.results] == [(20, 20)]


@pytest.mark.parametrize("name", PILLARS)
def test_every_bundled_routine_is_played_to_its_end(name: str) -> None:
    """Every mark is within its leg, and all of its exercises are done."""
    score = score_of(find_routine(name))
    for leg in score.legs:
        assert all(leg.lasts is None or each.at < leg.lasts for each in leg.marks)
    played = Played(score)
    played.until(3600)
    assert played.answer("0").ended
    done = tuple(each.id for each in score.moves)
    assert practised(played.player, AT) == (Practice(AT, name, done),)


def test_a_bell_rings_once_for_a_repetition_and_for_each_beat() -> None:
    """On the effort, not on the inhale; and for every change."""
    sounds = {each for each in Sound if rings(Mark(s(0), each, ""))}
    assert sounds == set(Sound) - {Sound.IN, Sound.TIME}
