"""Faults drawn at random for a session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from protocols.units import SECOND, Nanoseconds
from simulators.faults import (
    ALL,
    CHARACTERISTICS,
    FORMS,
    OF_THE_LINK,
    OF_THE_MACHINE,
    STAGES,
    Fault,
    Form,
    Kind,
    Lasts,
    Unit,
)
from simulators.when import CONNECT, When

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

DRAWN: Final = tuple(each for each in Kind if each not in OF_THE_MACHINE)
"""What the machine itself does wrong is drawn among the mishaps (`simulators.campaign.events`)."""
_HOW_MANY: Final = (0, 1, 1, 1, 2, 2, 3)
_SPANS_DRAWN: Final = (1, 2, 3, 5, 8, 12, 20, 40)
"""Seconds."""
_LATE_DRAWN: Final = (20, 100, 400, 1000, 2000)
_ONE_SIDE: Final = frozenset({Kind.SCREEN_KILLED})
_OTHER_SIDE: Final = frozenset({Kind.CONTROLLER_KILLED, Kind.CONTROLLER_FROZEN, Kind.BUG})
"""Front end and controller watch over each other. When both go nothing stops the belt (SAFETY.md,
what it cannot do, 4), so that there would be nothing to find."""


def draw_faults(
    random: Random, horizon: Nanoseconds, kinds: Sequence[Kind] = DRAWN
) -> tuple[Fault, ...]:
    """Return none to three faults of a session that takes about ``horizon`` from its start key."""
    drawn: list[Fault] = []
    for _ in range(random.choice(_HOW_MANY)):
        fault = _draw(random, horizon, kinds)
        both = {each.kind for each in drawn} | {fault.kind}
        if not (both & _ONE_SIDE and both & _OTHER_SIDE):
            drawn.append(fault)
    return tuple(drawn)


def _draw(random: Random, horizon: Nanoseconds, kinds: Sequence[Kind]) -> Fault:
    kind = random.choice(kinds)
    form = FORMS[kind]
    early = kind in OF_THE_LINK and random.random() < 0.1
    after = Nanoseconds(random.randrange(5 if early else max(1, horizon // SECOND)) * SECOND)
    lasts = Nanoseconds(random.choice(_SPANS_DRAWN) * SECOND)
    if form.lasts is Lasts.AT_ONCE or (form.lasts is not Lasts.DURATION and random.random() < 0.1):
        lasts = Nanoseconds(0)
    return Fault(kind, When(CONNECT if early else "", 0, after), lasts, _draw_amount(random, form))


def _draw_amount(random: Random, form: Form) -> int | None:
    match form.unit:
        case None:
            return None
        case Unit.STAGE:
            return random.randrange(len(STAGES))
        case Unit.CHARACTERISTIC:
            return random.choice((ALL, *CHARACTERISTICS))
        case Unit.MILLISECONDS:
            return random.choice(_LATE_DRAWN)
        case _:
            return random.choice(form.amounts)
