"""``reprise prepare``: routines listed, shown, checked and played; the tests of readiness."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable

from controller.cli.body.player import body_cues, play
from controller.cli.body.preparing import keep, routine_score, tests_score, what_there_is
from controller.cli.body.words import filled, list_json, list_lines, show_json, show_lines
from controller.cli.coach.diary_file import open_diary
from controller.cli.coach.due import country_of, now
from controller.cli.exits import EXIT_DONE, EXIT_INVALID_FILE
from controller.cli.settings.file import settings_of
from controller.words.catalogue import tr, trn
from plans.problems import RoutineInvalid, UnknownName
from plans.shelf import find_routine


def run_prepare(args: argparse.Namespace) -> int:
    """Do what was asked and return the exit code.

    Raises:
        UnknownName, RoutineInvalid: there is no such routine or test, or it cannot be used.
        NotOpen: it is not for today.
        AnswersInvalid: a test is played, and no key can come.
        DiaryTrouble: the diary cannot be read or written.
    """
    match args.what:
        case "list":
            _no_names(args)
            return _list(args)
        case "show":
            return _show(args)
        case "check":
            return _check(_named(args))
        case "tests":
            return _play(args)
        case _:
            _no_names(args)
            return _play(args)


def _no_names(args: argparse.Namespace) -> None:
    if args.names:
        raise UnknownName(
            tr('"{command}" takes no further word; leave "{word}" out.').format(
                command=args.what, word=args.names[0]
            )
        )


def _named(args: argparse.Namespace) -> list[str]:
    if not args.names:
        raise UnknownName(
            tr('"{command}" of what? Name a routine, or a file *.routine.yaml.').format(
                command=args.what
            )
        )
    names: list[str] = args.names
    return names


def _list(args: argparse.Namespace) -> int:
    today = now().date()
    with open_diary(args) as diary:
        found = what_there_is(diary.history(), today)
    if args.json:
        _print([json.dumps(list_json(found), ensure_ascii=False)])
    else:
        _print(list_lines(found, today))
    return EXIT_DONE


def _show(args: argparse.Namespace) -> int:
    for name in _named(args):
        routine = find_routine(name)
        if args.json:
            _print([json.dumps(show_json(routine), ensure_ascii=False)])
        else:
            _print(show_lines(routine))
    return EXIT_DONE


def _check(names: list[str]) -> int:
    """Say of each routine that it is good, or all that is wrong with it."""
    wrong = False
    for name in names:
        try:
            routine = find_routine(name)
        except RoutineInvalid as invalid:
            wrong = True
            _print([str(invalid)])
        else:
            exercises = len(routine.exercises)
            told = trn(
                "{name}: no mistakes in {n} exercise; {review}.",
                "{name}: no mistakes in {n} exercises; {review}.",
                exercises,
            )
            _print([told.format(name=name, n=exercises, review=routine.review)])
    return EXIT_INVALID_FILE if wrong else EXIT_DONE


def _play(args: argparse.Namespace) -> int:
    with open_diary(args) as diary:
        history = diary.history()
    found = what_there_is(history, now().date())
    if args.what == "tests":
        score = tests_score(args.names, found)
    else:
        score = routine_score(args.what, found)
        notes = (each.note for each in found.suggestion.listed if each.id == score.id)
        _print(tr("This one is {note}.").format(note=note) for note in notes if note)
    settings, trouble = settings_of(args)
    if trouble:
        _say(trouble)
    with body_cues(settings, silent=args.silent) as cues:
        player = play(score, args.speedup, _say, cues)
    if args.speedup > 1:
        _print([tr("Tried out; nothing was kept.")])
        return EXIT_DONE
    kept = keep(args, player, now(), country_of(history))
    _print(line for each in kept.lines for line in filled(each, ""))
    if kept.trouble is not None:
        raise kept.trouble
    return EXIT_DONE


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        _say(line)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
