"""``reprise replay``: a recorded session, read again or proved."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from controller.cli.session.plain import Teller
from controller.cli.settings.file import settings_of
from controller.records.reader import read_journal
from controller.session.replay import verify


def replay(args: argparse.Namespace) -> int:
    """Print what a journal tells, or verify it; 0 if it could be read (and is proved)."""
    journal = read_journal(Path(args.journal))
    cut = " The last line was cut off by a kill; what is whole was read." if journal.cut else ""
    if args.verify:
        compared = verify(journal, args.journal)
        sys.stdout.write(
            f"{args.journal}: {len(journal.records)} records, "
            f"{compared} outputs made again and equal.{cut}\n"
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
    if cut:
        sys.stderr.write(f"{args.journal}:{cut}\n")
    return 0
