"""``reprise replay``: a recorded session, read again or proved."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from controller.cli.session.plain import Teller
from controller.cli.settings.file import settings_of
from controller.records.fold import fold
from controller.records.reader import Journal, JournalInvalid, read_journal
from controller.records.view import View
from controller.session.replay import verify
from controller.settings.values import Settings


def replay(args: argparse.Namespace) -> int:
    """Print what a journal tells, or verify it; 0 if it could be read (and is proved)."""
    journal = read_journal(Path(args.journal))
    missing = "".join(f" {each}" for each in _missing(journal))
    if args.verify:
        compared = verify(journal, args.journal)
        sys.stdout.write(
            f"{args.journal}: {len(journal.records)} records, "
            f"{compared} outputs made again and equal.{missing}\n"
        )
        return 0
    settings, trouble = settings_of(args)
    if trouble:
        sys.stderr.write(f"{trouble}\n")
    told = _told(journal, args.journal, settings)
    if sys.stdin.isatty() and sys.stdout.isatty() and not args.plain:
        from controller.tui.replay import replay_app  # noqa: PLC0415

        return replay_app(journal, settings).run() or 0
    sys.stdout.writelines(f"{line}\n" for line in told)
    if missing:
        sys.stderr.write(f"{args.journal}:{missing}\n")
    return 0


def _told(journal: Journal, name: str, settings: Settings) -> list[str]:
    """Return what a journal tells, line by line.

    Raises:
        JournalInvalid: a record in it is not what a session writes. Nothing was shown by then.
    """
    teller, view, told = Teller(settings), View(), list[str]()
    for number, record in enumerate((journal.header, *journal.records), 1):
        try:
            view = fold(view, record)
            told += teller.lines(record)
        except (AttributeError, LookupError, OverflowError, TypeError, ValueError) as error:
            raise JournalInvalid(
                f"{name}:{number}: this {record['kind']!r} is not what this version writes "
                f"({type(error).__name__}: {error}); the journal was edited or comes from another "
                "version."
            ) from error
    return told


def _missing(journal: Journal) -> Iterator[str]:
    """Yield what a kill or a full disk has left out; nothing of a whole journal."""
    if journal.cut:
        yield "The last line was cut off by a kill; what is whole was read."
    if not journal.ends:
        yield "The session's end is missing: it went on behind the last record."
