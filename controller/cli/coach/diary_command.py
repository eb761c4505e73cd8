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
from controller.cli.terminal_input import agreed, at_terminal
from controller.coach.diary.journals import gather
from controller.coach.diary.mending import mend
from controller.coach.diary.rows import kind_of, plain
from controller.coach.diary.schema import DiaryDamaged, files_of
from controller.coach.diary.store import Diary
from controller.coach.history import Fact, History, Told
from controller.words.catalogue import tr, trn
from controller.words.recorded import tr_recorded

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
        sys.stderr.write(
            tr("It is not there yet; the first session, or the first answer, makes it.\n")
        )
    return EXIT_DONE


def _export(args: argparse.Namespace) -> int:
    path = None if args.json is None else new_file("--json", args.json)
    if not (diary_path(args).exists() or journals_folder(args).exists()):
        sys.stderr.write(
            tr("reprise: there is no diary at {path} yet.\n").format(path=diary_path(args))
        )
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
    _say(
        tr("{path}: {counted}. Only you can read it; what you do with it is up to you.").format(
            path=path, counted=_counted(history)
        )
    )
    return EXIT_DONE


def _lines(history: History) -> Iterator[str]:
    """Yield a line for each fact and each session, in the order of time."""
    entries: list[tuple[datetime, str, dict[str, Any]]] = [
        *((each.at, kind_of(each), _fields(each)) for each in history.facts),
        *((each.at, "session", plain(each)) for each in history.sessions),
    ]
    for at, kind, fields in sorted(entries, key=lambda each: each[0]):
        told = ", ".join(
            f"{name.replace('_', ' ')} {_words(value)}"
            for name, value in fields.items()
            if name != "at" and value not in ("", None, [])
        )
        yield f"{at:%Y-%m-%d %H:%M}  {kind:<9}  {told or 'nothing'}"


def _fields(fact: Fact) -> dict[str, Any]:
    """Return what a line says of a fact; an answer of the set-up by its own name."""
    if isinstance(fact, Told):
        return {fact.key.replace("-", " "): fact.value}
    fields: dict[str, Any] = plain(fact)
    return fields


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
        _say(tr("The diary was damaged; it is kept as {file}.").format(file=mended.aside))
        lost = (
            tr("how many are lost is not known")
            if mended.lost is None
            else tr("{number} lost").format(number=mended.lost)
        )
        _say(
            tr("{answers} answers and {sessions} sessions were read from it, {lost}.").format(
                answers=mended.facts, sessions=mended.sessions, lost=lost
            )
        )
    with Diary(path) as diary:
        found = gather(diary, journals_folder(args), anew=True)
        history = diary.history()
    for problem in found.problems:
        sys.stderr.write(f"reprise: {tr_recorded(problem)}\n")
    _say(
        tr("{journals} journals were read, {sessions} of them of a session.").format(
            journals=found.journals, sessions=found.sessions
        )
    )
    _say(tr("The diary has {counted}.").format(counted=_counted(history)))
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
        _say(
            tr(
                "There is nothing to delete: no diary at {path}, and no journals in {folder}."
            ).format(path=path, folder=folder)
        )
        return EXIT_DONE
    if not args.yes:
        _say(
            tr("The diary {path} and {journals} journals in {folder} will be deleted.").format(
                path=path, journals=len(journals), folder=folder
            )
        )
        if not at_terminal():
            sys.stderr.write(tr("reprise: nobody can be asked here; say --yes.\n"))
            return EXIT_USAGE
        # For translators: yes is what is typed, in any language.
        if not agreed(tr("They cannot be brought back. Type yes: "), "yes"):
            _say(tr("Nothing was deleted."))
            return EXIT_DONE
    for each in there:
        each.unlink(missing_ok=True)
    _remove_if_empty(folder, args)
    _say(tr("Deleted."))
    practice = profile_folder(args) / "simulated"
    if practice.exists():
        _say(
            tr("The journals of sessions on simulated treadmills stay: {folder}").format(
                folder=practice
            )
        )
    return EXIT_DONE


def _remove_if_empty(folder: Path, args: argparse.Namespace) -> None:
    """Leave no folder behind that bears a person's name."""
    with suppress(OSError):
        folder.rmdir()
        diary_path(args).parent.rmdir()


def _counted(history: History) -> str:
    told, done = len(history.facts), len(history.sessions)
    return tr("{answers} and {sessions}").format(
        answers=trn("{n} answer", "{n} answers", told).format(n=told),
        sessions=trn("{n} session", "{n} sessions", done).format(n=done),
    )


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
