"""The speeds that a runner may choose for herself, within the range that her plan has.

What is kept of one is km/h, whatever it was told in; what is said of it is in her own unit.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from types import MappingProxyType
from typing import Final

from controller.coach.asking.entries import OwnSpeed
from controller.coach.asking.reading import EntryInvalid
from controller.settings.speeds import (
    as_kept,
    as_speed,
    range_words,
    shown,
    speed_words,
    written_in,
)
from controller.settings.values import Units
from controller.words.catalogue import tr
from plans.notation.amounts import parse_speed
from plans.notation.parse import NotationError
from plans.plan.model import PaceSpeed, Plan
from protocols.units import CentiKmh


def own_speeds(plan: Plan, units: Units) -> Mapping[str, OwnSpeed]:
    """Return what a plan offers, by the key of the question in the set-up.

    Args:
        plan: the plan in use.
        units: those that are chosen before the questions.
    """
    return MappingProxyType(
        {
            f"{pace.value}-speed": OwnSpeed(
                units, partial(_hint, each), partial(_read, each), told_speed
            )
            for pace, each in plan.speeds.items()
        }
    )


def told_speed(kept: str, units: Units) -> str:
    """Return a speed that was kept, in her unit."""
    return speed_words(parse_speed(kept), units)


def _hint(offered: PaceSpeed, units: Units) -> str:
    if offered.least == offered.most:
        return tr("The plan has {speed}, and no range to choose from.").format(
            speed=speed_words(offered.usual, units)
        )
    span = range_words(offered.least, offered.most, units)
    usual = shown(offered.usual, as_speed(units))
    examples = [_example(offered, each) for each in written_in(units)]
    such_as = tr(" or ").join(f'"{each}"' for each in examples if each)
    if not such_as:
        return tr("{span}; the plan has {usual}.").format(span=span, usual=usual)
    return tr("{span}; the plan has {usual}. Such as {examples}.").format(
        span=span, usual=usual, examples=such_as
    )


def _example(offered: PaceSpeed, units: Units) -> str:
    """Return a speed as it may be written; empty if none that is rounded lies in the range."""
    middle = CentiKmh((offered.least + offered.most) // 2)
    written = (speed_words(each, units) for each in (offered.usual, middle))
    return next(
        (each for each in written if offered.least <= parse_speed(each) <= offered.most), ""
    )


def _read(offered: PaceSpeed, text: str, units: Units) -> str:
    try:
        speed = parse_speed(_whole(text, units))
    except NotationError as wrong:
        told = f"{wrong.message[:1].upper()}{wrong.message[1:]}"
        raise EntryInvalid(told) from None
    if not offered.least <= speed <= offered.most:
        span = range_words(offered.least, offered.most, units, joint="and")
        raise EntryInvalid(tr("{text} is not between {span}.").format(text=text, span=span))
    return as_kept(speed)


_UNITS: Final = "|".join(each.value for each in (Units.KMH, Units.MPH))
_BARE: Final = re.compile(rf"([0-9]+)(?:[.,]([0-9]{{1,2}}))?(?: *({_UNITS}))?", re.ASCII)
_BARE_PACE: Final = re.compile(r"[0-9]{1,2}:[0-9]{2}", re.ASCII)


def _whole(text: str, units: Units) -> str:
    """Return a speed with the unit that was chosen before, and with a point for its comma.

    The range of the plan shows whether it was meant otherwise.
    """
    chosen = as_speed(units)
    if found := _BARE.fullmatch(text):
        whole, decimals, unit = found.groups()
        number = f"{whole}.{decimals}" if decimals else whole
        return f"{number} {unit or chosen.value}"
    if _BARE_PACE.fullmatch(text):
        pace = Units.PER_KM if chosen is Units.KMH else Units.PER_MILE
        return f"{text} {pace.value.removeprefix('min')}"
    return text
