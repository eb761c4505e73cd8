"""From the folder of journals into the diary: what is not in yet, or all of it anew."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final, NamedTuple

from controller.coach.diary.store import Diary, JournalSeen
from controller.records.reader import JournalInvalid


class Gathered(NamedTuple):
    """What was found in a folder of journals."""

    journals: int
    """How many were read now."""
    sessions: int
    """How many of them are of a session."""
    problems: tuple[str, ...]
    """A sentence for each that could not be read; a session that was known of it stays."""


ENDING: Final = ".jsonl"


def gather(diary: Diary, folder: Path, *, anew: bool = False) -> Gathered:
    """Add the sessions whose journals are new here, or have grown since they were read.

    Args:
        diary: where they go.
        folder: of the journals; it need not be there.
        anew: read those again that are known, too.

    Raises:
        DiaryTrouble: the diary cannot be written.
        OSError: the folder cannot be looked at.
    """
    known = {} if anew else diary.journals()
    sessions, problems, journals = 0, [], 0
    for seen in _journals(folder):
        before = known.get(seen.name)
        if before is not None and before[:3] == seen[:3]:
            continue
        # Most days there is none to be read, and what a session is takes the core to tell.
        from controller.coach.diary.sittings import read_session  # noqa: PLC0415

        session = None
        try:
            session = read_session(folder / f"{seen.name}{ENDING}")
        except JournalInvalid as error:
            problems.append(str(error))
            seen = seen._replace(problem=str(error))  # noqa: PLW2901  # the same, and what of it
        diary.note_journal(seen, session)
        journals += 1
        sessions += session is not None
    return Gathered(journals, sessions, tuple(problems))


def _journals(folder: Path) -> list[JournalSeen]:
    """Return those that are there, as they are before they are read: they may go on to grow."""
    if not folder.is_dir():
        return []
    with os.scandir(folder) as entries:  # a thousand in a few milliseconds
        files = [(each.name, each.stat()) for each in entries if each.name.endswith(ENDING)]
    return sorted(
        JournalSeen(name.removesuffix(ENDING), stat.st_size, stat.st_mtime_ns)
        for name, stat in files
    )
