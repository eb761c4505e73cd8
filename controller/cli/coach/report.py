"""``reprise report``: page one on a terminal, or all of it as one HTML file."""

from __future__ import annotations

import argparse
import sys
import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from controller.cli.coach.diary_file import open_diary
from controller.cli.coach.due import due_now, now
from controller.cli.coach.past import Past, past_of
from controller.cli.exits import EXIT_DONE
from controller.cli.new_file import new_file
from controller.cli.policy.diff import after_differences, differences
from controller.cli.profile import journals_folder
from controller.cli.rewriting import rewrite
from controller.cli.settings.file import settings_of
from controller.coach.chronicle.beside import with_tellings
from controller.coach.chronicle.mood import unnamed_mood, without_mood
from controller.coach.diary.journals import ENDING
from controller.records.reader import JournalInvalid
from controller.records.trace import Trace, read_trace
from controller.report.page import About, File, lines, render
from controller.words.catalogue import tr, trn
from controller.words.recorded import tr_recorded
from plans.shelf import bundled_file

if TYPE_CHECKING:
    from controller.cli.policy.diff import Difference
    from controller.coach.today.values import Today
    from plans.policies.reader import PolicyFile

_WIDTH: Final = 80
_INDENT: Final = 17
_BUNDLED: Final = tr("as it comes with Reprise")
_OWN: Final = tr("an own file")


def run_report(args: argparse.Namespace) -> int:
    """Write the report and return the exit code.

    Raises:
        NewFileRefused, DiaryTrouble, SinceRefused, ChoiceInvalid, ChoiceRefused, FileInvalid,
        OSError: it cannot be made.
    """
    path = None if args.html is None else new_file("--html", args.html, [".html", ".htm"])
    with open_diary(args) as diary:
        history, journals = diary.history(), diary.journals()
    at = now()
    past = past_of(args, history, at.date())
    whole = with_tellings(past.chronicle, history, past.plan, past.policy)
    past = past._replace(chronicle=whole if args.with_mood else without_mood(whole))
    broken = [each.problem for each in journals.values() if each.problem]
    due = due_now(args, history if args.with_mood else unnamed_mood(history), at)
    about = about_of(past, due, args.name or "", with_mood=args.with_mood)
    if path is None:
        about = about._replace(left_out=tuple(map(tr_recorded, broken)))
        sys.stdout.write("\n".join(_lines(past, about)) + "\n")
        return EXIT_DONE
    traces, unread = _traces(args, past)
    left_out = tuple(dict.fromkeys([*broken, *unread]))
    without = (tr_recorded(_without_folders(args, each)) for each in left_out)
    about = about._replace(left_out=tuple(without))
    rewrite(path, render(past.chronicle, about, traces, settings_of(args)[0].units))
    count = len(past.chronicle.entries)
    told = trn("{n} session", "{n} sessions", count).format(n=count)
    if left_out:
        told = tr("{sessions}; {number} journals could not be read").format(
            sessions=told, number=len(left_out)
        )
    sys.stdout.write(
        tr("{path}: {sessions}. Only you can read it; whom you give it to is up to you.\n").format(
            path=path, sessions=told
        )
    )
    return EXIT_DONE


def about_of(past: Past, due: Today, name: str, *, with_mood: bool) -> About:
    """Return what a report says of the plan and the policy that are in use, and of what is next.

    Args:
        past: what was done, and by which rules it is read.
        due: what Today says at the same moment.
        name: of the runner; empty if she did not put it in.
        with_mood: whether what was told of the mood is in it.

    """
    plan, policy = past.plan, past.policy
    base = policy.base
    return About(
        plan=File(
            plan.id,
            plan.title,
            plan.review.fingerprint,
            str(plan.review),
            _BUNDLED if bundled_file(plan.id, "plan") else _OWN,
        ),
        levels=len(plan.levels),
        next=due.of_sessions,
        conditions=due.conditions,
        policy=File(
            policy.policy.id,
            policy.policy.title,
            policy.review.fingerprint,
            str(policy.review),
            _BUNDLED if bundled_file(policy.policy.id, "policy") else _OWN,
            () if base is None else tuple(_changes(base, policy)),
            "" if base is None else base.policy.id,
        ),
        name=name,
        with_mood=with_mood,
    )


def _changes(base: PolicyFile, policy: PolicyFile) -> Iterator[str]:
    found = [*differences(base.policy, policy.policy), *after_differences(base, policy)]
    return map(_change, found)


def _change(each: Difference) -> str:
    symptom = f"{each.symptom.short}, " if each.symptom else ""
    before = tr("no such rule") if each.first is None else each.first.do
    after = tr("no such rule") if each.second is None else each.second.do
    return tr("{change}: {symptom}{what}: {after} (there: {before})").format(
        change=each.mark, symptom=symptom, what=each.what, after=after, before=before
    )


def _traces(args: argparse.Namespace, past: Past) -> tuple[dict[str, Trace], list[str]]:
    """Return what belts did, and why it is not known of some; one without a journal is neither."""
    traces, problems = {}, []
    for entry in past.chronicle.entries:
        path = journals_folder(args) / f"{entry.id}{ENDING}"
        if not path.is_file():
            continue
        try:
            traces[entry.id] = read_trace(path)
        except JournalInvalid as error:
            problems.append(str(error))
    return traces, problems


def _without_folders(args: argparse.Namespace, problem: str) -> str:
    """Name a journal without its folder, which may tell the runner's name."""
    return problem.replace(f"{journals_folder(args)}/", "")


def _lines(past: Past, about: About) -> Iterator[str]:
    for name, value in lines(past.chronicle, about):
        yield from textwrap.wrap(
            value, _WIDTH, initial_indent=f"{name:<{_INDENT}}",
            subsequent_indent=" " * _INDENT, break_on_hyphens=False,
        )  # fmt: skip
