"""The deck under the belt: how steep it stands, and how far a runner on it has climbed.

Like the belt it is described once, when somebody changes it, and answers for any later moment by
formula. Steepness is in *fine* units, 10^-9 of 0.1 %, so that a rate in 0.1 % per second times a
span in nanoseconds is whole. A climb is the belt's way times the steepness: where both are
straight lines in time, Simpson's rule is not an estimate but the integral.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from protocols.units import DeciPercent, Nanoseconds
from simulators.treadmill.belt import FINE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from simulators.treadmill.belt import Piece

_PER_DECIMETRE: Final = 6 * 36 * 1000 * FINE * FINE * 1_000_000_000
"""Six times (Simpson) fine speed, fine steepness and nanoseconds, in 0.1 m of height."""


class Deck(NamedTuple):
    """A deck that makes for ``target``, described at the moment ``since``."""

    rate: int
    """0.1 % per second, up and down."""
    since: Nanoseconds = Nanoseconds(0)
    steepness: int = 0
    """At ``since``, in fine units."""
    target: DeciPercent = DeciPercent(0)
    risen: int = 0
    """Climbed up to ``since``, in 1/`_PER_DECIMETRE`; ``fallen`` is what went down."""
    fallen: int = 0


def fine_steepness_at(deck: Deck, now: int) -> int:
    """Return the steepness at ``now`` (not before ``deck.since``) in fine units."""
    target, way = deck.target * FINE, deck.rate * (now - deck.since)
    if target > deck.steepness:
        return min(target, deck.steepness + way)
    return max(target, deck.steepness - way)


def inclination_at(deck: Deck, now: int) -> DeciPercent:
    """Return the inclination at ``now``, rounded to the nearest 0.1 %."""
    return DeciPercent((2 * fine_steepness_at(deck, now) + FINE) // (2 * FINE))


def climbed(deck: Deck, stretches: Iterable[Piece]) -> tuple[int, int]:
    """Return what was climbed and what went down since power-on, in 0.1 m.

    Args:
        deck: described at the same moment as the belt.
        stretches: of the belt since that moment.
    """
    risen, fallen = _climbed(deck, stretches)
    return risen // _PER_DECIMETRE, fallen // _PER_DECIMETRE


def described_at(deck: Deck, now: Nanoseconds, stretches: Iterable[Piece]) -> Deck:
    """Return the same deck, on the same course, described from ``now`` on."""
    risen, fallen = _climbed(deck, stretches)
    steepness = fine_steepness_at(deck, now)
    return deck._replace(since=now, steepness=steepness, risen=risen, fallen=fallen)


def _climbed(deck: Deck, stretches: Iterable[Piece]) -> tuple[int, int]:
    risen, fallen = deck.risen, deck.fallen
    begin = int(deck.since)
    for duration, first, last in stretches:
        cuts = [begin, *(each for each in _bends(deck) if 0 < each - begin < duration)]
        for start, end in zip(cuts, [*cuts[1:], begin + duration], strict=True):
            v0, v1 = (
                first + (last - first) * (each - begin) // duration if duration else first
                for each in (start, end)
            )
            g0, g1 = fine_steepness_at(deck, start), fine_steepness_at(deck, end)
            height = (end - start) * (v0 * g0 + (v0 + v1) * (g0 + g1) + v1 * g1)
            risen, fallen = risen + max(height, 0), fallen + max(-height, 0)
        begin += duration
    return risen, fallen


def _bends(deck: Deck) -> list[int]:
    """Return the moments at which the deck is level, and at which it arrives, in order."""
    target = deck.target * FINE
    ways = [abs(target - deck.steepness)]
    if min(target, deck.steepness) < 0 < max(target, deck.steepness):
        ways.insert(0, abs(deck.steepness))
    return [deck.since - (-way // deck.rate) for way in ways]
