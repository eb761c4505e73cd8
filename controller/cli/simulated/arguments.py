"""``reprise simulate`` on a command line: its arguments, and the way to what it does."""

from __future__ import annotations

import argparse
import sys
import textwrap
from typing import Any, Final

from controller.cli.defaults import DEFAULT_MACHINE, DEFAULT_RUNNER
from controller.cli.plan.choices import add_choices
from controller.cli.profile import add_profile
from controller.cli.session.arguments import add_level, add_on_any_belt

_USUAL: Final = {"level": 1, "machine": DEFAULT_MACHINE, "runner": DEFAULT_RUNNER, "seed": 0}
"""Of a simulated session, what is not given."""


def add_simulate_command(commands: Any) -> None:
    """Add ``reprise simulate``."""
    simulate = commands.add_parser(
        "simulate",
        add_help=False,
        help="a whole session in a second, without a belt",
        description="Plays a session of a plan, or a scenario: a file that says what happens and "
        "what has to come of it. The exit code is the session's; a scenario's is 1 if something "
        "is not as expected.",
    )
    simulate.add_argument(
        "-h", "--help", action=_HelpWithNames, nargs=0, help="show this help message and exit"
    )
    simulate.add_argument(
        "plan",
        metavar="PLAN|SCENARIO",
        help="a bundled plan or a *.yaml file; or a scenario: a bundled one, or such a file",
    )
    add_level(simulate, "1 if not set")
    add_choices(simulate)
    add_on_any_belt(simulate)
    simulate.add_argument(
        "--all-levels",
        action="store_true",
        help="play every level of a plan, and tell what to know of each; the exit code is 1 if one "
        "did not come to its end",
    )
    simulate.add_argument(
        "--months",
        type=_months,
        metavar="N",
        help="live through so many months with a runner, 1 to 24: what she is told to do between "
        "sessions, what she does and what becomes of it, week by week",
    )
    simulate.add_argument(
        "--machine",
        metavar="M",
        help="a simulated treadmill, by its name (reprise machines) or a *.yaml file; "
        f"{DEFAULT_MACHINE} if not set",
    )
    simulate.add_argument(
        "--runner",
        metavar="R",
        help=f"who is on the belt: a name (below) or a *.yaml file; {DEFAULT_RUNNER} if not set",
    )
    simulate.add_argument(
        "--seed",
        type=_seed,
        metavar="N",
        help="which of her sessions this is, 0 to 4294967295; 0 if not set",
    )
    simulate.add_argument(
        "--at",
        action="append",
        default=[],
        metavar="WHEN=KEY",
        help="let something happen; may be given again. WHEN is MM:SS from the start key, or "
        "run2+0:10, walk3+0:06, warm-up+0:30, cool-down+0:10 (from the moment that its speed is "
        "reached). KEY is a key: stop, pause, resume, wrong, unwell, walk, slower, faster, "
        "cool-down; an answer: nothing, strength:N, place:ID, which:ID, degree:N, talk:N, go-on, "
        "back, site:INDEX:ID, symptom:ID:VALUE, answer:none (no answer from then on); or it is "
        "at the machine: console:SPEED, console:stop, safety-key, disobey (targets are ignored), "
        "control-lost, steps:N (a minute), steps:real, link-loss:SECONDS, kill-screen, "
        "freeze-screen",
    )
    simulate.add_argument(
        "--fault",
        action=_FaultOrHelp,
        default=[],
        metavar="FAULT",
        help="let something go wrong; may be given again. KIND@WHEN[+DURATION][=AMOUNT], with WHEN "
        "as of --at, or connect+0:00; link-loss@7:00+12s, lost-notifications@run2+0:10+30s=20%%. "
        "KIND is one of those below; --fault help says how each is written",
    )
    simulate.add_argument(
        "--accepted",
        action="append",
        default=[],
        metavar="SYMPTOM:STRENGTH",
        help="what a clinician has accepted of whoever is on the belt, as leak_urine:1; may be "
        "given again. No more than that changes nothing",
    )
    simulate.add_argument("--journal", metavar="FILE", help="keep the records in a new file")
    simulate.add_argument(
        "--json",
        action="store_true",
        help="print one JSON object; with --months one a line, for each week and for the whole",
    )
    add_profile(simulate)
    # None: not given. A scenario has to know, for it says these itself.
    simulate.set_defaults(act=_simulate, level=None, walk=None, speed=None, probe=False, goes_on="")


def _simulate(args: argparse.Namespace) -> int:
    from controller.cli.simulated.levels import simulate_levels  # noqa: PLC0415
    from controller.cli.simulated.scenario import look_at_name, run_scenario  # noqa: PLC0415
    from controller.cli.simulated.simulate import run_simulation  # noqa: PLC0415
    from simulators.scenarios import is_scenario  # noqa: PLC0415

    look_at_name(args.plan)
    if is_scenario(args.plan) and not (args.all_levels or args.months):
        return run_scenario(args)
    of_many = args.all_levels or args.months
    for name, usual in _USUAL.items():
        if getattr(args, name) is None and not (of_many and name == "level"):
            setattr(args, name, usual)
    if args.months:
        from controller.cli.simulated.months_command import simulate_months  # noqa: PLC0415

        return simulate_months(args)
    return simulate_levels(args) if args.all_levels else run_simulation(args)


class _HelpWithNames(argparse.Action):
    """Help that ends with the names that there are; they are looked up when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from simulators.faults import Kind  # noqa: PLC0415
        from simulators.people import person_names  # noqa: PLC0415

        parser.print_help()
        for title, names in (("runners", person_names()), ("kinds of fault", tuple(Kind))):
            told = textwrap.fill(
                ", ".join(names), 78, initial_indent="  ", subsequent_indent="  ",
                break_on_hyphens=False,
            )  # fmt: skip
            sys.stdout.write(f"\n{title}:\n{told}\n")
        sys.stdout.flush()  # who has stopped reading is met while that can be told
        parser.exit()


class _FaultOrHelp(argparse.Action):
    """One fault more; of ``help``, a line on each kind, whatever else is missing."""

    def __call__(
        self, parser: argparse.ArgumentParser, namespace: argparse.Namespace, value: Any, *_: object
    ) -> None:
        if value != "help":
            setattr(namespace, self.dest, [*getattr(namespace, self.dest), value])
            return
        from simulators.faults import FORMS, Kind, written  # noqa: PLC0415

        width = max(len(written(kind)) for kind in Kind)
        for kind in Kind:
            sys.stdout.write(f"{written(kind):{width}}  {FORMS[kind].means}\n")
        sys.stdout.flush()  # as above
        parser.exit()


def _seed(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or len(text) > 10 or int(text) >= 1 << 32:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 0 to 4294967295")
    return int(text)


def _months(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or len(text) > 2 or not 1 <= int(text) <= 24:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 to 24")
    return int(text)
