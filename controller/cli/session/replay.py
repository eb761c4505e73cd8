"""``reprise replay``: a recorded session, read again or proved."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from controller.cli.session.plain import Teller
from controller.cli.settings.file import settings_of
from controller.records.reader import Journal, read_journal
from controller.session.replay import verify


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
    if sys.stdin.isatty() and sys.stdout.isatty() and not args.plain:
        from controller.tui.replay import replay_app  # noqa: PLC0415

        return replay_app(journal, settings).run() or 0
    teller = Teller(settings)
    for record in (journal.header, *journal.records):
        sys.stdout.writelines(f"{line}\n" for line in teller.lines(record))
    if missing:
        sys.stderr.write(f"{args.journal}:{missing}\n")
    return 0


def _missing(journal: Journal) -> Iterator[str]:
    """Yield what a kill or a full disk has left out; nothing of a whole journal."""
    if journal.cut:
        yield "The last line was cut off by a kill; what is whole was read."
    if not journal.ends:
        yield "The session's end is missing: it went on behind the last record."
