"""A routine or tests while they run: a word and a number that are read from a plank at 3 m."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from controller.coach.asking.questions import ENTER
from controller.coach.preparation.player import (
    Key,
    Player,
    advance,
    answer,
    begin,
    felt_words,
    press,
)
from controller.coach.preparation.score import Score, Side, Sound, Stage
from controller.tui.drawing.ink import (
    Line,
    Span,
    block,
    choices,
    ends,
    paragraph,
    width_of,
    words,
)
from controller.tui.drawing.panel import panel
from controller.tui.pages.body.answers import answer_lines
from controller.tui.pages.body.wishes import Heard, KeepPlayed
from controller.tui.pages.page import Become, Close, Do, Stay, Turn
from controller.words.catalogue import tr
from protocols.units import SECOND, Nanoseconds

_KEYS: Final[Mapping[str, Key]] = {
    "space": Key.PAUSE,
    "enter": Key.ENOUGH,
    "s": Key.WRONG,
    "n": Key.SKIP,
    "backspace": Key.BACK,
    "q": Key.STOP,
    "escape": Key.STOP,
    "d": Key.DONE,
}
_WORDS: Final = {Sound.IN: ("walk", tr("IN")), Sound.OUT: ("run", tr("OUT"))}
_THEN: Final = tr("THEN")
_LOWEST: Final = 9
"""Lines of a panel that can be read from afar."""
_FIRST: Final = tr("First where, or what, it is: press its key.")
_BELOW: Final = 8
"""Lines below the panel."""


@dataclass(frozen=True, slots=True)
class PlayerPage:
    """A page that runs by itself from the first moment on that it is shown."""

    score: Score
    player: Player | None = None
    now: Nanoseconds = Nanoseconds(0)

    @property
    def title(self) -> str:
        """What is played."""
        return self.score.title

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """All keys but those of an open question; answered by half it has one way back."""
        if self.player is not None and self.player.half_told:
            slipped = self.player.left_at is not None
            back = tr("back to the exercise") if slipped else tr("back to: anything to note?")
            return (("BACKSPACE ESC", back),)
        held = self.player is not None and self.player.paused is not None
        return (
            ("SPACE", tr("go on") if held else tr("hold")),
            ("S", tr("something wrong")),
            ("N", tr("leave out")),
            ("BACKSPACE", tr("back")),
            ("Q ESC", tr("end")),
        )

    def at(self, now: int) -> Turn:
        """Play on to this moment."""
        moment = Nanoseconds(now)
        player, marks = advance(self.player or begin(self.score, moment), now)
        page = replace(self, player=player, now=moment)
        if marks:
            return Do(Heard(marks, page))
        return Do(KeepPlayed(player)) if player.ended else Become(page)

    def press(self, key: str, char: str) -> Turn:
        """Answer what is asked, else do what the key is for."""
        player = self.player
        if player is None or player.ended:
            return Stay()
        pressed = ENTER if key == "enter" else char.lower()
        answered = answer(player, pressed, self.now) if pressed else None
        if answered is not None:
            return Become(replace(self, player=answered))
        meant = _KEYS.get(key) or _KEYS.get(char.lower())
        if meant is None:
            return Stay()
        if player.half_told and meant is not Key.BACK:
            if key != "escape":
                return Stay(_FIRST)
            meant = Key.BACK
        return Become(replace(self, player=press(player, meant, self.now)))

    def returned(self, result: object) -> Turn:
        """Take what was heard, or what became of it all."""
        match result:
            case Heard(page=page):
                return Become(page)
            case tuple():
                return Become(PlayedPage(self.score.title, tuple(map(str, result))))
            case _:
                return Stay()

    def body(self, width: int, rows: int) -> list[Line]:
        """Return the panel with what belongs to it, or the question."""
        player = self.player
        if player is None or player.ended:
            return block((), width, rows)
        head = [(), *_head(player, width)]
        kind, word, number = _shown(player, self.now)
        if player.asks:
            asked = _question(player, self.now, width)
            tall = rows - len(head) - len(asked) - 1
            if player.left(self.now) is not None and tall >= _LOWEST:
                head += [*panel(kind, word, number, width, tall), ()]
            return block([*head, *asked], width, rows)
        tall = max(_LOWEST, rows - len(head) - _BELOW)
        return block(
            [*head, *panel(kind, word, number, width, tall), (), *_below(player, width)],
            width,
            rows,
        )


@dataclass(frozen=True, slots=True)
class PlayedPage:
    """What became of it; any key closes it."""

    title: str
    lines: tuple[str, ...]

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """None that is not written beside its key."""
        return ()

    def body(self, width: int, rows: int) -> list[Line]:
        """Return the lines, the most urgent first."""
        told = [line for each in self.lines for line in ((), *paragraph(each, width, "strong"))]
        return block([*told, (), choices(("ENTER", tr("done")))], width, rows)

    def press(self, key: str, char: str) -> Turn:  # noqa: ARG002  # every key is as good
        """Close, by keys that are no slip of the hand."""
        if key in ("enter", "escape", "q"):
            return Close(self.lines)
        return Stay(tr("ENTER closes this."))

    def returned(self, result: object) -> Turn:  # noqa: ARG002  # it opens nothing
        """Nothing is opened from here."""
        return Stay()


def _head(player: Player, width: int) -> list[Line]:
    """Return two lines: which exercise it is, and how much of it, below if it has no room beside.

    The side is the last word of it, and what is done next.
    """
    move = player.move
    place = tr("{n} OF {all}").format(n=player.leg.move + 1, all=len(player.score.moves))
    side = player.leg.side
    dose = move.dose if side is Side.BOTH else ", ".join((move.dose, tr(side.value)))
    held = () if player.paused is None else words(Span(tr("HELD"), "danger"), Span("   ", "danger"))
    title = words(Span(f"   {place}   ", "dim"), Span(move.title.upper(), "strong"))
    beside = words(*title, f"   {dose}")
    if width_of(beside) + width_of(held) < width:
        return [ends(beside, held, width), ()]
    return [ends(title, held, width), words(Span(f"   {' ' * len(place)}   {dose}", "strong"))]


def _shown(player: Player, now: int) -> tuple[str, str, str]:
    """Return kind, word and number of the panel."""
    left, stage = player.left(now), player.leg.stage
    if player.paused is not None:
        return "still", tr("HELD"), _clock(left)
    if stage is Stage.READY:
        return "still", tr("READY"), _seconds(left)
    if stage is Stage.CHANGE:
        return "still", tr("TURN"), _seconds(left)
    if stage is not Stage.WORK:
        return "still", tr("REST"), _seconds(left)
    mark = next(
        (each for each in reversed(player.leg.marks[: player.told]) if each.sound in _WORDS), None
    )
    kind, word = _WORDS[mark.sound] if mark is not None else ("run", tr("GO"))
    times = player.move.times
    if not times:
        return kind, word, _clock(left)
    done = player.move.done(player.elapsed(now))
    return kind, word, str(min(done + 1, times))


def _below(player: Player, width: int) -> list[Line]:
    move, stage = player.move, player.leg.stage
    if player.paused is not None and player.felt:
        noted = tr("Noted: {symptoms}. That can be all for today.")
        noted = noted.format(symptoms=felt_words(player))
        return [
            *paragraph(noted, width, "strong"),
            (),
            choices(("Q", tr("end here")), ("SPACE", tr("go on"))),
        ]
    if stage is Stage.ASK:
        return [*paragraph(tr("Nothing to note. Rest."), width), (), *_then(player)]
    rows = [*paragraph(_cue(player), width, "strong"), *paragraph(move.how, width)]
    if stage is Stage.READY and move.feel:
        rows += paragraph(tr("To feel: {what}").format(what=move.feel), width, "dim")
    rows += paragraph(tr("Stop if: {what}").format(what=move.stop_when), width, "dim")
    ready = stage in (Stage.READY, Stage.CHANGE)
    told = (("D", tr("done outside, today or yesterday")),) if move.may_be_told else ()
    key = choices(("ENTER", tr("begin now") if ready else tr("I end it here")), *told)
    return [*rows, *(() if len(rows) >= _BELOW - 1 else (key,))]


def _cue(player: Player) -> str:
    """Return what was said last, in the leg that is played."""
    if player.leg.stage is Stage.READY:
        return tr(player.move.position) or tr("Get into place")
    said = (each for each in reversed(player.leg.marks[: player.told]) if each.words)
    spoken = (each.words for each in said if each.sound in (Sound.IN, Sound.OUT, Sound.SIDE))
    return next(spoken, "")


def _then(player: Player) -> list[Line]:
    following = player.leg.move + 1
    if following >= len(player.score.moves):
        return []
    return [words(Span(f"   {_THEN}   ", "dim"), player.score.moves[following].title)]


def _question(player: Player, now: int, width: int) -> list[Line]:
    question = player.interview.question
    if question is None:
        return []
    last = player.leg.stage is Stage.LAST and not player.interview.answered
    text = tr("Anything to note, in any of these?") if last else question.text
    left = player.left(now)
    waits = tr("It waits for your answer.")
    if left is not None:
        waits = tr("No answer: it goes on in {time}, and asks once more at the end.")
        waits = waits.format(time=_clock(left))
    return [
        *paragraph(text.upper(), width, "strong"),
        (),
        *answer_lines(question, width),
        (),
        *paragraph(waits, width, "dim"),
        *_then(player),
    ]


def _seconds(left: int | None) -> str:
    return "" if left is None else str(-(-left // SECOND))


def _clock(left: int | None) -> str:
    if left is None:
        return ""
    minutes, seconds = divmod(-(-left // SECOND), 60)
    return f"{minutes}:{seconds:02}"
