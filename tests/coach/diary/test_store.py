"""The diary: what is told is kept, in order, for ever; and what can be wrong with its file."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from controller.coach.diary import schema
from controller.coach.diary.mending import mend
from controller.coach.diary.rows import KINDS, fact_row, session_row
from controller.coach.diary.schema import (
    APPLICATION,
    DiaryBusy,
    DiaryDamaged,
    DiaryInvalid,
    DiaryTrouble,
    DiaryUnwritable,
    files_of,
    writing,
)
from controller.coach.diary.store import Diary, JournalSeen
from controller.coach.history import (
    Aftermath,
    Birth,
    BirthKind,
    Fact,
    History,
    NextDay,
    Score,
    Screen,
    Session,
    Told,
)
from tests.coach.people import FACTS, SESSIONS, next_day, session_at
from tests.house.tree import ROOT

VERSION_1 = ROOT / "tests" / "recordings" / "diary-1.sqlite"
"""Written by the first version that kept a diary; every later one reads it."""
NOW = datetime(2026, 5, 13, 8, tzinfo=timezone(timedelta(hours=2)))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where a diary is to be."""
    return tmp_path / "home" / "diary.sqlite"


@contextmanager
def sql(path: Path) -> Iterator[sqlite3.Connection]:
    """Open the file as sqlite alone does."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        yield connection


def history_of(path: Path) -> History:
    """Return what a diary holds, opened anew."""
    with Diary(path) as diary:
        return diary.history()


def filled(path: Path, facts: int = 400) -> None:
    """Make a diary with as many facts, and one session, closed and in one file."""
    with Diary(path) as diary:
        told = [next_day(number, "session-00000") for number in range(facts)]
        diary.add(told, [session_at(0)])


@settings(max_examples=50)
@given(st.lists(FACTS, max_size=8), st.lists(SESSIONS, max_size=6))
def test_what_goes_in_comes_out(told: list[Fact], done: list[Session]) -> None:
    """Facts in the order of telling, sessions in the order of time, the last of each id."""
    with TemporaryDirectory() as folder, Diary(Path(folder) / "diary.sqlite") as diary:
        diary._connection.execute("PRAGMA synchronous = OFF")  # nobody pulls the plug here
        for fact in told:
            diary.tell(fact)
        for session in done:
            diary.add((), (session,))
        again = history_of(diary.path)
        assert diary.history() == again
    sessions = {each.id: each for each in done}
    assert again.facts == tuple(told)
    assert again.sessions == tuple(sorted(sessions.values(), key=lambda each: (each.at, each.id)))
    # An equal moment may be of another zone: the day that was lived is the wall clock's.
    assert [each.at.utcoffset() for each in again.facts] == [each.at.utcoffset() for each in told]


def test_the_later_word_counts_and_both_are_kept(path: Path) -> None:
    """Also where the clock was put back between them."""
    first = Birth(NOW, date(2026, 1, 1), BirthKind.VAGINAL)
    then = Birth(NOW - timedelta(days=400), date(2025, 12, 1), BirthKind.CAESAREAN)
    with Diary(path) as diary:
        diary.tell(first)
        diary.tell(then)
        assert diary.history().birth == then
        assert diary.history().facts == (first, then)


@pytest.mark.parametrize("statement", ["UPDATE fact SET body = '{}'", "DELETE FROM fact"])
def test_nobody_changes_what_was_told(statement: str, path: Path) -> None:
    """The file itself refuses, whoever writes in it."""
    filled(path, 2)
    with sql(path) as connection, pytest.raises(sqlite3.IntegrityError, match="never changed"):
        connection.execute(statement)
    assert len(history_of(path).facts) == 2


def test_the_names_on_disk_are_for_ever() -> None:
    """A class can be called otherwise one day; a row that was written cannot."""
    assert set(KINDS) >= {
        "birth", "told", "screen", "trial", "clearance", "aftermath", "pre-check", "next-day",
        "weekly", "practice", "choice", "score",
    }  # fmt: skip
    assert fact_row(Birth(NOW, date(2026, 1, 1), BirthKind.CAESAREAN)) == (
        '{"at":"2026-05-13T08:00:00+02:00","on":"2026-01-01","kind":"caesarean"}'
    )


@pytest.mark.parametrize(
    "fact",
    [
        Told(datetime(2026, 5, 13, 8), "bleeding", "no"),  # noqa: DTZ001  # that is the mistake
        Told(NOW, "bleeding", 1),  # type: ignore[arg-type]
        Screen(NOW, ("chest", None)),  # type: ignore[arg-type]
    ],
    ids=["no offset", "a number", "not a text"],
)
def test_a_fact_that_is_not_whole_is_refused(fact: Fact, path: Path) -> None:
    """At the door, and nothing of it is written."""
    with Diary(path) as diary, pytest.raises(ValueError, match=r"."):
        diary.tell(fact)
    assert history_of(path) == History()


def test_a_session_that_is_not_whole_is_refused() -> None:
    """A session without an offset has no day."""
    with pytest.raises(ValueError, match="not a session that can be kept"):
        session_row(session_at(1, at=datetime(2026, 5, 13, 8)))  # noqa: DTZ001


def test_it_may_be_told_of_a_session_before_its_journal_is_read(path: Path) -> None:
    """The session is known by its name alone, and comes to be; it cannot be taken from under."""
    told = Aftermath(NOW, "session-00001", 4, None)
    with Diary(path) as diary:
        diary.tell(told)
        assert diary.history() == History((told,))
        diary.add((), (session_at(1),))
        assert diary.history() == History((told,), (session_at(1),))
        assert diary.history().after("session-00001") == told
    with sql(path) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
            connection.execute("DELETE FROM session")


def test_it_is_the_owners_alone(path: Path) -> None:
    """The file, what sqlite puts beside it, the folder; also a file that came from elsewhere."""
    umask = os.umask(0)
    try:
        with Diary(path) as diary:
            diary.tell(next_day(0))
            made = {each.name: stat.S_IMODE(each.stat().st_mode) for each in path.parent.iterdir()}
            folder = stat.S_IMODE(path.parent.stat().st_mode)
        assert made == {f"diary.sqlite{each}": 0o600 for each in ("", "-wal", "-shm")}
        assert folder == 0o700
        path.chmod(0o644)
        with Diary(path):
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
    finally:
        os.umask(umask)


def test_what_is_acknowledged_is_on_the_disk(path: Path) -> None:
    """Every commit is synced, the log is written ahead, references hold."""
    with Diary(path) as diary:
        asked = ("synchronous", "journal_mode", "foreign_keys", "application_id")
        told = [diary._connection.execute(f"PRAGMA {each}").fetchone()[0] for each in asked]
    assert told == [2, "wal", 1, APPLICATION]


def test_readers_are_not_held_up_and_a_second_writer_is_told(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While one writes others read what was there; one that cannot write says why."""
    filled(path, 1)
    monkeypatch.setattr(schema, "WAIT_S", 0.0)
    with sql(path) as first:
        first.execute("BEGIN IMMEDIATE")
        first.execute("INSERT INTO fact (kind, at, body) VALUES ('told', '', '{}')")
        with Diary(path) as diary:
            assert len(diary.history().facts) == 1
            with pytest.raises(DiaryBusy, match="another Reprise is writing") as told:
                diary.tell(next_day(1))
        assert str(told.value).startswith(f"{path}: ")
        first.execute("ROLLBACK")
    with Diary(path) as diary:
        diary.tell(next_day(1))
        assert len(diary.history().facts) == 2


def test_a_write_that_is_broken_off_leaves_nothing(path: Path) -> None:
    """Whatever comes between: all of it or none, and the next one goes on."""
    with Diary(path) as diary:

        def broken_off() -> None:
            with writing(diary._connection):
                diary._tell(next_day(0), fact_row(next_day(0)))
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            broken_off()
        assert diary.history() == History()
        diary.tell(next_day(1))
    assert history_of(path).facts == (next_day(1),)


def test_the_log_waits_for_who_is_reading(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two that open a new one at once are both let in; who comes later begins the log."""
    filled(path, 1)
    monkeypatch.setattr(schema, "WAIT_S", 0.0)
    with sql(path) as reader:
        assert reader.execute("PRAGMA journal_mode = DELETE").fetchone() == ("delete",)
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM fact").fetchall()
        assert len(history_of(path).facts) == 1
        reader.execute("COMMIT")
        assert reader.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    with Diary(path) as diary:
        assert diary._connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


OPENS_AND_TELLS = """
import sys
from pathlib import Path
from controller.coach.diary.store import Diary
from tests.coach.people import next_day
path, first = Path(sys.argv[1]), int(sys.argv[2])
print("ready", flush=True)
sys.stdin.readline()
for number in range(first, first + 15):
    with Diary(path) as diary:
        diary.tell(next_day(number))
        diary.history()
"""


@pytest.mark.long
def test_several_instances_at_once(path: Path) -> None:
    """They make a new diary together and write in turn; none is refused, nothing is lost."""
    started = [
        subprocess.Popen(
            [sys.executable, "-c", OPENS_AND_TELLS, str(path), str(first)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=ROOT,
            text=True,
        )
        for first in (0, 100, 200)
    ]
    for each in started:
        assert each.stdout is not None
        assert each.stdout.readline() == "ready\n"
    for each in started:
        assert each.stdin is not None
        each.stdin.write("\n")
        each.stdin.flush()
    for each in started:
        assert each.communicate(timeout=60)[1] == ""
    told = history_of(path).facts
    expected = [next_day(first + n) for first in (0, 100, 200) for n in range(15)]
    assert sorted(told, key=lambda each: each.at) == expected


def folder_there(path: Path) -> None:
    """Put a folder where the diary is to be."""
    path.mkdir(parents=True)


def file_in_its_way(path: Path) -> None:
    """Put a file where its folder is to be."""
    path.parent.write_text("a shopping list")


def stranger(path: Path) -> None:
    """Put another program's database there."""
    path.parent.mkdir()
    with sql(path) as connection:
        connection.execute("CREATE TABLE bookmark (url TEXT)")


def newer(path: Path) -> None:
    """Let it be of the next version."""
    filled(path, 3)
    with sql(path) as connection:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        connection.execute(f"PRAGMA user_version = {version + 1}")


def no_database(path: Path) -> None:
    """Put a text there."""
    path.parent.mkdir()
    path.write_text("a shopping list\n" * 100)


def half(path: Path) -> None:
    """Cut it in two."""
    filled(path)
    os.truncate(path, path.stat().st_size // 2)


def scratched(path: Path) -> None:
    """Damage a whole one."""
    filled(path)
    scratch(path)


def scratch(path: Path) -> None:
    """Overwrite a page in the middle of a file."""
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2 // 4096 * 4096)
        file.write(b"\xa5" * 4096)


def index(path: Path) -> None:
    """Damage what no reading of it would meet."""
    filled(path)
    with sql(path) as connection:
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE type = 'index' AND tbl_name = 'session'"
        ).fetchone()
    with path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xa5" * 4096)


def unknown_kind(path: Path) -> None:
    """Put a row of a kind that does not exist (yet)."""
    filled(path, 3)
    with sql(path) as connection:
        connection.execute("INSERT INTO fact (kind, at, body) VALUES ('dream', '', '{}')")


def edited_fact(path: Path) -> None:
    """Put a row whose number is a text."""
    filled(path, 3)
    body = '{"at":"2026-01-01T08:00:00+01:00","leaks":"1","change":"same","sleep":3,"mood":3}'
    with sql(path) as connection:
        connection.execute("INSERT INTO fact (kind, at, body) VALUES ('weekly', '', ?)", (body,))


def edited_session(path: Path) -> None:
    """Put a session that lacks most of what it should have."""
    filled(path, 3)
    with sql(path) as connection:
        connection.execute("UPDATE session SET body = '{}'")


@pytest.mark.parametrize(
    ("spoil", "kind", "words"),
    [
        (folder_there, DiaryInvalid, "a folder is in the way of the diary; move it away"),
        (file_in_its_way, DiaryInvalid, "a file is in the way of the diary's folder"),
        (stranger, DiaryInvalid, "a database of another program; move it away"),
        (newer, DiaryInvalid, "Use the newer Reprise that wrote it; nothing was changed"),
        (no_database, DiaryDamaged, "file is not a database"),
        (half, DiaryDamaged, "reprise diary rebuild"),
        (scratched, DiaryDamaged, "reprise diary rebuild"),
        (index, DiaryDamaged, "reprise diary rebuild"),
        (unknown_kind, DiaryInvalid, "'dream', which this version does not know; use the newer"),
        (edited_fact, DiaryDamaged, "a weekly that is none"),
        (edited_session, DiaryDamaged, "a session that is none"),
    ],
)
def test_a_diary_that_cannot_be_used(
    spoil: Callable[[Path], None], kind: type[DiaryTrouble], words: str, path: Path
) -> None:
    """One sentence with the place and the remedy, and not a byte of it is changed."""
    spoil(path)
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(DiaryTrouble, match=words) as told:
        history_of(path)
    assert type(told.value) is kind
    assert str(told.value).startswith((f"{path}: ", f"{path.parent}: "))
    assert str(told.value).endswith(".")
    assert "\n" not in str(told.value)
    assert before == (path.read_bytes() if path.is_file() else b"")


@pytest.mark.parametrize(
    ("spoil", "facts", "sessions"),
    [
        (no_database, 0, 0),
        (half, 100, 1),
        (scratched, 300, 1),
        (index, 400, 1),
        (edited_fact, 3, 1),
        (edited_session, 3, 0),
    ],
)
def test_a_damaged_diary_is_kept_aside_and_what_can_be_read_is_saved(
    spoil: Callable[[Path], None], facts: int, sessions: int, path: Path
) -> None:
    """The old one is there byte for byte; a second one does not take the place of the first."""
    spoil(path)
    before = path.read_bytes()
    mended = mend(path)
    assert mended.aside.read_bytes() == before
    assert mended.aside.name == "diary.damaged-1.sqlite"
    assert mended.facts >= facts
    assert mended.sessions == sessions
    history = history_of(path)
    assert len(history.facts) == mended.facts
    assert len(history.sessions) == sessions
    known = [next_day(number, "session-00000") for number in range(400)]
    places = [known.index(each) for each in history.facts if isinstance(each, NextDay)]
    assert len(places) == mended.facts
    assert places == sorted(set(places))
    if mended.lost is not None and spoil is scratched:
        assert mended.lost == 400 - mended.facts > 0
    spoil_again = path.read_bytes()
    assert mend(path).aside.name == "diary.damaged-2.sqlite"
    assert (path.parent / "diary.damaged-2.sqlite").read_bytes() == spoil_again


def test_what_a_killed_process_left_in_the_log_is_saved_too(path: Path) -> None:
    """The log goes aside with its file, and is not taken for the new one's."""
    elsewhere = path.parent / "killed.sqlite"
    with Diary(path) as diary:
        diary.add([next_day(number) for number in range(400)], [])
        diary._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        diary.tell(next_day(400))
        for old, copy in zip(files_of(path), files_of(elsewhere), strict=True):
            copy.write_bytes(old.read_bytes())
    scratch(elsewhere)
    log = files_of(elsewhere)[1].read_bytes()
    assert log
    mended = mend(elsewhere)
    assert files_of(mended.aside)[1].read_bytes() == log
    assert [each.exists() for each in files_of(elsewhere)] == [True, False, False]
    facts = history_of(elsewhere).facts
    assert len(facts) == mended.facts > 300
    assert facts[-1] == next_day(400)


def test_a_full_disk_is_told_and_nothing_is_lost(path: Path) -> None:
    """What does not fit any more is not acknowledged; what was told before is there."""
    with Diary(path) as diary:
        diary.tell(next_day(0))
        pages = diary._connection.execute("PRAGMA page_count").fetchone()[0]
        diary._connection.execute(f"PRAGMA max_page_count = {pages}")
        number, trouble = 1, ""
        while not trouble:
            try:
                diary.tell(next_day(number))
                number += 1
            except DiaryUnwritable as error:
                trouble = str(error)
        assert "free some space on that disk. What was told before is kept." in trouble
        assert diary.history().facts == tuple(next_day(each) for each in range(number))
        diary._connection.execute(f"PRAGMA max_page_count = {pages + 10}")
        diary.tell(next_day(number))
    assert history_of(path).facts == tuple(next_day(each) for each in range(number + 1))


TRIES_AS_NOBODY = """
import os, sys
from pathlib import Path
from controller.coach.diary.store import Diary
from controller.coach.diary.schema import DiaryTrouble
from tests.coach.people import next_day
if os.geteuid() == 0:
    os.setgroups([])
    os.setuid(65534)
try:
    with Diary(Path(sys.argv[1])) as diary:
        diary.tell(next_day(5))
except DiaryTrouble as trouble:
    print(f"{type(trouble).__name__} {trouble}")
"""


@pytest.mark.long
@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="this system has other permissions")
@pytest.mark.parametrize("there", [True, False], ids=["a diary", "none yet"])
def test_a_folder_that_is_read_only(*, there: bool) -> None:
    """It is said, with the path; and the diary is as it was."""
    with TemporaryDirectory() as name:
        folder, path = Path(name), Path(name) / "diary.sqlite"
        if there:
            filled(path, 3)
        before = path.read_bytes() if there else b""
        for each in folder.iterdir():
            each.chmod(0o444)
        folder.chmod(0o555)
        run = subprocess.run(
            [sys.executable, "-c", TRIES_AS_NOBODY, str(path)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        folder.chmod(0o755)
        assert run.stderr == ""
        assert run.stdout.startswith(f"DiaryUnwritable {path}: ")
        assert "be written to" in run.stdout
        assert run.stdout.count("\n") == 1
        assert (path.read_bytes() if there else b"") == before
        assert path.exists() == there


def test_a_diary_of_version_1_is_read_by_every_later_one(tmp_path: Path) -> None:
    """The file was written by that version, and is no imitation."""
    path = tmp_path / "diary.sqlite"
    path.write_bytes(VERSION_1.read_bytes())
    with sql(path) as connection:
        assert connection.execute("PRAGMA user_version").fetchone()[0] == 1
    with Diary(path) as diary:
        history = diary.history()
        assert history.sessions == (session_at(1), session_at(2, completed=False))
        kinds = [each for each in KINDS.values() if each is not Score]  # which came later
        assert [type(each) for each in history.facts] == kinds
        assert history.birth is not None
        assert history.birth.kind is BirthKind.CAESAREAN
        assert diary.journals() == {"session-00001": JournalSeen("session-00001", 5000, 7)}
        diary.tell(next_day(3, "session-00002"))
        assert diary.history().next_day("session-00002") == next_day(3, "session-00002")


def test_an_empty_file_is_a_diary_that_was_begun(path: Path) -> None:
    """A kill between making the file and filling it leaves one."""
    path.parent.mkdir()
    path.touch()
    assert history_of(path) == History()


def test_days_are_those_of_the_wall_clock(path: Path) -> None:
    """Half an hour past midnight in Berlin is that day there, and not the day before in UTC."""
    berlin = timezone(timedelta(hours=2))
    told = Told(datetime(2026, 5, 14, 0, 30, tzinfo=berlin), "bleeding", "no")
    with Diary(path) as diary:
        diary.tell(told)
        (again,) = diary.history().facts
    assert again.at.date() == date(2026, 5, 14)
    assert again.at.astimezone(UTC).date() == date(2026, 5, 13)
