"""What ``reprise export`` does."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from controller.activity.activity import Activity
from controller.activity.csv_text import csv_of
from controller.activity.of_journal import activity_of
from controller.activity.tcx import DISTANCE_WORDS, tcx_of
from controller.cli.coach.diary_file import open_diary
from controller.cli.exits import EXIT_DONE, EXIT_USAGE
from controller.cli.extras import say_missing
from controller.cli.new_file import new_file
from controller.cli.profile import diary_path, journals_folder
from controller.cli.rewriting import rewrite
from controller.records.reader import read_journal
from controller.words.catalogue import tr, trn
from plans.problems import Refused, printable
from protocols.units import SECOND

_LAST = "last"


class SessionUnknown(Refused):
    """No session is called so; one sentence with a remedy."""


def run_export(args: argparse.Namespace) -> int:
    """Write what was asked for and return the exit code.

    Raises:
        SessionUnknown, NoActivity, JournalInvalid: there is nothing to write.
        NewFileRefused, OSError: there is no place for it.
        DiaryTrouble, ProfileInvalid: the last session cannot be known.
    """
    make: dict[str, Callable[[Activity], str | bytes]] = {
        "tcx": partial(tcx_of, with_symptoms=args.with_symptoms),
        "csv": partial(csv_of, with_symptoms=args.with_symptoms),
    }
    if args.fit is not None:
        try:
            from controller.activity.fit import fit_of  # noqa: PLC0415
        except ModuleNotFoundError as missing:
            return say_missing(
                missing, tr("a FIT file"), "fit-tool", "fit", tr(", or choose --tcx")
            )
        make["fit"] = partial(fit_of, with_symptoms=args.with_symptoms)
    wanted = [each for each in ("fit", "tcx", "csv") if getattr(args, each) is not None]
    if not wanted:
        sys.stderr.write(tr("reprise: say which file: --fit FILE, --tcx FILE or --csv FILE.\n"))
        return EXIT_USAGE
    places = {
        each: new_file(f"--{each}", getattr(args, each), (f".{each}",), replaces=args.force)
        for each in wanted
    }
    path = _journal_of(args)
    journal = read_journal(path)
    activity = activity_of(journal, path.stem)
    if journal.cut:
        sys.stderr.write(
            tr("reprise: {path}: its last line was cut off; all before it is there.\n").format(
                path=path
            )
        )
    if activity.simulated:
        sys.stderr.write(tr("reprise: this session was on a simulated treadmill.\n"))
    files = {each: make[each](activity) for each in wanted}
    for each, place in places.items():
        rewrite(place, files[each])
        sys.stdout.write(f"{place}: {_about(activity)}\n")
    return EXIT_DONE


def _about(activity: Activity) -> str:
    minutes, seconds = divmod(activity.milliseconds // 1000, 60)
    silent = activity.silent // SECOND
    told = trn(
        "{time}, {metres} m ({how}), {n} lap",
        "{time}, {metres} m ({how}), {n} laps",
        len(activity.laps),
    ).format(
        time=f"{minutes}:{seconds:02}",
        metres=activity.distance // 100,
        how=tr(DISTANCE_WORDS[activity.distance_by]),
        n=len(activity.laps),
    )
    if not silent:
        return f"{told}."
    return tr("{activity}; the treadmill was silent for {seconds} s, which are left empty.").format(
        activity=told, seconds=silent
    )


def _journal_of(args: argparse.Namespace) -> Path:
    """Return where the journal of the session is that was named.

    Raises:
        SessionUnknown: there is none.
    """
    name: str = args.session
    if name == _LAST:
        return _last(args)
    path, kept = Path(name), journals_folder(args) / f"{name}.jsonl"
    if name and (path.is_file() or path.name != name):
        return path
    if name and kept.is_file():
        return kept
    raise SessionUnknown(
        tr(
            'there is no session "{name}"; give the path of a journal, an id (reprise '
            'diary export lists them), or "{last}".'
        ).format(name=printable(name), last=_LAST)
    )


def _last(args: argparse.Namespace) -> Path:
    folder = journals_folder(args)
    if not (diary_path(args).exists() or folder.exists()):
        raise SessionUnknown(
            tr("there is no diary yet, and no last session; give a journal's path.")
        )
    with open_diary(args) as diary:
        sessions = diary.history().sessions
    if not sessions:
        raise SessionUnknown(
            tr("there is no session in the diary yet; give the path of a journal.")
        )
    path = folder / f"{sessions[-1].id}.jsonl"
    if not path.is_file():
        raise SessionUnknown(
            tr(
                "the journal of the last session, {path}, is not there any more; give another's."
            ).format(path=path)
        )
    return path
