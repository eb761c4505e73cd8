"""What a machine that is fond of figures makes of a speed and a slope: pulse, METs, force, power.

None of it is measured, here or in life: it is the arithmetic of a console. The heart is nobody's,
and that of `simulators.link.sensors`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from protocols.units import CentiKmh
from simulators.treadmill import gait

if TYPE_CHECKING:
    from protocols.ftms import TreadmillData

_RESTING: Final = 70
"""Beats a minute on a belt that stands."""
_PER_BEAT: Final = 10
"""0.01 km/h for each beat more."""

_WEIGHT: Final = 687
"""Newton: 70 kg, as good as any."""
_FRICTION: Final = 40
"""Thousandths of the weight that the motor needs on the level; chosen."""
_HIGHEST_U8: Final = 0xFF
_HIGHEST_U16: Final = 0xFFFF


def _heart_rate(speed: int) -> int:
    """Return the beats per minute at a speed in 0.01 km/h."""
    return _RESTING + speed // _PER_BEAT


def speed_for(heart_rate: int) -> CentiKmh:
    """Return the speed at which a heart beats so often a minute; 0 for a resting one."""
    return CentiKmh(max(0, heart_rate - _RESTING) * _PER_BEAT)


def estimated(data: TreadmillData, metres_per_kilocalorie: int) -> TreadmillData:
    """Return the record with heart rate, energy, METs, force and power derived from the rest."""
    speed, slope = data.speed or 0, data.inclination or 0
    per_hour = speed * 10 // metres_per_kilocalorie
    force = _WEIGHT * (_FRICTION + slope) // 1000
    return data._replace(
        heart_rate=min(_heart_rate(speed), _HIGHEST_U8),
        energy_per_hour=min(per_hour, _HIGHEST_U16),
        energy_per_minute=min(per_hour // 60, _HIGHEST_U8),
        metabolic_equivalent=min(_tenths_of_met(speed, slope), _HIGHEST_U8),
        force_on_belt=force,
        power_output=round(force * speed / 360),
    )


def _tenths_of_met(speed: int, slope: int) -> int:
    """Return 0.1 MET by the metabolic equations of the American College of Sports Medicine.

    Oxygen in ml/(kg min) from a speed in m/min; 1 MET is 3.5 of that, and what is asked downhill
    never less than that.
    """
    running = gait.is_running(gait.cadence(CentiKmh(speed)))
    level, uphill = (0.2, 0.9) if running else (0.1, 1.8)
    metres = speed / 6
    oxygen = 3.5 + level * metres + uphill * metres * slope / 1000
    return max(10, round(10 * oxygen / 3.5))
