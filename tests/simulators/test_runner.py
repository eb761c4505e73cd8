"""A virtual runner at the keys: what she answers by herself, and what she leaves to the script."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from controller.records.intents import Intent
from plans.shelf import find_policy
from protocols.units import SECOND, Nanoseconds
from simulators.person import PROMPTLY
from simulators.script import Scripted, parse_script
from simulators.sitting.runner import VirtualRunner
from simulators.virtual_time import VirtualClock, run_virtual

if TYPE_CHECKING:
    from collections.abc import Callable

    from protocols.clock import Timer

POLICY = find_policy("cautious")
STRENGTH, PLACE = {"kind": "question", "step": "strength"}, {"kind": "question", "step": "place"}
WALK = {"kind": "segment", "gait": "walk", "role": "work", "number": 1, "counting": True}


class Keys:
    """Notes what is pressed, and when."""

    def __init__(self, clock: VirtualClock) -> None:
        self._clock = clock
        self.pressed: list[tuple[float, Intent]] = []
        self.gone: list[float] = []

    def press(self, intent: Intent) -> None:
        """Note a key."""
        self.pressed.append((self._clock.now() / SECOND, intent))

    def renew(self, number: int, *, moving: bool) -> None:
        """Somebody is there."""

    def hang_up(self) -> None:
        """Nobody is there any more: note when."""
        self.gone.append(self._clock.now() / SECOND)


def pressed(
    *told: tuple[float, dict[str, Any]], script: tuple[str, ...] = ()
) -> tuple[list[tuple[float, Intent]], list[Scripted]]:
    """Return what she presses and what is left to others, if she is told this at these seconds.

    The session's clock began 100 s after hers; a question is held after 20 s.
    """

    async def main(clock: VirtualClock) -> tuple[list[tuple[float, Intent]], list[Scripted]]:
        keys, happened = Keys(clock), list[Scripted]()
        events = [parse_script(each, POLICY) for each in script]
        runner = VirtualRunner(keys, clock, clock, events, happened.append)
        for second, fields in told:
            await asyncio.sleep(second - clock.now() / SECOND)
            now = clock.now() + 100 * SECOND
            state = {"state": "open", "until": now + 20 * SECOND}
            runner.see({"n": 1, "t": now, "io": "out", **state, **fields})
        await asyncio.sleep(60)
        runner.leave()
        return keys.pressed, happened

    return run_virtual(main)


class SpedUp:
    """A session's clock that runs a hundred times as fast as the one of leases."""

    def __init__(self, clock: VirtualClock) -> None:
        self._clock = clock

    def now(self) -> Nanoseconds:
        """Return the session's time."""
        return Nanoseconds(self._clock.now() * 100)

    def call_at(self, when: Nanoseconds, action: Callable[[], None]) -> Timer:
        """Arrange a call in the session's time."""
        return self._clock.call_at(Nanoseconds(when // 100), action)


def test_however_fast_a_session_is_she_waits_until_it_begins() -> None:
    """A process that is slow to begin is no belt that never stands; two minutes of each are."""

    async def main(clock: VirtualClock) -> list[float]:
        keys = Keys(clock)
        runner = VirtualRunner(keys, SpedUp(clock), clock)
        await asyncio.sleep(50)
        runner.see({"n": 0, "t": 0, "io": "head", "kind": "session"})
        await asyncio.sleep(100)
        runner.leave()
        never = Keys(clock)
        runner = VirtualRunner(never, SpedUp(clock), clock)
        await asyncio.sleep(200)
        runner.leave()
        return [*keys.gone, *never.gone]

    assert run_virtual(main) == [50 + 1.2, 150 + 120]


@pytest.mark.parametrize(
    ("step", "answer"),
    [
        ("strength", Intent("nothing")),
        ("place", Intent("place", "unsure")),
        ("which", Intent("which", "unsure")),
        ("still_there", Intent("degree", value=0)),
        ("talk", Intent("talk", value=0)),
        ("console", Intent("go-on")),
    ],
)
def test_each_step_has_an_answer_of_her_own(step: str, answer: Intent) -> None:
    """After the time that a person takes, once, unless the question has gone by then."""
    asked = {"kind": "question", "step": step}
    after = PROMPTLY.least / SECOND
    assert pressed((1, asked))[0] == [(1 + after, answer)]
    assert pressed((1, asked), (2, {"kind": "question", "state": "dropped"}))[0] == []
    assert pressed((1, asked), (2, {**asked, "state": "held"}))[0] == [(1 + after, answer)]


def test_a_step_that_follows_another_takes_its_place() -> None:
    """What was about to be answered is not the question any more."""
    assert pressed((1, STRENGTH), (2, PLACE))[0] == [(5, Intent("place", "unsure"))]


@pytest.mark.parametrize(
    ("key", "intent"),
    [
        ("nothing", Intent("nothing")),
        ("strength:2", Intent("strength", value=2)),
        ("place:leg", Intent("place", "leg")),
        ("which:knee", Intent("which", "knee")),
        ("degree:3", Intent("degree", value=3)),
        ("talk:2", Intent("talk", value=2)),
        ("go-on", Intent("go-on")),
        ("back", Intent("back")),
    ],
)
def test_a_question_that_the_script_answers_is_left_to_it(key: str, intent: Intent) -> None:
    """If its answer comes before the walk would be held; later she has answered long before."""
    assert pressed((1, WALK), (6, STRENGTH), script=(f"walk1+0:25={key}",))[0] == [(26, intent)]
    late, _ = pressed((1, WALK), (6, STRENGTH), script=(f"walk1+0:26={key}",))
    assert late == [(9, Intent("nothing")), (27, intent)]


@pytest.mark.parametrize(
    ("key", "intent"),
    [
        ("wrong", Intent("wrong")),
        ("unwell", Intent("unwell")),
        ("slower", Intent("slower")),
        ("cool-down", Intent("cool-down")),
        ("symptom:heaviness:2", Intent("symptom", "heaviness", 2)),
        ("site:1:knee", Intent("site", "knee", 1)),
    ],
)
def test_another_key_is_no_answer(key: str, intent: Intent) -> None:
    """She answers by herself, and the key comes at its moment."""
    found, _ = pressed((1, WALK), (6, STRENGTH), script=(f"walk1+0:20={key}",))
    assert found == [(9, Intent("nothing")), (21, intent)]


@pytest.mark.parametrize(
    "key",
    ["console:4.0", "console:stop", "safety-key", "steps:0", "disobey", "control-lost"],
)
def test_what_happens_at_the_machine_is_no_key(key: str) -> None:
    """It is handed on, and nothing is pressed."""
    found, happened = pressed((1, WALK), script=(f"walk1+0:10={key}",))
    assert found == []
    assert happened == [parse_script(f"walk1+0:10={key}", POLICY)]


@pytest.mark.parametrize("role", ["warm-up", "cool-down"])
def test_the_ends_of_a_session_are_moments_too(role: str) -> None:
    """From the first part of the role that counts; a run of the same number is another thing."""
    part = {**WALK, "role": role, "number": 0}
    told = ((1, {**part, "counting": False}), (5, part), (30, part))
    assert pressed(*told, script=(f"{role}+0:10=walk",))[0] == [(15, Intent("walk"))]
    other = "cool-down" if role == "warm-up" else "warm-up"
    assert pressed(*told, script=(f"{other}+0:10=walk",))[0] == []


def test_the_sites_are_named_at_the_end() -> None:
    """The first member of each, one after another; one that the script names is left to it."""
    members = [{"id": "knee", "short": "knee"}, {"id": "hip", "short": "hip"}]
    sites = {"kind": "sites", "open": [{"report": at, "members": members} for at in (0, 1, 3)]}
    found, _ = pressed((1, WALK), (2, sites), script=("walk1+0:20=site:1:low_back",))
    assert found == [
        (5, Intent("site", "knee", 0)),
        (8, Intent("site", "knee", 3)),
        (21, Intent("site", "low_back", 1)),
    ]


def test_who_answers_nothing_any_more_names_no_site_either() -> None:
    """As one who has gone away."""
    sites = {"kind": "sites", "open": [{"report": 0, "members": [{"id": "knee"}]}]}
    script = ("walk1+0:00=answer:none",)
    assert pressed((1, WALK), (2, STRENGTH), (3, sites), script=script)[0] == []
