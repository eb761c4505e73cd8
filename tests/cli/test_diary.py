"""``reprise diary``, ``--profile``, and what a session leaves in the diary."""

from __future__ import annotations

import argparse
import json
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from controller.cli.coach.diary_file import open_diary
from controller.cli.exits import EXIT_CHECK_FAILED, EXIT_DONE, EXIT_INVALID_FILE, EXIT_USAGE
from controller.cli.main import main, parse
from controller.cli.plan.choice_file import load_choice
from controller.cli.profile import (
    ProfileInvalid,
    choice_path,
    diary_path,
    journals_folder,
    profile_folder,
    profile_name,
)
from controller.cli.session import run
from controller.cli.session.plan_changed import settle
from controller.cli.session.run import write_down
from controller.coach.diary.store import Diary
from controller.coach.history import Screen, Told
from controller.operator.supervisor import Supervisor
from tests.cli.airs import connected
from tests.cli.terminals import at_a_terminal
from tests.cli.test_simulate import reprise
from tests.coach.people import leave_journal, next_day

MAY = "20260513T060000.250000Z"
WORDS = argparse.Namespace(profile=None)
ANNA = argparse.Namespace(profile="anna")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let everything that is kept be kept in a folder of the test's own."""
    for name in ("CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("REPRISE_PROFILE", raising=False)
    return tmp_path / "home" / "reprise"


def told(capsys: pytest.CaptureFixture[str], *words: str, code: int = EXIT_DONE) -> tuple[str, str]:
    """Run ``reprise diary`` and return what it printed and what it told beside."""
    assert main(["diary", *words]) == code
    return capsys.readouterr()


def lived(args: argparse.Namespace = WORDS) -> None:
    """Do a session and answer a question."""
    leave_journal(journals_folder(args), MAY, "I3-heaviness-a-little")
    with open_diary(args) as diary:
        diary.tell(next_day(200, MAY))


def test_a_profile_is_a_folder(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The usual one is where sessions always lay; a word counts for more than the environment."""
    assert profile_folder(WORDS) == home
    assert profile_folder(argparse.Namespace(profile="default")) == home
    assert journals_folder(ANNA) == home / "profiles" / "anna" / "sessions"
    assert diary_path(ANNA) == home / "profiles" / "anna" / "diary.sqlite"
    monkeypatch.setenv("REPRISE_PROFILE", "bea")
    assert (profile_name(WORDS), profile_name(ANNA)) == ("bea", "anna")
    monkeypatch.setenv("REPRISE_PROFILE", "")
    assert profile_name(WORDS) == "default"


@pytest.mark.parametrize(
    "name", ["", "..", "a/b", "-a", "a b", "é", "a" * 33, "a\n", "a.b", "NUL:"]
)
def test_a_profile_that_cannot_be(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """No name leads out of the folder, on any system."""
    with pytest.raises(SystemExit):
        main(["diary", "where", f"--profile={name}"])
    assert "is not a name of letters a to z, digits, - and _" in capsys.readouterr().err
    if name:
        monkeypatch.setenv("REPRISE_PROFILE", name)
        with pytest.raises(ProfileInvalid, match="REPRISE_PROFILE is"):
            profile_name(WORDS)
        assert main(["run", "--simulate", "--plain"]) == EXIT_USAGE
        assert "REPRISE_PROFILE is" in capsys.readouterr().err


def test_each_has_a_plan_of_her_own(capsys: pytest.CaptureFixture[str]) -> None:
    """What one chooses changes nothing for the other, and a session goes by it."""
    assert main(["plan", "use", "walk-first-5wk", "--profile", "anna"]) == EXIT_DONE
    args = parse(["run", "--simulate", "--profile", "anna"])
    settled = settle(args, None, print)
    assert (args.plan, settled and settled.plan) == ("walk-first-5wk", "walk-first-5wk")
    assert settled is not None
    settled.note()
    assert load_choice(choice_path(ANNA)).plans["walk-first-5wk"].simulated == settled.last
    capsys.readouterr()
    assert main(["plan", "use"]) == EXIT_DONE
    assert "No plan was chosen" in capsys.readouterr().out
    assert load_choice().plans == {}


def test_a_name_that_differs_in_capital_letters_alone_is_refused(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is another folder on Linux and the same one on macOS: whoever was there first is meant."""
    (home / "profiles" / "Anna").mkdir(parents=True)
    assert main(["diary", "where", "--profile", "Anna"]) == EXIT_DONE
    capsys.readouterr()
    said = (
        "reprise: There is a profile Anna already: write Anna, or a name that differs from it in "
        "more than capital letters; anna does not.\n"
    )
    assert main(["diary", "where", "--profile", "anna"]) == EXIT_USAGE
    assert capsys.readouterr().err == said
    monkeypatch.setenv("REPRISE_PROFILE", "anna")
    assert main(["diary", "where"]) == EXIT_USAGE
    assert capsys.readouterr().err == said
    assert main(["diary", "where", "--profile", "DEFAULT"]) == EXIT_USAGE
    assert "There is a profile default already" in capsys.readouterr().err
    assert [each.name for each in (home / "profiles").iterdir()] == ["Anna"]


def test_two_profiles_that_are_alike_already_are_both_had(home: Path) -> None:
    """As Linux could have them until now: nobody is kept from what she told."""
    for name in ("Anna", "anna"):
        (home / "profiles" / name).mkdir(parents=True, exist_ok=True)
    for name in (each.name for each in (home / "profiles").iterdir()):
        args = argparse.Namespace(profile=name)
        assert diary_path(args) == home / "profiles" / name / "diary.sqlite"


@pytest.mark.parametrize(
    "command", [["run"], ["walk", "1min"], ["probe"], ["plan", "use"], ["diary", "where"]]
)
def test_commands_of_one_person_take_a_profile(command: list[str]) -> None:
    """Wherever something is kept of somebody."""
    assert parse([*command, "--profile", "anna"]).profile == "anna"


def test_where_it_is(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Only the path is data; nothing is made by asking."""
    out, err = told(capsys, "where")
    assert out == f"{home / 'diary.sqlite'}\n"
    assert "not there yet" in err
    assert not home.exists()
    lived()
    assert told(capsys, "where") == (f"{home / 'diary.sqlite'}\n", "")


def test_all_of_it_can_be_read(capsys: pytest.CaptureFixture[str]) -> None:
    """A line for each thing, by time; two people's are apart."""
    assert "there is no diary at" in told(capsys, "export", code=EXIT_CHECK_FAILED)[1]
    lived()
    out, err = told(capsys, "export")
    assert err == ""
    session, check = out.splitlines()
    assert session.startswith(f"2026-05-13 08:00  session    id {MAY}, plan scenes-jog, level 1,")
    assert "noted (symptom heaviness value 1 running yes warm up no at s 77 beyond no)" in session
    assert check.startswith(f"2026-07-21 08:00  next-day   session {MAY}, pelvic no, pain (")
    assert (
        "there is no diary at"
        in told(capsys, "export", "--profile", "anna", code=EXIT_CHECK_FAILED)[1]
    )


def test_all_of_it_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A new file that is its owner's alone; nothing is written over."""
    lived()
    file = tmp_path / "mine.json"
    assert told(capsys, "export", "--json", str(file))[0].startswith(
        f"{file}: 1 answer and 1 session."
    )
    held = json.loads(file.read_text("utf-8"))
    assert (held["format"], held["profile"]) == ("reprise-diary 1", "default")
    assert held["facts"][0]["kind"] == "next-day"
    assert held["facts"][0]["session"] == held["sessions"][0]["id"] == MAY
    assert held["sessions"][0]["noted"][0]["symptom"] == "heaviness"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "exists already" in told(capsys, "export", "--json", str(file), code=EXIT_USAGE)[1]


def test_it_is_made_anew(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """From the journals; what was told stays."""
    lived()
    (home / "sessions" / "empty.jsonl").touch()
    with Diary(diary_path(WORDS)) as diary:
        before = diary.history()
        diary._connection.execute("UPDATE session SET body = NULL")
    out, err = told(capsys, "rebuild")
    assert out == (
        "2 journals were read, 1 of them of a session.\nThe diary has 1 answer and 1 session.\n"
    )
    empty = home / "sessions" / "empty.jsonl"
    assert err == f"reprise: {empty}: empty; a journal begins with its header.\n"
    with Diary(diary_path(WORDS)) as diary:
        assert diary.history() == before


def test_a_damaged_one_is_kept_aside(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every other command names the remedy, and the remedy works."""
    lived()
    path = diary_path(WORDS)
    path.write_text("scribble\n" * 1000)
    err = told(capsys, "export", code=EXIT_INVALID_FILE)[1]
    assert "reprise diary rebuild" in err
    assert err.count("\n") == 1
    out = told(capsys, "rebuild")[0]
    assert f"it is kept as {home / 'diary.damaged-1.sqlite'}.\n" in out
    assert "0 answers and 0 sessions were read from it, how many are lost is not known." in out
    assert out.endswith("The diary has 0 answers and 1 session.\n")
    assert told(capsys, "export")[0].count("\n") == 1


def test_a_newer_one_is_left_alone(capsys: pytest.CaptureFixture[str]) -> None:
    """Also by rebuild: a newer Reprise can read it, and there is nothing to mend."""
    lived()
    path = diary_path(WORDS)
    with Diary(path) as diary:
        diary._connection.execute("PRAGMA user_version = 99")
    before = path.read_bytes()
    for action in ("rebuild", "export"):
        err = told(capsys, action, code=EXIT_INVALID_FILE)[1]
        assert "a diary of version 99" in err
    assert path.read_bytes() == before


def test_it_is_deleted_with_its_journals(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """All that is of one person, and nothing of another."""
    lived()
    lived(ANNA)
    diary_path(ANNA).write_text("scribble\n")
    told(capsys, "rebuild", "--profile", "anna")
    out, err = told(capsys, "delete", "--profile", "anna", code=EXIT_USAGE)
    assert "1 journals in" in out
    assert err == "reprise: nobody can be asked here; say --yes.\n"
    assert diary_path(ANNA).exists()
    assert told(capsys, "delete", "--profile", "anna", "--yes")[0].endswith("Deleted.\n")
    assert not (home / "profiles" / "anna").exists()
    assert told(capsys, "export")[0].count("\n") == 2
    assert "There is nothing to delete" in told(capsys, "delete", "--profile", "anna")[0]


def test_what_was_practised_stays_and_is_told_of(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Notes of a simulated session are notes: whoever wants them gone is told where they are."""
    lived()
    practice = home / "simulated"
    practice.mkdir()
    out, _ = told(capsys, "delete", "--yes")
    assert out.endswith(
        f"Deleted.\nThe journals of sessions on simulated treadmills stay: {practice}\n"
    )


def test_an_answer_of_the_set_up_is_told_by_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    """And not as the fields that the store has for it."""
    with Diary(diary_path(WORDS)) as diary:
        diary.add((Told(datetime(2026, 5, 13, 9, 0, tzinfo=UTC), "wound-healed", "no"),), ())
    assert told(capsys, "export")[0].endswith("told       wound healed no\n")


def test_a_screen_without_a_sign_is_told_as_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """No line of an export ends in blanks."""
    with Diary(diary_path(WORDS)) as diary:
        diary.add((Screen(datetime(2026, 5, 13, 9, 0, tzinfo=UTC), ()),), ())
    assert told(capsys, "export")[0].endswith("screen     nothing\n")


@pytest.mark.parametrize(("answer", "there"), [("no\r", True), ("\x04", True), ("yes\r", False)])
def test_it_asks_before_it_deletes(answer: str, there: bool, home: Path) -> None:  # noqa: FBT001
    """Only the whole word does it."""
    lived()
    seen, code = at_a_terminal(
        ["diary", "delete"],
        [("Type yes: ", answer)],
        environment={"XDG_DATA_HOME": str(home.parent)},
    )
    assert code == EXIT_DONE
    assert ("Nothing was deleted." in seen, "Deleted." in seen) == (there, not there)
    assert (home / "diary.sqlite").exists() == there
    assert (home / "sessions" / f"{MAY}.jsonl").exists() == there


def test_a_session_is_written_down_when_it_ends(capsys: pytest.CaptureFixture[str]) -> None:
    """And a diary that cannot be used spoils no session: its journal is there."""
    leave_journal(journals_folder(WORDS), MAY, "never-faster")
    write_down(WORDS)
    assert capsys.readouterr().err == ""
    with Diary(diary_path(WORDS)) as diary:
        assert [each.id for each in diary.history().sessions] == [MAY]
    diary_path(WORDS).write_text("scribble\n" * 1000)
    write_down(WORDS)
    assert capsys.readouterr().err.startswith("reprise: the session is not in the diary yet: ")


def test_a_real_session_ends_in_the_diary_of_its_profile(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The front end's process adds it at its end; only radio and screen are not there."""

    def session(
        args: argparse.Namespace, operator: Supervisor, page: object, *, interactive: bool
    ) -> int:
        assert (args.profile, page, interactive) == ("anna", None, True)
        command = operator._commands.begin()
        folder = Path(command[command.index("--journals") + 1])
        leave_journal(folder, MAY, "never-faster")
        operator._header = connected("00:11:22:33:44:55")
        return 0

    monkeypatch.setattr(run, "at_terminal", lambda: True)
    monkeypatch.setattr(run, "_front_end", session)
    diary_path(ANNA).parent.mkdir(parents=True, exist_ok=True)
    with Diary(diary_path(ANNA)) as diary:
        diary.tell(Screen(datetime.now(UTC).astimezone(), ()))  # a belt waits for that
    words = ["walk", "1min", "--treadmill", "00:11:22:33:44:55", "--profile", "anna", "--json"]
    assert main(words) == EXIT_DONE
    with Diary(diary_path(ANNA)) as diary:
        assert [each.id for each in diary.history().sessions] == [MAY]
    assert not (home / "diary.sqlite").exists()


def test_a_journal_that_cannot_be_read_is_told_once(capsys: pytest.CaptureFixture[str]) -> None:
    """On stderr, at the first opening."""
    journals_folder(WORDS).mkdir(parents=True)
    (journals_folder(WORDS) / f"{MAY}.jsonl").write_text("scribble\n")
    err = told(capsys, "export")[1]
    assert err.startswith("reprise: a session is not in the diary: ")
    assert told(capsys, "export")[1] == ""


@pytest.mark.long
def test_a_simulated_session_is_nobodys(tmp_path: Path, home: Path) -> None:
    """Over processes: its journal lies with the profile, says when, and no diary is made."""
    done = reprise(
        *("walk", "1min", "--simulate", "--plain", "--speedup", "20", "--profile", "anna"),
        data=tmp_path / "home",
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (journal,) = (home / "profiles" / "anna" / "simulated").iterdir()
    header = json.loads(journal.read_text("utf-8").split("\n", 1)[0])
    began = datetime.fromisoformat(header["began"])
    assert began.utcoffset() is not None
    assert f"{began.astimezone(UTC):%Y%m%dT%H%M%S.%fZ}" == journal.stem
    assert not diary_path(ANNA).exists()
