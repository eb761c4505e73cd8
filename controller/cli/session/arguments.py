"""``run``, ``walk`` and ``probe`` on a command line: their arguments, and the way to them."""

from __future__ import annotations

import argparse
from typing import Any

from controller.cli.defaults import DEFAULT_MACHINE, DEFAULT_PLAN
from controller.cli.plan.choices import NOTHING_CHOSEN, add_choices
from controller.cli.profile import add_profile
from controller.words.catalogue import tr


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
    add_level(run, "what is next (reprise today), or 1 on a simulated treadmill, if not set")
    add_choices(run)
    add_on_any_belt(run)
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
    add_on_any_belt(walk)
    _on_a_treadmill(walk)
    _goes_on(walk)
    walk.set_defaults(act=_run, plan=None, level=1, probe=False, **NOTHING_CHOSEN)
    _probe_arguments(commands)


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
    from controller.cli.session.probe import run_probe  # noqa: PLC0415

    return run_probe(args)


def _run(args: argparse.Namespace) -> int:
    from controller.cli.session.run import run  # noqa: PLC0415

    return run(args)


def add_level(parser: argparse.ArgumentParser, unset: str) -> None:
    """Add which level of a plan; ``unset`` says what is taken if none is given."""
    parser.add_argument("--level", type=int, metavar="N", help=f"of the plan; {unset}")


def add_on_any_belt(parser: argparse.ArgumentParser) -> None:
    """Add what is chosen for a session on any belt."""
    parser.add_argument(
        "--policy",
        metavar="NAME",
        help="a policy by its name, or a *.yaml file; the plan's own if not set",
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
        raise argparse.ArgumentTypeError(
            tr("{text!r} is not a whole number from 1 to 100").format(text=text)
        )
    return int(text)
