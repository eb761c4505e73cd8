"""How the paces of a plan are called."""

from __future__ import annotations

from typing import Final

from controller.words.catalogue import tr
from plans.notation.line import Pace

PACES: Final = {Pace.WALK: tr("walk"), Pace.BRISK: tr("brisk"), Pace.JOG: tr("jog")}
