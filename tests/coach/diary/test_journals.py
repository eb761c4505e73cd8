"""From the folder of journals into the diary: once each, again if it grew, and all anew."""

from __future__ import annotations

from pathlib import Path

from controller.coach.diary.journals import Gathered, gather
from controller.coach.diary.store import Diary
from controller.records.format import FORMAT
from tests.coach.people import leave_journal, next_day

MAY = "20260513T060000.250000Z"
JUNE = "20260613T060000.250000Z"


def sessions(diary: Diary) -> list[tuple[str, str]]:
    """Return what is known of sessions: name and outcome."""
    return [(each.id, each.outcome) for each in diary.history().sessions]


def test_each_journal_is_read_once(tmp_path: Path) -> None:
    """A killed process leaves one; the next opening finds it, and the one after has nothing."""
    folder = tmp_path / "sessions"
    with Diary(tmp_path / "diary.sqlite") as diary:
        assert gather(diary, folder) == Gathered(0, 0, ())
        leave_journal(folder, MAY, "never-faster")
        leave_journal(folder, "20260514T060000.000000Z", "never-faster", simulated="generic")
        assert gather(diary, folder) == Gathered(2, 1, ())
        assert gather(diary, folder) == Gathered(0, 0, ())
        leave_journal(folder, JUNE, "I2-bulge", began="2026-06-13T08:00:00+02:00")
        assert gather(diary, folder) == Gathered(1, 1, ())
        assert sessions(diary) == [(MAY, "completed"), (JUNE, "stopped_and_refer")]


def test_a_journal_that_was_still_being_written_is_read_again(tmp_path: Path) -> None:
    """A session that goes on while somebody looks is not taken for one that was killed."""
    folder = tmp_path / "sessions"
    path = leave_journal(folder, MAY, "never-faster")
    whole = path.read_bytes()
    with Diary(tmp_path / "diary.sqlite") as diary:
        path.write_bytes(whole[: len(whole) // 2])
        gather(diary, folder)
        assert sessions(diary) == [(MAY, "unknown")]
        path.write_bytes(whole)
        gather(diary, folder)
        assert sessions(diary) == [(MAY, "completed")]


def test_what_cannot_be_read_is_told_once_and_takes_nothing_away(tmp_path: Path) -> None:
    """Of another version, damaged, empty; a session that was known stays what it was."""
    folder = tmp_path / "sessions"
    known = leave_journal(folder, MAY, "never-faster")
    with Diary(tmp_path / "diary.sqlite") as diary:
        gather(diary, folder)
        future = f"{FORMAT.rsplit(' ', 1)[0]} 99"
        leave_journal(folder, JUNE, "never-faster", format=future)
        (folder / "empty.jsonl").touch()
        known.write_text("scribble\n" + known.read_text("utf-8"), "utf-8")
        found = gather(diary, folder)
        assert found[:2] == (3, 0)
        assert [each.split(": ")[0] for each in found.problems] == [
            f"{folder / MAY}.jsonl:1", f"{folder / JUNE}.jsonl:1", f"{folder / 'empty'}.jsonl",
        ]  # fmt: skip
        assert future in found.problems[1]
        assert gather(diary, folder) == Gathered(0, 0, ())
        assert sessions(diary) == [(MAY, "completed")]
        assert diary.journals()[JUNE].problem == found.problems[1]


def test_sessions_made_anew_are_the_same_and_facts_stay(tmp_path: Path) -> None:
    """What was edited in a copy comes back; a session whose journal is gone is not lost."""
    folder = tmp_path / "sessions"
    leave_journal(folder, MAY, "I4-gone")
    june = leave_journal(folder, JUNE, "I8-first", began="2026-06-13T08:00:00+02:00")
    with Diary(tmp_path / "diary.sqlite") as diary:
        gather(diary, folder)
        diary.tell(next_day(0, MAY))
        before = diary.history()
        diary._connection.execute("UPDATE session SET body = NULL WHERE id = ?", (MAY,))
        assert len(diary.history().sessions) == 1
        assert gather(diary, folder, anew=True) == Gathered(2, 2, ())
        assert diary.history() == before
        june.unlink()
        assert gather(diary, folder, anew=True) == Gathered(1, 1, ())
        assert diary.history() == before
        # What turns out to be nobody's session is none any more, but what was told of it is kept.
        leave_journal(folder, MAY, "I4-gone", simulated="generic")
        gather(diary, folder)
        assert diary.history().sessions == before.sessions[1:]
        assert diary.history().facts == before.facts
