"""``reprise today``, ``setup``, ``check`` and ``remind``: from pipes and at a terminal."""

from __future__ import annotations

import argparse
import io
import json
import os
import signal
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest

from controller.cli.coach.asking import fill_in
from controller.cli.coach.due import now
from controller.cli.exits import (
    EXIT_CHECK_FAILED,
    EXIT_DONE,
    EXIT_INTERRUPTED,
    EXIT_INVALID_FILE,
    EXIT_USAGE,
)
from controller.cli.main import main
from controller.cli.profile import settings_path
from controller.cli.session import run
from controller.coach.asking import questions
from controller.coach.asking.daily import which_daily
from controller.coach.asking.interview import Interview
from controller.coach.asking.told import signs_named
from controller.coach.diary.store import Diary
from controller.coach.history import (
    Aftermath,
    Birth,
    BirthKind,
    Clearance,
    ClearanceKind,
    Fact,
    History,
    NextDay,
    PreCheck,
    Score,
    Screen,
    Session,
    Told,
    Weekly,
    WhyStopped,
)
from controller.operator.supervisor import Supervisor
from controller.words.days import day_and_year
from plans.shelf import plan_source
from tests.cli.airs import connected
from tests.cli.terminals import at_a_terminal
from tests.coach.people import leave_journal
from tests.coach.ready import ready, session, without

BEFORE: Final = ("0", "0", "", "", "", "1")
"""Nothing to tell."""
NEXT_DAY: Final = ("", "", "", "0", "4", "0")
BORN: Final = "2026-05-13"
SETUP: Final = (
    BORN, "3", "0", "0", "1", "1", "1", "0", "0", "0", "2", "", "de", "1", "5.2 km/h", "8:00 /km",
)  # fmt: skip


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let everything that is kept be kept in a folder of the test's own."""
    for name in ("CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("REPRISE_PROFILE", raising=False)
    return tmp_path / "home" / "reprise"


class Command:
    """The commands with answers from a pipe."""

    def __init__(
        self, home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self._home, self._capsys, self._monkeypatch = home, capsys, monkeypatch

    def __call__(self, *words: str, answers: tuple[str, ...] = (), code: int = EXIT_DONE) -> str:
        """Run one and return what it printed; if it is to be refused, its one sentence."""
        self._monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{a}\n" for a in answers)))
        assert main(words) == code
        out, err = self._capsys.readouterr()
        assert (code == EXIT_DONE) == (not err)
        assert err.count("\n") <= 1
        return str(err or out)

    def history(self) -> History:
        """Return what is in the diary."""
        with Diary(self._home / "diary.sqlite") as diary:
            return diary.history()

    def lived(self, *facts: Fact, sessions: tuple[Session, ...] = ()) -> None:
        """Put something into the diary."""
        with Diary(self._home / "diary.sqlite") as diary:
            diary.add(facts, sessions)


@pytest.fixture
def reprise(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Command:
    """Return the commands."""
    return Command(home, capsys, monkeypatch)


def test_the_set_up_asks_everything_once(reprise: Command) -> None:
    """Each answer is a fact; what was left open is none."""
    assert "15 answers kept." in reprise("setup", answers=SETUP)
    facts = reprise.history().facts
    birth, screen, *told = facts
    assert isinstance(birth, Birth)
    assert (str(birth.on), birth.kind) == (BORN, BirthKind.CAESAREAN)
    assert isinstance(screen, Screen)
    assert screen.signs == ()
    assert [(each.key, each.value) for each in told if isinstance(each, Told)] == [
        ("bleeding", "no"),
        ("wound-healed", "yes"),
        ("daily-pelvic", "less than once a week"),
        ("daily-pee", "yes"),
        ("daily-wind", "no"),
        ("daily-heaviness", "no"),
        ("daily-bulge", "no"),
        ("leaked-before", "did not run"),
        ("country", "DE"),
        ("sensor", "yes"),
        ("walk-speed", "5.2 km/h"),
        ("jog-speed", "7.5 km/h"),
    ]


def test_body_work_is_named_with_the_page_that_is_read_from_the_floor(reprise: Command) -> None:
    """The command alone writes small lines."""
    reprise.lived(*without(ready(now().date()), "impact"))
    lines = reprise("today").splitlines()
    assert "do:      reprise, then T, or reprise prepare mobility" in lines
    assert "do:      reprise, then T, or reprise prepare tests" in lines


def test_enter_keeps_what_was_told(reprise: Command) -> None:
    """But for the warning signs, which are asked anew; nothing else is told twice."""
    reprise("setup", answers=SETUP)
    again = reprise("setup", answers=("", "", "0", *[""] * 9))
    assert f"[{BORN}]" in again
    assert "[less than once a week]" in again
    assert "1 answer kept." in again
    assert len(reprise.history().facts) == 15


def test_each_answer_can_be_changed(reprise: Command) -> None:
    """One alone; the diary keeps both, and the later counts. No birth takes its questions along."""
    reprise("setup", answers=SETUP)
    reprise("setup", "daily-pelvic", answers=("no",))
    reprise("setup", "birth", answers=("2 May 2026", "1"))
    history = reprise.history()
    told, birth = history.told("daily-pelvic"), history.birth
    assert told is not None
    assert birth is not None
    assert (told.value, str(birth.on), birth.kind) == ("no", "2026-05-02", BirthKind.VAGINAL)
    reprise("setup", "birth", answers=("", "assisted"))
    birth = reprise.history().birth
    assert birth is not None
    assert (str(birth.on), birth.kind) == ("2026-05-02", BirthKind.ASSISTED)
    reprise("setup", "birth", answers=("none",))
    assert "since the birth" not in reprise("today").splitlines()[0]
    assert "[none]" in reprise("setup", "birth", answers=("",))


def test_back_goes_one_question_back(reprise: Command) -> None:
    """Also over one that was skipped, and the answer that counts is the last."""
    answers = ("none", "0", "back", "back", "none", "0", "1", "back", "0", "1", "0", "0", *[""] * 5)
    reprise("setup", answers=answers)
    history = reprise.history()
    told = {each.key: each.value for each in history.facts if isinstance(each, Told)}
    assert (told["birth"], told["bleeding"]) == ("no", "no")
    assert sum(isinstance(each, Screen) for each in history.facts) == 1


def test_what_is_left_open_is_no_answer(reprise: Command) -> None:
    """ENTER where the brackets say so."""
    for key in ("country", "walk-speed", "jog-speed"):
        assert "0 answers kept." in reprise("setup", key, answers=("",))
    assert reprise.history() == History()


def test_it_is_asked_which_of_it_there_is_in_daily_life(reprise: Command) -> None:
    """Once, and again with each yes; a bulge is kept as the sign that it is, and says whom to see.

    A bulge that a clinician has spoken of is nothing new when it is told again.
    """
    asked = "Is it heaviness or dragging?"
    told = reprise("setup", "daily-pelvic", answers=("3", "0", "0", "1", "1"))
    assert asked in told
    assert "see a pelvic-health physiotherapist before you run." in told
    assert which_daily(reprise.history().facts) == ("heaviness", "bulge")
    assert Screen in map(type, reprise.history().facts)
    assert asked not in reprise("setup", "daily-pelvic", answers=("",))
    words = ("Dr. Example, GP", "1 May 2026", "Yes, slowly.")
    reprise("setup", "clinician", answers=("2", *words, "0", "0", "2", "1"))
    kept = len(reprise.history().facts)
    assert "physiotherapist" not in reprise(
        "setup", "daily-pelvic", answers=("3", "0", "0", "1", "1")
    ).replace("With a yes a pelvic-health physiotherapist", "")
    assert not any(isinstance(each, Screen) for each in reprise.history().facts[kept:])
    assert asked not in reprise("setup", "daily-pelvic", answers=("0",))
    assert which_daily(reprise.history().facts) == ()


def test_a_bulge_of_daily_life_is_kept_where_the_questions_are_left(reprise: Command) -> None:
    """As every warning sign; a step back takes it back."""
    told = ("none", "0", "0", "1", "3", "0", "0", "1", "1")
    reprise("setup", answers=(*told, "back", "0", "0", *[""] * 5))
    assert [each.signs for each in reprise.history().facts if isinstance(each, Screen)] == [()]
    said = reprise("setup", answers=told, code=EXIT_USAGE)
    assert "Nothing but the warning sign was kept." in said
    *_, screen = reprise.history().facts
    assert isinstance(screen, Screen)
    assert screen.signs == ("bulge",)


def test_a_yes_that_accepts_nothing_opens_nothing(reprise: Command) -> None:
    """As Today has it, with all else as it should be; accepted, the same is open."""
    reprise.lived(*ready(now().date()))
    reprise("setup", "daily-pelvic", answers=("3", "1", "0", "1", "0"))
    words = ("2", "Dr. Example, GP", "1 May 2026", "Yes, slowly.")
    for none_of_it in ("0", "n"):
        reprise("setup", "clinician", answers=(*words, none_of_it, none_of_it, none_of_it, "0"))
        told = " ".join(reprise("today").split())
        assert "RUN AND WALK" not in told
        assert "not yet no leaking, heaviness or bulge in daily life" in told
    reprise("setup", "clinician", answers=(*words, "1", "0", "0", "0"))
    assert "heaviness: not what Dr. Example, GP said yes to" in " ".join(reprise("today").split())
    reprise("setup", "clinician", answers=(*words, "1", "0", "2", "0"))
    assert "RUN AND WALK" in reprise("today")


def test_what_a_clinician_said_is_recorded(reprise: Command) -> None:
    """Who, when, their words, and after a yes to leaking or heaviness what of it was accepted."""
    words = ("Dr. Example, GP", "1 May 2026", "Yes, slowly.")
    told = reprise("setup", "clinician", answers=("2", *words, "2", "n", "0", "0"))
    assert "8 of 8" in told
    (said,) = reprise.history().facts
    assert isinstance(said, Clearance)
    assert said[1:] == (
        ClearanceKind.PELVIC,
        "Dr. Example, GP",
        datetime(2026, 5, 1, tzinfo=UTC).date(),
        "Yes, slowly.",
        (("leak_urine", 2), ("leak_bowel", 0), ("bulge", 0)),
    )
    told = reprise("setup", "clinician", answers=("1", *words, "1"))
    assert "5 of 5" in told
    *_, seen = reprise.history().facts
    assert isinstance(seen, Clearance)
    assert (seen.kind, seen.accepted) == (ClearanceKind.SEEN, (("bulge", 1),))


def test_an_answer_that_does_not_take_a_sign_back_says_so(reprise: Command) -> None:
    """Behind a later "none", and behind a clinician of before it: Today stays closed as it was."""
    sign = now() - timedelta(days=3)
    before, since = (f"{sign.date() + timedelta(days=each)}" for each in (-7, 0))
    reprise.lived(Screen(sign, ("chest",)))
    closed = reprise("today")
    assert f"The warning sign of {day_and_year(sign.date())} stands" in reprise(
        "setup", "signs", answers=("0",)
    )
    said = reprise("setup", "clinician", answers=("1", "Dr. Example", before, "Rest.", ""))
    assert said.index("1 answer kept") < said.index(
        f"was before the warning sign of {day_and_year(sign.date())}: this does not open the"
    )
    assert reprise("today") == closed
    said = reprise("setup", "clinician", answers=("1", "Dr. Example", since, "Fine.", ""))
    assert "warning sign of" not in said


def test_a_yes_that_changes_nothing_under_the_policy_says_so(
    reprise: Command, tmp_path: Path
) -> None:
    """It is recorded as it was said; the policy in use goes on stopping."""
    policy = tmp_path / "strict.policy.yaml"
    policy.write_text(
        "format: reprise-policy 1\nid: strict\ntitle: Strict\nbased-on: cautious\nabout: A test.\n"
        "reviewed: not yet\nsymptoms:\n"
        "  heaviness:\n    a little: stop and refer\n    clear: stop and refer\n"
        "    strong: stop and refer\n    source: [proposal]\n"
        "  leak_urine:\n    clear: stop and refer\n    strong: stop and refer\n"
        "    source: [proposal]\n"
    )
    answers = ("2", "Dr. Example, GP", "1 May 2026", "Yes, slowly.", "0", "0", "0", "0")
    nothing = "a yes changes nothing in a session."
    assert nothing not in reprise("setup", "clinician", answers=answers)
    reprise("policy", "add", str(policy))
    plan = tmp_path / "mine.plan.yaml"
    ladder = plan_source("postpartum-ladder").text
    plan.write_text(
        ladder.replace("id: postpartum-ladder", "id: mine").replace(
            "policy: cautious", "policy: strict"
        )
    )
    reprise("plan", "use", str(plan))
    shown = " ".join(reprise("setup", "clinician", answers=answers).split())
    heavy = shown.partition("Heaviness or dragging")[2]
    assert f"The policy in use stops for it: {nothing}" in heavy
    pee, _, other = shown.partition("Wind or poo that")
    assert 'The policy in use stops for "clear": a yes to that changes nothing' in pee
    assert nothing not in other.partition("Heaviness")[0]


class _Terminal(io.FileIO):
    """A file that says that somebody types it."""

    def isatty(self) -> bool:
        """Return that it is a terminal."""
        return True


def run_typed(words: list[str], lines: list[str], folder: Path) -> int:
    """Run a command at a terminal where somebody types these lines; return its exit code."""
    (folder / "typed").write_text("\n".join(lines))
    with (
        io.TextIOWrapper(io.BufferedReader(_Terminal(folder / "typed"))) as stdin,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr("sys.stdin", stdin)
        return main(words)


def test_the_last_answer_about_a_clinician_can_be_taken_back_before_it_is_kept(
    reprise: Command, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """It stands under a clinician's name; in a terminal all of it is shown first."""
    lines = ["2", "Dr. Example, GP", "1 May 2026", "Yes, slowly.", "n", "1", "2", "0"]
    assert run_typed(["setup", "clinician"], lines, tmp_path) == EXIT_USAGE
    assert "Nothing was kept." in capsys.readouterr().err
    assert reprise.history() == History()
    keys = [*lines, "back", "back", "back", "n", "1", "0", "\n"]
    assert run_typed(["setup", "clinician"], keys, tmp_path) == EXIT_DONE
    shown = " ".join(capsys.readouterr().out.split())
    assert "Wind or poo that comes out as you run: was that a yes, too? a little" in shown
    (said,) = reprise.history().facts
    assert isinstance(said, Clearance)
    assert said.accepted == (("leak_urine", 0), ("leak_bowel", 0), ("heaviness", 1), ("bulge", 0))


def test_nothing_is_offered_as_accepted_where_nothing_was_told_of_daily_life(
    reprise: Command,
) -> None:
    """ENTER says that there is nothing."""
    reprise.lived(Told(now() - timedelta(days=1), "daily-pelvic", "no"))
    answers = ("2", "Dr. Example, GP", "1 May 2026", "Yes, slowly.", "", "", "", "")
    reprise("setup", "clinician", answers=answers)
    *_, said = reprise.history().facts
    assert isinstance(said, Clearance)
    assert said.accepted == (("bulge", 0),)


@pytest.mark.parametrize("told", [(), ("some days a week",)])
def test_no_enter_gives_a_yes_that_no_clinician_has_given(
    reprise: Command, told: tuple[str, ...]
) -> None:
    """It answers nothing, whatever was told of daily life, and nothing is kept."""
    lived = tuple(Told(now() - timedelta(days=1), "daily-pelvic", each) for each in told)
    reprise.lived(*lived)
    answers = ("2", "Dr. Example, GP", "1 May 2026", "Yes, slowly.", "")
    said = reprise("setup", "clinician", answers=answers, code=EXIT_USAGE)
    assert "ENTER answers nothing here" in said
    assert reprise.history() == History(lived)


@pytest.mark.parametrize(
    ("words", "answers", "says"),
    [
        (("setup",), ("2999-01-01",), "1 January 2999 is yet to come; today is "),
        (("setup",), ("1985-01-01",), 'years ago; write "none", or mend the year. Nothing was'),
        (("setup",), ("tomorrow",), '"tomorrow" is no day; write it as 2026-05-13'),
        (("setup",), (BORN, "4"), '"4" is none of the keys 1, 2, 3; type one of them.'),
        (("setup",), (BORN,), 'the answers end at ">". Nothing was kept.'),
        (("setup", "bleeding"), ("",), "ENTER answers nothing here. Nothing was kept."),
        (("setup", "signs"), ("",), "ENTER answers nothing here; the keys are 0 1 2 3."),
        (("setup", "country"), ("Germany",), '"Germany" is not two letters'),
        (("setup", "jog-speed"), ("12 km/h",), "12 km/h is not between 7.0 and 9.0 km/h."),
        (("setup", "jog-speed"), ("fast",), "is no speed"),
        (("setup", "weight"), (), "setup has no 'weight'; it has birth, birth-kind, signs"),
        (("check", "before"), ("",), "ENTER answers nothing here; the keys are 0 1 2 3."),
        (("check", "before"), ("0", "0", "9"), "That answers nothing here; the keys are 0 1."),
        (("check", "before"), ("0", "0"), "the answers end at"),
        (("check", "weekly"), ("0", "better", "3"), "the answers end at"),
    ],
)
def test_nonsense_from_a_pipe_is_one_sentence_and_keeps_nothing(
    reprise: Command, words: tuple[str, ...], answers: tuple[str, ...], says: str
) -> None:
    """With exit code 2, and nothing in the diary."""
    assert says in reprise(*words, answers=answers, code=EXIT_USAGE)
    assert reprise.history() == History()


def test_the_check_before_a_session(reprise: Command) -> None:
    """Six lines if there is nothing to tell; words are answers, too."""
    assert "Kept in the diary." in reprise("check", "before", answers=BEFORE)
    told = reprise("check", "before", answers=("0", "no", "no", "3", "3", "0", "yes", "yes"))
    assert "Pain of 3: no running above 2; a walk is open." in told
    first, second = reprise.history().facts
    assert isinstance(first, PreCheck)
    assert isinstance(second, PreCheck)
    assert first[1:] == (False, False, False, (), True, True)
    assert second.pain == (("knee", 3),)


def test_a_warning_sign_says_at_once_whom_to_call(reprise: Command) -> None:
    """By the country that was told; and Today keeps the belt off."""
    reprise("setup", "country", answers=("gb",))
    told = reprise("check", "before", answers=("1", "1", *BEFORE[1:]))
    called = "Call 999 now. Sit down."
    assert told.index(called) < told.index("2 of 6") < told.index("Kept in the diary.")
    assert told.count(called) == 2
    shown = reprise("today")
    assert "NOTHING ON THE BELT YET" in shown
    assert "reprise setup clinician" in shown
    assert "min on the belt" not in shown


def test_the_set_up_says_whom_to_call_before_it_asks_on(reprise: Command) -> None:
    """Behind the sign, and once more at the end; of one question alone it is the same moment."""
    called = "Call 999 now. Sit down."
    reprise("setup", "country", answers=("gb",))
    told = reprise("setup", answers=("2026-03-09", "1", "1", "1", *["0"] * 4, *[""] * 5))
    assert told.index(called) < told.index("4 of 12")
    assert told.count(called) == 2
    assert reprise("setup", "signs", answers=("1", "1")).count(called) == 1


@pytest.mark.parametrize(("key", "can_wait"), [("1", True), ("2", False)])
def test_behind_a_call_for_now_the_set_up_can_be_closed(
    key: str, *, can_wait: bool, reprise: Command
) -> None:
    """It says so before it asks on, and what it says is so: the sign is in the diary."""
    seen, code = terminal(
        "setup",
        presses=[
            (">", f"{BORN}\n"), ("caesarean", "1\n"), ("warning sign", f"{key}\n"),
            ("Which is it", "1\n"), ("4 of ", "\x03"),
        ],
    )  # fmt: skip
    closed = seen.find("These questions can wait: Ctrl-C closes them now, and the sign is kept.")
    assert (closed >= 0) is can_wait, seen
    assert closed < seen.index("4 of ")
    (fact,) = reprise.history().facts
    assert code == EXIT_INTERRUPTED
    assert isinstance(fact, Screen)
    assert fact.signs


def test_a_low_mood_is_answered_with_help_and_stays_out_of_it(reprise: Command) -> None:
    """No number of it is said again."""
    told = reprise("check", "weekly", answers=("3", "worse", "2", "1"))
    assert "Tell somebody today" in told
    (fact,) = reprise.history().facts
    assert isinstance(fact, Weekly)
    assert fact[1:] == (3, "worse", 2, 1)
    assert "mood 1" not in reprise("today")


def yesterday(hours: int = 31, **fields: Any) -> Session:
    """Return a session that began so long ago."""
    at = now() - timedelta(hours=hours)
    return session(at.date(), **{"at": at, **fields})


def test_the_next_day_check_is_of_the_last_session(reprise: Command) -> None:
    """From the day after on, and it is due until it is answered."""
    done = yesterday()
    reprise.lived(*ready(now().date() - timedelta(days=3)), sessions=(done,))
    assert "SIX QUESTIONS ABOUT THE DAY AFTER" in reprise("today")
    reprise("check", "next-day", answers=NEXT_DAY)
    check = reprise.history().next_day(done.id)
    assert isinstance(check, NextDay)
    assert (check.energy, check.pelvic, check.pain) == (4, False, ())
    assert "SIX QUESTIONS ABOUT THE DAY AFTER" not in reprise("today")


@pytest.mark.parametrize("which", ["next-day", "after"])
def test_without_a_session_there_is_nothing_to_tell_of(reprise: Command, which: str) -> None:
    """One sentence."""
    said = reprise("check", which, code=EXIT_CHECK_FAILED)
    assert said.startswith("reprise: there is no session in the diary yet")


def test_the_day_after_is_not_today(reprise: Command) -> None:
    """The check waits for the morning."""
    reprise.lived(sessions=(yesterday(hours=0),))
    said = reprise("check", "next-day", answers=NEXT_DAY, code=EXIT_CHECK_FAILED)
    assert "Answer them from the next morning on" in said


def test_after_a_session_that_was_stopped_it_is_asked_why(reprise: Command) -> None:
    """And the rest of it is offered for half an hour."""
    cut = yesterday(
        hours=0, completed=False, outcome="stopped", level=3, ran_s=160, planned_run_s=300,
        lasted_s=0,
    )  # fmt: skip
    reprise.lived(*ready(now().date()), sessions=(cut,))
    assert "30 minutes" in reprise("check", "after", answers=("1", "3", ""))
    told = reprise.history().after(cut.id)
    assert told is not None
    assert told[2:] == (3, WhyStopped.ELSEWHERE, ())
    shown = reprise("today")
    assert f"do:      reprise run --level 3 --runs 4-5 --goes-on {cut.id}" in shown


def test_today_as_json(reprise: Command) -> None:
    """The names are promised: other programs read them."""
    at = now()
    reprise.lived(*ready(at.date()))
    told = json.loads(reprise("today", "--json"))
    assert list(told) == [
        "format", "now", "weeks_since_birth", "belt", "running", "next_session", "items",
        "easier", "gates", "conditions", "review",
    ]  # fmt: skip
    assert (told["format"], told["belt"], told["running"]) == ("reprise-today 1", True, True)
    assert datetime.fromisoformat(told["now"]) >= at.replace(microsecond=0)
    assert told["next_session"] == str(at.date())
    due = next(each for each in told["items"] if each["what"] == "session")
    assert list(due) == ["what", "title", "why", "rule", "do", "workout", "session", "until"]
    assert list(due["workout"]) == [
        "plan", "level", "levels", "work", "runs", "running_s", "lasts_s", "ends", "first_run",
        "last_run", "goes_on",
    ]  # fmt: skip
    assert list(told["gates"][0]) == [
        "id", "title", "hard", "state", "because", "until", "ask", "meanwhile", "do", "brief",
    ]  # fmt: skip
    assert [each["workout"] and each["workout"]["runs"] for each in told["easier"]] == [4, None]


def test_today_needs_no_more_than_80_columns(reprise: Command) -> None:
    """On a day of everything."""
    reprise.lived(*ready(now().date() - timedelta(days=8))[:3], sessions=(yesterday(),))
    shown = reprise("today").splitlines()
    assert max(len(each) for each in shown) <= 80
    assert "Here is everything that decides it:" in shown


def test_what_opens_a_test_that_was_not_done_is_said(reprise: Command) -> None:
    """Where nothing says no, of the first that is open."""
    reprise.lived(*ready(now().date())[:5])
    shown = " ".join(reprise("today").split())
    assert "no limp: Walk it when you can, outside or as level 5 of postpartum-walk." in shown
    assert "Meanwhile: Five minutes more a week" in shown


def test_reminders_name_no_symptom(reprise: Command, tmp_path: Path) -> None:
    """The check on the morning after, and the next day with a session; a new file, private."""
    reprise.lived(*ready(now().date() - timedelta(days=3)), sessions=(yesterday(hours=0),))
    path = tmp_path / "reprise.ics"
    assert "2 entries" in reprise("remind", "--ics", str(path))
    text = path.read_bytes().decode()
    assert text.count("BEGIN:VEVENT\r\n") == text.count("UID:") == 2
    morning = now().date() + timedelta(days=1)
    assert f"DTSTART:{morning:%Y%m%d}T080000\r\n" in text
    assert not any(word in text.lower() for word in ("leak", "pain", "bleed", "birth", "level"))
    assert "exists already" in reprise("remind", "--ics", str(path), code=EXIT_USAGE)
    assert reprise("remind", "--ics", "-").count("UID:") == 2


def test_with_nothing_to_come_there_is_no_reminder(reprise: Command) -> None:
    """An iCalendar file without an entry is none."""
    told = reprise("remind", "--ics", "-", code=EXIT_CHECK_FAILED)
    assert "nothing to remind of until your first session" in told
    done = session(now().date() - timedelta(days=2))
    day_after = NextDay(now(), done.id, False, (), False, False, 4, False)
    reprise.lived(day_after, Screen(now(), ("fever",)), sessions=(done,))
    told = reprise("remind", "--ics", "-", code=EXIT_CHECK_FAILED)
    assert "was told, and no session to come has a day yet" in told


def terminal(*words: str, presses: list[tuple[str, Any]]) -> tuple[str, int]:
    """Run a command at a pseudo-terminal."""
    seen, code = at_a_terminal(words, presses, environment=dict(os.environ))
    return seen.replace("\r\n", "\n"), code


def test_lines_at_a_terminal(reprise: Command) -> None:
    """An answer and ENTER, as in the set-up; a wrong one is asked again, "back" takes one back."""
    seen, code = terminal(
        "check", "before",
        presses=[
            ("1 of 6", "\n"), ("ENTER answers nothing here", "\x1b[A\n"), ("That answers", "0\n"),
            ("2 of 6", "1\n"), ("3 of 6", "back\n"), ("2 of 6", "0\n"), ("3 of 6", "\n"),
            ("4 of 6", "1\n"), ("Where?", "zz\n"), ("That answers", "3\n"), ("Anywhere", "0\n"),
            ("5 of 6", "\n"), ("6 of 6", "1\n"),
        ],
    )  # fmt: skip
    assert code == EXIT_DONE, seen
    (check,) = reprise.history().facts
    assert isinstance(check, PreCheck)
    assert check[1:] == (False, False, False, (("knee", 1),), True, True)


@pytest.mark.long
@pytest.mark.parametrize(
    ("press", "code"),
    [
        ("\x03", EXIT_INTERRUPTED), ("\x04", EXIT_USAGE),
        (signal.SIGINT, 130),
    ],
)  # fmt: skip
def test_leaving_keeps_nothing(reprise: Command, press: str | signal.Signals, code: int) -> None:
    """Ctrl-C, Ctrl-D or a signal at the last question."""
    presses = [(f"{number + 1} of 6", f"{key}\n") for number, key in enumerate(BEFORE[:5])]
    seen, left = terminal("check", "before", presses=[*presses, ("6 of 6", press)])
    assert (left, "Traceback" in seen) == (code, False), seen
    assert reprise.history() == History()


def test_leaving_keeps_a_warning_sign(reprise: Command) -> None:
    """And says so, with whom to call: SAFETY S38 holds however the questions end."""
    seen, left = terminal(
        "check", "before", presses=[("1 of 6", "1\n"), ("Which is it", "1\n"), ("2 of 6", "\x03")]
    )
    assert left == EXIT_INTERRUPTED, seen
    assert "Call your emergency number" in seen
    assert "The warning sign is kept in the diary, and nothing else." in seen
    (fact,) = reprise.history().facts
    assert isinstance(fact, Screen)
    assert fact.signs == ("chest",)


CHECKED: Final = (("1 of 6", "1\n"), ("Which is it", "1\n"), ("2 of 6", ""))
SET_UP: Final = (
    (">", f"{BORN}\n"), ("caesarean", "2\n"), ("warning sign", "1\n"), ("Which is it", "1\n"),
    ("4 of ", ""),
)  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("kind", ["SIGHUP", "SIGTERM"])
@pytest.mark.parametrize(
    ("words", "presses"), [(("check", "before"), CHECKED), (("setup",), SET_UP)]
)
def test_a_window_that_is_closed_keeps_a_warning_sign(
    reprise: Command, words: tuple[str, ...], presses: tuple[tuple[str, str], ...], kind: str
) -> None:
    """As Ctrl-C does: what was typed last is what she may have closed it for."""
    *typed, (last, _) = presses
    seen, _ = terminal(*words, presses=[*typed, (last, getattr(signal, kind))])
    assert "Traceback" not in seen
    (fact,) = reprise.history().facts
    assert isinstance(fact, Screen)
    assert fact.signs == ("chest",)


def test_leaving_while_a_question_is_printed_keeps_a_warning_sign(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The key comes when it comes: between two lines, too."""
    monkeypatch.setattr(sys, "stdin", io.StringIO("1\n1\n"))
    kept: list[tuple[str, ...]] = []

    def say(line: str) -> None:
        if line.startswith("2 of 6"):
            raise KeyboardInterrupt

    def keep(left: Interview) -> bool:
        kept.append(signs_named(left))
        return True

    with pytest.raises(KeyboardInterrupt):
        fill_in(questions.BEFORE, say, "", keep)
    assert kept == [("chest",)]


def test_leaving_keeps_a_bulge_and_says_what_waits(reprise: Command) -> None:
    """Today says that there is no warning sign; running waits, and walking does not (S38)."""
    seen, left = terminal("check", "before", presses=[("1 of 6", "3\n"), ("2 of 6", "\x03")])
    assert left == EXIT_INTERRUPTED, seen
    assert "Something bulging below is kept in the diary, and nothing else." in seen
    assert "walking stays open" in seen
    assert "warning sign is kept" not in seen
    (fact,) = reprise.history().facts
    assert isinstance(fact, Screen)
    assert fact.signs == ("bulge",)


@pytest.mark.parametrize(
    ("words", "answers", "sign"),
    [
        (("setup",), (BORN, "1", "2", "5"), "fever"),
        (("setup",), (BORN, "1", "3", "nonsense"), "bulge"),
        (("check", "before"), ("2", "5", "0"), "fever"),
    ],
)
def test_answers_that_end_too_soon_keep_a_warning_sign(
    reprise: Command, words: tuple[str, ...], answers: tuple[str, ...], sign: str
) -> None:
    """The one sentence for what came through a pipe says so."""
    said = reprise(*words, answers=answers, code=EXIT_USAGE)
    assert "Nothing but the warning sign was kept." in said
    (fact,) = reprise.history().facts
    assert isinstance(fact, Screen)
    assert fact.signs == (sign,)


def test_the_set_up_at_a_terminal_asks_again(reprise: Command) -> None:
    """A line that cannot be is told, and asked once more."""
    seen, code = terminal(
        "setup", "birth",
        presses=[
            (">", "2999-01-01\n"), ("is yet to come", f"{BORN}\n"),
            ("caesarean", "2\n"),
        ],
    )  # fmt: skip
    assert code == EXIT_DONE, seen
    birth = reprise.history().birth
    assert birth is not None
    assert (str(birth.on), birth.kind) == (BORN, BirthKind.ASSISTED)


def test_the_set_up_is_lines_from_end_to_end(reprise: Command) -> None:
    """An ENTER behind each answer, and "back" in every question: those of warning signs as well."""
    seen, code = terminal(
        "setup",
        presses=[
            (">", f"{BORN}\n"), ("caesarean", "2\n"), ("warning sign", "back\n"),
            (r"[assisted]", "\n"), ("warning sign", "\n"), ("ENTER answers nothing", "2\n"),
            ("Which is it", "back\n"), ("warning sign", "\x1b[A\n"), ("That answers", "0\n"),
            ("4 of ", "\x03"),
        ],
    )  # fmt: skip
    assert "BACKSPACE" not in seen
    said = " ".join(seen.split())
    assert "one question back. Ctrl-C leaves, and keeps nothing but a warning sign." in said
    assert (code, reprise.history()) == (EXIT_INTERRUPTED, History()), seen


WALK: Final = ("walk", "20min", "--plain", "--treadmill", "00:11:22:33:44:55")


class Belt:
    """A session in which only radio and keys are not there: it leaves a journal, as a real one."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.sessions = 0
        self.command: list[str] = []
        monkeypatch.setattr(run, "at_terminal", lambda: True)
        monkeypatch.setattr(run, "_front_end", self._session)
        monkeypatch.setattr(Supervisor, "over", property(lambda _: True))

    def _session(
        self, _: argparse.Namespace, operator: Any, page: object, *, interactive: bool
    ) -> int:
        assert (page, interactive) == (None, True)
        self.sessions += 1
        command = self.command = operator._commands.begin()
        folder = Path(command[command.index("--journals") + 1])
        began = datetime.now(UTC)
        name = f"{began:%Y%m%dT%H%M%S.%f}Z"
        leave_journal(folder, name, "never-faster", began=began.isoformat())
        operator._header = connected("00:11:22:33:44:55")
        return 0


@pytest.fixture
def belt(monkeypatch: pytest.MonkeyPatch) -> Belt:
    """Return a treadmill that is there."""
    return Belt(monkeypatch)


ON_SCREEN: Final = tuple(each for each in WALK if each != "--plain")


@pytest.mark.parametrize("words", [WALK, ON_SCREEN], ids=["plain", "screen"])
def test_a_session_is_asked_before_and_after(
    reprise: Command, belt: Belt, words: tuple[str, ...]
) -> None:
    """Six answers before it, effort after it; within the hour the six are not asked again."""
    reprise.lived(*ready(now().date()))
    told = reprise(*words, answers=(*BEFORE, "4", "0"))
    assert belt.sessions == 1
    assert "Tomorrow: six questions" in told
    *_, check, after = reprise.history().facts
    (done,) = reprise.history().sessions
    assert isinstance(check, PreCheck)
    assert isinstance(after, Aftermath)
    assert (after.session, after.effort) == (done.id, 4)
    assert check.at <= done.at
    assert check.at <= after.at


def test_the_answers_of_just_now_count(reprise: Command, belt: Belt) -> None:
    """`reprise check before`, and then the session."""
    reprise.lived(*ready(now().date()))
    reprise("check", "before", answers=BEFORE)
    reprise(*WALK, answers=("4", "0"))
    assert belt.sessions == 1
    assert sum(isinstance(each, PreCheck) for each in reprise.history().facts) == 1


@pytest.mark.parametrize(
    ("words", "answers", "says"),
    [
        (WALK, ("0", "0", "", "", "", "0"), "Nothing on the belt without the safety key"),
        (WALK, ("1", "1", "0", "", "", "", "1"), "A warning sign: nothing on the belt"),
        (
            ("run", "--level", "1", *WALK[2:]),
            ("0", "0", "", "3", "3", "", "", "1"),
            "Pain of 3: no running",
        ),
        (
            ("run", "--level", "1", *ON_SCREEN[2:]),
            ("0", "0", "", "3", "3", "", "", "1"),
            "Pain of 3: no running",
        ),
    ],
)
def test_an_answer_that_keeps_the_belt_off_says_so(
    reprise: Command, belt: Belt, words: tuple[str, ...], answers: tuple[str, ...], says: str
) -> None:
    """No treadmill is looked for, and what was told is kept."""
    reprise.lived(*ready(now().date()))
    assert says in reprise(*words, answers=answers, code=EXIT_CHECK_FAILED)
    assert belt.sessions == 0
    assert any(isinstance(each, PreCheck) for each in reprise.history().facts)


def test_with_pain_a_walk_is_open(reprise: Command, belt: Belt) -> None:
    """The same answers that keep running off."""
    reprise.lived(*ready(now().date()))
    reprise(*WALK, answers=("0", "0", "", "3", "3", "", "", "1", "4", "0"))
    assert belt.sessions == 1


def pain_of_today() -> PreCheck:
    """Return six answers of today, with too much pain to run, that were given a while ago."""
    earlier = max(now() - timedelta(hours=2), now().replace(hour=0, minute=0, second=0))
    return BEFORE_IT._replace(at=earlier, pain=(("knee", 3),))


BEFORE_IT: Final = PreCheck(
    now(), warning_sign=False, bleeding=False, pelvic=False, pain=(), rested=True, safety_key=True
)


def test_what_was_told_today_is_heeded_where_nobody_is_asked(reprise: Command, belt: Belt) -> None:
    """A session for a program (--json): pain of this morning keeps runs off, and a walk open."""
    reprise.lived(*ready(now().date()), pain_of_today())
    run_it = ("run", "--level", "1", *ON_SCREEN[2:], "--json")
    assert "Pain of 3: no running" in reprise(*run_it, code=EXIT_CHECK_FAILED)
    assert belt.sessions == 0
    reprise(*ON_SCREEN, "--json")
    assert belt.sessions == 1
    assert reprise.history().facts[-1] == pain_of_today()._replace(
        at=reprise.history().facts[-1].at
    )


def test_what_was_told_yesterday_holds_nobody_back_where_nobody_is_asked(
    reprise: Command, belt: Belt
) -> None:
    """As in Today: six answers are of a day."""
    told = pain_of_today()
    reprise.lived(*ready(now().date()), told._replace(at=told.at - timedelta(days=1)))
    reprise("run", "--level", "1", *ON_SCREEN[2:], "--json")
    assert belt.sessions == 1


def test_after_an_hour_the_six_are_asked_again_and_count(reprise: Command, belt: Belt) -> None:
    """But what hurt this morning keeps running off until tomorrow; a walk is open."""
    if now().hour < 2:
        pytest.skip("just after midnight there is no earlier hour of today")
    reprise.lived(*ready(now().date()), pain_of_today())
    run_it = ("run", "--level", "1", *ON_SCREEN[2:])
    said = reprise(*run_it, answers=BEFORE, code=EXIT_CHECK_FAILED)
    assert "no running above 2" in said
    assert "it stands until tomorrow" in said
    assert belt.sessions == 0
    assert len([each for each in reprise.history().facts if isinstance(each, PreCheck)]) == 2
    assert "RUN AND WALK" not in reprise("today")


def test_what_was_told_before_a_session_stands_until_tomorrow(reprise: Command) -> None:
    """Told once more and milder, it is kept, and opens nothing; each time it is said why."""
    reprise.lived(*ready(now().date()))
    answers = ("0", "0", "", "5", "3", "", "", "1")
    assert "That stands until tomorrow." in reprise("check", "before", answers=answers)
    again = reprise("check", "before", answers=BEFORE)
    assert "Pain of 5: no running above 2; a walk is open. You told it at" in again
    told = " ".join(reprise("today").split())
    assert "RUN AND WALK" not in told
    assert "it stands until tomorrow; what you told since is kept, too." in told
    assert "reprise check before" not in told
    checks = [each for each in reprise.history().facts if isinstance(each, PreCheck)]
    assert [each.pain for each in checks] == [(("knee", 5),), ()]


def test_what_would_end_a_session_keeps_walks_off_until_tomorrow(
    reprise: Command, belt: Belt
) -> None:
    """No walk is in Today, none begins, and no test of walking is offered or taken."""
    reprise.lived(*without(ready(now().date()), "walk"))
    told: tuple[str, ...] = ("0", "0", "", "7", "o", "", "", "1")
    for answers in (told, BEFORE):  # told once more, and milder, it opens nothing
        said = reprise("check", "before", answers=answers)
        assert "Pain of 7 of 10 on one spot of bone: nothing on the belt today" in said
        today_ = " ".join(reprise("today").split())
        assert "NOTHING ON THE BELT TODAY" in today_
        assert "Pain of 7 of 10" in today_
        assert "until a clinician has been seen" in today_
        assert "Begin now" not in today_
        assert "reprise prepare tests" not in today_
        walk = ("run", "postpartum-walk", "--level", "1", *ON_SCREEN[2:])
        refused = reprise(*walk, code=EXIT_CHECK_FAILED)
        assert "nothing on the belt today" in refused
        assert belt.sessions == 0


def test_nobody_is_asked_six_questions_for_a_closed_door(reprise: Command, belt: Belt) -> None:
    """What no answer of today could open is said at once."""
    reprise.lived(*ready(now().date())[:3])
    assert main(["run", *WALK[2:]]) == EXIT_CHECK_FAILED
    assert belt.sessions == 0
    assert not any(isinstance(each, PreCheck) for each in reprise.history().facts)


def test_nor_on_a_day_of_rest(
    reprise: Command, belt: Belt, capsys: pytest.CaptureFixture[str]
) -> None:
    """The day on which it opens is told at once."""
    reprise.lived(*ready(now().date() - timedelta(days=3)), sessions=(yesterday(hours=1),))
    assert main(["run", *WALK[2:]]) == EXIT_CHECK_FAILED
    assert "is not open today" in capsys.readouterr().err
    assert belt.sessions == 0
    assert not any(isinstance(each, PreCheck) for each in reprise.history().facts)


def test_leaving_after_a_session_spoils_nothing(
    reprise: Command,
    belt: Belt,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The session is in the diary; what was not answered can be asked again."""
    reprise.lived(*ready(now().date()))
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{each}\n" for each in BEFORE)))
    assert main(WALK) == EXIT_DONE
    assert "reprise check after asks it again" in capsys.readouterr().err
    assert len(reprise.history().sessions) == belt.sessions == 1
    reprise("check", "after", answers=("4", ""))
    assert reprise.history().after(reprise.history().sessions[0].id)


def test_a_rest_that_is_not_open_is_refused(reprise: Command, belt: Belt) -> None:
    """Whatever id is given."""
    reprise.lived(*ready(now().date()), sessions=(yesterday(),))
    said = reprise(*WALK, "--goes-on", "20260101", code=EXIT_CHECK_FAILED)
    assert "No rest of that session is open" in said
    assert belt.sessions == 0


@pytest.mark.parametrize(
    ("told", "words", "asked"),
    [
        ("5.2 km/h", (), "5.2 km/h"),
        ("5.2 km/h", ("--walk-speed", "4.5km/h"), "4.5km/h"),
        ("3.2 km/h", (), None),
    ],
)
def test_her_own_speed_is_taken(
    *,
    reprise: Command,
    belt: Belt,
    capsys: pytest.CaptureFixture[str],
    told: str,
    words: tuple[str, ...],
    asked: str | None,
) -> None:
    """As far as the plan offers it, and unless the command line says another; it is said."""
    reprise.lived(*ready(now().date()), Told(now(), "walk-speed", told))
    reprise("check", "before", answers=BEFORE)
    assert main(["run", *WALK[2:], *words]) == EXIT_DONE
    speeds = dict(zip(belt.command, belt.command[1:], strict=False))
    assert speeds.get("--walk-speed") == asked
    assert ("Your own walk: 5.2 km/h" in capsys.readouterr().err) == (asked == told)


def test_her_own_speed_is_said_in_her_unit(
    reprise: Command, belt: Belt, capsys: pytest.CaptureFixture[str]
) -> None:
    """And handed on as it is kept."""
    reprise("settings", "units", "min/mi")
    reprise.lived(*ready(now().date()), Told(now(), "walk-speed", "5.2 km/h"))
    reprise("check", "before", answers=BEFORE)
    capsys.readouterr()
    assert main(["run", *WALK[2:]]) == EXIT_DONE
    assert "Your own walk: 18:35 /mi (reprise setup)." in capsys.readouterr().err
    assert "5.2 km/h" in belt.command


@pytest.mark.parametrize(
    ("words", "level", "says"),
    [
        (("run",), "4", "postpartum-ladder, level 4: "),
        (("run", "postpartum-ladder"), "4", "postpartum-ladder, level 4: "),
        (("run", "--level", "2"), "2", ""),
        (("run", "postpartum-walk"), "1", "postpartum-walk, level 1: "),
    ],
)
def test_without_a_level_a_run_takes_what_is_next(
    *,
    reprise: Command,
    belt: Belt,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    level: str,
    says: str,
) -> None:
    """It is said in one line with the rule that decided it; an easier one stays hers."""
    day = now().date()
    done = tuple(session(day - timedelta(days=each), level=3, ran_s=180) for each in (8, 5))
    checks = tuple(
        NextDay(each.at + timedelta(hours=20), each.id, False, (), False, False, 4, False)
        for each in done
    )
    reprise.lived(*ready(day), *checks, sessions=done)
    reprise("check", "before", answers=BEFORE)
    assert main([*words, *WALK[2:]]) == EXIT_DONE
    told = dict(zip(belt.command, belt.command[1:], strict=False))
    assert told["--level"] == level
    lines = [each for each in capsys.readouterr().err.splitlines() if ", level " in each]
    assert [each.startswith(says) and "(rule N" in each for each in lines] == [True] * bool(says)


def test_while_strength_is_short_a_run_takes_level_1(
    reprise: Command, belt: Belt, capsys: pytest.CaptureFixture[str]
) -> None:
    """And says so; the door would refuse any other."""
    day = now().date()
    done = session(day - timedelta(days=4), level=3, ran_s=180)
    reprise.lived(*without(ready(day), "strength"), sessions=(done,))
    reprise("check", "before", answers=BEFORE)
    assert main(["run", *WALK[2:]]) == EXIT_DONE
    assert dict(zip(belt.command, belt.command[1:], strict=False))["--level"] == "1"
    assert "level 1 alone until the strength is there" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("told", "words", "says"),
    [
        ("yes", (), True),
        ("no", (), False),
        ("yes", ("--no-sensors",), False),
        ("yes", ("--footpod", "00:11:22:33:44:66"), False),
    ],
)
def test_who_told_of_a_sensor_is_told_how_it_is_found(
    *,
    reprise: Command,
    belt: Belt,
    capsys: pytest.CaptureFixture[str],
    told: str,
    words: tuple[str, ...],
    says: bool,
) -> None:
    """While none is remembered, and unless she says what she wants."""
    reprise.lived(*ready(now().date()), Told(now(), "sensor", told))
    reprise("check", "before", answers=BEFORE)
    assert main([*WALK, *words]) == EXIT_DONE
    assert ("--footpod ADDRESS" in capsys.readouterr().err) == says
    assert belt.sessions == 1


def test_a_score_of_her_own_is_kept_and_exported(reprise: Command) -> None:
    """As a number with its day; nothing is read out of it."""
    said = reprise("setup", "score", answers=("2", "31", "back", "30", "2026-05-13"))
    assert "UWRI, 0 to 36" in said
    assert "1 answer kept." in said
    reprise("setup", "score", answers=("ICIQ-UI SF", "0", "13 May 2026"))
    scores = [each for each in reprise.history().facts if isinstance(each, Score)]
    assert [(each.scale, each.points, str(each.on)) for each in scores] == [
        ("uwri", 30, "2026-05-13"),
        ("iciq-ui-sf", 0, "2026-05-13"),
    ]
    assert "score      scale uwri, points 30, on 2026-05-13" in reprise("diary", "export")


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        (("3",), "none of the keys 1, 2"),
        (("1", "22"), "no whole number from 0 to 21, as ICIQ-UI SF has them"),
        (("2", "37"), "no whole number from 0 to 36, as UWRI has them"),
        (("2", "-1"), "no whole number from 0 to 36"),
        (("2", "3.5"), "no whole number from 0 to 36"),
        (("2", "30", "2099-01-01"), "yet to come"),
    ],
)
def test_a_score_that_cannot_be_is_refused(
    reprise: Command, answers: tuple[str, ...], says: str
) -> None:
    """With what can be, and nothing is kept."""
    assert says in reprise("setup", "score", answers=answers, code=EXIT_USAGE)
    assert reprise.history() == History()


@pytest.mark.parametrize(
    ("ahead", "says"), [(timedelta(hours=20), False), (timedelta(days=2), True)]
)
@pytest.mark.parametrize(
    ("words", "answers"),
    [(("today",), ()), (("check", "before"), BEFORE), (("setup", "units"), ("2",)), (WALK, ())],
)
def test_a_diary_that_is_ahead_of_the_clock_is_told_of(
    *,
    reprise: Command,
    belt: Belt,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    ahead: timedelta,
    says: bool,
    words: tuple[str, ...],
    answers: tuple[str, ...],
) -> None:
    """One of the two is wrong; a journey to the west is not that."""
    check = PreCheck(now(), False, False, False, (), rested=True, safety_key=True)
    reprise.lived(*ready(now().date()), check, Told(now() + ahead, "units", "km"))
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{each}\n" for each in answers)))
    assert main(words) == EXIT_DONE
    assert ("if the clock is wrong, mend it" in capsys.readouterr().err) == says
    assert belt.sessions == (words is WALK)


def test_units_are_a_setting_and_no_fact(reprise: Command) -> None:
    """The set-up's answer goes there and is shown from there; a pace stays a pace."""
    assert "1 answer kept." in reprise("setup", "units", answers=("miles",))
    assert reprise("settings", "units") == "units is mph.\n"
    assert reprise.history() == History()
    assert "[mi]" in reprise("setup", "units", answers=("",))
    reprise("settings", "units", "min/mi")
    reprise("setup", "units", answers=("miles",))
    assert reprise("settings", "units") == "units is min/mi.\n"
    reprise("setup", "units", answers=("km",))
    assert reprise("settings", "units") == "units is km/h.\n"


def test_a_broken_file_of_settings_holds_no_answer_back(
    reprise: Command, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told, with its remedy; the answer is kept and taken over when it can be."""
    path = settings_path(argparse.Namespace(profile=None))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("volume =")
    monkeypatch.setattr("sys.stdin", io.StringIO("miles\n"))
    assert main(["setup", "units"]) == EXIT_INVALID_FILE
    told = capsys.readouterr()
    assert "1 answer kept." in told.out
    assert told.err.startswith(f"reprise: Units: {path}:1:9: this is not TOML")
    path.write_text("volume = 7")
    reprise("today")
    assert reprise("settings", "units") == "units is mph.\n"


def test_what_an_older_diary_says_of_units_is_taken_once(reprise: Command) -> None:
    """From then on the setting counts, whatever the diary still says."""
    reprise.lived(Told(now(), "units", "mi"))
    reprise("today")
    assert reprise("settings", "units") == "units is mph.\n"
    reprise("settings", "units", "km/h")
    reprise("today")
    assert reprise("settings", "units") == "units is km/h.\n"


def test_today_says_what_the_plan_asks_before_its_first_session(
    reprise: Command, tmp_path: Path
) -> None:
    """In the words of whoever wrote it, with the list of what decides about running."""
    plan = tmp_path / "mine.plan.yaml"
    text = plan_source("postpartum-ladder").text.replace("id: postpartum-ladder", "id: mine")
    plan.write_text(text.replace("entry:\n", 'entry:\n  also: ["no pain on stairs"]\n'))
    asks = "Reprise does not check it: - no pain on stairs"
    assert asks in " ".join(reprise("plan", "use", str(plan)).split())
    reprise.lived(*ready(now().date())[:3])
    shown = " ".join(reprise("today").split())
    assert asks in shown.partition("Here is everything that decides it:")[2]
    assert asks not in " ".join(reprise("today").split()).partition("Here is everything")[0]
    assert json.loads(reprise("today", "--json"))["conditions"] == ["no pain on stairs"]
    assert "no pain on stairs (before the first session" in " ".join(reprise("report").split())


def test_whom_to_call_stands_above_all_that_decides(reprise: Command) -> None:
    """Seen by a runner: "call 112 now" was the third line from the bottom."""
    reprise.lived(*ready(now().date()), Told(now(), "country", "IE"), Screen(now(), ("chest",)))
    told = reprise("today").splitlines()
    assert told[2] == "NOTHING ON THE BELT YET"
    assert told[3].startswith("first:   Call 112 now.")
    assert sum("Call 112" in each for each in told) == 1
