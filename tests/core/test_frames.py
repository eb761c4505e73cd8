"""A frame of a sensor changes what it is about, and loses nothing else.

Frames come too often for `dataclasses.replace`, so what they make is written out field by field. A
field that is added, and forgotten there, would fall back to its default with the next frame.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest

from controller.core.belt import BeltSeen
from controller.core.gait import GaitSeen
from controller.core.state import SessionState
from tests.core.worlds import seconds


def unlike_any_default(kind: type[Any], **known: object) -> Any:
    """Return a value each of whose fields holds something of its own."""
    return kind(**{each.name: object() for each in fields(kind)} | known)


def test_a_sensor_changes_belt_and_gait_of_a_session() -> None:
    """And nothing that was decided, asked or told."""
    state, belt, gait = unlike_any_default(SessionState), BeltSeen(ticks=1), GaitSeen(held=True)
    assert state.sensed(belt, gait) == replace(state, belt=belt, gait=gait)


def test_a_cadence_changes_how_somebody_is_seen_to_go() -> None:
    """What was made of it before stays: who was asked, and what is held."""
    gait, new = unlike_any_default(GaitSeen), GaitSeen()
    made = gait.stepped(new.seen, new.own, new.worn, new.baseline)
    assert made == replace(gait, seen=new.seen, own=new.own, worn=new.worn, baseline=new.baseline)


@pytest.mark.parametrize("worn", [False, True])
def test_a_cadence_changes_nothing_of_the_belt_but_its_sensor(*, worn: bool) -> None:
    """Whichever sensor it comes from."""
    known = BeltSeen()
    belt: BeltSeen = unlike_any_default(
        BeltSeen, at=None, motion=known.motion, own=known.own, worn=known.worn
    )
    made = belt.stepped(80, seconds(1), worn=worn)
    sensor = known.own.counted(80, None, seconds(1))
    assert made == (replace(belt, worn=sensor) if worn else replace(belt, own=sensor))
