"""When a question is due, which one it is, and when a key counts as its answer, at the edges.

What comes of the answers is in `test_answers_table`, and the stories are in `test_answers`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import pytest

from controller.core import asking
from controller.core.judge import Reported, Said
from controller.core.policy import Again
from controller.core.questions import Ask, Asking, Pending, Question, Watched
from controller.core.state import Phase, SessionState, WalkOut
from controller.core.targets import ConsoleChange, Obeys
from controller.core.timeline import Gait, Program, Role, Segment
from protocols.units import SECOND, CentiKmh, Nanoseconds
from tests.core.test_drive import (
    COOL_DOWN,
    FIRST_RUN,
    NOW,
    SECOND_RUN,
    WALK_BETWEEN,
    WARM_UP,
    going,
    noticed,
)
from tests.core.worlds import RUN, SETUP, WALK, seconds

HEAVY: Final = Said("heaviness", 1, "Heaviness", "a little")
KNEE: Final = Said("knee", 4, "Knee", "4-5")
REPORT: Final = Reported("knee", 4, seconds(100), "WALK", "Knee", "4-5")
WAITS: Final = Watched(KNEE, seconds(190), None, Again())
FASTER: Final = Obeys(change=ConsoleChange(CentiKmh(600), seconds(280), higher=True))


def walks(index: int = WALK_BETWEEN, **parts: Any) -> SessionState:
    """Return a walk that has counted for a hundred seconds."""
    return going(index, WALK, **parts)


def early(state: SessionState) -> SessionState:
    """Return it with steps that are a reason to ask."""
    return replace(state, gait=replace(state.gait, early=True))


def told(state: SessionState) -> SessionState:
    """Return it with something that was told before."""
    return replace(state, course=replace(state.course, reports=(REPORT,)))


def questioned(state: SessionState, *watched: Watched, **asked: Any) -> SessionState:
    """Return a walk that has asked its own question already."""
    asks = replace(state.asking, watched=watched, **asked)
    return replace(state, progress=replace(state.progress, questioned=True), asking=asks)


def watched_at(ask_at: float, said: Said = HEAVY) -> Watched:
    """Return a symptom that is asked about again at a second."""
    return Watched(said, seconds(100), seconds(ask_at))


def leads_to(upcoming: Segment) -> SessionState:
    """Return a walk in front of another part, and something that has to be gone before it."""
    walk = Segment(Gait.WALK, Role.WORK, seconds(90), WALK, asks=True)
    setup = replace(SETUP, program=Program((walk, upcoming), WALK))
    return questioned(walks(0, setup=setup), WAITS)


# --- When ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "walking"),
    [
        (going(WALK_BETWEEN, WALK, 699), True),
        (going(WALK_BETWEEN, WALK, 700), False),
        (going(WALK_BETWEEN, WALK, phase=Phase.WALKING_OUT), True),
        (going(WALK_BETWEEN, WALK, phase=Phase.STARTING), False),
        (going(FIRST_RUN, RUN, 500), False),
        (going(9, WALK), False),
        (replace(walks(), belt=replace(walks().belt, speed=None)), False),
    ],
)
def test_a_question_is_for_a_walk(state: SessionState, *, walking: bool) -> None:
    """On a belt that is seen to go at one."""
    assert asking.walking(state) is walking


@pytest.mark.parametrize(
    ("state", "due"),
    [
        # Its own question: 5 s in, at once where the steps are a reason, at the end of a short one.
        (walks(), 205),
        (early(walks()), 200),
        (walks(detour=Segment(Gait.WALK, Role.GOING_ON, seconds(3), WALK, asks=True)), 203),
        (walks(count_from=None), None),
        (questioned(walks()), None),
        # A walk that the plan leaves out; not once there is a reason.
        (walks(WARM_UP), None),
        (early(walks(WARM_UP)), 200),
        (told(walks(WARM_UP)), 205),
        # Not while its own speed-up has been announced; the next part's is another matter.
        (noticed(walks()), 205),
        (noticed(going(WALK_BETWEEN, 450), speed=WALK), None),
        (noticed(questioned(going(WALK_BETWEEN, 450), watched_at(290)), speed=WALK), None),
        (noticed(questioned(going(WALK_BETWEEN, 450), wants_to_tell=True), speed=WALK), 0),
        # What was told is asked about again: not before 5 s, and the earliest first.
        (questioned(walks(), watched_at(150)), 205),
        (questioned(walks(), watched_at(290)), 290),
        (questioned(walks(), watched_at(260), watched_at(240)), 240),
        (questioned(walks(COOL_DOWN), watched_at(295)), 295),
        (replace(walks(), asking=Asking(watched=(watched_at(290),))), 205),
        (questioned(walks(count_from=None), watched_at(290)), None),
        # What a run waits for: at the end of the walk before it.
        (questioned(walks(), WAITS), 290),
        (questioned(walks(), WAITS, watched_at(280)), 280),
        (questioned(walks(), watched_at(295)), 295),
        (questioned(walks(COOL_DOWN), WAITS), None),
        (leads_to(Segment(Gait.WALK, Role.WORK, seconds(60), CentiKmh(510), asks=False)), 290),
        (leads_to(Segment(Gait.WALK, Role.WORK, seconds(60), WALK, asks=False)), None),
        (leads_to(Segment(Gait.RUN, Role.WORK, seconds(60), WALK, asks=False)), 290),
        # What she wants to tell, and a belt that somebody has made faster, at once.
        (questioned(walks(WARM_UP), wants_to_tell=True), 0),
        (questioned(walks(WARM_UP, obeys=FASTER)), 0),
        (questioned(going(WALK_BETWEEN, WALK, 700), wants_to_tell=True), None),
        (going(WALK_BETWEEN, WALK, 700), None),
        # Nothing, while an answer can still be taken back, or nothing is driven.
        (
            replace(
                walks(),
                asking=Asking(pending=Pending(Question(Ask.ANYTHING, NOW, NOW), seconds(303))),
            ),
            None,
        ),
        (walks(phase=Phase.STOPPING), None),
    ],
)
def test_when_a_question_is_put(state: SessionState, due: float | None) -> None:
    """None: nothing is asked in this walk any more, as far as can be known."""
    assert asking.question_due(state) == (None if due is None else seconds(due))


@pytest.mark.parametrize("ask", [each for each in Ask if each is not Ask.CONSOLE])
def test_how_long_an_answer_is_waited_for(ask: Ask) -> None:
    """Twenty seconds, and then up to sixty."""
    question = Question(ask, seconds(290), seconds(295))
    state = walks(asking=Asking(question=question))
    assert asking.question_due(state) == seconds(310)
    held = replace(state, asking=Asking(question=replace(question, holding=True)))
    assert asking.question_due(held) == seconds(350)
    assert asking.question_due(replace(held, phase=Phase.STOPPING)) is None


def test_a_question_about_the_console_is_over_with_its_reason() -> None:
    """It waits as any other while the belt is faster than it was asked for."""
    state = walks(asking=Asking(question=Question(Ask.CONSOLE, seconds(290), seconds(290))))
    assert asking.question_due(state) == 0
    assert asking.question_due(replace(state, obeys=FASTER)) == seconds(310)


def test_a_run_that_may_not_be_one_asks_nothing() -> None:
    """A ceiling has made a walk of it; it has no question of its own whatever was told."""
    state = early(told(going(FIRST_RUN, WALK)))
    slow = replace(state, ceilings=state.ceilings.lowered(CentiKmh(600), "a ceiling"))
    assert asking.walking(slow)
    assert asking.question_due(slow) is None


# --- Which ---------------------------------------------------------------------------------------

LATER: Final = Nanoseconds(NOW + 1)


def opened(state: SessionState, ask: Ask, about: Watched | None = None) -> SessionState:
    """Return it with a question that was put now."""
    return replace(
        state, asking=replace(state.asking, question=Question(ask, NOW, NOW, about=about))
    )


def own(state: SessionState) -> SessionState:
    """Return it with the walk's own question, and every reason for it taken away."""
    asks = replace(state.asking, wants_to_tell=False, question=Question(Ask.ANYTHING, NOW, NOW))
    return replace(
        state,
        progress=replace(state.progress, questioned=True),
        asking=asks,
        gait=replace(state.gait, early=False),
    )


def test_a_faster_belt_is_asked_about_first() -> None:
    """Only what she wants to tell comes before it."""
    state = early(walks(obeys=FASTER))
    assert asking.ask(state, NOW) == opened(state, Ask.CONSOLE)
    tells = replace(state, asking=Asking(wants_to_tell=True))
    assert asking.ask(tells, NOW) == own(tells)
    assert asking.ask(early(walks()), NOW) == own(walks())


@pytest.mark.parametrize(
    ("count_from", "asked", "ask"),
    [
        (seconds(295), False, Ask.ANYTHING),
        (Nanoseconds(seconds(295) + 1), False, Ask.STILL_THERE),
        (seconds(200), True, Ask.STILL_THERE),
        (None, False, Ask.ANYTHING),
    ],
)
def test_the_walks_own_question_comes_before_still_there(
    count_from: Nanoseconds | None, ask: Ask, *, asked: bool
) -> None:
    """If it is due; and nothing is asked about again before a walk counts."""
    about = watched_at(250)
    state = walks(count_from=count_from, asking=Asking(watched=(about,)))
    state = replace(state, progress=replace(state.progress, questioned=asked))
    still = ask is Ask.STILL_THERE
    assert asking.ask(state, NOW) == (opened(state, ask, about) if still else own(state))


def test_what_she_wants_to_tell_comes_before_still_there() -> None:
    """Any other thing than what is asked about may be it."""
    state = questioned(walks(), watched_at(250), wants_to_tell=True)
    assert asking.ask(state, NOW) == own(state)


@pytest.mark.parametrize(
    ("watched", "number"),
    [
        ((watched_at(300),), 0),
        ((replace(watched_at(0), ask_at=LATER),), None),
        ((WAITS, watched_at(250)), 1),
        ((replace(watched_at(0), ask_at=LATER), WAITS), 1),
        ((WAITS, replace(WAITS, said=HEAVY)), 0),
        ((watched_at(280), watched_at(250, KNEE)), 0),
    ],
)
def test_what_still_there_asks_about(watched: tuple[Watched, ...], number: int | None) -> None:
    """What is over its time before what a run waits for; of two alike what was told first."""
    state = questioned(walks(), *watched)
    expected = own(state) if number is None else opened(state, Ask.STILL_THERE, watched[number])
    assert asking.ask(state, NOW) == expected


def test_behind_the_last_part_there_is_no_question_of_its_own() -> None:
    """Nothing is in the way of one that has another reason."""
    state = walks(9, asking=Asking(watched=(watched_at(250),)))
    assert asking.ask(state, NOW) == opened(state, Ask.STILL_THERE, watched_at(250))


def test_a_question_is_put_and_closed() -> None:
    """Nothing faster is counted down to over a question; nothing else changes."""
    state = questioned(walks(), WAITS)
    assert asking.put(noticed(state), None) == noticed(state)
    question = Question(Ask.WHERE, NOW, NOW, strength=2)
    assert asking.put(noticed(state), question) == asking.put(state, question)
    put = asking.put(state, question)
    assert put == replace(state, asking=replace(state.asking, question=question))
    assert asking.put(put, None) == state


# --- What counts ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shown", "key", "counts"),
    [
        (700_000_000, None, True),
        (699_999_999, None, False),
        (700_000_000, 300_000_000, True),
        (700_000_000, 299_999_999, False),
        (None, None, False),
    ],
)
def test_an_answer_counts_that_can_have_been_meant(
    shown: int | None, key: int | None, *, counts: bool
) -> None:
    """0.7 s behind the question, and 0.3 s behind any other key."""
    question = None
    if shown is not None:
        question = Question(Ask.ANYTHING, seconds(100), Nanoseconds(NOW - shown))
    key_at = None if key is None else Nanoseconds(NOW - key)
    state = walks(asking=Asking(question=question, key_at=key_at))
    assert asking.answers_count(state, NOW) is counts


@pytest.mark.parametrize(
    ("index", "talked", "half"),
    [
        (WARM_UP, 0, 1),
        (WALK_BETWEEN, 0, 1),
        (WALK_BETWEEN, 1, None),
        (SECOND_RUN, 1, 2),
        (COOL_DOWN, 0, 2),
        (COOL_DOWN, 2, None),
    ],
)
def test_the_talk_test_comes_once_in_each_half(index: int, talked: int, half: int | None) -> None:
    """It asks about running: there has to have been some, and more to come."""
    state = walks(index, asking=Asking(talked=talked))
    ran = replace(state, progress=replace(state.progress, last_bout=Nanoseconds(1)))
    assert asking.talk_half(ran) == half
    assert asking.talk_half(state) is None
    over = replace(ran, course=replace(ran.course, walk_out=WalkOut("a symptom")))
    assert asking.talk_half(over) is None
    quiet = replace(SETUP, program=replace(SETUP.program, talk_test=False))
    assert asking.talk_half(replace(ran, setup=quiet)) is None


def test_the_middle_belongs_to_the_second_half() -> None:
    """Two parts of the same length."""
    part = Segment(Gait.WALK, Role.WORK, Nanoseconds(60 * SECOND), WALK, asks=True)
    state = walks(1, setup=replace(SETUP, program=Program((part, part), WALK)))
    state = replace(state, progress=replace(state.progress, last_bout=seconds(30)))
    assert asking.talk_half(state) == 2
