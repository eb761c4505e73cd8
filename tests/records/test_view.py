"""The View: what a screen knows after each record."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import reduce
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controller.core.numbers import HAND_TOLERANCE, NOTICE_EXPIRES
from controller.core.timeline import JOG_FLOOR as JOG_FLOOR_OF_THE_CORE
from controller.records.fold import POINTS, fold
from controller.records.format import MAY_MOVE, OUTPUT, SHELL, WATCH, Record
from controller.records.seen import JOG_FLOOR, NEAR, WALK_FIRST
from controller.records.summary import Summary
from controller.records.view import View
from controller.session.header import make_header, setup_of
from plans.policies.actions import ACTIONS
from protocols.link import Machine
from protocols.units import SECOND
from tests.tui.sessions import asked, first, fold_all, in_run, more, recorded, until


def header() -> Record:
    """Return the first record of a session."""
    return recorded()[0]


SPAN = st.integers(0, 4000 * SECOND)
MAYBE = st.none() | SPAN
WORDS = st.text(max_size=12)
SPEED = st.integers(0, 2500)
PHASES = (
    "still", "countdown", "starting", "running", "walking out", "stopping", "paused", "unknown",
    "ended",
)  # fmt: skip

FIELDS: dict[tuple[str, str], dict[str, st.SearchStrategy[Any]]] = {
    (OUTPUT, "phase"): {"phase": st.sampled_from(PHASES), "was": WORDS, "until": MAYBE},
    (OUTPUT, "segment"): {
        "gait": st.sampled_from(["run", "walk"]), "role": WORDS, "number": st.integers(0, 9),
        "of": st.integers(0, 9), "runs": st.integers(0, 9), "duration": SPAN, "speed": SPEED,
        "counting": st.booleans(), "index": st.integers(0, 99), "detour": st.booleans(),
        "cue": WORDS, "note": WORDS,
    },
    (OUTPUT, "belt"): {
        "speed": SPEED, "distance": st.none() | SPEED, "cadence": st.none() | SPEED,
        "cadence_assumed": st.booleans(), "heart_rate": st.none() | st.integers(1, 240),
    },
    (OUTPUT, "sensor"): {
        "sensor": st.sampled_from(["a", "b"]), "name": WORDS, "because": WORDS,
        "state": st.sampled_from(["found", "lost", "ignored"]),
    },
    (OUTPUT, "target"): {"speed": SPEED, "because": WORDS},
    (OUTPUT, "press"): {
        "key": st.sampled_from(["start", "faster", "slower", "stop", "new"]),
        "speed": st.none() | SPEED,
    },
    (OUTPUT, "timed_stop"): {"until": SPAN},
    (OUTPUT, "time_to_still"): {"until": SPAN},
    (OUTPUT, "ceiling"): {"speed": SPEED, "because": WORDS},
    (OUTPUT, "announce"): {"seconds": st.integers(1, 10), "speed": SPEED},
    (OUTPUT, "question"): {
        "state": st.sampled_from(["open", "held", "answered", "dropped"]),
        "step": st.sampled_from(
            ["strength", "place", "which", "still_there", "talk", "console", "new"]
        ),
        "strength": st.none() | st.integers(1, 4), "until": MAYBE,
        "place": st.none() | st.sampled_from(["leaking", "else", "new"]),
        "label": st.none() | WORDS,
    },
    (OUTPUT, "noted"): {
        "label": st.sampled_from(["", "a"]), "words": WORDS, "action": WORDS, "rule": WORDS,
        "until": MAYBE,
    },
    (OUTPUT, "taken_back"): {},
    (OUTPUT, "gone"): {"label": st.sampled_from(["", "a"])},
    (OUTPUT, "runs"): {"longest": MAYBE, "percent": st.integers(0, 100)},
    (OUTPUT, "reminder"): {"why": st.sampled_from(["run", "steps", "new"])},
    (OUTPUT, "gait"): {"gait": st.sampled_from(["run", "walk", "unknown"])},
    (OUTPUT, "held_gait"): {"held": st.booleans()},
    (OUTPUT, "no_steps"): {},
    (OUTPUT, "eased"): {"walk": SPEED, "run": SPEED, "by": st.sampled_from(["runner", "console"])},
    (OUTPUT, "changed"): {
        "speed": SPEED, "higher": st.booleans(), "because": WORDS, "until": MAYBE,
    },
    (OUTPUT, "sites"): {
        "open": st.lists(
            st.fixed_dictionaries(
                {"report": st.integers(0, 3)},
                optional={
                    "label": WORDS,
                    "members": st.lists(st.fixed_dictionaries({"id": WORDS, "short": WORDS})),
                },
            ),
            max_size=3,
        ),
    },
    (OUTPUT, "site"): {
        "report": st.integers(0, 3), "symptom": WORDS, "label": WORDS, "back": st.booleans(),
    },
    (OUTPUT, "site_back"): {"report": st.integers(0, 3)},
    (OUTPUT, "unwell"): {},
    (OUTPUT, "signs"): {"choice": st.sampled_from(["now", "today", "bulge", "mistake", "new"])},
    (WATCH, "unwell"): {},
    (WATCH, "signs"): {"choice": st.sampled_from(["now", "today", "bulge", "mistake", ""])},
    (OUTPUT, "symptom"): {
        "symptom": WORDS, "label": st.sampled_from(["", "a"]), "words": WORDS,
        "value": st.integers(0, 10), "place": WORDS, "action": WORDS,
    },
    (OUTPUT, "alarm"): {"because": WORDS},
    (OUTPUT, "alarm_over"): {},
    (OUTPUT, "stop"): {"because": WORDS, "cause": WORDS},
    (OUTPUT, "standing"): {},
    (OUTPUT, "not_started"): {"because": WORDS},
    (OUTPUT, "ended"): {
        "outcome": st.sampled_from(["completed", "refused", "stopped", "unknown"]), "cause": WORDS,
        "because": WORDS, "confirmed": st.booleans(), "ran": SPAN,
    },
    (OUTPUT, "tx"): {"hex": WORDS, "because": WORDS, "verdict": WORDS},
    (OUTPUT, "keys"): {"arrive": st.booleans(), "until": MAYBE},
    (SHELL, "host"): {
        "battery": st.none() | st.integers(0, 100), "plugged": st.none() | st.booleans(),
        "awake": st.booleans(), "because": WORDS,
    },
    (SHELL, "beat"): {},
    (SHELL, "bug"): {"what": WORDS},
    (SHELL, "journal_incomplete"): {},
    (SHELL, "stage"): {"stage": WORDS, "because": WORDS},
    (SHELL, "not_begun"): {"because": WORDS, "exit_code": st.integers(0, 70)},
    (WATCH, "unsupervised"): {"because": WORDS},
    (WATCH, "successor"): {},
    (WATCH, "no_successor"): {"because": WORDS},
    (WATCH, "no_controller"): {"because": WORDS},
    (WATCH, "unanswered"): {},
    (OUTPUT, "walk_asked"): {},
    (OUTPUT, "confirmed"): {},
    (SHELL, "last_resort_over"): {"confirmed": st.booleans()},
    (SHELL, "journal"): {"path": WORDS, "because": WORDS},
    (WATCH, "answered"): {},
    (WATCH, "left"): {"exit_code": st.none() | st.integers(0, 130)},
    ("in", "rx"): {"char": WORDS, "hex": WORDS},
    (OUTPUT, "of a later version"): {"what": WORDS},
}  # fmt: skip


LATER = {
    "question", "noted", "gone", "runs", "reminder", "gait", "held_gait", "eased", "changed",
    "sites", "site", "signs",
}  # fmt: skip


@st.composite
def records(draw: st.DrawFn) -> Record:
    """Draw one record of any known kind, with fields of the right type."""
    (io, kind), fields = draw(st.sampled_from(list(FIELDS.items())))
    number, moment = draw(st.integers(0, 99_999)), draw(SPAN)
    told = {name: draw(field) for name, field in fields.items()}
    if kind in LATER:  # what an older journal does not have may not be missed
        told = {name: each for name, each in told.items() if name == "state" or draw(st.booleans())}
    return {"n": number, "t": moment, "io": io, "kind": kind, **told}


@given(told=st.lists(records(), max_size=40), begun=st.booleans())
def test_no_order_of_records_makes_it_raise(told: list[Record], *, begun: bool) -> None:
    """Every property can be asked after any records, with a header or without."""
    view = reduce(fold, told, fold(View(), header()) if begun else View())
    assert isinstance(view.may_move, bool)
    assert isinstance(view.exit_code, int)
    assert isinstance(view.over, bool)
    assert view.left is None or view.left >= 0
    assert view.faster_in is None or view.faster_in >= 1
    assert view.following is None or view.about is not None
    assert 0 <= view.position <= (view.about.whole if view.about else 0)
    assert len(view.past) <= POINTS
    assert view.now == max([record["t"] for record in told], default=0)


def test_a_belt_without_a_controller_may_move_whatever_was_last_said_of_it() -> None:
    """From the death on, and through the successor's first words: only a confirmed end ends it."""
    dead = more(in_run(), WATCH, "unsupervised", because="the controller has died")
    assert fold_all(dead).may_move is True
    taken_over = (*dead, header())
    view = fold_all(taken_over)
    assert (view.phase.name, view.may_move) == ("still", True)
    end: dict[str, Any] = {"outcome": "stopped", "cause": "fault", "because": "", "ran": 0}
    unsure = fold_all(more(taken_over, OUTPUT, "ended", confirmed=False, **end))
    assert (unsure.may_move, unsure.over) == (True, False)
    known = fold_all(more(taken_over, OUTPUT, "ended", confirmed=True, **end))
    assert (known.may_move, known.over) == (False, True)


@pytest.mark.parametrize("name", ["stopping", "unknown", "paused", "ended"])
def test_a_question_does_not_outlive_the_walk_it_was_asked_in(name: str) -> None:
    """Where the belt is brought to a stop there is something else to say."""
    view = fold_all(more(asked(), OUTPUT, "phase", phase=name))
    assert fold_all(asked()).course.question is not None
    assert view.course.question is None


def test_a_successor_that_is_lost_is_no_successor() -> None:
    """From the second death on nobody is at the treadmill again, until the next one is."""
    dead = more(in_run(), WATCH, "unsupervised", because="the controller has died")
    first_one = more(dead, WATCH, "successor")
    assert fold_all(first_one).watch.successor is True
    again = more(first_one, WATCH, "unsupervised", because="the controller has died")
    assert fold_all(again).watch.successor is False
    assert fold_all(more(again, WATCH, "successor")).watch.successor is True


def test_a_last_resort_that_gave_up_confirms_nothing() -> None:
    """Behind an end that was not confirmed, only a belt that was seen to stand makes it so."""
    end: dict[str, Any] = {
        "outcome": "unknown",
        "cause": "fault",
        "because": "",
        "confirmed": False,
        "ran": 0,
    }
    ended = more(in_run(), OUTPUT, "ended", **end)
    given_up = fold_all(more(ended, SHELL, "last_resort_over", confirmed=False))
    assert (given_up.may_move, given_up.over) == (True, False)
    seen = fold_all(more(ended, SHELL, "last_resort_over", confirmed=True))
    assert (seen.may_move, seen.over) == (False, True)


def test_a_journal_that_lost_something_is_none() -> None:
    """It was opened, and it is not whole any more."""
    opened = more(in_run(), SHELL, "journal", path="somewhere", because="")
    assert fold_all(opened).host.journal is True
    assert fold_all(more(opened, SHELL, "journal_incomplete")).host.journal is False


def test_an_alarm_stands_until_it_is_over() -> None:
    """Each is told by the session, and nothing else ends it."""
    alarm = more(in_run(), OUTPUT, "alarm", because="the belt has not been seen to slow down")
    assert fold_all(alarm).course.alarm == "the belt has not been seen to slow down"
    assert fold_all(more(alarm, OUTPUT, "belt", speed=0)).course.alarm is not None
    assert fold_all(more(alarm, OUTPUT, "alarm_over")).course.alarm is None


def test_no_value_is_large() -> None:
    """Small values within each other; none is a list of all that there is."""
    view = fold_all(recorded())
    assert len(view) <= 12
    nested = [each for each in view if isinstance(each, tuple) and hasattr(each, "_fields")]
    assert len(nested) >= 7
    assert all(len(each) <= 12 for each in nested)


def test_the_jog_floor_is_the_cores() -> None:
    """The screen may not import the core; the number is the same."""
    assert NEAR == HAND_TOLERANCE
    assert JOG_FLOOR == JOG_FLOOR_OF_THE_CORE


@pytest.mark.parametrize(
    ("key", "speed", "before", "not_yet", "at_last"),
    [
        ("start", 100, 0, 0, 100),
        ("faster", 750, 500, 719, 720),
        ("slower", 500, 750, 531, 530),
        ("stop", None, 500, 1, 0),
    ],
)
def test_what_is_to_be_pressed_stands_until_the_belt_shows_it(
    key: str, speed: int | None, before: int, not_yet: int, at_last: int
) -> None:
    """Telemetry clears it, within a hand's tolerance; nothing else but a standing phase does."""
    told = more(
        more((header(),), OUTPUT, "belt", speed=before), OUTPUT, "press", key=key, speed=speed
    )
    view = fold_all(more(told, OUTPUT, "belt", speed=not_yet))
    assert view.course.press is not None
    assert (view.course.press.key, view.course.press.speed) == (key, speed)
    assert fold_all(more(told, OUTPUT, "belt", speed=at_last)).course.press is None
    assert fold_all(more(told, OUTPUT, "phase", phase="ended")).course.press is None


def test_a_faster_speed_that_was_not_set_gives_way_to_the_time() -> None:
    """When the interval counts all the same, its time is shown again; a slower one stands."""
    session = recorded(machine="no-control")
    for key, speed, stands in (("faster", 750, False), ("slower", 500, True)):
        at = first(session, "press", key=key, speed=speed)
        pressed = tuple(
            each for each in until(session, at) if each["kind"] != "segment" or each["t"] < at
        )
        counted = next(
            each for each in session
            if each["kind"] == "segment" and each["counting"] and each["t"] > at
        )  # fmt: skip
        assert (fold_all((*pressed, counted)).course.press is not None) is stands


def test_a_journal_from_before_manual_mode_is_one_of_full_control() -> None:
    """Its header does not say; nothing else existed."""
    setup = {key: each for key, each in header()["setup"].items() if key != "control"}
    for line, kind in (({**header(), "setup": setup}, "full"), (header(), "full")):
        about = fold(View(), line).about
        assert about is not None
        assert about.control.kind == kind
    assert setup_of({**header(), "setup": setup}, "old.jsonl") == setup_of(header(), "new.jsonl")


def test_a_header_without_what_was_accepted_accepts_nothing() -> None:
    """As all did before; and one that says it is read again as it was written."""
    setup = setup_of(header(), "old.jsonl")
    assert "accepted" not in header()["setup"]
    assert setup.accepted == ()
    accepted = (("leak_urine", 1), ("heaviness", 2))
    told = make_header(replace(setup, accepted=accepted), Machine("AA", "one", {}), {})
    assert told["setup"].pop("accepted") == [["leak_urine", 1], ["heaviness", 2]]
    assert told["setup"] == header()["setup"]
    written = json.loads(json.dumps({**told, "setup": {**told["setup"], "accepted": accepted}}))
    assert setup_of(written, "new.jsonl") == replace(setup, accepted=accepted)


def test_the_header_tells_what_was_fixed() -> None:
    """Plan, level, machine, parts and places."""
    about = fold_all(recorded()[:1]).about
    assert about is not None
    assert (about.plan, about.level, about.simulated) == ("postpartum-ladder", 1, "generic")
    assert (about.slowest, about.fastest) == (100, 1000)
    assert (len(about.parts), about.whole) == (18, 1800 * SECOND)
    told = [(each.id, each.letter, each.name, each.hint) for each in about.places]
    fields = ("id", "letter", "name", "hint")
    assert told == [tuple(each[field] for field in fields) for each in recorded()[0]["places"]]
    assert about.places


def test_the_belt_may_move_in_the_phases_that_say_so() -> None:
    """In ``ended`` it depends on what was seen, unless nothing was ever begun."""
    for phase in PHASES[:-1]:
        record = {"n": 1, "t": 1, "io": OUTPUT, "kind": "phase", "phase": phase, "was": ""}
        assert fold(View(), record).may_move == (phase in MAY_MOVE)
    end = {"n": 2, "t": 2, "io": OUTPUT, "kind": "ended", "cause": "", "because": "", "ran": 0}
    for outcome, confirmed, may in (
        ("stopped", True, False),
        ("unknown", False, True),
        ("refused", False, False),
    ):
        view = fold(View(), {**end, "outcome": outcome, "confirmed": confirmed})
        assert view.may_move is may


def test_a_dead_controller_leaves_a_belt_that_may_move() -> None:
    """Whatever was known before it."""
    dead = more(in_run(), WATCH, "unsupervised", because="it has died")
    assert fold_all(dead).may_move
    assert fold_all(dead).watch.unsupervised == "it has died"
    assert fold_all(more(dead, WATCH, "successor")).watch.successor


@pytest.mark.parametrize("before", [True, False])
def test_what_only_a_successor_hears_of_her_is_not_said_to_be_kept(*, before: bool) -> None:
    """The diary reads the journal of the session; what that one heard stands there."""
    told = more(in_run(), OUTPUT, "unwell") if before else in_run()
    dead = more(told, WATCH, "unsupervised", because="the controller has died")
    successor = (*more(dead, WATCH, "successor"), {**in_run()[0], "takes_over": "it has died"})
    assert fold_all(more(successor, OUTPUT, "unwell")).watch.unkept is not before


def test_a_successor_that_has_seen_the_belt_stand_ends_it() -> None:
    """Then nothing moves any more, whoever died before."""
    dead = more(in_run(), WATCH, "unsupervised", because="it has died")
    end: dict[str, Any] = {"outcome": "stopped", "cause": "fault", "because": "", "ran": 0}
    assert not fold_all(more(dead, OUTPUT, "ended", confirmed=True, **end)).may_move
    unseen = more(dead, OUTPUT, "ended", confirmed=False, **end)
    assert fold_all(unseen).may_move
    assert not fold_all(more(unseen, OUTPUT, "confirmed")).may_move


@pytest.mark.parametrize("confirmed", [True, False])
def test_a_mistake_of_ours_ends_when_the_last_resort_is_over(*, confirmed: bool) -> None:
    """The shell tells what came of it; no outcome of the core does."""
    bug = more(in_run(), SHELL, "bug", what="KeyError")
    assert fold_all(bug).may_move
    over = fold_all(more(bug, SHELL, "last_resort_over", confirmed=confirmed))
    assert over.may_move is not confirmed
    assert over.course.ended is not None


def test_a_controller_that_cannot_start_is_no_session() -> None:
    """The reason names the file that says why."""
    told = {"n": 0, "t": 0, "io": WATCH, "kind": "no_controller", "because": "it died; X says why"}
    view = fold(View(), told)
    assert view.opening.not_begun == "It died; X says why."
    assert (view.over, view.exit_code) == (True, 70)


def test_the_walk_key_is_remembered_until_the_next_run() -> None:
    """Pressed again in the same walk it means: to the end."""
    walk = more(in_run(), OUTPUT, "walk_asked")
    assert fold_all(walk).course.walk_asked
    fields = {"role": "work", "duration": SECOND, "speed": 750, "counting": False, "number": 3}
    again: dict[str, Any] = {**fields, "of": 8, "index": 5, "detour": False}
    assert fold_all(more(walk, OUTPUT, "segment", gait="walk", **again)).course.walk_asked
    assert not fold_all(more(walk, OUTPUT, "segment", gait="run", **again)).course.walk_asked


def test_what_the_front_end_says_itself_has_no_number() -> None:
    """The lease carries the number of the last record that came through the pipe."""
    before = fold_all(in_run())
    told = {"n": 999_999, "t": before.now, "io": WATCH, "kind": "unanswered"}
    assert fold(before, told).number == before.number
    assert fold(before, told).watch.unanswered
    assert not fold(fold(before, told), {**told, "kind": "answered"}).watch.unanswered
    assert fold(before, {"io": WATCH, "kind": "left", "exit_code": 5}).exit_code == 5


def test_the_remaining_time_counts_from_the_speed_and_follows_every_record() -> None:
    """A beat carries time, so that a screen needs no clock."""
    whole = recorded()
    begins = first(whole, "segment", gait="run", number=2, counting=True)
    ramp = fold_all(until(whole, begins - 1))
    assert (ramp.left, ramp.running) == (30 * SECOND, True)
    counting = fold_all(until(whole, begins))
    assert counting.left == 30 * SECOND
    later = more(until(whole, begins), SHELL, "beat", after=12)
    assert fold_all(later).left == 18 * SECOND
    assert fold_all(later).position == counting.position + 12 * SECOND


def test_the_position_never_goes_back_and_reaches_the_end() -> None:
    """Through every interval of a whole session, a pause with its extra walk included."""
    for script in ((), ("run1+0:10=pause", "9:00=resume")):
        view, before, parts = View(), 0, []
        for record in recorded(*script):
            view = fold(view, record)
            assert view.position >= before
            before = view.position
            interval = view.course.interval
            if interval is not None and not interval.detour:
                parts.append(interval.part)
        assert view.about is not None
        assert view.position == view.about.whole
        assert parts == sorted(parts)
        assert set(parts) == set(range(18))


def test_what_is_next_is_the_plans_next_part() -> None:
    """Behind the last one there is nothing."""
    view = fold_all(in_run())
    assert view.following is not None
    assert (view.following.gait, view.following.asks) == ("walk", True)
    assert fold_all(recorded()).following is None


def test_a_walk_that_ends_in_a_referral_lasts_three_minutes_and_not_to_the_plans_end() -> None:
    """What is left, of the walk and of the session, what is next, and how far it will come."""
    told = recorded("run1+0:10=symptom:heaviness:3")
    began, over = (first(told, "phase", phase=each) for each in ("walking out", "stopping"))
    walks = {each.walk_first for each in ACTIONS.values() if each.strength.refers} - {0}
    assert walks == {WALK_FIRST} == {over - began}
    view, ends, seen = View(), set(), 0
    for record in told:
        view = fold(view, record)
        if not began < view.now < over:
            continue
        seen += 1
        assert (view.over_at, view.remaining) == (over, over - view.now)
        assert view.left is not None
        assert view.left <= view.remaining
        then = view.following
        assert (then is None) == (view.left == view.remaining)
        assert then is None or then.duration <= view.remaining - view.left
        ends.add(view.ends // SECOND)
    assert seen > 100
    assert view.about is not None
    assert max(ends) < view.about.whole // SECOND
    assert view.over_at is None


def test_a_walk_to_the_end_lasts_as_the_plan_does() -> None:
    """Also when something milder was noted before, and when nothing was."""
    told = recorded("run1+0:10=symptom:heaviness:2")
    view = fold_all(until(told, first(told, "phase", 20, phase="walking out")))
    assert view.about is not None
    assert view.over_at is None
    assert view.position + view.remaining == view.ends == view.about.whole


def test_a_speed_up_is_counted_down_and_then_forgotten() -> None:
    """Between two records of the count the seconds follow the time."""
    whole = recorded()
    ten = until(whole, first(whole, "announce", seconds=10))
    assert fold_all(ten).faster_in == 10
    assert fold_all(more(ten, SHELL, "beat", after=4.5)).faster_in == 6
    assert fold_all(more(ten, SHELL, "beat", after=20)).faster_in is None
    assert fold_all(in_run()).faster_in is None


def test_a_question_is_known_until_it_is_closed() -> None:
    """With its step, its strength and its next consequence."""
    question = fold_all(asked("place", 2)).course.question
    assert question is not None
    assert (question.step, question.strength, question.held) == ("place", 2, False)
    held = more(asked(), OUTPUT, "question", state="held", until=None)
    assert getattr(fold_all(held).course.question, "held", None) is True
    for state in ("answered", "dropped"):
        assert fold_all(more(asked(), OUTPUT, "question", state=state)).course.question is None


def test_the_past_is_kept_bounded_and_true() -> None:
    """Each kept speed lies where the session was, at the speed that it had there."""
    view = fold_all(recorded())
    assert POINTS / 2 < len(view.past) <= POINTS
    assert [each.position for each in view.past] == sorted(each.position for each in view.past)
    assert {each.speed for each in view.past} >= {500, 750}


@pytest.mark.parametrize("script", [(), ("7:00=stop",), ("run1+0:10=symptom:heaviness:2",)])
def test_the_exit_code_is_the_summarys(script: tuple[str, ...]) -> None:
    """One rule for both."""
    summary = Summary()
    for record in recorded(*script):
        summary.add(record)
    assert fold_all(recorded(*script)).exit_code == summary.exit_code


def test_a_session_that_never_began_has_the_code_that_was_told() -> None:
    """Until the process itself leaves with another."""
    told = {"n": 0, "t": 0, "io": SHELL, "kind": "not_begun", "because": "None.", "exit_code": 5}
    assert fold(View(), told).exit_code == 5
    assert fold(View(), told).over


def test_a_belt_that_moves_again_behind_the_end_may_move() -> None:
    """The alarm takes "the belt is still" back until it is over."""
    ended: dict[str, Any] = {
        "outcome": "stopped", "cause": "runner", "because": "the stop key", "confirmed": True,
    }  # fmt: skip
    end = more(in_run(), OUTPUT, "ended", **ended)
    assert (fold_all(end).may_move, fold_all(end).over) == (False, True)
    again = more(end, OUTPUT, "alarm", because="the belt moved after the session had ended")
    assert (fold_all(again).may_move, fold_all(again).over) == (True, False)
    calm = more(again, OUTPUT, "alarm_over")
    assert (fold_all(calm).may_move, fold_all(calm).over) == (False, True)


def test_what_refers_outlives_the_controller() -> None:
    """A successor's header begins anew, but not what was said before."""
    symptom: dict[str, Any] = {
        "symptom": "heaviness", "label": "Heavy", "words": "strong", "value": 3, "place": "heavy",
        "action": "walk_then_stop_and_refer",
    }  # fmt: skip
    told = more(in_run(), OUTPUT, "symptom", **symptom)
    successor = fold(fold_all(told), {**in_run()[0], "takes_over": "it has died"})
    assert successor.course.refers
    assert [each.label for each in successor.course.noted] == ["Heavy"]


@pytest.mark.parametrize("how", [{}, {"drill": True}, {"manual": True}], ids=str)
def test_each_second_before_a_speed_up_is_shown_for_a_second(how: dict[str, bool]) -> None:
    """Before the first ramp, too: a count that stands still tells of no belt that speeds up."""
    shown: list[tuple[int, int]] = []
    since, count, view = 0, None, View()
    for record in recorded(**how):
        view = fold(view, record)
        if view.faster_in != count:
            if count is not None and count <= 3:
                shown.append((count, record["t"] - since))
            since, count = record["t"], view.faster_in
    assert [each for each, _ in shown] == [3, 2, 1] * (len(shown) // 3)
    assert {lasts for _, lasts in shown} == {SECOND}


def test_a_count_that_lapsed_is_no_longer_shown() -> None:
    """As long as the belt may become faster, its last second stands; then it is announced anew."""
    soon = more(in_run(), OUTPUT, "announce", seconds=1, speed=750)
    lapses = 1 + NOTICE_EXPIRES / SECOND
    assert fold_all(more(soon, SHELL, "beat", after=lapses)).faster_in == 1
    assert fold_all(more(soon, SHELL, "beat", after=lapses + 0.1)).faster_in is None


def test_a_speed_up_is_forgotten_with_its_reason() -> None:
    """Walking to the end, an open question and keys that are lost show no "faster"."""
    soon = more(in_run(), OUTPUT, "announce", seconds=10, speed=750)
    assert fold_all(soon).faster_in is not None
    for kind, fields in (
        ("phase", {"phase": "walking out", "was": "running", "until": None}),
        ("question", {"state": "open", "step": "strength", "strength": None, "until": 1}),
        ("keys", {"arrive": False, "until": 1}),
    ):
        assert fold_all(more(soon, OUTPUT, kind, **fields)).faster_in is None


def test_a_walk_with_which_it_goes_on_counts_down_to_the_part_behind_it() -> None:
    """A pause 13 s into the warm-up: 0:13 is done, and not five minutes."""
    told = recorded()
    at = next(each["t"] for each in told if each["kind"] == "segment" and each["counting"])
    early = tuple(each for each in told if each["t"] <= at + 13 * SECOND)
    view = fold_all(early)
    assert view.position // SECOND == 13
    assert view.position + view.remaining == 1800 * SECOND
    done, left = view.position, 300 * SECOND - view.position
    on = more(
        early, OUTPUT, "segment", gait="walk", role="going on", number=0, of=0, runs=0, index=1,
        detour=True, duration=left, speed=500, counting=True,
    )  # fmt: skip
    view = fold_all(on)
    assert 0 <= view.position - done <= SECOND
    assert 0 <= 1800 * SECOND - done - view.remaining <= SECOND
