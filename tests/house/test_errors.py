"""Every error of the house comes to a sentence: the last place knows it, or one before catches it.

One that neither does would reach a person as "this is a mistake in Reprise".
"""

from __future__ import annotations

import ast
import builtins
from typing import TYPE_CHECKING, Final

import pytest

from tests.house.tree import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MISTAKES: Final = {
    "MeaningChanged",  # the formatter would have written another plan, and did not
    "PlannedBug",  # a fault asks for a mistake of ours
    "TimeStandsStillError",  # virtual time that does not go on is one
}
ROOMS: Final = ("controller", "plans", "protocols", "simulators")


def errors(trees: Iterable[ast.Module]) -> dict[str, set[str]]:
    """Return the classes of exceptions that are defined, each with the names of its bases."""
    bases: dict[str, set[str]] = {}
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                bases.setdefault(node.name, set()).update(map(ast.unparse, node.bases))

    def is_error(name: str) -> bool:
        known = getattr(builtins, name, None)
        if isinstance(known, type):
            return issubclass(known, BaseException)
        return any(is_error(base) for base in bases.get(name, ()) if base != name)

    return {name: of for name, of in bases.items() if is_error(name)}


def caught(tree: ast.Module) -> Iterator[str]:
    """Yield the names that stand behind an ``except``, or in a ``suppress``."""
    for node in ast.walk(tree):
        match node:
            case ast.ExceptHandler(type=ast.expr() as kinds):
                yield from (each.id for each in ast.walk(kinds) if isinstance(each, ast.Name))
            case ast.Call(func=ast.Name(id="suppress"), args=kinds):
                yield from (each.id for each in kinds if isinstance(each, ast.Name))
            case _:
                pass


def forgotten(trees: list[ast.Module], explained: ast.Module) -> set[str]:
    """Return the errors that nobody makes a sentence of, nor of any base of theirs."""
    found = errors(trees)
    known = {node.name for node in ast.walk(explained) if isinstance(node, ast.alias)}
    known |= {name for tree in trees for name in caught(tree)} | MISTAKES

    def is_known(name: str) -> bool:
        return name in known or any(map(is_known, found.get(name, set()) & found.keys()))

    # A base that is never raised itself is known by all who stand on it.
    above = {name: {each for each, of in found.items() if name in of} for name in found}
    return {
        name
        for name in found
        if not is_known(name) and not (above[name] and all(map(is_known, above[name])))
    }


@pytest.mark.long
def test_every_error_comes_to_a_sentence() -> None:
    """The list in `controller.cli.explained` is as long as it must be, and no name is missing."""
    trees = [
        ast.parse(path.read_text("utf-8"))
        for room in ROOMS
        for path in ROOT.glob(f"{room}/**/*.py")
    ]
    explained = ast.parse((ROOT / "controller/cli/explained.py").read_text("utf-8"))
    assert {"LinkFailed", "FileInvalid", "_NoAnswer"} <= errors(trees).keys()
    assert forgotten(trees, explained) == set()


def test_the_rule_sees_what_it_forbids() -> None:
    """Its own error, and one of that; not one that is listed, caught, or stands on such a one."""
    tree = ast.parse(
        "class Lost(Exception): pass\nclass LostToo(Lost): pass\nclass Listed(OSError): pass\n"
        "class Caught(ValueError): pass\nclass Below(Listed): pass\nclass Value: pass\n"
        "try: pass\nexcept (Caught, OSError): pass\n"
    )
    assert forgotten([tree], ast.parse("from a import Listed")) == {"Lost", "LostToo"}
