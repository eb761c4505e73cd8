"""The script that completes ``reprise`` in a shell, made by shtab of the parser itself."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from typing import Final

import shtab

from controller.cli.exits import EXIT_DONE

Completion = dict[str, str | dict[str, str]]
"""What is offered for an argument, as shtab has it: how each shell asks, and what it needs."""

_IN_BASH: Final = """\
{called}() {{
  compgen -W "$("${{COMP_WORDS[0]}}" completion --names {kinds} 2>/dev/null)" -- "$1"{files}
}}"""
_FILES_IN_BASH: Final = """
  compgen -f -X '!*.y*ml' -- "$1"
  compgen -d -- "$1" """
_IN_ZSH: Final = """\
{called}() {{
  local -a found
  local none=1
  found=(${{(f)"$(_call_program names ${{_comp_command1:-reprise}} completion --names {kinds})"}})
  compadd -a found && none=0{files}
  return none
}}"""
_FILES_IN_ZSH: Final = """
  _files -g '*.(yaml|yml)' && none=0"""
_IN_FISH: Final = """\
function {called}
  set -l reprise (commandline -opc)[1]
  $reprise completion --names {kinds} 2>/dev/null{files}
end"""
_FILES_IN_FISH: Final = """
  __fish_complete_suffix .yaml"""


def _names(*kinds: str, files: bool = False) -> Completion:
    """Offer names of these kinds, and YAML files as well if a file may stand there."""
    # By "_file" in its name the script for bash knows what may be a folder.
    called = "_".join(("_reprise", *kinds, *(["file"] if files else [])))

    def function(text: str, those: str) -> str:
        return text.format(called=called, kinds=" ".join(kinds), files=those if files else "")

    return {
        "bash": called,
        "zsh": called,
        "fish": f"({called})",
        "preamble": {
            "bash": function(_IN_BASH, _FILES_IN_BASH),
            "zsh": function(_IN_ZSH, _FILES_IN_ZSH),
            "fish": function(_IN_FISH, _FILES_IN_FISH),
        },
    }


_YAML: Final = shtab.glob("*.yaml", "*.yml")
_JOURNALS: Final = {**shtab.glob("*.jsonl"), "zsh": "_files -g '*.jsonl'"}
"""One pattern alone in brackets, as shtab 1.13 writes it, is not a pattern for zsh."""
_POLICIES: Final = _names("policies", files=True)
_MACHINES: Final = _names("machines", files=True)

BY_METAVAR: Final[Mapping[str, Completion]] = {
    "PLAN": _names("plans", files=True),
    "PLAN|SCENARIO": _names("plans", "scenarios", files=True),
    "MACHINE": _MACHINES,
    "M": _MACHINES,
    "POLICY": _POLICIES,
    "A": _POLICIES,
    "B": _POLICIES,
    "LIST": _names("checks", files=True),
    "R": _names("runners", files=True),
    "FILE": shtab.FILE,
    "JOURNAL": _JOURNALS,
    "FOLDER": shtab.DIRECTORY,
}
"""What is offered for an argument, by what its help calls it."""
BY_PLACE: Final[Mapping[tuple[str, str], Completion]] = {
    ("machines forget", "machine"): _names("remembered"),
    ("policy remove", "policy"): _names("own-policies"),
    ("settings", "key"): _names("settings"),
    ("campaign", "profile"): _names("machines"),
    ("campaign", "runner"): _names("runners"),
    ("plan check", "plans"): _YAML,
    ("plan format", "plans"): _YAML,
    ("policy check", "policies"): _YAML,
    ("readiness check", "lists"): _YAML,
    ("machines check", "machines"): _YAML,
    ("run", "policy"): _POLICIES,
    ("walk", "policy"): _POLICIES,
    ("simulate", "policy"): _POLICIES,
}
"""The same by command and argument, where help has one word for several things."""
_PROFILES: Final = _names("profiles")


def print_script(shell: str, parser: argparse.ArgumentParser) -> int:
    """Print the script for one of `SHELLS` and return the exit code."""
    for command, action in arguments_of(parser):
        offered = offered_for(command, action)
        if offered is not None:
            action.complete = offered  # type: ignore[attr-defined]  # where shtab looks for it
    sys.stdout.write(shtab.complete(parser, shell) + "\n")
    return EXIT_DONE


def arguments_of(
    parser: argparse.ArgumentParser, command: str = ""
) -> Iterator[tuple[str, argparse.Action]]:
    """Yield every argument that takes a word which it does not list, with its command."""
    for action in parser._actions:  # noqa: SLF001  # argparse tells it in no other way
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            for name, below in action.choices.items():
                yield from arguments_of(below, f"{command} {name}".strip())
        elif action.nargs != 0 and not action.choices:
            yield command, action


def offered_for(command: str, action: argparse.Action) -> Completion | None:
    """Return what is offered for an argument, or None where only she knows."""
    if (command, action.dest) in BY_PLACE:
        return BY_PLACE[command, action.dest]
    if action.dest == "profile":
        return _PROFILES
    return BY_METAVAR.get(str(action.metavar))
