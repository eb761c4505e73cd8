"""The pages of body work: what they show, what they hand up, and that they run by themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controller.coach.history import History, Practice
from controller.coach.preparation.offer import preparation
from controller.coach.preparation.player import Player
from controller.coach.preparation.score import Score, Side, Sound, Stage
from controller.coach.preparation.scores import score_of, score_of_tests
from controller.tui.drawing.font import ROWS
from controller.tui.drawing.ink import Line, width_of
from controller.tui.drawing.panel import panel
from controller.tui.pages.body.page import BodyPage
from controller.tui.pages.body.player import PlayedPage, PlayerPage
from controller.tui.pages.body.wishes import TESTS, Heard, KeepPlayed, LookAtBodyWork, Play
from controller.tui.pages.frame import draw_page
from controller.tui.pages.page import Become, Close, Do, Live, Open, Page, Stay, Turn
from controller.tui.pages.wishes import Head
from plans.preparation.routines import PILLARS
from plans.shelf import find_routine
from protocols.units import SECOND, Nanoseconds
from tests.coach.ready import CHECKS, TODAY, at, ready, without

ROUTINES: Final = tuple(find_routine(each) for each in PILLARS)
STACKING: Final = score_of(find_routine("stacking"))
PLANK: Final = score_of_tests([CHECKS.tests["plank"]])


class Shower:
    """Shows pages as the terminal does: a stack, and somebody who does what they want."""

    def __init__(self, page: Page) -> None:
        self.pages: list[Page] = [page]
        self.now, self.hint = 7 * SECOND, ""
        self.heard: list[Sound] = []
        self.kept: list[Player] = []
        self.looked = 0

    def _done(self, what: object) -> object:
        match what:
            case Heard(marks=marks):
                self.heard += [each.sound for each in marks]
                return what
            case KeepPlayed(player):
                self.kept.append(player)
                return ("Kept in the diary.",)
            case Play("tests"):
                return PLANK
            case Play(name):
                return score_of(find_routine(name)) if name != "rotation" else "Not today."
            case LookAtBodyWork():
                self.looked += 1
                return preparation(History(ready()), ROUTINES, CHECKS, TODAY)
            case _:
                return None

    def _take(self, turn: Turn) -> None:
        while True:
            match turn:
                case Stay(hint):
                    self.hint = hint
                    return
                case Become(page):
                    self.pages[-1] = page
                    return
                case Open(page):
                    self.pages.append(page)
                    return
                case Close(result):
                    self.pages.pop()
                    if not self.pages:
                        return
                    turn = self.pages[-1].returned(result)
                case Do(what):
                    turn = self.pages[-1].returned(self._done(what))

    def press(self, key: str, char: str = "") -> None:
        """Press a key."""
        self._take(self.pages[-1].press(key, char))

    def wait(self, seconds: float) -> None:
        """Let time pass, ten looks a second."""
        until = self.now + round(seconds * SECOND)
        while self.now < until:
            self.now += SECOND // 10
            page = self.pages[-1]
            if isinstance(page, Live):
                self._take(page.at(self.now))

    def text(self, width: int = 80, rows: int = 22) -> str:
        """Return what is shown."""
        lines = self.pages[-1].body(width, rows)
        return "\n".join("".join(span.text for span in line).rstrip() for line in lines)


def found(*facts: Practice) -> BodyPage:
    """Return the list for somebody who has only the plank before her."""
    history = History((*without(ready(), "plank"), *facts))
    return BodyPage(preparation(history, ROUTINES, CHECKS, TODAY), TODAY)


def test_the_list_says_what_was_done_and_what_suits_today() -> None:
    """Days of the week, the last time, the suggestion and the tests."""
    page = found(Practice(at(TODAY - timedelta(days=2)), "mobility", ("x", "y")))
    text = Shower(page).text()
    assert "on 1 of the last 7 days" in text
    assert "6 min; last done 2 days ago, on 1 of the last 7 days." in text
    assert "TODAY   Stack the spine" in text
    assert "Plank, 1min" in text


def test_a_routine_is_begun_from_the_list_played_kept_and_the_list_is_read_anew() -> None:
    """Without another key than the first, the answer and the last."""
    shower = Shower(found())
    shower.press("1", "1")
    assert shower.pages[-1] == PlayerPage(score_of(find_routine("mobility")))
    shower.wait(6 * 60)
    assert "ANYTHING TO NOTE, IN ANY OF THESE?" in shower.text()
    shower.press("0", "0")
    shower.wait(0.3)
    assert isinstance(shower.pages[-1], PlayedPage)
    assert "Kept in the diary." in shower.text()
    assert len(shower.kept) == 1
    assert {Sound.COUNT, Sound.ASK, Sound.END} <= set(shower.heard)
    shower.press("enter", "\r")
    assert len(shower.pages) == shower.looked == 1
    assert "All tests were passed." in shower.text()


def test_enter_begins_what_suits_today_and_t_the_tests() -> None:
    """What is not open is said in the last line."""
    page = found()
    assert page.press("enter", "\r") == Do(Play("mobility"))
    assert page.press("t", "t") == Do(Play(TESTS))
    assert page.press("9", "9") == Stay()
    shower = Shower(page)
    shower.press("3", "3")
    assert (shower.hint, len(shower.pages)) == ("Not today.", 1)
    shower.press("t", "t")
    shower.wait(0.2)
    assert "PLANK" in shower.text()


@pytest.mark.parametrize("result", [None, "words", object()])
def test_what_the_list_does_not_know_changes_nothing(result: object) -> None:
    """Nobody who shows pages can be led around in a circle."""
    assert isinstance(found().returned(result), Stay)
    assert PlayerPage(PLANK).returned(result) == Stay()


def test_breath_and_count_are_read_from_afar() -> None:
    """Seven rows of blocks, IN in another colour and shape than OUT."""
    shower = Shower(PlayerPage(STACKING))
    shower.wait(12)
    inhale = shower.pages[-1].body(80, 22)
    assert "Come down slowly and let go below" in shower.text()
    shower.wait(2)
    exhale = shower.pages[-1].body(80, 22)
    assert "Press the feet down and lift the hips" in shower.text()
    assert _kinds(inhale) == {"walk ink"}
    assert _kinds(exhale) == {"run ink"}
    for lines in (inhale, exhale):
        assert sum(any("█" in span.text for span in line) for line in lines) == ROWS


def _kinds(lines: list[Line]) -> set[str]:
    return {span.style for line in lines for span in line if "█" in span.text}


def test_what_goes_by_time_says_go_and_never_the_word_for_a_pause() -> None:
    """Some of it is held and some of it is moved; HELD is what SPACE does."""
    words = []
    for key in ("", "space"):
        shower = Shower(PlayerPage(PLANK))
        shower.wait(15)
        if key:
            shower.press(key)
        words.append(shower.text().split("\n")[3:14])
    shown = (("run", "GO", "0:56"), ("still", "HELD", "0:56"))
    expected = [panel(*each, 80, 11) for each in shown]
    assert words == [[_plain(line) for line in each] for each in expected]


def _plain(line: Line) -> str:
    return "".join(span.text for span in line).rstrip()


@pytest.mark.parametrize("key", ["", "space"])
def test_all_its_keys_are_told_on_the_smallest_terminal(key: str) -> None:
    """While it plays and while it is held, the two that end it with one word."""
    shower = Shower(PlayerPage(STACKING))
    shower.wait(12)
    if key:
        shower.press(key)
    last = _plain(draw_page(shower.pages[-1], Head(""), "", (80, 24), deep=True)[-1])
    assert last.endswith("N leave out  BACKSPACE back  Q ESC end  ? keys")


@pytest.mark.parametrize("key", ["space", "enter", "s", "n", "q"])
def test_where_it_was_is_asked_before_any_other_key_does_something(key: str) -> None:
    """None of them is offered then, and each says what is waited for."""
    shower = Shower(PlayerPage(STACKING))
    shower.wait(12)
    shower.press("s")
    before = shower.pages[-1]
    assert before.keys == (("BACKSPACE ESC", "back to the exercise"),)
    shower.press(key)
    assert shower.pages[-1] == before
    assert shower.hint == "First where, or what, it is: press its key."


@pytest.mark.parametrize("key", ["backspace", "escape"])
def test_a_key_that_slipped_is_taken_back_to_the_exercise(key: str) -> None:
    """It is held there, and goes on from where it was; nothing was kept of it."""
    shower = Shower(PlayerPage(STACKING))
    shower.wait(12)
    shower.press("s")
    shower.press(key)
    assert "HELD" in shower.text()
    assert ("Q ESC", "end") in shower.pages[-1].keys
    shower.press("space")
    shower.wait(1.5)
    assert "GLUTE BRIDGE" in shower.text()
    assert "HELD" not in shower.text()


def test_the_key_that_ends_a_test_says_that_it_ends_it() -> None:
    """Whoever reads it as "I have done all of it" would end a test that is not done."""
    shower = Shower(PlayerPage(PLANK))
    shower.wait(15)
    assert "I end it here" in shower.text()


def test_space_holds_it_and_the_time_stands() -> None:
    """Nothing is heard meanwhile."""
    shower = Shower(PlayerPage(STACKING))
    shower.wait(12)
    shower.press("space", " ")
    before, heard = shower.text(), len(shower.heard)
    assert "HELD" in before
    shower.wait(60)
    assert (shower.text(), len(shower.heard)) == (before, heard)
    shower.press("space", " ")
    shower.wait(1.5)
    assert len(shower.heard) > heard


def test_something_felt_is_noted_and_leaves_the_choice() -> None:
    """S, the place, and then Q or SPACE."""
    shower = Shower(PlayerPage(STACKING))
    shower.wait(12)
    shower.press("s", "s")
    assert "WHERE, OR WHAT?" in shower.text()
    shower.press("n", "n")
    assert "WHERE, OR WHAT?" in shower.text()
    shower.press("3", "3")
    assert "Noted: heavy, dragging. That can be all for today." in shower.text()
    shower.press("q", "q")
    shower.wait(0.3)
    assert [each.felt for each in shower.kept] == [("heaviness",)]


@given(
    st.sampled_from([STACKING, PLANK, *(score_of(each) for each in ROUTINES)]),
    st.lists(
        st.tuples(
            st.sampled_from([0.1, 3, 9, 30]),
            st.sampled_from(["enter", "space", "s", "n", "backspace", "1", "3", "0"]),
        ),
        max_size=10,
    ),
    st.sampled_from([(80, 22), (100, 28), (200, 60)]),
)
def test_every_moment_fits_the_terminal(
    score: Score, does: list[tuple[float, str]], size: tuple[int, int]
) -> None:
    """No line is wider, and there are as many as there is room for."""
    shower = Shower(PlayerPage(score))
    for seconds, key in does:
        shower.now += round(seconds * SECOND)
        shower.wait(0.1)
        shower.press(key, {"enter": "\r", "space": " ", "backspace": ""}.get(key, key))
        if not shower.pages:
            return
        lines = shower.pages[-1].body(*size)
        assert len(lines) == size[1]
        assert all(width_of(line) <= size[0] for line in lines)


@pytest.mark.parametrize(
    "score", [*(score_of(each) for each in ROUTINES), score_of_tests(CHECKS.tests.values())]
)
def test_how_and_when_to_stop_are_whole_on_the_smallest_terminal(score: Score) -> None:
    """While it is got ready for, and while it is done."""
    for number, leg in enumerate(score.legs):
        if leg.stage in (Stage.READY, Stage.WORK, Stage.CHANGE):
            player = Player(score, Nanoseconds(0), number, len(leg.marks))
            text = " ".join(Shower(PlayerPage(score, player)).text().split())
            move = score.moves[leg.move]
            assert move.title.upper() in text
            assert move.how in text
            assert f"Stop if: {move.stop_when}" in text


@pytest.mark.parametrize(
    "score", [*(score_of(each) for each in ROUTINES), score_of_tests(CHECKS.tests.values())]
)
@pytest.mark.parametrize("held", [None, Nanoseconds(0)])
def test_how_much_and_which_side_are_whole_on_the_smallest_terminal(
    score: Score, held: Nanoseconds | None
) -> None:
    """Seen on a long title: "20 times each side, left s"."""
    for number, leg in enumerate(score.legs):
        player, move = Player(score, Nanoseconds(0), number, paused=held), score.moves[leg.move]
        if player.ended:
            continue
        page = PlayerPage(score, player)
        head = [" ".join(_plain(line).split()) for line in page.body(80, 22)[1:3]]
        side = "" if leg.side is Side.BOTH else f", {leg.side.value}"
        assert move.title.upper() in head[0]
        assert f" {move.dose}{side}" in f" {head[0].removesuffix('HELD')} {head[1]} "
        assert ("HELD" in head[0]) == (held is not None)


def test_the_most_urgent_comes_first_and_a_slip_closes_nothing() -> None:
    """Whom to call stays until ENTER."""
    page = PlayedPage("Tests", ("Call 112 now.", "Kept in the diary."))
    text = Shower(page).text()
    assert text.index("Call 112 now.") < text.index("Kept")
    assert isinstance(page.press("space", " "), Stay)
    assert page.press("enter", "\r") == Close(page.lines)


def test_a_closed_list_says_why() -> None:
    """And suggests nothing."""
    page = found()
    closed = replace(page, found=page.found._replace(closed="No body work.", tests=()))
    text = Shower(closed).text()
    assert "No body work." in text
    assert "TODAY" not in text
