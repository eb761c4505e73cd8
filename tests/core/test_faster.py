"""Up, function by function: what it needs, its notice, its steps, and what comes of a sent one.

What comes of it over minutes is in the stories beside this file.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import pytest

from controller.core import faster
from controller.core.commands import Announce, SetSpeed
from controller.core.known import MachineKnown
from controller.core.questions import Ask, Asking, Question
from controller.core.state import Contact, Phase, SessionState
from controller.core.targets import Drive, Notice, Obeys
from controller.core.timeline import Gait, Role, Segment
from protocols.units import SECOND, CentiKmh, Nanoseconds
from tests.core.test_drive import (
    COOL_DOWN,
    COUNTED,
    FIRST_RUN,
    HAND,
    HIGHER,
    LOWER,
    NOW,
    SECOND_RUN,
    WAITS,
    WARM_UP,
    going,
    noticed,
    walks,
)
from tests.core.worlds import RUN, SETUP, WALK, seconds


@pytest.mark.parametrize(
    ("index", "commanded", "count_from", "wanted"),
    [
        (FIRST_RUN, 500, None, 800),
        (FIRST_RUN, 500, COUNTED, 800),
        (FIRST_RUN, 800, COUNTED, None),
        (FIRST_RUN, 900, COUNTED, None),
        (WARM_UP, 500, COUNTED, 800),
        (WARM_UP, 500, None, None),
        (WARM_UP, 400, COUNTED, 500),
        (WARM_UP, 800, COUNTED, None),
        (COOL_DOWN, 500, COUNTED, None),
        (SECOND_RUN, 800, COUNTED, None),
    ],
)
def test_what_is_wanted_next(
    index: int, commanded: int, count_from: Nanoseconds | None, wanted: int | None
) -> None:
    """This part's speed, and once it counts and is reached, the next one's."""
    state = going(index, commanded, count_from=count_from)
    assert faster.faster_next(state) == wanted
    assert faster.faster_next(replace(state, phase=Phase.STOPPING)) is None


def test_a_stop_that_was_never_seen_to_work_is_awaited() -> None:
    """Where a belt is driven by us, and until it has worked once."""
    state = going(setup=replace(SETUP, drill=True))
    assert faster.awaits_drill(state)
    assert not faster.awaits_drill(replace(state, phase=Phase.STARTING))
    assert not faster.awaits_drill(replace(state, course=replace(state.course, stop_seen=True)))
    assert not faster.awaits_drill(replace(state, setup=replace(HAND, drill=True)))
    assert not faster.awaits_drill(going())


QUESTION: Final = Question(Ask.ANYTHING, NOW, NOW)
MISSING: Final[dict[str, Any]] = {
    "a phase": {"phase": Phase.STARTING},
    "motion": {"speed": 0},
    "the last target shown": {"confirmed": False},
    "a stop that was seen to work": {"setup": replace(SETUP, drill=True)},
    "a console that is left alone": {"obeys": Obeys(change=HIGHER)},
    "a belt where it was led": {"obeys": Obeys(found_slower=True)},
    "no question": {"asking": Asking(question=QUESTION)},
    "nothing to tell": {"asking": Asking(wants_to_tell=True)},
    "what was told gone": {"asking": Asking(watched=(WAITS,))},
    "a link": {"contact": Contact(link=False)},
    "an operator": {"contact": Contact(operator=False)},
    "keys": {"contact": Contact(keys=False)},
}


@pytest.mark.parametrize("missing", MISSING)
def test_faster_needs_everything(missing: str) -> None:
    """Each of it alone is missed (law 4)."""
    assert faster.up_permitted(going(commanded=750))
    assert not faster.up_permitted(going(commanded=750, **MISSING[missing]))


def test_what_faster_does_not_need() -> None:
    """A belt made slower at its console; a battery; a symptom that no run waits for."""
    watched = replace(WAITS, again=None, ask_at=NOW)
    for parts in (
        {"obeys": Obeys(change=LOWER)},
        {"contact": Contact(battery=False)},
        {"asking": Asking(watched=(watched,))},
        {"phase": Phase.WALKING_OUT},
    ):
        assert faster.up_permitted(going(commanded=750, **parts))
    assert not faster.up_permitted(walks(going(commanded=750)))
    assert faster.up_permitted(walks(going(commanded=690)))


@pytest.mark.parametrize(("wanted", "waits"), [(500, False), (510, True)])
def test_what_was_told_keeps_a_belt_at_the_plans_walk(wanted: int, *, waits: bool) -> None:
    """Up to there she may be led; and where nothing faster is wanted, nothing waits."""
    walk = Segment(Gait.WALK, Role.WORK, seconds(60), CentiKmh(wanted), asks=False)
    state = going(detour=walk, commanded=450, asking=Asking(watched=(WAITS,)))
    assert faster.up_permitted(state) is not waits
    assert faster.up_permitted(going(COOL_DOWN, WALK, asking=Asking(watched=(WAITS,))))


@pytest.mark.parametrize(("speed", "may"), [(530, True), (531, False)])
def test_a_hand_that_is_beyond_what_is_due_waits(speed: int, *, may: bool) -> None:
    """What it was told need not be shown: slower is no reason to wait."""
    assert faster.up_permitted(going(WARM_UP, WALK, speed, setup=HAND, confirmed=False)) is may


@pytest.mark.parametrize(
    ("index", "commanded", "count_from", "due"),
    [
        (FIRST_RUN, 500, None, 0),
        (FIRST_RUN, 800, COUNTED, None),
        (WARM_UP, 500, COUNTED, seconds(370)),
        (WARM_UP, 500, None, None),
    ],
)
def test_when_a_speed_up_is_announced(
    index: int, commanded: int, count_from: Nanoseconds | None, due: int | None
) -> None:
    """At once, or ten seconds before the part is over; not where it may not go."""
    state = going(index, commanded, count_from=count_from)
    assert faster.notice_due(state) == due
    assert faster.notice_due(replace(state, contact=Contact(keys=False))) is None


@pytest.mark.parametrize(
    ("said", "due"), [(10, 397), (4, 397), (3, 398), (2, 399), (1, 405 + 1e-9)]
)
def test_when_its_next_count_is_due(said: int, due: float) -> None:
    """Three, two, one, and then it lapses just behind its moment."""
    state = noticed(going(commanded=500), seconds(400), said, seconds(405))
    assert faster.notice_due(state) == round(due * SECOND)
    assert faster.notice_due(noticed(going(commanded=800), seconds(400), said)) == 0


@pytest.mark.parametrize(
    ("index", "commanded", "now", "due"),
    [(FIRST_RUN, 500, 200, 210), (WARM_UP, 500, 370, 380), (WARM_UP, 500, 365, 380),
     (WARM_UP, 500, 375, 385), (WARM_UP, 450, 365, 375)],
)  # fmt: skip
def test_a_speed_up_is_announced(index: int, commanded: int, now: int, due: int) -> None:
    """Ten seconds ahead, and not before the part is over; it lapses two seconds behind."""
    state = going(index, commanded)
    after, told = faster.give_notice(state, seconds(now))
    wanted = WALK if commanded == 450 else RUN
    assert told == Announce(10, wanted)
    notice = Notice(seconds(due), 10, seconds(due + 2), wanted)
    assert after == replace(state, course=replace(state.course, notice=notice))


@pytest.mark.parametrize(("said", "count"), [(10, 3), (3, 2), (2, 1), (1, None)])
def test_its_counts_are_said(said: int, count: int | None) -> None:
    """Behind the last it is taken back, and where nothing faster is wanted any more."""
    state = noticed(going(commanded=500), seconds(400), said, seconds(402))
    after, told = faster.give_notice(state, NOW)
    assert told == (None if count is None else Announce(count, RUN))
    notice = after.course.notice
    assert notice == (None if count is None else Notice(seconds(400), count, seconds(402), RUN))
    over, told = faster.give_notice(noticed(going(), seconds(400), said), NOW)
    assert (over.course.notice, told) == (None, None)


def test_what_has_become_faster_since_is_announced_anew() -> None:
    """A walk's announcement is no word of a run: it is taken back, and nothing goes on it."""
    state = noticed(going(commanded=500), seconds(310), 3, seconds(312), speed=WALK)
    assert faster.notice_due(state) == 0
    assert faster.up_due(state) is None
    after, told = faster.give_notice(state, NOW)
    assert (after.course.notice, told) == (None, None)
    assert faster.give_notice(after, NOW)[1] == Announce(10, RUN)


def test_what_has_become_slower_since_is_counted_as_what_it_is() -> None:
    """And from then on it is good for no more than that."""
    state = noticed(going(WARM_UP, 450), seconds(400), 3, seconds(402), speed=RUN)
    after, told = faster.give_notice(state, NOW)
    assert told == Announce(2, WALK)
    assert after.course.notice == Notice(seconds(400), 2, seconds(402), WALK)


@pytest.mark.parametrize(("due", "next_up_at", "up"), [(310, 305, 310), (310, 312, 312)])
def test_when_a_step_up_is_due(due: int, next_up_at: int, up: int) -> None:
    """Announced and permitted: not before its moment, nor two within two seconds."""
    state = noticed(going(commanded=500, next_up_at=seconds(next_up_at)), seconds(due))
    assert faster.up_due(state) == seconds(up)
    assert faster.up_due(replace(state, contact=Contact(link=False))) is None
    assert faster.up_due(replace(state, course=replace(state.course, notice=None))) is None
    there = noticed(going(commanded=800), seconds(due))
    assert faster.up_due(there) is None


@pytest.mark.parametrize(
    ("commanded", "walking", "target"),
    [(500, False, 550), (505, False, 550), (760, False, 800), (680, False, 730),
     (680, True, 700), (640, True, 690), (710, True, 710)],
)  # fmt: skip
def test_a_step_up(commanded: int, target: int, *, walking: bool) -> None:
    """Half a kilometre an hour, to the run's speed; who walks is not taken beyond a jog's."""
    state = noticed(
        going(commanded=commanded, obey_by=NOW, next_down_at=seconds(9), obeys=Obeys(change=LOWER)),
        lapses_at=seconds(303),
    )
    state = walks(state) if walking else state
    after, command = faster.step_up(state, NOW, "a run")
    assert command == SetSpeed(CentiKmh(target), "a run", until=seconds(303))
    assert after.drive == Drive(
        commanded=CentiKmh(target),
        asked=True,
        next_up_at=Nanoseconds(NOW + 2 * SECOND),
        next_down_at=seconds(9),
    )
    assert after.obeys == Obeys(judged_from=Nanoseconds(NOW + 7 * SECOND), up_to=CentiKmh(target))
    kept = Notice(NOW, 1, Nanoseconds(NOW + 4 * SECOND), RUN)
    assert after.course.notice == (None if target == RUN else kept)


def test_a_step_up_by_hand_or_in_a_walk() -> None:
    """A hand is told the speed itself. A walk is nobody's run, whoever is seen to walk."""
    by_hand, command = faster.step_up(going(commanded=500, setup=HAND), NOW, "a run")
    assert command == SetSpeed(RUN, "a run")
    assert by_hand.course.notice is None
    fast = Segment(Gait.WALK, Role.WORK, seconds(60), RUN, asks=False)
    brisk = walks(going(commanded=680, detour=fast))
    assert faster.step_up(brisk, NOW, "a walk")[1].speed == 730


@pytest.mark.parametrize(
    ("speed", "asked", "target"),
    [(480, False, 530), (480, True, 550), (520, False, 550), (0, False, 550), (None, False, 550)],
)
def test_the_first_step_up_is_from_what_the_belt_does(
    speed: int | None, target: int, *, asked: bool
) -> None:
    """A belt that has not been asked for anything yet goes as the machine likes."""
    state = going(commanded=500, asked=asked)
    shown = None if speed is None else CentiKmh(speed)
    state = replace(state, belt=replace(state.belt, speed=shown))
    assert faster.step_up(state, NOW, "a run")[1] == SetSpeed(CentiKmh(target), "a run")


def test_a_step_up_that_leaves_late_counts_from_there() -> None:
    """The next one comes two seconds behind it, and is judged and announced anew by that."""
    for late, next_up_at in ((False, seconds(302)), (True, Nanoseconds(seconds(302) - 1))):
        for state in (
            noticed(going(commanded=550, next_up_at=next_up_at)),
            going(commanded=550, next_up_at=next_up_at),
        ):
            after = faster.sent_up(state, NOW)
            assert (after is state) is not late
            assert faster.sent_up(replace(state, phase=Phase.STOPPING), NOW).drive is state.drive
            expected = counted_from_now(state)
            assert not late or after == expected


def counted_from_now(state: SessionState) -> SessionState:
    """Return it with a step up that has left, or was refused, just now."""
    notice = state.course.notice
    if notice is not None:
        notice = replace(notice, lapses_at=seconds(304))
    return replace(
        state,
        drive=replace(state.drive, next_up_at=seconds(302)),
        obeys=replace(state.obeys, judged_from=seconds(307)),
        course=replace(state.course, notice=notice),
    )


@pytest.mark.parametrize(
    ("speed", "standing", "commanded", "confirmed"),
    [
        (500, 500, 500, True),
        (520, 500, 500, False),
        (500, 600, 550, False),
        # Nothing has left before it: it is what the belt does, on the grid.
        (500, None, 500, True),
        (505, None, 500, True),
        (0, None, 550, False),
        (None, None, 550, False),
    ],
)
def test_a_step_up_that_does_not_leave_is_taken_back(
    speed: int | None, standing: int | None, commanded: int, *, confirmed: bool
) -> None:
    """What was asked for before it stands."""
    asked = Obeys(up_to=CentiKmh(550), change=LOWER)
    state = noticed(going(commanded=550, asked=standing is None, obeys=asked))
    shown = None if speed is None else CentiKmh(speed)
    state = replace(state, belt=replace(state.belt, speed=shown))
    stands = None if standing is None else CentiKmh(standing)
    back = replace(
        state,
        drive=Drive(commanded=CentiKmh(commanded), confirmed=confirmed, asked=standing is not None),
        obeys=replace(asked, up_to=CentiKmh(commanded)),
    )
    assert faster.refused_up(state, NOW, stands) == counted_from_now(back)
    led = replace(state, phase=Phase.STOPPING)
    assert faster.refused_up(led, NOW, stands) is led


def test_a_step_up_waits_for_what_is_known_of_the_machine() -> None:
    """A late belt is judged later."""
    setup = replace(SETUP, known=MachineKnown(shown=seconds(4)))
    after, _ = faster.step_up(going(commanded=500, setup=setup), NOW, "a run")
    assert after.obeys.judged_from == NOW + 10 * SECOND


def test_counts_are_whole_numbers() -> None:
    """A journal is written from them."""
    state, told = faster.give_notice(going(commanded=500), NOW)
    assert told is not None
    assert state.course.notice is not None
    assert [type(each) for each in (told.seconds, state.course.notice.said)] == [int, int]


@pytest.mark.parametrize(
    ("parts", "may"),
    [
        ({}, True),
        ({"confirmed": False}, True),
        ({"phase": Phase.STOPPING}, False),
        ({"asking": Asking(question=Question(Ask.ANYTHING, NOW, NOW))}, False),
        ({"contact": Contact(link=False)}, False),
        ({"contact": Contact(operator=False)}, False),
        ({"contact": Contact(keys=False)}, False),
        ({"obeys": Obeys(found_slower=True)}, False),
        ({"asking": Asking(watched=(WAITS,))}, False),
        # To the plan's walk it may be, whatever waits to be gone.
        ({"asking": Asking(watched=(WAITS,)), "commanded": WALK}, True),
    ],
)
def test_what_a_step_up_needs_while_it_waits(*, parts: dict[str, Any], may: bool) -> None:
    """All but to be shown by the belt: that it cannot be before it has left."""
    assert faster.still_permitted(going(**parts)) is may
