"""Ceilings on their own: they come down, and remember why."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from hypothesis import given
from hypothesis import strategies as st

from controller.core.ceilings import Ceiling, Ceilings
from protocols.units import CentiKmh
from tests.house.tree import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

CAP = Ceilings((Ceiling(CentiKmh(1000), "the runner's cap"),))
speeds = st.lists(st.tuples(st.integers(0, 1200).map(CentiKmh), st.text(max_size=3)))


@given(speeds)
def test_the_lowest_that_was_ever_set_counts(asked: list[tuple[CentiKmh, str]]) -> None:
    """In whatever order; each that is kept is lower than the one before it."""
    ceilings = CAP
    for speed, because in asked:
        ceilings = ceilings.lowered(speed, because)
    assert ceilings.lowest.speed == min([1000, *(speed for speed, _ in asked)])
    kept = [each.speed for each in ceilings.history]
    assert kept == sorted(set(kept), reverse=True)


def test_what_lowers_nothing_changes_nothing() -> None:
    """The first who asked for it is the one who is named."""
    once = CAP.lowered(CentiKmh(800), "heaviness")
    assert once.lowest == Ceiling(CentiKmh(800), "heaviness")
    assert once.lowered(CentiKmh(800), "a knee") is once
    assert once.lowered(CentiKmh(900), "a knee") is once


SETS: Final = {
    # A session begins with what the machine can do, brought down to what is set for its runner.
    "controller/core/state.py: begin: Ceilings((machine,))",
    "controller/core/state.py: begin: SessionState",
    # The one way down, and who takes it: a symptom.
    "controller/core/ceilings.py: lowered: Ceilings((*self.history, Ceiling(speed, because)))",
    "controller/core/reactions.py: _lower: ceilings=ceilings",
    "controller/core/reactions.py: _lower: ceilings = state.ceilings.lowered(speed, because)",
    # It hands on the ones that it has.
    "controller/core/state.py: sensed: SessionState",
}
"""A ceiling could be raised where new ones are made, or others put into a state (law 3)."""


def sets(tree: ast.Module) -> Iterator[str]:
    """Yield each place where ceilings are made, named or put into a state, with its function."""
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        for node in ast.walk(function):
            match node:
                case ast.Call(func=ast.Name(id="Ceilings")):
                    yield f"{function.name}: {ast.unparse(node)}"
                case ast.Call(func=ast.Name(id="SessionState")):
                    yield f"{function.name}: SessionState"
                case ast.keyword(arg="ceilings", value=ast.Name()):
                    yield f"{function.name}: {ast.unparse(node)}"
                case ast.Assign(targets=[ast.Name(id="ceilings")]):
                    yield f"{function.name}: {ast.unparse(node)}"
                case ast.keyword(arg="ceilings" | "history", value=value):
                    if not ast.unparse(value).startswith("Ceilings("):
                        yield f"{function.name}: {ast.unparse(node)}"
                case _:
                    pass


def test_nobody_else_sets_a_ceiling() -> None:
    """Nothing holds a hand that writes ``replace(state, ceilings=…)`` but this list."""
    found = {
        f"{path.relative_to(ROOT)}: {each}"
        for room in ("core", "session")
        for path in ROOT.glob(f"controller/{room}/*.py")
        for each in sets(ast.parse(path.read_text("utf-8")))
    }
    assert found == SETS


def test_the_rule_sees_what_it_forbids() -> None:
    """Other ceilings, whatever they are called, and a history without what it had."""
    wrong = (
        "def raises(state, free):\n"
        "    replace(state, ceilings=free)\n"
        "    replace(state, ceilings=state.setup.free)\n"
        "    replace(state.ceilings, history=())\n"
        "    ceilings = state.setup.free\n"
    )
    assert len(list(sets(ast.parse(wrong)))) == 4
