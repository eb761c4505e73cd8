"""The lanes of `make mutants`: what they name exists, and mutmut is told of it in TOML."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from controller.core.known import MachineKnown
from tests.house.tree import ROOT
from tests.mutants import LANES, configuration, undecorated


@pytest.mark.parametrize("name", LANES)
def test_a_lane_leads_somewhere(name: str) -> None:
    """A module or a test that was moved takes its lane along."""
    lane = LANES[name]
    assert [each for each in (lane.module, *lane.tests) if not (ROOT / each).exists()] == []


def test_mutmut_reads_what_pytest_is_told() -> None:
    """The same options as in our own configuration, so that a warning kills a mutant, too."""
    made = tomllib.loads(configuration(LANES["guard"]))["tool"]
    ours = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]
    assert made["pytest"] == ours["pytest"]
    assert made["mutmut"]["only_mutate"] == ["controller/guard/__init__.py"]
    assert made["mutmut"]["pytest_add_cli_args_test_selection"] == ["tests/guard"]


@pytest.mark.parametrize("name", LANES)
def test_a_property_is_one_still_where_its_decorator_is_gone(name: str) -> None:
    """A decorated function is left alone by mutmut; what is done about that leaves none behind."""
    source = (ROOT / LANES[name].module).read_text("utf-8")
    made = undecorated(source)
    compile(made, name, "exec")
    assert made.count(" = property(") == source.count("@property")
    assert "@property" not in made


def test_a_property_that_is_mutated_says_what_it_said() -> None:
    """Of a class with slots, too, as those of the core are."""
    source = (ROOT / LANES["known"].module).read_text("utf-8")
    room: dict[str, Any] = {"__name__": "controller.core.known"}
    exec(compile(undecorated(source), "known", "exec"), room)  # noqa: S102  # our own source
    slow: dict[str, Any] = {"deceleration": 20, "shown": 4_000_000_000}
    made, known = room["MachineKnown"](**slow), MachineKnown(**slow)
    for name in ("coast_rate", "stop_lag", "obey_grace", "obey_rate"):
        assert getattr(made, name) == getattr(known, name)
