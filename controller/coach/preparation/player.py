"""Plays a routine or tests by itself: what is due at a moment, and what a key does to it.

Law: time is an argument and the next moment a returned value; asked at any moments, often or
seldom, it tells the same marks. Silence answers nothing: in a routine a question that was passed
over is put once more at the end, and a test without an answer is not kept.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum, unique
from typing import Final, NamedTuple

from controller.coach.asking.interview import Interview
from controller.coach.asking.questions import FELT, QUESTIONS
from controller.coach.preparation.score import Leg, Mark, Move, Score, Side, Sound, Stage
from protocols.units import Nanoseconds

WARNING_SIGNS: Final = ("chest", "bulge")
"""Of what can be told after an exercise: with these nothing goes on."""
_ASKS: Final = (Stage.ASK, Stage.LAST)


@unique
class Key(Enum):
    """What a person may do meanwhile."""

    PAUSE = "pause"
    """Hold it, or go on."""
    ENOUGH = "enough"
    """Begin now; or that is all of this, on this side."""
    WRONG = "wrong"
    """Something is felt: the exercise ends, and it is asked what."""
    SKIP = "skip"
    """Leave this one out."""
    BACK = "back"
    """This one again, or the one before."""
    STOP = "stop"
    """End here."""
    DONE = "done"
    """It was done already, all of it, where nothing timed it; what was felt is asked as ever."""


class Result(NamedTuple):
    """What came of one move."""

    move: int
    left: int | None = None
    """Times or seconds; that of a move without sides."""
    right: int | None = None
    felt: tuple[str, ...] | None = None
    """Symptoms; None as long as nothing was answered."""
    told: bool = False
    """It was not played: she says that it was done."""


@dataclass(frozen=True, slots=True)
class Player:
    """How far it is."""

    score: Score
    since: Nanoseconds
    """When the leg began; later by each pause in it."""
    place: int = 0
    """Of the score's legs."""
    told: int = 0
    """How many marks of the leg were."""
    paused: Nanoseconds | None = None
    """Since when it is held."""
    results: tuple[Result, ...] = ()
    """In the order of the moves."""
    interview: Interview = field(default_factory=lambda: Interview(FELT))
    left_at: Player | None = None
    """It as it was, held, when "something is felt" came in its middle: the key may have slipped."""

    @property
    def leg(self) -> Leg:
        """The one that is played."""
        return self.score.legs[self.place]

    @property
    def move(self) -> Move:
        """The one that the leg is about."""
        return self.score.moves[self.leg.move]

    @property
    def ended(self) -> bool:
        """Whether nothing follows."""
        return self.leg.stage is Stage.END

    @property
    def asks(self) -> bool:
        """Whether a question is open."""
        return self.leg.stage in _ASKS and self.interview.question is not None

    @property
    def half_told(self) -> bool:
        """Whether it was said that there is something, and not yet where or what."""
        return self.asks and bool(self.interview.answered)

    @property
    def felt(self) -> tuple[str, ...]:
        """All symptoms that were told, each once."""
        return tuple(dict.fromkeys(s for each in self.results for s in each.felt or ()))

    @property
    def done(self) -> tuple[Move, ...]:
        """The moves that were done, each on all its sides."""
        rows = ((self.score.moves[each.move], each) for each in self.results)
        return tuple(
            move
            for move, each in rows
            if each.left is not None and (each.right is not None or not move.sides)
        )

    def elapsed(self, now: int) -> int:
        """Return how long the leg has been played, pauses not counted."""
        return (now if self.paused is None else self.paused) - self.since

    def left(self, now: int) -> int | None:
        """Return how much of the leg is to come; None: it waits."""
        lasts = _lasts(self)
        return None if lasts is None else max(0, lasts - self.elapsed(now))


def begin(score: Score, now: Nanoseconds) -> Player:
    """Return a player at the beginning; its first mark is due at once."""
    return Player(score, now)


def wake_at(player: Player) -> Nanoseconds | None:
    """Return when `advance` has something to do next; None: it waits for a key."""
    if player.paused is not None:
        return None
    marks = player.leg.marks
    if player.told < len(marks):
        return Nanoseconds(player.since + marks[player.told].at)
    lasts = _lasts(player)
    return None if lasts is None else Nanoseconds(player.since + lasts)


def advance(player: Player, now: int) -> tuple[Player, tuple[Mark, ...]]:
    """Return it as it is at a moment, with the marks since it was asked last, in order.

    Whether there is anything is not asked of somebody who has said that there is.
    """
    heard: list[Mark] = []
    while (due := wake_at(player)) is not None and due <= now:
        marks = player.leg.marks
        if player.told < len(marks):
            if not (player.half_told and marks[player.told].sound is Sound.ASK):
                heard.append(marks[player.told])
            player = replace(player, told=player.told + 1)
        else:
            player = _leave(player, due)
    return player, tuple(heard)


def press(player: Player, key: Key, now: Nanoseconds) -> Player:
    """Return what a key makes of it. It has to have been brought to ``now`` before."""
    if player.ended or (player.half_told and key is not Key.BACK):
        return player  # that there is something has been said: it is not passed over
    if key is Key.PAUSE:
        return _held(player, now)
    player = player if player.paused is None else _held(player, now)
    match key:
        case Key.ENOUGH:
            return player if player.asks else _leave(player, now)
        case Key.WRONG:
            return _wrong(player, now)
        case Key.SKIP:
            return _skip(player, now)
        case Key.BACK:
            return _back(player, now)
        case Key.STOP:
            return _stop(player, now)
        case Key.DONE:
            return _told(player, now)


def answer(player: Player, key: str, now: Nanoseconds) -> Player | None:
    """Return it with the open question answered; None if the key answers nothing."""
    pressed = player.interview.press(key) if player.asks else None
    if pressed is None:
        return None
    player = replace(player, interview=pressed)
    if pressed.question is not None:
        return player
    felt = pressed.values("felt")
    results = tuple(
        each._replace(felt=felt)
        if each.felt is None and (player.leg.stage is Stage.LAST or each.move == player.leg.move)
        else each
        for each in player.results
    )
    player = replace(player, results=results)
    if not felt:
        waits = player.leg.lasts is None
        return _leave(player, now) if waits else player
    if player.score.tests or set(felt) & set(WARNING_SIGNS):
        return _at(player, len(player.score.legs) - 1, now)
    after = _leave(player, now)
    return after if after.ended else replace(after, paused=now)


def felt_words(player: Player) -> str:
    """Return the symptoms that were told, in the words of their answers."""
    words = {each.value: each.words for each in QUESTIONS["felt"].answers}
    return ", ".join(words[each] for each in player.felt)


def _lasts(player: Player) -> Nanoseconds | None:
    """Return how long the leg is; a question that is half answered has no end."""
    return None if player.half_told else player.leg.lasts


def _held(player: Player, now: Nanoseconds) -> Player:
    if player.paused is None:
        return replace(player, paused=now)
    since = Nanoseconds(player.since + now - player.paused)
    return replace(player, since=since, paused=None)


def _at(player: Player, place: int, now: Nanoseconds) -> Player:
    """Return it at the beginning of a leg; a question that is about nothing is passed over."""
    player = Player(player.score, now, place, results=player.results)
    open_ = any(each.felt is None for each in player.results)
    if player.leg.stage is Stage.LAST and not open_:
        return _at(player, place + 1, now)
    return player


def _leave(player: Player, now: Nanoseconds) -> Player:
    """Return it at the next leg, with what came of this one."""
    if player.leg.stage is Stage.WORK:
        player = _noted(player, now)
    return _at(player, player.place + 1, now)


def _noted(player: Player, now: Nanoseconds) -> Player:
    number = player.leg.move
    was = next((each for each in player.results if each.move == number), Result(number))
    amount = player.move.done(player.elapsed(now))
    now_is = (
        was._replace(right=amount) if player.leg.side is Side.RIGHT else was._replace(left=amount)
    )
    return replace(player, results=(*_others(player, number), now_is))


def _others(player: Player, number: int) -> tuple[Result, ...]:
    return tuple(each for each in player.results if each.move != number)


def _told(player: Player, now: Nanoseconds) -> Player:
    """Return it with a move that was done elsewhere, at the question about it."""
    if player.asks or not player.move.may_be_told:
        return player
    number = player.leg.move
    whole = Result(number, left=player.move.done(player.move.lasts), told=True)
    return _at(
        replace(player, results=(*_others(player, number), whole)), _asks(player, number), now
    )


def _asks(player: Player, move: int) -> int:
    """Return the place of the question about a move."""
    places = enumerate(player.score.legs)
    return next(at for at, leg in places if leg.stage in _ASKS and leg.move == move)


def _without(player: Player, number: int) -> Player:
    return replace(player, results=_others(player, number))


def _first(player: Player, move: int) -> int:
    """Return the place of a move's first leg, or of what follows the last move."""
    places = enumerate(player.score.legs)
    after = (Stage.LAST, Stage.END)
    return next(at for at, leg in places if leg.move == move or leg.stage in after)


def _wrong(player: Player, now: Nanoseconds) -> Player:
    if player.asks:
        return _something(player)
    left_at = _held(player, now)
    if player.leg.stage is Stage.WORK:
        player = _noted(player, now)
    elif not any(each.move == player.leg.move for each in player.results):
        player = replace(player, results=(*player.results, Result(player.leg.move)))
    number = player.leg.move
    results = tuple(
        each._replace(felt=None) if each.move == number else each for each in player.results
    )
    asked = _something(_at(replace(player, results=results), _asks(player, number), now))
    return replace(asked, left_at=left_at)


def _something(player: Player) -> Player:
    """Return it with the question answered by "something"; what it is, is asked next."""
    pressed = player.interview.press("1")
    return player if pressed is None else replace(player, interview=pressed)


def _skip(player: Player, now: Nanoseconds) -> Player:
    if player.leg.stage is Stage.LAST:
        return player
    if player.leg.stage is not Stage.ASK:
        player = _without(player, player.leg.move)
    return _at(player, _first(player, player.leg.move + 1), now)


def _back(player: Player, now: Nanoseconds) -> Player:
    if player.half_told:
        interview = player.interview.back()
        if player.left_at is not None and not interview.answered:
            return player.left_at
        return replace(player, interview=interview)
    number = player.leg.move
    if player.leg.stage is Stage.READY:
        number = max(0, number - 1)
    return _at(_without(player, number), _first(player, number), now)


def _stop(player: Player, now: Nanoseconds) -> Player:
    last = len(player.score.legs) - 1
    if player.score.tests or player.leg.stage is Stage.LAST:
        return _at(player, last, now)
    # A move that was begun and has a side to come is asked about as well.
    return _at(player, last - 1, now)
