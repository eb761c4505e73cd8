"""How a key is pressed by somebody who moves: once, or also beside it, twice, or for too long."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from controller.core.symptoms import STRENGTHS, TOO_MUCH, UNSURE
from controller.records.intents import Intent
from protocols.units import MILLISECOND, Nanoseconds
from simulators.person.chance import dice, happens

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from protocols.clock import Clock, Timer
    from simulators.person import Fingers

_REPEATS_AFTER: Final = 660 * MILLISECOND
"""What X11 waits before it repeats a key that is held, and then how fast (`xset q`)."""
_REPEATS_EVERY: Final = 40 * MILLISECOND
_HELD_FOR: Final = (700 * MILLISECOND, 1_500 * MILLISECOND)
_TWICE_WITHIN: Final = (60 * MILLISECOND, 250 * MILLISECOND)
_TOGETHER: Final = (1 * MILLISECOND, 40 * MILLISECOND)
_TAKES_BACK: Final = (800 * MILLISECOND, 2_500 * MILLISECOND)
"""Within the 3 s in which an answer can be taken back."""
_BESIDE: Final = tuple(
    map(Intent, ("other", "slower", "faster", "walk", "wrong", "nothing", "pause", "cool-down"))
)
"""What lies under the rest of a hand."""


class Stroke(NamedTuple):
    """A key that goes down, so long after it was meant to."""

    after: Nanoseconds
    intent: Intent


class Hands:
    """One person's hands in one session."""

    def __init__(
        self, fingers: Fingers, seed: int, clock: Clock, press: Callable[[Intent], None]
    ) -> None:
        """Lie on the keyboard; what goes down is given to ``press`` at its moment."""
        self._fingers, self._clock, self._press = fingers, clock, press
        self._draws = dice(seed, "fingers")
        self._coming: list[Timer] = []

    def type(self, intent: Intent) -> None:
        """Press a key as well as these fingers can."""
        now = self._clock.now()
        for after, each in strokes(self._draws, self._fingers, intent):
            if after:
                when = Nanoseconds(now + after)
                self._coming.append(self._clock.call_at(when, partial(self._press, each)))
            else:
                self._press(each)

    def leave(self) -> None:
        """Press nothing that is still to be pressed."""
        for timer in self._coming:
            timer.cancel()


def strokes(draws: Random, fingers: Fingers, intent: Intent) -> list[Stroke]:
    """Return what reaches the keyboard when one key is meant, in order of time."""
    if happens(draws, fingers.wrong) and (slip := _beside(intent)) is not None:
        # The question is put again then, and she answers it anew.
        return [_after(0, slip), _after(draws.randint(*_TAKES_BACK), Intent("back"))]
    found = [_after(0, intent)]
    if happens(draws, fingers.twice):
        found.append(_after(draws.randint(*_TWICE_WITHIN), intent))
    if happens(draws, fingers.held):
        let_go = draws.randint(*_HELD_FOR)
        found += [_after(at, intent) for at in range(_REPEATS_AFTER, let_go, _REPEATS_EVERY)]
    if happens(draws, fingers.slap):
        others = draws.sample(_BESIDE, 2)
        found += [_after(draws.randint(*_TOGETHER), each) for each in others]
    return sorted(found, key=lambda each: each.after)


def _after(time: int, intent: Intent) -> Stroke:
    return Stroke(Nanoseconds(time), intent)


def _beside(intent: Intent) -> Intent | None:
    """Return the answer beside an answer; None: it is none, or one that nothing takes back."""
    match intent.key:
        case "nothing":
            return Intent("strength", value=min(STRENGTHS))
        case "strength" if intent.value < TOO_MUCH - 1:
            return intent._replace(value=intent.value + 1)
        case "strength":
            return intent._replace(value=intent.value - 1)
        case "place" | "which" if intent.symptom != UNSURE.id:
            return intent._replace(symptom=UNSURE.id)
        case "degree" | "talk":
            return intent._replace(value=1 if not intent.value else intent.value - 1)
        case _:
            return None
