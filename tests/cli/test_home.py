"""``reprise`` alone: what the pages want is done, and what is begun there goes as ever."""

from __future__ import annotations

import argparse
import io
import os
import signal
import sqlite3
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest

from controller.cli import home as home_module
from controller.cli import run
from controller.cli.due import now
from controller.cli.home import run_home
from controller.cli.home_doer import (
    CALLED_OFF,
    KEPT_OFF,
    NOT_TODAY,
    Errand,
    HomeDoer,
)
from controller.cli.home_places import PLACES, Pages
from controller.cli.main import EXIT_DONE, EXIT_INTERRUPTED, EXIT_USAGE, main, make_parser
from controller.coach import diary_schema
from controller.coach.diary import Diary
from controller.coach.history import (
    Aftermath,
    Fact,
    History,
    NextDay,
    PreCheck,
    Session,
    Weekly,
)
from controller.coach.interview import Interview
from controller.coach.questions import WEEKLY
from controller.coach.today_values import Item, What
from controller.operator.supervisor import Supervisor
from controller.tui.ink import Line
from controller.tui.pages.page import Become, Close, Do, Open, Page, Stay, Turn
from controller.tui.pages.stack import Stack
from controller.tui.pages.today_page import TodayPage
from controller.tui.pages.wishes import Answers, Attend, Begin, Leave, Look, NotToday, Place, Visit
from tests.cli.terminals import at_a_terminal
from tests.coach.people import leave_journal
from tests.coach.ready import ready, session

BEFORE: Final = ["0", "0", "enter", "enter", "enter", "1"]
"""Nothing to tell."""
WALK: Final = Item(What.SESSION, "WALK", "", do="reprise walk 20min")
NEXT_DAY: Final = ["enter", "enter", "enter", "0", "4", "0"]


@dataclass(frozen=True)
class FormPage:
    """A form as simply as it can be: each key answers, and the last one closes it."""

    asked: Interview
    title: str = "Form"
    keys: tuple[tuple[str, str], ...] = ()

    def body(self, width: int, rows: int) -> list[Line]:
        """Return nothing."""
        del width, rows
        return []

    def press(self, key: str, char: str) -> Turn:
        """Answer."""
        del char
        pressed = self.asked.press(key)
        if pressed is None:
            return Stay()
        return Close(pressed) if pressed.question is None else Become(replace(self, asked=pressed))

    def returned(self, result: object) -> Turn:
        """Nothing is opened from here."""
        del result
        return Stay()


FORMS: Final = Pages(form=FormPage)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let everything that is kept be kept in a folder of the test's own."""
    for name in ("CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("REPRISE_PROFILE", raising=False)
    return tmp_path / "home" / "reprise"


def lived(folder: Path, *facts: Fact, sessions: tuple[Session, ...] = ()) -> None:
    """Put something into the diary."""
    with Diary(folder / "diary.sqlite") as diary:
        diary.add(facts, sessions)


def history(folder: Path) -> History:
    """Return what is in the diary."""
    with Diary(folder / "diary.sqlite") as diary:
        return diary.history()


def arguments(*words: str) -> argparse.Namespace:
    """Return the arguments of ``reprise`` alone."""
    return make_parser().parse_args(["home", *words])


def doer(*words: str, pages: Pages | None = None) -> HomeDoer:
    """Return who does what pages want, with Today looked at once."""
    made = HomeDoer(arguments(*words), pages)
    made.pages()
    return made


def due(made: HomeDoer, what: What = What.SESSION) -> Item:
    """Return what is due."""
    (page,) = made.pages()
    assert isinstance(page, TodayPage)
    item = page.today.first(what)
    assert item is not None
    return item


def errand(turn: object) -> Errand:
    """Return what the pages are left for."""
    assert isinstance(turn, Do)
    assert isinstance(turn.what, Leave)
    assert isinstance(turn.what.result, Errand)
    return turn.what.result


def yesterday(**fields: Any) -> Session:
    """Return a session of yesterday."""
    at = now() - timedelta(hours=31)
    return session(at.date(), **{"at": at, **fields})


@pytest.mark.parametrize("words", [(), ("--profile", "default"), ("home",)])
def test_without_a_terminal_it_is_today(
    folder: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    """Line by line, whether its name is said or not."""
    lived(folder, *ready(now().date()))
    assert main(["today"]) == EXIT_DONE
    expected = capsys.readouterr().out
    assert main(list(words)) == EXIT_DONE
    assert capsys.readouterr().out == expected


def test_another_profile_has_another_today(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the option or by the environment; a name that cannot be is one sentence."""
    lived(folder, *ready(now().date()))
    assert main(["--profile", "anna"]) == EXIT_DONE
    assert "A FEW QUESTIONS FIRST" in capsys.readouterr().out
    monkeypatch.setenv("REPRISE_PROFILE", "no/where")
    assert main([]) == EXIT_USAGE
    assert capsys.readouterr().err.count("\n") == 1


def test_help_and_version_are_those_of_the_whole(capsys: pytest.CaptureFixture[str]) -> None:
    """Not those of the pages."""
    with pytest.raises(SystemExit):
        main(["--help"])
    assert "COMMAND" in capsys.readouterr().out


def test_a_session_is_begun_by_the_words_that_today_prints(folder: Path) -> None:
    """With whose it is, and with the six questions first where there is a page for them."""
    lived(folder, *ready(now().date()))
    made = doer()
    item = due(made)
    assert item.do == "reprise run --level 1"
    assert errand(made.do(Begin(item))) == Errand(["run", "--level", "1"], item)
    asks = doer(pages=FORMS).do(Begin(item))
    assert isinstance(asks, Open)
    assert asks.page.title == "Form"


def test_of_another_profile_it_is_that_profile_s(folder: Path) -> None:
    """In the words, and in the first line."""
    lived(folder / "profiles" / "anna", *ready(now().date()))
    made = doer("--profile", "anna")
    assert errand(made.do(Begin(due(made)))).words == [
        "run", "--level", "1", "--profile", "anna",
    ]  # fmt: skip
    assert made.head.whose == "anna"


def test_a_simulated_session_is_not_asked_about(folder: Path) -> None:
    """Whatever the machine and the speed; the first line says SIMULATED."""
    lived(folder, *ready(now().date()))
    made = doer("--simulate", "urevo-e1l", "--speedup", "60", pages=FORMS)
    item = due(made)
    left = errand(made.do(Begin(item)))
    assert left.simulated
    assert left.words == [
        "run", "--level", "1", "--simulate", "urevo-e1l", "--speedup", "60",
    ]  # fmt: skip
    assert made.head.simulated


def test_practice_is_open_on_every_day(folder: Path) -> None:
    """At the first start, too; never on a real treadmill."""
    assert errand(doer().do(Visit(Place.PRACTICE))) == Errand(
        ["run", "--simulate", "generic"], simulated=True
    )
    lived(folder, *ready(now().date()))
    left = errand(doer().do(Visit(Place.PRACTICE)))
    assert left == Errand(["run", "--level", "1", "--simulate", "generic"], simulated=True)


@pytest.mark.parametrize("place", Place)
def test_every_letter_leads_somewhere(place: Place) -> None:
    """To a page, or to a command there is."""
    turn = doer().do(Visit(place))
    if place in PLACES:
        assert turn == Open(PLACES[place])
    else:
        assert make_parser().parse_args(errand(turn).words).command in ("setup", "run")
    own = FormPage(Interview(WEEKLY))
    assert doer(pages=Pages(places={place: lambda: own})).do(Visit(place)) == Open(own)


def pressed(made: HomeDoer, *keys: str) -> Stack:
    """Return the pages after some keys."""
    stack = Stack(made.pages(), made)
    for key in keys:
        stack.press(key, key if len(key) == 1 else "")
    return stack


def test_six_answers_lead_to_the_session(folder: Path) -> None:
    """They are in the diary, and within the hour they are not asked again."""
    lived(folder, *ready(now().date()))
    made = doer(pages=FORMS)
    stack = pressed(made, "enter", *BEFORE)
    assert stack.over
    assert isinstance(stack.result, Errand)
    assert stack.result.words == ["run", "--level", "1"]
    check = history(folder).facts[-1]
    assert isinstance(check, PreCheck)
    assert check[1:] == (False, False, False, (), True, True)
    assert pressed(doer(pages=FORMS), "enter").over


@pytest.mark.parametrize(
    ("answers", "news"),
    [
        ("0 0 enter 5 3 0 enter 1", KEPT_OFF),
        ("0 0 enter enter enter 0", KEPT_OFF),
        ("1 1 0 enter enter enter 1", "Call your emergency number"),
    ],
)
def test_an_answer_that_keeps_it_off_leads_back_to_today(
    folder: Path, answers: str, news: str
) -> None:
    """With whom to call first, and what is open instead."""
    lived(folder, *ready(now().date()))
    stack = pressed(doer(pages=FORMS), "enter", *answers.split())
    assert not stack.over
    assert isinstance(stack.top, TodayPage)
    assert news in " ".join(stack.top.news)
    assert not stack.top.today.running


def test_with_pain_the_walk_that_was_chosen_begins(folder: Path) -> None:
    """What is easier was chosen, and nothing keeps it off."""
    lived(folder, *ready(now().date()))
    stack = pressed(doer(pages=FORMS), "e", "2", *["0", "0", "enter", "5", "3", "0", "enter", "1"])
    assert stack.over
    assert isinstance(stack.result, Errand)
    assert stack.result.words == ["walk", "30min"]


def test_a_walk_that_was_chosen_does_not_begin_without_the_safety_key(folder: Path) -> None:
    """What keeps the belt off keeps it off for what is easier, too."""
    lived(folder, *ready(now().date()))
    stack = pressed(doer(pages=FORMS), "e", "2", *BEFORE[:5], "0")
    assert not stack.over
    assert isinstance(stack.top, TodayPage)
    assert stack.top.news == (KEPT_OFF,)


def test_half_a_form_is_none(folder: Path) -> None:
    """Whoever made the page that asked: what is not whole is not kept."""
    lived(folder, *ready(now().date()))
    assert doer().do(Answers(Interview(WEEKLY))) == Stay(CALLED_OFF)
    assert not any(isinstance(each, Weekly) for each in history(folder).facts)


def test_a_session_of_before_is_not_what_came_of_this_one(folder: Path) -> None:
    """It is told by when it began."""
    lived(folder, *ready(now().date()), sessions=(yesterday(),))
    made = doer()
    left = Errand(["walk", "20min"], WALK)
    assert made.came_back(left, now()) is None
    assert made.came_back(left, yesterday().at - timedelta(minutes=1)) is not None
    assert made.news[0].startswith("Done: level 1, 30:00 on the belt")


def test_questions_that_are_called_off_keep_nothing(folder: Path) -> None:
    """Escape in the middle of them."""
    lived(folder, *ready(now().date()))
    stack = pressed(doer(pages=FORMS), "enter", *BEFORE[:4], "escape")
    assert (stack.depth, stack.over) == (1, False)
    assert not any(isinstance(each, PreCheck) for each in history(folder).facts)


def test_the_checks_that_are_due_are_asked_and_kept(folder: Path) -> None:
    """Of the session that they are about; then they are not due any more."""
    done = yesterday()
    lived(folder, *ready(now().date() - timedelta(days=9)), sessions=(done,))
    stack = pressed(doer(pages=FORMS), "enter", *NEXT_DAY)
    check = history(folder).next_day(done.id)
    assert isinstance(check, NextDay)
    assert check.energy == 4
    assert isinstance(stack.top, TodayPage)
    assert stack.top.today.first(What.NEXT_DAY) is None
    for key in ("enter", "0", "2", "4", "4"):
        stack.press(key, key)
    assert isinstance(history(folder).facts[-1], Weekly)


def test_without_a_page_the_command_asks(folder: Path) -> None:
    """Line by line, with whose it is."""
    lived(folder, *ready(now().date() - timedelta(days=9)), sessions=(yesterday(),))
    made = doer()
    item = due(made, What.NEXT_DAY)
    assert errand(made.do(Attend(item))).words == ["check", "next-day"]
    assert errand(doer("--profile", "b").do(Attend(item))).words[2:] == ["--profile", "b"]


def test_not_today_judges_nothing() -> None:
    """It leaves, with a friendly word, and keeps nothing."""
    assert doer().do(NotToday()) == Do(Leave(NOT_TODAY))


def test_what_stands_in_the_way_is_one_sentence(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A diary that another Reprise writes, or that is damaged; Today stays, and says it."""
    lived(folder, *ready(now().date()))
    monkeypatch.setattr(diary_schema, "WAIT_S", 0.05)
    made = doer(pages=FORMS)
    stack = pressed(made, "enter", *BEFORE[:-1])
    other = sqlite3.connect(folder / "diary.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    stack.press("1", "1")
    told = " ".join("".join(span.text for line in stack.draw((80, 24)) for span in line).split())
    assert "another Reprise" in told
    assert not stack.over
    other.execute("ROLLBACK")
    other.close()
    (folder / "diary.sqlite").write_bytes(b"nothing of a diary" * 100)
    assert isinstance(made.do(Begin(WALK)), Stay)
    turn = made.do(Look())
    assert isinstance(turn, Become)
    assert isinstance(turn.page, TodayPage)
    assert turn.page.since is None
    (problem,) = turn.page.news
    assert "diary.sqlite" in problem


class Sitting:
    """Somebody at the pages: each time that they are shown, the next keys are pressed.

    Of a session only radio and keys are not there: it leaves a journal, as a real one.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *keys: tuple[str, ...]) -> None:
        self._keys = iter(keys)
        self.seen: list[str] = []
        self.sessions = 0
        self.fails = False
        monkeypatch.setattr(home_module, "_interactive", lambda: True)
        monkeypatch.setattr("controller.tui.pages.app.show", self._show)
        monkeypatch.setattr(run, "_interactive", lambda: True)
        monkeypatch.setattr(run, "_treadmill", lambda _: run._Treadmill(ADDRESS, True, None))
        monkeypatch.setattr(run, "_front_end", self._session)
        monkeypatch.setattr(Supervisor, "over", property(lambda _: True))

    async def _show(self, pages: tuple[Page, ...], made: HomeDoer) -> object:
        stack = Stack(pages, made)
        shown = stack.draw((80, 24))
        self.seen.append(" ".join("".join(span.text for line in shown for span in line).split()))
        for key in next(self._keys):
            stack.press(key, key if len(key) == 1 else "")
        assert stack.over
        return stack.result

    def _session(self, args: argparse.Namespace, operator: Any, *, interactive: bool) -> int:
        assert (args.plain, interactive) == (False, True)
        self.sessions += 1
        if self.fails:
            return 5
        if args.simulate is None:
            command = operator._commands.begin()
            began = datetime.now(UTC)
            leave_journal(
                Path(command[command.index("--journals") + 1]),
                f"{began:%Y%m%dT%H%M%S.%f}Z",
                "never-faster",
                began=began.isoformat(),
            )
            operator._header = {"machine": {"address": ADDRESS, "name": "T"}}
        return 0


ADDRESS: Final = "00:11:22:33:44:55"


def lines(monkeypatch: pytest.MonkeyPatch, *answers: str) -> None:
    """Let lines be typed."""
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{each}\n" for each in answers)))


def test_a_session_from_today_and_back(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Six questions, the session on its own screen, two questions; then Today says what it was."""
    lived(folder, *ready(now().date()))
    sitting = Sitting(monkeypatch, ("enter",), ("q",))
    lines(monkeypatch, "0", "0", "", "", "", "1", "4", "0", "")
    assert run_home(arguments()) == EXIT_DONE
    assert sitting.sessions == 1
    check, after = history(folder).facts[-2:]
    (done,) = history(folder).sessions
    assert isinstance(check, PreCheck)
    assert isinstance(after, Aftermath)
    assert (after.session, after.effort) == (done.id, 4)
    assert "NEWS" in sitting.seen[1]
    assert "on the belt" in sitting.seen[1]


def test_the_same_on_pages_where_there_are_some(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Today opens with the questions after the session above it."""
    lived(folder, *ready(now().date()))
    sitting = Sitting(monkeypatch, ("enter", *BEFORE), ("4", "0", "q"))
    monkeypatch.setattr(home_module, "HomeDoer", lambda args: HomeDoer(args, FORMS))
    lines(monkeypatch)
    assert run_home(arguments()) == EXIT_DONE
    assert sitting.sessions == 1
    after = history(folder).facts[-1]
    assert isinstance(after, Aftermath)
    assert (after.session, after.effort) == (history(folder).sessions[0].id, 4)


@pytest.mark.parametrize(
    ("answers", "news"),
    [(("0", "0", "", "", "", "0", ""), KEPT_OFF), (("0", "nonsense", ""), CALLED_OFF)],
)
def test_no_session_begins_behind_answers_that_keep_it_off(
    folder: Path, monkeypatch: pytest.MonkeyPatch, answers: tuple[str, ...], news: str
) -> None:
    """Or behind none."""
    lived(folder, *ready(now().date()))
    sitting = Sitting(monkeypatch, ("enter",), ("q",))
    lines(monkeypatch, *answers)
    assert run_home(arguments()) == EXIT_DONE
    assert sitting.sessions == 0
    assert news in sitting.seen[1]


def test_practice_leaves_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No question before it or after it, and no session in the diary."""
    lived(folder, *ready(now().date()))
    sitting = Sitting(monkeypatch, ("p",), ("q",))
    lines(monkeypatch)
    assert run_home(arguments()) == EXIT_DONE
    assert sitting.sessions == 1
    assert "That was SIMULATED; nothing of it is kept." in sitting.seen[1]
    assert history(folder).sessions == ()


def test_a_session_that_came_to_nothing_waits_until_its_words_were_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The pages would hide them."""
    lived(folder, *ready(now().date()))
    sitting = Sitting(monkeypatch, ("enter",), ("n",))
    sitting.fails = True
    lines(monkeypatch, "0", "0", "", "", "", "1", "")
    assert run_home(arguments()) == EXIT_DONE
    assert "No session came of it, and nothing is lost." in sitting.seen[1]
    assert capsys.readouterr().out.rstrip().endswith(f"ENTER goes back to Today. {NOT_TODAY}")


def terminal(*words: str, presses: list[tuple[str, Any]], moment: float = 0.2) -> tuple[str, int]:
    """Run the command at a pseudo-terminal of 80 x 24."""
    environment = {**os.environ, "TERM": "xterm-256color", "LINES": "24", "COLUMNS": "80"}
    return at_a_terminal(words, presses, environment=environment, moment=moment)


def test_the_first_start_at_a_terminal(folder: Path) -> None:
    """The set-up, what is open after it, a page to read, and away; no belt anywhere."""
    birth = f"{now().date() - timedelta(weeks=14)}\n"
    answers = (birth, "1\n", "0", "0\n", "1\n", "0\n", "0\n", "\n", "\n", "0\n", "\n", "\n")
    seen, code = terminal(
        presses=[
            ("A FEW QUESTIONS FIRST", " "), ("No belt moves here", "\r"),
            *((f"{number} of 12", answer) for number, answer in enumerate(answers, 1)),
            ("ENTER goes back to Today", "\n"),
            ("14 weeks since the birth", "a"), ("not a medical device", "\x1b"),
            ("six questions", "q"),
        ],
    )  # fmt: skip
    assert (code, "Traceback" in seen) == (EXIT_DONE, False), seen
    assert len(history(folder).facts) > 5


def test_practice_at_a_terminal(folder: Path) -> None:
    """From Today to the simulated belt, which moves and is stopped, and back."""
    seen, code = terminal(
        "--simulate", "--speedup", "50",
        presses=[
            ("A FEW QUESTIONS FIRST", "p"), ("BEFORE THE BELT MOVES", "\r\r\r\r"),
            ("start", "g"), ("WARM", " "), ("ENTER", "\r"),
            ("That was SIMULATED; nothing of it is kept.", "q"),
        ],
    )  # fmt: skip
    assert (code, "Traceback" in seen) == (EXIT_DONE, False), seen
    assert list((folder / "simulated").glob("*.jsonl"))
    assert not (folder / "sessions").exists()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it(number: signal.Signals) -> None:
    """With the terminal as it was, and no traceback."""
    seen, code = terminal(presses=[("A FEW QUESTIONS FIRST", number)])
    assert (code, "Traceback" in seen) == (EXIT_INTERRUPTED, False), seen
    assert "\x1b[?1049l" in seen
