"""``reprise plan rules``: what the warnings of ``reprise plan check`` are about, and why."""

from __future__ import annotations

import argparse
import sys
import textwrap
from typing import TYPE_CHECKING, Final

from controller.cli.exits import EXIT_DONE
from plans.lint.allow import FORM
from plans.lint.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator

_WIDTH: Final = 80


def print_rules(args: argparse.Namespace) -> int:
    """Print every rule, and return the exit code."""
    del args
    sys.stdout.writelines(f"{line}\n" for line in _lines())
    return EXIT_DONE


def _lines() -> Iterator[str]:
    for rule in RULES.values():
        yield rule.id
        yield from _wrapped("", rule.about)
        yield from _wrapped("why: ", rule.reason)
        yield from _wrapped("what to do: ", rule.remedy)
        yield from _wrapped("sources: ", ", ".join(rule.sources))
        yield ""
    yield "To keep what a rule warns of, write why into the file, as a comment:"
    yield f"    # {FORM}"
    yield 'LEVELS are like 3 or 19, 20-25; without "at" it is allowed in the whole file.'


def _wrapped(label: str, text: str) -> list[str]:
    return textwrap.wrap(
        label + text, _WIDTH, initial_indent="    ", subsequent_indent="    " + " " * len(label)
    )
