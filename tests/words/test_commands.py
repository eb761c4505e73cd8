"""What commands, the voice, the report and the settings say is given to the translators."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Final

import pytest

from tests.house.tree import ROOT
from tests.words.said import unmarked

_ROOMS: Final = ("cli", "host", "operator", "report", "settings", "sound")
_FOR_DEVELOPERS: Final = (
    "cli/completion/script.py",
    "cli/decode.py",
    "cli/machines/learnt_profile.py",
    "cli/plan/as_json.py",
    "cli/plan/check.py",
    "cli/plan/export.py",
    "cli/plan/format.py",
    "cli/plan/review.py",
    "cli/plan/rules.py",
    "cli/plan/schema.py",
    "cli/policy",
    "cli/session/child.py",
    "cli/session/replay.py",
    "cli/simulated",
)
"""Commands and files of those who write plans, machines and programs: these read English."""
_HELP: Final = ("ArgumentParser", "add_argument", "add_parser")
"""Its frame is argparse's own, whose texts are in a catalogue of Python's."""
_SENTENCE: Final = re.compile(r"[a-z]{2} [a-z]{2}")
_AS_THEY_ARE: Final = {
    "what records, protocols and styles call it": {
        "going on", "run text", "too much", "very weak", "walk text", "walking out",
    },
    "stands in a file": {
        "# Settings of Reprise. What each means, and what it can be: reprise settings\n",
        "8 x (30s jog, 2min walk)",
        "Back to running, one small step at a time",
        "People {} weeks or more after a birth who pass the readiness checks.",
        "Reprise: a session is possible",
        "Reprise: six questions",
        "clean sessions",
    },
    "help of the command line, made elsewhere": {
        "a row for each second",
        "as most watches and their sites read it (needs the extra fit)",
        "as older programs read it",
        "what is next (reprise today), or 1 on a simulated treadmill, if not set",
    },
    "nobody reads it who runs": {
        "nothing is looked for", "see off", "the front end could not take a record",
    },
}  # fmt: skip
_TYPED: Final = ("reprise ", r"\b(leak|", r" \(at line")
"""What is typed or searched for begins so."""


class _WithoutHelp(ast.NodeTransformer):
    def visit_Call(self, node: ast.Call) -> ast.expr:
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        self.generic_visit(node)
        return ast.Constant(None) if name in _HELP else node


def _files() -> list[Path]:
    room = ROOT / "controller"
    return [
        path
        for name in _ROOMS
        for path in sorted((room / name).rglob("*.py"))
        if not path.relative_to(room).as_posix().startswith(_FOR_DEVELOPERS)
    ]


def _name(path: Path) -> str:
    return path.relative_to(ROOT / "controller").with_suffix("").as_posix()


@pytest.mark.parametrize("path", _files(), ids=_name)
def test_every_sentence_is_marked(path: Path) -> None:
    """A runner who reads another language reads none in English."""
    source = ast.unparse(_WithoutHelp().visit(ast.parse(path.read_text("utf-8"))))
    said = {each for each in unmarked(source) if _SENTENCE.search(each)}
    assert {each for each in said if not each.startswith(_TYPED)} <= set().union(
        *_AS_THEY_ARE.values()
    )


def test_what_stays_as_it_is_is_still_there() -> None:
    """The list of exceptions shrinks with what it is about."""
    there = {text for path in _files() for text in unmarked(path.read_text("utf-8"))}
    assert set().union(*_AS_THEY_ARE.values()) <= there
