"""Plays a routine or tests line by line: marks as they come, single keys at a terminal."""

from __future__ import annotations

import queue
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from controller.cli.body.any_keys import ENDED, any_keys
from controller.cli.body.sounds import BodySounds
from controller.cli.coach.asking import AnswersInvalid
from controller.cli.sounding import speaker
from controller.coach.preparation.cues import Cues, rings
from controller.coach.preparation.player import (
    Key,
    Player,
    advance,
    answer,
    begin,
    felt_words,
    press,
    wake_at,
)
from controller.coach.preparation.score import Mark, Score, Sound, Stage
from controller.settings.values import Settings
from controller.words.catalogue import tr
from protocols.units import SECOND, Nanoseconds

_WIDTH: Final = 80
_INDENT: Final = " " * 8
# For translators: as one breathes.
_BREATHS: Final = {Sound.IN: tr("in"), Sound.OUT: tr("out")}
_HINT: Final = tr(
    "SPACE holds it, ENTER goes on, S something is wrong, N leaves one out, BACKSPACE back, Q ends."
)
KEYS: Final = {
    " ": Key.PAUSE,
    "enter": Key.ENOUGH,
    "s": Key.WRONG,
    "n": Key.SKIP,
    "backspace": Key.BACK,
    "q": Key.STOP,
    "escape": Key.STOP,
    "d": Key.DONE,
}


_DONE_ALREADY: Final = tr(
    "D: you have done all of it, outside, today or yesterday. It is kept as told."
)


class Bell:
    """Rings the terminal's bell; nothing where there is no terminal."""

    def play(self, mark: Mark) -> None:
        """Ring, if it is a mark to ring for."""
        if rings(mark) and sys.stdout.isatty():
            sys.stdout.write("\a")
            sys.stdout.flush()


@contextmanager
def body_cues(settings: Settings, *, silent: bool) -> Iterator[Cues]:
    """Give what makes marks heard at a terminal; tones and voice end with it."""
    bell = Bell()
    if silent or not sys.stdout.isatty():
        yield bell
        return
    outlet = speaker(settings)
    outlet.start()
    try:
        yield BodySounds(outlet, settings, bell)
    finally:
        outlet.close()


def play(score: Score, speedup: int, say: Callable[[str], object], cues: Cues) -> Player:
    """Play it to its end, in real time, and return what came of it.

    Args:
        score: what is played.
        speedup: how many times as fast as real time.
        say: prints a line.
        cues: makes marks heard.

    Raises:
        AnswersInvalid: a test is played, and no key can come.
        KeyboardInterrupt: she left; nothing is to be kept.
    """
    began = time.monotonic_ns()

    def now() -> Nanoseconds:
        return Nanoseconds((time.monotonic_ns() - began) * speedup)

    with any_keys() as (keys, single):
        say(f"{score.title}.")
        if single:
            say(_HINT)
        player, gone = begin(score, Nanoseconds(0)), False
        while not player.ended:
            player, marks = advance(player, now())
            for mark in marks:
                for line in _lines(player, mark):
                    say(line)
                cues.play(mark)
            due = wake_at(player)
            if gone and due is None:
                # Nobody is there to answer; a question that is half answered is taken back first.
                key = Key.BACK if player.interview.answered else Key.STOP
                player = press(player, key, now())
                continue
            wait = None if due is None else max(0, due - now()) / SECOND / speedup
            try:
                # Without a bound no signal would reach a process that waits here.
                typed = keys.get(timeout=min(wait, 1.0) if wait is not None else 1.0)
            except queue.Empty:
                continue
            gone = gone or typed == ENDED
            if typed == ENDED and score.tests and speedup == 1:
                return _given_up(player, now())
            player, marks = advance(player, now())
            for mark in marks:
                cues.play(mark)
            player = _pressed(player, typed, now(), say)
        return player


def _given_up(player: Player, at: Nanoseconds) -> Player:
    """End tests without a reader: what is not answered is not kept, however long it is played.

    Raises:
        AnswersInvalid: none was answered.
    """
    if all(each.felt is None for each in player.results):
        raise AnswersInvalid(
            tr(
                'the answers end at "{question}": a test waits for your keys. Nothing was kept.'
            ).format(question=player.move.title)
        )
    for key in (Key.BACK, Key.STOP) if player.interview.answered else (Key.STOP,):
        player = press(player, key, at)
    return player


def _pressed(player: Player, key: str, at: Nanoseconds, say: Callable[[str], object]) -> Player:
    before = player
    answered = answer(player, key, at)
    if answered is not None:
        player = answered
    elif key.lower() in KEYS:
        player = press(player, KEYS[key.lower()], at)
    else:
        return player
    for line in _told(before, player):
        say(line)
    return player


def _lines(player: Player, mark: Mark) -> Iterator[str]:
    """Yield what is written for a mark."""
    match mark.sound:
        case Sound.NAME:
            move = player.move
            number, of = player.leg.move + 1, len(player.score.moves)
            yield ""
            place = tr("{number} of {all}").format(number=number, all=of)
            yield f"{place:<8}{move.title.upper()}, {move.dose}"
            side = player.leg.side.value
            rows = (
                move.position,
                move.how,
                tr("Stop if: {reason}").format(reason=move.stop_when),
                _DONE_ALREADY if move.may_be_told else "",
                tr(side).capitalize() if side else "",
            )
            for row in filter(None, rows):
                yield from _filled(row)
        case Sound.IN | Sound.OUT:
            count = str(mark.number) if mark.sound is Sound.IN else ""
            yield f"{count:>6}  {_BREATHS[mark.sound]:<5}{mark.words}"
        case Sound.BEAT:
            if mark.number % 10 == 0:
                yield f"{mark.number:>6}"
        case Sound.ASK if mark.at:
            return  # it stands there already; that it waits is heard
        case Sound.ASK:
            told = tr("{question}  0 or ENTER nothing, 1 something").format(question=mark.words)
            yield f"{_INDENT}{told}"
        case Sound.COUNT | Sound.TIME | Sound.SIDE | Sound.END:
            yield f"{_INDENT}{mark.words}"


def _told(before: Player, after: Player) -> Iterator[str]:
    """Yield what a key has led to, where no mark says it."""
    question = after.interview.question
    if after.asks and question is not None and after.interview.answered:
        yield f"{_INDENT}{question.text}"
        yield from _filled("  ".join(f"{e.key.upper()} {e.words}" for e in question.answers))
    elif set(before.felt) - set(after.felt):
        yield _INDENT + tr("Taken back: {felt}.").format(felt=felt_words(before))
    elif after.felt != before.felt:
        yield _INDENT + tr("Noted: {felt}.").format(felt=felt_words(after))
        if after.paused is not None:
            yield _INDENT + tr("That can be all for today: Q ends it, SPACE goes on.")
    elif before.asks and not after.asks and after.leg.stage is Stage.ASK:
        yield _INDENT + tr("- nothing")
    elif after.paused is not None and before.paused is None:
        yield _INDENT + tr("Held. SPACE goes on.")
    elif after.paused is None and before.paused is not None and after.place == before.place:
        yield _INDENT + tr("On.")


def _filled(text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent=_INDENT, subsequent_indent=_INDENT)
