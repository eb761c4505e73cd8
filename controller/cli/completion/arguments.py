"""``reprise completion`` on a command line, and the way to what it does."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any, Final

SHELLS: Final = ("bash", "zsh", "fish")
"""Those in which a test has pressed TAB."""
KINDS: Final = (
    "plans",
    "scenarios",
    "policies",
    "own-policies",
    "checks",
    "machines",
    "remembered",
    "runners",
    "profiles",
    "settings",
)
"""What has names that a script asks for when TAB is pressed, since they are not known before."""


def add_completion_command(
    commands: Any, make_parser: Callable[[], argparse.ArgumentParser]
) -> None:
    """Add the command; the script that it prints completes what that parser understands."""
    completion = commands.add_parser(
        "completion",
        help="a script that lets the TAB key complete commands, options, names and files",
        description="Prints the script for a shell. docs/commands.md says where to keep it. When "
        "TAB is pressed it asks reprise for names, so that your own plans are among them.",
    )
    what = completion.add_mutually_exclusive_group(required=True)
    what.add_argument("shell", nargs="?", choices=SHELLS, help="print the script for this shell")
    what.add_argument(
        "--names", nargs="+", choices=KINDS, help="print names, as the script asks for them"
    )
    completion.set_defaults(act=_completion, make_parser=make_parser)


def _completion(args: argparse.Namespace) -> int:
    if args.names is not None:
        from controller.cli.completion.names import print_names  # noqa: PLC0415

        return print_names(args.names)
    from controller.cli.completion.script import print_script  # noqa: PLC0415

    return print_script(args.shell, args.make_parser())
