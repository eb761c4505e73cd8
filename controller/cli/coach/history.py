"""``reprise history``: every session in a line, or as one JSON object."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from typing import Any, Final

from controller.cli.coach.diary_file import open_diary
from controller.cli.coach.due import now
from controller.cli.coach.past import past_of
from controller.cli.exits import EXIT_DONE
from controller.coach.chronicle.counts import ran_on_words, tally
from controller.coach.chronicle.values import Chronicle, Entry, minutes, noted_words
from controller.coach.diary.rows import plain
from controller.words.catalogue import tr

FORMAT: Final = "reprise-history 1"
_HEAD: Final = (tr("day"), tr("level"), tr("running"), tr("min"), tr("noted"), tr("next"))
_NOTED: Final = 34


def run_history(args: argparse.Namespace) -> int:
    """Print what was done and return the exit code.

    Raises:
        DiaryTrouble, SinceRefused, ChoiceInvalid, ChoiceRefused, FileInvalid: it cannot be known.
    """
    with open_diary(args) as diary:
        history = diary.history()
    chronicle = past_of(args, history, now().date()).chronicle
    if args.json:
        sys.stdout.write(json.dumps(as_json(chronicle), ensure_ascii=False) + "\n")
        return EXIT_DONE
    for line in lines(chronicle):
        sys.stdout.write(f"{line}\n")
    return EXIT_DONE


def as_json(chronicle: Chronicle) -> dict[str, Any]:
    """Return it as JSON has it: days are ISO 8601, durations whole seconds."""
    return {
        "format": FORMAT,
        "today": chronicle.today.isoformat(),
        "since": plain(chronicle.since),
        "sessions": [{**plain(each), "told": bool(each.told)} for each in chronicle.entries],
        "totals": plain(tally(chronicle.entries, chronicle.today)),
        "next": plain(chronicle.next),
    }


def lines(chronicle: Chronicle) -> Iterator[str]:
    """Yield a table, the oldest session first, and what all of it comes to."""
    if not chronicle.entries:
        told = tr("No session was done since {day}.") if chronicle.since else None
        yield (told or tr("No session was done yet.")).format(day=chronicle.since)
        return
    rows = [_HEAD, *(_row(each, chronicle) for each in chronicle.entries)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(map(str.ljust, row, widths)).rstrip()
    counts = tally(chronicle.entries, chronicle.today)
    yield ""
    yield (
        tr(
            "{runs} with runs, {walks} walks, {minutes} running{ran_on}; "
            "next-day checks {done} of {due}."
        ).format(
            runs=counts.runs,
            walks=counts.walks,
            minutes=minutes(counts.running_s),
            ran_on=ran_on_words(counts),
            done=counts.checks_done,
            due=counts.checks_due,
        )
    )


def _row(entry: Entry, chronicle: Chronicle) -> tuple[str, ...]:
    unchecked = "" if entry.check or entry.on == chronicle.today else tr(", no next-day check")
    return (
        f"{entry.on} {entry.began:>5}",
        f"{entry.plan} {entry.level}",
        f"{minutes(entry.ran_s)}/{minutes(entry.planned_run_s)}" if entry.has_runs else tr("walk"),
        minutes(entry.lasted_s),
        noted_words(entry.felt, _NOTED),
        entry.then + unchecked if entry.then else "",
    )
