"""Makes what a player plays of a routine, and of tests of readiness."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from controller.coach.preparation.score import Move, Phase, Score, Sound, routine_score, trial_score
from controller.words.catalogue import tr
from plans.preparation.routines import POSITIONS, Exercise, Routine
from plans.readiness.self_tests import SelfTest
from protocols.units import SECOND, Nanoseconds

_MINUTE: Final = 60 * SECOND
_HALF: Final = Nanoseconds(2 * SECOND)
"""In, and out: the pace of a test that is counted and has no beat of its own (a proposal)."""
_STOP_TEST: Final = tr(
    "Anything leaks, presses, drags or hurts, or a ridge stands up along the tummy. End it then: "
    "to know is what it is for."
)


def score_of(routine: Routine) -> Score:
    """Return a routine as it is played."""
    moves = tuple(_exercise(each) for each in routine.exercises)
    return routine_score(routine.id, routine.title, moves, routine.rest)


def score_of_tests(tests: Iterable[SelfTest], title: str = tr("Tests")) -> Score:
    """Return some tests as they are played. Which may be done today, `readiness` says."""
    return trial_score(title, tuple(_test(each) for each in tests))


def _exercise(of: Exercise) -> Move:
    phases = (
        (
            Phase(Sound.IN, of.on_in, of.breath.inhale),
            Phase(Sound.OUT, of.on_out, of.breath.exhale),
        )
        if of.breath is not None
        else ()
    )
    return Move(
        id=of.id,
        title=of.title,
        position=POSITIONS[of.position],
        how=of.how,
        feel=of.feel,
        stop_when=of.stop_when,
        sides=of.dose.sides,
        times=of.dose.times,
        lasts=of.lasts if not of.dose.sides else Nanoseconds(of.lasts // 2),
        phases=phases,
    )


def _test(of: SelfTest) -> Move:
    phases: tuple[Phase, ...] = ()
    if of.beat is not None:
        phases = (Phase(Sound.BEAT, "", Nanoseconds(_MINUTE // of.beat)),)
    elif of.dose.times:
        phases = (
            Phase(Sound.IN, tr("In, let go below"), _HALF),
            Phase(Sound.OUT, tr("Out, with the effort"), _HALF),
        )
    once = sum(each.lasts for each in phases)
    return Move(
        id=of.id,
        title=of.title,
        position="",
        how=of.how,
        feel="",
        stop_when=_STOP_TEST,
        sides=of.dose.sides,
        times=of.dose.times,
        lasts=Nanoseconds(of.dose.times * once or of.dose.seconds * SECOND),
        phases=phases,
        may_be_told=of.session is not None,  # a walk, which is no less of one on a road
    )
