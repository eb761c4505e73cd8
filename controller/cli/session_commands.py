"""``run``, ``walk`` and ``simulate`` on a command line: their arguments, and the way to them."""

from __future__ import annotations

import argparse
import sys
import textwrap
from typing import Any, Final

from controller.cli.plan_choices import NOTHING_CHOSEN, add_choices
from controller.cli.profile import add_profile

DEFAULT_PLAN: Final = "postpartum-ladder"
DEFAULT_MACHINE: Final = "generic"
DEFAULT_RUNNER: Final = "prompt"
_USUAL: Final = {"level": 1, "machine": DEFAULT_MACHINE, "runner": DEFAULT_RUNNER, "seed": 0}
"""Of a simulated session, what is not given."""


def add_session_commands(commands: Any) -> None:
    """Add the commands in which a session takes place."""
    run = commands.add_parser("run", help="a guided session on a treadmill")
    run.add_argument(
        "plan",
        nargs="?",
        metavar="PLAN",
        help="a bundled plan or a *.yaml file; if none is named the one in use (reprise plan use), "
        f"else {DEFAULT_PLAN}",
    )
    _level(run, "what is next (reprise today), or 1 on a simulated treadmill, if not set")
    add_choices(run)
    _choices(run)
    _on_a_treadmill(run)
    _goes_on(run)
    # None: not given. The plan in use may have to ask for it.
    run.set_defaults(act=_run, level=None, walk=None, speed=None, probe=False)

    walk = commands.add_parser(
        "walk",
        help="a guided walk without a plan",
        description="A walk under the same rules as any session. Its time is cut into equal parts "
        "of at most 5 minutes, and each part asks; the first is the warm-up, the last the "
        "cool-down.",
    )
    walk.add_argument("walk", metavar="DURATION", help="20min, 1h05m, 90s: from 1min to 4h")
    walk.add_argument(
        "--speed",
        metavar="SPEED",
        help="of its middle, 4.5km/h: from 1 km/h to below 7 km/h; an easy 4 km/h if not set, "
        "which warm-up and cool-down never exceed",
    )
    _choices(walk)
    _on_a_treadmill(walk)
    _goes_on(walk)
    walk.set_defaults(act=_run, plan=None, level=1, probe=False, **NOTHING_CHOSEN)
    _probe_arguments(commands)

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
    _level(simulate, "1 if not set")
    add_choices(simulate)
    _choices(simulate)
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
        action="append",
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
    simulate.add_argument("--json", action="store_true", help="print one JSON object")
    add_profile(simulate)
    # None: not given. A scenario has to know, for it says these itself.
    simulate.set_defaults(act=_simulate, level=None, walk=None, speed=None, probe=False, goes_on="")


def _probe_arguments(commands: Any) -> None:
    probe = commands.add_parser(
        "probe",
        help="measure how a treadmill answers, in one walk of two minutes",
        description="A walk at up to 4 km/h with one small step up and down and a stop from "
        "walking speed, under the same rules as any session: you start it, and every stop key "
        "stops it. What is seen is remembered for this treadmill: how long its stop takes, how "
        "late it follows, how late it starts, and whether it counts in km/h or in miles.",
    )
    probe.add_argument(
        "--from",
        dest="journal",
        metavar="JOURNAL",
        help="take the figures from the journal of a session; no belt moves",
    )
    probe.add_argument(
        "--write", metavar="FILE", help="write a profile *.yaml that can be simulated, a new file"
    )
    probe.add_argument("--keep", action="store_true", help="remember what was seen, without asking")
    _on_a_treadmill(probe)
    probe.set_defaults(
        act=_probe, plan=None, level=1, walk=None, speed=None, policy=None, drill=False,
        manual=False, probe=True, goes_on="", **NOTHING_CHOSEN,
    )  # fmt: skip


def _probe(args: argparse.Namespace) -> int:
    from controller.cli.probe import run_probe  # noqa: PLC0415

    return run_probe(args)


def _run(args: argparse.Namespace) -> int:
    from controller.cli.run import run  # noqa: PLC0415

    return run(args)


def _simulate(args: argparse.Namespace) -> int:
    from controller.cli.scenario import look_at_name, run_scenario  # noqa: PLC0415
    from controller.cli.simulate import run_simulation  # noqa: PLC0415
    from controller.cli.simulate_levels import simulate_levels  # noqa: PLC0415
    from simulators.scenarios import is_scenario  # noqa: PLC0415

    look_at_name(args.plan)
    if is_scenario(args.plan) and not (args.all_levels or args.months):
        return run_scenario(args)
    of_many = args.all_levels or args.months
    for name, usual in _USUAL.items():
        if getattr(args, name) is None and not (of_many and name == "level"):
            setattr(args, name, usual)
    if args.months:
        from controller.cli.months_command import simulate_months  # noqa: PLC0415

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


def _seed(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or len(text) > 10 or int(text) >= 1 << 32:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 0 to 4294967295")
    return int(text)


def _months(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or len(text) > 2 or not 1 <= int(text) <= 24:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 to 24")
    return int(text)


def _level(parser: argparse.ArgumentParser, unset: str) -> None:
    parser.add_argument("--level", type=int, metavar="N", help=f"of the plan; {unset}")


def _choices(parser: argparse.ArgumentParser) -> None:
    """Add what is chosen for a session on any belt."""
    parser.add_argument(
        "--policy",
        metavar="NAME",
        help="a bundled policy or a *.yaml file; the plan's own if not set",
    )
    parser.add_argument(
        "--drill",
        action="store_true",
        help="try the treadmill's stop at its lowest speed first, as on one that is new here",
    )
    parser.add_argument(
        "--manual",
        action="store_true",
        help="Reprise says what to press on the treadmill, and you press it; so it is anyway on "
        "one that cannot be controlled",
    )


def _on_a_treadmill(parser: argparse.ArgumentParser) -> None:
    """Add what is chosen for a session over processes, on a belt that is real or simulated."""
    parser.add_argument(
        "--simulate",
        nargs="?",
        const=DEFAULT_MACHINE,
        metavar="MACHINE",
        help="on a simulated treadmill instead of a real one, by its name (reprise machines) or a "
        "*.yaml file; in manual mode a simulated hand presses its keys",
    )
    parser.add_argument(
        "--treadmill",
        metavar="ADDRESS",
        help="this treadmill and no other; without it a remembered one, or one that you choose",
    )
    parser.add_argument(
        "--footpod", metavar="ADDRESS", help="count steps with this foot pod, not the treadmill"
    )
    parser.add_argument(
        "--strap",
        metavar="ADDRESS",
        help="show the heart rate of this strap; it may be the foot pod's address",
    )
    parser.add_argument(
        "--no-sensors", action="store_true", help="use no sensor that is remembered from before"
    )
    parser.add_argument(
        "--world",
        metavar="unix:PATH",
        help="with --simulate: a world that runs already (python -m simulators.world)",
    )
    parser.add_argument(
        "--speedup",
        type=speedup,
        metavar="X",
        help="so many times faster than life, 1 to 100 (simulated only)",
    )
    parser.add_argument("--plain", action="store_true", help="line by line, without a screen")
    parser.add_argument("--json", action="store_true", help="print every record as a line of JSON")
    parser.add_argument(
        "--serve",
        nargs="?",
        const="",
        metavar="HOST:PORT",
        help="show the session on a page that can stop it and do nothing else: on this computer "
        "alone, or at one of its addresses for a phone in the same network",
    )
    parser.add_argument(
        "--silent",
        action="store_true",
        help="no tones and no voice; an alarm still rings the terminal's bell",
    )
    add_profile(parser)
    parser.set_defaults(accepted=[])  # the door says it, and nobody else


def _goes_on(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--goes-on",
        default="",
        metavar="SESSION",
        help="this is the rest of a session that was cut; reprise today says when and how",
    )


def speedup(text: str) -> int:
    """Return how many times faster than life a simulated session goes."""
    if not text.isdecimal() or not 1 <= int(text) <= 100:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 to 100")
    return int(text)
