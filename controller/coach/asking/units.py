"""Kilometres or miles, as the set-up asks for them, and the units of speed that follow."""

from __future__ import annotations

from typing import Final

from controller.settings.values import Units

UNITS: Final = "units"
"""Of the question and of the setting."""
_KM, _MILES = "km", "mi"
TAKEN: Final = {_KM: Units.KMH, _MILES: Units.MPH}
TOLD: Final = {
    Units.KMH: _KM,
    Units.PER_KM: _KM,
    Units.MPH: _MILES,
    Units.PER_MILE: _MILES,
}


def units_after(told: str, before: Units) -> Units:
    """Return the units once this was told; a pace stays one, of the same unit of length."""
    return before if told == TOLD[before] else TAKEN.get(told, before)
