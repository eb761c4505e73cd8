"""The guard is the last gate: who may write to a treadmill behind it, and what.

`Engine._pump` asks the guard before it hands bytes over. Whoever holds a `Link` could write past
it; so each place that does is named here, with the reason for which it may.
"""

from __future__ import annotations

import ast
from collections import Counter
from typing import TYPE_CHECKING, Final

from tests.house.tree import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_SHELL: Final = "controller/session/shell.py"
_LAST_RESORT: Final = "controller/session/last_resort.py"
_SUCCESSION: Final = "controller/cli/session/succession.py"
_LINK: Final = "protocols/bleak_link.py"
_CLIENT: Final = "self._client.write_gatt_char"
WRITERS: Final = Counter(
    [
        # What the guard has admitted, and nothing else: `writes` is filled in one place (`GATE`).
        f"{_SHELL}: self._link.write(data)",
        # The engine is what broke, and the guard with it: stops, and control, which moves no belt.
        # A guard admits both always.
        f"{_LAST_RESORT}: link.write(STOP)",
        *[f"{_LAST_RESORT}: self._link.write(STOP)"] * 4,
        f"{_LAST_RESORT}: self._link.write(REQUEST_CONTROL)",
        # A belt that nobody holds, before there is a session: a stop, too.
        f"{_SUCCESSION}: BleakLink.connect(device, backend=radio.client, first=STOP)",
        # The link itself.
        f"{_LINK}: {_CLIENT}(full_uuid(CONTROL_POINT), data, response=self._with_response)",
        f"{_LINK}: loop.create_task({_CLIENT}(control, data, response=response))",
    ]
)
GATE: Final = Counter(
    [
        "controller/session/engine.py: effects.writes.append(outgoing.data)",
        f"{_SHELL}: effects.writes",
    ]
)
HOUSE: Final = sorted(
    path for room in ("controller", "protocols", "plans") for path in ROOT.glob(f"{room}/**/*.py")
)


def writers(tree: ast.Module) -> Iterator[ast.expr]:
    """Yield what may reach a control point, past the guard or behind it.

    In a module that names a link's type that is whatever is written at all; elsewhere what is
    written to something that is called a link.
    """
    types = {"Link", "BleakLink"}
    has_one = any(isinstance(node, ast.alias) and node.name in types for node in ast.walk(tree))
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(attr="write_gatt_char"):
                yield node
            case ast.Attribute(attr="write", value=of):
                if has_one or ast.unparse(of).lower().endswith("link"):
                    yield node
            case ast.Call(func=ast.Attribute(attr="connect") as connect, keywords=keywords):
                if any(each.arg == "first" for each in keywords):
                    yield connect
            case _:
                pass


def admitted(tree: ast.Module) -> Iterator[ast.expr]:
    """Yield where the writes that a tick asks for are read, or added to."""
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(attr="writes", value=of):
                # Else they are those of a characteristic, or of a link.
                if ast.unparse(of).endswith("effects"):
                    yield node
            case ast.keyword(arg="writes", value=value):
                yield value
            case _:
                pass


def said(what: Callable[[ast.Module], Iterator[ast.expr]]) -> Counter[str]:
    """Return what is found in the house: the file, and all that is done with it there."""
    every: Counter[str] = Counter()
    for path in HOUSE:
        text = path.read_text("utf-8")
        if "write" in text or "first=" in text:  # the rest need not be parsed
            found = _said(ast.parse(text), what)
            every.update(f"{path.relative_to(ROOT)}: {each}" for each in found)
    return every


def _said(tree: ast.Module, what: Callable[[ast.Module], Iterator[ast.expr]]) -> Iterator[str]:
    found = list(what(tree))
    if not found:
        return
    around = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in found:
        whole: ast.AST = node
        while isinstance(around[whole], ast.Attribute | ast.Call):
            whole = around[whole]
        yield ast.unparse(whole)


def test_nobody_else_writes_to_a_treadmill() -> None:
    """Who wants to write asks the engine, which asks the guard."""
    assert said(writers) == WRITERS


def test_what_a_tick_writes_was_admitted() -> None:
    """One line puts bytes there, behind the guard's verdict, and the shell hands them over."""
    assert said(admitted) == GATE


def test_the_rule_sees_what_it_forbids() -> None:
    """A call, a method that is handed on, a link by its type or its name; not every file."""
    wrong = "self._link.write(START)\nf(link.write)\nfile.write(x)\nconnect(first=1)\n"
    typed = "from protocols.link import Link\ndef f(there: Link): there.write(START)\n"
    filled = "effects.writes += [START]\nEffects(writes=[START])\nradio.writes\n"
    assert list(_said(ast.parse(wrong), writers)) == ["self._link.write(START)", "f(link.write)"]
    assert list(_said(ast.parse(typed), writers)) == ["there.write(START)"]
    assert list(_said(ast.parse(filled), admitted)) == ["effects.writes", "[START]"]
