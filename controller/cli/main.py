"""``reprise``: the command line. What a sub-command needs is imported when it is chosen."""

from __future__ import annotations

import argparse
import errno
import io
import os
import shlex
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from controller.cli.campaign_arguments import CampaignInvalid, add_campaign_command
from controller.cli.coach_arguments import add_coach_commands
from controller.cli.diary_arguments import add_diary_command
from controller.cli.doctor_arguments import add_doctor_command
from controller.cli.export_arguments import add_export_command
from controller.cli.fleet_arguments import add_fleet_command
from controller.cli.plan_arguments import add_plan_command, add_review_action
from controller.cli.prepare_arguments import add_prepare_command
from controller.cli.profile import add_profile
from controller.cli.session_commands import DEFAULT_MACHINE, add_session_commands
from controller.cli.settings_arguments import add_settings_command
from controller.cli.treadmill_arguments import add_treadmill_command

HOME: Final = "home"
"""The command that needs no name."""
_WITH_VALUE: Final = ("--profile", "--simulate", "--speedup")
"""The options of `HOME` that a value follows."""
EXIT_DONE: Final = 0
EXIT_CHECK_FAILED: Final = 1
EXIT_USAGE: Final = 2
EXIT_INVALID_FILE: Final = 3
EXIT_LINK: Final = 5
EXIT_BUG: Final = 70
EXIT_INTERRUPTED: Final = 130

Command = Callable[[argparse.Namespace], int]


def _replay(args: argparse.Namespace) -> int:
    from controller.cli.replay import replay  # noqa: PLC0415

    return replay(args)


def _scan(args: argparse.Namespace) -> int:
    from controller.cli.scan import scan  # noqa: PLC0415

    return scan(args)


def _machines(args: argparse.Namespace) -> int:
    from controller.cli.machines_command import run_machines  # noqa: PLC0415

    return run_machines(args)


def _policy(args: argparse.Namespace) -> int:
    from controller.cli.policy_command import run_policy  # noqa: PLC0415

    return run_policy(args)


def _readiness(args: argparse.Namespace) -> int:
    from controller.cli.readiness_command import run_readiness  # noqa: PLC0415

    return run_readiness(args)


def _decode(args: argparse.Namespace) -> int:
    from controller.cli.decode import decode  # noqa: PLC0415

    return decode(args)


def make_parser() -> argparse.ArgumentParser:
    """Return the parser of every command."""
    parser = argparse.ArgumentParser(
        prog="reprise",
        description="Graded walk/run sessions on a smart treadmill. Its stop key is a request by "
        "radio and can fail: always clip on the treadmill's own safety key.",
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print it and exit")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    add_session_commands(commands)
    add_campaign_command(commands)
    add_fleet_command(commands)

    replay = commands.add_parser("replay", help="show a recorded session again")
    replay.add_argument("journal", metavar="JOURNAL")
    replay.add_argument(
        "--verify", action="store_true", help="make its bytes again and compare them"
    )
    replay.add_argument("--plain", action="store_true", help="line by line, also in a terminal")
    add_profile(replay)
    replay.set_defaults(act=_replay)

    decode = commands.add_parser("decode", help="what a packet says, field by field")
    decode.add_argument(
        "characteristic",
        metavar="CHARACTERISTIC",
        help="a number, UUID or name (2ACD, 0x2acd, treadmill-data, 1826-service-data), or - for "
        "lines CHARACTERISTIC HEX on standard input",
    )
    decode.add_argument("hex", nargs="*", metavar="HEX", help='"8c 05 64 00", 8C:05:64:00; "" none')
    decode.add_argument("--json", action="store_true", help="print one JSON object a line")
    decode.set_defaults(act=_decode)
    _discovery_arguments(commands)
    add_plan_command(commands)
    _policy_arguments(commands)
    _readiness_arguments(commands)
    add_treadmill_command(commands)
    add_diary_command(commands)
    add_coach_commands(commands)
    add_prepare_command(commands)
    add_export_command(commands)
    add_settings_command(commands)
    return parser


class _Version(argparse.Action):
    """The version; to know it takes a tenth of what `reprise today` may, so only on request."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version  # noqa: PLC0415

        parser.exit(message=f"reprise {version('reprise')}\n")


def _discovery_arguments(commands: Any) -> None:
    scan = commands.add_parser(
        "scan",
        help="which treadmills and sensors are in the air",
        description="Lists the treadmills that advertise now, and why each is believed to be one; "
        "then foot pods and heart-rate straps, and the options of reprise run that use them. "
        "The exit code is 0 if one was found and 5 if none was, or Bluetooth cannot be used. "
        "Ctrl-C ends it with what was found. On macOS an address is what this computer calls the "
        "machine, and is good on this computer only.",
    )
    scan.add_argument("--seconds", type=_scan_seconds, default=10, metavar="N", help="1 to 300")
    scan.add_argument(
        "--simulate",
        nargs="?",
        const=DEFAULT_MACHINE,
        metavar="MACHINE",
        help="where a simulated treadmill is, instead of by the radio",
    )
    scan.add_argument("--world", metavar="unix:PATH", help="in a simulated world that runs already")
    scan.add_argument("--json", action="store_true", help="print one JSON object")
    scan.set_defaults(act=_scan)

    add_doctor_command(commands)

    machines = commands.add_parser(
        "machines",
        help="the treadmills that are remembered, and those that can be simulated",
        description="Lists the treadmills and sensors that are remembered, then the simulated "
        "treadmills. One of these is a bundled one, by its name, or a file *.yaml or *.yml. The "
        "exit code is 2 if there is none of that name, and 3 if a file cannot be used.",
    )
    machines.set_defaults(act=_machines, action="list", json=False)
    actions = machines.add_subparsers(dest="action", metavar="ACTION")
    everything = actions.add_parser("list", help="list them")
    everything.add_argument("--json", action="store_true", help="print one JSON object")
    show = actions.add_parser("show", help="all that is odd about a simulated one, with sources")
    show.add_argument("machine", metavar="MACHINE", help="a bundled machine or a *.yaml file")
    show.add_argument("--json", action="store_true", help="print one JSON object")
    check = actions.add_parser(
        "check",
        help="name every mistake in a machine's file",
        description="The exit code is 3 if one of the files has a mistake, or cannot be read.",
    )
    check.add_argument("machines", nargs="+", metavar="FILE", help="*.yaml")
    forget = actions.add_parser("forget", help="never connect to one again by itself")
    forget.add_argument("machine", metavar="NAME", help="its name or its address")


def _policy_arguments(commands: Any) -> None:
    policy = commands.add_parser(
        "policy",
        help="what a symptom does to the belt",
        description="Shows and checks symptom policies. A policy is a bundled one, by its name, or "
        "a file *.policy.yaml. The exit code is 3 if a policy cannot be used.",
    )
    policy.set_defaults(act=_policy, action="list")
    actions = policy.add_subparsers(dest="action", metavar="ACTION")
    actions.add_parser("list", help="list the bundled policies")
    show = actions.add_parser("show", help="print the whole table of a policy")
    show.add_argument("policy", metavar="POLICY", help="a bundled policy or a *.yaml file")
    show.add_argument("--json", action="store_true", help="print one JSON object")
    check = actions.add_parser("check", help="name every mistake in policies, and its place")
    check.add_argument("policies", nargs="+", metavar="FILE", help="*.policy.yaml")
    check.add_argument("--json", action="store_true", help="print the mistakes as a JSON list")
    diff = actions.add_parser(
        "diff",
        help="what another policy does differently, stricter or milder",
        description="Compares what two policies do at every value of every symptom, and their "
        "rules. Sources and wording alone are no difference.",
    )
    diff.add_argument("first", metavar="A", help="a bundled policy or a *.yaml file")
    diff.add_argument("second", metavar="B", help="the one that is judged against it")
    diff.add_argument("--json", action="store_true", help="print one JSON object")
    add_review_action(actions, "policy")
    actions.add_parser("words", help="print the sentences and names that a policy is made of")
    actions.add_parser("floor", help="print what no policy can make milder")


def _readiness_arguments(commands: Any) -> None:
    readiness = commands.add_parser(
        "readiness",
        help="what decides about the first run",
        description="Shows and checks lists of what decides about running. A list is a bundled "
        "one, by its name, or a file *.readiness.yaml. How you stand is told by reprise today. The "
        "exit code is 3 if a list cannot be used.",
    )
    readiness.set_defaults(act=_readiness, action="list")
    actions = readiness.add_subparsers(dest="action", metavar="ACTION")
    actions.add_parser("list", help="list the bundled lists")
    show = actions.add_parser("show", help="print all of a list, with its sources")
    show.add_argument("checks", metavar="LIST", help="a bundled list or a *.yaml file")
    show.add_argument("--json", action="store_true", help="print one JSON object")
    check = actions.add_parser("check", help="name every mistake in lists, and its place")
    check.add_argument("lists", nargs="+", metavar="FILE", help="*.readiness.yaml")
    check.add_argument("--json", action="store_true", help="print the mistakes as a JSON list")


def _scan_seconds(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or not 1 <= int(text) <= 300:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 to 300")
    return int(text)


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
        args = make_parser().parse_args(_with_command(argv))
        args.asks_after = asks_after
        act: Command = args.act
        code = act(args)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has gone; nothing is left to be said to them.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_DONE
    except Exception as error:  # noqa: BLE001  # the last place that can turn it into a sentence
        code = _explain(error)
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
        raise Refused(f"the command comes first, and what is meant for it behind: {right}")
    return [HOME, *words]


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


def _explain(error: Exception) -> int:
    """Print one sentence on what went wrong and return the exit code that says whose it is."""
    from plans.problems import FileInvalid, Refused  # noqa: PLC0415

    if isinstance(error, FileInvalid):
        sys.stderr.write(f"{error}\n")
        return EXIT_INVALID_FILE
    if isinstance(error, Refused):
        sys.stderr.write(f"reprise: {error}\n")
        return EXIT_USAGE
    return _explain_further(error)


def _explain_further(error: Exception) -> int:
    """Do the same for what is not about a plan or a policy.

    To name them all takes most of the program, and a second.
    """
    from controller.activity.of_journal import NoActivity  # noqa: PLC0415
    from controller.cli.admit import NotAdmitted  # noqa: PLC0415
    from controller.cli.asking import AnswersInvalid  # noqa: PLC0415
    from controller.cli.choice_file import ChoiceInvalid  # noqa: PLC0415
    from controller.cli.decode import PacketInvalid  # noqa: PLC0415
    from controller.cli.lock import TreadmillBusy  # noqa: PLC0415
    from controller.cli.machines import MachineNotRemembered  # noqa: PLC0415
    from controller.cli.machines_file import MachinesInvalid  # noqa: PLC0415
    from controller.cli.new_file import NewFileRefused  # noqa: PLC0415
    from controller.cli.preparing import NotOpen  # noqa: PLC0415
    from controller.cli.profile import ProfileInvalid  # noqa: PLC0415
    from controller.cli.settings_command import SettingRefused  # noqa: PLC0415
    from controller.cli.settings_file import SettingsInvalid  # noqa: PLC0415
    from controller.cli.setup_command import KeyUnknown  # noqa: PLC0415
    from controller.coach.diary_schema import (  # noqa: PLC0415
        DiaryBusy,
        DiaryInvalid,
        DiaryUnwritable,
    )
    from controller.records.reader import JournalInvalid  # noqa: PLC0415
    from controller.session.admission import NotPossible  # noqa: PLC0415
    from protocols.link import LinkFailed  # noqa: PLC0415
    from simulators.faults import FaultInvalid  # noqa: PLC0415
    from simulators.people import PersonUnknown  # noqa: PLC0415
    from simulators.profiles import MachineUnknown  # noqa: PLC0415
    from simulators.radio.endpoint import RadioUnavailable  # noqa: PLC0415
    from simulators.scenarios import ScenarioUnknown  # noqa: PLC0415
    from simulators.script import ScriptInvalid  # noqa: PLC0415
    from simulators.yaml_file import YamlInvalid  # noqa: PLC0415

    codes: dict[type[Exception], int] = {
        YamlInvalid: EXIT_INVALID_FILE,
        ChoiceInvalid: EXIT_INVALID_FILE,
        FaultInvalid: EXIT_USAGE,
        MachineUnknown: EXIT_USAGE,
        PersonUnknown: EXIT_USAGE,
        ScenarioUnknown: EXIT_USAGE,
        ScriptInvalid: EXIT_USAGE,
        CampaignInvalid: EXIT_USAGE,
        NewFileRefused: EXIT_USAGE,
        PacketInvalid: EXIT_USAGE,
        JournalInvalid: EXIT_CHECK_FAILED,
        NoActivity: EXIT_CHECK_FAILED,
        NotPossible: EXIT_CHECK_FAILED,
        NotAdmitted: EXIT_CHECK_FAILED,
        NotOpen: EXIT_CHECK_FAILED,
        LinkFailed: EXIT_LINK,
        RadioUnavailable: EXIT_LINK,
        MachineNotRemembered: EXIT_USAGE,
        MachinesInvalid: EXIT_INVALID_FILE,
        TreadmillBusy: EXIT_CHECK_FAILED,
        ProfileInvalid: EXIT_USAGE,
        AnswersInvalid: EXIT_USAGE,
        KeyUnknown: EXIT_USAGE,
        SettingRefused: EXIT_USAGE,
        SettingsInvalid: EXIT_INVALID_FILE,
        DiaryInvalid: EXIT_INVALID_FILE,
        DiaryBusy: EXIT_CHECK_FAILED,
        DiaryUnwritable: EXIT_CHECK_FAILED,
    }
    for kind, code in codes.items():
        if isinstance(error, kind):
            text = error.args[0] if isinstance(error, LookupError) and error.args else str(error)
            sys.stderr.write(text if kind is YamlInvalid else f"reprise: {text}")
            sys.stderr.write("\n")
            return code
    if isinstance(error, OSError) and error.filename is not None:
        sys.stderr.write(f"reprise: {error.filename}: {error.strerror}; choose another file.\n")
        return EXIT_USAGE
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        sys.stderr.write("reprise: the output cannot be written: no space is left there.\n")
        return EXIT_USAGE
    if os.environ.get("REPRISE_TRACEBACK"):
        traceback.print_exception(error)
    sys.stderr.write(
        f"reprise: this is a mistake in Reprise ({type(error).__name__}: {error}); "
        "REPRISE_TRACEBACK=1 shows where. If a belt moves, use its own stop.\n"
    )
    return EXIT_BUG


if __name__ == "__main__":
    sys.exit(main())
