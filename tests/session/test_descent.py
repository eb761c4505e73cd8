"""The way down behind a write that hung or was refused: never more than one km/h in a second."""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from itertools import pairwise
from typing import Final

import pytest

from controller.records.intents import Intent
from controller.session.descent import Descent, Step
from protocols.ftms import STOP, Op
from protocols.link import WriteDone
from protocols.units import MILLISECOND, SECOND, CentiKmh, Nanoseconds
from tests.lanes import one_in
from tests.session.test_engine import Driven

RUN: Final = 800
WALK: Final = 500
HEAVINESS: Final = Intent("symptom", "heaviness", 1)


class Slowing(Driven):
    """An engine whose belt follows what it takes; a write that hangs is taken when it returns."""

    def __init__(self) -> None:
        """Begin with nothing taken."""
        super().__init__()
        self.taken: list[tuple[Nanoseconds, int]] = []

    def on(self, seconds: float) -> None:
        """Let time go by, the belt at once at what it took last."""
        until = self.now + int(seconds * SECOND)
        while self.now < until:
            self.run(min(0.05, (until - self.now) / SECOND))
            self._take_up()

    def _take_up(self) -> None:
        if self.returns:
            while len(self.taken) < len(self.targets):
                self.taken.append(self.targets[len(self.taken)])
            self.speed = self.taken[-1][1] if self.taken else self.speed

    @property
    def targets(self) -> list[tuple[Nanoseconds, int]]:
        """When each target left."""
        sent = [each for each in self.written if each[1][0] == Op.SET_TARGET_SPEED]
        return [(when, int.from_bytes(data[1:], "little")) for when, data in sent]

    def returned(self, error: str) -> None:
        """Let the write that hung come back, only now taken, or not at all."""
        last = self.targets[-1][1]
        self.returns = True
        if error:
            del self.written[-1]
        else:
            self.taken.append((self.now, last))
            self.written[-1] = (self.now, self.written[-1][1])
        self.take(WriteDone(error))
        self._take_up()


def running() -> Slowing:
    """Return an engine whose belt runs at 8 km/h."""
    return deepcopy(_running())


@cache
def _running() -> Slowing:
    made = Slowing()
    made.walk()
    made.run(0.05)
    while made.speed < RUN:
        made.on(1)
    made.on(5)
    made.written.clear()
    made.taken.clear()
    return made


def fallen_within_a_second(taken: list[tuple[Nanoseconds, int]]) -> int:
    """Return how far the belt was taken down in the worst second."""
    levels = [(Nanoseconds(0), RUN), *taken]
    falls = [
        before - after
        for at, ((_, before), (first, _)) in enumerate(pairwise(levels))
        for when, after in levels[at + 1 :]
        if when - first < SECOND
    ]
    return max(falls)


@pytest.mark.parametrize("error", ["", "0xFE"])
@pytest.mark.parametrize("hung", one_in(3, [0.5, 0.96, 1.4, 1.98, 3.0, 4.0, 6.5]))
@pytest.mark.parametrize("after", [0, 1, 2])
def test_however_long_a_write_hangs_the_belt_comes_down_by_one_in_a_second(
    after: int, hung: float, error: str
) -> None:
    """Whichever step it is, and whether it was taken in the end or not at all."""
    made = running()
    pressed = made.now
    made.returns = after > 0
    made.take(HEAVINESS)
    assert made.targets[0] == (pressed, RUN - 80)  # the first step waits for nothing
    if after:
        made.on(after - 0.02)
        made.returns = False
        made.on(0.02)
    made.on(hung)
    made.returned(error)
    made.on(6)
    assert fallen_within_a_second(made.taken) <= 100
    assert made.speed == WALK
    assert made.taken[-1][0] - pressed < (after + hung + 5) * SECOND


def test_a_stop_waits_for_no_step() -> None:
    """It leaves as soon as the write is back, and on its own while a step is held back."""
    made = running()
    made.returns = False
    made.take(HEAVINESS)
    made.on(3)
    made.returned("")
    made.on(0.1)
    made.take(Intent("stop"))
    assert made.written[-1] == (made.now, STOP)


def test_what_is_a_second_ago_is_over() -> None:
    """To the nanosecond, and from the step that is the oldest of that second."""
    first = Step(Nanoseconds(SECOND), CentiKmh(800), CentiKmh(720))
    second = Step(Nanoseconds(SECOND + MILLISECOND), CentiKmh(720), CentiKmh(700))
    both = Descent().left(first).left(second)
    assert both.until == 2 * SECOND
    assert both.lowest(CentiKmh(600)) == 700
    assert both.lowest(CentiKmh(710)) == 710
    assert both.since(Nanoseconds(2 * SECOND - 1)) == both
    assert both.since(both.until) == Descent((second,))
    assert Descent().lowest(CentiKmh(600)) == 600


def test_a_step_whose_write_took_long_counts_from_its_return() -> None:
    """Another target, as one up, says nothing of it."""
    step = Step(Nanoseconds(SECOND), CentiKmh(800), CentiKmh(720))
    one, late = Descent((step,)), Nanoseconds(5 * SECOND)
    soon = Nanoseconds(step.at + 200 * MILLISECOND)
    assert one.returned(step.target, late, taken=True) == Descent((step._replace(at=late),))
    assert one.returned(step.target, soon, taken=True) == one
    assert one.returned(CentiKmh(750), late, taken=True) == one
    assert Descent().returned(step.target, late, taken=True) == Descent()


def test_a_step_that_was_refused_is_a_step_from_the_same_speed_again() -> None:
    """Also where a slower one goes in its place, which then is a larger step than it seems."""
    step = Step(Nanoseconds(SECOND), CentiKmh(800), CentiKmh(720))
    now = Nanoseconds(SECOND + 30 * MILLISECOND)
    refused = Descent((step,)).returned(step.target, now, taken=False)
    assert refused.lowest(CentiKmh(620)) == 700
    again = refused.left(Step(now, CentiKmh(720), CentiKmh(720)))
    assert again == Descent((Step(now, CentiKmh(800), CentiKmh(720)),))
    lower = refused.left(Step(now, CentiKmh(720), CentiKmh(700)))
    assert lower == Descent((Step(now, CentiKmh(800), CentiKmh(700)),))
    assert refused.left(Step(now, CentiKmh(720), CentiKmh(800))) == Descent()
