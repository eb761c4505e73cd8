"""Which command is asked for: a parser of one command is what the parser of all has of it."""

from __future__ import annotations

import argparse
from typing import Final

import pytest

from controller.cli.main import COMMANDS, main, make_parser

NAMES: Final = tuple(name for names in COMMANDS for name in names)


def added(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """Return the commands of a parser."""
    (commands,) = (
        each.choices for each in parser._actions if isinstance(each, argparse._SubParsersAction)
    )
    return dict(commands)


def helps(parser: argparse.ArgumentParser) -> list[str]:
    """Return the help of a command, and of all that it is divided into."""
    below = [
        text
        for each in parser._actions
        if isinstance(each, argparse._SubParsersAction)
        for choice in each.choices.values()
        for text in helps(choice)
    ]
    return [parser.format_help(), *below]


def test_the_table_names_what_is_added() -> None:
    """In the order of the help."""
    assert tuple(added(make_parser())) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_command_is_the_same_alone(name: str) -> None:
    """Nothing that it can be told is missing, and only what is added with it is there."""
    alone = make_parser(name)
    assert tuple(added(alone)) == next(each for each in COMMANDS if name in each)
    assert helps(added(alone)[name]) == helps(added(make_parser())[name])
    assert alone.format_usage() == make_parser().format_usage()


@pytest.mark.parametrize("words", [["runs"], ["ru"], ["plan check"]])
def test_what_is_no_command_is_told_all_of_them(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """None is guessed from its beginning."""
    with pytest.raises(SystemExit, match="2"):
        main(words)
    told = capsys.readouterr().err
    assert [name for name in NAMES if name not in told] == []


def test_the_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    """In their order."""
    with pytest.raises(SystemExit, match="0"):
        main(["--help"])
    lines = capsys.readouterr().out.splitlines()
    told = [line.split()[0] for line in lines if line.startswith("    ") and line[4:5].isalpha()]
    assert tuple(told) == NAMES
