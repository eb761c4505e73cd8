"""``reprise``: the command line. What a sub-command needs is imported when it is chosen."""

from __future__ import annotations

import argparse
import io
import os
import shlex
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from controller.cli.body.arguments import add_prepare_command
from controller.cli.coach.arguments import add_coach_commands
from controller.cli.coach.diary_arguments import add_diary_command
from controller.cli.coach.export_arguments import add_export_command
from controller.cli.completion.arguments import add_completion_command
from controller.cli.doctor.arguments import add_doctor_command
from controller.cli.exits import EXIT_DONE, EXIT_INTERRUPTED
from controller.cli.explained import explain
from controller.cli.home.arguments import add_home_command
from controller.cli.journal_arguments import add_decode_command, add_replay_command
from controller.cli.machines.arguments import add_machines_command, add_scan_command
from controller.cli.plan.arguments import add_plan_command
from controller.cli.policy.arguments import add_policy_command, add_readiness_command
from controller.cli.session.arguments import add_session_commands
from controller.cli.settings.arguments import add_settings_command
from controller.cli.simulated.arguments import add_simulate_command
from controller.cli.simulated.campaign_arguments import add_campaign_command
from controller.cli.simulated.fleet_arguments import add_fleet_command
from controller.cli.simulated.treadmill_arguments import add_treadmill_command
from controller.words.catalogue import tr

HOME: Final = "home"
"""The command that needs no name."""
_WITH_VALUE: Final = ("--profile", "--simulate", "--speedup")
"""The options of `HOME` that a value follows."""

Command = Callable[[argparse.Namespace], int]


def make_parser(command: str = "") -> argparse.ArgumentParser:
    """Return the parser of one command; of every command if there is none of that name.

    To make all of them takes longer than most commands do.
    """
    parser = argparse.ArgumentParser(
        prog="reprise",
        description="Graded walk/run sessions on a smart treadmill. Its stop key is a request by "
        "radio and can fail: always clip on the treadmill's own safety key.",
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print it and exit")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    meant = [add for names, add in COMMANDS.items() if command in names]
    for add in meant or COMMANDS.values():
        add(commands)
    return parser


def parse(words: Sequence[str]) -> argparse.Namespace:
    """Return what a command line says that begins with its command.

    Raises:
        SystemExit: it says nothing that can be done, and that was told; or help was asked for.
    """
    return make_parser(words[0] if words else "").parse_args(words)


class _Version(argparse.Action):
    """The version; to know it takes a tenth of what `reprise today` may, so only on request."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version  # noqa: PLC0415

        parser.exit(message=f"reprise {version('reprise')}\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code. No traceback reaches a user.

    Args:
        argv: the words of the command line; those of this process if not given.

    """
    _open_what_is_closed()
    try:
        return perform(argv)
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED


def perform(argv: Sequence[str] | None, *, asks_after: bool = True) -> int:
    """Run a command as `main` does, but for a Ctrl-C at a prompt.

    Args:
        argv: as `main` has it.
        asks_after: whether the questions after a session are asked line by line.

    Raises:
        KeyboardInterrupt: that.

    """
    try:
        args = parse(_with_command(argv))
        args.asks_after = asks_after
        act: Command = args.act
        code = act(args)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has gone; nothing is left to be said to them.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_DONE
    except Exception as error:  # noqa: BLE001  # the last place that can turn it into a sentence
        code = explain(error)
    return code


def _with_command(argv: Sequence[str] | None) -> list[str]:
    """Return the words of a command line; without a command they are those of ``home``.

    Raises:
        Refused: the options stand before the command.
    """
    words = sys.argv[1:] if argv is None else list(argv)
    first = words[0] if words else ""
    asks = first in ("-h", "--help", "--version")
    if asks or (first and not first.startswith("-")):
        return words
    pairs = zip(["", *words], words, strict=False)
    behind = (
        number
        for number, (before, each) in enumerate(pairs)
        if not each.startswith("-") and before not in _WITH_VALUE
    )
    command = next(behind, None)
    if command is not None:
        from plans.problems import Refused  # noqa: PLC0415

        right = shlex.join(("reprise", *words[command:], *words[:command]))
        raise Refused(
            tr("the command comes first, and what is meant for it behind: {command}").format(
                command=right
            )
        )
    return [HOME, *words]


COMMANDS: Final[Mapping[tuple[str, ...], Callable[[Any], None]]] = {
    ("run", "walk", "probe"): add_session_commands,
    ("simulate",): add_simulate_command,
    ("campaign",): add_campaign_command,
    ("fleet",): add_fleet_command,
    ("replay",): add_replay_command,
    ("decode",): add_decode_command,
    ("scan",): add_scan_command,
    ("doctor",): add_doctor_command,
    ("machines",): add_machines_command,
    ("plan",): add_plan_command,
    ("policy",): add_policy_command,
    ("readiness",): add_readiness_command,
    ("treadmill",): add_treadmill_command,
    ("diary",): add_diary_command,
    (HOME,): partial(add_home_command, parse=parse, begin=perform),
    ("today", "setup", "check", "remind", "history", "report"): add_coach_commands,
    ("prepare",): add_prepare_command,
    ("export",): add_export_command,
    ("settings",): add_settings_command,
    ("completion",): partial(add_completion_command, make_parser=make_parser),
}
"""What is added together, and by what; in the order of the help."""


def _open_what_is_closed() -> None:
    """Give a process that was started without one of the standard streams an empty one."""
    if sys.stdin is None:
        sys.stdin = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115
    if sys.stdout is None:
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A title of a plan has letters that not every terminal or pipe can be told.
        sys.stdout.reconfigure(errors="replace")


if __name__ == "__main__":
    sys.exit(main())
