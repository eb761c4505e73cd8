"""What a player plays, as values: moves, cut into legs of time with marks to be heard.

Nothing here imports plans or core, so that a screen can draw it. `scores`, beside it, makes it of a
routine or of tests.
"""

from __future__ import annotations

from enum import Enum, unique
from typing import Final, NamedTuple

from controller.words.catalogue import tr, trn
from controller.words.later import tr_later
from protocols.units import SECOND, Nanoseconds

GET_READY: Final = Nanoseconds(10 * SECOND)
"""To lie down: nobody reaches a keyboard from a plank."""
CHANGE: Final = Nanoseconds(8 * SECOND)
"""To turn to the other side."""
ASK_AGAIN: Final = Nanoseconds(20 * SECOND)
"""As in a session: a question that waits is put again after so long."""
_COUNTED: Final = 3
_MINUTE: Final = Nanoseconds(60 * SECOND)


@unique
class Stage(Enum):
    """What a leg of time is for."""

    READY = "ready"
    """Time to get into place."""
    WORK = "work"
    """The exercise itself, on one side."""
    CHANGE = "change"
    ASK = "ask"
    """The question after it. In a routine it is the rest as well, and ends with that."""
    LAST = "last"
    """The question about all that was not answered; it waits."""
    END = "end"


@unique
class Side(Enum):
    """Which side; the value, looked up, is what is told."""

    BOTH = ""
    LEFT = tr_later("left side")
    RIGHT = tr_later("right side")


@unique
class Sound(Enum):
    """What a mark is, for whoever makes tones or speaks."""

    NAME = "name"
    """An exercise is announced."""
    COUNT = "count"
    """Three, two, one."""
    IN = "in"
    OUT = "out"
    BEAT = "beat"
    """Of the metronome."""
    TIME = "time"
    """How long it still is."""
    SIDE = "side"
    ASK = "ask"
    END = "end"


class Phase(NamedTuple):
    """Part of one repetition."""

    sound: Sound
    words: str
    lasts: Nanoseconds


class Move(NamedTuple):
    """One exercise or test. Its repetitions are its phases, again and again."""

    id: str
    title: str
    position: str
    """How to get into place; empty where ``how`` says it."""
    how: str
    feel: str
    stop_when: str
    sides: bool
    times: int
    """Of one side; 0 if it goes by time."""
    lasts: Nanoseconds
    """Of one side."""
    phases: tuple[Phase, ...] = ()
    may_be_told: bool = False
    """It can have been done already, outside, and is then told."""

    @property
    def one(self) -> Nanoseconds:
        """How long one repetition takes; 0 if it has none."""
        return Nanoseconds(sum(each.lasts for each in self.phases))

    @property
    def dose(self) -> str:
        """How much of it, as it is told."""
        if self.times:
            amount = trn("once", "{count} times", self.times).format(count=self.times)
        elif self.lasts % _MINUTE == 0:
            amount = f"{self.lasts // _MINUTE} min"
        else:
            amount = f"{self.lasts // SECOND} s"
        return tr("{amount} each side").format(amount=amount) if self.sides else amount

    def done(self, elapsed: int) -> int:
        """Return how many times, or seconds, after so many nanoseconds of one side."""
        within = min(elapsed, self.lasts)
        return within // self.one if self.times else within // SECOND


class Mark(NamedTuple):
    """Something to be heard or read."""

    at: Nanoseconds
    """Since its leg began."""
    sound: Sound
    words: str
    number: int = 0
    """Which repetition, or how many seconds; 0 if it counts nothing."""


class Leg(NamedTuple):
    """A length of time in which one thing is to be done."""

    stage: Stage
    move: int
    """Of the score's moves, from 0; where the question is about several, the last."""
    lasts: Nanoseconds | None
    """None: until it is answered."""
    marks: tuple[Mark, ...]
    side: Side = Side.BOTH


class Score(NamedTuple):
    """All of it, in order."""

    id: str
    """Of the routine; empty for tests."""
    title: str
    moves: tuple[Move, ...]
    legs: tuple[Leg, ...]
    tests: bool
    """Tests wait for an answer after each, and end with the first symptom."""


def routine_score(name: str, title: str, moves: tuple[Move, ...], rest: Nanoseconds) -> Score:
    """Return a routine: after each move a rest with its question, at the end one that waits."""
    legs: list[Leg] = []
    for number, move in enumerate(moves):
        legs += _legs(number, move)
        if number + 1 < len(moves):
            legs.append(Leg(Stage.ASK, number, rest, _asked(tr("Anything?"))[:1]))
    words = tr("Anything to note, in any of these?")
    legs += (Leg(Stage.LAST, len(moves) - 1, None, _asked(words)), _end(len(moves) - 1))
    return Score(name, title, moves, tuple(legs), tests=False)


def trial_score(title: str, moves: tuple[Move, ...]) -> Score:
    """Return tests one after the other, each with a question that waits."""
    legs: list[Leg] = []
    for number, move in enumerate(moves):
        legs += (*_legs(number, move), Leg(Stage.ASK, number, None, _asked(tr("Anything?"))))
    return Score("", title, moves, (*legs, _end(len(moves) - 1)), tests=True)


def _legs(number: int, move: Move) -> list[Leg]:
    name = Mark(Nanoseconds(0), Sound.NAME, ". ".join(filter(None, (move.title, move.position))))
    legs = [Leg(Stage.READY, number, GET_READY, (name, *_count_down(GET_READY)))]
    marks = _work(move)
    if not move.sides:
        return [*legs, Leg(Stage.WORK, number, move.lasts, marks)]
    other = Mark(Nanoseconds(0), Sound.SIDE, tr("The other side"))
    legs[0] = legs[0]._replace(side=Side.LEFT)
    return [
        *legs,
        Leg(Stage.WORK, number, move.lasts, marks, Side.LEFT),
        Leg(Stage.CHANGE, number, CHANGE, (other, *_count_down(CHANGE)), Side.RIGHT),
        Leg(Stage.WORK, number, move.lasts, marks, Side.RIGHT),
    ]


def _count_down(lasts: Nanoseconds) -> tuple[Mark, ...]:
    return tuple(
        Mark(Nanoseconds(lasts - left * SECOND), Sound.COUNT, str(left), left)
        for left in range(_COUNTED, 0, -1)
        if left * SECOND < lasts
    )


def _work(move: Move) -> tuple[Mark, ...]:
    """Return what is heard while it is done, in the order of time."""
    marks, at, number = [], 0, 0
    while move.phases and at < move.lasts:
        number += 1
        for phase in move.phases:
            if at < move.lasts:
                marks.append(Mark(Nanoseconds(at), phase.sound, phase.words, number))
            at += phase.lasts
    if not move.times:
        every = 10 if move.lasts <= _MINUTE else 60
        marks += [
            Mark(Nanoseconds(passed * SECOND), Sound.TIME, _left(move.lasts // SECOND - passed))
            for passed in range(0, move.lasts // SECOND - _COUNTED, every)
        ]
        marks += _count_down(move.lasts)
    return tuple(sorted(marks, key=lambda each: each.at))


def _left(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{minutes} min" if minutes and not rest else f"{seconds} s"


def _asked(words: str) -> tuple[Mark, ...]:
    return tuple(
        Mark(Nanoseconds(number * ASK_AGAIN), Sound.ASK, words) for number in range(_COUNTED)
    )


def _end(move: int) -> Leg:
    return Leg(Stage.END, move, None, (Mark(Nanoseconds(0), Sound.END, tr("The end")),))
