"""``reprise history`` and ``reprise report``: from a diary and its journals to lines and a page."""

from __future__ import annotations

import json
import sqlite3
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest

from controller.cli.coach.due import now
from controller.cli.exits import EXIT_CHECK_FAILED, EXIT_DONE, EXIT_INVALID_FILE, EXIT_USAGE
from controller.cli.main import main
from controller.coach.diary.store import Diary
from controller.coach.history import (
    NUMB_BETWEEN_LEGS,
    Fact,
    NextDay,
    Noted,
    PreCheck,
    Screen,
    Session,
    Weekly,
)
from tests.coach.people import leave_journal, session_at
from tests.coach.ready import ready
from tests.report.made import read

DAYS_AGO: Final = 4


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let everything that is kept be kept in a folder of the test's own."""
    for name in ("CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("REPRISE_PROFILE", raising=False)
    return tmp_path / "home" / "reprise"


def lived(home: Path, *facts: Fact, sessions: tuple[Session, ...] = ()) -> None:
    """Put something into the diary."""
    with Diary(home / "diary.sqlite") as diary:
        diary.add(facts, sessions)


def some(home: Path) -> None:
    """Put two sessions into it: one with its check and pain, one of today with thoughts of harm."""
    then = now() - timedelta(days=DAYS_AGO)
    check = NextDay(then + timedelta(days=1), "one", False, (), False, False, 4, False)
    lived(
        home,
        check,
        Weekly(then, 3, "same", 4, 2),
        sessions=(
            session_at(0, id="one", at=then),
            session_at(
                0, id="two", at=now(), level=4, rules=(), ran_s=240, completed=False,
                outcome="stopped", noted=(Noted("mood", 1, False, False, 60),),
            ),
        ),
    )  # fmt: skip


def told(capsys: pytest.CaptureFixture[str], *words: str, code: int = EXIT_DONE) -> tuple[str, str]:
    """Run a command and return what it printed and said beside."""
    assert main(words) == code
    out, err = capsys.readouterr()
    return out, err


@pytest.mark.parametrize("running", [True, False])
def test_a_report_tells_the_same_next_thing_as_today(
    home: Path, capsys: pytest.CaptureFixture[str], *, running: bool
) -> None:
    """Word for word, whether running is open yet or a walk is what is due."""
    then = now() - timedelta(days=1)
    facts = ready(then.date()) if running else (Screen(then, ()),)
    lived(home, *facts)
    today, _ = told(capsys, "today", "--json")
    parts = {each["what"]: each for each in json.loads(today)["items"]}
    assert ("RUN" in parts["session"]["title"]) is running
    assert ("not-yet" in parts) is not running
    said = " ".join(told(capsys, "report")[0].split())
    for what in ("session", "not-yet"):
        if what in parts:
            assert f"{parts[what]['title']}. {parts[what]['why']}" in said


def test_what_is_next_names_thoughts_of_harm_only_if_she_put_them_in(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """That a sign keeps the belt off is told without."""
    lived(home, Screen(now(), ("mood",)))
    said = " ".join(told(capsys, "report")[0].split())
    assert "NOTHING ON THE BELT YET." in said
    assert "has been seen: a warning sign, told on" in said
    assert "dark" not in said
    asked = " ".join(told(capsys, "report", "--with-mood")[0].split())
    assert "has been seen: dark thoughts, told on" in asked


def test_history_is_a_table(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A line for a session, and what all of it comes to; nothing of the mood."""
    some(home)
    out, err = told(capsys, "history")
    head, first, second, blank, totals = out.splitlines()
    assert (err, blank) == ("", "")
    assert head.split() == ["day", "level", "running", "min", "noted", "next"]
    for part in ("postpartum-ladder 3", "5:00/5:00", "25:00", "knee, a little (1-2)", "N"):
        assert part in first
    assert "4:00/5:00" in second
    assert "nothing" in second
    assert totals == "2 with runs, 0 walks, 9:00 running; next-day checks 1 of 1."


def test_history_is_json(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One object on one line; decisions with their rules."""
    some(home)
    (line,) = told(capsys, "history", "--json", "--since", "1w")[0].splitlines()
    known = json.loads(line)
    assert known["format"] == "reprise-history 1"
    assert [each["id"] for each in known["sessions"]] == ["one", "two"]
    assert known["sessions"][0]["felt"] == [
        {"symptom": "knee", "name": "knee", "strength": "a little (1-2)", "at_s": 498,
         "where": "run", "sign": False, "accepted": ""}
    ]  # fmt: skip
    assert known["sessions"][1]["felt"] == []
    assert known["sessions"][1]["decision"] == known["next"]
    assert known["totals"]["running_s"] == 540


def test_what_is_before_a_day_is_left_out(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Days and weeks back, or a day; a day to come and what is no day are refused."""
    some(home)
    for since, count in (("3d", 1), (f"{DAYS_AGO}d", 2), ("2w", 2), ("2020-01-01", 2)):
        out, _ = told(capsys, "history", "--json", "--since", since)
        assert len(json.loads(out)["sessions"]) == count, since
    _, err = told(capsys, "report", "--since", "2999-01-01", code=EXIT_USAGE)
    assert err == "reprise: --since 2999-01-01 is still to come; write a day that has been.\n"
    for wrong in ("0d", "2026-02-30", "yesterday", "1000w", ""):
        with pytest.raises(SystemExit) as left:
            main(["history", "--since", wrong])
        assert left.value.code == EXIT_USAGE
        assert "is no day: write it as" in capsys.readouterr().err


def test_nothing_done_is_said(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """At the beginning, and where nothing was done since a day; a report of nothing is whole."""
    assert told(capsys, "history")[0] == "No session was done yet.\n"
    some(home)
    lived(home, sessions=(session_at(0, id="two", at=now() - timedelta(days=30)),))
    today = now().date()
    assert told(capsys, "history", "--since", "1d")[0] == (
        f"No session was done since {today - timedelta(days=1)}.\n"
    )
    assert "Noted            no session in this time" in told(capsys, "report", "--since", "1d")[0]


def test_a_report_is_a_file_of_ones_own(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the picture of a session that has its journal; one that is there is never replaced."""
    leave_journal(home / "sessions", "20260513T060000.250000Z", "I3-heaviness-a-little")
    page = tmp_path / "week.html"
    out, err = told(capsys, "report", "--html", str(page))
    assert (out.split(".html: ")[1], err) == (
        "1 session. Only you can read it; whom you give it to is up to you.\n",
        "",
    )
    assert page.stat().st_mode & 0o777 == 0o600
    found = read(page.read_text("utf-8"))
    assert found.text.count("km/h") >= 1
    assert "heaviness, a little, 1:17, run" in found.text
    assert "The mood" not in found.text
    _, err = told(capsys, "report", "--html", str(page), code=EXIT_USAGE)
    assert "exists already" in err
    _, err = told(capsys, "report", "--html", str(tmp_path / "week.pdf"), code=EXIT_USAGE)
    assert "does not end in .html or .htm" in err


def test_a_sign_told_before_a_session_that_was_not_done_is_in_the_report(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In both, in the words of the question; thoughts of harm only if she puts them in."""
    then = now() - timedelta(days=1)
    named = Screen(then, (NUMB_BETWEEN_LEGS, "mood"))
    lived(home, PreCheck(then, True, False, False, (), True, True), named)
    numb, harm = (
        "numb between the legs, no pee comes, pee or poo suddenly not held",
        "harming yourself",
    )
    page = home.parent / "page.html"
    text, _ = told(capsys, "report")
    told(capsys, "report", "--html", str(page))
    for words in (text, read(page.read_text("utf-8")).text):
        told_of = " ".join(words.split())
        assert numb in told_of
        assert "(N1)" in told_of
        assert harm not in told_of
    text, _ = told(capsys, "report", "--with-mood")
    assert harm in " ".join(text.split())


def test_mood_and_name_are_put_in_by_hand(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Both only if they are asked for."""
    some(home)
    for number, (words, there) in enumerate(
        (((), False), (("--with-mood", "--name", "B. Runner"), True))
    ):
        page = tmp_path / f"{number}.html"
        told(capsys, "report", "--html", str(page), *words)
        text = read(page.read_text("utf-8")).text
        assert ("dark thoughts" in text or "harm" in text or "mood, 1 to 5" in text) == there
        assert ("B. Runner" in text) == there


def test_journals_that_are_broken_are_named_and_left_out(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One that is no journal, and one that was damaged after it was read; no folder is told."""
    folder = home / "sessions"
    good = leave_journal(folder, "20260513T060000.250000Z", "I3-heaviness-a-little")
    told(capsys, "history")
    (folder / "20260514T060000.250000Z.jsonl").write_text("no journal\n", "utf-8")
    lines = good.read_text("utf-8").splitlines(keepends=True)
    number = next(n for n, each in enumerate(lines) if '"kind":"belt"' in each)
    lines[number] = '{"kind":"belt"}\n'
    good.write_text("".join(lines), "utf-8")
    steps = leave_journal(folder, "20260515T060000.250000Z", "never-faster")
    counted = steps.read_text("utf-8")
    assert '"cadence":0}' in counted
    steps.write_text(counted.replace('"cadence":0}', '"cadence":"0"}'), "utf-8")
    page = tmp_path / "week.html"
    out, err = told(capsys, "report", "--html", str(page))
    assert "3 journals could not be read" in out
    assert err.count("\n") == 2
    found = read(page.read_text("utf-8"))
    left_out = found.text.split("Left out")[1]
    assert "20260514T060000.250000Z.jsonl:1: not a record" in left_out
    assert f"20260513T060000.250000Z.jsonl:{number + 1}: not a whole record" in left_out
    assert str(tmp_path) not in found.text
    # This one is of a session all the same: only its steps cannot be drawn.
    assert "20260515T060000.250000Z.jsonl:" in left_out
    # What was known of the sessions is still told, without a picture.
    assert found.tags.count("article") == 2
    assert "No journal of this session." in found.text


def test_a_plan_that_is_gone_decides_nothing_and_hides_nothing(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its sessions stand, without what they led to."""
    lived(home, sessions=(session_at(0, plan="her-own", at=now() - timedelta(days=2)),))
    out, _ = told(capsys, "history")
    assert "her-own 3" in out
    assert json.loads(told(capsys, "history", "--json")[0])["sessions"][0]["decision"] is None
    assert "none of the 25 levels in this time" in told(capsys, "report")[0]


def test_an_own_policy_is_told_with_what_it_does_otherwise(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The bundled ``standard`` differs from ``cautious``: each difference is marked."""
    plan = tmp_path / "mine.plan.yaml"
    bundled = Path("plans/library/postpartum-ladder.plan.yaml").read_text("utf-8")
    changed = bundled.replace("id: postpartum-ladder", "id: mine").replace(
        "policy: cautious", "policy: standard"
    )
    plan.write_text(changed, "utf-8")
    told(capsys, "plan", "use", str(plan))
    out, _ = told(capsys, "report")
    flat = " ".join(out.split())
    assert "(mine), an own file" in flat
    assert "Standard (standard), as it comes with Reprise" in flat
    assert "milder: heaviness, a little, clear: " in flat


@pytest.mark.parametrize(
    ("make", "said", "code"),
    [
        ("text", "", EXIT_INVALID_FILE),
        ("newer", "Use the newer Reprise", EXIT_INVALID_FILE),
        ("held", "another Reprise is writing", EXIT_CHECK_FAILED),
    ],
)
@pytest.mark.parametrize("command", ["history", "report"])
def test_a_diary_that_cannot_be_read_is_one_sentence(
    *, command: str, make: str, said: str, code: int, home: Path,
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Damaged, of a newer version, or held by another process."""
    path = home / "diary.sqlite"
    some(home)
    held: Any = None
    match make:
        case "text":
            path.write_bytes(b"no diary at all, but long enough to be looked at " * 20)
        case "newer":
            with sqlite3.connect(path) as connection:
                connection.execute("PRAGMA user_version = 99")
            connection.close()
        case _:
            monkeypatch.setattr("controller.coach.diary.schema.WAIT_S", 0.05)
            leave_journal(home / "sessions", "20260513T060000.250000Z", "never-faster")
            held = sqlite3.connect(path)
            held.execute("BEGIN IMMEDIATE")
    try:
        out, err = told(capsys, command, code=code)
    finally:
        if held is not None:
            held.close()
    assert out == ""
    assert err.count("\n") == 1
    assert said in err
