"""The settings, as values. Each has one that needs no choice."""

from __future__ import annotations

from enum import Enum, unique
from typing import Final, NamedTuple

from protocols.units import StepsPerMinute


@unique
class Units(Enum):
    """What a speed is shown in; the value is how it is written. Wire and files stay km/h."""

    KMH = "km/h"
    MPH = "mph"
    PER_KM = "min/km"
    PER_MILE = "min/mi"


@unique
class Contrast(Enum):
    """How strong the colours are."""

    NORMAL = "normal"
    HIGH = "high"


class Settings(NamedTuple):
    """All of them."""

    units: Units = Units.KMH
    tones: bool = True
    volume: int = 80
    """Of tones and voice, in percent."""
    voice: bool = False
    """Walk, run, times and cues are spoken; never a symptom."""
    cues: bool = True
    """One line of technique in each interval."""
    discreet: bool = False
    """Places of the body are shown as letters."""
    contrast: Contrast = Contrast.NORMAL
    motion: bool = True
    """What moves on the screen but numbers and the strip may move."""
    cadence_target: StepsPerMinute | None = None
    """Steps of both feet; None: no target is shown. Nothing is held back for it."""


USUAL: Final = Settings()
"""What holds where nothing was chosen."""
