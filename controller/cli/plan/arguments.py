"""``reprise plan`` on a command line: its arguments, and the way to what it does."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from controller.cli.defaults import DEFAULT_MACHINE
from controller.cli.profile import add_profile
from controller.words.catalogue import tr


def add_plan_command(commands: Any) -> None:
    """Add the command for all that is done with a plan before a session."""
    plan = commands.add_parser(
        "plan",
        help="write, check and look at plans",
        description="A plan is a bundled one, by its name, or a file *.plan.yaml. The exit code is "
        "3 if a plan cannot be used.",
    )
    actions = plan.add_subparsers(dest="action", metavar="ACTION", required=True)
    _check_arguments(actions)
    _review_arguments(actions)
    _use_arguments(actions)
    _schema_arguments(actions)
    _new_arguments(actions)
    _rules_arguments(actions)
    _format_arguments(actions)
    _where_arguments(actions)
    _list_arguments(actions)
    _show_arguments(actions)
    _preview_arguments(actions)
    _export_arguments(actions)


def _check_arguments(actions: Any) -> None:
    check = actions.add_parser(
        "check",
        help="name every mistake in plans, and its place",
        description="Name every mistake in plans, and then what may be and perhaps should not: "
        "warnings, each by a rule that `reprise plan rules` explains. A plan with warnings can "
        "be used.",
    )
    check.add_argument("plans", nargs="+", metavar="FILE", help="*.plan.yaml")
    check.add_argument("--json", action="store_true", help="print all of it as a JSON list")
    check.add_argument("--strict", action="store_true", help="exit code 1 if there are warnings")
    check.add_argument(
        "--verbose", action="store_true", help="name what a comment in the file allows, too"
    )
    check.set_defaults(act=_check)


def _list_arguments(actions: Any) -> None:
    listed = actions.add_parser("list", help="which plans there are, and what each warns of")
    listed.add_argument("--json", action="store_true", help="print a JSON list")
    listed.set_defaults(act=_list)


def _show_arguments(actions: Any) -> None:
    show = actions.add_parser(
        "show", help="all of a plan: for whom, where it comes from, and a table of its levels"
    )
    _plan(show)
    show.add_argument("--level", type=int, metavar="N", help="one level, interval by interval")
    show.add_argument("--json", action="store_true", help="print one JSON object")
    show.set_defaults(act=_show)


def _preview_arguments(actions: Any) -> None:
    preview = actions.add_parser(
        "preview",
        help="a level's speed over time on a treadmill, and the staircase of all levels",
        description="Rehearses a level on a treadmill, with the steps in which Reprise changes the "
        "speed and with that treadmill's own ramps, and draws it; below it the minutes of running "
        "of all levels, by week if each session is clean and the next comes as soon as the plan "
        "allows. A picture needs the extra charts of Reprise.",
    )
    _plan(preview)
    preview.add_argument(
        "--level", type=int, default=1, metavar="N", help="of the plan; 1 if not set"
    )
    preview.add_argument(
        "--machine",
        metavar="M",
        help="a treadmill that was measured (reprise probe), by its name or address; or a "
        f"simulated one, by its name or a *.yaml file; {DEFAULT_MACHINE} if not set",
    )
    picture = preview.add_mutually_exclusive_group()
    picture.add_argument("--png", metavar="FILE", help="draw a picture into a new file *.png")
    picture.add_argument("--svg", metavar="FILE", help="the same into a new file *.svg")
    preview.add_argument(
        "--width",
        type=_width,
        metavar="N",
        help="cells of a line, 40 to 400; the terminal's if not set",
    )
    preview.set_defaults(act=_preview)


def _plan(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("plan", metavar="PLAN", help="a bundled plan or a file *.plan.yaml")


def _width(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or not 40 <= int(text) <= 400:
        raise argparse.ArgumentTypeError(
            tr("{text!r} is not a whole number from 40 to 400").format(text=text)
        )
    return int(text)


def _check(args: argparse.Namespace) -> int:
    from controller.cli.plan.check import check_plans  # noqa: PLC0415

    return check_plans(args)


def _review_arguments(actions: Any) -> None:
    add_review_action(actions, "plan").set_defaults(act=_review)


def add_review_action(actions: Any, what: str) -> argparse.ArgumentParser:
    """Add the action that signs a plan or a policy, and return its parser."""
    review: argparse.ArgumentParser = actions.add_parser(
        "review",
        help=f"sign a {what}, as somebody who may",
        description="Writes name, role, day and the file's fingerprint into the file. When "
        "anything else in it changes, the review falls away. What is missing is asked at a "
        "terminal.",
    )
    review.add_argument("file", metavar="FILE", help=f"*.{what}.yaml, an own one")
    review.add_argument("--by", metavar="NAME", help="who signs")
    review.add_argument("--role", metavar="ROLE", help="as pelvic-health physiotherapist")
    review.add_argument("--words", metavar="TEXT", help="a sentence that goes with it")
    review.add_argument("--on", type=_day, metavar="DAY", help="2026-05-20; today if not set")
    review.add_argument("--withdraw", action="store_true", help="take the signature out again")
    return review


def _day(text: str) -> date:
    from plans.provenance.review import parse_day  # noqa: PLC0415

    try:
        return parse_day(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} {error}") from None


def _review(args: argparse.Namespace) -> int:
    from controller.cli.plan.review import review_plan  # noqa: PLC0415

    return review_plan(args)


def _use_arguments(actions: Any) -> None:
    use = actions.add_parser(
        "use",
        help="choose the plan of the sessions to come",
        description="Copies an own plan into the folder of own plans, and has reprise run take it "
        "when no plan is named. Without a plan it says which one that is.",
    )
    what = use.add_mutually_exclusive_group()
    what.add_argument(
        "plan", nargs="?", metavar="PLAN", help="a *.plan.yaml file, or a plan's name"
    )
    what.add_argument("--none", action="store_true", help="none of one's own any more")
    add_profile(use)
    use.set_defaults(act=_use)


def _use(args: argparse.Namespace) -> int:
    from controller.cli.plan.use import use_plan  # noqa: PLC0415

    return use_plan(args)


def _schema_arguments(actions: Any) -> None:
    schema = actions.add_parser(
        "schema",
        help="the JSON Schema of plan files, for editors",
        description="Prints the JSON Schema of *.plan.yaml. An editor with a YAML language server "
        "completes a plan by it, and shows what each key is for.",
    )
    schema.add_argument(
        "--path", action="store_true", help="keep a copy for editors, and print where it lies"
    )
    schema.set_defaults(act=_schema)


def _schema(args: argparse.Namespace) -> int:
    from controller.cli.plan.schema import print_schema  # noqa: PLC0415

    return print_schema(args)


def _new_arguments(actions: Any) -> None:
    new = actions.add_parser(
        "new",
        help="begin a plan of one's own",
        description="Asks six questions, and writes a plan with a note above each of its parts. "
        "Without a terminal nobody is asked, and the usual answers are taken.",
    )
    new.add_argument(
        "file",
        nargs="?",
        default="my.plan.yaml",
        metavar="FILE",
        help="a new file *.plan.yaml; my.plan.yaml if not set",
    )
    new.add_argument("--yes", action="store_true", help="ask nothing, and take the usual answers")
    new.set_defaults(act=_new)


def _new(args: argparse.Namespace) -> int:
    from controller.cli.plan.new import new_plan  # noqa: PLC0415

    return new_plan(args)


def _rules_arguments(actions: Any) -> None:
    rules = actions.add_parser(
        "rules",
        help="what the warnings are about, and why",
        description="Print the rules behind the warnings of `reprise plan check`, each with its "
        "reason, what to do, and its sources.",
    )
    rules.set_defaults(act=_rules)


def _rules(args: argparse.Namespace) -> int:
    from controller.cli.plan.rules import print_rules  # noqa: PLC0415

    return print_rules(args)


def _format_arguments(actions: Any) -> None:
    tidy = actions.add_parser(
        "format",
        help="put the notation in plans into its one form",
        description="Rewrites durations, repeats, speeds and inclines in plan files; all else "
        "stays as it is, and the plan means the same. If one file has a mistake, none is changed. "
        "A review falls away from a file that is rewritten.",
    )
    tidy.add_argument("plans", nargs="+", metavar="FILE", help="*.plan.yaml")
    tidy.add_argument(
        "--check", action="store_true", help="change nothing; the exit code is 1 if it would"
    )
    tidy.set_defaults(act=_format)


def _format(args: argparse.Namespace) -> int:
    from controller.cli.plan.format import format_plans  # noqa: PLC0415

    return format_plans(args)


def _where_arguments(actions: Any) -> None:
    where = actions.add_parser("where", help="the folder in which own plans are found by their id")
    where.set_defaults(act=_where)


def _where(args: argparse.Namespace) -> int:
    from controller.cli.plan.where import tell_folder  # noqa: PLC0415

    return tell_folder(args)


def _list(args: argparse.Namespace) -> int:
    from controller.cli.plan.list import list_plans  # noqa: PLC0415

    return list_plans(args)


def _show(args: argparse.Namespace) -> int:
    from controller.cli.plan.show import show_plan  # noqa: PLC0415

    return show_plan(args)


def _preview(args: argparse.Namespace) -> int:
    from controller.cli.plan.preview import preview_plan  # noqa: PLC0415

    return preview_plan(args)


def _export_arguments(actions: Any) -> None:
    export = actions.add_parser(
        "export",
        help="a level as a workout for a watch, and what is lost in it",
        description="Writes levels as FIT workouts, and says what a watch does not do of them. "
        "Needs the extra fit of Reprise.",
    )
    export.add_argument("plan", metavar="PLAN", help="a plan by its id, or a *.yaml file")
    export.add_argument("--level", type=int, metavar="N", help="1 if not set")
    to = export.add_mutually_exclusive_group(required=True)
    to.add_argument("--fit", metavar="FILE", help="write one level into a new file *.fit")
    to.add_argument(
        "--all-levels", metavar="FOLDER", help="write each level into a new file in a folder"
    )
    export.set_defaults(act=_export)


def _export(args: argparse.Namespace) -> int:
    from controller.cli.plan.export import export_plan  # noqa: PLC0415

    return export_plan(args)
