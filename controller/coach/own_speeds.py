"""The speeds that a runner may choose for herself, within the range that her plan has."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType
from typing import Final

from controller.coach.entries import OwnSpeed
from controller.coach.setup import EntryInvalid
from plans.amounts import parse_speed
from plans.model import PaceSpeed, Plan
from plans.notation import NotationError
from protocols.units import kmh

_SUCH_AS: Final = 'Such as "5.2 km/h" or "3.2 mph".'


def own_speeds(plan: Plan) -> Mapping[str, OwnSpeed]:
    """Return what a plan offers, by the key of the question in the set-up."""
    return MappingProxyType(
        {
            f"{pace.value}-speed": OwnSpeed(
                f"{kmh(each.least)} to {kmh(each.most)} km/h; the plan has {kmh(each.usual)}. "
                f"{_SUCH_AS}",
                partial(_read, each),
            )
            for pace, each in plan.speeds.items()
        }
    )


def _read(offered: PaceSpeed, text: str) -> str:
    try:
        speed = parse_speed(text)
    except NotationError as wrong:
        raise EntryInvalid(wrong.message) from None
    if not offered.least <= speed <= offered.most:
        raise EntryInvalid(
            f"{kmh(speed)} km/h is not between {kmh(offered.least)} and {kmh(offered.most)} km/h."
        )
    return f"{kmh(speed)} km/h"
