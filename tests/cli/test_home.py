"""``reprise`` alone: what the pages want is done, and what is begun there goes as ever."""

from __future__ import annotations

import argparse
import io
import os
import signal
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest

from controller.cli.coach.due import now
from controller.cli.exits import EXIT_DONE, EXIT_INTERRUPTED, EXIT_USAGE
from controller.cli.home import command as home_module
from controller.cli.home.command import run_home
from controller.cli.home.doer import (
    KEPT_OFF,
    NOT_TODAY,
    HomeDoer,
)
from controller.cli.home.errand import Errand
from controller.cli.main import main, parse
from controller.cli.session import run
from controller.coach.asking import questions
from controller.coach.diary import schema
from controller.coach.diary.store import Diary
from controller.coach.history import (
    Aftermath,
    Clearance,
    ClearanceKind,
    Fact,
    History,
    NextDay,
    Practice,
    PreCheck,
    Screen,
    Session,
    Told,
    Weekly,
)
from controller.coach.preparation import player as body
from controller.coach.preparation.scores import score_of, score_of_tests
from controller.coach.today.values import Item, What
from controller.operator.supervisor import Supervisor
from controller.tui.pages.asking.keep import Keep, Kept
from controller.tui.pages.body.player import PlayedPage
from controller.tui.pages.body.wishes import KeepPlayed
from controller.tui.pages.page import Become, Do, Open, Page
from controller.tui.pages.stack import Stack
from controller.tui.pages.today.page import LOOK_EVERY, TodayPage
from controller.tui.pages.wishes import Begin, Leave, Look, NotToday, Place, Visit
from plans.shelf import find_routine
from protocols.units import SECOND, Nanoseconds
from tests.cli.airs import ADDRESS, StillAir, connected, sighting
from tests.cli.terminals import at_a_terminal
from tests.coach.people import leave_journal
from tests.coach.ready import ready, session

pytestmark = pytest.mark.long

BEFORE: Final = ["0", "0", "enter", "enter", "enter", "1", "enter"]
"""Nothing to tell, and it is kept."""
WALK: Final = Item(What.SESSION, "WALK", "", do="reprise walk 20min")
PAIN: Final = ["0", "0", "enter", "5", "3", "0", "enter", "1"]
NEXT_DAY: Final = ["enter", "enter", "enter", "0", "4", "0", "enter"]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let everything that is kept be kept in a folder of the test's own."""
    for name in ("CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("REPRISE_PROFILE", raising=False)
    monkeypatch.setattr("controller.cli.home.scanner.RadioScanner", lambda: StillAir(sighting()))
    monkeypatch.setattr("controller.sound.speaker.Speaker.start", lambda _: None)  # no process
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
    return parse(["home", *words])


def doer(*words: str) -> HomeDoer:
    """Return who does what pages want, with Today looked at once."""
    made = HomeDoer(arguments(*words))
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


@pytest.mark.parametrize(
    ("words", "right"),
    [
        ("--profile A today", "reprise today --profile A"),
        ("--profile A check before --json", "reprise check before --json --profile A"),
        ("--simulate generic --speedup 5 run", "reprise run --simulate generic --speedup 5"),
        ("--profile=A today", "reprise today --profile=A"),
    ],
)
def test_options_before_a_command_are_told_their_place(
    capsys: pytest.CaptureFixture[str], words: str, right: str
) -> None:
    """One sentence with the line as it should be."""
    assert main(words.split()) == EXIT_USAGE
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.endswith(f": {right}\n")


def test_help_and_version_are_those_of_the_whole(capsys: pytest.CaptureFixture[str]) -> None:
    """Not those of the pages."""
    with pytest.raises(SystemExit):
        main(["--help"])
    assert "COMMAND" in capsys.readouterr().out


def test_six_questions_come_before_a_session(folder: Path) -> None:
    """On a page of their own."""
    lived(folder, *ready(now().date()))
    made = doer()
    asks = made.do(Begin(due(made)))
    assert isinstance(asks, Open)
    assert asks.page.title == questions.BEFORE.title


def test_of_another_profile_it_is_that_profile_s(folder: Path) -> None:
    """In the words, and in the first line."""
    lived(folder / "profiles" / "anna", *ready(now().date()), answered())
    made = doer("--profile", "anna", "--silent")
    stack = pressed(made, "enter", "enter")
    assert stack.result == Errand(
        ["run", "--level", "1", "--profile", "anna", "--silent", "--treadmill", ADDRESS]
    )
    assert made.head.whose == "anna"


def test_a_simulated_session_is_not_asked_about(folder: Path) -> None:
    """Whatever the machine and the speed; the first line says SIMULATED."""
    lived(folder, *ready(now().date()))
    made = doer("--simulate", "urevo-e1l", "--speedup", "60")
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
def test_every_letter_leads_somewhere(folder: Path, place: Place) -> None:
    """To a page; but for practice, which is a command."""
    for _ in range(2):
        turn = doer().do(Visit(place))
        if place is Place.PRACTICE:
            assert parse(errand(turn).words).simulate == "generic"
        else:
            assert isinstance(turn, Open)
            assert turn.page.body(80, 22)
        lived(folder, *ready(now().date()))


def drawn(stack: Stack) -> str:
    """Return what the terminal shows, without the ends of lines."""
    return " ".join("".join(each.text for line in stack.draw((80, 24)) for each in line).split())


def press(stack: Stack, *keys: str) -> Stack:
    """Press keys, each when its page has been there for a while."""
    for key in keys:
        for moment in (0, SECOND, 2 * SECOND):
            stack.at(moment)
        stack.press(key, key if len(key) == 1 else "")
    return stack


def pressed(made: HomeDoer, *keys: str) -> Stack:
    """Return the pages after some keys."""
    return press(Stack(made.pages(), made), *keys)


def test_six_answers_lead_to_the_session(folder: Path) -> None:
    """They are in the diary, and within the hour they are not asked again."""
    lived(folder, *ready(now().date()))
    made = doer()
    stack = pressed(made, "enter", *BEFORE)
    assert stack.top.title == "Find the treadmill"
    press(stack, "enter")
    assert stack.over
    assert stack.result == Errand(["run", "--level", "1", "--treadmill", ADDRESS])
    check = history(folder).facts[-1]
    assert isinstance(check, PreCheck)
    assert check[1:] == (False, False, False, (), True, True)
    assert pressed(doer(), "enter", "enter").over


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ("0 0 enter 5 3 0 enter 1", "Pain of 5: no running"),
        ("0 0 enter enter enter 0", "Nothing on the belt without the safety key"),
        ("1 1 0 enter enter enter 1", "Call your emergency number"),
    ],
)
def test_an_answer_that_keeps_it_off_leads_back_to_today(
    folder: Path, answers: str, says: str
) -> None:
    """Behind a page that says what follows, and whom to call first."""
    lived(folder, *ready(now().date()))
    stack = pressed(doer(), "enter", *answers.split(), "enter")
    assert says in drawn(stack)
    press(stack, "enter")
    assert not stack.over
    assert isinstance(stack.top, TodayPage)
    assert stack.top.news == (KEPT_OFF,)
    assert not stack.top.today.running


def test_what_kept_it_off_is_no_news_once_it_is_told_otherwise(folder: Path) -> None:
    """The key was found: the session is due again, and nothing says that it is kept off."""
    lived(folder, *ready(now().date()))
    stack = pressed(doer(), "enter", *BEFORE[:5], "0", "enter", "enter")
    assert isinstance(stack.top, TodayPage)
    assert stack.top.news == (KEPT_OFF,)
    assert "keeps it off" in drawn(stack)
    press(stack, "enter", *BEFORE)
    assert isinstance(stack.top, TodayPage)
    assert stack.top.today.running
    assert "keeps it off" not in drawn(stack)


def test_with_pain_the_walk_that_was_chosen_begins(folder: Path) -> None:
    """What is easier was chosen, and nothing keeps it off."""
    lived(folder, *ready(now().date()))
    stack = pressed(doer(), "e", "2", *PAIN, "enter", "enter", "enter")
    assert stack.result == Errand(["walk", "30min", "--treadmill", ADDRESS])


def test_a_walk_that_was_chosen_does_not_begin_without_the_safety_key(folder: Path) -> None:
    """What keeps the belt off keeps it off for what is easier, too."""
    lived(folder, *ready(now().date()))
    stack = pressed(doer(), "e", "2", *BEFORE[:5], "0", "enter", "enter")
    assert not stack.over
    assert isinstance(stack.top, TodayPage)
    assert stack.top.news == (KEPT_OFF,)


def test_a_session_of_before_is_not_what_came_of_this_one(folder: Path) -> None:
    """It is told by when it began; what came of this one is asked about at once."""
    lived(folder, *ready(now().date()), sessions=(yesterday(),))
    made = doer()
    made.came_back(Errand(["walk", "20min"]), now())
    (page,) = made.pages()
    assert isinstance(page, TodayPage)
    assert page.news == ("No session came of it, and nothing is lost.",)
    made.came_back(Errand(["walk", "20min"]), yesterday().at - timedelta(minutes=1))
    page, asks = made.pages()
    assert isinstance(page, TodayPage)
    assert page.news[0].startswith("Done: level 1, 30:00 on the belt")
    assert asks.title == questions.AFTER.title
    assert len(made.pages()) == 1


def test_questions_that_are_called_off_keep_nothing(folder: Path) -> None:
    """Escape in the middle of them."""
    lived(folder, *ready(now().date()))
    stack = pressed(doer(), "enter", *BEFORE[:4], "escape")
    assert "kept" in drawn(stack)
    press(stack, "escape")
    assert (stack.depth, stack.over) == (1, False)
    assert not any(isinstance(each, PreCheck) for each in history(folder).facts)


def test_the_checks_that_are_due_are_asked_and_kept(folder: Path) -> None:
    """Of the session that they are about; then they are not due any more."""
    done = yesterday()
    lived(folder, *ready(now().date() - timedelta(days=9)), sessions=(done,))
    stack = pressed(doer(), "enter", *NEXT_DAY)
    assert "level 1" in drawn(stack), "what is decided now is said"
    press(stack, "enter")
    check = history(folder).next_day(done.id)
    assert isinstance(check, NextDay)
    assert check.energy == 4
    assert isinstance(stack.top, TodayPage)
    assert stack.top.today.first(What.NEXT_DAY) is None
    press(stack, "enter", "0", "2", "4", "4", "enter")
    assert isinstance(history(folder).facts[-1], Weekly)


def test_body_work_is_opened_played_and_kept(folder: Path) -> None:
    """From Today, with the bell where it is heard; Today looks again behind it."""
    lived(folder, *ready(now().date()))
    made = doer("--silent")
    rung: list[int] = []
    made.bell = lambda: rung.append(1)
    stack = pressed(made, "b", "enter")
    for second in range(2, 4000):
        stack.at(second * SECOND)
        if isinstance(stack.top, PlayedPage):
            break
        stack.press("enter", "")
    assert isinstance(stack.top, PlayedPage)
    assert rung
    assert isinstance(history(folder).facts[-1], Practice)
    press(stack, "enter", "escape")
    assert isinstance(stack.top, TodayPage)
    assert stack.top.today.first(What.PREPARATION) is None


def test_the_tests_of_readiness_are_played(folder: Path) -> None:
    """Those that may be done today, one after the other."""
    lived(folder, *ready(now().date())[:5])
    stack = pressed(doer(), "t", "t")
    assert stack.top.title == score_of_tests(()).title


def test_what_a_clinician_said_is_asked_for(folder: Path) -> None:
    """By its letter."""
    lived(folder, *ready(now().date()))
    assert "What did a clinician say?" in drawn(pressed(doer(), "c"))


def test_a_clinician_of_before_the_sign_is_told_to_open_nothing(folder: Path) -> None:
    """Today would otherwise only ask for the same once more."""
    lived(folder, Screen(now() - timedelta(days=1), ("chest",)))
    on = (now() - timedelta(days=8)).date()
    seen = Clearance(now(), ClearanceKind.SEEN, "Dr. Example", on, "Rest.")
    kept = doer().do(Keep((seen,)))
    assert isinstance(kept, Kept)
    assert "was before the warning sign of" in kept.stands


@pytest.mark.parametrize("keys", ["s", "o", "b"])
def test_news_is_over_with_the_next_key_that_leads_on(folder: Path, keys: str) -> None:
    """What came of a session is no news behind the set-up."""
    lived(folder, *ready(now().date()))
    made = doer()
    made.came_back(Errand([], simulated=True), now())
    stack = pressed(made)
    assert "That was SIMULATED" in drawn(stack)
    stack.at(0)
    stack.at(2 * LOOK_EVERY)
    assert "That was SIMULATED" in drawn(stack)
    press(stack, keys, "escape")
    assert isinstance(stack.top, TodayPage)
    assert stack.top.news == ()


def test_what_was_done_can_be_read(folder: Path) -> None:
    """The list, a session, and back."""
    lived(folder, *ready(now().date()), sessions=(yesterday(),))
    stack = pressed(doer(), "h")
    assert "runs 1" in drawn(stack)
    press(stack, "enter", "escape", "escape")
    assert stack.depth == 1


def test_an_answer_of_the_set_up_can_be_changed(folder: Path) -> None:
    """From the list of all; Today is by the new one."""
    lived(folder, *ready(now().date()))
    stack = pressed(doer(), "s")
    assert "WHAT YOU TOLD" in drawn(stack)
    press(stack, *["down"] * 4, "enter")
    assert "daily life" in drawn(stack)
    press(stack, "3", "1", "0", "0", "0", "enter", "escape")
    assert isinstance(stack.top, TodayPage), drawn(stack)
    assert not stack.top.today.running


def test_the_first_start_leads_through_the_set_up(folder: Path) -> None:
    """From an empty diary to a walk that is due."""
    birth = str(now().date() - timedelta(weeks=14))
    answers = [*birth, "enter", "1", "0", "0", "1", "0", "0", "1", "enter", "0", "enter", "enter"]
    stack = pressed(doer(), "enter", *answers)
    assert "YOUR ANSWERS" in drawn(stack)
    assert history(folder) == History()
    press(stack, "enter")
    assert isinstance(stack.top, TodayPage), drawn(stack)
    assert "14 weeks since the birth" in drawn(stack)
    assert stack.top.today.first(What.SESSION) is not None


@pytest.mark.parametrize("unreadable", [True, False])
def test_a_set_up_is_kept_whatever_the_settings_are(folder: Path, *, unreadable: bool) -> None:
    """A file of settings with a mistake holds no answer back, least of all a warning sign."""
    settings = folder / "settings.toml"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.mkdir() if unreadable else settings.write_text("volume =")
    made, at = doer(), now()
    facts = (Screen(at, ("chest",)), Told(at, "units", "mi"))
    assert isinstance(made.do(Keep(facts)), Kept)
    assert history(folder).facts == facts, "units wait in the diary for a file that takes them"
    (today,) = made.pages()
    assert isinstance(today, TodayPage)
    (news,) = today.news
    assert news.startswith(f"Units: {settings}")
    assert not today.today.belt
    settings.rmdir() if unreadable else settings.unlink()
    made.pages()
    assert settings.read_text().endswith('units = "mph"\n')


@pytest.mark.parametrize("letter", "hltsodacbrw")
def test_escape_leads_back_from_wherever_a_letter_leads(folder: Path, letter: str) -> None:
    """Whatever was pressed there, at once or once more."""
    lived(folder, *ready(now().date())[:3], sessions=(yesterday(),))
    for key in ("down", "enter", "1", "x", "space", "?"):
        stack = pressed(doer("--silent"), letter)
        assert stack.depth == 2
        press(stack, key, *["escape"] * 5)
        assert stack.depth == 1, key
        assert isinstance(stack.top, TodayPage)


def test_not_today_judges_nothing() -> None:
    """It leaves, with a friendly word, and keeps nothing."""
    assert doer().do(NotToday()) == Do(Leave(NOT_TODAY))


def test_what_stands_in_the_way_is_one_sentence(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A diary that another Reprise writes, or that is damaged; Today stays, and says it."""
    lived(folder, *ready(now().date()))
    monkeypatch.setattr(schema, "WAIT_S", 0.05)
    made = doer()
    stack = pressed(made, "enter", *BEFORE[:-1])
    for moment in (0, SECOND):
        stack.at(moment)
    other = sqlite3.connect(folder / "diary.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    stack.press("enter", "")
    assert "another Reprise" in drawn(stack)
    assert not stack.over
    other.execute("ROLLBACK")
    other.close()
    stack.press("enter", "")
    assert stack.top.title == "Find the treadmill", "what was answered was still there"
    (folder / "diary.sqlite").write_bytes(b"nothing of a diary" * 100)
    assert "diary.sqlite" in str(made.do(Begin(WALK)))
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
        monkeypatch.setattr(home_module, "at_terminal", lambda: True)
        monkeypatch.setattr("controller.tui.pages.app.show", self._show)
        monkeypatch.setattr(run, "at_terminal", lambda: True)
        monkeypatch.setattr(run, "_treadmill", lambda _: run._Treadmill(ADDRESS, True, None))
        monkeypatch.setattr(run, "_front_end", self._session)
        monkeypatch.setattr(Supervisor, "over", property(lambda _: True))

    async def _show(self, pages: tuple[Page, ...], made: HomeDoer) -> object:
        self.seen.append(drawn(Stack(pages[:1], made)))
        stack = press(Stack(pages, made), *next(self._keys))
        assert stack.over, drawn(stack)
        return stack.result

    def _session(
        self, args: argparse.Namespace, operator: Any, page: object, *, interactive: bool
    ) -> int:
        assert (args.plain, page, interactive) == (False, None, True)
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
            operator._header = connected(ADDRESS)
        return 0


def answered() -> PreCheck:
    """Return the six answers as they were given just now, with nothing to tell."""
    return PreCheck(
        now(),
        warning_sign=False,
        bleeding=False,
        pelvic=False,
        pain=(),
        rested=True,
        safety_key=True,
    )


def lines(monkeypatch: pytest.MonkeyPatch, *answers: str) -> None:
    """Let lines be typed."""
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{each}\n" for each in answers)))


def test_a_session_from_today_and_back(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Six questions, the session on its own screen, two questions; then Today says what it was."""
    lived(folder, *ready(now().date()))
    sitting = Sitting(monkeypatch, ("enter", *BEFORE, "enter"), ("4", "0", "enter", "enter", "q"))
    lines(monkeypatch)
    assert run_home(arguments()) == EXIT_DONE
    assert sitting.sessions == 1
    check, after = history(folder).facts[-2:]
    (done,) = history(folder).sessions
    assert isinstance(check, PreCheck)
    assert isinstance(after, Aftermath)
    assert (after.session, after.effort) == (done.id, 4)
    assert capsys.readouterr().err == "", "nothing is asked line by line"
    assert "NEWS" in sitting.seen[1]
    assert "on the belt" in sitting.seen[1]


def test_a_radio_that_hangs_behind_the_find_page_is_told_and_the_session_begins(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The computer may listen still; that keeps nobody from a session."""
    air = StillAir(sighting())
    air.hangs = True
    monkeypatch.setattr("controller.cli.home.scanner.RadioScanner", lambda: air)
    lived(folder, *ready(now().date()))
    sitting = Sitting(monkeypatch, ("enter", *BEFORE, "enter"), ("4", "0", "enter", "enter", "q"))
    lines(monkeypatch)
    assert run_home(arguments()) == EXIT_DONE
    assert sitting.sessions == 1
    assert capsys.readouterr().err.startswith("reprise: this computer's Bluetooth does not answer")


def test_practice_leaves_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No question before it or after it, and no session in the diary."""
    lived(folder, *ready(now().date()))
    sitting = Sitting(monkeypatch, ("p",), ("q",))
    lines(monkeypatch)
    assert run_home(arguments()) == EXIT_DONE
    assert sitting.sessions == 1
    assert "That was SIMULATED; it enters no diary." in sitting.seen[1]
    assert history(folder).sessions == ()


def test_a_session_that_came_to_nothing_waits_until_its_words_were_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The pages would hide them."""
    lived(folder, *ready(now().date()))
    sitting = Sitting(monkeypatch, ("enter", *BEFORE, "enter"), ("n",))
    sitting.fails = True
    lines(monkeypatch, "")
    assert run_home(arguments()) == EXIT_DONE
    assert "No session came of it, and nothing is lost." in sitting.seen[1]
    assert capsys.readouterr().out.rstrip().endswith(f"ENTER goes back to Today. {NOT_TODAY}")


def terminal(*words: str, presses: list[tuple[str, Any]], moment: float = 0.2) -> tuple[str, int]:
    """Run the command at a pseudo-terminal of 80 x 24."""
    environment = {**os.environ, "TERM": "xterm-256color", "LINES": "24", "COLUMNS": "80"}
    return at_a_terminal(words, presses, environment=environment, moment=moment)


def test_the_first_start_at_a_terminal(folder: Path) -> None:
    """The set-up is begun and called off, a page is read, and away; no belt anywhere."""
    seen, code = terminal(
        presses=[
            ("A FEW QUESTIONS FIRST", " "), ("No belt moves here", "\r"),
            ("1 of 12", "none\r"), ("3 of 12", "0"), ("4 of 12", "\x1b"),
            ("CALLED OFF", "\x1b"),
            ("A FEW QUESTIONS FIRST", "a"), ("not a medical device", "\x1b"),
            ("A FEW QUESTIONS FIRST", "q"),
        ],
        moment=0.45,
    )  # fmt: skip
    assert (code, "Traceback" in seen) == (EXIT_DONE, False), seen
    assert history(folder) == History()


def test_practice_at_a_terminal(folder: Path) -> None:
    """From Today to the simulated belt, which moves and is stopped, and back."""
    seen, code = terminal(
        "--simulate", "--speedup", "20",
        presses=[
            ("A FEW QUESTIONS FIRST", "p"), ("BEFORE THE BELT MOVES", "\r\r\r\r"),
            ("start", "g"), ("WARM", " "), ("ENTER", "\r"),
            ("That was SIMULATED; it enters no diary.", "q"),
        ],
    )  # fmt: skip
    assert (code, "Traceback" in seen) == (EXIT_DONE, False), seen
    assert list((folder / "simulated").glob("*.jsonl"))
    assert not (folder / "sessions").exists()


def test_the_whole_way_at_a_terminal(folder: Path) -> None:
    """By keyboard alone, from Today to a belt that moves and is stopped, and to Today again.

    What was answered is kept, where no radio works that is said with its remedy, and the belt that
    is chosen in its place is a simulated one.
    """
    lived(folder, *ready(now().date()))
    seen, code = terminal(
        "--speedup", "20",
        presses=[
            ("RUN AND WALK", "\r"),
            ("1 of 6", "0"), ("2 of 6", "0"), ("3 of 6", "\r"), ("4 of 6", "\r"),
            ("5 of 6", "\r"), ("6 of 6", "1"), ("YOUR ANSWERS", "\r"),
            ("Find the treadmill", "\r"), ("SIMULATED", "\x1b[B"), ("> ", "\r"),
            ("BEFORE THE BELT MOVES", "\r\r\r\r"), ("start", "g"), ("WARM", " "),
            ("ENTER", "\r"), ("That was SIMULATED; it enters no diary.", "q"),
        ],
        moment=1.0,
    )  # fmt: skip
    assert (code, "Traceback" in seen) == (EXIT_DONE, False), seen
    assert isinstance(history(folder).facts[-1], PreCheck)
    assert history(folder).sessions == ()
    assert list((folder / "simulated").glob("*.jsonl"))
    assert not (folder / "machines.json").exists()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it(number: signal.Signals) -> None:
    """With the terminal as it was, and no traceback."""
    seen, code = terminal(presses=[("A FEW QUESTIONS FIRST", number)])
    assert (code, "Traceback" in seen) == (EXIT_INTERRUPTED, False), seen
    assert "\x1b[?1049l" in seen


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_in_a_session_ends_the_pages_behind_it(
    folder: Path, number: signal.Signals
) -> None:
    """The session is brought to its end, and nobody has to press ENTER for the rest."""
    seen, code = terminal(
        "--simulate", "--speedup", "20",
        presses=[
            ("A FEW QUESTIONS FIRST", "p"), ("BEFORE THE BELT MOVES", "\r\r\r\r"),
            ("start", "g"), ("WARM", number),
        ],
    )  # fmt: skip
    assert code == EXIT_INTERRUPTED, seen
    assert "Traceback" not in seen
    assert "ENTER goes back to Today" not in seen
    assert list((folder / "simulated").glob("*.jsonl"))


def test_a_ctrl_c_at_a_prompt_leads_back_to_today(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever it was at, on the way to a session."""

    def left(*_: object, **__: object) -> int:
        raise KeyboardInterrupt

    lived(folder, *ready(now().date()))
    sitting = Sitting(monkeypatch, ("p",), ("q",))
    monkeypatch.setattr(run, "settle", left)
    lines(monkeypatch, "")
    assert run_home(arguments()) == EXIT_DONE
    assert len(sitting.seen) == 2
    assert "ENTER goes back to Today" in capsys.readouterr().out


def test_a_sign_told_in_body_work_is_answered_whatever_the_diary_is(folder: Path) -> None:
    """Whom to call is said on the page even if the diary is taken away meanwhile."""
    lived(folder, *ready(now().date()))
    made, none = doer(), Nanoseconds(0)
    playing = body.begin(score_of(find_routine("mobility")), none)
    told = body.answer(body.press(playing, body.Key.WRONG, none), "u", none)
    assert told is not None
    for left in folder.glob("diary.sqlite*"):
        left.unlink()
    (folder / "diary.sqlite").mkdir()
    lines = made.do(KeepPlayed(told))
    assert isinstance(lines, tuple)
    assert lines[0].startswith("Call ")
    assert lines[-1].startswith("Not kept: ")
