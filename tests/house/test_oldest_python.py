"""What Python 3.11 minds, and the newer one that runs the tests does not."""

from __future__ import annotations

import ast
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
