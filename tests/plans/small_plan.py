"""A plan of three levels that is looked at in several tests."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import Final

from plans.notation.parse import parse_intervals
from plans.plan.model import AtMost, Level, Plan, Progression, Rest, Step
from plans.shelf import find_plan


def plan_of(*works: str, progression: Progression | None = None) -> Plan:
    """Return the bundled ladder with other levels, and shorter walks before and after."""
    levels = {
        number: Level((Step(parse_intervals(work)),)) for number, work in enumerate(works, start=1)
    }
    return replace(
        find_plan("postpartum-ladder"),
        warm_up=parse_intervals("2min walk"),
        cool_down=parse_intervals("1min walk"),
        levels=MappingProxyType(levels),
        progression=progression or Progression(),
    )


SMALL: Final = plan_of(
    "2 x (30s jog, 1min walk)",
    "2 x (1min jog, 1min walk)",
    "3min jog",
    progression=Progression(2, (Rest(1, 2, 1),), (AtMost(1, "levels", 7),)),
)
