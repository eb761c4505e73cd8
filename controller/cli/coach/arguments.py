"""The commands between sessions on a command line, and the way to what they do."""

from __future__ import annotations

import argparse
from typing import Any

from controller.cli.profile import add_profile


def add_coach_commands(commands: Any) -> None:
    """Add the commands between sessions."""
    today = commands.add_parser(
        "today",
        help="what is due today, and why",
        description="Tells what is due: checks, rest, body work, a session, and what is easier. "
        "It starts nothing.",
    )
    today.add_argument("--json", action="store_true", help="print one JSON object")
    today.set_defaults(act=_today)

    setup = commands.add_parser(
        "setup",
        help="the questions that everything else goes by",
        description="Asks one question after the other; ENTER keeps what was told before. With a "
        "KEY it asks that one alone: birth, signs, bleeding, wound-healed, daily-pelvic, "
        "leaked-before, units, country, sensor, walk-speed, jog-speed; clinician, to record what "
        "a clinician said; or score, to keep the score of a questionnaire. Ctrl-C leaves; before "
        "the last answer nothing is kept but a warning sign.",
    )
    setup.add_argument("key", nargs="?", metavar="KEY", help="one question alone")
    setup.set_defaults(act=_setup)

    check = commands.add_parser(
        "check",
        help="the questions before a session, of the day after, and of the week",
        description='Each line is an answer; "back" goes one question back, and Ctrl-C keeps '
        "nothing but a warning sign. The exit "
        "code is 2 if a line answers nothing, and 1 if there is no session to tell of.",
    )
    check.add_argument("which", choices=("before", "next-day", "weekly", "after"))
    check.set_defaults(act=_check)

    remind = commands.add_parser(
        "remind",
        help="entries for a calendar: the next-day check and the next session",
        description="Writes an iCalendar file. It names no symptom and no level, and what you do "
        "with it is up to you.",
    )
    remind.add_argument(
        "--ics", required=True, metavar="FILE", help="a new file, or - for standard output"
    )
    remind.set_defaults(act=_remind)
    _past_arguments(commands)
    for each in (today, setup, check, remind):
        add_profile(each)


def _past_arguments(commands: Any) -> None:
    history = commands.add_parser(
        "history",
        help="what was done: every session with what was noted and decided",
        description="Prints a line for each session, the oldest first. What it led to is worked "
        "out anew by the plan and the policy as they are now.",
    )
    history.add_argument("--json", action="store_true", help="print one JSON object")
    history.set_defaults(act=_history)

    report = commands.add_parser(
        "report",
        help="what a physiotherapist wants to see, as one HTML page",
        description="Prints what matters most. With --html it writes a page with pictures of all "
        "of it, which needs no network and is printed by a browser. Your name and your mood are "
        "in it only if you put them in.",
    )
    report.add_argument("--html", metavar="FILE", help="a new file *.html")
    report.add_argument("--name", metavar="NAME", help="whose it is, to stand at the top")
    report.add_argument("--with-mood", action="store_true", help="with what you told of your mood")
    report.set_defaults(act=_report)
    for each in (history, report):
        each.add_argument(
            "--since", type=_since, metavar="DAY", help="leave out what was before: 2026-05-01, 2w"
        )
        add_profile(each)


def _since(text: str) -> object:
    from controller.cli.coach.past import since_day  # noqa: PLC0415

    return since_day(text)


def _history(args: argparse.Namespace) -> int:
    from controller.cli.coach.history import run_history  # noqa: PLC0415

    return run_history(args)


def _report(args: argparse.Namespace) -> int:
    from controller.cli.coach.report import run_report  # noqa: PLC0415

    return run_report(args)


def _today(args: argparse.Namespace) -> int:
    from controller.cli.coach.today import run_today  # noqa: PLC0415

    return run_today(args)


def _setup(args: argparse.Namespace) -> int:
    from controller.cli.coach.setup import run_setup  # noqa: PLC0415

    return run_setup(args)


def _check(args: argparse.Namespace) -> int:
    from controller.cli.coach.check import run_check  # noqa: PLC0415

    return run_check(args)


def _remind(args: argparse.Namespace) -> int:
    from controller.cli.coach.remind import run_remind  # noqa: PLC0415

    return run_remind(args)
