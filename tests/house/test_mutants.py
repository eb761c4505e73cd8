"""The lanes of `make mutants`: what they name exists, and mutmut is told of it in TOML."""

from __future__ import annotations

import tomllib

import pytest

from tests.house.tree import ROOT
from tests.mutants import LANES, configuration


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
