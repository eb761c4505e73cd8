"""A text is marked so that it is gathered: whole, as a literal, by every version of Python."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final, TypeGuard

import pytest

from tests.house.tree import ROOT
from tests.within import within

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILES: Final = sorted((ROOT / "controller").rglob("*.py"))
_MARKS: Final = {"tr": 1, "tr_later": 1, "trn": 2}
"""How many texts stand in each."""


def wrong_marks(source: str) -> Iterator[str]:
    """Yield what is not gathered, or not as it is said.

    Before Python 3.12 an f-string is one word to the gatherer, whatever is called in it; and of
    literals in a larger expression it would make one text.
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.JoinedStr):
            yield from (f"{each.lineno}: in an f-string" for each in ast.walk(node) if _says(each))
        if _is_mark(node):
            for text in node.args[: _MARKS[ast.unparse(node.func)]]:
                yield from _wrong(text)


def _wrong(text: ast.expr) -> Iterator[str]:
    if isinstance(text, ast.Constant):
        if not text.value:
            yield f"{text.lineno}: gettext has its own answer to an empty text"
    elif any(
        isinstance(part, ast.Constant) and isinstance(part.value, str) for part in ast.walk(text)
    ):
        yield f"{text.lineno}: a literal in an expression"


def _is_mark(node: ast.AST) -> TypeGuard[ast.Call]:
    return isinstance(node, ast.Call) and ast.unparse(node.func) in _MARKS


def _says(node: ast.AST) -> TypeGuard[ast.Call]:
    """Return whether it is a mark with the text itself in it."""
    return _is_mark(node) and any(isinstance(each, ast.Constant) for each in node.args)


@within(path=FILES)
def test_every_mark_can_be_gathered(path: Path) -> None:
    """Else a translator would not be given it, or be given another text."""
    assert not list(wrong_marks(path.read_text("utf-8")))


@pytest.mark.parametrize(
    ("source", "right"),
    [
        ('tr("one")', True),
        ('tr("one " "two")', True),
        ("tr(why)", True),
        ("f'{tr(why)}'", True),
        ('trn("one", "many", n)', True),
        ("f'{tr(\"one\")}'", False),
        ('tr("one" if few else "many")', False),
        ('tr(why or "unknown")', False),
        ('tr("")', False),
    ],
)
def test_a_mark_that_cannot_be_gathered_is_seen(source: str, *, right: bool) -> None:
    """In whichever way."""
    assert (not list(wrong_marks(source))) is right
