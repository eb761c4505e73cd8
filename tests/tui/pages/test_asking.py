"""The pages that ask: what is seen at every question, and that they read as the lines do."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controller.cli.coach.asking import AnswersInvalid, KeepSigns, fill_in, fill_in_entries
from controller.coach.asking.calls import Call, call_words, calls, calls_so_far
from controller.coach.asking.daily import WHICH
from controller.coach.asking.entries import (
    Entries,
)
from controller.coach.asking.interview import Interview
from controller.coach.asking.setup import CLEARANCE, SCORE, SETUP, Reads
from controller.coach.history import (
    Birth,
    BirthKind,
    Clearance,
    Fact,
    History,
    Screen,
    Told,
    Weekly,
)
from controller.tui.drawing.font import GLYPHS, big
from controller.tui.drawing.ink import STYLES, width_of
from controller.tui.pages.asking.answers import AnswersPage, clearance_page, score_page, setup_page
from controller.tui.pages.asking.called_off import CalledOff
from controller.tui.pages.asking.entry import EntryPage
from controller.tui.pages.asking.follows import FollowsPage
from controller.tui.pages.asking.form import FormPage
from controller.tui.pages.asking.keep import Kept, SignsKept
from controller.tui.pages.asking.text_line import TextLine
from controller.tui.pages.settled import COUNTS_AFTER, TOO_SOON
from tests.lanes import one_in
from tests.tui.pages.asked import KNOWN, NOW, SPEEDS, Pages, checks, every_question

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from controller.coach.asking.questions import Answer
    from controller.tui.drawing.ink import Line
    from controller.tui.pages.page import Page

SIZES: Final = ((80, 22), (81, 23), (100, 28), (160, 43), (240, 68), (400, 22), (80, 98))
"""Of the body: what a terminal has, without the first line and the last."""
YES: Final = {"leak_urine": 2, "leak_bowel": 1, "heaviness": 2}
"""What a clinician's yes changes under the bundled policies."""
AZERTY: Final = dict(zip("1234567890", "&é\"'(-è_çà", strict=True))
FORMS: Final = checks()


def drawn(page: Page, width: int, rows: int) -> list[Line]:
    """Return the body, and hold it to what every body keeps to."""
    lines = page.body(width, rows)
    assert len(lines) <= rows
    assert max(width_of(line) for line in lines) <= width
    assert {span.style for line in lines for span in line} <= set(STYLES)
    return lines


def plainly(lines: Sequence[Line]) -> str:
    """Return all words that are seen, one blank between any two."""
    return " ".join(" ".join("".join(span.text for span in line) for line in lines).split())


@pytest.mark.parametrize("size", one_in(3, SIZES))
@pytest.mark.parametrize("country", ["GB", ""])
@pytest.mark.parametrize("name", FORMS)
def test_each_question_is_whole_at_every_size(
    name: str, country: str, size: tuple[int, int]
) -> None:
    """Text, keys, words, place, and whom to call: nothing is cut, whatever was told before."""
    for page in every_question(checks(country)[name]):
        question = page.interview.question
        lines = drawn(page, *size)
        seen, words = plainly(lines), {span.text.strip() for line in lines for span in line}
        so_far = calls_so_far(page.interview)
        if so_far:
            assert all(each in seen for each in call_words(so_far[0], country)[0].split())
        if question is None:
            assert "ENTER keep it" in seen
            continue
        row = question.in_a_row
        raw = ["".join(span.text for span in line) for line in lines]
        number, of = page.interview.place
        assert f"{number} of {of}" in seen
        assert all(each in seen for each in question.text.split())
        for answer in question.answers:
            drawn_large = any(
                all(any(each in line for line in raw) for each in large(answer, scale, row=row))
                for scale in (1, 2, 3)
            )
            assert answer.key.upper() in words or drawn_large
            assert drawn_large or all(each in seen for each in answer.words.split())
            assert row or all(each in seen for each in answer.words.split())
        assert ("ENTER" in words) == bool(question.usual)


def large(answer: Answer, scale: int, *, row: bool) -> list[str]:
    """Return an answer in large letters: the number of a row, else the key."""
    text = answer.words if row else answer.key.upper()
    if any(each not in GLYPHS for each in text):
        return ["?"]
    return [each.replace("#", "█") for each in big(text, scale)]


@pytest.mark.parametrize("name", FORMS)
def test_each_key_at_each_question(name: str) -> None:
    """It answers what the form says, by any row of digits and in capitals; all others nothing."""
    for page in every_question(FORMS[name]):
        for key in "0123456789abcdefghijklmnopqrstuvwxyz\r":
            expected = page.interview.press("enter" if key == "\r" else key)
            for typed in {key, key.upper(), AZERTY.get(key, key)}:
                pages = Pages(page).press(typed)
                if page.interview.question is None and key == "\r":
                    assert len(pages.kept) == 1
                elif expected is None:
                    assert isinstance(pages.top, FormPage)
                    assert pages.top.interview is page.interview
                else:
                    assert isinstance(pages.top, FormPage)
                    assert pages.top.interview == expected
        for key in ("up", "down", "f5", "tab", " ", "?", "+"):
            pages = Pages(page).press(key)
            assert pages.top.interview is page.interview  # type: ignore[attr-defined]
            assert not pages.hint


def by_lines(lines: Sequence[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a pipe give these lines."""
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{each}\n" for each in lines)))


def left_by_lines(page: FormPage, keys: Sequence[str]) -> tuple[Fact, ...]:
    """Return what is kept where the lines of a form end before its questions, and is told so."""
    kept = list[Fact]()

    def keep(done: Interview) -> bool:
        kept.extend(page.if_left(done))
        return bool(kept)

    with pytest.raises(AnswersInvalid) as ended:
        plain(page, keys, keep)
    assert ("but the warning sign" in str(ended.value)) == bool(kept)
    return tuple(kept)


def none_kept(done: Interview) -> bool:
    """Keep nothing, whatever was told."""
    del done
    return False


def plain(page: FormPage, keys: Sequence[str], keep: KeepSigns = none_kept) -> Interview:
    """Return the form as the questions line by line fill it in."""
    with pytest.MonkeyPatch.context() as patched:
        by_lines([{"\r": "", "\b": "back"}.get(each, each) for each in keys], patched)
        return fill_in(page.interview.form, lambda _: None, "", keep)


@given(
    st.sampled_from(sorted(FORMS)),
    st.lists(st.sampled_from(["\r", "\b", *"0123456789xcoltuq?"]), max_size=30),
    st.booleans(),
)
def test_any_keys_end_as_they_end_line_by_line(
    name: str,
    keys: list[str],
    leave: bool,  # noqa: FBT001  # drawn by position
) -> None:
    """Called off, with the same signs kept; or the very answers, by the keys that answered."""
    page = FORMS[name]
    pages, pressed = Pages(page), list[str]()
    for key in keys:
        top = pages.top
        assert isinstance(top, FormPage)
        if top.interview.question is None and key == "\r":
            break
        before = top.interview
        pages.press(key)
        assert isinstance(pages.top, FormPage)
        if before.question is None and pages.top.interview is not before:
            pressed.pop()  # line by line nobody is asked once more
        elif pages.top.interview is not before:
            pressed.append(key)
        elif before.question is not None and key != "\b":
            with pytest.raises(AnswersInvalid, match="answers nothing here"):
                plain(page, [*pressed, key])
    if leave:
        assert isinstance(pages.top, FormPage)
        answered = pages.top.interview
        signs = page.if_left(answered)
        pages.press("\x1b", "\x1b")
        assert pages.kept == ([signs] if signs else [])
        if answered.question is not None:  # line by line the last answer keeps it all
            assert left_by_lines(page, pressed) == signs
        return
    while (question := pages.top.interview.question) is not None:  # type: ignore[attr-defined]
        pressed.append(question.answers[0].key)
        pages.press(pressed[-1])
    pages.press("\r")
    if not pages.over:
        assert isinstance(pages.top, FollowsPage)
        pages.press("\r")
    done = plain(page, pressed)
    assert pages.closed == done
    assert pages.kept == [page.to_facts(done)]


def test_a_page_says_what_stands_behind_an_answer() -> None:
    """Where nothing else follows, too."""
    pages = Pages(setup_page(History(), {}, NOW, "signs"), diary=Kept(stands="THE SIGN STANDS."))
    pages.press("0", "\r")
    assert isinstance(pages.top, FollowsPage)
    assert "THE SIGN STANDS." in plainly(drawn(pages.top, 80, 22))


@pytest.mark.parametrize("sign", ["chest", "belly"])
def test_what_is_read_from_afar_is_there_whole(sign: str) -> None:
    """In the narrowest terminal, too, and in one that is wide and low."""
    page = FollowsPage((Screen(NOW, (sign,)),), "", "", None)
    seen = [
        ["".join(span.text for span in line).strip() for line in page.body(width, 22)[:8]]
        for width in (80, 88, 160)
    ]
    assert seen[0] == seen[1]
    assert all("█" in rows[1] for rows in seen)


def test_a_key_that_comes_with_the_page_answers_nothing() -> None:
    """Neither forward nor back; ESC is exempt. The page says what to do."""
    for key in ("0", "1", "\r", "\b"):
        pages = Pages(FORMS["before"]).press("0", "0", "0")
        assert isinstance(pages.top, FormPage)
        before = pages.top.interview
        pages.press(key, after=COUNTS_AFTER - 1)
        assert isinstance(pages.top, FormPage)
        assert (pages.top.interview, pages.hint) == (before, TOO_SOON)
        pages.press(key, after=COUNTS_AFTER)
        assert pages.top.interview != before
    held = Pages(FORMS["before"]).press("0")
    for _ in range(20):
        held.press("0", after=100_000_000)
    assert isinstance(held.top, FormPage)
    assert len(held.top.interview.answered) == 1
    assert isinstance(held.press("\x1b", after=0).top, CalledOff)


def test_enter_that_comes_with_the_last_page_keeps_nothing() -> None:
    """Nor does one that comes with what follows close it unread."""
    pages = Pages(FORMS["after"]).press("4", "\r")
    assert pages.press("\r", after=0).kept == []
    pages.press("\r")
    assert isinstance(pages.top, FollowsPage)
    assert not pages.press("\r", after=0).over
    assert pages.press("\r").over


def test_calling_off_says_that_nothing_was_kept_and_leads_back() -> None:
    """With one key to the very question; a form without an answer just closes."""
    pages = Pages(FORMS["before"]).press("0", "0", "\x1b")
    assert "Nothing of it was kept." in pages.text()
    pages.press("\b")
    assert isinstance(pages.top, FormPage)
    assert [each.answer.key for each in pages.top.interview.answered] == ["0", "0"]
    assert pages.press("\x1b", "\r").closed is None
    assert Pages(FORMS["before"]).press("\x1b").closed is None
    assert pages.kept == []


LEFT_WITH_A_SIGN: Final[dict[str, tuple[Page, tuple[str, ...], str, str]]] = {
    "set-up": (
        setup_page(History(), SPEEDS, NOW), (*"none\r", "1", "2"), "breath",
        "The treadmill stays off, for walking too",
    ),
    "set-up, bulge": (
        setup_page(History(), SPEEDS, NOW), (*"none\r", "3"), "bulge", "walking stays open",
    ),
    "set-up, at its end": (
        setup_page(KNOWN, SPEEDS, NOW, "signs"), ("2", "5"), "fever", "The treadmill stays off",
    ),
    "before": (FORMS["before"], ("1", "1", "0"), "chest", "The treadmill stays off"),
    "next day": (FORMS["next-day"], (*"\r\r\r1",), "bleeding", "The treadmill stays off"),
    "after": (FORMS["after"], ("4", "1", "u"), "chest", "The treadmill stays off"),
}  # fmt: skip


@pytest.mark.parametrize("name", LEFT_WITH_A_SIGN)
def test_a_warning_sign_that_was_told_is_kept_when_the_questions_are_left(name: str) -> None:
    """And nothing else (SAFETY S38). She is told so before and after, and may take it back."""
    page, keys, sign, off = LEFT_WITH_A_SIGN[name]
    pages = Pages(page).press(*keys)
    assert pages.top.keys[-1] == ("ESC", "leave, keep the warning sign")
    pages.press("\x1b")
    told = " ".join(pages.text().split())
    what = "Something bulging below" if sign == "bulge" else "The warning sign"
    assert f"CALLED OFF {what} is kept, and nothing else." in told
    assert off in told
    assert told.startswith(("Call ", "Something bulging below: see "))
    assert pages.press("\b").top.keys[-1] == ("ESC", "leave, keep the warning sign")
    pages.press("\x1b", "\r")
    assert pages.kept == [(Screen(NOW, (sign,)),)]
    assert isinstance(pages.top, FollowsPage)
    assert pages.press("\r").closed == SignsKept((Screen(NOW, (sign,)),))


def test_a_warning_sign_that_was_taken_back_is_not_kept() -> None:
    """By a step back, as any other answer."""
    pages = Pages(FORMS["before"]).press("1", "1", "\b", "\b", "0", "\x1b", "\r")
    assert (pages.closed, pages.kept) == (None, [])


def test_the_answers_show_a_sign_that_was_kept_on_the_way_out() -> None:
    """They are not said to be as they were."""
    pages = Pages(AnswersPage(KNOWN, SPEEDS, NOW, YES)).press("b", "1", "1", "\x1b", "\r", "\r")
    assert isinstance(pages.top, AnswersPage)
    assert (pages.hint, pages.kept) == ("", [(Screen(NOW, ("chest",)),)])
    assert "told on 2026-05-13" in pages.text()


def test_what_cannot_be_kept_is_said_and_stays() -> None:
    """The answers are still there when the diary is free again."""
    pages = Pages(FORMS["weekly"], diary="Another window writes the diary.")
    pages.press("0", "2", "4", "4", "\r")
    assert pages.hint == "Another window writes the diary."
    pages.diary = Kept()
    pages.press("\r")
    assert pages.kept == [(Weekly(NOW, 0, "same", 4, 4),)]
    assert isinstance(pages.closed, Interview)


FOLLOWS: Final[dict[str, tuple[str, str, str, tuple[str, ...], tuple[str, ...]]]] = {
    "nothing": ("before", "GB", "00\r\r\r1", (), ()),
    "chest": (
        "before", "GB", "1100\r11",
        ("Call 999 now.", "The treadmill stays off, for walking too,"),
        ("a clinician has been seen", "Short"),
    ),
    "dark thoughts": (
        "before", "GB", "1600\r11", ("Tell somebody today", "The treadmill stays off"), (),
    ),
    "fever": ("next-day", "", "\r\r\r0425", ("midwife or doctor today, or else your",), ()),
    "a soaked pad": ("next-day", "GB", "\r\r\r0427", ("Call 999 now.", "stays off"), ("today",)),
    "a soaked pad, in the other list": ("before", "GB", "1700\r11", ("Call 999 now.",), ("today",)),
    "bulge": (
        "next-day", "GB", "\r\r\r043",
        ("bulging below", "pelvic-health physiotherapist", "walking stays open"), ("treadmill",),
    ),
    "bleeding since": ("next-day", "GB", "\r\r\r140", ("today, or else 999", "stays off"), ()),
    "tired": ("next-day", "GB", "\r\r\r020", ("Tired is a reason to take it easier.", "COMES"), ()),
    "pain": ("before", "GB", "000430\r1", ("Pain of 4: no running above 2; a walk is open.",), ()),
    "no key": ("before", "GB", "000\r10", ("Nothing on the belt without the safety key",), ()),
    "worn out": ("before", "GB", "000\r01", ("A short night or an empty stomach",), ("█",)),
    "low": ("weekly", "US", "0132", ("A low mood", "call 911 now"), ("2", "mood 2")),
    "the door": ("stopped", "GB", "14\r", ("open for 30 minutes", "Tomorrow: six", "COMES"), ()),
    "something since": ("after", "GB", "41u", ("Call 999 now.",), ("Tomorrow", "COMES")),
}  # fmt: skip


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", FOLLOWS)
def test_what_follows(name: str, size: tuple[int, int]) -> None:
    """The gravest first, what is possible, what comes next; and nothing where nothing follows."""
    form, country, keys, says, never = FOLLOWS[name]
    pages = Pages(checks(country)[form], diary=Kept("COMES NEXT." if form != "before" else ""))
    pages.press(*keys, "\r")
    if not says:
        assert isinstance(pages.closed, Interview)
        return
    assert isinstance(pages.top, FollowsPage)
    body = drawn(pages.top, *size)
    seen = plainly(body)
    places = [seen.find(each) for each in says]
    assert -1 not in places, seen
    assert places == sorted(places)
    assert all(each not in seen for each in never)
    assert "ENTER go on" in seen
    strong = plainly([tuple(each for each in line if each.style == "strong") for line in body])
    assert ("COMES NEXT." in seen) == ("COMES NEXT." in strong)
    assert isinstance(pages.press("\r").closed, Interview)


@given(st.sampled_from(sorted(FORMS)), st.data())
def test_what_is_said_on_the_way_is_what_is_said_of_the_facts(
    name: str, data: st.DataObject
) -> None:
    """Whom to call does not change when the form is done."""
    page = FORMS[name]
    interview = page.interview
    while (question := interview.question) is not None and len(interview.answered) < 20:
        done = interview.press(data.draw(st.sampled_from(question.answers)).key)
        assert done is not None
        # Whoever is to be called now is not told of a lesser call any more.
        assert set(calls_so_far(done)) >= set(calls_so_far(interview)) - {Call.TODAY, Call.BLEEDING}
        interview = done
    if interview.question is None:
        assert calls_so_far(interview) == calls(page.to_facts(interview))


LINES: Final = (
    *("", "0", "1", "2", "3", "none", "2026-05-01", "1 May 2026", "2999-01-01", "1985-01-01"),
    *("tomorrow", "de", "Germany", "5.2 km/h", "8:00 /km", "7", "12 km/h", "  gb  ", "ÄÖ", "back"),
)


def written(asked: Entries, line: str) -> tuple[str, ...]:
    """Return the keys that give a line where one is written, and its first key where not."""
    question = asked.question
    assert question is not None
    if line == "back":
        return ("up",)
    if question.reads in (Reads.CHOICE, Reads.SIGNS):
        return (line.strip()[:1] or "\r",)
    return (*line, "\r")


def typed_lines(asked: Entries, line: str) -> str:
    """Return the line that is the same without a screen."""
    question = asked.question
    assert question is not None
    keyed = question.reads in (Reads.CHOICE, Reads.SIGNS) and line != "back"
    return line.strip()[:1] if keyed else line


def plain_entries(asked: Entries, lines: Sequence[str]) -> Entries:
    """Return questions of the set-up as they are filled in line by line."""
    with pytest.MonkeyPatch.context() as patched:
        by_lines(lines, patched)
        return fill_in_entries(asked, lambda _: None, "", none_kept)


def asked_anew() -> Iterator[EntryPage]:
    """Yield every way into the set-up."""
    for history in (History(), KNOWN):
        yield setup_page(history, SPEEDS, NOW)
        yield from (setup_page(history, SPEEDS, NOW, each.key) for each in SETUP)
        yield clearance_page(history, NOW, YES)
        yield clearance_page(history, NOW, {"leak_urine": 1})
        yield score_page(history, NOW)


ENTRY_PAGES: Final = tuple(asked_anew())
_GOOD: Final = ("1", "2026-05-01", "de", "5.2 km/h", "7.5 km/h", "Dr. Example")


class Typist:
    """Gives lines to a page of entries, and remembers those that were answers."""

    def __init__(self, page: EntryPage) -> None:
        self.page, self.pages = page, Pages(page)
        self.answers: list[str] = []

    @property
    def entries(self) -> Entries:
        """The answers so far."""
        assert isinstance(self.pages.top, EntryPage)
        return self.pages.top.entries

    def give(self, line: str) -> None:
        """Give a line; if it is no answer it is none from a pipe either, for the same reason."""
        before, top = self.entries, self.pages.top
        assert isinstance(top, EntryPage)
        # A line that was no answer stands there to be mended: it is taken away first.
        self.pages.press(*["\b"] * (len(top.line.text) if _by_line(before) else 0))
        self.pages.press(*written(before, line))
        if self.entries is not before:
            self.answers.append(typed_lines(before, line))
        elif line != "back":
            with pytest.raises(AnswersInvalid) as refused:
                plain_entries(self.page.entries, [*self.answers, typed_lines(before, line)])
            wrong = self.pages.top.wrong if isinstance(self.pages.top, EntryPage) else ""
            assert not _by_line(before) or str(refused.value) == f"{wrong} Nothing was kept."

    def finish(self) -> None:
        """Answer what is still open, and keep it."""
        for line in _GOOD * len(self.page.entries.questions):
            if self.entries.question is not None:
                self.give(line)
        self.pages.press("\r")
        if not self.pages.over:
            assert isinstance(self.pages.top, FollowsPage)
            self.pages.press("\r")


@given(st.sampled_from(ENTRY_PAGES), st.lists(st.sampled_from(LINES), max_size=25))
def test_a_screen_reads_each_line_as_a_pipe_does(page: EntryPage, lines: list[str]) -> None:
    """The same answers and facts, and the same sentence for what is none."""
    typist = Typist(page)
    for line in lines:
        if typist.entries.question is not None:
            typist.give(line)
    typist.finish()
    done = plain_entries(page.entries, typist.answers)
    assert typist.pages.closed == done
    assert typist.pages.kept == [page.to_facts(done)]


def _by_line(asked: Entries) -> bool:
    question = asked.question
    return question is not None and question.reads not in (Reads.CHOICE, Reads.SIGNS)


@pytest.mark.parametrize("size", one_in(3, SIZES))
@pytest.mark.parametrize("text", ["", "1985-01-01", "a" * 390, "跑" * 300])
def test_each_entry_is_whole_at_every_size(text: str, size: tuple[int, int]) -> None:
    """Text, choices, hints, what ENTER takes, and what is wrong with the line, in its place."""
    for page in ENTRY_PAGES:
        question = page.entries.question
        assert question is not None
        pages = Pages(page)
        if text and _by_line(page.entries):
            pages.press(*text)
        seen = plainly(drawn(pages.top, *size))
        assert all(each in seen for each in question.text.split())
        assert all(word in seen for _, words, _ in question.choices for word in words.split())
        assert all(word in seen for hint in page.entries.hints for word in hint.split())
        usual = bool(page.entries.usual) and not (text and _by_line(page.entries))
        assert ("ENTER " in seen + " ") >= usual
        if text and _by_line(page.entries):
            pages.press("\r")
            wrong = getattr(pages.top, "wrong", "")
            seen = plainly(drawn(pages.top, *size))
            assert all(word in seen for word in wrong.split() if len(word) < 40)


def test_the_set_up_from_first_to_last_key() -> None:
    """Sixteen answers on sixteen screens, what was told, and one key that keeps it."""
    pages = Pages(setup_page(History(), SPEEDS, NOW))
    pages.write("2026-01-13").press("3", "0", "0", "1", "1", "1", "0", "0", "0")
    pages.press("2", "\r").write("gb").press("1")
    pages.write("5.2 km/h").write("8:00 /km")
    assert "13 January 2026" in pages.text()
    assert "less than once a week: pee" in pages.text()
    assert pages.kept == []
    pages.press("\r")
    (facts,) = pages.kept
    birth, screen, *rest = facts
    assert birth == Birth(NOW, NOW.date().replace(month=1, day=13), BirthKind.CAESAREAN)
    assert screen == Screen(NOW, ())
    assert [(each.key, each.value) for each in rest if isinstance(each, Told)] == [
        ("bleeding", "no"),
        ("wound-healed", "yes"),
        ("daily-pelvic", "less than once a week"),
        ("daily-pee", "yes"),
        ("daily-wind", "no"),
        ("daily-heaviness", "no"),
        ("daily-bulge", "no"),
        ("leaked-before", "did not run"),
        ("units", "km"),
        ("country", "GB"),
        ("sensor", "yes"),
        ("walk-speed", "5.2 km/h"),
        ("jog-speed", "7.5 km/h"),
    ]
    assert isinstance(pages.closed, Entries)


def test_a_sign_told_in_the_set_up_says_whom_to_call() -> None:
    """On every page from there on, and on one of its own."""
    pages = Pages(setup_page(History(), SPEEDS, NOW)).write("none").press("1", "2")
    assert "Call your emergency number (112, 999, 911) now." in pages.text()
    pages.press("0", "1", "0", "0", "\r", "\r", "\r", "\r", "\r", "\r")
    assert isinstance(pages.top, FollowsPage)
    assert "The treadmill stays off" in plainly(pages.top.body(80, 22))


def test_what_was_written_stands_there_again_on_the_way_back() -> None:
    """It is mended, not written anew; UP goes back, and BACKSPACE only within the line."""
    pages = Pages(setup_page(History(), SPEEDS, NOW)).write("2026-01-13").press("up")
    assert isinstance(pages.top, EntryPage)
    assert pages.top.line == TextLine.of("2026-01-13")
    pages.press(*["\b"] * 20)
    assert isinstance(pages.top, EntryPage)
    assert (pages.top.line.text, pages.top.entries.given) == ("", ())
    pages.write("1985-01-01")
    assert "41 years ago" in pages.text()
    pages.press("\b")
    assert "years ago" not in pages.text()
    pages.press("\x1b")
    assert isinstance(pages.top, CalledOff)


def test_a_choice_that_was_taken_back_is_marked_on_the_way_back() -> None:
    """ENTER gives it again, as it stands in brackets where it is asked in lines."""
    pages = Pages(setup_page(History(), SPEEDS, NOW)).write("2026-01-13").press("2", "\b")
    assert isinstance(pages.top, EntryPage)
    assert pages.top.entries.usual == BirthKind.ASSISTED.value
    marked = pages.text()
    pages.press("\r")
    assert isinstance(pages.top, EntryPage)
    assert pages.top.entries.value("birth-kind") == BirthKind.ASSISTED.value
    unmarked = Pages(setup_page(History(), SPEEDS, NOW)).write("2026-01-13").text()
    assert marked.count("ENTER") == unmarked.count("ENTER") + 1


def test_what_enter_takes_is_said_while_it_is_written() -> None:
    """A day in words, for 8.3.2026 does not show which number is the month."""
    pages = Pages(setup_page(History(), SPEEDS, NOW)).press(*"8.3.202")
    assert "March" not in pages.text()
    assert "ENTER   8 March 2026" in pages.press("6").text()
    pages.press("\r", "up")
    assert "ENTER   8 March 2026" in pages.text()


def test_the_warning_signs_are_asked_anew_on_the_way_back() -> None:
    """From their first question, and what is answered then counts."""
    pages = Pages(setup_page(History(), SPEEDS, NOW)).write("none").press("2", "5", "\b")
    assert "any warning sign" in pages.text()
    assert "Call" not in pages.text()
    pages.press("3", "0", "1", "0", "0", *["\r"] * 6)
    assert pages.kept[0][1] == Screen(NOW, ("bulge",))


def test_another_birth_is_not_taken_to_be_like_the_last() -> None:
    """A date told anew has its kind told anew; one that is left has ENTER for both."""
    pages = Pages(setup_page(KNOWN, SPEEDS, NOW, "birth")).write("2026-02-01").press("\r")
    assert "ENTER answers nothing here" in pages.hint
    pages.press("1", "\r")
    assert pages.kept == [(Birth(NOW, NOW.date().replace(month=2, day=1), BirthKind.VAGINAL),)]
    left = Pages(setup_page(KNOWN, SPEEDS, NOW, "birth")).press("\r", "\r", "\r")
    assert left.kept == [()]


def test_what_a_clinician_said() -> None:
    """Kind, who, day and words; each of them has to be told."""
    pages = Pages(clearance_page(KNOWN, NOW, YES)).press("\r")
    assert "ENTER answers nothing here" in pages.hint
    pages.press("2").write("").write("Dr. Example, GP")
    pages.write("14 May 2026")
    assert "14 May 2026 is yet to come" in pages.text()
    pages.press(*["\b"] * 11).write("1 May 2026").write("Yes, slowly.")
    assert "Leaking pee as you run" in pages.text()
    pages.press("2", "\r")
    assert pages.kept == [], "no ENTER gives a yes that nobody gave"
    pages.press("n", "1", "0", "\r")
    ((said,),) = pages.kept
    assert isinstance(said, Clearance)
    assert (said.kind.value, said.who, str(said.on), said.words) == (
        "pelvic", "Dr. Example, GP", "2026-05-01", "Yes, slowly.",
    )  # fmt: skip
    assert said.accepted == (("leak_urine", 2), ("leak_bowel", 0), ("heaviness", 1), ("bulge", 0))


LISTED: Final = [each for each in SETUP if each.key not in ("birth-kind", *WHICH)]
"""The questions that have a line of their own on the page of answers."""


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("history", [History(), KNOWN], ids=["nothing", "much"])
def test_all_answers_on_one_page(history: History, size: tuple[int, int]) -> None:
    """Each with its letter and what was told; every one can be told anew."""
    page = AnswersPage(history, SPEEDS, NOW, YES)
    raw = ["".join(span.text for span in line) for line in drawn(page, *size)]
    rows = [line for line in raw if line[3:6].strip() and line[3:6].strip() in "ABCDEFGHIJKLM"]
    assert len(rows) == len(LISTED) + 2 == 13
    labels = [each.label for each in LISTED]
    assert [line[8:44].strip() for line in rows[:-2]] == labels
    told_now = [line[44:].strip() for line in rows]
    if history is KNOWN:
        assert told_now[:2] == ["13 January 2026, caesarean", "none on 2026-05-13"]
        assert told_now[4].startswith("less than once a week: pee,")
        assert told_now[10:] == ["7.5 km/h", "nothing recorded", "none kept"]
    else:
        assert set(told_now[:-2]) == {"not told yet", "left open"}


def test_an_answer_told_anew_stands_on_the_page() -> None:
    """By letter or with the arrows; what was left is as it was."""
    pages = Pages(AnswersPage(KNOWN, SPEEDS, NOW, YES)).press("e", "0", "\r")
    assert isinstance(pages.top, AnswersPage)
    assert pages.kept == [(Told(NOW, "daily-pelvic", "no"),)]
    line = next(each for each in pages.text().splitlines() if "daily life" in each)
    assert line.endswith(" no")
    pages.press("up", "up", "\r", "1").write("Dr. Example, GP").write("1.5.2026").write("Seen.")
    pages.press("0", "\r")
    assert "Dr. Example, GP, 2026-05-01" in pages.text()
    before = pages.text()
    pages.press("a", "\x1b")
    assert pages.hint == "Nothing was kept; it is as it was."
    assert pages.text() == before
    letters = [chr(97 + number) for number in range(13)]
    opened = [Pages(AnswersPage(KNOWN, SPEEDS, NOW, YES)).press(each).top for each in letters]
    firsts = [each.entries.questions[0].key for each in opened if isinstance(each, EntryPage)]
    assert firsts == [*(e.key for e in LISTED), CLEARANCE[0].key, SCORE]


@given(
    st.lists(
        st.sampled_from(["left", "right", "home", "end", "\b", "delete", *"ab 跑\x1b\n\u200b"])
        | st.text(max_size=5),
        max_size=40,
    ),
    st.integers(1, 60),
)
def test_a_line_holds_what_was_typed_and_shows_the_cursor(keys: list[str], width: int) -> None:
    """Nothing that a terminal would obey, whatever is pasted; the cursor is always in sight."""
    line, text, at = TextLine(), "", 0
    for key in keys:
        name = {"\b": "backspace"}.get(key, key)
        line = line.press(name, "" if name in _MOVES else key) or line
        match name:
            case "left":
                at = max(0, at - 1)
            case "right":
                at = min(len(text), at + 1)
            case "home":
                at = 0
            case "end":
                at = len(text)
            case "backspace":
                text, at = text[: max(0, at - 1)] + text[at:], max(0, at - 1)
            case "delete":
                text = text[:at] + text[at + 1 :]
            case _:
                new = "".join(each for each in key if each.isprintable())
                text, at = text[:at] + new + text[at:], at + len(new)
        assert (line.text, line.cursor) == (text, at)
        shown = line.shown(width + 2)
        assert width_of(shown) == width + 2
        assert shown[1].text == (text[at : at + 1] or " ")
        assert all(span.text.isprintable() for span in shown)


_MOVES: Final = ("left", "right", "home", "end", "backspace", "delete")


def test_wide_letters_behind_the_cursor_take_their_room() -> None:
    """A name in another script is cut at the edge, not the edge moved."""
    line = TextLine("\u8dd1" * 30, 0)
    assert width_of(line.shown(21)) == 21


def test_a_line_takes_no_more_than_it_can_hold() -> None:
    """A book that is pasted by mistake is cut, and the question says how much it takes."""
    line = TextLine().press("paste", "a" * 10_000)
    assert line is not None
    assert len(line.text) == 400
    assert line.press("b", "b") is None


def test_what_was_answered_last_is_seen_where_not_all_has_room() -> None:
    """With how many came before, and the keys that keep it or take it back."""
    pages = Pages(FORMS["before"]).press("0", "0", "0")
    pages.press(*("5", "3") * 12, "0", "1", "1")
    seen = plainly(drawn(pages.top, 80, 22))
    assert "and 14 before these" in seen
    assert seen.index("safety key be clipped to you? yes") < seen.index("ENTER keep it")
