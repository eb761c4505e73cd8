"""``reprise remind``: the next-day check and the next session as entries for a calendar."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime, time, timedelta
from typing import Final

from controller.cli.coach.check import last_session
from controller.cli.coach.diary_file import open_diary
from controller.cli.coach.due import due_now, now
from controller.cli.exits import EXIT_CHECK_FAILED, EXIT_DONE
from controller.cli.new_file import new_file
from controller.cli.rewriting import rewrite
from controller.coach.calendar import Entry, calendar_text
from controller.coach.history import History
from controller.coach.today.values import Today
from controller.words.catalogue import tr, trn

STDOUT: Final = "-"
_MORNING: Final = time(8)
_CHECK_MIN: Final = 5
_SESSION_MIN: Final = 45
_USUAL_HOUR: Final = time(10)
"""Of a session, where none was done yet."""

_NOTHING_YET: Final = tr(
    "reprise: there is nothing to remind of until your first session; reprise today says what is "
    "open.\n"
)
_NO_DAY_YET: Final = tr(
    "reprise: there is nothing to remind of: the day after your last session was told, and no "
    "session to come has a day yet; reprise today says why.\n"
)


def run_remind(args: argparse.Namespace) -> int:
    """Write the file and return the exit code.

    Raises:
        NewFileRefused, DiaryTrouble, ChoiceInvalid, ChoiceRefused, FileInvalid: it cannot be done.
    """
    path = None if args.ics == STDOUT else new_file("--ics", args.ics, [".ics"])
    with open_diary(args) as diary:
        history = diary.history()
    at = now()
    entries = reminders(history, due_now(args, history, at))
    if not entries:
        sys.stderr.write(_NOTHING_YET if last_session(history) is None else _NO_DAY_YET)
        return EXIT_CHECK_FAILED
    text = calendar_text(entries, at)
    if path is None:
        sys.stdout.write(text)
        return EXIT_DONE
    rewrite(path, text)
    count = len(entries)
    told = trn(
        "{path}: {n} entry, without a symptom or a level.\n",
        "{path}: {n} entries, without a symptom or a level.\n",
        count,
    )
    sys.stdout.write(told.format(path=path, n=count))
    return EXIT_DONE


def reminders(history: History, today: Today) -> list[Entry]:
    """Return what a calendar can remind of, the next first.

    The session is put at the hour of the last one: people keep to their hours.
    """
    entries = []
    last = last_session(history)
    if last is not None and history.next_day(last.id) is None:
        morning = datetime.combine(last.at.date() + timedelta(days=1), _MORNING)
        entries.append(
            Entry(
                f"next-day-{last.id}@reprise",
                max(morning, _quarter(today.now)),
                _CHECK_MIN,
                "Reprise: six questions",
                "reprise check next-day",
            )
        )
    if today.next_session is not None:
        hour = _USUAL_HOUR if last is None else last.at.time().replace(second=0, microsecond=0)
        begins = datetime.combine(today.next_session, hour)
        if begins < today.now.replace(tzinfo=None):
            begins = _quarter(today.now)
        entries.append(
            Entry(
                f"session-after-{last.id if last is not None else 'setup'}@reprise",
                begins,
                _SESSION_MIN,
                "Reprise: a session is possible",
                "reprise today",
            )
        )
    return entries


def _quarter(moment: datetime) -> datetime:
    """Return the next full quarter of an hour by the clock on the wall."""
    whole = moment.replace(minute=moment.minute // 15 * 15, second=0, microsecond=0, tzinfo=None)
    return whole + timedelta(minutes=15)
