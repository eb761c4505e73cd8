"""What ``reprise diary`` does."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from controller.cli.coach.diary_file import open_diary
from controller.cli.exits import EXIT_CHECK_FAILED, EXIT_DONE, EXIT_USAGE
from controller.cli.new_file import new_file
from controller.cli.profile import diary_path, journals_folder, profile_folder, profile_name
from controller.cli.rewriting import rewrite
from controller.coach.diary.journals import gather
from controller.coach.diary.mending import mend
from controller.coach.diary.rows import kind_of, plain
from controller.coach.diary.schema import DiaryDamaged, files_of
from controller.coach.diary.store import Diary
from controller.coach.history import History

FORMAT: Final = "reprise-diary 1"


def run_diary(args: argparse.Namespace) -> int:
    """Do what was asked for and return the exit code.

    Raises:
        DiaryTrouble, ProfileInvalid, NewFileRefused, OSError: it cannot be done.
    """
    acts: dict[str, Callable[[argparse.Namespace], int]] = {
        "export": _export,
        "rebuild": _rebuild,
        "delete": _delete,
        "where": _where,
    }
    return acts[args.action](args)


def _where(args: argparse.Namespace) -> int:
    path = diary_path(args)
    _say(str(path))
    if not path.exists():
        sys.stderr.write("It is not there yet; the first session, or the first answer, makes it.\n")
    return EXIT_DONE


def _export(args: argparse.Namespace) -> int:
    path = None if args.json is None else new_file("--json", args.json)
    if not (diary_path(args).exists() or journals_folder(args).exists()):
        sys.stderr.write(f"reprise: there is no diary at {diary_path(args)} yet.\n")
        return EXIT_CHECK_FAILED
    with open_diary(args) as diary:
        history = diary.history()
    if path is None:
        for line in _lines(history):
            _say(line)
        return EXIT_DONE
    told = {
        "format": FORMAT,
        "profile": profile_name(args),
        "facts": [{"kind": kind_of(each), **plain(each)} for each in history.facts],
        "sessions": [plain(each) for each in history.sessions],
    }
    rewrite(path, json.dumps(told, indent=2, ensure_ascii=False) + "\n")
    _say(f"{path}: {_counted(history)}. Only you can read it; what you do with it is up to you.")
    return EXIT_DONE


def _lines(history: History) -> Iterator[str]:
    """Yield a line for each fact and each session, in the order of time."""
    entries: list[tuple[datetime, str, dict[str, Any]]] = [
        *((each.at, kind_of(each), plain(each)) for each in history.facts),
        *((each.at, "session", plain(each)) for each in history.sessions),
    ]
    for at, kind, fields in sorted(entries, key=lambda each: each[0]):
        told = ", ".join(
            f"{name.replace('_', ' ')} {_words(value)}"
            for name, value in fields.items()
            if name != "at" and value not in ("", None, [])
        )
        yield f"{at:%Y-%m-%d %H:%M}  {kind:<9}  {told or 'nothing'}"


def _words(value: Any) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case dict():
            return " ".join(
                f"{name.replace('_', ' ')} {_words(each)}" for name, each in value.items()
            )
        case list():
            return "(" + "; ".join(_words(each) for each in value) + ")"
        case _:
            return str(value)


def _rebuild(args: argparse.Namespace) -> int:
    path = diary_path(args)
    try:
        with Diary(path) as diary:
            diary.history()
    except DiaryDamaged:
        mended = mend(path)
        _say(f"The diary was damaged; it is kept as {mended.aside}.")
        lost = "how many are lost is not known" if mended.lost is None else f"{mended.lost} lost"
        _say(f"{mended.facts} answers and {mended.sessions} sessions were read from it, {lost}.")
    with Diary(path) as diary:
        found = gather(diary, journals_folder(args), anew=True)
        history = diary.history()
    for problem in found.problems:
        sys.stderr.write(f"reprise: {problem}\n")
    _say(f"{found.journals} journals were read, {found.sessions} of them of a session.")
    _say(f"The diary has {_counted(history)}.")
    return EXIT_DONE


def _delete(args: argparse.Namespace) -> int:
    path, folder = diary_path(args), journals_folder(args)
    aside = [
        each
        for damaged in path.parent.glob(f"{path.stem}.damaged-*{path.suffix}")
        for each in files_of(damaged)
    ]
    journals = [*folder.glob("*.jsonl")]
    there = [each for each in (*files_of(path), *aside, *journals) if each.exists()]
    if not there:
        _say(f"There is nothing to delete: no diary at {path}, and no journals in {folder}.")
        return EXIT_DONE
    if not args.yes:
        _say(f"The diary {path} and {len(journals)} journals in {folder} will be deleted.")
        if not (sys.stdin.isatty() and sys.stdout.isatty()):
            sys.stderr.write("reprise: nobody can be asked here; say --yes.\n")
            return EXIT_USAGE
        if input("They cannot be brought back. Type yes: ").strip().lower() != "yes":
            _say("Nothing was deleted.")
            return EXIT_DONE
    for each in there:
        each.unlink(missing_ok=True)
    _remove_if_empty(folder, args)
    _say("Deleted.")
    practice = profile_folder(args) / "simulated"
    if practice.exists():
        _say(f"The journals of sessions on simulated treadmills stay: {practice}")
    return EXIT_DONE


def _remove_if_empty(folder: Path, args: argparse.Namespace) -> None:
    """Leave no folder behind that bears a person's name."""
    with suppress(OSError):
        folder.rmdir()
        diary_path(args).parent.rmdir()


def _counted(history: History) -> str:
    told, done = len(history.facts), len(history.sessions)
    return f"{told} answer{'' if told == 1 else 's'} and {done} session{'' if done == 1 else 's'}"


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
