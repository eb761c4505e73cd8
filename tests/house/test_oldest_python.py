"""What Python 3.11 minds, and the newer one that runs the tests does not."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Final

import pytest

from tests.house.tree import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOMS: Final = ("protocols", "plans", "controller", "simulators")


def views_as_defaults(source: str) -> Iterator[int]:
    """Yield the line of each field of a class whose default is a view of a mapping."""
    for kind in ast.walk(ast.parse(source)):
        for each in kind.body if isinstance(kind, ast.ClassDef) else ():
            default = each.value if isinstance(each, ast.AnnAssign) else None
            if isinstance(default, ast.Call) and ast.unparse(default.func) == "MappingProxyType":
                yield each.lineno


@pytest.mark.parametrize("room", ROOMS)
def test_no_field_has_a_default_that_python_3_11_refuses(room: str) -> None:
    """A view of a mapping has a hash from 3.12 on; before, a dataclass takes it for a mutable."""
    sources = {path: path.read_text("utf-8") for path in sorted((ROOT / room).rglob("*.py"))}
    assert [
        f"{path.relative_to(ROOT)}:{line}"
        for path, source in sources.items()
        if "MappingProxyType" in source
        for line in views_as_defaults(source)
    ] == []


def test_such_a_default_is_seen() -> None:
    """And a factory of one is not."""
    source = (
        "class Level:\n"
        "    one: Mapping[str, str] = MappingProxyType({})\n"
        "    two: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))\n"
    )
    assert list(views_as_defaults(source)) == [2]


GIVE_NOTHING_BACK: Final = ("POSSESSIVE_REPEAT", "ATOMIC_GROUP")


def give_nothing_back(source: str) -> Iterator[int]:
    """Yield the line of each regular expression with a part that gives nothing back."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="re")), args=[given, *_]):
                parts = (each for each in ast.walk(given) if isinstance(each, ast.Constant))
                text = "".join(each.value for each in parts if isinstance(each.value, str))
                try:
                    parsed = str(re._parser.parse(text))  # type: ignore[attr-defined]
                except re.error:
                    continue  # a part of one, whose rest is known only at run time
                if any(each in parsed for each in GIVE_NOTHING_BACK):
                    yield node.lineno
            case _:
                pass


@pytest.mark.long
@pytest.mark.parametrize("room", ROOMS)
def test_no_regular_expression_needs_python_3_11_5(room: str) -> None:
    """Before, possessive quantifiers may match nothing (CPython 106052); Debian 12 has 3.11.2."""
    assert [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sorted((ROOT / room).rglob("*.py"))
        for line in give_nothing_back(path.read_text("utf-8"))
    ] == []


def test_such_a_regular_expression_is_seen() -> None:
    """And a plus sign behind a quantifier that is escaped, or in a set, is not one."""
    source = r"""re.compile(r"(?P<least>(?:(?! to )[^()])*+) to")
re.fullmatch("a" r"(?>b)", text)
re.match(r"\*+[+*]+[?+]\++x+", text)
text = f"{part}+"
"""
    assert list(give_nothing_back(source)) == [1, 2]
