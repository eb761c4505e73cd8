"""Looks sentences up in a source that are said as they stand there."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection

_MARKS = ("tr", "tr_later", "trc", "trn")


def unmarked(source: str, *, apart_from: Collection[type[ast.AST]] = ()) -> set[str]:
    """Return the texts of a source that nobody has marked; a value in one is ``{}``.

    Docstrings are none of them. ``apart_from`` are kinds of nodes that are not looked into.
    """
    found: set[str] = set()
    waiting: list[ast.AST] = [ast.parse(source)]
    while waiting:
        node = waiting.pop()
        match node:
            case ast.Expr(value=ast.Constant()):
                pass
            case ast.Call(func=ast.Name(id=mark)) if mark in _MARKS:
                pass
            case ast.JoinedStr():
                parts = (str(each.value) if isinstance(each, ast.Constant) else "{}"
                         for each in node.values)  # fmt: skip
                found.add("".join(parts))
            case ast.Constant(value=str(text)):
                found.add(without_names(text))
            case _ if not isinstance(node, tuple(apart_from)):
                waiting += ast.iter_child_nodes(node)
            case _:
                pass
    return found


def without_names(message: str) -> str:
    """Return a message with ``{}`` for each of its values."""
    return re.sub(r"\{\w+\}", "{}", message)
