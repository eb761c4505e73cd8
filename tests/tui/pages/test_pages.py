"""Every page x every key x every size: nothing traps, nothing is cut, no stop key does harm."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controller.coach.preparation.scores import score_of
from controller.tui.drawing.ink import width_of
from controller.tui.pages.app import HELD, PagesApp, show
from controller.tui.pages.body.player import PlayerPage
from controller.tui.pages.frame import AROUND
from controller.tui.pages.help import HelpPage
from controller.tui.pages.page import Become, Close, Do, Open, Page, Stay, Turn
from controller.tui.pages.stack import NO_BELT, Stack
from controller.tui.pages.text import Paragraph, TextPage
from controller.tui.pages.today.page import LOOK_EVERY, TodayPage
from controller.tui.pages.wishes import Leave, Look
from plans.shelf import find_routine
from tests.tui.pages.shown import KEYS, PAGES, SIZES, STOP_KEYS, Noting, text_of, today_page
from tests.tui.pressed import key_at

BOTTOM = today_page("a run is due")
_ALL_KEYS = (*KEYS, *STOP_KEYS)


def opened(page: Page) -> tuple[Stack, Noting]:
    """Return a page on top of Today."""
    noting = Noting()
    return Stack((BOTTOM, page), noting), noting


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())
def test_a_body_has_what_fits(page: Page, size: tuple[int, int]) -> None:
    """No more lines than there are, and no line that is wider than the terminal."""
    columns, rows = size
    body = page.body(columns, rows - AROUND)
    assert len(body) <= rows - AROUND
    assert [line for line in body if width_of(line) > columns] == []
    lines = Stack((page,), Noting()).draw(size)
    assert len(lines) == rows
    assert page.title in text_of(lines[:1])
    assert text_of(lines).replace("\n", "").isprintable()
    assert "? keys" in text_of(lines[-1:]), "the keys in the last line are not cut off"


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())
def test_escape_leads_back_from_every_page(page: Page) -> None:
    """At once, without a question, and whatever was pressed there before."""
    for key, char in _ALL_KEYS:
        stack, _ = opened(page)
        stack.press(key, char)
        for _ in range(3):
            if stack.depth > 1:
                stack.press("escape", "")
        assert stack.over or stack.depth == 1, key


def test_escape_on_the_last_page_says_what_leaves() -> None:
    """It asks nothing and closes nothing."""
    stack = Stack((BOTTOM,), Noting())
    stack.press("escape", "")
    assert not stack.over
    assert "Q leaves." in text_of(stack.draw((80, 24)))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("key", STOP_KEYS, ids=str)
def test_a_stop_key_does_no_harm(page: str, key: tuple[str, str]) -> None:
    """It says that no belt moves; the page is as it was, and nothing is wanted."""
    stack, noting = opened(PAGES[page])
    stack.press(*key)
    assert (stack.top, stack.depth, stack.over) == (PAGES[page], 2, False)
    assert noting.wanted == []
    assert NO_BELT in text_of(stack.draw((80, 24)))
    stack.press("f2", "")
    assert NO_BELT not in text_of(stack.draw((80, 24)))


@pytest.mark.parametrize("key", ["x", "0", "é"])
def test_a_key_that_means_nothing_says_so_until_the_next(key: str) -> None:
    """As in a session; nobody presses it again and waits."""
    stack = Stack((BOTTOM,), Noting())
    stack.press(key, key)
    assert "That key does nothing here." in text_of(stack.draw((80, 24)))
    stack.press("f2", "")
    assert "That key does nothing here." not in text_of(stack.draw((80, 24)))


def test_the_keys_of_a_page_can_be_read_and_put_away() -> None:
    """By the same key."""
    stack = Stack((BOTTOM,), Noting())
    for key in ("question_mark", "f1"):
        stack.press(key, "?" if key != "f1" else "")
        assert "these keys, and away again" in text_of(stack.draw((80, 24)))
        assert "P           practise" in text_of(stack.draw((80, 24)))
        stack.press(key, "?" if key != "f1" else "")
        assert stack.top == BOTTOM


def test_space_is_not_nothing_where_a_page_has_it() -> None:
    """Body work is held by it."""
    player = HelpPage(PlayerPage(score_of(find_routine("mobility"))))
    said = {page: text_of(page.body(80, 22)) for page in (HelpPage(BOTTOM), player)}
    assert ["SPACE       and the other" in text for text in said.values()] == [True, False]
    assert "SPACE       hold" in said[player]


def test_a_long_title_is_there_whole() -> None:
    """The day stands beside it, and how long ago the birth was only where there is room."""
    title = "Six questions before the session"
    stack = Stack((BOTTOM, TextPage(title, ())), Noting())
    small, large = (text_of(stack.draw((columns, 24))[:1]) for columns in (80, 100))
    assert title in small
    assert small.endswith("Tuesday 7 April")
    assert title in large
    assert large.endswith("Tuesday 7 April, 14 weeks since the birth")


_STEPS = st.lists(
    st.one_of(
        st.sampled_from(_ALL_KEYS),
        st.tuples(st.integers(0, 200), st.integers(0, 60)),
        st.integers(0, 10 * LOOK_EVERY),
    ),
    max_size=40,
)


@given(st.sampled_from(sorted(PAGES)), _STEPS)
def test_no_keys_and_no_size_break_anything(
    page: str, steps: list[tuple[str, str] | tuple[int, int] | int]
) -> None:
    """Keys, resizes and time in any order: the screen is always whole, and Q is always near."""
    stack, _ = opened(PAGES[page])
    for step in steps:
        if stack.over:
            break
        match step:
            case int():
                stack.at(step)
            case (str() as key, str() as char):
                stack.press(key, char)
            case (int() as columns, int() as rows):
                lines = stack.draw((columns, rows))
                assert len(lines) == rows
                assert all(width_of(line) <= columns for line in lines)
    for _ in range(40):
        if stack.depth > 1:
            stack.press("escape", "")
    if not stack.over:
        stack.press("q", "q")
    assert stack.over


@pytest.mark.parametrize("size", [(79, 24), (80, 23), (20, 5), (1, 1)])
def test_a_terminal_that_is_too_small_says_so(size: tuple[int, int]) -> None:
    """As much of it as there is room for."""
    told = text_of(Stack((BOTTOM,), Noting()).draw(size)).replace("\n", " ")
    assert told.startswith(f"Reprise needs 80 x 24 cells; these are {size[0]}"[: min(19, size[0])])


def test_a_long_hint_is_there_whole() -> None:
    """Over the last lines of the page; a path can be long."""
    told = "The diary is written by another Reprise just now; " * 4 + "nothing was kept."
    stack = Stack((BOTTOM,), Noting(Stay(told)))
    stack.press("h", "h")
    lines = stack.draw((80, 24))
    assert len(lines) == 24
    assert "nothing was kept." in text_of(lines)
    assert " ".join(text_of(lines[-4:]).split()) == told


def test_reading_matter_can_be_read_to_its_end() -> None:
    """DOWN leads to the last line at every size, and UP back to the first."""
    page = PAGES["text"]
    assert isinstance(page, TextPage)
    for columns, rows in SIZES:
        at: Page = page
        assert "more: DOWN" in text_of(at.body(columns, rows - AROUND))
        for _ in range(100):
            turn = at.press("down", "")
            at = turn.page if isinstance(turn, Become) else at
        end = text_of(at.body(columns, rows - AROUND))
        assert page.paragraphs[-1].text.split()[0] in end
        assert "more: DOWN" not in end
        for _ in range(100):
            turn = at.press("up", "")
            at = turn.page if isinstance(turn, Become) else at
        assert at == page


RETURNED: list[object] = []
"""What pages that count were told."""


class Counting:
    """A page that shows how often its key was pressed, and opens and closes like others."""

    def __init__(self, count: int = 0) -> None:
        self.count = count
        self.title, self.keys = f"Count {count}", ()

    def body(self, width: int, rows: int) -> list[object]:
        """Return nothing."""
        del width, rows
        return []

    def press(self, key: str, char: str) -> Turn:
        """Open, count, close, or go wrong."""
        del char
        match key:
            case "o" | "enter":
                return Open(Counting(self.count + 1))  # type: ignore[arg-type]
            case "c":
                return Close(self.count)
            case "w":
                raise LookupError(key)
            case "x":
                return Do(Leave("left"))
            case _:
                return Stay()

    def returned(self, result: object) -> Turn:
        """Count on by what a page above was closed with."""
        RETURNED.append(result)
        number = result if isinstance(result, int) else 0
        return Become(Counting(self.count + 10 * number))  # type: ignore[arg-type]


def test_what_a_page_was_closed_with_goes_to_the_one_below() -> None:
    """And the last one's result is that of the whole."""
    stack = Stack((Counting(1),), Noting())  # type: ignore[arg-type]
    for key in ("o", "o", "c", "c"):
        stack.press(key, key)
    assert stack.top.title == f"Count {1 + 10 * (2 + 10 * 3)}"
    stack.press("c", "c")
    assert (stack.over, stack.result) == (True, 321)


def test_the_keys_that_were_read_are_nothing_to_the_page_below() -> None:
    """It did not open them, and is told of nothing."""
    told = list(RETURNED)
    stack = Stack((Counting(1),), Noting())  # type: ignore[arg-type]
    for key in ("escape", "enter", "?"):
        stack.press("question_mark", "?")
        assert stack.top.title == "Keys"
        stack.press(key, key if key == "?" else "")
        assert stack.top.title == "Count 1"
    assert told == RETURNED


def test_a_page_called_off_gives_nothing() -> None:
    """Escape closes one that has no use for it, with None."""
    stack = Stack((Counting(1),), Noting())  # type: ignore[arg-type]
    stack.press("o", "o")
    stack.press("escape", "")
    assert stack.top.title == "Count 1"


def test_time_lets_today_look_again_once_a_minute() -> None:
    """Not more often, and a hint stands meanwhile."""
    noting = Noting()
    stack = Stack((BOTTOM,), noting)
    stack.press("space", " ")
    for tenth in range(599):
        stack.at(5 + tenth * LOOK_EVERY // 600)
    assert noting.wanted == []
    assert NO_BELT in text_of(stack.draw((80, 24)))
    stack.at(5 + LOOK_EVERY)
    assert noting.wanted == [Look()]
    assert isinstance(stack.top, TodayPage)


def shown(app: PagesApp) -> str:
    """Return what the terminal shows."""
    from controller.tui.drawing.canvas import Canvas  # noqa: PLC0415

    canvas = app.screen.query_one(Canvas)
    return "\n".join(canvas.render_line(y).text for y in range(app.size.height))


@pytest.mark.asyncio
async def test_a_resize_keeps_the_page_and_where_it_is() -> None:
    """Too small in between, where no key counts but Ctrl-C."""
    page = TextPage("Long", tuple(Paragraph(f"line {number}") for number in range(60)))
    app = PagesApp((BOTTOM, page), Noting())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down")
        await pilot.pause()
        assert "line 5" in shown(app)
        assert "line 3\n" not in shown(app)
        await pilot.resize_terminal(60, 20)
        await pilot.press("q", "escape", "enter", "down")
        await pilot.pause()
        assert "Reprise needs 80 x 24" in shown(app)
        await pilot.resize_terminal(100, 30)
        await pilot.pause()
        assert "line 5" in shown(app)
        assert "line 3 " not in shown(app)
        await pilot.resize_terminal(60, 20)
        await pilot.press("ctrl+c")
        await pilot.pause()
        assert not app.is_running


@pytest.mark.asyncio
async def test_a_key_that_is_held_goes_no_further_than_the_page_it_led_to() -> None:
    """Pressed anew it counts, and another key at once."""
    app = PagesApp((Counting(),), Noting())  # type: ignore[arg-type]
    async with app.run_test(size=(80, 24)) as pilot:
        for each in range(8):
            app.post_message(key_at("enter", each * 0.05))
        await pilot.pause()
        assert app.stack.depth == 2
        app.post_message(key_at("o", 0.4))
        await pilot.pause()
        assert app.stack.depth == 3
        app.post_message(key_at("o", 0.4 + HELD - 0.01))
        await pilot.pause()
        assert app.stack.depth == 3
        app.post_message(key_at("o", 0.4 + 2 * HELD))
        await pilot.pause()
        assert app.stack.depth == 4


@pytest.mark.asyncio
async def test_a_mistake_of_a_page_ends_without_a_traceback(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """It is kept, for the command line to make a sentence of it."""
    app = PagesApp((Counting(),), Noting())  # type: ignore[arg-type]
    with pytest.raises(LookupError):
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("w")
    assert isinstance(app.mistake, LookupError)
    assert "Traceback" not in "".join(capsys.readouterr())


@pytest.mark.asyncio
async def test_who_shows_pages_gets_what_they_were_left_with(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A result, a mistake, or the end by a signal."""

    async def pressed(*keys: str, signal: bool = False) -> object:
        async def run(app: PagesApp) -> object:
            async with app.run_test(size=(80, 24)) as pilot:
                await pilot.press(*keys)
                if signal:
                    app.end_by_signal()
                await pilot.pause()
            return app.return_value

        monkeypatch.setattr(PagesApp, "run_async", run)
        return await show((Counting(),), Noting())  # type: ignore[arg-type]

    assert await pressed("x") == "left"
    assert await pressed("c") == 0
    with pytest.raises(LookupError):
        await pressed("w")
    with pytest.raises(KeyboardInterrupt):
        await pressed(signal=True)
